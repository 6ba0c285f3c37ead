"""The head of the minutes: what met, when, where, under whom."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutesparse.dates import Found, find_dates, find_times, is_day_first
from minutesparse.document import Block, Document, Sentence, Span
from minutesparse.masthead import Masthead, Pair, read_masthead
from minutesparse.people import People
from minutesparse.record import Attendee, Meeting
from minutesparse.rules import Hit, Vocabulary, load
from minutesparse.titles import find_body, find_title

_BY_HAND = re.compile(r"\d\s\d{1,2}[:.]\d\d\W*(?:UTC|[ap]\.?m\.?)?$")  # a stamp with seconds is its publication
_LONGEST = 200_000
_ROLES = re.compile(r"\s*[,;/]\s*|\s[–-]\s|\sand\s|\s&\s")
_INITIALS = re.compile(r"[A-Z]{2,3}")
_NEAR = 25  # blocks that are near the top
_EARLY = 12  # sentences in which "chaired by" is said of this meeting
_SENTENCE = 500  # characters of a sentence that are looked at
_OPENING = 40  # sentences in which a meeting is opened


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the head, and the range of the reading (or the span of the source) it was read from."""

    value: str
    start: int
    end: int
    rule: str
    span: Span | None = None


def find_meeting(
    document: Document, blocks: Sequence[Block], sentences: Sequence[Sentence], attendees: Sequence[Attendee]
) -> Meeting:
    """The meeting's head; chair and minute taker are spelt as the attendance list spells them."""
    reader = _Reader(document, blocks, sentences, attendees)
    found = {key: value for key, value in reader.values() if value}
    return Meeting(
        **{key: value.value for key, value in found.items()},
        evidence={key: value.span or document.span(value.start, value.end) for key, value in found.items()},
        rules={key: value.rule for key, value in found.items()},
    )


