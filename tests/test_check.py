"""The command check: what it prints for people, programs and code hosts, and how it ends."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from minutesparse.checks import codes
from minutesparse.cli import app
from minutesparse.document import Span
from minutesparse.views.excerpt import excerpt, place

WRONG = "Minutes of the choir committee\r\nheld on Monday 4 June 2019\r\n\r\nPresent: Ann Box, Bo Cole\r\n"
RIGHT = "Minutes of the choir committee held on Tuesday 4 June 2019\n\nPresent: Ann Box (Chair), Bo Cole\n"
HEAD = "“Monday 4 June 2019” is not that day of the week, but a Tuesday [weekday-contradicts-date]"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.txt").write_bytes(WRONG.encode())
    (tmp_path / "right.txt").write_bytes(RIGHT.encode())
    return tmp_path


def check(*args: str, text: str | None = None, **env: str) -> Result:
    return CliRunner().invoke(app, ["check", *args], input=text, env=env)


def test_terminal() -> None:
    result = check("wrong.txt", "right.txt")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "wrong.txt: info: The minutes do not say who presided [no-chair]",
        f"wrong.txt:2:9: warning: {HEAD}",
        "   2 │ held on Monday 4 June 2019",
        "     │         ^^^^^^^^^^^^^^^^^^",
        "2 files: 1 warning, 1 info",
    ]


def test_nothing_found() -> None:
    assert check("right.txt").stdout == "1 file: nothing found\n"


def test_standard_input() -> None:
    assert check("-", text=WRONG.replace("\r", "")).stdout.splitlines()[1] == f"-:2:9: warning: {HEAD}"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ([], 0),
        (["--fail-on", "info"], 1),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "error"], 0),
        (["--fail-on", "no-chair"], 1),
        (["--fail-on", "warning", "--ignore", "weekday"], 0),
        (["--fail-on", "info", "--select", "draft"], 0),
        (["--fail-on", "info", "missing.txt"], 3),
        (["--fail-on", "nothing"], 2),
        (["--select", "nothing"], 2),
        (["--select", ""], 2),
        (["--ignore", "draft,nothing"], 2),
        (["--format", "nothing"], 2),
    ],
)
def test_exit_code(args: list[str], code: int) -> None:
    assert check("wrong.txt", *args).exit_code == code


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (["--select", "no-"], ["no-chair"]),
        (["--select", "no-,weekday"], ["no-chair", "weekday-contradicts-date"]),
        (["--select", "no-", "--select", "weekday"], ["no-chair", "weekday-contradicts-date"]),
        (["--ignore", "no"], ["weekday-contradicts-date"]),
        (["--select", "no", "--ignore", "no-chair"], []),
    ],
)
def test_select_and_ignore(args: list[str], found: list[str]) -> None:
    assert [one["code"] for one in json.loads(check("wrong.txt", "--format", "json", *args).stdout)] == found


def test_json() -> None:
    whole, placed = json.loads(check("wrong.txt", "--format", "json").stdout)
    assert (whole["code"], whole["span"], whole["place"]) == ("no-chair", None, None)
    assert WRONG[placed["span"]["start"] : placed["span"]["end"]] == "Monday 4 June 2019"
    assert placed["place"] == {"line": 2, "column": 9, "end_line": 2, "end_column": 27}
    assert (placed["file"], placed["severity"]) == ("wrong.txt", "warning")


def test_an_unreadable_file_does_not_lose_the_others() -> None:
    result = check("missing.txt", "wrong.txt")
    assert result.exit_code == 3
    assert result.stderr == "minutesparse: missing.txt: no such file; check the path\n"
    assert result.stdout.splitlines()[-1] == "1 file: 1 warning, 1 info"


# What of the schema of SARIF 2.1.0 a log of ours comes near.
REGION = {
    "type": "object",
    "properties": {
        "startLine": {"type": "integer", "minimum": 1},
        "startColumn": {"type": "integer", "minimum": 1},
        "endLine": {"type": "integer", "minimum": 1},
        "endColumn": {"type": "integer", "minimum": 1},
        "charOffset": {"type": "integer", "minimum": 0},
        "charLength": {"type": "integer", "minimum": 0},
        "snippet": {"$ref": "#/$defs/message"},
    },
    "additionalProperties": False,
}
SARIF: dict[str, Any] = {
    "$defs": {
        "message": {
            "type": "object",
            "properties": {"text": {"type": "string"}},
            "required": ["text"],
            "additionalProperties": False,
        },
        "artifact": {
            "type": "object",
            "properties": {
                "uri": {"type": "string", "format": "uri-reference"},
                "index": {"type": "integer", "minimum": 0},
            },
            "required": ["uri"],
            "additionalProperties": False,
        },
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "physicalLocation": {
                        "type": "object",
                        "properties": {"artifactLocation": {"$ref": "#/$defs/artifact"}, "region": REGION},
                        "required": ["artifactLocation"],
                        "additionalProperties": False,
                    }
                },
                "additionalProperties": False,
            },
        },
        "level": {"enum": ["none", "note", "warning", "error"]},
    },
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"$ref": "#/$defs/message"},
                                                "fullDescription": {"$ref": "#/$defs/message"},
                                                "help": {"$ref": "#/$defs/message"},
                                                "defaultConfiguration": {
                                                    "properties": {"level": {"$ref": "#/$defs/level"}}
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["executionSuccessful"],
                            "properties": {
                                "executionSuccessful": {"type": "boolean"},
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["message"],
                                        "properties": {
                                            "level": {"$ref": "#/$defs/level"},
                                            "message": {"$ref": "#/$defs/message"},
                                            "locations": {"$ref": "#/$defs/locations"},
                                        },
                                    },
                                },
                            },
                        },
                    },
                    "artifacts": {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {
                            "type": "object",
                            "properties": {
                                "location": {"$ref": "#/$defs/artifact"},
                                "mimeType": {"type": "string", "pattern": "[^/]+/.+"},
                            },
                            "additionalProperties": False,
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer"},
                                "level": {"$ref": "#/$defs/level"},
                                "message": {"$ref": "#/$defs/message"},
                                "locations": {"$ref": "#/$defs/locations"},
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_sarif(folder: Path) -> None:
    (folder / "two words é.txt").write_bytes(WRONG.encode())
    result = check("two words é.txt", str(folder / "wrong.txt"), "missing.txt", "--format", "sarif")
    log = json.loads(result.stdout)
    jsonschema.validate(log, SARIF, format_checker=jsonschema.FormatChecker())
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(codes())
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("no such file")
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert uris == ["two%20words%20%C3%A9.txt", (folder / "wrong.txt").as_uri()]
    assert len(run["results"]) == 4
    for found in run["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        [location] = found["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert uris[artifact["index"]] == artifact["uri"]
        if region := location["physicalLocation"].get("region"):
            start = region["charOffset"]
            assert WRONG[start : start + region["charLength"]] == region["snippet"]["text"] == "Monday 4 June 2019"
            line = WRONG.split("\r\n")[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "Monday 4 June 2019"
    assert {found["level"] for found in run["results"]} == {"note", "warning"}


def test_a_file_that_became_another_text_has_no_lines_of_its_own(folder: Path) -> None:
    page = f"<html><body><p>{WRONG}</p></body></html>"
    (folder / "page.html").write_text(page, "utf-8")
    [_, found] = json.loads(check("page.html", "--format", "sarif").stdout)["runs"][0]["results"]
    assert "region" not in found["locations"][0]["physicalLocation"]
    assert found["message"]["text"].endswith("(“Monday 4 June 2019”)")
    assert check("page.html").stdout.startswith(
        "page.html: lines are those of the text that extract --text-to writes\n"
    )


@pytest.mark.parametrize("code", codes())
def test_explain(code: str) -> None:
    result = check("--explain", code)
    assert result.exit_code == 0
    head, _, checks, why, *rest = result.stdout.splitlines()
    assert head == f"{code}  {codes()[code]}"
    assert checks.startswith("Checks: Whether ")
    assert why.startswith("Why: ")
    assert [line for line in rest if line.endswith(f"[{code}]")]
    assert {"Example:", "Mended:"} <= set(rest)


def test_explain_what_is_no_code() -> None:
    result = check("--explain", "nothing\x1b[31m")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("minutesparse: --explain nothing\\x1b[31m: no such code; known are ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("width", [20, 44, 80])
def test_narrow_terminal(width: int) -> None:
    result = check("wrong.txt", COLUMNS=str(width))
    shown = [line for line in result.stdout.splitlines() if "│" in line]
    assert len(shown) == 2
    assert all(len(line) <= width for line in shown)
    assert "Monday" in shown[0]


def test_no_colour() -> None:
    coloured = check("wrong.txt", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="")
    assert "\x1b[33m" in coloured.stdout
    plain = check("wrong.txt", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")
    assert not re.search(r"\x1b\[[\d;]*3[0-7]m", plain.stdout)


def test_hostile_text_reaches_no_terminal(folder: Path) -> None:
    evil = WRONG.replace("held on", "held\t\x1b[2J\x9b31m\u202e[red]\x07 on")
    (folder / "\x1b]0;x\x07.txt").write_bytes(evil.encode())
    for form in ("terminal", "json", "sarif"):
        shown = check("\x1b]0;x\x07.txt", "--format", form).stdout
        assert "Monday 4 June 2019" in shown
        assert not [c for c in shown if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f" or c == "\u202e"]


LINES = st.text(st.sampled_from("a b\t雨é\u0301\u200b\x1b\x07\u202e…"), max_size=60)


def test_excerpt_of_a_line_end_keeps_a_cell_for_its_mark() -> None:
    for length in range(5, 30):
        shown = excerpt("a" * length + "\nx", Span(length, length + 1), 10)
        assert shown.before < 10


@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_excerpt_marks_the_place(lines: list[str], mark: str, data: st.DataObject) -> None:
    """Whatever stands in a line, it fits, and the marks stand under the place's first line."""
    text = mark.join(lines) + "x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    width = data.draw(st.integers(10, 80))
    shown = excerpt(text, Span(start, end), width)
    assert cell_len(shown.line) <= width
    assert shown.before < width
    assert shown.marked >= 1
    at = place(text, Span(start, end))
    if text[start] not in "\r\n":
        whole = re.split(r"\r\n|\r|\n", text)
        assert whole[at.line - 1][at.column - 1] == text[start]
        if text[end - 1] not in "\r\n":
            assert whole[at.end_line - 1][at.end_column - 2] == text[end - 1]


def test_long_line_shows_what_is_around_the_place() -> None:
    text = "left " * 10_000 + "HERE" + " right" * 10_000
    shown = excerpt(text, Span(50_000, 50_004), 40)
    assert shown.line.startswith("…")
    assert shown.line.endswith("…")
    assert shown.line[shown.before : shown.before + shown.marked] == "HERE"
    assert len(shown.line) <= 40


@pytest.mark.parametrize("command", ["check", "evaluate", "export --to md"])
def test_a_model_that_is_not_there_is_one_line(command: str) -> None:
    name, *options = command.split()
    result = CliRunner().invoke(app, [name, "wrong.txt", *options, "--model", "nowhere"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("minutesparse: --model nowhere: ")
    assert result.stderr.count("\n") == 1
