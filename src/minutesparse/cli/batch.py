"""`minutesparse batch`."""

import os
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import streams
from minutesparse.cli.progress import Progress
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from collections.abc import Generator

    from minutesparse.archive.batch import Outcome


def batch(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE", help='Files, folders (with all below), patterns; "-": a list of them on standard input.'
        ),
    ],
    output: Annotated[
        str,
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
    model: streams.Wanted = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="local|ADDRESS",
            help="Let the workers of this Dask scheduler do it; sources and OUT, a folder of parts, may be URLs.",
        ),
    ] = None,
) -> None:
    """Turn an archive of minutes into records; what is done already is not done again.

    Examples:
      minutesparse batch minutes/ -o records.ndjson
      minutesparse batch "minutes/**/*.pdf" -o archive.db --jobs 4
    """
    if model:
        streams.model(model)  # which ends here where there is none such
    from minutesparse.archive.outputs import FormError

    try:
        with ExitStack() as stack:
            if cluster:
                work = _on_cluster(sources, output, model, cluster, jobs or _cores(), timeout)
            else:
                work = _here(sources, output, model, jobs or _cores(), timeout, stack)
            code = _follow(work, fail_fast, quiet)
    except FormError as problem:
        streams.usage(f"{visible(output)}: {problem}")
    except MinutesparseError as problem:
        streams.complain(Path(output), problem)
        code = streams.UNREADABLE
    except OSError as problem:
        if output == "-":
            raise  # which is told of standard output
        streams.complain(Path(output), f"cannot be written: {streams.reason(problem)}")
        code = streams.UNREADABLE
    raise typer.Exit(code)


@dataclass
class _Work:
    """A batch that is about to begin: how many documents there are, and what becomes of them."""

    total: int
    outcomes: "Generator[Outcome, None, None]"
    report: str | None  # where failures are told
    left_out: list[Path]


def _here(sources: list[str], output: str, model: str | None, jobs: int, timeout: float, stack: ExitStack) -> _Work:
    from minutesparse.archive.batch import batch as convert
    from minutesparse.archive.outputs import open_output
    from minutesparse.archive.sources import find
    from minutesparse.archive.work import program

    found = find([Path(source) for source in _listed(sources)], patterns=sources != ["-"])
    out = stack.enter_context(closing(open_output(Path(output), program(model), streams.Output(None).write)))
    total = len(found.files) + len(found.problems)
    return _Work(total, convert(found, out, model=model, jobs=jobs, timeout=timeout), out.report, found.left_out)


def _on_cluster(sources: list[str], output: str, model: str | None, address: str, jobs: int, timeout: float) -> _Work:
    from minutesparse.archive.cluster import convert, find_sources, report_of

    if output == "-":
        streams.usage("-o - is for one machine; give a folder or a URL with --cluster")
    found = find_sources(_listed(sources))
    outcomes = convert(found, output, model=model, address=address, jobs=jobs, timeout=timeout)
    return _Work(len(found), outcomes, report_of(output), [])


def _follow(work: _Work, fail_fast: bool, quiet: bool) -> int:
    """Tell how the work goes on, to its end; the exit code it calls for."""
    with closing(work.outcomes), Progress(work.total, quiet=quiet) as progress:
        if work.left_out:
            number, first = len(work.left_out), visible(str(work.left_out[0]))
            progress.tell(
                f"left out {number} of an ending that minutes do not have, as {first}; name what is to be read"
            )
        for outcome in work.outcomes:
            progress.count(outcome.kind)
            if outcome.detail:
                progress.tell_of(outcome.name, outcome.detail)
            if fail_fast and outcome.kind == "failed":
                break
    progress.tell(_summary(progress.counts, work.total, work.report))
    return streams.SOME_FAILED if progress.counts["failed"] else streams.DONE


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


def _listed(arguments: list[str]) -> list[str]:
    """The arguments, or the list on standard input."""
    if "-" not in arguments:
        return arguments
    if arguments != ["-"]:
        streams.usage('"-" is a list of sources; give it alone')
    if sys.stdin is None:
        streams.usage("standard input is closed; give sources")
    from minutesparse.archive.sources import parse_list

    return parse_list(sys.stdin.buffer.read())


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
