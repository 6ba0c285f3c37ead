"""Which of the actions and concerns that were followed somebody asks for, and in which order."""

import re
from collections.abc import Iterable

from minutesparse.archive.names import is_called
from minutesparse.archive.tracking import TrackedAction, TrackedConcern

_DAY = re.compile(r"\d{4}\b")
_LAST = "~"  # sorts after every date


def choose_actions(
    actions: Iterable[TrackedAction], owner: str | None = None, status: str | None = None, *, overdue: bool = False
) -> list[TrackedAction]:
    """Those that this owner is to do, of this status, overdue: what is open first, then by the day they are due."""
    chosen = [
        row
        for row in actions
        if status in (None, row.status)
        and (row.overdue or not overdue)
        and (owner is None or any(is_called(name, owner) for name in (*row.owners, *row.said)))
    ]
    return sorted(
        chosen,
        key=lambda row: (
            row.status == "closed",
            not row.overdue,
            due if _DAY.match(due := row.revised_due or row.due or "") else _LAST,
            row.first.day or _LAST,
            row.id,
        ),
    )


def choose_concerns(
    concerns: Iterable[TrackedConcern], raised_by: str | None = None, status: str | None = None
) -> list[TrackedConcern]:
    """Those that this person raised, answered or unanswered: by the day on which they were first raised."""
    chosen = [
        row
        for row in concerns
        if status in (None, "answered" if row.answered else "unanswered")
        and (raised_by is None or any(raised.by and is_called(raised.by, raised_by) for raised in row.history))
    ]
    return sorted(chosen, key=lambda row: (row.first.day or _LAST, row.id))
