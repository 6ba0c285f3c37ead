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
# What a browser prints over and under a page: the day and the time, the address and the page's number.
_PRINTED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d{2}\b.*")
_ADDRESS = re.compile(r"(?:https?|file):\S+ +\d{1,3}/\d{1,3}")


def without_margins(pages: Sequence[tuple[float, Sequence[Row]]]) -> list[list[Row]]:
    """The rows of each page (its height, its rows) without running heads, feet and page numbers."""
    pages = [(height, _unprinted(rows)) for height, rows in pages]
    counts = Counter(
        name for height, rows in pages for name in {_key(row) for row in rows if _at_margin(height, rows, row)}
    )
    kept: list[list[Row]] = []
    for n, (height, rows) in enumerate(pages):
        kept.append([])
        for at, row in enumerate(rows):
            key = _key(row)
            repeated = counts[key] >= max(2, len(pages) // 3) and len(pages) > 1 and any(map(str.isalpha, key))
            number = _PAGE_NUMBER.fullmatch(row.text().replace(" ", "")) and _apart(rows, at)
            first = n == 0 and 2 * row.middle > height  # what heads the first page is kept: it names the body
            if not (_at_margin(height, rows, row) and (number or (repeated and not first))):
                kept[-1].append(row)
    return kept


def _unprinted(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a page without those that a browser puts around it."""
    if rows and _PRINTED.fullmatch(rows[0].text()) and _ADDRESS.fullmatch(rows[-1].text()):
        return rows[1:-1]
    return rows


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
