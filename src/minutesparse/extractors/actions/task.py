"""A task before it becomes an action, and how its words part into owners, what is to be done, due and status."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from minutesparse.document import Document
from minutesparse.people import People
from minutesparse.record import ActionKind, ActionOrigin, ActionStatus, Party
from minutesparse.rules import Vocabulary, load

Range = tuple[int, int]
# What may be taken for an owner: "any" word with a capital, names of two words and initials, or the known only
# (attendees, offices, groups, whoever has a title).
Trust = Literal["any", "fair", "known"]

_ENUMERATOR = re.compile(r"\s*(?:\(?\d{1,3}[.)]|\(?[a-z]\)|[-–—•*·:]|\[[ xX✓]?\])\s+")
_COMMON = re.compile(r"[a-z](?<![\w.@-].)[\w’'-]*(?![\w.@-])")
_FAR = 1_000_000  # characters of a text that are read for its common words
_MANY = 10_000  # words of which it is remembered whom they name
_LONG = 3000  # characters of a task beyond which nothing is looked for inside it
# A handle or a first name in lower case.
_LOWER = re.compile(r"[a-z][\w-]{2,20}(?<!ly)")
_CLAUSE = re.compile(r"(?:(?:;|,|(?<=[a-z)])\.| and)\s+(?:and\s)?(?:\(?\d{1,2}[.)]\s+)?|\s\(?\d{1,2}[.)]\s+)(?=\S)")
_INITIALS_FIRST = re.compile(r"(?P<who>[A-Z]{2,3}(?:\s?[/,&]\s?[A-Z]{2,3}){0,4})\s+(?=[a-z])")  # "JS/TK briefing"
_TOPIC = re.compile(r"[^:.]{2,60}?(?::|\s[-–—])\s+")  # "Signs: Jo to order them"
_OWNER_FIRST = re.compile(r"[(\[`]?(?P<who>[^:–—()\[\]`]{1,70}?)[)\]`]?(?:\s*:|\s+[-–—]|(?<=[)\]`]))\s*(?=\S)")
_AT = re.compile(r"@[\w-]{2,40}")
_HANDLE = re.compile(r"@(?P<who>[\w-]{2,40})(?:\s*[:–—-])?\s+(?=\S)")
_STATUS_CAPITAL = re.compile(r"\s+(?P<words>[A-Z][a-z]+(?: [a-z]+){0,2})\.?\s*$")
_STATUS_MARK = re.compile(r"\s*(?P<words>[✅✔☑])\uFE0F?\s*$")
_STATUS_LAST = re.compile(
    r"(?:(?<=[.;!?])\s+|\s*[-–—:;]\s*|\s*[(\[])(?P<words>(?:(?!\s-\s)[^.;:()\[\]–—]){2,40})[)\].]*\s*$"
)
# What says behind a task who is to do it and when, and whom it may name.
_WHO_WHEN: tuple[tuple[str, Trust], ...] = (("who_when", "any"), ("who_when_apart", "fair"))
_LIMITS = ("by ", "before ", "no later ", "due ", "deadline")
# How a task begins that a resolution directs.
_DIRECTED = re.compile(r"^(?:[Tt]hat|[Ff]or)\s+")
# What parts the words of a report on a task.
_REPORT = re.compile(r"[.;,:]\s+|\s[-–—]\s|[.;]$")


@dataclass(frozen=True, slots=True)
class Task:
    """One task in offsets of the reading."""

    start: int
    end: int
    kind: ActionKind
    rule: str
    confidence: float
    reference: str | None = None
    owners: tuple[Party, ...] = ()
    due: Range | None = None
    status: ActionStatus = "open"
    origin: ActionOrigin = "new"
    listed: bool = False  # in a list of actions, where those of the discussion are repeated


@dataclass(frozen=True)
class Reader:
    """Reads tasks out of ranges of a document."""

    document: Document
    people: People

    @cached_property
    def words(self) -> Vocabulary:
        """The vocabulary of actions."""
        return load("actions")

    @cached_property
    def _found(self) -> dict[tuple[str, Trust], tuple[Party, ...]]:
        """The owners that words were found to name: many are asked about more than once."""
        return {}

    @cached_property
    def imperatives(self) -> frozenset[str]:
        """Words that begin a task and name nobody."""
        return frozenset(self.words.words["imperatives"]) | frozenset(self.words.words["tasks"])

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that stand somewhere in the text without a capital, as names do not."""
        return frozenset(_COMMON.findall(self.document.reading, 0, _FAR))

    @cached_property
    def titles(self) -> frozenset[str]:
        """What is written before a name, in lower case."""
        return frozenset(w.lower() for w in self.words.words["honorifics"])

    def text(self, start: int, end: int) -> str:
        """The words in a range of the reading."""
        return self.document.reading[start:end]

    def trim(self, start: int, end: int) -> Range:
        """The range without white space around it."""
        text = self.text(start, end)
        return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())

    # Owners

    def parties(self, words: str, trust: Trust = "any") -> tuple[Party, ...]:
        """The owners that these words name and nothing besides; () where they are anything else."""
        words = words.strip(" ,;:.*")
        if not words or len(words) > 120:
            return ()
        if (found := self._found.get((words, trust))) is None:
            if len(self._found) >= _MANY:
                self._found.clear()
            found = self._found[words, trust] = self._parties(words, trust)
        return found

    def _parties(self, words: str, trust: Trust) -> tuple[Party, ...]:
        if "/" in words and " " not in words and self.people.fits(words):  # one short form: "T/CC"
            return (self.people.party(words),)
        patterns = self.words.patterns
        if patterns["posted"].fullmatch(words) and patterns["office"].fullmatch(words.partition(",")[0]):
            return (self.people.party(words),)
        pieces = [p for p in patterns["joint"].split(words) if p]
        if "/" in words and " " not in words and self.people.fits(words):
            return (self.people.party(words),)  # "D/Supt" is one
        several = 1 < len(pieces) <= 8 and not patterns["group"].fullmatch(words)
        if several and all(self.is_party(p, "known") for p in pieces):
            return tuple(self.people.party(p) for p in pieces)
        if self.is_party(words, "known"):
            return (self.people.party(words),)
        if len(pieces) <= 8 and all(self.is_party(p, trust) for p in pieces):
            return tuple(self.people.party(p) for p in pieces)
        return ()

    def is_party(self, words: str, trust: Trust) -> bool:
        """Whether the words are a name, initials, an office or a group."""
        words = words.strip(" ,;:.*")
        patterns = self.words.patterns
        if self.people.fits(words) and patterns["capitalised"].fullmatch(words):
            return True
        if _AT.fullmatch(words):
            return True
        if patterns["initials"].fullmatch(words):
            return trust != "known" and words.lower() not in self.imperatives
        first = words.split()[0].lower().rstrip(".") if words else ""
        everyone, office, group = patterns["everyone"], patterns["office"], patterns["group"]
        if everyone.fullmatch(words) or office.fullmatch(words) or group.fullmatch(words):
            return first == "the" or first not in self.imperatives or words.lower() in self.words.words["offices"]
        shouted = words.isupper() and len(words.split()) > 2
        if shouted or not patterns["name"].fullmatch(words) or first in self.imperatives:
            return False
        titled = len(words.split()) > 1 and first in self.titles
        if titled or trust != "fair" or len(words.split()) > 1:
            return titled or trust != "known"
        return len(words) > 1 and not words.endswith(("ing", "ed")) and words.lower() not in self.common

    def handle(self, words: str) -> Party:
        """The party that a handle or a first name in lower case names."""
        party = self.people.party(words)
        known = party if party.name or not words.islower() else self.people.party(words.capitalize())
        return Party(text=party.text, name=known.name, attendee_id=known.attendee_id)

    def leading(self, start: int, end: int) -> tuple[tuple[Party, ...], str]:
        """The owners with whom a task's text begins ("JS and TK to write …") and its verb; ((), "") for none."""
        text = self.text(start, min(end, start + 160))
        for link in self.words.patterns["link"].finditer(text):
            before = _DIRECTED.sub("", text[: link.start()])
            if re.search(
                r"[.;:!?]\s", before.replace("Cllr. ", "Cllr ").replace("Cllrs. ", "Cllrs ").replace("Mr. ", "Mr ")
            ):
                return (), ""
            verb = link["verb"]
            passive = verb.startswith(("be ", "have ")) and not verb.startswith("be in")
            if verb in self.words.words["receives"]:
                return (), ""  # "the Board to be kept informed"
            passive = passive or verb in self.words.words["happens"]
            if not passive and _LOWER.fullmatch(before) and before not in self.imperatives:
                return (self.handle(before),), verb
            if owners := self.parties(before, "known" if passive else "any"):
                return owners, verb
        return (), ""

    def opening(self, text: str) -> tuple[tuple[Party, ...], str]:
        """The known party with whom a sentence begins, and the word after it; ((), "") for none."""
        first = text.split(maxsplit=7)[:7]
        for count in range(len(first) - 1, 0, -1):
            if (first[count][0].islower() or count == 1) and (owners := self.parties(" ".join(first[:count]), "known")):
                return owners, first[count]
        return (), ""

    # A task's text

    def clauses(self, start: int, end: int) -> list[Range]:
        """The range cut where the next owner begins."""
        if match := _ENUMERATOR.match(self.document.reading, start, end):
            start = match.end()
        text = self.text(start, end)
        cuts = [start]
        led = len(text) < _LONG and bool(self.leading(start, end)[0])
        named = not led and len(text) < _LONG and self.named(start, end)
        if led or named:
            for match in _CLAUSE.finditer(text):
                at = start + match.end()
                begins = self.known_owner(at, end) if led else match[0].startswith(";") and self.named(at, end)
                whole = not led or self.leading(cuts[-1], at)[0]  # no cut between owners: "Ann, Bob and Cy to meet"
                if match[0].startswith(",") and text[: match.start()].split()[-1][:1].isupper():
                    whole = ()  # nor before the office of whoever was named: "ask Ann, Officer of the Agency, to come"
                if at - cuts[-1] > 12 and begins and whole:
                    cuts.append(at)
        return [self.cut(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]

    def named(self, start: int, end: int) -> bool:
        """Whether a task begins here whose owner stands apart before it ("JS – write")."""
        first = _OWNER_FIRST.match(self.text(start, min(end, start + 90)))
        return bool(first and self.parties(first["who"]))

    def known_owner(self, start: int, end: int) -> bool:
        """Whether a task with a known owner begins here."""
        text = self.text(start, min(end, start + 90))
        link = self.words.patterns["link"].search(text)
        return bool(link and not link["verb"].startswith("be ") and self.parties(text[: link.start()], "known"))

    def cut(self, start: int, end: int) -> Range:
        """The range without the joint at its end."""
        text = re.sub(r"(?:\s*[;,]?\s(?:and|&)|[;,]|\s\(?\d{1,2}[.)]|\s[(\[])?\s*$", "", self.text(start, end))
        return start, start + len(text)

    def task(self, start: int, end: int, base: Task) -> Task | None:
        """The task in a range: owners before and after it are read, and taken off where they stand apart."""
        while match := _ENUMERATOR.match(self.document.reading, start, end):
            start = match.end()
        start, end = self.trim(start, end)
        if end <= start or self.words.patterns["nothing"].fullmatch(self.text(start, end)):
            return None
        if recorded := self.words.patterns["recorded"].search(self.text(start, end)):
            end = start + recorded.start()
        owners, status = base.owners, base.status
        end, said = self.status_last(start, end)
        status = said or status
        if not owners:
            owners = self.leading(start, end)[0]
        due = base.due
        if not owners or self.words.patterns["due_field"].search(self.text(start, end), max(0, end - start - 130)):
            end, behind, due = self.behind(start, end)
            owners = owners or behind
        if not owners:
            start, end, owners = self.apart(start, end)
        if not owners and (by := self.words.patterns["done_by"].search(self.text(start, end))):
            owners = () if self.words.patterns["due"].fullmatch(f"by {by['who']}") else self.parties(by["who"])
        if not owners:
            owners = self.committed(self.text(start, end))
        if not owners and base.listed and (first := _INITIALS_FIRST.match(self.text(start, end))):
            if owners := self.parties(first["who"], "known"):
                start += first.end()
        if not owners and base.listed and (topic := _TOPIC.match(self.text(start, end))):
            owners = self.leading(start + topic.end(), end)[0]
        if end <= start:
            return None
        due = due or base.due
        if not due and (
            when := self.words.patterns["due_last"].search(self.text(start, end), max(0, end - start - 40))
        ):
            due = (start + when.start("when"), start + when.end("when"))
            end = start + when.start()
        due = due or self.due(start, end)
        return replace(base, start=start, end=end, owners=owners, status=status, due=due)

    def behind(self, start: int, end: int) -> tuple[int, tuple[Party, ...], Range | None]:
        """The end of a task before the words behind it that say who and when, and what they say."""
        text, patterns = self.text(start, end), self.words.patterns
        near = max(0, len(text) - 130)
        for ending, trust in _WHO_WHEN[: 1 if self.named(start, end) else 2]:
            if (last := patterns[ending].search(text, near)) and (owners := self.parties(last["who"], trust)):
                if patterns["due"].match(last["when"]) or patterns["due"].match(f"by {last['when']}"):
                    return start + last.start(), owners, (start + last.start("when"), start + last.end("when"))
        if when := patterns["due_field"].search(text, near):
            inner, owners, _ = self.behind(start, start + when.start())
            return inner, owners, (start + when.start("when"), start + when.end("when"))
        if (field := patterns["fields"].search(text, near)) and (owners := self.parties(field["who"])):
            return start + field.start(), owners, self.due(start + field.end(), end)
        return end, (), None

    def committed(self, text: str) -> tuple[Party, ...]:
        """The known party with whom a task begins that says it will act ("Jo said she would"), or is directed to."""
        owners, verb = self.opening(_DIRECTED.sub("", text))
        verb = verb.rstrip(",")  # "Jo will, now that …"
        commits = verb == "will" or verb in self.words.words["tasks"]
        commits = commits or self.words.patterns["commitment"].fullmatch(verb) is not None
        return owners if commits or self.words.patterns["of_himself"].search(text, 0, 120) else ()

    def apart(self, start: int, end: int) -> tuple[int, int, tuple[Party, ...]]:
        """The range without the owners that stand apart before or after it."""
        text = self.text(start, end)
        if handle := _HANDLE.match(text):
            return start + handle.end(), end, (self.handle(handle["who"]),)
        if (first := _OWNER_FIRST.match(text)) and (owners := self.parties(first["who"])):
            topic = first.group().rstrip().endswith(":") and not self.parties(first["who"], "known")
            if topic and (inner := self.leading(start + first.end(), end)[0]):  # "Signs: Jo to order them"
                return start + first.end(), end, inner
            short = len(first["who"].split()) <= 2 or first.group().rstrip().endswith(":")
            if short or self.parties(first["who"], "known"):
                return start + first.end(), end, owners
        if last := self.words.patterns["owner_last"].search(text, max(0, len(text) - 130)):
            words = last["in"] or last["after"] or last["caps"]
            loose = last["caps"] and not text[: last.start()].endswith((".", ";"))
            owners = self.parties(words, "known" if loose else "any")
            due = self.words.patterns["due"]
            if owners and not due.fullmatch(words) and not due.fullmatch(f"by {words}"):
                return start, start + len(text[: last.start()].rstrip()), owners
        return start, end, ()

    def status_last(self, start: int, end: int) -> tuple[int, ActionStatus | None]:
        """The end of the text without a status that stands apart at its end, and the status."""
        text = self.text(start, end)
        near = max(0, len(text) - 60)
        endings = (_STATUS_LAST, _STATUS_CAPITAL, _STATUS_MARK)
        last = next((m for ending in endings if (m := ending.search(text, near)) and self.status(m["words"])), None)
        if not last or last.start() == 0:
            return end, None
        status = self.status(last["words"])
        return (start + len(text[: last.start()].rstrip()), status) if status else (end, None)

    def status(self, words: str) -> ActionStatus | None:
        """What these words say of a task's status; None where they are no status."""
        if not 0 < len(words) < 110:
            return None
        if match := self.words.patterns["status"].fullmatch(words):
            return "closed" if match["closed"] else "open"
        return "closed" if self.words.patterns["done"].fullmatch(words) else None

    def reported(self, words: str) -> ActionStatus | None:
        """What a report on a task begins or ends with ("Complete - sent on …"), if that is a status."""
        pieces = [piece for piece in _REPORT.split(words[:300]) if piece]
        if len(pieces) > 1 and len(words) < 300:
            pieces = [pieces[0], pieces[-1]]
        return next((said for piece in pieces[:2] if "?" not in words and (said := self.status(piece))), None)

    def due(self, start: int, end: int) -> Range | None:
        """The range of the words that say when a task is due: of the first that name a limit, or else of the first."""
        found = list(self.words.patterns["due"].finditer(self.text(start, min(end, start + _LONG))))
        match = next((m for m in found if m[0].lower().startswith(_LIMITS)), found[0] if found else None)
        return (start + match.start(), start + match.end()) if match else None


def list_base(reader: Reader, title: str, rule: str) -> Task:
    """What the tasks under the title of a list of actions have in common."""
    old = bool(title and reader.words.patterns["old_title"].search(title))
    done: ActionStatus = "closed" if title and reader.words.patterns["closed_title"].search(title) else "open"
    origin: ActionOrigin = "carried_forward" if old else "new"
    return Task(0, 0, "labelled", rule, 0.85, status=done, origin=origin, listed=True)


def updated(task: Task) -> Task:
    """The task; an older one that is done is an update."""
    return replace(task, origin="update") if (task.origin, task.status) == ("carried_forward", "closed") else task


def substantial(reader: Reader, task: Task) -> bool:
    """Whether there is more to a task than a word or a link."""
    words = reader.text(task.start, task.end).split()
    return len(words) >= 2 and not words[0].startswith("http")
