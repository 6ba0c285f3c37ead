"""What is printed on the pages of a document, as text in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutesparse.reading.flow import INDENT, Paragraphs, inline, leading_of
from minutesparse.reading.grid import Box
from minutesparse.reading.larger import find_larger
from minutesparse.reading.margins import without_margins
from minutesparse.reading.markdown import Writer
from minutesparse.reading.notes import set_aside
from minutesparse.reading.rows import Row, Word, stress_underlined, to_rows
from minutesparse.reading.ruled import Table, find_tables, join_pages

_FEW = 12  # rows of a page that do not tell how wide its lines are
_BROKEN = re.compile(r"([^\W\d_]+)\u00ad([^\W\d_]+)")  # a word broken at a line's end, once its lines are joined


@dataclass(slots=True)
class Page:
    """What is printed on one page."""

    height: float
    words: list[Word]
    lines: list[Box]  # ruled lines and boxes


@dataclass(slots=True)
class _Set:
    """A page as it is set: its rows, and its tables."""

    height: float
    rows: list[Row]
    tables: list[Table]


def to_text(pages: Sequence[Page]) -> str:
    """The pages as Markdown, parted by form feeds, without running heads, feet and page numbers."""
    set_ = [_set(page) for page in pages]
    for page, rows in zip(set_, without_margins([(page.height, page.rows) for page in set_]), strict=True):
        page.rows = rows
    join_pages([(page.tables, page.rows) for page in set_])
    set_aside([page.rows for page in set_])
    levels = find_larger([page.rows for page in set_])
    leading = leading_of([page.rows for page in set_])
    edge = _edge([row for page in set_ for row in page.rows])
    writer = Writer()
    for n, page in enumerate(set_):
        if n:
            writer.page()
        _write(page, writer, levels, Paragraphs(page.rows, _edge(page.rows, edge), leading))
    return _mend_hyphens(writer.text())


def _set(page: Page) -> _Set:
    tables, words = find_tables(page.words, page.lines)
    rows = to_rows(words)
    stress_underlined(rows, page.lines)
    return _Set(page.height, rows, tables)


def _edge(rows: Sequence[Row], usual: float = 0.0) -> float:
    """Where rows end that are full; `usual` for too few rows to tell."""
    rights = sorted(row.right for row in rows)
    edge = rights[int(0.95 * (len(rights) - 1))] if rights else 0.0
    return edge if len(rights) >= _FEW else max(edge, usual)


def _write(page: _Set, writer: Writer, levels: dict[int, int], paragraphs: Paragraphs) -> None:
    """The rows of a page as paragraphs, its tables where they stand."""
    spacing = 1.25 * paragraphs.spacing
    insets = _insets(page.rows)
    rows = page.rows
    for table in sorted(page.tables, key=lambda table: -table.top):
        above = [row for row in rows if row.middle > table.top]
        _write_rows(paragraphs.gather(above), writer, levels, spacing, insets)
        writer.table(table.texts(), table.texts_of_all(), goes_on=not table.begins)
        rows = rows[len(above) :]
    _write_rows(paragraphs.gather(rows), writer, levels, spacing, insets)


def _write_rows(
    paragraphs: Sequence[list[Row]], writer: Writer, levels: dict[int, int], spacing: float, insets: Sequence[float]
) -> None:
    """Headings, paragraphs and items, each with what stands beside it; those nearer than `spacing` follow tightly."""
    end = 0.0  # where the paragraph above ends
    for rows in paragraphs:
        tight = end - rows[0].middle < spacing if end else False
        end = rows[-1].middle
        first = rows[0].parts[0]
        if level := levels.get(id(rows[0]), 0):
            writer.heading(level, [" ".join(inline(rows, faces=False).lines())])
        elif rows[0].bullet and len(rows[0].words) > 1:
            left = first.pop(0).left
            rows[0].parts = [part for part in rows[0].parts if part]
            depth = sum(inset <= left + 1 for inset in insets)
            writer.item(max(depth, 1), "-", [" ".join(inline(rows).lines())])
        else:
            writer.paragraph([" ".join(inline(rows).lines())], tight)
        for note in (note for row in rows for note in row.notes):
            writer.note(note)


def _insets(rows: Sequence[Row]) -> list[float]:
    """How far in the bullets of a page stand, level by level."""
    insets: list[float] = []
    for left in sorted(row.left for row in rows if row.bullet):
        if not insets or left - insets[-1] > INDENT:
            insets.append(left)
    return insets


def _mend_hyphens(text: str) -> str:
    """Join words broken at a line's end where the whole word stands elsewhere in the text."""
    known = set(re.findall(r"[^\W\d_]{4,}", text.lower()))

    def mend(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if whole.lower() in known else f"{match[1]}-{match[2]}"

    return _BROKEN.sub(mend, text)
