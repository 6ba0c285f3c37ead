"""HTML: the page's main content in reading order, without scripts, menus and other furniture of the site."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from minutesparse.errors import UnreadableError
from minutesparse.reading.counts import written
from minutesparse.reading.markdown import Inline, Writer, escape, listed, spanned, tabbed
from minutesparse.reading.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DROPPED = {"script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button", "svg", "iframe"}
_DROPPED |= {"select", "option", "object", "video", "audio", "canvas", "head", "title", "meta", "link", "dialog"}
_INLINE = {"a", "abbr", "acronym", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd"}
_INLINE |= {"label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"}
_INLINE |= {"var", "wbr", "bdi", "bdo", "data", "nobr", "input"}
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|cookies?|share|sharing|social|skip(?:-?link)?"
    r"|comments?|pagination|pager|toc|search|banner|widget|related|sr-only|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{2,20})", re.IGNORECASE)
_ROLES = {"navigation", "search", "contentinfo", "banner", "complementary"}
_LINKS = 5  # a block of so many links that holds hardly anything else is a menu
_MENUS = 40  # no menu stands deeper; looking for them costs a walk over all below
_DEEPEST = 2_000
_PARAGRAPHS = {"p", "div", "td", "li"}
_STRESS = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|text-decoration[\w-]*\s*:\s*underline", re.IGNORECASE)
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLES = {"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "lower-roman": "lowerRoman"}
_LIST_STYLES |= {"upper-alpha": "upperLetter", "upper-latin": "upperLetter", "upper-roman": "upperRoman"}
_LIST_STYLE = re.compile(rf"list-style[\w-]*\s*:[^;]{{0,40}}?\b({'|'.join(_LIST_STYLES)})\b", re.IGNORECASE)


def to_markdown(data: bytes) -> str:
    """The text of a page as Markdown. Raises UnreadableError for pages nested beyond reason."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise UnreadableError("HTML pages need an extra; run: pip install 'minutesparse[html]'") from None
    declared = _CHARSET.search(data[:2000])
    try:
        markup = data.decode(declared[1].decode("ascii")) if declared else decode(data)
    except (LookupError, UnicodeDecodeError):
        markup = decode(data)
    tree = LexborHTMLParser(markup)
    body = tree.body or tree.root
    if body is None:
        return ""
    headed = body.css_first("main h1, article h1, [role=main] h1") is not None
    page = _Page(headed)
    title = tree.css_first("head > title")
    if title is not None and body.css_first("h1") is None and " " in title.text().strip():  # not a file's name
        page.writer.paragraph([escape(" ".join(title.text().split()))])
    return page.write(body)


