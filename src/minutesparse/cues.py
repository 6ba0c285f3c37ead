"""Which cues stand in a text: one pass over its words serves every rule that asks.

Most rules have nothing to say about most sentences. Each cue is filed under a word of its own, so that a text is asked
only for the few cues that its words may begin; what a word begins is remembered, for words come again. Lists of cues
are bits of one number, so that what stands in a text is told apart for all rules of a group at once.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_OPENING = 3
_TEXTS = 16384  # whose cues are remembered: each sentence of a document is asked about many times, group by group
_WORDS = 32768
LONGEST = 2000  # characters of a text that is remembered
lower = lru_cache(maxsize=64)(str.lower)  # rule after rule asks for the same text


class Cues:
    """Lists of cues, lower-case strings that begin where a word begins, to be looked for together."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}  # by cue: of all lists that it is in
        self._lists: dict[frozenset[str], int] = {}
        self._filed: dict[str, list[tuple[str, str]]] = {}  # by the first letters of a word: that word, and the cue
        self._unfiled: list[str] = []  # begin with no word, or with one too short to file it by
        self._begun: dict[str, tuple[int, tuple[str, ...]]] = {}  # words that cues begin with, as they came …
        self._idle: set[str] = set()  # … and those that none begins with
        self._remembered = lru_cache(maxsize=_TEXTS)(self._standing_in)

    def add(self, cues: Iterable[str]) -> int:
        """Look for these as well from now on; the bit that tells wherever one of them stands."""
        listed = frozenset(cues)
        if listed not in self._lists:
            self._lists[listed] = bit = 1 << len(self._lists)
            for cue in sorted(listed):
                if cue not in self._bits:
                    self._file(cue)
                self._bits[cue] = self._bits.get(cue, 0) | bit
            self._begun.clear()
            self._idle.clear()
            self._remembered.cache_clear()
        return self._lists[listed]

    def standing_in(self, text: str) -> int:
        """The bits of the lists of which a cue stands in a text."""
        return self._remembered(text) if len(text) <= LONGEST else self._standing_in(text)

    def _standing_in(self, text: str) -> int:
        lowered, bits = lower(text), self._bits
        if len(lowered) != len(text):  # "İ", the one letter that lower case makes two of
            lowered = text.replace("İ", "I").lower()
        found = 0
        for cue in self._unfiled:
            if cue in lowered:
                found |= bits[cue]
        for word in set(_WORD.findall(lowered)).difference(self._idle):
            sure, possible = self._begun.get(word) or self._cues_of(word)
            found |= sure
            for cue in possible:
                if cue in lowered:
                    found |= bits[cue]
        return found

    def _cues_of(self, word: str) -> tuple[int, tuple[str, ...]]:
        """The bits of the cues that stand wherever this word does, and the cues that stand in some texts with it."""
        if len(self._begun) + len(self._idle) > _WORDS:
            self._begun.clear()
            self._idle.clear()
        sure, possible = 0, []
        for key, cue in self._filed.get(word[:_OPENING], ()):
            if word.startswith(cue):
                sure |= self._bits[cue]
            elif word.startswith(key):
                possible.append(cue)
        if sure or possible:
            self._begun[word] = sure, tuple(possible)
        else:
            self._idle.add(word)
        return sure, tuple(possible)

    def _file(self, cue: str) -> None:
        if word := _word(cue):
            self._filed.setdefault(word[:_OPENING], []).append((word, cue))
        else:
            self._unfiled.append(cue)


def _word(cue: str) -> str | None:
    """The longest beginning of some word in every text in which the cue stands; None where none is known."""
    known = [""]
    for word in _WORD.finditer(cue):
        long, after = len(word[0]) >= _OPENING, cue[word.end() : word.end() + 1]
        begins = word.start() > 0 or (word[0].isalpha() and (long or after == " "))
        if begins and (long or after):  # a short word at the end of a cue may be the beginning of any
            known.append(word[0])
    return max(known, key=len) or None
