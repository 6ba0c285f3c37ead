"""What holds for every text, arbitrary or put together from lines of minutes."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from case_files import all_cases
from minutesparse import Minutes, extract, read
from minutesparse.document import Document, Span
from minutesparse.errors import UnreadableError

SAMPLES = Path(__file__).parents[1] / "samples"
LINES = sorted(
    {line for case in all_cases() for line in case.given.split("\n")}
    | {
        line
        for path in SAMPLES.glob("*.*")
        if path.suffix in (".txt", ".md")
        for line in path.read_text("utf-8").split("\n")
    }
    | {
        "",
        "---",
        "- ",
        "1.",
        "(a)",
        "|",
        "| a | b |",
        "|---|---|",
        "**",
        "```",
        "\f",
        "<table><tr><td>",
        "ACTION:",
        ":",
    }
)
arbitrary = st.text(max_size=400)
marks = st.text(st.sampled_from("ab A1.):;-–—*_#|<>&[]()\\`~'\"\t\r\n\f\u00a0\u200b\u00ad"), max_size=200)
recombined = st.lists(st.sampled_from(LINES) | marks.filter(lambda m: len(m) < 30), max_size=25).map("\n".join)
texts = recombined | arbitrary | marks
quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def record(text: str) -> tuple[Document, Minutes]:
    """The document and the record of a text; an example without a word in it does not count."""
    try:
        document = read(text)
    except UnreadableError:
        reject()
    return document, extract(document)


@quick
@given(texts)
def test_never_raises_and_every_span_quotes(text: str) -> None:
    document, minutes = record(text)
    assert minutes.misquotes(document) == []
    for span in spans(minutes):
        assert 0 <= span.start <= span.end <= len(text)


@quick
@given(st.binary(max_size=300))
def test_bytes_give_a_record_or_are_refused(data: bytes) -> None:
    try:
        document = read(data)
    except UnreadableError:
        return
    assert extract(document).misquotes(document) == []


@quick
@given(texts)
def test_items_of_a_kind_do_not_overlap(text: str) -> None:
    _, minutes = record(text)
    for items in (minutes.sections, minutes.concerns, minutes.actions, minutes.decisions):
        for one, other in pairwise(item.span for item in items):
            assert one.end <= other.start or one.start == one.end, (one.of(text), other.of(text))


@quick
@given(texts)
def test_lines_tile_the_reading(text: str) -> None:
    """Lines follow one another with nothing but a space between them, and cells lie inside their line."""
    document, _ = record(text)
    position = 0
    for line in document.lines:
        assert document.reading[position : line.start].strip() == ""
        assert position <= line.start < line.end
        assert all(line.start <= a <= b <= line.end for a, b in line.cells)
        position = line.end
    assert document.reading[position:].strip() == ""


@quick
@given(texts)
def test_json_gives_the_same_record_back(text: str) -> None:
    _, minutes = record(text)
    assert Minutes.model_validate_json(minutes.model_dump_json()) == minutes


@quick
@given(texts)
def test_same_text_same_bytes(text: str) -> None:
    assert record(text)[1].model_dump_json() == record(text)[1].model_dump_json()


@quick
@given(recombined.filter(lambda text: not re.match(r"\s*(?:---|\+\+\+)", text)))
def test_blank_lines_in_front_shift_spans_and_nothing_else(text: str) -> None:
    _, before = record(text)
    _, after = record("\n\n" + text)
    assert values(after) == values(before)
    assert [(span.start - 2, span.end - 2) for span in spans(after)] == [(s.start, s.end) for s in spans(before)]


@quick
@given(recombined.filter(lambda text: "\r" not in text))
def test_line_endings_of_windows_give_the_same_values(text: str) -> None:
    assert values(record(text.replace("\n", "\r\n"))[1]) == values(record(text)[1])


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("words", ["Clerk to order 412 copies of the leaflet by 3 May 2031."])
def test_a_planted_action_is_found_once(path: Path, words: str) -> None:
    """An ACTION line on its own paragraph at the end of a sample comes out, where it stands and as it is written."""
    text = path.read_text("utf-8").rstrip()
    planted = f"{text}\n\n99. Leaflet\n\nThe leaflet was discussed.\n\nACTION: {words}\n"
    document, minutes = record(planted)
    found = [action for action in minutes.actions if "412" in action.text]
    assert [document.text[a.span.start : a.span.start + 14] for a in found] == ["Clerk to order"]
    assert found[0].kind == "labelled"
    assert [owner.text for owner in found[0].owners] == ["Clerk"]
    assert found[0].due
    assert found[0].due.date == "2031-05-03"


def spans(minutes: Minutes) -> list[Span]:
    """All spans of a record, in a fixed order."""
    found = [*minutes.meeting.evidence.values()]
    for attendee in minutes.attendees:
        found += [attendee.span, *(change.span for change in attendee.presence)]
    found += [section.span for section in minutes.sections]
    for concern in minutes.concerns:
        found += [concern.span, *(response.span for response in concern.responses)]
    for action in minutes.actions:
        found += [action.span, *action.also_at]
    for decision in minutes.decisions:
        found += [decision.span, *decision.also_at]
    return found + [diagnostic.span for diagnostic in minutes.diagnostics if diagnostic.span]


def values(minutes: Minutes) -> object:
    """The record without its source and its spans."""
    return _without_spans({**minutes.model_dump(), "source": None})


def _without_spans(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_spans(part) for key, part in value.items() if key not in ("span", "evidence", "also_at")}
    if isinstance(value, list | tuple):
        return [_without_spans(part) for part in value]
    return value
