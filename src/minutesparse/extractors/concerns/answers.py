"""Which sentences answer what was voiced before them, and whose answer is whose."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from minutesparse.document import Sentence
from minutesparse.extractors.concerns.finding import DIRECT, Answer, Finding
from minutesparse.extractors.concerns.talk import Talk, identity

_ANSWERS = 5  # sentences that answer one concern, at most
_WAITING = 6  # concerns that one answer may be shared by
_ASKS = 3  # matters raised from which one raises rather than answers
_WORDS = 2  # spaces in the shortest sentence that answers
_REACH = 2  # blocks without an answer after which none is expected any more
_NOTICE = "assurance.notice"  # the rule for questions that were handed in beforehand
_ALIKE = 2.0  # likeness from which the next to speak, in a block of their own, still speak of the concern


def give_answers(talk: Talk, findings: Sequence[Finding]) -> None:
    """Give each finding the sentences that answer it."""
    voiced = {finding.index: finding for finding in findings}
    past = -1
    raised = Counter(identity(finding.raised_by) for finding in findings if finding.raised_by)
    thread = _Thread(talk, frozenset(who for who, count in raised.items() if count >= _ASKS))
    for index, sentence in enumerate(talk.sentences):
        finding = voiced.get(index)
        if finding is not None:
            past = finding.last
            if not thread.answered_by(index, finding):
                thread.open(finding, _clause(talk, sentence, finding))
        elif index > past:
            thread.follow(index)
    thread.close()


def _clause(talk: Talk, sentence: Sentence, finding: Finding) -> Answer | None:
    """The clause of a question's own sentence that answers it."""
    hit = talk.vocabulary.first("clause", sentence.text)
    if hit is None or (hit.rule.value == "assurance_sought" and finding.kind == "concern"):
        return None
    start, end = hit.match.span("answer")
    words = hit.match["by"]
    by = talk.people.party(words) if words and talk.named(words) else None
    return Answer(sentence.start + start, sentence.start + end, sentence.text[start:end], by)


def _replies(talk: Talk, first: int, last: int) -> bool:
    """Whether the headings among these blocks only announce a reply."""
    headings = [block.text for block in talk.blocks[first:last] if block.kind == "heading"]
    return all(talk.vocabulary.patterns["reply"].fullmatch(text) for text in headings)


