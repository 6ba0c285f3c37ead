"""`minutesparse batch`."""

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import streams
from minutesparse.cli.progress import Progress
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.archive.batch import Outcome
    from minutesparse.archive.outputs import Output
    from minutesparse.archive.sources import Found


def batch(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE", help='Files, folders (with all below), patterns; "-": a list of them on standard input.'
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="OUT", help="OUT.ndjson, OUT.ndjson.gz, a store OUT.db, a folder, or -."
        ),
    ],
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, metavar="N", help="Processes at a time; as many as there are cores.")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="The longest that a document may take.")
    ] = 120,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="End with the first document that fails.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but what ends the command.")] = False,
) -> None:
    """Turn an archive of minutes into records; what is done already is not done again."""
    from minutesparse.archive.outputs import open_output

    try:
        found = _find(sources)
        with closing(open_output(output, streams.Output(None).write)) as out:
            code = _convert(found, out, jobs or _cores(), timeout, fail_fast, quiet)
    except MinutesparseError as problem:
        streams.complain(output, problem)
        code = streams.UNREADABLE
    except OSError as problem:
        streams.complain(output, f"cannot be written: {problem.strerror or problem}")
        code = streams.UNREADABLE
    raise typer.Exit(code)


def _convert(found: "Found", out: "Output", jobs: int, timeout: float, fail_fast: bool, quiet: bool) -> int:
    """Put the records of all that was found into the output; the exit code it calls for."""
    from minutesparse.archive.batch import batch as convert

    total = len(found.files) + len(found.problems)
    outcomes = convert(found, out, jobs=jobs, timeout=timeout)
    with closing(outcomes), Progress(total, quiet=quiet) as progress:
        if found.left_out:
            number, first = len(found.left_out), visible(str(found.left_out[0]))
            progress.tell(
                f"left out {number} of an ending that minutes do not have, as {first}; name what is to be read"
            )
        for outcome in outcomes:
            progress.count(outcome.kind)
            _tell(outcome, progress)
            if fail_fast and outcome.kind == "failed":
                break
    counts = progress.counts
    progress.tell(_summary(counts, total, out.report))
    return streams.SOME_FAILED if counts["failed"] else streams.DONE


def _tell(outcome: "Outcome", progress: Progress) -> None:
    if outcome.kind == "failed":
        progress.tell_of(outcome.name, outcome.detail)
    elif outcome.kind == "same":
        progress.tell_of(outcome.name, f"the same content as {outcome.detail}, whose record stands for both")


def _summary(counts: dict[str, int], total: int, report: str | None) -> str:
    parts = [
        (counts["done"], "done"),
        (counts["kept"], "done before"),
        (counts["same"], "the same as another"),
        (counts["failed"], f"failed, see {report}" if report else "failed"),
        (total - sum(counts.values()), "not tried"),
    ]
    said = [f"{number} {what}" for number, what in parts if number]
    return f"{total} document{'s' * (total != 1)}: {', '.join(said) or 'nothing to do'}"


def _find(arguments: list[Path]) -> "Found":
    """All that the arguments name, and the list on standard input."""
    from minutesparse.archive.sources import find, parse_list

    if streams.STANDARD not in arguments:
        return find(arguments)
    if arguments != [streams.STANDARD]:
        streams.usage('"-" is a list of sources; give it alone')
    if sys.stdin is None:
        streams.usage("standard input is closed; give sources")
    return find(parse_list(sys.stdin.buffer.read()), patterns=False)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
