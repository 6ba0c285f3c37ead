"""Units to blocks: headings and their paragraphs, labels wherever they stand, items, rows."""

from collections.abc import Iterator

from minutesparse.document import Block, Document, Kind
from minutesparse.layout.outline import Outline, counts
from minutesparse.layout.units import Unit
from minutesparse.layout.words import words

_KINDS: dict[str, Kind] = {"meta": "meta", "row": "row", "code": "code", "aside": "aside"}
_CLOSED = (".", "!", "?", ";", ":", ")", "]", "”", '"', "’", "'", "–", "—", "-", "•", "|", ",", "*")


def write_blocks(document: Document, outline: Outline, levels: dict[int, int]) -> Iterator[Block]:
    """The blocks of a document, in order."""
    for i, unit in enumerate(outline.units):
        writer = _Writer(document, unit)
        if kind := _KINDS.get(unit.style):
            yield writer.block(kind, unit.start, unit.end, unit.depth, unit.marker, unit.cells)
        elif i in outline.headings or i in outline.titles:
            yield from writer.heading(levels.get(i, 0))
        elif i in outline.labels and unit.title:
            yield writer.block("label", unit.body, unit.end, 0, unit.title_text)
        elif unit.style == "item":
            yield from writer.item(unit.start, unit.marker)
        elif unit.number and i in outline.chain:
            yield from writer.paragraph(unit.start + unit.number.end, unit.number.text)
        elif unit.number and counts(outline.units, i):
            yield from writer.item(unit.start + unit.number.end, unit.number.text)
        else:
            yield from writer.paragraph(unit.start, "", unit.cells)


class _Writer:
    """The blocks of one unit."""

    def __init__(self, document: Document, unit: Unit) -> None:
        self._reading = document.reading
        self._unit = unit

    def block(
        self, kind: Kind, start: int, end: int, level: int, marker: str, cells: tuple[tuple[int, int], ...] = ()
    ) -> Block:
        text = self._reading[start:end]
        return Block(kind, start, end, text, level, marker, cells, self._unit.runs, self._unit.lines)

    def heading(self, level: int) -> Iterator[Block]:
        unit = self._unit
        start, end = unit.title or (unit.start, unit.end)
        if end > start:
            yield self.block("heading", start, end, level, unit.number.text if unit.number else "")
        if unit.body < unit.end:
            yield from self.paragraph(unit.body, "")

    def item(self, start: int, marker: str) -> Iterator[Block]:
        unit = self._unit
        depth = unit.depth or 1 + unit.indent // 2
        cut = next(self._inner_labels(start), None)
        end = self._trimmed(start, cut[0]) if cut else unit.end
        if end > start:
            yield self.block("item", start, end, depth, marker, () if cut else unit.cells)
        if cut:
            yield from self.paragraph(cut[0], "")

    def paragraph(self, start: int, marker: str, cells: tuple[tuple[int, int], ...] = ()) -> Iterator[Block]:
        """What follows from `start` on as paragraphs and labels: a label that marks an action begins a block."""
        unit = self._unit
        position, label = start, ""
        if opening := words().label.match(self._reading[start : min(unit.end, start + 200)]):
            if _is_label(opening["label"]):
                position, label = start + opening.end(), opening["label"]
        pieces = [cut for cut in self._inner_labels(start) if cut[0] > start and cut[1] > position]
        for at, body, name in [*pieces, (unit.end, unit.end, "")]:
            end = self._trimmed(position, at)
            if label:
                yield self.block("label", position, max(end, position), 0, label, cells)
            elif end > position:
                yield self.block("paragraph", position, end, 0, marker, cells)
            position, label, marker, cells = body, name, "", ()

    def _inner_labels(self, start: int) -> Iterator[tuple[int, int, str]]:
        """Where labels begin from `start` on, where their words begin, and their names."""
        unit = self._unit
        if ":" not in unit.text:
            return
        for match in words().inner_label.finditer(unit.text, start - unit.start):
            before = unit.text[max(0, match.start() - 3) : match.start()].rstrip()[-1:]
            label = match["label"]
            shouted = label.isupper() and len(label) > 1
            if match.start() == start - unit.start or shouted or before in _CLOSED:
                yield unit.start + match.start(), unit.start + match.end(), label

    def _trimmed(self, start: int, end: int) -> int:
        while end > start and self._reading[end - 1] == " ":
            end -= 1
        return end


def _is_label(label: str) -> bool:
    """Whether the words before a colon label what follows, and are not a clause."""
    if label.lower() in words().header_labels:
        return True
    broken = any(word.endswith(".") and len(word) > 4 for word in label.split()[:-1])
    return not broken and words().clause.search(label) is None