class _Thread:
    """The concerns that wait for an answer, and what has been answered."""

    def __init__(self, talk: Talk, askers: frozenset[str]) -> None:
        self.talk = talk
        self.askers = askers  # those who raise matters rather than answer them
        self.waiting: list[Finding] = []
        self.answers: list[Answer] = []
        self.turn = ""  # who answered first
        self.now = ""  # who speaks
        self.block = 0  # of the last concern or answer
        self.home = 0  # the block of the concern
        self.formal = False  # whether this is under a heading of its own that says "Response"

    def open(self, finding: Finding, clause: Answer | None) -> None:
        """Wait for an answer to this one; with the last ones, where the same party goes on before anybody answered."""
        raiser = identity(finding.raised_by)
        if self.answers or not self.joins(finding, raiser):
            self.close()
            self.formal = finding.rule == _NOTICE
        self.waiting.append(finding)
        self.block = self.home = self.talk.sentences[finding.index].block
        self.now = raiser
        if clause is not None:
            self.take(clause, identity(clause.by))

    def joins(self, finding: Finding, raiser: str) -> bool:
        """Whether this is one more concern of those who wait: the next sentence, and by the same party."""
        if not self.waiting or finding.index != self.waiting[-1].last + 1 or len(self.waiting) >= _WAITING:
            return False
        if self.formal:
            return True
        same_block = self.talk.sentences[finding.index].block == self.block
        return not self.raisers - {raiser} if raiser else same_block

    def answered_by(self, index: int, finding: Finding) -> bool:
        """Whether what somebody else is concerned by is itself an answer to the question before it."""
        raiser = identity(finding.raised_by)
        sentence = self.talk.sentences[index]
        if not self.waiting or not raiser or raiser in self.raisers or self.talk.apart(self.block, sentence.block) > 1:
            return False
        hit = self.talk.vocabulary.first("answer", sentence.text)
        if hit is None or hit.rule.value != "sure" or finding.kind != "concern":
            return False
        self.take(Answer(sentence.start, sentence.end, sentence.text, finding.raised_by), raiser)
        self.block = sentence.block
        return True

    def follow(self, index: int) -> None:
        """Take the sentence as an answer, pass over it, or see that the topic has turned."""
        if not self.waiting:
            return
        sentence, speaker = self.talk.sentences[index], self.talk.speakers[index]
        who, apart = identity(speaker), self.talk.apart(self.block, sentence.block)
        if self.turned(sentence, who, apart):
            self.close()
            return
        in_notes = self.waiting[-1].rule == DIRECT and self.talk.blocks[sentence.block].kind == "item"
        goes_on = not who and bool(self.answers) and not apart and self.turn == self.now and not in_notes
        says = self.says(sentence, who, apart, goes_on) if sentence.text.count(" ") >= _WORDS else ""
        if who not in self.raisers and (
            says
            or (self.nested(sentence) and not self.answers and not self.aside(sentence.text))
            or (self.formal and sentence.text.count(" ") >= _WORDS)
        ):
            goes_on = goes_on and says != "own"
            self.take(Answer(sentence.start, sentence.end, sentence.text, speaker, goes_on), who or self.now)
            self.block = sentence.block
        elif apart:
            self.close()

    def turned(self, sentence: Sentence, who: str, apart: int) -> bool:
        """Whether nothing is to be expected any more: a heading or label, too far away, or the raiser speaks again."""
        block = self.talk.blocks[sentence.block]
        if block.kind == "label" and apart and not self.talk.people.fits(block.marker):
            self.formal = self.talk.vocabulary.patterns["reply"].fullmatch(block.marker) is not None
            return not self.formal  # "ACTION:"
        if apart and self.talk.introduces(sentence.text):
            return True
        if self.formal and apart and self.talk.vocabulary.patterns["filed"].match(sentence.text):
            return True
        if any(block.kind == "heading" for block in self.talk.blocks[self.block + 1 : sentence.block]):
            self.formal = _replies(self.talk, self.block + 1, sentence.block) and not self.answers
            return not self.formal
        return apart > _REACH or len(self.answers) >= _ANSWERS or (who in self.raisers and bool(apart or self.answers))

    def says(self, sentence: Sentence, who: str, apart: int, goes_on: bool) -> Literal["own", "on", ""]:
        """Whether a sentence answers for itself or goes on with an answer, by its words, its speaker and its place."""
        hit = self.talk.vocabulary.first("answer", sentence.text)
        if hit and (who or hit.rule.value in ("sure", "passive")):
            if apart and hit.rule.value == "said" and who in self.askers:
                return ""
            same = not self.answers or not apart or who in ("", self.turn)
            return "own" if same or self.alike(sentence) >= _ALIKE else ""
        if self.at_once(sentence, who, apart):
            return "own"
        return "on" if goes_on and not self.aside(sentence.text) else ""

    def at_once(self, sentence: Sentence, who: str, apart: int) -> bool:
        """Whether this is what somebody else says right after a question as it was put, or in the line below it."""
        asked = self.waiting[-1]
        if asked.rule != DIRECT or self.answers or apart > 1 or sentence.text.endswith("?"):
            return False
        if sentence is not self.talk.sentences[asked.last + 1] or self.aside(sentence.text):
            return False
        home = self.talk.blocks[self.home]
        opens = self.talk.sentences[asked.index].start == home.start
        return bool(who) or (opens and (apart == 1 or (home.kind == "item" and asked.raised_by is None)))

    def alike(self, sentence: Sentence) -> float:
        """How much a sentence speaks of what was raised."""
        return max(self.talk.likeness(self.talk.sentences[f.index].text, sentence.text) for f in self.waiting)

    def nested(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in a list below the concern: notes put answers there."""
        block, above = self.talk.blocks[sentence.block], self.talk.blocks[self.home]
        return block.kind == above.kind == "item" and block.level > above.level

    def aside(self, text: str) -> bool:
        """Whether a guard says that this is no answer."""
        return any(r.drop and r.search(text) for r in self.talk.vocabulary.groups["answer"])

    def take(self, answer: Answer, who: str) -> None:
        """Add an answer and remember whose turn it is."""
        self.turn = self.turn if self.answers else who
        self.now = who
        self.answers.append(answer)

    @property
    def raisers(self) -> set[str]:
        """Who voiced what waits."""
        return {who for finding in self.waiting if (who := identity(finding.raised_by))}

    def close(self) -> None:
        """Share the answers out among the concerns that waited for them."""
        if self.answers:
            for finding, answers in zip(self.waiting, self.shares(), strict=True):
                finding.answers = answers
        self.waiting, self.answers, self.turn, self.now = [], [], "", ""
        self.formal = False

    def shares(self) -> list[list[Answer]]:
        """The answers to each waiting concern: in order, where there are enough, so that each speaks of its concern."""
        turns: list[list[Answer]] = []
        for answer in self.answers:
            if answer.goes_on and turns:
                turns[-1].append(answer)
            else:
                turns.append([answer])
        if len(turns) < len(self.waiting) or len(self.waiting) == 1:
            return [list(self.answers) for _ in self.waiting]
        texts = [self.talk.sentences[finding.index].text for finding in self.waiting]
        alike = [[self.talk.likeness(text, turn[0].text) for text in texts] for turn in turns]
        split = _best_path(alike)
        return [[a for turn, k in zip(turns, split, strict=True) if k == n for a in turn] for n in range(len(texts))]


def _best_path(alike: list[list[float]]) -> list[int]:
    """For each row its column, never going back and leaving none out, so that the sum is greatest."""
    best: dict[int, tuple[float, list[int]]] = {0: (alike[0][0], [0])}
    for row in alike[1:]:
        following: dict[int, tuple[float, list[int]]] = {}
        for last, (score, path) in best.items():
            for k in (last, last + 1):
                if k < len(row) and (k not in following or score + row[k] > following[k][0]):
                    following[k] = (score + row[k], [*path, k])
        best = following
    return best[len(alike[0]) - 1][1]
