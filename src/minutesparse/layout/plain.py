"""Headings that nothing marks: short lines that stand alone, in documents that mark no heading."""

import re
from collections import Counter
from collections.abc import Sequence

from minutesparse.layout.outline import FACES, Outline, has_body, label_of, names_member, names_people
from minutesparse.layout.titles import is_sentence, is_title
from minutesparse.layout.units import Unit
from minutesparse.layout.words import is_agenda_title, is_top_title, words

_PLACE_OR_SUM = re.compile(r"_{3}|\d{1,2}[:.]\d{2}|[£$€]\s?\d|https?:|www\.|@\w|\w@|\d{1,2}(?:st|nd|rd|th)\b")
_LONGEST = 110
_SHORT = 8  # words of a title over a list
_WRAPPED = 50  # characters of a line that ends before it is full
_FEW = 6  # words of a title without marks where others have them
_REPEATS = 3  # a line that comes so often says how things stand ("In progress")
_MARKED = 2  # with more headings than this marked, those without marks are none


def plain_titles(outline: Outline, found: set[int]) -> set[int]:
    """The indices of the units that are headings though nothing marks them."""
    units = outline.units
    marked = sum(1 for i in found if units[i].style == "heading")
    faced = sum(1 for i in found if units[i].face in FACES and i >= outline.first and _heads(units, i))
    if marked >= _MARKED or faced > _MARKED or _stressed_agenda(outline):
        return {i for i in range(outline.first, len(units) - 1) if i not in found and _is_lone_title(units, i)}
    plain: set[int] = set()
    for i in range(len(units) - 1, outline.first - 1, -1):  # backwards: a title may stand over another
        over = i + 1 in plain or (i + 1 in found and not units[i + 1].number)
        if i not in found and _is_plain_title(units, i) and (over or _opens(units, i)):
            plain.add(i)
    counts = Counter(units[i].title_text for i in plain)
    plain = {i for i in plain if counts[units[i].title_text] < _REPEATS or label_of(units[i]) in words().item_labels}
    stops = {i for i in plain if units[i].text.endswith(".")}
    if len(plain) - len(stops) < max(2, len(stops)):
        plain -= stops
    if plain:
        plain |= {i for i in range(outline.first, len(units)) if _runs_in(units[i])}
        plain |= {i for i in range(min(plain), len(units) - 1) if i not in found and _is_known(units, i)}
    return plain


def inner_titles(outline: Outline) -> set[int]:
    """Lines between numbered paragraphs, and lines in italics over paragraphs, where several are so set."""
    units = outline.units
    between, italic = set(), set()
    for i in range(max(outline.first, 1), len(units) - 1):
        unit, above, below = units[i], units[i - 1], units[i + 1]
        if unit.face not in ("", "emphasis") or not _is_short_title(unit):
            continue
        if (
            below.number
            and below.number.depth > 1
            and below.title is None
            and below.prose
            and not above.text.endswith(":")
        ):
            between.add(i)
        elif unit.face == "emphasis" and below.style == "plain" and below.prose and len(below.text) > 40:
            italic.add(i)
    led = {i for i in range(outline.first, len(units)) if _leads_in_italics(units[i])}
    return between | (italic if len(italic | between) > 1 else set()) | (led if len(led) > 1 else set())


def _leads_in_italics(unit: Unit) -> bool:
    """Whether a paragraph begins with a title in italics and a stop: "*New course.* The committee presented …"."""
    if unit.run_in != "emphasis" or unit.style != "plain" or unit.number or unit.title is None or not unit.gap:
        return False
    closing = unit.text[unit.title[1] - unit.start : unit.body - unit.start]
    count = len(unit.title_text.split())
    if "." not in closing or not 1 < count <= _SHORT or _PLACE_OR_SUM.search(unit.title_text):
        return False
    return is_sentence(unit.text[unit.body - unit.start :][:250]) and not names_people(unit.title_text)


