"""The same matter at one meeting after another: the mentions of it, strung on threads."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from minutesparse.archive.likeness import Likeness, Weights, Words, liken
from minutesparse.archive.meetings import Meeting

_RAREST = 6  # words of an item by which threads are looked up
_MOST = 40  # threads compared with an item, those that share most of its rarer words
_LATEST = 3  # mentions of a thread that are compared, beside the first

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Mention(Generic[Item]):
    """An item as it stands in one meeting; `at` is that meeting's number among the body's, `key` the item's own."""

    at: int
    meeting: Meeting
    item: Item
    words: Words
    key: str = ""


@dataclass
class Thread(Generic[Item]):
    """One matter and its mentions, in order."""

    mentions: list[Mention[Item]] = field(default_factory=list)

    @property
    def last(self) -> Mention[Item]:
        """The latest mention."""
        return self.mentions[-1]

    def compared(self) -> list[Mention[Item]]:
        """The mentions that another is compared with: a long history need not be read again each time."""
        return self.mentions if len(self.mentions) <= _LATEST else [self.mentions[0], *self.mentions[-_LATEST:]]


def days_between(one: Meeting, other: Meeting) -> int | None:
    """How many days lie between two meetings, as far as their dates tell."""
    if one.day is None or other.day is None:
        return None
    return abs((first_day(other.day) - first_day(one.day)).days)


def first_day(partial: str) -> date:
    """The first day that a date in ISO 8601, whole or in part, may mean."""
    year, month, day, *_ = [*(int(part) for part in partial.split("-")), 1, 1]
    return date(year, month, day)


Judge = Callable[[Mention[Item], Thread[Item], Likeness], float]  # how surely a mention is of a thread; 0: it is not


def string(mentions: Sequence[Mention[Item]], judge: Judge[Item], weights: Weights, longest: int) -> list[Thread[Item]]:
    """The threads that mentions of one body's meetings, in order, make; `longest` days may lie between two of them."""
    threads: list[Thread[Item]] = []
    found_by: defaultdict[str, list[int]] = defaultdict(list)
    for group in _by_meeting(mentions):
        pairs: list[tuple[float, int, int]] = []
        for number, mention in enumerate(group):
            for candidate in _candidates(mention, weights, found_by, threads, longest):
                thread = threads[candidate]
                likes = (liken(mention.words, old.words, weights) for old in thread.compared())
                score = max(judge(mention, thread, like) for like in likes)
                if score > 0:
                    pairs.append((score, number, candidate))
        placed: dict[int, int] = {}
        for _, number, candidate in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if number not in placed and candidate not in placed.values():  # one meeting tells a matter once
                placed[number] = candidate
        for number, mention in enumerate(group):
            if number not in placed:
                placed[number] = len(threads)
                threads.append(Thread())
            threads[placed[number]].mentions.append(mention)
            for word in _signs(mention, weights):
                if placed[number] not in found_by[word][-1:]:
                    found_by[word].append(placed[number])
    return threads


def _by_meeting(mentions: Sequence[Mention[Item]]) -> Iterator[list[Mention[Item]]]:
    start = 0
    for end in range(1, len(mentions) + 1):
        if end == len(mentions) or mentions[end].at != mentions[start].at:
            yield list(mentions[start:end])
            start = end


def _candidates(
    mention: Mention[Item],
    weights: Weights,
    found_by: dict[str, list[int]],
    threads: Sequence[Thread[Item]],
    longest: int,
) -> list[int]:
    """The threads that share most of the rarer words and are not too long ago; older ones are let go of."""
    sharing: defaultdict[int, int] = defaultdict(int)
    for word in _signs(mention, weights):
        known = found_by.get(word, [])
        recent = [n for n in known if (days_between(threads[n].last.meeting, mention.meeting) or 0) <= longest]
        if len(recent) < len(known):
            found_by[word] = recent
        for number in recent:
            sharing[number] += 1
    return sorted(sharing, key=lambda number: (-sharing[number], -number))[:_MOST]


def _signs(mention: Mention[Item], weights: Weights) -> list[str]:
    """What a mention is looked up by: its rarer words, and its number."""
    return [*weights.rarest(mention.words, _RAREST), *([f"#{mention.key}"] if mention.key else [])]
