"""Which attendee do these words mean? Names, initials and offices are resolved here and nowhere else."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from minutesparse.document import Span
from minutesparse.persons import words as name_words
from minutesparse.record import Attendee, Party
from minutesparse.rules import load

_TOKEN = re.compile(r"[^\W_]+(?:['’‘`./&-][^\W_]+)*\.?|\([A-Z]\.?\)")
_LEADING = re.compile(r"(?:the|our|both|by|from|then|and)\s+", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’‘`´]")
_ALIKE = 0.84  # so like each other are two spellings of one surname
_SHORTEST_NICKNAME = 3
_MANY = 1000  # attendees, beyond which a name that is spelt differently is another one


@dataclass(frozen=True, slots=True)
class _Name:
    """An attendee's name as its parts, folded: "Rafter (J)" has the surname "rafter" and the given name "j"."""

    attendee: Attendee
    given: tuple[str, ...]
    surname: str
    titles: frozenset[str]
    role: tuple[str, ...]


class People:
    """The attendees of a meeting, to be found by whatever the minutes call them."""

    def __init__(self, attendees: Sequence[Attendee], chair: str | None = None) -> None:
        self.attendees = tuple(attendees)
        vocabulary = load("people").words
        self._names = [_parsed(attendee) for attendee in attendees]
        self._by_part: dict[str, list[int]] = {}  # by the surname and by how the first given name begins
        for at, name in enumerate(self._names):
            for part in {name.surname, *(given[:_SHORTEST_NICKNAME] for given in name.given[:1])}:
                self._by_part.setdefault(part, []).append(at)
        self._officers = [name for name in self._names if name.role]
        self.by_id = {a.id: a for a in attendees if a.id}
        self._chairs = frozenset(fold(word) for word in vocabulary["chair"])
        presided = [a for a in attendees if a.is_chair or (chair is not None and a.name == chair)]
        holders = [name.attendee for name in self._names if " ".join(name.role) in self._chairs]
        self._chair = presided or (holders if len(holders) == 1 else [])
        self._exact: dict[str, list[Attendee]] = {}
        for a in attendees:
            for form in {*a.abbreviations, a.name}:
                self._exact.setdefault(form, []).append(a)
        self._known = {
            *(word for name in self._names for word in (*name.given, name.surname, *name.role)),
            *(fold(word) for form in self._exact for word in form.split()),
            *(word for words in (*vocabulary["chair"], *vocabulary["presiding"]) for word in fold(words).split()),
        }
        self._cache: dict[str, list[Attendee]] = {}

    def party(self, words: str) -> Party:
        """The party that these words name; resolved where exactly one attendee fits."""
        words = words.strip(" ,;:.@")
        fits = self.fits(words) or self._by_initials(words)
        if len(fits) == 1:
            return Party(text=words, name=fits[0].name, attendee_id=fits[0].id or None)
        return Party(text=words)

    def listed_in(self, span: Span) -> bool:
        """Whether an attendee was found in this span of the source, which so is an entry of the attendance list."""
        return any(span.start <= attendee.span.start < span.end for attendee in self.attendees)

    def fits(self, words: str) -> list[Attendee]:
        """The attendees whom these words may mean, by the most specific reading; [] for nobody."""
        if (known := self._cache.get(words)) is None:
            known = self._cache[words] = self._fits(words.strip(' ,;:.-–—"“”*_'))
        return list(known)

    def opens(self, text: str) -> tuple[Attendee, int] | None:
        """The one attendee whom a sentence begins with, before its verb, and the length of the words that say so."""
        tokens = [(m[0], m.end()) for m in re.finditer(r"\S+", text[:120])][:7]
        for size in range(len(tokens) - 1, 0, -1):
            last = tokens[size - 1][0]
            if fold(last.strip(",;:.()")) not in self._known or last.endswith((",", ";", ":")):
                continue
            if (
                not re.fullmatch(r"[a-z]{3,}[,.]?", tokens[size][0])
                or tokens[size][0] in load("people").words["joining"]
            ):
                continue
            words = text[: tokens[size - 1][1]]
            if len(fits := self.fits(words)) == 1:
                return fits[0], len(words)
        return None

    def _fits(self, words: str) -> list[Attendee]:
        bare = _LEADING.sub("", words, count=1)
        bare = re.sub(r"['’]s?$", "", bare) if re.search(r"(?:[^s]['’]s|s['’])$", bare) else bare
        if not bare or len(bare) > 120:
            return []
        if found := self._exact.get(bare) or self._exact.get(bare.rstrip(".")):
            return found
        if "," in bare:
            return self._apposed(bare)
        folded = fold(bare)
        if folded in self._chairs:
            return self._chair
        return self._by_office(folded) or self._by_name(bare)

    def _by_initials(self, words: str) -> list[Attendee]:
        """Those whose initials these are, which no list prints: "IJ" is Mr I Jex."""
        form, vocabulary = words.replace(".", ""), name_words()
        if (
            not (2 <= len(form) <= 4 and form.isupper() and form.isalpha())
            or form in load("people").words["departments"]
        ):
            return []
        if not vocabulary.plain(form) or vocabulary.office(form):
            return []
        named = [(n, "".join(word[0] for word in (*n.given, n.surname) if word)) for n in self._names if n.given]
        return [n.attendee for n, initials in named if initials == form.lower()]

    def _apposed(self, words: str) -> list[Attendee]:
        """Whom both parts of an apposition may mean: "the Chairman, Councillor Bell"."""
        first, second, *more = [part.strip() for part in words.split(",")]
        if more or not (one := self.fits(first)) or len(second) > 60:
            return []
        other = self.fits(second) if name_words().office(second) or name_words().titled(second.split(" ")[0]) else None
        return [a for a in one if a in other] if other else (one if other is not None else [])

    def _by_office(self, folded: str) -> list[Attendee]:
        tokens = folded.split()
        vocabulary = name_words()
        if not tokens or len(tokens) > 8 or not (vocabulary.office(folded) or folded in vocabulary.ranks):
            return []
        if same := [n.attendee for n in self._officers if " ".join(n.role) == folded]:
            return same
        below, around = _around_offices()

        def may(role: tuple[str, ...]) -> bool:
            shorter, longer = sorted((list(role), tokens), key=len)
            if not set(longer).issuperset(shorter):
                return False
            at = next((i for i in range(len(longer) - len(shorter) + 1) if longer[i : i + len(shorter)] == shorter), -1)
            extra = {*longer[: max(at, 0)], *longer[at + len(shorter) :]}
            if at < 0 or extra & below or not vocabulary.noun(shorter[-1]):
                return False
            return len(role) >= len(tokens) or all(w in around for w in extra)

        found = [n.attendee for n in self._officers if may(n.role)]
        if not found and self._chair and folded in {fold(w) for w in load("people").words["presiding"]}:
            return [a for a in self._chair if a.role is None or folded in fold(f"{a.role} {a.honorific or ''}")][:1]
        return found

    def _by_name(self, words: str) -> list[Attendee]:
        tokens = [t.strip("().") for t in _TOKEN.findall(words)]
        titles = [t for t in tokens if name_words().titled(t)]
        tokens = _untitled(tokens)
        if titles and len(tokens) == 1 and (short := self._exact.get(tokens[0])):  # "Cllr JA"
            return short
        if not tokens or len(tokens) > 5 or not all(name_words().naming(t) for t in tokens):
            return []
        folded = [fold(t) for t in tokens]
        parts = {*folded[-2:], folded[0][:_SHORTEST_NICKNAME]}
        near = sorted({at for part in parts for at in self._by_part.get(part, ())})
        found = [n for n in map(self._names.__getitem__, near) if _names(folded, n)]
        if not found and len(self._names) <= _MANY:
            found = [n for n in self._names if _nearly(folded, n, bool(titles))]
        if len(found) > 1:
            asked = {fold(t) for t in titles}
            found = [n for n in found if asked & n.titles] or found if titles else found
        if len(found) > 1 and len(folded) == 1:
            found = [n for n in found if n.surname == folded[0]] or found
        return [n.attendee for n in found]


