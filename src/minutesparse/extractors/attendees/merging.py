"""Everyone once: who is who among those found in several places, and what their lists say together."""

import re
from collections.abc import Iterable

from minutesparse.attendance.entry import Entry
from minutesparse.extractors.attendees.found import Found
from minutesparse.extractors.attendees.initials import short_forms
from minutesparse.record import Status

_ALL = ("attendee.members", "attendee.nominees")
_APART = 1_500  # an office named further from the list tells nobody's attendance


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.replace("_", " ").casefold()))


def merged(found: Iterable[Found]) -> list[Found]:
    """Everyone once; what is said first of a person stands, what is said later fills it up."""
    people: dict[str, Found] = {}
    for one in found:
        key = _key(one.entry.name)
        if not key:
            continue
        known = people.get(key)
        if (
            known is None
            and one.entry.name.isupper()
            and any(one.entry.name in p.entry.abbreviations for p in people.values())
        ):
            continue  # initials of somebody who has them already, beside a heading
        if known is None and " " not in key and not one.entry.honorific:
            fits = [p for name, p in people.items() if " " in name and key in name.split() and p.rule != one.rule]
            known = fits[0] if len(fits) == 1 else None
        if known is None:
            people[key] = one
        else:
            known.status = _settled(known, one)
            _fill(known.entry, one.entry)
    return list(people.values())


def _settled(known: Found, other: Found) -> Status | None:
    """The status of somebody whom two lists have: nobody was there and sent apologies."""
    missing = ("apologies", "absent")
    if other.status == known.status or other.status is None or known.status is None:
        return known.status
    if known.rule in _ALL and other.status in missing:
        return other.status  # the first names all members
    if known.status == "absent" and other.status == "apologies":
        return "apologies"
    if known.status == "present" and other.status == "apologies" and " " in known.entry.name:
        return None
    return known.status


def _fill(known: Entry, other: Entry) -> None:
    known.role = known.role or other.role
    known.organisation = known.organisation or other.organisation
    known.honorific = known.honorific or other.honorific
    known.abbreviations += other.abbreviations


def _fits(people: list[Found], entry: Entry) -> list[Found]:
    """Who of the list may be meant by a name in another form: a part of it, or a short form."""
    tokens = set(_key(entry.name).split())
    fits = [p for p in people if set(_key(p.entry.name).split()) == tokens]
    fits = fits or [p for p in people if tokens <= set(_key(p.entry.name).split())]
    fits = fits or [p for p in people if entry.name in p.entry.abbreviations]
    fits = fits or [p for p in people if entry.name.isupper() and entry.name in short_forms(p.entry.name)]
    return fits or [p for p in people if _spelt(tokens, set(_key(p.entry.name).split()))]


def _spelt(tokens: set[str], name: set[str]) -> bool:
    """Whether two names are one but for initials: "C Thripp", "Cora Thripp"."""
    ours, theirs = tokens - name, name - tokens
    shared = tokens & name
    return (
        any(len(w) > 1 for w in shared)
        and len(ours) == len(theirs) == 1
        and next(iter(ours))[0] == next(iter(theirs))[0]
        and min(len(next(iter(ours))), len(next(iter(theirs)))) == 1
    )


def give_office(people: list[Found], office: Found) -> None:
    """An office named apart ("Chair: Ann") goes to whom the list has; else its holder is listed by it."""
    fits = _fits(people, office.entry)
    if len(fits) == 1:
        fits[0].entry.role = fits[0].entry.role or office.entry.role
    elif not fits and (not people or min(abs(p.entry.start - office.entry.start) for p in people) < _APART):
        people.append(office)


def tell(people: list[Found], told: Found) -> None:
    """What a sentence says of somebody: nothing new of whom a list has, but for an office."""
    fits = _fits(people, told.entry)
    if len(fits) == 1:
        fits[0].entry.role = fits[0].entry.role or told.entry.role
        if told.status == "apologies" and fits[0].status == "absent":
            fits[0].status = "apologies"
    elif not fits and not told.known:
        people.append(told)
