"""Scanned pages: tesseract reads the picture of a page to words with their places."""

import shutil
import subprocess
from typing import Any

from minutesparse.errors import UnreadableError
from minutesparse.reading.rows import Word

_RESOLUTION = 300  # dots per inch, what tesseract is trained on
_LARGEST = 60_000_000  # pixels of one page
_MOST_PAGES = 200
_PATIENCE = 120  # seconds for one page
_DOUBTFUL = 30  # per cent of confidence below which a word is a smudge
_PRESENT, _NEEDED = "tesseract", "install tesseract (Debian: apt-get install tesseract-ocr) and try again"


def available() -> bool:
    """Whether tesseract is installed."""
    return shutil.which(_PRESENT) is not None


def recognise(page: Any, number: int) -> list[Word]:
    """The words in the picture of a PDFium page, in points from its lower left corner.

    Raises UnreadableError where tesseract is missing, fails or takes too long.
    """
    if not available():
        raise UnreadableError(f"the PDF holds only pictures of pages (a scan); {_NEEDED}")
    if number >= _MOST_PAGES:
        raise UnreadableError(f"the scan has more than {_MOST_PAGES} pages; split it first")
    width, height = page.get_size()
    scale = _RESOLUTION / 72
    if width * height * scale * scale > _LARGEST:
        scale = (_LARGEST / max(width * height, 1)) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    stride, rows = bitmap.stride, bitmap.height
    pixels = bytes(bitmap.buffer)
    lines = b"".join(pixels[row * stride : row * stride + bitmap.width] for row in range(rows))
    picture = b"P5 %d %d 255\n" % (bitmap.width, rows) + lines
    command = [_PRESENT, "stdin", "stdout", "--dpi", str(round(72 * scale)), "-l", "eng", "tsv"]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_PATIENCE, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as problem:
        raise UnreadableError(f"tesseract could not read page {number + 1} ({type(problem).__name__})") from problem
    table = done.stdout.decode("utf-8", "replace").splitlines()
    return [word for line in table if (word := _word(line, height, scale))]


def _word(line: str, height: float, scale: float) -> Word | None:
    """A word of tesseract's table, whose columns 6 to 11 are left, top, width, height, sureness and text."""
    fields = line.split("\t")
    if len(fields) < 12 or fields[0] != "5" or not fields[11].strip() or float(fields[10]) < _DOUBTFUL:
        return None
    left, top, width, tall = (float(field) / scale for field in fields[6:10])
    return Word(fields[11].strip(), left, left + width, height - top - tall, height - top, max(tall, 1.0), False)
