"""What is wrong with these minutes: rules over a record and the text it was read from."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten
from typing import get_args

from minutesparse.dates import find_dates, is_day_first, weekday_of
from minutesparse.document import Block, Document, Span
from minutesparse.people import People
from minutesparse.record import Attendee, Decision, Diagnostic, Minutes, Party, Severity, VoteOption
from minutesparse.rules import Vocabulary, load

_LONGEST = 200_000
_FEWEST_NUMBERS = 5  # so many numbered items before a gap among them says anything
_PRESENT = ("present", "in_attendance")

Found = tuple[str, Span | None, tuple[object, ...]]  # code, place, what fills its message


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the checks look at."""

    document: Document
    blocks: Sequence[Block]
    minutes: Minutes
    people: People
    rules: Vocabulary


def find_diagnostics(document: Document, blocks: Sequence[Block], minutes: Minutes, people: People) -> list[Diagnostic]:
    """What these minutes fail to say, or say in a way that cannot be settled, in the order of the text."""
    rules = load("checks")
    reading = _Reading(document, blocks, minutes, people, rules)
    if _is_empty(minutes):
        found: list[Found] = [("no-minutes-found", None, ())]
    else:
        found = [one for check in _CHECKS for one in check(reading)]
    found.sort(key=lambda one: one[1].start if one[1] else -1)
    return [_diagnostic(rules, *one) for one in found]


def codes() -> frozenset[str]:
    """The codes of all diagnostics."""
    return frozenset(code for code, value in load("checks").words.items() if value[0] in get_args(Severity))


def _diagnostic(rules: Vocabulary, code: str, span: Span | None, words: tuple[object, ...]) -> Diagnostic:
    severity, message = rules.words[code]
    return Diagnostic(code=code, severity=severity, message=message.format(*words), span=span)


def _is_empty(minutes: Minutes) -> bool:
    items = (minutes.attendees, minutes.concerns, minutes.actions, minutes.decisions)
    return not any(items) and not minutes.meeting.date and not minutes.meeting.start_time


# -- days and times


def _date(reading: _Reading) -> Iterator[Found]:
    meeting = reading.minutes.meeting
    if meeting.date is None:
        yield "no-date", None, ()
        if match := reading.rules.patterns["date_in_name"].search(reading.document.name):
            yield "date-in-name", None, ("-".join(match.groups()),)
    elif len(meeting.date) < len("2000-01-01"):
        yield "date-incomplete", meeting.evidence.get("date"), (meeting.date,)
    start, end = meeting.start_time, meeting.end_time
    if start and end and end < start and end > "05:00":
        yield "times-contradict", meeting.evidence.get("end_time"), (end, start)


def _weekdays(reading: _Reading) -> Iterator[Found]:
    """Days in words, with their year, whose day of the week is another."""
    text = reading.document.reading[:_LONGEST]
    names = load("dates").words["weekday"]
    for found in find_dates(text, is_day_first(text)):
        worded = found.rule in ("date.day-month", "date.month-day")
        if worded and found.weekday is not None and found.value and len(found.value) == len("2000-01-01"):
            day = weekday_of(found.value)
            if day != found.weekday:
                span = reading.document.span(found.start, found.end)
                yield "weekday-contradicts-date", span, (text[found.start : found.end], names[day])


def _several(reading: _Reading) -> Iterator[Found]:
    """Headings of one form, each with a day of its own: "Committee Meeting – 4 May 2021", "… – 1 June 2021"."""
    another, meets = reading.rules.patterns["about_another"], reading.rules.patterns["meeting"]
    days: dict[str, dict[str, Block]] = {}
    for block in reading.blocks:
        if block.kind != "heading" or len(block.text) > 150 or not meets.search(block.text) or block.marker:
            continue
        dates = find_dates(block.text)
        if dates and dates[0].value and not another.search(block.text):
            form = re.sub(r"\W+", " ", re.sub(r"\d+", "", block.text[: dates[0].start])).strip().lower()
            days.setdefault(form, {}).setdefault(dates[0].value, block)
    for found in days.values():
        if len(found) > 1:
            second = list(found.values())[1]
            yield "several-meetings", reading.document.span(second.start, second.end), (len(found),)


