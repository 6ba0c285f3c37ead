"""What stands above the business: the title lines of the head, and labels with their values wherever they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from minutesparse.dates import find_dates
from minutesparse.document import Block, Document
from minutesparse.layout.words import is_agenda_title
from minutesparse.reading.front_matter import words_of
from minutesparse.record import Status
from minutesparse.rules import load

_KEY = re.compile(r"[^:\n]{1,60}$")
_DASH = re.compile(r"([A-Z][A-Za-z ]{2,30}?)\s?[-–—]\s")
_BLANK = re.compile(r"[\s_.…-]*")
_HEAD_BLOCKS = 30
_HEAD_CHARACTERS = 3_000
_FIRST, _LAST = 45, 25  # so many blocks at either end of the text are searched for labels
_LONGEST = 600
_AT_END = ("next_meeting", "end_time", "minute_taker", "minutes", "author", "record_status", "reference")
_OVER = ("minutes", "agenda")  # what may stand over the head
_VALUES = ("paragraph", "item", "aside")  # the kinds of block that may be the value of a label above them
_PROSE = re.compile(r"[a-z]{3}[.!?:;]\s*$|\.\s+[A-Z][a-z]+\s[a-z]+\s")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label's value, `reading[start:end]`; `field` is the key of the meeting that the label stands for."""

    field: str
    start: int
    end: int
    rule: str
    meta: bool = False


@dataclass(frozen=True, slots=True)
class Masthead:
    """The title lines: `text` is the reading from `start` on, with a line break where a block begins.

    `lines` are the ranges of the single blocks in the reading, without those that are labels.
    """

    start: int
    text: str
    lines: tuple[tuple[int, int], ...]
    pairs: tuple[Pair, ...]


def read_masthead(document: Document, blocks: Sequence[Block]) -> Masthead:
    """The head of a document: its title lines, and the labels of its head, its end and its front matter."""
    pairs = tuple(_pairs(document, blocks))
    head = [block for block in _head(document, blocks) if not _is_field(document, block)]
    if not head:
        return Masthead(0, "", (), pairs)
    places = [_whole(document, block) for block in head]
    start, end = places[0][0], places[-1][1]
    letters = list(document.reading[start:end])
    for begin, _ in places[1:]:
        if begin > start:
            letters[begin - start - 1] = "\n"
    valued = [(pair.start, pair.end) for pair in pairs if not pair.meta and not _titles(document, pair)]
    lines = tuple(place for place in places if not any(a < place[1] and place[0] < b for a, b in valued))
    return Masthead(start, "".join(letters), lines, pairs)


def _titles(document: Document, pair: Pair) -> bool:
    """Whether a label of who took the minutes is the beginning of a title: "Minutes - Anytown Club - 5 May 2021"."""
    return pair.field == "minutes" and bool(find_dates(document.reading[pair.start : pair.end]))


