"""`minutesparse show`."""

import codecs
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import streams
from minutesparse.errors import MinutesparseError, UnreadableError
from minutesparse.views.plain import likeness, visible

if TYPE_CHECKING:
    from minutesparse.record import Minutes

_PADDING = re.compile(r" +$", re.MULTILINE)  # with which Rich fills lines


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
) -> None:
    """Show the record of a set of minutes for people to read."""
    try:
        records, source = _load(file)
    except MinutesparseError as problem:
        streams.complain(file, problem)
        raise typer.Exit(streams.UNREADABLE) from None
    if text is not None:
        source = _source(text, records)
    _print(records, source, why)


def _print(records: "list[Minutes]", source: str | None, why: bool) -> None:
    from minutesparse.views.terminal import console, render

    codecs.register_error("likeness", likeness)
    terminal, out = console(), streams.Output(None)
    for minutes in records:
        with terminal.capture() as capture:
            terminal.print(render(minutes, source, why=why))
        out.write(_PADDING.sub("", capture.get()), sys.stdout.encoding, "likeness")


def _load(file: Path) -> "tuple[list[Minutes], str | None]":
    """The records in a file, or the record of the minutes in it, with their text where it is known."""
    data = streams.read_bytes(file)
    if data.lstrip()[:1] == b"{" and b'"schema_version"' in data[:4096]:
        return _records(data), None
    from minutesparse.pipeline import extract
    from minutesparse.reading import read

    document = read(data, "-" if file == streams.STANDARD else file.name)
    return [extract(document)], document.text


def _records(data: bytes) -> "list[Minutes]":
    from pydantic import ValidationError

    from minutesparse.record import Minutes

    try:
        try:
            return [Minutes.model_validate_json(data)]
        except ValidationError:
            lines = [line for line in data.splitlines() if line.strip()]
            if len(lines) < 2 or not lines[0].rstrip().endswith(b"}"):
                raise
            return [Minutes.model_validate_json(line) for line in lines]
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise UnreadableError(f"not a record of this version: {place}: {first['msg']}") from None


def _source(path: Path, records: "list[Minutes]") -> str:
    """The text in a file, if it is the one that the record was made from."""
    from hashlib import sha256

    try:
        document = streams.read_document(path)
    except MinutesparseError as problem:
        streams.complain(path, problem)
        raise typer.Exit(streams.UNREADABLE) from None
    digest = sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    if any(minutes.source.sha256 != digest for minutes in records):
        streams.usage(f"{visible(str(path))} is not the text that this record was made from")
    return document.text