# -- people


def _people(reading: _Reading) -> Iterator[Found]:
    if not reading.minutes.attendees:
        yield "no-attendees", None, ()
    elif reading.minutes.meeting.chair is None:
        yield "no-chair", None, ()


def _apologies(reading: _Reading) -> Iterator[Found]:
    """Names among the apologies of people who are listed as there."""
    there = {a.name: a for a in reading.minutes.attendees if a.status in (*_PRESENT, None) and " " in a.name}
    twice = {a.name for a in reading.minutes.attendees if a.status is None} & there.keys()
    for text, start in _absences(reading):
        named = {name for name in there if name in text}
        if reading.rules.patterns["part_of_meeting"].search(text):
            twice -= named
            continue
        for name in sorted(named - twice):
            at = start + text.index(name)
            yield "present-and-apologies", reading.document.span(at, at + len(name)), (name,)
    for name in sorted(twice):
        yield "present-and-apologies", there[name].span, (name,)


def _absences(reading: _Reading) -> Iterator[tuple[str, int]]:
    """The words of the first blocks that list apologies, each with its place in the reading."""
    label = reading.rules.patterns["apologies"]
    for block in reading.blocks[:80]:
        if block.kind == "label" and label.search(block.marker) and len(block.text) < 600:
            begin = block.start - len(block.marker) - 2  # the label may say that they only came late
            yield reading.document.reading[max(0, begin) : block.end], max(0, begin)


def _parties(reading: _Reading) -> Iterator[Found]:
    """Speakers, owners, movers who fit nobody on the list or several on it; each form once."""
    unknown = _unknown(reading)
    if _is_list_partial(reading, unknown):  # the list is incomplete, or was not understood
        yield "many-unknown-parties", unknown[0][1], (len(unknown), ", ".join(text for text, _ in unknown[:5]))
    else:
        yield from (("unknown-party", span, (text,)) for text, span in unknown)
    for text, span in _unresolved(reading):
        fits = reading.people.fits(text)
        several = len(fits) > 1 and not any(a.name == text for a in fits)
        if several and all(_ends_in(a, text) or text in a.abbreviations for a in fits):
            yield "ambiguous-party", span, (text, " or ".join(a.name for a in fits[:4]))
        elif not fits and _are_initials(reading, text):
            yield "unknown-initials", span, (text,)


def _unknown(reading: _Reading) -> list[tuple[str, Span]]:
    """The people with a title ("Cllr Box") who fit nobody on the list."""
    titled = reading.rules.patterns["titled"]
    listed = [re.sub(r"\W", "", a.name).lower() for a in reading.minutes.attendees]
    return [
        (text, span)
        for text, span in _unresolved(reading)
        if titled.fullmatch(text)
        and not reading.people.fits(text)
        and not any(name.endswith(re.sub(r"\W", "", text.split()[-1]).lower()) for name in listed)
    ]


