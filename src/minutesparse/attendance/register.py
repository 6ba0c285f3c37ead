"""Attendance kept as a table: a row for each person, columns for name, office, body and mark."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.entry import Entry
from minutesparse.dates import find_dates
from minutesparse.document import Document, Line
from minutesparse.persons import short_for, words
from minutesparse.record import Status
from minutesparse.rules import load

_ANY_YEAR = 2000  # for a day without a year, where only days are compared
_NEAR = 20_000  # characters before a register in which this meeting says when it was held
_CODED = re.compile(r"P|A|AB|AP|S|E|L|(?i:present|absent|apologies)")  # of a register that has a mark for everything
_MARKS = ("present", "apologies", "absent")
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_NAMES = {"name", "first", "last"}


def read_columns(document: Document, line: Line) -> dict[int, str]:
    """What the columns under a table's first row hold, by their number; {} where it is no head of a table of people."""
    kinds: dict[int, str] = {}
    for i, cell in enumerate(line.cells):
        words = document.reading[slice(*cell)].strip(" :*")
        if (hit := load("attendees").first("column", words)) and hit.rule.value not in kinds.values():
            kinds[i] = hit.rule.value
    if column := _met(document, line):
        return {0: "name", **{i: kind for i, kind in kinds.items() if kind == "role"}, column: "present"}
    if not _NAMES & set(kinds.values()) and kinds.get(0) in _MARKS and set(kinds.values()) - set(_MARKS):
        kinds[0] = "name"  # "Present | Role | Initials": the status of those whom the column names
    named = _NAMES & set(kinds.values())
    return kinds if named and (len(kinds) > 1 or len(line.cells) == 1) else {}


def _met(document: Document, line: Line) -> int:
    """The column of this meeting in a register of several, headed by their days; 0 where it is none."""
    days = {i: day for i, cell in enumerate(line.cells) if i and (day := _day(document.reading[slice(*cell)]))}
    if len(days) < 3:
        return 0
    before = document.reading[max(0, line.start - _NEAR) : line.start]
    columns = {day: i for i, day in reversed(days.items())}
    named = (found.value[-5:] for found in find_dates(before, year=_ANY_YEAR) if found.value and len(found.value) > 7)
    return next((columns[day] for day in named if day in columns), 0)


def _day(head: str) -> str:
    """The month and day that head a column, as ISO 8601 writes them; "" where something else does."""
    head = head.strip(" *")
    found = find_dates(head, year=_ANY_YEAR)
    whole = found and found[0].end - found[0].start >= len(head) - 1
    return (found[0].value or "")[-5:] if whole and len(found[0].value or "") > 7 else ""


def shows_attendance(kinds: dict[int, str]) -> bool:
    """Whether columns tell who was there, so that the table needs no label above it."""
    return bool(set(_MARKS) & set(kinds.values()))


def read_rows(document: Document, rows: Sequence[Line], status: Status) -> list[tuple[Entry, Status]]:
    """The people of a table and their status; `status` is that of the label above it."""
    kinds = read_columns(document, rows[0])
    if rows[0].style == "plain" and kinds:
        rows = [rows[0], *(aligned(document, rows[0], row) for row in rows[1:])]
    body = rows[1:] if kinds else rows
    kinds = kinds or _guess(document, rows)
    marked = {i: _codes(document, body, i) for i, kind in kinds.items() if kind in _MARKS}
    met = _met(document, rows[0])
    coded = met > 0 and any(_CODED.fullmatch(_cell(document, row, i)) for row in body for i in range(1, len(row.cells)))
    people = []
    for row in body:
        if (entry := _person(document, row, kinds)) is None:
            continue
        if met and not _marked_at_all(document, row):
            continue
        if coded and marked.get(met) and not _cell(document, row, met):
            continue  # no member yet, or no longer
        people.append((entry, entry.status or _status(document, row, kinds, marked, status)))
    return people


def _marked_at_all(document: Document, row: Line) -> bool:
    """Whether any meeting's column of a row is marked."""
    return any(load("attendees").first("code", _cell(document, row, i)) for i in range(1, len(row.cells)))


def aligned(document: Document, head: Line, row: Line) -> Line:
    """A row set with spaces: each cell under the column of the head that it stands nearest to."""
    columns = [_column(document, start, end) for start, end in head.cells]
    cells = [(row.end, row.end)] * len(columns)
    for start, end in row.cells or ((row.start, row.end),):
        middle = _column(document, start, end)
        nearest = min(range(len(columns)), key=lambda i: abs(columns[i] - middle))
        cells[0 if start == row.start else nearest] = (start, end)
    return replace(row, cells=tuple(cells))


