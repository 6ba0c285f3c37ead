"""Units to blocks: headings and their paragraphs, labels wherever they stand, items, rows."""

from collections.abc import Iterator

from minutesparse.document import Block, Document, Kind
from minutesparse.layout.headings import Outline
from minutesparse.layout.units import Unit
from minutesparse.layout.words import words

_KINDS: dict[str, Kind] = {"meta": "meta", "row": "row", "code": "code"}


def write_blocks(document: Document, outline: Outline, levels: dict[int, int]) -> Iterator[Block]:
    """The blocks of a document, in order."""
    for i, unit in enumerate(outline.units):
        if kind := _KINDS.get(unit.style):
            yield Block(
                kind, unit.start, unit.end, unit.text, unit.depth, unit.marker, unit.cells, unit.runs, unit.lines
            )
        elif i in outline.headings or i in outline.titles:
            yield from _heading(document, unit, levels.get(i, 0))
        elif i in outline.labels and unit.title:
            yield Block(
                "label",
                unit.body,
                unit.end,
                document.reading[unit.body : unit.end],
                0,
                unit.title_text,
                (),
                unit.runs,
                unit.lines,
            )
        elif unit.style == "item":
            yield from _item(document, unit)
        else:
            yield from _paragraph(document, unit, unit.start, unit.cells)


def _heading(document: Document, unit: Unit, level: int) -> Iterator[Block]:
    start, end = unit.title or (unit.start, unit.end)
    number = unit.number.text if unit.number else ""
    if end > start:
        yield Block("heading", start, end, document.reading[start:end], level, number, (), unit.runs, unit.lines)
    if unit.body < unit.end:
        yield from _paragraph(document, unit, unit.body, ())


def _item(document: Document, unit: Unit) -> Iterator[Block]:
    depth = unit.depth or 1 + unit.indent // 2
    cut = next(_inner_labels(unit, unit.start), None)
    end = _trimmed(document, unit.start, cut[0]) if cut else unit.end
    if end > unit.start:
        yield Block(
            "item",
            unit.start,
            end,
            document.reading[unit.start : end],
            depth,
            unit.marker,
            unit.cells if not cut else (),
            unit.runs,
            unit.lines,
        )
    if cut:
        yield from _paragraph(document, unit, cut[0], ())


def _paragraph(document: Document, unit: Unit, start: int, cells: tuple[tuple[int, int], ...]) -> Iterator[Block]:
    """The rest of a unit as paragraphs and labels: each label that marks an action or the like begins a block."""
    reading = document.reading
    marker = unit.number.text if unit.number and start == unit.start else ""
    label = "" if unit.number and start == unit.start else _opening_label(reading[start : min(unit.end, start + 200)])
    if label:
        text_start = start + len(label) + reading[start + len(label) : unit.end].find(":") + 1
        while text_start < unit.end and reading[text_start] == " ":
            text_start += 1
    else:
        text_start = start
    position = text_start
    pieces = [cut for cut in _inner_labels(unit, start) if cut[0] > text_start]
    for at, body, name in [*pieces, (unit.end, unit.end, "")]:
        end = _trimmed(document, position, at)
        if label:
            yield Block("label", position, end, reading[position:end], 0, label, cells, unit.runs, unit.lines)
        elif end > position:
            yield Block("paragraph", position, end, reading[position:end], 0, marker, cells, unit.runs, unit.lines)
        position, label, marker, cells = body, name, "", ()


def _opening_label(text: str) -> str:
    match = words().label.match(text)
    if match is None:
        return ""
    label = match["label"]
    if label.lower() not in words().header_labels and words().clause.search(label):
        return ""
    return label


def _inner_labels(unit: Unit, start: int) -> Iterator[tuple[int, int, str]]:
    """Where labels begin within a unit, where their words begin, and their names."""
    if ":" not in unit.text:
        return
    for match in words().inner_label.finditer(unit.text, start - unit.start):
        before = unit.text[: match.start()].rstrip()
        label = match["label"]
        if (
            match.start() == 0
            or (label.isupper() and len(label) > 1)
            or before.endswith((".", "!", "?", ";", ":", ")", "”", '"', "’", "–", "-", "•"))
        ):
            yield unit.start + match.start(), unit.start + match.end(), label


def _trimmed(document: Document, start: int, end: int) -> int:
    while end > start and document.reading[end - 1] == " ":
        end -= 1
    return end
