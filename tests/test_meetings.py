"""Several meetings in one file: told apart by a heading and a date together, and only then."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from minutesparse import read
from minutesparse.cli import app
from minutesparse.pipeline import extract_all

ONE = """## Allotment committee meeting, 3 March 2025

Present: Ann Lake (Chair), Bo Field

### 1. Water

Bo Field to repair the tap by 10 March.

"""
TWO = """## Allotment committee meeting, 7 April 2025

Present: Ann Lake (Chair), Cy Marsh

### 1. Rents

It was agreed to leave the rents as they are.
"""


def test_each_meeting_gets_its_record_with_spans_into_the_whole_file() -> None:
    document = read(ONE + TWO)
    (_, first), (_, second) = extract_all(document)
    assert (first.meeting.date, second.meeting.date) == ("2025-03-03", "2025-04-07")
    assert [a.name for a in second.attendees] == ["Ann Lake", "Cy Marsh"]
    assert [d.span.of(document.text) for d in second.decisions] == ["It was agreed to leave the rents as they are."]
    assert not first.decisions
    assert first.actions


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        ONE + "## Report of the meeting of 7 April 2024\n\nNothing was said.\n",
        ONE + "## Rents\n\nThe next meeting is on 7 April 2025.\n",
        ONE + TWO.replace("7 April 2025", "3 March 2025"),
        ONE + TWO.replace("## Allotment committee meeting, 7", "## Item 5. Motion referred from the meeting of 7"),
        ONE + TWO.replace("## Allotment committee meeting, 7", "## To confirm the minutes of the meeting of 7"),
    ],
)
def test_a_heading_or_a_date_alone_begins_no_meeting(text: str) -> None:
    assert len(extract_all(read(text))) == 1


def test_split_and_text_to_on_the_command_line(tmp_path: Path) -> None:
    source, text = tmp_path / "minutes.md", tmp_path / "text.md"
    source.write_text(ONE + TWO, "utf-8")
    done = CliRunner().invoke(app, ["extract", "--split", "--text-to", str(text), str(source)])
    assert done.exit_code == 0
    assert [json.loads(line)["meeting"]["date"] for line in done.stdout.splitlines()] == ["2025-03-03", "2025-04-07"]
    assert text.read_text("utf-8") == ONE + TWO


def test_text_to_takes_one_file(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["extract", "--text-to", str(tmp_path / "t"), "a.md", "b.md"])
    assert done.exit_code == 2
    assert not (tmp_path / "t").exists()
