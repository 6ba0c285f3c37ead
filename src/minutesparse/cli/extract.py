"""`minutesparse extract`."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import streams
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.document import Document
    from minutesparse.record import Diagnostic

SEVERITIES = ("info", "warning", "error")


def extract(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help='Minutes as plain text or Markdown; "-": standard input.')
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file, which is complete or left as it was."),
    ] = None,
    compact: Annotated[bool, typer.Option("--compact", help="One line for a record, also of a single file.")] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="CODE|warning|error",
            help="Exit with 1 where a record has this diagnostic, or one as bad as this; repeatable.",
        ),
    ] = None,
) -> None:
    """Turn minutes into records.

    One file gives one JSON object; several give one a line (NDJSON), in their order.
    """
    if output and output != streams.STANDARD and any(_same(output, file) for file in files):
        streams.usage(f"{visible(str(output))} would be overwritten by its own record; choose another -o")
    out = streams.Output(output)
    code = streams.DONE
    gc.disable()  # while much is loaded and nothing is let go, looking for garbage takes a seventh of the time
    try:
        for file in files:
            result = _one(file, out, len(files) == 1 and not compact, fail_on or [])
            code = max(code, result)
            gc.enable()
        out.keep()
    except OSError as problem:
        if isinstance(problem, BrokenPipeError) or out.path is None:
            raise
        streams.complain(out.path, f"cannot be written: {problem.strerror or problem}")
        code = streams.UNREADABLE
    finally:
        out.discard()
    raise typer.Exit(code)


def _one(file: Path, out: streams.Output, indented: bool, fail_on: list[str]) -> int:
    """Write the record of one file; the exit code it calls for."""
    try:
        document = streams.read_document(file)
        from minutesparse.pipeline import extract

        minutes = extract(document)
    except MinutesparseError as problem:
        streams.complain(file, problem)
        return streams.UNREADABLE
    out.write(streams.safe(minutes.model_dump_json(indent=2 if indented else None, by_alias=True)) + "\n")
    met = [diagnostic for diagnostic in minutes.diagnostics if _meets(diagnostic, fail_on)]
    for diagnostic in met:
        streams.complain(file, _described(document, diagnostic))
    return streams.FAIL_ON if met else streams.DONE


def _meets(diagnostic: "Diagnostic", fail_on: list[str]) -> bool:
    worst = SEVERITIES.index(diagnostic.severity)
    return any(
        worst >= SEVERITIES.index(wanted) if wanted in SEVERITIES else wanted == diagnostic.code for wanted in fail_on
    )


def _described(document: "Document", diagnostic: "Diagnostic") -> str:
    from minutesparse.document import line_number

    place = f"line {line_number(document.text, diagnostic.span.start)}: " if diagnostic.span else ""
    return f"{place}{diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
