"""What following people, actions and concerns from meeting to meeting needs to know of each meeting.

That is far less than its record, so that thousands of meetings fit in memory at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass


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


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings as they were held; those without a date last, by their ids."""
    return sorted(meetings, key=lambda meeting: (meeting.day is None, meeting.day or "", meeting.id))
