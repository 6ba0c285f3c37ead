"""Sentences that record what the body decided."""

from collections.abc import Sequence

from minutesparse.document import Block, Document, Sentence
from minutesparse.people import People
from minutesparse.record import Decision, Party


def find_decisions(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
) -> list[Decision]:
    """The decisions in order, without ids."""
    return []
