"""Actions and concerns from meeting to meeting: when they came up, what became of them, whether they are late."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from minutesparse.archive.bodies import by_body
from minutesparse.archive.likeness import Weights, words_of
from minutesparse.archive.matching import same_task, same_worry
from minutesparse.archive.meetings import Meeting, Task, Worry, in_order
from minutesparse.archive.threads import Mention, Thread, first_day, string
from minutesparse.dates import find_dates
from minutesparse.people import fold

Rag = Literal["red", "amber", "green", "blue"]

_LONGEST = 400  # days between two mentions of one matter: yearly business is new every year
_SOON = 14  # days before a task is due in which it wants attention
_OFTEN = 2  # times carried forward, after which it does too


@dataclass(frozen=True, slots=True)
class Sighting:
    """An action at one of the meetings it is in."""

    meeting: str
    day: str | None
    item: str
    text: str
    status: Literal["open", "closed"]
    due: str | None
    section: str


@dataclass(frozen=True, slots=True)
class TrackedAction:
    """One action and its history; `id` stays the same when later meetings come."""

    id: str
    body: str
    reference: str | None
    text: str
    owners: tuple[str, ...]  # by name, where the minutes resolve them …
    said: tuple[str, ...]  # … and in the words used
    due: str | None  # the day, or the words where they name none
    revised_due: str | None
    status: Literal["open", "closed"]
    overdue: bool
    rag: Rag | None
    carried_forward: int
    history: tuple[Sighting, ...]

    @property
    def first(self) -> Sighting:
        """Where it was first seen."""
        return self.history[0]

    @property
    def last(self) -> Sighting:
        """Where it was last seen."""
        return self.history[-1]

    @property
    def closed(self) -> Sighting | None:
        """Where it was reported done; None while it is open."""
        return next((s for s in self.history if s.status == "closed"), None) if self.status == "closed" else None


@dataclass(frozen=True, slots=True)
class Raising:
    """A concern at one of the meetings at which it was raised."""

    meeting: str
    day: str | None
    item: str
    text: str
    by: str | None
    answers: tuple[tuple[str | None, str], ...]
    section: str


@dataclass(frozen=True, slots=True)
class TrackedConcern:
    """One concern, each time it was raised; `id` stays the same when later meetings come."""

    id: str
    body: str
    kind: str
    text: str
    history: tuple[Raising, ...]

    @property
    def first(self) -> Raising:
        """Where it was first raised."""
        return self.history[0]

    @property
    def last(self) -> Raising:
        """Where it was last raised."""
        return self.history[-1]

    @property
    def answered(self) -> Raising | None:
        """Where it was last answered; None where it never was."""
        return next((r for r in reversed(self.history) if r.answers), None)

    @property
    def times_raised(self) -> int:
        """At how many meetings it was raised; the draft and the final minutes of one are one."""
        return len({r.day or r.meeting for r in self.history})


def track_actions(meetings: Iterable[Meeting], as_of: date) -> list[TrackedAction]:
    """The actions of all bodies as they stood on a day: later meetings are left out."""
    rows: list[TrackedAction] = []
    for held in _bodies(meetings, as_of):
        tasks, worries = _tasks(held), _worries(held)
        weights = Weights([*(task.words for task in tasks), *(worry.words for worry in worries)])
        rows += [_action(thread, as_of) for thread in string(tasks, same_task, weights, _LONGEST)]
    return rows


def track_concerns(meetings: Iterable[Meeting], as_of: date) -> list[TrackedConcern]:
    """The concerns of all bodies as they stood on a day: later meetings are left out."""
    rows: list[TrackedConcern] = []
    for held in _bodies(meetings, as_of):
        tasks, worries = _tasks(held), _worries(held)
        weights = Weights([*(task.words for task in tasks), *(worry.words for worry in worries)])
        rows += [_concern(thread) for thread in string(worries, same_worry, weights, _LONGEST)]
    return rows


def _tasks(meetings: list[Meeting]) -> list[Mention[Task]]:
    return [
        Mention(at, meeting, task, words_of(task.text, (*task.owners, *task.said)), _reference_key(task.reference))
        for at, meeting in enumerate(meetings)
        for task in meeting.tasks
    ]


def _worries(meetings: list[Meeting]) -> list[Mention[Worry]]:
    return [
        Mention(at, meeting, worry, words_of(worry.text, (worry.by or "", worry.said or "")))
        for at, meeting in enumerate(meetings)
        for worry in meeting.worries
    ]


def _bodies(meetings: Iterable[Meeting], as_of: date) -> Iterator[list[Meeting]]:
    """The meetings of each body up to a day, in order."""
    for _, held in sorted(by_body(meetings).items()):
        yield in_order(m for m in held if m.day is None or first_day(m.day) <= as_of)


def _reference_key(reference: str | None) -> str:
    return "".join(c for c in fold(reference or "") if c.isalnum())


def _action(thread: Thread[Task], as_of: date) -> TrackedAction:
    first, last = thread.mentions[0], thread.last
    dues = list(dict.fromkeys(due for m in thread.mentions if (due := m.item.due_date or m.item.due)))
    due, revised = (dues[0] if dues else None), (dues[-1] if len(dues) > 1 else None)
    closed = last.item.closed
    days = {m.meeting.day or m.meeting.id for m in thread.mentions}
    deadline = next((_deadline(m) for m in reversed(thread.mentions) if m.item.due), None)
    late = not closed and deadline is not None and deadline < as_of
    carried = len(days) - 1
    owned = next((m.item for m in reversed(thread.mentions) if m.item.owners), first.item)
    references = [m.item.reference for m in reversed(thread.mentions) if m.item.reference]
    return TrackedAction(
        id=f"{first.meeting.id}/{first.item.id}",
        body=first.meeting.name,
        reference=references[0] if references else None,
        text=first.item.text,
        owners=owned.owners,
        said=owned.said,
        due=due,
        revised_due=revised,
        status="closed" if closed else "open",
        overdue=late,
        rag=_rag(closed, late, deadline, revised is not None or carried >= _OFTEN, as_of),
        carried_forward=carried,
        history=tuple(_sighting(m) for m in thread.mentions),
    )


def _sighting(mention: Mention[Task]) -> Sighting:
    task = mention.item
    status: Literal["open", "closed"] = "closed" if task.closed else "open"
    return Sighting(
        mention.meeting.id, mention.meeting.day, task.id, task.text, status, task.due_date or task.due, task.section
    )


def _rag(closed: bool, late: bool, deadline: date | None, slipping: bool, as_of: date) -> Rag | None:
    """Blue: done; red: late; amber: due soon, put off, or carried forward often; green: on time; None: no day says."""
    if closed:
        return "blue"
    if late:
        return "red"
    if slipping or (deadline is not None and deadline < as_of + timedelta(days=_SOON)):
        return "amber"
    return "green" if deadline else None


def _deadline(mention: Mention[Task]) -> date | None:
    """The last day that the words on when a task is due may mean ("May 2024": its end); None where they name none."""
    found = find_dates(mention.item.due or "", after=mention.meeting.day)
    day = mention.item.due_date or (found[0].value if found else None)
    if day is None:
        return None
    first = first_day(day)
    month, year = first.month, first.year
    if len(day) == len("2024-05-01"):
        return first
    year, month = (year, month + 1) if len(day) == len("2024-05") and month < 12 else (year + 1, 1)
    return date(year, month, 1) - timedelta(days=1)


def _concern(thread: Thread[Worry]) -> TrackedConcern:
    first = thread.mentions[0]
    return TrackedConcern(
        id=f"{first.meeting.id}/{first.item.id}",
        body=first.meeting.name,
        kind=first.item.kind,
        text=first.item.text,
        history=tuple(
            Raising(m.meeting.id, m.meeting.day, m.item.id, m.item.text, m.item.by, m.item.answers, m.item.section)
            for m in thread.mentions
        ),
    )
