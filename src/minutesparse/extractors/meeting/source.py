"""One document being read for its head, and the values found in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutesparse.dates import is_day_first
from minutesparse.document import Block, Document, Sentence, Span
from minutesparse.extractors.meeting.masthead import Masthead, Pair, read_masthead
from minutesparse.people import People
from minutesparse.reading.front_matter import words_of
from minutesparse.record import Attendee
from minutesparse.rules import Vocabulary, load

NEAR = 25  # blocks that are near the top
SENTENCE = 500  # characters of a sentence that are looked at
OPENING = 40  # sentences in which a meeting is opened


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the head, and the range of the reading (or the span of the source) it was read from."""

    value: str
    start: int
    end: int
    rule: str
    span: Span | None = None


class Source:
    """What the head is read from: the document, its blocks and sentences, its title lines, who attended."""

    def __init__(
        self,
        document: Document,
        blocks: Sequence[Block],
        sentences: Sequence[Sentence],
        attendees: Sequence[Attendee],
    ) -> None:
        self.document = document
        self.reading = document.reading
        self.blocks = blocks
        self.sentences = sentences
        self.attendees = attendees
        self.people = People(attendees)
        self.names = {attendee.name for attendee in attendees}
        self.rules: Vocabulary = load("meeting")
        self.head: Masthead = read_masthead(document, blocks)
        self.day_first = is_day_first(self.reading)

    def pairs(self, field: str) -> list[Pair]:
        """The labels of the text that stand for this key."""
        return [pair for pair in self.head.pairs if pair.field == field and not pair.meta]

    def metas(self, *keys: str) -> list[Block]:
        """The values of front matter under these keys."""
        return [b for b in self.blocks if b.kind == "meta" and words_of(b.marker) in keys]

    def meta_pairs(self, *keys: str) -> list[Pair]:
        """The same, as labels are read."""
        return [
            Pair("", b.start, b.end, f"meta.{words_of(b.marker).replace(' ', '-')}", True) for b in self.metas(*keys)
        ]

    def openings(self) -> Iterator[tuple[int, int]]:
        """The first sentences that say that the meeting was held or opened."""
        cue = self.rules.patterns["was_held"]
        for sentence in self.sentences[:OPENING]:
            if cue.search(sentence.text[:SENTENCE]):
                yield sentence.start, sentence.end
