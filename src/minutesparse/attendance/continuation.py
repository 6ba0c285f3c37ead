"""Whether a line goes on with the list of people above it."""

import re

from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.entry import Entry
from minutesparse.attendance.group import Group
from minutesparse.attendance.labels import NUMBER, Labels
from minutesparse.attendance.passages import ENTRY, HANGING, prose
from minutesparse.document import Document, Line
from minutesparse.persons import words
from minutesparse.rules import load

LONGEST = 4_000  # characters of one passage
_ENDED = re.compile(r"[a-z]{3}\.\s*$")
PRINTED = re.compile(rf"(?:{NUMBER.pattern}|\d{{1,2}}[.)](?=[A-Z]))")  # of an entry in a list


class Continuation:
    """Judges the lines of a document; `at` is the number of the line being read."""

    def __init__(self, document: Document, labels: Labels) -> None:
        self.document, self.labels = document, labels
        self.at = 0

    def goes_on(self, group: Group, line: Line, text: str) -> bool:
        """Whether a line belongs to the list above it."""
        if sum(b - a for a, b, _ in group.lines) > LONGEST * 3 or len(text) > LONGEST:
            return False
        last = group.lines[-1] if group.lines else None
        bare = text.strip()
        if last and last[2].style == "item" and line.style == "plain" and line.gap:
            return False
        if (
            last
            and last[2].style == "plain"
            and line.style == "item"
            and "," in self.document.reading[last[0] : last[1]]
        ):
            return False  # a list of its own after "Present: Ann Bell, Carl Dorn"
        ended = last is not None and _ENDED.search(self.document.reading[last[0] : last[1]]) is not None
        if last and ended and line.wholly("strong") and not last[2].wholly("strong"):
            return False  # a heading behind the list
        if prose(bare) and not (line.style == "item" and ENTRY.match(bare) and read_entries(bare, 0, per_line=True)):
            return False
        if (
            last
            and line.style == "plain"
            and (
                HANGING.search(self.document.reading[last[0] : last[1]])
                or bare[0] in "(&"
                or bare[0].islower()
                or words().bracketed.search(bare)
            )
        ):
            return True
        if len(bare) > 8 and self.labels.begins_other(bare):
            return False
        if load("attendees").first("crowd", bare) or (HANGING.search(bare) and words().office(bare.split(",")[0])):
            return True
        if (number := PRINTED.match(bare)) and not (last and line.style == "item"):
            entries = read_entries(bare[number.end() :], 0, per_line=True)
            return (
                bool(entries)
                and len(bare) < 70
                and (entries[0].sure or self._numbered(group, entries) or (number.end() < 4 and number[0][-1] != " "))
            )
        entries = read_entries(bare, 0, per_line=True)
        if line.wholly("strong") and not (entries and entries[0].sure):
            return False
        if line.style == "item":
            return bool(entries) or len(bare) < 40
        return bool(entries) and (entries[0].sure or len(bare) < 90 or "," in bare)

    def resumes(self, group: Group, following: Line) -> bool:
        """Whether the list begins after a remark, or goes on after a line that explains its last entry."""
        if not group.lines:
            return following.style == "item" and self.labels.begins_list(following)
        text = self.document.reading[following.start : following.end]
        if following.style == "heading" or len(text) > 120 or prose(text) or NUMBER.match(text):
            return False
        entries = read_entries(text, 0, per_line=True)
        return len(entries) == 1 and " " in entries[0].name and entries[0].organisation is not None

    def _numbered(self, group: Group, entries: list[Entry]) -> bool:
        """Whether the line being read stands in a run of numbered lines that hold nothing but people."""
        if group.numbered:
            return " " in entries[0].name
        texts: list[str] = []
        for line in self.document.lines[self.at : self.at + 8]:
            text = self.document.reading[line.start : line.end]
            if (number := PRINTED.match(text)) is None or line.style != "plain" or (texts and line.gap):
                break
            texts.append(text[number.end() :])
        named = sum(
            bool(entries) and " " in entries[0].name
            for entries in (read_entries(text, 0, per_line=True) for text in texts if not prose(text))
        )
        group.numbered = len(texts) > 1 and 5 * named >= 4 * len(texts)
        return group.numbered

    def wraps(self, line: Line) -> bool:
        """Whether a line goes on with the item before it."""
        return line.style == "plain" and line.gap == 0 and line.indent > 0
