"""Words with their places on a page to printed rows, parted where the gaps are wide."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from minutesparse.reading.grid import Box

_WIDE = 1.4  # of the size: a gap that parts columns
_GLUE = 0.12  # of the size: words nearer than that are one
BULLET = re.compile(r"[•●▪■◦○‣⁃∙·➢►✓❖o–-]")
_LONE = re.compile(r"[•●▪■◦○‣⁃∙]")  # a bullet before which nothing is written
MARKER = re.compile(r"(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5}|[A-Z])[.)]?|Item \d{1,2}[.:]?)")
_THIN = 2.5  # points: no line is thicker, and none that underlines is shorter
_LONGER = 6.0  # points by which a line under words may be longer than they are
_STROKES = 4_000  # of a page


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
    spaced: bool = True  # white space stands before it

    def touches(self, before: "Word") -> bool:
        """Whether it goes on with the word before it, as a raised "th" does."""
        return not self.spaced and self.left - before.right < _GLUE * max(self.size, before.size)

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class Row:
    """The words on one line of a page, from left to right, parted where the gaps are wide."""

    parts: list[list[Word]]
    notes: list[str] = field(default_factory=list)  # what stands beside it in a column of its own

    @property
    def words(self) -> list[Word]:
        """All words of the row."""
        return [word for part in self.parts for word in part]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.parts[0][0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.parts[-1][-1].right

    @property
    def size(self) -> float:
        """The size of its letters."""
        return median(word.size for word in self.words)

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return median(word.middle for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return all(word.bold for word in self.words if any(c.isalnum() for c in word.text))

    @property
    def bullet(self) -> bool:
        """Whether it begins with a bullet."""
        return BULLET.fullmatch(self.words[0].text) is not None

    def text(self) -> str:
        """The words, with wide gaps kept as three spaces."""
        return "   ".join(map(joined, self.parts))


def joined(words: Sequence[Word]) -> str:
    """Words beside one another as text."""
    out = [words[0].text]
    for before, word in pairwise(words):
        out.append(("" if word.touches(before) else " ") + word.text)
    return "".join(out)


def to_rows(words: Sequence[Word]) -> list[Row]:
    """Words to printed rows, from the top of the page down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.middle, w.left)):
        if rows:
            last = rows[-1]
            anchor = max(last, key=lambda w: w.size)
            if abs(word.middle - anchor.middle) < 0.45 * max(word.size, anchor.size):
                last.append(word)
                continue
        rows.append([word])
    rows = [row for row in rows if len(row) > 1 or not _LONE.fullmatch(row[0].text)]
    return [Row(_parts(row)) for row in _level(rows)]


def _level(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows from left to right, those together that stand so near that they would cross, were they not side by side."""
    levelled: list[list[Word]] = []
    for row in rows:
        row.sort(key=lambda w: w.left)
        if levelled:
            both = sorted([*levelled[-1], *row], key=lambda w: w.left)
            drop = median(w.middle for w in levelled[-1]) - median(w.middle for w in row)
            near = drop < 0.7 * max(word.size for word in both)
            if near and all(a.right < b.left for a, b in pairwise(both)):
                levelled[-1] = both
                continue
        levelled.append(row)
    return levelled


def _parts(words: list[Word]) -> list[list[Word]]:
    parts = [[words[0]]]
    for word in words[1:]:
        last = parts[-1]
        wide = word.left - last[-1].right > _WIDE * max(word.size, last[-1].size)
        lone = len(last) == 1 and (MARKER.fullmatch(last[0].text) or BULLET.fullmatch(last[0].text))
        if wide and not (lone and len(parts) == 1):
            parts.append([word])
        else:
            last.append(word)
    return parts


def stress_underlined(rows: Sequence[Row], boxes: Sequence[Box]) -> None:
    """Take underlined words for bold: lines as long as the words above them, and not longer than their row."""
    strokes = sorted(((b[1] + b[3]) / 2, b[0], b[2]) for b in boxes[:_STROKES] if b[3] - b[1] < _THIN < b[2] - b[0])
    heights = [height for height, _, _ in strokes]
    for row in rows:
        base, size = min(word.bottom for word in row.words), row.size
        near = strokes[bisect_left(heights, base - 0.2 * size) : bisect_right(heights, base + 0.35 * size)]
        lines = [(a, b) for _, a, b in near if a >= row.left - _LONGER and b <= row.right + _LONGER]
        for word in row.words if lines else ():
            covered = sum(max(0.0, min(b, word.right) - max(a, word.left)) for a, b in lines)
            if covered > 0.8 * (word.right - word.left) and "@" not in word.text and "//" not in word.text:
                word.bold = True
