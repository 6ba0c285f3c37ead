"""Tasks stated in prose: "The Clerk will write to …", "JS agreed to circulate …", "asked the Chair to contact …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutesparse.document import Sentence
from minutesparse.extractors.actions.task import Range, Reader, Task
from minutesparse.people import subject
from minutesparse.record import Party
from minutesparse.rules import Hit

_BOUNDARY = re.compile(
    r"[,;:–—•]\s+|\s-\s+|[.)]\s+|(?<!\bof)(?<!\bby)(?<!\bfrom)(?<!\bwith)(?<!\bfor)(?<!\bto)(?<!\bin)(?<!\bat)(?<!\bon)\s(?=the\s)"
    r"|\b(?:that|and|which|so|but|when|while|therefore|then|said|says|stated|confirmed|advised|indicated|added|noted"
    r"|reported|commented|explained|agreed|promised|assured|thanked)\s+"
)
_CUES = (" to ", " will ", " would ", " shall ", "action", "’ll ", "'ll ", "agree", "asked", "request", " should ")
_PIECE = re.compile(r"(?:[;•]\s+|\s[-–—]\s+)")
_JOINED = re.compile(r"(?:\b(?:and|but|who)|,)$")
_NEXT = re.compile(r"(?<=[.;])\s+\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]$")
_PRONOUN = re.compile(r"(?i:s?/?he|she|they|he/she|i)")


@dataclass(frozen=True)
class _Prose:
    reader: Reader
    sentences: Sequence[Sentence]
    speakers: Sequence[Party | None]


def find_stated(reader: Reader, sentences: Sequence[Sentence], speakers: Sequence[Party | None]) -> list[Task]:
    """The tasks that sentences state."""
    prose = _Prose(reader, sentences, speakers)
    return [task for index in range(len(sentences)) for task in _tasks(prose, index)]


def _tasks(prose: _Prose, index: int) -> Iterator[Task]:
    """The task of a sentence: the first rule decides that matches it and finds an owner."""
    sentence = prose.sentences[index]
    lowered = sentence.text.lower()
    if len(lowered) > 2000 or not any(cue in lowered for cue in _CUES):
        return
    for rule in prose.reader.words.groups["stated"]:
        if rule.cues and not any(cue in lowered for cue in rule.cues):
            continue
        for match in rule.pattern.finditer(sentence.text):
            if rule.drop:
                return
            if owners := _owners(prose, index, Hit(rule, match)):
                start, end = _piece(sentence, match.start())
                due = prose.reader.due(start, end)
                yield Task(start, end, "stated", rule.id, rule.confidence, owners=owners, due=due)
                return


def _owners(prose: _Prose, index: int, hit: Hit) -> tuple[Party, ...]:
    """Who is to do it: `value` of the rule says where they stand."""
    before = prose.sentences[index].text[: hit.match.start()]
    if hit.rule.value == "object":
        return _given(prose.reader, hit)
    if hit.rule.value == "head":
        return _head(prose.reader, before)
    return _doer(prose, index, hit.match.start())


def _given(reader: Reader, hit: Hit) -> tuple[Party, ...]:
    """Whom the words ask or direct."""
    words = next(words for words in hit.match.groups() if words)
    return () if _PRONOUN.fullmatch(words.strip()) else reader.parties(words, "fair")


def _head(reader: Reader, before: str) -> tuple[Party, ...]:
    """Who alone stands before the verb, at the head of the sentence or after a dash or semicolon."""
    words = _PIECE.split(before)[-1].strip()
    return reader.parties(words, "fair") if len(words) <= 90 else ()


def _doer(prose: _Prose, index: int, at: int) -> tuple[Party, ...]:
    """Who stands before the verb at this place of a sentence: a party, or a pronoun that goes back to one."""
    text = prose.sentences[index].text[:at].rstrip()
    first = max(0, len(text) - 110)
    starts = [match.end() for match in _BOUNDARY.finditer(text, first)]
    for start in [0, *starts] if first == 0 else starts:
        words = text[start:].strip()
        if not words:
            continue
        if _PRONOUN.fullmatch(words):
            speaker = prose.speakers[index]
            return (speaker,) if speaker and speaker.name else _pronoun(prose, index)
        if owners := prose.reader.parties(words, "fair"):
            return owners
    if _JOINED.search(text):
        return _opening(prose.reader, text)
    return ()


def _pronoun(prose: _Prose, index: int) -> tuple[Party, ...]:
    """The party with whom the sentence or the one before it begins."""
    sentence = prose.sentences[index]
    for earlier in (sentence, *([prose.sentences[index - 1]] if index else [])):
        if earlier.block == sentence.block and (owners := _opening(prose.reader, earlier.text)):
            return owners
    return ()


def _opening(reader: Reader, text: str) -> tuple[Party, ...]:
    """The known party with whom a sentence begins."""
    if found := subject(text):
        words = text[slice(*found)]
        if not _PRONOUN.fullmatch(words) and (owners := reader.parties(words, "known")):
            return owners
    first = text.split(maxsplit=7)[:7]
    for count in range(len(first) - 1, 0, -1):
        if first[count][0].islower() and (owners := reader.parties(" ".join(first[:count]), "known")):
            return owners
    return ()


def _piece(sentence: Sentence, at: int) -> Range:
    """The part of the sentence between dashes or semicolons that holds this place."""
    start, end = 0, len(sentence.text)
    for match in _PIECE.finditer(sentence.text):
        if match.end() <= at and match.group()[0] not in ";•":
            start = match.end()
        elif match.group()[0] in ";•":
            if match.end() <= at:
                start = match.end()
            else:
                end = match.start()
                break
    if enumerator := _NEXT.search(sentence.text, max(start, end - 8), end):
        end = enumerator.start()
    return sentence.start + start, sentence.start + end
