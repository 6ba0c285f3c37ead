"""How alike what two meetings say is: by the words that tell matters apart, the rarer the weightier."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import JaroWinkler

from minutesparse.people import fold
from minutesparse.rules import load

_WORD = re.compile(r"[^\W\d_]+(?:['’‘`-][^\W\d_]+)*|\d[\d./,-]*\d|\d")
_STOP = re.compile(r"[.?!:“\"]")
_STEM = 5  # letters by which the forms of a word are found: "resurface", "resurfacing"
_OPENING = 4  # letters that the forms of a word have in common at least
_ALIKE = 0.88  # of 1: two forms or spellings of a word
_IN_NAME = 0.3  # what a further word of a name weighs, of its own weight: "Mill Lane" tells little more than "Mill"
_MANY = 1000.0  # as if so many items had been seen: in a small archive, no word is common yet


@dataclass(frozen=True, slots=True)
class Words:
    """What an item says, as it is compared: its telling words, and which of them are names or numbers, which not.

    A word may be both ("quarry lorries in Quarry Lane"), and neither where only the beginning of a sentence has it.
    """

    telling: dict[str, float]  # the share of its weight that each has: the words of one name count little more than one
    naming: frozenset[str]
    plain: frozenset[str]


def words_of(text: str, spoken_by: Iterable[str] = ()) -> Words:
    """The telling words of a text, once each, without those of the people who speak or act in it."""
    left_out = {part for name in spoken_by for word in _WORD.findall(name) for part in fold(word).split("-")}
    telling: dict[str, float] = {}
    naming: set[str] = set()
    plain: set[str] = set()
    text = load("archive").patterns["day"].sub(" ", text)
    end, opens, named = 0, True, False
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        opens = opens or _STOP.search(between) is not None
        named = named and between in (" ", "’s ", "'s ", " & ", ".")
        end = match.end()
        number = match[0][0].isdigit()
        for part in [match[0]] if number else match[0].split("-"):
            word = _folded(part)
            names = part[:1].isupper() and not opens
            if (len(word) > 2 or number or part.isupper()) and word not in _empty() and word not in left_out:
                telling.setdefault(word, _IN_NAME if names and named else 1.0)
                if part.islower():
                    plain.add(word)
                elif names or number:
                    naming.add(word)
            named, opens = names or (named and word in _within_names()), False
    return Words(telling, frozenset(naming), frozenset(plain))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word).strip("/,-")


@cache
def _within_names() -> frozenset[str]:
    return frozenset(load("archive").words["within_names"])


@cache
def _empty() -> frozenset[str]:
    return frozenset(load("archive").words["empty"])


def stem(word: str) -> str:
    """The beginning by which a word is found whatever its ending."""
    return word[:_STEM] if word[:1].isalpha() else word


class Weights:
    """How much each word tells, from the number of items in which it, or another form of it, stands."""

    def __init__(self, items: Iterable[Words]) -> None:
        self._seen: Counter[str] = Counter()
        count = 0
        for item in items:
            count += 1
            self._seen.update({stem(word) for word in item.telling})
        self._known: dict[str, float] = {}
        self._logarithm = math.log(max(count, _MANY) + 1)

    def of(self, word: str) -> float:
        """The weight of a word; a number tells little by itself."""
        if (weight := self._known.get(word)) is None:
            weight = self._logarithm - math.log(self._seen[stem(word)] + 1)
            weight = self._known[word] = weight if word[:1].isalpha() else weight / 2
        return weight

    def within(self, item: Words, word: str) -> float:
        """The weight of a word in an item that has it."""
        return self.of(word) * item.telling[word]

    def whole(self, item: Words) -> float:
        """The weight of all words of an item."""
        return sum(self.within(item, word) for word in item.telling)

    def rarest(self, item: Words, most: int) -> list[str]:
        """The stems of the words that tell most of an item."""
        ranked = sorted(item.telling, key=lambda word: (-self.within(item, word), word))
        return [stem(word) for word in ranked[:most]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two items share: weight in common, weight of either, and the weight of names and numbers in one only."""

    shared: float
    words: int  # in common …
    plain: int  # … of which so many are surely neither names nor numbers
    named: float  # the weight in common of names
    one: float
    other: float
    apart: float  # the lesser of the weights of the names that only one of the two has

    @property
    def whole(self) -> float:
        """From 0 to 1: how much of both is common."""
        return self.shared / math.sqrt(self.one * self.other) if self.one and self.other else 0.0


def liken(one: Words, other: Words, weights: Weights) -> Likeness:
    """How alike two items are."""
    left = set(other.telling)
    shared, named, count, plain, alone = 0.0, 0.0, 0, 0, []
    for word in one.telling:
        twin = word if word in left else _twin(word, left)
        if twin is None:
            alone.append(word)
            continue
        left.discard(twin)
        weight = min(weights.within(one, word), weights.within(other, twin))
        shared += weight
        named += weight if word in one.naming and twin in other.naming and word[0].isalpha() else 0.0
        count += 1
        plain += word in one.plain and twin in other.plain
    apart = [
        sum(weights.within(item, word) for word in rest if word in item.naming)
        for rest, item in ((alone, one), (left, other))
    ]
    return Likeness(shared, count, plain, named, weights.whole(one), weights.whole(other), min(apart))


def _twin(word: str, others: Iterable[str]) -> str | None:
    """Another form or spelling of a word."""
    if len(word) < _STEM or not word.isalpha():
        return None
    close = [other for other in others if other[:_OPENING] == word[:_OPENING] and len(other) >= _STEM - 1]
    best = max(((JaroWinkler.similarity(word, other), other) for other in close), default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None
