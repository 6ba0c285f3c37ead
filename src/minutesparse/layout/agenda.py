"""The numbers that count the agenda's items: told from numbered lists by looking at the whole document."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from minutesparse.document import Document
from minutesparse.layout.numbers import Counted, find_chain, read_number
from minutesparse.layout.outline import FACES, Outline, has_body, label_of
from minutesparse.layout.titles import is_clause, is_sentence, title_end
from minutesparse.layout.units import Unit, inner_numbers, split_unit
from minutesparse.layout.words import words

_PART = re.compile(r"(?<=[a-z]{3})\s(?:a\)|\(a\)|i\)|\(i\))\s(?=[A-Z])")
_SHORT = 8  # words of a title that looks like a sentence
_EACH = 3  # numbers that begin anew under headings count up to about so many
_OUTLINE = 40  # within so many units the parts of a quoted outline begin
# The forms of numbers that count an agenda, the likeliest first.
_FORMS = (("n", "n ", "item", "n/n", "n.0"), ("I", "A", "n.n", "n.n.n"), ("a", "i", "(d)", "(a)", "(i)"))


def number_agenda(document: Document, units: list[Unit]) -> Outline:
    """The units, split where a number of the agenda stands in the middle of a paragraph, and the agenda's items."""
    units = [part for unit in units for part in _unfold(document, unit)]
    places: list[tuple[int, int]] = []
    counted: list[Counted] = []
    for i, unit in enumerate(units):
        if unit.number and (unit.style == "plain" or (unit.style in ("item", "heading") and unit.face)):
            places.append((i, -1))
            form = "n" if unit.number.form == "n " and _stressed(unit) else unit.number.form
            number = replace(unit.number, form=form)
            counted.append(Counted(number, _weight(units, i), unit.indent, (_stressed(unit), unit.alone)))
        for at in inner_numbers(unit):
            if inner := read_number(unit.text[at - unit.start : at - unit.start + 200]):
                places.append((i, at))
                counted.append(Counted(inner, 0.0, unit.indent, (False, False)))
    counted = _by_what_counts(counted)
    quoted = _quoted(units)
    marked = sum(unit.style == "heading" for unit in units) > 2
    chains = []
    for forms in _FORMS:
        kept = [
            k
            for k, place in enumerate(counted)
            if place.number.form in forms and not any(a <= places[k][0] < b for a, b in quoted)
        ]
        chains.append([places[kept[k]] for k in find_chain([counted[k] for k in kept])])
    if _holds(units, chains[1]) or _encloses(units, chains[1], chains[0]):
        chains[0], chains[1] = chains[1], chains[0]
    for chain in chains:
        outline = _split_agenda(document, units, chain)
        outline.quoted, outline.marked = quoted, marked
        if _is_agenda(outline):
            if not _restarts(outline):
                _title_participles(outline)
                items = [outline.units[i].number for i in outline.chain]
                outline.numbers = {number.text for number in items if number}
                return outline
            break
    return Outline(units, quoted=quoted, marked=marked)


def _by_what_counts(places: list[Counted]) -> list[Counted]:
    """The places, each number in two parts by the one that counts: "18/41" may be of the year 2018, or "41/18"."""
    parts = [re.findall(r"\d+", place.number.text) for place in places if place.number.form == "n/n"]
    if len({numbers[-1] for numbers in parts}) <= len({numbers[0] for numbers in parts}):
        return places
    return [
        replace(place, number=replace(place.number, value=int(re.findall(r"\d+", place.number.text)[-1])))
        if place.number.form == "n/n"
        else place
        for place in places
    ]


def _title_participles(outline: Outline) -> None:
    """Give the items of the agenda titles whose words look like a sentence's: "Complaints received since May"."""
    units = outline.units
    for i in outline.chain:
        unit = units[i]
        rest = unit.text[unit.number.end :] if unit.number else ""
        short = 1 < len(rest.split()) <= _SHORT and rest[:1].isupper() and not is_clause(rest)
        if unit.title is None and short and has_body(units, i) and units[i + 1].style != "heading":
            units[i] = replace(unit, title=(unit.end - len(rest), unit.end), body=unit.end, run_in="")


def _holds(units: Sequence[Unit], chain: Sequence[tuple[int, int]]) -> bool:
    """Whether plain numbers begin anew under several of the items of a chain, so that they count within these."""
    within = 0
    for (item, _), (after, _) in pairwise([*chain, (len(units), -1)]):
        inner = (unit.number for unit in units[item + 1 : after])
        within += any(number.form in ("n", "n ") and number.value == 1 for number in inner if number)
    number = units[chain[0][0]].number if chain else None
    return number is not None and number.form in ("I", "A") and within > 1 and len(chain) > _EACH


