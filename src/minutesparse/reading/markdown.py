"""What every other format becomes: Markdown, so that one scanner reads all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

# What the scanner would take for a mark though the document means the character.
_MARKS = re.compile(r"[\\*`]|(?<!\w)_|_(?!\w)|~(?=~)|<(?=[/!A-Za-z])|&(?=#?\w{1,32};)|\](?=\()")
_NUMBER = re.compile(r"(?:\*\*)?(?:[A-Z]{1,4}\W?)?\d{1,3}(?:[./]\d{1,4}){0,3}\.?(?:\*\*)?")
_BESIDE = 40  # characters of what may stand beside a paragraph
_HEAD = 30  # characters of what heads a column
_WIDEST = 100  # columns of a table
_TITLE = 90  # characters of a title
_BULLETS = ("• ", "◦ ")  # how items of a list, and of a list in it, begin in the cells of tables
_SPACE = re.compile(r"[^\S\t]+")


def escape(text: str) -> str:
    """The text with a backslash before every character that would be read as a mark."""
    return _MARKS.sub(lambda match: "\\" + match[0], text)


@dataclass(slots=True)
class Inline:
    """Words of one line with their faces, put together piece by piece."""

    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)  # text, bold, italic

    def add(self, text: str, bold: bool = False, italic: bool = False) -> None:
        """Append words in one face."""
        if not text:
            return
        if self.pieces and (self.pieces[-1][1:] == (bold, italic) or text.isspace()):
            last = self.pieces.pop()
            self.pieces.append((last[0] + text, last[1], last[2]))
        else:
            self.pieces.append((text, bold, italic))

    def lines(self) -> list[str]:
        """The words as Markdown, one string a line, without the white space around it."""
        marked = []
        for text, bold, italic in self.pieces:
            marks = "**" * bold + "*" * italic
            for n, line in enumerate(text.split("\n")):
                words = line.strip()
                if n:
                    marked.append("\n")
                if not marks or not any(c.isalnum() for c in words):
                    marked.append(escape(line))
                    continue
                lead, tail = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
                marked.append(f"{lead}{marks}{escape(words)}{marks[::-1]}{tail}")
        return [words for line in "".join(marked).split("\n") if (words := _SPACE.sub(" ", line).strip())]

    def plain(self) -> bool:
        """Whether there are no words in it."""
        return not any(text.strip() for text, _, _ in self.pieces)

    def clear(self) -> None:
        """Begin anew."""
        self.pieces.clear()


@dataclass(slots=True)
class Writer:
    """Lines of Markdown in the order they are read."""

    out: list[str] = field(default_factory=list)

    def paragraph(self, lines: Sequence[str], tight: bool = False) -> None:
        """Lines of their own, after a blank one unless they are set tight."""
        if lines:
            if not tight:
                self.out.append("")
            self.out.extend(_safe(line) for line in lines)

    def heading(self, level: int, lines: Sequence[str]) -> None:
        """A heading, its lines joined."""
        if lines:
            self.out += ["", f"{'#' * min(level, 6)} {' '.join(lines)}"]

    def item(self, depth: int, marker: str, lines: Sequence[str]) -> None:
        """A list item: `depth` from 1, the marker as printed ("-", "4.1", "(a)")."""
        if lines:
            indent = "  " * (depth - 1)
            self.out.append(f"{indent}{marker} {lines[0]}")
            self.out.extend(f"{indent}  {_safe(line)}" for line in lines[1:])

    def table(
        self,
        rows: Sequence[Sequence[Sequence[str]]],
        whole: Sequence[Sequence[Sequence[str]]] = (),
        goes_on: bool = False,
    ) -> None:
        """A table: rows of cells of lines. Tables that only arrange the page are set cell by cell.

        Where it is what stands on one page of a larger table, `whole` are the rows of that, and `goes_on` says that it
        began on a page before.
        """
        whole = whole or rows
        if max((len(row) for row in whole), default=0) < 2 or max(sum(map(bool, row)) for row in whole) < 2:
            for row in rows:
                for cell in row:
                    self.cell(cell)
            return
        if is_prose(whole):
            width = max(map(len, whole))
            main = max(range(width), key=lambda n: sum(sum(map(len, r[n])) for r in whole if n < len(r)))
            for n, row in enumerate(rows):
                if n == 0 and not goes_on and _is_head(row):
                    self.out += ["", "| " + " | ".join(" ".join(cell) for cell in row) + " |"]
                else:
                    self.prose_row(row, main)
            return
        if goes_on and self.out[-2:] == ["", "\f"]:
            del self.out[-2]  # a blank line would part the rows
        else:
            self.out.append("")
        for row in rows:
            if any(_is_list(cell) for cell in row):
                for cell in row:
                    self.cell(cell)
                self.out.append("")
            elif any(row):
                self.out.append(
                    "| " + " | ".join(" ".join(map(_bare, cell)).replace("|", "\\|") for cell in row) + " |"
                )
        self.out.append("")

    def prose_row(self, row: Sequence[Sequence[str]], main: int) -> None:
        """A row of a table that only sets the minutes in columns (number, discussion, who acts), as paragraphs.

        What is short and stands in a column behind the main one stands beside the text.
        """
        cells = [list(cell) for cell in row if cell]
        behind = len(cells) - sum(map(bool, row[main + 1 :]))
        titled = sum(map(bool, row[:main])) - bool(cells and _is_number(cells[0])) > 0
        if titled and main < len(row) and len(row[main]) == 1 and len(row[main][0]) <= _BESIDE:
            cells[behind - 1] = [row[main][0].strip("*")]  # in bold it would be a heading below its title
        if len(cells) > 1 and _is_number(cells[0]):
            number = cells.pop(0)[0].strip("*")
            bold = cells[0][0].startswith("**")
            behind -= 1
            cells[0][0] = f"**{number} {cells[0][0][2:]}" if bold else f"{number} {cells[0][0]}"
        if titled and len(cells[0]) == 1 and len(cells[0][0]) <= _TITLE and "*" not in cells[0][0]:
            cells[0][0] = f"**{cells[0][0]}**"
        for n, cell in enumerate(cells):
            for line in cell:
                if line.startswith("\t") or (n >= behind and len(line) <= _BESIDE):
                    self.note(_bare(line.strip()))
                else:
                    self.cell([line])

    def cell(self, lines: Sequence[str]) -> None:
        """The lines of a cell, each a paragraph of its own or an item (see `listed`)."""
        if lines and not any(line[:2] in _BULLETS for line in lines):
            self.paragraph(lines)
            return
        for line in lines:
            if line[:2] in _BULLETS:
                self.item(_BULLETS.index(line[:2]) + 1, "-", [line[2:]])
            else:
                self.paragraph([line])

    def note(self, words: str) -> None:
        """What stands beside the text above it: far to the right, or where it is long a paragraph."""
        if len(words) <= _BESIDE:
            self.out.append(" " * 60 + words)
        else:
            self.paragraph([words])

    def page(self) -> None:
        """A page break."""
        self.out.append("\f")

    def text(self) -> str:
        """All of it."""
        return "\n".join(self.out).strip("\n").replace("\n\f\n", "\f") + "\n"


def listed(depth: int, marker: str, line: str) -> str:
    """A line of a table's cell that is an item of a list, `depth` from 1."""
    return _BULLETS[min(depth, len(_BULLETS)) - 1] + line if marker == "-" else f"{marker} {line}"


