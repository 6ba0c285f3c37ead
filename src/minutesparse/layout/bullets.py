"""Bullets and labels that are an item's title, where a document has no better headings at that level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from minutesparse.layout.outline import Outline, label_of
from minutesparse.layout.printed import entry_of, find_printed
from minutesparse.layout.titles import is_sentence, is_title
from minutesparse.layout.units import Unit
from minutesparse.layout.words import words

# "Annual picnic (JS) – the park is booked"
_PRESENTED = re.compile(r"(?P<title>[^.:;()]{3,80}?)\s\((?:[A-Z]{2,4})(?:\s?/\s?[A-Z]{2,4})*\)\s?[–—-]\s(?=\S)")
_TIME = re.compile(r"\s*\([^()]{0,20}\b\d{1,3}\s?min(?:ute)?s?\)$", re.IGNORECASE)
_TRACKED = re.compile(r"\S\s[\w/-]{0,40}#\d{1,6}\W?$")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:\s?[ap]\.?m\b\.?)?(?:\s?[-–]\s?\d{1,2}[:.]\d{2})?\s?[-–:]?\s(?=[A-Z])")
_FEW = 2
_LINE = 90  # characters
_LONGEST = 20  # words


def promote(outline: Outline, found: set[int]) -> None:
    """Make headings of the items and labels that are titles, and add them to `found`."""
    for i, unit in [
        *_presented(outline),
        *_topics(outline, found),
        *_printed(outline, found),
        *_tracked(outline, found),
        *_timed(outline, found),
        *_bold_topics(outline, found),
        *(() if outline.marked else _standing(outline)),
    ]:
        outline.units[i] = unit
        found.add(i)


def _presented(outline: Outline) -> Iterator[tuple[int, Unit]]:
    """The items of a list most of which begin with a title and the initials of who presents it."""
    for items in _lists(outline):
        matches = [(i, _PRESENTED.match(outline.units[i].text)) for i in items]
        hits = [(i, match) for i, match in matches if match]
        if len(hits) < _FEW or len(hits) < 0.6 * len(items):
            continue
        for i, match in hits:
            unit = outline.units[i]
            title = (unit.start, unit.start + match.end("title"))
            yield i, replace(unit, title=title, body=unit.start + match.end(), run_in="words")


def _topics(outline: Outline, found: set[int]) -> Iterator[tuple[int, Unit]]:
    """The outer items of a list, and those in them, where most have items of their own and are titles.

    So they are read under a heading that only says "Minutes" or "Discussion", and in a document with hardly a heading.
    """
    units = outline.units
    heads = sorted(i for i in found if units[i].style == "heading" or units[i].number)
    lists = words().umbrellas - {"attendees", "participants", "attendance"}
    if any(label_of(units[i]) in lists - words().agendas for i in heads):
        lists -= words().agendas  # what was said stands elsewhere
    regions = [(a, b) for a, b in pairwise([*heads, len(units)]) if label_of(units[a]) in lists]
    if len(found) <= _FEW:
        regions.append((-1, min(found, default=len(units))))
    for start, end in regions:
        items = [i for i in range(start + 1, end) if units[i].style == "item"]
        if 2 * len(items) >= end - start - 3:
            yield from ((i, _topic(units[i])) for i in _titled(units, items))


def _printed(outline: Outline, found: set[int]) -> Iterator[tuple[int, Unit]]:
    """Items that are entries of the agenda printed on top, each over items of its own."""
    units = outline.units
    printed, above = find_printed(units)
    hits = [
        i
        for i in range(above.stop, len(units) - 1)
        if printed
        and i not in found
        and units[i].style == "item"
        and _depth(units[i + 1]) > _depth(units[i])
        and _is_topic(units[i])
        and entry_of(units[i]) in printed
    ]
    if len(hits) >= _FEW:
        yield from ((i, _topic(units[i])) for i in hits)


def _tracked(outline: Outline, found: set[int]) -> Iterator[tuple[int, Unit]]:
    """Items that end with the number under which a matter is tracked ("… #118"), each over items of its own."""
    units = outline.units
    hits = [
        i
        for i, unit in enumerate(units[:-1])
        if unit.style == "item"
        and i not in found
        and _TRACKED.search(unit.text)
        and unit.text.split()[0].strip(":").lower() not in words().item_labels
        and len(unit.text.split()) <= _LONGEST
        and _depth(units[i + 1]) > _depth(unit)
    ]
    if len(hits) >= _FEW:
        outermost = min(_depth(units[i]) for i in hits)
        yield from ((i, _topic(units[i])) for i in hits if _depth(units[i]) == outermost)


def _timed(outline: Outline, found: set[int]) -> Iterator[tuple[int, Unit]]:
    """Lines that are a title behind the time at which the item came, one later than the other, each over its text."""
    units = outline.units
    hits: list[tuple[int, re.Match[str]]] = []
    for i, unit in enumerate(units[:-1]):
        match = _CLOCK.match(unit.text) if unit.style in ("plain", "item") and unit.text[:1].isdigit() else None
        if match and i not in found and is_title(unit.text[match.end() :].rstrip(" :")) and len(unit.text) <= _LINE:
            if _CLOCK.match(units[i + 1].text) is None and units[i + 1].style in ("plain", "item"):
                hits.append((i, match))
    times = [(int(match[1]) % 12, int(match[2])) for _, match in hits]
    if len(hits) > _FEW and sum(a <= b for a, b in pairwise(times)) >= len(times) - _FEW:
        for i, match in hits:
            unit = units[i]
            end = unit.start + len(unit.text.rstrip(" :.-–"))
            yield i, replace(unit, title=(unit.start + match.end(), end), body=unit.end, run_in="", number=None)


def _standing(outline: Outline) -> Iterator[tuple[int, Unit]]:
    """Items that are a title right over a paragraph, one by one, in a document where this is how topics are set."""
    units = outline.units
    hits = [
        i
        for i in range(max(outline.first, 1), len(units) - 1)
        if units[i].style == "item"
        and "item" not in (units[i - 1].style, units[i + 1].style)
        and units[i].text[0].isupper()
        and _is_topic(units[i])
        and units[i + 1].style == "plain"
        and units[i + 1].number is None
        and is_sentence(units[i + 1].text[:300])
    ]
    if len(hits) > _FEW:
        yield from ((i, _topic(units[i])) for i in hits)


def _titled(units: Sequence[Unit], items: Sequence[int], levels: int = 3) -> list[int]:
    """The outermost of some items that are titles with items of their own, and those of the items in each of them."""
    outermost = min((_depth(units[i]) for i in items), default=0)
    outer = [k for k, i in enumerate(items) if _depth(units[i]) == outermost]
    parents = [k for k in outer if k + 1 < len(items) and _depth(units[items[k + 1]]) > outermost]
    titled = [k for k in parents if _is_topic(units[items[k]])]
    if len(titled) < _FEW or len(titled) < 0.6 * len(outer):
        return []
    found = []
    for k, after in pairwise([*outer, len(items)]):
        if k in titled:
            found.append(items[k])
            found += _titled(units, items[k + 1 : after], levels - 1) if levels > 1 else []
    return found


def _topic(unit: Unit) -> Unit:
    end = unit.start + len(_bare(unit))
    return replace(unit, title=(unit.start, end), body=unit.end, run_in="")


def _bold_topics(outline: Outline, found: set[int]) -> Iterator[tuple[int, Unit]]:
    """Items in bold with a list of their own below them, where the text of most items is not in bold."""
    units = outline.units
    items = [i for i, unit in enumerate(units[:-1]) if unit.style == "item" and i not in found and unit.number is None]
    known = words().header_labels | words().item_labels | words().closers
    hits = [
        i
        for i in items
        if units[i].face == "strong"
        and _depth(units[i + 1]) > _depth(units[i])
        and _is_topic(units[i])
        and not units[i].text.endswith(":")
        and units[i].text.lower() not in known
    ]
    if len(hits) > _FEW and 2 * sum(units[i].face == "strong" for i in items) < len(items):
        for i in hits:
            yield i, _topic(units[i])


def _lists(outline: Outline) -> Iterator[list[int]]:
    """Runs of items of one depth, by their indices."""
    run: list[int] = []
    for i, unit in enumerate(outline.units):
        if unit.style == "item" and (not run or _depth(unit) == _depth(outline.units[run[0]])):
            run.append(i)
        else:
            if run:
                yield run
            run = [i] if unit.style == "item" else []
    if run:
        yield run


def _depth(unit: Unit) -> int:
    return (unit.depth or 1 + unit.indent // 2) if unit.style == "item" else 0


def _is_topic(unit: Unit) -> bool:
    text = _bare(unit)
    return is_title(text) and len(text.split()) <= 16 and ":" not in text


def _bare(unit: Unit) -> str:
    """The words of an item without what closes them, or the time set aside for it."""
    return _TIME.sub("", unit.text).rstrip(" :.-–")
