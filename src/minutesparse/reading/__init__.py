"""Bytes to Document, one file per format: chosen by what the bytes are, then by the file's ending."""

import re
from pathlib import Path
from typing import BinaryIO

from minutesparse.document import Document
from minutesparse.errors import UnreadableError
from minutesparse.reading.scan import scan
from minutesparse.reading.text import decode

_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)
_EMAIL = re.compile(rb"(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}\r?\n")
_EMAIL_HEADER = re.compile(rb"^(?:message-id|mime-version|received|delivered-to):", re.IGNORECASE | re.MULTILINE)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LARGEST = 256 * 1024 * 1024


def read(source: Path | str | bytes, name: str | None = None) -> Document:
    """The document in a file (a path), in bytes, or in a text that is decoded already (a string).

    For plain text and Markdown the document's text is the file itself, for every other format it is Markdown made
    from it. Raises UnreadableError where there is no file, no text in it, or no reader for it.
    """
    if isinstance(source, str):
        return _scan(name or "-", "text/plain", source)
    data = load(source) if isinstance(source, Path) else source
    name = name or (source.name if isinstance(source, Path) else "-")
    if not data:
        raise UnreadableError("the file is empty; give minutes with words in them")
    media_type = sniff(data, name)
    text, made = to_text(data, media_type)
    return _scan(name, media_type, text, made)


def sniff(data: bytes, name: str) -> str:
    """The media type of a file: by its first bytes, then by the ending of its name."""
    suffix = Path(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return "application/vnd.oasis.opendocument.text" if b"opendocument.text" in data[:200] else _DOCX
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "application/msword"
    if data.startswith(b"{\\rtf"):
        return "application/rtf"
    if _HTML.match(data[:5000]) or suffix in (".html", ".htm", ".xhtml"):
        return "text/html"
    if suffix == ".eml" or (_EMAIL.match(data[:20_000]) and _EMAIL_HEADER.search(data[:20_000])):
        return "message/rfc822"
    return "text/markdown" if suffix in _MARKDOWN else "text/plain"


def to_text(data: bytes, media_type: str) -> tuple[str, str]:
    """The text that spans refer to, and how it was made: the decoded file, or Markdown. Raises UnreadableError."""
    if media_type == "application/pdf":
        from minutesparse.reading import pdf

        text, scanned = pdf.to_markdown(data)
        return text, "Markdown by OCR" if scanned else "Markdown from the PDF's text layer"
    if media_type in (_DOCX, "application/msword"):
        from minutesparse.reading import docx

        return docx.to_markdown(data), "Markdown from DOCX"
    if media_type == "application/vnd.oasis.opendocument.text":
        from minutesparse.reading import odt

        return odt.to_markdown(data), "Markdown from ODT"
    if media_type == "application/rtf":
        from minutesparse.reading import rtf

        return rtf.to_markdown(data), "Markdown from RTF"
    if media_type == "text/html":
        from minutesparse.reading import html

        return html.to_markdown(data), "Markdown from HTML"
    if media_type == "message/rfc822":
        from minutesparse.reading import eml

        return eml.to_markdown(data), "Markdown from a message and its attachments"
    return decode(data), "decoded"


def _scan(name: str, media_type: str, text: str, made: str = "decoded") -> Document:
    document = scan(_encodable(name), media_type, _encodable(text), made)
    if not document.reading.strip():
        raise UnreadableError("there is no text in it; give minutes with words in them")
    return document


def _encodable(words: str) -> str:
    """The words with lone surrogates, which no encoding can write, replaced one by one."""
    return _SURROGATE.sub("\ufffd", words)


def load(source: Path | BinaryIO) -> bytes:
    """The bytes of a file or stream. Raises UnreadableError, whose message says what to do."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                data = stream.read(_LARGEST + 1)
        else:
            data = source.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableError("no such file; check the path") from None
    except IsADirectoryError:
        raise UnreadableError("this is a folder; name the files in it") from None
    except OSError as problem:
        raise UnreadableError(f"cannot be read: {problem.strerror or problem}") from problem
    if len(data) > _LARGEST:
        raise UnreadableError("this is larger than any minutes; split it first")
    return data