def tabbed(row: Sequence[Sequence[str]]) -> str:
    """The row of a table that stands in a table's cell, as a line with its cells parted by tabs."""
    return "\t".join(" ".join(map(_bare, cell)) for cell in row if cell)


def spanned(columns: str | None) -> int:
    """How many columns a cell takes up, as its markup says; 1 where it says nothing sensible."""
    return int(columns) if columns and columns.isascii() and columns.isdigit() and 1 < int(columns) <= _WIDEST else 1


def is_prose(rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """Whether a table sets running text in columns rather than values: long cells of several paragraphs."""
    cells = [cell for row in rows for cell in row if cell]
    lengths = [sum(map(len, cell)) for cell in cells]
    long = [n for cell, n in zip(cells, lengths, strict=True) if n > 200 and (len(cell) > 1 or n > 400)]
    return sum(long) > 0.5 * sum(lengths)


def _bare(line: str) -> str:
    return line[2:] if line[:2] in _BULLETS else line


def _is_number(cell: Sequence[str]) -> bool:
    return len(cell) == 1 and _NUMBER.fullmatch(cell[0]) is not None


def _is_head(row: Sequence[Sequence[str]]) -> bool:
    """Whether a row names the columns of a table."""
    cells = [cell for cell in row if cell]
    short = all(len(cell) == 1 and len(cell[0]) <= _HEAD and not cell[0].endswith(".") for cell in cells)
    return len(cells) > 1 and short and not any(c.isdigit() for cell in cells for c in cell[0])


def _is_list(cell: Sequence[str]) -> bool:
    """Whether a cell holds a list of its own, a line an entry, rather than one wrapped entry."""
    return len(cell) > 3 and sum(map(len, cell)) < 60 * len(cell)


def _safe(line: str) -> str:
    return "\\" + line if line[:1] in "#>|+=-" and not line.startswith(("- ", "+ ")) else line
