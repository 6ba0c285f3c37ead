"""One person as they are written: titles, name, office; and the words by which these are known."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from minutesparse.rules import load

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*")
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z]")
_LONGEST_NAME = 6  # words
_COLLAR = re.compile(r"\d{1,5}")
_ACRONYM = re.compile(r"(?!(?:II|III|IV)$)[A-Z]{2,6}")
LETTER = re.compile(r"[A-Z]\.?|[A-Z][a-z]?\?")
SHORT = re.compile(r"[A-Z][A-Za-z/&]{1,6}")


@dataclass(frozen=True, slots=True)
class Person:
    """A name found in a stretch: ranges within it."""

    titles: tuple[int, int]
    name: tuple[int, int]
    office: str
    honorific: str
    rest: int  # where what follows the name begins
    sure: bool
    plural: bool  # "Councillors A, B and C"


@dataclass(frozen=True, slots=True, eq=False)
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
    written: re.Pattern[str]  # a rank as the services write it short: "T/Supt", "Det Ch Insp"

    @lru_cache(maxsize=16384)  # noqa: B019 there is but one
    def titled(self, text: str) -> bool:
        """Whether these words are one title."""
        low = _plain(text)
        if low in self.shouted and not text.rstrip(".,").isupper():
            return False
        return low in self.honorifics or low in self.offices or self.rank(text)

    def rank(self, text: str) -> bool:
        """Whether these words are one rank, in full or as it is written short."""
        bare = text.rstrip(".,")
        return bare.lower() in self.ranks or self.written.fullmatch(bare) is not None

    @lru_cache(maxsize=4096)  # noqa: B019
    def office(self, text: str) -> bool:
        """Whether these words name an office: they end in one, or go on with what it is for."""
        words = [w.lower() for w in _WORD.findall(text)]
        if not words or len(words) > 14:
            return False
        if self.noun(words[-1]) or " ".join(words) in self.ranks or self.written.fullmatch(text.strip(" .,;:")):
            return True
        for i, word in enumerate(words[:6]):
            if self.noun(word) and (
                i + 1 == len(words) or words[i + 1] in ("of", "for", "to", "and", "in", "at", "on")
            ):
                return True
        return any(text.lower().startswith(w + " -") for w in ("director", "head"))

    def named_office(self, text: str) -> bool:
        """Whether an office stands anywhere in these words."""
        return any(self.noun(word.lower()) for word in _WORD.findall(text))

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
        bare = bare[1:-1] if bare[:1] == "(" and bare[-1:] == ")" else bare  # "Jun (Ace) Bell"
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
        re.compile(rf"[(\s](?P<person>(?:(?:{titles})\.?\s[^(),;]{{2,50}}?|(?:[A-Z]\.? ?){{1,3}}[A-Z][\w’'-]+))\)"),
        load("people").patterns["rank"],
    )


def find_person(text: str, start: int, end: int, vocabulary: Words) -> Person | None:
    """The person whom a stretch begins with, None where it begins with nobody."""
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    if not tokens:
        return None
    count, honorific, office, plural = _titles(tokens, vocabulary)
    rest = tokens[count:]
    alone = bool(office) and vocabulary.office_alone(text[start:end])
    named = _length(rest, vocabulary, titled=count > 0, alone=alone)
    if not named or (named == 1 and not count and LETTER.fullmatch(rest[0][0])):
        return None
    name = _trimmed(text, rest[0][1], rest[named - 1][2])
    bare = text[name[0] : name[1]]
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
    return Person(titles, name, office, honorific, tail, sure, plural)


def _length(tokens: list[tuple[str, int, int]], vocabulary: Words, *, titled: bool, alone: bool) -> int:
    """How many words make the name; `titled` where a title stands before them, `alone` where an office is all."""
    named = 0
    while named < min(len(tokens), _LONGEST_NAME) and (
        vocabulary.plain(tokens[named][0]) or _surname(tokens, named, vocabulary)
    ):
        named += 1
        if tokens[named - 1][0].endswith((",", ";")) or re.search(r"[a-z]{3}\.$", tokens[named - 1][0]):
            break
    # "Orla Board": a surname that also means a body or an office
    if (
        named in (0, 1)
        and len(tokens) == named + 1
        and (named == 1 or titled)
        and tokens[named][0].strip(".,").lower() in vocabulary.surnames
        and not alone
    ):
        named += 1
    if named > 2 and _is_short(tokens, named - 1):
        named -= 1
    while named and tokens[named - 1][0].lower().strip(".,") in vocabulary.particles and named < len(tokens):
        named -= 1
    return named


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of a name without the marks behind it, unless they are those of an initial or of "Jr."."""
    while end > start and text[end - 1] in ",;:":
        end -= 1
    name = text[start:end]
    if name.endswith(".") and not re.search(r"(?:\b[A-Z]|\b[JS]r|\b[A-Z][a-z]{0,2}\.[A-Z])\.$", name):
        end -= 1
    return start, end


