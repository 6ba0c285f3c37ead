"""Sentences in which somebody expresses concern or seeks assurance, and the sentences that answer them."""

from collections.abc import Sequence
from dataclasses import dataclass

from minutesparse.document import Block, Document, Sentence
from minutesparse.extractors.answers import Voices, find_answers
from minutesparse.people import People
from minutesparse.record import Concern, ConcernKind, Party
from minutesparse.rules import Hit, Vocabulary, load

_ENOUGH = 0.5  # evidence from which a sentence is taken


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that voices a concern: why, how sure, and who voices it."""

    sentence: int
    kind: ConcernKind
    rule: str
    confidence: float
    raised_by: Party | None


def find_concerns(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
) -> list[Concern]:
    """The concerns in order, without ids; `speakers` has who speaks in each sentence."""
    voices = Voices(blocks, sentences, speakers, people)
    findings = list(_findings(blocks, sentences, voices))
    answers = find_answers(document, [(f.sentence, f.kind, f.raised_by) for f in findings], voices)
    return [
        Concern(
            kind=finding.kind,
            text=(sentence := sentences[finding.sentence]).text,
            raised_by=finding.raised_by,
            responses=responses,
            span=document.span(sentence.start, sentence.end),
            rule=finding.rule,
            confidence=finding.confidence,
        )
        for finding, responses in zip(findings, answers, strict=True)
    ]


def _findings(blocks: Sequence[Block], sentences: Sequence[Sentence], voices: Voices) -> list[Finding]:
    vocabulary = load("concerns")
    findings: list[Finding] = []
    lead: tuple[str, int] | None = None  # the kind that a lead-in announces, and its block
    for index, sentence in enumerate(sentences):
        listed = lead is not None and blocks[sentence.block].kind == "item"
        if lead is not None and not listed and sentence.block > lead[1]:
            lead = None
        if hit := vocabulary.first("lead", sentence.text):
            lead = (hit.rule.value, sentence.block)
            continue
        finding = _judge(vocabulary, sentence, index, voices)
        if finding is None and listed and lead is not None and voices.opens(index):
            kind: ConcernKind = "concern" if lead[0] == "concern" else "assurance_sought"
            finding = Finding(index, kind, "concern.listed", 0.7, None)
        if finding is not None:
            findings.append(finding)
    return findings


def _judge(vocabulary: Vocabulary, sentence: Sentence, index: int, voices: Voices) -> Finding | None:
    """What this sentence voices, None for nothing; a sentence with both kinds is a concern."""
    text = sentence.text
    hit = vocabulary.first("concern", text) or vocabulary.first("assurance", text)
    if hit:
        kind: ConcernKind = "concern" if hit.rule.value == "concern" else "assurance_sought"
        return Finding(index, kind, hit.rule.id, hit.rule.confidence, voices.raiser(index, hit))
    score, strongest = _evidence(vocabulary, sentence)
    if score < _ENOUGH or strongest is None:
        return None
    return Finding(index, "concern", strongest.rule.id, round(score, 2), voices.raiser(index, strongest))


def _evidence(vocabulary: Vocabulary, sentence: Sentence) -> tuple[float, Hit | None]:
    """How likely reported speech tells of trouble, and the cue that says so most clearly.

    The rows that match, and the language model where there is one, are taken as independent witnesses.
    """
    if not vocabulary.first("voiced", sentence.text):
        return 0.0, None
    doubt = 1 - sentence.scores.get("concern", 0.0)
    strongest: Hit | None = None
    for rule in vocabulary.groups["trouble"]:
        if match := rule.pattern.search(sentence.text):
            doubt *= 1 - rule.confidence
            if strongest is None or rule.confidence > strongest.rule.confidence:
                strongest = Hit(rule, match)
    score = 1 - doubt
    if score < _ENOUGH:
        return score, strongest
    for rule in vocabulary.groups["relief"]:
        if rule.pattern.search(sentence.text):
            score *= 1 - rule.confidence
    return score, strongest
