"""How people are written in a list: the entries of a passage, and in each the name, titles, office and body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from minutesparse.record import Status
from minutesparse.rules import load

# What stands between entries, or between a name and what is said of it.
_PART = re.compile(
    r"(?P<bracket>[(\[](?P<inner>[^()\[\]]{0,200})(?:[)\]]|$))"
    r"|(?P<sep>[ ]*(?:[,;|•·\t\n]|[–—]+|(?<=\s)[-=~/]+(?=\s)|(?<=[\w.])-+(?=\s)|(?<=\s)-+(?=\w)|:(?=\s|$))[ ]*)"
)
_AND = re.compile(r"\s+(?:and|And|AND|&|plus)\s+")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*")
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z]")
_LETTER = re.compile(r"[A-Z]\.?|[A-Z][a-z]?\?")
_SHORT = re.compile(r"[A-Z][A-Za-z/&]{1,6}")
_COUPLE = re.compile(r"\b(?:Mr|Dr|Cllr|Rev)\.?\s(?:and|&)\s(?=(?:Mrs|Ms|Dr)\b)")
_HANDLE = re.compile(r"@?[A-Za-z][\w-]{1,30}")
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


@dataclass(frozen=True, slots=True)
class _Person:
    """A name found in a stretch: ranges within it."""

    titles: tuple[int, int]
    name: tuple[int, int]
    office: str
    honorific: str
    rest: int  # where what follows the name begins
    sure: bool
    plural: bool  # "Councillors A, B and C"


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of names, ready to be asked."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    ranks: frozenset[str]
    nouns: frozenset[str]
    modifiers: frozenset[str]
    bodies: frozenset[str]
    surnames: frozenset[str]
    particles: frozenset[str]
    never: frozenset[str]
    parting: frozenset[str]
    shouted: frozenset[str]  # titles in capitals: "DI" is one, "Di" is not
    bracketed: re.Pattern[str]  # a person with a title in brackets: "Clerk (Mrs. A. Bell)"

    def titled(self, text: str) -> bool:
        """Whether these words are one title."""
        low = text.rstrip(".,").lower().replace("’", "").replace("'", "")
        if low in self.shouted and not text.rstrip(".,").isupper():
            return False
        return low in self.honorifics or low in self.offices or low in self.ranks

    def office(self, text: str) -> bool:
        """Whether these words name an office: they end in one, or go on with what it is for."""
        words = [w.lower() for w in _WORD.findall(text)]
        if not words or len(words) > 14:
            return False
        if self.noun(words[-1]) or " ".join(words) in self.ranks:
            return True
        for i, word in enumerate(words[:6]):
            if self.noun(word) and (
                i + 1 == len(words) or words[i + 1] in ("of", "for", "to", "and", "in", "at", "on")
            ):
                return True
        return any(text.lower().startswith(w + " -") for w in ("director", "head"))

    def office_alone(self, text: str) -> bool:
        """Whether these words are nothing but an office: "An Cathaoirleach", "Ex officio"."""
        words = [w.lower() for w in _WORD.findall(text)]
        return (
            bool(words)
            and self.noun(words[-1])
            and all(w in self.modifiers or w in self.bodies or self.noun(w) for w in words)
        )

    def noun(self, word: str) -> bool:
        """Whether a word in lower case is what an office ends in."""
        return word in self.nouns or word.rsplit("-", 1)[-1] in self.nouns or word.rsplit("/", 1)[-1] in self.nouns

    def body(self, text: str) -> bool:
        """Whether these words name a body."""
        return any(word.lower() in self.bodies for word in _WORD.findall(text))

    def naming(self, token: str) -> bool:
        """Whether a token may be part of a name."""
        bare = token.strip("“”\"'‘’.,")
        low = bare.lower()
        if not bare or any(c.isdigit() for c in bare) or "@" in bare or "//" in bare:
            return False
        if low in self.particles or (len(bare) == 1 and bare.isupper()):
            return True
        first = bare[2:3] if low.startswith(("d'", "d’")) else bare[0]
        return not first.islower() and bare[0].isalpha() and low not in self.never

    def plain(self, token: str) -> bool:
        """Whether a token may be part of a name and means no office and no body."""
        low = token.strip("“”\"'‘’.,").lower()
        return self.naming(token) and not self.noun(low) and low not in self.bodies and not self.titled(token)


@cache
def words() -> Words:
    """The vocabulary of names."""
    lists = load("people").words

    def lowered(name: str) -> frozenset[str]:
        return frozenset(word.lower() for word in lists[name])

    titles = "|".join(re.escape(word) for word in lists["honorifics"])
    return Words(
        lowered("honorifics"),
        lowered("offices"),
        lowered("ranks"),
        lowered("office_nouns"),
        lowered("office_modifiers"),
        lowered("body_nouns"),
        lowered("surnames"),
        lowered("particles"),
        lowered("never_names"),
        lowered("parting"),
        frozenset(word.lower() for word in (*lists["ranks"], *lists["offices"]) if word.isupper()),
        re.compile(rf"[(\s](?P<person>(?:{titles})\.?\s[^(),;]{{2,50}}?)\)"),
    )


def read_entries(text: str, base: int, *, per_line: bool) -> list[Entry]:
    """The people in a passage that begins at offset `base` of the reading.

    A line break in `text` is a newline, a column gap a tab. `per_line` says that each line is one person, so that what
    follows a comma there is their office or body; else a comma goes before the next person.
    """
    text = _COUPLE.sub(lambda pair: pair[0].replace("and", "   ").replace("&", " "), text)
    if entries := _office_first(text, base):
        return entries
    if per_line:
        found: list[Entry] = []
        start = 0
        for line in text.split("\n"):
            found += _Reader(text, base, True).read(start, start + len(line))
            start += len(line) + 1
        return found
    return _Reader(text, base, False).read(0, len(text))


def _office_first(text: str, base: int) -> list[Entry]:
    """Lists in the form "Clerk (Mrs. A. Bell), Head of Finance (Mr. C. Dow)"."""
    vocabulary = words()
    entries: list[Entry] = []
    last = 0
    for match in vocabulary.bracketed.finditer(text):
        if text[match.start()] != "(" and text.rfind("(", 0, match.start()) > text.rfind(")", 0, match.start()):
            continue
        person = _person(text, *match.span("person"), vocabulary, first=True)
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
        if not any(vocabulary.noun(word.lower()) for word in _WORD.findall(role)):
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


def _entry(text: str, base: int, start: int, end: int, person: _Person) -> Entry:
    a, b = person.name
    name = " ".join(text[a:b].split())
    return Entry(base + start, base + end, name, (base + a, base + b), person.honorific or None, person.office or None)


def _person(text: str, start: int, end: int, vocabulary: Words, *, first: bool) -> _Person | None:
    """The person whom a stretch begins with; `first` where nobody was named before, so that a name is likelier."""
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    if not tokens:
        return None
    count, honorific, office, plural = _titles(tokens, vocabulary)
    rest = tokens[count:]
    named = 0
    while named < len(rest) and named < 6 and vocabulary.plain(rest[named][0]):
        named += 1
        if rest[named - 1][0].endswith((",", ";")) or re.search(r"[a-z]{3}\.$", rest[named - 1][0]):
            break
    # "Charles Board": a surname that also means a body or an office
    if (
        named in (0, 1)
        and len(rest) == named + 1
        and (named == 1 or count)
        and rest[named][0].strip(".,").lower() in vocabulary.surnames
        and not (office and vocabulary.office_alone(text[start:end]))
    ):
        named += 1
    if named > 2 and short_for(rest[named - 1][0], " ".join(token for token, _, _ in rest[: named - 1])):
        named -= 1  # "Ann Bell AB"
    while named and rest[named - 1][0].lower().strip(".,") in vocabulary.particles and named < len(rest):
        named -= 1
    if not named or (named == 1 and not count and _LETTER.fullmatch(rest[0][0])):
        return None
    name = (rest[0][1], rest[named - 1][2])
    while name[1] > name[0] and text[name[1] - 1] in ",;:":
        name = (name[0], name[1] - 1)
    bare = text[name[0] : name[1]]
    if bare.endswith(".") and not re.search(r"(?:\b[A-Z]|\b[JS]r|\b[A-Z][a-z]{0,2}\.[A-Z])\.$", bare):
        name = (name[0], name[1] - 1)
    if len(bare.strip(".")) < 2:
        return None
    tail = rest[named][1] if named < len(rest) else end
    if named == 1 and not count and bare.lower().strip(".") in vocabulary.modifiers:
        return None  # "Senior" of a cut list
    if named == 1 and not count and tail < end and (text[tail].islower() or vocabulary.body(text[tail:end])):
        return None
    sure = count > 0 or (named > 1 and _INITIALS.fullmatch(rest[0][0]) is not None)
    titles = (tokens[0][1], tokens[count - 1][2]) if count else (start, start)
    if not sure and tail < end and bare.isupper() and len(bare) > 3 and vocabulary.body(text[tail:end]):
        return None  # "ANYTOWN FIRE DISTRICT"
    after = text[tail:end]
    if named == 3 and after[:1].isupper() and "," not in after and (vocabulary.body(after) or vocabulary.office(after)):
        name, tail = (name[0], rest[1][2]), rest[2][1]  # "Ann Lee Anytown Borough Council"
    return _Person(titles, name, office, honorific, tail, sure, plural)


def _titles(tokens: list[tuple[str, int, int]], vocabulary: Words) -> tuple[int, str, str, bool]:
    """How many tokens are titles before a name, the honorific, the office, and whether it is in the plural."""
    count, honorific, office, plural = 0, "", "", False
    while count < len(tokens) - 1:
        for size in (3, 2, 1):
            phrase = " ".join(t[0] for t in tokens[count : count + size]).rstrip(",")
            low = phrase.rstrip(".").lower().replace("’", "").replace("'", "")
            if count + size >= len(tokens) or not vocabulary.titled(phrase):
                continue
            if low in vocabulary.offices or low in vocabulary.ranks:
                office = office or phrase
            honorific = f"{honorific} {phrase}".strip()
            plural = (low[-1] == "s" and len(low) > 3 and low[:-1] in vocabulary.honorifics) or low in (
                "cllrs",
                "messrs",
                "councilmen",
            )
            count += size
            break
        else:
            size = _office_size(tokens[count:], vocabulary)
            if not size:
                break
            office = office or " ".join(t[0] for t in tokens[count : count + size]).rstrip(",")
            count += size
    return count, honorific, office, plural


def _office_size(tokens: list[tuple[str, int, int]], vocabulary: Words) -> int:
    """How many tokens at the beginning are an office before a name ("Interim Board Clerk Bell")."""
    best = 0
    for i, (token, _, _) in enumerate(tokens[:6]):
        low = token.strip(".,“”").lower()
        noun = vocabulary.noun(low)
        if best and vocabulary.titled(token):
            break  # "Chairman Cllr Bell"
        if not noun and low not in vocabulary.modifiers and low not in vocabulary.bodies:
            break
        if noun and i + 1 < len(tokens):
            following = tokens[i + 1][0]
            surname = i + 2 == len(tokens) and following.strip(".,").lower() in vocabulary.surnames
            if vocabulary.plain(following) or vocabulary.titled(following) or surname:
                best = i + 1
    return best


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
        for match in _PART.finditer(self.text, start, end):
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
        person = _person(self.text, start, end, self.words, first=True)
        if person is None or not person.honorific or not self.words.office(self.text[person.rest : end]):
            return 0
        tokens = list(_TOKEN.finditer(self.text, *person.name))
        plain = len(tokens) == 4 and all(len(token[0]) > 2 for token in tokens)
        return tokens[2].start() if plain and self.text[person.name[1] : person.rest].isspace() else 0

    def titled_anew(self, start: int, at: int, title: str, end: int) -> bool:
        """Whether a title stands between two people ("Cllr Ann Bell Cllr Bob Dow")."""
        if title.rstrip(".,").lower() not in self.words.parting or not title[0].isupper():
            return False
        before = _person(self.text, start, at, self.words, first=True)
        return before is not None and _person(self.text, at, end, self.words, first=True) is not None

    def parts_people(self, start: int, left_end: int, right: int, end: int) -> bool:
        """Whether "and" stands between two people here, not inside the name of an office or a body."""
        left, following = self.text[start:left_end], self.text[right:end]
        after = _person(self.text, right, end, self.words, first=True)
        if after is None:
            return False
        if after.sure:
            return True
        before = _person(self.text, start, left_end, self.words, first=True)
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
        person = _person(self.text, part.start, part.end, self.words, first=not self.entries)
        if self.words.office(text) and re.match(r"\s*:", self.text[part.end : part.end + 4]):
            self.office, self.office_start = text, part.start  # "Chair: Ann Lee, Secretary: Bob Ray"
            self.offices = text if text.lower().endswith(("s", "officio")) else ""
            return
        if _SHORT.fullmatch(text) and re.match(r"\s*:", self.text[part.end : part.end + 4]):
            self.short = text  # "AB: Ann Bell"
            return
        if self.entries and not self.office and not self.short and not self.new_person(part, text, person):
            self.attach(self.entries[-1], part)
            return
        if person is None or (not person.sure and not self.per_line and self.words.office_alone(text)):
            if (self.words.office(text) and not self.entries) or (self.words.office(text) and part.sep[:1] in _LISTING):
                self.office, self.office_start = text.rstrip(" .,:"), part.start
            return
        self.add(part, person)

    def new_person(self, part: _Part, text: str, person: _Person | None) -> bool:
        """Whether a part after the first begins another person."""
        last = self.entries[-1]
        if person is None or (not person.sure and self.words.office_alone(text)):
            return False
        if person.sure and not (person.honorific == "" and self.words.office(text) and part.sep[:1] not in _LISTING):
            return True
        trailing = self.text[person.rest : part.end].strip(" .")
        whole = trailing == "" or self.words.office(trailing)
        if not self.per_line and not trailing and part.sep[:1] in _LISTING and text.count(" ") == 1:
            return True  # a surname that also means something else: "Ann Hall, Pia Champion"
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

    def add(self, part: _Part, person: _Person) -> None:
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
        if _LETTER.fullmatch(inner) and self.base + part.start - 2 <= entry.where[1]:
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
        if hit := load("attendees").first("remark", text):
            self.remark(entry, hit.rule.value, hit.match)
        elif short_for(text, entry.name) or (entry.role and entry.role != text and stands_for_office(text, entry.role)):
            entry.abbreviations.append(text)
        elif self.words.office(text):
            self.set_office(entry, part, text.removeprefix("in the ").removeprefix("In the "))
        elif (first := text.split(" ", 1))[0].isupper() and len(first) > 1 and self.words.noun(first[0].lower()):
            entry.role, entry.organisation = entry.role or first[0], entry.organisation or first[1]  # "CEO Acme"
        elif self.words.body(text) or not text[0].islower():
            if part.sep == "(" and set(text.split()) & set(entry.name.split()):
                return  # "Alex Kim (Yong Kim)"
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
        body = re.fullmatch(r"(.*?)\s(?:representative|rep|delegate|nominee)s?", text, re.IGNORECASE)
        if body and " " in body[1] and self.words.body(body[1]):
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


def short_for(text: str, name: str) -> bool:
    """Whether these letters are somebody's initials: "AL", "MBe", "SamS"."""
    if not _SHORT.fullmatch(text) or "/" in text:
        return False
    parts = list(re.findall(r"[^\W\d_]+", name))
    return len(parts) > 1 and _spells(text, parts) and text.lower() not in (p.lower() for p in parts)


def _spells(text: str, parts: list[str]) -> bool:
    """Whether the letters are beginnings of the parts, the first and the last among them, each begun in upper case."""
    pieces = re.findall(r"[A-Z][a-z]*", text)
    if "".join(pieces) != text or not 2 <= len(pieces) <= len(parts):
        return False
    if not parts[0].startswith(pieces[0]) or not any(part.startswith(pieces[-1]) for part in parts[1:]):
        return False
    rest = iter(parts)
    return all(any(part.startswith(piece) for part in rest) for piece in pieces)


def stands_for_office(text: str, role: str) -> bool:
    """Whether letters are an office's: "PCC", "T/CC"."""
    if not re.fullmatch(r"[A-Z][A-Za-z]?(?:[A-Z/&]+[a-z]?)+", text):
        return False
    letters = "".join(w[0] for w in re.findall(r"[A-Z][\w’']*", role))
    return "".join(c for c in text if c.isupper()) == letters
