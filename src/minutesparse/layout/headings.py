"""Which units are headings: decided by looking at the whole document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutesparse.document import Document
from minutesparse.layout.agenda import number_agenda
from minutesparse.layout.bullets import promote
from minutesparse.layout.forms import learnt_titles
from minutesparse.layout.header import first_business, place
from minutesparse.layout.outline import FACES, Outline, counts, has_body, label_of, names_people, titles_document
from minutesparse.layout.plain import inner_titles, plain_titles
from minutesparse.layout.printed import repeated
from minutesparse.layout.titles import is_headline, is_title
from minutesparse.layout.units import Unit, find_units
from minutesparse.layout.words import is_top_title, words

_UNDERSCORES = re.compile(r"_{4,}|\.{6,}|…{3,}")
# "Fire plan – no report", "Logo (JD) - the second draft …"
_LEAD = re.compile(r"(?P<title>[A-Z][^.:;()–—]{2,70}?)\*?\s?(?:\([^()]{1,40}\)\s?)?(?:[;:–—]\s|\s?-\s)\s*(?=\S)")
_SUM = re.compile(r"[£$€]\s?\d[\d,.]*$")  # "TOTAL £1,204.50"
_REPEATS = 3  # a heading that comes more often is the head of a page or of a table
_TOLD = 40  # characters of a paragraph under a heading
_CROWD = 4  # so many bare headings one after another are a table or a list


def find_outline(document: Document) -> Outline:
    """The outline of a document: its units, and which of them are headings, title lines and labels."""
    outline = number_agenda(document, find_units(document))
    outline.first = first_business(outline)
    outline.lists = {
        (unit.number.form, unit.indent)
        for i, unit in enumerate(outline.units)
        if unit.number and unit.number.value > 1 and unit.alone and counts(outline.units, i)
    }
    found: set[int] = set()
    for i, unit in learnt_titles(outline):
        outline.units[i] = unit
        found.add(i)
    outline.learnt = bool(found)
    found |= {i for i in range(len(outline.units)) if _stands_out(outline, i)}
    for i, unit in list(_siblings(outline, found)):
        outline.units[i] = unit
        found.add(i)
    again, entries = repeated(outline.units)
    for i, unit in again.items():
        if i not in found:
            outline.units[i] = unit
            found.add(i)
    if again:
        outline.first = min(outline.first, *again)
        found -= {i for i in entries if outline.units[i].style != "heading"}
    found |= inner_titles(outline)
    found |= plain_titles(outline, found)
    promote(outline, found)
    found -= _crowds(outline, found)
    found -= _bare_ends(outline, found)
    found -= _running_heads(outline, found)
    found -= _appended(outline, found)
    found -= {
        i for i in found if outline.units[i].style == "plain" and words().verdict.fullmatch(outline.units[i].text)
    }
    outline.bold = sum(
        1 for i in found if i >= outline.first and outline.units[i].face == "strong" and not outline.units[i].number
    )
    for i in sorted(found):
        place(outline, i)
    for i, unit in enumerate(outline.units[: outline.first]):
        if unit.style == "plain" and unit.alone and unit.number is None and label_of(unit) in words().people_labels:
            outline.labels.add(i)
        if unit.face in FACES and unit.style == "plain" and i not in outline.labels and titles_document(unit):
            outline.titles.add(i)
    return outline


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
    if unit.style != "plain" or len(unit.cells) > 1 or unit.face not in FACES or not unit.alone:
        return unit.style == "plain" and unit.run_in == "words" and unit.title_text.isupper() and i > outline.first
    below = outline.units[i + 1] if i + 1 < len(outline.units) else None
    if unit.first_word.lower() in words().vote_words or names_people(unit.title_text) or _SUM.search(unit.text):
        return False
    if words().date_line.fullmatch(unit.text):
        return i < outline.first
    if (
        i > outline.first
        and below
        and below.style == "plain"
        and _is_cell(below)
        and not _stands_over(outline.units, i + 1)
        and label_of(unit) not in words().header_labels
    ):
        return False
    if (
        below
        and below.style == "plain"
        and not _stands_over(outline.units, i + 1)
        and len(below.text) < 15
        and " " not in below.text
        and label_of(unit) not in words().header_labels
    ):
        return False  # a cell of a table
    return sum(c.isalpha() for c in unit.title_text) >= 3


def _is_numbered_title(outline: Outline, i: int) -> bool:
    """Whether a number that does not count the agenda belongs to a heading, not to a list or a sentence."""
    units, unit = outline.units, outline.units[i]
    if unit.number is None:
        return False
    dotted = unit.number.depth > 1
    if dotted and not counts(units, i) and unit.number.parent not in outline.numbers:
        return False
    if outline.marked and unit.face != "strong" and unit.run_in not in ("strong", "emphasis"):
        return False
    begins = unit.first_word
    if begins.lower() in words().vote_words or (
        begins in words().determiners and not dotted and unit.face not in FACES
    ):
        return False
    single = unit.number.form in ("A", "I", "a", "i", "n", "n ")
    if single and not counts(units, i) and not _begins(outline, i):
        return False
    if unit.run_in in ("strong", "emphasis"):
        return True
    if unit.run_in:
        return (
            (bool(outline.chain) or outline.learnt)
            and i > outline.first
            and (dotted or unit.title_text.isupper() or unit.number.form not in ("n", "n "))
        )
    if unit.face in FACES or (dotted and outline.chain):
        return True
    if unit.number.form == "n " or unit.style != "plain":
        return False
    if not has_body(units, i) or units[i + 1].style not in ("plain", "item") or unit.text.endswith((";", ",")):
        return False
    return units[i + 1].number is None or (is_headline(unit.title_text) and "," not in unit.text)


def _begins(outline: Outline, i: int) -> bool:
    """Whether a number is the only one of its list, in an agenda whose items have such lists of titles."""
    number = outline.units[i].number
    alike = number is not None and (number.form, outline.units[i].indent) in outline.lists
    return alike and number is not None and number.value == 1 and bool(outline.chain) and has_body(outline.units, i)


def _stands_over(units: Sequence[Unit], i: int) -> bool:
    """Whether a line in a face of its own, or with a colon, stands over a paragraph."""
    below = units[i + 1] if i + 1 < len(units) else None
    if below is None or below.face:
        return False
    if units[i].text.endswith(":"):  # "Logistics:" over a list
        return below.style == "item" or below.prose
    return units[i].face in FACES and below.prose and len(below.text) > _TOLD


def _is_cell(unit: Unit) -> bool:
    """Whether a unit is no more than the cell of a table."""
    tokens = unit.text.split()
    if (
        unit.number
        or unit.face
        or unit.prose
        or unit.text.endswith(":")
        or tokens[0].lower().strip(".") in ("no", "none", "nil", "n/a", "noted")
    ):
        return False
    return len(tokens) < 3


def _siblings(outline: Outline, found: set[int]) -> Iterator[tuple[int, Unit]]:
    """The rest of a list most of which are headings: titles under which nothing stands, or with a mark behind them."""
    units = outline.units
    lists: dict[tuple[int, str, int], list[int]] = {}
    chain, parent = set(outline.chain), -1
    told = False
    for i, unit in enumerate(units):
        if i in chain or (unit.style == "heading" and unit.number is None):
            parent = i
        elif unit.number and unit.style == "plain" and i > outline.first:
            if unit.number.value == 1:
                told = units[i - 1].text.endswith(":")  # "agreed that: a. …" is a list, whatever stands in it
            if not (told and _led(unit)):
                lists.setdefault((parent, unit.number.form, unit.indent // 3), []).append(i)
    for members in lists.values():
        heads = sum(i in found for i in members)
        led = {i: title for i in members if i not in found and (title := _led(units[i])) is not None}
        if 2 * heads >= len(members):
            yield from ((i, units[i]) for i in members if units[i].alone and counts(units, i))
        if 2 * heads >= len(members) or (heads and heads + len(led) == len(members)):
            yield from ((i, unit) for i, unit in led.items() if counts(units, i))


def _led(unit: Unit) -> Unit | None:
    """The unit with the words before its first mark for its title, None where these can be none."""
    start = unit.number.end if unit.number else 0
    match = _LEAD.match(unit.text, start)
    if unit.alone or match is None or not is_title(match["title"]) or not is_headline(match["title"].split()[-1]):
        return None
    first, last = match.span("title")
    return replace(unit, title=(unit.start + first, unit.start + last), body=unit.start + match.end(), run_in="words")


def _crowds(outline: Outline, found: set[int]) -> set[int]:
    """Headings without a number that come several in a row with nothing under them: the cells of a table, a list."""
    crowd: set[int] = set()
    run: list[int] = []
    for i in [*sorted(found), -1]:
        unit = outline.units[i] if i >= 0 else None
        bare = unit is not None and unit.style != "heading" and unit.number is None and unit.alone
        bare = bare and unit is not None and unit.first_word.lower() not in words().appendices
        if bare and (not run or i == run[-1] + 1):
            run.append(i)
            continue
        if len(run) >= _CROWD and run[0] >= outline.first:
            crowd.update(run)
        run = [i] if bare else []
    return crowd


def _appended(outline: Outline, found: set[int]) -> set[int]:
    """Headings inside a document that is quoted or appended; the heading of an appendix itself is none of them."""
    units = outline.units
    inner = {i for i in found for start, end in outline.quoted if start <= i < end}
    last = max(outline.chain, default=outline.first)
    starts = [i for i in found if units[i].first_word.lower() in words().appendices and i > last]
    if starts and len(units[min(starts)].title_text) < 60:
        inner |= {i for i in found if i > min(starts) and i not in starts}
    return inner


def _running_heads(outline: Outline, found: set[int]) -> set[int]:
    """Lines that give the body or the meeting over and over: heads of pages in the midst of the text."""
    heads: dict[str, list[int]] = {}
    first = {unit.title_text for unit in outline.units[: outline.first]}
    for i in found:
        unit = outline.units[i]
        if unit.style != "heading" and unit.number is None and unit.alone:
            if label_of(unit) not in words().item_labels | words().umbrellas:
                heads.setdefault(unit.title_text, []).append(i)
    return {
        i
        for title, repeats in heads.items()
        if len(repeats) > _REPEATS or (len(repeats) > 1 and title in first)
        for i in repeats
        if i > outline.first
    }


def _bare_ends(outline: Outline, found: set[int]) -> set[int]:
    """Headings without a mark or number under which nothing stands but the end of the text: signatures and dates."""
    bare: set[int] = set()
    for i in range(len(outline.units) - 1, -1, -1):
        unit = outline.units[i]
        if i in found and unit.style != "heading" and unit.number is None and unit.alone:
            if is_top_title(label_of(unit)):
                break
            bare.add(i)
        elif not (_UNDERSCORES.search(unit.text) or unit.text.lower().split()[0].strip(":.") in words().closers):
            break
    return bare
