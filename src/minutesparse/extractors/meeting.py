"""The head of the minutes: what met, when, where, under whom."""

from collections.abc import Sequence

from minutesparse.document import Block, Document, Sentence
from minutesparse.record import Attendee, Meeting


def find_meeting(
    document: Document, blocks: Sequence[Block], sentences: Sequence[Sentence], attendees: Sequence[Attendee]
) -> Meeting:
    """The meeting's head; chair and minute taker are spelt as the attendance list spells them."""
    return Meeting()
