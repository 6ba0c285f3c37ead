"""Real minutes, where they lie beside the project: valid records, and the seed's in every key."""

import time
from collections import Counter
from pathlib import Path

import pytest

from minutesparse import Minutes, extract, read

SHARED = Path(__file__).parents[2] / "shared"
SEED = sorted((SHARED / "seed").glob("*.txt"))
FILES = [path for folder in ("archive", "corpus") for path in sorted((SHARED / folder).rglob("*.md"))][::40]
pytestmark = pytest.mark.skipif(not SEED, reason="the shared minutes are not beside this checkout")


def test_seed() -> None:
    """The minutes that the project began with: who, when, what was asked and what is to be done."""
    document = read(SEED[0])
    minutes = extract(document)
    assert minutes.misquotes(document) == []
    assert minutes.meeting.date == "2024-07-16"
    assert len(minutes.attendees) == 6
    assert all(attendee.role and attendee.abbreviations for attendee in minutes.attendees)
    assert [a.name for a in minutes.attendees if a.is_chair] == [minutes.meeting.chair]
    assert Counter(section.level for section in minutes.sections) == {1: 4, 2: 9}
    labelled = [action for action in minutes.actions if action.kind == "labelled"]
    assert len(labelled) == 1
    assert len(labelled[0].also_at) == 1
    assert len(minutes.concerns) >= 15
    assert sum(bool(concern.responses) for concern in minutes.concerns) >= 12


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:60])
def test_valid_record_soon(path: Path) -> None:
    begun = time.process_time()
    document = read(path)
    minutes = extract(document)
    assert time.process_time() - begun < 5
    assert minutes.misquotes(document) == []
    assert Minutes.model_validate_json(minutes.model_dump_json()) == minutes