def _column(document: Document, start: int, end: int) -> float:
    """How far from the beginning of its printed line the middle of a cell stands."""
    span = document.span(start, end)
    return (span.start + span.end) / 2 - document.text.rfind("\n", 0, span.start)


def _cell(document: Document, row: Line, i: int) -> str:
    return document.reading[slice(*row.cells[i])].strip() if i < len(row.cells) else ""


def _codes(document: Document, body: Sequence[Line], i: int) -> bool:
    """Whether anybody is marked in this column, so that an empty cell says something too."""
    return any(load("attendees").first("code", _cell(document, row, i)) for row in body)


def _guess(document: Document, rows: Sequence[Line]) -> dict[int, str]:
    """The columns of a table without a head: the first that holds names, and one that holds nothing but marks."""
    kinds: dict[int, str] = {}
    width = max(len(row.cells) for row in rows)
    for i in range(width):
        cells = [_cell(document, row, i) for row in rows]
        filled = [cell for cell in cells if cell]
        if filled and all(load("attendees").first("code", cell) for cell in filled):
            kinds[i] = "present"
        elif "name" not in kinds.values() and filled:
            named = sum(bool(read_entries(cell, 0, per_line=True)) for cell in filled)
            if named >= 0.7 * len(filled):
                kinds[i] = "name"
    return kinds if "name" in kinds.values() else {}


def _person(document: Document, row: Line, kinds: dict[int, str]) -> Entry | None:
    """The person of one row."""
    where = {kind: i for i, kind in kinds.items()}
    first = where.get("name", where.get("first", where.get("last", 0)))
    last = where.get("last", first) if "name" not in where else first
    if max(first, last) >= len(row.cells) or last < first:
        return None
    start, end = row.cells[first][0], row.cells[last][1]
    text = document.reading[start:end]
    if not text.strip() or load("attendees").first("crowd", text):
        return None
    others = [i for i in range(len(row.cells)) if i not in kinds and i not in (first, last)]
    found = read_entries(text.replace("\n", " "), start, per_line=True)
    if not found:
        return None
    entry = found[0]
    for i in others:
        if i > last:
            _add(entry, _cell(document, row, i))
    entry.role = _said(document, row, where, "role") or entry.role
    entry.organisation = _said(document, row, where, "organisation") or entry.organisation
    if initials := _said(document, row, where, "initials"):
        entry.abbreviations += re.findall(r"[A-Za-z/&]{2,6}", initials)
    entry.start, entry.end = row.start, row.end
    entry.sure = True
    return entry


def _add(entry: Entry, cell: str) -> None:
    """What a cell of a column without a head says of a person."""
    if not re.search(r"\w", cell) or load("attendees").first("code", cell) or "@" in cell or "://" in cell:
        return
    if short_for(cell, entry.name):
        entry.abbreviations.append(cell)
    elif words().office(cell):
        entry.role = entry.role or cell
    elif cell[0].isupper() and len(cell) < 80:
        entry.organisation = entry.organisation or cell


def _said(document: Document, row: Line, where: dict[str, int], kind: str) -> str | None:
    said = _cell(document, row, where[kind]) if kind in where else ""
    bare = _ASIDE.sub("", said)
    if load("attendees").first("remark", bare) or load("attendees").first("remark", said):
        return None  # "Individual", "N/A"
    if kind == "role" and bare != said and load("attendees").first("code", said[len(bare) :].strip(" ()").split()[0]):
        return bare  # "Member (leave of absence)"
    return said if re.search(r"\w", said) else None


def _status(document: Document, row: Line, kinds: dict[int, str], marked: dict[int, bool], status: Status) -> Status:
    """What the marks of a row say."""
    columns = Counter(kind for kind in kinds.values() if kind in _MARKS)
    for i, kind in kinds.items():
        if kind not in _MARKS:
            continue
        cell = _cell(document, row, i)
        hit = load("attendees").first("code", cell)
        if kind == "present" and hit is not None:
            return hit.rule.value  # type: ignore[return-value]
        if kind != "present" and hit is not None and hit.rule.value != "absent":
            return kind  # type: ignore[return-value]
        if kind == "present" and not cell and marked.get(i) and columns.total() == 1:
            return "absent"
    return status
