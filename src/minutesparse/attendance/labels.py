"""The labels under which the minutes list who was there."""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.passages import BRACKET, prose
from minutesparse.document import Document, Line
from minutesparse.persons import short_for, words
from minutesparse.rules import Rule, Vocabulary, load

NUMBER = re.compile(
    r"(?:(?:[Aa]genda )?[Ii]tem )?[(\[]?"
    r"(?:\d{1,3}(?:[.\-/]\d{1,3}){0,3}[.):\]]*|[a-z][.)]|[A-Z]\)|[ivx]{1,4}[.)]|[IVX]{2,4}[.)])\s+(?=\S)"
)
_LABELLED = re.compile(r"(?P<label>[^:;.?!\t]{2,90}?)\s*(?P<mark>:-?|[–—]|\s-|-\s|\t|$)\s*")
_INSIDE = re.compile(r"(?<=[.;)\]])\s*(?P<label>(?:[A-Z][\w’'/&-]*)(?:\s[\w’'/&-]+){0,4})\s?:\s+(?=\S)")
_MARKED = re.compile(r"(?P<who>[^:–—-]{2,40}?)\s?[:–—-]+\s?(?P<mark>\w+)")  # "Bell - here"
_LONGEST = 4_000  # characters of one line


@dataclass(frozen=True, slots=True)
class Label:
    """A label, in offsets of the reading."""

    start: int
    end: int  # where what is listed begins
    words: str
    rule: Rule


