"""The record that a set of minutes becomes, and its JSON Schema; the field descriptions are the reference.

Every span is a half-open range of character offsets into the text that was read; dates are ISO 8601.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from minutesparse.document import Document, Span

Status = Literal["present", "in_attendance", "apologies", "absent"]
ConcernKind = Literal["concern", "assurance_sought"]
ActionKind = Literal["labelled", "stated"]
ActionStatus = Literal["open", "closed"]
ActionOrigin = Literal["new", "carried_forward", "update"]
Outcome = Literal["approved", "rejected", "deferred", "noted"]
VoteOption = Literal["yes", "no", "abstain", "absent", "not voting", "excused", "paired", "other"]
Severity = Literal["info", "warning", "error"]
RecordStatus = Literal["draft", "confirmed"]

PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

# What every item found in the text carries.
ItemSpan = Annotated[Span, Field(description="Half-open character range of the text that quotes this item.")]
RuleId = Annotated[str, Field(description="The id of the rule or model label that found it.")]
Confidence = Annotated[float, Field(ge=0, le=1, description="Of the items given 0.9, about nine in ten are right.")]

SCHEMA_VERSION = "1.0"

# What JSON may hold as it is, but a terminal would obey, or somebody take for the end of a line.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """The document that was read."""

    name: str = Field(description='The file\'s name, "-" for standard input.')
    media_type: str = Field(description="The format the text was read from.")
    made: str = Field("decoded", description="How the text that spans refer to came out of the file.")
    sha256: str = Field(description="SHA-256 of the text that spans refer to, as UTF-8, in hexadecimal.")
    characters: int = Field(ge=0, description="Length of the text that spans refer to, in characters.")


class Party(_Part):
    """Somebody named in the discussion."""

    text: str = Field(description="The words used in the text.")
    name: str | None = Field(None, description="The full name they resolve to, null where nothing resolves them.")
    attendee_id: str | None = Field(None, description="The attendee they resolve to, or null.")


class Meeting(_Part):
    """The head of the minutes."""

    title: str | None = Field(None, description="Subject or name of this meeting, as its heading gives it.")
    body: str | None = Field(None, description="The body that met.")
    date: PartialDate | None = Field(None, description="Day the meeting was held (its first), or year and month.")
    start_time: Time | None = Field(None, description="When it opened, HH:MM, 24 hours.")
    end_time: Time | None = Field(None, description="When it closed, HH:MM, 24 hours.")
    venue: str | None = Field(None, description="Place or platform, as written.")
    chair: str | None = Field(None, description="Who presided, as the attendance list spells it.")
    minute_taker: str | None = Field(None, description="Who took the minutes.")
    next_meeting: PartialDate | None = Field(None, description="Date of the next meeting.")
    kind: str | None = Field(None, description='"ordinary", "extraordinary", "annual" …, as stated.')
    reference: str | None = Field(None, description="Number of the meeting or of the minutes, as printed.")
    record_status: RecordStatus | None = Field(None, description="Whether the minutes call themselves draft.")
    evidence: dict[str, Span] = Field(default_factory=dict, description="For each key set, where it was read.")
    rules: dict[str, str] = Field(default_factory=dict, description="For each key set, the rule that found it.")


class Presence(_Part):
    """A change of somebody's presence during the meeting."""

    event: Literal["arrived", "left"] = Field(description="What changed.")
    time: Time | None = Field(None, description="When, HH:MM, where stated.")
    section_id: str | None = Field(None, description="The section under which it is reported.")
    span: Span = Field(description="The words that say so.")


class Attendee(_Part):
    """A person whom the minutes list as a participant or as an apology."""

    id: str = Field("", description="Identifier within this record.")
    name: str = Field(min_length=1, description="As written, without honorific or rank.")
    honorific: str | None = Field(None, description='The title written before the name ("Cllr", "Dr").')
    role: str | None = Field(None, description="Office, rank, job or capacity stated in the attendance list.")
    organisation: str | None = Field(None, description="Employer, department, ward or body represented.")
    abbreviations: tuple[str, ...] = Field((), description="Short forms that stand for this person in the minutes.")
    status: Status | None = Field(
        "present", description="How the list has this person; null where one is listed as there and as an apology."
    )
    is_chair: bool = Field(False, description="Whether this person presided.")
    presence: tuple[Presence, ...] = Field((), description="Arrivals and departures during the meeting.")
    substitutes_for: str | None = Field(None, description="For whom this person stands in.")
    span: ItemSpan
    rule: RuleId
    confidence: Confidence


