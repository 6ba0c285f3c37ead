"""Short forms that the text itself spells out."""

from collections.abc import Sequence

from minutesparse.document import Block, Document
from minutesparse.record import Attendee


def find_abbreviations(document: Document, blocks: Sequence[Block], attendees: Sequence[Attendee]) -> dict[str, str]:
    """Short forms and what they stand for, in the order of the text; people's initials are not among them."""
    return {}
