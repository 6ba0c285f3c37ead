"""Tasks of which only the owner is marked: beside the paragraph, in a column of their own, or at its end."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutesparse.document import Block, Sentence
from minutesparse.extractors.actions.task import Reader, Task
from minutesparse.record import Party

_INITIALS = re.compile(r"[A-Z]{2,3}(?:(?:\s?[/,&]\s?|\sand\s)[A-Z]{2,3}){0,4}")


def find_beside(reader: Reader, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Task]:
    """The tasks of paragraphs beside which, in a column of their own, the owners stand."""
    headed = _has_column(reader, blocks)
    ending = list(_endings(reader, blocks, sentences))
    ending = ending if len(ending) >= 3 else []
    base = Task(0, 0, "labelled", "beside", 0.7)
    beside: list[tuple[int, tuple[Party, ...]]] = []
    worded: list[Task] = []  # "Clerk to tell the press", in the column itself
    for index, block in enumerate(blocks):
        above = index - 1
        while above >= 0 and blocks[above].kind == "aside":
            above -= 1
        if above < 0 or blocks[above].kind not in ("paragraph", "item", "label") or not _told(blocks[above].text):
            continue  # beside a heading stands who presents the item
        text = block.text.strip("()[]")
        lone = block.kind == "paragraph" and (ending or _INITIALS.fullmatch(block.text))
        alone = block.kind == "aside" or (
            lone and not reader.people.listed_in(reader.document.span(block.start, block.end))
        )
        owners = reader.parties(text, "any" if headed and block.kind == "aside" else "known") if alone else ()
        if owners and (_INITIALS.fullmatch(text) or all(owner.name for owner in owners)):
            beside.append((blocks[above].end, owners))
        elif headed and block.kind == "aside" and reader.leading(block.start, block.end)[0]:
            worded += [task for task in [reader.task(block.start, block.end, base)] if task]
    sure = bool(beside) and all(owner.name for _, owners in beside for owner in owners)
    beside = ending + (beside if len(beside) >= (1 if headed or ending else 2 if sure else 3) else [])
    worded += [t for end, who in beside for t in task_before(reader, blocks, sentences, end, replace(base, owners=who))]
    return worded


def _has_column(reader: Reader, blocks: Sequence[Block]) -> bool:
    """Whether a column of those who act is headed as one, by a line or by the head of a table set as text."""
    column = reader.words.patterns["column"]
    for block, below in zip(blocks, (*blocks[1:], None), strict=False):
        if block.kind != "row" and len(block.text) < 12 and column.fullmatch(block.text):
            return True
        if block.kind == "aside" and block.text[:6].lower() == "action":
            return True
        if block.kind == "row" and (below is None or below.kind != "row") and block.cells:
            if any(column.fullmatch(reader.text(*cell).strip()) for cell in block.cells[1:]):
                return True
    return False


def _told(text: str) -> bool:
    """Whether a paragraph is more than a title."""
    return len(text) >= 30 or (len(text) > 12 and text.endswith("."))


def _endings(
    reader: Reader, blocks: Sequence[Block], sentences: Sequence[Sentence]
) -> Iterator[tuple[int, tuple[Party, ...]]]:
    """Where paragraphs end with nothing but who acts, as a column does that was run into the text."""
    for above, last, below in zip(sentences, sentences[1:], [*sentences[2:], None], strict=False):
        ends = above.block == last.block and (below is None or below.block != last.block)
        if ends and len(last.text) < 50 and blocks[last.block].kind != "label" and above.text.endswith("."):
            owners = reader.parties(last.text, "known")
            if owners and not last.text.endswith("."):
                yield last.start, owners


def task_before(
    reader: Reader, blocks: Sequence[Block], sentences: Sequence[Sentence], at: int, base: Task
) -> Iterator[Task]:
    """The task of the paragraph before a place where only its owner is named."""
    last = bisect_left(sentences, at, key=lambda s: s.start)
    inside = sentences[last - 1] if last and sentences[last - 1].end > at else None
    if inside and len(reader.text(inside.start, at).strip(" ([-–—*")) > 10:
        before = reader.text(inside.start, at).rstrip(" -–—([")
        yield replace(base, start=inside.start, end=inside.start + len(before))
        return
    above = [s for s in sentences[max(last - 7, 0) : last] if s.end <= at and len(s.text) > 12]
    above = [s for s in above if s.block == above[-1].block]
    if not above or any(b.kind == "heading" and above[-1].end <= b.start < at for b in blocks[above[-1].block :][:8]):
        return
    best = max(above, key=lambda s: (_likeness(reader, s.text, base), s.start))
    yield replace(base, start=best.start, end=best.end, due=reader.due(best.start, best.end))


def _likeness(reader: Reader, text: str, base: Task) -> int:
    """How much a sentence looks like the task of the owners named below or beside it."""
    like = reader.words.first("task_like", text) is not None
    named = any(re.search(rf"\b{re.escape(owner.text)}\b", text) for owner in base.owners)
    return 2 * (like and named) + (like and base.rule == "owner-alone")
