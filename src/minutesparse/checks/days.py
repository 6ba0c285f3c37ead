"""Days and times: missing, incomplete, or at odds with one another."""

import datetime
import re
from collections.abc import Iterator, Sequence

from minutesparse.checks.material import DAY, Found, Material
from minutesparse.dates import Found as Day
from minutesparse.dates import find_dates, is_day_first, weekday_of
from minutesparse.document import Block, Span
from minutesparse.rules import load

_LONGEST = 200_000
_HEAD = 20  # blocks within which minutes say of which day they are
_LONGEST_LINE = 200  # characters of a line that says so
_FEWEST_ITEMS = 3  # of a meeting that has another after it
_SOON = 7  # days after a meeting at which its minutes are not yet published
_SEPARATORS = re.compile(r"[-_.,+]+")


def date(given: Material) -> Iterator[Found]:
    """A day that is missing, incomplete or another than the file's name has; an end before the beginning."""
    meeting = given.minutes.meeting
    named = _named(given)
    if meeting.date is None and (found := _first_day(given)):
        words, block = found
        if words.value is None:
            span = given.document.span(block.start + words.start, block.start + words.end)
            yield "date-without-year", span, (block.text[words.start : words.end],)
    elif meeting.date is None:
        yield "no-date", None, ()
        if named:
            yield "date-in-name", None, (named[0],)
    elif len(meeting.date) < DAY:
        yield "date-incomplete", meeting.evidence.get("date"), (meeting.date,)
    elif named and not _is_front_matter(given, meeting.evidence.get("date")) and _contradicts(named, meeting.date):
        yield "date-contradicts-name", meeting.evidence.get("date"), (named[0], meeting.date)
    start, end = meeting.start_time, meeting.end_time
    if start and end and end < start and end > "05:00":
        yield "times-contradict", meeting.evidence.get("end_time"), (end, start)


def _first_day(given: Material) -> tuple[Day, Block] | None:
    """The first day in a heading, label or line at the head that tells of the meeting, with or without its year."""
    meets = given.rules.patterns["of_meeting"]
    for block in given.blocks[:_HEAD]:
        label = block.kind == "label" and block.marker.lower().startswith(("date", "when", "day"))
        if label or (len(block.text) < _LONGEST_LINE and (block.kind == "heading" or meets.search(block.text))):
            if days := find_dates(block.text):
                return days[0], block
    return None


def _named(given: Material) -> list[str]:
    """The days in the file's name, ISO 8601."""
    name = given.document.name
    numeric = ["-".join(match.groups()) for match in given.rules.patterns["date_in_name"].finditer(name)]
    worded = [found.value for found in find_dates(_SEPARATORS.sub(" ", name)) if found.value]
    return list(dict.fromkeys(day for day in (*numeric, *worded) if len(day) == DAY))


def _contradicts(named: Sequence[str], held: str) -> bool:
    """Whether a name's days are not the meeting's, nor one on which its minutes were published."""
    year, month, day_ = held.split("-")
    if held in named or f"{year}-{day_}-{month}" in named:  # 7/9/2020 may be either
        return False
    day = datetime.date.fromisoformat(held)
    slips = (sum(a != b for a, b in zip(name, held, strict=True)) == 1 for name in named)
    after = ((datetime.date.fromisoformat(name) - day).days for name in named)
    return any(slips) or all(days <= _SOON for days in after)


def _is_front_matter(given: Material, span: Span | None) -> bool:
    """Whether a span stands in front matter, whose date is often that of publication."""
    metas = (given.document.span(block.start, block.end) for block in given.blocks if block.kind == "meta")
    return span is not None and any(meta.start <= span.start < meta.end for meta in metas)


def weekdays(given: Material) -> Iterator[Found]:
    """Days in words, with their year, whose day of the week is another."""
    text = given.document.reading[:_LONGEST]
    names = load("dates").words["weekday"]
    for found in find_dates(text, is_day_first(text)):
        worded = found.rule in ("date.day-month", "date.month-day")
        if worded and found.weekday is not None and found.value and len(found.value) == DAY:
            day = weekday_of(found.value)
            if day != found.weekday:
                span = given.document.span(found.start, found.end)
                yield "weekday-contradicts-date", span, (text[found.start : found.end], names[day])


def several(given: Material) -> Iterator[Found]:
    """Headings of one form, each with a day of its own: "Committee Meeting – 4 May 2021", "… – 1 June 2021"."""
    another, meets = given.rules.patterns["about_another"], given.rules.patterns["meeting"]
    days: dict[str, dict[str, Block]] = {}
    for block in given.blocks:
        if block.kind != "heading" or len(block.text) > 150 or not meets.search(block.text) or block.marker:
            continue
        dates = find_dates(block.text)
        if dates and dates[0].value and not another.search(block.text):
            form = re.sub(r"\W+", " ", re.sub(r"\d+", "", block.text[: dates[0].start])).strip().lower()
            days.setdefault(form, {}).setdefault(dates[0].value, block)
    for found in days.values():
        if len(found) > 1:
            second = list(found.values())[1]
            yield "several-meetings", given.document.span(second.start, second.end), (len(found),)


def next_meeting(given: Material) -> Iterator[Found]:
    """Regular minutes of some length that never speak of a meeting to come."""
    meeting, rules = given.minutes.meeting, given.rules
    kind = set(f"{meeting.kind or ''} {meeting.title or ''}".lower().split())
    if meeting.next_meeting or kind & set(rules.words["single_meetings"]):
        return
    if len(given.minutes.sections) >= _FEWEST_ITEMS and not rules.patterns["to_come"].search(given.document.reading):
        yield "no-next-meeting", None, ()


CHECKS = (date, weekdays, several, next_meeting)
