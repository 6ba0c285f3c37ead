"""Words with their places on a page to printed rows, parted where the gaps are wide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_GLUE = 0.12  # of the size: words nearer than that are one
BULLET = re.compile(r"[•●▪■◦○‣⁃∙·➢►✓❖o–-]")
_LONE = re.compile(r"[•●▪■◦○‣⁃∙]")  # a bullet before which nothing is written
MARKER = re.compile(r"(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5}|[A-Z])[.)]?|Item \d{1,2}[.:]?)")


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

    def text(self) -> str:
        """The words, with wide gaps kept as three spaces."""
        return "   ".join(_joined(part) for part in self.parts)


def to_rows(words: Sequence[Word]) -> list[Row]:
    """Words to printed lines, from the top of the page down."""
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
    return [Row(_parts(sorted(row, key=lambda w: w.left))) for row in rows]


def _parts(words: list[Word]) -> list[list[Word]]:
    parts = [[words[0]]]
    for word in words[1:]:
        last = parts[-1]
        wide = word.left - last[-1].right > 1.6 * max(word.size, last[-1].size)
        lone = len(last) == 1 and (MARKER.fullmatch(last[0].text) or BULLET.fullmatch(last[0].text))
        if wide and not (lone and len(parts) == 1):
            parts.append([word])
        else:
            last.append(word)
    return parts


def _joined(words: Sequence[Word]) -> str:
    out = [words[0].text]
    for before, word in pairwise(words):
        out.append(("" if word.touches(before) else " ") + word.text)
    return "".join(out)