def _is_short_title(unit: Unit) -> bool:
    text = unit.text
    if unit.style != "plain" or unit.number or len(unit.cells) > 1 or not unit.gap or not unit.alone:
        return False
    if (
        len(text.split()) > _SHORT
        or not text[0].isupper()
        or text.endswith((":", ".", "–", "-"))
        or _PLACE_OR_SUM.search(text)
    ):
        return False
    known = words()
    if (
        label_of(unit) in known.item_labels | known.closers | known.months
        or known.date_line.fullmatch(text)
        or ": " in text
    ):
        return False
    return not names_people(text) and not names_member(text)


def _heads(units: Sequence[Unit], i: int) -> bool:
    """Whether a unit in a face of its own is a heading, as far as one sees from itself."""
    return units[i].alone and has_body(units, i) and label_of(units[i]) not in words().item_labels


def _stressed_agenda(outline: Outline) -> bool:
    stressed = sum(1 for i in outline.chain if outline.units[i].face == "strong" or outline.units[i].run_in == "strong")
    return stressed > 0.5 * len(outline.chain)


def _runs_in(unit: Unit) -> bool:
    """Whether a paragraph begins with words that can be its heading."""
    if unit.run_in != "words" or unit.number or unit.style != "plain" or unit.title is None:
        return False
    return ":" not in unit.text[unit.title[1] - unit.start : unit.body - unit.start]


def _is_plain_title(units: Sequence[Unit], i: int) -> bool:
    unit, text = units[i], units[i].text
    if unit.style != "plain" or unit.number or len(unit.cells) > 1 or unit.face or not unit.gap or len(text) > _LONGEST:
        return False
    if names_people(text) or names_member(text) or text.endswith(":") or ": " in text or _PLACE_OR_SUM.search(text):
        return False
    above = units[i - 1] if i else None
    if above and (above.text.endswith((":", ",")) or (above.gap and _is_bare(above))):
        return False
    if words().date_line.fullmatch(text):
        return False
    if unit.alone:
        return len(unit.title_text) > 2
    if text.partition(" ")[0] in words().imperatives:
        return len(text.split()) > 2
    bare = text.rstrip(".")
    return text.endswith(".") and is_title(bare) and len(bare.split()) > 1 and not is_sentence(bare)


def _is_known(units: Sequence[Unit], i: int) -> bool:
    """Whether a line is a title that agendas of every kind have, right over its text, however short that is."""
    unit, below = units[i], units[i + 1]
    if not _is_plain_title(units, i) or not unit.alone or not is_agenda_title(label_of(unit)):
        return False
    return below.style == "plain" and below.gap == 0 and not (below.alone and is_agenda_title(label_of(below)))


def _is_lone_title(units: Sequence[Unit], i: int) -> bool:
    """Whether a line is a heading even where others are marked: a few words between two paragraphs."""
    unit, below = units[i], units[i + 1]
    if is_top_title(label_of(unit)) and unit.alone and unit.gap and below.gap:
        return True
    if not _is_plain_title(units, i) or not unit.alone or len(unit.text.split()) > _FEW or not unit.text[0].isupper():
        return False
    if i and words().label.match(units[i - 1].text):  # the answer to what a label asks
        return False
    return below.style == "plain" and len(below.text) > 60 and _opens(units, i)


def _is_bare(unit: Unit) -> bool:
    """Whether a unit is a line of a list that nobody marked: short, no title, no sentence."""
    return unit.style == "plain" and not unit.title and not unit.prose and not unit.number


def _opens(units: Sequence[Unit], i: int) -> bool:
    """Whether a paragraph or a list stands under a line."""
    below = units[i + 1] if i + 1 < len(units) else None
    if below is None or below.number:
        return False
    if below.style in ("item", "row"):
        return len(units[i].text.split()) <= _SHORT and not units[i].text.endswith(".")
    prose = below.style == "plain" and below.prose and len(below.text) > 40
    apart = below.gap > 0 or (len(units[i].text) < _WRAPPED and below.text[0].isupper())
    return prose and apart and is_sentence(below.text[:250])
