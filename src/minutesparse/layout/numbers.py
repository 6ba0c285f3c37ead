"""The numbers that headings and items carry: how they are printed, what they count, and which make the agenda."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutesparse.layout.words import words

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})\b")
_TIME = re.compile(r"\d{1,2}[.:]\d{2}\s?(?:[ap]\.?m\b|hrs|hours|[-–])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: `text` as printed, without what closes it; `form` how it is printed; `value` what it counts.

    `end` is where the words behind it begin; `depth` the count of its parts ("4.1.2" has three).
    """

    text: str
    form: str
    value: int
    end: int
    depth: int = 1
    parent: str = ""


def read_number(text: str) -> Number | None:
    """The number at the beginning of a text, None where there is none."""
    if not (text[:1].isalnum() or text[:1] == "("):
        return None
    match = words().number.match(text)
    if match is None or _DATE.match(text) or _TIME.match(text):
        return None
    item = "item" if match["item"] else ""
    if match["digits"]:
        closed = not text[match.end("digits") : match.end()].isspace()
        following = re.match(r"[A-Za-z]+", text[match.end() :])
        if not closed and following and following[0].lower() in words().months:
            return None
        form = item or ("n" if closed else "n ")
        return Number(match["digits"], form, int(match["digits"]), match.end())
    if match["mixed"]:
        parts = re.findall(r"\d+", match["mixed"])
        return Number(match["mixed"], "n/n", int(parts[0]), match.end())
    if match["dotted"]:
        return _dotted(match, item)
    word = match["paren"] or match["letters"]
    if word is None:
        return None
    bare = word.strip("()")
    kind = "d" if bare.isdigit() else "A" if bare.isupper() else "a"
    value = int(bare) if kind == "d" else ord(bare[0].lower()) - 96
    if kind != "d" and _is_roman(bare):
        kind, value = ("I", "i")[kind == "a"], _roman(bare)
    elif len(bare) > 1 and kind != "d":
        return None
    return Number(word, f"({kind})" if match["paren"] else kind, value, match.end())


def _dotted(match: re.Match[str], item: str) -> Number | None:
    text = match["dotted"]
    parts = re.findall(r"\d+", text)
    if len(parts) == 2 and parts[1] in ("0", "00"):
        return Number(text, item or "n.0", int(parts[0]), match.end())
    if len(parts[0]) > 3 or (len(parts) == 2 and len(parts[1]) > 2):
        return None
    parent = text[: -1 - len(parts[-1])]
    return Number(text, f"n{'.n' * (len(parts) - 1)}", int(parts[-1]), match.end(), len(parts), parent)


def _is_roman(word: str) -> bool:
    lowered = word.lower()
    return bool(re.fullmatch(r"x{0,3}l?x{0,3}(?:ix|iv|v?i{0,3})", lowered)) and bool(lowered) and lowered != "l"


def _roman(word: str) -> int:
    values = [_ROMAN[c] for c in word.lower()]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def as_letter(number: Number, before: Number | None) -> Number:
    """A single letter that could be a Roman number: read as a letter where the one before it in the list says so."""
    bare = number.text.strip("()").lower()
    if len(bare) != 1 or bare not in "ivx" or before is None:
        return number
    letter = before.form.strip("()") in ("a", "A") and before.value == ord(bare) - 97
    if not letter:
        return number
    form = number.form.replace("i", "a").replace("I", "A")
    return Number(number.text, form, ord(bare) - 96, number.end)


@dataclass(frozen=True, slots=True)
class Counted:
    """A place that carries a number, and what speaks for its being an item of the agenda (from 0 to about 2)."""

    number: Number
    weight: float
    indent: int
    style: tuple[object, ...]


def find_chain(places: Sequence[Counted]) -> list[int]:
    """The indices of the places that number the agenda: the best sequence that counts up in one form; [] for none."""
    best: dict[tuple[str, int], int] = {}
    score: list[float] = []
    before: list[int] = []
    for i, place in enumerate(places):
        number = place.number
        total, previous = (0.6 if number.value == 1 or number.form == "n/n" else -0.4), -1
        for step, cost in ((1, 0.0), (2, 0.7), (3, 1.1)):
            j = best.get((number.form + number.parent, number.value - step))
            if j is None:
                continue
            alike = sum(0.3 for a, b in zip(places[j].style, place.style, strict=True) if a == b)
            alike += 0.6 if abs(places[j].indent - place.indent) <= 2 else 0.0
            if score[j] - cost + alike > total:
                total, previous = score[j] - cost + alike, j
        score.append(total + place.weight)
        before.append(previous)
        key = (number.form + number.parent, number.value)
        if key not in best or score[i] > score[best[key]]:
            best[key] = i
    if not score:
        return []
    i = max(range(len(score)), key=score.__getitem__)
    chain = []
    while i >= 0:
        chain.append(i)
        i = before[i]
    return chain[::-1]
