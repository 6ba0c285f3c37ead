"""Sentences in which somebody expresses concern or seeks assurance, and the sentences that answer them."""

from collections.abc import Sequence

from minutesparse.document import Block, Document, Sentence
from minutesparse.extractors.concerns.answers import give_answers
from minutesparse.extractors.concerns.finding import find_voiced, with_company
from minutesparse.extractors.concerns.subjects import give_subjects
from minutesparse.extractors.concerns.talk import Talk
from minutesparse.language import Model
from minutesparse.people import People
from minutesparse.record import Concern, Party, Response


def find_concerns(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
    model: Model | None = None,
) -> list[Concern]:
    """The concerns in order, without ids; `speakers` has who speaks in each sentence, and `model` may know more."""
    talk = Talk(blocks, sentences, speakers, people)
    findings = with_company(talk, find_voiced(talk))
    if model:
        give_subjects(talk, findings, model)
    give_answers(talk, findings)
    concerns = []
    for finding in findings:
        start, end = sentences[finding.index].start, sentences[finding.last].end
        responses = tuple(
            Response(text=answer.text, by=answer.by, span=document.span(answer.start, answer.end))
            for answer in finding.answers
        )
        concerns.append(
            Concern(
                kind=finding.kind,
                text=document.reading[start:end],
                raised_by=finding.raised_by,
                responses=responses,
                span=document.span(start, end),
                rule=finding.rule,
                confidence=finding.confidence,
            )
        )
    return concerns
