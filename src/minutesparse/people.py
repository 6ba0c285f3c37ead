"""Which attendee do these words mean? Names, initials, offices and pronouns are resolved here and nowhere else."""

import re
from collections.abc import Sequence
from functools import cache

from minutesparse.document import Sentence
from minutesparse.record import Attendee, Party
from minutesparse.rules import load

_WORD = re.compile(r"[\w’'/&]+(?:-\w+)*")
_LEAD_IN = r"(?:[^,.;:]{1,80},\s+|[Ii]n (?:reply|response|answer)(?: to [^,]{1,80})?,?\s+|[Hh]owever,?\s+)?"


class People:
    """The attendees of a meeting, to be found by whatever the minutes call them."""

    def __init__(self, attendees: Sequence[Attendee], chair: str | None = None) -> None:
        self.attendees = tuple(attendees)
        self._chair = [a for a in attendees if a.is_chair or (chair is not None and a.name == chair)][:1]
        self._honorifics = {w.lower() for w in load("people").words["honorifics"]}
        self._chairs = {w.lower() for w in load("people").words["chair"]}

    def party(self, words: str) -> Party:
        """The party that these words name; resolved where exactly one attendee fits."""
        words = words.strip(" ,;:.")
        fits = self.fits(words)
        if len(fits) == 1:
            return Party(text=words, name=fits[0].name, attendee_id=fits[0].id or None)
        return Party(text=words)

    def fits(self, words: str) -> list[Attendee]:
        """The attendees whom these words may mean, most specific reading first; [] for nobody."""
        bare = re.sub(r"^(?:the|our)\s+", "", words.strip(" ,;:."), flags=re.IGNORECASE)
        if found := [a for a in self.attendees if bare in a.abbreviations or bare == a.name]:
            return found
        if bare.lower() in self._chairs and self._chair:
            return self._chair
        if found := [a for a in self.attendees if a.role and bare.lower() == a.role.lower()]:
            return found
        tokens = [t for t in _WORD.findall(bare) if t.lower() not in self._honorifics]
        if not tokens:
            return []
        found = [a for a in self.attendees if _names(tokens, _WORD.findall(a.name))]
        if not found and len(tokens) > 1:  # rank and surname: "Chief Superintendent Smart"
            found = [
                a
                for a in self.attendees
                if a.role and tokens[-1] == _WORD.findall(a.name)[-1] and tokens[0].lower() in a.role.lower()
            ]
        return found


def _names(tokens: list[str], name: list[str]) -> bool:
    """Whether words name a person: surname, given name, or initials and surname."""
    if not name:
        return False
    lowered, full = [t.lower() for t in tokens], [t.lower() for t in name]
    if len(lowered) == 1:
        return lowered[0] in (full[0], full[-1]) and len(lowered[0]) > 1
    if lowered[-1] != full[-1]:
        return False
    return all(a[0] == b[0] and (len(a) == 1 or len(b) == 1 or a == b) for a, b in zip(lowered, full, strict=False))


@cache
def _subject() -> re.Pattern[str]:
    words = load("people").words
    verbs = "|".join(words["reporting"])
    helpers = "|".join(w.replace(" ", r"\s") for w in (*words["auxiliaries"], *words["adverbs"]))
    return re.compile(
        rf"{_LEAD_IN}(?P<who>(?:[^\s,;:.]+\.?\s+){{0,8}}?[^\s,;:]+?)\s+(?:(?:{helpers})\s+){{0,3}}(?:{verbs}|{helpers})\b"
    )


def subject(text: str) -> tuple[int, int] | None:
    """The range of the words that name who speaks or acts in a sentence, None where it does not begin with one."""
    match = _subject().match(text)
    return match.span("who") if match else None


def find_speakers(sentences: Sequence[Sentence], people: People) -> list[Party | None]:
    """For each sentence, who speaks or acts in it: by name, or by a pronoun that goes back to the sentence before."""
    speakers: list[Party | None] = []
    last: Party | None = None
    block = -1
    pronoun = load("people").patterns["pronoun"]
    for sentence in sentences:
        if sentence.block != block:
            block = sentence.block
        found = subject(sentence.text)
        words = sentence.text[slice(*found)] if found else ""
        speaker = None
        if words and pronoun.fullmatch(words):
            speaker = last.model_copy(update={"text": words}) if last else Party(text=words)
        elif words:
            speaker = people.party(words)
            last = speaker if speaker.attendee_id else last
        speakers.append(speaker)
    return speakers
