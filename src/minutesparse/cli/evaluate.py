"""`minutesparse evaluate`."""

import json
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import records, streams
from minutesparse.errors import MinutesparseError, UnreadableError
from minutesparse.views.plain import plain, visible

if TYPE_CHECKING:
    from minutesparse.document import Document
    from minutesparse.evaluation.gold import Annotation
    from minutesparse.evaluation.report import Report
    from minutesparse.language import Model
    from minutesparse.record import Minutes

_KEPT = "check.txt"  # beside the gold: documents whose errors nobody looks at


class Format(StrEnum):
    """How the figures are written."""

    TERMINAL = "terminal"
    JSON = "json"


def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD", help="Corrected records or annotations: JSON files, or folders of them."),
    ],
    documents: Annotated[
        Path | None,
        typer.Option(
            "--documents", metavar="FOLDER", help="Where the minutes are, if not beside their gold or a folder above."
        ),
    ] = None,
    errors: Annotated[
        str | None,
        typer.Option(
            "--errors",
            metavar="FIELD",
            help="List what is wrong in this field (all: in every field), of documents that no check.txt names.",
        ),
    ] = None,
    model: streams.Wanted = None,
    format_: Annotated[Format, typer.Option("--format", help="For people, or for programs.")] = Format.TERMINAL,
) -> None:
    """Say how right the records of minutes are that somebody has read.

    Extracts the minutes anew and compares them with corrected records, as the review page saves them, or with
    annotations.

    Examples:
      minutesparse evaluate harbrough.corrected.json
      minutesparse evaluate corrected/ --documents minutes/ --errors actions
    """
    from minutesparse.evaluation.report import Report

    helper = streams.model(model) if model else None
    report = Report()
    failed = False
    for file in _files(gold):
        try:
            _add(report, file, documents, helper or model)
        except MinutesparseError as problem:
            streams.complain(file, problem)
            report.failures.append(f"{visible(str(file))}: {problem}")
            failed = True
    if errors is not None:
        _list_errors(report, errors)
    elif format_ is Format.JSON:
        streams.Output(None).write(json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n")
    elif report.documents:
        from minutesparse.views.figures import Figures

        streams.display(Figures(report))
    raise typer.Exit(streams.UNREADABLE if failed else streams.DONE)


def _files(gold: list[Path]) -> list[Path]:
    """The files of gold, those of a folder in their order; ends with a line about usage where a folder has none."""
    files: list[Path] = []
    for path in gold:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            streams.usage(f"{visible(str(path))} holds no JSON file; give corrected records or annotations")
        files += inside
    return files


def _add(report: "Report", file: Path, documents: Path | None, model: "Model | str | None") -> None:
    """Score the documents of one file of gold. Raises MinutesparseError where that or a document cannot be read."""
    from minutesparse.pipeline import extract

    kept = _kept(file.parent)
    data = streams.read_bytes(file)
    for record in records.parse(data) if records.is_record(data) else [None]:
        wanted, document = _corrected(record, file, documents) if record else _annotated(data, file, documents)
        report.add(wanted, extract(document, model), wanted.doc not in kept)


def _corrected(record: "Minutes", file: Path, documents: Path | None) -> "tuple[Annotation, Document]":
    from minutesparse.evaluation.gold import from_record

    name = Path(record.source.name).name  # it may come from anywhere
    document = _document([folder / name for folder in _folders(file, documents)])
    if sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest() != record.source.sha256:
        raise UnreadableError(f"{name} is not the text that this record was made from")
    return from_record(record, document), document


def _annotated(data: bytes, file: Path, documents: Path | None) -> "tuple[Annotation, Document]":
    from minutesparse.evaluation.gold import parse_annotation

    try:
        annotation = json.loads(data)
    except ValueError:
        annotation = None
    if not isinstance(annotation, dict) or not {"doc", "file"} <= annotation.keys():
        raise UnreadableError("neither a record nor an annotation, which names its doc and its file")
    wanted = parse_annotation(annotation)
    places = [folder / Path(wanted.file).name for folder in _folders(file, documents)]
    return wanted, _document([file.parent / wanted.file, *places])


def _folders(file: Path, documents: Path | None) -> list[Path]:
    return [documents] if documents else [file.parent, file.parent.parent]


def _document(places: list[Path]) -> "Document":
    """The document at the first place that has one."""
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise UnreadableError(f"{places[-1].name} is not there; say where the minutes are with --documents FOLDER")
    return streams.read_document(found)


def _kept(folder: Path) -> set[str]:
    """The documents whose errors are not listed, so that nobody learns them by heart."""
    path = folder / _KEPT
    return set(path.read_text("utf-8", "replace").split()) if path.is_file() else set()


def _list_errors(report: "Report", name: str) -> None:
    known = {"all", *report.tallies}
    if name not in known:
        streams.usage(f"--errors {visible(name)}: no such field; known are {', '.join(sorted(known))}")
    out = streams.Output(None)
    for doc, error in report.errors:
        if name in ("all", error.field):
            out.write("\t".join(map(plain, (doc, error.field, error.what, error.detail))) + "\n")
