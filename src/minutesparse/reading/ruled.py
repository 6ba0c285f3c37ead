"""The ruled tables of a document's pages, those that go on over a page break as one."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minutesparse.reading.flow import Paragraphs, inline
from minutesparse.reading.grid import Box, Grid, find_grids
from minutesparse.reading.markdown import is_prose
from minutesparse.reading.rows import Row, Word, joined, to_rows

_BESIDE = 40  # characters of what may stand beside a paragraph
_NEAR = 6.0  # points between the columns of a table on two pages
_RAISED = 40.0  # points between a head and the table it stands above
_PADDING = 24.0  # points at a cell's right that may stay empty in all its rows
_PAGE = 100_000  # points from a page to the next
_ITEM = re.compile(r"(?:[a-z]|[ivx]{1,4})[.)]")

Cell = list[tuple[float, str]]  # its paragraphs, each with the height at which it begins


@dataclass(slots=True)
class Table:
    """The rows of a table that stand on one page, and how they stand there."""

    top: float
    bottom: float
    lefts: list[float]  # where its columns begin
    rows: list[list[Cell]]
    whole: list[list[Cell]] = field(default_factory=list)  # the rows of all its pages
    begins: bool = True  # on this page

    def __post_init__(self) -> None:
        """A table stands on one page until `join_pages` finds another."""
        self.whole = list(self.rows)

    def texts(self) -> list[list[list[str]]]:
        """The cells' lines; what stands beside a paragraph of running text comes after it, marked by a tab."""
        return [_beside(row) for row in self.rows] if is_prose(self.texts_of_all()) else _lines(self.rows)

    def texts_of_all(self) -> list[list[list[str]]]:
        """The cells' lines on all its pages."""
        return _lines(self.whole)


def find_tables(words: Sequence[Word], boxes: Sequence[Box]) -> tuple[list[Table], list[Word]]:
    """The tables of a page, and the words that stand in none of them."""
    tables, rest = [], list(words)
    for grid in find_grids(boxes):
        inside = [word for word in rest if grid.places((word.left + word.right) / 2, word.middle)]
        if len(inside) >= 2:
            taken = {id(word) for word in inside}
            rest = [word for word in rest if id(word) not in taken]
            inside.sort(key=_middle)
            rows = [[_cell(box, _between(inside, box)) for box in row] for row in grid.rows]
            lefts = [box[0] for box in max(grid.rows, key=len)]
            head, cells = _head(grid, rest)
            taken = {id(word) for word in head}
            rest = [word for word in rest if id(word) not in taken]
            top = max((word.top for word in head), default=grid.top)
            tables.append(Table(top, grid.bottom, lefts, [*cells, *rows]))
    return list(_with_raised_heads(tables)), rest


def _with_raised_heads(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, a row that stands above the last columns of one as its head: the dates over a register of names."""
    above: Table | None = None
    for table in sorted(tables, key=lambda table: -table.top):
        if above is not None:
            before = len(table.lefts) - len(above.lefts)
            near = above.bottom - table.top < _RAISED and len(above.rows) == 1
            if near and before > 0 and _alike(above.lefts, table.lefts[before:]):
                head: list[list[Cell]] = [[[] for _ in range(before)] + above.rows[0]]
                above = Table(table.top, table.bottom, table.lefts, head + table.rows)
                continue
            yield above
        above = table
    if above is not None:
        yield above


def join_pages(pages: Sequence[tuple[Sequence[Table], Sequence[Row]]]) -> None:
    """Make one of the tables that a page break parts: tables and rows outside of them, page by page."""
    open_: Table | None = None
    for n, (tables, rows) in enumerate(pages):
        for cell in (cell for table in tables for row in table.rows for cell in row):
            cell[:] = [(height - n * _PAGE, text) for height, text in cell]
        if not tables:
            open_ = None
            continue
        first = max(tables, key=lambda table: table.top)
        above = any(row.middle > first.top for row in rows)
        if open_ is not None and not above and _alike(open_.lefts, first.lefts):
            _join(open_, first)
        open_ = min(tables, key=lambda table: table.bottom)
        if any(row.middle < open_.bottom for row in rows):
            open_ = None


def _alike(lefts: Sequence[float], others: Sequence[float]) -> bool:
    """Whether columns begin at the same places."""
    return len(lefts) == len(others) and all(abs(a - b) < _NEAR for a, b in zip(lefts, others, strict=True))


def _join(above: Table, below: Table) -> None:
    """Take a table for the rest of the one on the page before: without its head, a row that is cut where it begins."""
    below.begins = False
    rows = below.rows
    if len(rows) > 1 and _lines(rows[:1]) == _lines(above.whole[:1]):
        del rows[0]
    if rows and above.whole and _is_cut(above.whole[-1], rows[0]):
        for line, cell in zip(above.whole[-1], rows.pop(0), strict=True):
            if line and cell and _runs_on(line[-1][1], cell[0][1]):
                line[-1] = (line[-1][0], f"{line[-1][1]} {cell.pop(0)[1]}".replace("** **", " "))
            line.extend(cell)
    above.whole.extend(rows)
    below.whole = above.whole


def _is_cut(last: list[Cell], rest: list[Cell]) -> bool:
    """Whether a row is what is left of the last row of the page before: it begins in the middle of a sentence."""
    return (
        len(last) == len(rest)
        and not rest[0]
        and any(line and cell and _runs_on(line[-1][1], cell[0][1]) for line, cell in zip(last, rest, strict=True))
    )


def _runs_on(end: str, start: str) -> bool:
    """Whether a paragraph is cut in the middle of a sentence."""
    end, start = end.rstrip("*"), start.lstrip("*")
    return end[-1:] not in tuple(".!?") and start[:1].islower() and _ITEM.match(start) is None


def _between(words: list[Word], box: Box) -> list[Word]:
    """Of the words, ordered by height, those at the height of a cell."""
    return words[bisect_left(words, box[1], key=_middle) : bisect_left(words, box[3], key=_middle)]


def _middle(word: Word) -> float:
    return word.middle


def _cell(box: Box, words: list[Word]) -> Cell:
    left, _, right, _ = box
    rows = to_rows([word for word in words if left <= (word.left + word.right) / 2 < right])
    edge = max((row.right for row in rows), default=0.0)
    edge = max(edge, right - _PADDING)
    return [(part[0].middle, " ".join(inline(part).lines())) for part in Paragraphs(rows, edge).gather(rows)]


def _head(grid: Grid, words: Sequence[Word]) -> tuple[list[Word], list[list[Cell]]]:
    """The words that head the columns of a table over its lines, and the row they are; nothing where there are none."""
    rows = to_rows([word for word in words if grid.top <= word.middle <= grid.top + 1.4 * word.size])
    if not rows or len(rows[-1].parts) < 2:
        return [], []
    heads: list[Cell] = [[] for _ in grid.rows[0]]
    for part in rows[-1].parts:
        at = next((n for n, box in enumerate(grid.rows[0]) if box[0] <= part[0].left and part[-1].right <= box[2]), -1)
        if at < 0 or heads[at]:
            return [], []
        text = joined(part)
        heads[at] = [(part[0].middle, f"**{text}**" if all(word.bold for word in part) else text)]
    return rows[-1].words, [heads]


def _lines(rows: Sequence[Sequence[Cell]]) -> list[list[list[str]]]:
    return [[[text for _, text in cell] for cell in row] for row in rows]


def _beside(row: list[Cell]) -> list[list[str]]:
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
