"""Who speaks or acts in a sentence: its subject, its agent, or whom a pronoun goes back to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from minutesparse.document import Block, Sentence
from minutesparse.people import People, fold
from minutesparse.persons import words as name_words
from minutesparse.record import Party
from minutesparse.rules import load

_DASHED = re.compile(r".*\s[-–—]\s")  # before the subject: "Finance – 4 May – Ann Bell asked …"


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a sentence begins: its subject, after nothing or after a clause before it."""

    direct: re.Pattern[str]
    led: re.Pattern[str]
    agent: re.Pattern[str]
    joined: re.Pattern[str]
    pronoun: re.Pattern[str]
    leading: frozenset[str]
    adverb: re.Pattern[str]
    label: re.Pattern[str]
    introduced: re.Pattern[str]
    opener: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    vocabulary = load("people")
    verbs = "|".join(vocabulary.words["reporting"])
    helpers = "|".join(w.replace(" ", r"\s") for w in (*vocabulary.words["auxiliaries"], *vocabulary.words["adverbs"]))
    who = (
        rf"(?P<who>(?:[^\s,;:.]+\.?\s+){{0,8}}?(?:[A-Z]\.\s?)?[^\s,;:]+?)(?:,\s(?P<beside>[^,;:]{{2,60}}),)?"
        rf"\s+(?:(?:{helpers})\s+){{0,3}}(?:{verbs}|{helpers})\b"
    )
    lead = r"(?:[^.;:]{1,120}?,\s+)"
    return _Grammar(
        re.compile(who),
        re.compile(lead + who),
        re.compile(
            rf"\b(?:was|were|been|is|are)\s(?:\w+\s){{0,2}}(?:{verbs}|made|voiced|given|put|posed)\b[^.;:]{{0,60}}?\bby\s"
            r"(?P<who>(?:the\s)?[A-Z][^\s,;:]*(?:\s[A-Z][^\s,;:]*){0,4})"
        ),
        re.compile(
            rf"\b(?:and|but|which|where|when|as|that)\s(?P<who>he|she)\s(?:\w+ly\s|also\s|then\s)?(?:{verbs})\b"
        ),
        vocabulary.patterns["pronoun"],
        frozenset(vocabulary.words["leading"]),
        vocabulary.patterns["adverb"],
        vocabulary.patterns["label"],
        vocabulary.patterns["introduced"],
        vocabulary.patterns["opener"],
    )


@lru_cache(maxsize=16384)  # sentences are asked about more than once
def subject(text: str) -> tuple[int, int] | None:
    """The range of the words that name who speaks or acts in a sentence, None where it does not begin with one."""
    grammar = _grammar()
    text = text[:400]
    if (lead := grammar.adverb.match(text)) and (found := subject(text[lead.end() :])):
        return found[0] + lead.end(), found[1] + lead.end()  # "However Bell stressed …"
    first = text.split(" ", 1)[0].strip(",").lower()
    leads = first in grammar.leading or first.endswith("ing")
    direct = None if leads else grammar.direct.match(text)
    if direct is not None and not _verbless(direct["who"]):
        start, end = direct.span("who")
        dashed = _DASHED.match(text, start, end)
        return (dashed.end() if dashed else start), end
    if (leads or direct is None) and (led := grammar.led.match(text)):
        return led.span("who")
    return direct.span("who") if direct else None


def _verbless(who: str) -> bool:
    return who.lower() in ("and", "but", "or", "who", "which", "that")


def find_speakers(blocks: Sequence[Block], sentences: Sequence[Sentence], people: People) -> list[Party | None]:
    """For each sentence, who speaks or acts in it: by name, or by a pronoun that goes back to who spoke before."""
    voices = _Voices(blocks, people)
    return [voices.speaker(sentence) for sentence in sentences]


