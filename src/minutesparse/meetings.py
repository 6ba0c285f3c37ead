"""Several meetings in one file: where each begins, by a heading and a date together, never by one of them alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from minutesparse.dates import find_dates
from minutesparse.document import Block, Document
from minutesparse.rules import load

_LONGEST = 160  # characters of a heading that begins a meeting
_HEAD = 14  # so many blocks after it must name who was there


@dataclass(frozen=True, slots=True)
class Start:
    """Where a meeting begins: its block, the words that say so, and the ISO date among them."""

    block: int
    title: str
    date: str


def find_meetings(blocks: Sequence[Block]) -> list[Start]:
    """The meetings in a file that holds several; [] for a file with one meeting or none."""
    patterns = load("meetings").patterns
    starts = [start for n, block in enumerate(blocks) if (start := _start(n, block, patterns))]
    if len({start.date for start in starts}) < 2:
        return []
    ends = [start.block for start in starts[1:]] + [len(blocks)]
    attended = [
        start
        for start, end in zip(starts, ends, strict=True)
        if _names_people(blocks[start.block + 1 : min(end, start.block + _HEAD)], patterns["attendance"])
    ]
    if len({start.date for start in attended}) < 2:
        return []
    alike = {(blocks[start.block].kind, blocks[start.block].level) for start in attended}
    kept = [start for start in starts if (blocks[start.block].kind, blocks[start.block].level) in alike]
    return [start for n, start in enumerate(kept) if n == 0 or start.date != kept[n - 1].date or start in attended]


def split(document: Document, blocks: Sequence[Block]) -> list[Document]:
    """A document for each meeting in the file; all share its text, so that spans refer to the whole file."""
    starts = find_meetings(blocks)
    if not starts:
        return [document]
    lines = [blocks[_with_head(blocks, starts, n)].lines[0] for n in range(len(starts))]
    lines[0] = 0
    ends = [*lines[1:], len(document.lines)]
    return [replace(document, lines=document.lines[a:b]) for a, b in zip(lines, ends, strict=True)]


def _start(n: int, block: Block, patterns: Mapping[str, re.Pattern[str]]) -> Start | None:
    bold = bool(block.runs) and sum(run.end - run.start for run in block.runs) >= len(block.text) - 2
    if len(block.text) > _LONGEST or not (block.kind == "heading" or (block.kind in ("paragraph", "label") and bold)):
        return None
    if not patterns["meeting"].search(block.text) or patterns["business"].search(block.text):
        return None
    dates = [found for found in find_dates(block.text) if found.value and len(found.value) == 10]
    return Start(n, block.text, str(dates[0].value)) if dates else None


def _names_people(blocks: Sequence[Block], attendance: re.Pattern[str]) -> bool:
    return any(attendance.match(block.marker if block.kind == "label" else block.text) for block in blocks)


def _with_head(blocks: Sequence[Block], starts: Sequence[Start], n: int) -> int:
    """The block at which a meeting begins: before its heading, where the same line stands before the others' too."""
    at = starts[n].block
    others = {blocks[start.block - 1].text for m, start in enumerate(starts) if m != n and start.block}
    return at - 1 if at and blocks[at - 1].text in others else at