class _Reader:
    """One document being read for its head."""

    def __init__(
        self,
        document: Document,
        blocks: Sequence[Block],
        sentences: Sequence[Sentence],
        attendees: Sequence[Attendee],
    ) -> None:
        self.document = document
        self.reading = document.reading
        self.blocks = blocks
        self.sentences = sentences
        self.attendees = attendees
        self.people = People(attendees)
        self.names = {attendee.name for attendee in attendees}
        self.rules: Vocabulary = load("meeting")
        self.head: Masthead = read_masthead(document, blocks)
        self.day_first = is_day_first(self.reading)

    def values(self) -> Iterator[tuple[str, _Value | None]]:
        """Each key of the meeting with its value."""
        title = find_title(self.document, self.blocks, self.head, self.day_first)
        yield "title", _value(title)
        yield "body", _value(find_body(self.document, self.head, self.sentences, title))
        met = self.date()
        yield "date", met
        start = self.start()
        yield "start_time", start
        yield "end_time", self.end(start)
        yield "venue", self.venue()
        yield "chair", self.chair()
        yield "minute_taker", self.minute_taker()
        yield "next_meeting", self.next_meeting(met.value if met else None)
        yield "kind", self.kind(title)
        yield "reference", self.reference(title)
        yield "record_status", self.status()

    # -- days and times

    def date(self) -> _Value | None:
        """The day of the meeting: what the text says, else what front matter says."""
        chosen = self.chosen_day(self.year())
        if chosen is None or not chosen.value or len(chosen.value) < len("2000-01-01"):
            chosen = self.chosen_day(self.usual_year()) or chosen
        return _Value(chosen.value, chosen.start, chosen.end, chosen.rule) if chosen and chosen.value else None

    def chosen_day(self, year: int | None) -> Found | None:
        """The first day that places where the meeting's day stands name, a full one before a month alone."""
        days = [f for start, end in self.day_places() for f in self.dates(start, end, year) if f.value]
        return next((f for f in days if f.value and len(f.value) == len("2000-01-01")), next(iter(days), None))

    def day_places(self) -> Iterator[tuple[int, int]]:
        """Ranges of the reading in which the meeting's day may stand, the surest first."""
        near = [block.end for block in self.blocks if block.kind != "meta"][:_NEAR][-1:] or [0]
        yield from ((pair.start, pair.end) for pair in self.pairs("date") if pair.end <= near[0])
        yield from ((pair.start, pair.end) for pair in self.pairs("title"))
        yield self.head.start, self.head.start + len(self.head.text)
        yield from ((block.start, block.end) for block in self.metas("title"))
        yield from self.opening_places()
        yield from self.dated_lines()
        yield from ((block.start, block.end) for block in self.metas("date", "day"))

    def year(self) -> int | None:
        """The year for days without one: that of a full date of the front matter or the head."""
        places = [(b.start, b.end) for b in self.metas("title", "date")]
        places.append((self.head.start, self.head.start + len(self.head.text)))
        places += [(b.start, b.end) for b in self.blocks if b.kind == "meta"]
        found = (f for start, end in places for f in self.dates(start, end, None))
        return next((int(f.value[:4]) for f in found if f.value), None)

    def usual_year(self) -> int | None:
        """The year that most of the text's dates have."""
        years = Counter(f.value[:4] for f in find_dates(self.reading[:_LONGEST], self.day_first) if f.value)
        return int(years.most_common(1)[0][0]) if years else None

    def dated_lines(self) -> Iterator[tuple[int, int]]:
        """The short blocks near the top that hold a day and little else."""
        for block in [b for b in self.blocks if b.kind in ("heading", "paragraph")][:_NEAR]:
            found = find_dates(block.text, self.day_first) if len(block.text) < 60 else []
            if found and found[0].value and len(found[0].value) == 10:
                rest = block.text[: found[0].start] + block.text[found[0].end :]
                for time in reversed(find_times(rest)):
                    rest = rest[: time.start] + rest[time.end :]
                if not any(c.isalpha() for c in rest):
                    yield block.start, block.end

    def opening_places(self) -> Iterator[tuple[int, int]]:
        """Where the first sentence says that this meeting was held."""
        cue, other = self.rules.patterns["was_held"], self.rules.patterns["other_meeting"]
        for sentence in self.sentences[:_OPENING]:
            text = sentence.text[:_SENTENCE]
            if (match := cue.search(text)) and not other.search(text):
                yield sentence.start + match.start(), sentence.end

    def dates(self, start: int, end: int, year: int | None) -> list[Found]:
        """The days named in a range of the reading, without those that are said to be of something else."""
        guard = self.rules.groups["not_held"][0].pattern
        text = self.reading[start:end]
        return [
            Found(start + f.start, start + f.end, f.value, f.rule, f.weekday)
            for f in find_dates(text, self.day_first, year)
            if not guard.search(text[max(0, f.start - 50) : f.start])
        ]

    def start(self) -> _Value | None:
        """When the meeting opened: as a label or a sentence says, else as the head announces it."""
        announced = self.first_time([*self.pairs("time"), *self.pairs("date")]) or self.head_time()
        if found := self.first_time(self.pairs("start_time")):
            return _as_announced(found, announced, self.reading)
        for sentence in self.sentences[: 2 * _OPENING]:
            if found := self.said(sentence, "opened"):
                return _as_announced(found, announced, self.reading)
        if announced:
            return announced
        metas = [Pair("", b.start, b.end, "label.start") for b in self.metas("start time", "start", "time")]
        metas += [Pair("", b.start, b.end, "meta.date") for b in self.metas("date") if _BY_HAND.search(b.text)]
        return self.first_time(metas, strict=True)

    def end(self, start: _Value | None) -> _Value | None:
        """When it closed: as a label or a sentence says, else as the head announces it."""
        found = self.first_time(reversed(self.pairs("end_time")))
        for sentence in reversed(self.sentences):
            found = found or self.said(sentence, "closed")
        if not found:
            ranges = [(p.start, p.end) for p in (*self.pairs("time"), *self.pairs("date"), *self.pairs("start_time"))]
            ranges.append((self.head.start, self.head.start + len(self.head.text)))
            found = next((v for a, b in ranges if (v := self.second_time(a, b))), None)
        if not found:
            names = ("end time", "close meeting", "end", "closed", "end date")
            metas = [Pair("", b.start, b.end, "label.end") for b in self.metas(*names)]
            found = self.first_time(metas, strict=True)
        return _after_noon(found, start, self.reading) if found else None

    def first_time(self, pairs: Iterable[Pair], strict: bool = False) -> _Value | None:
        """The first time in the values of these labels."""
        for pair in pairs:
            text = self.reading[pair.start : pair.end]
            days = find_dates(text, self.day_first, 2000)
            for found in find_times(text, loose=not strict):
                if found.value and not any(day.start < found.end and found.start < day.end for day in days):
                    return _Value(found.value, pair.start + found.start, pair.start + found.end, pair.rule)
        return None

    def head_time(self) -> _Value | None:
        """The time that stands in the title lines."""
        found = find_times(self.head.text)
        first = next((f for f in found if f.value), None)
        start = self.head.start
        return _Value(first.value or "", start + first.start, start + first.end, first.rule) if first else None

    def second_time(self, start: int, end: int) -> _Value | None:
        """The end of a stretch of time ("14:00-17:00")."""
        text = self.reading[start:end]
        found = find_times(text, loose=end - start < 60)
        for a, b in pairwise(found):
            if b.value and self.rules.patterns["until"].fullmatch(text[a.end : b.start]):
                return _Value(b.value, start + b.start, start + b.end, b.rule)
        return None

    def said(self, sentence: Sentence, group: str) -> _Value | None:
        """The time at which a sentence says that the meeting was opened or closed."""
        hit = self.rules.first(group, sentence.text[:_SENTENCE])
        if hit is None:
            return None
        start, words = sentence.start + hit.match.start("when"), hit.match["when"].split("next ")[0]
        days = find_dates(words, self.day_first)
        for found in find_times(words, loose=True):
            if found.value and not any(day.start < found.end and found.start < day.end for day in days):
                return _Value(found.value, start + found.start, start + found.end, hit.rule.id)
        return None

    def next_meeting(self, met: str | None) -> _Value | None:
        """The day of the next meeting: a label's, else that of the last sentence which names one."""
        pairs = self.pairs("next_meeting")
        year = int(met[:4]) if met else self.year() or self.usual_year()
        ranges = [(pair.start, pair.end, pair.rule) for pair in pairs]
        labels = [(b, self.rules.first("next", b.marker)) for b in self.blocks if b.kind == "label"]
        ranges += [(b.start, b.end, hit.rule.id) for b, hit in labels if hit]
        named = [value for start, end, rule in ranges if (value := self.later(start, end, rule, met, year))]
        if len({value.value for value in named}) > 1:  # several bodies, and the text does not say which is this one
            return None
        if named:
            return named[0]
        headings = [(i, b) for i, b in enumerate(self.blocks) if b.kind == "heading" and "meeting" in b.text.lower()]
        for i, heading in reversed(headings):
            if hit := self.rules.first("next", heading.text):
                start, end = heading.start + hit.match.start("when"), heading.end
                below = [b for b in self.blocks[i + 1 : i + 3] if b.kind != "heading"][:1]
                for a, b in ((start, end), *((block.start, min(block.end, block.start + 200)) for block in below)):
                    if found := self.later(a, b, hit.rule.id, met, year):
                        return found
        for sentence in reversed(self.sentences):
            for hit in self.rules.all("next", sentence.text[:_SENTENCE]) if "meeting" in sentence.text.lower() else ():
                start, end = (sentence.start + at for at in hit.match.span("when"))
                other = self.rules.first("next_other", self.reading[start:end])
                if not other and (found := self.later(start, end, hit.rule.id, met, year)):
                    return found
        return None

    def later(self, start: int, end: int, rule: str, met: str | None, year: int | None) -> _Value | None:
        """The first day after the meeting in a range of the reading."""
        after = met if met and len(met) == 10 else None
        for found in find_dates(self.reading[start:end], self.day_first, year, after):
            if found.value and (met is None or found.value > met[: len(found.value)]):
                return _Value(found.value, start + found.start, start + found.end, rule)
        return None

    # -- place and people

    def venue(self) -> _Value | None:
        """Where it was held: a label's value, else what "held at" says, else a line of the head that is a place."""
        labels = self.pairs("venue")
        for pair in labels if len(labels) < 3 else ():  # more are of places that were discussed
            if value := self.place(pair.start, pair.end, pair.rule, closed=True):
                return value
        for start, end in ((self.head.start, self.head.start + len(self.head.text)), *self.openings()):
            text = self.reading[start:end] if start != self.head.start else self.head.text
            for hit in self.rules.all("venue", text):
                begin, stop = hit.match.span("venue")
                if hit.rule.id == "venue.held" and (v := self.place(start + begin, start + stop, hit.rule.id)):
                    return v
            if value := self.place_after_time(start, text):
                return value
        if value := self.place_line():
            return value
        pairs = [(b.start, b.end) for b in self.metas("location", "venue", "place", "where")]
        return next((v for a, b in pairs if (v := self.place(a, b, "label.venue", closed=True))), None)

    def openings(self) -> Iterator[tuple[int, int]]:
        """The first sentences that say that the meeting was held or opened."""
        cue = self.rules.patterns["was_held"]
        for sentence in self.sentences[:_OPENING]:
            if cue.search(sentence.text[:_SENTENCE]):
                yield sentence.start, sentence.end

    def place_after_time(self, start: int, text: str) -> _Value | None:
        """What follows the day and the time ("… on 4 May at 7pm in the Village Hall")."""
        marks = [*find_dates(text, self.day_first), *find_times(text)]
        for mark in sorted(marks, key=lambda f: -f.end):
            rule = self.rules.groups["venue"][1]
            if match := rule.pattern.match(text[mark.end :]):
                begin = start + mark.end + match.start("venue")
                if value := self.place(begin, start + mark.end + match.end("venue"), rule.id):
                    return value
        return None

    def place_line(self) -> _Value | None:
        """A stretch of the head between dates, times and separators that names a place and no body."""
        text = self.head.text
        marks = sorted((f.start, f.end) for f in (*find_dates(text, self.day_first), *find_times(text)))
        edges = [0, *(e for mark in marks for e in mark), len(text)]
        place = self.rules.patterns["place"]
        others = [self.rules.patterns[name] for name in ("names_body", "furniture", "prose")]
        room = self.rules.patterns["organ_place"]
        for a, b in zip(edges[::2], edges[1::2], strict=True):
            for line in re.finditer(r"[^\n|]{4,120}", text[a:b]):
                piece = re.sub(
                    r"^[\s,.:;@–—-]*(?:(?:[A-Z]{1,2}[SD]?T|UTC|GMT)\b\)?[\s,]*)?(?:(?:at|in)\s(?:the\s)?)?|[\s,;:–—-]*$",
                    "",
                    line[0],
                )
                if place.search(piece) and not any(p.search(room.sub("", piece)) for p in others):
                    begin = self.head.start + a + line.start() + line[0].index(piece)
                    return _Value(piece, begin, begin + len(piece), "venue.line") if piece and marks else None
        return None

    def place(self, start: int, end: int, rule: str, closed: bool = False) -> _Value | None:
        """A place in a range of the reading: up to the next day or time, or the words that end a place."""
        text = self.reading[start:end]
        if not closed:
            marks = [f.start for f in (*find_dates(text, self.day_first, 2000), *find_times(text))]
            ends = [m.start() for m in self.rules.groups["venue_end"][0].pattern.finditer(text) if m.start() > 1]
            text = text[: min([len(text), *marks, *ends])]
        bare = text.strip(" ,;:-–—@(.")
        if bare.lower().startswith("http") or len(bare) < 2 or (bare[0].isdigit() and bare.isdigit()):
            return None
        if self.rules.patterns["no_place"].match(bare):
            return None
        begin = start + text.index(bare)
        return _Value(bare, begin, begin + len(bare), rule)

    def chair(self) -> _Value | None:
        """Who presided: whom a label or a sentence names, else who is present with a chair's role."""
        for pair in (*self.pairs("chair"), *self.meta_pairs("chair", "chairperson", "chairman", "chaired by")):
            if value := self.people_of(pair):
                return value
        for i, sentence in enumerate(self.sentences[: 2 * _OPENING]):
            hit = self.rules.first("chair", sentence.text[:_SENTENCE])
            early = hit is None or hit.rule.value != "early" or i < _EARLY
            if hit and early and (value := self.named(sentence, hit)):
                return value
        role = self.rules.patterns["presides"]
        holders = [a for a in self.attendees if any(role.fullmatch(r) for r in _ROLES.split(a.role or ""))]
        heads = [a for a in holders if a.status == "present"] or [a for a in holders if a.status == "in_attendance"]
        return _listed(heads[0], "chair.role") if len(heads) == 1 else None

    def minute_taker(self) -> _Value | None:
        """Who took the minutes: who is said to have, else the one person listed as clerk, secretary or scribe."""
        for pair in (*self.pairs("minute_taker"), *self.meta_pairs("minute taker", "scribe", "minutes")):
            if value := self.people_of(pair):
                return value
        for sentence in self.sentences:
            hit = self.rules.first("taker", sentence.text[:_SENTENCE])
            if hit and (value := self.named(sentence, hit)):
                return value
        for pair in self.pairs("minutes"):
            value = self.people_of(pair) if pair.end - pair.start < 60 else None
            if value and (value.value in self.names or _INITIALS.fullmatch(value.value)):
                return value
        there = [a for a in self.attendees if a.role and a.status in ("present", "in_attendance")]
        for name in ("role_taker", "role_secretary"):
            role, other = self.rules.patterns[name], self.rules.patterns["not_secretary"]
            fits = [a for a in there if role.search(a.role or "") and not other.search(a.role or "")]
            if len(fits) == 1:
                return _listed(fits[0], "taker.role")
        for pair in self.pairs("author") + self.meta_pairs("author", "secretary"):
            fits = self.people.fits(self.reading[pair.start : pair.end])
            if len(fits) == 1:
                return _Value(fits[0].name, pair.start, pair.end, pair.rule)
        return None

    def named(self, sentence: Sentence, hit: Hit) -> _Value | None:
        """The person whom a sentence names; one who is not listed needs a rule that is sure of a name."""
        start, end = (sentence.start + at for at in hit.match.span("who"))
        value = self.person(start, end, hit.rule.id)
        known = value and value.value in self.names
        return value if known or not self.attendees or hit.rule.value != "listed" else None

    def people_of(self, pair: Pair) -> _Value | None:
        """The person or persons in a label's value: "Cllr A Box, Mayor" is one, "Ann Box, Cy Dee" are two."""
        text = self.reading[pair.start : pair.end]
        whole = re.sub(r"\s*\(.*\)$", "", text).strip(" .,:;*@`")
        if self.rules.patterns["no_person"].search(whole) or len(whole) > 120:
            return None
        parts = [(m.start(), m.end()) for m in re.finditer(r"(?:[^,(/–—-]|(?<=\w)-(?=\w))+", text)]
        found = [v for a, b in parts if (v := self.person(pair.start + a, pair.start + b, pair.rule))]
        listed = [v for v in found if v.value in self.names]
        if len({v.value for v in listed}) > 1 or (not listed and len(found) > 1 and all(" " in v.value for v in found)):
            return _Value(whole, pair.start, pair.end, pair.rule)
        return next(iter(listed or found), None)

    def person(self, start: int, end: int, rule: str) -> _Value | None:
        """The person named in a range of the reading, as the attendance list spells the name."""
        bare = self.reading[start:end].strip(" .,:;*@`&")
        if not bare or len(bare) > 80 or self.rules.patterns["no_person"].search(bare):
            return None
        title = "|".join(re.escape(word) for word in self.rules.words["title_word"])
        untitled = re.sub(rf"^(?:the\s)?(?:(?:{title})\b\.?\s+)+", "", bare, flags=re.IGNORECASE)
        if fits := self.people.fits(bare) or self.people.fits(untitled):
            return _Value(fits[0].name, start, end, rule) if len(fits) == 1 else None
        if re.fullmatch(title, untitled, re.IGNORECASE) or not self.rules.patterns["name_or_handle"].fullmatch(
            untitled
        ):
            return None
        place = start + self.reading[start:end].find(untitled)
        return _Value(untitled, place, place + len(untitled), rule)

    # -- the rest

    def kind(self, title: tuple[str, int, int, str] | None) -> _Value | None:
        """What kind of meeting it was, in the title's or a label's words."""
        for pair in self.pairs("kind"):
            text = self.reading[pair.start : pair.end]
            return _Value(text.lower(), pair.start, pair.end, pair.rule)
        ranges = [(title[1], title[2])] if title else []
        ranges += list(self.head.lines[:8])
        for start, end in ranges:
            if hit := self.rules.first("kind", self.reading[start:end][:300]):
                return _Value(hit.rule.value, start + hit.match.start(), start + hit.match.end(), hit.rule.id)
        return None

    def reference(self, title: tuple[str, int, int, str] | None) -> _Value | None:
        """The number of the meeting, as printed."""
        for pair in self.pairs("reference"):
            return _Value(self.reading[pair.start : pair.end], pair.start, pair.end, pair.rule)
        ranges = [(title[1], title[2])] if title else []
        ranges += list(self.head.lines[:5])
        for start, end in ranges:
            if hit := self.rules.first("reference", self.reading[start:end][:200]):
                number = next(name for name, value in hit.match.groupdict().items() if value)
                a, b = hit.match.span(number)
                return _Value(hit.match[number], start + a, start + b, hit.rule.id)
        return None

    def status(self) -> _Value | None:
        """Whether the minutes call themselves draft or confirmed."""
        ranges = [(p.start, p.end) for p in self.pairs("record_status")]
        ranges += list(self.head.lines[:6]) + [(b.start, b.end) for b in self.metas("status", "title")]
        for start, end in ranges:
            if hit := self.rules.first("status", self.reading[start:end][:160]):
                return _Value(hit.rule.value, start + hit.match.start(), start + hit.match.end(), hit.rule.id)
        return None

    def pairs(self, field: str) -> list[Pair]:
        """The labels of the text that stand for this key."""
        return [pair for pair in self.head.pairs if pair.field == field and not pair.meta]

    def metas(self, *keys: str) -> list[Block]:
        """The values of front matter under these keys."""
        return [
            b
            for b in self.blocks
            if b.kind == "meta" and re.sub(r"[-_.]|(?<=[a-z])(?=[A-Z])", " ", b.marker).lower() in keys
        ]

    def meta_pairs(self, *keys: str) -> list[Pair]:
        return [Pair("", b.start, b.end, f"meta.{b.marker.lower()}", True) for b in self.metas(*keys)]


def _value(found: tuple[str, int, int, str] | None) -> _Value | None:
    return _Value(*found) if found else None


def _listed(attendee: Attendee, rule: str) -> _Value:
    return _Value(attendee.name, 0, 0, rule, attendee.span)


def _as_announced(start: _Value, announced: _Value | None, reading: str) -> _Value:
    """A start such as "7.05" after an announcement of 19:00 is in the evening."""
    written = reading[start.start : start.end].lower()
    if announced and "m" not in written and start.value < "12" <= announced.value:
        later = f"{int(start.value[:2]) + 12:02d}{start.value[2:]}"
        if abs(int(later[:2]) - int(announced.value[:2])) <= 1:
            return _Value(later, start.start, start.end, start.rule)
    return start


def _after_noon(end: _Value, start: _Value | None, reading: str) -> _Value:
    """An end such as "9.15" after a start such as 19:30 is in the evening."""
    written = reading[end.start : end.end].lower()
    if start and end.value < start.value and "m" not in written and end.value[:2] < "12":
        later = f"{int(end.value[:2]) + 12:02d}{end.value[2:]}"
        if later >= start.value:
            return _Value(later, end.start, end.end, end.rule)
    return end
