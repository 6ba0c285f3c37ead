"""How people are written in a list: the entries of a passage."""

import re

from minutesparse.attendance.entry import SUFFIX, Entry, Said, begin, flat
from minutesparse.attendance.parts import AND, Part, Parts
from minutesparse.persons import LETTER, SHORT, Person, find_person, short_for, words
from minutesparse.rules import load

_COUPLE = re.compile(r"\b(?:Mr|Dr|Cllr|Rev)\.?\s(?:and|&)\s(?=(?:Mrs|Ms|Dr)\b)")
_UNIT = re.compile(
    r"(?<!\S)(?:Lot|Unit|Flat|Apt\.?|Apartment|Plot|Suite) \d{1,4}[A-Za-z]?(?=\s+[A-Z][\w.’-]*\s[A-Z]|\s+[A-Z]\.)"
)
_HANDLE = re.compile(r"@?[A-Za-z][\w-]{1,30}")
_ANSWER = re.compile(r"\s*[-–—:]+\s*([a-z]+)\b", re.IGNORECASE)
_INITIALLED = re.compile(r"\s+(?:and|&)\s+[A-Z]\.?\s[A-Z][\w’'-]+")
_DASHES = ("-", "–", "—")
_PRESIDES = re.compile(r",?\s+(?:in the chair\b|\((?P<office>(?:vice[- ])?chair\w*)\))", re.IGNORECASE)
_LISTING = frozenset(",;|•·\n")


def read_entries(text: str, base: int, *, per_line: bool) -> list[Entry]:
    """The people in a passage that begins at offset `base` of the reading.

    A line break in `text` is a newline, a column gap a tab. `per_line` says that each line is one person, so that what
    follows a comma there is their office or body; else a comma goes before the next person.
    """
    text = _COUPLE.sub(lambda pair: pair[0].replace("and", "   ").replace("&", " "), text)
    text = _UNIT.sub(lambda unit: " " * len(unit[0]), text)
    if entries := _office_first(text, base):
        return entries
    between = "\n"
    if _parted_by_semicolons(text):  # "Ann Lee, President; Bob Ray, Clerk; Cy Dow"
        text, per_line, between = text.replace("\n", " "), True, ";"
    if per_line:
        found: list[Entry] = []
        start = 0
        for line in text.split(between):
            found += _Reader(text, base, True).read(start, start + len(line))
            start += len(line) + 1
        return found
    return _Reader(text, base, False).read(0, len(text))


def _parted_by_semicolons(text: str) -> bool:
    """Whether semicolons stand between people, and commas before what is said of them."""
    parts = text.rstrip(" ;.\n").split(";")
    said = [part.split(",", 1)[1] for part in parts if "," in part]
    offices = sum(words().office(rest) for rest in said)
    return len(parts) > 2 and len(said) > 0 and 2 * offices >= len(said)


def _office_first(text: str, base: int) -> list[Entry]:
    """Lists in the form "Clerk (Mrs. A. Bell), Head of Finance (Mr. C. Dow)"."""
    vocabulary = words()
    entries: list[Entry] = []
    last = 0
    for match in vocabulary.bracketed.finditer(text):
        if text[match.start()] != "(" and text.rfind("(", 0, match.start()) > text.rfind(")", 0, match.start()):
            continue
        holder = find_person(text, *match.span("person"), vocabulary)
        if holder is None or text[holder.rest : match.end("person")].strip():
            continue
        before = text[last : match.start()]
        opening = max(before.rfind("),"), -1)
        start = last + opening + 2 if opening >= 0 else last
        while start < match.start() and text[start] in " ,;\n\t)":
            start += 1
        if joined := re.match(r"(?:and|And|&)\s+", text[start : match.start()]):
            start += joined.end()
        role = flat(text[start : match.start()])
        before_it = (find_person(said, 0, len(said), vocabulary) for said in role.split(", ")[:-1])
        if any(one and one.honorific and not one.office for one in before_it):
            continue  # "Mr Bell, Mrs Dow, together with the Clerk (Mr Fry)"
        named = vocabulary.office(role) and find_person(role, 0, len(role), vocabulary) is None
        named = named or (len(entries) > 0 and vocabulary.named_office(role))
        if not (vocabulary.named_office(role) if holder.honorific else named):
            continue
        entry = begin(text, base, start, match.end(), holder)
        entry.role = role
        entries.append(entry)
        if presides := _PRESIDES.match(text, match.end()):
            entry.role = f"{role}, {presides['office']}" if presides["office"] else role
        last = presides.end() if presides else match.end()
    if not entries:
        return []
    if rest := text[last:].strip(" ,;.\n\t"):
        at = text.index(rest[0], last)
        if joined := re.match(r"(?:and|And|&)\s+", text[at:]):
            at += joined.end()
        entries += _Reader(text, base, False).read(at, len(text))
    return entries


