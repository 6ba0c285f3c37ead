"""Which cues stand in a text: one pass over its words serves every rule that asks.

Most rules have nothing to say about most sentences. Each cue is filed under a word of its own, so that a text is asked
only for the few cues that its words may begin; what a word begins is remembered, for words come again.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_OPENING = 3
_TEXTS = 16384  # whose cues are remembered: each sentence of a document is asked about many times, group by group
_WORDS = 32768
LONGEST = 2000  # characters of a text that is remembered
_NONE: frozenset[str] = frozenset()


class Cues:
    """Cues, lower-case strings that begin where a word begins, to be looked for together."""

    def __init__(self) -> None:
        self._filed: dict[str, list[tuple[str, str]]] = {}  # by the first letters of a word: that word, and the cue
        self._unfiled: list[str] = []  # begin with no word, or with one too short to file it by
        self._known: set[str] = set()
        self._remembered = lru_cache(maxsize=_TEXTS)(self._standing_in)
        self._begun_by = lru_cache(maxsize=_WORDS)(self._begun)

    def add(self, cues: Iterable[str]) -> None:
        """Look for these as well from now on."""
        for cue in sorted(set(cues) - self._known):
            if word := _word(cue):
                self._filed.setdefault(word[:_OPENING], []).append((word, cue))
            else:
                self._unfiled.append(cue)
            self._known.add(cue)
        self._remembered.cache_clear()
        self._begun_by.cache_clear()

    def standing_in(self, text: str) -> frozenset[str]:
        """The cues that stand in a text."""
        return self._remembered(text) if len(text) <= LONGEST else self._standing_in(text)

    def _standing_in(self, text: str) -> frozenset[str]:
        lowered = text.lower()
        found = {cue for cue in self._unfiled if cue in lowered}
        for word in set(_WORD.findall(lowered)):
            sure, possible = self._begun_by(word)
            if sure:
                found |= sure
            if possible:
                found.update([cue for cue in possible if cue in lowered])
        return frozenset(found)

    def _begun(self, word: str) -> tuple[frozenset[str], frozenset[str]]:
        """The cues that stand wherever this word does, and those that stand in some texts with it."""
        filed = [cue for key, cue in self._filed.get(word[:_OPENING], ()) if word.startswith(key)]
        sure = frozenset(cue for cue in filed if word.startswith(cue))
        return sure or _NONE, frozenset(filed) - sure or _NONE


def _word(cue: str) -> str | None:
    """The longest beginning of some word in every text in which the cue stands; None where none is known."""
    known = [""]
    for word in _WORD.finditer(cue):
        long, after = len(word[0]) >= _OPENING, cue[word.end() : word.end() + 1]
        begins = word.start() > 0 or (word[0].isalpha() and (long or after == " "))
        if begins and (long or after):  # a short word at the end of a cue may be the beginning of any
            known.append(word[0])
    return max(known, key=len) or None
