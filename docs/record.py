"""Makes docs/record.md, the record key by key, from its JSON Schema. Run from the repository."""

from pathlib import Path
from typing import Any

from minutesparse.record import json_schema

PAGE = Path(__file__).resolve().parent / "record.md"
HEAD = """# The record

Made from the JSON Schema by `python docs/record.py`; the words stand in `src/minutesparse/record.py`.
`minutesparse schema` prints the schema itself (2020-12).

A record is one JSON object for one meeting. Words of the minutes are quoted, never paraphrased; what was worked out
from them (a full name, an ISO date) stands beside them. What the minutes do not say is `null` or an empty list. A span
is a half-open range of characters of the text that was read.
"""


def page() -> str:
    """The page, in Markdown: the record first, then the objects in it in the order in which they are met."""
    schema = json_schema()
    parts, waiting = [HEAD, _table("Minutes", schema, schema["$defs"])], _names(schema)
    for name in waiting:  # grows as the objects are met
        definition = schema["$defs"][name]
        waiting += [other for other in _names(definition) if other not in waiting]
        parts.append(_table(name, definition, schema["$defs"]))
    return "\n".join(parts)


def _names(node: Any) -> list[str]:
    """The objects that a part of the schema refers to, in its order, its own definitions left out."""
    if isinstance(node, list):
        found = [name for part in node for name in _names(part)]
    elif isinstance(node, dict):
        found = [node["$ref"].rpartition("/")[2]] if "$ref" in node else []
        found += [name for key, part in node.items() if key != "$defs" for name in _names(part)]
    else:
        found = []
    return list(dict.fromkeys(found))


def _table(name: str, definition: dict[str, Any], definitions: dict[str, Any]) -> str:
    rows = [
        f"| `{key}` | {_form(value)} | {_cell(_told(value, definitions))} |"
        for key, value in definition.get("properties", {}).items()
    ]
    head = f"## {name}\n\n{definition.get('description', '').strip()}\n"
    return head + ("\n" + "\n".join(["| key | form | what it holds |", "| --- | --- | --- |", *rows]) + "\n")


def _told(value: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What the schema says of a value, or else of the object that it is."""
    return str(value.get("description") or definitions.get(value.get("$ref", "").rpartition("/")[2], {})["description"])


def _form(value: dict[str, Any]) -> str:
    """What a value may be, in words."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return " or ".join(_form(part) for part in value["anyOf"])
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if value.get("type") == "array":
        return f"list of {_form(value['items'])}" if "items" in value else "list"
    if value.get("type") == "object" and isinstance(value.get("additionalProperties"), dict):
        return f"words to {_form(value['additionalProperties'])}"
    if value.get("type") == "null":
        return "`null`"
    return str(value.get("type", "anything"))


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
