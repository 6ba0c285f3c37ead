"""How deep each heading stands."""

from minutesparse.layout.outline import Outline
from minutesparse.layout.units import Unit
from minutesparse.layout.words import words


def find_levels(outline: Outline) -> dict[int, int]:
    """The level of each heading, by its index among the units: 1 for items of the agenda, 2 for what stands in them."""
    levels: dict[int, int] = {}
    open_: list[tuple[object, ...]] = []
    base: list[tuple[object, ...]] | None = None  # what stands above the agenda
    chain = set(outline.chain)
    marked = any(outline.units[i].style == "heading" for i in outline.headings)
    agenda = _key(outline.units[outline.chain[0]]) if chain else ()
    for i in sorted(outline.headings):
        unit = outline.units[i]
        if i in chain:
            base = [k for k in open_ if k[0] == "marks"] if base is None else base
            open_ = [*base, agenda]
            levels[i] = len(open_)
            continue
        key = _key(unit)
        if agenda and key[0] == "number" and _alike(key, agenda):
            key = ("number", f"{key[1]} again", key[2])
        if key not in open_ and not marked and unit.title_text.lower() in words().top_titles and unit.number is None:
            key = open_[0] if open_ else key
        if unit.style == "heading":
            open_ = [k for k in open_ if k[0] == "marks" and isinstance(k[1], int) and k[1] < unit.depth]
        elif (found := next((n for n, known in enumerate(open_) if _alike(known, key)), -1)) >= 0:
            key = open_[found]
            open_ = open_[:found]
        elif chain and unit.number is None and agenda in open_ and _outranks(unit, outline.units[outline.chain[0]]):
            open_ = []
        open_.append(key)
        levels[i] = len(open_)
    return levels


def _key(unit: Unit) -> tuple[object, ...]:
    """What headings of one level have in common."""
    if unit.style == "heading":
        return ("marks", unit.depth)
    if unit.number:
        return ("number", unit.number.form.replace("n ", "n"), unit.indent)
    return ("face", unit.face or ("strong" if unit.run_in == "strong" else "plain"), unit.title_text.isupper())


def _alike(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    """Whether two keys are of one level; numbers may be set in a little more or less."""
    if a[0] == b[0] == "number" and isinstance(a[2], int) and isinstance(b[2], int):
        return a[1] == b[1] and abs(a[2] - b[2]) <= 2
    return a == b


def _outranks(unit: Unit, item: Unit) -> bool:
    return unit.title_text.isupper() and not item.title_text.isupper()
