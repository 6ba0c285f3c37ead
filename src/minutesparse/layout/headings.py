"""Which units are headings: decided by looking at the whole document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minutesparse.document import Document
from minutesparse.layout.numbers import Counted, find_chain, read_number
from minutesparse.layout.titles import is_headline, is_sentence, is_title, title_end
from minutesparse.layout.units import Unit, find_units, inner_numbers, split_unit
from minutesparse.layout.words import words

_FACES = ("strong", "caps")
# The forms of numbers that count an agenda, the likeliest first.
_FORMS = (("n", "n ", "item", "n/n", "n.0"), ("I", "A", "n.n", "n.n.n"), ("a", "i", "(d)", "(a)", "(i)"))
_PLACE_OR_SUM = re.compile(r"\b\d{4}\b|\d{1,2}[:.]\d{2}|[£$€]\s?\d|\d{1,2}(?:st|nd|rd|th)\b")
_NAME_AND_ROLE = re.compile(r".{2,40}(?:\s[-–—]\s|,\s|\t).{2,}")
_UNDERSCORES = re.compile(r"_{4,}|\.{6,}|…{3,}")
_MARKED_ITEM = re.compile(r"(?:action|decision|resolution)(?:\s(?:item|point))?\s?#?\d{1,3}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEAR = 25  # so many units apart the numbers of a list may stand
_CROWD = 4  # so many bare headings one after another are a table or a list


@dataclass
class Outline:
    """The units of a document and what was decided about them, by index."""

    units: list[Unit]
    chain: list[int] = field(default_factory=list)  # the items of the agenda, by their numbers
    first: int = 0  # where the business begins; before it stands the header block
    headings: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)  # title lines of the document
    labels: set[int] = field(default_factory=set)


def find_outline(document: Document) -> Outline:
    """The outline of a document: its units, and which of them are headings, title lines and labels."""
    outline = _number_agenda(document, find_units(document))
    outline.first = _first_business(outline)
    found = {i for i in range(len(outline.units)) if _stands_out(outline, i)}
    found |= {i for i in _plain_titles(outline, found)}
    found -= _crowds(outline, found)
    found -= _bare_ends(outline, found)
    found -= _running_heads(outline, found)
    for i in sorted(found):
        _place(outline, i)
    for i, unit in enumerate(outline.units[: outline.first]):
        if unit.face in _FACES and unit.style == "plain" and i not in outline.labels and _titles_document(unit):
            outline.titles.add(i)
    return outline


# The agenda


def _number_agenda(document: Document, units: list[Unit]) -> Outline:
    """The units, split where a number of the agenda stands in the middle of a paragraph, and the agenda's items."""
    units = [part for unit in units for part in _unfold(document, unit)]
    places: list[tuple[int, int]] = []
    counted: list[Counted] = []
    for i, unit in enumerate(units):
        if unit.number and (unit.style == "plain" or (unit.style in ("item", "heading") and unit.face)):
            places.append((i, -1))
            counted.append(Counted(unit.number, _weight(units, i), unit.indent, (_stressed(unit), unit.alone)))
        for at in inner_numbers(unit):
            if number := read_number(unit.text[at - unit.start : at - unit.start + 200]):
                places.append((i, at))
                counted.append(Counted(number, 0.0, unit.indent, (False, False)))
    for forms in _FORMS:
        kept = [k for k, place in enumerate(counted) if place.number.form in forms]
        chain = find_chain([counted[k] for k in kept])
        outline = _split_agenda(document, units, [places[kept[k]] for k in chain])
        if _is_agenda(outline):
            if not _restarts(outline):
                return outline
            break
    return Outline(units)


def _unfold(document: Document, unit: Unit) -> Iterator[Unit]:
    """A unit in two where the title it begins with is followed by the number and title of a part of it."""
    if unit.run_in and unit.style == "plain":
        rest = document.reading[unit.body : unit.end]
        number = read_number(rest[:200])
        if number and number.form in ("a", "i", "(a)", "(i)") and title_end(rest[number.end :], True):
            yield from split_unit(document, unit, unit.body)
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


