"""One committee's three meetings, and what following matters from meeting to meeting should know of each."""

from pathlib import Path

from minutesparse import Minutes, extract, read
from minutesparse.archive.meetings import Meeting, Seat, Task, Worry

SERIES = sorted(Path(__file__).with_name("series").glob("*.md"))


def meetings() -> list[Meeting]:
    """The meetings as their records have them, with no store in between."""
    return [_of(extract(read(file)), file.name) for file in SERIES]


def _of(minutes: Minutes, meeting_id: str) -> Meeting:
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
