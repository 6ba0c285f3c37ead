"""The meetings of a store, as far as following matters and people needs them; and the people, put back into it."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from minutesparse.archive.meetings import Meeting, Seat, Task, Worry
from minutesparse.archive.people import find_people
from minutesparse.archive.store import Store, told

Item = TypeVar("Item")

_MEETINGS = "SELECT id, source, part, body, title, date FROM meetings ORDER BY source, part"
_UNSETTLED = """
SELECT EXISTS (SELECT 1 FROM attendees WHERE person_id IS NULL)
OR EXISTS (SELECT 1 FROM people p WHERE NOT EXISTS (SELECT 1 FROM attendees a WHERE a.person_id = p.id))"""
_SEATS = "SELECT meeting_id, id, name, honorific, role, organisation FROM attendees ORDER BY id"
_OWNERS = "SELECT action_id, text, name FROM owners ORDER BY id"
_ANSWERS = "SELECT concern_id, coalesce(by_name, by), text FROM responses ORDER BY id"
_TASKS = """
SELECT a.meeting_id, a.id, a.item, a.text, a.reference, a.due, a.due_date, a.kind, a.status, a.origin, s.number, s.title
FROM actions a LEFT JOIN sections s ON s.id = a.section_id ORDER BY a.meeting_id, a.id"""
_WORRIES = """
SELECT c.meeting_id, c.id, c.item, c.kind, c.text, c.raised_by, c.raised_by_name, s.number, s.title
FROM concerns c LEFT JOIN sections s ON s.id = c.section_id ORDER BY c.meeting_id, c.id"""


def recall_matters(store: Store) -> list[Meeting]:
    """All meetings with their actions and concerns. Raises StoreError where the store cannot be read."""
    with told():
        owners = _grouped(store, _OWNERS, lambda row: (row[1], row[2]))
        answers = _grouped(store, _ANSWERS, lambda row: (row[1], row[2]))
        tasks = _grouped(store, _TASKS, lambda row: _task(row, owners[row["id"]]))
        worries = _grouped(store, _WORRIES, lambda row: _worry(row, answers[row["id"]]))
        rows = store.connection.execute(_MEETINGS)
        return [_meeting(row, tasks=tuple(tasks[row["id"]]), worries=tuple(worries[row["id"]])) for row in rows]


def settle_people(store: Store) -> None:
    """Find out anew who of those listed are one person, where meetings came or went since that was last done.

    Raises StoreError where the store cannot be read or written.
    """
    with told():
        if not store.connection.execute(_UNSETTLED).fetchone()[0]:
            return
        seats = _grouped(store, _SEATS, lambda row: Seat(str(row[1]), *row[2:]))
        meetings = [_meeting(row, seats=tuple(seats[row["id"]])) for row in store.connection.execute(_MEETINGS)]
    people, held = [], []
    for number, person in enumerate(find_people(meetings), 1):
        spellings = json.dumps(person.spellings, ensure_ascii=False)
        people.append((number, person.id, person.body, person.name, spellings))
        held += [(number, int(seat)) for _, seat in person.seats]
    with store:
        store.connection.execute("DELETE FROM people")
        store.connection.executemany(
            "INSERT INTO people (id, key, body, name, spellings) VALUES (?, ?, ?, ?, ?)", people
        )
        store.connection.executemany("UPDATE attendees SET person_id = ? WHERE id = ?", held)


def _meeting(row: sqlite3.Row, **held: Any) -> Meeting:
    """A meeting of the store; its id tells it from all others, whatever else the store holds."""
    name = row["source"] if row["part"] == 1 else f"{row['source']}#{row['part']}"
    return Meeting(name, row["body"], row["title"], row["date"], **held)


def _grouped(store: Store, query: str, made: Callable[[sqlite3.Row], Item]) -> defaultdict[int, list[Item]]:
    """What is made of the rows of a query, under the id in their first column."""
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for row in store.connection.execute(query):
        found[row[0]].append(made(row))
    return found


def _task(row: sqlite3.Row, owners: list[tuple[str, str | None]]) -> Task:
    return Task(
        id=row["item"],
        text=row["text"],
        owners=tuple(name or text for text, name in owners),
        said=tuple(text for text, _ in owners),
        reference=row["reference"],
        due=row["due"],
        due_date=row["due_date"],
        labelled=row["kind"] == "labelled",
        closed=row["status"] == "closed",
        older=row["origin"] != "new",
        section=_section(row),
    )


def _worry(row: sqlite3.Row, answers: list[tuple[str | None, str]]) -> Worry:
    return Worry(
        id=row["item"],
        kind=row["kind"],
        text=row["text"],
        by=row["raised_by_name"] or row["raised_by"],
        said=row["raised_by"],
        answers=tuple(answers),
        section=_section(row),
    )


def _section(row: sqlite3.Row) -> str:
    return f"{row['number'] or ''} {row['title'] or ''}".strip()
