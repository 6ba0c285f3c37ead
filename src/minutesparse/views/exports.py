"""Records as tables for spreadsheets, and as tasks and events of a calendar."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from minutesparse.record import Action, Attendee, Concern, Decision, Minutes, Party, Vote
from minutesparse.views.calendar import Event, Task
from minutesparse.views.days import cell, day_of
from minutesparse.views.tables import Cell, Table

Item = TypeVar("Item", bound=Attendee | Concern | Action | Decision)

_OF = ("File", "Body", "Meeting date")  # what tells of which meeting a row is
_WHERE = ("Section", "Confidence", "Start", "End")  # and where in its text it stands
_STATUSES = {"present": "Present", "in_attendance": "In attendance", "apologies": "Apologies", "absent": "Absent"}
_KINDS = {"concern": "Concern", "assurance_sought": "Assurance sought"}


def to_tables(records: Sequence[Minutes]) -> list[Table]:
    """Meetings, attendance, actions, decisions and concerns, a row for each."""
    return [
        _meetings(records),
        _table(
            "attendance",
            ("Name", "Title", "Role", "Organisation", "Short forms", "Status", "Presided"),
            records,
            lambda minutes: minutes.attendees,
            _attendee,
        ),
        _table(
            "actions",
            ("Ref", "Action", "Lead", "Due date", "Due as written", "Status", "Origin", "Kind"),
            records,
            lambda minutes: minutes.actions,
            _action,
        ),
        _table(
            "decisions",
            ("Decision", "Outcome", "Moved by", "Seconded by", "For", "Against", "Abstaining", "Unanimous"),
            records,
            lambda minutes: minutes.decisions,
            _decision,
        ),
        _table(
            "concerns",
            ("Concern", "Kind", "Raised by", "Answer", "Answered by"),
            records,
            lambda minutes: minutes.concerns,
            _concern,
        ),
    ]


def to_tasks(records: Iterable[Minutes]) -> Iterator[Task]:
    """The actions; one whose words name no day is due on none."""
    for minutes in records:
        for action in minutes.actions:
            owners = f"{_leads(action)}: " if action.owners else ""
            yield Task(
                key=f"{minutes.source.sha256} {action.span.start} {action.text}",
                summary=f"{owners}{action.text}",
                due=day_of(action.due.date) if action.due else None,
                description=_described(minutes, action),
                done=action.status == "closed",
                since=day_of(minutes.meeting.date),
            )


def to_events(records: Iterable[Minutes]) -> Iterator[Event]:
    """The next meetings whose day is known, each once."""
    events = {}
    for minutes in records:
        if day := day_of(minutes.meeting.next_meeting):
            body = minutes.meeting.body or minutes.meeting.title
            key = f"{body or minutes.source.sha256} {day}"
            events[key] = Event(key, body or "Next meeting", day, _told(minutes), day_of(minutes.meeting.date))
    yield from events.values()


def _meetings(records: Sequence[Minutes]) -> Table:
    columns = (
        "Title",
        "Opened",
        "Closed",
        "Venue",
        "Chair",
        "Minutes by",
        "Next meeting",
        "Kind",
        "Reference",
        "Draft",
    )
    rows: list[tuple[Cell, ...]] = []
    for minutes in records:
        m = minutes.meeting
        draft = "yes" if m.record_status == "draft" else None
        facts = (m.title, m.start_time, m.end_time, m.venue, m.chair, m.minute_taker)
        rows.append((*_of(minutes), *facts, cell(m.next_meeting), m.kind, m.reference, draft))
    return Table("meetings", (*_OF, *columns), rows)


def _table(
    name: str,
    columns: tuple[str, ...],
    records: Sequence[Minutes],
    items: Callable[[Minutes], Sequence[Item]],
    cells: Callable[[Item], tuple[Cell, ...]],
) -> Table:
    """A table with a row for each item, between what says where it comes from."""
    rows = [(*_of(minutes), *cells(item), *_where(minutes, item)) for minutes in records for item in items(minutes)]
    return Table(name, (*_OF, *columns, *_WHERE), rows)


def _where(minutes: Minutes, item: Attendee | Concern | Action | Decision) -> tuple[Cell, ...]:
    section_id = None if isinstance(item, Attendee) else item.section_id
    section = next((s for s in minutes.sections if s.id == section_id), None)
    title = " ".join(filter(None, (section.number, section.title))) if section else None
    return (title, item.confidence, item.span.start, item.span.end)


def _attendee(a: Attendee) -> tuple[Cell, ...]:
    short, presided = ", ".join(a.abbreviations), "yes" if a.is_chair else None
    return (a.name, a.honorific, a.role, a.organisation, short, _STATUSES.get(a.status or ""), presided)


def _action(a: Action) -> tuple[Cell, ...]:
    due, words = (cell(a.due.date), a.due.text) if a.due else (None, None)
    return (a.reference, a.text, _leads(a), due, words, a.status, a.origin.replace("_", " "), a.kind)


def _decision(d: Decision) -> tuple[Cell, ...]:
    vote = d.vote or Vote()
    counts = (vote.for_, vote.against, vote.abstain, "yes" if vote.unanimous else None)
    return (d.text, d.outcome, _name(d.mover), _name(d.seconder), *counts)


def _concern(c: Concern) -> tuple[Cell, ...]:
    answer = " ".join(response.text for response in c.responses)
    by = ", ".join(dict.fromkeys(name for response in c.responses if (name := _name(response.by))))
    return (c.text, _KINDS[c.kind], _name(c.raised_by), answer, by)


def _leads(action: Action) -> str:
    return ", ".join(owner.name or owner.text for owner in action.owners)


def _name(party: Party | None) -> str | None:
    return (party.name or party.text) if party else None


def _of(minutes: Minutes) -> tuple[Cell, ...]:
    return (minutes.source.name, minutes.meeting.body or minutes.meeting.title, cell(minutes.meeting.date))


def _described(minutes: Minutes, action: Action) -> str:
    due = f"Due: {action.due.text}" if action.due else ""
    return "\n".join(filter(None, (due, _told(minutes))))


def _told(minutes: Minutes) -> str:
    """Of which meeting something is told."""
    meeting = minutes.meeting
    return "Minutes: " + ", ".join(filter(None, (meeting.body, meeting.title, meeting.date, minutes.source.name)))
