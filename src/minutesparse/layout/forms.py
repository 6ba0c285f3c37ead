"""Headings that nothing marks: the titles that every agenda has teach in which form a document sets its own."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutesparse.layout.outline import Outline, label_of, names_member, names_people
from minutesparse.layout.printed import entry_of, find_printed
from minutesparse.layout.titles import is_clause, is_loud, is_sentence, is_title, lead_run
from minutesparse.layout.units import Unit
from minutesparse.layout.words import is_agenda_title, is_top_title, words

Form = tuple[str, bool, bool]  # how the title stands, whether in capitals, whether apart from what is above it

_KNOWN = 2  # titles known from every agenda, in a form, that make it the form of headings
_SURE = 3  # so many where the document has other headings too, or where the form is that of other things as well
_COLONS = 2  # lines with a colon over a paragraph that make it the form of headings
_ALIKE = 5
_SHARE = 0.25  # of the titles in a form are such
_LONGEST = 10  # words of a title that is not known
_WORDS = 26  # of a line that is one of a series
_ALIKE_WORDS = 3  # with which the lines of a series begin
_REPEATS = 3  # what comes so often is a speaker or a state of things
_STOP = re.compile(r"(?P<title>[A-Z][^.:;()]{2,60})\.\s+(?=[A-Z(“\"])")
_DASH = re.compile(r"(?P<title>[A-Z][^.:;–—]{2,60}?)\s+[-–—]{1,2}\s+(?=\S)")
_CAPITALS = re.compile(r"(?P<title>[A-Z][A-Z’'/&,-]*(?:\s[A-Z’'/&,-]+){0,7})\s+(?=(?:[A-Z][a-z]|[A-Z]\s[a-z]|\d|£))")
_NO_TITLE = re.compile(r"\d{1,2}[:.]\d{2}|[£$€]\s?\d|https?:|www\.|@\w|\w@|\d{1,2}(?:st|nd|rd|th)\b|\d{4,}")
_ANSWER = re.compile(r"(?:none|nil|nothing|no|not|n/a|noted|agreed|approved|deferred|as above)\b", re.IGNORECASE)


def learnt_titles(outline: Outline) -> list[tuple[int, Unit]]:
    """The units that are headings by their form, each with its title; the business begins with the first of them.

    Titles known from every agenda teach a form; a title that is not known must look like one in that very form.
    """
    printed, above = find_printed(outline.units)
    forms: dict[Form, list[tuple[int, Unit]]] = defaultdict(list)
    for i, unit in enumerate(outline.units):
        for form, candidate in _candidates(unit) if i >= above.stop else ():
            forms[form].append((i, candidate))
    other = bool(outline.chain) or sum(unit.style == "heading" for unit in outline.units) > 1
    starts: dict[tuple[str, bool], int] = {}  # where the first title stands that taught a form, in capitals or not
    taken: dict[int, Unit] = {}
    for form, members in forms.items():
        if titles := _taught(outline.units, form, members, printed, other):
            taken |= titles
            kind = form[0], form[2]
            starts[kind] = min(*titles, starts.get(kind, len(outline.units)))
    for form, members in forms.items():
        start = starts.get((form[0], form[2]), len(outline.units))
        taken |= {i: unit for i, unit in members if i > start and is_agenda_title(label_of(unit))}
    taken |= {i: unit for i, unit in _series(outline.units) if i not in taken}
    if starts and not outline.chain:
        outline.first = min(outline.first, *starts.values())
    elif starts:  # an agenda whose numbers begin in its midst
        early = [i for i in taken if i < outline.first and is_top_title(label_of(taken[i]))]
        outline.first = min(early) if len(early) >= _KNOWN else outline.first
    return sorted(taken.items())


def _series(units: Sequence[Unit]) -> Iterator[tuple[int, Unit]]:
    """Lines that begin alike, each over a paragraph: "Motion submitted by Jane Doe", "Motion submitted by John Roe"."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    known = words()
    for i, unit in enumerate(units[:-1]):
        tokens = unit.text.split(None, _WORDS + 1) if unit.style == "plain" and unit.number is None else []
        if not _ALIKE_WORDS < len(tokens) <= _WORDS or not unit.text[0].isupper() or unit.text[-1] in ".:;,?!_":
            continue
        first, above, below = tokens[0].lower(), units[max(i - 1, 0)], units[i + 1]
        moved = known.finite.match(above.text.lower()) is not None  # "Seconded by …"
        if ":" in unit.text or not (above.prose or above.number or above.face or above.style == "heading" or moved):
            continue
        titled = any(token.lower().strip(".") in known.honorifics for token in tokens[:_ALIKE_WORDS])
        led = titled or first in known.vote_words or known.finite.fullmatch(first) is not None
        if not led and unit.gap and below.style == "plain" and below.prose and not is_clause(unit.text):
            alike[tuple(token.lower() for token in tokens[:_ALIKE_WORDS])].append(i)
    for members in alike.values():
        if len({units[i].text for i in members}) >= _SURE:
            for i in members:
                yield i, replace(units[i], title=(units[i].start, units[i].end), body=units[i].end, run_in="")


