"""One part of a large output: a file of the records of some sources, written by whatever machine has it to do.

Sources and parts are fsspec URLs. A manifest beside the part says what is in it; what is in it and has not changed
is not done again.
"""

import io
import json
import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from minutesparse.archive.processes import Task, run
from minutesparse.archive.work import Result, content_digest, convert, program
from minutesparse.errors import MinutesparseError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

Rows = dict[str, list[str]]  # the records of each source, as lines of JSON
_COLUMNS = ("source", "title", "body", "date", "record")
_MANIFEST = ".manifest.json"


class ClusterError(MinutesparseError):
    """The cluster cannot do the work; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """A part to be written: where, the sources that belong in it, and the URLs of those of this run."""

    url: str
    names: tuple[str, ...]
    sources: Mapping[str, str]
    model: str | None
    program: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Done:
    """A source in a part: the digest of the content whose records are there ("" if none are), and what read it.

    `fresh` where that was done just now. Where a source cannot be read any more its records stay, with the failure.
    """

    name: str
    sha256: str = ""
    program: str = ""
    failure: str | None = None
    fresh: bool = False


def file_system(url: str) -> "tuple[AbstractFileSystem, str]":
    """The file system of a URL or of a path here, and the path in it. Raises ClusterError."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ClusterError("clusters need an extra; run: pip install 'minutesparse[cluster]'") from None
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as problem:
        raise ClusterError(f"{url} cannot be opened: {problem}") from None
    return system, str(path)


def put(url: str, data: bytes) -> None:
    """Write a file that is complete or as it was."""
    system, path = file_system(url)
    if "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)):
        passing = f"{path}.{os.getpid()}.part"
        system.pipe_file(passing, data)
        os.replace(passing, path)  # noqa: PTH105 the path is one of fsspec
    else:
        system.pipe_file(path, data)  # which an object store does at once or not at all


def get(url: str) -> bytes | None:
    """The bytes of a file, None where there is none."""
    system, path = file_system(url)
    try:
        return bytes(system.cat_file(path))
    except FileNotFoundError:
        return None


def write_part(job: Job) -> list[Done]:
    """Write a part and its manifest, as far as anything in it changed; what became of its sources, in their order."""
    if job.program != program(job.model):
        raise ClusterError(
            "the workers have another version of minutesparse or another model; install the same everywhere"
        )
    part = _Part(job)
    # Workers of Dask are daemons, which may have no children; ours end when their pipe to here does.
    multiprocessing.current_process().daemon = False
    for number, result in run(partial(convert, model=job.model), part.following, jobs=1, timeout=job.timeout):
        part.take(number, result)
    part.write()
    return [part.done[name] for name in job.names]


class _Part:
    """A part that is being written."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.before, self.data = _read(job.url)
        self.rest = iter(job.names)
        self.tried: list[str] = []
        self.done: dict[str, Done] = {}
        self.rows: Rows = {}

    def following(self) -> Task | None:
        """The next source that has to be converted."""
        for name in self.rest:
            before = self.before.get(name, Done(name))
            if name not in self.job.sources:
                self.done[name] = before
                continue
            try:
                system, path = file_system(self.job.sources[name])
                data = bytes(system.cat_file(path))
            except OSError as problem:
                reason = "no such file" if isinstance(problem, FileNotFoundError) else problem.strerror or problem
                self.done[name] = replace(before, failure=f"cannot be read: {reason}")
                continue
            if (before.sha256, before.program) == (content_digest(data), self.job.program):
                self.done[name] = replace(before, failure=None)
                continue
            self.done[name] = Done(name, content_digest(data), self.job.program, fresh=True)
            self.tried.append(name)
            return Task(len(self.tried) - 1, name, data)
        return None

    def take(self, number: int, result: Result) -> None:
        """Take the result of a source."""
        name = self.tried[number]
        self.rows[name] = [part.record for part in result.parts]
        if result.failure is not None:
            self.done[name] = Done(name, program=self.job.program, failure=result.failure, fresh=True)

    def write(self) -> None:
        """Write what changed: the part first, so that a manifest never tells of what is not there."""
        held = {name for name, done in self.done.items() if done.sha256}
        if self.data is None or self.rows or held != {name for name, done in self.before.items() if done.sha256}:
            rows = decode(self.job.url, self.data or b"") | self.rows
            self.data = encode(self.job.url, {name: rows[name] for name in self.job.names if name in held})
            put(self.job.url, self.data)
        sources = [asdict(replace(self.done[name], fresh=False)) for name in self.job.names]
        manifest = {"sha256": content_digest(self.data), "sources": sources}
        put(self.job.url + _MANIFEST, json.dumps(manifest, indent=0).encode())


def _read(url: str) -> tuple[dict[str, Done], bytes | None]:
    """What a part holds, by name, and its bytes; nothing where the two do not fit one another."""
    data, manifest = get(url), get(url + _MANIFEST)
    if data is None or manifest is None:
        return {}, None
    try:
        told = json.loads(manifest)
        done = {source["name"]: Done(**source) for source in told["sources"]}
        return (done, data) if told["sha256"] == content_digest(data) else ({}, None)
    except (ValueError, TypeError, LookupError):
        return {}, None


def encode(url: str, rows: Rows) -> bytes:
    """The bytes of a part of the format that its name says: lines of JSON, or a Parquet table."""
    lines = [line for records in rows.values() for line in records]
    if not url.endswith(".parquet"):
        return "".join(line + "\n" for line in lines).encode()
    import pyarrow
    import pyarrow.parquet

    heads = [json.loads(line) for line in lines]
    columns: dict[str, list[str | None]] = {"source": [head["source"]["name"] for head in heads]}
    columns |= {key: [head["meeting"][key] for head in heads] for key in ("title", "body", "date")}
    table = pyarrow.table({**columns, "record": lines}, pyarrow.schema([(key, pyarrow.string()) for key in _COLUMNS]))
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def decode(url: str, data: bytes) -> Rows:
    """The records in the bytes of a part, by source."""
    rows: Rows = {}
    if not url.endswith(".parquet"):
        for line in data.decode().splitlines():
            rows.setdefault(json.loads(line)["source"]["name"], []).append(line)
    elif data:
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(io.BytesIO(data), columns=["source", "record"])
        for name, record in zip(*(table.column(key).to_pylist() for key in ("source", "record")), strict=True):
            rows.setdefault(name, []).append(record)
    return rows
