"""Which cues stand in a text: one pass over its words serves every rule that asks.

Most rules have nothing to say about most sentences. Each cue is filed under a word of its own, so that a text is asked
only for the few cues that its words may begin; what a word begins is remembered, for words come again. Lists of cues
are bits of one number, so that what stands in a text is told apart for all rules of a group at once.
"""

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_

_WORD = re.compile(r"[^\W_]+")
_OPENING = 3
_TEXTS = 65536  # whose cues are remembered: each sentence of a document is asked about many times, group by group
_TOKENS = 65536
_PIECE, _LAP = 20_000, 500  # a search for words in more than 30,000 characters is many times slower for each of them
LONGEST = 2000  # characters of a text that is remembered

lower = lru_cache(maxsize=64)(str.lower)  # rule after rule asks for the same text


class Cues:
    """Lists of cues, lower-case strings that begin where a word begins, to be looked for together."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}  # by cue: of all lists that it is in
        self._lists: dict[frozenset[str], int] = {}
        self._filed: dict[str, list[tuple[str, str]]] = {}  # by the first letters of a word: that word, and the cue
        self._unfiled: list[tuple[str, str]] = []  # no word that begins in them is known: what they begin with, and all
        self._short: list[str] = []  # stand in every other word
        self._begun: dict[str, tuple[int, tuple[str, ...]]] = {}  # tokens that cues stand or begin in, as they came …
        self._idle: set[str] = set()  # … and all others
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
        if len(text) <= LONGEST:
            return self._remembered(text)
        pieces = (text[start : start + _PIECE + _LAP] for start in range(0, len(text), _PIECE))
        return reduce(or_, map(self._standing_in, pieces))

    def _standing_in(self, text: str) -> int:
        lowered, bits, found = lower(text), self._bits, 0
        if len(lowered) != len(text):  # "İ", the one letter that lower case makes two of
            lowered = text.replace("İ", "I").lower()
        for cue in self._short:
            if cue in lowered:
                found |= bits[cue]
        for token in set(lowered.split()).difference(self._idle):
            standing, begun = self._begun.get(token) or self._begun_in(token)
            found |= standing
            for cue in begun:
                if bits[cue] & ~found and cue in lowered:
                    found |= bits[cue]
        return found

    def _file(self, cue: str) -> None:
        if word := _word(cue):
            self._filed.setdefault(word[:_OPENING], []).append((word, cue))
        elif len(cue) < _OPENING and cue.isalpha():
            self._short.append(cue)
        else:
            self._unfiled.append((cue.split()[0], cue))

    def _begun_in(self, token: str) -> tuple[int, tuple[str, ...]]:
        """The bits of the cues that stand in a token, and the cues of several tokens that may begin in it."""
        if len(self._begun) + len(self._idle) >= _TOKENS:
            self._begun.clear()
            self._idle.clear()
        cues = {cue for part, cue in self._unfiled if part in token}
        for word in _WORD.findall(token):
            cues.update([cue for key, cue in self._filed.get(word[:_OPENING], ()) if word.startswith(key)])
        standing = {cue for cue in cues if cue in token}
        begun = reduce(or_, (self._bits[cue] for cue in standing), 0), tuple(cues - standing)
        if cues:
            self._begun[token] = begun
        else:
            self._idle.add(token)
        return begun


def _word(cue: str) -> str | None:
    """The longest beginning of some word in every text in which the cue stands; None where none is known."""
    known = [""]
    for word in _WORD.finditer(cue):
        long, after = len(word[0]) >= _OPENING, cue[word.end() : word.end() + 1]
        begins = word.start() > 0 or (word[0].isalpha() and (long or after == " "))
        if begins and (long or after):  # a short word at the end of a cue may be the beginning of any
            known.append(word[0])
    return max(known, key=len) or None
