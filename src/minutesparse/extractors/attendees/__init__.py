"""Everyone whom the minutes list as a participant or as an apology."""

from collections.abc import Iterator, Sequence

from minutesparse.attendance.ballot import read_ballot
from minutesparse.attendance.unlabelled import read_unlabelled
from minutesparse.document import Block, Document
from minutesparse.extractors.attendees.found import Found
from minutesparse.extractors.attendees.initials import add_initials
from minutesparse.extractors.attendees.listed import find_front_matter, find_listed
from minutesparse.extractors.attendees.merging import give_office, merged, tell
from minutesparse.extractors.attendees.told import find_told
from minutesparse.record import Attendee

_OFFICERS = ("attendee.taker", "attendee.in-chair")  # a form names them, and lists the others without a label


def find_attendees(document: Document, blocks: Sequence[Block]) -> list[Attendee]:
    """The attendees in order, without ids."""
    listed = [*find_front_matter(document), *find_listed(document)]
    people = merged(one for one in listed if not (one.office or one.told))
    for office in listed:
        if office.office:
            give_office(people, office)
    if not any(one.status in ("present", "in_attendance") and one.rule not in _OFFICERS for one in people):
        bare = [Found(entry, "present", "attendee.unlabelled", 0.75) for entry in read_unlabelled(document)]
        people = merged([*bare, *people])
    if not people:
        people += [Found(entry, status, "attendee.ballot", 0.8) for entry, status in read_ballot(document)]
    for told in (*(one for one in listed if one.told), *find_told(blocks)):
        tell(people, told)
    if people and not any(one.status == "present" for one in people):
        for one in people:
            if one.rule == "attendee.in-attendance":
                one.status = "present"
    add_initials(document, people)
    return [_attendee(document, one) for one in _apart(people)]


def _apart(people: list[Found]) -> Iterator[Found]:
    """The people in order; of two whose names overlap the first, since nobody stands inside somebody else."""
    end = -1
    for one in sorted(people, key=lambda one: one.entry.start):
        if one.entry.where[0] >= end:
            yield one
            end = one.entry.where[1]


def _attendee(document: Document, one: Found) -> Attendee:
    entry = one.entry
    return Attendee(
        name=entry.name,
        honorific=entry.honorific,
        role=entry.role,
        organisation=entry.organisation,
        abbreviations=tuple(dict.fromkeys(entry.abbreviations)),
        status=one.status,
        substitutes_for=entry.substitutes_for,
        span=document.span(entry.start, entry.end),
        rule=one.rule,
        confidence=one.confidence if entry.sure else round(one.confidence - 0.08, 2),
    )