def _weight(units: Sequence[Unit], i: int) -> float:
    unit = units[i]
    weight = 0.3 if _stressed(unit) else 0.0
    if unit.title:
        weight += 0.4
        weight += 0.3 if unit.run_in or _has_body(units, i) else -0.3
    return weight


def _stressed(unit: Unit) -> bool:
    return unit.face in _FACES or unit.run_in in _FACES or unit.style == "heading" or unit.title_text.isupper()


def _has_body(units: Sequence[Unit], i: int) -> bool:
    """Whether something stands under a heading: words that are not the next heading or list number."""
    if i + 1 >= len(units):
        return False
    unit, below = units[i], units[i + 1]
    if below.number and unit.number and below.number.form == unit.number.form:
        return False
    return below.style != "heading" and (below.face not in _FACES or below.number is not None)


def _is_agenda(outline: Outline) -> bool:
    """Whether a sequence of numbers counts the items of an agenda: most have titles, and something stands under them."""
    units, chain = outline.units, outline.chain
    titled = [i for i in chain if units[i].title]
    bodies = [i for i in titled if units[i].run_in or _has_body(units, i)]
    return len(chain) > 1 and len(titled) >= 0.4 * len(chain) and len(bodies) >= 0.3 * len(titled)


def _restarts(outline: Outline) -> bool:
    """Whether the numbers begin anew under each of several headings without a number, so that they count below them."""
    units = outline.units
    number = units[outline.chain[0]].number
    form = number.form if number else ""
    starts, above = 0, -1
    for unit in units:
        if unit.number is None and unit.title and unit.alone and (unit.face in _FACES or unit.style == "heading"):
            above = 1
        elif unit.number and unit.number.form == form:
            starts += unit.number.value == 1 and above == 1 and unit.title is not None
            above = 0
    return starts > 1


# What stands out


def _first_business(outline: Outline) -> int:
    """The index of the unit with which the business begins."""
    units = outline.units
    known = words()
    end = outline.chain[0] if outline.chain else len(units)
    for i, unit in enumerate(units[:end]):
        if unit.style == "heading":
            return i
        if unit.title is None or not unit.alone or _titles_document(unit) or _label_of(unit) in known.header_labels:
            continue
        below = units[i + 1] if i + 1 < len(units) else None
        if below and below.style in ("plain", "item") and below.prose and is_sentence(below.text[:200]):
            if not outline.chain or (unit.face in _FACES and not unit.text.endswith(":")):
                return i
    return end


def _titles_document(unit: Unit) -> bool:
    """Whether a line may be part of the title of the document: it names the body, the meeting or the day."""
    return words().page_title.search(unit.text) is not None and _label_of(unit) not in words().top_titles


def _label_of(unit: Unit) -> str:
    return unit.title_text.lower().strip(" :;")


def _stands_out(outline: Outline, i: int) -> bool:
    """Whether a unit is a heading by its marks, its number or its face."""
    unit = outline.units[i]
    if unit.style == "heading":
        return True
    if unit.title is None or unit.style not in ("plain", "item"):
        return False
    if i in outline.chain:
        return True
    if unit.number:
        return _is_numbered_title(outline, i)
    if unit.style != "plain" or len(unit.cells) > 1 or unit.face not in _FACES or not unit.alone:
        return unit.style == "plain" and unit.run_in == "words" and unit.title_text.isupper() and i > outline.first
    below = outline.units[i + 1] if i + 1 < len(outline.units) else None
    if unit.title_text.lower().split()[0] in words().vote_words or _names_people(unit.title_text):
        return False
    if words().date_line.fullmatch(unit.text):
        return i < outline.first
    if (
        i > outline.first
        and below
        and below.style == "plain"
        and _is_cell(below)
        and _label_of(unit) not in words().header_labels
    ):
        return False
    if (
        below
        and below.style == "plain"
        and len(below.text) < 15
        and " " not in below.text
        and _label_of(unit) not in words().header_labels
    ):
        return False  # a cell of a table
    return sum(c.isalpha() for c in unit.title_text) >= 3


