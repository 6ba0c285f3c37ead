"""Motions and decisions in prose: which passages make one, where its words begin and end, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minutesparse.document import Document
from minutesparse.extractors.decisions.chain import Chain
from minutesparse.extractors.decisions.passages import Passage
from minutesparse.extractors.decisions.wording import find_wording, unasked
from minutesparse.record import Party
from minutesparse.rules import Rule, load


@dataclass(frozen=True, slots=True)
class Found:
    """A decision as a range of the reading, and the words that say who moved it and how the vote went."""

    start: int
    end: int
    evidence: str
    rule: str
    value: str
    confidence: float
    counted: bool = False  # the outcome is what the counts say
    speaker: Party | None = None
    stated: dict[str, str] = field(default_factory=dict)  # mover and seconder, where a table has them


def find_motions(document: Document, passages: Sequence[Passage]) -> Iterator[Found]:
    """The decisions that stand in prose, in order."""
    i = free = 0
    resolving: Rule | None = None  # by which the items that follow are decided
    while i < len(passages):
        passage = passages[i]
        if passage.heading:
            resolving = _resolving(passage)
        elif resolving and passage.level and (passage.quoted or resolving.id.startswith("decision.headword")):
            after = _item_end(passages, i)
            yield _resolved(passages[i:after], resolving)
            i = free = after
            continue
        chain = Chain(passages, i, free)
        if chain.opens() and (found := _found(document, chain)):
            yield from (found, *_amendments(chain))
            i = free = chain.after
            resolving = chain.resolves()
        else:
            i += 1


def _item_end(passages: Sequence[Passage], i: int) -> int:
    """The index behind one of the items of a resolution, and who moved it and how the vote went."""
    after = i + 1
    while after < len(passages) and not (passages[after].heading or passages[after].quoted):
        if not (passages[after].adjunct and (passages[after].near or passages[after].parties)):
            break
        after += 1
    return after


def _resolving(heading: Passage) -> Rule | None:
    """The rule by which what stands under a heading is decided, where it says no more than "Resolved"."""
    vocabulary = load("decisions")
    bare = vocabulary.patterns["bare_lead"].fullmatch(heading.text)
    hit = vocabulary.first("lead", heading.text) if bare else None
    return hit.rule if hit else vocabulary.groups["lead"][-1] if bare else None


def _resolved(item: Sequence[Passage], resolving: Rule) -> Found:
    """One of the items of a resolution."""
    passage, vocabulary = item[0], load("decisions")
    rule = passage.decision.rule if passage.decision else resolving
    text = vocabulary.patterns["enumerator"].sub("", passage.text)
    end = passage.start + len(vocabulary.patterns["continued"].sub("", text))
    evidence = "\n".join(passage.text for passage in item)
    return Found(passage.start, end, evidence, rule.id, rule.value, rule.confidence)


def _found(document: Document, chain: Chain) -> Found | None:
    """The decision that these passages record; None where no result is stated."""
    chain.extend()
    chain.after = chain.last + 1
    hit = chain.outcome()
    if hit is None and not chain.implied():
        return None
    chain.collect_votes()
    start, end = find_wording(chain, document.reading)
    if unasked(chain):
        return None
    if hit and hit.rule.value == "counted" and all(passage.adjunct for passage in chain.chain()):
        return None  # a vote on nothing that is told
    told = chain.passages[chain.first : chain.after]
    evidence = "\n".join(passage.text for passage in told if passage not in chain.between)
    if hit is None:
        return Found(start, end, evidence, "decision.parties", "approved", 0.6)
    rule, speaker = hit.rule, told[0].speaker
    return Found(start, end, evidence, rule.id, rule.value, rule.confidence, rule.value == "counted", speaker)


def _amendments(chain: Chain) -> Iterator[Found]:
    """The decisions on amendments, which stand between the motion and its result."""
    for passage in chain.between:
        if passage.decision and passage.start < chain.passages[chain.after - 1].start:
            rule = passage.decision.rule
            yield Found(passage.start, passage.end, passage.text, rule.id, rule.value, rule.confidence)
