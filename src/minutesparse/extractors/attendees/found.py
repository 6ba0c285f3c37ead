"""A person found, and how."""

from dataclasses import dataclass

from minutesparse.attendance.entry import Entry
from minutesparse.record import Status


@dataclass(slots=True)
class Found:
    """A person found, and how."""

    entry: Entry
    status: Status | None  # None where the lists contradict each other
    rule: str
    confidence: float
    office: bool = False  # by an office named apart: "Chair: Ann"
    told: bool = False  # by a sentence: may be somebody whom a list has …
    known: bool = False  # … and must be
