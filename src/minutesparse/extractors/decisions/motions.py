"""Motions and decisions in prose: which passages make one, where its words begin and end, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minutesparse.document import Document
from minutesparse.extractors.decisions.passages import Passage
from minutesparse.record import Party
from minutesparse.rules import Hit, load

_AHEAD = 12  # passages within which a motion's result is looked for
_BRIDGE = 4  # passages within which proposer and seconder may follow a decision
_ITEMS = 15  # passages of a list that a decision may take in
_FEW = 2  # words in which nothing is said of what was decided ("Council approved.")
_ASKED = 250  # characters of an item and the bare answer to it
_LINE = 90  # characters of a line of the item that is asked about
_LONGEST = 1500  # characters of a sentence that a bare result may refer to


@dataclass(frozen=True, slots=True)
class Found:
    """A decision as a range of the reading, and the words that say who moved it and how the vote went."""

    start: int
    end: int
    evidence: str
    rule: str
    value: str
    confidence: float
    counted: bool = False  # the outcome is what the counts say
    speaker: Party | None = None
    stated: dict[str, str] = field(default_factory=dict)  # mover and seconder, where a table has them


def find_motions(document: Document, passages: Sequence[Passage]) -> Iterator[Found]:
    """The decisions that stand in prose, in order."""
    i = free = 0
    resolving = False
    while i < len(passages):
        passage = passages[i]
        if passage.heading:
            resolving = load("decisions").patterns["bare_lead"].fullmatch(passage.text) is not None
        elif resolving and passage.quoted and passage.level:
            after = _item_end(passages, i)
            yield _resolved(passages[i:after])
            i = free = after
            continue
        chain = _Chain(passages, i, free)
        if chain.opens() and (found := chain.found(document)):
            yield from (found, *chain.amendments())
            i = free = chain.after
            resolving = chain.resolves()
        else:
            i += 1


def _item_end(passages: Sequence[Passage], i: int) -> int:
    """The index behind one of the items of a resolution, and who moved it and how the vote went."""
    after = i + 1
    while after < len(passages) and not (passages[after].heading or passages[after].quoted):
        if not (passages[after].adjunct and (passages[after].near or passages[after].parties)):
            break
        after += 1
    return after


def _resolved(item: Sequence[Passage]) -> Found:
    """One of the items of a resolution."""
    passage, vocabulary = item[0], load("decisions")
    rule = passage.decision.rule if passage.decision else vocabulary.groups["lead"][0]
    text = vocabulary.patterns["enumerator"].sub("", passage.text)
    end = passage.start + len(vocabulary.patterns["continued"].sub("", text))
    evidence = "\n".join(passage.text for passage in item)
    return Found(passage.start, end, evidence, rule.id, rule.value, rule.confidence)


class _Chain:
    """The passages, from the i-th on, that record one decision; those before `free` belong to another."""

    def __init__(self, passages: Sequence[Passage], i: int, free: int) -> None:
        self.passages, self.free = passages, free
        self.first = self.last = i
        self.after = i + 1
        self.between: list[Passage] = []  # amendments put before the motion

    def opens(self) -> bool:
        """Whether a decision may begin here."""
        head = self.passages[self.first]
        if head.heading:
            return head.decision is not None
        listed = self.passages[self.first + 1 : self.first + 3]
        if head.announced and any(passage.decision for passage in listed):
            return False  # each item says for itself what was decided
        return bool(head.decision or head.result or head.parties or head.motion or head.lead)

    def found(self, document: Document) -> Found | None:
        """The decision; None where no result is stated."""
        self.extend()
        self.after = self.last + 1
        hit = self.outcome()
        implied = hit is None and self.implied()
        if hit is None and not implied:
            return None
        self.collect_votes()
        start, end = self.words(document.reading)
        if self.unasked():
            return None
        if hit and hit.rule.value == "counted" and all(passage.adjunct for passage in self.chain()):
            return None  # a vote on nothing that is told
        head = self.passages[self.first]
        told = self.passages[self.first : self.after]
        evidence = "\n".join(passage.text for passage in told if passage not in self.between)
        if hit is None:
            return Found(start, end, evidence, "decision.parties", "approved", 0.6)
        rule = hit.rule
        return Found(start, end, evidence, rule.id, rule.value, rule.confidence, rule.value == "counted", head.speaker)

    def amendments(self) -> Iterator[Found]:
        """The decisions on amendments, which stand between the motion and its result."""
        for passage in self.between:
            if passage.decision and passage.start < self.passages[self.after - 1].start:
                rule = passage.decision.rule
                yield Found(passage.start, passage.end, passage.text, rule.id, rule.value, rule.confidence)

    def extend(self) -> None:
        """Take in what follows and belongs to the same decision."""
        while self.last + 1 < len(self.passages):
            above, following = self.passages[self.last], self.passages[self.last + 1]
            if above.heading or self.lists():
                return
            if following.quoted and following.level and self.numbered():
                return
            if above.lead or (above.parties and following.quoted):
                self.extend_resolution()
                return
            if following.heading or not self.goes_on(above, following):
                self.bridge()
                return
            self.last += 1

    def lists(self) -> bool:
        """Take in the list in which the words of a decision go on; False where there is none."""
        above, first = self.passages[self.last], self.passages[self.last + 1]
        if not (above.decision and first.level and load("decisions").patterns["listed"].search(above.text)):
            return False
        stop = min(self.last + _ITEMS, len(self.passages) - 1)
        while self.last < stop and self.passages[self.last + 1].level >= first.level:
            if self.passages[self.last + 1].heading:
                break
            self.last += 1
        return True

    def bridge(self) -> None:
        """Take in who moved and seconded what was decided, where a sentence or two stand between."""
        if not any(passage.decision for passage in self.chain()) or self.moved():
            return
        block = self.passages[self.last].block
        for ahead in range(self.last + 1, min(self.last + _BRIDGE, len(self.passages))):
            passage = self.passages[ahead]
            if passage.block != block or passage.lead:
                return
            if passage.formal or (passage.parties and passage.parties.rule.value == "elliptic"):
                self.last = ahead
                return
            if passage.decision or passage.motion:
                return

    def goes_on(self, above: Passage, following: Passage) -> bool:
        """Whether the next passage belongs to the same decision."""
        same = following.block == above.block
        decided = any(passage.decision or passage.result for passage in self.chain())
        if decided and load("decisions").patterns["own"].match(following.text):
            return False
        listed_votes = following.tally and not same
        if following.adjunct and following.near and following.level > self.passages[self.first].level > 0:
            return True
        if following.adjunct and (
            same or (above.parties and not listed_votes) or (following.near and not following.level)
        ):
            return True
        if decided:
            return False
        if following.lead:
            return bool(above.parties or above.motion)
        return same and bool(following.happened or (following.decision and not following.motion))

    def extend_resolution(self) -> None:
        """Take in the resolution itself: its block, or as far as the quotation goes."""
        if self.passages[self.last + 1].heading:
            return
        self.last += 1
        while self.passages[self.last].lead and self.last + 1 < len(self.passages):
            if self.passages[self.last + 1].heading:
                return
            self.last += 1
        block = self.passages[self.last].block
        while self.last + 1 < len(self.passages) and self.passages[self.last + 1].block == block:
            if load("decisions").patterns["unquoted"].search(self.passages[self.last].text):
                return
            self.last += 1
        if self.passages[self.last].text.endswith(":"):  # "That the Council:", and a list
            stop = min(self.last + _ITEMS, len(self.passages) - 1)
            while self.last < stop and (item := self.passages[self.last + 1]).level and not item.adjunct:
                self.last += 1

    def resolves(self) -> bool:
        """Whether the items that follow are resolved with this one."""
        listed = self.passages[self.last].level > 0 and any(passage.lead for passage in self.chain())
        return listed or self.numbered()

    def numbered(self) -> bool:
        """Whether this is the first of several things resolved."""
        return load("decisions").patterns["numbered"].match(self.passages[self.first].text) is not None

    def chain(self) -> Sequence[Passage]:
        """The passages taken so far."""
        return self.passages[self.first : self.last + 1]

    def outcome(self) -> Hit | None:
        """What decided it: the passage itself, or the result that is stated soon after the motion."""
        chain = self.chain()
        hits = [passage.result or passage.decision for passage in chain]
        stated = [hit for hit in hits if hit]
        for hit in stated[1:]:
            if hit.rule.value in ("rejected", "deferred") and hit.rule.id.startswith("result."):
                return hit
        if stated:
            return chain[0].decision or stated[0]
        if happened := next((passage.happened for passage in chain if passage.happened), None):
            return happened
        leads = [passage for passage in chain if passage.lead]
        if leads and self.last > self.first:
            return load("decisions").first("lead", leads[0].text)
        if any(passage.motion for passage in chain):
            return self.later_result()
        return None

    def later_result(self) -> Hit | None:
        """The result of the motion, where it is stated in one of the next passages."""
        counted = None
        moved = any(p.motion and p.motion.rule.id.startswith("mover.") for p in self.chain())
        amendment = load("decisions").patterns["amendment"]
        for ahead in range(self.last + 1, min(self.last + _AHEAD, len(self.passages))):
            passage = self.passages[ahead]
            if passage.heading and not passage.tally:
                break
            if passage.motion and passage.decision and amendment.match(passage.text):
                self.between.append(passage)
                continue
            if passage.motion and not passage.result and (moved or not passage.parties):
                break
            if passage.result:
                self.after = ahead + 1
                if passage.result.rule.value != "counted":
                    return passage.result
                counted = counted or passage.result
            elif counted and not passage.tally:
                break
        return counted

    def implied(self) -> bool:
        """Whether proposer and seconder are named, and no more, under what is thereby adopted."""
        chain, vocabulary = self.chain(), load("decisions")
        elliptic = chain[0].parties and chain[0].parties.rule.value == "elliptic"
        if not elliptic or not all(passage.parties or passage.quoted for passage in chain):
            return False
        words = " ".join(passage.text for passage in chain)
        if not (vocabulary.first("mover", words) and vocabulary.first("seconder", words)):
            return False
        if self.first == self.free and self.first:
            return False  # they repeat who proposed what stands above
        adopted = self.passages[self.first - 1].text if self.first else ""
        patterns = vocabulary.patterns
        return bool(patterns["adoptable"].search(adopted)) and not patterns["promise"].match(adopted)

    def collect_votes(self) -> None:
        """Let the counts and results that follow belong to this decision."""
        while self.after < len(self.passages):
            if self.interrupted():
                self.after += 1
            passage = self.passages[self.after]
            other = load("decisions").patterns["own"].match(passage.text) is not None
            ends = other or (passage.motion and not passage.result and not passage.parties)
            named = passage.parties and (passage.near or self.parties_end())
            if not (passage.tally or named or (passage.result and (passage.near or self.moved()))) or ends:
                return
            self.after += 1

    def interrupted(self) -> bool:
        """Whether the foot of a page stands between the votes."""
        if self.after + 1 >= len(self.passages):
            return False
        before, passage, following = self.passages[self.after - 1 : self.after + 2]
        votes = before.tally and following.tally and not passage.adjunct
        return votes and not (passage.heading or passage.decision or passage.motion or passage.lead)

    def parties_end(self) -> bool:
        """Whether the names that follow belong to this decision, not to a resolution below them."""
        after = self.after
        while after < len(self.passages) and self.passages[after].parties:
            after += 1
        below = self.passages[after] if after < len(self.passages) else None
        return not self.moved() and not (below and (below.lead or below.quoted or below.result))

    def moved(self) -> bool:
        """Whether these passages put a motion."""
        return any(passage.motion or passage.parties for passage in self.chain())

    def words(self, reading: str) -> tuple[int, int]:
        """The range of the decision's own words."""
        chain = self.chain()
        first = next((i for i, passage in enumerate(chain) if not _bare(passage)), None)
        if first is None:
            self.reach_back()
            first = 0
            if load("decisions").patterns["answer"].fullmatch(self.passages[self.last].text):
                self.reach_asked()
        start, end = self.passages[self.first + first].start, self.passages[self.last].end
        if label := load("decisions").patterns["label"].match(reading, start, end):
            start = label.end()
        hit = chain[0].decision
        if hit and "words" in hit.match.re.groupindex and hit.match["words"]:
            start = chain[0].start + hit.match.start("words")
        if enumerator := load("decisions").patterns["enumerator"].search(reading, max(start, end - 8), end):
            end = enumerator.start()
        return start, end

    def reach_back(self) -> None:
        """Take in the sentence that a bare result refers to."""
        while (
            self.first > self.free and self.passages[self.first - 1].tally and not self.passages[self.first - 1].heading
        ):
            self.first -= 1
        head = self.passages[self.first]
        if load("decisions").patterns["worded"].match(head.text):
            return
        anaphoric = load("decisions").patterns["anaphoric"].match(head.text)
        if self.first <= self.free or not (head.parties or anaphoric):
            return
        before = self.passages[self.first - 1]
        nested = head.level > before.level > 0
        if before.heading or len(before.text) > _LONGEST or (head.level and not nested and before.block != head.block):
            return
        of_motion = load("decisions").patterns["of_motion"].match(head.text)
        if before.block == head.block or head.parties or of_motion or (head.near and head.adjunct):
            self.first -= 1

    def unasked(self) -> bool:
        """Whether it is an answer ("No objections") without anything that it answers."""
        head, vocabulary = self.passages[self.first], load("decisions")
        if self.first < self.last or not vocabulary.patterns["answer"].fullmatch(head.text):
            return False
        above = self.passages[self.first - 1] if self.first else head
        nested = head.level > 0 and not above.heading
        return nested and vocabulary.patterns["consulted"].match(head.text) is not None

    def reach_asked(self) -> None:
        """Take in the item, short as it is, to which the passage is no more than the answer."""
        end = self.passages[self.last].end
        consulted = load("decisions").patterns["consulted"].match(self.passages[self.last].text)
        while self.first > self.free:
            head, before = self.passages[self.first], self.passages[self.first - 1]
            asked = (before.heading and head.inline) or (consulted and (before.block == head.block or self.address()))
            if not asked or before.decision or end - before.start > _ASKED:
                return
            self.first -= 1

    def address(self) -> bool:
        """Whether the passage before is a short line of an item that is asked about, not yet reached."""
        head, before = self.passages[self.first], self.passages[self.first - 1]
        line = len(before.text) < _LINE and not before.text.endswith(".")
        return line and not (head.level or before.heading or before.tally)


def _bare(passage: Passage) -> bool:
    """Whether the passage says nothing of what was decided."""
    if passage.lead:
        return load("decisions").patterns["bare_lead"].fullmatch(passage.text) is not None
    if passage.decision and load("decisions").patterns["answer"].fullmatch(passage.text):
        return True
    return bool(passage.adjunct) or (passage.decision is not None and len(passage.text.split()) <= _FEW)
