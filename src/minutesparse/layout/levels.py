"""How deep each heading stands."""

from minutesparse.layout.outline import FACES, Outline, label_of
from minutesparse.layout.printed import find_printed
from minutesparse.layout.titles import is_loud
from minutesparse.layout.units import Unit
from minutesparse.layout.words import is_top_title, words

_Key = tuple[str, str | int, int]  # marks, number or face; which; how far set in


def find_levels(outline: Outline) -> dict[int, int]:
    """The level of each heading, by its index among the units: 1 for items of the agenda, 2 for what stands in them.

    The headings that stand open over a place are a stack of keys: a heading goes to where one of its kind stands,
    else it is one level deeper than the last.
    """
    units = outline.units
    levels: dict[int, int] = {}
    open_: list[_Key] = []
    last: dict[_Key, int] = {}  # what the last number of each kind counted
    base: list[_Key] | None = None  # what stands above the agenda
    over: list[_Key] = []  # and above its items here
    chain = {i for i in outline.chain if units[i].style != "heading"}
    item = units[outline.chain[0]] if chain else None
    marked = any(units[i].style == "heading" for i in outline.headings)
    printed = _last_before(outline.headings, find_printed(units)[1].stop)
    for i in sorted(outline.headings):
        unit, key = units[i], _key(units[i])
        if levels and max(levels) == printed and unit.style != "heading":
            open_ = open_[:-1]  # nothing stands under the agenda printed on top but its own entries
        anew = ("number", f"{key[1]} again", key[2])  # a list that counts like the agenda inside one of its items
        begins = unit.number and (unit.number.value == 1 or last.get(anew) == unit.number.value - 1)
        if item and (
            i in chain
            or _closes(outline, i)
            or (key[0] == "number" and _alike(key, _key(item)) and _looks_like(unit, item) and not begins)
        ):
            if base is None:
                umbrella = i - 1 in levels and label_of(units[i - 1]) in words().umbrellas
                base = [k for k in open_ if k[0] == "marks" or umbrella]
                over = base
            if i - 1 in levels and len(levels) > 1 and _holds_items(units[i - 1], item):
                over = [*base, _key(units[i - 1])]
                levels[i - 1] = len(over)
            elif is_top_title(label_of(unit)):
                over = base
            open_ = [*over, _key(item)]
        elif item and _heads_people(unit):
            levels[i] = 1 + sum(1 for k in open_ if k[0] == "marks" and int(k[1]) < unit.depth)
            continue
        elif unit.style == "heading":
            open_ = [k for k in open_ if k[0] == "marks" and int(k[1]) < unit.depth]
            open_.append(key)
        else:
            if item and key[0] == "number" and _alike(key, _key(item)):
                key = anew
            label = label_of(unit)
            if key[0] == "face" and (label in words().holders or is_top_title(label)):
                open_ = [k if k[0] != "holder" else ("face", k[1], 0) for k in open_]
            open_ = _goes(open_, key, unit, item, marked, last)
            if (
                key[0] == "face"
                and unit.alone
                and label in words().holders
                and i + 1 in outline.headings
                and _key(units[i + 1]) == key
            ):
                open_ = [*open_[:-1], ("holder", *key[1:])]
        levels[i] = len(open_)
        if unit.number and open_:
            last[open_[-1]] = unit.number.value
    return levels


def _last_before(headings: set[int], below: int) -> int:
    """The last heading before a unit; -1 for none."""
    return max((i for i in headings if i < below), default=-1)


def _goes(
    open_: list[_Key], key: _Key, unit: Unit, item: Unit | None, marked: bool, last: dict[_Key, int]
) -> list[_Key]:
    """The keys that stand open after a heading without marks."""
    short = key[0] == "face" and unit.title_text.isupper() and not is_loud(unit.title_text)
    for n, known in enumerate(open_):
        if _alike(known, key) or (short and known[0] == "face" and str(known[1]).split()[0] == str(key[1]).split()[0]):
            return [*open_[:n], known]
    if key[0] == "item":
        return [*(k for k in open_ if k[0] != "item" or int(k[1]) < int(key[1])), key]
    if unit.number:  # set in otherwise, as on another page, but the next of its list
        for n, known in enumerate(open_):
            if known[:2] == key[:2] and last.get(known) == unit.number.value - 1:
                return [*open_[:n], known]
    else:
        if not marked and open_ and is_top_title(label_of(unit)):
            return open_[:1]
        if item and _outranks(unit, item):
            return [key]
    return [*open_, key]


def _key(unit: Unit) -> _Key:
    """What headings of one level have in common."""
    if unit.style == "heading":
        return ("marks", unit.depth, 0)
    if unit.style == "item":
        return ("item", unit.depth or 1 + unit.indent // 2, 0)
    if unit.number:
        return ("number", unit.number.form.replace("n ", "n"), unit.indent)
    face = unit.face or (unit.run_in if unit.run_in in ("strong", "emphasis") else "plain")
    return ("face", f"{face} {'caps' if unit.title_text.isupper() or is_loud(unit.title_text) else ''}", 0)


def _alike(a: _Key, b: _Key) -> bool:
    """Whether two keys are of one level; numbers may be set in a little more or less."""
    return a[:2] == b[:2] and (a[0] != "number" or abs(a[2] - b[2]) <= 2)


def _closes(outline: Outline, i: int) -> bool:
    """Whether a heading behind the agenda's last item goes on with its numbers, or repeats the last by mistake."""
    last, number = outline.units[outline.chain[-1]].number, outline.units[i].number
    if last is None or number is None or i < outline.chain[-1] or number.depth > 1:
        return False
    return number.form.replace("n ", "n") == last.form.replace("n ", "n") and number.value - last.value in (0, 1)


def _looks_like(unit: Unit, item: Unit) -> bool:
    """Whether a heading whose number is out of order is set in the bold or the capitals of the agenda's items."""
    strong = [u.face in FACES or u.run_in in FACES for u in (unit, item)]
    caps = [u.title_text.isupper() for u in (unit, item)]
    return strong[0] == strong[1] and caps[0] == caps[1] and (strong[0] or caps[0])


def _heads_people(unit: Unit) -> bool:
    """Whether a marked heading stands over the attendance, so that the agenda does not stand under it."""
    label = label_of(unit)
    return unit.style == "heading" and label in words().header_labels and label not in words().umbrellas


def _holds_items(unit: Unit, item: Unit) -> bool:
    """Whether a heading without a number right above an item of the agenda stands over the items from here on."""
    if unit.number or unit.style != "plain" or not unit.alone:
        return False
    label = label_of(unit)
    return label in words().holders or (_outranks(unit, item) and not is_top_title(label))


def _outranks(unit: Unit, item: Unit) -> bool:
    return unit.style != "item" and unit.title_text.isupper() and not item.title_text.isupper()
