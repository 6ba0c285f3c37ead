"""What the rows of a table say of those who attended: labels in a column, in a row of their own, or as heads."""

from collections.abc import Sequence
from typing import get_args

from minutesparse.attendance.labels import Labels
from minutesparse.attendance.passages import BRACKET
from minutesparse.attendance.register import read_columns, shows_attendance
from minutesparse.document import Document, Line
from minutesparse.record import Status
from minutesparse.rules import Rule

STATUSES = (*get_args(Status), "chair")


class Cells:
    """Judges the rows of the tables of a document."""

    def __init__(self, document: Document, labels: Labels) -> None:
        self.document, self.labels = document, labels

    def words_of(self, cell: tuple[int, int]) -> str:
        """The words of a cell as a label, without what stands in brackets or closes it."""
        return BRACKET.sub("", self.document.reading[slice(*cell)]).strip(" :.–—-")

    def label_of(self, cell: tuple[int, int]) -> Rule | None:
        """The rule that a cell is a label by."""
        return self.labels.rule(self.words_of(cell))

    def is_form(self, rows: Sequence[Line]) -> bool:
        """Whether the first column holds labels: one of attendance in any row, or some office in the first."""
        rules = [self.label_of(row.cells[0]) for row in rows[:40] if row.cells]
        return rules[0] is not None or any(rule is not None and rule.value in STATUSES for rule in rules)

    def heads_columns(self, row: Line) -> bool:
        """Whether each cell of a row is a label: "Present", "Apologies"."""
        filled = [cell for cell in row.cells if cell[0] < cell[1]]
        if shows_attendance(read_columns(self.document, row)):
            return False
        return len(filled) > 1 and all(self.label_of(cell) for cell in filled)

    def names_officers(self, rows: Sequence[Line]) -> bool:
        """Whether the first column of a form asks who presided or took the minutes."""
        rules = [self.label_of(row.cells[0]) for row in rows[:40] if len(row.cells) > 1]
        return any(rule is not None and rule.value in ("chair", "taker") for rule in rules)

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
        return rule is not None and rule.value in STATUSES

    def names_apart(self, row: Line) -> bool:
        """Whether a row of a table of attendance begins with a label and goes on with those it applies to."""
        rule = self.label_of(row.cells[0]) if len(row.cells) > 1 and row.cells[1][0] < row.cells[1][1] else None
        return rule is not None and rule.value in ("apologies", "absent", "in_attendance")
