"""A store gives back the meetings that were put into it, and holds people across them."""

from datetime import date
from pathlib import Path

import pytest

from minutesparse.archive.meetings import in_order
from minutesparse.archive.people import find_people
from minutesparse.archive.recall import recall_matters, settle_people
from minutesparse.archive.store import Store
from minutesparse.archive.tracking import track_actions, track_concerns
from minutesparse.archive.work import convert, program
from series import SERIES, meetings


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store.db", create=True)
    with made:
        for file in SERIES:
            made.add(file.name, "0" * 64, program(), convert(file.name, file.read_bytes()))
    return made


def test_what_is_recalled_is_what_was_extracted(store: Store) -> None:
    recalled = in_order(recall_matters(store))
    extracted = meetings()
    assert [(m.id, m.body, m.title, m.day) for m in recalled] == [(m.id, m.body, m.title, m.day) for m in extracted]
    assert [(m.tasks, m.worries) for m in recalled] == [(m.tasks, m.worries) for m in extracted]
    day = date(2024, 3, 20)
    assert track_actions(recalled, day) == track_actions(extracted, day)
    assert track_concerns(recalled, day) == track_concerns(extracted, day)


def test_people_are_settled_when_meetings_come_and_go(store: Store) -> None:
    def people() -> dict[str, int]:
        rows = store.connection.execute(
            "SELECT p.key, count(*) FROM people p JOIN attendees a ON a.person_id = p.id GROUP BY p.key"
        )
        return dict(tuple(row) for row in rows)

    settle_people(store)
    extracted = meetings()
    assert people() == {person.id: len(person.seats) for person in find_people(extracted)}
    before = store.connection.total_changes
    settle_people(store)
    assert store.connection.total_changes == before  # nothing came or went
    with store:
        store.remove([SERIES[0].name])
    settle_people(store)
    assert people() == {person.id: len(person.seats) for person in find_people(extracted[1:])}
