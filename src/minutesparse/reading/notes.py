"""What stands in a narrow column at the right of running text, such as who acts, taken out of the lines beside it."""

import re
from collections.abc import Iterator, Sequence

from minutesparse.reading.rows import Row, Word, joined
from minutesparse.rules import load

_LONGEST = 40  # characters of a note
_TOLD = 45  # characters of a line of running text
_RIGHT = 0.6  # of the text's width: where such a column begins at the earliest
_NEAR = 3.0  # points between the beginnings of notes in one column
_FEWEST = 2  # notes that make a column
_WORDS = re.compile(r"[^\W\d_]{2}")


def set_aside(pages: Sequence[list[Row]]) -> None:
    """Take the notes out of the rows of each page, to the row of text they stand beside or under."""
    columns = [_column(rows) for rows in pages]
    known = [column for column in columns if column]
    for rows, column in zip(pages, columns, strict=True):
        for at in [column] if column else known:
            if _take(rows, at, _FEWEST if column else 1):
                break


def _column(rows: Sequence[Row]) -> float:
    """Where the notes of a page begin, the most common place; 0 where there are none."""
    lefts = sorted(part[0].left for part, _ in _notes(rows))
    groups: list[list[float]] = []
    for left in lefts:
        if groups and left - groups[-1][0] < _NEAR:
            groups[-1].append(left)
        else:
            groups.append([left])
    best = max(groups, key=len, default=[])
    return best[0] if len(best) >= _FEWEST else 0.0


def _notes(rows: Sequence[Row]) -> Iterator[tuple[list[Word], Row]]:
    """The last parts of rows that are short enough, stand far enough to the right and hold words."""
    left, right = min((row.left for row in rows), default=0.0), max((row.right for row in rows), default=0.0)
    for row in rows:
        part = row.parts[-1]
        if part[0].left > left + _RIGHT * (right - left):
            text = joined(part)
            if len(text) <= _LONGEST and _WORDS.search(text):
                yield part, row


def _take(rows: list[Row], at: float, fewest: int) -> bool:
    """Take the notes out of a page's rows, if `at` is where their column begins."""
    head = load("layout").patterns["column_act"]
    found = [row for part, row in _notes(rows) if abs(part[0].left - at) < _NEAR]
    notes = [row for row in found if not head.fullmatch(joined(row.parts[-1]))]
    if len(found) < fewest or not notes:
        return False
    gathered = _gathered(notes)
    first, last = rows.index(notes[0]), rows.index(notes[-1])
    beside = [row for row in rows[first : last + 1] if len(row.parts) > 1 or row not in notes]
    told = 0
    for row in beside:
        rest = row.parts[:-1] if row in notes else row.parts
        if rest[-1][-1].right > at - row.size:
            return False  # the text goes on where the notes stand
        told += sum(map(len, (joined(part) for part in rest))) > _TOLD
    if 2 * told < len(beside) or told < len(gathered):
        return False
    kept: list[Row] = []
    for row in rows:
        if row not in notes or (len(row.parts) == 1 and not kept):
            kept.append(row)
            continue
        if len(row.parts) > 1:
            del row.parts[-1]
            kept.append(row)
        if note := gathered.get(id(row)):
            kept[-1].notes.append(note)
    rows[:] = kept
    return True


def _gathered(rows: Sequence[Row]) -> dict[int, str]:
    """The notes, each by the identity of the row with which it begins; what had no room in a line is in the next."""
    edge = max(row.right for row in rows)
    notes: dict[int, str] = {}
    begun, above = 0, rows[0]
    for row in rows:
        part = row.parts[-1]
        full = above.right + part[0].right - part[0].left + 0.25 * row.size > edge
        if notes and full and above.middle - row.middle < 1.6 * row.size:
            notes[begun] += f" {joined(part)}"
        else:
            begun = id(row)
            notes[begun] = joined(part)
        above = row
    return notes