def _is_list_partial(reading: _Reading, unknown: Sequence[tuple[str, Span]]) -> bool:
    return len(unknown) > max(2, len(reading.minutes.attendees) // 4)


def _unresolved(reading: _Reading) -> list[tuple[str, Span]]:
    """The words for parties that resolve to nobody, each once; none where nobody is listed."""
    first: dict[str, Span] = {}
    for party, span in _named(reading.minutes) if reading.minutes.attendees else ():
        if party.text and not party.attendee_id and not party.name:
            first.setdefault(party.text, span)
    return list(first.items())


def _named(minutes: Minutes) -> Iterator[tuple[Party, Span]]:
    for concern in minutes.concerns:
        if concern.raised_by:
            yield concern.raised_by, concern.span
        yield from ((response.by, response.span) for response in concern.responses if response.by)
    for action in minutes.actions:
        yield from ((owner, action.span) for owner in action.owners)
    for decision in minutes.decisions:
        yield from ((party, decision.span) for party in (decision.mover, decision.seconder) if party)


def _ends_in(attendee: Attendee, text: str) -> bool:
    return attendee.name.lower().split()[-1:] == text.lower().split()[-1:]


def _are_initials(reading: _Reading, text: str) -> bool:
    """Whether words are initials as these minutes use them: two people at least are introduced with theirs."""
    if not reading.rules.patterns["initials"].fullmatch(text) or text in reading.minutes.abbreviations:
        return False
    if text in reading.rules.words["words_in_capitals"]:
        return False
    if any("".join(part[0] for part in a.name.split()).upper() == text for a in reading.minutes.attendees):
        return False
    short = [a for a in reading.minutes.attendees for form in a.abbreviations if len(form) == len(text)]
    return len(short) > 1


# -- business


def _owners(reading: _Reading) -> Iterator[Found]:
    for action in reading.minutes.actions:
        open_one = action.kind == "labelled" and action.status == "open" and not action.owners
        if open_one and not _names_somebody(reading, action.span):
            yield "action-without-owner", action.span, (shorten(action.text, 60, placeholder="…"),)


def _names_somebody(reading: _Reading, span: Span) -> bool:
    """Whether the lines of an action name somebody after all: a table's cell, an office, one of those listed."""
    text = reading.document.text
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    line = text[start : end if end >= 0 else None][:1_000]
    if reading.rules.patterns["somebody"].search(line):
        return True
    words = set(re.findall(r"[^\W\d_]{2,}", line))
    parts = {part for a in reading.minutes.attendees for part in (*a.name.split(), *a.abbreviations)}
    return not words.isdisjoint(part for part in parts if part[:1].isupper() and len(part) > 1)


def _numbers(reading: _Reading) -> Iterator[Found]:
    """A gap in numbers that otherwise count the items one by one."""
    items = [s for s in reading.minutes.sections if s.level == 1 and s.number and s.number.isdigit()]
    numbers = [int(s.number or 0) for s in items]
    steps = [b - a for a, b in pairwise(numbers)]
    gaps = [i for i, step in enumerate(steps) if step != 1]
    if len(numbers) >= _FEWEST_NUMBERS and len(gaps) == 1 and 1 < steps[gaps[0]] <= 3 and numbers[0] == 1:
        before, after = items[gaps[0]], items[gaps[0] + 1]
        between = reading.document.text[before.span.end : after.span.start]
        if not re.search(rf"(?m)^\W*{numbers[gaps[0]] + 1}\b", between):  # there, though not as a heading
            yield "numbering-skips", after.span, (before.number, after.number)


def _votes(reading: _Reading) -> Iterator[Found]:
    there = sum(1 for a in reading.minutes.attendees if a.status in _PRESENT)
    there = 0 if _is_list_partial(reading, _unknown(reading)) else there
    text = reading.document.text
    rows = {
        d.id for d in reading.minutes.decisions if "|" in text[max(0, d.span.start - 3) : d.span.start]
    }  # of any day
    found = [one for d in reading.minutes.decisions for one in _vote(d, 0 if d.id in rows else there)]
    many = [one for one in found if one[0] == "votes-exceed-members"]
    yield from (one for one in found if one not in many[1:])  # the list is what is wrong, and one place shows it


def _vote(decision: Decision, there: int) -> Iterator[Found]:
    """What does not agree in the counts of one decision."""
    vote = decision.vote
    if vote is None:
        return
    cast = sum(count or 0 for count in (vote.for_, vote.against, vote.abstain))
    if there >= 3 and there + 1 < cast <= 2 * there:  # one more may have come late
        yield "votes-exceed-members", decision.span, (cast, there)
    if vote.unanimous and vote.against:
        yield "unanimous-with-opposition", decision.span, (vote.against,)
    if vote.for_ is not None and vote.against is not None:
        if (decision.outcome == "approved") != (vote.for_ >= vote.against) and decision.outcome in (
            "approved",
            "rejected",
        ):
            yield "votes-contradict-outcome", decision.span, (vote.for_, vote.against, decision.outcome)
    names = Counter(ballot.option for ballot in decision.votes)
    counts: tuple[tuple[VoteOption, int | None], ...] = (("yes", vote.for_), ("no", vote.against))
    for option, count in counts:
        if count is not None and names[option] and names[option] != count:
            yield "votes-contradict-names", decision.span, (count, option, names[option])


_CHECKS = (_date, _weekdays, _several, _people, _apologies, _parties, _owners, _numbers, _votes)
