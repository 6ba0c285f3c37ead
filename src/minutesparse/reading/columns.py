"""Tables that set the minutes in columns (item, discussion, who acts), as the lines they would be without a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from minutesparse.document import Line, Run
from minutesparse.rules import load

_ASIDE = 40  # characters of what may stand beside a paragraph
_INDENT = 60  # columns by which it is set in
_TITLE = 90  # characters of a title
_APART = 3  # blank lines before a line of its own
_STEPS = 0.7  # of the numbers in a first column count up where they are those of an agenda
_TOLD = 0.4  # of the cells hold prose where a column holds the discussion,
_LED = 0.6  # or begin with their title in bold
_NUMBER = re.compile(r"\W*(?:[A-Z]{1,4}\W?)?(\d{1,3})(?:[./-]\d{1,4}){0,3}\W*")
_LEADING = re.compile(r"\W*(?:item\s)?(\d{1,3})[.):\s]", re.IGNORECASE)
_ITEM = re.compile(r"\W*(?:item\s)?(\d{1,3})[.):]\s", re.IGNORECASE)
_PROSE = re.compile(r"[a-z)”\"’][.!?](?:\s+[A-Z(“\"‘]|\s*$)")


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table hold: titles in those before `text`, in `text` the discussion, others beside it."""

    text: int
    titled: bool  # whether a column before it holds titles, and not only numbers
    headed: bool  # whether the first row names the columns


def part_columns(reading: str, lines: Sequence[Line], cuts: Sequence[int] = ()) -> list[Line]:
    """The lines, those of tables that set the minutes in columns parted; cells are cut at `cuts` too."""
    parted: list[Line] = []
    table: list[Line] = []
    marks = set(cuts)
    for line in (*lines, None):
        if line is not None and line.style == "row" and not begins_another(table, line):
            table.append(line)
            continue
        if columns := _find_columns(reading, table):
            parted += table[: columns.headed]
            parted += [part for row in table[columns.headed :] for part in _part(reading, row, columns, marks)]
        elif _is_frame(table):
            parted += map(_unframed, table)
        else:
            parted += table
        table = []
        if line is not None and line.style == "row":
            table = [line]
        elif line is not None:
            parted.append(line)
    return parted


def _is_frame(table: Sequence[Line]) -> bool:
    """Whether a table is but a frame around the text: no row has words in two cells."""
    return len(table) > 2 and all(sum(a < b for a, b in row.cells) < 2 for row in table)


def _unframed(row: Line) -> Line:
    """The line that a row would be without its table."""
    start, end = next(((a, b) for a, b in row.cells if a < b), (row.start, row.end))
    return replace(row, style="plain", start=start, end=end, cells=())


def begins_another(table: Sequence[Line], row: Line) -> bool:
    """Whether a row is the first of another table: it stands apart from rows that stand close to one another."""
    return bool(table) and (row.gap > 1 or (row.gap > 0 and len(table) > 1 and not any(r.gap for r in table[1:])))


def _find_columns(reading: str, table: Sequence[Line]) -> _Columns | None:
    """What the columns of a table hold, if it sets minutes in columns."""
    if len(table) < 3 or max(len(row.cells) for row in table) < 2:
        return None
    header = [reading[a:b].strip(" *:") for a, b in table[0].cells]
    known = load("layout").patterns
    text = next((n for n, words in enumerate(header) if n and known["column_text"].fullmatch(words)), 0)
    if text and all(not words or known["column_item"].fullmatch(words) for words in header[:text]):
        titled = any(_is_title(reading, row, n) for row in table[1:] for n in range(text))
        return _Columns(text, titled, True) if any(map(_PROSE.search, _cells(reading, table[1:], text))) else None
    if _stacks(reading, table):
        return _Columns(0, False, False)
    headed = any(known["column_any"].fullmatch(words) for words in header)
    rows = table[headed:]
    text = max(range(max(len(row.cells) for row in rows)), key=lambda n: sum(map(len, _cells(reading, rows, n))))
    if not 1 <= text <= 2 or any(known["column_act"].fullmatch(words) for words in header[: text + 1]):
        return None
    cells = [cell for cell in _cells(reading, rows, text) if cell]
    told = sum(len(cell) > _TITLE and _PROSE.search(cell) is not None for cell in cells)
    led = sum(_is_led(row, text) for row in rows) if text == 1 else 0
    if not (told >= max(2, _TOLD * len(cells)) or led >= max(2, _LED * len(cells))) or not _counts(reading, rows):
        return None
    if text == 2 and any(len(cell) > _TITLE for cell in _cells(reading, rows, 1)):
        return None
    return _Columns(text, any(_is_title(reading, row, n) for row in rows for n in range(text)), headed)


