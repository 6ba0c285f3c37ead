"""What the body decided: sentences that record decisions, motions with their results, tables of motions."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minutesparse.document import Block, Document, Sentence
from minutesparse.extractors.decisions.motions import Found, find_motions
from minutesparse.extractors.decisions.passages import read_passages
from minutesparse.extractors.decisions.tables import find_rows
from minutesparse.people import People
from minutesparse.record import Decision, Outcome, Party, Vote
from minutesparse.rules import load
from minutesparse.votes import find_vote

_OUTCOMES: dict[str, Outcome] = {"rejected": "rejected", "deferred": "deferred", "noted": "noted"}


def find_decisions(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
) -> list[Decision]:
    """The decisions in order, without ids; a repetition in a closing list is no decision of its own."""
    passages = read_passages(document, blocks, sentences, speakers, people)
    found = sorted([*find_motions(document, passages), *find_rows(document, blocks)], key=lambda f: f.start)
    headings = [block for block in blocks if block.kind == "heading"]
    decisions: list[Decision] = []
    sections: list[Block | None] = []
    for item, section in zip(found, _sections(found, headings), strict=True):
        decision = _decision(document, item, people)
        at = _repeats(decision, section, decisions, sections)
        if at is None:
            decisions.append(decision)
            sections.append(section)
        else:
            also = (*decisions[at].also_at, decision.span)
            decisions[at] = decisions[at].model_copy(update={"also_at": also})
    return decisions


def _decision(document: Document, found: Found, people: People) -> Decision:
    """The item, with the parties and the vote that its evidence names."""
    vote, ballots = find_vote(found.evidence, people)
    text = document.reading[found.start : found.end]
    outcome = _OUTCOMES.get(found.value, "approved")
    if outcome == "approved" and (matter := load("decisions").first("matter", text)):
        outcome = _OUTCOMES[matter.rule.value]
    if found.counted and (vote.for_ or 0) < (vote.against or 0):
        outcome = "rejected"
    return Decision(
        text=text,
        outcome=outcome,
        mover=_party(found, "mover", people),
        seconder=_party(found, "seconder", people),
        vote=None if vote == Vote() else vote,
        votes=ballots,
        span=document.span(found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
    )


def _party(found: Found, office: str, people: People) -> Party | None:
    """Who moved or seconded."""
    vocabulary = load("decisions")
    if office in found.stated:
        return people.party(found.stated[office])
    hit = vocabulary.first(office, found.evidence)
    if hit is None:
        return None
    if hit.rule.value == "speaker":
        return found.speaker
    return _known(hit.match["who"], people)


def _known(words: str, people: People) -> Party:
    """The party that is named, without what ran into the name before it, where so it is somebody who is known."""
    party, parts = people.party(words), words.split()
    for i in range(1, len(parts) - 1) if party.name is None else ():
        if (shorter := people.party(" ".join(parts[i:]))).name:
            return shorter
    return party


def _sections(found: Sequence[Found], headings: Sequence[Block]) -> Iterator[Block | None]:
    """For each item, the last heading before it."""
    last = 0
    for item in found:
        while last < len(headings) and headings[last].start <= item.start:
            last += 1
        yield headings[last - 1] if last else None


def _repeats(
    decision: Decision, section: Block | None, earlier: Sequence[Decision], sections: Sequence[Block | None]
) -> int | None:
    """The index of the earlier decision that this one repeats: the same words in one section, or a closing list."""
    closing = section is not None and load("decisions").patterns["closing"].search(section.text)
    declared = load("decisions").patterns["declared"].search(decision.text)
    words = Counter(re.findall(r"\w+", decision.text.lower()))
    for i in range(len(earlier) - 1, max(-1, len(earlier) - 200), -1):
        if sections[i] == section and earlier[i].text == decision.text and words.total() > 12 and not decision.mover:
            return i
        if closing and sections[i] != section and _alike(words, earlier[i].text) >= 0.7:
            return i
        if declared and sections[i] == section and _alike(words, earlier[i].text) >= 0.6:
            return i
    return None


def _alike(words: Counter[str], text: str) -> float:
    other = Counter(re.findall(r"\w+", text.lower()))
    return 2 * (words & other).total() / max(words.total() + other.total(), 1)
