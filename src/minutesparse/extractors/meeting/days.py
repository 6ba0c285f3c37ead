"""The day of the meeting, and that of the next."""

from collections.abc import Iterator
from itertools import takewhile

from minutesparse.dates import Found, find_dates, find_times
from minutesparse.extractors.meeting.source import NEAR, OPENING, SENTENCE, Source, Value

_BELOW = 5  # blocks under the heading "Next meeting"
_LONGEST = 200_000
_FULL = len("2000-01-01")
_MINUTES_BLOCKS = 60  # blocks in which the last minutes are taken


def find_date(source: Source) -> Value | None:
    """The day of the meeting: what the text says, else what front matter says."""
    chosen = _chosen_day(source, _year(source))
    if chosen is None or not chosen.value or len(chosen.value) < _FULL:
        year, after = _inferred(source)
        chosen = _chosen_day(source, year, after) or chosen
    if chosen is None or not chosen.value:
        return None
    return Value(_published_later(source, chosen), chosen.start, chosen.end, chosen.rule)


def _chosen_day(source: Source, year: int | None, after: str | None = None) -> Found | None:
    """The first day that places where the meeting's day stands name, a full one before a month alone."""
    days = [f for start, end in _day_places(source) for f in _dates(source, start, end, year, after) if f.value]
    return next((f for f in days if f.value and len(f.value) == _FULL), next(iter(days), None))


def _published_later(source: Source, day: Found) -> str:
    """The day, in the year before where its year was taken from a page that was published before it came."""
    value = day.value or ""
    published = [f.value for b in source.metas("date") for f in _dates(source, b.start, b.end, None) if f.value]
    if published and value > published[0] and value[:4] not in source.reading[day.start : day.end]:
        return f"{int(value[:4]) - 1}{value[4:]}" if value[5:] != "02-29" else value
    return value


def _day_places(source: Source) -> Iterator[tuple[int, int]]:
    """Ranges of the reading in which the meeting's day may stand, the surest first."""
    near = [block.end for block in source.blocks if block.kind != "meta"][:NEAR][-1:] or [0]
    stop = source.head.start + len(source.head.text)
    labels = [(pair.start, pair.end) for pair in source.pairs("date") if pair.end <= near[0]]
    yield from (place for place in labels if place[1] <= stop)
    yield from ((pair.start, pair.end) for pair in source.pairs("title"))
    yield source.head.start, stop
    yield from (place for place in labels if place[1] > stop)
    yield from ((block.start, block.end) for block in source.metas("title"))
    yield from _opening_places(source)
    yield from _dated_lines(source)
    yield from ((block.start, block.end) for block in source.metas("date", "day"))


def _year(source: Source) -> int | None:
    """The year for days without one: that of a full date of the front matter or the head."""
    places = [(b.start, b.end) for b in source.metas("title", "date")]
    places.append((source.head.start, source.head.start + len(source.head.text)))
    places += [(b.start, b.end) for b in source.blocks if b.kind == "meta"]
    found = (f for start, end in places for f in _dates(source, start, end, None))
    return next((int(f.value[:4]) for f in found if f.value), None)


def _inferred(source: Source) -> tuple[int | None, str | None]:
    """The year, or the day after which it was, for a meeting's day without year.

    The meeting follows the one whose minutes it takes; else it has the year that all dates of the text have.
    """
    for block in source.blocks[:_MINUTES_BLOCKS]:
        if "minutes" in block.text[:SENTENCE].lower():
            days = find_dates(block.text[:SENTENCE], source.day_first)
            if before := next((f.value for f in days if f.value and len(f.value) == _FULL), None):
                return None, before
    years = [f.value[:4] for f in find_dates(source.reading[:_LONGEST], source.day_first) if f.value]
    return (int(years[0]), None) if len(set(years)) == 1 else (None, None)


def _dated_lines(source: Source) -> Iterator[tuple[int, int]]:
    """The short blocks near the top that hold a day and little else."""
    for block in [b for b in source.blocks if b.kind in ("heading", "paragraph", "item")][: 2 * NEAR]:
        found = find_dates(block.text, source.day_first) if len(block.text) < 60 else []
        if found and found[0].value and len(found[0].value) == 10:
            rest = block.text[: found[0].start] + block.text[found[0].end :]
            for time in reversed(find_times(rest)):
                rest = rest[: time.start] + rest[time.end :]
            if not any(c.isalpha() for c in rest) or source.rules.patterns["agenda_of"].fullmatch(rest):
                yield block.start, block.end