class _Reader:
    """Reads the parts of a passage, left to right, into entries."""

    def __init__(self, text: str, base: int, per_line: bool) -> None:
        self.text, self.base, self.per_line = text, base, per_line
        self.words = words()
        self.parts, self.said = Parts(text, per_line), Said(text, base)
        self.entries: list[Entry] = []
        self.office = ""  # one that stands before its person
        self.office_start = 0
        self.offices = ""  # one that all who follow hold
        self.short = ""  # initials that stand before their person
        self.title = ""  # shared: "Councillors A, B and C"
        self.body = ""  # shared: "HOA members A and B"

    def read(self, start: int, end: int) -> list[Entry]:
        """The entries between two offsets of the passage."""
        parts = list(self.parts.between(start, end))
        low = [part for part in parts if self.handle(part)]
        handles = not self.per_line and (len(low) > 1 or any(self.text[part.start] == "@" for part in low))
        for before, part in zip((None, *parts), parts, strict=False):
            if part.bracket:
                if before is not None and self.holder(before, part):
                    continue
                if self.office and not self.office.endswith(":"):
                    self.office = ""  # of somebody who is not named: "The Vicar (chair), Ann Bell"
                elif self.entries:
                    self.said.bracket(self.entries[-1], part)
            elif handles and part in low:
                name = self.text[part.start : part.end].lstrip("@")
                where = (self.base + part.end - len(name), self.base + part.end)
                self.entries.append(Entry(self.base + part.start, where[1], name, where, sure=False))
            else:
                self.stretch(part)
        self.share_surnames()
        return self.entries

    def holder(self, office: Part, part: Part) -> bool:
        """Whether a bracket holds who has the office before it, and begins an entry: "the Clerk (Mr Bell)"."""
        role = re.sub(r"^(?:[Tt]he|and)\s", "", flat(self.text[office.start : office.end]))
        person = find_person(self.text, part.start, part.end, self.words)
        if office.bracket or office.sep[:1] in _DASHES or person is None or not person.honorific:
            return False
        if not self.words.office(role) or self.text[person.rest : part.end].strip():
            return False
        if find_person(role, 0, len(role), self.words) and not self.words.office_alone(role):
            return False
        if self.entries and self.entries[-1].role and self.entries[-1].role.endswith(role):
            self.entries[-1].role = None
        entry = begin(self.text, self.base, office.start, min(part.end + 1, len(self.text)), person)
        entry.role, self.office = role, ""
        self.entries.append(entry)
        return True

    def handle(self, part: Part) -> bool:
        """Whether a part is a handle, or a name written small."""
        text = self.text[part.start : part.end]
        if part.bracket or not _HANDLE.fullmatch(text) or not (text[0] == "@" or text.islower()):
            return False
        bare = text.lstrip("@").lower()
        return not (bare in self.words.never or self.words.noun(bare) or load("attendees").first("remark", bare))

    def stretch(self, part: Part) -> None:
        text = self.text[part.start : part.end]
        person = find_person(self.text, part.start, part.end, self.words)
        if LETTER.fullmatch(text) and _INITIALLED.match(self.text, part.end):
            person = Person((part.start, part.start), (part.start, part.end), "", "", part.end, True, False)
            self.add(part, person)  # "N. and G. Bell"
            return
        if SUFFIX.fullmatch(text) and self.entries:
            self.said.attach(self.entries[-1], part)
            return
        if self.words.office(text) and re.match(r"\s*:", self.text[part.end : part.end + 4]):
            self.office, self.office_start = text, part.start  # "Chair: Ann Lee, Secretary: Bob Ray"
            self.offices = text if text.lower().endswith(("s", "officio")) else ""
            return
        if SHORT.fullmatch(text) and re.match(r"\s*:", self.text[part.end : part.end + 4]):
            self.short = text  # "AB: Ann Bell"
            return
        if self.entries and part.sep.startswith("&") and text.lower().startswith("the ") and person is None:
            self.office, self.office_start = text[4:], part.start  # "and the Clerk, Mrs E Evans"
            return
        if self.entries and not self.office and not self.short and not self.new_person(part, text, person):
            self.said.attach(self.entries[-1], part)
            return
        if person is None and self.answered(part):
            person = Person((part.start, part.start), (part.start, part.end), "", "", part.end, True, False)
        if person is None or (not person.sure and not self.per_line and self.words.office_alone(text)):
            if (self.words.office(text) and not self.entries) or (self.words.office(text) and part.sep[:1] in _LISTING):
                self.office, self.office_start = text.rstrip(" .,:"), part.start
            return
        self.add(part, person)

    def answered(self, part: Part) -> bool:
        """Whether a word that also means something else is a surname, since its bearer answered: "Hall - here"."""
        said = _ANSWER.match(self.text, part.end)
        return (
            said is not None
            and self.text[part.start : part.end].lower() in self.words.surnames
            and load("attendees").first("remark", said[1]) is not None
        )

    def new_person(self, part: Part, text: str, person: Person | None) -> bool:
        """Whether a part after the first begins another person."""
        last = self.entries[-1]
        if person is None and self.answered(part):
            return True
        if person is None or (not person.sure and self.words.office_alone(text)):
            return False
        if self.per_line and part.sep[:1] in _DASHES and not person.honorific:
            return False  # "Ann Bell - Language Board representative"
        if part.sep == "\t" and not person.honorific and self.words.office(text):
            return False  # a column of offices
        if person.sure and not (person.honorific == "" and self.words.office(text) and part.sep[:1] not in _LISTING):
            return True
        trailing = self.text[person.rest : part.end].strip(" .")
        hit = load("attendees").first("remark", trailing) if " " in trailing else None
        whole = trailing == "" or self.words.office(trailing) or (hit is not None and hit.rule.value == "organisation")
        if not self.per_line and not trailing and part.sep[:1] in _LISTING and text.count(" ") == 1:
            return True  # a surname that also means something else: "Ann Hall, Bea Marshall"
        if whole and trailing and " " in self.text[slice(*person.name)]:
            return True  # "Ann Bell Parish Clerk"
        if self.words.body(text) or self.words.office(text):
            return False
        if part.sep == "" and " " in text:
            return whole
        if not part.sep or part.sep[0] not in "".join(_LISTING) + "&/":
            return False
        if self.per_line:
            return bool(self.title) or "\n" in part.sep or (part.sep == "&" and whole)
        single = " " not in self.text[slice(*person.name)]
        if single and text.isupper() and len(text) > 1 and not last.name.isupper():
            return False
        return whole or bool(self.title)

    def add(self, part: Part, person: Person) -> None:
        entry = begin(self.text, self.base, part.start, part.end, person)
        entry.sure = person.sure or bool(self.office)
        if self.office and not entry.role:
            entry.role, entry.start = self.office, self.base + self.office_start
        elif self.offices and not entry.role:
            entry.role = self.offices
        self.office = ""
        if person.plural:
            self.title = _singular(person.honorific)
            entry.honorific = self.title
        elif person.honorific:
            self.title = self.title if self.title and not person.office else ""
        elif self.title and not person.office:
            entry.honorific, entry.sure = self.title, True
        if entry.role and (shared := re.fullmatch(r"(.*?)\s?(?:members|residents)", entry.role, re.IGNORECASE)):
            self.body, entry.role = shared[1], None
        if self.body and not entry.role:
            entry.organisation = self.body
        if self.short and short_for(self.short, entry.name):
            entry.abbreviations.append(self.short)
        self.short = ""
        self.entries.append(entry)
        if rest := self.text[person.rest : part.end].strip(" .,"):
            at = self.text.index(rest, person.rest)
            first = rest.split(" ", 1)[0]
            if len(first) < len(rest) and short_for(first, entry.name):
                entry.abbreviations.append(first)
                rest = rest[len(first) :].strip()
                at = self.text.index(rest, at + len(first))
            self.said.attach(entry, Part(" ", at, at + len(rest)))

    def share_surnames(self) -> None:
        """Give the first of two who share one its surname: "Ann and Bob Lee"."""
        for one, two in zip(self.entries, self.entries[1:], strict=False):
            between = self.text[one.where[1] - self.base : two.where[0] - self.base]
            given, surname = one.name, two.name.split()
            joined = AND.fullmatch(between) is not None
            if joined and not one.role and two.role and two.role.endswith("s"):
                one.role = two.role  # "Ann Bell & Bob Lee (churchwardens)"
            if joined and " " not in given and len(surname) == 2 and not one.honorific and not two.honorific:
                one.name, one.end = f"{given} {surname[1]}", two.end


def _singular(title: str) -> str:
    bare = title.rstrip(".")
    if bare.lower() == "messrs":
        return "Mr"
    return bare[:-3] + "man" if bare.endswith("men") else bare[:-1] if bare[-1] in "sS" else bare
