"""The one door to spaCy: a pipeline, and the sentences that a text is split into."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from minutesparse.rules import load as load_rules

if TYPE_CHECKING:
    from spacy.lang.en import English

# A stop, what closes with it, white space, and what may open a sentence.
_STOP = re.compile(r"([.!?…]+)([\"”’')\]]*)(\s+|$)(?=([\"“‘'(\[]*)(\w|[£$€*#&-]|$))")
_GLUED = re.compile(r"(?<=[a-z]{3})([.!?])()()(?=()[A-Z][a-z]+[\s,])")
_LAST_WORD = re.compile(r"[^\s(\[“\"]+$")
_ENUMERATOR = re.compile(r"(?:^|[.!?:;]\s+)\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})$")
_NEXT_ITEM = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})\)\s")  # "b) The Clerk …", run on within a paragraph
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Z]$")
_FIRST_WORD = re.compile(r"[A-Za-z’']+")


@dataclass(frozen=True)
class Language:
    """A spaCy pipeline, blank English, and the rules by which sentences end."""

    abbreviations: frozenset[str]  # lower case, with their full stop; no sentence ends after them …
    final: frozenset[str]  # … but after these it does where the next word begins one
    openers: frozenset[str]  # words that begin sentences

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """The sentences of a passage as half-open ranges of its characters, without the white space between them."""
        ends = [match.end(2) for match in _STOP.finditer(text) if self._ends(text, match)]
        ends += [match.end(1) for match in _GLUED.finditer(text)]
        ranges, start = [], 0
        for end in (*sorted(ends), len(text)):
            while start < end and text[start].isspace():
                start += 1
            stop = end
            while stop > start and text[stop - 1].isspace():
                stop -= 1
            if stop > start:
                ranges.append((start, stop))
            start = end
        return ranges

    def _ends(self, text: str, match: re.Match[str]) -> bool:
        """Whether the sentence ends at this stop."""
        if match.end() >= len(text) or match[1] != ".":
            return match.end() >= len(text) or not match[5].islower()
        if _NEXT_ITEM.match(text, match.end()):
            return True
        if match[5].islower():
            return False
        before = text[max(0, match.start() - 40) : match.start()]
        following = _FIRST_WORD.match(text, match.end() + len(match[4]))
        opens = following is not None and following[0].lower() in self.openers
        if _ENUMERATOR.search(before) and len(before) < 40:
            return False
        if _INITIAL.search(before):
            return opens
        word = _LAST_WORD.search(before)
        last = (word[0] if word else "").lower() + "."
        if last in self.final:
            return opens
        if last in self.abbreviations:
            return False
        return "." not in last[:-1] or opens or not self._is_one_token(last)

    def _is_one_token(self, word: str) -> bool:
        """Whether spaCy keeps a word and its full stop together, as it does with "h.m.i." but not with "rowe.org."."""
        return len(self.nlp.make_doc(word)) == 1

    @cached_property
    def nlp(self) -> "English":
        """The pipeline; loaded when a word is asked about that the rules do not know, which many texts do not hold.

        Importing spaCy takes longer than reading a set of minutes.
        """
        from spacy.lang.en import English

        return English()


@cache
def load() -> Language:
    """English."""
    words = load_rules("language").words
    return Language(*(frozenset(words[name]) for name in ("abbreviations", "final", "openers")))
