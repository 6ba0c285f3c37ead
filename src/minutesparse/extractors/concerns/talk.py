"""The talk of a meeting: its sentences, who says what in them, and how much two of them speak of the same thing."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from minutesparse.document import Block, Sentence
from minutesparse.people import People
from minutesparse.persons import words as name_words
from minutesparse.record import Party
from minutesparse.rules import Vocabulary, load
from minutesparse.speakers import is_person, may_mean, subject

_CALLS = 3  # lines that somebody must begin to be known by it …
_CHAT = 2  # … and those known so who make a chat
_STEM = re.compile(r"[a-z]{3,6}")


class Talk:
    """The sentences of a meeting, and who says what in them."""

    def __init__(
        self, blocks: Sequence[Block], sentences: Sequence[Sentence], speakers: Sequence[Party | None], people: People
    ) -> None:
        self.blocks = blocks
        self.sentences = sentences
        self.people = people
        self.vocabulary: Vocabulary = load("concerns")
        self.callers = self._callers()
        self.speakers = list(self._voices(speakers))

    def _voices(self, speakers: Sequence[Party | None]) -> Iterator[Party | None]:
        """Who speaks in each sentence; pronouns keep the words they go back to where nobody could be resolved."""
        last: Party | None = None
        floor: Party | None = None
        for speaker, sentence, above in zip(speakers, self.sentences, self._floors(), strict=True):
            opens = sentence.start == self.blocks[sentence.block].start
            floor = (self._handle(sentence.text) if opens else floor) or above
            speaker = floor or self._told(speaker, sentence, last)
            last = speaker or last
            yield speaker

    def _told(self, speaker: Party | None, sentence: Sentence, last: Party | None) -> Party | None:
        """Who speaks in a sentence of a report, given who seems to, and who was the last to speak."""
        block = self.blocks[sentence.block]
        if block.kind == "label" and sentence.start == block.start and self.people.fits(block.marker):
            speaker = self.people.party(block.marker)
        opened = subject(sentence.text)
        words = sentence.text[slice(*opened)] if opened else ""
        if words and speaker is not None and speaker.text not in words and self.named(words):
            speaker = self.people.party(words)  # in "… and were told by the Clerk" it is not the Clerk who asks
        if speaker is None or self.vocabulary.patterns["own_voice"].fullmatch(speaker.text):
            return None
        if self.vocabulary.patterns["pronoun"].fullmatch(speaker.text):
            return last if last and not speaker.name and may_mean(speaker.text, self.standing(last)) else speaker
        return speaker if self.named(speaker.text) or self._says(sentence.text, speaker.text) else None

    def _says(self, text: str, words: str) -> bool:
        """Whether a sentence says of one word, whoever that is, that they speak: "Noreen said …"."""
        match = self.vocabulary.patterns["speaks"].match(text)
        return (
            match is not None and match["who"] == words and not self.vocabulary.patterns["nobody_at_all"].match(words)
        )

    def _floors(self) -> Iterator[Party | None]:
        """For each sentence who has the floor: whose name stands alone on a line above it, in a transcript."""
        floors: list[Party | None] = []
        floor: Party | None = None
        lines = 0
        for block in self.blocks:
            if block.kind in ("heading", "label"):
                floor = self.people.party(_bare(block.marker)) if self._has_floor(block) else None
                lines += floor is not None
            floors.append(floor)
        return (floors[sentence.block] if lines >= _CALLS else None for sentence in self.sentences)

    def _has_floor(self, block: Block) -> bool:
        """Whether a block is nothing but the name of who speaks below it."""
        return block.kind == "label" and not block.text and is_person(_bare(block.marker), self.people)

    def _callers(self) -> frozenset[str]:
        """The names that lines of a chat begin with, be they listed or not: "Ann: why so?"."""
        starts = {block.start for block in self.blocks}
        label = self.vocabulary.patterns["caller"]
        found = (label.match(sentence.text) for sentence in self.sentences if sentence.start in starts)
        counts = Counter(match["who"] for match in found if match)
        no_names = self.vocabulary.words["unnamed"]
        names = {who: count for who, count in counts.items() if who.lower() not in no_names}
        callers = {who for who, count in names.items() if count >= _CALLS}
        if len(callers) >= _CHAT:  # then who begins a line but once is one of them
            callers |= {who for who in names if all(name_words().plain(word) for word in who.split())}
        return frozenset(callers)

    def _handle(self, text: str) -> Party | None:
        """Who writes a line of a chat: "ann: why so?", "<ann> why so?"."""
        called = self.vocabulary.patterns["caller"].match(text)
        if called and called["who"] in self.callers:
            return self.people.party(called["who"])
        match = self.vocabulary.patterns["handle"].match(text)
        words = match["chat"] or match["who"] if match else ""
        if words and self.people.fits(words):
            return self.people.party(words)
        if not words:
            return None
        fits = [a for a in self.people.attendees if a.name.lower().split("_")[0] == words.lower()]
        return Party(text=words, name=fits[0].name, attendee_id=fits[0].id or None) if len(fits) == 1 else None

    def named(self, words: str) -> bool:
        """Whether these words can name somebody who speaks."""
        patterns = self.vocabulary.patterns
        if self.people.fits(words) or patterns["crowd"].fullmatch(words) or patterns["mention"].fullmatch(words):
            return True
        if not patterns["party"].fullmatch(words):
            return False
        if words.isupper():
            return len(words) > 1
        return not patterns["nobody_at_all"].match(words) and (" " in words or not self.people.attendees)

    def introduces(self, text: str) -> bool:
        """Whether a sentence gives the floor to somebody else: "Ann Bell, out of town; she states …"."""
        return load("people").patterns["introduced"].match(text) is not None

    def standing(self, party: Party) -> str:
        """What a party is called, and the office it is listed with."""
        attendee = self.people.by_id.get(party.attendee_id or "")
        return f"{party.text} {attendee.role or ''}" if attendee else party.text

    def apart(self, one: int, other: int) -> int:
        """How many blocks further one block is than another; names alone on their lines do not count."""
        return self._steps[other] - self._steps[one]

    @cached_property
    def _steps(self) -> list[int]:
        return list(accumulate(not self._has_floor(block) for block in self.blocks))

    @cached_property
    def agenda(self) -> frozenset[str]:
        """The sentences of an agenda above the minutes: what it asks is only to be asked."""
        patterns = self.vocabulary.patterns
        listed: set[int] = set()
        announced, heading = set[int](), ""
        for number, block in enumerate(self.blocks):
            if block.kind == "heading":
                heading = block.text.strip(" :.")
                announced = announced if patterns["after_agenda"].fullmatch(heading) is None else listed
            elif patterns["agenda"].fullmatch(heading):
                listed.add(number)
        return frozenset(sentence.text for sentence in self.sentences if sentence.block in announced)

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The blocks of quotations that go on over several."""
        quoted, opened = set(), False
        for number, block in enumerate(self.blocks):
            opened = opened or block.text.startswith(("“", '"'))
            if opened and block.kind != "heading":
                quoted.add(number)
            opened = opened and block.kind != "heading" and not block.text.rstrip(" .").endswith(("”", '"'))
        return frozenset(quoted)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much each stem tells sentences of this meeting apart."""
        counts = Counter(stem for sentence in self.sentences for stem in stems(sentence.text))
        return {stem: math.log(1 + len(self.sentences) / count) for stem, count in counts.items()}

    def likeness(self, one: str, other: str) -> float:
        """How much two sentences speak of the same thing."""
        return sum(self.rarity.get(stem, 0.0) for stem in stems(one) & stems(other))


def _bare(name: str) -> str:
    """A name without what it is beside: "Ann (Example Ltd)"."""
    return name.split(" (")[0]


def identity(party: Party | None) -> str:
    """What tells parties apart: the attendee, or else the words without the article; empty for nobody."""
    if party is None:
        return ""
    return party.attendee_id or re.sub(r"^(?:the|a|an)\s+", "", party.text.lower())


def stems(text: str) -> set[str]:
    """The beginnings of the words of a text."""
    return set(_STEM.findall(text.lower()))
