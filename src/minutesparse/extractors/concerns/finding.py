"""Which sentences voice a concern or seek assurance, how sure that is, and who voices them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from minutesparse.document import Block
from minutesparse.extractors.concerns.evidence import Evidence
from minutesparse.extractors.concerns.talk import Talk
from minutesparse.record import ConcernKind, Party
from minutesparse.rules import Hit
from minutesparse.speakers import subject

_ENOUGH = 0.4  # evidence from which a sentence is taken …
_LIKELY = 0.5  # … and the language model's score
DIRECT = "assurance.direct"  # the rule for questions as they were put
_FAR = 4  # sentences back to where somebody was last said to speak
_NEXT = 3  # blocks back to the heading that tells who submitted what follows …
_PAGES = 60  # … and where it is a letter or a speech
_WHOLE = 6  # sentences of an item that are one concern, at most
_BESIDE = 2  # spaces between the subject of what is wrong and what is wrong with it
_MOST = 3  # items of a list that must voice a concern before the others count as well


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence or clause that answers, in offsets of the reading."""

    start: int
    end: int
    text: str
    by: Party | None
    goes_on: bool = False  # with the answer before it


@dataclass(slots=True)
class Finding:
    """Sentences that voice a concern: why, how sure, who voices it, and what answers it."""

    index: int  # of the first sentence …
    last: int  # … and the last
    kind: ConcernKind
    rule: str
    confidence: float
    raised_by: Party | None = None
    answers: list[Answer] = field(default_factory=list)


def find_voiced(talk: Talk) -> list[Finding]:
    """The sentences that voice a concern or seek assurance, in order, without their answers."""
    findings = list(settled(talk))
    taken = {number for finding in findings for number in range(finding.index, finding.last + 1)}
    evidence = Evidence(talk, {finding.index: finding.raised_by for finding in findings})
    findings += [
        finding
        for index in range(len(talk.sentences))
        if index not in taken and (finding := _weighed(talk, index, evidence))
    ]
    return _joined(talk, sorted(findings, key=lambda finding: finding.index))


