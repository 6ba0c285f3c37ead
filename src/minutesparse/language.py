"""The one door to spaCy: a pipeline, and the sentences it splits a text into."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.lang.en import English

from minutesparse.rules import load as load_rules

# A stop, what closes with it, white space, and what may open a sentence.
_STOP = re.compile(r"([.!?…]+)([\"”’')\]]*)(\s+|$)(?=([\"“‘'(\[]*)(\w|[£$€*#&-]|$))")
_GLUED = re.compile(r"(?<=[a-z]{3})([.!?])()()(?=()[A-Z][a-z]+[\s,])")
_LAST_WORD = re.compile(r"[^\s(\[“\"]+$")
_ENUMERATOR = re.compile(r"(?:^|[.!?:;]\s+)\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})$")
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Z]$")
_FIRST_WORD = re.compile(r"[A-Za-z’']+")


@dataclass(frozen=True, slots=True)
class Language:
    """The rules by which sentences end."""

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
        return last not in self.abbreviations


@cache
def load() -> Language:
    """English: the abbreviations of spaCy and our own."""
    vocabulary = load_rules("language")
    known = {form.lower() for form in English.Defaults.tokenizer_exceptions if form.endswith(".") and len(form) > 2}
    final = frozenset(vocabulary.words["final"])
    openers = frozenset(vocabulary.words["openers"])
    return Language(frozenset(known | set(vocabulary.words["abbreviations"])) - final, final, openers)