def _is_numbered_title(outline: Outline, i: int) -> bool:
    """Whether a number that does not count the agenda belongs to a heading, not to a list or a sentence."""
    units, unit = outline.units, outline.units[i]
    if unit.number is None:
        return False
    dotted = unit.number.depth > 1
    begins = unit.title_text.split()[0]
    if begins.lower() in words().vote_words or (
        begins in words().determiners and not dotted and unit.face not in _FACES
    ):
        return False
    if unit.number.form in ("A", "I", "a", "i", "n", "n ") and not counts(units, i):
        return False
    if unit.run_in in ("strong", "emphasis"):
        return True
    if unit.run_in:
        return (
            bool(outline.chain)
            and i > outline.first
            and (dotted or unit.title_text.isupper() or unit.number.form not in ("n", "n "))
        )
    if unit.face in _FACES or (dotted and outline.chain):
        return True
    if unit.number.form == "n " or unit.style != "plain":
        return False
    if not _has_body(units, i) or units[i + 1].style not in ("plain", "item") or unit.text.endswith((";", ",")):
        return False
    return units[i + 1].number is None or (is_headline(unit.title_text) and "," not in unit.text)


def _names_people(text: str) -> bool:
    """Whether a short line gives only people: "Cllr Jane Doe", "Doe (J), Roe, Poe and Low"."""
    tokens = text.split()
    return text.count(",") > 2 or (tokens[0].strip(".").lower() in words().honorifics and len(tokens) < 7)


def _is_cell(unit: Unit) -> bool:
    """Whether a unit is no more than the cell of a table."""
    tokens = unit.text.split()
    if unit.number or unit.face or unit.prose or tokens[0].lower().strip(".") in ("no", "none", "nil", "n/a", "noted"):
        return False
    return len(tokens) < 3


def counts(units: Sequence[Unit], i: int) -> bool:
    """Whether a number is one of several that count up, and not an initial or the end of a sentence."""
    number = units[i].number
    if number is None or number.form == "n ":
        return False
    if number.form.startswith("(") or number.depth > 1:
        return True
    for step, wanted in ((-1, number.value - 1), (1, number.value + 1)):
        j = i + step
        while 0 <= j < len(units) and abs(j - i) <= _NEAR:
            other = units[j].number
            if other and other.form == number.form and abs(units[j].indent - units[i].indent) <= 2:
                if other.value == wanted:
                    return True
            j += step
    return False


def _plain_titles(outline: Outline, found: set[int]) -> set[int]:
    """Short lines that stand alone between paragraphs, in documents whose other headings are not marked either."""
    units = outline.units
    marked = [i for i in found if units[i].style == "heading"]
    bold = [i for i in found if units[i].face in _FACES and i >= outline.first]
    if len(marked) > 1 or len(bold) > 2:
        return set()
    plain = {i for i in range(outline.first, len(units)) if i not in found and _is_plain_title(units, i)}
    while True:
        kept = {
            i for i in plain if i + 1 in plain or (i + 1 in found and not units[i + 1].number) or _opens_prose(units, i)
        }
        if kept == plain:
            break
        plain = kept
    stops = {i for i in plain if units[i].text.endswith(".")}
    if len(plain) - len(stops) < max(2, len(stops)):
        plain -= stops
    if plain:
        plain |= {
            i
            for i in range(outline.first, len(units))
            if units[i].run_in == "words"
            and not units[i].number
            and units[i].style == "plain"
            and units[i].title_text[-1:] != ":"
            and not _is_labelled(units[i])
        }
    return plain


def _is_labelled(unit: Unit) -> bool:
    return unit.title is not None and ":" in unit.text[unit.title[1] - unit.start : unit.body - unit.start]


def _is_plain_title(units: Sequence[Unit], i: int) -> bool:
    unit = units[i]
    if unit.style != "plain" or unit.number or len(unit.cells) > 1 or unit.face or not unit.gap:
        return False
    if _names_people(unit.text) or unit.text.endswith(":") or len(unit.text) > 110 or _PLACE_OR_SUM.search(unit.text):
        return False
    above = units[i - 1] if i else None
    if above and (above.text.endswith((":", ",")) or (above.gap and _is_bare(above))):
        return False
    if unit.alone:
        return len(unit.title_text) > 2
    bare = unit.text.rstrip(".")
    begins = unit.text.split()[0]
    if begins in words().imperatives:
        return len(unit.text.split()) > 2
    return unit.text.endswith(".") and is_title(bare) and len(bare.split()) > 1 and not is_sentence(bare)


