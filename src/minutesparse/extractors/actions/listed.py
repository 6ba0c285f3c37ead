"""Tasks that stand in a list or table of actions: bullets under "Action items", rows with a task, an owner, a date."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from minutesparse.document import Block
from minutesparse.extractors.actions.labels import block_start
from minutesparse.extractors.actions.tables import find_rows, is_part
from minutesparse.extractors.actions.task import Reader, Task, list_base, substantial, updated

_REFERENCE = re.compile(r"(?P<number>\d{1,3}/\d{2,4})\s*[-–—:]\s+")  # "03/24 – JS – …"
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
_TICKED = ("[x]", "[✓]")
_FIELDS = ("owner", "due", "status")
_SENTENCE = re.compile(r"[.!?]\s")
_REMARK = 25  # words of the first sentence of an entry that names neither an owner nor at once what is to be done
_TOPIC = 8  # words of an entry that only names what the tasks below it are about


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
    table: list[Block] = []  # since the last heading, with its title
    above = ""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind == "heading":
            table = []
        if block.kind == "row":
            stop = next((n for n in range(at, len(blocks)) if blocks[n].kind != "row"), len(blocks))
            rows = list(blocks[at:stop])
            if table and is_part(reader, rows, table):  # a cell that was parted into paragraphs parts a table
                rows = [table[0], *rows]
            else:
                above = _title_above(reader, blocks, at)
            tasks.extend(find_rows(reader, rows, above))
            table = rows
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
    plain = block.kind == "paragraph" and (block.runs or len(words) < 40)
    if not (styled or plain) or not _is_title(reader, words):
        return ""
    opened = styled or block.runs or below in ("item", "row") or (below and _task_like(reader, blocks, at + 1))
    return words if opened else ""


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
        elif _task_like(reader, blocks, index) or (index > at + 1 and _belongs(reader, block)):
            yield index
        elif index == at + 1 and block.kind == "paragraph" and block.text.endswith(":"):
            continue
        elif title.kind == "heading" and _summed_up(reader, title, block):
            yield index
        else:
            return


def _belongs(reader: Reader, block: Block) -> bool:
    """Whether a block says how the task above it stands, whose it is or when it is due."""
    fields = [reader.words.patterns[f"col_{field}"] for field in _FIELDS]
    named = block.kind == "label" and block.text and any(field.fullmatch(block.marker) for field in fields)
    return bool(named) or reader.status(block.text) is not None


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
    reference = _REFERENCE.match(reader.document.reading, start, block.end)
    start = reference.end() if reference else start
    task = reader.task(start, block.end, list_base(reader, "", ""))
    if task is None or len(block.text) > 600:
        return False
    if block.kind == "paragraph" and _NUMBERED.match(block.text):
        return True
    return bool(task.owners or reference) or _acts(reader, task)


def _acts(reader: Reader, task: Task) -> bool:
    """Whether a task begins with what is to be done or with who is to do it."""
    words = reader.text(task.start, task.end).removeprefix("will ").removeprefix("to ").split(maxsplit=1)
    verbs = reader.words.words["tasks"]
    return bool(reader.leading(task.start, task.end)[0]) or words[0].lower().strip(".,:") in verbs


def _list(reader: Reader, blocks: Sequence[Block], entries: Sequence[int], title: str) -> Iterator[Task]:
    """The tasks of a list, with what is nested below them: their reports, or the tasks of an owner or a topic."""
    base = list_base(reader, title, "list")
    tasks: list[Task] = []
    level = min((blocks[i].level for i in entries if blocks[i].kind == "item"), default=0)
    above: Task | None = None  # what the tasks nested below an owner, a topic or a status have in common
    below = 0  # their level
    for index, after in zip_longest(entries, entries[1:]):
        block = blocks[index]
        nested = block.kind == "item" and block.level > level
        report = nested and not (above and block.level <= below)
        following = blocks[after].level if after is not None and blocks[after].kind == "item" else 0
        heads = not nested and block.kind == "item" and following > block.level
        if not heads and _reports(reader, tasks, block, report):
            continue
        if not nested:
            above, below = _group(reader, block, base, heads), following
            if above:
                continue
        for task in _entry(reader, blocks, index, base if report else above or base):
            if not report or (task.owners and _acts(reader, task)):
                tasks.append(task)
    yield from map(updated, tasks)


def _reports(reader: Reader, tasks: list[Task], block: Block, report: bool) -> bool:
    """Whether a block only says how the last of the tasks stands, whose it is or when it is due; it then says so."""
    if block.kind == "label" and block.text and tasks:
        if field := next((f for f in _FIELDS if reader.words.patterns[f"col_{f}"].fullmatch(block.marker)), ""):
            tasks[-1] = _with_field(reader, tasks[-1], field, block)
            return True
    words = block.text or block.marker
    said = reader.reported(words) if report and tasks else reader.status(words)
    if said and tasks:
        tasks[-1] = replace(tasks[-1], status=said)
    return said is not None


def _with_field(reader: Reader, task: Task, field: str, block: Block) -> Task:
    """The task with what a line below it says: "Owner: Jo", "Due: 3 May", "Status: open"."""
    if field == "owner":
        return replace(task, owners=reader.parties(block.text) or (reader.people.party(block.text),))
    if field == "due":
        return replace(task, due=(block.start, block.end))
    return replace(task, status=reader.status(block.text) or reader.reported(block.text) or task.status)


def _group(reader: Reader, block: Block, base: Task, heads: bool) -> Task | None:
    """What tasks below an entry have in common, if it is no task: their owner, their status, their title or topic."""
    words = block.text or block.marker
    if _is_title(reader, words):
        return list_base(reader, words, "list")
    if owners := reader.parties(reader.words.patterns["lead_in"].sub("", words), "fair" if heads else "any"):
        return replace(base, owners=owners)
    if heads and words.endswith(":") and (owners := reader.leading(block.start, block.end)[0]):
        return replace(base, owners=owners)
    if heads and (status := reader.status(words.rstrip(":"))):
        return replace(base, status=status)
    if heads and len(words.split()) <= _TOPIC and not words.endswith("."):
        task = reader.task(block.start, block.end, base)
        return base if task and not task.owners and not _acts(reader, task) else None
    return None


def _entry(reader: Reader, blocks: Sequence[Block], index: int, base: Task) -> Iterator[Task]:
    """The tasks of one entry."""
    block = blocks[index]
    start = block_start(reader, blocks, index)
    reference = _REFERENCE.match(reader.document.reading, start, block.end)
    start = reference.end() if reference else start
    base = replace(base, status="closed") if block.marker in _TICKED else base
    if reference or block.marker.rstrip(".)").isdigit():
        base = replace(base, reference=reference["number"] if reference else block.marker.rstrip(".)"))
    told = reader.words.patterns["reported"].search(reader.text(start, block.end))
    end = start + told.start() if told else block.end
    for a, b in reader.clauses(start, end):
        task = reader.task(a, b, replace(base, owners=()))
        if task and base.owners and not (task.owners and all(reader.is_party(o.text, "known") for o in task.owners)):
            task = reader.task(a, b, base)
        if task and (substantial(reader, task) or task.owners) and not _remarks(reader, task):
            said = reader.reported(reader.text(end, block.end)) if told else None
            yield replace(task, status=said or task.status)


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
    """Whether an entry only remarks on something, or asks."""
    words = reader.text(task.start, task.end)
    told = len(_SENTENCE.split(words)[0].split()) > _REMARK and not _acts(reader, task)
    return not task.owners and (told or words.endswith("?") or bool(reader.words.patterns["remark"].match(words)))
