"""Which tasks are one: what the discussion says, and a list of actions says again."""

import re
from dataclasses import dataclass, field, replace

from minutesparse.document import Document
from minutesparse.extractors.actions.task import Task
from minutesparse.rules import load

_TOKEN = re.compile(r"\w+")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|e?s|e)$")
_WINDOW = 300  # tasks back to which a repetition is looked for
_NEAR = 5000  # characters within which prose and a label may state the same task


@dataclass
class _Merged:
    task: Task
    tokens: frozenset[str]
    due: str = ""
    also: list[Task] = field(default_factory=list)


def merged(document: Document, tasks: list[Task]) -> list[tuple[Task, list[Task]]]:
    """The tasks, each once, with its repetitions."""
    found: list[_Merged] = []
    for task in tasks:
        tokens = _tokens(document.reading[task.start : task.end]) - _tokens(" ".join(o.text for o in task.owners))
        due = _due(document, task)
        near = (m for m in reversed(found[-_WINDOW:]) if not _rows_apart(m, task, due))
        same = next((m for m in near if _same(m, task, tokens)), None)
        if same is None:
            found.append(_Merged(task, tokens, due))
            continue
        _join(same, task, tokens)
    return [(m.task, m.also) for m in found]


def _due(document: Document, task: Task) -> str:
    return document.reading[slice(*task.due)].lower() if task.due else ""


def _rows_apart(known: _Merged, task: Task, due: str) -> bool:
    """Whether a task and a known one are rows of tables that give them other dates: the same work, set anew."""
    alike = (task.rule, task.origin) == (known.task.rule, known.task.origin) == ("table", "new")
    return alike and bool(due and known.due) and due != known.due


def _tokens(text: str) -> frozenset[str]:
    """The content words of a text, cut to their stems."""
    empty = load("actions").words["empty"]
    return frozenset(_ENDING.sub("", w)[:5] for w in _TOKEN.findall(text.lower()) if w not in empty)


def _same(known: _Merged, task: Task, tokens: frozenset[str]) -> bool:
    """Whether a task repeats one that is known: the discussion's in a list, prose in a label beside it."""
    repeats = task.listed != known.task.listed or (task.listed and known.task.listed)
    beside = known.task.kind != task.kind and task.start - known.task.end < _NEAR
    if not (repeats or beside) or not tokens or not known.tokens:
        return False
    numbered = bool(task.reference) and task.reference == known.task.reference
    if task.reference and known.task.reference and not numbered:
        return False  # two rows that are worded alike
    if task.listed and known.task.listed and known.task.origin != task.origin and not numbered:
        return False
    numbers, known_numbers = ({t for t in ts if t.isdigit()} for ts in (tokens, known.tokens))
    if numbers and known_numbers and numbers.isdisjoint(known_numbers):
        return False
    common = len(tokens & known.tokens)
    fewer = min(len(tokens), len(known.tokens))
    alike = 2 * common / (len(tokens) + len(known.tokens))
    if task.rule == known.task.rule == "table" and task.origin == known.task.origin:
        return alike >= 0.9
    if alike >= 0.95 and fewer >= 4:  # whoever is to do it
        return True
    owners, others = (_owners(t) for t in (known.task, task))
    if owners and others and not owners & others:
        return False
    if alike >= 0.7:
        return True
    agreeing = bool(owners and others)
    if (
        agreeing and task.listed and known.task.rule in ("owner-alone", "beside")
    ):  # which sentence is the task is a guess there
        return common >= 2 and common / fewer >= 0.3
    enough = 2 if agreeing and not (task.listed and known.task.listed) else 3
    prose = known.task.kind != task.kind
    return common >= enough and common / fewer >= (0.6 if agreeing and prose else 0.7 if agreeing else 0.75)


def _owners(task: Task) -> set[str]:
    return {(o.name or o.text).lower().removeprefix("the ") for o in task.owners}


def _join(known: _Merged, task: Task, tokens: frozenset[str]) -> None:
    """Make one of two: what is labelled wins over what is stated, and takes what only the other knows."""
    first, second = known.task, task
    if first.kind == "stated" and second.kind == "labelled":
        first, second = second, first
        known.tokens = tokens
    known.also.append(second)
    known.task = replace(
        first,
        owners=first.owners or second.owners,
        due=(second.due if second.rule == "table" else None) or first.due or second.due,
        reference=first.reference or second.reference,
        status="closed" if "closed" in (first.status, second.status) else "open",
    )