class Section(_Part):
    """A heading that structures the business."""

    id: str = Field("", description="Identifier within this record.")
    number: str | None = Field(None, description="As printed, without trailing punctuation.")
    title: str = Field(description="Without number and trailing punctuation.")
    level: int = Field(ge=1, description="1 for agenda items, 2 for headings inside an item, and so on.")
    parent_id: str | None = Field(None, description="The section it stands under.")
    confidential: bool = Field(False, description="Whether it is marked exempt, private or closed.")
    span: ItemSpan
    rule: RuleId
    confidence: Confidence


class Response(_Part):
    """A sentence that answers a concern."""

    text: str = Field(description="The sentence as written.")
    by: Party | None = Field(None, description="Who answers, null where the text does not say.")
    span: Span = Field(description="Half-open character range of the text that quotes it.")


class Concern(_Part):
    """A sentence in which somebody expresses concern or seeks assurance."""

    id: str = Field("", description="Identifier within this record.")
    kind: ConcernKind = Field(description="Whether it expresses concern or asks to be assured.")
    text: str = Field(description="The whole sentence, as written.")
    raised_by: Party | None = Field(None, description="Who voiced it, null where the text does not say.")
    responses: tuple[Response, ...] = Field((), description="The sentences, soon after, that answer it.")
    section_id: str | None = Field(None, description="The section it stands in.")
    span: ItemSpan
    rule: RuleId
    confidence: Confidence


class Due(_Part):
    """When a task is due."""

    text: str = Field(description="The words.")
    date: PartialDate | None = Field(None, description="The day they name, ISO 8601, null where they name none.")


class Action(_Part):
    """A task that somebody is to do."""

    id: str = Field("", description="Identifier within this record.")
    kind: ActionKind = Field(description="Marked as an action by the text, or stated in prose.")
    reference: str | None = Field(None, description='The action\'s own number ("AP1"), as printed.')
    text: str = Field(description="The task as written, without label, trailing owner and date.")
    owners: tuple[Party, ...] = Field((), description="Those who are to do it.")
    due: Due | None = Field(None, description="When it is due, null where the text does not say.")
    status: ActionStatus = Field("open", description="Open unless the text says it is done.")
    origin: ActionOrigin = Field("new", description="New at this meeting, or an older action.")
    section_id: str | None = Field(None, description="The section it stands in.")
    also_at: tuple[Span, ...] = Field((), description="Where the same action is repeated.")
    span: ItemSpan
    rule: RuleId
    confidence: Confidence


class Vote(_Part):
    """The counts of a vote."""

    for_: int | None = Field(None, alias="for", ge=0, description="Votes for.")
    against: int | None = Field(None, ge=0, description="Votes against.")
    abstain: int | None = Field(None, ge=0, description="Abstentions.")
    unanimous: bool | None = Field(None, description="True where the text says so, else null.")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Ballot(_Part):
    """How one person voted."""

    option: VoteOption = Field(description="As in Popolo and Open Civic Data.")
    party: Party = Field(description="Who voted.")


class Decision(_Part):
    """A sentence that records what the body decided."""

    id: str = Field("", description="Identifier within this record.")
    text: str = Field(description="The decision as written.")
    outcome: Outcome = Field(description="What became of it.")
    mover: Party | None = Field(None, description="Who moved or proposed it.")
    seconder: Party | None = Field(None, description="Who seconded it.")
    vote: Vote | None = Field(None, description="The counts, null where the text gives none.")
    votes: tuple[Ballot, ...] = Field((), description="Who voted how, where named.")
    section_id: str | None = Field(None, description="The section it stands in.")
    also_at: tuple[Span, ...] = Field((), description="Where the same decision is repeated.")
    span: ItemSpan
    rule: RuleId
    confidence: Confidence


