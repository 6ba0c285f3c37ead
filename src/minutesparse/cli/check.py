"""`minutesparse check`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import conditions, streams
from minutesparse.errors import MinutesparseError

if TYPE_CHECKING:
    from minutesparse.language import Model
    from minutesparse.views.findings import Checked, Explained


class Format(StrEnum):
    """How the findings are written."""

    TERMINAL = "terminal"
    JSON = "json"
    SARIF = "sarif"


def _explain(code: str | None) -> None:
    if code is not None:
        from minutesparse.checks import codes
        from minutesparse.views.plain import visible

        if code not in codes():
            streams.usage(f"--explain {visible(code)}: no such code; known are {', '.join(sorted(codes()))}")
        streams.display(_explained(code), whole_lines=True)
        raise typer.Exit


def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help='Minutes: text, Markdown, HTML, PDF, DOCX, ODT, RTF, e-mail; "-": standard input.'
        ),
    ],
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODE", help="Only these codes, or those that begin so; repeatable."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CODE", help="Not these codes, nor those that begin so; repeatable."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="For people, programs, or code hosts.")] = Format.TERMINAL,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="CODE|info|warning|error",
            help="Exit with 1 where this was found, or anything as bad as this; repeatable.",
        ),
    ] = None,
    model: streams.Wanted = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain", metavar="CODE", help="Say what a code means, and exit.", callback=_explain, is_eager=True
        ),
    ] = None,
) -> None:
    """Say what is wrong with minutes, before they are published.

    Examples:
      minutesparse check minutes.docx --fail-on warning
      minutesparse check *.md --select action,concern
      minutesparse check --explain weekday-contradicts-date
    """
    conditions.check_fail_on(fail_on or [])
    wanted = conditions.select("--select", select) if select else None
    unwanted = conditions.select("--ignore", ignore) if ignore else set()
    helper = streams.model(model) if model else None
    found: list[Checked] = []
    failures: list[tuple[Path, str]] = []
    for file in files:
        try:
            found.append(_check(file, wanted, unwanted, helper or model))
        except MinutesparseError as problem:
            failures.append((file, str(problem)))
            streams.complain(file, problem)
        except Exception as problem:  # a fault of ours in one file must not lose the others
            failures.append((file, "internal error"))
            streams.complain(file, f"internal error, please report it ({type(problem).__name__}: {problem})")
    _write(format_, found, failures)
    met = any(conditions.meets(finding, fail_on or []) for checked in found for finding in checked.findings)
    raise typer.Exit(streams.UNREADABLE if failures else streams.FAIL_ON if met else streams.DONE)


def _check(file: Path, wanted: set[str] | None, unwanted: set[str], model: "Model | str | None") -> "Checked":
    """The findings in a file that are wanted. Raises MinutesparseError where it cannot be read."""
    document = streams.read_document(file)
    from minutesparse.pipeline import extract
    from minutesparse.views.findings import Checked

    chosen = [
        finding
        for finding in extract(document, model).diagnostics
        if (wanted is None or finding.code in wanted) and finding.code not in unwanted
    ]
    return Checked(_printable(file), document, chosen)


def _printable(file: Path) -> str:
    """The path of a file as text that every encoding of Unicode can hold."""
    return str(file).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _write(format_: Format, found: "list[Checked]", failures: list[tuple[Path, str]]) -> None:
    from minutesparse.record import escaped
    from minutesparse.views import findings, sarif

    if format_ is Format.TERMINAL:
        for checked in found:
            if checked.findings:
                streams.display(findings.Findings(checked), whole_lines=True)
        if found:
            streams.display(findings.summary(len(found), [one for checked in found for one in checked.findings]))
        return
    if format_ is Format.JSON:
        made: object = [one for checked in found for one in findings.as_json(checked)]
    else:
        made = sarif.as_sarif(found, [(_printable(file), problem) for file, problem in failures])
    streams.Output(None).write(escaped(json.dumps(made, indent=2, ensure_ascii=False)) + "\n")


def _explained(code: str) -> "Explained":
    from minutesparse.checks import codes
    from minutesparse.checks.explaining import explain
    from minutesparse.pipeline import extract
    from minutesparse.reading import read
    from minutesparse.views.findings import Checked, Explained, Findings

    explained = explain(code)
    document = read(explained.example, explained.file)
    found = [finding for finding in extract(document).diagnostics if finding.code == code]
    return Explained(code, codes()[code], explained, Findings(Checked(explained.file, document, found)))
