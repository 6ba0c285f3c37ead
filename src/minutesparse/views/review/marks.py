"""Which stretches of the reading are marked, as what, and under which key the page knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from minutesparse.document import Document, Span
from minutesparse.record import Action, Decision, Minutes

# Kinds of mark, in the order in which the page names them.
KINDS = {
    "concern": "Concerns",
    "answer": "Answers",
    "action": "Actions",
    "decision": "Decisions",
    "person": "People",
    "section": "Sections",
    "fact": "Facts",
    "check": "To check",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the reading that is evidence for something.

    `key` names the item within the page ("c1", its first answer "c1.1", the date of the meeting "m.date"), `label` is
    what stands beside the words. `again` is true of a repetition.
    """

    key: str
    kind: str
    label: str
    start: int
    end: int
    again: bool = False


def find_marks(document: Document, minutes: Minutes) -> list[Mark]:
    """Every mark of the page, in the order of the text, longer ones first."""
    marks = []
    for key, kind, label, span, again in _evidence(minutes):
        start, end = document.place(span)
        if start < end:
            marks.append(Mark(key, kind, label, start, end, again))
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _evidence(minutes: Minutes) -> Iterator[tuple[str, str, str, Span, bool]]:
    """Key, kind, label and place of every item, and whether the place is only a repetition."""
    for field, span in minutes.meeting.evidence.items():
        yield f"m.{field}", "fact", field.replace("_", " "), span, False
    for attendee in minutes.attendees:
        yield attendee.id, "person", attendee.id.upper(), attendee.span, False
        for change in attendee.presence:
            yield attendee.id, "person", attendee.id.upper(), change.span, True
    for section in minutes.sections:
        yield section.id, "section", section.id.upper(), section.span, False
    for concern in minutes.concerns:
        yield concern.id, "concern", concern.id.upper(), concern.span, False
        for number, response in enumerate(concern.responses):
            label = concern.id.upper() + ascii_lowercase[number % len(ascii_lowercase)]
            yield f"{concern.id}.{number + 1}", "answer", label, response.span, False
    repeated: list[tuple[str, Action | Decision]] = [("action", action) for action in minutes.actions]
    repeated += [("decision", decision) for decision in minutes.decisions]
    for kind, item in repeated:
        yield item.id, kind, item.id.upper(), item.span, False
        for span in item.also_at:
            yield item.id, kind, item.id.upper(), span, True
    for number, diagnostic in enumerate(minutes.diagnostics, 1):
        if diagnostic.span:
            yield f"x{number}", "check", f"!{number}", diagnostic.span, False
