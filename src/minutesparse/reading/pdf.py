"""PDF with a text layer: characters with their places to words, lines, table rows and paragraphs in reading order."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from minutesparse.errors import UnreadableError
from minutesparse.reading.grid import Grid, find_grids
from minutesparse.reading.markdown import Inline, Writer

_MOST_PAGES = 3_000
_MOST_CHARACTERS = 20_000_000
_MARGIN = 0.09  # of the page's height: where running heads and page numbers stand
_BULLET = re.compile(r"[•●▪■◦○‣⁃∙·➢►✓❖\uf0b7\uf0a7\uf0d8o–-]")
_MARKER = re.compile(r"(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5}|[A-Z])[.)]?|Item \d{1,2}[.:]?)")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_NO_CHARACTER = {0xA0, 0xAD, 0xFFFE, 0xFFFF}
_SOFT_HYPHENS = {0xAD, 0xFFFE}  # what PDFium gives for a hyphen at a line's end
_QUARTER = 3.14159 / 2
_EDGE = 3  # so many rows at the top and bottom of a page may be its head and foot
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\W*)?(?:\d{1,4}|[ivx]{1,5})\W*(?:(?:of|/)\W*\d{1,4})?\W*", re.IGNORECASE)


@dataclass(slots=True)
class Word:
    """Characters without white space between them; distances in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class Row:
    """The words on one line of a page, from left to right, parted where the gaps are wide."""

    parts: list[list[Word]]
    page: int

    @property
    def words(self) -> list[Word]:
        return [word for part in self.parts for word in part]

    @property
    def left(self) -> float:
        return self.parts[0][0].left

    @property
    def right(self) -> float:
        return self.parts[-1][-1].right

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def middle(self) -> float:
        return median(word.middle for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(c.isalnum() for c in word.text))

    def text(self) -> str:
        """The words, with wide gaps kept as three spaces."""
        return "   ".join(_joined(part) for part in self.parts)


def to_markdown(data: bytes) -> str:
    """The text layer of a PDF as Markdown, pages parted by form feeds.

    Raises UnreadableError where the file is encrypted or damaged, or holds only pictures of pages.
    """
    pages, pictures = _load(data)
    if not any(page.rows or page.grids for page in pages):
        what = "only pictures of pages (a scan)" if pictures else "no text"
        raise UnreadableError(f"the PDF holds {what}; run it through OCR first, for example: ocrmypdf IN.pdf OUT.pdf")
    _drop_furniture(pages)
    writer = Writer()
    for n, page in enumerate(pages):
        if n:
            writer.page()
        _write(page, writer)
    return _mend_hyphens(writer.text())


@dataclass(slots=True)
class _Page:
    height: float
    rows: list[Row]
    grids: list[tuple[float, list[list[list[str]]]]]  # top of a table, its rows of cells of lines


def _load(data: bytes) -> tuple[list[_Page], bool]:
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
        pages, total, pictures = [], 0, False
        for number in range(len(document)):
            try:
                page = document[number]
            except pdfium.PdfiumError:
                continue  # a damaged page; the others are still read
            words = [_turned(word, page) for word in _words(page, raw)]
            total += sum(len(word.text) for word in words)
            if total > _MOST_CHARACTERS:
                raise UnreadableError("the PDF holds more text than any minutes; split it first")
            lines, images = _drawn(page, raw)
            pictures = pictures or images
            lines = [_turn(box, page) for box in lines]
            pages.append(_page(number, page.get_height(), words, find_grids(lines)))
            page.close()
        return pages, pictures
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
    size, weight, along = 0.0, 0, True

    def word() -> Word:
        text = "".join(chars)
        chars.clear()
        return Word(text, box[0], box[2], box[1], box[3], size, weight * 2 > len(text))

    for i in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, i)
        if code <= 32 or code in _NO_CHARACTER:
            if chars and code in _SOFT_HYPHENS:
                chars.append("-")
            elif chars:
                yield word()
            continue
        raw.FPDFText_GetLooseCharBox(handle, i, loose)
        now = (loose.left, loose.bottom, loose.right, loose.top)
        if chars and _parted(box, now, size, along):
            yield word()
        if not chars:
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


def _page(number: int, height: float, words: list[Word], grids: Sequence[Grid]) -> _Page:
    tables = []
    for grid in grids:
        inside = [word for word in words if grid.holds((word.left + word.right) / 2, word.middle)]
        if len(inside) < 2:
            continue
        words = [word for word in words if word not in inside] if len(inside) < 50 else _without(words, inside)
        tables.append((grid.top, [_cells(row, inside) for row in grid.rows]))
    return _Page(height, _rows(words, number), tables)


def _without(words: list[Word], taken: list[Word]) -> list[Word]:
    ids = {id(word) for word in taken}
    return [word for word in words if id(word) not in ids]


def _cells(row: Sequence[tuple[float, float, float, float]], words: list[Word]) -> list[list[str]]:
    cells = []
    for left, bottom, right, top in row:
        inside = [w for w in words if left <= (w.left + w.right) / 2 < right and bottom <= w.middle < top]
        cells.append([" ".join(_inline(rows).lines()) for rows in _paragraphs(_rows(inside, 0))])
    return cells


def _paragraphs(rows: list[Row]) -> list[list[Row]]:
    """The rows of a table cell, those of one paragraph together."""
    edge = max((row.right for row in rows), default=0.0)
    paragraphs: list[list[Row]] = []
    for row in rows:
        if paragraphs and _wraps(paragraphs[-1][-1], row, edge, row.size * 1.2):
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return paragraphs


