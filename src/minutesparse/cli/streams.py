"""Files and streams: what comes in, what goes out, what is said on standard error, and how it ends."""

import codecs
import errno
import os
import re
import signal
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from minutesparse.errors import UnreadableError
from minutesparse.views.plain import likeness, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from minutesparse.document import Document
    from minutesparse.language import Model

_PADDING = re.compile(r" +$", re.MULTILINE)  # with which Rich fills lines

_ADVICE = {
    errno.ENOSPC: "the disk is full; make room and start again",
    errno.EACCES: "permission denied; choose another file or folder",
    errno.EROFS: "permission denied; choose another file or folder",
    errno.EISDIR: "this is a folder; choose another name",
}

DONE, FAIL_ON, USAGE, UNREADABLE, SOME_FAILED = range(5)
STANDARD = Path("-")

Wanted = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME|FOLDER|none", help="A spaCy pipeline that helps the rules; none: rules alone."
    ),
]


def model(name: str | None) -> "Model | None":
    """The language model of this name; ends the command with one line where it is missing or broken."""
    from minutesparse.errors import ModelError
    from minutesparse.language import find_model

    try:
        return find_model(name)
    except ModelError as problem:
        usage(f"--model {visible(str(name))}: {visible(str(problem))}")


def read_document(path: Path) -> "Document":
    """The document in a file, or on standard input for "-". Raises UnreadableError."""
    from minutesparse.reading import read

    return read(read_bytes(path), "-" if path == STANDARD else path.name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for "-". Raises UnreadableError."""
    from minutesparse.reading import load

    if path == STANDARD and sys.stdin is None:
        raise UnreadableError("is closed; give a file")
    return load(sys.stdin.buffer if path == STANDARD else path)


def say(words: str) -> None:
    """One line on standard error."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(words.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def complain(path: Path, problem: object) -> None:
    """One line about a file on standard error."""
    say(f"minutesparse: {'standard input' if path == STANDARD else visible(str(path))}: {visible(str(problem))}")


def usage(problem: str) -> NoReturn:
    """One line on standard error, and the end, for options that do not fit together."""
    say(f"minutesparse: {problem}")
    raise SystemExit(USAGE)


def reason(problem: OSError) -> str:
    """Why nothing can be written, and what to do about it."""
    return _ADVICE.get(problem.errno or 0) or problem.strerror or str(problem)


def refuse_to_overwrite(output: Path | None, inputs: Iterable[Path]) -> None:
    """End the command with one line where the output is one of the inputs."""
    for path in inputs:
        with suppress(OSError):  # one of them is missing, or is standard input or output
            if output and STANDARD not in (output, path) and output.samefile(path):
                usage(f"{visible(str(output))} would be overwritten, and it is to be read; choose another name")


def watched() -> bool:
    """Whether standard output is a terminal, so that people read it."""
    return sys.stdout is not None and sys.stdout.isatty()


def display(shown: "RenderableType", whole_lines: bool = False) -> None:
    """What people are to see, on standard output, in what its encoding has.

    With `whole_lines`, lines too long for the width are broken in a terminal only, for the sake of what reads a pipe.
    """
    from minutesparse.views.terminal import console

    codecs.register_error("likeness", likeness)
    terminal = console()
    with terminal.capture() as capture:
        terminal.print(shown, soft_wrap=whole_lines and not terminal.is_terminal)
    Output(None).write(_PADDING.sub("", capture.get()), sys.stdout.encoding, "likeness")


class Output:
    """Where output goes: standard output, or a file that is complete or as it was.

    A file is written beside its place under a passing name and put in place by `keep`; without it nothing changes.
    Where the file cannot be written, the command ends with one line about it.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = None if path in (None, STANDARD) else path
        self.target = Path(os.path.realpath(self.path)) if self.path else None
        self.passing: Path | None = None
        self.stream: BinaryIO | None = None

    def write(self, words: str, encoding: str = "utf-8", errors: str = "strict") -> None:
        """Write words; ends the command where the reader of a pipe has gone.

        Raises OSError where standard output cannot be written.
        """
        self.write_bytes(words.encode(encoding, errors))

    def write_bytes(self, data: bytes) -> None:
        """Write bytes, likewise."""
        with self._told():
            if self.stream is None:
                self.stream = self._open()
            self.stream.write(data)
            self.stream.flush()

    def keep(self) -> None:
        """Put what was written in its place."""
        with self._told():
            if self.passing and self.stream and self.target:
                self.stream.close()
                self.passing.chmod(_mode(self.target))
                self.passing.replace(self.target)
                self.passing = None

    def discard(self) -> None:
        """Take away what was not kept."""
        if self.passing and self.stream:
            with suppress(OSError):  # what could not be written before cannot be now
                self.stream.close()
            self.passing.unlink(missing_ok=True)
            self.passing = None

    def _open(self) -> BinaryIO:
        if self.target is None:
            if sys.stdout is None:
                raise OSError("standard output is closed")
            return sys.stdout.buffer
        if self.target.exists() and not self.target.is_file():  # a device or a named pipe has no place beside it
            return self.target.open("wb")
        handle, name = tempfile.mkstemp(prefix=".minutesparse-", dir=self.target.parent)
        self.passing = Path(name)
        return os.fdopen(handle, "wb")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            _abandon()
            raise SystemExit(DONE) from None
        except OSError as problem:
            if self.path is None:
                raise
            missing = isinstance(problem, FileNotFoundError) and not self.path.parent.exists()
            why = "the folder that it should be in is missing; make it first" if missing else reason(problem)
            complain(self.path, f"cannot be written: {why}")
            raise SystemExit(UNREADABLE) from None


@contextmanager
def writing(path: Path | None) -> Iterator[Output]:
    """An output that is kept if all goes well."""
    out = Output(path)
    try:
        yield out
        out.keep()
    finally:
        out.discard()


def _mode(target: Path) -> int:
    """The permissions that the file has, or would get if anybody made it."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


@contextmanager
def quietly() -> Iterator[None]:
    """Ends without a traceback where standard output cannot be written, or the user breaks off."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as problem:
        _abandon()
        say(f"minutesparse: cannot write: {reason(problem)}")
        raise SystemExit(UNREADABLE) from None
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None


def _abandon() -> None:
    """Let standard output lead nowhere, so that nothing is written to it at exit either."""
    with suppress(OSError, AttributeError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
