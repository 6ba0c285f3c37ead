"""`minutesparse extract`."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import conditions, streams
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.document import Document
    from minutesparse.language import Model
    from minutesparse.record import Diagnostic


def extract(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help='Minutes: text, Markdown, HTML, PDF, DOCX, ODT, RTF, e-mail; "-": standard input.'
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file, which is complete or left as it was."),
    ] = None,
    text_to: Annotated[
        Path | None,
        typer.Option(
            "--text-to",
            metavar="FILE",
            help="Also write the text that spans refer to: Markdown, where FILE is PDF, Word or the like.",
        ),
    ] = None,
    split: Annotated[
        bool, typer.Option("--split", help="A record for each of several meetings in a file, one a line (NDJSON).")
    ] = False,
    compact: Annotated[bool, typer.Option("--compact", help="One line for a record, also of a single file.")] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="CODE|info|warning|error",
            help="Exit with 1 where a record has this diagnostic, or one as bad as this; repeatable.",
        ),
    ] = None,
    model: streams.Wanted = None,
) -> None:
    """Turn minutes into records.

    One file gives one JSON object; several give one a line (NDJSON), in their order.

    Examples:
      minutesparse extract minutes.docx -o record.json
      minutesparse extract *.md > records.ndjson
      cat minutes.txt | minutesparse extract - --fail-on no-date
    """
    streams.refuse_to_overwrite(output, files)
    streams.refuse_to_overwrite(text_to, files)
    if text_to and len(files) != 1:
        streams.usage("--text-to takes the text of one file; give one, or leave it out")
    if text_to and text_to.resolve() == (output or streams.STANDARD).resolve():
        streams.usage(f"{visible(str(text_to))} is where the record goes; choose another --text-to")
    conditions.check_fail_on(fail_on or [])
    helper = streams.model(model) if model else None
    code = streams.DONE
    gc.disable()  # while much is loaded and nothing is let go, looking for garbage takes a seventh of the time
    try:
        with streams.writing(output) as out, streams.writing(text_to) as text:
            for file in files:
                indented = len(files) == 1 and not compact and not split
                wanted = text if text_to else None
                code = max(code, _one(file, out, wanted, split, indented, fail_on or [], helper or model))
                gc.enable()
    finally:
        gc.enable()
    raise typer.Exit(code)


def _one(
    file: Path,
    out: streams.Output,
    text: streams.Output | None,
    split: bool,
    indented: bool,
    fail_on: list[str],
    model: "Model | str | None",
) -> int:
    """Write the record of one file, or of each meeting in it; the exit code it calls for."""
    try:
        document = streams.read_document(file)
        from minutesparse.pipeline import extract, extract_all

        records = [minutes for _, minutes in extract_all(document, model)] if split else [extract(document, model)]
    except MinutesparseError as problem:
        streams.complain(file, problem)
        return streams.UNREADABLE
    except Exception as problem:  # a fault of ours in one file must not lose the others
        streams.complain(file, f"internal error, please report it ({type(problem).__name__}: {problem})")
        return streams.UNREADABLE
    for minutes in records:
        out.write(minutes.to_json(2 if indented else None) + "\n")
    if text is not None:
        text.write(document.text, errors="surrogatepass")
    met = [
        diagnostic for minutes in records for diagnostic in minutes.diagnostics if conditions.meets(diagnostic, fail_on)
    ]
    for diagnostic in met:
        streams.complain(file, _described(document, diagnostic))
    return streams.FAIL_ON if met else streams.DONE


def _described(document: "Document", diagnostic: "Diagnostic") -> str:
    from minutesparse.document import line_number

    place = f"line {line_number(document.text, diagnostic.span.start)}: " if diagnostic.span else ""
    return f"{place}{diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"
