"""One person across the meetings of a body: the same name, its initials, its titles; never two who sat together.

Nobody is known by name alone in more than one body: a namesake elsewhere is somebody else.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from minutesparse.archive.bodies import by_body
from minutesparse.archive.meetings import Meeting, Seat, in_order
from minutesparse.archive.names import Name, Title, misspelt, name_of, parted, same_given
from minutesparse.people import fold

_RARE = 0.1  # a spelling so much rarer than another is a slip of it


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is listed at one meeting of a body or more; `id` stays the same when later meetings come."""

    id: str
    body: str  # as it is written where the person is first seen
    name: str  # the fullest of the spellings
    spellings: tuple[str, ...]  # in the order in which they were first seen
    roles: tuple[str, ...]
    organisations: tuple[str, ...]
    seats: tuple[tuple[str, str], ...]  # the meeting and the attendee in it, in order


@dataclass
class _Group:
    """Listings taken to be one person's: the parts of the name, and at which of the body's meetings they sat."""

    names: set[Name]
    titles: set[Title] = field(default_factory=set)
    seats: list[tuple[int, Seat]] = field(default_factory=list)
    at: set[int] = field(default_factory=set)

    def add(self, meeting: int, seat: Seat) -> None:
        self.seats.append((meeting, seat))
        self.at.add(meeting)
        self.titles |= {title} if (title := name_of(seat).title) else set()

    def take(self, other: "_Group") -> None:
        self.names |= other.names
        self.titles |= other.titles
        self.seats += other.seats
        self.at |= other.at


def find_people(meetings: Iterable[Meeting]) -> list[Person]:
    """Everybody who is listed at these meetings, once each for every body, in the order of bodies and of meetings."""
    found: list[Person] = []
    for body, held in sorted(by_body(meetings).items()):
        ordered = in_order(held)
        taken: Counter[str] = Counter()
        for group in sorted(_groups(ordered), key=lambda group: group.seats[0][0]):
            found.append(_person(group, ordered, body, taken))
    return found


def _groups(meetings: Sequence[Meeting]) -> list[_Group]:
    """The people of one body."""
    namesakes: dict[str, list[_Group]] = {}
    for group in _by_name(meetings):
        namesakes.setdefault(next(iter(group.names)).surname, []).append(group)
    families = {surname: _family(groups) for surname, groups in namesakes.items()}
    _respell(families)
    return [_settled(group) for groups in families.values() for group in groups]


def _by_name(meetings: Sequence[Meeting]) -> list[_Group]:
    """Listings under exactly one name; a second one of that name at one meeting is somebody else."""
    groups: dict[Name, _Group] = {}
    others: list[_Group] = []
    for at, meeting in enumerate(meetings):
        for seat in meeting.seats:
            name = name_of(seat)
            if name.whole:
                name = Name(name.given, name.surname, "")
            group = groups.setdefault(name, _Group({name}))
            if at in group.at:
                group = _Group({name})
                others.append(group)
            group.add(at, seat)
    return [*groups.values(), *others]


def _family(groups: list[_Group]) -> list[_Group]:
    """The people of one surname: names written out first, then initials, then the surname alone; the frequent first."""
    people: list[_Group] = []
    for group in sorted(groups, key=lambda group: (_rank(group), -len(group.at), group.seats[0][0])):
        fits = [person for person in people if _may_be(group, person)]
        if len(fits) == 1:
            fits[0].take(group)
        else:
            people.append(group)  # unknown so far, or one of several
    return people


def _rank(group: _Group) -> int:
    name = next(iter(group.names))
    return 0 if name.whole else 1 if name.given else 2


def _may_be(group: _Group, person: _Group) -> bool:
    """Whether two groups may be one person: they never sat together, and neither names nor titles contradict."""
    return (
        not group.at & person.at
        and all(same_given(one.given, other.given) for one in group.names for other in person.names)
        and _same_titles(group, person)
    )


def _same_titles(one: _Group, other: _Group) -> bool:
    """Whether titles let two groups be one person: "Cllr Bell" and "Mr Bell" are two, "Cllr Ann Bell" may be Ms."""
    titles = one.titles | other.titles
    if {"man", "woman"} <= titles:
        return False
    if _rank(one) == _rank(other) == 0:
        return True
    return not one.titles or not other.titles or bool(one.titles & other.titles)


def _respell(families: dict[str, list[_Group]]) -> None:
    """Join to a person the rare spellings of their surname, where the given name is the same and written out."""
    whole = [(surname, person) for surname, people in families.items() for person in people if _rank(person) == 0]
    by_given: dict[str, list[tuple[str, _Group]]] = {}
    for surname, person in whole:
        given = max(next(iter(person.names)).given, key=len)
        by_given.setdefault(given[0] + surname[:1], []).append((surname, person))
    for alike in by_given.values():
        for surname, person in sorted(alike, key=lambda pair: len(pair[1].at)):
            right = [
                other
                for spelt, other in alike
                if spelt != surname
                and misspelt(spelt, surname)
                and len(person.at) <= max(1, _RARE * len(other.at))
                and len(person.at) < len(other.at) + (other.seats[0][0] < person.seats[0][0])
                and _may_be(person, other)
            ]
            if len(right) == 1:
                right[0].take(person)
                families[surname].remove(person)


def _settled(group: _Group) -> _Group:
    group.seats.sort(key=lambda pair: pair[0])
    return group


def _person(group: _Group, meetings: Sequence[Meeting], body: str, taken: Counter[str]) -> Person:
    spellings = Counter(seat.name for _, seat in group.seats)
    often = [name for name, times in spellings.items() if times > 1] or [*spellings]  # once may be a slip
    fullest = max(often, key=lambda name: (_fullness(name), spellings[name]))
    slug = re.sub(r"[^a-z0-9]+", "-", fold(group.seats[0][1].name)).strip("-") or "unnamed"
    taken[slug] += 1
    number = f"-{taken[slug]}" if taken[slug] > 1 else ""
    return Person(
        id=f"{body}/{slug}{number}",
        body=meetings[group.seats[0][0]].name,
        name=fullest,
        spellings=tuple(spellings),
        roles=_stated(group, lambda seat: seat.role),
        organisations=_stated(group, lambda seat: seat.organisation),
        seats=tuple((meetings[at].id, seat.id) for at, seat in group.seats),
    )


def _fullness(name: str) -> int:
    """How many letters of the given names are written out."""
    return sum(len(given) for given in parted(name, None).given)


def _stated(group: _Group, what: Callable[[Seat], str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for _, seat in group.seats if (value := what(seat))))