def _taught(
    units: Sequence[Unit], form: Form, members: Sequence[tuple[int, Unit]], printed: frozenset[str], other: bool
) -> dict[int, Unit]:
    """The headings among the units of one form, by index; none where too little speaks for its being that of headings.

    `printed` are the entries of the agenda printed on top; `other` says that the document has headings of other forms.
    """
    known = {
        i: unit
        for i, unit in members
        if entry_of(unit) in printed or (is_agenda_title(label_of(unit)) and not _heads_page(unit))
    }
    distinct = len({label_of(unit) for unit in known.values()})
    line = form[0].startswith(("line", "colon"))
    if not (distinct or line):
        return {}
    first = min(known, default=0)
    counts = Counter(label_of(unit) for _, unit in members)
    fitting = {
        i: unit
        for i, unit in members
        if i > first and i not in known and counts[label_of(unit)] < _REPEATS and _fits(units, i, unit)
    }
    later = sum(i > min(known | fitting, default=0) for i, _ in members)
    enough = distinct >= _SHARE * len({*known, *fitting})
    if distinct >= (_SURE if other or form[0] in ("dash", "stop") else _KNOWN):
        return known | (fitting if enough else {})
    if form[0].startswith("colon"):
        told = {i: unit for i, unit in fitting.items() if units[i + 1].prose and units[i + 1].style == "plain"}
        spoken = any(count >= _REPEATS for label, count in counts.items() if label not in words().item_labels)
        return known | told if len(told) + 2 * distinct >= _COLONS and not spoken else {}
    if line and form[2] and not other and len(fitting) + 2 * distinct >= _ALIKE and len(known | fitting) > 0.6 * later:
        return known | fitting
    return {}


def _candidates(unit: Unit) -> Iterator[tuple[Form, Unit]]:
    """The forms in which a unit may be a heading, and the unit with the title it then has."""
    if unit.style != "plain" or unit.number or len(unit.cells) > 1 or not unit.text[:1].isupper():
        return
    apart = unit.gap > 0
    if unit.alone:
        kind = "colon" if unit.text.endswith(":") else "line"
        yield (f"{kind} {unit.face}", is_loud(unit.title_text), apart), unit
        return
    text = unit.text[:200]
    reached, face = lead_run(unit.start, unit.end, unit.runs)
    if face == "strong" and reached < unit.end:
        yield from _led(unit, "strong", reached - unit.start, reached - unit.start)
    elif (match := _CAPITALS.match(text)) and sum(c.isupper() for c in match["title"]) > 4 and len(match["title"]) > 4:
        yield from _led(unit, "capitals", match.end("title"), match.end())
    elif match := words().label.match(text):
        yield from _led(unit, "label", match.end("label"), match.end())
    elif match := _DASH.match(text):
        yield from _led(unit, "dash", match.end("title"), match.end())
    elif match := _STOP.match(text):
        yield from _led(unit, "stop", match.end("title"), match.end())


def _led(unit: Unit, kind: str, end: int, body: int) -> Iterator[tuple[Form, Unit]]:
    """The unit with the first `end` characters for its title, where they can be one."""
    title = unit.text[:end].rstrip(" :.-–—,")
    if kind == "capitals" and title.rpartition(" ")[2].lower() in words().honorifics:  # "POLICE PC Doe reported …"
        title = title.rpartition(" ")[0]
        body = len(title)
    while body < len(unit.text) and unit.text[body] in " :.-–—":
        body += 1
    if title and body < len(unit.text) and is_title(title):
        led = replace(unit, title=(unit.start, unit.start + len(title)), body=unit.start + body, run_in=kind)
        yield (kind, kind == "capitals" or is_loud(title), True), led


def _heads_page(unit: Unit) -> bool:
    """Whether a title can stand in the header block as well, so that it teaches nothing."""
    label = label_of(unit)
    if label in words().header_labels and (unit.run_in == "label" or label != "minutes"):
        return True
    return words().page_title.search(unit.title_text) is not None and not is_agenda_title(label)


def _fits(units: Sequence[Unit], i: int, unit: Unit) -> bool:
    """Whether a title that no agenda is known to have can be a heading: a few words over something said."""
    title, label = unit.title_text, label_of(unit)
    known = words()
    if len(title.split()) > _LONGEST or _NO_TITLE.search(title) or title.count(",") > 1:
        return False
    if names_people(title) or names_member(title):
        return False
    if label in known.header_labels | known.item_labels | known.closers or known.date_line.fullmatch(title):
        return False
    if label.partition(" ")[0] in known.vote_words or title.partition(" ")[0] in known.determiners:
        return False
    if known.clause.search(label):
        return False
    if unit.run_in:
        rest = unit.text[unit.body - unit.start :][:300]
        return is_sentence(rest) or _ANSWER.match(rest) is not None
    above, below = units[i - 1] if i else None, units[i + 1] if i + 1 < len(units) else None
    if below is None or (above and above.text.endswith((":", ","))):
        return False
    if below.style in ("item", "row") or below.number is not None:
        return True
    return is_sentence(below.text[:300]) or _ANSWER.match(below.text) is not None
