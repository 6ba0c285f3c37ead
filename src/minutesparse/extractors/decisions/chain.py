"""Which passages belong to one decision: its motion, who put it, the resolution, its result and the votes."""

from collections.abc import Sequence

from minutesparse.extractors.decisions.passages import Passage
from minutesparse.rules import Hit, Rule, load

_AHEAD = 12  # passages within which a motion's result is looked for …
_LATER = 40  # … and within which it is found where it names the motion
_BRIDGE = 6  # passages within which proposer and seconder may follow a decision
_ITEMS = 15  # passages of a list that a decision may take in


class Chain:
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
        if above.parties and same and load("decisions").patterns["moved_words"].match(following.text):
            return True
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

    def resolves(self) -> Rule | None:
        """The rule by which the items that follow are resolved with this one; None where they are not."""
        listed = self.passages[self.last].level > 0 and any(passage.lead for passage in self.chain())
        hit = self.outcome() if listed or self.numbered() else None
        return hit.rule if hit else None

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
            return chain[0].decision or next((hit for hit in stated if hit.rule.value != "counted"), stated[0])
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
        seconded = any(p.parties for p in self.chain())
        patterns = load("decisions").patterns
        others = False  # whether something else was decided meanwhile
        for ahead in range(self.last + 1, min(self.last + _LATER, len(self.passages))):
            passage, far = self.passages[ahead], ahead - self.last >= _AHEAD
            others = others or bool(passage.decision and not passage.result)
            if (passage.heading and not passage.tally) or (far and (others or passage.parties or not seconded)):
                break
            if passage.motion and passage.decision and patterns["amendment"].match(passage.text):
                self.between.append(passage)
                continue
            if passage.motion and not passage.result and (moved or not passage.parties):
                if not (seconded and patterns["suggested"].match(passage.text)):
                    break
            elif passage.result and (not far or (patterns["of_motion"].match(passage.text) and not passage.motion)):
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
