"""Plain text and Markdown: bytes to characters, whatever the encoding."""

import codecs

from minutesparse.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


def decode(data: bytes) -> str:
    """The characters of a text file: by its byte order mark, as UTF-8, else by detection, else as Windows-1252.

    Raises UnreadableError for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    if is_binary(data):
        raise UnreadableError("this is a binary file, not text; give the minutes as plain text or Markdown")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes  # here, because most files are UTF-8

    best = from_bytes(data[:_SAMPLE], cp_isolation=["cp1252", "latin_1", "mac_roman", "utf_16", "utf_8"]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")


def is_binary(data: bytes) -> bool:
    """Whether bytes without a byte order mark cannot be text: NUL bytes, or many control characters."""
    sample = data[:_SAMPLE]
    return b"\0" in sample or len(sample.translate(None, _CONTROL)) < 0.95 * len(sample)
