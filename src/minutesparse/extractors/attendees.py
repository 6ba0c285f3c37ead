"""Everyone whom the minutes list as a participant or as an apology."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutesparse import language
from minutesparse.ballot import read_ballot
from minutesparse.document import Block, Document
from minutesparse.names import Entry, read_entries
from minutesparse.passages import ENTRY, passage, prose, verbs
from minutesparse.record import Attendee, Status
from minutesparse.register import read_rows
from minutesparse.roll import Group, find_groups
from minutesparse.rules import load

_ASIDE = re.compile(r",\s(?:who|which|due|because|as)\s[^,;.]*(?=,)")
_SOME = re.compile(
    r"\s*(?:including|incl\.?|namely|among them|such as|being)[:\s]\s*", re.IGNORECASE
)  # "12 residents including Ann Bell"
_SINGLE = re.compile(r"\b(?:guest|visitor|observer|presenter|speaker|invitee)$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\b")
# Where a sentence goes on after the people it names.
_ON = re.compile(
    r",?\s(?:who|due|because|as|which|were|was|had|has|have|is|are|will|it|on|owing|joined|attended|arrived|left|would|could"
    r"|and (?:were|was|accepted|noted|it|these|their|the|his|her)|\(?(?:accepted|noted|received))\b"
)
_ALL = ("attendee.members", "attendee.nominees")
_SHORT_FORM = re.compile(r"(?<!\d\s)\b[A-Z][A-Za-z]{0,9}[A-Z]\b")
_APART = 1_500  # an office named further from the list tells nobody's attendance
_FAR = 3_000
_NEAR = 6_000  # so far from the last list, at most, sentences tell who was there


@dataclass(slots=True)
class _Found:
    """A person found, and how."""

    entry: Entry
    status: Status | None  # None where the lists contradict each other
    rule: str
    confidence: float
    office: bool = False  # by an office named apart: "Chair: Ann"
    told: bool = False  # by a sentence: may be somebody whom a list has …
    known: bool = False  # … and must be


def find_attendees(document: Document, blocks: Sequence[Block]) -> list[Attendee]:
    """The attendees in order, without ids."""
    listed = [*_front_matter(document), *_groups(document)]
    people = _merged(one for one in listed if not (one.office or one.told))
    for office in listed:
        if office.office:
            _give_office(people, office)
    if not people:
        for entry, status in read_ballot(document):
            people.append(_Found(entry, status, "attendee.ballot", 0.8))
    for told in (*(one for one in listed if one.told), *_sentences(document, blocks)):
        _tell(people, told)
    if people and not any(one.status == "present" for one in people):
        for one in people:
            if one.rule == "attendee.in-attendance":
                one.status = "present"
    _used_initials(document, people)
    return [_attendee(document, one) for one in _apart(people)]


def _apart(people: list[_Found]) -> Iterator[_Found]:
    """The people in order; of two whose names overlap the first, since nobody stands inside somebody else."""
    end = -1
    for one in sorted(people, key=lambda one: one.entry.start):
        if one.entry.where[0] >= end:
            yield one
            end = one.entry.where[1]


def _attendee(document: Document, one: _Found) -> Attendee:
    entry = one.entry
    return Attendee(
        name=entry.name,
        honorific=entry.honorific,
        role=entry.role,
        organisation=entry.organisation,
        abbreviations=tuple(dict.fromkeys(entry.abbreviations)),
        status=one.status,
        substitutes_for=entry.substitutes_for,
        span=document.span(entry.start, entry.end),
        rule=one.rule,
        confidence=one.confidence if entry.sure else round(one.confidence - 0.08, 2),
    )


# Sources


def _groups(document: Document) -> Iterator[_Found]:
    reached = 0  # where the last list ended
    for group in find_groups(document):
        start = group.lines[0][0] if group.lines else group.rows[0].start if group.rows else 0
        if reached and start > reached + _FAR and group.rule.value in ("members", "role", "taker"):
            continue  # the same words head other lists further on
        reached = group.lines[-1][1] if group.lines else group.rows[-1].end if group.rows else reached
        if group.lines:
            yield from _members(document, group)
        elif group.rows:
            for entry, status in read_rows(document, group.rows, group.status):
                yield _Found(entry, status, f"attendee.{group.rule.id}", group.rule.confidence)


def _members(document: Document, group: Group) -> Iterator[_Found]:
    """The people of one group."""
    text, per_line = passage(document, group.lines)
    if _SINGLE.search(group.label) and len(group.lines) == 1 and text.count(",") == 1:
        per_line = True  # "Guest: Ann Bell, Anytown Trust"
    base = group.lines[0][0]
    if group.status in ("apologies", "absent") and (prose(text) or _FROM.search(text[:120])):
        yield from _told(text.replace("\n", " "), base, group)
        return
    entries = read_entries(_blank(text), base, per_line=per_line)
    if not entries or not _credible(group, entries):
        return
    if len(entries) > 4 and 10 * sum(entry.sure for entry in entries) >= 7 * len(entries):
        entries = [entry for entry in entries if entry.sure or " " in entry.name]  # scraps of an office or a body
    bodies = sum(entry.organisation is not None for entry in entries)
    for entry in entries:
        if (
            2 * bodies > len(entries)
            and not entry.organisation
            and entry.abbreviations
            and entry.abbreviations[0].islower()
        ):
            entry.organisation = entry.abbreviations.pop(0)  # a body written small
        entry.organisation = entry.organisation or group.body
        status = entry.status or _ticked(group, entry) or group.status
        if group.mixed and not entry.organisation:
            status = "present"
        if group.office and not entry.role:
            entry.role = group.office
        office = group.rule.value in ("role", "taker")
        yield _Found(entry, status, f"attendee.{group.rule.id}", group.rule.confidence, office)


def _credible(group: Group, entries: list[Entry]) -> bool:
    """Whether a list holds people: a label that may mean other things needs names that can mean nothing else."""
    if group.rule.value not in ("members", "role", "taker"):
        return True
    sure = sum(entry.sure or " " in entry.name for entry in entries)
    return sure >= 0.5 * len(entries) or group.office is not None


def _told(text: str, base: int, group: Group) -> Iterator[_Found]:
    """The people of whom sentences under a label for apologies speak."""
    for start, end in language.load().sentences(text):
        sentence = text[start:end]
        for rules in ("lead", "told"):
            if hit := load("attendees").first(rules, sentence):
                status = group.status if rules == "told" else hit.rule.value
                yield from _named(hit.match, base + start, status, hit.rule.id, hit.rule.confidence)
                break


def _named(match: re.Match[str], base: int, status: str, rule: str, confidence: float) -> Iterator[_Found]:
    """The people whom the words in `who` name."""
    who = _blank(_cut(match["who"]))
    entries = read_entries(who, base + match.start("who"), per_line=False)
    surnames = len(entries) > 1 and all(" " not in entry.name and not entry.organisation for entry in entries)
    for entry in entries:
        if entry.sure or (status != "titled" and (surnames or " " in entry.name)):
            known = status == "known"
            said = {"known": "present", "titled": "in_attendance"}.get(status, entry.status or status)
            found: Status = said  # type: ignore[assignment]
            yield _Found(entry, found, f"attendee.{rule}", confidence, told=True, known=known)


def _cut(who: str) -> str:
    """Words that name people, up to where the sentence goes on."""
    who = _ASIDE.sub(lambda aside: "," + " " * (len(aside[0]) - 1), who)
    stop = _ON.search(who)
    return who[: stop.start()] if stop else who


def _ticked(group: Group, entry: Entry) -> Status | None:
    starts = [start for start in group.marks if start <= entry.start]
    return group.marks[max(starts)] if starts else None


def _blank(text: str) -> str:
    """The text with what names no single person blanked out ("4 members of the public"), as long as before."""
    vocabulary = load("attendees")
    text = _told_apart(text)
    parts = re.split(r"([,;\n]|(?<=[a-z)])\.\s)", text)
    for i, part in enumerate(parts):
        if hit := vocabulary.first("crowd", part):
            kept = _SOME.match(part, hit.match.end())
            stop = kept.end() if kept else len(part)
            parts[i] = part[: hit.match.start()] + " " * (stop - hit.match.start()) + part[stop:]
        elif prose(part) and i and not ENTRY.match(part):
            parts[i] = " " * len(part)
    return "".join(parts)


def _told_apart(text: str) -> str:
    """The text of a list without the sentences that follow it."""
    for start, end in language.load().sentences(text)[1:] if ". " in text else ():
        if not verbs().isdisjoint(re.findall(r"\b[a-z]+\b", text[start:end])):
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _front_matter(document: Document) -> Iterator[_Found]:
    for line in document.lines:
        if line.style != "meta":
            continue
        key = re.sub(r"[^a-z]+", " ", line.marker.lower()).strip()
        if (hit := load("attendees").first("key", key)) is None:
            continue
        text = document.reading[line.start : line.end]
        for entry in read_entries(_blank(text), line.start, per_line=False):
            status: Status = "present" if hit.rule.value == "role" else hit.rule.value  # type: ignore[assignment]
            if hit.rule.value == "role":
                entry.role = line.marker
                status = "in_attendance" if key in ("secretary", "clerk") else "present"
            office = hit.rule.value == "role"
            yield _Found(entry, entry.status or status, f"attendee.{hit.rule.id}", hit.rule.confidence, office)


def _sentences(document: Document, blocks: Sequence[Block]) -> Iterator[_Found]:
    """The people of whom sentences near the head of the minutes say that they were there, or sent apologies."""
    vocabulary = load("attendees")
    cues = {cue for rule in vocabulary.groups["lead"] for cue in rule.cues}
    last = 0
    for block in blocks:
        if block.kind not in ("paragraph", "item", "label") or block.start > last + _NEAR:
            continue
        lowered = block.text[:_NEAR].lower()
        if not any(cue in lowered for cue in cues):
            continue
        for start, end in language.load().sentences(block.text[:_NEAR]):
            if hit := vocabulary.first("lead", block.text[start:end]):
                last = block.end
                yield from _named(hit.match, block.start + start, hit.rule.value, hit.rule.id, hit.rule.confidence)


# Bringing together


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.replace("_", " ").casefold()))


def _merged(found: Iterable[_Found]) -> list[_Found]:
    """Everyone once; what is said first of a person stands, what is said later fills it up."""
    people: dict[str, _Found] = {}
    for one in found:
        key = _key(one.entry.name)
        if not key:
            continue
        known = people.get(key)
        if (
            known is None
            and one.entry.name.isupper()
            and any(one.entry.name in p.entry.abbreviations for p in people.values())
        ):
            continue  # initials of somebody who has them already, beside a heading
        if known is None and " " not in key and not one.entry.honorific:
            fits = [p for name, p in people.items() if " " in name and key in name.split() and p.rule != one.rule]
            known = fits[0] if len(fits) == 1 else None
        if known is None:
            people[key] = one
        else:
            known.status = _settled(known, one)
            _fill(known.entry, one.entry)
    return list(people.values())


def _settled(known: _Found, other: _Found) -> Status | None:
    """The status of somebody whom two lists have: nobody was there and sent apologies."""
    missing = ("apologies", "absent")
    if other.status == known.status or other.status is None or known.status is None:
        return known.status
    if known.rule in _ALL and other.status in missing:
        return other.status  # the first names all members
    if known.status == "absent" and other.status == "apologies":
        return "apologies"
    if known.status == "present" and other.status == "apologies" and " " in known.entry.name:
        return None
    return known.status


def _fill(known: Entry, other: Entry) -> None:
    known.role = known.role or other.role
    known.organisation = known.organisation or other.organisation
    known.honorific = known.honorific or other.honorific
    known.abbreviations += other.abbreviations


def _fits(people: list[_Found], entry: Entry) -> list[_Found]:
    """Who of the list may be meant by a name in another form: a part of it, or a short form."""
    tokens = set(_key(entry.name).split())
    fits = [p for p in people if set(_key(p.entry.name).split()) == tokens]
    fits = fits or [p for p in people if tokens <= set(_key(p.entry.name).split())]
    fits = fits or [p for p in people if entry.name in p.entry.abbreviations]
    fits = fits or [p for p in people if entry.name.isupper() and entry.name in _short_forms(p.entry.name)]
    return fits or [p for p in people if _spelt(tokens, set(_key(p.entry.name).split()))]


def _spelt(tokens: set[str], name: set[str]) -> bool:
    """Whether two names are one but for initials: "C Thripp", "Cora Thripp"."""
    ours, theirs = tokens - name, name - tokens
    shared = tokens & name
    return (
        any(len(w) > 1 for w in shared)
        and len(ours) == len(theirs) == 1
        and next(iter(ours))[0] == next(iter(theirs))[0]
        and min(len(next(iter(ours))), len(next(iter(theirs)))) == 1
    )


def _give_office(people: list[_Found], office: _Found) -> None:
    """An office named apart ("Chair: Ann") goes to whom the list has; else its holder is listed by it."""
    fits = _fits(people, office.entry)
    if len(fits) == 1:
        fits[0].entry.role = fits[0].entry.role or office.entry.role
    elif not fits and (not people or min(abs(p.entry.start - office.entry.start) for p in people) < _APART):
        people.append(office)


def _tell(people: list[_Found], told: _Found) -> None:
    """What a sentence says of somebody: nothing new of whom a list has, but for an office."""
    fits = _fits(people, told.entry)
    if len(fits) == 1:
        fits[0].entry.role = fits[0].entry.role or told.entry.role
        if told.status == "apologies" and fits[0].status == "absent":
            fits[0].status = "apologies"
    elif not fits and not told.known:
        people.append(told)


def _used_initials(document: Document, people: list[_Found]) -> None:
    """Give people the short forms that the list does not print but the text uses of them alone."""
    owners: dict[str, list[_Found]] = {}
    for one in (one for one in people if not one.entry.abbreviations):
        for form in _short_forms(one.entry.name):
            owners.setdefault(form, []).append(one)
    taken = {form for one in people for form in one.entry.abbreviations}
    wanted = {form: whose[0] for form, whose in owners.items() if len(whose) == 1 and form not in taken}
    if not wanted:
        return
    printed = Counter(match[0] for match in _SHORT_FORM.finditer(document.reading) if match[0] in wanted)
    used = load("attendees").patterns["acting"]
    acting = Counter(match["who"] for match in used.finditer(document.reading) if match["who"] in wanted)
    initials = [form for form in printed if acting[form] and (printed[form] < 4 or 3 * acting[form] >= printed[form])]
    habit = len(initials) + sum(bool(one.entry.abbreviations) for one in people)
    for form in printed:
        if f" the {form} " in document.reading:
            continue
        if not form.isupper() or habit > 3 or (form in initials and (habit > 1 or acting[form] > 1)):
            wanted[form].entry.abbreviations.append(form)


def _short_forms(name: str) -> set[str]:
    """How people may be called by initials: Ann Mary Bell is AB, AMB, AnnB."""
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if part[0].isupper()]
    if len(parts) < 2:
        return set()
    forms = {"".join(part[0] for part in parts), parts[0][0] + parts[-1][0]}
    return forms | {parts[0] + parts[-1][0]} | ({parts[0][:3] + parts[-1][0]} if len(parts[0]) > 3 else set())
