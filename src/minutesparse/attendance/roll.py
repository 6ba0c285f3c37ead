"""Where the minutes list who was there: the passages under each label, and what it says of those it lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from minutesparse.attendance.continuation import LONGEST, PRINTED, Continuation
from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.group import Group, body_of
from minutesparse.attendance.labels import NUMBER, Label, Labels
from minutesparse.attendance.passages import BRACKET, prose
from minutesparse.attendance.register import aligned, read_columns, shows_attendance
from minutesparse.document import Document, Line
from minutesparse.persons import words
from minutesparse.reading.columns import begins_another
from minutesparse.record import Status
from minutesparse.rules import Rule, Source, Vocabulary, load

_TABLE = Rule("table", Source("roll.py: table", "(?!)"), confidence=0.9)
_BOX = re.compile(r"\[(?P<mark>[ xX✓✔]?)\]\s*")
_MADE = re.compile(r"(?:\sby|^minutes|^notes)$", re.IGNORECASE)  # of a label that names no office
_STATUSES = ("present", "in_attendance", "apologies", "absent", "chair")


def find_groups(document: Document) -> Iterator[Group]:
    """The groups in which people are listed, in the order of the text."""
    yield from _Finder(document).find()


class _Finder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.vocabulary: Vocabulary = load("attendees")
        self.labels = Labels(document)
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
                    and not (line.style == "row" and begins_another(lines[i:table], lines[table]))
                ):
                    table += 1
                self.table(lines[i:table])
            elif len(line.cells) > 1 and self.heads_columns(line):
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
        parts = [i for i, row in enumerate(rows) if self.stands_alone(row)]
        if parts and not parts[0] and len(rows) > 1:
            for a, b in pairwise((*parts, len(rows))):
                self.part(rows[a:b], headed=False)
            return
        while len(rows) > 1 and sum(a < b for a, b in rows[0].cells) < min(2, sum(a < b for a, b in rows[1].cells)):
            rows = rows[1:]  # a title over the whole table
        if self.heads_columns(rows[0]) and not self.names_officers(rows[1:]):
            self.columns(rows)
            return
        if parts := [i for i, row in enumerate(rows) if self.titled(row)]:
            if parts[0]:
                self.table(rows[: parts[0]])
            for a, b in pairwise((*parts, len(rows))):
                self.part(rows[a:b])
            return
        if len(rows[0].cells) > 1 and not self.heads(rows[0]) and self.is_form(rows):
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
            if labels and labels[0].start == start and labels[0].rule.value in _STATUSES and labels[0].end < end:
                for label, after in zip(labels, (*labels[1:], None), strict=False):
                    self.open(cell, label)
                    self.take(cell, label.end, after.start if after else end)
                self.close()
                return True
        return False

    def is_form(self, rows: Sequence[Line]) -> bool:
        """Whether the first column holds labels: one of attendance in any row, or some office in the first."""
        rules = [self.label_of(row.cells[0]) for row in rows[:40] if row.cells]
        return rules[0] is not None or any(rule is not None and rule.value in _STATUSES for rule in rules)

    def label_of(self, cell: tuple[int, int]) -> Rule | None:
        """The rule that a cell is a label by."""
        return self.labels.rule(BRACKET.sub("", self.document.reading[slice(*cell)]).strip(" :.–—-"))

    def heads_columns(self, row: Line) -> bool:
        """Whether each cell of a row is a label: "Present", "Apologies"."""
        filled = [cell for cell in row.cells if cell[0] < cell[1]]
        return len(filled) > 1 and all(self.label_of(cell) for cell in filled) and not self.heads(row)

    def names_officers(self, rows: Sequence[Line]) -> bool:
        """Whether the first column of a form asks who presided or took the minutes."""
        rules = [self.label_of(row.cells[0]) for row in rows[:40] if len(row.cells) > 1]
        return any(rule is not None and rule.value in ("chair", "taker") for rule in rules)

    def columns(self, rows: Sequence[Line]) -> None:
        """A table that lists people in columns, each under a label; further labels may stand inside a column."""
        for column in range(len(rows[0].cells)):
            self.close()
            for row in rows:
                start, end = row.cells[column] if column < len(row.cells) else (0, 0)
                if end <= start:
                    continue
                if rule := self.label_of((start, end)):
                    self.open(row, Label(start, row.end, self.document.reading[start:end].strip(" :"), rule))
                else:
                    self.take(replace(row, cells=()), start, end)
        self.close()

    def titled(self, row: Line) -> bool:
        """Whether a row is the head of a table whose first column says how those attended whom it names."""
        kinds = read_columns(self.document, row)
        if kinds.get(0) != "name" or not {"role", "organisation", "initials"} & set(kinds.values()):
            return False
        return self.label_of(row.cells[0]) is not None

    def stands_alone(self, row: Line) -> bool:
        """Whether the first cell of a row is a label of attendance and the others are empty."""
        filled = [cell for cell in row.cells if cell[0] < cell[1]]
        if len(row.cells) < 2 or len(filled) != 1 or filled[0] != row.cells[0]:
            return False
        rule = self.label_of(filled[0])
        return rule is not None and rule.value in _STATUSES

    def names_apart(self, row: Line) -> bool:
        """Whether a row of a table of attendance begins with a label and goes on with those it applies to."""
        rule = self.label_of(row.cells[0]) if len(row.cells) > 1 and row.cells[1][0] < row.cells[1][1] else None
        return rule is not None and rule.value in ("apologies", "absent", "in_attendance")

    def part(self, rows: Sequence[Line], headed: bool = True) -> None:
        """The rows under one such head; `headed` says that it names the other columns too."""
        start, end = rows[0].cells[0]
        if rule := self.label_of((start, end)):
            self.open(rows[0], Label(start, rows[0].end, self.document.reading[start:end].strip(" :"), rule))
        self.listed_in(rows if headed else rows[1:])

    def listed_in(self, rows: Sequence[Line]) -> None:
        """Give the rows to the open group, but for those with a label of their own: "Apologies | Ann Bell"."""
        apart = next((i for i in range(1, len(rows)) if self.names_apart(rows[i])), len(rows))
        if self.group is not None:
            self.group.rows = list(rows[:apart])
        for row in rows[apart:]:
            self.labelled_row(row)
        self.close()

    def labelled_row(self, row: Line) -> None:
        """A row with labels, in its first cell and perhaps in others, and people in the cells after each."""
        start, end = row.cells[0]
        if start < end and self.label_of(row.cells[0]) is None:
            self.close()
        for i, (a, b) in enumerate(row.cells):
            if (rule := self.label_of((a, b))) and (i == 0 or i + 1 < len(row.cells)):
                label = BRACKET.sub("", self.document.reading[a:b]).strip(" :.–—-")
                self.open(row, Label(a, row.cells[i + 1][0] if i + 1 < len(row.cells) else row.end, label, rule))
            elif i and self.group:
                self.take(replace(row, cells=()), a, b)

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
        value = label.rule.value
        before = self.outer if self.outer and line.style == "item" and line.indent <= self.indent() else self.group
        depth = line.depth if line.style == "heading" else 0
        inner = before is not None and before.depth and depth > before.depth
        self.close()
        named = value in ("role", "taker") or label.rule.id == "loose"
        office = label.words if named and words().office(label.words) and not _MADE.search(label.words) else None
        status: Status = "present"
        if value in ("apologies", "absent", "in_attendance"):
            status = value  # type: ignore[assignment]
        elif value == "taker" or (value == "role" and re.search(r"clerk|secretar|officer", label.words, re.IGNORECASE)):
            status = "in_attendance"
        mixed = (
            before is not None
            and not before.lines
            and before.rule.value in ("members", "present")
            and value == "in_attendance"
        )
        if label.rule.id == "in-attendance" and not self.done:
            status = "present"
        outside = label.rule.id == "loose" and (words().body(label.words) or label.words.isupper())
        if label.rule.id == "loose" and not self.listed:
            status = "present"
        elif outside and before is not None and before.status == "present":
            status = "present"  # "Force: …" and "OPCC: …", who are all there
        if (
            before is not None
            and (before.status in ("apologies", "absent") and value == "members")
            and (inner or not before.lines)
        ):
            status = before.status
        if before is not None and value == "members" and not depth and before.depth:
            status = before.status
        named = self.listed and value in ("members", "in_attendance", "present") and label.rule.id != "by-means"
        body = body_of(label.words) if (named or outside) and not office else None
        self.listed = self.listed or value in ("members", "present")
        self.group = Group(label.rule, status, label.words, depth, body=body, office=office, mixed=mixed)
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
