"""A group of people in the minutes: its label, what that says of them, and the passages or rows that list them."""

from dataclasses import dataclass, field

from minutesparse.attendance.passages import BRACKET
from minutesparse.document import Line
from minutesparse.persons import words
from minutesparse.record import Status
from minutesparse.rules import Rule, load


@dataclass(slots=True)
class Group:
    """A label and the passages that it covers, as half-open ranges of the reading with line breaks and gaps marked."""

    rule: Rule
    status: Status
    label: str
    depth: int = 0  # of its heading, 0 where it is none
    indent: int = -1  # of the list item that holds the label, with whom it applies to items further in
    body: str | None = None
    office: str | None = None
    mixed: bool = False  # two columns run together: members, and others whose body is named
    numbered: bool = False  # its lines begin with numbers
    rows: list[Line] = field(default_factory=list)  # where it is a table
    lines: list[tuple[int, int, Line]] = field(default_factory=list)
    marks: dict[int, Status] = field(default_factory=dict)  # ticked or not: the status by where a line begins


def body_of(label: str) -> str | None:
    """The body that a label names: "GARDA NOMINATIONS" are the Garda's."""
    generic, bodies = load("attendees").words["generic"], words().bodies
    parts = [part.strip(".,:;") for part in BRACKET.sub("", label).split()]
    while parts and parts[0].lower() in generic:
        parts.pop(0)
    while parts and parts[-1].lower() in generic and (len(parts) < 2 or parts[-1].lower() not in bodies):
        parts.pop()
    bare = " ".join(parts).strip(" :.–—-/&")
    small = load("attendees").words["soft"]
    proper = all(part[:1].isupper() or part.lower() in small or not part[:1].isalpha() for part in parts)
    return bare if len(bare) > 2 and bare[0].isupper() and proper else None
