"""What is to be read: files, all documents in folders, patterns, and lists of these."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

# Of what lies in a folder, these are taken for minutes; a file that is named is read whatever its ending.
_WORDS = (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".xhtml")
ENDINGS = frozenset((*_WORDS, ".pdf", ".docx", ".doc", ".odt", ".rtf", ".eml"))


@dataclass(slots=True)
class Found:
    """The files in their order, each once; what cannot be followed, with the reason; and what was left out."""

    files: list[Path] = field(default_factory=list)
    problems: list[tuple[Path, str]] = field(default_factory=list)
    left_out: list[Path] = field(default_factory=list)


def name_of(path: Path) -> str:
    """The path as records have it: with slashes, and readable where it is no Unicode."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def parse_list(data: bytes) -> list[str]:
    r"""The paths in a list, one a line, or parted by NUL as `find -print0` does."""
    paths = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(path) for path in paths if path.strip()]


def find(arguments: Sequence[Path], *, patterns: bool = True) -> Found:
    """All that the arguments name; folders are searched to the bottom, hidden files in them left alone."""
    found = Found()
    for argument in arguments:
        for path in _matches(argument) if patterns and not argument.exists() else [argument]:
            if path.is_dir():
                _walk(path, found)
            else:
                found.files.append(path)
    found.files = list(dict.fromkeys(found.files))
    return found


def _matches(argument: Path) -> list[Path]:
    """The paths that fit a pattern; the argument itself, which then is a missing file, where none does."""
    matches: list[Path] = []
    if any(mark in str(argument) for mark in "*?["):
        with suppress(ValueError):  # "a**b"
            matches = sorted(Path(argument.anchor).glob(str(argument.relative_to(argument.anchor))))
    return [path for path in matches if not _hidden(path, argument)] or [argument]


def _hidden(path: Path, argument: Path) -> bool:
    """Whether a part of a path begins with a full stop that the argument did not ask for."""
    return any(part.startswith(".") and part not in argument.parts for part in path.parts)


def _walk(folder: Path, found: Found) -> None:
    def unreadable(problem: OSError) -> None:
        found.problems.append((Path(problem.filename or folder), f"cannot be read: {problem.strerror or problem}"))

    before = len(found.files)
    for path in _files(folder, unreadable):
        (found.files if path.suffix.lower() in ENDINGS else found.left_out).append(path)
    if len(found.files) == before and not found.problems:
        found.problems.append((folder, "there are no minutes in this folder; name files, or give a pattern"))


def _files(folder: Path, unreadable: "os._OnError") -> Iterator[Path]:
    """All files below, in order; folders behind links too, but none twice."""
    seen = set()
    for parent, folders, files in os.walk(folder, onerror=unreadable, followlinks=True):
        seen.add(os.path.realpath(parent))
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and os.path.realpath(os.path.join(parent, name)) not in seen  # noqa: PTH118
        )
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))
