"""How people are written in a list: the entries of a passage, and in each the name, titles, office and body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from minutesparse.persons import LETTER, SHORT, Person, find_person, short_for, stands_for_office, words
from minutesparse.record import Status
from minutesparse.rules import load

# What stands between entries, or between a name and what is said of it.
_PART = re.compile(
    r"(?P<bracket>[(\[](?P<inner>(?:[^()\[\]]|\([^()\[\]]{0,60}\)){0,200})(?:[)\]]|$))"
    r"|(?P<sep>[ ]*(?:[,;|•·\t\n]|[–—]+|(?<=\s)[-=~/]+(?=\s)|(?<=[\w.])-+(?=\s)|(?<=\s)-+(?=\w)|:(?=\s|$))[ ]*)"
)
_AND = re.compile(r"\s+(?:and|And|AND|&|plus)\s+")
_TOKEN = re.compile(r"\S+")
_COUPLE = re.compile(r"\b(?:Mr|Dr|Cllr|Rev)\.?\s(?:and|&)\s(?=(?:Mrs|Ms|Dr)\b)")
_HANDLE = re.compile(r"@?[A-Za-z][\w-]{1,30}")
_ANSWER = re.compile(r"\s*[-–—:]+\s*([a-z]+)\b", re.IGNORECASE)
_OF_BODY = re.compile(r"(.*?)\s(?:representative|rep|delegate|nominee|employee)s?", re.IGNORECASE)
_NICKNAME = re.compile(
    r"(?:^|[,;\n]\s?)[A-Z][\w’'-]+ (?P<nick>\([A-Z][a-z’'-]{1,12}\))(?= [A-Z][\w’'-]+\s*(?:$|[,;(\n]))"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|Snr|Jnr|II|III|IV)\.?")
_LISTING = frozenset(",;|•·\n")


@dataclass(slots=True)
class Entry:
    """One person of a list; `start` and `end` are offsets of the reading, `where` those of the name."""

    start: int
    end: int
    name: str
    where: tuple[int, int]
    honorific: str | None = None
    role: str | None = None
    organisation: str | None = None
    abbreviations: list[str] = field(default_factory=list)
    substitutes_for: str | None = None
    status: Status | None = None
    sure: bool = True  # whether a title, initials or an office show that this is a person
    role_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between separators, in offsets of the passage."""

    sep: str
    start: int
    end: int
    bracket: bool = False


def read_entries(text: str, base: int, *, per_line: bool) -> list[Entry]:
    """The people in a passage that begins at offset `base` of the reading.

    A line break in `text` is a newline, a column gap a tab. `per_line` says that each line is one person, so that what
    follows a comma there is their office or body; else a comma goes before the next person.
    """
    text = _COUPLE.sub(lambda pair: pair[0].replace("and", "   ").replace("&", " "), text)
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
        person = find_person(text, *match.span("person"), vocabulary, first=True)
        if person is None or not person.honorific or text[person.rest : match.end("person")].strip():
            continue
        before = text[last : match.start()]
        opening = max(before.rfind("),"), -1)
        start = last + opening + 2 if opening >= 0 else last
        while start < match.start() and text[start] in " ,;\n\t)":
            start += 1
        if joined := re.match(r"(?:and|And|&)\s+", text[start : match.start()]):
            start += joined.end()
        role = _flat(text[start : match.start()])
        if not vocabulary.named_office(role):
            continue
        entry = _entry(text, base, start, match.end(), person)
        entry.role = role
        entries.append(entry)
        last = match.end()
    if not entries:
        return []
    if rest := text[last:].strip(" ,;.\n\t"):
        at = text.index(rest[0], last)
        if joined := re.match(r"(?:and|And|&)\s+", text[at:]):
            at += joined.end()
        entries += _Reader(text, base, False).read(at, len(text))
    return entries