def _stacks(reading: str, table: Sequence[Line]) -> bool:
    """Whether the first column holds numbered titles and, in rows of their own, what was said; others who acts."""
    if any(b - a > _ASIDE for row in table for a, b in row.cells[1:]):
        return False
    cells = [cell for cell in _cells(reading, table, 0) if cell]
    numbers = [int(match[1]) for cell in cells if len(cell) <= _TITLE and (match := _ITEM.match(cell))]
    told = sum(_PROSE.search(cell) is not None for cell in cells if not _ITEM.match(cell))
    return len(numbers) > 1 and told > 1 and all(b - a == 1 for a, b in pairwise(numbers))


def _cells(reading: str, rows: Sequence[Line], n: int) -> list[str]:
    return [reading[slice(*row.cells[n])] for row in rows if n < len(row.cells)]


def _is_led(row: Line, n: int) -> bool:
    """Whether a cell begins with words in bold and goes on in plain ones: a title and what was said."""
    start, end = row.cells[n] if n < len(row.cells) else (0, 0)
    return any(run.face == "strong" and run.start == start and run.end < end - 1 for run in row.runs)


def _is_title(reading: str, row: Line, n: int) -> bool:
    words = reading[slice(*row.cells[n])] if n < len(row.cells) else ""
    return _NUMBER.fullmatch(words) is None and any(c.isalpha() for c in words)


def _counts(reading: str, rows: Sequence[Line]) -> bool:
    """Whether the first column numbers the rows one after another, as an agenda does."""
    found = [_NUMBER.fullmatch(cell) or _LEADING.match(cell) for cell in _cells(reading, rows, 0) if cell]
    numbers = [int(match[1]) if match else -1 for match in found]
    steps = sum(b - a in (0, 1) for a, b in pairwise(numbers) if a >= 0)
    return len(numbers) > 2 and steps >= _STEPS * (len(numbers) - 1)


def _part(reading: str, row: Line, columns: _Columns, cuts: set[int]) -> Iterator[Line]:
    """The lines of a row: its title, the paragraphs of its discussion, what stands beside them."""
    filled = [cell for cell in row.cells[: columns.text] if cell[1] > cell[0]]
    text = row.cells[columns.text] if columns.text < len(row.cells) else (row.end, row.end)
    gap = max(row.gap, _APART)
    if filled and columns.titled:
        start, end = filled[0][0], filled[-1][1]
        short = end - start <= _TITLE
        yield replace(_line(row, start, end, gap), runs=(Run(start, end, "strong"),) if short else ())
    elif filled:
        text = filled[0][0], max(text[1], filled[-1][1])
    for start, end in _paragraphs(text, cuts):
        line = _line(row, start, end, gap)
        alone = columns.titled and (start, end) == text  # in bold it would be a heading below its title
        yield replace(line, runs=()) if alone and line.wholly("strong") else line
    indent = _INDENT
    heads = load("layout").patterns["column_any"]
    for start, end in row.cells[columns.text + 1 :]:
        if not columns.headed and heads.fullmatch(reading[start:end]):
            continue  # what heads the column
        if 0 < end - start <= _ASIDE:
            yield replace(_line(row, start, end, 0), indent=indent)
            indent += _INDENT
        else:
            yield from (_line(row, a, b, gap) for a, b in _paragraphs((start, end), cuts))


def _paragraphs(cell: tuple[int, int], cuts: set[int]) -> Iterator[tuple[int, int]]:
    start = cell[0]
    for cut in sorted(cut for cut in cuts if cell[0] < cut < cell[1]) if cuts else ():
        yield start, cut - 1
        start = cut
    if cell[1] > start:
        yield start, cell[1]


def _line(row: Line, start: int, end: int, gap: int) -> Line:
    return Line(start, end, "plain", 0, "", 0, gap, row.page, row.runs_in(start, end))
