"""What was decided about the units of a document, and what may be asked of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from minutesparse.layout.units import Unit
from minutesparse.layout.words import is_top_title, words

FACES = ("strong", "caps")
_MEMBER = re.compile(r"[A-Z][\w’'-]+(?:\s[A-Z]\.?)?\s[A-Z][\w’'-]+(?:,| [–-])\s[A-Z]")
_NEAR = 25  # so many units apart the numbers of a list may stand


@dataclass
class Outline:
    """The units of a document and what was decided about them, by index."""

    units: list[Unit]
    chain: list[int] = field(default_factory=list)  # the items of the agenda, by their numbers
    first: int = 0  # where the business begins; before it stands the header block
    numbers: set[str] = field(default_factory=set)  # as printed, of the agenda
    lists: set[tuple[str, int]] = field(default_factory=set)  # form and indent of the numbers that count titles
    quoted: list[tuple[int, int]] = field(default_factory=list)  # half-open ranges of documents inside the document
    marked: bool = False  # whether Markdown or HTML marks the headings
    learnt: bool = False  # whether headings were found by the form that known titles have
    bold: int = 0  # how many headings of the business are bold lines without a number
    headings: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)  # title lines of the document
    labels: set[int] = field(default_factory=set)


def has_body(units: Sequence[Unit], i: int) -> bool:
    """Whether something stands under a heading: words that are not the next heading or list number."""
    if i + 1 >= len(units):
        return False
    unit, below = units[i], units[i + 1]
    if below.number and unit.number and below.number.form == unit.number.form and below.indent < unit.indent + 2:
        return False
    return below.style != "heading" and (below.face not in FACES or below.number is not None or not below.alone)


def label_of(unit: Unit) -> str:
    """The words of a unit as a label is looked up."""
    return unit.title_text.lower().strip(" :;")


def titles_document(unit: Unit) -> bool:
    """Whether a line may be part of the title of the document: it names the body, the meeting or the day."""
    return words().page_title.search(unit.text) is not None and not is_top_title(label_of(unit))


def counts(units: Sequence[Unit], i: int) -> bool:
    """Whether a number is one of several that count up, and not an initial or the end of a sentence."""
    number = units[i].number
    if number is None or number.form == "n ":
        return False
    if number.form.startswith("("):
        return True
    for step, wanted in ((-1, number.value - 1), (1, number.value + 1)):
        j = i + step
        while 0 <= j < len(units) and abs(j - i) <= _NEAR:
            other = units[j].number
            if other and step < 0 and number.parent and other.text == number.parent:
                return number.value == 1
            if other and other.form == number.form and other.parent == number.parent and other.value == wanted:
                titles = units[i].alone and units[j].alone and units[i].style == units[j].style == "plain"
                if titles or abs(units[j].indent - units[i].indent) <= 2:
                    return True
            j += step
    return False


def names_people(text: str) -> bool:
    """Whether a short line gives only people: "Cllr Jane Doe", "Doe (J), Roe, Poe and Low"."""
    tokens = text.split()
    if text.count(",") > 2:
        return True
    return 0 < len(tokens) < 7 and tokens[0].strip(".").lower() in words().honorifics


def names_member(text: str) -> bool:
    """Whether a line without marks gives a person and what they are or represent: "Jane Doe, Water Board"."""
    return _MEMBER.match(text) is not None
