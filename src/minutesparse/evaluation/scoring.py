"""One record against what a reader found: right, missed and spurious, field by field."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from minutesparse.evaluation.gold import Annotation, GoldAction, GoldConcern, GoldDecision, GoldSection
from minutesparse.evaluation.matching import (
    ITEM,
    TITLE,
    likeness,
    name_key,
    names_of,
    pairs,
    same_name,
    same_party,
    same_phrase,
    same_value,
)
from minutesparse.record import Action, Concern, Decision, Minutes, Section, Vote

Same = Callable[[str, str], bool]
Wanted = TypeVar("Wanted", GoldConcern, GoldAction, GoldDecision)
Found = TypeVar("Found", Concern, Action, Decision)

_MEETING: dict[str, Same] = {
    "title": same_phrase,
    "body": same_phrase,
    "date": same_value,
    "start_time": same_value,
    "end_time": same_value,
    "venue": same_phrase,
    "chair": same_name,
    "minute_taker": same_name,
    "next_meeting": same_value,
}
_ATTENDEE: dict[str, Same] = {"role": same_phrase, "organisation": same_phrase, "status": same_value}
_NEARER = 0.01  # what an equal number adds to the likeness of two titles


@dataclass(slots=True)
class Tally:
    """How many values of a field are right, spurious (false positives) and missed (false negatives)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, right: int = 0, spurious: int = 0, missed: int = 0) -> None:
        """Count some more."""
        self.tp += right
        self.fp += spurious
        self.fn += missed

    def value(self, wanted: object, found: object, right: bool) -> None:
        """Count one value that may be there or not; a wrong one is a miss and a false alarm."""
        if wanted and found and right:
            self.tp += 1
        else:
            self.add(spurious=bool(found), missed=bool(wanted))

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that is right; None where nothing was."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Of what was to be found, the share that was; None where there was nothing."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None where there was nothing and nothing was found."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else None


@dataclass(frozen=True, slots=True)
class Error:
    """What is wrong in a field: `what` is "missed", "spurious" or names the item, `detail` says the rest."""

    field: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The tallies and the errors of one document."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[Error] = field(default_factory=list)

    def items(self, name: str, wanted: Sequence[str], found: Sequence[str], together: list[tuple[int, int]]) -> None:
        """Count a list of items and note by their words those that are missed or spurious."""
        missed = sorted(set(range(len(wanted))) - {i for i, _ in together})
        spurious = sorted(set(range(len(found))) - {j for _, j in together})
        self.tallies[name].add(len(together), len(spurious), len(missed))
        self.errors.extend(Error(name, "missed", wanted[i]) for i in missed)
        self.errors.extend(Error(name, "spurious", found[j]) for j in spurious)

    def value(self, name: str, what: str, wanted: object, found: object, right: bool) -> None:
        """Count one value of an item, and note it where it is wrong."""
        self.tallies[name].value(wanted, found, right)
        if (wanted or found) and not (wanted and found and right):
            self.errors.append(Error(name, what, f"gold {wanted!r} · found {found!r}"))

    def several(self, name: str, what: str, wanted: Sequence[object], found: Sequence[object], right: int) -> None:
        """Count several values of an item, and note them where not all are right."""
        self.tallies[name].add(right, len(found) - right, len(wanted) - right)
        if right < max(len(wanted), len(found)):
            self.errors.append(Error(name, what, f"gold {wanted} · found {found}"))


def score(wanted: Annotation, found: Minutes) -> Sheet:
    """How right a record is."""
    sheet = Sheet()
    _score_meeting(sheet, wanted, found)
    _score_attendees(sheet, wanted, found)
    _score_sections(sheet, wanted, found)
    _score_concerns(sheet, wanted.concerns, found.concerns)
    _score_actions(sheet, wanted.actions, found.actions)
    _score_decisions(sheet, wanted.decisions, found.decisions)
    _score_abbreviations(sheet, wanted, found)
    return sheet


def _score_meeting(sheet: Sheet, wanted: Annotation, found: Minutes) -> None:
    for key, same in _MEETING.items():
        ours, theirs = getattr(wanted.meeting, key), getattr(found.meeting, key)
        right = bool(ours and theirs and same(ours, theirs))
        sheet.tallies[f"meeting.{key}"].value(ours, theirs, right)
        sheet.value("meeting", key, ours, theirs, right)


def _score_attendees(sheet: Sheet, wanted: Annotation, found: Minutes) -> None:
    together = pairs(wanted.attendees, found.attendees, lambda g, p: float(same_name(g.name, p.name)), 1.0)
    sheet.items("attendees", [a.name for a in wanted.attendees], [a.name for a in found.attendees], together)
    for i, j in together:
        ours, theirs = wanted.attendees[i], found.attendees[j]
        for key, same in _ATTENDEE.items():
            one, other = getattr(ours, key), getattr(theirs, key)
            sheet.value(f"attendees.{key}", ours.name, one, other, bool(one and other and same(one, other)))
        short, known = ({form.lower() for form in a.abbreviations} for a in (ours, theirs))
        sheet.several("attendees.abbreviations", ours.name, sorted(short), sorted(known), len(short & known))


