"""Tasks that somebody is to do: those the text marks as actions, and those stated in prose."""

from collections.abc import Sequence

from minutesparse.document import Block, Document, Sentence
from minutesparse.people import People
from minutesparse.record import Action, Party


def find_actions(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
    met: str | None,
) -> list[Action]:
    """The actions in order, without ids; `met` is the meeting's ISO date, against which due words are resolved."""
    return []
