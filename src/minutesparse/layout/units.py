"""A unit: the lines that stand for themselves, with all that tells whether they are a heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutesparse.document import Document, Line, Run
from minutesparse.layout.numbers import Number, as_letter, read_number
from minutesparse.layout.paragraphs import ASIDE, group_lines, read_page
from minutesparse.layout.titles import ends_early, is_clause, is_headline, is_sentence, is_title, lead_run, title_end
from minutesparse.layout.words import words

_INNER_NUMBER = re.compile(
    r"(?<=[.!?:;)”\"’_]\s)(\d{1,3})[.)]\s?(?=[A-Z])|(?<=\s)(\d{1,2})\.\s(?=[A-Z]{3,}[,’']?\s(?:[A-Z]{2,}|&\s))"
)
_LETTERED = ("a", "i", "(a)", "(i)")
_ASIDE_WIDTH = 40
_SHORT = 8  # words of a title in bold or capitals that may have a verb in it
_PRESENTER = re.compile(r"\s*[-–]?\s*\([^()]{1,40}\)\s*:?")
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_CODE = re.compile(r"([A-Z]{1,3})(\d{1,4})\b(?![/-])")
_POSSESSIVE = re.compile(r"(?<=[A-Z])[’']s\b")
_CODES = re.compile(r"[\W\d_]*(?:[A-Z]{1,3}\d*[\W\d_]*)?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the reading: `text` is `document.reading[start:end]`.

    `number` is what it begins with; `face` how all its words are set ("strong", "caps", "emphasis" or ""); `title` the
    range of what may be its heading, `body` where the rest begins (`end` where there is none), both in offsets of the
    reading; `run_in` how its title was found where it runs into its paragraph.
    """

    start: int
    end: int
    text: str
    style: str
    depth: int
    marker: str
    indent: int
    gap: int
    spaced: bool
    cells: tuple[tuple[int, int], ...]
    runs: tuple[Run, ...]
    lines: tuple[int, int]
    number: Number | None = None
    face: str = ""
    title: tuple[int, int] | None = None
    body: int = 0
    run_in: str = ""

    @property
    def title_text(self) -> str:
        """The words of its title, "" where it has none."""
        return self.text[self.title[0] - self.start : self.title[1] - self.start] if self.title else ""

    @property
    def first_word(self) -> str:
        """The first word of its title, "" where it has none."""
        return self.title_text.partition(" ")[0].strip(":.")

    @property
    def alone(self) -> bool:
        """Whether its title is all there is."""
        return self.title is not None and not self.run_in

    @property
    def prose(self) -> bool:
        """Whether it is a paragraph of sentences, or of a good part of one."""
        return self.style in ("plain", "item") and (len(self.text) >= 60 or self.text.endswith((".", "?", "!")))


def find_units(document: Document) -> list[Unit]:
    """The units of a document, in order, with what can be their titles."""
    page = read_page(document)
    units = []
    before: Number | None = None
    codes = {code for line in document.lines if (code := _code(document.reading[line.start : line.start + 9]))}
    for first, last in group_lines(document, page):
        unit, beside = _part_aside(_unit(document, first, last, page.spaced))
        if (code := _code(unit.text[:9])) and not codes & {(code[0], code[1] - 1), (code[0], code[1] + 1)}:
            unit = replace(unit, number=None)  # "A1 Litter" is about a road
        if unit.text[:3].lstrip("[(")[:1] == "A" and words().coded_task.match(unit.text):
            unit = replace(unit, number=None)
        unit = read_title(unit)
        if unit.number:
            unit = replace(unit, number=as_letter(unit.number, before))
            before = unit.number
        units += [unit, beside] if beside else [unit]
    return units


def _code(text: str) -> tuple[str, int] | None:
    """The letters and the number of a minute's reference like "P121", None for no such thing."""
    match = _CODE.match(text)
    return (match[1], int(match[2])) if match else None


def _part_aside(unit: Unit) -> tuple[Unit, Unit | None]:
    """A unit without what stands beside it at the right of its line, and that: who presents an item, or acts on it."""
    if unit.style not in ("plain", "item") or len(unit.cells) < 2:
        return unit, None
    start, end = unit.cells[-1]
    text = unit.text[start - unit.start : end - unit.start]
    if not words().aside.fullmatch(text):
        return unit, None
    stop = unit.cells[-2][1]
    cells = unit.cells[:-1] if len(unit.cells) > 2 else ()
    beside = replace(unit, start=start, end=end, text=text, style="aside", number=None, cells=(), face="", body=end)
    return replace(unit, end=stop, text=unit.text[: stop - unit.start], cells=cells, body=stop), beside


def _unit(document: Document, first: int, last: int, spaced: bool) -> Unit:
    lines = document.lines[first:last]
    start, end, line = lines[0].start, lines[-1].end, lines[0]
    text = document.reading[start:end]
    runs = tuple(run for line in lines for run in line.runs)
    style = "aside" if _is_aside(document.lines, first, last) else line.style
    number = None if style in ("meta", "row", "code", "aside") else read_number(text)
    face = ""
    if number and number.form == "n" and (inner := read_number(text[number.end :])) and inner.form in _LETTERED:
        number = replace(inner, end=number.end + inner.end)  # "1. i) Highways": the first only counts paragraphs
    if style == "aside":
        pass
    elif all(line.wholly("strong") for line in lines):
        face = "strong"
    elif _in_capitals(text):
        face = "caps"
    elif all(line.wholly("emphasis") for line in lines):
        face = "emphasis"
    elif number and lead_run(start + number.end, end, runs)[0] == end:
        face = lead_run(start + number.end, end, runs)[1]
    cells = line.cells if len(lines) == 1 or line.style == "row" else ()
    return Unit(
        start, end, text, style, line.depth, line.marker, line.indent, line.gap, spaced, cells, runs,
        (first, last), number, face, None, end,
    )  # fmt: skip


