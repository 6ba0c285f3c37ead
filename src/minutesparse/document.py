"""The text as it was read, never altered, and how to point into it.

A `Document` holds the source text and its *reading*: the same characters without marks (Markdown, HTML), page
furniture and line breaks, white space folded. Layout and extractors work in offsets of the reading, where a phrase
is never broken by a wrapped line; `Document.span` turns them into offsets of the source.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["plain", "heading", "item", "row", "meta", "code"]
Kind = Literal["heading", "label", "item", "row", "paragraph", "aside", "meta", "code"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters of the source: `text[start:end]` is the evidence."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this span, untouched."""
        return text[self.start : self.end]


def line_number(text: str, offset: int) -> int:
    """The number of the line, from 1, in which the character at this offset stands."""
    breaks = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    return breaks + 1


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line in one face, in offsets of the reading."""

    start: int
    end: int
    face: Literal["strong", "emphasis"]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (or HTML block) with words in it, and what its marks say about it.

    `start` and `end` are offsets of the reading; the line's own bullet and marks lie outside. `gap` counts the blank
    lines before it, `page` the page breaks. `depth` is the heading's level or the list's nesting, from 1.
    """

    start: int
    end: int
    style: Style = "plain"
    depth: int = 0
    marker: str = ""
    indent: int = 0
    gap: int = 0
    page: int = 1
    runs: tuple[Run, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()

    def wholly(self, face: Literal["strong", "emphasis"]) -> bool:
        """Whether all of the line's words are in this face."""
        if not self.runs:
            return False
        covered = sum(run.end - run.start for run in self.runs if run.face == face)
        return covered > 0 and covered >= self.end - self.start - 2 * len(self.runs)

    def runs_in(self, start: int, end: int) -> tuple[Run, ...]:
        """The parts of the line's runs that stand between two offsets of the reading."""
        return tuple(
            Run(max(run.start, start), min(run.end, end), run.face)
            for run in self.runs
            if run.start < end and run.end > start
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of layout: `document.reading[start:end] == text`.

    `marker` is the printed number of a heading or item ("4.1", "(a)", "-"), the words of a label ("Present"), or the
    key of front matter; `level` is the heading's level or the item's nesting, from 1; `cells` are the ranges of a
    table row; `lines` the half-open range of the document's lines it was made from. An "aside" is what stands beside
    the paragraph before it, in a column of its own (who acts).
    """

    kind: Kind
    start: int
    end: int
    text: str
    level: int = 0
    marker: str = ""
    cells: tuple[tuple[int, int], ...] = ()
    runs: tuple[Run, ...] = ()
    lines: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block, in offsets of the reading, with the scores of the language model (empty without one)."""

    start: int
    end: int
    text: str
    block: int = 0
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read: the source, its reading, and its lines."""

    name: str
    media_type: str
    text: str
    reading: str
    lines: tuple[Line, ...]
    starts: "array[int]"  # where each run of the reading begins in the reading …
    sources: "array[int]"  # … and where in the source
    made: str = field(default="decoded", kw_only=True)  # how the text came out of the file
    wide: dict[int, int]  # characters of the reading that stand for more than one of the source ("&amp;")

    def span(self, start: int, end: int) -> Span:
        """The span of the source that reads as `reading[start:end]`; empty ranges give an empty span."""
        if end <= start:
            source = self._source(start)
            return Span(source, source)
        last = end - 1
        return Span(self._source(start), self._source(last) + self.wide.get(last, 1))

    def quote(self, span: Span) -> str:
        """What stands in this span of the source, without marks, furniture and line breaks, white space folded."""
        start, end = self.place(span)
        return self.reading[start:end]

    def place(self, span: Span) -> tuple[int, int]:
        """The range of the reading that this span of the source quotes, without white space at its ends."""
        start, end = self._reading(span.start), self._reading(span.end)
        words = self.reading[start:end]
        return start + len(words) - len(words.lstrip()), max(start, end - len(words) + len(words.rstrip()))

    def _source(self, position: int) -> int:
        if not self.starts:
            return 0
        run = max(bisect_right(self.starts, position) - 1, 0)
        return self.sources[run] + position - self.starts[run]

    def _reading(self, source: int) -> int:
        run = bisect_right(self.sources, source) - 1
        if run < 0:
            return 0
        stop = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.reading)
        return min(self.starts[run] + source - self.sources[run], stop)
