"""The words of a decision: where they begin and end, and what stands before them that they refer to."""

from minutesparse.extractors.decisions.chain import Chain
from minutesparse.extractors.decisions.passages import Passage
from minutesparse.rules import load

_FEW = 2  # words in which nothing is said of what was decided ("Council approved.")
_ASKED = 250  # characters of an item and the bare answer to it
_LINE = 90  # characters of a line of the item that is asked about
_LONGEST = 1500  # characters of a sentence that a bare result may refer to


def find_wording(chain: Chain, reading: str) -> tuple[int, int]:
    """The range of the decision's own words."""
    passages = chain.chain()
    first = next((i for i, passage in enumerate(passages) if not _bare(passage)), None)
    if first is None:
        _reach_back(chain)
        first = 0
        if load("decisions").patterns["answer"].fullmatch(chain.passages[chain.last].text):
            _reach_asked(chain)
    start, end = chain.passages[chain.first + first].start, chain.passages[chain.last].end
    if label := load("decisions").patterns["label"].match(reading, start, end):
        start = label.end()
    hit = passages[0].decision
    if hit and "words" in hit.match.re.groupindex and hit.match["words"]:
        start = passages[0].start + hit.match.start("words")
    if enumerator := load("decisions").patterns["enumerator"].search(reading, max(start, end - 8), end):
        end = enumerator.start()
    return start, end


def _reach_back(chain: Chain) -> None:
    """Take in the sentence that a bare result refers to."""
    while (
        chain.first > chain.free
        and chain.passages[chain.first - 1].tally
        and not chain.passages[chain.first - 1].heading
    ):
        chain.first -= 1
    head = chain.passages[chain.first]
    if load("decisions").patterns["worded"].match(head.text):
        return
    anaphoric = load("decisions").patterns["anaphoric"].match(head.text)
    if chain.first <= chain.free or not (head.parties or anaphoric):
        return
    before = chain.passages[chain.first - 1]
    if not head.level and _reach_list(chain):
        return
    nested = head.level > before.level > 0
    if before.heading or len(before.text) > _LONGEST or (head.level and not nested and before.block != head.block):
        return
    of_motion = load("decisions").patterns["of_motion"].match(head.text)
    told = not before.level and len(before.text.split()) > _FEW
    answers = told and not head.level and load("decisions").patterns["answer"].fullmatch(head.text)
    if before.block == head.block or head.parties or of_motion or answers or (head.near and head.adjunct):
        chain.first -= 1


def _reach_list(chain: Chain) -> bool:
    """Take in the list that stands above with the words that it goes on from ("That the Council:"); False for none."""
    first = chain.first - 1
    while first > chain.free and chain.passages[first].level:
        first -= 1
    opening = chain.passages[first]
    listed = first < chain.first - 1 and opening.quoted and opening.text.endswith(":")
    if listed:
        chain.first = first
    return listed


def unasked(chain: Chain) -> bool:
    """Whether it is an answer ("No objections") without anything that it answers."""
    head, vocabulary = chain.passages[chain.first], load("decisions")
    if chain.first < chain.last or not vocabulary.patterns["answer"].fullmatch(head.text):
        return False
    above = chain.passages[chain.first - 1] if chain.first else head
    nested = head.level > 0 and not above.heading
    return nested and vocabulary.patterns["consulted"].match(head.text) is not None


def _reach_asked(chain: Chain) -> None:
    """Take in the item, short as it is, to which the passage is no more than the answer."""
    end = chain.passages[chain.last].end
    consulted = load("decisions").patterns["consulted"].match(chain.passages[chain.last].text)
    while chain.first > chain.free:
        head, before = chain.passages[chain.first], chain.passages[chain.first - 1]
        matter = before.heading and load("decisions").patterns["matter"].search(before.text)
        asked = before.heading and (head.inline or (consulted and matter and chain.first == chain.last))
        asked = asked or (consulted and (before.block == head.block or _address(chain)))
        if not asked or before.decision or end - before.start > _ASKED:
            return
        chain.first -= 1


def _address(chain: Chain) -> bool:
    """Whether the passage before is of an item that is asked about, not yet reached: a short line or what is next."""
    head, before = chain.passages[chain.first], chain.passages[chain.first - 1]
    line = chain.first == chain.last or (len(before.text) < _LINE and not before.text.endswith("."))
    return line and not (head.level or before.heading or before.tally)


def _bare(passage: Passage) -> bool:
    """Whether the passage says nothing of what was decided."""
    if passage.lead:
        return load("decisions").patterns["bare_lead"].fullmatch(passage.text) is not None
    if passage.decision and load("decisions").patterns["answer"].fullmatch(passage.text):
        return True
    return bool(passage.adjunct) or (passage.decision is not None and len(passage.text.split()) <= _FEW)