def _rows(words: Sequence[Word], page: int) -> list[Row]:
    """Words to printed lines, from the top of the page down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.middle, w.left)):
        if rows:
            last = rows[-1]
            anchor = max(last, key=lambda w: w.size)
            if abs(word.middle - anchor.middle) < 0.45 * max(word.size, anchor.size):
                last.append(word)
                continue
        rows.append([word])
    return [Row(_parts(sorted(row, key=lambda w: w.left)), page) for row in rows]


def _parts(words: list[Word]) -> list[list[Word]]:
    parts = [[words[0]]]
    for word in words[1:]:
        last = parts[-1]
        wide = word.left - last[-1].right > 1.6 * max(word.size, last[-1].size)
        lone = len(last) == 1 and (_MARKER.fullmatch(last[0].text) or _BULLET.fullmatch(last[0].text))
        if wide and not (lone and len(parts) == 1):
            parts.append([word])
        else:
            last.append(word)
    return parts


def _joined(words: Sequence[Word]) -> str:
    out = [words[0].text]
    for before, word in zip(words, words[1:], strict=False):
        out.append(("" if word.left - before.right < 0.12 * max(word.size, before.size) else " ") + word.text)
    return "".join(out)


def _drop_furniture(pages: Sequence[_Page]) -> None:
    """Take out running heads, feet and page numbers: what stands in the margins of several pages alike."""

    def key(row: Row) -> str:
        return _DIGITS.sub("#", row.text()).casefold()

    def margin(page: _Page, row: Row) -> bool:
        at_edge = row in page.rows[:_EDGE] or row in page.rows[-_EDGE:]
        return at_edge or not _MARGIN * page.height < row.middle < (1 - _MARGIN) * page.height

    counts = Counter(name for page in pages for name in {key(row) for row in page.rows if margin(page, row)})
    for n, page in enumerate(pages):
        kept = []
        for row in page.rows:
            repeated = counts[key(row)] >= max(2, len(pages) // 3) and len(pages) > 1
            if margin(page, row) and (_PAGE_NUMBER.fullmatch(row.text().replace(" ", "")) or (repeated and n > 0)):
                continue
            kept.append(row)
        page.rows = kept


def _write(page: _Page, writer: Writer) -> None:
    """The rows of a page as paragraphs, its tables where they stand."""
    tables = sorted(page.grids, key=lambda table: -table[0])
    rights = sorted(row.right for row in page.rows)
    edge = rights[int(0.95 * (len(rights) - 1))] if rights else 0.0
    gaps = [a.middle - b.middle for a, b in zip(page.rows, page.rows[1:], strict=False) if a.middle > b.middle]
    spacing = median(gaps) if gaps else 0.0
    paragraph: list[Row] = []
    for row in page.rows:
        while tables and tables[0][0] > row.middle:
            _paragraph(paragraph, writer)
            paragraph = []
            writer.table(tables.pop(0)[1])
        if paragraph and not _wraps(paragraph[-1], row, edge, spacing):
            _paragraph(paragraph, writer, tight=paragraph[-1].middle - row.middle < 1.25 * spacing)
            paragraph = []
        paragraph.append(row)
    _paragraph(paragraph, writer)
    for _, table in tables:
        writer.table(table)


def _wraps(above: Row, row: Row, edge: float, spacing: float) -> bool:
    """Whether a row goes on with the paragraph of the row above: the words could not have stood there."""
    if len(above.parts) > 1 or len(row.parts) > 1 or above.bold != row.bold:
        return False
    drop = above.middle - row.middle
    if drop > 1.35 * max(spacing, above.size) and drop > 1.6 * above.size:
        return False
    first = row.words[0]
    if (_MARKER.fullmatch(first.text) and first.text[-1] in ".)") or (_BULLET.fullmatch(first.text)):
        return False
    if abs(above.size - row.size) > 0.15 * above.size:
        return False
    return above.right + (first.right - first.left) + 0.25 * row.size > edge


def _paragraph(rows: list[Row], writer: Writer, tight: bool = False) -> None:
    if not rows:
        return
    first = rows[0].words[0]
    if _BULLET.fullmatch(first.text) and len(rows[0].words) > 1:
        rows[0].parts[0].pop(0)
        rows[0].parts = [part for part in rows[0].parts if part]
        writer.item(1, "-", [" ".join(_inline(rows).lines())])
        return
    lines = [" ".join(_inline(rows).lines())]
    if writer.out and writer.out[-1] == "\x00tight":
        writer.out.pop()
        writer.out.extend(lines)
    else:
        writer.paragraph(lines)
    if tight:
        writer.out.append("\x00tight")


def _inline(rows: Sequence[Row]) -> Inline:
    words = Inline()
    for n, row in enumerate(rows):
        if n:
            words.add(" ")
        for m, part in enumerate(row.parts):
            if m:
                words.add("\t")
            for k, word in enumerate(part):
                glued = k and word.left - part[k - 1].right < 0.12 * max(word.size, part[k - 1].size)
                words.add(("" if glued or not k else " ") + word.text, word.bold)
    return words


def _mend_hyphens(text: str) -> str:
    """Join words broken at a line's end where the whole word stands elsewhere in the text."""
    known = set(re.findall(r"[^\W\d_]{4,}", text.lower()))

    def mend(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if whole.lower() in known else f"{match[1]}-{match[2]}"

    return re.sub(r"([^\W\d_]{2,})-[ ]([a-z]{2,})", mend, text.replace("\x00tight\n", "").replace("\x00tight", ""))
