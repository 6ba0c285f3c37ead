"""Roll call votes, of use where the minutes list nobody: whoever answered was there."""

import re
from collections.abc import Iterator

from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.entry import Entry
from minutesparse.document import Document, Line
from minutesparse.record import Status
from minutesparse.rules import load

_FEWEST = 3  # who answered one call, so that it tells who was there
_LINES = 30
_NAME = re.compile(r"(?P<who>(?:[A-Z][\w’'.-]*\s){0,4}[A-Z][\w’'-]+)\s?(?:[-–—:.]+\s?|\s)(?P<answer>[A-Za-z]+)\W*")


def read_ballot(document: Document) -> list[tuple[Entry, Status]]:
    """Who answered the first roll call vote; [] where none is printed name by name."""
    vote = load("attendees").patterns["vote"]
    for i, line in enumerate(document.lines):
        if vote.match(document.reading[line.start : min(line.end, line.start + 60)].lower()):
            answers = list(_answers(document, document.lines[i + 1 : i + _LINES]))
            answers = answers or list(_sides(document, document.lines[i : i + _LINES]))
            if len(answers) >= _FEWEST:
                return answers
    return []


def _answers(document: Document, lines: tuple[Line, ...] | list[Line]) -> Iterator[tuple[Entry, Status]]:
    """A name and an answer on each line: "Bell - yes"."""
    for line in lines:
        match = _NAME.fullmatch(document.reading[line.start : line.end])
        hit = load("attendees").first("answer", match["answer"]) if match else None
        if match is None or hit is None:
            return
        start, end = line.start + match.start("who"), line.start + match.end("who")
        entries = read_entries(match["who"], start, per_line=True)
        entry = entries[0] if entries else Entry(start, end, match["who"], (start, end))
        yield entry, hit.rule.value  # type: ignore[misc]


def _sides(document: Document, lines: tuple[Line, ...] | list[Line]) -> Iterator[tuple[Entry, Status]]:
    """The names on each side: "Ayes: Bell, Dow"."""
    for line in lines:
        text = document.reading[line.start : line.end]
        hit = load("attendees").first("side", text)
        if hit is None:
            if not load("attendees").patterns["vote"].match(text[:60].lower()):
                return
            continue
        names = hit.match["who"]
        for entry in read_entries(names, line.start + hit.match.start("who"), per_line=False):
            yield entry, hit.rule.value  # type: ignore[misc]
