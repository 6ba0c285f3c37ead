"""Tasks stated in prose: "The Clerk will write to …", "JS agreed to circulate …", "asked the Chair to contact …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutesparse.document import Block, Sentence
from minutesparse.extractors.actions.task import Reader, Task, Trust
from minutesparse.record import Party
from minutesparse.rules import Hit

_PART = re.compile(r"\s*[;•]\s+")
_NUMBER = re.compile(r"^\W*(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+)?")
_HEAD = re.compile(r"\s[-–—]\s+|[(:]\s*")
_AND_NAME = re.compile(r"[A-Z][\w’'-]* and $")
_DASH = re.compile(r"\s[-–—]\s+")
_NAMED = re.compile(r"\s*@?(?P<who>[^:]{2,40}):\s+")  # "Jo: I will write"
_JOINT = re.compile(
    r"(?:,\s(?:and|but|while)|,|\s(?:and|but|while))\s(?=[A-Z])"
)  # "Jo will ask the school and Al will pay"
_NEXT = re.compile(r"(?<=[.;])\s+\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]$")


@dataclass
class _Prose:
    reader: Reader
    sentences: Sequence[Sentence]
    speakers: Sequence[Party | None]
    labelled: Sequence[bool]  # whether the label of its block names who speaks
    last: Task | None = None  # the task found last, and the sentence that states it
    at: int = -1

    def is_pronoun(self, words: str) -> bool:
        """Whether the words are a pronoun that may mean somebody."""
        return self.reader.words.patterns["pronoun"].fullmatch(words) is not None


def find_stated(
    reader: Reader, blocks: Sequence[Block], sentences: Sequence[Sentence], speakers: Sequence[Party | None]
) -> list[Task]:
    """The tasks that sentences state."""
    named = [_labelled(reader, blocks[s.block]) for s in sentences]
    voices = [label or voice for label, voice in zip(named, speakers, strict=True)]
    prose = _Prose(reader, sentences, voices, [label is not None for label in named])
    return [task for index in range(len(sentences)) for task in _tasks(prose, index)]


def _labelled(reader: Reader, block: Block) -> Party | None:
    """The attendee whose name is the label of a block, who says or does what stands behind it."""
    party = reader.people.party(block.marker) if block.kind == "label" and 1 < len(block.marker) < 60 else None
    return party if party and party.name else None


def _tasks(prose: _Prose, index: int) -> Iterator[Task]:
    """The tasks of a sentence, one for each of its parts between semicolons or bullets."""
    sentence = prose.sentences[index]
    words = prose.reader.words
    hinted = words.hints("stated_cues", sentence.text) or words.hints("doing_cues", sentence.text)
    if len(sentence.text) > 2000 or not hinted:
        return
    start = 0
    for stop in [*_PART.finditer(sentence.text), None]:
        end = stop.start() if stop else len(sentence.text)
        for task in _shares(prose, index, start, end):
            prose.last, prose.at = task, index
            yield from _parted(prose, task)
        start = stop.end() if stop else end


def _shares(prose: _Prose, index: int, start: int, end: int) -> list[Task]:
    """The task in a part of a sentence, or two where each of two attendees takes one on."""
    text = prose.sentences[index].text
    whole = _task(prose, index, start, end)
    if whole is None:
        return []
    for cut in _JOINT.finditer(text, start, end):
        if not any(owner.name for owner in prose.reader.opening(text[cut.end() : end])[0]):
            continue
        before, after = (_task(prose, index, *share) for share in ((start, cut.start()), (cut.end(), end)))
        if before and after and _differ(before, after):
            return [before, *_shares(prose, index, cut.end(), end)]
    return [whole]


def _differ(one: Task, other: Task) -> bool:
    """Whether two tasks are taken on by people who are listed, and by different ones."""
    ours, theirs = ({owner.attendee_id for owner in task.owners} for task in (one, other))
    return None not in ours | theirs and ours.isdisjoint(theirs)


def _parted(prose: _Prose, task: Task) -> Iterator[Task]:
    """The task, or one for each owner who is to do something else: "Jo to write and Al to pay"."""
    reader = prose.reader
    for start, end in (ranges := reader.clauses(task.start, task.end)):
        owners = reader.leading(start, end)[0] if len(ranges) > 1 else ()
        if len(ranges) > 1 and owners:
            yield replace(task, start=start, end=end, owners=owners, due=reader.due(start, end))
    if not len(ranges) > 1:
        yield task


def _task(prose: _Prose, index: int, start: int, end: int) -> Task | None:
    """The task in a part of a sentence: the first rule decides that matches it and finds an owner."""
    sentence = prose.sentences[index]
    text = sentence.text[start:end]
    for rule in prose.reader.words.cued("stated", text):
        for match in rule.finditer(text):
            if rule.drop:
                return None
            owners = _owners(prose, index, Hit(rule, match))
            vague = owners and rule.value == "person" and _in_general(prose, owners)
            if owners and not (vague and not prose.reader.due(sentence.start + start, sentence.start + end)):
                dashes = [m.end() for m in _DASH.finditer(text, 0, match.start())]
                first = sentence.start + start + (dashes[-1] if dashes else 0)
                last = sentence.start + end
                if enumerator := _NEXT.search(text):
                    last = sentence.start + start + enumerator.start()
                if rule.value == "head-below" and index and prose.sentences[index - 1].block == sentence.block:
                    first = prose.sentences[index - 1].start
                due = prose.reader.due(first, last)
                return Task(first, last, "stated", rule.id, rule.confidence, owners=owners, due=due)
    return None


def _in_general(prose: _Prose, owners: tuple[Party, ...]) -> bool:
    """Whether these are organisations, of which it is said what they do in general."""
    organisation = prose.reader.words.patterns["organisation"]
    bare = (o.text.partition(",")[0] for o in owners)  # "the Engineer, Housing Services" is no service
    return not any(o.name for o in owners) and any(organisation.fullmatch(words) for words in bare)


def _in_person(prose: _Prose, owner: Party) -> bool:
    """Whether this is a person who is named or known, or an office."""
    return bool(owner.name) or prose.reader.words.patterns["office"].fullmatch(owner.text) is not None


def _owners(prose: _Prose, index: int, hit: Hit) -> tuple[Party, ...]:
    """Who is to do it: `value` of the rule says where they stand."""
    before = hit.match.string[: hit.match.start()].rstrip()
    if hit.rule.value == "object":
        return _given(prose, hit)
    if hit.rule.value == "object-person":
        return tuple(owner for owner in _given(prose, hit) if owner.name)
    if hit.rule.value == "object-officer":
        return tuple(owner for owner in _given(prose, hit) if _in_person(prose, owner))
    if hit.rule.value.startswith("head"):
        known = hit.rule.value in ("head-known", "head-person")
        owners = _head(prose, index, before, "known" if known else "fair")
        return owners if hit.rule.value != "head-person" or all(owner.name for owner in owners) else ()
    owners = _doer(prose, index, before, "contrasted" if hit.rule.value == "person" else "joined")
    return owners if hit.rule.value != "somebody" or all(_in_person(prose, owner) for owner in owners) else ()


def _given(prose: _Prose, hit: Hit) -> tuple[Party, ...]:
    """Whom the words ask or direct."""
    words = next(words for words in hit.match.groups() if words)
    return () if prose.is_pronoun(words.strip()) else prose.reader.parties(words, "fair")


def _head(prose: _Prose, index: int, before: str, trust: Trust) -> tuple[Party, ...]:
    """Who alone stands before the verb, at the head of the sentence, in brackets, or after a dash, colon or comma."""
    words = prose.reader.words.patterns["opener"].sub("", _NUMBER.sub("", _HEAD.split(before)[-1].strip()))
    if prose.is_pronoun(words):
        return _speaker(prose, index, "", words)
    owners = prose.reader.parties(words, trust) if len(words) <= 90 else ()
    if trust == "known":
        return owners if len(words.split()) <= 6 else ()
    return owners or prose.reader.parties(words.rpartition(", ")[2].removeprefix("but "), "known")


def _doer(prose: _Prose, index: int, text: str, joined: str) -> tuple[Party, ...]:
    """Who stands at the end of the words before a verb: a party, or a pronoun that goes back to one."""
    patterns = prose.reader.words.patterns
    speaker = prose.speakers[index]
    bare = not text.strip(" -–—*") or (prose.labelled[index] and text.endswith((",", ";", "-", "–")))
    if bare and speaker and speaker.name:  # below a name: "will write"
        return (speaker,)
    first = max(0, len(text) - 110)
    if text.endswith(":") and len(text) < 60:  # "Jo: will write"
        return prose.reader.parties(text[:-1], "fair")
    starts = [match.end() for match in prose.reader.words.patterns["boundary"].finditer(text, first)]
    for start in [0, *starts] if first == 0 else starts:
        words = text[start:].strip(" -–—")  # "Kit – will write"
        if not words:
            continue
        if prose.is_pronoun(words):
            return _speaker(prose, index, text[:start], words)
        words = patterns["closer"].sub("", patterns["opener"].sub("", _NUMBER.sub("", words)))
        if owners := prose.reader.parties(words, "fair"):
            return () if _half(text[:start], owners) else owners
    if (run := patterns["run_on"].search(text)) and (owners := prose.reader.parties(run["who"], "known")):
        return owners
    if patterns["joined"].search(text):
        owners = prose.reader.opening(text)[0]
        return owners if patterns[joined].search(text) or any(o.name for o in owners) else ()
    return ()


def _half(before: str, owners: tuple[Party, ...]) -> bool:
    """Whether these words are but the end of a name that has an "and" in it ("Sports and Culture Panel")."""
    return not any(o.name for o in owners) and _AND_NAME.search(before) is not None


def _speaker(prose: _Prose, index: int, before: str, pronoun: str) -> tuple[Party, ...]:
    """Whom a pronoun means: who said so just before it, who speaks in the sentence, or opened the one before."""
    reader = prose.reader
    if pronoun == "I" and (label := _NAMED.fullmatch(before)) and (owners := reader.parties(label["who"], "fair")):
        return owners
    if said := reader.words.patterns["said_so"].search(before):
        starts = [
            0,
            *(
                m.end()
                for m in prose.reader.words.patterns["boundary"].finditer(
                    before, max(0, said.start() - 110), said.start()
                )
            ),
        ]
        for start in starts:
            words = before[start : said.start()].strip()
            if words and not prose.is_pronoun(words) and (owners := prose.reader.parties(words, "fair")):
                return owners
    if pronoun.lower() == "they":
        return ()  # of others it is told what they do
    for at in range(index, max(index - 2, -1), -1):
        if prose.sentences[at].block != prose.sentences[index].block:
            break
        speaker = prose.speakers[at]
        if speaker and speaker.name:
            return (speaker,)
        if speaker and not prose.is_pronoun(speaker.text) and (owners := reader.parties(speaker.text, "known")):
            return owners
        text = prose.sentences[at].text
        if owners := reader.opening(text)[0]:
            return owners
        for voiced in reader.words.patterns["voiced"].finditer(text):
            if owners := reader.parties(voiced["who"], "known"):
                return owners
    near = index - prose.at <= 2 and prose.sentences[prose.at].block == prose.sentences[index].block
    if prose.last and near and len(prose.last.owners) == 1:
        return prose.last.owners  # whoever has just been given a task in this paragraph
    return ()
