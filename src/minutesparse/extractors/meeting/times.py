"""When the meeting opened and closed."""

import re
from collections.abc import Iterable
from itertools import pairwise

from minutesparse.dates import find_dates, find_times
from minutesparse.document import Sentence
from minutesparse.extractors.meeting.masthead import Pair
from minutesparse.extractors.meeting.source import OPENING, SENTENCE, Source, Value

_BY_HAND = re.compile(r"\d\s\d{1,2}[:.]\d\d\W*(?:UTC|[ap]\.?m\.?)?$")  # a stamp with seconds is its publication


def find_start(source: Source) -> Value | None:
    """When the meeting opened: as a label or a sentence says, else as the head announces it."""
    announced = _first_time(source, [*source.pairs("time"), *source.pairs("date")]) or _head_time(source)
    announced = announced or next((v for a, b in source.openings() if (v := _time_met(source, a, b))), None)
    if found := _first_time(source, source.pairs("start_time")):
        return _as_announced(found, announced, source.reading)
    for sentence in source.sentences[: 2 * OPENING]:
        if found := _said(source, sentence, "opened"):
            return _as_announced(found, announced, source.reading)
    if announced:
        return announced
    metas = [Pair("", b.start, b.end, "label.start") for b in source.metas("start time", "start", "time")]
    metas += [Pair("", b.start, b.end, "meta.date") for b in source.metas("date") if _BY_HAND.search(b.text)]
    return _first_time(source, metas, strict=True)


def find_end(source: Source, start: Value | None) -> Value | None:
    """When it closed: as a label or a sentence says, else as the head announces it."""
    found = _first_time(source, reversed(source.pairs("end_time")))
    for sentence in reversed(source.sentences):
        found = found or _said(source, sentence, "closed")
    if not found:
        ranges = [(p.start, p.end) for p in (*source.pairs("time"), *source.pairs("date"), *source.pairs("start_time"))]
        ranges.append((source.head.start, source.head.start + len(source.head.text)))
        found = next((v for a, b in ranges if (v := _second_time(source, a, b))), None)
    if not found:
        names = ("end time", "close meeting", "end", "closed", "end date")
        metas = [Pair("", b.start, b.end, "label.end") for b in source.metas(*names)]
        found = _first_time(source, metas, strict=True)
    return _after_noon(found, start, source.reading) if found else None


def _first_time(source: Source, pairs: Iterable[Pair], strict: bool = False) -> Value | None:
    """The first time in the values of these labels."""
    for pair in pairs:
        text = source.reading[pair.start : pair.end]
        days = find_dates(text, source.day_first, 2000)
        for found in find_times(text, loose=not strict):
            if found.value and not any(day.start < found.end and found.start < day.end for day in days):
                return Value(found.value, pair.start + found.start, pair.start + found.end, pair.rule)
    return None


def _head_time(source: Source) -> Value | None:
    """The time that stands in the title lines."""
    found = find_times(source.head.text)
    first = next((f for f in found if f.value), None)
    start = source.head.start
    return Value(first.value or "", start + first.start, start + first.end, first.rule) if first else None


def _time_met(source: Source, start: int, end: int) -> Value | None:
    """The time in a sentence that says on which day the body met ("met on 4 May at 7pm")."""
    text = source.reading[start:end][:SENTENCE]
    if not source.rules.patterns["met"].search(text) or not (days := find_dates(text, source.day_first)):
        return None
    times = [f for f in find_times(text[days[0].end :]) if f.value]
    begin = start + days[0].end
    return Value(times[0].value or "", begin + times[0].start, begin + times[0].end, times[0].rule) if times else None


def _second_time(source: Source, start: int, end: int) -> Value | None:
    """The end of a stretch of time ("14:00-17:00")."""
    text = source.reading[start:end]
    found = find_times(text, loose=end - start < 60)
    for a, b in pairwise(found):
        if b.value and source.rules.patterns["until"].fullmatch(text[a.end : b.start]):
            return Value(b.value, start + b.start, start + b.end, b.rule)
    return None


def _said(source: Source, sentence: Sentence, group: str) -> Value | None:
    """The time at which a sentence says that the meeting was opened or closed."""
    hit = source.rules.first(group, sentence.text[:SENTENCE])
    if hit is None:
        return None
    for begin in (hit.match.start("when"), hit.match.start()):  # "closed at 9pm", else "at 9pm … closed"
        start, words = sentence.start + begin, hit.match.string[begin : hit.match.end("when")].split("next ")[0]
        days = find_dates(words, source.day_first)
        for found in find_times(words, loose=True):
            if found.value and not any(day.start < found.end and found.start < day.end for day in days):
                return Value(found.value, start + found.start, start + found.end, hit.rule.id)
    return None


def _as_announced(start: Value, announced: Value | None, reading: str) -> Value:
    """A start such as "7.05" after an announcement of 19:00 is in the evening."""
    written = reading[start.start : start.end].lower()
    if announced and "m" not in written and start.value < "12" <= announced.value:
        later = f"{int(start.value[:2]) + 12:02d}{start.value[2:]}"
        if abs(int(later[:2]) - int(announced.value[:2])) <= 1:
            return Value(later, start.start, start.end, start.rule)
    return start


def _after_noon(end: Value, start: Value | None, reading: str) -> Value:
    """An end such as "9.15" after a start such as 19:30 is in the evening."""
    written = reading[end.start : end.end].lower()
    if start and end.value < start.value and "m" not in written and end.value[:2] < "12":
        later = f"{int(end.value[:2]) + 12:02d}{end.value[2:]}"
        if later >= start.value:
            return Value(later, end.start, end.end, end.rule)
    return end
