"""Real minutes, where they lie beside the project: valid records, and the seed's in every key."""

import json
import subprocess
import sys
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


def test_seed_has_no_error(tmp_path: Path) -> None:
    """The seed's record is what a reader found in it, concerns with their answers and all."""
    gold = next(
        g for g in (SHARED / "gold").glob("*.json") if json.loads(g.read_text("utf-8"))["file"].endswith(SEED[0].name)
    )
    (tmp_path / gold.name).write_text(extract(read(SEED[0])).model_dump_json(), "utf-8")
    command: list[str | Path] = [
        sys.executable,
        SHARED / "evaluate.py",
        gold.parent,
        "--predictions",
        tmp_path,
        "--doc",
        gold.stem,
    ]
    done = subprocess.run([*command, "--errors", "all"], capture_output=True, text=True, check=True)
    assert done.stdout == ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:60])
def test_valid_record_soon(path: Path) -> None:
    begun = time.process_time()
    document = read(path)
    minutes = extract(document)
    assert time.process_time() - begun < 5
    assert minutes.misquotes(document) == []
    assert Minutes.model_validate_json(minutes.model_dump_json()) == minutes
