"""A batch over the machines of a Dask cluster: workers write parts of the output, others where one of them dies.

The output is a folder (an fsspec URL) of parts. Which source belongs in which part is planned before any work is done
and stands in the folder, so that a run that is started again writes the same parts.
"""

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from minutesparse.archive.batch import Outcome
from minutesparse.archive.journal import named
from minutesparse.archive.outputs import FormError
from minutesparse.archive.partitions import ClusterError, Done, Job, file_system, get, put, write_part
from minutesparse.archive.sources import ENDINGS, find, name_of
from minutesparse.archive.work import program

if TYPE_CHECKING:
    from distributed import Client

_PARTS, _LEAST, _MOST = 32, 8, 50  # of so many parts each machine gets some, if that gives them so many sources
_FILES = (".ndjson", ".jsonl", ".gz", ".db", ".sqlite", ".sqlite3", ".csv", ".xlsx", ".json")
_RETRIES = 3  # of a part whose worker could not write it
_PATIENCE = 60  # seconds for the scheduler to answer and a worker to be there

Plan = dict[str, list[str]]  # the names of the sources in each part


def find_sources(arguments: Sequence[str]) -> dict[str, str]:
    """The sources that paths, folders and patterns name, by name, each with its URL; names here are paths as given."""
    sources: dict[str, str] = {}
    for argument in arguments:
        if "://" not in argument:
            found = find([Path(argument)])
            sources |= {name_of(path): str(path.absolute()) for path in (*found.files, *dict(found.problems))}
            continue
        system, path = file_system(argument)
        if any(mark in path for mark in "*?["):
            matches = sorted(system.glob(path))
        elif system.isdir(path):
            matches = sorted(file for file in system.find(path) if Path(file).suffix.lower() in ENDINGS)
        else:
            matches = [path]
        urls = [str(system.unstrip_protocol(match)) for match in matches or [path]]
        sources |= {url: url for url in urls}
    return sources


def convert(
    sources: Mapping[str, str], output: str, *, model: str | None = None, address: str, jobs: int, timeout: float
) -> Generator[Outcome, None, None]:
    """Put the records of all sources into the parts of an output; what becomes of each, as its part is written.

    `address` is that of a scheduler, or "local" for a cluster of so many `jobs` on this machine. Raises ClusterError.
    """
    output = output.rstrip("/")
    if output.lower().endswith(_FILES):
        raise FormError("give a folder; --cluster writes parts into it, Parquet files if its name ends in .parquet")
    plan = _plan(sources, output)
    urls = {part: f"{output}/{part}" for part, names in plan.items() if not sources.keys().isdisjoint(names)}
    by = program(model)
    work = [Job(url, tuple(plan[p]), _those(sources, plan[p]), model, by, timeout) for p, url in urls.items()]
    failures: dict[str, str] = {}
    seen: dict[str, str] = {}
    for part in _results(work, address, min(jobs, max(1, len(work)))):
        for done in part:
            if done.name in sources:
                if done.failure:
                    failures[done.name] = done.failure
                yield _outcome(done, seen)
    _report(output, sources, failures)


def report_of(output: str) -> str:
    """Where the failures of an output are told."""
    return f"{output.rstrip('/')}/failures.ndjson"


def _plan(sources: Mapping[str, str], output: str) -> Plan:
    """The parts of the output, those of before and new ones for new sources."""
    system, path = file_system(output)
    system.makedirs(path, exist_ok=True)
    url = f"{output}/plan.json"
    try:
        plan: Plan = {part: [*map(str, names)] for part, names in json.loads(get(url) or b"{}").items()}
    except (ValueError, TypeError, AttributeError):
        raise ClusterError("its plan.json is not as a batch left it; move it away, or bring back what it was") from None
    if not plan and any(not name.endswith(".part") for name in system.ls(path, detail=False)):
        raise ClusterError("holds other files, and no plan of a batch; choose another -o")
    known = {name for names in plan.values() for name in names}
    new = [name for name in sources if name not in known]
    ending = "parquet" if output.endswith(".parquet") else "ndjson"
    size = max(_LEAST, min(_MOST, len(new) // _PARTS))
    for start in range(0, len(new), size):
        plan[f"part-{len(plan):05}.{ending}"] = new[start : start + size]
    if new:
        put(url, json.dumps(plan, indent=0).encode())
    return plan


def _those(sources: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: sources[name] for name in names if name in sources}


def _results(work: Sequence[Job], address: str, jobs: int) -> Iterator[list[Done]]:
    """What became of the sources of every part, as they come."""
    with ExitStack() as stack:
        client = _connect(address, jobs, stack)
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        futures = client.map(write_part, work, pure=False, retries=_RETRIES)
        jobs_of = dict(zip(futures, work, strict=True))
        stack.callback(client.cancel, futures)
        for future in as_completed(futures):
            problem = future.exception()
            if problem is None:
                yield future.result()
            elif isinstance(problem, KilledWorker):
                reason = "every worker that tried its part died; see the workers' logs"
                yield [Done(name, failure=reason) for name in jobs_of[future].names]
            elif isinstance(problem, ClusterError):
                raise problem
            else:
                raise ClusterError(f"a part could not be written: {type(problem).__name__}: {problem}")
            future.release()


def _connect(address: str, jobs: int, stack: ExitStack) -> "Client":
    """A client of the scheduler at an address, or of a cluster here as long as the stack. Raises ClusterError."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ClusterError("clusters need an extra; run: pip install 'minutesparse[cluster]'") from None
    try:
        if address == "local":
            address = stack.enter_context(
                LocalCluster(n_workers=jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0")
            )
        client = stack.enter_context(Client(address, timeout=_PATIENCE))
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError, RuntimeError) as problem:
        raise ClusterError(f"no cluster answers at {address}: {problem}") from None
    return client


def _outcome(done: Done, seen: dict[str, str]) -> Outcome:
    if done.failure is not None:
        return Outcome(done.name, "failed", done.failure)
    first = seen.setdefault(done.sha256, done.name)
    detail = "" if first == done.name else f"the same content as {first}; each has its record"
    return Outcome(done.name, "done" if done.fresh else "kept", detail)


def _report(output: str, sources: Mapping[str, str], failures: Mapping[str, str]) -> None:
    """Write the report of failures: of this run, and those of before that were not tried again."""
    url = report_of(output)
    before = (get(url) or b"").splitlines()
    rows = [row for row in before if named(row) not in sources]
    rows += [json.dumps({"name": name, "reason": failures[name]}).encode() for name in sources if name in failures]
    if rows or before:
        put(url, b"".join(row + b"\n" for row in rows))