def _is_bare(unit: Unit) -> bool:
    """Whether a unit is a line of a list that nobody marked: short, no title, no sentence."""
    return unit.style == "plain" and not unit.title and not unit.prose and not unit.number


def _opens_prose(units: Sequence[Unit], i: int) -> bool:
    below = units[i + 1] if i + 1 < len(units) else None
    if below is None or not below.gap or below.number:
        return False
    if below.style in ("item", "row"):
        return _label_of(units[i]) in words().top_titles | words().item_labels
    return below.style == "plain" and below.prose and len(below.text) > 40 and is_sentence(below.text[:250])


def _crowds(outline: Outline, found: set[int]) -> set[int]:
    """Headings without a number that come several in a row with nothing under them: the cells of a table, a list."""
    crowd: set[int] = set()
    run: list[int] = []
    for i in [*sorted(found), -1]:
        unit = outline.units[i] if i >= 0 else None
        bare = unit is not None and unit.style != "heading" and unit.number is None and unit.alone
        if bare and (not run or i == run[-1] + 1):
            run.append(i)
            continue
        if len(run) >= _CROWD and run[0] >= outline.first:
            crowd.update(run)
        run = [i] if bare else []
    return crowd


def _running_heads(outline: Outline, found: set[int]) -> set[int]:
    """Lines that give the body or the meeting over and over: heads of pages in the midst of the text."""
    heads: dict[str, list[int]] = {}
    for i in found:
        unit = outline.units[i]
        if unit.style != "heading" and unit.number is None and unit.alone and _titles_document(unit):
            heads.setdefault(unit.title_text, []).append(i)
    return {i for repeats in heads.values() if len(repeats) > 2 for i in repeats if i > outline.first}


def _titles_page(outline: Outline, i: int) -> bool:
    """Whether a marked heading is the title of the document: the first, and it names the meeting, not an item."""
    units, unit, known = outline.units, outline.units[i], words()
    if unit.title_text.lower() in known.umbrellas | known.top_titles or unit.number:
        return False
    before = [j for j in range(i) if units[j].style == "heading"]
    if before and (
        before[-1] not in outline.titles
        or any(units[j].style in ("plain", "item", "row") for j in range(before[-1] + 1, i))
    ):
        return False
    if _YEAR.search(unit.text):
        return True
    depths = [other.depth for other in units if other.style == "heading"]
    alone = depths.count(unit.depth) == 1 or bool(before)
    return alone and (_titles_document(unit) or (unit.depth == min(depths) and len(depths) > 2))


def _bare_ends(outline: Outline, found: set[int]) -> set[int]:
    """Headings without a mark or number under which nothing stands but the end of the text: signatures and dates."""
    bare: set[int] = set()
    for i in range(len(outline.units) - 1, -1, -1):
        unit = outline.units[i]
        if i in found and unit.style != "heading" and unit.number is None and unit.alone:
            if _label_of(unit) in words().top_titles:
                break
            bare.add(i)
        elif not (_UNDERSCORES.search(unit.text) or unit.text.lower().split()[0].strip(":.") in words().closers):
            break
    return bare


def _place(outline: Outline, i: int) -> None:
    """Sort a unit that stands out among headings, title lines and labels."""
    unit, known = outline.units[i], words()
    label = _label_of(unit)
    colon = unit.text.rstrip().endswith(":") and unit.alone
    if unit.style == "heading" and _titles_page(outline, i):
        outline.titles.add(i)
    elif unit.style == "heading" and (unit.body < unit.end or _MARKED_ITEM.fullmatch(label)):
        outline.labels.add(i)
    elif unit.style == "heading" or unit.number:
        outline.headings.add(i)
    elif i < outline.first:
        if label in known.header_labels or colon or not _titles_document(unit):
            (outline.labels if colon or label in known.header_labels else outline.titles).add(i)
        else:
            outline.titles.add(i)
    elif (colon and label in known.item_labels) or label in known.closers:
        outline.labels.add(i)
    else:
        outline.headings.add(i)
