"""What the checks look at, and what a finding is."""

from collections.abc import Sequence
from dataclasses import dataclass

from minutesparse.document import Block, Document, Span
from minutesparse.people import People
from minutesparse.record import Minutes
from minutesparse.rules import Vocabulary

_LONGEST = 1_000  # characters of a line before or after a span
PRESENT = ("present", "in_attendance")
DAY = len("2000-01-01")  # characters of a whole ISO date

Found = tuple[str, Span | None, tuple[object, ...]]  # code, place, what fills its message


@dataclass(frozen=True, slots=True)
class Material:
    """A document, its layout and its record, the people in it, and the vocabulary of the checks."""

    document: Document
    blocks: Sequence[Block]
    minutes: Minutes
    people: People
    rules: Vocabulary

    def lines(self, span: Span) -> str:
        """The whole lines in which a span stands, as they are in the source; not more than a table's row."""
        text, first = self.document.text, max(0, span.start - _LONGEST)
        start, end = text.rfind("\n", first, span.start) + 1, text.find("\n", span.end, span.end + _LONGEST)
        return text[start or first : end if end >= 0 else span.end + _LONGEST][: 2 * _LONGEST]