def _opening_places(source: Source) -> Iterator[tuple[int, int]]:
    """Where the first sentence says that this meeting was held."""
    cue, other = source.rules.patterns["was_held"], source.rules.patterns["other_meeting"]
    for sentence in source.sentences[:OPENING]:
        text = sentence.text[:SENTENCE]
        if (match := cue.search(text)) and not other.search(text):
            yield sentence.start + match.start(), sentence.end


def _dates(source: Source, start: int, end: int, year: int | None, after: str | None = None) -> list[Found]:
    """The days named in a range of the reading, without those that are said to be of something else."""
    guard = source.rules.groups["not_held"][0].pattern
    text = source.reading[start:end]
    return [
        Found(start + f.start, start + f.end, f.value, f.rule, f.weekday)
        for f in find_dates(text, source.day_first, year, after)
        if not guard.search(text[max(0, f.start - 50) : f.start])
    ]


def find_next_meeting(source: Source, met: str | None) -> Value | None:
    """The day of the next meeting: a label's or front matter's, else that of the last sentence which names one."""
    pairs = [pair for pair in source.head.pairs if pair.field == "next_meeting"]
    year = int(met[:4]) if met else _year(source) or _inferred(source)[0]
    ranges = [(pair.start, pair.end, pair.rule) for pair in pairs]
    labels = [(b, source.rules.first("next", b.marker)) for b in source.blocks if b.kind == "label"]
    ranges += [(b.start, b.end, hit.rule.id) for b, hit in labels if hit]
    named = [value for start, end, rule in ranges if (value := _later(source, start, end, rule, met, year))]
    if len({value.value for value in named}) > 1:  # several bodies, and the text does not say which is this one
        return None
    if named:
        return named[0]
    headings = [(i, b) for i, b in enumerate(source.blocks) if b.kind == "heading" and "meeting" in b.text.lower()]
    for i, heading in reversed(headings):
        if hit := source.rules.first("next", heading.text):
            start, end = heading.start + hit.match.start("when"), heading.end
            below = list(takewhile(lambda b: b.kind != "heading", source.blocks[i + 1 : i + _BELOW]))
            below = below if below and below[0].kind == "row" else below[:1]
            for a, b in ((start, end), *((block.start, min(block.end, block.start + 200)) for block in below)):
                if found := _later(source, a, b, hit.rule.id, met, year):
                    return found
    for sentence in reversed(source.sentences):
        for hit in source.rules.all("next", sentence.text[:SENTENCE]):
            start, end = (sentence.start + at for at in hit.match.span("when"))
            other = source.rules.first("next_other", source.reading[start:end])
            own = other is None or _own(source, other.match["other"])
            if own and (found := _later(source, start, end, hit.rule.id, met, year)):
                return found
    return None


def _past(source: Source, day: Found) -> bool:
    """Whether a day would lie before every other of the text, so that the year it was given is not its own."""
    others = (f.value for f in find_dates(source.reading[:_LONGEST], source.day_first) if f.value)
    return bool(day.value) and (day.value or "") < min((value for value in others if len(value) == _FULL), default="")


def _own(source: Source, named: str) -> bool:
    """Whether a body is named as this one: in words of the head, or without a name ("the working group")."""
    head = source.head.text.lower()
    return all(word.lower() in head for word in named.split() if word[0].isupper())


def _later(source: Source, start: int, end: int, rule: str, met: str | None, year: int | None) -> Value | None:
    """The first day after the meeting in a range of the reading."""
    after = met if met and len(met) == 10 else None
    for found in find_dates(source.reading[start:end], source.day_first, year, after):
        words = source.reading[start + found.start : start + found.end]
        worded = (found.value or "")[:4] in words or any(c.isalpha() for c in words)
        if met is None and (not worded or _past(source, found)):  # "4.5-99" may be anything
            continue
        if found.value and (met is None or found.value > met[: len(found.value)]):
            return Value(found.value, start + found.start, start + found.end, rule)
    return None
