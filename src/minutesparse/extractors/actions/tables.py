"""Tasks in the rows of a table: a column of actions, of owners, of dates, or of owners beside what was discussed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutesparse.document import Block
from minutesparse.extractors.actions.task import Range, Reader, Task, list_base, substantial, updated

_COLUMNS = ("action", "owner", "due", "revised", "status", "ref", "notes")
_LAST_SENTENCE = re.compile(r"(?:^|(?<=[.!?])\s+)(?=[A-Z][^.!?]{10,}[.!?]?\s*$)")


def find_rows(reader: Reader, rows: Sequence[Block], title: str) -> Iterator[Task]:
    """The tasks in the rows of a table; `title` is that of a list of actions above it, or ""."""
    columns: dict[str, int] = {}
    for row in rows:
        if header := _header(reader, row, rows, titled=bool(title)):
            columns = header
        elif columns:
            yield from _row(reader, row, columns, list_base(reader, title, "table"))


def is_part(reader: Reader, rows: Sequence[Block], table: Sequence[Block]) -> bool:
    """Whether rows go on with a table of actions above: they have as many cells, and no header of their own."""
    headed = bool(_header(reader, table[0], table, titled=False))
    wide = {len(row.cells) for row in rows} == {len(table[0].cells)}
    return headed and wide and not any(_header(reader, row, rows, titled=False) for row in rows[:2])


def _header(reader: Reader, row: Block, rows: Sequence[Block], titled: bool) -> dict[str, int]:
    """Which column holds what, if this row is the header of a table of actions."""
    columns: dict[str, int] = {}
    for n, cell in enumerate(row.cells):
        words = reader.text(*cell).strip()
        for kind in _COLUMNS:
            if words and reader.words.patterns[f"col_{kind}"].fullmatch(words):
                if kind == "due" or kind not in columns:  # of "Date" and "Target date" the last
                    columns[kind] = n
                break
    if columns.get("due", 9) < columns.get("action", 0):
        columns.pop("due")
    if "owner" not in columns and columns.get("status", 9) < columns.get("action", 0):
        columns.setdefault("notes", columns.pop("status"))  # "Notes" before the actions tell what was said
    named = columns.keys() & {"owner", "due", "status"}
    if "action" not in columns and "owner" in columns and ("due" in columns or titled):
        taken = {columns[kind] for kind in named}
        free = [n for n in range(len(row.cells)) if n not in taken]
        lengths = {n: sum(r.cells[n][1] - r.cells[n][0] for r in rows[:50] if n < len(r.cells)) for n in free}
        if lengths:
            columns["action"] = max(lengths, key=lambda n: lengths[n])
            if columns.get("ref", -1) == columns["action"]:
                columns.pop("ref")
    return columns if "action" in columns and (named or titled or "notes" in columns) else {}


def _row(reader: Reader, row: Block, columns: dict[str, int], base: Task) -> Iterator[Task]:
    """The task of a row of an action table."""

    def cell(kind: str) -> Range | None:
        at = columns.get(kind)
        if at is None or at >= len(row.cells):
            return None
        start, end = reader.trim(*row.cells[at])
        return (start, end) if any(c.isalnum() for c in reader.text(start, end)) else None

    action = cell("action")
    if action is None or _goes_on(row, columns):
        return
    if "notes" in columns and "owner" not in columns and (owners := reader.parties(reader.text(*action))):
        if notes := cell("notes"):
            last = _LAST_SENTENCE.search(reader.text(*notes))
            start = notes[0] + (last.end() if last else 0)
            yield replace(base, start=start, end=notes[1], owners=owners, due=reader.due(start, notes[1]), listed=False)
        return
    owners = ()
    if where := cell("owner"):
        owners = reader.parties(reader.text(*where))
        if not owners and len(reader.text(*where).split()) <= 6:
            owners = (reader.people.party(reader.text(*where)),)
    status = None
    if where := cell("status"):
        status = reader.status(reader.text(*where)) or reader.reported(reader.text(*where))
    reference = reader.text(*where) if (where := cell("ref")) else None
    entry = replace(
        base, owners=owners, due=cell("revised") or cell("due"), status=status or "open", reference=reference
    )
    if (task := reader.task(*action, entry)) and (task.owners or substantial(reader, task)):
        yield updated(task)


def _goes_on(row: Block, columns: dict[str, int]) -> bool:
    """Whether a row goes on with the row above: a page break within a cell leaves all cells but two empty."""
    kinds = [kind for kind in ("ref", "owner", "due") if kind in columns]
    empty = [kind for kind in kinds if columns[kind] >= len(row.cells) or _empty(row.cells[columns[kind]])]
    return len(kinds) >= 2 and len(empty) == len(kinds)


def _empty(cell: Range) -> bool:
    return cell[1] <= cell[0]
