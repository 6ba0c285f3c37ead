"""What following people, actions and concerns from meeting to meeting needs to know of each: far less than its record.

Built from a record (`of`) or from the rows of a store, so that thousands of meetings fit in memory at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from minutesparse.record import Minutes


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody listed at a meeting."""

    id: str
    name: str
    honorific: str | None = None
    role: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An action, as one meeting has it."""

    id: str
    text: str
    owners: tuple[str, ...] = ()  # by name, where the minutes resolve them …
    said: tuple[str, ...] = ()  # … and in the words used
    reference: str | None = None
    due: str | None = None  # the words …
    due_date: str | None = None  # … and the day they name
    labelled: bool = False  # it is marked as an action
    closed: bool = False
    older: bool = False  # the text says that it comes from an earlier meeting
    section: str = ""


@dataclass(frozen=True, slots=True)
class Worry:
    """A concern, as one meeting has it; `answers` are who answered (None: not said) and the words."""

    id: str
    kind: str
    text: str
    by: str | None = None
    said: str | None = None
    answers: tuple[tuple[str | None, str], ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting; `id` tells it from all others of the archive, `day` is its date, whole or in part."""

    id: str
    body: str | None
    title: str | None
    day: str | None
    seats: tuple[Seat, ...] = ()
    tasks: tuple[Task, ...] = ()
    worries: tuple[Worry, ...] = ()

    @property
    def name(self) -> str:
        """What to call it."""
        return self.body or self.title or self.id


def of(minutes: Minutes, meeting_id: str) -> Meeting:
    """The meeting that a record describes."""
    head = minutes.meeting
    sections = {s.id: f"{s.number or ''} {s.title}".strip() for s in minutes.sections}
    return Meeting(
        id=meeting_id,
        body=head.body,
        title=head.title,
        day=head.date,
        seats=tuple(Seat(a.id, a.name, a.honorific, a.role, a.organisation) for a in minutes.attendees),
        tasks=tuple(
            Task(
                id=a.id,
                text=a.text,
                owners=tuple(owner.name or owner.text for owner in a.owners),
                said=tuple(owner.text for owner in a.owners),
                reference=a.reference,
                due=a.due.text if a.due else None,
                due_date=a.due.date if a.due else None,
                labelled=a.kind == "labelled",
                closed=a.status == "closed",
                older=a.origin != "new",
                section=sections.get(a.section_id or "", ""),
            )
            for a in minutes.actions
        ),
        worries=tuple(
            Worry(
                id=c.id,
                kind=c.kind,
                text=c.text,
                by=(c.raised_by.name or c.raised_by.text) if c.raised_by else None,
                said=c.raised_by.text if c.raised_by else None,
                answers=tuple(((r.by.name or r.by.text) if r.by else None, r.text) for r in c.responses),
                section=sections.get(c.section_id or "", ""),
            )
            for c in minutes.concerns
        ),
    )


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings as they were held; those without a date last, by their ids."""
    return sorted(meetings, key=lambda meeting: (meeting.day is None, meeting.day or "", meeting.id))
