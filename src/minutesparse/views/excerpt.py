"""A place in a text: its line and column, and the line itself with what stands there marked, as wide as it may be."""

from dataclasses import dataclass

from rich.cells import cell_len

from minutesparse.document import Span, line_number
from minutesparse.views.plain import masked

_CUT = "…"
_AHEAD = 3  # of a long line, a third of what is shown stands before the place


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span begins and ends: lines and columns from 1, columns in characters, the end after the last one."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line in which a span begins; `before` cells of the terminal stand before the `marked` ones."""

    line: str
    before: int
    marked: int


def place(text: str, span: Span) -> Place:
    """The place of a span."""
    last = max(span.start, span.end - 1)
    end_column = last - _line_start(text, last) + 1 + (span.end > span.start)
    return Place(
        line_number(text, span.start),
        span.start - _line_start(text, span.start) + 1,
        line_number(text, last),
        end_column,
    )


def excerpt(text: str, span: Span, width: int) -> Excerpt:
    """The line in which a span begins, not wider than this many cells; of a long line, what is around the span."""
    width = max(width, 10)
    start = max(_line_start(text, span.start), span.start - width)
    end = min(_line_end(text, span.start), span.start + width)
    cut_before, cut_after = start > _line_start(text, span.start), end < _line_end(text, span.start)
    before, after = masked(text[start : span.start]), masked(text[span.start : end])
    if not cut_before and not cut_after and cell_len(before + (after or " ")) <= width:  # a mark takes a cell
        return _excerpt(before, after, span)
    room = width // _AHEAD if cell_len(after) >= width - width // _AHEAD else width - max(cell_len(after), 1)
    if cut_before or cell_len(before) > room:
        before = _CUT + _last_cells(before, room - 1)
    if cut_after or cell_len(before + after) > width:
        after = _first_cells(after, width - cell_len(before) - 1) + _CUT
    return _excerpt(before, after, span)


def _excerpt(before: str, after: str, span: Span) -> Excerpt:
    line = before + after
    marked = after[: span.end - span.start].rstrip()
    return Excerpt(line.rstrip(), cell_len(before), max(1, cell_len(marked)))


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str, offset: int) -> int:
    ends = (text.find(mark, offset) for mark in "\r\n")
    return min((end for end in ends if end >= 0), default=len(text))


def _first_cells(words: str, room: int) -> str:
    """As much of the beginning as goes into so many cells."""
    while words and cell_len(words) > room:
        words = words[:-1]
    return words


def _last_cells(words: str, room: int) -> str:
    while words and cell_len(words) > room:
        words = words[1:]
    return words
