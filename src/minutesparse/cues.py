"""Which cues stand in a text: one pass over its words serves every rule that asks.

Most rules have nothing to say about most sentences. Each cue is filed under the first letters of its first word; of
the hundreds in a file only those are looked for with whose letters a word of the text begins.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_OPENING = 3
_KEPT = 1024  # texts whose cues are remembered: each sentence of a document is asked about many times, group by group


class Cues:
    """Cues, lower-case strings that begin where a word begins, to be looked for together."""

    def __init__(self, cues: Iterable[str]) -> None:
        self._filed: dict[str, list[str]] = {}
        self._unfiled: list[str] = []  # begin with no word, or with one too short to file it by
        for cue in sorted(set(cues)):
            opening = _opening(cue)
            filed = self._unfiled if opening is None else self._filed.setdefault(opening, [])
            filed.append(cue)
        self._openings = frozenset(self._filed)
        self.standing_in = lru_cache(maxsize=_KEPT)(self._standing_in)

    def _standing_in(self, text: str) -> frozenset[str]:
        """The cues that stand in a text."""
        lowered, openings = _read(text)
        found = [cue for cue in self._unfiled if cue in lowered]
        for opening in openings & self._openings:
            found += [cue for cue in self._filed[opening] if cue in lowered]
        return frozenset(found)


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> tuple[str, frozenset[str]]:
    """A text in lower case, and the first letters of its words."""
    lowered = text.lower()
    return lowered, frozenset([word[:_OPENING] for word in _WORD.findall(lowered)])


def _opening(cue: str) -> str | None:
    """The letters with which some word begins in every text in which the cue stands; None where that is not known."""
    for word in _WORD.finditer(cue):
        long, after = len(word[0]) >= _OPENING, cue[word.end() : word.end() + 1]
        begins = word.start() > 0 or (word[0].isalpha() and (long or after == " "))
        if begins and (long or after):  # a short word at the end of a cue may be the beginning of any
            return word[0][:_OPENING]
    return None
