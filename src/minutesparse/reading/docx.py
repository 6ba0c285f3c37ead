"""DOCX: Word's XML read directly, since list numbers have to be computed and tracked insertions kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from minutesparse.errors import UnreadableError
from minutesparse.reading.counts import written
from minutesparse.reading.markdown import Inline, Writer, listed, spanned, tabbed
from minutesparse.reading.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DROPPED = {
    _W + tag
    for tag in ("del", "moveFrom", "instrText", "delText", "commentReference", "footnoteReference", "endnoteReference")
}
_OLE = b"\xd0\xcf\x11\xe0"


def to_markdown(data: bytes) -> str:
    """The text of a Word file as Markdown. Raises UnreadableError where it cannot be opened."""
    if data.startswith(_OLE):
        raise UnreadableError("the file is encrypted or of Word's old format (.doc); save it as .docx, no password")
    package = Package(data)
    root = package.part("word/document.xml")
    body = None if root is None else root.find(_W + "body")
    if body is None:
        raise UnreadableError("there is no Word document in the file")
    reader = _Reader(_styles(package.part("word/styles.xml")), _Numbering(package.part("word/numbering.xml")))
    for name in sorted(n for n in package.names if n.startswith("word/header") and n.endswith(".xml")):
        if (header := package.part(name)) is not None and (lines := reader.header(header)):
            reader.writer.paragraph(lines)
    reader.blocks(body)
    return reader.writer.text()


@dataclass(slots=True)
class _Style:
    level: int = 0  # of a heading, from 1
    bold: bool = False
    number: tuple[str, int] | None = None  # list and level
    title: bool = False


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _Reader:
    styles: dict[str, _Style]
    numbering: "_Numbering"
    writer: Writer = field(default_factory=Writer)
    seen_headers: set[str] = field(default_factory=set)

    def blocks(self, parent: Any) -> None:
        """Write the paragraphs and tables under an element."""
        for child in _content(parent):
            if child.tag == _W + "p":
                self.paragraph(child)
            elif child.tag == _W + "tbl":
                self.table(child)

    def header(self, root: Any) -> list[str]:
        """The lines of a page header that have words and were not in another."""
        lines = []
        for paragraph in root.iter(_W + "p"):
            for line in self.words(paragraph, False).lines():
                if line not in self.seen_headers and sum(c.isalpha() for c in line) > 4:
                    self.seen_headers.add(line)
                    lines.append(line)
        return lines

    def paragraph(self, paragraph: Any) -> None:
        style = self.style(paragraph)
        if _breaks_page(paragraph):
            self.writer.page()
        words = self.words(paragraph, style.bold and not style.level)
        lines = words.lines()
        number = self.number(paragraph, style)
        marker, depth = self.numbering.next(*number) if number and lines else ("", 1)
        if style.level and lines:
            self.writer.heading(style.level, [" ".join([marker, *lines]).strip()] if marker != "-" else lines)
        elif marker:
            self.writer.item(depth, marker, lines)
        else:
            self.writer.paragraph(lines)
        for box in _boxes(paragraph):
            self.blocks(box)

    def table(self, table: Any) -> None:
        cells = [cell for row in _rows(table) for cell in _cells(row)]
        if len(cells) == sum(1 for _ in _rows(table)):  # but a frame around what stands in it
            for cell in cells:
                self.blocks(cell)
            return
        self.writer.table(list(self.rows(table)))

    def rows(self, table: Any) -> Iterator[list[list[str]]]:
        """The rows of a table, each with as many cells as it has columns."""
        for row in _rows(table):
            cells: list[list[str]] = []
            for cell in _cells(row):
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                continued = merged is not None and merged.get(_W + "val", "continue") == "continue"
                cells.append([] if continued else list(self.cell(cell)))
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                cells += [[] for _ in range(spanned(span.get(_W + "val")) - 1 if span is not None else 0)]
            yield cells

    def cell(self, cell: Any) -> Iterator[str]:
        for child in _content(cell):
            if child.tag == _W + "p":
                style = self.style(child)
                lines = self.words(child, style.bold or style.level > 0).lines()
                number = self.number(child, style)
                if number and lines:
                    marker, depth = self.numbering.next(*number)
                    lines[0] = listed(depth, marker, lines[0])
                yield from lines
            elif child.tag == _W + "tbl":
                yield from (line for row in self.rows(child) if (line := tabbed(row)))

    def style(self, paragraph: Any) -> _Style:
        name = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self.styles.get(name.get(_W + "val", ""), _Style()) if name is not None else _Style()
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and outline.get(_W + "val", "9").isdigit() and int(outline.get(_W + "val")) < 9:
            return _Style(int(outline.get(_W + "val")) + 1, style.bold, style.number, style.title)
        return style

    def number(self, paragraph: Any, style: _Style) -> tuple[str, int] | None:
        own = _number_of(paragraph.find(f"{_W}pPr/{_W}numPr"))
        if own is None:
            return style.number
        return None if own[0] == "0" else own

    def words(self, paragraph: Any, bold: bool) -> Inline:
        """The words of a paragraph with insertions and without deletions, comments and boxes."""
        words = Inline()
        runs = [run for run in _runs(paragraph) if any(t.text and t.text.strip() for t in run.findall(_W + "t"))]
        underlined = bool(runs) and all(_on(run, "u") for run in runs)
        for run in _runs(paragraph):
            if _on(run, "vanish"):
                continue
            strong = underlined or _on(run, "b", bold)
            for part in run:
                if part.tag == _W + "t":
                    text = (part.text or "").replace("\n", " ")
                    words.add(text.upper() if _on(run, "caps") else text, strong, _on(run, "i"))
                elif part.tag == _W + "tab":
                    words.add("\t")
                elif part.tag in (_W + "br", _W + "cr"):
                    words.add("\n")
                elif part.tag == _W + "noBreakHyphen":
                    words.add("-", strong)
        return words


class _Numbering:
    """The counters of all lists, so that each paragraph gets the number that Word prints."""

    def __init__(self, root: Any | None) -> None:
        self.abstract: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, int]]] = {}  # list: its abstract list, starts it overrides
        self.counters: dict[str, dict[int, int]] = {}
        self.started: set[str] = set()
        if root is None:
            return
        for element in root.findall(_W + "abstractNum"):
            levels = {int(lvl.get(_W + "ilvl", 0)): _level(lvl) for lvl in element.findall(_W + "lvl")}
            self.abstract[element.get(_W + "abstractNumId", "")] = levels
        for element in root.findall(_W + "num"):
            target = element.find(_W + "abstractNumId")
            starts = {}
            for override in element.findall(_W + "lvlOverride"):
                if (start := override.find(_W + "startOverride")) is not None:
                    starts[int(override.get(_W + "ilvl", 0))] = int(start.get(_W + "val", 1))
            name = target.get(_W + "val", "") if target is not None else ""
            self.lists[element.get(_W + "numId", "")] = (name, starts)

    def next(self, number: str, level: int) -> tuple[str, int]:
        """The marker of the next paragraph of a list at a level, and its depth from 1; "-" for bullets."""
        abstract, starts = self.lists.get(number, ("", {}))
        levels = self.abstract.get(abstract, {})
        own = levels.get(level, _Level("bullet"))
        counters = self.counters.setdefault(abstract, {})
        if number not in self.started:
            self.started.add(number)
            for at, start in starts.items():
                counters[at] = start - 1
        counters[level] = counters.get(level, own.start - 1) + 1
        for deeper in [at for at in counters if at > level]:
            del counters[deeper]
        if own.format in ("bullet", "none") or not own.text.strip():
            return "-", level + 1
        marker = own.text
        for at in range(level + 1):
            count = counters.get(at, levels.get(at, own).start)
            marker = marker.replace(f"%{at + 1}", written(count, levels.get(at, own).format))
        return marker.strip() or "-", level + 1


def _level(element: Any) -> _Level:
    def value(tag: str, default: str) -> str:
        found = element.find(_W + tag)
        return found.get(_W + "val", default) if found is not None else default

    start = value("start", "1")
    return _Level(value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1)


def _styles(root: Any | None) -> dict[str, _Style]:
    elements = {e.get(_W + "styleId", ""): e for e in root.findall(_W + "style")} if root is not None else {}
    styles: dict[str, _Style] = {}

    def resolve(name: str, depth: int = 0) -> _Style:
        if name in styles or name not in elements or depth > 20:
            return styles.get(name, _Style())
        element = elements[name]
        base = element.find(_W + "basedOn")
        parent = resolve(base.get(_W + "val", ""), depth + 1) if base is not None else _Style()
        style = _Style(parent.level, parent.bold, parent.number, parent.title)
        label = element.find(_W + "name")
        title = (label.get(_W + "val", "") if label is not None else "").lower()
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        if title.startswith("heading ") and title[8:].isdigit():
            style.level = int(title[8:])
        elif title == "title":
            style.level, style.title = 1, True
        elif outline is not None and outline.get(_W + "val", "9").isdigit():
            style.level = (int(outline.get(_W + "val")) + 1) % 10
        style.bold = _flag(element.find(f"{_W}rPr/{_W}b"), parent.bold)
        style.number = _number_of(element.find(f"{_W}pPr/{_W}numPr")) or parent.number
        styles[name] = style
        return style

    for name in elements:
        resolve(name)
    return styles


def _number_of(element: Any | None) -> tuple[str, int] | None:
    if element is None:
        return None
    number, level = element.find(_W + "numId"), element.find(_W + "ilvl")
    if number is None:
        return None
    depth = level.get(_W + "val", "0") if level is not None else "0"
    return number.get(_W + "val", "0"), int(depth) if depth.isdigit() else 0


def _flag(element: Any | None, inherited: bool = False) -> bool:
    if element is None:
        return inherited
    return element.get(_W + "val", "true") not in ("0", "false", "off", "none")


def _on(run: Any, tag: str, inherited: bool = False) -> bool:
    return _flag(run.find(f"{_W}rPr/{_W}{tag}"), inherited)


def _content(parent: Any) -> Iterator[Any]:
    """The children of an element, those inside content controls and insertions included."""
    for child in parent:
        if child.tag in _DROPPED:
            continue
        if child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "moveTo", _W + "customXml", _W + "smartTag"):
            yield from _content(child)
        else:
            yield child


def _rows(table: Any) -> Iterator[Any]:
    return (child for child in _content(table) if child.tag == _W + "tr")


def _cells(row: Any) -> Iterator[Any]:
    return (child for child in _content(row) if child.tag == _W + "tc")


def _runs(parent: Any) -> Iterator[Any]:
    for child in _content(parent):
        if child.tag == _W + "r":
            yield child
        elif child.tag in (_W + "hyperlink", _W + "fldSimple"):
            yield from _runs(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes of a paragraph, each once though Word keeps them twice."""
    for run in _runs(paragraph):
        for child in run:
            inside = child[0] if child.tag == _ALTERNATE and len(child) else child
            if child.tag in (_ALTERNATE, _W + "drawing", _W + "pict"):
                yield from inside.iter(_W + "txbxContent")


def _breaks_page(paragraph: Any) -> bool:
    if _flag(paragraph.find(f"{_W}pPr/{_W}pageBreakBefore")):
        return True
    return any(b.get(_W + "type") == "page" for b in paragraph.iter(_W + "br"))