def _joined(talk: Talk, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those that run on as one expression made one."""
    joined: list[Finding] = []
    for finding in findings:
        if joined and _runs_on(talk, joined[-1], finding):
            joined[-1].last = finding.last
        else:
            joined.append(finding)
    begun = {finding.index for finding in joined}
    for finding in joined:
        following = finding.last + 1
        if following not in begun and following < len(talk.sentences) and _lists_what(talk, finding.last, following):
            finding.last = following
    return joined


def _runs_on(talk: Talk, finding: Finding, after: Finding) -> bool:
    """Whether a question is asked in one breath with that before it."""
    if after.index != finding.last + 1 or not finding.rule == after.rule == DIRECT:
        return False
    one, other = talk.sentences[finding.last], talk.sentences[after.index]
    return one.block == other.block and talk.speakers[after.index] in (None, talk.speakers[finding.last])


def _lists_what(talk: Talk, number: int, following: int) -> bool:
    """Whether a sentence only lists what the one before it announces: "… several issues. These included …"."""
    patterns = talk.vocabulary.patterns
    one, other = talk.sentences[number], talk.sentences[following]
    return (
        one.block == other.block
        and patterns["runs_on"].match(other.text) is not None
        and patterns["several"].search(one.text) is not None
    )


def settled(talk: Talk) -> Iterator[Finding]:
    """The sentences whose wording, or whose place in a list, settles the matter."""
    lists = _Lists(talk)
    for index in range(len(talk.sentences)):
        if not lists.announced(index) and (finding := _worded(talk, index) or lists.item(index)):
            finding.raised_by = finding.raised_by or lists.raiser
            yield finding


def with_company(talk: Talk, findings: Sequence[Finding]) -> list[Finding]:
    """The findings; in lists most of whose items voice a concern each item is one, whole and whatever it says."""
    voiced = {talk.sentences[f.index].block: f for f in reversed(findings) if f.kind == "concern"}
    held = {n: list(run) for n, run in groupby(range(len(talk.sentences)), lambda i: talk.sentences[i].block)}
    lists: dict[int, Finding] = {}  # by the item
    for is_list, run in groupby(range(len(talk.blocks)), lambda n: talk.blocks[n].kind == "item"):
        items = [number for number in run if number in held] if is_list else []
        among = sum(1 for number in items if number in voiced)
        if among < _MOST or 2 * among < len(items):
            continue
        for number in items:
            first, last = held[number][0], held[number][-1]
            finding = voiced.get(number) or Finding(first, first, "concern", "concern.company", 0.65)
            one = last - first < _WHOLE and not any(talk.speakers[first : last + 1])
            if one and not any(_answers(talk, i) for i in held[number]):
                lists[number] = replace(finding, index=first, last=last)
            elif number not in voiced and not talk.speakers[first]:
                lists[number] = finding
    others = (finding for finding in findings if talk.sentences[finding.index].block not in lists)
    return sorted([*others, *lists.values()], key=lambda finding: finding.index)


def _answers(talk: Talk, index: int) -> bool:
    """Whether a sentence says that it answers."""
    hit = talk.vocabulary.first("answer", talk.sentences[index].text)
    return hit is not None and hit.rule.value != "said"


class _Lists:
    """Lists of concerns under a lead-in."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.kind = ""  # what the lead-in announces
        self.lead: Block | None = None
        self.by: Party | None = None  # who raises what it announces
        self.seen = 0  # blocks looked at for headings

    def announced(self, index: int) -> bool:
        """Whether this sentence is itself a lead-in; keeps track of where lists begin and end."""
        talk, sentence = self.talk, self.talk.sentences[index]
        for block in talk.blocks[self.seen : sentence.block + 1]:
            if block.kind == "heading" or (block.kind == "paragraph" and block.marker and len(block.text) < 80):
                self.lead = None
        self.seen = sentence.block + 1
        if self.lead and not self._holds(self.lead, sentence.block):
            self.lead = None
        if hit := talk.vocabulary.first("lead", sentence.text):
            self.kind, self.lead, self.by = hit.rule.value, talk.blocks[sentence.block], _raiser(talk, index)
        return hit is not None

    @property
    def raiser(self) -> Party | None:
        """Who raises what the list holds in which the sentence last looked at stands."""
        return self.by if self.lead else None

    def _holds(self, lead: Block, number: int) -> bool:
        """Whether this block still belongs to the list under a lead-in."""
        block = self.talk.blocks[number]
        if block is lead:
            return True
        if block.kind == "item" and (lead.kind != "item" or block.level > lead.level):
            return self.talk.blocks[number - 1] is lead or self.talk.blocks[number - 1].kind == "item"
        return False

    def item(self, index: int) -> Finding | None:
        """What an item of such a list voices: it answers nothing, and welcomes nothing."""
        sentence = self.talk.sentences[index]
        if not self.lead or sentence.start != self.talk.blocks[sentence.block].start or self.talk.speakers[index]:
            return None
        if self.talk.vocabulary.patterns["welcome"].match(sentence.text):
            return None
        return Finding(index, index, _kind(self.kind), "concern.listed", 0.7, self.by)


def _worded(talk: Talk, index: int) -> Finding | None:
    """What this sentence voices by its wording, None for nothing; one of both kinds is a concern."""
    text = talk.sentences[index].text
    hit = talk.vocabulary.first("concern", text) or talk.vocabulary.first("assurance", text)
    if hit is None or (hit.rule.id == DIRECT and text in talk.agenda):
        return None
    return Finding(index, index, _kind(hit.rule.value), hit.rule.id, hit.rule.confidence, _raiser(talk, index, hit))


def _weighed(talk: Talk, index: int, evidence: Evidence) -> Finding | None:
    """What this sentence voices by all that tells of it, or else as the language model has it."""
    told, rule = evidence.weigh(index)
    if told >= _ENOUGH and rule:
        return Finding(index, index, "concern", rule.id, round(told, 2), _raiser(talk, index))
    scores = talk.sentences[index].scores
    kinds: tuple[ConcernKind, ...] = ("concern", "assurance_sought")
    kind = max(kinds, key=lambda kind: scores.get(kind, 0.0))
    if (score := scores.get(kind, 0.0)) < _LIKELY:  # the same words speak to both: their chances do not add up
        return None
    return Finding(index, index, kind, f"model.{kind}", round(score, 2), _raiser(talk, index))


def _raiser(talk: Talk, index: int, hit: Hit | None = None) -> Party | None:
    """Who voices a sentence, or what this rule found in it; None where the text does not say."""
    patterns = talk.vocabulary.patterns
    text = talk.sentences[index].text
    for words in hit.match.groupdict().values() if hit else ():
        if words and talk.named(words.strip()):
            return talk.people.party(words)
    clause = patterns["nearest"].search(text[: hit.match.start()]) if hit else None
    if clause and len(talk.people.fits(clause["who"])) == 1:
        return talk.people.party(clause["who"])
    passive = _passive(talk, text, hit)  # who opens such a sentence did not voice it
    if not passive and talk.speakers[index]:
        return talk.speakers[index]
    asked = hit is not None and hit.rule.id == DIRECT  # whom a question names did not put it
    before = text[: hit.match.end() if hit else None]
    match = patterns["agent"].search(text) or (None if passive or asked else patterns["subject"].search(before))
    if match and talk.named(match["who"]):
        return talk.people.party(match["who"])
    if passive and "fact" not in (hit.rule.pattern.groupindex if hit else ()):
        return None
    block = talk.sentences[index].block
    return _submitter(talk, index) or _going_on(talk, index) or _above(talk, block)


def _passive(talk: Talk, text: str, hit: Hit | None) -> bool:
    """Whether whom a sentence names first did not voice it: "a concern was raised by …", "the owner was asked why"."""
    if hit is None:
        return False
    patterns = talk.vocabulary.patterns
    opened = subject(text) if "fact" in hit.rule.pattern.groupindex else None
    if opened and text[opened[1] : hit.match.start()].count(" ") <= _BESIDE:
        return True  # "The Agency has failed to …"
    return (
        "by" in hit.rule.pattern.groupindex
        or patterns["resolves"].match(text) is not None
        or (hit.rule.value == "assurance_sought" and patterns["asked_of"].search(text) is not None)
    )


def _above(talk: Talk, number: int) -> Party | None:
    """Who raised what a list holds, as the paragraph above it tells: "… were raised by the residents present"."""
    first = number
    while first > 0 and talk.blocks[first].kind == "item":
        first -= 1
    if first == number or talk.blocks[first].kind != "paragraph":
        return None
    match = talk.vocabulary.patterns["raised_above"].search(talk.blocks[first].text)
    return talk.people.party(match["who"]) if match and talk.named(match["who"]) else None


def _going_on(talk: Talk, index: int) -> Party | None:
    """Who spoke last in the same paragraph, where what they said goes on without a word on who says it."""
    block, text = talk.sentences[index].block, talk.sentences[index].text
    patterns = talk.vocabulary.patterns
    if patterns["impersonal"].search(text) or patterns["speaks"].match(text):
        return None
    for before in range(index - 1, max(-1, index - _FAR), -1):
        sentence = talk.sentences[before]
        if sentence.block != block or patterns["impersonal"].search(sentence.text):
            return None
        if talk.speakers[before]:
            return talk.speakers[before]
    return None


def _submitter(talk: Talk, index: int) -> Party | None:
    """Who submitted the question or motion under whose heading a sentence stands, and whose words it is part of."""
    number = talk.sentences[index].block
    own = number in talk.quoted or talk.vocabulary.patterns["own_words"].search(talk.sentences[index].text)
    for block in reversed(talk.blocks[max(0, number - (_PAGES if own else _NEXT)) : number]):
        if match := talk.vocabulary.patterns["submitted"].search(block.text):
            return talk.people.party(match["who"])
        if block.kind == "heading":
            return None
    return None


def _kind(value: str) -> ConcernKind:
    return "concern" if value == "concern" else "assurance_sought"
