"""PDF: the characters of its text layer with their places, by PDFium."""

import ctypes
from collections.abc import Iterator
from typing import Any

from minutesparse.errors import UnreadableError
from minutesparse.reading import ocr
from minutesparse.reading.rows import Word
from minutesparse.reading.typeset import Page, to_text

_MOST_PAGES = 3_000
_MOST_CHARACTERS = 20_000_000
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_NO_CHARACTER = {0xA0, 0xAD, 0xFFFE, 0xFFFF}
_SOFT_HYPHENS = {0xAD, 0xFFFE}  # what PDFium gives for a hyphen at a line's end
_QUARTER = 3.14159 / 2


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


def _turn(box: tuple[float, float, float, float], page: Any) -> tuple[float, float, float, float]:
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
    size, weight, along, spaced, blank = 0.0, 0, True, True, True

    def word() -> Word:
        text = "".join(chars)
        chars.clear()
        if not text.isascii():  # PDFium gives characters beyond U+FFFF in two halves
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
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
        if chars and _parted(box, now, size, along):
            yield word()
        if not chars:
            spaced, blank = blank, False
            angle = raw.FPDFText_GetCharAngle(handle, i)
            along = abs(round(angle / _QUARTER)) % 2 == 0
            box = list(now)
            size = max((now[3] - now[1]) if along else (now[2] - now[0]), 1.0) * 0.85
            weight = 0
        key = ctypes.cast(raw.FPDFText_GetTextObject(handle, i), ctypes.c_void_p).value or 0
        if key not in fonts:
            fonts[key] = _is_bold(handle, i, raw)
        weight += fonts[key]
        chars.append(_LIGATURES.get(code) or ("•" if 0xF000 <= code <= 0xF0FF else chr(code)))
        box = [min(box[0], now[0]), min(box[1], now[1]), max(box[2], now[2]), max(box[3], now[3])]
    if chars:
        yield word()
    textpage.close()


def _parted(box: list[float], now: tuple[float, float, float, float], size: float, along: bool) -> bool:
    """Whether a character is not the next of its word: a gap before it, or another line."""
    if along:
        return (
            now[0] - box[2] > 0.2 * size or now[0] < box[0] - 1 or abs(now[1] + now[3] - box[1] - box[3]) > 0.7 * size
        )
    far = max(now[1] - box[3], box[1] - now[3])
    return far > 0.2 * size or abs(now[0] + now[2] - box[0] - box[2]) > 0.7 * size


def _is_bold(handle: Any, i: int, raw: Any) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(handle, i, buffer, 128, flags)
    name = buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace").lower()
    return "bold" in name or "black" in name or "heavy" in name or bool(flags.value & (1 << 18))


def _drawn(page: Any, raw: Any) -> tuple[list[tuple[float, float, float, float]], bool]:
    """The ruled lines and boxes of a page as (left, bottom, right, top), and whether it shows a picture."""
    lines, pictures = [], False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    count = min(raw.FPDFPage_CountObjects(page.raw), 20_000)
    for i in range(count):
        item = raw.FPDFPage_GetObject(page.raw, i)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures = True
        elif kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            lines.append((left.value, bottom.value, right.value, top.value))
    return lines, pictures
