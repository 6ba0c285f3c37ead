"""Where records go: lines of JSON, a folder of files, or a store; each knows what it holds, whoever was killed when.

An output holds every source once. What it is told of is in it, whole, from then on, or, where the process is killed
before the call returns, not at all the next time that the output is opened.
"""

import gzip
import os
import zlib
from collections.abc import Callable, Collection
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol

from minutesparse.archive.journal import Entry, Failures, Journal, OutputError, locked, without
from minutesparse.archive.recall import settle_people
from minutesparse.archive.store import Store, told
from minutesparse.archive.work import Result


class FormError(OutputError):
    """The name of the output does not say what it is to be."""


class Output(Protocol):
    """Takes what becomes of sources."""

    report: str | None  # where failures are told
    program: str  # what the records are made by

    def entries(self) -> Collection[Entry]:
        """What it holds."""

    def begin(self, names: Collection[str], gone: Collection[str]) -> None:
        """Begin with sources of these names; let go of what it holds of those that are not what they were."""

    def add(self, name: str, digest: str, result: Result) -> None:
        """Take the records of a source, or its failure."""

    def add_copy(self, name: str, digest: str, same_as: str) -> None:
        """Take note that a source has the content of another that is held."""

    def close(self) -> None:
        """End, with all in its place."""


def open_output(path: Path, program: str, write: Callable[[str], object]) -> Output:
    """The output at a path, of the kind that its ending says, for records that `program` makes.

    `write` takes what goes to "-". Raises FormError where it says nothing, OutputError where nothing can be put there.
    """
    ending = "".join(path.suffixes[-2:]).lower()
    if path == Path("-"):
        return _Stream(program, write)
    lines = ending.endswith((".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz"))
    stored = ending.endswith((".db", ".sqlite", ".sqlite3"))
    if path.suffix and not (lines or stored or path.is_dir()):
        raise FormError("give an output that ends in .ndjson, .ndjson.gz or .db, or a folder")
    if not path.parent.is_dir():
        raise OutputError("the folder that it should be in is missing; make it first")
    if (lines or stored) and path.is_dir():
        raise OutputError("is a folder; choose another -o")
    if lines:
        return _Lines(path, program, ending.endswith(".gz"))
    return _Stored(path, program) if stored else _Folder(path, program)


class _Stream:
    """Lines of JSON, and nothing remembered."""

    report: str | None = None

    def __init__(self, program: str, write: Callable[[str], object]) -> None:
        self.program, self.write = program, write

    def entries(self) -> Collection[Entry]:
        return ()

    def begin(self, names: Collection[str], gone: Collection[str]) -> None:
        pass

    def add(self, name: str, digest: str, result: Result) -> None:
        if result.parts:
            self.write(_lines(result).decode())

    def add_copy(self, name: str, digest: str, same_as: str) -> None:
        pass

    def close(self) -> None:
        pass


class _Lines:
    """A file of lines of JSON, each source's compressed apart where it is `packed`, beside its journal."""

    def __init__(self, path: Path, program: str, packed: bool) -> None:
        self.path, self.program, self.packed = path, program, packed
        stem = path.name.removesuffix(path.suffix) if packed else path.name
        self.failures = Failures(path.with_name(f"{Path(stem).stem}.failures.ndjson"))
        self.report: str | None = str(self.failures.path)
        held = path.exists() and path.stat().st_size > 0
        beside = path.with_name(path.name + ".journal")
        if held and not beside.exists():
            raise OutputError("is there already, and no journal of a batch beside it; choose another -o")
        self.journal = Journal(beside)
        if not held:
            self.journal.abandon()
            self.journal.prepare([])
            self.journal.swap()
        self._settle()
        self.stream = path.open("ab")

    def _settle(self) -> None:
        """Make file and journal agree, whenever the process that wrote them was killed."""
        self.path.touch()
        prepared = self.journal.prepared()
        if prepared is not None and _extent(self.path, prepared) == self.path.stat().st_size:
            self.journal.swap()
        self.journal.abandon()
        self._next.unlink(missing_ok=True)
        end = _extent(self.path, self.journal.entries.values())
        if end is None:
            self.journal.close()
            raise OutputError("is not as the batch left it; move it away, or bring back what it was")
        os.truncate(self.path, end)

    def entries(self) -> Collection[Entry]:
        return self.journal.entries.values()

    def begin(self, names: Collection[str], gone: Collection[str]) -> None:
        self.failures.begin(names)
        kept = without(self.entries(), gone)
        if len(kept) == len(self.entries()):
            return
        names_kept = {entry.name for entry in kept}
        with self.path.open("rb") as old, self._next.open("wb") as new:
            for entry in self.entries():
                lines = old.read(entry.size)
                if entry.name in names_kept:
                    new.write(lines)
            new.flush()
            os.fsync(new.fileno())
        self.stream.close()
        self.journal.prepare(kept)
        self._next.replace(self.path)
        self.journal.swap()
        self.stream = self.path.open("ab")

    def add(self, name: str, digest: str, result: Result) -> None:
        if result.failure is not None:
            self.failures.add(name, result.failure)
            return
        lines = gzip.compress(_lines(result), mtime=0) if self.packed else _lines(result)
        self.stream.write(lines)
        self.stream.flush()
        self.journal.add(Entry(name, digest, self.program, size=len(lines), crc=zlib.crc32(lines)))

    def add_copy(self, name: str, digest: str, same_as: str) -> None:
        self.journal.add(Entry(name, digest, self.program, same_as=same_as))

    def close(self) -> None:
        os.fsync(self.stream.fileno())
        self.stream.close()
        self.journal.close()
        self.failures.close()

    @property
    def _next(self) -> Path:
        return self.path.with_name(self.path.name + ".next")


