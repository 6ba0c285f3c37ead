"""Tasks stated in prose: "The Clerk will write to …", "JS agreed to circulate …", "asked the Chair to contact …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutesparse.document import Sentence
from minutesparse.extractors.actions.task import Range, Reader, Task
from minutesparse.people import subject
from minutesparse.record import Party
from minutesparse.rules import Hit

_BOUNDARY = re.compile(r"(?:[,;:–—]\s+|\s-\s+|[.)]\s+|\b(?:that|and|which|so|but|when|while|therefore|with|then)\s+)")
_PIECE = re.compile(r"(?:;\s+|\s[-–—]\s+)")
_JOINED = re.compile(r"(?:\b(?:and|but|who)|,)$")
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
    sentence = prose.sentences[index]
    reader = prose.reader
    if len(sentence.text) > 2000:
        return
    hit = reader.words.first("stated", sentence.text)
    if hit is None:
        return
    owners: tuple[Party, ...] = ()
    for match in hit.rule.pattern.finditer(sentence.text):
        found = Hit(hit.rule, match)
        if hit.rule.value == "object":
            owners = _given(reader, found)
        elif hit.rule.value == "head":
            owners = _head(reader, sentence.text[: match.start()])
        else:
            owners = _doer(prose, index, match.start())
        if owners:
            hit = found
            break
    if not owners:
        return
    start, end = _piece(sentence, hit.match.start())
    due = reader.due(start, end)
    yield Task(start, end, "stated", hit.rule.id, hit.rule.confidence, owners=owners, due=due)


def _given(reader: Reader, hit: Hit) -> tuple[Party, ...]:
    """Whom the words ask or direct."""
    words = hit.match["who"]
    return () if _PRONOUN.fullmatch(words.strip()) else reader.parties(words)


def _head(reader: Reader, before: str) -> tuple[Party, ...]:
    """Who alone stands before the verb, at the head of the sentence or after a dash or semicolon."""
    words = _PIECE.split(before)[-1].strip()
    return reader.parties(words) if len(words) <= 90 else ()


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
        if owners := prose.reader.parties(words, sure=False):
            return owners
    if _JOINED.search(text):
        return _pronoun(prose, index)
    return ()


def _pronoun(prose: _Prose, index: int) -> tuple[Party, ...]:
    """The party with whom the sentence or the one before it begins."""
    sentence = prose.sentences[index]
    for earlier in (sentence, *([prose.sentences[index - 1]] if index else [])):
        if earlier.block == sentence.block and (found := subject(earlier.text)):
            words = earlier.text[slice(*found)]
            if not _PRONOUN.fullmatch(words) and (owners := prose.reader.parties(words, sure=True)):
                return owners
    return ()


def _piece(sentence: Sentence, at: int) -> Range:
    """The part of the sentence between dashes or semicolons that holds this place, the sentence where there are none."""
    start, end = 0, len(sentence.text)
    for match in _PIECE.finditer(sentence.text):
        if match.end() <= at and match.group()[0] != ";" and match.end() > 0:
            start = match.end()
        elif match.group()[0] == ";":
            if match.end() <= at:
                start = match.end()
            else:
                end = match.start()
                break
    return sentence.start + start, sentence.start + end
