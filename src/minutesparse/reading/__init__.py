"""Bytes to Document, one file per format."""

from pathlib import Path

from minutesparse.document import Document
from minutesparse.errors import UnreadableError
from minutesparse.reading.scan import scan
from minutesparse.reading.text import decode

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}


def read(source: Path | str | bytes, name: str | None = None) -> Document:
    """The document in a file (a path), in bytes, or in a text that is decoded already (a string).

    Raises UnreadableError where there is no file, no text in it, or no reader for it.
    """
    if isinstance(source, Path):
        return _read_bytes(_load(source), name or source.name)
    if isinstance(source, bytes):
        return _read_bytes(source, name or "-")
    if not source.strip():
        raise UnreadableError("there is no text in it; give minutes with words in them")
    return scan(name or "-", "text/plain", source)


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError("no such file; check the path") from None
    except IsADirectoryError:
        raise UnreadableError("this is a folder; name the files in it") from None
    except OSError as problem:
        raise UnreadableError(f"cannot be read: {problem.strerror or problem}") from problem


def _read_bytes(data: bytes, name: str) -> Document:
    if not data:
        raise UnreadableError("the file is empty; give minutes with words in them")
    text = decode(data)
    if not text.strip("\ufeff\0 \t\r\n\f\v"):
        raise UnreadableError("there is no text in it; give minutes with words in them")
    media_type = "text/markdown" if Path(name).suffix.lower() in _MARKDOWN else "text/plain"
    return scan(name, media_type, text)
