"""Columns typed with spaces under a line that names them: the titles of the first taken from the text beside them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from minutesparse.document import Line, Run
from minutesparse.rules import load

_NEAR = 2  # columns by which what stands below a heading may be set out
_TITLE = 90  # characters of a title
_HEAD = 100  # characters of the line that names the columns
_FEWEST = 2  # titles
_LONE = re.compile(r"\W*[\w./-]{0,9}\d\W*")
_NUMBER = re.compile(r"\(?\d{1,3}[.):\s]")


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that names columns: where it stands, and at which column of the page the text begins."""

    line: int
    text: int


def part_typed(reading: str, lines: Sequence[Line], column: Callable[[int], int]) -> list[Line]:
    """The lines, titles in a first column parted from the text beside them; `column` of the page from an offset."""
    head = next(_heads(reading, lines, column), None)
    if head is None:
        return list(lines)
    below = lines[head.line + 1 :]
    titled = [line for line in below if _title(reading, line, head, column)]
    if len(titled) < _FEWEST:
        return list(lines)
    numbered = 2 * sum(_NUMBER.match(reading[line.start : line.start + 5]) is not None for line in titled) > len(titled)
    parted = list(lines[: head.line + 1])
    for line in below:
        cells = _title(reading, line, head, column)
        if cells and (not numbered or _NUMBER.match(reading[line.start : line.start + 5])):
            parted += _part(line, cells)
        else:
            parted.append(line)
    return parted


def _heads(reading: str, lines: Sequence[Line], column: Callable[[int], int]) -> Iterator[_Head]:
    known = load("layout").patterns
    for i, line in enumerate(lines):
        if line.style != "plain" or len(line.cells) < 2 or line.end - line.start > _HEAD:
            continue
        names = [reading[a:b].strip(" *:") for a, b in line.cells]
        text = next((n for n, name in enumerate(names) if n and known["column_text"].fullmatch(name)), 0)
        if text and all(known["column_item"].fullmatch(name) for name in names[:text]):
            yield _Head(i, column(line.cells[text][0]))


def _title(reading: str, line: Line, head: _Head, column: Callable[[int], int]) -> int:
    """How many cells of a line are its title, 0 for none: it begins before the column of the text, the rest in it."""
    if line.style != "plain" or len(line.cells) < 2:
        return 0
    columns = [column(start) for start, _ in line.cells]
    count = sum(at < head.text - _NEAR for at in columns)
    if not 0 < count < len(columns) or abs(columns[count] - head.text) > _NEAR:
        return 0
    words = reading[line.start : line.cells[count - 1][1]]
    return count if len(words) <= _TITLE and not _LONE.fullmatch(words) else 0


def _part(line: Line, title: int) -> Iterator[Line]:
    """A line as its title in bold and the text beside it, with what stands beside that."""
    end, start = line.cells[title - 1][1], line.cells[title][0]
    yield replace(line, end=end, runs=(Run(line.start, end, "strong"),), cells=(), gap=max(line.gap, 1))
    cells = line.cells[title:] if len(line.cells) > title + 1 else ()
    runs = tuple(run for run in line.runs if run.start >= start)
    yield replace(line, start=start, runs=runs, cells=cells, gap=1)
