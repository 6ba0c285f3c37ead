"""One source's bytes to its records: a pure function, the same for a process here, Dask and Spark."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePath

from minutesparse import __version__, language
from minutesparse.document import Document, Span
from minutesparse.errors import MinutesparseError
from minutesparse.record import Minutes, Section

_MARKS = " \t#*_()[].:-"  # around the number of a section


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a section, or those before the first (`section` is None), as they read, and where they stand."""

    section: str | None
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A meeting: its record as one line of JSON, and its text, section by section."""

    record: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a source: its meetings and the text that their spans refer to, or the reason why not."""

    parts: tuple[Part, ...] = ()
    text: str = ""
    failure: str | None = None


def convert(name: str, data: bytes, model: str | None = None) -> Result:
    """The records of all meetings in a file, named after its path; whatever goes wrong is a result too.

    `model` names the language model, as `extract` takes it.
    """
    from minutesparse.pipeline import extract_all
    from minutesparse.reading import read

    try:
        document = read(data, PurePath(name).name or "-")
        parts = tuple(_part(name, meeting, minutes) for meeting, minutes in extract_all(document, model))
    except MinutesparseError as problem:
        return Result(failure=str(problem))
    except MemoryError:
        return Result(failure=OUT_OF_MEMORY)
    except Exception as problem:  # a fault of ours in one file must not lose the others
        return Result(failure=f"internal error, please report it ({type(problem).__name__}: {problem})")
    return Result(parts, document.text)


OUT_OF_MEMORY = "out of memory; split it, or give fewer --jobs"


def content_digest(data: bytes) -> str:
    """The SHA-256 of a source's bytes, in hexadecimal: by it a batch knows what it has done."""
    return hashlib.sha256(data).hexdigest()


@cache
def program(model: str | None = None) -> str:
    """The version of what decides what a record says: the package's own, digests of code and vocabulary, and model."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(resources.files("minutesparse"), "")):
        digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return f"{__version__}+{digest.hexdigest()[:12]}.{language.identity(model)}"


def _files(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    """The modules and the vocabulary that records come from, each with its path within the package."""
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            found += [] if name in ("/cli", "/views") else _files(entry, name)
        elif name.endswith((".py", ".toml")) and (path != "/archive" or entry.name == "work.py"):
            found.append((name, entry))
    return found


def _part(name: str, document: Document, minutes: Minutes) -> Part:
    named = minutes.model_copy(update={"source": minutes.source.model_copy(update={"name": name})})
    return Part(named.to_json(), tuple(_passages(document, minutes)))


def _passages(document: Document, minutes: Minutes) -> list[Passage]:
    """All of the meeting's text, cut where sections begin."""
    whole = document.span(document.lines[0].start, document.lines[-1].end)
    starts: list[tuple[str | None, int]] = [(None, whole.start)]
    starts += [(section.id, _beginning(document.text, section)) for section in minutes.sections]
    ends = [start for _, start in starts[1:]] + [whole.end]
    spans = [(section, Span(start, end)) for (section, start), end in zip(starts, ends, strict=True)]
    cut = [Passage(section, span, document.quote(span)) for section, span in spans if span.start < span.end]
    return [passage for passage in cut if passage.text]


def _beginning(text: str, section: Section) -> int:
    """Where a section begins: at its title, or at its number and marks if these stand before it on its line."""
    start = max(text.rfind(end, 0, section.span.start) for end in "\r\n") + 1
    before = text[start : section.span.start].strip(_MARKS)
    return start if before in ("", section.number) else section.span.start
