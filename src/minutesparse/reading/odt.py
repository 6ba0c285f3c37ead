"""ODT: OpenDocument text, with list numbers, tables, and tracked deletions left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from minutesparse.errors import UnreadableError
from minutesparse.reading.markdown import Inline, Writer, listed, spanned
from minutesparse.reading.package import Package

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DROPPED = {_TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "note", _TEXT + "sequence-decls"}


def to_markdown(data: bytes) -> str:
    """The text of an OpenDocument file as Markdown. Raises UnreadableError where it cannot be opened."""
    package = Package(data)
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and any(e.tag.endswith("encryption-data") for e in manifest.iter()):
        raise UnreadableError("the file is encrypted; save it without a password")
    root = package.part("content.xml")
    body = None if root is None else root.find(f"{_OFFICE}body/{_OFFICE}text")
    if root is None or body is None:
        raise UnreadableError("there is no OpenDocument text in the file")
    reader = _Reader(_faces(root), _numbered_lists(root, package.part("styles.xml")))
    reader.blocks(body)
    return reader.writer.text()


@dataclass(slots=True)
class _Reader:
    faces: dict[str, tuple[bool, bool]]  # style: bold, italic
    numbered: dict[str, dict[int, tuple[str, str]]]  # list style: level: prefix and suffix of its numbers
    writer: Writer = field(default_factory=Writer)

    def blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == _TEXT + "h":
                level = child.get(_TEXT + "outline-level", "1")
                self.writer.heading(int(level) if level.isdigit() else 1, self.words(child, plain=True).lines())
            elif child.tag == _TEXT + "p":
                self.writer.paragraph(self.words(child).lines())
                for box in child.iter(_DRAW + "text-box"):
                    self.blocks(box)
            elif child.tag == _TEXT + "list":
                self.list(child, 1, child.get(_TEXT + "style-name", ""))
            elif child.tag == _TABLE + "table":
                self.writer.table([list(self.cells(row)) for row in child.iter(_TABLE + "table-row")])
            elif child.tag in (_TEXT + "section", _TEXT + "index-body"):
                self.blocks(child)

    def list(self, element: Any, depth: int, style: str) -> None:
        count = 0
        form = self.numbered.get(style, {}).get(depth)
        for item in element:
            if item.tag not in (_TEXT + "list-item", _TEXT + "list-header"):
                continue
            first = True
            for child in item:
                if child.tag in (_TEXT + "p", _TEXT + "h"):
                    lines = self.words(child).lines()
                    if first and lines and item.tag == _TEXT + "list-item":
                        count += 1
                        self.writer.item(depth, f"{form[0]}{count}{form[1]}" if form else "-", lines)
                        first = False
                    else:
                        self.writer.paragraph(lines)
                elif child.tag == _TEXT + "list":
                    self.list(child, depth + 1, child.get(_TEXT + "style-name", style))

    def cells(self, row: Any) -> Iterator[Sequence[str]]:
        """The cells of a row, those that others cover and those written once for several included."""
        for cell in row:
            if cell.tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                yield list(self.cell(cell)) if cell.tag == _TABLE + "table-cell" else []
                yield from ([] for _ in range(spanned(cell.get(_TABLE + "number-columns-repeated")) - 1))

    def cell(self, cell: Any, depth: int = 0) -> Iterator[str]:
        """The lines of a table's cell, or of a list `depth` deep in it."""
        for child in cell:
            if child.tag in (_TEXT + "p", _TEXT + "h"):
                lines = self.words(child).lines()
                if depth and lines:
                    lines[0] = listed(depth, "-", lines[0])
                yield from lines
            else:
                yield from self.cell(child, depth + (child.tag == _TEXT + "list"))

    def words(self, paragraph: Any, plain: bool = False) -> Inline:
        words = Inline()
        bold, italic = self.faces.get(paragraph.get(_TEXT + "style-name", ""), (False, False))
        self.inline(paragraph, words, bold and not plain, italic and not plain, plain)
        return words

    def inline(self, element: Any, words: Inline, bold: bool, italic: bool, plain: bool) -> None:
        words.add(_folded(element.text), bold, italic)
        for child in element:
            if child.tag == _TEXT + "tab":
                words.add("\t")
            elif child.tag == _TEXT + "s":
                words.add(" ")
            elif child.tag == _TEXT + "line-break":
                words.add("\n")
            elif child.tag not in _DROPPED and not child.tag.startswith(_DRAW):
                own = self.faces.get(child.get(_TEXT + "style-name", ""), (bold, italic))
                strong, emphasis = (bold or own[0], italic or own[1]) if child.tag == _TEXT + "span" else (bold, italic)
                self.inline(child, words, strong and not plain, emphasis and not plain, plain)
            words.add(_folded(child.tail), bold, italic)


def _folded(text: str | None) -> str:
    return "" if not text else text.replace("\n", " ").replace("\r", " ")


def _faces(root: Any) -> dict[str, tuple[bool, bool]]:
    faces = {}
    for style in root.iter(_STYLE + "style"):
        for properties in style.iter(_STYLE + "text-properties"):
            bold = properties.get(_FO + "font-weight", "") in ("bold", "600", "700", "800", "900")
            underlined = properties.get(_STYLE + "text-underline-style", "none") != "none"
            faces[style.get(_STYLE + "name", "")] = (
                bold or underlined,
                properties.get(_FO + "font-style", "") == "italic",
            )
    return faces


def _numbered_lists(*roots: Any) -> dict[str, dict[int, tuple[str, str]]]:
    lists: dict[str, dict[int, tuple[str, str]]] = {}
    for style in (s for root in roots if root is not None for s in root.iter(_TEXT + "list-style")):
        for level in style.findall(_TEXT + "list-level-style-number"):
            if level.get(_STYLE + "num-format", ""):
                affixes = (level.get(_STYLE + "num-prefix", ""), level.get(_STYLE + "num-suffix", "."))
                depth = level.get(_TEXT + "level", "1")
                lists.setdefault(style.get(_STYLE + "name", ""), {})[int(depth)] = affixes
    return lists
