"""Short forms that the text itself spells out."""

import re
from collections.abc import Iterator, Sequence

from minutesparse.document import Block, Document
from minutesparse.record import Attendee
from minutesparse.rules import Hit, load

_WORD = re.compile(r"[^\s,/]+")
_PART = re.compile(r"-?[^\W_]+(?:[’'](?:s|t)\b)?|&")
_BREAK = re.compile(r"[^\w’'&/.+,\s-]")
_AHEAD, _MOST_WORDS = 160, 14  # so far before a short form may its words begin
_INNER = 0.34  # so many of the letters may come from inside words
_LONGEST = 20_000
_SEVERAL = 4
_LEFT_OUT = 3  # forms with more letters may leave out a word


def find_abbreviations(document: Document, blocks: Sequence[Block], attendees: Sequence[Attendee]) -> dict[str, str]:
    """Short forms and what they stand for, in the order of the text; people's initials are not among them."""
    names = {attendee.name.lower() for attendee in attendees}
    initials = {short: attendee for attendee in attendees for short in attendee.abbreviations}
    found: list[tuple[int, str, str]] = [
        (attendee.span.start, short, attendee.role)
        for short, attendee in initials.items()
        if attendee.role and _cost(short, attendee.role) is not None
    ]
    people: list[tuple[int, str, str]] = []
    offices = {short for _, short, _ in found}
    for block in blocks:
        if block.kind in ("code", "meta") or len(block.text) > _LONGEST:
            continue
        for start, short, words in _spelt(block.text):
            listed = words.lower() in names or (short in initials and short not in offices)
            if not listed and not any(words.lower() in name for name in names):
                place = document.span(block.start + start, block.start + start + 1).start
                (people if _may_be_person(short, words, block.text) else found).append((place, short, words))
    found += people if len(people) < _SEVERAL else []  # a list of people with their initials
    forms: dict[str, str] = {}
    for _, short, words in sorted(found):
        if short not in forms and short.rstrip("s") not in forms and f"{short}s" not in forms:
            forms[short] = re.sub(r"(?<=[a-z])[’']s$", "", words)  # "the Ministry of Sport's (MoS) plan"
    return forms


def _may_be_person(short: str, words: str, text: str) -> bool:
    """Whether a form may be somebody's initials: two capitalised words, none of them of a body or thing."""
    parts = words.split()
    plain = all(part[:1].isupper() and part.replace("-", "").replace("’", "").isalpha() for part in parts)
    things = set(load("abbreviations").words["things"])
    ahead = text[: text.find(words)].split()[-1:]
    plain = plain and not (ahead and ahead[0].lower() in load("abbreviations").words["articles"])
    return plain and len(parts) == 2 and len(short) <= 3 and not things & {part.lower() for part in parts}


def _spelt(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a text spells out short forms: the place, the form, the words."""
    for hit in load("abbreviations").all("spelt", text):
        if words := _words(hit):
            yield hit.match.start("short"), hit.match["short"], words


def _words(hit: Hit) -> str | None:
    """The words before or after a short form whose letters it takes; None where they do not fit."""
    short = hit.match["short"]
    if sum(c.isupper() for c in short) < 2:
        return None
    if "long" in hit.match.groupdict():
        return _head(short, hit.match["long"])
    start = hit.match.start()
    before = _BREAK.split(hit.match.string[max(0, start - _AHEAD) : start])[-1].rstrip(" ,")
    words = list(_WORD.finditer(before))[-_MOST_WORDS:]
    costs = [(_cost(short, before[word.start() :]), i) for i, word in enumerate(words)]
    fits = [(cost, -i) for cost, i in costs if cost is not None]
    if not fits:
        return None
    first = -min(fits)[1]
    near = {word[0].lower().rstrip(".") for word in words[max(0, first - 1) : first + 1]}
    return None if near & set(load("abbreviations").words["titles"]) else before[words[first].start() :]


def _head(short: str, text: str) -> str | None:
    """The beginning of a text that the short form fits best."""
    beginnings = [text[: word.end()].rstrip(" ,.”\"'") for word in _WORD.finditer(text)]
    fits = [(cost, len(words)) for words in beginnings if (cost := _cost(short, words)) is not None]
    return text[: min(fits)[1]] if fits else None


def _cost(short: str, words: str) -> float | None:
    """How ill a short form fits words: the number of its letters that are neither initials nor capitals of them.

    None where it does not fit at all: a word is passed over, or too many letters come from inside words.
    """
    parts, small = _PART.findall(words), load("abbreviations").words["small"]
    if not parts or {parts[0].lower(), parts[-1].lower()} & set(small) or len(words) <= len(short):
        return None
    bare = "".join(_PART.findall(short)).replace("-", "")
    costs: list[float | None] = [_match(bare, parts)]
    if bare[-1] in "sS" and len(bare) > 2 and (cost := _match(bare[:-1], parts)) is not None:
        costs.append(cost + (0 if bare[-1] == "s" else 0.5))
    return min((cost for cost in costs if cost is not None), default=None)


def _match(letters: str, parts: list[str]) -> int | None:
    if len(parts) > 2 * len(letters) + 4:
        return None
    small = load("abbreviations").words["small"]
    known: dict[tuple[int, int], int | None] = {}

    def rest(i: int, j: int) -> int | None:
        """The cost of fitting the letters from j on to the parts from i on."""
        if i == len(parts):
            return 0 if j == len(letters) else None
        if (i, j) not in known:
            part = parts[i].lstrip("-")
            passed = part.lower() in small or part != parts[i]  # "-ordinator" may, or may not, have a letter
            costs = [rest(i + 1, j)] if passed else []
            if (
                not passed
                and 0 < i < len(parts) - 1
                and len(letters) > _LEFT_OUT
                and (more := rest(i + 1, j)) is not None
            ):
                costs.append(more + 1)  # "Association of Public Safety Officials (APO…)"
            if j < len(letters) and part[0].lower() == letters[j].lower():
                taken = [(cost, rest(i + 1, k)) for k, cost in _taken(part, letters, j)]
                costs += [cost + more for cost, more in taken if more is not None]
            known[i, j] = min((cost for cost in costs if cost is not None), default=None)
        return known[i, j]

    cost = rest(0, 0)
    return cost if cost is not None and cost <= int(_INNER * len(letters)) else None


def _taken(part: str, letters: str, j: int) -> Iterator[tuple[int, int]]:
    """How many letters from j on a word may give, beginning with its first, and how many are no capitals of it."""
    k, cost = j + 1, 0
    yield k, cost
    at = 1
    while k < len(letters) and at < len(part):
        found = part.lower().find(letters[k].lower(), at)
        if found < 0:
            return
        cost += not part[found].isupper()
        k, at = k + 1, found + 1
        yield k, cost
