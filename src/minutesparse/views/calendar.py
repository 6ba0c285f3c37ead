"""A calendar: tasks with the day they are due, and meetings to come, as iCalendar (RFC 5545)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from minutesparse.errors import ExtraError
from minutesparse.views.plain import plain

if TYPE_CHECKING:
    import icalendar

_LONG_AGO = date(1970, 1, 1)  # a stamp for what tells of no day


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done; `key` tells it from every other, for ever; `since` is the day it was given."""

    key: str
    summary: str
    due: date | None
    description: str = ""
    done: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes place on a day; `since` is the day that fixed it."""

    key: str
    summary: str
    day: date
    description: str = ""
    since: date | None = None


def to_ics(tasks: Iterable[Task], events: Iterable[Event]) -> bytes:
    """A calendar with a VTODO for each task and a VEVENT for each event. Raises ExtraError without icalendar.

    The same input gives the same bytes: the identifiers come from the keys, the stamps from the days.
    """
    try:
        import icalendar
    except ImportError:
        raise ExtraError("a calendar needs an extra; run: pip install 'minutesparse[export]'") from None
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//minutesparse//minutes//EN")
    calendar.add("version", "2.0")
    for event in events:
        entry = icalendar.Event()
        entry.add("dtstart", event.day)
        entry.add("transp", "TRANSPARENT")  # a day without an hour keeps nobody busy
        calendar.add_component(_told(entry, event, event.day))
    for task in tasks:
        todo = icalendar.Todo()
        if task.due:
            todo.add("due", task.due)
        todo.add("status", "COMPLETED" if task.done else "NEEDS-ACTION")
        calendar.add_component(_told(todo, task, task.due))
    made: bytes = calendar.to_ical()
    return made


def _told(component: "icalendar.Component", item: Task | Event, day: date | None) -> "icalendar.Component":
    """The component with what every one of them says."""
    digest = hashlib.sha256(item.key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    component.add("uid", f"{digest}@minutesparse")
    component.add("dtstamp", datetime.combine(item.since or day or _LONG_AGO, time(), UTC))
    component.add("summary", plain(item.summary))
    if item.description:
        component.add("description", "\n".join(plain(line) for line in item.description.split("\n")))
    return component