class _Page:
    """One walk over the tree, with a stack of our own: pages can be nested deeper than Python recurses."""

    def __init__(self, headed: bool) -> None:
        self.headed = headed  # the main content has its own heading, the page's header is furniture
        self.writer = Writer()
        self.words = Inline()
        self.bold = self.italic = self.pre = 0
        self.heading = 0
        self.lists: list[int] = []  # the counter of each open list, -1 for bullets
        self.forms: list[str] = []  # and how it is printed
        self.marker = ""
        self.term: list[str] = []
        self.tables: list[list[list[list[str]]]] = []  # open tables: their rows of cells of lines

    def write(self, root: "LexborNode") -> str:
        stack: list[tuple[LexborNode, Iterator[LexborNode]]] = [(root, root.iter(include_text=True))]
        while stack:
            node, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self.close(node)
            elif child.tag == "-text":
                self.text(child.text(deep=False) or "")
            elif child.tag and child.tag[0] not in "-_!" and not self.dropped(child, len(stack)):
                if len(stack) > _DEEPEST:
                    raise UnreadableError("the page is nested too deeply; save it as text and give that")
                self.open(child)
                stack.append((child, child.iter(include_text=True)))
        self.flush()
        return self.writer.text()

    def dropped(self, node: "LexborNode", depth: int) -> bool:
        tag, attributes = node.tag, node.attributes
        if tag in _DROPPED or (tag == "header" and self.headed):
            return True
        if "hidden" in attributes or attributes.get("aria-hidden") == "true" or attributes.get("role") in _ROLES:
            return True
        if tag in _INLINE or tag in ("body", "main", "article") or depth > _MENUS:
            return False
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if names != " " and _FURNITURE.search(names) and node.css_first("main, article, h1") is None:
            return True
        return tag in ("ul", "ol", "div", "p") and _is_menu(node)

    def text(self, text: str) -> None:
        if not self.pre:
            text = re.sub(r"\s+", " ", text)
        self.words.add(text, bool(self.bold) and not self.heading, bool(self.italic))

    def open(self, node: "LexborNode") -> None:
        tag = node.tag or ""
        if tag in _INLINE:
            self.face(node, 1)
            return
        if tag == "br":
            self.words.add("\n")
            return
        self.flush()
        self.bold += tag in _PARAGRAPHS and _is_stressed(node)
        if tag[0] == "h" and tag[1:].isdigit():
            self.heading = int(tag[1])
        elif tag in ("ul", "ol", "menu"):
            start = node.attributes.get("start") or "1"
            self.lists.append(int(start) - 1 if tag == "ol" and start.isdigit() else 0 if tag == "ol" else -1)
            self.forms.append(_list_form(node))
        elif tag == "li":
            if self.lists and self.lists[-1] >= 0:
                value = node.attributes.get("value") or ""
                self.lists[-1] = int(value) if value.isdigit() and len(value) < 5 else self.lists[-1] + 1
            counts = self.lists and self.lists[-1] >= 0
            self.marker = f"{written(self.lists[-1], self.forms[-1])}." if counts else "-"
        elif tag == "pre":
            self.pre += 1
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1].append([])
        elif tag == "hr":
            self.writer.paragraph([])

    def close(self, node: "LexborNode") -> None:
        tag = node.tag or ""
        if tag in _INLINE:
            self.face(node, -1)
            return
        if tag == "dt":
            self.end_term()
            self.term = self.words.lines()
            self.words.clear()
            return
        self.flush()
        self.bold -= tag in _PARAGRAPHS and _is_stressed(node)
        if tag == "dl":
            self.end_term()
        if tag[0] == "h" and tag[1:].isdigit():
            self.heading = 0
        elif tag in ("ul", "ol", "menu") and self.lists:
            self.lists.pop()
            self.forms.pop()
        elif tag == "li":
            self.marker = ""
        elif tag in ("td", "th") and self.tables and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1] += [[] for _ in range(spanned(node.attributes.get("colspan")) - 1)]
        elif tag == "pre":
            self.pre -= 1
        elif tag == "table" and self.tables:
            rows = self.tables.pop()
            if (cell := self.cell()) is not None:  # a table in a cell
                cell.extend(line for row in rows if (line := tabbed(row)))
            else:
                self.writer.table(rows)

    def cell(self) -> list[str] | None:
        """The lines of the open table cell, None outside of tables."""
        return self.tables[-1][-1][-1] if self.tables and self.tables[-1] and self.tables[-1][-1] else None

    def face(self, node: "LexborNode", step: int) -> None:
        tag = node.tag or ""
        if tag in ("b", "strong", "u") or _is_stressed(node):
            self.bold += step
        elif tag in ("i", "em", "cite", "dfn", "var"):
            self.italic += step if tag != "cite" else 0

    def flush(self) -> None:
        """Write the words gathered so far as what they are."""
        lines = self.words.lines()
        self.words.clear()
        if not lines:
            return
        if self.term:
            lines = [f"{self.term[0].rstrip(':')}: {lines[0]}", *lines[1:]]
            self.term = []
        if (cell := self.cell()) is not None:
            if self.marker:
                lines[0] = listed(max(len(self.lists), 1), self.marker, lines[0])
                self.marker = ""
            cell.extend(lines)
        elif self.heading:
            if self.marker[-1:] == "." and not lines[0][:1].isdigit():  # the heading is an item of a numbered list
                lines = [f"{self.marker} {lines[0]}", *lines[1:]]
            self.marker = ""
            self.writer.heading(self.heading, lines)
        elif self.marker:
            self.writer.item(max(len(self.lists), 1), self.marker, lines)
            self.marker = ""
        else:
            self.writer.paragraph(lines)

    def end_term(self) -> None:
        """Write a term that has no definition."""
        self.writer.paragraph(self.term)
        self.term = []


def _is_stressed(node: "LexborNode") -> bool:
    """Whether its own style sets a node in bold or underlines it."""
    style = node.attributes.get("style")
    return style is not None and _STRESS.search(style) is not None


def _list_form(node: "LexborNode") -> str:
    """How a numbered list prints its numbers, by its type or its own style."""
    if kind := _LIST_TYPES.get(node.attributes.get("type") or ""):
        return kind
    style = _LIST_STYLE.search(node.attributes.get("style") or "")
    return _LIST_STYLES[style[1].lower()] if style else "decimal"


def _is_menu(node: "LexborNode") -> bool:
    links = node.css("a")
    if len(links) < _LINKS:
        return False
    linked = sum(len((link.text() or "").strip()) for link in links)
    whole = len(re.sub(r"\s+", " ", node.text() or "").strip())
    return whole > 0 and linked > 0.85 * whole and linked / len(links) < 40
