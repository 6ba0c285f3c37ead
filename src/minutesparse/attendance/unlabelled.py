"""A list of people at the top of minutes that no label heads."""

from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.entry import Entry
from minutesparse.attendance.passages import prose
from minutesparse.document import Document, Line
from minutesparse.persons import words
from minutesparse.rules import load

_TOP = 60  # lines in which the list begins
_FEWEST = 3  # people with a title, an office or a body
_BARE = 4  # people of whom nothing is said but the name
_LONGEST = 300


def read_unlabelled(document: Document) -> list[Entry]:
    """The people of the first run of lines, above the business, that hold nothing but people; [] for none."""
    run: list[Entry] = []
    passed = False
    for line in [line for line in document.lines if line.style != "meta"][:_TOP]:
        text = document.reading[line.start : line.end]
        if run and load("attendees").first("crowd", text):
            continue  # "Several residents"
        entries = _people(line, text)
        if not entries and run and not passed and len(text) < 100 and not prose(text) and line.style != "heading":
            passed = True  # one that is misspelt
            continue
        if not entries and _enough(run):
            return run
        run, passed = (run + entries, passed) if entries else ([], False)
        if len(text) > 60 and prose(text):
            return []
    return run if _enough(run) else []


def _people(line: Line, text: str) -> list[Entry]:
    """Who a line names, where it says nothing else."""
    if line.style not in ("plain", "item") or line.cells or len(text) > _LONGEST or prose(text):
        return []
    if len(several := read_entries(text, line.start, per_line=False)) >= _FEWEST:
        return several if all(entry.sure for entry in several) else []
    entries = read_entries(text, line.start, per_line=True)
    if len(entries) != 1 or entries[0].start != line.start or entries[0].end < line.end - 1:
        return []
    said = entries[0].sure or entries[0].role or entries[0].organisation
    tokens = text.split()
    bare = 1 < len(tokens) < 4 and all(words().plain(token) for token in tokens) and not text.isupper()
    return entries if (said and " " in entries[0].name) or bare else []


def _enough(run: list[Entry]) -> bool:
    """Whether these are so many that they can be nothing but a list of who was there."""
    told = sum(entry.sure or bool(entry.role or entry.organisation) for entry in run)
    return (told >= _FEWEST and 2 * told >= len(run)) or len(run) >= _BARE
