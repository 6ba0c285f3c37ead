"""What was done already, one line for each source in a file beside the output, and what failed in another."""

import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from minutesparse.errors import MinutesparseError


class OutputError(MinutesparseError):
    """The output cannot be gone on with; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source that is done: what it was, and what of the output came from it."""

    name: str
    sha256: str
    program: str
    same_as: str | None = None  # the source of the same content whose records stand for both
    size: int = 0  # bytes of the output, and their CRC …
    crc: int = 0
    files: list[str] | None = None  # … or the files in it


class Journal:
    """The entries in a file, to which lines are only added; nobody else can open it meanwhile.

    A last line that was cut short, because the process was killed, is taken away.
    """

    def __init__(self, path: Path) -> None:
        """Open or make it. Raises OutputError where it is in use or no journal."""
        self.path = path
        self._open()

    def _open(self) -> None:
        self.stream = locked(self.path)
        data = self.stream.read()
        whole = data[: data.rfind(b"\n") + 1]
        self.stream.truncate(len(whole))
        self.entries = _entries(self.path, whole)

    def add(self, entry: Entry) -> None:
        """Note that a source is done."""
        self.entries[entry.name] = entry
        self.stream.write(_line(entry))
        self.stream.flush()

    def prepare(self, entries: Iterable[Entry]) -> None:
        """Write the file that shall take this one's place, which `swap` does; `abandon` does not."""
        with self._next.open("wb") as stream:
            stream.writelines(_line(entry) for entry in entries)
            stream.flush()
            os.fsync(stream.fileno())

    def prepared(self) -> list[Entry] | None:
        """What was prepared before the process was killed, None if nothing."""
        return list(_entries(self._next, self._next.read_bytes()).values()) if self._next.exists() else None

    def swap(self) -> None:
        """Put what was prepared in the place of this."""
        self.stream.close()
        self._next.replace(self.path)
        self._open()

    def abandon(self) -> None:
        """Take away what was prepared."""
        self._next.unlink(missing_ok=True)

    def close(self) -> None:
        """Let others have it."""
        os.fsync(self.stream.fileno())
        self.stream.close()

    @property
    def _next(self) -> Path:
        return self.path.with_name(self.path.name + ".next")


class Failures:
    """The report of what failed, one line for each; there is no file where nothing did."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self, names: Collection[str]) -> None:
        """Strike out those that are tried again."""
        if not self.path.exists():
            return
        tried = set(names)
        lines = [line for line in self.path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        passing = self.path.with_name(self.path.name + ".next")
        passing.write_bytes(b"".join(line for line in lines if named(line) not in tried))
        passing.replace(self.path)

    def add(self, name: str, reason: str) -> None:
        """Add a line."""
        with self.path.open("ab") as stream:
            stream.write(json.dumps({"name": name, "reason": reason}).encode() + b"\n")

    def close(self) -> None:
        """Take the file away where nothing is in it."""
        if self.path.exists() and not self.path.stat().st_size:
            self.path.unlink()


def named(line: bytes) -> str | None:
    """Of which source a line of the report tells; None where somebody else wrote it."""
    try:
        return str(json.loads(line)["name"])
    except (ValueError, TypeError, LookupError):
        return None


def locked(path: Path) -> BinaryIO:
    """The file at a path, made where it is missing, which nobody else can have like this while it is open.

    Raises OutputError where somebody else has it.
    """
    while True:
        stream = path.open("a+b")
        with suppress(ImportError):  # there is none on Windows
            import fcntl

            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                stream.close()
                raise OutputError("another batch is writing there; wait for it, or choose another -o") from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                stream.seek(0)
                return stream
        stream.close()  # whoever had it took it away, or put another in its place, in between


def without(entries: Collection[Entry], names: Collection[str]) -> list[Entry]:
    """The entries but those of these names and of copies of them."""
    gone = set(names)
    return [entry for entry in entries if entry.name not in gone and entry.same_as not in gone]


def _entries(path: Path, data: bytes) -> dict[str, Entry]:
    try:
        return {entry.name: entry for entry in (Entry(**json.loads(line)) for line in data.split(b"\n") if line)}
    except (ValueError, TypeError):
        raise OutputError(f"{path.name} is no journal of this version; move it and the output away") from None


def _line(entry: Entry) -> bytes:
    said = {key: value for key, value in asdict(entry).items() if value}
    return json.dumps(said).encode() + b"\n"
