"""Lines to blocks: headings, labels, list items, table rows, paragraphs joined across wraps and page breaks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from minutesparse.document import Block, Document, Line
from minutesparse.rules import load

_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}|\d{1,4}/\d{1,4}|[ivxIVX]{1,5}|[a-zA-Z]|\([a-z\d]{1,3}\)|(?:Agenda )?Item \d{1,2})"
    r"(?:[.):]\s*|\s+(?=[A-Z]))(?=\S)"
)
_LABEL = re.compile(r"(?P<label>[A-Z][\w’'/&.-]*(?: [\w’'/&.()-]+){0,4})\s*:(?=\s|$)\s*")
_SENTENCE_END = re.compile(r"[.!?;,]$")


@dataclass(frozen=True, slots=True)
class _Page:
    """How the text is set: the width of a full line, and whether every wrapped line stands on its own paragraph."""

    width: float
    wrapped: bool
    spaced: bool


def find_blocks(document: Document) -> list[Block]:
    """The blocks of a document, in order."""
    page = _page(document.lines)
    groups = list(_groups(document, page))
    blocks: list[Block] = []
    for first, last in groups:
        blocks.extend(_blocks_of(document, first, last))
    return blocks


def _page(lines: Sequence[Line]) -> _Page:
    plain = [line for line in lines if line.style == "plain"]
    lengths = [line.end - line.start for line in plain]
    if len(lengths) < 8:
        return _Page(200, False, False)
    width = quantiles(lengths, n=10)[-1]
    full = sum(1 for length in lengths if length >= 0.75 * width)
    wrapped = width < 140 and full >= 0.3 * len(lengths)
    spaced = wrapped and sum(1 for line in plain if line.gap) > 0.8 * len(plain)
    return _Page(width, wrapped, spaced)


def _groups(document: Document, page: _Page) -> Iterator[tuple[int, int]]:
    """Half-open ranges of lines that belong to one block."""
    lines = document.lines
    first = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or not _continues(document, page, i):
            if i > first:
                yield first, i
            first = i


def _continues(document: Document, page: _Page, i: int) -> bool:
    """Whether line i goes on with the block of the line before it."""
    above, line = document.lines[i - 1], document.lines[i]
    if line.style != "plain" or above.style not in ("plain", "item"):
        return False
    before, words = document.reading[above.start : above.end], document.reading[line.start : line.end]
    if above.wholly("strong") != line.wholly("strong"):
        return False
    if _LABEL.match(words) or _NUMBER.match(words):
        return False
    hangs = words[0].islower() or words[0] == "("
    if line.gap == 0:
        return hangs or (not page.wrapped and not line.cells) or len(before) >= 0.7 * page.width
    if page.spaced or line.page != above.page:
        if before.endswith((",", "-", "–", "&")) or hangs:
            return not before.endswith((".", ":", "?", "!"))
        return len(before) >= 0.75 * page.width and not _SENTENCE_END.search(before)
    return False


def _blocks_of(document: Document, first: int, last: int) -> Iterator[Block]:
    lines = document.lines[first:last]
    start, end = lines[0].start, lines[-1].end
    runs = tuple(run for line in lines for run in line.runs)
    style, text = lines[0].style, document.reading[start:end]
    where = (first, last)
    if style in ("meta", "row", "code"):
        kind = {"meta": "meta", "row": "row", "code": "code"}[style]
        yield Block(kind, start, end, text, lines[0].depth, lines[0].marker, lines[0].cells, runs, where)  # type: ignore[arg-type]
        return
    number = _NUMBER.match(text)
    bold = all(line.wholly("strong") for line in lines)
    caps = text.upper() == text and any(c.isalpha() for c in text)
    short = len(text) <= 150 and not _SENTENCE_END.search(text)
    if style == "heading" or (style == "plain" and short and (bold or caps)) or (number and short and len(text) < 80):
        offset = number.end() if number else 0
        marker = number["number"] if number else ""
        label = _LABEL.fullmatch(text)
        if style == "plain" and label and not number:
            yield Block("label", end, end, "", 0, label["label"], (), runs, where)
        else:
            yield Block("heading", start + offset, end, text[offset:], lines[0].depth or 1, marker, (), runs, where)
        return
    if style == "item":
        depth = lines[0].depth or 1 + lines[0].indent // 2
        yield Block("item", start, end, text, depth, lines[0].marker, lines[0].cells, runs, where)
        return
    if label := _LABEL.match(text):
        offset = label.end()
        yield Block("label", start + offset, end, text[offset:], 0, label["label"], (), runs, where)
        return
    yield Block("paragraph", start, end, text, 0, number["number"] if number else "", lines[0].cells, runs, where)


def vocabulary() -> object:
    """The words of layout."""
    return load("layout")