def _head(document: Document, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the head, up to the people or the business."""
    patterns = load("meeting").patterns
    ends, said, furniture, names = (patterns[name] for name in ("head_end", "head_prose", "furniture", "names_meeting"))
    length = 0
    titled = any(block.kind == "meta" and block.marker.lower() == "title" for block in blocks)
    for block in [b for b in blocks if b.kind != "meta"][:_HEAD_BLOCKS]:
        opening = block.marker if block.kind == "label" else block.text
        if (
            not length
            and furniture.search(opening[:300])
            and not ("minutes" in opening.lower() and find_dates(opening))
        ):
            continue
        numbered = block.kind == "heading" and (
            block.marker or (block.level and is_agenda_title(opening.lower()) and opening.lower() not in _OVER)
        )
        inner = titled and document.lines[block.lines[0]].depth > 1
        if inner and not names.search(opening):
            return  # "## Treasurer's report" under front matter that holds the title
        if numbered or block.kind in ("row", "code") or ends.match(opening[:120].strip(" *#-")):
            return
        people = load("attendees").first("label", block.marker) if block.kind == "label" else None
        if people and people.rule.value in get_args(Status):
            return
        length += len(block.text)
        if length > _HEAD_CHARACTERS or len(block.text) > 2 * _LONGEST:  # before what is slow on a line without end
            return
        count = len(block.text.split())
        prose = count > 8 and (block.kind == "item" or _PROSE.search(block.text) or count > 60)
        lead_in = block.text.endswith(":") and count > 4 and not _field(block.text.rstrip(" :"))
        if (prose or lead_in) and not said.search(block.text):
            return
        yield block


def _is_field(document: Document, block: Block) -> bool:
    """Whether a block is a label with its value in a column beside it: "Facilitator", "Ann Bell"."""
    first = document.reading[slice(*block.cells[0])] if block.cells else ""
    return first.strip(" :*").lower() in load("layout").words["header_labels"]


def _whole(document: Document, block: Block) -> tuple[int, int]:
    """The range of a block with the label or number that stands before it on its line."""
    line = document.lines[block.lines[0]] if block.lines[1] > block.lines[0] else None
    if line is None or line.start > block.start or block.start - line.start > 60:
        return block.start, block.end
    return line.start, block.end


def _pairs(document: Document, blocks: Sequence[Block]) -> Iterator[Pair]:
    near = [i for i, b in enumerate(blocks) if b.kind != "meta"]
    near = near[:_FIRST] + near[_FIRST:][-_LAST:]
    for i in near[:_FIRST]:
        yield from _pairs_of(document, blocks, i)
    for i in near[_FIRST:]:
        yield from (pair for pair in _pairs_of(document, blocks, i) if pair.field in _AT_END)
    for block in blocks:
        if block.kind == "meta":
            yield from _meta(block)


def _meta(block: Block) -> Iterator[Pair]:
    if (hit := load("meeting").first("label", words_of(block.marker))) and not _blank(block.text):
        yield Pair(hit.rule.value, block.start, block.end, f"{hit.rule.id}", True)


def _pairs_of(document: Document, blocks: Sequence[Block], i: int) -> Iterator[Pair]:
    """The labels of one block; where nothing stands after a label, the block after it is its value."""
    block = blocks[i]
    if block.kind == "label":
        found = _field(block.marker)
        if found and not block.text:
            yield from _below(blocks, i, found)
            return
        keys = [(block.start, block.start, found)] if found else []
        keys += _keys(block)
    elif block.kind == "row" and i + 1 < len(blocks) and (heads := _heads(document, block, blocks[i + 1])):
        yield from heads
        return
    elif len(block.cells) in (2, 3) and (found := _field(document.reading[slice(*block.cells[0])].rstrip(" :"))):
        keys = [(block.cells[0][0], block.cells[1][0], found)]
    elif block.kind == "row" and len(block.cells) in (2, 3):
        return
    elif _stands_alone(blocks, i) and (found := _field(block.text.rstrip(" :"))):
        yield from _below(blocks, i, found)
        return
    else:
        keys = _keys(block)
    stops = [start for start, _, _ in keys[1:]] + [block.end] if keys else []
    for (_, start, (field, rule)), stop in zip(keys, stops, strict=True):
        begin, end = _trim(document.reading, start, stop)
        if end - begin <= _LONGEST and not _blank(document.reading[begin:end]):
            yield Pair(field, begin, end, rule)


def _heads(document: Document, block: Block, below: Block) -> list[Pair]:
    """The values below the labels of a row that holds nothing else: "Date", "Time", "Venue"."""
    if below.kind != "row" or len(block.cells) < 2 or len(block.cells) != len(below.cells):
        return []
    found = [_field(document.reading[a:b].strip(" :*")) for a, b in block.cells]
    if not all(found) or any(_field(document.reading[a:b].strip(" :*")) for a, b in below.cells):
        return []
    values = [_trim(document.reading, a, b) for a, b in below.cells]
    return [Pair(of[0], a, b, of[1]) for of, (a, b) in zip(found, values, strict=True) if of and a < b]


def _stands_alone(blocks: Sequence[Block], i: int) -> bool:
    """Whether a block may be a label whose value follows: a heading, one with a colon, one with its value beside it."""
    beside = i + 1 < len(blocks) and blocks[i + 1].kind == "aside"
    block = blocks[i]
    plain = block.kind == "paragraph" and len(block.text) < 50 and len(block.text.split()) > 1
    return block.kind == "heading" or block.text.endswith(":") or plain or (beside and len(block.text) < 40)


def _below(blocks: Sequence[Block], i: int, found: tuple[str, str]) -> Iterator[Pair]:
    if i + 1 < len(blocks) and (below := blocks[i + 1]).kind in _VALUES and len(below.text) <= _LONGEST:
        listed = below.kind == "item" and i + 2 < len(blocks) and blocks[i + 2].kind == "item"
        if listed and found[0] == "chair":  # what the chair reports
            return
        last = below
        for block in blocks[i + 2 : i + 5]:  # a place often takes several lines
            if found[0] != "venue" or block.kind != "paragraph" or len(block.text) > 80:
                break
            last = block
        if not _blank(below.text) and not below.text.endswith(":"):
            yield Pair(found[0], below.start, last.end, found[1])


def _keys(block: Block) -> list[tuple[int, int, tuple[str, str]]]:
    """The labels inside a block: where the label begins, where its value does, and what it stands for."""
    text = block.text if len(block.text) <= 4 * _LONGEST else ""
    keys: list[tuple[int, int, tuple[str, str]]] = []
    if block.kind != "heading" and (match := _DASH.match(text)) and (found := _field(match[1])):
        keys.append((block.start, block.start + match.end(), found))
    at, last = text.find(":"), 0
    while at >= 0 and len(keys) < 20:
        if match := _KEY.search(text, max(last, at - 60), at):
            hit = load("meeting").first("label", match[0])
            if hit and match[0][hit.match.start() :].lstrip("( ")[:1].isupper():
                keys.append((block.start + match.start() + hit.match.start(), block.start + at + 1, _of(hit)))
                last = at + 1
        at = text.find(":", at + 1)
    return keys


def _field(key: str) -> tuple[str, str] | None:
    if len(key) > 60 or not (hit := load("meeting").first("label", key.strip(" *()"))):
        return None
    return _of(hit) if not key[: hit.match.start()].strip(" (") else None


def _of(hit: "object") -> tuple[str, str]:
    rule = hit.rule  # type: ignore[attr-defined]
    return rule.value, rule.id


def _trim(reading: str, start: int, end: int) -> tuple[int, int]:
    while start < end and reading[start] in " -–—:*|•`":
        start += 1
    while end > start and reading[end - 1] in " -–—|•,;*`":
        end -= 1
    return start, end


def _blank(text: str) -> bool:
    """Whether a value was never filled in."""
    bare = text.strip(" .()[]_").lower()
    return not bare or bool(_BLANK.fullmatch(bare)) or "{{" in text or bare in load("meeting").words["blank"]
