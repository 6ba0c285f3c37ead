"""Tasks that somebody is to do: those the text marks as actions, and those stated in prose; repetitions are one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from minutesparse.dates import is_day_first, resolve_due
from minutesparse.document import Block, Document, Sentence
from minutesparse.extractors.actions.beside import find_beside
from minutesparse.extractors.actions.listed import find_listed, within_lists
from minutesparse.extractors.actions.marked import find_marked
from minutesparse.extractors.actions.merging import merged
from minutesparse.extractors.actions.numbered import find_numbered
from minutesparse.extractors.actions.stated import find_stated
from minutesparse.extractors.actions.task import Reader, Task
from minutesparse.people import People
from minutesparse.record import Action, Due, Party

_RIGHT_BELOW = 4  # characters between a sentence and what is listed below it


def find_actions(
    document: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    speakers: Sequence[Party | None],
    people: People,
    met: str | None,
) -> list[Action]:
    """The actions in order, without ids; `met` is the meeting's ISO date, against which due words are resolved."""
    reader = Reader(document, people)
    marked, formal = find_marked(reader, blocks, sentences, "label")
    alone = [task for task in marked if task.rule == "owner-alone"]
    marked = within_lists(reader, blocks, _apart([t for t in marked if t not in alone], alone))
    listed = find_listed(reader, blocks)
    if formal:  # what stands under "Action" there was resolved, but for tasks of people
        listed = [t for t in listed if t.rule == "list" and t.owners and all(o.name for o in t.owners)]
    tasks = _apart(marked, listed)
    tasks = _apart(tasks, find_beside(reader, blocks, sentences))
    tasks = _apart(tasks, list(find_numbered(reader, sentences)))
    tasks = _apart(tasks, find_stated(reader, blocks, sentences, speakers))
    trimmed = [(task, reader.trim(task.start, task.end)) for task in tasks]
    tasks = [replace(task, start=start, end=end) for task, (start, end) in trimmed if start < end]
    tasks = [task for task, after in zip_longest(tasks, tasks[1:]) if not _leads(reader, task, after)]
    day_first = is_day_first(document.reading) if any(task.due for task in tasks) else True

    def resolved(words: str) -> str | None:
        return resolve_due(words, met, day_first)

    return [_action(document, task, also, resolved) for task, also in merged(document, tasks)]


def _apart(tasks: list[Task], more: list[Task]) -> list[Task]:
    """The tasks in order, without those of `more` that overlap another."""
    kept = list(tasks)
    taken = sorted((t.start, t.end) for t in tasks)
    at = last = 0
    for task in sorted(more, key=lambda t: (t.start, t.end)):
        while at < len(taken) and taken[at][1] <= task.start:
            at += 1
        if task.start >= last and (at == len(taken) or taken[at][0] >= task.end):
            kept.append(task)
            last = task.end
    return sorted(kept, key=lambda t: (t.start, t.end))


def _leads(reader: Reader, task: Task, after: Task | None) -> bool:
    """Whether a sentence only leads to the tasks of a list right below it: "Jo will:"."""
    stated = task.kind == "stated" and reader.text(task.start, task.end).endswith(":")
    return stated and after is not None and after.listed and after.start - task.end < _RIGHT_BELOW


def _action(document: Document, task: Task, also: list[Task], resolved: Callable[[str], str | None]) -> Action:
    due = None
    if task.due:
        words = document.reading[slice(*task.due)].rstrip(" ,;:")
        words = words if words.endswith((".m.", "w.c.")) else words.rstrip(".")
        due = Due(text=words, date=resolved(words))
    return Action(
        kind=task.kind,
        reference=task.reference,
        text=document.reading[task.start : task.end],
        owners=task.owners,
        due=due,
        status=task.status,
        origin=task.origin,
        also_at=tuple(document.span(t.start, t.end) for t in also),
        span=document.span(task.start, task.end),
        rule=task.rule,
        confidence=task.confidence,
    )
