"""Sentences in which somebody expresses concern or seeks assurance, and the sentences that answer them."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from minutesparse.document import Block, Document, Sentence
from minutesparse.people import People
from minutesparse.record import Concern, ConcernKind, Party, Response
from minutesparse.rules import Hit, Vocabulary, load

_ENOUGH = 0.56  # evidence from which reported speech is taken for a concern
_ANSWERS = 5  # sentences that answer one concern, at most
_REPORTS = 0.45  # what the word of an officer, who reports rather than complains, loses
_UNVOICED = 0.25  # … and what is lost where nobody is said to say it
_REACH = 2  # blocks without an answer after which none is expected any more
_ALIKE = 2.0  # likeness from which the next to speak, in a block of their own, still speak of the concern
_STEM = re.compile(r"[a-z]{3,6}")


@dataclass(frozen=True, slots=True)
class _Answer:
    start: int
    end: int
    text: str
    by: Party | None
    goes_on: bool = False  # with the answer before it


@dataclass(slots=True)
class _Finding:
    """A sentence that voices a concern: why, how sure, who voices it, and what answers it."""

    index: int
    kind: ConcernKind
    rule: str
    confidence: float
    raised_by: Party | None = None
    answers: list[_Answer] = field(default_factory=list)


def find_concerns(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
) -> list[Concern]:
    """The concerns in order, without ids; `speakers` has who speaks in each sentence."""
    talk = _Talk(blocks, sentences, speakers, people)
    findings = {finding.index: finding for finding in talk.findings()}
    talk.answer(findings)
    return [
        Concern(
            kind=finding.kind,
            text=sentences[index].text,
            raised_by=finding.raised_by,
            responses=tuple(
                Response(text=answer.text, by=answer.by, span=document.span(answer.start, answer.end))
                for answer in finding.answers
            ),
            span=document.span(sentences[index].start, sentences[index].end),
            rule=finding.rule,
            confidence=finding.confidence,
        )
        for index, finding in findings.items()
    ]


class _Talk:
    """The sentences of a meeting, and who says what in them."""

    def __init__(
        self, blocks: Sequence[Block], sentences: Sequence[Sentence], speakers: Sequence[Party | None], people: People
    ) -> None:
        self.blocks = blocks
        self.sentences = sentences
        self.people = people
        self.vocabulary: Vocabulary = load("concerns")
        self.speakers = list(self._voices(speakers))

    def _voices(self, speakers: Sequence[Party | None]) -> Iterator[Party | None]:
        """Who speaks in each sentence; pronouns keep the words they go back to where nobody could be resolved."""
        last: Party | None = None
        for speaker, sentence in zip(speakers, self.sentences, strict=True):
            block = self.blocks[sentence.block]
            if block.kind == "label" and sentence.start == block.start and self.people.fits(block.marker):
                speaker = self.people.party(block.marker)
            if speaker is not None and self.vocabulary.patterns["pronoun"].fullmatch(speaker.text):
                speaker = speaker if speaker.name or last is None else last
            elif speaker is not None and not self._named(speaker.text):
                speaker = None
            last = speaker or last
            yield speaker

    def _named(self, words: str) -> bool:
        """Whether these words can name somebody who speaks."""
        patterns = self.vocabulary.patterns
        if self.people.fits(words) or patterns["crowd"].fullmatch(words):
            return True
        if not patterns["party"].fullmatch(words):
            return False
        if words.isupper():
            return len(words) > 1
        return not patterns["nobody_at_all"].match(words) and (" " in words or not self.people.attendees)

    def findings(self) -> Iterator[_Finding]:
        """The sentences that voice a concern or seek assurance, in order."""
        lead: tuple[str, Block] | None = None  # what kind of list a lead-in announces
        for index, sentence in enumerate(self.sentences):
            block = self.blocks[sentence.block]
            lead = lead if lead and self._lists(lead[1], sentence.block) else None
            if hit := self.vocabulary.first("lead", sentence.text):
                lead = (hit.rule.value, block)
                continue
            finding = self._judge(index)
            if finding is None and lead and self._entry(index):
                finding = _Finding(index, _kind(lead[0]), "concern.listed", 0.7)
            if finding is not None:
                yield finding

    def _entry(self, index: int) -> bool:
        """Whether a sentence is what a list of concerns or questions holds: no answer, nothing welcomed."""
        sentence = self.sentences[index]
        begins = sentence.start == self.blocks[sentence.block].start
        return begins and self.speakers[index] is None and not self.vocabulary.patterns["welcome"].match(sentence.text)

    def _lists(self, lead: Block, number: int) -> bool:
        """Whether this block still belongs to the list under a lead-in."""
        block = self.blocks[number]
        if block is lead or (block.kind == "item" and (lead.kind != "item" or block.level > lead.level)):
            return block is lead or self.blocks[number - 1] is lead or self.blocks[number - 1].kind == "item"
        return False

    def _judge(self, index: int) -> _Finding | None:
        """What this sentence voices, None for nothing; one of both kinds is a concern."""
        text = self.sentences[index].text
        if hit := self.vocabulary.first("concern", text) or self.vocabulary.first("assurance", text):
            return _Finding(index, _kind(hit.rule.value), hit.rule.id, hit.rule.confidence, self._raiser(index, hit))
        score, hit = self._evidence(index)
        if hit is None or score < _ENOUGH:
            return None
        return _Finding(index, "concern", hit.rule.id, round(score, 2), self._raiser(index, hit))

    def _evidence(self, index: int) -> tuple[float, Hit | None]:
        """How likely reported speech tells of trouble, and the cue that says so most clearly.

        The rows that match, and the language model where there is one, are taken as independent witnesses.
        """
        sentence = self.sentences[index]
        frame = self.vocabulary.first("voiced", sentence.text)
        if frame is None:
            return 0.0, None
        doubt = 1 - sentence.scores.get("concern", 0.0)
        strongest: Hit | None = None
        for rule in self.vocabulary.groups["trouble"]:
            if match := rule.pattern.search(sentence.text):
                doubt *= 1 - rule.confidence
                if strongest is None or rule.confidence > strongest.rule.confidence:
                    strongest = Hit(rule, match)
        score = (1 - doubt) * frame.rule.confidence
        if (who := self.speakers[index]) and self.vocabulary.first("office", self._standing(who)):
            score *= 1 - _REPORTS
        elif who is None and not self.vocabulary.patterns["impersonal"].search(sentence.text):
            score *= 1 - _UNVOICED
        for rule in self.vocabulary.groups["relief"]:
            if score >= _ENOUGH and rule.pattern.search(sentence.text):
                score *= 1 - rule.confidence
        return score, strongest

    def _standing(self, party: Party) -> str:
        """What a party is called, and the office it is listed with."""
        roles = (a.role for a in self.people.attendees if party.attendee_id and a.id == party.attendee_id)
        return " ".join((party.text, *(role or "" for role in roles)))

    def _raiser(self, index: int, hit: Hit) -> Party | None:
        """Who voices what this rule found; None where the text does not say."""
        patterns = self.vocabulary.patterns
        text = self.sentences[index].text
        for words in hit.match.groupdict().values():
            if words and self._named(words.strip()):
                return self.people.party(words)
        passive = "by" in hit.rule.pattern.groupindex  # who opens such a sentence did not voice it
        if not passive and self.speakers[index]:
            return self.speakers[index]
        before = text[: hit.match.end()]
        match = patterns["agent"].search(text) or (None if passive else patterns["subject"].search(before))
        if match and self._named(match["who"]):
            return self.people.party(match["who"])
        if passive:
            return None
        return self._submitter(self.sentences[index].block)

    def _submitter(self, number: int) -> Party | None:
        """Who submitted the question or motion under whose heading a block stands."""
        for block in reversed(self.blocks[max(0, number - 3) : number]):
            if block.kind == "heading":
                match = self.vocabulary.patterns["submitted"].search(block.text)
                return self.people.party(match["who"]) if match else None
        return None

    def answer(self, findings: dict[int, _Finding]) -> None:
        """Give each finding the sentences that answer it."""
        thread = _Thread(self)
        for index, sentence in enumerate(self.sentences):
            finding = findings.get(index)
            if finding is None:
                thread.follow(index)
            elif thread.answered_by(index, finding):
                continue
            else:
                thread.open(finding, self._clause(sentence, finding))
        thread.close()

    def _clause(self, sentence: Sentence, finding: _Finding) -> _Answer | None:
        """The clause of a question's own sentence that answers it."""
        hit = self.vocabulary.first("clause", sentence.text)
        if hit is None or (hit.rule.value == "assurance_sought" and finding.kind == "concern"):
            return None
        start, end = hit.match.span("answer")
        words = hit.match["by"]
        by = self.people.party(words) if words and self._named(words) else None
        return _Answer(sentence.start + start, sentence.start + end, sentence.text[start:end], by)

    def replies(self, first: int, last: int) -> bool:
        """Whether the headings among these blocks only announce a reply."""
        headings = [block.text for block in self.blocks[first:last] if block.kind == "heading"]
        return all(self.vocabulary.patterns["reply"].fullmatch(text) for text in headings)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much each stem tells sentences of this meeting apart."""
        counts = Counter(stem for sentence in self.sentences for stem in _stems(sentence.text))
        return {stem: math.log(1 + len(self.sentences) / count) for stem, count in counts.items()}

    def likeness(self, one: str, other: str) -> float:
        """How much two sentences speak of the same thing."""
        return sum(self.rarity.get(stem, 0.0) for stem in _stems(one) & _stems(other))


class _Thread:
    """The concerns that wait for an answer, and what has been answered."""

    def __init__(self, talk: _Talk) -> None:
        self.talk = talk
        self.waiting: list[_Finding] = []
        self.answers: list[_Answer] = []
        self.turn = ""  # who answered first
        self.now = ""  # who speaks
        self.block = 0  # of the last concern or answer
        self.home = 0  # the block of the concern
        self.formal = False  # whether this is under a heading of its own that says "Response"

    def open(self, finding: _Finding, clause: _Answer | None) -> None:
        """Wait for an answer to this one; with the last ones, where the same party goes on before anybody answered."""
        raiser = _key(finding.raised_by)
        after = self.waiting and finding.index == self.waiting[-1].index + 1
        if self.answers or not after or (raiser and self.raisers and raiser not in self.raisers):
            self.close()
        self.waiting.append(finding)
        self.block = self.home = self.talk.sentences[finding.index].block
        self.now = raiser
        if clause is not None:
            self.take(clause, _key(clause.by))

    def answered_by(self, index: int, finding: _Finding) -> bool:
        """Whether what somebody else is concerned by is itself an answer to the question before it."""
        raiser = _key(finding.raised_by)
        sentence = self.talk.sentences[index]
        if not self.waiting or not raiser or raiser in self.raisers or sentence.block - self.block > 1:
            return False
        hit = self.talk.vocabulary.first("answer", sentence.text)
        if hit is None or hit.rule.value != "sure" or finding.kind != "concern":
            return False
        self.take(_Answer(sentence.start, sentence.end, sentence.text, finding.raised_by), raiser)
        return True

    def follow(self, index: int) -> None:
        """Take the sentence as an answer, pass over it, or see that the topic has turned."""
        if not self.waiting:
            return
        sentence, speaker = self.talk.sentences[index], self.talk.speakers[index]
        key, apart = _key(speaker), sentence.block - self.block
        if self.turned(sentence, key, apart):
            self.close()
            return
        goes_on = not key and bool(self.answers) and not apart and self.turn == self.now
        says = self.says(sentence, key, apart, goes_on)
        if key not in self.raisers and (says or self.formal or self.nested(sentence)):
            goes_on = goes_on and says != "own"
            self.take(_Answer(sentence.start, sentence.end, sentence.text, speaker, goes_on), key or self.now)
            self.block = sentence.block
        elif apart:
            self.close()

    def turned(self, sentence: Sentence, key: str, apart: int) -> bool:
        """Whether nothing is to be expected any more: another heading, too far away, or the raiser speaks again."""
        if any(block.kind == "heading" for block in self.talk.blocks[self.block + 1 : sentence.block]):
            self.formal = self.talk.replies(self.block + 1, sentence.block) and not self.answers
            return not self.formal
        return apart > _REACH or len(self.answers) >= _ANSWERS or (key in self.raisers and bool(apart or self.answers))

    def says(self, sentence: Sentence, key: str, apart: int, goes_on: bool) -> Literal["own", "on", ""]:
        """Whether a sentence answers for itself or goes on with an answer, by its words, its speaker and its place."""
        hit = self.talk.vocabulary.first("answer", sentence.text)
        if hit and (key or hit.rule.value in ("sure", "passive")):
            same = not self.answers or not apart or key in ("", self.turn)
            return "own" if same or self.alike(sentence) >= _ALIKE else ""
        return "on" if goes_on and not self.aside(sentence.text) else ""

    def alike(self, sentence: Sentence) -> float:
        """How much a sentence speaks of what was raised."""
        return max(self.talk.likeness(self.talk.sentences[f.index].text, sentence.text) for f in self.waiting)

    def nested(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in a list below the concern: notes put answers there."""
        block, above = self.talk.blocks[sentence.block], self.talk.blocks[self.home]
        return block.kind == above.kind == "item" and block.level > above.level

    def aside(self, text: str) -> bool:
        """Whether a guard says that this is no answer."""
        return any(r.drop and r.pattern.search(text) for r in self.talk.vocabulary.groups["answer"])

    def take(self, answer: _Answer, key: str) -> None:
        """Add an answer and remember whose turn it is."""
        self.turn = self.turn if self.answers else key
        self.now = key
        self.answers.append(answer)

    @property
    def raisers(self) -> set[str]:
        """Who voiced what waits."""
        return {key for finding in self.waiting if (key := _key(finding.raised_by))}

    def close(self) -> None:
        """Share the answers out among the concerns that waited for them."""
        if self.answers:
            for finding, answers in zip(self.waiting, self.shares(), strict=True):
                finding.answers = answers
        self.waiting, self.answers, self.turn, self.now = [], [], "", ""
        self.formal = False

    def shares(self) -> list[list[_Answer]]:
        """The answers to each waiting concern: in order, where there are enough, so that each speaks of its concern."""
        turns: list[list[_Answer]] = []
        for answer in self.answers:
            if answer.goes_on and turns:
                turns[-1].append(answer)
            else:
                turns.append([answer])
        if len(turns) < len(self.waiting) or len(self.waiting) == 1:
            return [list(self.answers) for _ in self.waiting]
        texts = [self.talk.sentences[finding.index].text for finding in self.waiting]
        alike = [[self.talk.likeness(text, turn[0].text) for text in texts] for turn in turns]
        split = _best_path(alike)
        return [[a for turn, k in zip(turns, split, strict=True) if k == n for a in turn] for n in range(len(texts))]


def _best_path(alike: list[list[float]]) -> list[int]:
    """For each row its column, never going back and leaving none out, so that the sum is greatest."""
    best: dict[int, tuple[float, list[int]]] = {0: (alike[0][0], [0])}
    for row in alike[1:]:
        following: dict[int, tuple[float, list[int]]] = {}
        for last, (score, path) in best.items():
            for k in (last, last + 1):
                if k < len(row) and (k not in following or score + row[k] > following[k][0]):
                    following[k] = (score + row[k], [*path, k])
        best = following
    return best[len(alike[0]) - 1][1]


def _kind(value: str) -> ConcernKind:
    return "concern" if value == "concern" else "assurance_sought"


def _key(party: Party | None) -> str:
    """What tells parties apart: the attendee, or else the words without the article."""
    if party is None:
        return ""
    return party.attendee_id or re.sub(r"^(?:the|a|an)\s+", "", party.text.lower())


def _stems(text: str) -> set[str]:
    return set(_STEM.findall(text.lower()))
