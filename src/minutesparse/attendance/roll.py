"""Where the minutes list who was there: the passages under each label, and what it says of those it lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from minutesparse.attendance.cells import STATUSES, Cells
from minutesparse.attendance.continuation import LONGEST, PRINTED, Continuation
from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.group import Group, body_of
from minutesparse.attendance.labels import NUMBER, Label, Labels
from minutesparse.attendance.opening import open_group
from minutesparse.attendance.passages import prose
from minutesparse.attendance.register import aligned, read_columns, shows_attendance
from minutesparse.document import Document, Line
from minutesparse.persons import words
from minutesparse.reading.columns import begins_another
from minutesparse.rules import Rule, Source, Vocabulary, load

_TABLE = Rule("table", Source("roll.py: table", "(?!)"), confidence=0.9)
_BOX = re.compile(r"\[(?P<mark>[ xX✓✔]?)\]\s*")


def find_groups(document: Document) -> Iterator[Group]:
    """The groups in which people are listed, in the order of the text."""
    yield from _Finder(document).find()


class _Finder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.vocabulary: Vocabulary = load("attendees")
        self.labels = Labels(document)
        self.cells = Cells(document, self.labels)
        self.lists = Continuation(document, self.labels)
        self.done: list[Group] = []
        self.group: Group | None = None
        self.outer: Group | None = None  # the group around one whose label is a list item
        self.covered = 0  # where the last label ends, it may be on the next line
        self.voted = 0  # lines for which a roll call vote still counts
        self.listed = False  # whether a group of members came already

    def find(self) -> list[Group]:
        lines = self.document.lines
        table = 0  # where the table ends that was read last
        for i, line in enumerate(lines):
            self.lists.at = i
            if i < table:
                continue
            if line.style in ("meta", "code"):
                self.close()
            elif line.style == "row" or (len(line.cells) > 1 and self.heads(line)):
                table = i + 1
                while (
                    table < len(lines)
                    and lines[table].style == line.style
                    and lines[table].cells
                    and not (line.style == "row" and lines[table].gap and begins_another(lines[i:table], lines[table]))
                ):
                    table += 1
                self.table(lines[i:table])
            elif len(line.cells) > 1 and self.cells.heads_columns(line):
                table = i + 1
                while table < len(lines) and self.stands_under(lines[table]):
                    table += 1
                self.columns([line, *(aligned(self.document, line, row) for row in lines[i + 1 : table])])
            else:
                self.line(line, lines[i + 1] if i + 1 < len(lines) else None)
        self.close()
        return self.done

    def stands_under(self, line: Line) -> bool:
        """Whether a line goes on with columns of people set with spaces."""
        text = self.document.reading[line.start : line.end]
        if line.style != "plain" or NUMBER.match(text) or prose(text):
            return False
        return len(line.cells) > 1 or bool(not self.labels.of(line, None) and read_entries(text, 0, per_line=True))

    def heads(self, line: Line) -> bool:
        """Whether a line with column gaps is the head of a table of attendance."""
        kinds = read_columns(self.document, line)
        return shows_attendance(kinds) or (len(kinds) > 1 and self.group is not None and not self.group.lines)

    def table(self, rows: Sequence[Line]) -> None:
        """A table: of attendance, or with labels in its first column, or of something else."""
        parts = [i for i, row in enumerate(rows) if self.cells.stands_alone(row)]
        if parts and not parts[0] and len(rows) > 1:
            for a, b in pairwise((*parts, len(rows))):
                self.part(rows[a:b], headed=False)
            return
        while len(rows) > 1 and sum(a < b for a, b in rows[0].cells) < min(2, sum(a < b for a, b in rows[1].cells)):
            rows = rows[1:]  # a title over the whole table
        if self.cells.heads_columns(rows[0]) and not self.cells.names_officers(rows[1:]):
            self.columns(rows)
            return
        if parts := [i for i, row in enumerate(rows) if self.cells.titled(row)]:
            if parts[0]:
                self.table(rows[: parts[0]])
            for a, b in pairwise((*parts, len(rows))):
                self.part(rows[a:b])
            return
        if len(rows[0].cells) > 1 and not self.heads(rows[0]) and self.cells.is_form(rows):
            for row in rows:
                self.labelled_row(row)
            return
        if self.group is not None and not self.group.lines and self.group.office is None:
            self.group.rows = list(rows)
        elif sum(self.inline(row) for row in rows[:40]):
            return
        elif self.heads(rows[0]):
            self.close()
            self.group = Group(_TABLE, "present", "")
            self.listed_in(rows)
        self.close()

    def inline(self, row: Line) -> bool:
        """Whether a cell of a row that sets the whole minutes in columns lists people: "1 | Apologies: Ann Bell"."""
        for start, end in row.cells[:2]:
            text = self.document.reading[start:end]
            if not (2 < len(text) < LONGEST) or ":" not in text[:60]:
                continue
            cell = replace(row, start=start, end=end, cells=(), style="plain")
            labels = self.labels.of(cell, None)
            if labels and labels[0].start == start and labels[0].rule.value in STATUSES and labels[0].end < end:
                for label, after in zip(labels, (*labels[1:], None), strict=False):
                    self.open(cell, label)
                    self.take(cell, label.end, after.start if after else end)
                self.close()
                return True
        return False

    def columns(self, rows: Sequence[Line]) -> None:
        """A table that lists people in columns, each under a label; further labels may stand inside a column."""
        for column in range(len(rows[0].cells)):
            self.close()
            for row in rows:
                start, end = row.cells[column] if column < len(row.cells) else (0, 0)
                if end <= start:
                    continue
                if rule := self.cells.label_of((start, end)):
                    self.open(row, Label(start, row.end, self.document.reading[start:end].strip(" :"), rule))
                else:
                    self.take(replace(row, cells=()), start, end)
        self.close()

    def part(self, rows: Sequence[Line], headed: bool = True) -> None:
        """The rows under one such head; `headed` says that it names the other columns too."""
        start, end = rows[0].cells[0]
        if rule := self.cells.label_of((start, end)):
            self.open(rows[0], Label(start, rows[0].end, self.document.reading[start:end].strip(" :"), rule))
        self.listed_in(rows if headed else rows[1:])

    def listed_in(self, rows: Sequence[Line]) -> None:
        """Give the rows to the open group, but for those with a label of their own: "Apologies | Ann Bell"."""
        apart = next((i for i in range(1, len(rows)) if self.cells.names_apart(rows[i])), len(rows))
        if self.group is not None:
            self.group.rows = list(rows[:apart])
        for row in rows[apart:]:
            self.labelled_row(row)
        self.close()

    def labelled_row(self, row: Line) -> None:
        """A row with labels, in its first cell and perhaps in others, and people in the cells after each."""
        for i, (a, b) in enumerate(row.cells):
            rule = self.cells.label_of((a, b))
            after = row.cells[i + 1][0] if i + 1 < len(row.cells) else row.end
            if rule and (i == 0 or i + 1 < len(row.cells)):
                self.open(row, Label(a, after, self.cells.words_of((a, b)), rule))
            elif i and self.group:
                self.take(replace(row, cells=()), a, b)
            elif i == 0 and a < b:
                self.close()

    def close(self) -> None:
        if self.group is not None and (self.group.rows or self.group.lines or self.group.rule.value != "role"):
            self.done.append(self.group)
        self.group = None

    def line(self, line: Line, following: Line | None) -> None:
        self.voted -= 1
        if self.vocabulary.patterns["vote"].match(
            self.document.reading[line.start : min(line.end, line.start + 60)].lower()
        ):
            self.voted = 4
            self.close()
            return
        start = max(line.start, self.covered)
        self.labels.inside, self.labels.voted = self.group is not None, self.voted > 0
        labels = [label for label in self.labels.of(line, following) if label.start >= start]
        if not labels or labels[0].start > start:
            self.unlabelled(line, start, labels[0].start if labels else line.end, following)
        for label, after in zip(labels, (*labels[1:], None), strict=False):
            self.open(line, label)
            self.covered = label.end
            stop = after.start if after else line.end
            self.take(line, label.end, stop)

    def open(self, line: Line, label: Label) -> None:
        before = self.outer if self.outer and line.style == "item" and line.indent <= self.indent() else self.group
        depth = line.depth if line.style == "heading" else 0
        self.close()
        self.group = open_group(label, before, depth, first=not self.done, listed=self.listed)
        self.listed = self.listed or label.rule.value in ("members", "present")
        if line.style == "item" and label.end < line.end:
            self.group.indent, self.outer = line.indent, before
        else:
            self.outer = None

    def indent(self) -> int:
        """Of the list item that holds the open group's label."""
        return self.group.indent if self.group else -1

    def reopen(self) -> None:
        """Go back to the group around the open one."""
        outer, self.outer = self.outer, None
        self.close()
        if outer is not None:
            self.group = replace(outer, lines=[], marks={})

    def take(self, line: Line, start: int, end: int) -> None:
        """Add a stretch of a line to the open group."""
        if self.group is None or end <= start:
            return
        reading = self.document.reading
        end = min(end, start + 3 * LONGEST)
        if any(_BOX.match(reading, a, b) for a, b in line.cells[1:]):
            self.boxes(self.group, line)
            return
        while start < end and reading[start] == " ":
            start += 1
        self.group.lines.append((start, end, line))
        if line.marker in ("[x]", "[✓]", "[X]"):
            self.group.marks[start] = self.group.status
        elif line.marker == "[]":
            self.group.marks[start] = "absent"

    def boxes(self, group: Group, line: Line) -> None:
        """Add a line of several boxes, each before somebody: "[x] Ann Bell   [ ] Bob Dow"."""
        for a, b in line.cells:
            box = _BOX.match(self.document.reading, a, b)
            start = box.end() if box else a
            ticked = box["mark"].strip() if box else line.marker != "[]"
            group.lines.append((start, b, replace(line, cells=())))
            group.marks[start] = group.status if ticked else "absent"

    def unlabelled(self, line: Line, start: int, end: int, following: Line | None) -> None:
        """A line without a label: it goes on with the open group, begins another inside it, or ends it."""
        if self.group is None or end <= start:
            return
        text = self.document.reading[start:end]
        if (
            self.group.indent >= 0
            and (line.style != "item" or line.indent <= self.group.indent)
            and not self.lists.wraps(line)
        ):
            self.reopen()
            if self.group is None:
                return
        if line.style == "heading":
            self.heading(line, text)
        elif self.sub_label(self.group, line, text, following):
            return
        elif (crowd := self.vocabulary.first("crowd", text)) and not crowd.match.start() and "," not in text:
            return  # "4 members of the public", a line that names nobody
        elif self.lists.goes_on(self.group, line, text):
            number = PRINTED.match(text) if line.style == "plain" else None
            self.take(line, start + number.end() if number else start, end)
        elif not (self.group.depth and following and self.lists.resumes(self.group, following)):
            self.close()

    def heading(self, line: Line, text: str) -> None:
        before = self.group
        self.close()
        if before and before.depth and line.depth > before.depth and len(text) < 70 and not NUMBER.match(text):
            body = (
                text.strip(" :") if words().body(text) and body_of(text) and self.done and self.done[-1].lines else None
            )
            self.group = Group(before.rule, before.status, text, before.depth, body=body)

    def sub_label(self, before: Group, line: Line, text: str, following: Line | None) -> bool:
        """Whether a line names the body of those who follow: "Anytown Borough Council:"."""
        if (
            line.style == "item"
            and following is not None
            and following.style == "item"
            and following.indent > line.indent
        ):
            entries = read_entries(text, 0, per_line=True)
            return not (entries and entries[0].sure) and (text.isupper() or not entries)
        colon = text.rstrip(" -").endswith(":")
        if not (colon or (line.wholly("strong") and line.style == "plain")) or len(text) > 70 or following is None:
            return False
        after = self.document.reading[following.start : following.end]
        entries = read_entries(after, 0, per_line=True)
        if not (entries and words().body(text) and body_of(text.strip(" :-"))):
            return False
        if following.style == "heading" or NUMBER.match(text):
            return False
        if not colon and not entries[0].sure:
            return False
        self.close()
        self.group = Group(before.rule, before.status, text, before.depth, body=text.strip(" :-"))
        return True
