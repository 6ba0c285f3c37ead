"""Tasks that a label marks: "ACTION: Clerk to write …", "Action 3 – JS to report", an owner alone after a label."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutesparse.document import Block, Sentence
from minutesparse.extractors.actions.task import Range, Reader, Task
from minutesparse.record import ActionStatus, Party

_RUN_IN_HEADING = re.compile(r"(?:^|(?<=\s))\d{1,2}[.)]\s+[A-Z]{2,}[A-Z\s&/,’'-]{3,}")
_ENDED = re.compile(r"[.!?:;]")
_HANDLE = re.compile(r"@?[a-z][\w-]{2,20}")  # "TODO(kim): write"
_BRACKETS = {"(": ")", "[": "]"}
_INITIALS = re.compile(r"[A-Z]{2,3}(?:(?:\s?[/,&]\s?|\sand\s)[A-Z]{2,3}){0,4}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label in the text: where it begins, where the words after it begin, its number and the owners it names."""

    start: int
    end: int
    block: int
    reference: str | None
    owners: tuple[Party, ...]
    opens: bool  # whether its block begins with it
    stop: int  # where its words end at the latest: the bracket it stands in, or its block


def find_labels(reader: Reader, blocks: Sequence[Block]) -> list[Label]:
    """Every label in the text, in order."""
    return [label for index in range(len(blocks)) for label in _labels_of(reader, blocks, index)]


def block_start(reader: Reader, blocks: Sequence[Block], index: int) -> int:
    """Where a block begins, its label or number included."""
    block = blocks[index]
    if block.kind == "label" and block.marker:
        above = blocks[index - 1].end if index else 0
        found = reader.document.reading.rfind(block.marker, max(above, block.start - 120), block.start)
        return found if found >= 0 else block.start
    return block.start


def _labels_of(reader: Reader, blocks: Sequence[Block], index: int) -> Iterator[Label]:
    block = blocks[index]
    if block.kind in ("meta", "code", "row"):
        return
    start = block_start(reader, blocks, index)
    text = reader.text(start, block.end)
    if not reader.words.hints("label_cues", text):
        return
    taken = -1
    patterns = reader.words.patterns
    hits = [hit for name in ("marked", "shouted", "bracketed") for hit in patterns[name].finditer(text)]
    bold = next((run for run in block.runs if run.start == start and run.face == "strong"), None)
    if bold and (match := patterns["label"].fullmatch(text[: bold.end - start].rstrip(" :."))):
        hits.append(match)
    for match in sorted(hits, key=lambda m: (m.start(), -m.end())):
        groups = match.groupdict()
        if match.start() < taken or not _stands_apart(text, match.start()):
            continue
        words = groups.get("in") or groups.get("on") or groups.get("bare")
        owners = reader.parties(words) if words else ()
        if groups.get("in") and not owners and _HANDLE.fullmatch(groups["in"]):
            owners = (reader.people.party(groups["in"]),)
        if words and not owners:
            continue
        end = start + match.end()
        if groups.get("on") and not text[: match.end()].rstrip().endswith(":"):
            end, owners = start + match.start("on"), ()  # the owner begins the task: "ACTION on Jo to write"
        elif to := patterns["begins_to"].match(text, match.end()):
            end = start + to.start()
        named = reader.leading(end, block.end)[0] or reader.parties(reader.text(end, block.end), "known")
        if match.re is patterns["shouted"] and not named:
            continue
        reference = groups.get("ref") or groups.get("ap") or groups.get("code")
        taken = match.end()
        stop = block.end
        if match.start() and (closing := _BRACKETS.get(text[match.start() - 1])):
            closed = text.find(closing, match.end())
            stop = start + closed if closed >= 0 else stop
        yield Label(start + match.start(), end, index, reference, owners, match.start() == 0, stop)


def _stands_apart(text: str, at: int) -> bool:
    """Whether a label at this place begins something: the block, or what follows a sentence."""
    before = text[max(0, at - 20) : at].rstrip(' *“"([>')
    return not before or before[-1] in ".;:!?)]–—-…’”" or text[at : at + 6].isupper()


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
            yield from _before(reader, blocks, sentences, label.start, alone)
        elif follower:
            start, end = follower
        if end <= start:
            return
    if not label.owners and (owners := reader.parties(reader.text(start, end))):
        yield from _before(reader, blocks, sentences, label.start, replace(alone, owners=owners))
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


def _before(
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


def find_beside(reader: Reader, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Task]:
    """The tasks of paragraphs beside which, in a column of their own, the owners stand."""
    headed = _has_column(reader, blocks)
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
        alone = block.kind == "aside" or (block.kind == "paragraph" and _INITIALS.fullmatch(block.text))
        owners = reader.parties(text, "any" if headed and block.kind == "aside" else "known") if alone else ()
        if owners and (_INITIALS.fullmatch(text) or all(owner.name for owner in owners)):
            beside.append((blocks[above].end, owners))
        elif headed and block.kind == "aside" and reader.leading(block.start, block.end)[0]:
            worded += [task for task in [reader.task(block.start, block.end, base)] if task]
    ending = list(_endings(reader, blocks, sentences))
    beside = (beside if len(beside) >= (1 if headed else 3) else []) + (ending if len(ending) >= 3 else [])
    worded += [t for end, who in beside for t in _before(reader, blocks, sentences, end, replace(base, owners=who))]
    return worded


def _told(text: str) -> bool:
    """Whether a paragraph is more than a title."""
    return len(text) >= 30 or (len(text) > 12 and text.endswith("."))


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
