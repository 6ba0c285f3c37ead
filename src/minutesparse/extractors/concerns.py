"""Sentences in which somebody expresses concern or seeks assurance, and the sentences that answer them."""

from collections.abc import Sequence

from minutesparse.document import Block, Document, Sentence
from minutesparse.people import People
from minutesparse.record import Concern, Party


def find_concerns(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
) -> list[Concern]:
    """The concerns in order, without ids; `speakers` has who speaks in each sentence."""
    return []
