"""Arrivals and departures during the meeting."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from minutesparse.dates import find_times
from minutesparse.document import Document, Sentence
from minutesparse.people import People
from minutesparse.record import Attendee, Presence, Section
from minutesparse.rules import Hit, load

_AND = re.compile(r",?\s+(?:and|&)\s+|,\s+")
_LONGEST = 600


def find_presence(
    document: Document, sentences: Sequence[Sentence], sections: Sequence[Section], people: People
) -> dict[str, tuple[Presence, ...]]:
    """What changes during the meeting, by the ids of those who come and go."""
    events: dict[str, list[Presence]] = {}
    vocabulary = load("attendees")
    begins = [section.span.start for section in sections]
    for sentence in sentences:
        text = sentence.text[:_LONGEST]
        if (hit := vocabulary.first("presence", text)) is None:
            continue
        span = document.span(sentence.start, sentence.end)
        under = bisect_right(begins, span.start)
        for attendee in _who(text, hit, people):
            events.setdefault(attendee.id, []).append(
                Presence(
                    event="arrived" if hit.rule.value == "arrived" else "left",
                    time=_time(text, hit),
                    section_id=sections[under - 1].id if under else None,
                    span=span,
                )
            )
    return {key: tuple(found) for key, found in events.items()}


def _who(text: str, hit: Hit, people: People) -> Iterator[Attendee]:
    """Those who are named, one after another, right before the verb or in brackets with it."""
    before = text[: hit.match.start()].rstrip(" (,–-")
    pieces = _AND.split(before)[-6:]
    for piece in reversed(pieces if re.search(r"\s(?:and|&)\s", before) else pieces[-1:]):
        tokens = piece.split()[-5:]
        for size in range(len(tokens), 0, -1):
            if len(fits := people.fits(" ".join(tokens[-size:]))) == 1:
                yield fits[0]
                break
        else:
            return


def _time(text: str, hit: Hit) -> str | None:
    """The time that stands nearest to the verb."""
    times = [found for found in find_times(text, loose=True) if found.value]
    nearest = sorted(times, key=lambda found: (found.start < hit.match.start(), abs(found.start - hit.match.end())))
    return nearest[0].value if nearest and abs(nearest[0].start - hit.match.end()) < 60 else None
