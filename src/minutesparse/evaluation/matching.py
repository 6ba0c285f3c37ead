"""When two texts, names or parties are the same, and which items of two lists belong together."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import TypeVar

from minutesparse.record import Party
from minutesparse.rules import load

# From which share of common words (token F1) two texts are the same item, title or phrase.
ITEM, TITLE, PHRASE = 0.60, 0.80, 0.60

_WORD = re.compile(r"\w+")
Wanted = TypeVar("Wanted")
Found = TypeVar("Found")


@lru_cache(maxsize=20_000)
def _counted(text: str) -> Counter[str]:
    return Counter(_words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower().replace("_", " "))


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(load("evaluation").words["honorifics"])


def name_key(name: str) -> str:
    """A name as it is compared: its words without honorifics, in lower case."""
    return " ".join(word for word in _words(name) if word not in _honorifics())


def same_name(one: str, other: str) -> bool:
    """Whether two names are one person's or body's."""
    return name_key(one) == name_key(other)


def likeness(one: str | None, other: str | None) -> float:
    """The F1 of the words of two texts, from 0 to 1."""
    ours, theirs = _counted(one or ""), _counted(other or "")
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def same_phrase(one: str | None, other: str | None) -> bool:
    """Whether two short texts say the same."""
    return likeness(one, other) >= PHRASE


def same_value(one: object, other: object) -> bool:
    """Whether two values of a closed list, numbers or dates are the same."""
    return str(one).strip().lower() == str(other).strip().lower()


def names_of(party: Party | None) -> list[str]:
    """The ways in which a party is named, the resolved name first."""
    return [name for name in (party.name, party.text) if name] if party else []


def same_party(names: Iterable[str | None], party: Party | None) -> bool:
    """Whether a party is the one of these names: by its resolved name, where there is none by the words of the text."""
    found = names_of(party)
    return bool(found) and name_key(found[0]) in {name_key(name) for name in names if name}


def pairs(
    wanted: Sequence[Wanted], found: Sequence[Found], similarity: Callable[[Wanted, Found], float], least: float
) -> list[tuple[int, int]]:
    """The indices of those that belong together, each item once, the most similar first, then the nearest."""
    scored = [
        (score, -abs(i - j), i, j)
        for i, one in enumerate(wanted)
        for j, other in enumerate(found)
        if (score := similarity(one, other)) >= least
    ]
    taken: list[tuple[int, int]] = []
    left, right = set(range(len(wanted))), set(range(len(found)))
    for _, _, i, j in sorted(scored, reverse=True):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            taken.append((i, j))
    return taken