class Labels:
    """Finds the labels of a line; `inside` says that the line stands in a list, `voted` that it follows a vote."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.vocabulary: Vocabulary = load("attendees")
        self.inside = False
        self.voted = False
        lowered = document.reading.replace("İ", "I").lower()  # the one letter that lower case makes two of
        self.cued = [match.start() for match in _cues().finditer(lowered)]

    def of(self, line: Line, following: Line | None) -> list[Label]:
        """The labels of a line, in order; the last may end on the line after."""
        text = self.document.reading[line.start : line.end]
        if not self.inside and not self._has_cue(line):
            return []
        found = [first] if (first := self.opening(line, text, following)) else []
        if len(text) > 12 and line.style in ("plain", "item"):
            near = following is not None and following.style == "plain" and following.gap <= 1
            lower = following is not None and self.document.reading[following.start].islower()
            near = near and (lower or text.endswith(":"))
            stop = min(following.end if following and near else line.end, line.start + _LONGEST)
            ahead = self.document.reading[line.start : stop]
            for match in (*_INSIDE.finditer(ahead), *self.vocabulary.patterns["inside"].finditer(text[:_LONGEST])):
                if match.start("label") >= len(text):
                    break
                if found and match.start("label") + line.start < found[-1].end:
                    continue
                hit = self.rule(match["label"])
                if hit and hit.value not in ("taker", "members"):
                    found.append(
                        Label(line.start + match.start("label"), line.start + match.end(), match["label"], hit)
                    )
        for cell, after in itertools.pairwise(line.cells[2:] if found else ()):
            said = self.document.reading[slice(*cell)].strip(" :")
            if rule := self.rule(said):
                found.append(Label(cell[0], after[0], said, rule))
        found.sort(key=lambda label: label.start)
        return [label for label in found if self.stands(label, line, following)]

    def _has_cue(self, line: Line) -> bool:
        """Whether one of the words without which there is no label stands in a line."""
        at = bisect_left(self.cued, line.start)
        return at < len(self.cued) and self.cued[at] < min(line.end, line.start + _LONGEST)

    def stands(self, label: Label, line: Line, following: Line | None) -> bool:
        """Whether a label that may mean other things is one here."""
        value = label.rule.value
        if value in ("absent", "apologies", "present") and self.voted and line.style != "heading":
            return False
        if value not in ("role", "taker") or label.end < line.end:
            return True
        if value == "taker" or line.style == "heading" or following is None or following.style == "heading":
            return False
        return self.begins_list(following)

    def begins_list(self, line: Line) -> bool:
        """Whether a line begins with somebody."""
        text = self.document.reading[line.start : line.end][:200]
        entries = [] if prose(text) else read_entries(text, 0, per_line=True)
        return bool(entries) and (entries[0].sure or " " in entries[0].name)

    def opening(self, line: Line, text: str, following: Line | None) -> Label | None:
        """The label that a line begins with."""
        skip = number.end() if (number := NUMBER.match(text)) else 0
        rest = text[skip:]
        bare = BRACKET.sub("", rest).strip(" :.–—-")
        if (
            len(line.cells) < 2
            and len(bare) <= 90
            and (rule := self.rule(bare)) is not None
            and not self.names_somebody(bare, line, rule)
        ):
            marked = rest.rstrip().endswith((":", ":-", "–", "-")) or line.style == "heading" or line.wholly("strong")
            marked = marked or bare.isupper() or (self.inside and rule.value != "role") or bool(skip)
            heads = rule.value not in ("members", "role", "taker")
            if marked or (heads and (line.gap or following is None or self.begins_list(following))):
                return Label(line.start, line.end, bare, rule)
            return None
        first = self.document.reading[slice(*line.cells[0])].strip(" :") if line.cells else ""
        if first and (rule := self.rule(first)) and rule.value not in ("members", "role", "taker"):
            return Label(line.start, line.cells[1][0], first, rule)
        strong = (
            line.runs[0]
            if line.runs and line.runs[0].face == "strong" and line.runs[0].start <= line.start + skip
            else None
        )
        if strong and strong.end < line.end:
            label = BRACKET.sub("", self.document.reading[line.start + skip : strong.end]).strip(" :.–—-")
            start = self.skip_marks(strong.end)
            if (rule := self.rule(label)) and not self.document.reading[start : start + 1].islower():
                return Label(line.start, start, label, rule)
        if rest.endswith(":") and ", " in rest and following is not None and self.begins_list(following):
            said = rest[rest.rindex(", ") + 2 : -1]  # "In addition to the above, two guests were present:"
            if (rule := self.rule(said)) and rule.value in ("present", "in_attendance", "apologies", "absent"):
                return Label(line.end - len(said) - 1, line.end, said, rule)
        for match in [_LABELLED.match(rest)]:
            if match and match["mark"]:
                label = BRACKET.sub("", match["label"]).strip()
                if rule := self.rule(label):
                    return Label(line.start, self.skip_marks(line.start + skip + match.end()), label, rule)
        return self.bare_opening(line, rest, skip) or self.loose_opening(line, rest, skip)

    def loose_opening(self, line: Line, rest: str, skip: int) -> Label | None:
        """A label of its own kind inside a list: "Auditors: Mr A Bell"."""
        match = _LABELLED.match(rest)
        if not self.inside or match is None or ":" not in match["mark"] or len(match["label"]) > 50:
            return None
        hit = self.vocabulary.first("loose", match["label"].strip())
        if hit and prose(rest[match.end() :]):
            return None  # "Police: Sgt Bell gave the figures."
        entries = read_entries(rest[match.end() :][:200], 0, per_line=False) if hit else []
        if not entries or entries[0].start > 2 or not (entries[0].sure or " " in entries[0].name):
            return None
        if short_for(match["label"].strip(), entries[0].name):
            return None  # "ABE: Ann Bell Eden"
        return Label(line.start, line.start + skip + match.end(), match["label"].strip(), hit.rule)  # type: ignore[union-attr]

    def begins_other(self, text: str) -> bool:
        """Whether a line begins with a label that heads no people: "Topic: …"."""
        match = _LABELLED.match(text)
        if match is None or ":" not in match["mark"] or match["label"].count(" ") > 3:
            return False
        if len(match["label"]) < 4:
            return False  # initials
        return self.vocabulary.first("loose", match["label"].strip()) is None and not words().titled(
            match["label"].split()[0]
        )

    def names_somebody(self, bare: str, line: Line, rule: Rule) -> bool:
        """Whether what looks like a label is an entry: "Ann Bell, Director"."""
        if (marked := _MARKED.fullmatch(bare)) and load("attendees").first("code", marked["mark"]):
            return self.rule(marked["who"]) is None
        if bare.isupper() or line.style == "heading":
            return False
        entries = read_entries(bare, 0, per_line=True)
        if not entries or entries[0].start:
            return False
        return entries[0].honorific is not None or (rule.value == "members" and " " in entries[0].name)

    def bare_opening(self, line: Line, rest: str, skip: int) -> Label | None:
        """A label without a mark behind it: "Apologies Mrs. A Bell"."""
        tokens = rest.split(" ", 7)[:7]
        for size in range(min(4, len(tokens) - 1), 0, -1):
            titled = words().titled(tokens[size]) or words().titled(" ".join(tokens[size : size + 2]))
            if not titled or not tokens[size][0].isupper():
                continue
            label = " ".join(tokens[:size])
            rule = self.rule(label)
            if rule and rule.value in ("present", "apologies", "absent", "in_attendance", "chair"):
                return Label(line.start, line.start + skip + len(label) + 1, label, rule)
        return self.unmarked(line, rest, skip)

    def unmarked(self, line: Line, rest: str, skip: int) -> Label | None:
        """A label before nothing but several people: "Apologies Ann Bell, Bob Dow"."""
        if (match := self.vocabulary.patterns["unmarked"].match(rest)) is None or prose(rest):
            return None
        rule = self.rule(match["label"])
        entries = read_entries(rest[match.end() :][:200], 0, per_line=False)
        named = sum(" " in entry.name for entry in entries)
        if rule is None or len(entries) < 2 or entries[0].start or 3 * named < 2 * len(entries):
            return None
        return Label(line.start, line.start + skip + match.end(), match["label"], rule)

    def rule(self, label: str) -> Rule | None:
        """The rule that these words are a label by."""
        if not 2 < len(label) <= 90 or label.count(" ") > 9:
            return None
        lowered = label.lower()
        if not self.vocabulary.hints("cues", lowered):
            return None
        if how := self.vocabulary.patterns["how"].search(lowered):
            label = label[: how.start()]
        hit = self.vocabulary.first("label", label)
        if hit is None and "/" in label and " " not in label:  # "Observers/Guests"
            hits = [self.vocabulary.first("label", word) for word in label.split("/")]
            hit = hits[0] if all(hits) else None
        return hit.rule if hit else None

    def skip_marks(self, position: int) -> int:
        """Where the words after a label's marks begin."""
        reading = self.document.reading
        while position < len(reading) and reading[position] in " :.–—-\t":
            position += 1
        return position


@cache
def _cues() -> re.Pattern[str]:
    """Where a word begins without which, in lower case, there is no label; the engine leaps to its first letter."""
    rests: dict[str, list[str]] = {}
    for cue in load("attendees").words["cues"]:
        rests.setdefault(cue[0], []).append(re.escape(cue[1:]))
    return re.compile("|".join(rf"{first}(?<![^\W_].)(?={'|'.join(rest)})" for first, rest in rests.items()))