def _flat(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:–—-")


def _entry(text: str, base: int, start: int, end: int, person: Person) -> Entry:
    a, b = person.name
    name = " ".join(text[a:b].split())
    return Entry(base + start, base + end, name, (base + a, base + b), person.honorific or None, person.office or None)


class _Reader:
    """Reads the parts of a passage, left to right, into entries."""

    def __init__(self, text: str, base: int, per_line: bool) -> None:
        self.text, self.base, self.per_line = text, base, per_line
        self.words = words()
        self.entries: list[Entry] = []
        self.office = ""  # one that stands before its person
        self.office_start = 0
        self.offices = ""  # one that all who follow hold
        self.short = ""  # initials that stand before their person
        self.title = ""  # shared: "Councillors A, B and C"
        self.body = ""  # shared: "HOA members A and B"

    def read(self, start: int, end: int) -> list[Entry]:
        """The entries between two offsets of the passage."""
        parts = list(self.parts(start, end))
        low = [part for part in parts if self.handle(part)]
        handles = not self.per_line and len(low) > 1
        for part in parts:
            if part.bracket:
                self.bracket(part)
            elif handles and part in low:
                name = self.text[part.start : part.end].lstrip("@")
                where = (self.base + part.end - len(name), self.base + part.end)
                self.entries.append(Entry(self.base + part.start, where[1], name, where, sure=False))
            else:
                self.stretch(part)
        self.share_surnames()
        return self.entries

    def handle(self, part: _Part) -> bool:
        """Whether a part is a handle, or a name written small."""
        text = self.text[part.start : part.end]
        if part.bracket or not _HANDLE.fullmatch(text) or not (text[0] == "@" or text.islower()):
            return False
        bare = text.lstrip("@").lower()
        return not (bare in self.words.never or self.words.noun(bare) or load("attendees").first("remark", bare))

    def parts(self, start: int, end: int) -> Iterator[_Part]:
        at, sep = start, ""
        nicknames = {match.start("nick") for match in _NICKNAME.finditer(self.text, start, end)}
        for match in _PART.finditer(self.text, start, end):
            if match["bracket"] and match.start() in nicknames and self.words.plain(match["inner"]):
                continue
            yield from self.split(sep, at, match.start())
            sep = sep if match.start() == at and not match["bracket"] else ""
            if match["bracket"]:
                yield _Part("(", match.start("inner"), match.end("inner"), True)
                sep = ""
            else:
                sep = (sep if match.start() == at else "") + match["sep"].strip(" ")
            at = match.end()
        yield from self.split(sep, at, end)

    def split(self, sep: str, start: int, end: int) -> Iterator[_Part]:
        """A stretch, parted where "and" or a title shows that another person begins."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return
        if lead := re.match(r"(?:and|And|AND|&|plus)\s+", self.text[start:end]):
            start, sep = start + lead.end(), sep + "&"
        for match in _AND.finditer(self.text, start, end):
            if self.parts_people(start, match.start(), match.end(), end):
                yield from self.split(sep, start, match.start())
                yield from self.split("&", match.end(), end)
                return
        if second := self.unparted(start, end):
            yield _Part(sep, start, second)
            yield from self.split("&", second, end)
            return
        for match in _TOKEN.finditer(self.text, start, end):
            if match.start() > start and self.titled_anew(start, match.start(), match[0], end):
                yield _Part(sep, start, match.start())
                yield from self.split("&", match.start(), end)
                return
        yield _Part(sep, start, end)

    def unparted(self, start: int, end: int) -> int:
        """Where a second person begins without any mark: "Cllr Ann Bell Bob Dow Parish Clerk"; 0 for nowhere."""
        person = find_person(self.text, start, end, self.words, first=True)
        if person is None or not person.honorific or not self.words.office(self.text[person.rest : end]):
            return 0
        tokens = list(_TOKEN.finditer(self.text, *person.name))
        plain = len(tokens) == 4 and all(len(token[0]) > 2 for token in tokens)
        return tokens[2].start() if plain and self.text[person.name[1] : person.rest].isspace() else 0

    def titled_anew(self, start: int, at: int, title: str, end: int) -> bool:
        """Whether a title stands between two people ("Cllr Ann Bell Cllr Bob Dow")."""
        if title.rstrip(".,").lower() not in self.words.parting or not title[0].isupper():
            return False
        before = find_person(self.text, start, at, self.words, first=True)
        return before is not None and find_person(self.text, at, end, self.words, first=True) is not None

    def parts_people(self, start: int, left_end: int, right: int, end: int) -> bool:
        """Whether "and" stands between two people here, not inside the name of an office or a body."""
        left, following = self.text[start:left_end], self.text[right:end]
        after = find_person(self.text, right, end, self.words, first=True)
        if after is None:
            return False
        if after.sure:
            return True
        before = find_person(self.text, start, left_end, self.words, first=True)
        alone = after.rest >= end or not self.text[after.rest : end].strip(" .")
        if before is None or not alone:
            return before is None and alone and not self.per_line and " " in following and self.words.office(left)
        if self.per_line and self.entries and not self.title:
            return False
        return not self.words.body(self.text[before.rest : left_end]) and not self.words.body(
            self.text[after.rest : end]
        )

    # What a part means

    def stretch(self, part: _Part) -> None:
        text = self.text[part.start : part.end]
        person = find_person(self.text, part.start, part.end, self.words, first=not self.entries)
        if _SUFFIX.fullmatch(text) and self.entries:
            self.attach(self.entries[-1], part)
            return
        if self.words.office(text) and re.match(r"\s*:", self.text[part.end : part.end + 4]):
            self.office, self.office_start = text, part.start  # "Chair: Ann Lee, Secretary: Bob Ray"
            self.offices = text if text.lower().endswith(("s", "officio")) else ""
            return
        if SHORT.fullmatch(text) and re.match(r"\s*:", self.text[part.end : part.end + 4]):
            self.short = text  # "AB: Ann Bell"
            return
        if self.entries and not self.office and not self.short and not self.new_person(part, text, person):
            self.attach(self.entries[-1], part)
            return
        if person is None and self.answered(part):
            person = Person((part.start, part.start), (part.start, part.end), "", "", part.end, True, False)
        if person is None or (not person.sure and not self.per_line and self.words.office_alone(text)):
            if (self.words.office(text) and not self.entries) or (self.words.office(text) and part.sep[:1] in _LISTING):
                self.office, self.office_start = text.rstrip(" .,:"), part.start
            return
        self.add(part, person)

    def answered(self, part: _Part) -> bool:
        """Whether a word that also means something else is a surname, since its bearer answered: "Hall - here"."""
        said = _ANSWER.match(self.text, part.end)
        return (
            said is not None
            and self.text[part.start : part.end].lower() in self.words.surnames
            and load("attendees").first("remark", said[1]) is not None
        )

    def new_person(self, part: _Part, text: str, person: Person | None) -> bool:
        """Whether a part after the first begins another person."""
        last = self.entries[-1]
        if person is None and self.answered(part):
            return True
        if person is None or (not person.sure and self.words.office_alone(text)):
            return False
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

    def add(self, part: _Part, person: Person) -> None:
        entry = _entry(self.text, self.base, part.start, part.end, person)
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
            self.attach(entry, _Part(" ", at, at + len(rest)))

    def bracket(self, part: _Part) -> None:
        if not self.entries:
            return
        entry = self.entries[-1]
        inner = self.text[part.start : part.end].strip()
        entry.end = self.base + min(part.end + 1, len(self.text))
        if LETTER.fullmatch(inner) and self.base + part.start - 2 <= entry.where[1]:
            entry.where = (entry.where[0], self.base + part.end + 1)
            entry.name = f"{entry.name} ({inner})"
            return
        at, sep = part.start, "("
        for match in re.finditer(r"\s*[,;]\s*|\s+[-–—]\s+", inner):
            self.attach(entry, _Part(sep, at, part.start + match.start()))
            at, sep = part.start + match.end(), match[0].strip()
        self.attach(entry, _Part(sep, at, part.end))
        entry.end = self.base + min(part.end + 1, len(self.text))

    def attach(self, entry: Entry, part: _Part) -> None:
        """What a part says of the person before it."""
        text = (
            self.text[part.start : part.end].strip(" .,;:")
            if part.sep != "("
            else self.text[part.start : part.end].strip(" ,;:")
        )
        entry.end = max(entry.end, self.base + part.end)
        if not text:
            return
        if _SUFFIX.fullmatch(text) and self.base + part.start - entry.where[1] < 3:
            entry.where = (entry.where[0], self.base + part.end)
            entry.name = " ".join(self.text[entry.where[0] - self.base : part.end].split())
            return
        if hit := load("attendees").first("remark", text):
            self.remark(entry, hit.rule.value, hit.match)
        elif short_for(text, entry.name) or (entry.role and entry.role != text and stands_for_office(text, entry.role)):
            entry.abbreviations.append(text)
        elif self.words.office(text):
            self.set_office(entry, part, text.removeprefix("in the ").removeprefix("In the "))
        elif (first := text.split(" ", 1))[0].isupper() and len(first) > 1 and self.words.noun(first[0].lower()):
            entry.role, entry.organisation = entry.role or first[0], entry.organisation or first[1]  # "CEO Acme"
        elif self.words.body(text) or not text[0].islower():
            if part.sep == "(" and set(text.split()) & set(entry.name.split()) and not self.words.body(text):
                return  # "Iris Noh (Yuna Noh)"
            if (
                not entry.organisation
                and re.search(r"[^\W\d_]{2}", text)
                and len(text) < 90
                and "@" not in text
                and "://" not in text
            ):
                entry.organisation = text
        elif re.fullmatch(r"[a-z][a-z0-9_-]{1,15}", text) and part.sep in ("(", ","):
            entry.abbreviations.append(text)

    def set_office(self, entry: Entry, part: _Part, text: str) -> None:
        if entry.role and entry.role_at and part.start - entry.role_at[1] <= 3 and part.sep != "(":
            entry.role = _flat(self.text[entry.role_at[0] : part.end])
            entry.role_at = (entry.role_at[0], part.end)
            return
        if entry.role and entry.role not in (entry.honorific or ""):
            return
        entry.role, entry.role_at = text, (part.start, part.end)
        body = _OF_BODY.fullmatch(text)
        if body and ((" " in body[1] and self.words.body(body[1])) or (body[1].isupper() and len(body[1]) > 2)):
            entry.organisation = entry.organisation or body[1]

    def remark(self, entry: Entry, value: str, match: re.Match[str]) -> None:
        if value in ("present", "in_attendance", "apologies", "absent"):
            entry.status = value  # type: ignore[assignment]
        elif value == "substitute":
            who, _, body = match["who"].partition(" - ")
            entry.substitutes_for = who.strip(" .,")
            if body:
                entry.organisation = entry.organisation or body.strip()
        elif value == "organisation" and not entry.organisation:
            entry.organisation = match["who"].strip(" .")

    def share_surnames(self) -> None:
        """Give the first of two who share one its surname: "Ann and Bob Lee"."""
        for one, two in zip(self.entries, self.entries[1:], strict=False):
            between = self.text[one.where[1] - self.base : two.where[0] - self.base]
            given, surname = one.name, two.name.split()
            joined = _AND.fullmatch(between) is not None
            if joined and " " not in given and len(surname) == 2 and not one.honorific and not two.honorific:
                one.name, one.end = f"{given} {surname[1]}", two.end
                one.role = one.role or (two.role if two.role and two.role.endswith("s") else None)


def _singular(title: str) -> str:
    low = title.lower()
    if low == "messrs":
        return "Mr"
    return title[:-3] + "man" if low.endswith("men") else title.removesuffix("s")
