"""Tasks that stand in a list or table of actions: bullets under "Action items", rows with a task, an owner, a date."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutesparse.document import Block
from minutesparse.extractors.actions.marked import block_start
from minutesparse.extractors.actions.tables import find_rows
from minutesparse.extractors.actions.task import Reader, Task, list_base, substantial, updated

_REFERENCE = re.compile(r"(?P<number>\d{1,3}/\d{2,4})\s*[-–—:]\s+")  # "03/24 – JS – …"
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
_TICKED = ("[x]", "[✓]")


def within_lists(reader: Reader, blocks: Sequence[Block], tasks: Sequence[Task]) -> list[Task]:
    """The tasks, those under a heading that is the title of a list of actions marked as such."""
    titles: list[tuple[int, str]] = []
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            titles.append((block.start, _title(reader, blocks, at)))
    found = []
    for task in tasks:
        above = bisect_right(titles, task.start, key=lambda t: t[0]) - 1
        title = titles[above][1] if above >= 0 else ""
        base = list_base(reader, title, task.rule)
        found.append(updated(replace(task, listed=True, origin=base.origin)) if title else task)
    return found


def find_listed(reader: Reader, blocks: Sequence[Block]) -> list[Task]:
    """The tasks of all lists, tables and ticked boxes."""
    tasks: list[Task] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind == "row":
            stop = next((n for n in range(at, len(blocks)) if blocks[n].kind != "row"), len(blocks))
            tasks.extend(find_rows(reader, blocks[at:stop], _title_above(reader, blocks, at)))
            at = stop
        elif title := _title(reader, blocks, at):
            stop = at + 1
            entries = list(_entries(reader, blocks, at))
            for index in entries:
                stop = index + 1
            tasks.extend(_list(reader, blocks, entries, title))
            at = stop
        elif block.kind == "item" and block.marker.startswith("["):
            tasks.extend(_boxes(reader, blocks, at))
            at += 1
        else:
            at += 1
    return tasks


def _title(reader: Reader, blocks: Sequence[Block], at: int) -> str:
    """The words of a block if they are the title of a list of actions, else ""."""
    block = blocks[at]
    words = block.text if block.kind in ("heading", "paragraph", "item") else ""
    if block.kind == "label" and not block.text:
        words = block.marker
    below = blocks[at + 1].kind if at + 1 < len(blocks) else ""
    if words.endswith((":", ".")) and below == "item" and block.kind in ("paragraph", "item"):
        if announced := reader.words.patterns["announced"].search(words, max(0, len(words) - 160)):
            return announced[0]
    if not 2 < len(words) < 100:
        return ""
    styled = block.kind in ("heading", "label") or words.isupper() or words.rstrip().endswith(":")
    styled = styled or (block.kind == "item" and below == "item" and blocks[at + 1].level > block.level)
    plain = block.kind == "paragraph" and (block.runs or (below in ("item", "row") and len(words) < 40))
    return words if (styled or plain) and _is_title(reader, words) else ""


def _is_title(reader: Reader, words: str) -> bool:
    return reader.words.patterns["list_title"].fullmatch(words) is not None


def _title_above(reader: Reader, blocks: Sequence[Block], at: int) -> str:
    return _title(reader, blocks, at - 1) if at else ""


# Lists


def _entries(reader: Reader, blocks: Sequence[Block], at: int) -> Iterator[int]:
    """The indices of the blocks that are entries of the list under a title."""
    title = blocks[at]
    first = blocks[at + 1] if at + 1 < len(blocks) else None
    nested = title.kind == "item"
    for index in range(at + 1, len(blocks)):
        block = blocks[index]
        if block.kind == "item":
            if (nested and block.level <= title.level) or (
                first and first.kind != "item" and not _task_like(reader, blocks, index)
            ):
                return
            yield index
        elif block.kind == "row" or nested:
            return
        elif block.kind == "heading":
            if not (block.marker and _task_like(reader, blocks, index)):
                return
            yield index
        elif _task_like(reader, blocks, index) or (index > at + 1 and reader.status(block.text)):
            yield index
        elif index == at + 1 and block.kind == "paragraph" and block.text.endswith(":"):
            continue
        elif title.kind == "heading" and _summed_up(reader, title, block):
            yield index
        else:
            return


def _summed_up(reader: Reader, title: Block, block: Block) -> bool:
    """Whether a paragraph under the title of a summary of actions is one of them, and does not tell what happened."""
    patterns = reader.words.patterns
    if block.kind != "paragraph" or len(block.text) > 600 or not patterns["summary_title"].search(title.text):
        return False
    if not any(word[0].islower() for word in block.text.split()):  # the links at the foot of a page
        return False
    verb = reader.opening(block.text)[1]
    return not patterns["narrates"].fullmatch(verb) and not patterns["remark"].match(block.text)


def _task_like(reader: Reader, blocks: Sequence[Block], index: int) -> bool:
    """Whether a block outside bullets reads like a task: an owner who is to do it, or an imperative."""
    block = blocks[index]
    start = block_start(reader, blocks, index)
    task = reader.task(start, block.end, list_base(reader, "", ""))
    if task is None or len(block.text) > 600:
        return False
    if block.kind == "paragraph" and _NUMBERED.match(block.text):
        return True
    return bool(task.owners) or _acts(reader, task)


def _acts(reader: Reader, task: Task) -> bool:
    """Whether a task begins with what is to be done or with who is to do it."""
    words = reader.text(task.start, task.end).split(maxsplit=1)
    verbs = reader.words.words["tasks"]
    return bool(reader.leading(task.start, task.end)[0]) or words[0].lower().strip(".,:") in verbs


def _list(reader: Reader, blocks: Sequence[Block], entries: Sequence[int], title: str) -> Iterator[Task]:
    base = list_base(reader, title, "list")
    tasks: list[Task] = []
    level = min((blocks[i].level for i in entries if blocks[i].kind == "item"), default=0)
    above: Task | None = None  # the bare owner whose tasks are nested below
    for index in entries:
        block = blocks[index]
        start = block_start(reader, blocks, index)
        reference = _REFERENCE.match(reader.document.reading, start, block.end)
        start = reference.end() if reference else start
        nested = block.kind == "item" and block.level > level
        words = reader.text(start, block.end)
        if status := reader.reported(words) if nested and tasks else reader.status(words):
            if tasks:
                tasks[-1] = replace(tasks[-1], status=status)
            continue
        if not nested:
            above = None
            words = block.text or block.marker
            if _is_title(reader, words):
                above = list_base(reader, words, "list")
                continue
            if owners := reader.parties(reader.words.patterns["lead_in"].sub("", words)):
                above = replace(base, owners=owners)
                continue
        elif above is None:
            continue
        entry = replace(base, status="closed") if block.marker in _TICKED else base
        if above:
            entry = replace(entry, owners=above.owners)
        if reference or block.marker.rstrip(".)").isdigit():
            entry = replace(entry, reference=reference["number"] if reference else block.marker.rstrip(".)"))
        for a, b in reader.clauses(start, block.end):
            task = reader.task(a, b, entry)
            if task and substantial(reader, task) and not _remarks(reader, task):
                tasks.append(task)
    yield from map(updated, tasks)


def _boxes(reader: Reader, blocks: Sequence[Block], index: int) -> Iterator[Task]:
    """A ticked or empty box outside any list of actions is a task where it names who is to do it."""
    block = blocks[index]
    if reader.people.listed_in(reader.document.span(block.start, block.end)):
        return
    base = replace(list_base(reader, "", "box"), listed=False, status="closed" if block.marker in _TICKED else "open")
    task = reader.task(block.start, block.end, base)
    if task and task.owners and substantial(reader, task) and _acts(reader, task):
        yield task


def _remarks(reader: Reader, task: Task) -> bool:
    """Whether an entry only remarks on something."""
    return not task.owners and reader.words.patterns["remark"].match(reader.text(task.start, task.end)) is not None
