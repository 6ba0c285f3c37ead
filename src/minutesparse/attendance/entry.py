"""One entry of a list: a person, and what is said beside the name of office, body, initials and presence."""

import re
from dataclasses import dataclass, field

from minutesparse.attendance.parts import Part
from minutesparse.persons import LETTER, Person, short_for, stands_for_office, words
from minutesparse.record import Status
from minutesparse.rules import load

_OF_BODY = re.compile(r"(.*?)\s(?:representative|rep|delegate|nominee|employee)s?", re.IGNORECASE)
SUFFIX = re.compile(r"(?:Jr|Sr|Snr|Jnr|II|III|IV)\.?")


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


def flat(text: str) -> str:
    """The text on one line, without marks around it."""
    return " ".join(text.split()).strip(" ,;:–—-")


def begin(text: str, base: int, start: int, end: int, person: Person) -> Entry:
    """The entry of a person found between two offsets of the passage."""
    a, b = person.name
    name = " ".join(text[a:b].split())
    return Entry(base + start, base + end, name, (base + a, base + b), person.honorific or None, person.office or None)


class Said:
    """Adds to the people of one passage what is said of them."""

    def __init__(self, text: str, base: int) -> None:
        self.text, self.base = text, base
        self.words = words()

    def bracket(self, entry: Entry, part: Part) -> None:
        """What stands in brackets behind a person."""
        inner = self.text[part.start : part.end].strip()
        entry.end = self.base + min(part.end + 1, len(self.text))
        round_ = self.text[part.start - 1 : part.start] == "("
        if round_ and LETTER.fullmatch(inner) and self.base + part.start - 2 <= entry.where[1]:
            entry.where = (entry.where[0], self.base + part.end + 1)
            entry.name = f"{entry.name} ({inner})"
            return
        at, sep = part.start, "("
        for match in re.finditer(r"\s*[,;]\s*|\s+[-–—]\s+", inner):
            self.attach(entry, Part(sep, at, part.start + match.start()))
            at, sep = part.start + match.end(), match[0].strip()
        self.attach(entry, Part(sep, at, part.end))
        entry.end = self.base + min(part.end + 1, len(self.text))

    def attach(self, entry: Entry, part: Part) -> None:
        """What a part says of the person before it."""
        text = (
            self.text[part.start : part.end].strip(" .,;:")
            if part.sep != "("
            else self.text[part.start : part.end].strip(" ,;:")
        )
        entry.end = max(entry.end, self.base + part.end)
        if not text:
            return
        if SUFFIX.fullmatch(text) and self.base + part.start - entry.where[1] < 3:
            entry.where = (entry.where[0], self.base + part.end)
            entry.name = " ".join(self.text[entry.where[0] - self.base : part.end].split())
            return
        if entry.role and " " not in entry.name and short_for(text, f"{entry.role} {entry.name}"):
            self._rename(entry)
        if self.words.titled(text) and not self.words.office(text) and not short_for(text, entry.name):
            entry.honorific = entry.honorific or text  # "Bell, Ms"
        elif hit := load("attendees").first("remark", text):
            self._remark(entry, hit.rule.value, hit.match)
        elif short_for(text, entry.name) or (entry.role and entry.role != text and stands_for_office(text, entry.role)):
            entry.abbreviations.append(text)
        elif self.words.office(text) or (part.sep == "(" and text[-1] == "s" and self.words.office_alone(text[:-1])):
            self._set_office(entry, part, text.removeprefix("in the ").removeprefix("In the "))
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

    def _rename(self, entry: Entry) -> None:
        """Take what looked like an office for the given name, as the initials say: "Dean Bell (DB)"."""
        start = self.text.rfind(entry.role or "", 0, entry.where[0] - self.base)
        if start >= 0 and self.base + start >= entry.start:
            entry.where = (self.base + start, entry.where[1])
            entry.name, entry.role = f"{entry.role} {entry.name}", None
            entry.honorific = None if entry.honorific and entry.honorific in entry.name else entry.honorific

    def _set_office(self, entry: Entry, part: Part, text: str) -> None:
        if entry.role and entry.role_at and part.start - entry.role_at[1] <= 3 and part.sep != "(":
            entry.role = flat(self.text[entry.role_at[0] : part.end])
            entry.role_at = (entry.role_at[0], part.end)
            return
        if entry.role and entry.role not in (entry.honorific or ""):
            return
        entry.role, entry.role_at = text, (part.start, part.end)
        body = _OF_BODY.fullmatch(text)
        if body and ((" " in body[1] and self.words.body(body[1])) or (body[1].isupper() and len(body[1]) > 2)):
            entry.organisation = entry.organisation or body[1]

    def _remark(self, entry: Entry, value: str, match: re.Match[str]) -> None:
        if value in ("present", "in_attendance", "apologies", "absent"):
            entry.status = value  # type: ignore[assignment]
        elif value == "substitute":
            who, _, body = match["who"].partition(" - ")
            entry.substitutes_for = who.strip(" .,")
            if body:
                entry.organisation = entry.organisation or body.strip()
        elif value == "organisation" and not entry.organisation:
            entry.organisation = match["who"].strip(" .")
