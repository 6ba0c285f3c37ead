"""Headings that stand out by the size of their letters, as word processors set them."""

from collections import Counter
from collections.abc import Sequence

from minutesparse.reading.rows import MARKER, Row

_LARGER = 1.15  # times the size of the text
_NEAR = 0.06  # sizes no further apart are one
_LONGEST = 110  # characters of a heading
_TOLD = 45  # characters of a line under a heading
_NEXT = 2  # rows below a heading among which the text begins, or a smaller heading stands
_FEWEST = 2
_SPREAD = 1.5  # rows from one heading to the next; the lines of a letterhead are nearer
_SHARE = 0.2  # of the characters of a text in large letters are not headings
_NUMBERED = 0.3  # of the headings have numbers where these tell more than the sizes
_DEEPEST = 3


def find_larger(pages: Sequence[Sequence[Row]]) -> dict[int, int]:
    """The level of each row that is a heading by its size, by the row's identity; none where sizes tell nothing.

    What stands above the first of them that has text under it is the title of the document, and so is that first one
    where it is larger than all others.
    """
    rows = [row for rows in pages for row in rows]
    counts: Counter[float] = Counter()
    for row in rows:
        counts[round(row.size, 1)] += len(row.text())
    text = max(counts, key=counts.__getitem__, default=0.0)
    large = [i for i, row in enumerate(rows) if row.size >= _LARGER * text and _is_short(row)]
    over = [i for i in large if any(_is_text(row, text) for row in rows[i + 1 : i + 1 + _NEXT])]
    heads = [i for i in large if over and i >= over[0]]
    if len(heads) > 1 and all(rows[i].size < (1 - _NEAR) * rows[heads[0]].size for i in heads[1:]):
        del heads[0]  # the title of the document
    characters = sum(len(rows[i].text()) for i in heads)
    if (
        len(over) < _FEWEST
        or heads[-1] - heads[0] < _SPREAD * (len(heads) - 1)
        or characters > _SHARE * sum(counts.values())
    ):
        return {}
    if sum(_is_numbered(rows[i]) for i in heads) >= _NUMBERED * len(heads):
        for i in heads:
            for word in rows[i].words:
                word.bold = True
        return {}
    sizes: list[float] = []
    for size in sorted({rows[i].size for i in heads}, reverse=True):
        if not sizes or size < (1 - _NEAR) * sizes[-1]:
            sizes.append(size)
    levels = {}
    for i in heads:
        rank = next(n for n, size in enumerate(sizes, start=1) if rows[i].size >= (1 - _NEAR) * size)
        levels[id(rows[i])] = min(rank, _DEEPEST)
    return levels


def _is_text(row: Row, size: float) -> bool:
    return abs(row.size - size) <= _NEAR * size and len(row.text()) > _TOLD


def _is_numbered(row: Row) -> bool:
    return len(row.words) > 1 and MARKER.fullmatch(row.words[0].text) is not None


def _is_short(row: Row) -> bool:
    text = row.text()
    alone = len(row.parts) == 1 or (len(row.parts) == 2 and _is_numbered(row))
    return alone and len(text) <= _LONGEST and any(c.isalpha() for c in text) and text[-1:] not in ".,;"
