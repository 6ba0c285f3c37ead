"""Where the header block ends and the business begins, and what is a title line of the document."""

import re

from minutesparse.layout.outline import FACES, Outline, has_body, label_of, titles_document
from minutesparse.layout.titles import is_sentence
from minutesparse.layout.words import is_top_title, words

_TOP = 12  # so many units the title of a document takes up, with its day and place
_ALIKE = 3  # so many headings in bold make it the face of headings
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MARKED_ITEM = re.compile(r"(?:action|decision|resolution)(?:\s(?:item|point))?\s?#?\d{1,3}")


def first_business(outline: Outline) -> int:
    """The index of the unit with which the business begins."""
    units = outline.units
    known = words()
    if outline.chain:
        return _before_agenda(outline)
    people = False  # whether the attendance has been met, behind which no title line stands
    for i, unit in enumerate(units):
        if unit.style == "heading":
            return i
        label = known.label.match(unit.text)
        if label_of(unit) in known.header_labels or (label and label["label"].lower() in known.header_labels):
            people = True
            continue
        if unit.title is None or not unit.alone or (titles_document(unit) and not people):
            continue
        below = units[i + 1] if i + 1 < len(units) else None
        if below and below.style in ("plain", "item") and below.prose and is_sentence(below.text[:200]):
            return i
    return len(units)


def _before_agenda(outline: Outline) -> int:
    """Where the business begins that stands right before the first number of the agenda, under headings of its own."""
    units = outline.units
    first = outline.chain[0]
    titled = [
        i for i in range(min(first, _TOP)) if words().date_line.fullmatch(units[i].text) or titles_document(units[i])
    ]
    for i in range(first - 1, max(titled, default=-1), -1):
        unit = units[i]
        if unit.style == "heading":
            return next(k for k in range(i + 1) if units[k].style == "heading")
        label = words().label.match(unit.text)
        if (label and label["label"].lower() in words().header_labels) or label_of(unit) in words().header_labels:
            break
        if unit.style == "row" or (unit.face in FACES and titles_document(unit)):
            break
        over = first > i + 1 or label_of(unit) in words().umbrellas
        if unit.face in FACES and unit.alone and not unit.text.endswith(":") and unit.number is None and over:
            first = i
    return next((k for k in range(first) if units[k].style == "heading"), first)


def place(outline: Outline, i: int) -> None:
    """Sort a unit that stands out among headings, title lines and labels."""
    unit, known = outline.units[i], words()
    label = label_of(unit)
    colon = unit.text.rstrip().endswith(":") and unit.alone
    if unit.style == "heading" and _titles_page(outline, i):
        outline.titles.add(i)
    elif unit.style == "heading" and (unit.body < unit.end or _MARKED_ITEM.fullmatch(label)):
        outline.labels.add(i)
    elif unit.style == "heading" or unit.number or (i < outline.first and _like_business(outline, i)):
        outline.headings.add(i)
    elif i < outline.first:
        if label in known.header_labels or colon or not titles_document(unit):
            (outline.labels if colon or label in known.header_labels else outline.titles).add(i)
        else:
            outline.titles.add(i)
    elif not outline.headings and titles_document(unit) and _above_business(outline, i):
        outline.titles.add(i)
    elif outline.marked and not outline.headings and label in known.header_labels:
        outline.labels.add(i)  # "**Present**" above the marked headings
    elif label in known.closers or (label in known.item_labels and (colon or not has_body(outline.units, i))):
        outline.labels.add(i)
    else:
        outline.headings.add(i)


def _above_business(outline: Outline, i: int) -> bool:
    """Whether a line before any heading stands above the first number, or tells the year under the document's title."""
    unit = outline.units[i]
    if outline.chain:
        return i < outline.chain[0]
    return bool(outline.titles) and i < _TOP and _YEAR.search(unit.text) is not None


def _like_business(outline: Outline, i: int) -> bool:
    """Whether a line over a list of people is set like the headings of the business, which have no numbers."""
    unit = outline.units[i]
    if (
        outline.chain
        or outline.marked
        or unit.face != "strong"
        or outline.bold < _ALIKE
        or words().page_title.search(unit.text)
    ):
        return False
    if unit.text.endswith(":") and outline.bold < 2 * _ALIKE:
        return False
    label = label_of(unit).partition(" (")[0]
    return label in words().header_labels or label.split()[-1] in words().header_labels


def _titles_page(outline: Outline, i: int) -> bool:
    """Whether a marked heading is the title of the document: the first, and it names the meeting, not an item."""
    units, unit, known = outline.units, outline.units[i], words()
    if unit.title_text.lower() in known.umbrellas or is_top_title(label_of(unit)) or unit.number:
        return False
    if outline.headings or label_of(unit).partition(" ")[0] in known.people_labels:
        return False
    before = max(outline.titles, default=-1)
    if before >= 0 and any(units[j].style in ("plain", "item", "row") for j in range(before + 1, i)):
        return False
    if _YEAR.search(unit.text):
        return True
    depths = [other.depth for other in units if other.style == "heading"]
    alone = depths.count(unit.depth) == 1 or before >= 0
    opens = all(other.style == "meta" for other in units[:i])
    return alone and (
        titles_document(unit) or (unit.depth == min(depths) and ((opens and unit.depth == 1) or len(depths) > 2))
    )
