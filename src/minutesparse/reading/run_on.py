"""Lines that lost their ends: words set one below the other gathered, running text parted where its numbers go on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from minutesparse.document import Line
from minutesparse.rules import load

_LONG = 500  # characters from which a line is looked through for the numbers of several matters,
_SHARE = 2  # and a part of the text, one in so many, that a paragraph with a list in it is not
_WORDS = 40  # lines of one word each, at least, that are running text
_SINGLE = 0.8  # of them
_FEWEST = 3  # numbers that follow one another before they part a text
_GAP = 2  # how far the next number may be from the one before


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    value: int
    form: tuple[str, str]  # what stands behind it: "/18", "."


def with_ends(reading: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of a text, those of one word gathered and those of several matters parted."""
    return [part for line in _gathered(reading, lines) for part in _parted(reading, line)]


def _gathered(reading: str, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, runs of plain ones that hold but a word each made one."""
    for plain, run in groupby(lines, key=lambda line: line.style == "plain"):
        members = list(run)
        single = sum(" " not in reading[line.start : line.end] for line in members)
        if plain and len(members) >= _WORDS and single >= _SINGLE * len(members):
            yield replace(members[0], end=members[-1].end, runs=())
        else:
            yield from members


def _parted(reading: str, line: Line) -> Iterator[Line]:
    """A long line in its parts: before each number of its longest count, and, where it has one, before labels."""
    if line.style not in ("plain", "item") or line.end - line.start < max(_LONG, len(reading) // _SHARE):
        yield line
        return
    text = reading[line.start : line.end]
    counted = _counted(text)
    labels = [m.start() for m in load("run_on").patterns["label"].finditer(text)] if counted else []
    ordered = sorted({0, *counted, *labels})
    for a, b in zip(ordered, [*ordered[1:], len(text)], strict=True):
        start, end = line.start + a, line.start + len(text[:b].rstrip())
        runs = tuple(run for run in line.runs if start <= run.start and run.end <= end)
        yield replace(line, start=start, end=end, runs=runs, gap=line.gap if not a else 1, cells=())


def _counted(text: str) -> list[int]:
    """Where the numbers of the longest count in a text stand, and those of their parts ("3.1")."""
    patterns = load("run_on").patterns
    numbers = [
        _Number(m.start(), int(m["n"]), (m["of"] or "", m["stop"] or ""))
        for m in patterns["number"].finditer(text)
        if not _belongs(text, m)
    ]
    chains = [_chain([n for n in numbers if n.form == form]) for form in {n.form for n in numbers}]
    best = max(chains, key=len, default=[])
    bare = bool(best) and best[0].form == ("", "")
    if len(best) < _FEWEST + bare or (bare and best[0].value != 1):
        return []
    starts = [number.start for number in best]
    parts = list(patterns["part"].finditer(text))
    for number, stop in zip(best, [*starts[1:], len(text)], strict=True):
        expected = 1
        for m in parts:
            if number.start < m.start() < stop and int(m["n"]) == number.value and int(m["m"]) == expected:
                starts.append(m.start())
                expected += 1
    return starts


def _belongs(text: str, match: re.Match[str]) -> bool:
    """Whether a number belongs to the words before it: "item 3", "12 May"."""
    before = text[: match.start()].rstrip().rpartition(" ")[2].lower()
    return before.strip("(") in load("run_on").words["before"] and not before.endswith(".")


def _chain(numbers: Sequence[_Number]) -> list[_Number]:
    """The longest run of numbers that go on by one, or leave one out."""
    best: dict[int, list[_Number]] = {}  # by the value they end in
    for number in numbers:
        before = max((best.get(number.value - step, []) for step in range(1, _GAP + 1)), key=len)
        if len(before) + 1 > len(best.get(number.value, [])):
            best[number.value] = [*before, number]
    return max(best.values(), key=len, default=[])
