"""Words with their places on a page to lines, paragraphs and tables in reading order."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from minutesparse.reading.grid import Box, find_grids
from minutesparse.reading.larger import find_larger
from minutesparse.reading.margins import without_margins
from minutesparse.reading.markdown import Inline, Writer, is_prose
from minutesparse.reading.rows import BULLET, MARKER, Row, Word, to_rows

_THIN = 2.5  # points: no line is thicker, and none that underlines is shorter
_LONGER = 6.0  # points by which a line under words may be longer than they are
_STROKES = 4_000  # of a page
_BESIDE = 40  # characters of what may stand beside a paragraph
_INDENT = 4.0  # points by which a list is set in
_BROKEN = re.compile(r"([^\W\d_]+)\u00ad([^\W\d_]+)")  # a word broken at a line's end, once its lines are joined


@dataclass(slots=True)
class Page:
    """What is printed on one page."""

    height: float
    words: list[Word]
    lines: list[Box]  # ruled lines and boxes


@dataclass(slots=True)
class _Set:
    """A page as it is set: its rows, and its tables with the heights at which they begin and end."""

    height: float
    rows: list[Row]
    tables: list[tuple[float, float, list[list[list[str]]]]]


def to_text(pages: Sequence[Page]) -> str:
    """The pages as Markdown, parted by form feeds, without running heads, feet and page numbers."""
    set_ = [_set(page) for page in pages]
    for page, rows in zip(set_, without_margins([(page.height, page.rows) for page in set_]), strict=True):
        page.rows = rows
    for above, page in pairwise(set_):
        _join_cut_row(above, page)
    writer = Writer()
    levels = find_larger([page.rows for page in set_])
    for n, page in enumerate(set_):
        if n:
            writer.page()
        _write(page, writer, levels)
    return _mend_hyphens(writer.text())


def _set(page: Page) -> _Set:
    words, tables = page.words, []
    for grid in find_grids(page.lines):
        inside = [word for word in words if grid.holds((word.left + word.right) / 2, word.middle)]
        if len(inside) >= 2:
            taken = {id(word) for word in inside}
            words = [word for word in words if id(word) not in taken]
            rows = [[_cell(box, inside) for box in row] for row in grid.rows]
            texts = [[[text for _, text in cell] for cell in row] for row in rows]
            if is_prose(texts):
                texts = [_beside(row) for row in rows]
            tables.append((grid.top, grid.bottom, texts))
    printed = to_rows(words)
    _stress_underlined(printed, page.lines)
    return _Set(page.height, printed, tables)


def _stress_underlined(rows: Sequence[Row], boxes: Sequence[Box]) -> None:
    """Take underlined words for bold: lines as long as the words above them, and not longer than their row."""
    strokes = sorted(((b[1] + b[3]) / 2, b[0], b[2]) for b in boxes[:_STROKES] if b[3] - b[1] < _THIN < b[2] - b[0])
    heights = [height for height, _, _ in strokes]
    for row in rows:
        base, size = min(word.bottom for word in row.words), row.size
        near = strokes[bisect_left(heights, base - 0.2 * size) : bisect_right(heights, base + 0.35 * size)]
        lines = [(a, b) for _, a, b in near if a >= row.left - _LONGER and b <= row.right + _LONGER]
        for word in row.words if lines else ():
            covered = sum(max(0.0, min(b, word.right) - max(a, word.left)) for a, b in lines)
            if covered > 0.8 * (word.right - word.left) and "@" not in word.text and "//" not in word.text:
                word.bold = True


def _cell(box: Box, words: list[Word]) -> list[tuple[float, str]]:
    """The paragraphs of a table cell, each with the height at which it begins."""
    left, bottom, right, top = box
    inside = [w for w in words if left <= (w.left + w.right) / 2 < right and bottom <= w.middle < top]
    return [(rows[0].middle, " ".join(_inline(rows).lines())) for rows in _paragraphs(to_rows(inside))]


def _beside(row: list[list[tuple[float, str]]]) -> list[list[str]]:
    """The cells of a row of running text; what stands beside a paragraph (who acts) comes after it, marked by a tab."""
    main = max(range(len(row)), key=lambda n: sum(len(text) for _, text in row[n]))
    cells = [[text for _, text in cell] for cell in row]
    if len(row[main]) < 2 or any(len(text) > _BESIDE for cell in row[main + 1 :] for _, text in cell):
        return cells
    flow: list[list[str]] = [[text] for _, text in row[main]]
    for n in range(main + 1, len(row)):
        for height, text in row[n]:
            above = [k for k, (begins, _) in enumerate(row[main]) if begins >= height - 2]
            flow[above[-1] if above else 0].append("\t" + text)
        cells[n] = []
    cells[main] = [text for part in flow for text in part]
    return cells


def _paragraphs(rows: list[Row]) -> list[list[Row]]:
    """The rows of a table cell, those of one paragraph together."""
    edge = max((row.right for row in rows), default=0.0)
    paragraphs: list[list[Row]] = []
    for row in rows:
        if paragraphs and _wraps(paragraphs[-1][-1], row, edge, row.size * 1.2):
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return paragraphs


def _join_cut_row(above: _Set, page: _Set) -> None:
    """Take the rest of a table's row that a page break cuts back to where the row begins."""
    if not above.tables or not page.tables:
        return
    _, bottom, before = min(above.tables, key=lambda table: table[1])
    top, _, after = max(page.tables, key=lambda table: table[0])
    if any(row.middle < bottom for row in above.rows) or any(row.middle > top for row in page.rows):
        return
    last, rest = before[-1], after[0]
    if len(last) != len(rest) or rest[0] or not last[0]:
        return
    if any(
        cell and line[-1:] and line[-1][-1:] not in ".!?" and cell[0][:1].islower()
        for line, cell in zip(last, rest, strict=True)
    ):
        for line, cell in zip(last, rest, strict=True):
            goes_on = bool(line and cell) and cell[0][:1].islower()
            line[-1:] = [f"{line[-1]} {cell[0]}", *cell[1:]] if goes_on else [*line[-1:], *cell]
        del after[0]


