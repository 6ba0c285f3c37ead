"""Which lines of a text are page furniture: page breaks, page numbers, running heads and feet."""

import re
from collections import Counter
from collections.abc import Sequence

PAGE_BREAK = re.compile(r"\s*(?:-{3}|\* \* \*)\s*")
_RULE = re.compile(r"\s*(?:[-–—_=~*#+.•·]\s?){3,}\s*")
_DIGITS = re.compile(r"\d+")
# "7", "- 7 -", "Page 7", "7 of 12", "Page 7/12", "vii"
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.?|pg\.?)?\W*(?!(?:19|20)\d\d\b)(?:\d{1,4}|[ivx]{1,5})\W*(?:(?:of|/)\W*\d{1,4})?\W*", re.IGNORECASE
)
_PAGE_LABEL = re.compile(r"\bpage\W{0,3}\d{1,4}\b(?:\W*(?:of|/)\W*\d{1,4})?", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"\s*(\d{1,3})\s*")
_EDGE = 2  # so many lines on either side of a page break may be furniture
_REPEATS = 3  # as often must a line stand at page breaks to be a running head
_LONGEST = 160
_PAGE_LINES = 15  # lone ascending numbers at least so many lines apart number pages


def is_rule(line: str) -> bool:
    """Whether a line is only drawn: dashes, underscores, stars."""
    return bool(_RULE.fullmatch(line)) and len(line) < 1000


def find_furniture(lines: Sequence[str], breaks: Sequence[int]) -> set[int]:
    """The indices of the lines that belong to the page and not to the text; `breaks` are those of page breaks."""
    edges, numbers = _edges(lines, breaks)
    keys = Counter(_key(lines[i]) for i in edges)
    everywhere = Counter(_key(line) for line in lines) if any(n >= _REPEATS for n in keys.values()) else keys
    furniture = {
        i
        for i in edges
        if i in numbers
        or (keys[key := _key(lines[i])] >= _REPEATS and len(lines[i]) <= _LONGEST and 2 * keys[key] > everywhere[key])
    }
    return furniture | _labelled(lines) | _ascending(lines)


def _key(line: str) -> str:
    return _DIGITS.sub("#", line.strip(" *_\t").casefold())


def _edges(lines: Sequence[str], breaks: Sequence[int]) -> tuple[set[int], set[int]]:
    """The lines next to page breaks, and those of them that number the page: one on either side of a break."""
    edges: set[int] = set()
    numbers: set[int] = set()
    stops = set(breaks)
    for position in breaks:
        for step in (-1, 1):
            found, i, numbered = 0, position + step, False
            while 0 <= i < len(lines) and found < _EDGE and i not in stops:
                if lines[i].strip():
                    edges.add(i)
                    if not numbered and _PAGE_NUMBER.fullmatch(lines[i]):
                        numbers.add(i)
                        numbered = True
                    found += 1
                i += step
    return edges, numbers


def _labelled(lines: Sequence[str]) -> set[int]:
    """Lines with a page label ("… Page 3 of 7"), where the same line comes back with another number."""
    paged = ((i, line) for i, line in enumerate(lines) if len(line) <= _LONGEST and "page" in line.lower())
    labelled = {i: _key(line) for i, line in paged if _PAGE_LABEL.search(line)}
    counts = Counter(labelled.values())
    return {i for i, key in labelled.items() if counts[key] > 1 or _PAGE_NUMBER.fullmatch(lines[i])}


def _ascending(lines: Sequence[str]) -> set[int]:
    """Lone numbers that count 2, 3, 4 … (or 1, 2, 3 …) at a page's distance."""
    found: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if (match := _LONE_NUMBER.fullmatch(line)) is None:
            continue
        number = int(match[1])
        if (not found and number <= 2) or (found and number == found[-1][1] + 1 and i - found[-1][0] >= _PAGE_LINES):
            found.append((i, number))
    return {i for i, _ in found} if len(found) > 1 else set()
