"""Everyone whom the minutes list as a participant or as an apology."""

from collections.abc import Sequence

from minutesparse.document import Block, Document
from minutesparse.record import Attendee


def find_attendees(document: Document, blocks: Sequence[Block]) -> list[Attendee]:
    """The attendees in order, without ids."""
    return []
