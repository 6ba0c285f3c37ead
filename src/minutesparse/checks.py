"""What is wrong with these minutes: rules over a record."""

from minutesparse.people import People
from minutesparse.record import Diagnostic, Minutes


def find_diagnostics(minutes: Minutes, people: People) -> list[Diagnostic]:
    """What cannot be settled, in the order of the text."""
    return []