class Diagnostic(_Part):
    """What the minutes fail to say, or say in a way that cannot be settled."""

    code: str = Field(description='What is wrong, in kebab case ("no-date").')
    severity: Severity = Field(description="How bad it is for the reader of the record.")
    message: str = Field(description="One line for people.")
    span: Span | None = Field(None, description="The place in the text, null where it is about the whole.")


class Minutes(_Part):
    """The structured record of one meeting."""

    schema_version: Literal["1.0"] = Field("1.0", description="Version of this form.")
    source: Source = Field(description="The document that was read.")
    meeting: Meeting = Field(description="The head of the minutes.")
    attendees: tuple[Attendee, ...] = Field((), description="Participants and apologies, once each.")
    sections: tuple[Section, ...] = Field((), description="The headings, in order.")
    concerns: tuple[Concern, ...] = Field((), description="Concerns expressed and assurance sought, in order.")
    actions: tuple[Action, ...] = Field((), description="Tasks, in order.")
    decisions: tuple[Decision, ...] = Field((), description="Decisions of the body, in order.")
    abbreviations: dict[str, str] = Field(default_factory=dict, description="Short forms the text spells out.")
    diagnostics: tuple[Diagnostic, ...] = Field((), description="What could not be settled.")

    @model_validator(mode="after")
    def _references_exist(self) -> "Minutes":
        attendees = {a.id for a in self.attendees}
        sections = {s.id for s in self.sections}
        for party in self.parties():
            if party.attendee_id is not None and party.attendee_id not in attendees:
                raise ValueError(f"party {party.text!r} refers to attendee {party.attendee_id!r}, who is not listed")
        for item in self.statements():
            if item.section_id is not None and item.section_id not in sections:
                raise ValueError(f"item {item.id!r} refers to section {item.section_id!r}, which is not listed")
        for section in self.sections:
            if section.parent_id is not None and section.parent_id not in sections:
                raise ValueError(f"section {section.id!r} has the parent {section.parent_id!r}, which is not listed")
        return self

    def to_json(self, indent: int | None = None) -> str:
        """The record as JSON, on one line without `indent`; characters that a terminal would obey are escaped."""
        return escaped(self.model_dump_json(indent=indent, by_alias=True))

    def statements(self) -> Iterator[Concern | Action | Decision]:
        """All concerns, then all actions, then all decisions."""
        yield from self.concerns
        yield from self.actions
        yield from self.decisions

    def parties(self) -> Iterator[Party]:
        """All parties of all items."""
        for concern in self.concerns:
            if concern.raised_by:
                yield concern.raised_by
            yield from (response.by for response in concern.responses if response.by)
        for action in self.actions:
            yield from action.owners
        for decision in self.decisions:
            yield from (party for party in (decision.mover, decision.seconder) if party)
            yield from (ballot.party for ballot in decision.votes)

    def misquotes(self, document: Document) -> list[str]:
        """What in this record its span does not quote; empty for every record that `extract` gives."""
        wrong = []
        quoted: list[tuple[str, str, Span]] = []
        # word by word: in "Ann and Bob Lee" there are two Lees
        quoted += [(f"attendee {a.id}", word, a.span) for a in self.attendees for word in a.name.split()]
        quoted += [(f"section {s.id}", s.title, s.span) for s in self.sections]
        quoted += [(f"response to {c.id}", r.text, r.span) for c in self.concerns for r in c.responses]
        for what, words, span in quoted:
            if words not in document.quote(span):
                wrong.append(f"{what}: {words!r} is not in {document.quote(span)!r}")
        for item in self.statements():
            if item.text != document.quote(item.span):
                wrong.append(f"{item.id}: {item.text!r} is not {document.quote(item.span)!r}")
        return wrong


def escaped(json: str) -> str:
    """The same JSON, with the characters escaped that a terminal would obey."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    schema = Minutes.model_json_schema(mode="serialization", by_alias=True)
    for key, place in (("start", "first character"), ("end", "character after the last")):
        schema["$defs"]["Span"]["properties"][key]["description"] = f"Offset of the {place}, counted from 0."
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
