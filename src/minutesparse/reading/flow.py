"""Printed rows to paragraphs, and the words of these."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from minutesparse.reading.markdown import Inline
from minutesparse.reading.rows import MARKER, Row

_INITIAL = re.compile(r"[A-Z]\.")  # of an item, or of a name
_REFERENCE = re.compile(r"(?:[A-Z]{1,5}[\s-]?)?\d{1,4}[/-]\d{2,4}\b")  # of an item: "LW 31/2021"
INDENT = 4.0  # points by which a list is set in
_NEAREST = 0.2  # of the distances between rows are as small as those between lines without a blank one


class Paragraphs:
    """Gathers the rows of one column, those that could not have stood in the row above with it; `edge` is its right."""

    def __init__(self, rows: Sequence[Row], edge: float, leading: float = 0.0) -> None:
        self.edge = edge
        gaps, inner = _gaps(rows)
        self.leading = median(inner) if inner else leading  # how far apart the rows of a paragraph stand
        self.spacing = self.leading or (gaps[int(_NEAREST * len(gaps))] if gaps else 0.0)
        self.initials = {row.words[0].text for row in rows if _INITIAL.fullmatch(row.words[0].text)}

    def gather(self, rows: Sequence[Row]) -> list[list[Row]]:
        """The rows of each paragraph."""
        paragraphs: list[list[Row]] = []
        for row in rows:
            if paragraphs and self._wraps(paragraphs[-1], row):
                paragraphs[-1].append(row)
            else:
                paragraphs.append([row])
        return paragraphs

    def _wraps(self, paragraph: list[Row], row: Row) -> bool:
        """Whether a row goes on with a paragraph: its words could not have stood in the row above."""
        above = paragraph[-1]
        hangs = len(above.parts) > 1 and abs(row.left - above.parts[-1][0].left) < INDENT
        if (len(above.parts) > 1 and not hangs) or len(row.parts) > 1:
            return False
        if above.bold != row.bold and not (row.bold and above.words[-1].bold):
            return False
        drop = above.middle - row.middle
        if drop > 1.35 * max(self.leading, above.size) and drop > 1.6 * above.size:
            return False
        if self._begins(row) or (_REFERENCE.match(row.text()) and _REFERENCE.match(paragraph[0].text())):
            return False
        if abs(above.size - row.size) > 0.15 * above.size:
            return False
        first = row.words[0]
        return above.right + (first.right - first.left) + 0.25 * row.size > self.edge

    def _begins(self, row: Row) -> bool:
        """Whether a row begins with the mark of an item."""
        first = row.words[0].text
        if _INITIAL.fullmatch(first):  # "B." is one where "A." or "C." is
            return any(chr(ord(first[0]) + step) + "." in self.initials for step in (-1, 1))
        return row.bullet or (MARKER.fullmatch(first) is not None and first[-1] in ".)")


def leading_of(pages: Sequence[Sequence[Row]]) -> float:
    """How far apart the rows of paragraphs stand in a document, for a page that does not show it; 0 where none does."""
    inner = [gap for rows in pages for gap in _gaps(rows)[1]]
    return median(inner) if inner else 0.0


def _gaps(rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    """How far apart rows stand, ascending, and of these the rows that begin in the middle of a sentence."""
    near = [(a.middle - b.middle, b) for a, b in pairwise(rows) if a.middle - b.middle > a.size]
    inner = [gap for gap, row in near if row.words[0].text[0].islower() and not MARKER.fullmatch(row.words[0].text)]
    return sorted(gap for gap, _ in near), sorted(inner)


def inline(rows: Sequence[Row], faces: bool = True) -> Inline:
    """The words of a paragraph, a tab for a wide gap, a soft hyphen where a word is broken; `faces`: with bold."""
    words = Inline()
    for n, row in enumerate(rows):
        if n and not _breaks_word(rows[n - 1], row):
            words.add(" ")
        for m, part in enumerate(row.parts):
            if m:
                words.add("\t")
            for k, word in enumerate(part):
                glued = k > 0 and word.touches(part[k - 1])
                text = word.text
                if n + 1 < len(rows) and word is row.words[-1] and _breaks_word(row, rows[n + 1]):
                    text = text[:-1] + "\u00ad"
                words.add(("" if glued or not k else " ") + text, word.bold and faces)
    return words


def _breaks_word(above: Row, below: Row) -> bool:
    end, start = above.words[-1].text, below.words[0].text
    return len(end) > 2 and end[-1] == "-" and end[-2].isalpha() and start[0].islower()
