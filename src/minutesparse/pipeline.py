"""The whole flow on one page: a document goes in, its record comes out."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from minutesparse import language
from minutesparse.checks import find_diagnostics
from minutesparse.document import Block, Document, Sentence
from minutesparse.extractors.abbreviations import find_abbreviations
from minutesparse.extractors.actions import find_actions
from minutesparse.extractors.attendees import find_attendees
from minutesparse.extractors.concerns import find_concerns
from minutesparse.extractors.decisions import find_decisions
from minutesparse.extractors.meeting import find_meeting
from minutesparse.extractors.presence import find_presence
from minutesparse.extractors.sections import find_sections
from minutesparse.layout import find_blocks
from minutesparse.meetings import split
from minutesparse.people import People
from minutesparse.record import Action, Attendee, Concern, Decision, Minutes, Section, Source
from minutesparse.speakers import find_speakers

Numbered = TypeVar("Numbered", Attendee, Section, Concern, Action, Decision)
Placed = TypeVar("Placed", Concern, Action, Decision)


def extract(document: Document, model: str | Path | language.Model | None = None) -> Minutes:
    """The record of the meeting in a document; what the text does not say is null or empty, never invented.

    `model` names a spaCy pipeline or is its folder; "none" leaves the rules alone; without it, the package's own helps,
    where there is one. Raises ModelError where a model is missing, broken or made for another spaCy.
    """
    return _record(document, find_blocks(document), language.find_model(model))


def extract_all(document: Document, model: str | Path | language.Model | None = None) -> list[tuple[Document, Minutes]]:
    """Each of several meetings in a file, and its record; of a file with one meeting, the document and its record."""
    helper, blocks = language.find_model(model), find_blocks(document)
    meetings = split(document, blocks)
    return [(m, _record(m, blocks if m is document else find_blocks(m), helper)) for m in meetings]


def _record(document: Document, blocks: Sequence[Block], helper: language.Model | None) -> Minutes:
    sentences = language.scored(split_sentences(blocks, language.load()), helper)
    sections = nest(numbered(find_sections(document, blocks), "s"))
    listed = find_attendees(document, blocks)
    meeting = find_meeting(document, blocks, sentences, listed)
    attendees = [a.model_copy(update={"is_chair": a.name == meeting.chair}) for a in numbered(listed, "p")]
    people = People(attendees, meeting.chair)
    presence = find_presence(document, sentences, sections, people)
    attendees = [a.model_copy(update={"presence": presence.get(a.id, ())}) for a in attendees]
    speakers = find_speakers(blocks, sentences, people)
    concerns = find_concerns(document, blocks, sentences, speakers, people, helper)
    actions = find_actions(document, blocks, sentences, speakers, people, meeting.date)
    decisions = find_decisions(document, blocks, sentences, speakers, people)
    minutes = Minutes(
        source=_source(document),
        meeting=meeting,
        attendees=tuple(attendees),
        sections=tuple(sections),
        concerns=tuple(placed(numbered(concerns, "c"), sections)),
        actions=tuple(placed(numbered(actions, "a"), sections)),
        decisions=tuple(placed(numbered(decisions, "d"), sections)),
        abbreviations=find_abbreviations(document, blocks, attendees),
    )
    minutes = minutes.model_copy(update={"diagnostics": tuple(find_diagnostics(document, blocks, minutes, people))})
    if wrong := minutes.misquotes(document):
        raise AssertionError(f"{document.name}: {wrong[0]}")  # our bug, never the document's
    return minutes


def split_sentences(blocks: Sequence[Block], pipeline: language.Language) -> list[Sentence]:
    """The sentences of all blocks that hold prose, each with the index of its block."""
    return [
        Sentence(block.start + start, block.start + end, block.text[start:end], index)
        for index, block in enumerate(blocks)
        if block.kind in ("paragraph", "item", "label")
        for start, end in pipeline.sentences(block.text)
    ]


def numbered(items: Iterable[Numbered], prefix: str) -> list[Numbered]:
    """The items in the order of the text, with their ids."""
    ordered = sorted(items, key=lambda item: (item.span.start, item.span.end))
    return [item.model_copy(update={"id": f"{prefix}{n}"}) for n, item in enumerate(ordered, 1)]


def nest(sections: Sequence[Section]) -> list[Section]:
    """The sections, each with the id of the one it stands under."""
    open_: list[Section] = []
    nested = []
    for section in sections:
        while open_ and open_[-1].level >= section.level:
            open_.pop()
        nested.append(section.model_copy(update={"parent_id": open_[-1].id if open_ else None}))
        open_.append(section)
    return nested


def placed(items: Sequence[Placed], sections: Sequence[Section]) -> list[Placed]:
    """The items, each with the id of the last section that begins before it."""
    result, current, following = [], None, list(reversed(sections))
    for item in items:
        while following and following[-1].span.start <= item.span.start:
            current = following.pop().id
        result.append(item.model_copy(update={"section_id": current}))
    return result


def _source(document: Document) -> Source:
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(
        name=document.name,
        media_type=document.media_type,
        made=document.made,
        sha256=digest,
        characters=len(document.text),
    )
