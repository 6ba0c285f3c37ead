"""What a reader found in minutes: annotations, or a record that was corrected, in one form."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from minutesparse.document import Document
from minutesparse.errors import UnreadableError
from minutesparse.record import Action, Concern, Decision, Minutes, Party, Vote


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldMeeting(_Part):
    """The head of the minutes."""

    title: str | None = None
    body: str | None = None
    date: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    venue: str | None = None
    chair: str | None = None
    minute_taker: str | None = None
    next_meeting: str | None = None


class GoldAttendee(_Part):
    """Somebody listed."""

    name: str
    role: str | None = None
    organisation: str | None = None
    abbreviations: tuple[str, ...] = ()
    status: str | None = None


class GoldSection(_Part):
    """A heading."""

    number: str | None = None
    title: str
    level: int | None = None


class _Quoted(_Part):
    """An item with its wordings: the quote, and its repetitions elsewhere."""

    quote: str
    also: tuple[str, ...] = ()

    def wordings(self) -> tuple[str, ...]:
        """All of them."""
        return (self.quote, *self.also)


class GoldConcern(_Quoted):
    """A concern, with who raised it in the words of the text and by name, and the sentences that answer it."""

    kind: str | None = None
    raised_by: str | None = None
    raised_by_name: str | None = None
    responses: tuple[str, ...] = ()


class GoldAction(_Quoted):
    """A task."""

    kind: str | None = None
    owners: tuple[str, ...] = ()
    owner_names: tuple[str | None, ...] = ()
    due_text: str | None = None
    due_date: str | None = None
    status: str | None = None


class GoldDecision(_Quoted):
    """A decision."""

    outcome: str | None = None
    mover: str | None = None
    mover_name: str | None = None
    seconder: str | None = None
    seconder_name: str | None = None
    for_: int | None = Field(None, alias="for")
    against: int | None = None
    abstain: int | None = None

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Annotation(_Part):
    """All that a reader found; `doc` names the document, `file` is where it is, from the annotation's own folder."""

    doc: str
    file: str
    meeting: GoldMeeting = GoldMeeting()
    attendees: tuple[GoldAttendee, ...] = ()
    sections: tuple[GoldSection, ...] = ()
    concerns: tuple[GoldConcern, ...] = ()
    actions: tuple[GoldAction, ...] = ()
    decisions: tuple[GoldDecision, ...] = ()
    abbreviations: dict[str, str] = Field(default_factory=dict)


def parse_annotation(data: dict[str, Any]) -> Annotation:
    """The annotation in this JSON. Raises UnreadableError, which names what does not fit."""
    given = {key: value for key, value in data.items() if value is not None}
    try:
        return Annotation.model_validate(_without_nulls(given))
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise UnreadableError(f"not an annotation: {place}: {first['msg']}") from None


def _without_nulls(value: Any) -> Any:
    """The same JSON without keys that hold null."""
    if isinstance(value, dict):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def from_record(minutes: Minutes, document: Document) -> Annotation:
    """A corrected record as an annotation: whatever stands in it was found by a reader."""
    return Annotation(
        doc=minutes.source.name,
        file=minutes.source.name,
        meeting=GoldMeeting(**{key: getattr(minutes.meeting, key) for key in GoldMeeting.model_fields}),
        attendees=tuple(
            GoldAttendee(**{key: getattr(attendee, key) for key in GoldAttendee.model_fields})
            for attendee in minutes.attendees
        ),
        sections=tuple(GoldSection(number=s.number, title=s.title, level=s.level) for s in minutes.sections),
        concerns=tuple(map(_concern, minutes.concerns)),
        actions=tuple(_action(action, document) for action in minutes.actions),
        decisions=tuple(_decision(decision, document) for decision in minutes.decisions),
        abbreviations=minutes.abbreviations,
    )


def _concern(concern: Concern) -> GoldConcern:
    return GoldConcern(
        quote=concern.text,
        kind=concern.kind,
        raised_by=_words(concern.raised_by),
        raised_by_name=_name(concern.raised_by),
        responses=tuple(response.text for response in concern.responses),
    )


def _action(action: Action, document: Document) -> GoldAction:
    return GoldAction(
        quote=action.text,
        also=tuple(document.quote(span) for span in action.also_at),
        kind=action.kind,
        owners=tuple(owner.text for owner in action.owners),
        owner_names=tuple(owner.name or owner.text for owner in action.owners),
        due_text=action.due.text if action.due else None,
        due_date=action.due.date if action.due else None,
        status=action.status,
    )


def _decision(decision: Decision, document: Document) -> GoldDecision:
    vote = decision.vote or Vote()
    return GoldDecision(
        quote=decision.text,
        also=tuple(document.quote(span) for span in decision.also_at),
        outcome=decision.outcome,
        mover=_words(decision.mover),
        mover_name=_name(decision.mover),
        seconder=_words(decision.seconder),
        seconder_name=_name(decision.seconder),
        for_=vote.for_,
        against=vote.against,
        abstain=vote.abstain,
    )


def _words(party: Party | None) -> str | None:
    return party.text if party else None


def _name(party: Party | None) -> str | None:
    return party.name if party else None
