"""Where the meeting was held."""

import re
from collections.abc import Iterator

from minutesparse.dates import find_dates, find_times
from minutesparse.extractors.meeting.source import Source, Value
from minutesparse.persons import find_person
from minutesparse.persons import words as name_words
from minutesparse.rules import load

_TOP = 10  # blocks in which a place is that of the meeting


def find_venue(source: Source) -> Value | None:
    """Where it was held: a label's value, else what "held at" says, else a line of the head that is a place."""
    labels = source.pairs("venue")
    near = [b.end for b in source.blocks if b.kind != "meta"][:_TOP][-1:] or [0]
    for pair in labels if len(labels) < 3 else [p for p in labels if p.end <= near[0]]:  # the others were discussed
        if value := _place(source, pair.start, pair.end, pair.rule, closed=True):
            return value
    for start, end in ((source.head.start, source.head.start + len(source.head.text)), *source.openings()):
        text = source.reading[start:end] if start != source.head.start else source.head.text
        for hit in source.rules.all("venue", text):
            begin, stop = hit.match.span("venue")
            if hit.rule.id == "venue.held" and (v := _place(source, start + begin, start + stop, hit.rule.id)):
                return v
        if value := _place_after_time(source, start, text):
            return value
    if value := _place_line(source):
        return value
    pairs = [(b.start, b.end) for b in source.metas("location", "venue", "place", "where")]
    return next((v for a, b in pairs if (v := _place(source, a, b, "label.venue", closed=True))), None)


def _place_after_time(source: Source, start: int, text: str) -> Value | None:
    """What follows the day and the time ("… on 4 May at 7pm in the Village Hall")."""
    marks = [*find_dates(text, source.day_first), *find_times(text)]
    for mark in sorted(marks, key=lambda f: -f.end):
        rule = source.rules.groups["venue"][1]
        if match := rule.pattern.match(text[mark.end :]):
            begin = start + mark.end + match.start("venue")
            if value := _place(source, begin, start + mark.end + match.end("venue"), rule.id):
                return value
    return None


def _place_line(source: Source) -> Value | None:
    """A stretch of the head between dates, times and separators that names a place and no body."""
    text = source.head.text
    marks = sorted((f.start, f.end) for f in (*find_dates(text, source.day_first), *find_times(text)))
    edges = [0, *(e for mark in marks for e in mark), len(text)]
    place = source.rules.patterns["place"]
    others = [source.rules.patterns[name] for name in ("names_body", "furniture", "prose", "no_place_line")]
    room, lead, tail = (source.rules.patterns[name] for name in ("organ_place", "place_lead", "place_tail"))
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        for line in re.finditer(r"[^\n|]{4,120}", text[a:b]):
            piece = tail.sub("", lead.sub("", line[0]))
            if place.search(piece) and not any(p.search(room.sub("", piece)) for p in others):
                begin = source.head.start + a + line.start() + line[0].index(piece)
                return Value(piece, begin, begin + len(piece), "venue.line") if piece and marks else None
    return None


def _other_lines(text: str) -> Iterator[int]:
    """Where lines begin that name people: "Attendees", "Cllr A Bell"."""
    for line in re.finditer(r"\n(?P<words>[^\n]+)", text):
        words = line["words"].strip(" :")
        person = find_person(words, 0, len(words), name_words())
        if (person is not None and person.honorific) or load("attendees").first("label", words):
            yield line.start()


def _place(source: Source, start: int, end: int, rule: str, closed: bool = False) -> Value | None:
    """A place in a range of the reading: up to the next day or time, or the words that end a place."""
    text = source.reading[start:end]
    if not closed:
        above = source.head.text[max(0, start - source.head.start) :][: end - start]  # where line breaks are kept
        text = above if start >= source.head.start and len(above) == len(text) else text
        marks = [f.start for f in (*find_dates(text, source.day_first, 2000), *find_times(text))]
        ends = [m.start() for m in source.rules.groups["venue_end"][0].pattern.finditer(text) if m.start() > 1]
        text = text[: min([len(text), *marks, *ends, *_other_lines(text)])]
    bare = text.strip(" \n,;:-–—@(.")
    if bare.lower().startswith("http") or len(bare) < 2 or (bare[0].isdigit() and bare.isdigit()):
        return None
    if source.rules.patterns["no_place"].match(bare):
        return None
    begin = start + text.index(bare)
    return Value(bare.replace("\n", " "), begin, begin + len(bare), rule)
