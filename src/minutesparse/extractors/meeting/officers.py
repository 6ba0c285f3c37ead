"""Who presided, and who took the minutes."""

import re

from minutesparse.document import Sentence
from minutesparse.extractors.meeting.masthead import Pair
from minutesparse.extractors.meeting.source import OPENING, SENTENCE, Source, Value
from minutesparse.persons import find_person, words
from minutesparse.record import Attendee
from minutesparse.rules import Hit

_ROLES = re.compile(r"\s*[,;/()]\s*|\s[–-]\s|\sand\s|\s&\s")
_INITIALS = re.compile(r"[A-Z]{2,3}")
_SIGNATURE = 500  # characters at the end in which minutes are signed
_EARLY = 12  # sentences in which "chaired by" is said of this meeting


def find_chair(source: Source) -> Value | None:
    """Who presided: whom a label or a sentence names, else who is present with a chair's role."""
    for pair in (*source.pairs("chair"), *source.meta_pairs("chair", "chairperson", "chairman", "chaired by")):
        if value := _people_of(source, pair):
            return value
    for i, sentence in enumerate(source.sentences[: 2 * OPENING]):
        hit = source.rules.first("chair", sentence.text[:SENTENCE])
        early = hit is None or hit.rule.value != "early" or i < _EARLY
        if hit and early and (value := _named(source, sentence, hit)):
            return value
    if value := _acting(source):
        return value
    role = source.rules.patterns["presides"]
    holders = [a for a in source.attendees if any(role.fullmatch(r) for r in _ROLES.split(a.role or ""))]
    heads = [a for a in holders if a.status == "present"] or [a for a in holders if a.status == "in_attendance"]
    return _listed(heads[0], "chair.role") if len(heads) == 1 else None


def _acting(source: Source) -> Value | None:
    """The one person of an office ("Mayor Box") who does what only somebody in the chair does."""
    found: dict[str, Value] = {}
    for sentence in source.sentences:
        hit = source.rules.first("chair_acts", sentence.text[:SENTENCE])
        if hit and (value := _named(source, sentence, hit)):
            found.setdefault(value.value, value)
    return next(iter(found.values())) if len(found) == 1 else None


def find_minute_taker(source: Source) -> Value | None:
    """Who took the minutes: who is said to have, else the one person listed as clerk, secretary or scribe."""
    for pair in (*source.pairs("minute_taker"), *source.meta_pairs("minute taker", "scribe", "minutes")):
        if value := _people_of(source, pair):
            return value
    for sentence in source.sentences:
        hit = source.rules.first("taker", sentence.text[:SENTENCE])
        if hit and (value := _named(source, sentence, hit)):
            return value
    for pair in source.pairs("minutes"):
        value = _people_of(source, pair) if pair.end - pair.start < 60 else None
        if value and (value.value in source.names or _INITIALS.fullmatch(value.value)):
            return value
    there = [a for a in source.attendees if a.role and a.status in ("present", "in_attendance")]
    for name in ("role_taker", "role_secretary"):
        role, other = source.rules.patterns[name], source.rules.patterns["not_secretary"]
        said = [(a, a.role or "") for a in there]
        if name == "role_taker":
            said = [(a, a.span.of(source.document.text)) for a in source.attendees if a.status != "apologies"]
        fits = [a for a, words in said if role.search(words) and not other.search(words)]
        if len(fits) == 1:
            return _listed(fits[0], "taker.role")
    if value := _signed(source):
        return value
    for pair in source.pairs("author") + source.meta_pairs("author", "secretary"):
        words = source.reading[pair.start : pair.end]
        fits = source.people.fits(words)
        if len(fits) == 1:
            return Value(fits[0].name, pair.start, pair.end, pair.rule)
        initials = "".join(word[0] for word in words.split())
        if not fits and _INITIALS.fullmatch(initials) and f"({initials})" in source.reading:
            return Value(words, pair.start, pair.end, pair.rule)
    return None


def _signed(source: Source) -> Value | None:
    """The secretary or clerk who signs at the end of the minutes."""
    start = max(0, len(source.reading) - _SIGNATURE)
    for hit in reversed(list(source.rules.all("signed", source.reading[start:]))):
        begin, end = (start + at for at in hit.match.span("who"))
        value = _person(source, begin, end, hit.rule.id)
        if value and " " in value.value and all(len(w) > 1 for w in value.value.split()):
            return value
    return None


def _named(source: Source, sentence: Sentence, hit: Hit) -> Value | None:
    """The person whom a sentence names; one who is not listed needs a rule that is sure of a name."""
    start, end = (sentence.start + at for at in hit.match.span("who"))
    value = _person(source, start, end, hit.rule.id)
    known = value and value.value in source.names
    return value if known or not source.attendees or hit.rule.value != "listed" else None


def _people_of(source: Source, pair: Pair) -> Value | None:
    """The person or persons in a label's value: "Cllr A Box, Mayor" is one, "Ann Box, Cy Dee" are two."""
    text = source.reading[pair.start : pair.end]
    if said := source.rules.patterns["person_does"].search(text):
        text = text[: said.start()]
    whole = re.sub(r"\s*\(.*\)$", "", text).strip(" .,:;*@`")
    if source.rules.patterns["no_person"].search(whole) or len(whole) > 120:
        return None
    parts = [(m.start(), m.end()) for m in re.finditer(r"(?:[^,(/–—-]|(?<=\w)-(?=\w))+", text)]
    found = [v for a, b in parts if (v := _person(source, pair.start + a, pair.start + b, pair.rule))]
    listed = [v for v in found if v.value in source.names]
    if len({v.value for v in listed}) > 1 or (not listed and len(found) > 1 and all(" " in v.value for v in found)):
        return Value(whole, pair.start, pair.end, pair.rule)
    return next(iter(listed or found), None)


def _person(source: Source, start: int, end: int, rule: str) -> Value | None:
    """The person named in a range of the reading, as the attendance list spells the name."""
    bare = source.reading[start:end].strip(" .,:;*@`&")
    if not bare or len(bare) > 80 or source.rules.patterns["no_person"].search(bare):
        return None
    title = "|".join(re.escape(word) for word in source.rules.words["title_word"])
    untitled = re.sub(rf"^(?:the\s)?(?:(?:{title})\b\.?\s+)+", "", bare, flags=re.IGNORECASE)
    named = find_person(untitled, 0, len(untitled), words())
    if named and named.office and named.rest >= len(untitled):
        untitled = untitled[slice(*named.name)]
    if fits := source.people.fits(bare) or source.people.fits(untitled):
        return Value(fits[0].name, start, end, rule) if len(fits) == 1 else None
    if re.fullmatch(title, untitled, re.IGNORECASE) or not source.rules.patterns["name_or_handle"].fullmatch(untitled):
        return None
    place = start + source.reading[start:end].find(untitled)
    return Value(untitled, place, place + len(untitled), rule)


def _listed(attendee: Attendee, rule: str) -> Value:
    return Value(attendee.name, 0, 0, rule, attendee.span)
