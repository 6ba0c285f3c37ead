"""Rows of a form that hold several labels with their values: each pair a line of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutesparse.document import Line
from minutesparse.rules import load

_LABELLED = re.compile(r"(?P<label>[^:]{2,40}):\s*\S")
_LONGEST = 60  # characters of a label


def part_pairs(reading: str, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those with two labels or more parted before each label."""
    for line in lines:
        cells = [cell for cell in line.cells if cell[0] < cell[1]]
        if len(cells) < 2 or line.style not in ("row", "plain"):
            yield line
        elif all(_is_labelled(reading[a:b]) for a, b in cells):
            for n, (start, end) in enumerate(cells):
                yield _part(line, start, end, (), line.gap if n == 0 else 0)
        elif len(cells) > 3 and len(cells) % 2 == 0 and _is_form([reading[a:b] for a, b in cells]):
            for n in range(0, len(cells), 2):
                pair = (cells[n], cells[n + 1])
                yield _part(line, pair[0][0], pair[1][1], pair, line.gap if n == 0 else 0)
        else:
            yield line


def _is_form(cells: Sequence[str]) -> bool:
    """Whether labels and values take turns."""
    return all(map(_is_label, cells[::2])) and not any(map(_is_label, cells[1::2]))


def _is_labelled(cell: str) -> bool:
    match = _LABELLED.match(cell)
    return match is not None and _is_label(match["label"])


def _is_label(words: str) -> bool:
    words = words.strip(" :*")
    if not 2 < len(words) <= _LONGEST:
        return False
    if words.lower() in load("layout").words["header_labels"]:
        return True
    hit = load("meeting").first("label", words)
    return hit is not None and not words[: hit.match.start()].strip(" (")


def _part(line: Line, start: int, end: int, cells: tuple[tuple[int, int], ...], gap: int) -> Line:
    style = line.style if cells else "plain"
    return replace(line, start=start, end=end, style=style, cells=cells, runs=line.runs_in(start, end), gap=gap)
