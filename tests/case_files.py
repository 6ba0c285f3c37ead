"""Cases: a few lines of minutes and what an extractor finds in them, as blocks of text in cases/<extractor>.md.

A block is `title`, `.`, the minutes, `.`, what is expected, `.`, each full stop on a line of its own; lines between
blocks are for the reader. What is expected has one line for each item: its JSON without defaults, ids, confidence and
spans (`also_at`, and `at` of a diagnostic, quote the text instead).
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from minutesparse import extract, read
from minutesparse.document import Document, Span
from minutesparse.language import load as load_language
from minutesparse.layout import find_blocks
from minutesparse.people import People
from minutesparse.pipeline import split_sentences
from minutesparse.record import Minutes
from minutesparse.speakers import find_speakers

FOLDER = Path(__file__).parent / "cases"
_LEFT_OUT = {"id", "attendee_id", "section_id", "parent_id", "confidence", "span", "rule"}


@dataclass(frozen=True)
class Case:
    """One block of a case file; `line` is where it begins, `first` and `last` are the lines of its expectation."""

    extractor: str
    title: str
    given: str
    expected: tuple[str, ...]
    line: int
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.extractor}: {self.title}"


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file, in order. Raises ValueError where a block is not closed."""
    lines = path.read_text("utf-8").split("\n")
    dots = [i for i, line in enumerate(lines) if line.rstrip() == "."]
    if len(dots) % 3:
        raise ValueError(f"{path.name}: a block has three lines that are only a full stop; the last one here has not")
    for opening, middle, closing in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        given = "\n".join(lines[opening + 1 : middle])
        expected = tuple(lines[middle + 1 : closing])
        yield Case(path.stem, lines[opening - 1].strip(), given, expected, opening, middle + 1, closing)


def write_expectation(case: Case, found: list[str]) -> None:
    """Write what was found into the case's file."""
    path = FOLDER / f"{case.extractor}.md"
    now = next(c for c in read_cases(path) if c.title == case.title)
    lines = path.read_text("utf-8").split("\n")
    lines[now.first : now.last] = found
    path.write_text("\n".join(lines), "utf-8")


def all_cases() -> list[Case]:
    """Every case of every file."""
    return [case for path in sorted(FOLDER.glob("*.md")) for case in read_cases(path)]


@cache
def parsed(text: str) -> tuple[Document, Minutes]:
    """The document and the record of a text."""
    document = read(text)
    return document, extract(document)


def found(extractor: str, text: str) -> list[str]:
    """What an extractor finds in a text, one line for each item."""
    document, minutes = parsed(text)
    if extractor in _VIEWS:
        return _VIEWS[extractor](document, minutes)
    return [_line(document, item) for item in getattr(minutes, extractor)]


def _line(document: Document, item: BaseModel) -> str:
    shown = _shown(document, item)
    if rule := getattr(item, "rule", None):
        shown["rule"] = rule
    return json.dumps(shown, ensure_ascii=False)


def _shown(document: Document, item: BaseModel) -> dict[str, Any]:
    """The fields of a part of the record that are not their defaults, spans as the words that they quote."""
    shown: dict[str, Any] = {}
    for name, field in type(item).model_fields.items():
        value = getattr(item, name)
        if name in _LEFT_OUT or value is None or (not field.is_required() and value == field.get_default()):
            continue
        shown[field.alias or name] = _value(document, value)
    return shown


def _value(document: Document, value: object) -> object:
    if isinstance(value, BaseModel):
        return _shown(document, value)
    if isinstance(value, Span):
        return document.quote(value)
    if isinstance(value, tuple):
        return [_value(document, part) for part in value]
    return value


def _meeting(document: Document, minutes: Minutes) -> list[str]:
    meeting = minutes.meeting.model_dump(exclude_none=True, exclude={"evidence", "rules"})
    rules = minutes.meeting.rules
    return [json.dumps({key: value, "rule": rules.get(key)}, ensure_ascii=False) for key, value in meeting.items()]


def _abbreviations(document: Document, minutes: Minutes) -> list[str]:
    return [f"{short} = {long}" for short, long in minutes.abbreviations.items()]


def _diagnostics(document: Document, minutes: Minutes) -> list[str]:
    return [
        json.dumps(
            {**_shown(document, item), **({"at": document.quote(item.span)} if item.span else {})}, ensure_ascii=False
        )
        for item in minutes.diagnostics
    ]


def _layout(document: Document, minutes: Minutes) -> list[str]:
    lines = []
    for block in find_blocks(document):
        text = " | ".join(document.reading[a:b] for a, b in block.cells) if block.kind == "row" else block.text
        lines.append(" ".join(filter(None, (block.kind, str(block.level), block.marker, text))))
    return lines


def _sentences(document: Document, minutes: Minutes) -> list[str]:
    return [sentence.text for sentence in split_sentences(find_blocks(document), load_language())]


def _presence(document: Document, minutes: Minutes) -> list[str]:
    return [
        json.dumps({"name": attendee.name, "event": change.event, "time": change.time}, ensure_ascii=False)
        for attendee in minutes.attendees
        for change in attendee.presence
    ]


def _people(document: Document, minutes: Minutes) -> list[str]:
    blocks = find_blocks(document)
    sentences = split_sentences(blocks, load_language())
    speakers = find_speakers(blocks, sentences, People(minutes.attendees, minutes.meeting.chair))
    return [
        f"{speaker.text} = {speaker.name or '?'}: {sentence.text}"
        for sentence, speaker in zip(sentences, speakers, strict=True)
        if speaker is not None
    ]


_VIEWS: dict[str, Callable[[Document, Minutes], list[str]]] = {
    "meeting": _meeting,
    "abbreviations": _abbreviations,
    "diagnostics": _diagnostics,
    "layout": _layout,
    "sentences": _sentences,
    "presence": _presence,
    "people": _people,
}
