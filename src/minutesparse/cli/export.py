"""`minutesparse export`."""

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import records, streams
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.record import Minutes


class Form(StrEnum):
    """What records become."""

    CSV = "csv"
    XLSX = "xlsx"
    MD = "md"
    ICS = "ics"


def export(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORD", help='Records made by extract, one or many in a file, or minutes; "-": standard input.'
        ),
    ],
    to: Annotated[
        Form,
        typer.Option(
            "--to",
            help="csv: tables in a folder; xlsx: a workbook; md: minutes in Markdown; ics: tasks and next meeting.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to this file, or for csv into this folder; else standard output.",
        ),
    ] = None,
    model: streams.Wanted = None,
) -> None:
    """Hand records on: as tables, as a workbook, as minutes in Markdown, as a calendar.

    Examples:
      minutesparse export records.ndjson --to csv -o tables/
      minutesparse extract minutes.docx | minutesparse export - --to xlsx -o minutes.xlsx
      minutesparse export record.json --to ics -o actions.ics
    """
    _check(to, output)
    streams.refuse_to_overwrite(output, files)
    found: list[Minutes] = []
    code = streams.DONE
    for file in files:
        try:
            found += records.load(file, model)[0]
        except MinutesparseError as problem:
            streams.complain(file, problem)
            code = streams.UNREADABLE
    if found:
        try:
            _write(found, to, output)
        except MinutesparseError as problem:
            streams.complain(output or Path(f"--to {to}"), problem)
            code = streams.UNREADABLE
    raise typer.Exit(code)


def _check(to: Form, output: Path | None) -> None:
    """End with a line about usage where the output cannot be what is wanted."""
    if to is Form.CSV and output in (None, streams.STANDARD):
        streams.usage("--to csv makes several files; give a folder with -o")
    if to is Form.CSV and output is not None and output.exists() and not output.is_dir():
        streams.usage(f"{visible(str(output))} is no folder, and --to csv makes several files; choose another -o")
    if to is Form.XLSX and output in (None, streams.STANDARD) and streams.watched():
        streams.usage("a workbook is nothing for a terminal; give a file with -o")


def _write(found: "list[Minutes]", to: Form, output: Path | None) -> None:
    if to is Form.CSV and output is not None:
        _write_tables(found, output)
        return
    data = _made(found, to)
    with streams.writing(output) as out:
        out.write_bytes(data)


def _made(found: "list[Minutes]", to: Form) -> bytes:
    """The records in this form."""
    if to is Form.MD:
        from minutesparse.views.markdown import to_markdown

        return "\n".join(map(to_markdown, found)).encode()
    from minutesparse.views.exports import to_events, to_tables, to_tasks

    if to is Form.XLSX:
        from minutesparse.views.tables import to_xlsx

        return to_xlsx(to_tables(found))
    from minutesparse.views.calendar import to_ics

    return to_ics(to_tasks(found), to_events(found))


def _write_tables(found: "list[Minutes]", folder: Path) -> None:
    """A file for each table, all of them or none."""
    from minutesparse.views.exports import to_tables
    from minutesparse.views.tables import to_csv

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        streams.complain(folder, f"cannot be made: {streams.reason(problem)}")
        raise SystemExit(streams.UNREADABLE) from None
    with ExitStack() as kept:
        for table in to_tables(found):
            kept.enter_context(streams.writing(folder / f"{table.name}.csv")).write_bytes(to_csv(table))