def _is_aside(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether a line stands beside the text above it, far in, as who acts does in a column at the right."""
    line, above = lines[first], lines[first - 1] if first else None
    return (
        last - first == 1
        and above is not None
        and line.style == "plain"
        and above.style in ("plain", "item")
        and line.indent - above.indent >= ASIDE
        and line.end - line.start <= _ASIDE_WIDTH
    )


def _in_capitals(text: str) -> bool:
    text = _BRACKETS.sub("", text) if "(" in text else text
    text = _POSSESSIVE.sub("", text)
    if text.upper() != text:
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= 3 and letters > 0.5 * len(text) and not _CODES.fullmatch(text)


def split_unit(document: Document, unit: Unit, at: int) -> tuple[Unit, Unit]:
    """The unit before this offset of the reading, and the one from it on."""
    head_end = at
    while head_end > unit.start and document.reading[head_end - 1] == " ":
        head_end -= 1
    head = replace(
        unit, end=head_end, text=document.reading[unit.start : head_end], cells=(), body=head_end, title=None, run_in=""
    )
    tail = replace(
        unit,
        start=at,
        text=document.reading[at : unit.end],
        cells=(),
        gap=1,
        number=None,
        body=unit.end,
        title=None,
        run_in="",
        face="",
    )
    return read_title(head), read_title(replace(tail, number=read_number(tail.text)))


def read_title(unit: Unit) -> Unit:
    """The unit with what can be its title."""
    if unit.style in ("meta", "row", "code", "aside"):
        return unit
    offset = unit.number.end if unit.number else 0
    start = unit.start + offset
    rest = unit.text[offset:]
    if unit.number is None and unit.style != "heading" and _is_labelled(unit.text):
        return unit
    if unit.style == "heading" and unit.number is None and (match := words().label.match(rest)):
        if match.end() < len(rest) and match["label"].lower() in words().header_labels:
            return replace(unit, title=(start, start + len(match["label"])), body=start + match.end())
    if (
        unit.number
        and (unit.face == "strong" or unit.number.depth > 1)
        and len(rest) < 150
        and not rest.endswith((".", ";", ","))
        and not (unit.face != "strong" and ends_early(rest))
        and not (rest.partition(" ")[0] in words().determiners and is_sentence(rest))
    ):
        return replace(unit, title=_trim(unit, start, unit.end), body=unit.end)
    if unit.style == "heading" or (unit.face in ("strong", "caps") and _is_faced_title(rest.rstrip(" :.-–"))):
        return replace(unit, title=_trim(unit, start, unit.end), body=unit.end)
    if unit.number and ((rest[:1].islower() and rest[1:2] not in ("-", "")) or _is_task(unit.number, rest)):
        return unit  # an item of a list, not of an agenda
    reached, face = lead_run(start, unit.end, unit.runs)
    if face == "strong" and _PRESENTER.fullmatch(unit.text, reached - unit.start):
        return replace(unit, title=_trim(unit, start, unit.end), body=unit.end, face="strong")
    if face and reached < unit.end and is_title(unit.text[offset : reached - unit.start].rstrip(" :.-–")):
        title = _trim(unit, start, reached)
        return replace(unit, title=title, body=_body(unit, reached), run_in=face)
    bare = rest.rstrip(" :-–")
    if is_title(bare) and (": " not in bare or len(bare) <= 60 or (unit.number and is_headline(bare))):
        return replace(unit, title=_trim(unit, start, unit.end), body=unit.end)
    if found := title_end(rest, unit.number is not None):
        return replace(unit, title=(start, start + found[0]), body=start + found[1], run_in="words")
    return unit


def _is_faced_title(text: str) -> bool:
    return is_title(text) or (len(text.split()) <= _SHORT and not is_clause(text))


def _is_task(number: Number, text: str) -> bool:
    """Whether what stands behind a number like "A2" is who is to do it, and what: "- AB/CD: order the paint"."""
    if not number.text[0].isalpha() or not number.text[-1].isdigit():
        return False
    who, colon, _ = text[:_ASIDE_WIDTH].lstrip(" -–").partition(":")
    return bool(colon) and words().aside.fullmatch(who) is not None


def _is_labelled(text: str) -> bool:
    """Whether a text begins with a label and says something behind it: "Action: the clerk"."""
    match = words().label.match(text) if ":" in text else None
    return match is not None and match.end() < len(text) and words().clause.search(match["label"]) is None


def _trim(unit: Unit, start: int, end: int) -> tuple[int, int]:
    text = unit.text[start - unit.start : end - unit.start]
    kept = text.rstrip(" :-–—")
    kept = (
        kept
        if kept.endswith(("etc.", "Ltd.", "Inc.", "Co.")) or (len(kept) < 8 and kept.count(".") > 1)
        else kept.rstrip(" .")
    )
    lead = len(kept) - len(kept.lstrip(" -–:"))
    return start + lead, start + max(len(kept), lead)


def _body(unit: Unit, at: int) -> int:
    while at < unit.end and unit.text[at - unit.start] in " :-–—.":
        at += 1
    return at


def inner_numbers(unit: Unit) -> Iterator[int]:
    """Where, in the middle of a paragraph, a sentence has ended and a number with a title may begin."""
    if unit.style == "plain" and len(unit.text) > 60:
        for match in _INNER_NUMBER.finditer(unit.text):
            yield unit.start + match.start()
