"""The text in the pieces that decisions are made of, and what the words of each piece say about deciding."""

from collections.abc import Sequence
from dataclasses import dataclass

from minutesparse.document import Block, Document, Sentence
from minutesparse.people import People
from minutesparse.record import Party
from minutesparse.rules import Hit, load

_LONGEST = 4000  # characters; longer passages are appended documents, not minutes


@dataclass(slots=True)
class Passage:
    """A sentence with the label before it, or a heading.

    `near` where no blank line parts it from the one before, `inline` where its block begins on the line of another.
    """

    start: int
    end: int
    text: str
    block: int
    level: int = 0
    heading: bool = False
    near: bool = False
    inline: bool = False
    speaker: Party | None = None
    decision: Hit | None = None  # it is a decision by itself
    result: Hit | None = None  # it is nothing but the result of what stands before it
    parties: Hit | None = None  # it does nothing but name who proposed or seconded
    motion: Hit | None = None  # it puts a motion
    happened: Hit | None = None  # it reports that what was moved was done
    lead: bool = False  # the resolution follows
    announced: bool = False  # it says of what is listed below what became of it
    quoted: bool = False  # it opens the words of a resolution
    tally: bool = False  # it counts or names votes
    formal: bool = False  # it says who moved and seconded what stands before it

    @property
    def adjunct(self) -> bool:
        """Whether it adds to the motion before it."""
        return bool(self.parties or self.result or self.tally)


def read_passages(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
) -> list[Passage]:
    """The passages in the order of the text; headings and labels without a text keep their place."""
    by_block: dict[int, list[tuple[Sentence, Party | None]]] = {}
    for sentence, speaker in zip(sentences, speakers, strict=True):
        by_block.setdefault(sentence.block, []).append((sentence, speaker))
    passages = []
    for index, block in enumerate(blocks):
        first = _label_start(document, block) if block.kind == "label" else block.start
        near = _near(document, blocks, index)
        inline = index > 0 and block.lines[0] < blocks[index - 1].lines[1]
        if block.kind == "heading" or (block.kind == "label" and index not in by_block):
            colon = block.kind == "label" and document.reading.startswith(":", block.end)
            text = document.reading[first : block.end + colon]
            heading = block.kind == "heading"
            passages.append(Passage(first, block.end, text, index, block.level, heading, near, inline))
        for sentence, speaker in by_block.get(index, ()):
            start = first if sentence.start == block.start else sentence.start
            text = document.reading[start : sentence.end]
            close = near or sentence.start > block.start
            passages.append(Passage(start, sentence.end, text, index, block.level, False, close, inline, speaker))
    for passage in passages:
        _read(passage, people)
    return passages


def _near(document: Document, blocks: Sequence[Block], index: int) -> bool:
    """Whether no blank line parts the block from the one before it."""
    line = blocks[index].lines[0]
    if index == 0 or line >= len(document.lines):
        return False
    return line < blocks[index - 1].lines[1] or document.lines[line].gap == 0


def _label_start(document: Document, block: Block) -> int:
    """Where the words of a label begin, which stand before its block."""
    window = max(0, block.start - len(block.marker) - 8)
    found = document.reading.rfind(block.marker, window, max(block.start, window))
    return found if found >= 0 else block.start


def _read(passage: Passage, people: People) -> None:
    """Note what the words of a passage say."""
    vocabulary, text = load("decisions"), passage.text
    patterns = vocabulary.patterns
    passage.tally = len(text) < 400 and patterns["tally"].match(text) is not None
    if len(text) > _LONGEST or not vocabulary.hints("cues", text):
        return
    announced = ":" in text[-5:] and len(text) < 600 and patterns["announced"].search(text) is not None
    lead = len(text) < 600 and patterns["lead"].search(text) is not None and not announced
    if passage.heading:
        passage.lead = lead and text.endswith(":")
        passage.decision = vocabulary.first("title", text)
        return
    passage.lead, passage.announced = lead, announced
    passage.decision = _first(text, people)
    passage.motion = vocabulary.first("motion", text) or vocabulary.first("mover", text)
    if len(text) < 300:
        passage.parties = vocabulary.first("parties", text)
    if len(text) < 200:
        passage.result = vocabulary.first("result", text)
        passage.happened = vocabulary.first("happened", text)
    passage.formal = patterns["formal"].search(text) is not None
    passage.quoted = patterns["quoted"].match(text) is not None


def _first(text: str, people: People) -> Hit | None:
    """The rule by which the sentence is a decision, unless it is one person who agreed to something."""
    hit = load("decisions").first("decision", text)
    if hit and "body" in hit.match.re.groupindex and (body := hit.match["body"]) and people.fits(body):
        return hit if load("decisions").patterns["ruling"].search(hit.match[0]) else None
    return hit
