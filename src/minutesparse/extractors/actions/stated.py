"""Tasks stated in prose: "The Clerk will write to …", "JS agreed to circulate …", "asked the Chair to contact …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutesparse.document import Sentence
from minutesparse.extractors.actions.task import Reader, Task, Trust
from minutesparse.record import Party
from minutesparse.rules import Hit

_BOUNDARY = re.compile(
    r"[,;:–—•]\s+|\s-\s+|[.)]\s+|(?<!\bof)(?<!\bby)(?<!\bfrom)(?<!\bwith)(?<!\bfor)(?<!\bto)(?<!\bin)(?<!\bat)(?<!\bon)\s(?=the\s)"
    r"|\b(?:that|and|which|so|but|however|when|while|therefore|then|said|says|stated|confirmed|advised|indicated|added|noted"
    r"|reported|commented|explained|agreed|promised|assured|thanked|as|with)\s+",
    re.IGNORECASE,
)
_CUES = (" to ", " will ", " would ", " shall ", "action", "’ll ", "'ll ", "agree", "asked", "request", " should ")
_PART = re.compile(r"\s*[;•]\s+")
_NUMBER = re.compile(r"^\W*(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+)?")
_GENERAL = ("will", "means-to")  # rules that fit what an organisation does in general
_HEAD = re.compile(r"\s[-–—]\s+|[(:]\s*")
_DASH = re.compile(r"\s[-–—]\s+")
_VOICED = re.compile(
    r"(?:\b(?:and|but|which)|[,;])\s+(?P<who>(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*|[Tt]he\s\w+(?:\s\w+)?)\s+"
    r"(?:said|says|stated|confirmed|advised|explained|replied|added|agreed|reported|commented)\b"
)
# What is done on top of the rest is often routine; "but would" takes something on.
_CONTRASTED = re.compile(r"\bbut$")
_SAID = re.compile(
    r"\b(?:said|says|stated|confirmed|advised|indicated|added|explained|commented|promised|reported|noted|agreed)(?:\sthat)?\s*$"
)
# Capitalised words after a word that neither ends a phrase nor leads on to them.
_CAPITALS = re.compile(
    r"(?<![A-Z])\b(?!(?:of|by|from|with|for|to|in|at|on|and|or|the|than|as|via|a|an|let|help|asked|if)\s)[a-z]+\s+"
    r"(?P<who>(?:[A-Z][\w.’'-]*\s+){0,4}[A-Z][\w.’'-]*)$"
)
_JOINED = re.compile(r"(?:\b(?:and|but)|,)$")
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
    """The tasks of a sentence, one for each of its parts between semicolons or bullets."""
    sentence = prose.sentences[index]
    if len(sentence.text) > 2000 or not any(cue in sentence.text.lower() for cue in _CUES):
        return
    start = 0
    for stop in [*_PART.finditer(sentence.text), None]:
        end = stop.start() if stop else len(sentence.text)
        if task := _task(prose, index, start, end):
            yield task
        start = stop.end() if stop else end


def _task(prose: _Prose, index: int, start: int, end: int) -> Task | None:
    """The task in a part of a sentence: the first rule decides that matches it and finds an owner."""
    sentence = prose.sentences[index]
    text = sentence.text[start:end]
    lowered = text.lower()
    general = prose.reader.words.patterns["organisation"]
    for rule in prose.reader.words.groups["stated"]:
        if rule.cues and not any(cue in lowered for cue in rule.cues):
            continue
        for match in rule.pattern.finditer(text):
            if rule.drop:
                return None
            owners = _owners(prose, index, Hit(rule, match))
            if owners and not (rule.id in _GENERAL and all(general.fullmatch(o.text) and not o.name for o in owners)):
                dashes = [m.end() for m in _DASH.finditer(text, 0, match.start())]
                first = sentence.start + start + (dashes[-1] if dashes else 0)
                last = sentence.start + end
                if enumerator := _NEXT.search(text):
                    last = sentence.start + start + enumerator.start()
                due = prose.reader.due(first, last)
                return Task(first, last, "stated", rule.id, rule.confidence, owners=owners, due=due)
    return None


def _owners(prose: _Prose, index: int, hit: Hit) -> tuple[Party, ...]:
    """Who is to do it: `value` of the rule says where they stand."""
    before = hit.match.string[: hit.match.start()].rstrip()
    if hit.rule.value == "object":
        return _given(prose.reader, hit)
    if hit.rule.value.startswith("head"):
        return _head(prose, index, before, "known" if hit.rule.value == "head-known" else "fair")
    return _doer(prose, index, before, _CONTRASTED if hit.rule.id in _GENERAL else _JOINED)


def _given(reader: Reader, hit: Hit) -> tuple[Party, ...]:
    """Whom the words ask or direct."""
    words = next(words for words in hit.match.groups() if words)
    return () if _PRONOUN.fullmatch(words.strip()) else reader.parties(words, "fair")


def _head(prose: _Prose, index: int, before: str, trust: Trust) -> tuple[Party, ...]:
    """Who alone stands before the verb, at the head of the sentence, in brackets, or after a dash, colon or comma."""
    words = _NUMBER.sub("", _HEAD.split(before)[-1].strip())
    if _PRONOUN.fullmatch(words):
        return _speaker(prose, index, "")
    owners = prose.reader.parties(words, trust) if len(words) <= 90 else ()
    if trust == "known":
        return owners if len(words.split()) <= 6 else ()
    return owners or prose.reader.parties(words.rpartition(", ")[2], "known")


def _doer(prose: _Prose, index: int, text: str, joined: re.Pattern[str]) -> tuple[Party, ...]:
    """Who stands at the end of the words before a verb: a party, or a pronoun that goes back to one."""
    patterns = prose.reader.words.patterns
    first = max(0, len(text) - 110)
    if text.endswith(":") and len(text) < 60:  # "Jo: will write"
        return prose.reader.parties(text[:-1], "fair")
    starts = [match.end() for match in _BOUNDARY.finditer(text, first)]
    for start in [0, *starts] if first == 0 else starts:
        words = text[start:].strip()
        if not words:
            continue
        if _PRONOUN.fullmatch(words):
            return _speaker(prose, index, text[:start])
        words = patterns["closer"].sub("", patterns["opener"].sub("", _NUMBER.sub("", words)))
        if owners := prose.reader.parties(words, "fair"):
            return owners
    if (run := _CAPITALS.search(text)) and (owners := prose.reader.parties(run["who"], "known")):
        return owners
    if joined.search(text):
        return prose.reader.opening(text)[0]
    return ()


def _speaker(prose: _Prose, index: int, before: str) -> tuple[Party, ...]:
    """Whom a pronoun means: who said so just before it, who speaks in the sentence, or opened the one before."""
    reader = prose.reader
    if said := _SAID.search(before):
        starts = [0, *(m.end() for m in _BOUNDARY.finditer(before, max(0, said.start() - 110), said.start()))]
        for start in starts:
            words = before[start : said.start()].strip()
            if words and not _PRONOUN.fullmatch(words) and (owners := prose.reader.parties(words, "fair")):
                return owners
    for at in range(index, max(index - 2, -1), -1):
        if prose.sentences[at].block != prose.sentences[index].block:
            break
        speaker = prose.speakers[at]
        if speaker and speaker.name:
            return (speaker,)
        if speaker and not _PRONOUN.fullmatch(speaker.text) and (owners := reader.parties(speaker.text, "known")):
            return owners
        text = prose.sentences[at].text
        if owners := reader.opening(text)[0]:
            return owners
        for voiced in _VOICED.finditer(text):
            if owners := reader.parties(voiced["who"], "known"):
                return owners
    return ()
