"""`minutesparse track`."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutesparse.cli import streams
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.archive.meetings import Meeting
    from minutesparse.views.tracker import View

    Followed = tuple[View[Any], list[Any]]  # rows of a kind, and how they are shown

_ENDINGS = (".csv", ".xlsx", ".ics", ".ndjson")
_STATUSES = {False: ("open", "closed"), True: ("answered", "unanswered")}


def track(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="A store made by batch (.db).")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write FILE.csv, .xlsx, .ics (a calendar of tasks) or .ndjson."
        ),
    ] = None,
    concerns: Annotated[bool, typer.Option("--concerns", help="Follow concerns instead of actions.")] = False,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Only what this person or office is to do, or raised.")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="open or closed; of concerns: answered or unanswered."),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="As it stood on this day; later meetings are left out."),
    ] = None,
) -> None:
    """Follow actions, or concerns, from meeting to meeting.

    An action that is carried forward is one row with its history. In a terminal a table; else JSON, a row a line.

    Examples:
      minutesparse track archive.db --overdue
      minutesparse track archive.db --owner Clerk -o actions.xlsx
      minutesparse track archive.db --concerns --status unanswered
    """
    ending = _ending(output)
    day = _day(as_of)
    _check(ending, concerns, status, overdue)
    try:
        chosen = _concerns(store, day, owner, status) if concerns else _actions(store, day, owner, status, overdue)
    except MinutesparseError as problem:
        streams.complain(store, problem)
        raise typer.Exit(streams.UNREADABLE) from None
    try:
        _write(*chosen, output, ending)
    except MinutesparseError as problem:
        streams.complain(output or streams.STANDARD, problem)
        raise typer.Exit(streams.UNREADABLE) from None


def _actions(store: Path, day: date, owner: str | None, status: str | None, overdue: bool) -> "Followed":
    from minutesparse.archive.choosing import choose_actions
    from minutesparse.archive.tracking import track_actions
    from minutesparse.views.tracker import ACTIONS

    return ACTIONS, choose_actions(track_actions(_meetings(store), day), owner, status, overdue=overdue)


def _concerns(store: Path, day: date, raised_by: str | None, status: str | None) -> "Followed":
    from minutesparse.archive.choosing import choose_concerns
    from minutesparse.archive.tracking import track_concerns
    from minutesparse.views.tracker import CONCERNS

    return CONCERNS, choose_concerns(track_concerns(_meetings(store), day), raised_by, status)


def _meetings(store: Path) -> "list[Meeting]":
    from minutesparse.archive.recall import recall_matters
    from minutesparse.archive.store import Store

    with closing(Store(store)) as opened:
        return recall_matters(opened)


def _write(view: "View[Any]", rows: list[Any], output: Path | None, ending: str) -> None:
    """Write rows in the form that the output's ending asks for."""
    if output is None and streams.watched():
        if rows:
            streams.display(view.draw(rows))
        streams.say(f"minutesparse: {len(rows) or 'no'} {view.name}{'s' * (len(rows) != 1)}")
        return
    if ending == ".csv":
        from minutesparse.views.tables import to_csv

        data = to_csv(view.table(rows))
    elif ending == ".xlsx":
        from minutesparse.views.tables import to_xlsx

        data = to_xlsx([view.table(rows)])
    elif ending == ".ics":
        from minutesparse.views.calendar import to_ics

        data = to_ics(view.tasks(rows), ())
    else:
        from minutesparse.record import escaped

        data = "".join(escaped(json.dumps(view.object(row), ensure_ascii=False)) + "\n" for row in rows).encode()
    with streams.writing(output) as out:
        out.write_bytes(data)


def _ending(output: Path | None) -> str:
    if output in (None, streams.STANDARD):
        return ".ndjson"
    ending = output.suffix.lower()
    if ending not in _ENDINGS:
        streams.usage(f"{visible(str(output))}: give an output that ends in {', '.join(_ENDINGS)}")
    return ending


def _check(ending: str, concerns: bool, status: str | None, overdue: bool) -> None:
    """End with a line about usage where options do not fit together."""
    if concerns and overdue:
        streams.usage("--overdue is said of actions; leave it or --concerns out")
    if concerns and ending == ".ics":
        streams.usage("a calendar holds actions; choose .csv, .xlsx or .ndjson for --concerns")
    if status is not None and status not in _STATUSES[concerns]:
        streams.usage(f"--status {visible(status)}: give {' or '.join(_STATUSES[concerns])}")


def _day(words: str | None) -> date:
    """The day that is meant; today where none is given."""
    try:
        return date.fromisoformat(words) if words is not None else date.today()
    except ValueError:
        streams.usage(f"--as-of {visible(words or '')}: give a day as 2024-03-01")
