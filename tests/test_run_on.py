"""Minutes whose line ends were lost read much as they did before."""

from pathlib import Path

import pytest

from minutesparse import extract, read

SAMPLE = Path(__file__).parent.parent / "samples" / "harbrough-parish-council.txt"


def numbers(text: str) -> list[str | None]:
    return [section.number for section in extract(read(text)).sections if section.level == 1]


@pytest.mark.parametrize("joint", [" ", "\n"], ids=["one line", "a word a line"])
def test_line_ends_are_found_again(joint: str) -> None:
    whole = SAMPLE.read_text("utf-8")
    broken = joint.join(whole.split())
    before, after = extract(read(whole)), extract(read(broken))
    assert numbers(broken) == numbers(whole)
    assert [person.name for person in after.attendees] == [person.name for person in before.attendees]
    assert after.meeting.date == before.meeting.date
    assert not after.misquotes(read(broken))


def test_numbers_in_a_paragraph_do_not_part_it() -> None:
    text = "# Notes\n\n" + "The hall was full. " * 40 + "They asked for 1. A gate. 2. A lamp. 3. A bench. 4. A path.\n"
    text += "\n\n".join(f"The matter of lane {n} was told at length and nothing came of it." for n in range(40))
    lines = [line for line in read(text).lines if line.end - line.start > 500]
    assert len(lines) == 1


def _table(text: str) -> str:
    return "| |\n|---|\n" + "\n".join(f"| {line.strip()} |" for line in text.splitlines() if line.strip())


@pytest.mark.parametrize(
    ("before", "after"),
    [("**", "**"), ("- ", ""), ("### ", ""), ("", "\\")],
    ids=["bold", "bullets", "headings", "hard breaks"],
)
def test_marks_on_every_line_tell_nothing(before: str, after: str) -> None:
    whole = SAMPLE.read_text("utf-8")
    marked = "\n".join(f"{before}{line.strip()}{after}" if line.strip() else "" for line in whole.splitlines())
    assert numbers(marked) == numbers(whole)
    assert [a.text for a in extract(read(marked)).actions] == [a.text for a in extract(read(whole)).actions]


@pytest.mark.parametrize("frame", ["```\n{}\n```", "table"])
def test_a_frame_around_the_text_is_none(frame: str) -> None:
    whole = SAMPLE.read_text("utf-8")
    framed = _table(whole) if frame == "table" else frame.format(whole)
    assert numbers(framed) == numbers(whole)
    assert len(extract(read(framed)).decisions) == len(extract(read(whole)).decisions)
