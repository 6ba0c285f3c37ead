"""Front matter: the YAML or TOML block before a Markdown text, as keys with the places of their values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import Node

_YAML = re.compile(
    r"\ufeff?\s*---[ \t]*(?:\r\n|\r|\n)(.*?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_TOML = re.compile(r"\ufeff?\s*\+\+\+[ \t]*(?:\r\n|\r|\n)(.*?)(?<=[\r\n])\+\+\+[ \t]*(?=[\r\n]|\Z)", re.DOTALL)
_PAIR = re.compile(r"^([A-Za-z][\w -]{0,40}?)[ \t]*[:=][ \t]*([^\r\n]*?)[ \t]*$", re.MULTILINE)
_LONGEST = 50_000
_PARTING = re.compile(r"(?<=[a-z])(?=[A-Z])|[^\w]+|_+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the front matter: its key ("roll-call", "author.name") and its characters in the source."""

    key: str
    start: int
    end: int


def words_of(key: str) -> str:
    """A key in lower case with single spaces: "next-meeting", "next_meeting" and "nextMeeting" are "next meeting"."""
    return " ".join(_PARTING.sub(" ", key).lower().split())


def read_front_matter(text: str) -> tuple[list[Entry], int]:
    """The entries in the order of the text, and the offset at which the body begins; ([], 0) where there is none."""
    head = text[:_LONGEST]
    if match := _YAML.match(head):
        import yaml  # here, because most minutes have no front matter

        try:
            node = yaml.compose(match[1].replace("\t", " "), Loader=yaml.SafeLoader)
        except (yaml.YAMLError, RecursionError, ValueError):
            return list(_pairs(text, match)), match.end()
        if not isinstance(node, yaml.MappingNode):
            return [], 0
        entries = [entry for entry in _leaves(node, "", match.start(1), set()) if entry.end > entry.start]
        return sorted(entries, key=lambda entry: entry.start), match.end()
    if match := _TOML.match(head):
        return list(_pairs(text, match)), match.end()
    return [], 0


def _leaves(node: "Node", key: str, base: int, seen: set[int]) -> Iterator[Entry]:
    import yaml

    if id(node) in seen or len(seen) > 5_000:  # an alias stands for what was read already
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        start, end = base + node.start_mark.index, base + node.end_mark.index
        if node.style in ("'", '"'):
            start, end = start + 1, end - 1
        elif node.style in ("|", ">"):
            start += 1
        yield Entry(key, start, end)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _leaves(child, key, base, seen)
    elif isinstance(node, yaml.MappingNode):
        for name, child in node.value:
            inner = str(name.value) if isinstance(name, yaml.ScalarNode) else ""
            yield from _leaves(child, f"{key}.{inner}" if key else inner, base, seen)


def _pairs(text: str, match: re.Match[str]) -> Iterator[Entry]:
    for pair in _PAIR.finditer(text, match.start(1), match.end(1)):
        start, end = pair.span(2)
        while start < end and text[start] in "\"'[" and text[end - 1] in "\"']":
            start, end = start + 1, end - 1
        if start < end:
            yield Entry(pair[1], start, end)