class _Folder:
    """A folder with a file for every record, laid out as the sources are."""

    def __init__(self, path: Path, program: str) -> None:
        path.mkdir(exist_ok=True)
        self.path, self.program = path, program
        self.failures = Failures(path / "failures.ndjson")
        self.report: str | None = str(self.failures.path)
        beside = path / "journal.ndjson"
        if not beside.exists() and any(path.iterdir()):
            raise OutputError("holds other files, and no journal of a batch; choose another -o")
        self.journal = Journal(beside)
        self.journal.abandon()
        self.taken = {file.casefold() for entry in self.journal.entries.values() for file in entry.files or ()}

    def entries(self) -> Collection[Entry]:
        held = self.journal.entries.values()
        return [entry for entry in held if all((self.path / file).is_file() for file in entry.files or ())]

    def begin(self, names: Collection[str], gone: Collection[str]) -> None:
        self.failures.begin(names)
        held = self.journal.entries.values()
        kept = without(self.entries(), gone)
        if len(kept) == len(held):
            return
        names_kept = {entry.name for entry in kept}
        for entry in held:
            if entry.name not in names_kept:
                for file in entry.files or ():
                    (self.path / file).unlink(missing_ok=True)
                    self.taken.discard(file.casefold())
        self.journal.prepare(kept)
        self.journal.swap()

    def add(self, name: str, digest: str, result: Result) -> None:
        if result.failure is not None:
            self.failures.add(name, result.failure)
            return
        several = len(result.parts) > 1
        files = []
        for number, part in enumerate(result.parts, 1):
            file = self._free(_within(name), f".{number}.json" if several else ".json")
            target = self.path / file
            target.parent.mkdir(parents=True, exist_ok=True)
            passing = self.path / ".part"
            passing.write_text(part.record + "\n", "utf-8")
            passing.replace(target)
            files.append(file)
        self.journal.add(Entry(name, digest, self.program, files=files))

    def add_copy(self, name: str, digest: str, same_as: str) -> None:
        self.journal.add(Entry(name, digest, self.program, same_as=same_as))

    def close(self) -> None:
        self.journal.close()
        self.failures.close()

    def _free(self, path: str, ending: str) -> str:
        """A file for a record, with a number where another source has it already."""
        file, number = path + ending, 1
        while file.casefold() in self.taken:
            number += 1
            file = f"{path}~{number}{ending}"
        self.taken.add(file.casefold())
        return file


class _Stored:
    """A store, and a file beside it as long as a batch writes there, so that no other does."""

    def __init__(self, path: Path, program: str) -> None:
        target = Path(os.path.realpath(path))
        self.beside = target.with_name(f"{target.name}.lock")
        self.lock = locked(self.beside)
        self.program = program
        self.report: str | None = f"the table failures of {path}"
        try:
            self.store = Store(path, create=True)
        except BaseException:
            self._unlock()
            raise

    def entries(self) -> Collection[Entry]:
        with told():
            rows = self.store.connection.execute("SELECT name, sha256, program, same_as FROM sources ORDER BY rowid")
            return [Entry(**row) for row in rows]

    def begin(self, names: Collection[str], gone: Collection[str]) -> None:
        with self.store:
            self.store.remove(gone)

    def add(self, name: str, digest: str, result: Result) -> None:
        with self.store:
            self.store.add(name, digest, self.program, result)

    def add_copy(self, name: str, digest: str, same_as: str) -> None:
        with self.store:
            self.store.add_copy(name, digest, self.program, same_as)

    def close(self) -> None:
        try:
            settle_people(self.store)
        finally:
            self.store.close()
            self._unlock()

    def _unlock(self) -> None:
        self.beside.unlink(missing_ok=True)  # before somebody else can have it
        self.lock.close()


def _lines(result: Result) -> bytes:
    return "".join(part.record + "\n" for part in result.parts).encode()


def _extent(path: Path, entries: Collection[Entry]) -> int | None:
    """How many bytes of a file the entries tell of, None if what stands there is something else."""
    with path.open("rb") as stream:
        for entry in entries:
            if zlib.crc32(_exactly(stream, entry.size)) != entry.crc:
                return None
        return stream.tell()


def _exactly(stream: BinaryIO, size: int) -> bytes:
    return stream.read(size) if size else b""


def _within(name: str) -> str:
    """A path below a folder that resembles the name of a source, whatever that is."""
    parts = [part for part in name.replace("\\", "/").replace(":", "/").split("/") if part not in ("", ".")]
    return "/".join(_short("%2E%2E" if part == ".." else part) for part in parts)


def _short(part: str) -> str:
    """A name that file systems take with an ending added."""
    if len(part.encode()) <= 200:
        return part
    return part.encode()[:120].decode("utf-8", "ignore") + "~" + sha256(part.encode()).hexdigest()[:12]
