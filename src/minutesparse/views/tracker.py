"""Actions and concerns followed over many meetings: as tables, as tasks of a calendar, as lines of JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rich.text import Text

from minutesparse.archive.tracking import Raising, Sighting, TrackedAction, TrackedConcern
from minutesparse.views.calendar import Task
from minutesparse.views.days import cell, day_of, written
from minutesparse.views.listing import Listing
from minutesparse.views.plain import plain
from minutesparse.views.tables import Table

Row = TypeVar("Row")
_RAG = {"red": "red", "amber": "yellow", "green": "green", "blue": "blue"}


def _action_table(actions: Sequence[TrackedAction]) -> Table:
    """The actions in the columns of a clerk's action log, and what became of each from meeting to meeting."""
    columns = ("Ref", "Source", "Action", "Lead", "Due date", "Revised date", "Status", "RAG")
    return Table(
        "Actions",
        (*columns, "Carried forward", "First seen", "Last seen", "Closed"),
        [
            (
                row.reference,
                _source(row.body, row.first),
                row.text,
                ", ".join(row.owners),
                cell(row.due),
                cell(row.revised_due),
                _status(row),
                (row.rag or "").capitalize(),
                row.carried_forward,
                cell(row.first.day),
                cell(row.last.day),
                cell(row.closed.day) if row.closed else None,
            )
            for row in actions
        ],
    )


def _concern_table(concerns: Sequence[TrackedConcern]) -> Table:
    """The concerns, who raised each and how often, and the answer that was last given."""
    columns = ("Source", "Concern", "Raised by", "First raised", "Last raised", "Times raised")
    return Table(
        "Concerns",
        (*columns, "Answered", "Answered by", "Answer"),
        [
            (
                _source(row.body, row.first),
                row.text,
                ", ".join(_raisers(row)),
                cell(row.first.day),
                cell(row.last.day),
                row.times_raised,
                (cell(row.answered.day) or "Yes") if row.answered else "No",
                ", ".join(dict.fromkeys(by for by, _ in row.answered.answers if by)) if row.answered else None,
                " ".join(words for _, words in row.answered.answers) if row.answered else None,
            )
            for row in concerns
        ],
    )


def _to_tasks(actions: Sequence[TrackedAction]) -> list[Task]:
    """The actions as tasks of a calendar; one whose words name no day is due on none."""
    tasks = []
    for row in actions:
        owners = f"{', '.join(row.owners)}: " if row.owners else ""
        tasks.append(
            Task(
                key=row.id,
                summary=f"{owners}{row.text}",
                due=day_of(row.revised_due or row.due),
                description=_source(row.body, row.first),
                done=row.status == "closed",
                since=day_of(row.first.day),
            )
        )
    return tasks


def _action_object(row: TrackedAction) -> dict[str, Any]:
    """An action as an object of JSON."""
    return {
        "id": row.id,
        "body": row.body,
        "reference": row.reference,
        "text": row.text,
        "owners": list(row.owners),
        "due": row.due,
        "revised_due": row.revised_due,
        "status": row.status,
        "overdue": row.overdue,
        "rag": row.rag,
        "carried_forward": row.carried_forward,
        "first_seen": _place(row.first),
        "last_seen": _place(row.last),
        "closed": _place(row.closed) if row.closed else None,
        "history": [
            {**_place(seen), "text": seen.text, "status": seen.status, "due": seen.due} for seen in row.history
        ],
    }


def _concern_object(row: TrackedConcern) -> dict[str, Any]:
    """A concern as an object of JSON."""
    return {
        "id": row.id,
        "body": row.body,
        "kind": row.kind,
        "text": row.text,
        "times_raised": row.times_raised,
        "first_raised": _place(row.first),
        "last_raised": _place(row.last),
        "answered": _place(row.answered) if row.answered else None,
        "history": [
            {
                **_place(raised),
                "text": raised.text,
                "raised_by": raised.by,
                "answers": [{"by": by, "text": words} for by, words in raised.answers],
            }
            for raised in row.history
        ],
    }


def _draw_actions(actions: Sequence[TrackedAction]) -> Listing:
    """The actions for people in a terminal."""
    numbered = any(row.reference for row in actions)
    columns = (("Action", 6), ("Lead", 3), ("Due", 0), ("Status", 0), ("Seen", 0))
    rows = [
        (
            *([Text(plain(row.reference or ""), "cyan")] if numbered else []),
            _said(row.text, row.body, row.first),
            Text(plain(", ".join(row.owners))) if row.owners else Text("no owner", "red"),
            Text(plain(row.revised_due or row.due or ""), "red" if row.overdue else ""),
            Text(_status(row), _RAG.get(row.rag or "", "")),
            _seen(row.first.day, row.last.day, row.carried_forward + 1),
        )
        for row in actions
    ]
    return Listing((*([("Ref", 0)] if numbered else []), *columns), rows)


def _draw_concerns(concerns: Sequence[TrackedConcern]) -> Listing:
    """The concerns for people in a terminal."""
    rows = [
        (
            _said(row.text, row.body, row.first),
            Text(plain(", ".join(_raisers(row)))),
            _seen(row.first.day, row.last.day, row.times_raised),
            _answered(row),
        )
        for row in concerns
    ]
    return Listing((("Concern", 6), ("Raised by", 2), ("Raised", 0), ("Answered", 3)), rows)


def _answered(row: TrackedConcern) -> Text:
    """When and by whom a concern was last answered."""
    if not row.answered:
        return Text("no", "red")
    by = ", ".join(dict.fromkeys(plain(by) for by, _ in row.answered.answers if by))
    return Text.assemble((plain(row.answered.day or "yes"), "green"), f" {by}".rstrip())


def _said(text: str, body: str, seen: Sighting | Raising) -> Text:
    """The words, and under them the body and the item of its agenda."""
    place = ", ".join(part for part in (body, seen.section) if part)
    return Text(plain(text)).append(f"\n{plain(place)}", "dim")


def _seen(first: str | None, last: str | None, times: int) -> Text:
    """When something was seen, and how often if more than once."""
    words = Text(plain(first or "no date"))
    return words if times == 1 else words.append(f"\n{plain(last or 'no date')}\n{times} times", "dim")


def _raisers(row: TrackedConcern) -> list[str]:
    return list(dict.fromkeys(raised.by for raised in row.history if raised.by))


def _status(row: TrackedAction) -> str:
    return "Overdue" if row.overdue else row.status.capitalize()


def _source(body: str, seen: Sighting | Raising) -> str:
    """The meeting and the item of its agenda."""
    return ", ".join(part for part in (body, written(seen.day or ""), seen.section) if part)


def _place(seen: Sighting | Raising) -> dict[str, str | None]:
    return {"meeting": seen.meeting, "date": seen.day, "item": seen.item, "section": seen.section or None}


@dataclass(frozen=True, slots=True)
class View(Generic[Row]):
    """How rows of a kind are shown: for spreadsheets, in a terminal, as objects of JSON, as tasks."""

    name: str
    table: Callable[[Sequence[Row]], Table]
    draw: Callable[[Sequence[Row]], Listing]
    object: Callable[[Row], dict[str, Any]]
    tasks: Callable[[Sequence[Row]], list[Task]]


ACTIONS = View("action", _action_table, _draw_actions, _action_object, _to_tasks)
CONCERNS = View("concern", _concern_table, _draw_concerns, _concern_object, lambda _: [])
