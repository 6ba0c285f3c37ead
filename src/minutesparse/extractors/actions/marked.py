"""Tasks that a label marks: "ACTION: Clerk to write …", "Action 3 – JS to report", an owner alone after a label."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutesparse.document import Block, Sentence
from minutesparse.extractors.actions.beside import task_before
from minutesparse.extractors.actions.labels import Label, block_start, find_labels
from minutesparse.extractors.actions.task import Range, Reader, Task
from minutesparse.record import ActionStatus

_RUN_IN_HEADING = re.compile(r"(?:^|(?<=\s))\d{1,2}[.)]\s+[A-Z]{2,}[A-Z\s&/,’'-]{3,}")
_BULLETS = ("*", "-", "+", "•", "–")
_OPEN = re.compile(r"(?:for example|such as|including|e\.g\.|namely|,)$")  # the bullets below it go on with it
_ENDED = re.compile(r"[.!?:;]")


def find_marked(
    reader: Reader, blocks: Sequence[Block], sentences: Sequence[Sentence], rule: str
) -> tuple[list[Task], bool]:
    """The tasks behind labels, and whether the labels of this document rather hold what the body resolved."""
    labels = find_labels(reader, blocks)
    resolution = reader.words.patterns["resolution"]
    kept = []
    for n, label in enumerate(labels):
        following = labels[n + 1].start if n + 1 < len(labels) else len(reader.document.reading)
        end = min(_end(reader, blocks, label.block), following)
        if label.stop < blocks[label.block].end:
            end = label.stop
        text = reader.text(label.end, end).lstrip(" :.–—-*")
        if not resolution.match(text) or reader.leading(label.end, end)[0]:
            kept.append((label, end, following))
    tasks = [t for label, end, stop in kept for t in _tasks_of(reader, blocks, sentences, label, end, stop, rule)]
    resolved = len(labels) - len(kept)
    formal = resolved >= 2 and resolved >= len(kept)
    return [t for t in tasks if t.owners or not formal], formal


def _end(reader: Reader, blocks: Sequence[Block], index: int) -> int:
    """Where a block ends, with the lines that follow at once while its sentence is not at an end."""
    end = blocks[index].end
    if blocks[index].kind not in ("paragraph", "label") or len(blocks[index].text) < 25:
        return end
    for block in blocks[index + 1 : index + 4]:
        if (
            block.kind not in ("paragraph", "item")
            or (block.marker in _BULLETS and not _OPEN.search(reader.text(end - 12, end)))
            or reader.document.lines[block.lines[0]].gap
            or _ENDED.match(reader.text(end - 1, end))
        ):
            break
        end = block.end
    return end


def _tasks_of(
    reader: Reader,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    label: Label,
    end: int,
    next_label: int,
    rule: str,
) -> Iterator[Task]:
    reported = reader.words.patterns["reported"].search(reader.text(label.end, end))
    end = label.end + reported.start() if reported else end
    start, end = reader.trim(label.end, end)
    if reader.status(reader.text(start, end)):
        return  # of an action that is told elsewhere
    base = Task(start, end, "labelled", rule, 0.95, label.reference, label.owners)
    alone = replace(base, rule="owner-alone", confidence=0.75)
    if end <= start:
        follower = _follower(reader, blocks, label)
        if label.owners:
            yield from task_before(reader, blocks, sentences, label.start, alone)
        elif follower:
            start, end = follower
        if end <= start:
            return
    if not label.owners and (owners := reader.parties(reader.text(start, end))):
        yield from task_before(reader, blocks, sentences, label.start, replace(alone, owners=owners))
        return
    run = None if label.owners else reader.words.patterns["ran_on"].match(reader.text(start, end))
    if run and (owners := reader.parties(run["who"], "known")):
        yield from task_before(reader, blocks, sentences, label.start, replace(alone, owners=owners))
        return
    ranges = list(_ranges(reader, sentences, label, start, end))
    following = _following(reader, blocks, label, end, next_label)
    for a, b in ranges:
        if task := reader.task(a, b, replace(base, owners=() if len(ranges) > 1 else base.owners)):
            yield replace(task, status=following[0] or task.status, due=following[1] or task.due)


def _ranges(reader: Reader, sentences: Sequence[Sentence], label: Label, start: int, end: int) -> Iterator[Range]:
    """The ranges of the tasks in a label's text: a task goes on until the next sentence with an owner of its own."""
    heading = _RUN_IN_HEADING.search(reader.text(start, end))
    if heading and heading.start():
        end = start + heading.start()
    pieces = [(max(s.start, start), min(s.end, end)) for s in _within(sentences, start, end)]
    pieces = [p for p in pieces if p[1] > p[0]] or [(start, end)]
    pieces[0] = start, pieces[0][1]  # the words of a label are in no sentence
    groups: list[list[Range]] = []
    for a, b in pieces:
        text = reader.text(a, b)
        verb = reader.opening(text)[1]
        begins = reader.leading(a, b)[0] or reader.words.patterns["commitment"].fullmatch(verb)
        if not groups or (begins and not label.owners):
            groups.append([(a, b)])
        elif not reader.parties(text) and (not label.opens or reader.words.patterns["narrates"].fullmatch(verb)):
            break  # the text goes back to telling what somebody did or said
        elif len(groups[-1]) < 4:
            groups[-1].append((a, b))
    for group in groups:
        yield from reader.clauses(group[0][0], group[-1][1])


def _within(sentences: Sequence[Sentence], start: int, end: int) -> Iterator[Sentence]:
    at = max(bisect_left(sentences, start, key=lambda s: s.start) - 1, 0)
    while at < len(sentences) and sentences[at].start < end:
        if sentences[at].end > start:
            yield sentences[at]
        at += 1


def _follower(reader: Reader, blocks: Sequence[Block], label: Label) -> Range | None:
    """The paragraph below a label that stands alone on its line."""
    if label.block + 1 < len(blocks):
        block = blocks[label.block + 1]
        if block.kind == "paragraph" or (block.kind == "label" and block.text):
            return block_start(reader, blocks, label.block + 1), block.end
    return None


def _following(
    reader: Reader, blocks: Sequence[Block], label: Label, end: int, next_label: int
) -> tuple[ActionStatus | None, Range | None]:
    """The status and the due words that stand on lines of their own below a label's task, before the next label."""
    status: ActionStatus | None = None
    due: Range | None = None
    near = blocks[label.block + 1 : label.block + 8]
    below = [b for b in near if (b.start >= end or not b.text) and b.start < next_label]
    own = blocks[label.block]
    for n, block in enumerate(below):
        own_report = n == 0 or own.kind == "item" or block.text[:6].lower() == "action"
        if block.kind == "label" and block.text and reader.words.patterns["col_due"].fullmatch(block.marker):
            due = (block.start, block.end)
        elif (
            own_report
            and block.kind in ("paragraph", "item", "label")
            and (said := reader.reported(block.text or block.marker))
        ):
            status = said
        elif block.kind != "item" or (own.kind != "label" and block.level <= own.level):
            break  # but what is nested below a bullet goes on with it
    return status, due
