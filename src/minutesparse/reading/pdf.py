"""PDF: the characters of its text layer with their places, by PDFium."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any

from minutesparse.errors import UnreadableError
from minutesparse.reading import ocr
from minutesparse.reading.grid import Box
from minutesparse.reading.rows import Word
from minutesparse.reading.typeset import Page, to_text

_MOST_PAGES = 3_000
_MOST_CHARACTERS = 20_000_000
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_NO_CHARACTER = {0xA0, 0xAD, 0xFFFE, 0xFFFF}
_SOFT_HYPHENS = {0xAD, 0xFFFE}  # what PDFium gives for a hyphen at a line's end
_QUARTER = 3.14159 / 2
_SMALLEST, _LARGEST = 3.0, 150.0  # points of letters
_MOST_SEGMENTS = 1_000  # of one path


def to_markdown(data: bytes) -> tuple[str, bool]:
    """The text layer of a PDF as Markdown, pages parted by form feeds, and whether pages were read by OCR.

    Raises UnreadableError where the file is encrypted or damaged, or is a scan and
    tesseract is not installed.
    """
    pages, scanned = _load(data)
    if not any(page.words for page in pages):
        raise UnreadableError("there is no text in the PDF; give minutes with words in them")
    return to_text(pages), scanned


def _load(data: bytes) -> tuple[list[Page], bool]:
    try:
        import pypdfium2 as pdfium
        import pypdfium2.raw as raw
    except ImportError:
        raise UnreadableError("PDF files need an extra; run: pip install 'minutesparse[pdf]'") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise UnreadableError("the PDF is encrypted; save it without a password") from None
        raise UnreadableError("the PDF is damaged or cut short; print it to a new PDF and give that") from None
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadableError(f"the PDF has {len(document)} pages, more than any minutes; split it first")
        pages: list[Page] = []
        total, scanned = 0, []
        for number in range(len(document)):
            try:
                page = document[number]
            except pdfium.PdfiumError:
                continue  # a damaged page; the others are still read
            words = [_turned(word, page) for word in _words(page, raw)]
            total += sum(len(word.text) for word in words)
            if total > _MOST_CHARACTERS:
                raise UnreadableError("the PDF holds more text than any minutes; split it first")
            lines, pictured = _drawn(page, raw)
            if pictured and not words:
                scanned.append((len(pages), page))
            pages.append(Page(page.get_height(), words, [_turn(box, page) for box in lines]))
        recognised = bool(scanned) and (ocr.available() or not any(page.words for page in pages))
        for n, page in scanned if recognised else ():
            pages[n].words = ocr.recognise(page, n)
        return pages, recognised
    finally:
        document.close()


def _turn(box: Box, page: Any) -> Box:
    """A box (left, bottom, right, top) of a page as it is shown, where the page is turned."""
    turns = page.get_rotation() // 90
    left, bottom, right, top = box
    width, height = page.get_size()
    if turns == 1:
        return bottom, height - right, top, height - left
    if turns == 2:
        return width - right, height - top, width - left, height - bottom
    if turns == 3:
        return width - top, left, width - bottom, right
    return box


def _turned(word: Word, page: Any) -> Word:
    word.left, word.bottom, word.right, word.top = _turn((word.left, word.bottom, word.right, word.top), page)
    return word


def _words(page: Any, raw: Any) -> Iterator[Word]:
    """The words of a page in the order of its content."""
    textpage = page.get_textpage()
    handle = textpage.raw
    loose = raw.FS_RECTF()
    fonts: dict[int, bool] = {}
    chars: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]  # left, bottom, right, top of the word so far
    line: _Line | None = None  # on which it stands
    weight, spaced, blank = 0, True, True

    def word() -> Word:
        text = "".join(chars)
        chars.clear()
        if not text.isascii():  # PDFium gives characters beyond U+FFFF in two halves
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        size = line.size if line else 1.0
        return Word(text, box[0], box[2], box[1], box[3], size, weight * 2 > len(text), spaced)

    for i in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, i)
        if code <= 32 or code in _NO_CHARACTER:
            if chars and code in _SOFT_HYPHENS:
                chars.append("-")
            else:
                blank = True
                if chars:
                    yield word()
            continue
        raw.FPDFText_GetLooseCharBox(handle, i, loose)
        now = (loose.left, loose.bottom, loose.right, loose.top)
        if chars and line and line.parts(box, now, i):
            yield word()
        if not chars:
            spaced, blank = blank, False
            line = _Line(handle, raw, i, now)
            box = line.box(now)
            weight = 0
        key = ctypes.cast(raw.FPDFText_GetTextObject(handle, i), ctypes.c_void_p).value or 0
        if key not in fonts:
            fonts[key] = _is_bold(handle, i, raw)
        weight += fonts[key]
        chars.append(_LIGATURES.get(code) or ("•" if 0xF000 <= code <= 0xF0FF else chr(code)))
        if line and line.base is not None:
            box[0], box[2] = min(box[0], now[0]), max(box[2], now[2])
        else:
            box = [min(box[0], now[0]), min(box[1], now[1]), max(box[2], now[2]), max(box[3], now[3])]
    if chars:
        yield word()
    textpage.close()


class _Line:
    """The line on which a character stands: which way it goes, the size of its letters, and its height where known.

    The boxes of characters alone would not do: of many fonts PDFium gives them as high as the very letter.
    """

    def __init__(self, handle: Any, raw: Any, i: int, now: Box) -> None:
        self._handle, self._raw = handle, raw
        self.base: float | None = None
        self.along: bool = abs(round(raw.FPDFText_GetCharAngle(handle, i) / _QUARTER)) % 2 == 0
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(handle, i, matrix)
        self.size: float = 0.95 * raw.FPDFText_GetFontSize(handle, i) * math.hypot(matrix.b, matrix.d)
        tall = (now[3] - now[1]) if self.along else (now[2] - now[0])
        if not max(_SMALLEST, 0.5 * tall) < self.size < _LARGEST:  # of fonts that are drawn letter by letter
            self.size = max(tall, 1.0) * 0.85
        elif self.along:
            self.base = self._height(i)

    def _height(self, i: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._handle, i, x, y)
        return y.value

    def box(self, now: Box) -> list[float]:
        """Where a word begins whose first character stands at `now`."""
        if self.base is None:
            return list(now)
        return [now[0], self.base - 0.22 * self.size, now[2], self.base + 0.78 * self.size]

    def parts(self, box: list[float], now: Box, i: int) -> bool:
        """Whether a character is not the next of the word in `box`: a gap before it, or another line."""
        if self.along:
            if now[0] - box[2] > 0.2 * self.size or now[0] < box[0] - 1:
                return True
            far = abs(now[1] + now[3] - box[1] - box[3]) > 0.7 * self.size
            return far and (self.base is None or abs(self._height(i) - self.base) > 0.35 * self.size)
        gap = max(now[1] - box[3], box[1] - now[3])
        return gap > 0.2 * self.size or abs(now[0] + now[2] - box[0] - box[2]) > 0.7 * self.size


def _is_bold(handle: Any, i: int, raw: Any) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(handle, i, buffer, 128, flags)
    name = buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace").lower()
    return "bold" in name or "black" in name or "heavy" in name or bool(flags.value & (1 << 18))


def _drawn(page: Any, raw: Any) -> tuple[list[Box], bool]:
    """The ruled lines and boxes of a page as (left, bottom, right, top), and whether it shows a picture."""
    lines: list[Box] = []
    pictures = False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    count = min(raw.FPDFPage_CountObjects(page.raw), 20_000)
    for i in range(count):
        item = raw.FPDFPage_GetObject(page.raw, i)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures = True
        elif kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            whole = (left.value, bottom.value, right.value, top.value)
            thick = min(whole[2] - whole[0], whole[3] - whole[1]) > _SMALLEST
            lines += (_strokes(item, raw) if thick else []) or [whole]
    return lines, pictures


def _strokes(path: Any, raw: Any) -> list[Box]:
    """The boxes of the single lines and figures that one path draws; [] where it draws but one, or a picture."""
    count = raw.FPDFPath_CountSegments(path)
    if not 2 < count <= _MOST_SEGMENTS:
        return []
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    figures: list[list[tuple[float, float]]] = []
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO or not figures:
            figures.append([])
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        figures[-1].append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
    if len(figures) < 2:
        return []
    return [(min(x for x, _ in f), min(y for _, y in f), max(x for x, _ in f), max(y for _, y in f)) for f in figures]
