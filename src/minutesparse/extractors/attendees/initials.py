"""The initials that the text uses of people and no list prints."""

import re
from collections import Counter

from minutesparse.document import Document
from minutesparse.extractors.attendees.found import Found
from minutesparse.rules import load

_SHORT_FORM = re.compile(r"[A-Z](?<!\w.)(?<!\d\s.)[A-Za-z]{0,9}[A-Z]\b")


def add_initials(document: Document, people: list[Found]) -> None:
    """Give people the short forms that the list does not print but the text uses of them alone."""
    owners: dict[str, list[Found]] = {}
    for one in (one for one in people if not one.entry.abbreviations):
        for form in short_forms(one.entry.name):
            owners.setdefault(form, []).append(one)
    taken = {form for one in people for form in one.entry.abbreviations}
    wanted = {form: whose[0] for form, whose in owners.items() if len(whose) == 1 and form not in taken}
    if not wanted:
        return
    printed = Counter(match[0] for match in _SHORT_FORM.finditer(document.reading) if match[0] in wanted)
    used = load("attendees").patterns["acting"]
    acting = Counter(match["who"] for match in used.finditer(document.reading) if match["who"] in wanted)
    initials = [form for form in printed if acting[form] and (printed[form] < 4 or 3 * acting[form] >= printed[form])]
    habit = len(initials) + sum(bool(one.entry.abbreviations) for one in people)
    for form in printed:
        if f" the {form} " in document.reading:
            continue
        if not form.isupper() or habit > 3 or (form in initials and (habit > 1 or acting[form] > 1)):
            wanted[form].entry.abbreviations.append(form)


def short_forms(name: str) -> set[str]:
    """How people may be called by initials: Ann Mary Bell is AB, AMB, AnnB."""
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if part[0].isupper()]
    if len(parts) < 2:
        return set()
    forms = {"".join(part[0] for part in parts), parts[0][0] + parts[-1][0]}
    return forms | {parts[0] + parts[-1][0]} | ({parts[0][:3] + parts[-1][0]} if len(parts[0]) > 3 else set())
