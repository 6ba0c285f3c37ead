"""Records on the command line: those in a file, that of the minutes in it, and the text they were made from."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from minutesparse.cli import streams
from minutesparse.errors import MinutesparseError, UnreadableError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.document import Document
    from minutesparse.record import Minutes


def load(file: Path, model: str | None = None) -> "tuple[list[Minutes], Document | None]":
    """The records in a file; or the record of the minutes in it, with their document. Raises UnreadableError.

    Ends the command with one line where the model is missing or broken.
    """
    data = streams.read_bytes(file)
    if is_record(data):
        return parse(data), None
    from minutesparse.pipeline import extract
    from minutesparse.reading import read

    document = read(data, "-" if file == streams.STANDARD else file.name)
    return [extract(document, streams.model(model) or model)], document


def is_record(data: bytes) -> bool:
    """Whether these bytes hold records, not minutes."""
    return data.lstrip()[:1] == b"{" and b'"schema_version"' in data[:4096]


def parse(data: bytes) -> "list[Minutes]":
    """The record in these bytes, or those of its lines. Raises UnreadableError, which names what does not fit."""
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


def text_of(records: "list[Minutes]", path: Path) -> "Document":
    """The document in a file, if the records were made from its text; otherwise it ends the command with one line."""
    try:
        document = streams.read_document(path)
    except MinutesparseError as problem:
        streams.complain(path, problem)
        raise typer.Exit(streams.UNREADABLE) from None
    digest = sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    if any(minutes.source.sha256 != digest for minutes in records):
        streams.usage(f"{visible(str(path))} is not the text that this record was made from")
    return document
