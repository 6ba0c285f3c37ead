"""What tells that a sentence voices a concern where no wording settles it: evidence that adds up."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from minutesparse.extractors.concerns.talk import Talk, identity
from minutesparse.record import Party
from minutesparse.rules import Hit, Rule, Vocabulary, load

_LONG = 30  # spaces
_VOICES = frozenset(("tone.complained", "tone.said", "tone.noted"))  # rows for verbs that report what is said
_TITLE = 80  # characters of the longest paragraph that is a title
_NEAR = 6  # sentences to both sides that are the company of one


class Evidence:
    """The evidence for each sentence of a talk, given which sentences are known to voice a concern."""

    def __init__(self, talk: Talk, known: Mapping[int, Party | None]) -> None:
        self.talk = talk
        self.known = known  # sentences that voice a concern or a question, and who voices it
        self.vocabulary: Vocabulary = load("trouble")
        self.places = list(self._places())
        self.raisers = Counter(identity(party) for party in known.values() if party)
        self.repliers = Counter(
            identity(who)
            for sentence, who in zip(talk.sentences, talk.speakers, strict=True)
            if who and (hit := talk.vocabulary.first("answer", sentence.text)) and hit.rule.value == "sure"
        )

    def weigh(self, index: int) -> tuple[float, Rule | None]:
        """How likely a sentence voices a concern, and the row that tells most clearly of trouble (None: none does)."""
        rows = self.rows(index)
        if not rows:
            return 0.0, None
        odds = sum(rule.weight for rule in rows)
        trouble = (rule for rule in rows if rule.id.startswith("trouble."))
        return 1 / (1 + math.exp(-odds)), max(trouble, key=lambda rule: rule.weight)

    def rows(self, index: int) -> list[Rule]:
        """The rows that match, each once; none where nothing tells of trouble."""
        text = self.talk.sentences[index].text
        trouble = self._matching("trouble", text)
        if not trouble:
            return []
        tone = self._matching("tone", text)
        around = " ".join((f"trouble:{len(trouble)}", *self._around(index, {rule.id for rule in tone})))
        return [*trouble, *tone, *self._matching("circumstance", around)]

    def _matching(self, group: str, text: str) -> list[Rule]:
        return [rule for rule in self.vocabulary.cued(group, text) if rule.search(text)]

    def _around(self, index: int, tone: set[str]) -> Iterator[str]:
        """What stands around a sentence, a word for each circumstance."""
        yield from self._speaker(index, not tone.isdisjoint(_VOICES))
        yield from self._company(index)
        yield from self._form(index)

    def _speaker(self, index: int, voiced: bool) -> Iterator[str]:
        """Whether the sentence reports what is said, who says it, and whether they raise matters or answer."""
        talk = self.talk
        if voiced:
            yield "voiced"
        if who := talk.speakers[index]:
            yield "crowd" if talk.vocabulary.patterns["crowd"].fullmatch(who.text) else "named"
            if talk.vocabulary.first("office", talk.standing(who)):
                yield "officer"
            name = identity(who)
            if self.raisers[name]:
                yield "raiser"
            if self.repliers[name] > self.raisers[name]:
                yield "replier"
            if any(n in self.known and identity(self.known[n]) != name for n in (index - 1, index - 2)):
                yield "reply"
        elif voiced and not self.vocabulary.patterns["impersonal"].search(talk.sentences[index].text):
            yield "unvoiced"

    def _company(self, index: int) -> Iterator[str]:
        """What is voiced near the sentence, and whether what follows answers it."""
        talk, sentence = self.talk, self.talk.sentences[index]
        if index + 1 < len(talk.sentences) and talk.sentences[index + 1].block - sentence.block <= 1:
            hit: Hit | None = talk.vocabulary.first("answer", talk.sentences[index + 1].text)
            if hit and hit.rule.value == "sure":
                yield "answered"
        if any(n in self.known and talk.sentences[n].block == sentence.block for n in (index - 1, index + 1)):
            yield "beside"
        before = index - 1
        if before in self.known and talk.sentences[before].block == sentence.block and self._same(index, before):
            yield "goes_on"
        if sum(n in self.known for n in range(index - _NEAR, index + _NEAR + 1)) > 1:
            yield "among"
        floor, log = self.places[sentence.block]
        if floor:
            yield "floor"
        if log and self.vocabulary.patterns["dated"].match(talk.blocks[sentence.block].text):
            yield "logged"

    def _same(self, index: int, before: int) -> bool:
        """Whether nobody else speaks than before."""
        who = self.talk.speakers[index]
        return who is None or identity(who) == identity(self.known[before] or self.talk.speakers[before])

    def _form(self, index: int) -> Iterator[str]:
        """How long the sentence is, what it stands in, and whether a guard speaks against it."""
        talk, sentence = self.talk, self.talk.sentences[index]
        if sentence.text.count(" ") >= _LONG:
            yield "long"
        if talk.blocks[sentence.block].kind == "item":
            yield "item"
        guards = (rule for rule in talk.vocabulary.cued("concern", sentence.text) if rule.drop)
        if any(rule.search(sentence.text) for rule in guards):
            yield "guarded"

    def _places(self) -> Iterator[tuple[bool, bool]]:
        """For each block, whether it stands under a heading that gives the floor to all, or that logs complaints."""
        patterns = self.vocabulary.patterns
        place = (False, False)
        for block in self.talk.blocks:
            if block.kind == "heading" or (block.kind == "paragraph" and block.marker and len(block.text) < _TITLE):
                floor, log = (patterns[key].search(block.text) for key in ("open_floor", "complaints"))
                place = (floor is not None, log is not None)
            yield place
