"""Running heads, feet and page numbers of a typeset document: what stands in the margins of several pages alike."""

import re
from collections import Counter
from collections.abc import Sequence

from minutesparse.reading.rows import Row

_MARGIN = 0.09  # of the page's height: where running heads and page numbers stand
_EDGE = 3  # so many rows at the top and bottom of a page may be its head and foot
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page\W*)?(?:(?!(?:19|20)\d\d\b)\d{1,4}|[ivx]{1,5})\W*(?:(?:of|/)\W*\d{1,4})?\W*", re.IGNORECASE
)


def without_margins(pages: Sequence[tuple[float, Sequence[Row]]]) -> list[list[Row]]:
    """The rows of each page (its height, its rows) without running heads, feet and page numbers."""
    counts = Counter(
        name for height, rows in pages for name in {_key(row) for row in rows if _at_margin(height, rows, row)}
    )
    kept: list[list[Row]] = []
    for n, (height, rows) in enumerate(pages):
        kept.append([])
        for at, row in enumerate(rows):
            repeated = counts[_key(row)] >= max(2, len(pages) // 3) and len(pages) > 1
            number = _PAGE_NUMBER.fullmatch(row.text().replace(" ", "")) and _apart(rows, at)
            if not (_at_margin(height, rows, row) and (number or (repeated and n > 0))):
                kept[-1].append(row)
    return kept


def _key(row: Row) -> str:
    return _DIGITS.sub("#", row.text()).casefold()


def _at_margin(height: float, rows: Sequence[Row], row: Row) -> bool:
    at_edge = row in rows[:_EDGE] or row in rows[-_EDGE:]
    return at_edge or not _MARGIN * height < row.middle < (1 - _MARGIN) * height


def _apart(rows: Sequence[Row], at: int) -> bool:
    """Whether a row stands away from the text, and not as the last words of a paragraph."""
    row = rows[at]
    return not any(
        abs(other.middle - row.middle) < 1.6 * row.size for other in rows[max(at - 1, 0) : at + 2] if other is not row
    )