def _write(page: _Set, writer: Writer, levels: dict[int, int]) -> None:
    """The rows of a page as paragraphs, its tables where they stand."""
    tables = sorted(page.tables, key=lambda table: -table[0])
    rights = sorted(row.right for row in page.rows)
    edge = rights[int(0.95 * (len(rights) - 1))] if rights else 0.0
    spacing = _spacing(page.rows)
    insets = _insets(page.rows)
    paragraph: list[Row] = []
    tight = False
    for row in page.rows:
        while tables and tables[0][0] > row.middle:
            _paragraph(paragraph, writer, tight, insets, levels)
            paragraph, tight = [], False
            writer.table(tables.pop(0)[2])
        if paragraph and not _wraps(paragraph[-1], row, edge, spacing):
            _paragraph(paragraph, writer, tight, insets, levels)
            tight = paragraph[-1].middle - row.middle < 1.25 * spacing
            paragraph = []
        paragraph.append(row)
    _paragraph(paragraph, writer, tight, insets, levels)
    for _, _, table in tables:
        writer.table(table)


def _spacing(rows: Sequence[Row]) -> float:
    """How far apart the lines of a paragraph stand: those that begin in the middle of a sentence, else the nearest."""
    gaps = [(a.middle - b.middle, b.words[0].text[0].islower()) for a, b in pairwise(rows) if a.middle > b.middle]
    if inner := [gap for gap, goes_on in gaps if goes_on]:
        return median(inner)
    return sorted(gap for gap, _ in gaps)[len(gaps) // 5] if gaps else 0.0


def _wraps(above: Row, row: Row, edge: float, spacing: float) -> bool:
    """Whether a row goes on with the paragraph of the row above: the words could not have stood there."""
    hangs = len(above.parts) > 1 and abs(row.left - above.parts[-1][0].left) < _INDENT
    if (len(above.parts) > 1 and not hangs) or len(row.parts) > 1:
        return False
    if above.bold != row.bold and not (row.bold and above.words[-1].bold):
        return False
    drop = above.middle - row.middle
    if drop > 1.35 * max(spacing, above.size) and drop > 1.6 * above.size:
        return False
    first = row.words[0]
    if (MARKER.fullmatch(first.text) and first.text[-1] in ".)") or (BULLET.fullmatch(first.text)):
        return False
    if abs(above.size - row.size) > 0.15 * above.size:
        return False
    return above.right + (first.right - first.left) + 0.25 * row.size > edge


def _insets(rows: Sequence[Row]) -> list[float]:
    """How far in the bullets of a page stand, level by level."""
    insets: list[float] = []
    for left in sorted(row.left for row in rows if BULLET.fullmatch(row.words[0].text)):
        if not insets or left - insets[-1] > _INDENT:
            insets.append(left)
    return insets


def _paragraph(rows: list[Row], writer: Writer, tight: bool, insets: Sequence[float], levels: dict[int, int]) -> None:
    if not rows:
        return
    if level := levels.get(id(rows[0]), 0):
        writer.heading(level, [" ".join(_inline(rows, False).lines())])
        return
    first = rows[0].parts[0]
    if BULLET.fullmatch(first[0].text) and len(rows[0].words) > 1:
        left = first.pop(0).left
        rows[0].parts = [part for part in rows[0].parts if part]
        depth = sum(inset <= left + 1 for inset in insets)
        writer.item(max(depth, 1), "-", [" ".join(_inline(rows).lines())])
    else:
        writer.paragraph([" ".join(_inline(rows).lines())], tight)


def _inline(rows: Sequence[Row], faces: bool = True) -> Inline:
    words = Inline()
    for n, row in enumerate(rows):
        if n and not _breaks_word(rows[n - 1], row):
            words.add(" ")
        for m, part in enumerate(row.parts):
            if m:
                words.add("\t")
            for k, word in enumerate(part):
                glued = k > 0 and word.touches(part[k - 1])
                text = word.text
                if n + 1 < len(rows) and word is row.words[-1] and _breaks_word(row, rows[n + 1]):
                    text = text[:-1] + "\u00ad"
                words.add(("" if glued or not k else " ") + text, word.bold and faces)
    return words


def _breaks_word(above: Row, below: Row) -> bool:
    end, start = above.words[-1].text, below.words[0].text
    return len(end) > 2 and end[-1] == "-" and end[-2].isalpha() and start[0].islower()


def _mend_hyphens(text: str) -> str:
    """Join words broken at a line's end where the whole word stands elsewhere in the text."""
    known = set(re.findall(r"[^\W\d_]{4,}", text.lower()))

    def mend(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if whole.lower() in known else f"{match[1]}-{match[2]}"

    return _BROKEN.sub(mend, text)