def _encloses(units: Sequence[Unit], outer: Sequence[tuple[int, int]], inner: Sequence[tuple[int, int]]) -> bool:
    """Whether a longer chain of letters or Roman numbers, all with titles, begins before a chain and ends after it."""
    if len(outer) <= max(len(inner), _EACH) or not inner or not outer[0] < inner[0] <= inner[-1] < outer[-1]:
        return False
    numbers = [unit.number for unit in (units[i] for i, at in outer if at < 0) if unit.number and unit.title]
    return len(numbers) == len(outer) and all(number.form in ("I", "A") for number in numbers)


def _unfold(document: Document, unit: Unit) -> Iterator[Unit]:
    """A unit in two where the title it begins with is followed by the number and title of a part of it."""
    if unit.run_in and unit.style == "plain":
        rest = document.reading[unit.body : unit.end]
        number = read_number(rest[:200])
        if number and number.form in ("a", "i", "(a)", "(i)") and title_end(rest[number.end :], True):
            yield from split_unit(document, unit, unit.body)
            return
    if unit.number and unit.alone and unit.style == "plain" and (part := _PART.search(unit.title_text)):
        yield from split_unit(document, unit, (unit.title or (0, 0))[0] + part.start() + 1)
        return
    yield unit


def _split_agenda(document: Document, units: list[Unit], chain: list[tuple[int, int]]) -> Outline:
    splits: dict[int, list[int]] = {}
    for i, at in chain:
        splits.setdefault(i, []).append(at)
    outline = Outline([])
    for i, unit in enumerate(units):
        for at in splits.get(i, ()):
            if at >= 0:
                head, unit = split_unit(document, unit, at)
                outline.units.append(head)
            outline.chain.append(len(outline.units))
        outline.units.append(unit)
    return outline


def _quoted(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Where a document with an outline of its own (1, 1.1, 1.2, 2 …) is quoted inside an item without such parts."""
    numbered = [(i, u.number) for i, u in enumerate(units) if u.number and u.title]
    starts = [i for i, number in numbered if number.form == "n" and number.value == 1]
    parts = [i for i, number in numbered if number.depth == 2 and number.parent == "1"]
    outer = [(i, number.value) for i, number in numbered if number.form in ("I", "A")]
    for first, second in pairwise(starts):
        at = bisect_right(parts, second)
        near = at < len(parts) and parts[at] < second + _OUTLINE
        told = sum(unit.prose and unit.number is None for unit in units[first:second])
        if near and told > 1 and not (at and parts[at - 1] > first) and not _counted_around(outer, second):
            return [(second, len(units))]
    return []


def _counted_around(outer: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether an agenda in Roman numbers or letters goes on behind this unit, which stands inside one of its items."""
    after = bisect_right(outer, (at, 0))
    return 0 < after < len(outer) and outer[after][1] == outer[after - 1][1] + 1


def _weight(units: Sequence[Unit], i: int) -> float:
    unit = units[i]
    weight = 0.3 if _stressed(unit) else 0.0
    if unit.title:
        weight += 0.4
        weight += 0.3 if unit.run_in or has_body(units, i) else -0.3
    return weight


def _stressed(unit: Unit) -> bool:
    return unit.face in FACES or unit.run_in in FACES or unit.style == "heading" or unit.title_text.isupper()


def _is_agenda(outline: Outline) -> bool:
    """Whether a sequence of numbers counts the items of an agenda: most have titles, and something stands below."""
    units, chain = outline.units, outline.chain
    titled = [i for i in chain if units[i].title]
    bodies = [i for i in titled if units[i].run_in or has_body(units, i)]
    if outline.marked and len(bodies) < 0.6 * len(titled):
        return False
    if chain and not any(_stressed(units[i]) for i in chain):
        loud = sum(_heads_business(units, i) for i in range(chain[0], len(units) - 1))
        if loud >= max(3, len(chain)):
            return False
    return len(chain) > 1 and len(titled) >= 0.4 * len(chain) and len(bodies) >= 0.3 * len(titled)


def _heads_business(units: Sequence[Unit], i: int) -> bool:
    """Whether a line in bold or capitals without a number stands over a paragraph, and is a heading by that."""
    unit, below = units[i], units[i + 1]
    if unit.number or unit.face not in FACES or not unit.alone or label_of(unit) in words().header_labels:
        return False
    return below.style == "plain" and below.prose and not below.title and is_sentence(below.text[:200])


def _restarts(outline: Outline) -> bool:
    """Whether the numbers begin anew under each of several headings without a number, so that they count below them."""
    units = outline.units
    number = units[outline.chain[0]].number
    form = number.form if number else ""
    starts, above = 0, -1
    for unit in units:
        if unit.number is None and unit.title and unit.alone and (unit.face in FACES or unit.style == "heading"):
            above = 1
        elif unit.number and unit.number.form == form:
            starts += unit.number.value == 1 and above == 1 and unit.title is not None
            above = 0
    return starts > 1 and len(outline.chain) <= _EACH * starts
