"""`minutesparse show`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import records, streams
from minutesparse.errors import MinutesparseError

if TYPE_CHECKING:
    from minutesparse.record import Minutes


def show(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help='Minutes, or a record made by extract; "-": standard input.')
    ],
    why: Annotated[
        bool, typer.Option("--why", help="Add the rule, the confidence and the quoted evidence with line numbers.")
    ] = False,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="The minutes that a given record was made from, for --why."),
    ] = None,
    model: streams.Wanted = None,
) -> None:
    """Show the record of a set of minutes for people to read.

    Examples:
      minutesparse show minutes.docx
      minutesparse show --why record.json --text minutes.docx
    """
    try:
        found, document = records.load(file, model)
    except MinutesparseError as problem:
        streams.complain(file, problem)
        raise typer.Exit(streams.UNREADABLE) from None
    if text is not None:
        document = records.text_of(found, text)
    _print(found, document.text if document else None, why)


def _print(found: "list[Minutes]", source: str | None, why: bool) -> None:
    from minutesparse.views.terminal import render

    for minutes in found:
        streams.display(render(minutes, source, why=why))
