"""A listed name as its parts, and whether two of them may be one person's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz.fuzz import ratio

from minutesparse.archive.meetings import Seat
from minutesparse.people import fold
from minutesparse.persons import words
from minutesparse.rules import load

_TOKEN = re.compile(r"[^\W\d_]+(?:['’‘`´-][^\W\d_]+)*")
_BRACKET = re.compile(r"\(([^()]{1,30})\)\s*$")
_SPLIT_PREFIX = re.compile(r"\b(O|D|Mc|Mac)(?:['’‘`´]\s*|\s+(?=[A-Z]))(?=[^\W\d_])")  # "O' Brien", "Mc Carthy"
_ALIKE = 86  # of 100: so like each other are two spellings of one surname
_SHORTEST_ALIKE = 5
_SHORTEST_NICKNAME = 3

Title = Literal["man", "woman", "elected", ""]


@dataclass(frozen=True, slots=True)
class Name:
    """A name, folded: "Rafter (J)" has the surname "rafter" and the given names ("j",)."""

    given: tuple[str, ...]
    surname: str
    title: Title

    @property
    def whole(self) -> bool:
        """Whether a given name is written out, so that it tells people of one surname apart."""
        return any(len(name) > 1 for name in self.given)


@cache
def parted(name: str, honorific: str | None) -> Name:
    """The parts of a name as an attendance list has it, and what its honorific says of the person."""
    name = _SPLIT_PREFIX.sub(lambda match: match[1] + ("'" if len(match[1]) == 1 else ""), name.replace("_", " "))
    bracket = _BRACKET.search(name)
    tokens = _TOKEN.findall(name[: bracket.start()] if bracket else name)
    start = len(tokens) - 1
    while start > 0 and _is_particle(tokens[start - 1]):  # "van der Berg", "Ó Dálaigh"
        start -= 1
    if start == 0 and len(tokens) > 2 and len(tokens[0]) > _SHORTEST_NICKNAME - 1:
        start = 1  # "Van Lee", whose given name is one
    given = [*tokens[: max(start, 0)], *(_TOKEN.findall(bracket[1]) if bracket else ())]
    surname = fold("".join(tokens[max(start, 0) :]))
    return Name(tuple(part for token in given for part in _given(token)), surname, _title(honorific))


def _is_particle(token: str) -> bool:
    return token.lower() in words().particles and not re.fullmatch("[A-Z]", token)  # "T. Lee" has an initial


def _given(token: str) -> Sequence[str]:
    """A given name, folded; letters run together are initials: "PJ"."""
    if token.isupper() and len(token) <= _SHORTEST_NICKNAME and not re.search("[AEIOU]", token[1:]):
        return fold(token)
    return [fold(token)]


def _title(honorific: str | None) -> Title:
    lists = load("people").words
    folded = {fold(word) for word in re.findall(r"[^\s/]+", honorific or "")}
    for title, known in (("elected", "elected"), ("woman", "women"), ("man", "men")):
        if folded & {fold(word) for word in lists[known]}:
            return title  # type: ignore[return-value]
    return ""


def same_given(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether given names may be one person's: equal, an initial, a short form; middle names do not contradict."""
    if not one or not other:
        return True
    if not _alike(one[0], other[0]):
        short, long = sorted((one, other), key=len)
        return len(short) == 1 and len(short[0]) > 1 and short[0] in long  # called by a middle name
    return all(_alike(a, b) for a, b in zip(one[1:], other[1:], strict=False))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 1 or (len(short) >= _SHORTEST_NICKNAME and long.startswith(short)):
        return long.startswith(short)
    return bool(_nicknames().get(one, frozenset()) & _nicknames().get(other, frozenset()))


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """For each given name, the rows of the table in which it stands."""
    found: dict[str, set[str]] = {}
    for row in load("people").words["nicknames"]:
        for name in row.split():
            found.setdefault(fold(name), set()).add(row)
    return {name: frozenset(rows) for name, rows in found.items()}


def misspelt(one: str, other: str) -> bool:
    """Whether two surnames may be one, spelt or scanned differently."""
    return min(len(one), len(other)) >= _SHORTEST_ALIKE and one[0] == other[0] and ratio(one, other) >= _ALIKE


def name_of(seat: Seat) -> Name:
    """The parts of the name of somebody listed."""
    return parted(seat.name, seat.honorific)


def surname_of(name: str) -> str:
    """The surname in a name that may have titles before it, folded."""
    return parted(_untitled(name), None).surname


def is_called(name: str, wanted: str) -> bool:
    """Whether a name may be the one wanted: surname and given names, in full or in part; or the words of an office."""
    one, other = parted(_untitled(name), None), parted(_untitled(wanted), None)
    if one.surname == other.surname and same_given(one.given, other.given):
        return True
    return set(_folded(wanted)) <= set(_folded(name))


def _untitled(name: str) -> str:
    tokens = name.split()
    while len(tokens) > 1 and words().titled(tokens[0]):
        del tokens[0]
    return " ".join(tokens)


def _folded(name: str) -> Iterator[str]:
    return (fold(word.strip("(),;:")) for word in _untitled(name).split())
