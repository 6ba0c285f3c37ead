"""People: nobody listed, listed twice, named and not listed, or named who had better not be."""

import re
from collections.abc import Iterator, Sequence

from minutesparse.checks.material import PRESENT, Found, Material
from minutesparse.document import Span
from minutesparse.record import Attendee, Minutes, Party

_FEWEST_LISTED = 3  # people on a list that was understood
_FIRST_BLOCKS = 80  # among which the apologies stand


def attendance(given: Material) -> Iterator[Found]:
    """Nobody is listed, or nobody presided."""
    if not given.minutes.attendees:
        yield "no-attendees", None, ()
    elif given.minutes.meeting.chair is None and not any(_chairs(given, a) for a in given.minutes.attendees):
        yield "no-chair", None, ()


def _chairs(given: Material, attendee: Attendee) -> bool:
    """Whether somebody's role is the chair's, which several may share."""
    return given.rules.patterns["chair"].fullmatch(attendee.role or "") is not None


def apologies(given: Material) -> Iterator[Found]:
    """Names among the apologies of people who are listed as there."""
    there = {a.name: a for a in given.minutes.attendees if a.status in (*PRESENT, None) and " " in a.name}
    twice = {a.name for a in given.minutes.attendees if a.status is None} & there.keys()
    for text, start in _absences(given):
        named = {name for name in there if name in text}
        if given.rules.patterns["part_of_meeting"].search(text):
            twice -= named
            continue
        for name in sorted(named - twice):
            at = start + text.index(name)
            yield "present-and-apologies", given.document.span(at, at + len(name)), (name,)
    for name in sorted(twice):
        yield "present-and-apologies", there[name].span, (name,)


def _absences(given: Material) -> Iterator[tuple[str, int]]:
    """The words of the first blocks that list apologies, each with its place in the reading."""
    label = given.rules.patterns["apologies"]
    for block in given.blocks[:_FIRST_BLOCKS]:
        if block.kind == "label" and label.search(block.marker) and len(block.text) < 600:
            begin = block.start - len(block.marker) - 2  # the label may say that they only came late
            yield given.document.reading[max(0, begin) : block.end], max(0, begin)


def parties(given: Material) -> Iterator[Found]:
    """Speakers, owners, movers who fit nobody on the list or several on it; each form once."""
    unknown = unlisted(given)
    if is_list_partial(given, unknown) and len(given.minutes.attendees) < _FEWEST_LISTED:
        pass  # the list is not in a form that was understood
    elif is_list_partial(given, unknown):
        yield "many-unknown-parties", unknown[0][1], (len(unknown), ", ".join(text for text, _ in unknown[:5]))
    else:
        yield from (("unknown-party", span, (text,)) for text, span in unknown)
    for text, span in _unresolved(given):
        fits = given.people.fits(text)
        several = len(fits) > 1 and not any(a.name == text for a in fits) and not _are_one(fits)
        if several and all(_ends_in(a, text) or text in a.abbreviations for a in fits):
            yield "ambiguous-party", span, (text, " or ".join(a.name for a in fits[:4]))
        elif not fits and _are_initials(given, text):
            yield "unknown-initials", span, (text,)


def unlisted(given: Material) -> list[tuple[str, Span]]:
    """The people with a title ("Cllr Box") who fit nobody on the list."""
    titled = given.rules.patterns["titled"]
    listed = [re.sub(r"\W", "", a.name).lower() for a in given.minutes.attendees]
    once: dict[str, tuple[str, Span]] = {}  # "Mr Bell" and "Mr. Bell" are one
    for text, span in _unresolved(given):
        once.setdefault(text.replace(".", "").lower(), (text, span))
    return [
        (text, span)
        for text, span in once.values()
        if titled.fullmatch(text)
        and not given.people.fits(text)
        and not any(name.endswith(re.sub(r"\W", "", text.split()[-1]).lower()) for name in listed)
    ]


def is_list_partial(given: Material, unknown: Sequence[tuple[str, Span]]) -> bool:
    """Whether so many are not on the list of those who attended that the list is what is wrong."""
    return len(unknown) > max(2, len(given.minutes.attendees) // 4)


def _unresolved(given: Material) -> list[tuple[str, Span]]:
    """The words for parties that resolve to nobody, each once; none where nobody is listed."""
    first: dict[str, Span] = {}
    for party, span in _named(given.minutes) if given.minutes.attendees else ():
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


def _are_one(fits: Sequence[Attendee]) -> bool:
    """Whether the names may be one person's: "Ann Bell" and "Bell"."""
    shortest = min((a.name for a in fits), key=len)
    return all(shortest in a.name for a in fits)


def _ends_in(attendee: Attendee, text: str) -> bool:
    return attendee.name.lower().split()[-1:] == text.lower().split()[-1:]


def _are_initials(given: Material, text: str) -> bool:
    """Whether words are initials as these minutes use them: two people at least are introduced with theirs."""
    if not given.rules.patterns["initials"].fullmatch(text) or text in given.minutes.abbreviations:
        return False
    if text in given.rules.words["words_in_capitals"]:
        return False
    if any("".join(part[0] for part in a.name.split()).upper() == text for a in given.minutes.attendees):
        return False
    short = [a for a in given.minutes.attendees for form in a.abbreviations if len(form) == len(text)]
    return len(short) > 1


def public(given: Material) -> Iterator[Found]:
    """Members of the public who are named, each once: whoever publishes the minutes publishes their names."""
    seen: set[str] = set()
    for block in given.blocks:
        for hit in given.rules.all("public", block.text):
            name = hit.match["name"]
            if name not in seen and not any(a.status == "present" for a in given.people.fits(name)):
                seen.add(name)
                start, end = hit.match.span("name")
                yield "public-named", given.document.span(block.start + start, block.start + end), (name,)


CHECKS = (attendance, apologies, parties, public)