def is_person(words: str, people: People) -> bool:
    """Whether these words name one person, listed or not: somebody who attends, a title and a name, a whole name."""
    if people.fits(words):
        return len(people.fits(words)) == 1
    vocabulary, tokens = name_words(), words.split()
    count = 0
    while count < len(tokens) - 1 and vocabulary.titled(tokens[count]):
        count += 1
    name = tokens[count:]
    return 2 - min(count, 1) <= len(name) <= 3 and all(vocabulary.plain(token) for token in name)


def may_mean(pronoun: str, words: str) -> bool:
    """Whether a pronoun may go back to whom these words name, by their titles: "she" not to "Mr Bell"."""
    titles = load("people").words
    others = {"he": titles["female"], "she": titles["male"]}.get(pronoun.lower(), ())
    return {fold(word) for word in words.split()}.isdisjoint(others)


class _Voices:
    """Who spoke last, while the sentences are read in order."""

    def __init__(self, blocks: Sequence[Block], people: People) -> None:
        self.blocks = blocks
        self.people = people
        self.grammar = _grammar()
        self.recent: list[tuple[Party, int]] = []  # those who spoke, with the block in which they did

    def hear(self, party: Party, block: int) -> None:
        """Remember who spoke, and where."""
        self.recent = [*self.recent[-4:], (party, block)]

    def announced(self, sentence: Sentence) -> Party | None:
        """To whom a block gives the floor by its first words: "Ann Bell: Mill Lane, she states …"."""
        block = self.blocks[sentence.block]
        if sentence.start != block.start:
            return None
        opened = self.grammar.opener.match(sentence.text)
        words = block.marker if block.kind == "label" else opened["who"] if opened else ""
        if not words or not is_person(words, self.people):
            return None
        party = self.people.party(words)
        party = party if party.name else party.model_copy(update={"name": words})
        self.hear(party, sentence.block)
        return party

    def speaker(self, sentence: Sentence) -> Party | None:
        """Who speaks in the next sentence."""
        text, announced = sentence.text, self.announced(sentence)
        if (label := self.grammar.label.match(text)) and len(fits := self.people.fits(label["who"])) == 1:
            named = Party(text=label["who"], name=fits[0].name, attendee_id=fits[0].id or None)
            self.hear(named, sentence.block)
            return named
        if not announced and (introduced := self.grammar.introduced.match(text)):
            new = self.people.party(introduced["who"])
            new = new if new.name else new.model_copy(update={"name": introduced["who"]})
            self.hear(new, sentence.block)
            return new
        found = subject(text)
        words = text[slice(*found)] if found else ""
        if words and self.grammar.pronoun.fullmatch(words):
            return self.antecedent(words, sentence.block)
        party = self.people.party(words) if words else announced
        if party is None or party.name is None:
            party = self.otherwise(text, sentence.block) or party
        if party is not None and (party.name is not None or is_person(party.text, self.people)):
            self.hear(party, sentence.block)
        return party

    def otherwise(self, text: str, block: int) -> Party | None:
        """Who speaks where the subject is nobody: who stands before the verb, the agent, a later subject."""
        if opened := self.people.opens(text):
            attendee, length = opened
            return Party(text=text[:length].strip(" ,"), name=attendee.name, attendee_id=attendee.id or None)
        if " by " in text and (match := self.grammar.agent.search(text)):
            party = self.people.party(match["who"])
            return party if party.name else None
        if (" he " in text or " she " in text) and (match := self.grammar.joined.search(text)):
            party = self.antecedent(match["who"], block)
            return party if party and party.name else None
        return None

    def antecedent(self, pronoun: str, block: int) -> Party:
        """Whom a pronoun goes back to: who last spoke here or in the block before, if their title allows.

        With the words that stand for them, where the attendance does not name them.
        """
        for party, at in reversed(self.recent):
            if block - at > 1 or pronoun.lower() == "they":
                break
            if may_mean(pronoun, f"{self._title(party)} {party.text}"):
                return party.model_copy(update={"text": pronoun}) if party.name else party
        return Party(text=pronoun)

    def _title(self, party: Party) -> str:
        attendee = self.people.by_id.get(party.attendee_id or "")
        return attendee.honorific or "" if attendee else ""
