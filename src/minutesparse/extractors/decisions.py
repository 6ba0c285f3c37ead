"""Sentences that record what the body decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from minutesparse.document import Block, Document, Sentence
from minutesparse.people import People
from minutesparse.record import Ballot, Decision, Outcome, Party, Vote
from minutesparse.rules import Hit, load
from minutesparse.votes import find_vote

_AHEAD = 8  # passages within which a motion's result is looked for


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a label with its first sentence, or a heading, and what its words say about deciding."""

    start: int
    end: int
    text: str
    block: int
    heading: bool
    near: bool  # whether it follows the passage before it without a blank line
    speaker: Party | None = None
    decision: Hit | None = None
    result: Hit | None = None
    parties: Hit | None = None
    motion: Hit | None = None

    @property
    def open_ended(self) -> bool:
        """Whether what is decided follows."""
        return self.text.endswith(":")


def find_decisions(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
) -> list[Decision]:
    """The decisions in order, without ids."""
    passages = _passages(document, blocks, sentences, speakers)
    decisions: list[Decision] = []
    i, free = 0, 0  # passages before `free` are part of a decision already
    while i < len(passages):
        if (found := _Chain(passages, i, free).close(document, people)) is not None:
            decision, i = found
            free = i
            decisions.append(decision)
        else:
            i += 1
    return decisions


def _passages(
    document: Document, blocks: Sequence[Block], sentences: Sequence[Sentence], speakers: Sequence[Party | None]
) -> list[Passage]:
    """The text as passages in order; headings and empty labels keep their place."""
    by_block: dict[int, list[tuple[Sentence, Party | None]]] = {}
    for sentence, speaker in zip(sentences, speakers, strict=True):
        by_block.setdefault(sentence.block, []).append((sentence, speaker))
    passages = []
    for index, block in enumerate(blocks):
        line = document.lines[block.lines[0]] if block.lines[0] < len(document.lines) else None
        near = line is not None and line.gap == 0
        first = _label_start(document, block) if block.kind == "label" else block.start
        if block.kind == "heading" or (block.kind == "label" and index not in by_block):
            text = document.reading[first : block.end].strip()
            passages.append(Passage(first, first + len(text), text, index, block.kind == "heading", near))
            continue
        for sentence, speaker in by_block.get(index, ()):
            start = min(first, sentence.start) if sentence.start == block.start else sentence.start
            text = document.reading[start : sentence.end]
            passages.append(_read(Passage(start, sentence.end, text, index, False, near, speaker)))
            near = True
    return passages


def _label_start(document: Document, block: Block) -> int:
    """Where the words of a label begin, which stand before its block."""
    window = max(0, block.start - len(block.marker) - 8)
    found = document.reading.rfind(block.marker, window, max(block.start, window))
    return found if found >= 0 else block.start


def _read(passage: Passage) -> Passage:
    """The passage with what its words say."""
    vocabulary, text = load("decisions"), passage.text
    if len(text) > 4000:
        return passage
    return Passage(
        passage.start,
        passage.end,
        text,
        passage.block,
        False,
        passage.near,
        passage.speaker,
        decision=vocabulary.first("decision", text),
        result=vocabulary.first("result", text) if len(text) < 200 else None,
        parties=vocabulary.first("parties", text) if len(text) < 300 else None,
        motion=vocabulary.first("motion", text) or vocabulary.first("mover", text),
    )


class _Chain:
    """The passages, from the i-th on, that make one decision."""

    def __init__(self, passages: Sequence[Passage], i: int, free: int) -> None:
        self.passages = passages
        self.first = self.last = i
        self.free = free

    def close(self, document: Document, people: People) -> tuple[Decision, int] | None:
        """The decision and the index of the passage after it; None where these passages record none."""
        head = self.passages[self.first]
        if head.heading or not (head.decision or head.result or head.parties or head.motion):
            return None
        self.extend()
        hit, following = self.outcome()
        if hit is None:
            return None
        self.reach_back()
        start, end = self.passages[self.first].start, self.passages[self.last].end
        start, end = _trimmed(document.reading, start, end)
        evidence = document.reading[start : max(end, self.passages[following - 1].end)]
        vote, ballots = find_vote(evidence, people)
        return self.decision(document, people, hit, (start, end), evidence, vote, ballots), following

    def decision(
        self,
        document: Document,
        people: People,
        hit: "Hit | _Implied",
        reach: tuple[int, int],
        evidence: str,
        vote: Vote,
        ballots: tuple[Ballot, ...],
    ) -> Decision:
        """The item."""
        vocabulary = load("decisions")
        rule_id, value, confidence = (
            (hit.rule.id, hit.rule.value, hit.rule.confidence) if isinstance(hit, Hit) else ("decision.parties", "approved", 0.6)
        )
        mover, seconder = vocabulary.first("mover", evidence), vocabulary.first("seconder", evidence)
        outcome: Outcome = value if value in ("rejected", "deferred", "noted") else "approved"  # type: ignore[assignment]
        return Decision(
            text=document.reading[reach[0] : reach[1]],
            outcome=outcome,
            mover=people.party(mover.match["who"]) if mover else None,
            seconder=people.party(seconder.match["who"]) if seconder else None,
            vote=vote,
            votes=ballots,
            span=document.span(*reach),
            rule=rule_id,
            confidence=confidence,
        )

    def extend(self) -> None:
        """Take in what follows and belongs to the same decision."""
        while self.last + 1 < len(self.passages):
            above, following = self.passages[self.last], self.passages[self.last + 1]
            if following.heading:
                return
            same = following.block == above.block
            adjunct = following.parties or following.result
            if above.open_ended or ((same or following.near or above.parties) and adjunct):
                self.last += 1
            elif same and above.motion and not (above.decision or above.result) and following.decision and not following.motion:
                self.last += 1
            else:
                return

    def outcome(self) -> "tuple[Hit | _Implied | None, int]":
        """What decided it, and the index of the passage after the last that says so."""
        chain = self.passages[self.first : self.last + 1]
        for passage in reversed(chain):
            if passage.result and passage.result.rule.value != "approved":
                return passage.result, self.last + 1
        for passage in chain:
            if hit := passage.decision or passage.result:
                return hit, self.last + 1
        if any(passage.motion for passage in chain):
            for ahead in range(self.last + 1, min(self.last + _AHEAD, len(self.passages))):
                passage = self.passages[ahead]
                if passage.heading or (passage.motion and not passage.parties and not passage.result):
                    break
                if passage.result:
                    return passage.result, ahead + 1
        if all(passage.parties for passage in chain):
            return _Implied(), self.last + 1
        return None, self.last + 1

    def reach_back(self) -> None:
        """Take in the sentence that a bare result refers to."""
        head = self.passages[self.first]
        if self.first <= self.free or not (head.parties or head.result):
            return
        before = self.passages[self.first - 1]
        if before.heading or len(before.text) > 1500:
            return
        if before.block == head.block or head.near or head.parties:
            self.first -= 1


@dataclass(frozen=True, slots=True)
class _Implied:
    """Named proposer and seconder of what the minutes record without a further word."""


def _trimmed(reading: str, start: int, end: int) -> tuple[int, int]:
    """The range without a label that only says what kind of item it is."""
    if label := load("decisions").patterns["label"].match(reading, start, end):
        start = label.end()
    return start, end
