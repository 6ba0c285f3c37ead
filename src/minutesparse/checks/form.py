"""Form: numbers that skip, a draft mark, concerns that the minutes leave without an answer."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from textwrap import shorten

from minutesparse.checks.material import Found, Material
from minutesparse.record import Concern

_SURE = 0.85
_WORD = re.compile(r"\w{2}")
_FEWEST_NUMBERS = 5  # so many numbered items before a gap among them says anything


def numbers(given: Material) -> Iterator[Found]:
    """A gap in numbers that otherwise count the items one by one."""
    above = {s.id: s.number for s in given.minutes.sections}
    items = [
        s
        for s in given.minutes.sections
        if (s.number or "").isdigit() and (s.level == 1 or s.number == above.get(s.parent_id or ""))
    ]
    counted = [int(s.number or 0) for s in items]
    steps = [b - a for a, b in pairwise(counted)]
    gaps = [i for i, step in enumerate(steps) if step != 1]
    if len(counted) >= _FEWEST_NUMBERS and len(gaps) == 1 and counted[0] == 1:
        before, after = items[gaps[0]], items[gaps[0] + 1]
        if steps[gaps[0]] == 0:
            yield "numbering-repeats", after.span, (after.number,)
        elif 1 < steps[gaps[0]] <= 3 and not _stands(given, counted[gaps[0]] + 1):
            yield "numbering-skips", after.span, (before.number, after.number)


def _stands(given: Material, number: int) -> bool:
    """Whether the number begins a line of the text after all, though no heading's, or elsewhere."""
    return re.search(rf"(?m)^\W*{number}\b", given.document.text) is not None


def draft(given: Material) -> Iterator[Found]:
    """A mark that says the minutes are not final."""
    meeting = given.minutes.meeting
    if meeting.record_status == "draft":
        yield "draft", meeting.evidence.get("record_status"), ()


def unanswered(given: Material) -> Iterator[Found]:
    """Concerns with which an item of the business ends: whatever was said to them is not in the minutes."""
    starts = [s.span.start for s in given.minutes.sections]
    tasks = {a.span.start for a in given.minutes.actions}
    for concern in given.minutes.concerns:
        after = bisect_left(starts, concern.span.end)
        if after == len(starts) or concern.responses or concern.span.start in tasks or not _is_plain(given, concern):
            continue
        if not _WORD.search(given.document.text[concern.span.end : starts[after]]):
            yield "concern-without-answer", concern.span, (shorten(concern.text, 60, placeholder="…"),)


def _is_plain(given: Material, concern: Concern) -> bool:
    """Whether it is surely a concern, of somebody, and the sentence does not tell the answer as well."""
    sure = concern.confidence >= _SURE and concern.raised_by is not None
    return sure and not given.rules.patterns["answers"].search(concern.text)


CHECKS = (numbers, draft, unanswered)
