"""The text of a set of minutes as passages: what is set as a heading, a paragraph, a list item or a row of a table.

Every word of the reading stands in one passage, in its order, character for character: an offset in the page is one
of the reading. What a browser or a reader would obey instead of show (control characters, marks that turn the writing
round) becomes a piece of its own with the number of the character.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal

from minutesparse.document import Block, Document
from minutesparse.views.plain import ODD
from minutesparse.views.review.marks import Mark

_PART = 40  # passages, at most, that a browser lays out together
_ODD = re.compile(f"({ODD})")


@dataclass(frozen=True, slots=True)
class Face:
    """A stretch of the reading in bold or italic type."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, the number of an odd character, or where a mark or a face opens or closes.

    "label" follows the last words of a mark.
    """

    what: Literal["text", "odd", "open", "close", "label"]
    text: str = ""
    mark: Mark | Face | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that stand together, from an offset of the reading."""

    start: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of layout as the page shows it; a row of a table has several cells, everything else one.

    `bare` is true of a list item whose mark is not among its words, as that of a bullet is not.
    """

    kind: str
    level: int
    cells: tuple[Cell, ...]
    bare: bool = False


def find_parts(document: Document, blocks: Sequence[Block], marks: Sequence[Mark]) -> list[list[Passage]]:
    """The passages of a document, in order, in parts that begin at headings and are not long."""
    faces = [Face(run.face, run.start, run.end) for line in document.lines for run in line.runs if run.start < run.end]
    sweep = _Sweep(document.reading, sorted([*marks, *faces], key=lambda one: (one.start, -one.end)))
    parts: list[list[Passage]] = [[]]
    depth = 0
    for kind, level, opening, ranges in _ranges(document, blocks):
        cells = tuple(cell for start, end in ranges if (cell := sweep.cell(start, end)))
        if not cells:
            continue
        if kind == "heading":  # no step of the outline is left out: readers move along it
            level = depth = min(max(level, 1), depth + 1)
        if parts[-1] and (kind == "heading" or (len(parts[-1]) >= _PART and kind != "row")):
            parts.append([])
        bare = kind == "item" and cells[0].start >= opening
        parts[-1].append(Passage(kind, level, cells, bare))
    return parts


def _ranges(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[str, int, int, list[tuple[int, int]]]]:
    """Kind, level, first word and ranges of each block; the number or label before that word is in the ranges."""
    at, reading = 0, document.reading
    for block, following in zip_longest(blocks, blocks[1:]):
        end, most = max(at, block.end), following.start if following else len(reading)
        while end < most and not reading[end].isspace():  # a full stop after a heading
            end += 1
        cells = [stop for _, stop in block.cells[:-1]] if block.kind == "row" else []
        bounds = [at, *(stop for stop in cells if at < stop < end), end]
        yield block.kind, block.level, block.start, list(pairwise(bounds))
        at = end
    yield "paragraph", 0, at, [(at, len(document.reading))]


class _Sweep:
    """Goes over the reading once and cuts it into pieces at marks and faces, which nest in what it gives."""

    def __init__(self, reading: str, ranges: Sequence[Mark | Face]) -> None:
        self.reading = reading
        self.ranges = ranges
        self.next = 0
        self.active: list[Mark | Face] = []

    def cell(self, start: int, end: int) -> Cell | None:
        """The words from one offset to another, without white space at their ends; None where there are none."""
        words = self.reading[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start >= end:
            return None
        while self.next < len(self.ranges) and self.ranges[self.next].start < end:
            self.active.append(self.ranges[self.next])
            self.next += 1
        self.active = [one for one in self.active if one.end > start]
        return Cell(start, tuple(self._pieces(start, end)))

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        inside = [one for one in self.active if one.start < end]
        points = {start, end, *(p for one in inside for p in (one.start, one.end) if start < p < end)}
        stops = sorted(points)
        opening = deque(sorted(inside, key=lambda one: (max(one.start, start), -one.end)))
        stack: list[Mark | Face] = []
        for here, there in pairwise(stops):
            while opening and opening[0].start <= here:
                stack.append(opening.popleft())
                yield Piece("open", mark=stack[-1])
            yield from self._words(here, there)
            yield from self._close(stack, there, end)

    def _close(self, stack: list[Mark | Face], here: int, last: int) -> Iterator[Piece]:
        """Close what ends here; what is closed only because it stands inside is opened again."""
        ending = [one for one in stack if one.end <= here or here == last]
        if not ending:
            return
        kept = []
        while ending:
            one = stack.pop()
            yield Piece("close", mark=one)
            if one in ending:
                ending.remove(one)
                if one.end <= here and isinstance(one, Mark):
                    yield Piece("label", mark=one)
            else:
                kept.append(one)
        for one in reversed(kept):
            stack.append(one)
            yield Piece("open", mark=one)

    def _words(self, start: int, end: int) -> Iterator[Piece]:
        for number, words in enumerate(_ODD.split(self.reading[start:end])):
            if words:
                yield Piece("odd", f"{ord(words):04X}") if number % 2 else Piece("text", words)
