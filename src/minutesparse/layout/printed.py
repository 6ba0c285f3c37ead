"""The agenda as it is printed above the minutes: its entries are titles wherever they come again below."""

import re
from collections.abc import Sequence
from dataclasses import replace

from minutesparse.layout.outline import label_of
from minutesparse.layout.units import Unit
from minutesparse.layout.words import words

_LEAST = 3  # entries of an agenda
_MOST = 40
_WORDS = 14  # of an entry
_AGAIN = 2  # entries that come again below
_BEHIND = 60  # characters of what stands behind a title and is no text
_TAIL = re.compile(r"\s*(?:[(\[]|\s#\d|\s[-–—]\s|:\s|\.\s).*$")


def find_printed(units: Sequence[Unit]) -> tuple[frozenset[str], range]:
    """The entries of the agenda that is printed on top, as labels, and their units; an empty set for none."""
    for i, unit in enumerate(units):
        if unit.number or (label_of(unit) or unit.text.lower().strip(" :")) not in words().agendas:
            continue
        end = i + 1 + (i + 1 < len(units) and not _is_entry(units[i + 1]))  # a line may say where it comes from
        entries: set[str] = set()
        while end < len(units) and end - i <= _MOST and _is_entry(units[end]):
            if (entry := entry_of(units[end])) in entries and units[end].style == "plain":
                break  # here the minutes begin
            entries.add(entry)
            end += 1
        entries = {entry for entry in entries if len(entry) > 2}
        if len(entries) >= _LEAST:
            return frozenset(entries), range(i + 1, end)
    return frozenset(), range(0)


def repeated(units: Sequence[Unit]) -> tuple[dict[int, Unit], range]:
    """The lines that are, or begin with, an entry of the agenda printed on top, each with the entry for its title.

    And the units of that agenda; both empty where hardly an entry comes again.
    """
    printed, above = find_printed(units)
    hits = [i for i in range(above.stop, len(units) - 1) if units[i].style == "plain" and entry_of(units[i]) in printed]
    if len({entry_of(units[i]) for i in hits}) < _AGAIN:
        return {}, range(0)
    return {i: _as_title(units[i]) for i in hits if units[i].number is None}, above


def _as_title(unit: Unit) -> Unit:
    entry = entry_of(unit)
    end = unit.start + unit.text.lower().index(entry) + len(entry)
    rest = unit.text[end - unit.start :]
    if len(rest) <= _BEHIND:  # who presents it, how long it takes
        return replace(unit, title=(unit.start, end), body=unit.end, run_in="")
    body = unit.end - len(rest.lstrip(" .:;,-–—*?"))
    return replace(unit, title=(unit.start, end), body=body, run_in="words")


def entry_of(unit: Unit) -> str:
    """The words of a unit as an entry of the agenda: without number, presenter and what closes it."""
    text = unit.text[unit.number.end if unit.number else 0 :]
    return _TAIL.sub("", text).strip(" .:;,-–—*?").lower()


def _is_entry(unit: Unit) -> bool:
    """Whether a unit can be an entry of an agenda: an item, a row or a short line."""
    label = words().label.match(unit.text)
    short = len(unit.text.split()) <= _WORDS and not (label and label["label"].lower() in words().header_labels)
    return unit.style in ("item", "row") or (unit.style == "plain" and short and not unit.text.endswith("."))
