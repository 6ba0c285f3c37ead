"""A text to its lines and its reading: what Markdown and HTML marks say is kept, the marks themselves are not read."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from minutesparse.document import Document, Line, Run, Style
from minutesparse.reading.columns import part_columns
from minutesparse.reading.front_matter import read_front_matter
from minutesparse.reading.furniture import PAGE_BREAK, find_furniture, is_rule
from minutesparse.reading.pairs import part_pairs
from minutesparse.reading.run_on import with_ends
from minutesparse.reading.typed import part_typed
from minutesparse.reading.uniform import without_uniform
from minutesparse.reading.words import Words

_LINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK_TAG = re.compile(
    r"<(/?)(p|div|br|li|ul|ol|dl|dt|dd|h[1-6]|hr|tr|td|th|table|thead|tbody|tfoot|blockquote|section|article|main"
    r"|header|footer|nav|aside|figure|figcaption|details|summary|pre|center)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_ATX = re.compile(r"\s{0,3}(#{1,6})(?:[ \t]+|(?=[A-Z0-9]))(.*?)[ \t#]*$", re.DOTALL)
_STARS = re.compile(r"\s{0,3}(\*{2,5})[ \t]+(?=\S)")  # outline headings, "** Security issues"
_EQUALS = re.compile(r"\s{0,3}(={1,6})[ \t]+(\S.*?)[ \t=]*$", re.DOTALL)
_BULLET = re.compile(
    r"(\s*)([-*+•●▪■□◦○‣⁃∙·➢►✓✔❖\uf0b7\uf0a7\uf0d8–—]|o(?=[ \t]{2,}|\t))[ \t\xa0]+(?:\[([ xX✓])\][ \t]+)?(?=\S)"
)
_TIGHT_BULLET = re.compile(r"(\s*)([•●▪■◦‣⁃\uf0b7\uf0a7\uf0d8])()(?=\S)")
_BOX = re.compile(r"(\s*)()\[([ xX✓])\][ \t]+(?=\w)")  # a box without a bullet
_BULLETS = (_BULLET, _TIGHT_BULLET, _BOX)
_SETEXT = re.compile(r"\s{0,3}(={3,}|-{4,}|~{4,})\s*")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_COLUMN_GAP = re.compile(r"[ \xa0]{3,}|\s*\t\s*")
_TAG = re.compile(r"<[^<>]{0,500}>|&nbsp;|\s+")
_CELL_TAG = re.compile(r"<t[dh]\b", re.IGNORECASE)
_OPEN = re.compile(r"(?:<(?:a|span|img|font|div|td|table|p)\s[^<>]{1,180}|\[[^\[\]()|]{1,120})$")
_TAG_END = re.compile(r"[^<>]{0,500}>")
_LINK_END = re.compile(r"[^\[\]()|]{1,120}\]\(")
_LONG = 200  # characters of a cell that holds running text
_NUMBER = 9
_BESIDE = 40  # characters of what may stand beside a paragraph
_FAR = 60  # columns by which it is set in


def scan(name: str, media_type: str, text: str, made: str = "decoded") -> Document:
    """The document read from a decoded text."""
    return _Scanner(text).scan(name, media_type, made)


@dataclass
class _Scanner(Words):
    lines: list[Line] = field(default_factory=list)
    gap: int = 0
    page: int = 1
    # inside HTML: the nesting of lists with their counters, the open row, the style of the next line
    lists: list[int] = field(default_factory=list)
    row: tuple[int, list[tuple[int, int]]] | None = None
    columns: int = -1  # in a table that sets running text in columns: the cells of the row with words; -1 elsewhere
    cell: int = 0  # where the open cell of such a table begins
    judged: int = 0  # up to where the source has been looked through for such tables
    tag_style: tuple[Style, int, str] = ("plain", 0, "")

    def scan(self, name: str, media_type: str, made: str) -> Document:
        entries, body = read_front_matter(self.text)
        for entry in entries:
            self.emit(entry.start, entry.end, "meta", marker=entry.key)
        self.scan_body(body)
        reading = "".join(self.parts)
        typed = part_typed(reading, list(part_pairs(reading, self.lines)), self.page_column)
        parted = part_columns(reading, typed, self.cuts)
        lines = tuple(with_ends(reading, without_uniform(parted)))
        return Document(name, media_type, self.text, reading, lines, self.starts, self.sources, self.wide, made=made)

    def page_column(self, position: int) -> int:
        """The column of the page at which an offset of the reading is printed."""
        run = bisect_right(self.starts, position) - 1
        source = self.sources[run] + position - self.starts[run]
        return _columns(self.text[self.text.rfind("\n", 0, source) + 1 : source])

    def scan_body(self, body: int) -> None:
        spans, printed, breaks = self.physical_lines(body)
        skipped = find_furniture(printed, breaks)
        stops = set(breaks)
        tables = _table_lines(printed)
        comments = [match.span() for match in _COMMENT.finditer(self.text, body)] if "-->" in self.text else []
        fenced = False
        for i, (start, end) in enumerate(spans):
            line = printed[i]
            words = line.lstrip()[:1].isalnum()  # no mark begins it: neither break nor rule, fence nor underline
            if i in stops:
                self.page += 1
            if i in skipped or (not words and PAGE_BREAK.fullmatch(line)):
                continue
            while comments and comments[0][1] <= start:
                comments.pop(0)
            if comments and comments[0][0] <= start:
                start = min(comments[0][1], end)
            if not self.text[start:end].strip() or (not words and is_rule(line)):
                self.gap += 1
                self.faces.clear()
            elif not words and _FENCE.match(line):
                fenced = not fenced
                self.gap += 1
            elif fenced:
                self.emit(start, end, "code")
            elif i in tables:
                self.table_row(start, end, _TABLE_RULE.fullmatch(line) is not None)
            elif not words and _is_underline(printed, i):
                self.gap += 1
            elif self.row is None and "<" not in line:
                hard = line.endswith("\\") and not line.endswith("\\\\")  # Markdown's sign for a line break
                self.markdown_line(start, end - hard, setext=_setext(printed, i))
            else:
                self.html_line(start, end, _setext(printed, i))
        self.close_row()

    def physical_lines(self, body: int) -> tuple[list[tuple[int, int]], list[str], list[int]]:
        """The spans of the lines, their characters, and the indices of those at which a page begins."""
        spans, breaks, start = [], [], body
        for match in _LINE.finditer(self.text, body):
            spans.append((start, match.start()))
            if match[0] == "\f":
                breaks.append(len(spans))
            start = match.end()
        spans.append((start, len(self.text)))
        if "<" in self.text or "](" in self.text:
            spans, breaks = _unbroken(self.text, spans, breaks)
        printed = [self.text[a:b] for a, b in spans]
        breaks = [i for i in breaks if i < len(spans)]
        breaks += [i for i, line in enumerate(printed) if PAGE_BREAK.fullmatch(line)]
        return spans, printed, sorted(breaks)

    # Lines

    def markdown_line(self, start: int, end: int, setext: int = 0) -> None:
        first = self.text[start:end].lstrip()[:1]
        if first.isalnum() and first != "o":  # as most lines begin, and none that a mark opens
            self.emit(start, end, "heading" if setext else "plain", setext)
            return
        if quote := _QUOTE.match(self.text, start, end):
            start = quote.end()
        heading = _ATX.match(self.text, start, end) or _EQUALS.match(self.text, start, end)
        if heading and heading[2].strip():
            self.emit(heading.start(2), heading.end(2), "heading", len(heading[1]))
        elif stars := _STARS.match(self.text, start, end):
            self.emit(stars.end(), end, "heading", len(stars[1]))
        elif setext:
            self.emit(start, end, "heading", setext)
        elif bullet := next(filter(None, (p.match(self.text, start, end) for p in _BULLETS)), None):
            heading = _ATX.match(self.text, bullet.end(), end)
            if heading and heading.end(1) < heading.start(2) < heading.end(2):  # "- ### Roadmap", but "- #4 Roads"
                self.emit(heading.start(2), heading.end(2), "heading", len(heading[1]))
                return
            marker = f"[{bullet[3].strip().lower()}]" if bullet[3] is not None and bullet[3] else bullet[2]
            self.emit(bullet.end(), end, "item", marker=marker, indent=_columns(bullet[1]))
        else:
            self.emit(start, end, "plain")

    def table_row(self, start: int, end: int, ruled: bool) -> None:
        if ruled:
            return
        first = self.length
        cells = []
        position = start
        while position <= end:
            bar = _next_bar(self.text, position, end)
            if (cell := self.read_inline(position, bar)) or position > start:
                cells.append(cell or (self.length, self.length))
            position = bar + 1
        if cells and self.text[start:end].rstrip().endswith("|") and cells[-1][0] == cells[-1][1]:
            cells.pop()
        self.add_line(first, "row", cells=tuple(cells))

    def html_line(self, start: int, end: int, setext: int) -> None:
        position = start
        for tag in _BLOCK_TAG.finditer(self.text, start, end):
            self.html_piece(position, tag.start(), 0)
            name = tag[2].lower()
            if name == "table" and not tag[1] and self.row is None and tag.end() >= self.judged:
                close = self.text.find("</table", tag.end())
                self.judged = close if close > 0 else len(self.text)
                if close > 0 and _sets_prose(self.text[tag.end() : close]):
                    self.columns = 0
            if self.columns < 0 or name not in ("table", "thead", "tbody", "tfoot", "tr", "td", "th"):
                self.html_tag(name, bool(tag[1]))
            else:
                self.prose_cell(name, bool(tag[1]))
            position = tag.end()
        self.html_piece(position, end, setext)

    def html_piece(self, start: int, end: int, setext: int) -> None:
        if self.row is not None:
            cells = self.row[1]
            cell = self.read_inline(start, end)
            if cell and cells and cells[-1][0] == cells[-1][1]:
                cells[-1] = cell
            elif cell and cells:
                cells[-1] = (cells[-1][0], cell[1])
            return
        words = html.unescape(self.text[start:end]).strip()
        if not words:
            return
        style, depth, marker = self.tag_style
        if self.columns > 0 and style == "plain" and len(words) <= _BESIDE:
            self.emit(start, end, "plain", indent=_FAR)
        elif style == "plain":
            self.markdown_line(start, end, setext)
        else:
            self.emit(start, end, style, depth, marker)
            if style == "item":
                self.tag_style = ("plain", 0, "")

    def prose_cell(self, tag: str, closing: bool) -> None:
        """A row or cell of a table that only sets the minutes in columns: number, discussion, who acts."""
        self.tag_style = ("plain", 0, "")
        self.gap = max(self.gap, 1)
        self.faces.clear()
        if tag == "table" and closing:
            self.columns = -1
        elif tag == "tr":
            self.columns, self.cell = 0, self.length
        elif tag in ("td", "th"):
            self.columns += closing and self.length - self.cell > _NUMBER  # what is shorter may be a number
            self.cell = self.length

    def html_tag(self, tag: str, closing: bool) -> None:
        if tag in ("td", "th"):
            if not closing and self.row is not None:
                self.row[1].append((self.length, self.length))
            return
        if tag == "tr" or (tag == "table" and closing):
            self.close_row()
            if tag == "tr" and not closing:
                self.row = (self.length, [])
            return
        if self.row is not None:
            return
        if tag in ("ul", "ol", "dl"):
            if not closing:
                self.lists.append(0 if tag == "ol" else -1)
            elif self.lists:
                self.lists.pop()
        self.tag_style = ("plain", 0, "")
        if not closing:
            if tag == "li":
                marker = "-"
                if self.lists and self.lists[-1] >= 0:
                    self.lists[-1] += 1
                    marker = f"{self.lists[-1]}."
                self.tag_style = ("item", max(len(self.lists), 1), marker)
            elif tag[0] == "h" and tag[1:].isdigit():
                self.tag_style = ("heading", int(tag[1]), "")
        if tag != "br":
            self.gap = max(self.gap, 1)
            self.faces.clear()

    def close_row(self) -> None:
        if self.row is not None:
            first, cells = self.row
            self.row = None
            if self.length > first:
                self.add_line(first, "row", cells=tuple(cells))

    # Words

    def emit(self, start: int, end: int, style: Style, depth: int = 0, marker: str = "", indent: int = -1) -> None:
        """Read the characters from `start` to `end` as one line."""
        first = self.length
        raw = self.text[start:end]
        cells: list[tuple[int, int]] = []
        spaced = "   " in raw or "\t" in raw or "\xa0" in raw
        if spaced and style in ("plain", "item") and _COLUMN_GAP.search(raw.strip()):
            for a, b in _columns_of(self.text, start, end):
                if cell := self.read_inline(a, b):
                    cells.append(cell)
        else:
            self.glued = style == "plain" and self.gap < 2 and self.breaks_word(raw)
            self.read_inline(start, end)
        if indent < 0:
            indent = _columns(raw[: len(raw) - len(raw.lstrip())])
        self.add_line(first, style, depth, marker, indent, tuple(cells) if len(cells) > 1 else ())
        self.glued = False

    def add_line(
        self,
        first: int,
        style: Style,
        depth: int = 0,
        marker: str = "",
        indent: int = 0,
        cells: tuple[tuple[int, int], ...] = (),
    ) -> None:
        for face, begun in self.faces.items():
            self.runs.append(Run(begun, self.length, face))
            self.faces[face] = self.length
        runs = tuple(run for run in self.runs if run.end > run.start) if self.runs else ()
        self.runs.clear()
        if first and first < self.length and not self.glued:
            first += 1  # the space that parts it from the line before
        if self.length > first:
            if runs:
                runs = tuple(Run(max(run.start, first), run.end, run.face) for run in runs if run.end > first)
            if cells:
                cells = tuple((max(a, first), max(b, first)) for a, b in cells)
            gap = self.gap if self.lines else 1  # the first line stands apart, whatever comes before it
            self.lines.append(Line(first, self.length, style, depth, marker, indent, gap, self.page, runs, cells))
            self.gap = 0


def _unbroken(text: str, spans: list[tuple[int, int]], breaks: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """The spans of the lines, where one that ends in the middle of a tag or a link holds the next line too."""
    joined: list[tuple[int, int]] = []
    index = []  # of each line among the joined ones
    for start, end in spans:
        above = (max(joined[-1][0], joined[-1][1] - _LONG), joined[-1][1]) if joined else (0, 0)
        opens = text.find("<", *above) >= 0 or text.find("[", *above) >= 0
        if opens and (open_ := _OPEN.search(text, *above)):
            if (_TAG_END if open_[0][0] == "<" else _LINK_END).match(text, start, end):
                joined[-1] = (joined[-1][0], end)
                index.append(len(joined) - 1)
                continue
        joined.append((start, end))
        index.append(len(joined) - 1)
    return joined, [index[i] for i in breaks]


def _sets_prose(table: str) -> bool:
    """Whether a table sets running text in columns rather than values: most of it in long cells."""
    cells = [len(_TAG.sub(" ", cell).strip()) for cell in _CELL_TAG.split(table)]
    return sum(n for n in cells if n > _LONG) > 0.5 * sum(cells)


def _columns(space: str) -> int:
    return len(space.expandtabs(4))


def _columns_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    raw = text[start:end]
    begin = start + len(raw) - len(raw.lstrip())
    stop = start + len(raw.rstrip())
    for gap in _COLUMN_GAP.finditer(text, begin, stop):
        yield begin, gap.start()
        begin = gap.end()
    yield begin, stop


def _next_bar(text: str, position: int, end: int) -> int:
    bar = text.find("|", position, end)
    while bar > 0 and text[bar - 1] == "\\":
        bar = text.find("|", bar + 1, end)
    return end if bar < 0 else bar


def _table_lines(lines: list[str]) -> set[int]:
    """The indices of the rows of pipe tables, their ruling lines included."""
    rows: set[int] = set()
    for i, line in enumerate(lines):
        stripped = line.strip()
        if len(stripped) > 2 and stripped[0] == "|" and stripped.find("|", 1) > 0:
            rows.add(i)
        elif "|" in stripped and _TABLE_RULE.fullmatch(line) and i and "|" in lines[i - 1]:
            rows.update((i - 1, i))
            below = i + 1
            while below < len(lines) and "|" in lines[below]:
                rows.add(below)
                below += 1
    return rows


def _setext(lines: list[str], i: int) -> int:
    """The level of a heading that the line below underlines; 0 where it is none."""
    if i + 1 >= len(lines) or not (rule := _SETEXT.fullmatch(lines[i + 1])):
        return 0
    title = lines[i].strip()
    lone = i == 0 or not lines[i - 1].strip() or is_rule(lines[i - 1])
    if not title or len(title) > 100 or not lone or len(rule[1]) * 2 < len(title):
        return 0
    return 1 if rule[1][0] == "=" else 2


def _is_underline(lines: list[str], i: int) -> bool:
    return i > 0 and bool(_SETEXT.fullmatch(lines[i])) and bool(lines[i - 1].strip())