@cache
def _around_offices() -> tuple[frozenset[str], frozenset[str]]:
    """The words that make an office a lower one, and those that may stand around an office."""
    return frozenset(load("people").words["below"]), name_words().modifiers | name_words().bodies


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Words as they are compared: without accents, apostrophes, full stops and case."""
    if text.isascii():
        return text.replace("'", "").replace("`", "").replace(".", "").lower().strip()
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").casefold().strip()


def _parsed(attendee: Attendee) -> _Name:
    name = attendee.name.replace("_", " ")
    bracket = re.search(r"\(([^()]*)\)$", name)
    tokens = [fold(t) for t in re.findall(r"[^\s(),]+", name[: bracket.start()] if bracket else name)]
    glued = re.fullmatch(r"([A-Z](?:\.[A-Z])*)\.([A-Z]\w.*)", name)  # "A.Bell"
    if glued:
        tokens = [fold(glued[1]), fold(glued[2])]
    given = (*tokens[:-1], *([fold(bracket[1])] if bracket else ()))
    role = tuple(fold(w) for w in re.findall(r"[^\s,()]+", attendee.role or ""))
    titles = frozenset(fold(w) for w in (attendee.honorific or "").split())
    return _Name(attendee, given, tokens[-1] if tokens else "", titles, role)


def _untitled(tokens: list[str]) -> list[str]:
    """The tokens of a name without titles and offices before it, from the last title on."""
    vocabulary = name_words()
    last = max((i for i, t in enumerate(tokens[:-1]) if vocabulary.titled(t)), default=-1)
    if last < 0:
        while len(tokens) > 1 and (vocabulary.noun(tokens[0].lower()) or tokens[0].lower() in vocabulary.modifiers):
            tokens = tokens[1:]
    return tokens[last + 1 :]


def _names(tokens: list[str], name: _Name) -> bool:
    """Whether words name a person: surname, given name, a short form of it, or given names and surname."""
    if len(tokens) == 1:
        one = tokens[0]
        if len(one) < 2:
            return False
        if one == name.surname or one in name.given[:1]:
            return True
        return bool(name.given) and len(one) >= _SHORTEST_NICKNAME and name.given[0].startswith(one)
    *given, surname = tokens
    if len(given[-1:]) and len(surname) == 1:  # "Rafter (J)", "Jo R"
        if name.given and name.surname.startswith(surname) and _given(given, name.given):
            return True
        surname, given = given[-1], [surname]
    if surname != name.surname:
        whole = (*name.given, name.surname)
        return tuple(tokens) == whole or (len(tokens) > 1 and tuple(tokens) == whole[-len(tokens) :])
    if not name.given:
        return True
    return _given(given, name.given)


def _given(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether given names may be the same: equal, an initial, or a short form."""
    first, other = ours[0], theirs[0]
    if first == other or (min(len(first), len(other)) <= 2 and first[0] == other[0]):
        return True
    if min(len(first), len(other)) >= _SHORTEST_NICKNAME and (first.startswith(other) or other.startswith(first)):
        return True
    return len(theirs) > 1 and first in theirs


def _nearly(tokens: list[str], name: _Name, titled: bool) -> bool:
    """Whether words name a person by a surname spelt a little differently."""
    if (len(tokens) == 1 and not titled) or len(tokens[-1]) < 5 or tokens[-1][0] != name.surname[:1]:
        return False
    lengths = len(tokens[-1]), len(name.surname)
    if 2 * min(lengths) < _ALIKE * sum(lengths):  # at most so like each other can words of these lengths be
        return False
    if SequenceMatcher(None, tokens[-1], name.surname).ratio() < _ALIKE:
        return False
    return len(tokens) == 1 or not name.given or _given(tokens[:-1], name.given)