def _score_sections(sheet: Sheet, wanted: Annotation, found: Minutes) -> None:
    def similarity(ours: GoldSection, theirs: Section) -> float:
        return likeness(ours.title, theirs.title) + _NEARER * same_value(ours.number, theirs.number)

    together = pairs(wanted.sections, found.sections, similarity, TITLE)
    titles = [f"{s.number} {s.title}" for s in wanted.sections]
    sheet.items("sections", titles, [f"{s.number} {s.title}" for s in found.sections], together)
    for i, j in together:
        ours, theirs = wanted.sections[i], found.sections[j]
        numbers = (_number(ours.number), _number(theirs.number))
        sheet.value("sections.number", ours.title, *numbers, same_value(*numbers))
        sheet.value("sections.level", ours.title, ours.level, theirs.level, same_value(ours.level, theirs.level))


def _number(printed: str | None) -> str:
    """The number of a section without the marks around it."""
    return re.sub(r"[^\w.]|\.$", "", printed or "").strip(".")


def _matched(sheet: Sheet, name: str, wanted: Sequence[Wanted], found: Sequence[Found]) -> list[tuple[int, int]]:
    """The items that belong together by their words; the others are noted."""

    def similarity(ours: Wanted, theirs: Found) -> float:
        return max(likeness(words, theirs.text) for words in ours.wordings())

    together = pairs(wanted, found, similarity, ITEM)
    sheet.items(name, [one.quote for one in wanted], [one.text for one in found], together)
    return together


def _score_kinds(
    sheet: Sheet,
    name: str,
    wanted: Sequence[GoldConcern] | Sequence[GoldAction],
    found: Sequence[Concern] | Sequence[Action],
    together: list[tuple[int, int]],
) -> None:
    """Count the items of each kind by themselves: those matched by the kind they are of, whatever was found."""
    ours, theirs = [one.kind for one in wanted], [one.kind for one in found]
    matched, used = {i for i, _ in together}, {j for _, j in together}
    for kind in {*ours, *theirs}:
        sheet.tallies[f"{name}:{kind}"].add(
            sum(ours[i] == kind for i in matched),
            sum(one == kind for j, one in enumerate(theirs) if j not in used),
            sum(one == kind for i, one in enumerate(ours) if i not in matched),
        )


def _score_concerns(sheet: Sheet, wanted: Sequence[GoldConcern], found: Sequence[Concern]) -> None:
    together = _matched(sheet, "concerns", wanted, found)
    _score_kinds(sheet, "concerns", wanted, found, together)
    for i, j in together:
        ours, theirs, what = wanted[i], found[j], wanted[i].quote[:60]
        sheet.value("concerns.kind", what, ours.kind, theirs.kind, same_value(ours.kind, theirs.kind))
        names = [name for name in (ours.raised_by, ours.raised_by_name) if name]
        by = theirs.raised_by
        sheet.value("concerns.raised_by", what, names, names_of(by), same_party(names, by))
        answers = [response.text for response in theirs.responses]
        right = len(pairs(ours.responses, answers, likeness, ITEM))
        sheet.several("concerns.responses", what, list(ours.responses), answers, right)


def _score_actions(sheet: Sheet, wanted: Sequence[GoldAction], found: Sequence[Action]) -> None:
    together = _matched(sheet, "actions", wanted, found)
    _score_kinds(sheet, "actions", wanted, found, together)
    for i, j in together:
        ours, theirs, what = wanted[i], found[j], wanted[i].quote[:60]
        sheet.value("actions.kind", what, ours.kind, theirs.kind, same_value(ours.kind, theirs.kind))
        owners = list(zip(ours.owners, ours.owner_names or ours.owners, strict=False))
        right = len(pairs(owners, theirs.owners, lambda names, party: float(same_party(names, party)), 1.0))
        sheet.several("actions.owners", what, owners, [names_of(owner) for owner in theirs.owners], right)
        day, words = (theirs.due.date, theirs.due.text) if theirs.due else (None, None)
        sheet.value("actions.due", what, ours.due_date, day, same_value(ours.due_date, day))
        sheet.value("actions.due.text", what, ours.due_text, words, same_phrase(ours.due_text, words))
        sheet.value("actions.status", what, ours.status, theirs.status, same_value(ours.status, theirs.status))


def _score_decisions(sheet: Sheet, wanted: Sequence[GoldDecision], found: Sequence[Decision]) -> None:
    for i, j in _matched(sheet, "decisions", wanted, found):
        ours, theirs, what = wanted[i], found[j], wanted[i].quote[:60]
        sheet.value("decisions.outcome", what, ours.outcome, theirs.outcome, same_value(ours.outcome, theirs.outcome))
        for words, name, party in (
            (ours.mover, ours.mover_name, theirs.mover),
            (ours.seconder, ours.seconder_name, theirs.seconder),
        ):
            names = [one for one in (words, name) if one]
            sheet.value("decisions.mover/seconder", what, names, names_of(party), same_party(names, party))
        vote = theirs.vote or Vote()
        for count, counted in ((ours.for_, vote.for_), (ours.against, vote.against), (ours.abstain, vote.abstain)):
            wanted_one, found_one = count is not None, counted is not None
            if wanted_one or found_one:
                sheet.tallies["decisions.vote"].value(wanted_one, found_one, count == counted)


def _score_abbreviations(sheet: Sheet, wanted: Annotation, found: Minutes) -> None:
    ours, theirs = (
        {(short.lower(), name_key(long)) for short, long in one.abbreviations.items()} for one in (wanted, found)
    )
    sheet.tallies["abbreviations"].add(len(ours & theirs), len(theirs - ours), len(ours - theirs))
    for what, pairs_ in (("missed", ours - theirs), ("spurious", theirs - ours)):
        sheet.errors.extend(Error("abbreviations", what, " = ".join(pair)) for pair in sorted(pairs_))