def _is_short(tokens: list[tuple[str, int, int]], at: int) -> bool:
    """Whether letters behind a name are its initials or a body's: "Ann Bell AB", "Ann Bell GDS"."""
    if short_for(tokens[at][0], " ".join(token for token, _, _ in tokens[:at])):
        return True
    return _ACRONYM.fullmatch(tokens[at][0]) is not None and not tokens[at - 1][0].isupper()


def _surname(tokens: list[tuple[str, int, int]], at: int, vocabulary: Words) -> bool:
    """Whether a title is somebody's surname, since it stands behind their initials: "Mr T. Lord"."""
    token = tokens[at][0]
    initialled = at > 0 and _INITIALS.fullmatch(tokens[at - 1][0]) is not None
    return initialled and at + 1 == len(tokens) and vocabulary.naming(token) and vocabulary.titled(token)


def _plain(title: str) -> str:
    """A title as it is looked up: "C. Cllr." is "c cllr"."""
    return title.rstrip(".,").lower().replace("’", "").replace("'", "").replace(". ", " ")


def _titles(tokens: list[tuple[str, int, int]], vocabulary: Words) -> tuple[int, str, str, bool]:
    """How many tokens are titles before a name, the honorific, the office, and whether it is in the plural."""
    count, honorific, office, plural = 0, "", "", False
    while count < len(tokens) - 1:
        for size in (3, 2, 1):
            phrase = " ".join(t[0] for t in tokens[count : count + size]).rstrip(",")
            low = _plain(phrase)
            if count + size >= len(tokens) or not vocabulary.titled(phrase):
                continue
            if (low in vocabulary.modifiers or vocabulary.noun(low)) and _office_size(
                tokens[count:], vocabulary
            ) > size:
                continue  # "General Manager Bell" is no general, "Director of Finance Bell" has a longer office
            if low in vocabulary.offices or vocabulary.rank(phrase):
                office = office or phrase
            honorific = f"{honorific} {phrase}".strip()
            plural = (low[-1] == "s" and len(low) > 3 and low[:-1] in vocabulary.honorifics) or low in (
                "cllrs",
                "crs",
                "drs",
                "messrs",
                "councilmen",
            )
            count += size
            break
        else:
            if count and office and _COLLAR.fullmatch(tokens[count][0]):
                count += 1  # "PC 1234 Bell"
                continue
            size = _office_size(tokens[count:], vocabulary)
            if not size:
                break
            office = office or " ".join(t[0] for t in tokens[count : count + size]).rstrip(",")
            count += size
    return count, honorific, office, plural


def _office_size(tokens: list[tuple[str, int, int]], vocabulary: Words) -> int:
    """How many tokens at the beginning are an office before a name: "Acting Town Clerk Bell"."""
    best, of = 0, 0  # `of` is where begins what an office is for: "Head of Finance Ann Bell"
    for i, (token, _, _) in enumerate(tokens[:6]):
        low = token.strip(".,“”").lower()
        noun = vocabulary.noun(low)
        if best and vocabulary.titled(token):
            break  # "Chairman Cllr Bell"
        usual = low in vocabulary.modifiers or low in vocabulary.bodies
        whole = [vocabulary.plain(name) for name, _, _ in tokens[i + 1 : i + 3]] == [True, True]
        if not (noun or usual or _qualifies(tokens[i:], vocabulary)):
            break
        if low in ("of", "for") and i and vocabulary.noun(tokens[i - 1][0].lower()):
            of = i + 1
        if (noun or (0 < of <= i and whole and low not in ("and", "the", "&"))) and i + 1 < len(tokens):
            following = tokens[i + 1][0]
            surname = i + 2 == len(tokens) and following.strip(".,").lower() in vocabulary.surnames
            if vocabulary.plain(following) or (noun and vocabulary.titled(following)) or surname:
                best = i + 1
    return best


def _qualifies(tokens: list[tuple[str, int, int]], vocabulary: Words) -> bool:
    """Whether a word stands before an office and a whole name, and so says of what: "Tree Warden Ann Bell"."""
    if len(tokens) < 4 or any(token[-1] in ",;:" for token, _, _ in tokens[:3]):
        return False
    office = tokens[1][0].lower()
    whole = all(vocabulary.plain(token) for token, _, _ in (tokens[0], *tokens[2:4]))
    return whole and vocabulary.noun(office) and not (office in vocabulary.surnames or len(tokens[0][0]) < 3)


def short_for(text: str, name: str) -> bool:
    """Whether these letters are somebody's initials: "AL", "MBe", "SamS"."""
    if not SHORT.fullmatch(text) or "/" in text:
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
    """Whether letters are an office's: "PCC", "T/CC", "C/Supt"."""
    if not re.fullmatch(r"[A-Z][A-Za-z]?(?:[A-Z/&]+[a-z]{0,3})+", text):
        return False
    short = "".join(c for c in text if c.isupper())
    return any(  # of the whole, or of what stands before "of what"
        short == "".join(w[0] for w in re.findall(r"[A-Z][\w’']*", office)) for office in (role, role.split(",")[0])
    )
