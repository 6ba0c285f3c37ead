"""The head of the minutes: what met, when, where, under whom."""

from collections.abc import Iterator, Sequence

from minutesparse.document import Block, Document, Sentence
from minutesparse.extractors.meeting.days import find_date, find_next_meeting
from minutesparse.extractors.meeting.officers import find_chair, find_minute_taker
from minutesparse.extractors.meeting.place import find_venue
from minutesparse.extractors.meeting.source import Source, Value
from minutesparse.extractors.meeting.times import find_end, find_start
from minutesparse.extractors.meeting.titles import Words, find_body, find_title
from minutesparse.record import Attendee, Meeting


def find_meeting(
    document: Document, blocks: Sequence[Block], sentences: Sequence[Sentence], attendees: Sequence[Attendee]
) -> Meeting:
    """The meeting's head; chair and minute taker are spelt as the attendance list spells them."""
    source = Source(document, blocks, sentences, attendees)
    found = {key: value for key, value in _values(source) if value}
    return Meeting(
        **{key: value.value for key, value in found.items()},
        evidence={key: value.span or document.span(value.start, value.end) for key, value in found.items()},
        rules={key: value.rule for key, value in found.items()},
    )


def _values(source: Source) -> Iterator[tuple[str, Value | None]]:
    """Each key of the meeting with its value."""
    title = find_title(source.document, source.blocks, source.head, source.day_first)
    yield "title", _worded(title)
    yield "body", _worded(find_body(source.document, source.head, source.sentences, title))
    met = find_date(source)
    yield "date", met
    start = find_start(source)
    yield "start_time", start
    yield "end_time", find_end(source, start)
    yield "venue", find_venue(source)
    yield "chair", find_chair(source)
    yield "minute_taker", find_minute_taker(source)
    yield "next_meeting", find_next_meeting(source, met.value if met else None)
    yield "kind", _kind(source, title)
    yield "reference", _reference(source, title)
    yield "record_status", _status(source)


def _kind(source: Source, title: Words | None) -> Value | None:
    """What kind of meeting it was, in the title's or a label's words."""
    for pair in source.pairs("kind"):
        text = source.reading[pair.start : pair.end]
        return Value(text.lower(), pair.start, pair.end, pair.rule)
    ranges = [(title[1], title[2])] if title else []
    ranges += list(source.head.lines[:8])
    for start, end in ranges:
        if hit := source.rules.first("kind", source.reading[start:end][:300]):
            return Value(hit.rule.value, start + hit.match.start(), start + hit.match.end(), hit.rule.id)
    return None


def _reference(source: Source, title: Words | None) -> Value | None:
    """The number of the meeting, as printed."""
    for pair in source.pairs("reference"):
        return Value(source.reading[pair.start : pair.end], pair.start, pair.end, pair.rule)
    ranges = [(title[1], title[2])] if title else []
    ranges += list(source.head.lines[:5])
    for start, end in ranges:
        if hit := source.rules.first("reference", source.reading[start:end][:200]):
            number = next(name for name, value in hit.match.groupdict().items() if value)
            a, b = hit.match.span(number)
            return Value(hit.match[number], start + a, start + b, hit.rule.id)
    return None


def _status(source: Source) -> Value | None:
    """Whether the minutes call themselves draft or confirmed."""
    ranges = [(p.start, p.end) for p in source.pairs("record_status")]
    ranges += list(source.head.lines[:6]) + [(b.start, b.end) for b in source.metas("status", "title")]
    for start, end in ranges:
        if hit := source.rules.first("status", source.reading[start:end][:160]):
            return Value(hit.rule.value, start + hit.match.start(), start + hit.match.end(), hit.rule.id)
    return None


def _worded(found: Words | None) -> Value | None:
    return Value(*found) if found else None
