"""The agenda as it is printed above the minutes: its entries are titles wherever they come again below."""

import re
from collections.abc import Sequence

from minutesparse.layout.outline import label_of
from minutesparse.layout.units import Unit
from minutesparse.layout.words import words

_LEAST = 3  # entries of an agenda
_MOST = 40
_WORDS = 14  # of an entry
_TAIL = re.compile(r"\s*(?:[(\[]|\s#\d|\s[-–—]\s|:\s|\.\s).*$")


def find_printed(units: Sequence[Unit]) -> tuple[frozenset[str], int]:
    """The entries of the agenda that is printed on top, as labels, and the unit behind it; an empty set for none."""
    for i, unit in enumerate(units):
        if (label_of(unit) or unit.text.lower().strip(" :")) not in words().agendas or unit.number:
            continue
        end = i + 1
        while end < len(units) and end - i <= _MOST and _is_entry(units[end]):
            end += 1
        entries = {entry for unit in units[i + 1 : end] if (entry := entry_of(unit)) and len(entry) > 2}
        if len(entries) >= _LEAST:
            return frozenset(entries), end
    return frozenset(), 0


def entry_of(unit: Unit) -> str:
    """The words of a unit as an entry of the agenda: without number, presenter and what closes it."""
    text = unit.text[unit.number.end if unit.number else 0 :]
    return _TAIL.sub("", text).strip(" .:;,-–—*?").lower()


def _is_entry(unit: Unit) -> bool:
    """Whether a unit can be an entry of an agenda: an item, a row or a short line."""
    short = len(unit.text.split()) <= _WORDS
    return unit.style in ("item", "row") or (unit.style == "plain" and short and not unit.text.endswith("."))
