"""Actions and concerns from meeting to meeting: when they came up, what became of them, whether they are late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from minutesparse.archive.bodies import by_body
from minutesparse.archive.likeness import Likeness, Weights, words_of
from minutesparse.archive.meetings import Meeting, Task, Worry, in_order
from minutesparse.archive.threads import Mention, Thread, days_between, first_day, string
from minutesparse.people import fold
from minutesparse.persons import words as name_words

Rag = Literal["red", "amber", "green", "blue"]
Link = Literal["same", "raised again"]

_LONGEST = 400  # days between two mentions of one matter: yearly business is new every year
_SEASON = 270  # days after which words alike are likelier next year's task than last year's, unless they say so
_FEWEST = 2  # telling words in common …
_SURE = 4  # telling words in common that speak for one task though its owner changed
_TOLD = 10.0  # … and their weight together, about that of two words of which each stands in five items
_DOUBT = 0.08  # so much more alike must be two items for each word that they have fewer in common than is sure
_APART = 0.2  # so much of the common weight may be in names and numbers of which each item has its own …
_APART_ALIKE = 0.4  # … and less where they are little more alike than this
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
    owners: tuple[str, ...]
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
    rows = []
    for body, held in sorted(by_body(meetings).items()):
        mentions = [
            Mention(at, meeting, task, words_of(task.text, (*task.owners, *task.said)), _reference_key(task.reference))
            for at, meeting in enumerate(_until(held, as_of))
            for task in meeting.tasks
        ]
        rows += [_action(thread, as_of) for thread in string(mentions, _same_task, _weights(held), _LONGEST)]
    return rows


def track_concerns(meetings: Iterable[Meeting], as_of: date) -> list[TrackedConcern]:
    """The concerns of all bodies as they stood on a day: later meetings are left out."""
    rows = []
    for _, held in sorted(by_body(meetings).items()):
        mentions = [
            Mention(at, meeting, worry, words_of(worry.text, (worry.by or "", worry.said or "")))
            for at, meeting in enumerate(_until(held, as_of))
            for worry in meeting.worries
        ]
        rows += [_concern(thread) for thread in string(mentions, _same_worry, _weights(held), _LONGEST)]
    return rows


def _weights(meetings: Iterable[Meeting]) -> Weights:
    """The weights of words among all that these meetings say."""
    return Weights(words_of(item.text) for meeting in meetings for item in (*meeting.tasks, *meeting.worries))


def _until(meetings: Iterable[Meeting], as_of: date) -> list[Meeting]:
    return in_order(m for m in meetings if m.day is None or first_day(m.day) <= as_of)


def _same_task(new: Mention[Task], thread: Thread[Task], like: Likeness) -> float:
    old = thread.last
    same_reference = bool(new.key) and new.key == old.key
    carried = new.item.closed or new.item.older
    if old.item.closed and not (same_reference or new.item.closed):
        return 0.0  # a task that is set anew
    if same_reference and new.at - old.at == 1 and carried and not like.apart:
        return 1.0 + like.whole  # "AP1: done"
    if not (same_reference or carried) and (days_between(old.meeting, new.meeting) or 0) > _SEASON:
        return 0.0  # the yearly round of business
    owned = _owned(new.item, old.item)
    if owned is False and not (same_reference or carried) and like.words < _SURE:
        return 0.0
    least = 0.6 - 0.2 * same_reference
    if new.key and old.key and not same_reference:
        least += 0.2
    if owned is not None:
        least += -0.05 if owned else 0.2
    return _score(like, least) + same_reference if _score(like, least) else 0.0


def _same_worry(new: Mention[Worry], thread: Thread[Worry], like: Likeness) -> float:
    return _score(like, 0.5)


def _score(like: Likeness, least: float) -> float:
    """How alike two items are, if they are so much alike, by words that tell, and neither names what the other does not."""
    told = like.words >= _FEWEST and like.plain > 0 and like.shared >= _TOLD
    least += _DOUBT * max(0, _SURE - like.words)
    apart = like.apart <= like.shared * min(_APART, like.whole - _APART_ALIKE)
    return like.whole if told and like.whole >= least and apart else 0.0


def _owned(one: Task, other: Task) -> bool | None:
    """Whether two tasks have an owner in common, by name or in the words used; None where one has none."""
    words = [{word for owner in (*task.owners, *task.said) for word in _called(owner)} for task in (one, other)]
    return bool(words[0] & words[1]) if all(words) else None


def _called(owner: str) -> list[str]:
    """The words of an owner's name or office that are no title and no grammar."""
    known = name_words()
    return [
        folded
        for word in owner.replace("/", " ").split()
        if len(folded := fold(word.strip("(),;"))) > 1 and not known.titled(word) and folded not in ("the", "and", "of", "all")
    ]


def _reference_key(reference: str | None) -> str:
    return "".join(c for c in fold(reference or "") if c.isalnum())


def _action(thread: Thread[Task], as_of: date) -> TrackedAction:
    first, last = thread.mentions[0], thread.last
    dues = list(dict.fromkeys(due for m in thread.mentions if (due := m.item.due_date or m.item.due)))
    due, revised = (dues[0] if dues else None), (dues[-1] if len(dues) > 1 else None)
    closed = last.item.closed
    days = {m.meeting.day or m.meeting.id for m in thread.mentions}
    late = not closed and _passed(revised or due, as_of)
    carried = len(days) - 1 - closed if len(days) > 1 else 0
    owners = next((m.item.owners for m in reversed(thread.mentions) if m.item.owners), ())
    references = [m.item.reference for m in reversed(thread.mentions) if m.item.reference]
    return TrackedAction(
        id=f"{first.meeting.id}/{first.item.id}",
        body=first.meeting.name,
        reference=references[0] if references else None,
        text=max((m.item.text for m in thread.mentions), key=len) if thread.mentions[0].item.closed else first.item.text,
        owners=owners,
        due=due,
        revised_due=revised,
        status="closed" if closed else "open",
        overdue=late,
        rag=_rag(closed, late, revised or due, revised is not None or carried >= _OFTEN, as_of),
        carried_forward=carried,
        history=tuple(_sighting(m) for m in thread.mentions),
    )


def _sighting(mention: Mention[Task]) -> Sighting:
    task = mention.item
    status: Literal["open", "closed"] = "closed" if task.closed else "open"
    return Sighting(
        mention.meeting.id, mention.meeting.day, task.id, task.text, status, task.due_date or task.due, task.section
    )


def _rag(closed: bool, late: bool, due: str | None, slipping: bool, as_of: date) -> Rag | None:
    """Blue: done; red: late; amber: due soon, put off, or carried forward often; green: on time; None: no day says."""
    if closed:
        return "blue"
    if late:
        return "red"
    if slipping or _passed(due, as_of + timedelta(days=_SOON)):
        return "amber"
    return "green" if _last_day(due) else None


def _passed(due: str | None, day: date) -> bool:
    last = _last_day(due)
    return last is not None and last < day


def _last_day(due: str | None) -> date | None:
    """The last day that a date, whole or in part, may mean; None where the words name none."""
    try:
        first = first_day(due or "")
    except ValueError:
        return None
    parts = (due or "").count("-")
    if parts == 2:
        return first
    following = date(first.year + 1, 1, 1) if parts == 0 or first.month == 12 else date(first.year, first.month + 1, 1)
    return following - timedelta(days=1)


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
