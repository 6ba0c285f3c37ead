"""Many documents to records: each once, in their order, whatever happens to one of them or to all."""

import stat
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from minutesparse.archive.journal import without
from minutesparse.archive.outputs import Output
from minutesparse.archive.processes import Task, run
from minutesparse.archive.sources import Found, name_of
from minutesparse.archive.work import Result, content_digest, convert
from minutesparse.errors import UnreadableError
from minutesparse.reading import load

_AHEAD = 32 << 20  # bytes of results that may wait for a document before them

Kind = Literal["done", "kept", "same", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its records came out; were there already; are those of another; or why there are none.

    `detail` says which other, or why.
    """

    name: str
    kind: Kind
    detail: str = ""


@dataclass(slots=True)
class _Slot:
    """The place of a source in the order: its digest, and its result once that has come."""

    name: str
    digest: str = ""
    result: Result | None = None
    same_as: str | None = None


def batch(
    found: Found, output: Output, *, model: str | None = None, jobs: int, timeout: float
) -> Generator[Outcome, None, None]:
    """Put the records of all files into the output; what becomes of each, as soon as it is there, in their order.

    Raises OSError or MinutesparseError where the output cannot be written. Closing the iterator ends it early.
    """
    plan = _plan(found, output)
    yield from (Outcome(name, "kept") for name in plan.kept)
    order = _Order(plan, output)
    results = run(
        partial(convert, model=model), order.following, jobs=max(1, min(jobs, len(plan.todo))), timeout=timeout
    )
    try:
        for number, result in results:
            order.put(number, result)
            yield from order.settled()
        yield from order.settled()
    finally:
        results.close()


@dataclass(slots=True)
class _Plan:
    """Names that are done, files to be read, each with the reason where it cannot be, and what is held by digest."""

    kept: list[str]
    todo: list[tuple[Path, str | None]]
    known: dict[str, str]


def _plan(found: Found, output: Output) -> _Plan:
    """What there is to do; the output has let go of what is not as it was."""
    held = {entry.name: entry for entry in output.entries()}
    gone, problems = set(), dict(found.problems)
    for path in found.files:
        if entry := held.get(name_of(path)):
            try:
                if content_digest(_load(path)) != entry.sha256 or entry.program != output.program:
                    gone.add(entry.name)
            except UnreadableError as problem:  # what it was when it could be read stays
                problems[path] = f"{problem}; its record from before is kept"
    left = {entry.name: entry for entry in without(held.values(), gone)}
    output.begin([name_of(path) for path in (*found.files, *problems)], gone)
    todo = [path for path in found.files if path in problems or name_of(path) not in left]
    todo += [path for path, _ in found.problems]
    waiting = {name_of(path) for path in todo}
    return _Plan(
        [name for name in map(name_of, found.files) if name not in waiting],
        [(path, problems.get(path)) for path in todo],
        {entry.sha256: entry.name for entry in left.values() if entry.program == output.program and not entry.same_as},
    )


class _Order:
    """Gives documents out one after another, and their results to the output in the same order."""

    def __init__(self, plan: _Plan, output: Output) -> None:
        self.output, self.known = output, plan.known
        self.todo = iter(plan.todo)
        self.slots: deque[_Slot] = deque()
        self.first = 0  # number of the first slot
        self.failed: dict[str, str] = {}  # names of sources without records, by their digest
        self.waiting = 0  # bytes of results that wait for one before them

    def following(self) -> Task | None:
        """The next document to be converted, None where there is none, or too much waits for one that takes long."""
        while self.waiting < _AHEAD and (item := next(self.todo, None)):
            path, problem = item
            slot = _Slot(name_of(path))
            self.slots.append(slot)
            try:
                if problem:
                    raise UnreadableError(problem)
                data = _load(path)
            except UnreadableError as problem:
                slot.result = Result(failure=str(problem))
                continue
            slot.digest = content_digest(data)
            slot.same_as = self.known.get(slot.digest)
            if slot.same_as is None:
                self.known[slot.digest] = slot.name
                return Task(self.first + len(self.slots) - 1, slot.name, data)
        return None

    def put(self, number: int, result: Result) -> None:
        """Put a result in its place."""
        self.slots[number - self.first].result = result
        self.waiting += _weight(result)

    def settled(self) -> Iterator[Outcome]:
        """Write what has its turn; what became of it."""
        while self.slots and (self.slots[0].result or self.slots[0].same_as):
            slot = self.slots.popleft()
            self.first += 1
            self.waiting -= _weight(slot.result) if slot.result else 0
            yield self._write(slot)

    def _write(self, slot: _Slot) -> Outcome:
        if slot.same_as is not None:
            if slot.same_as not in self.failed:
                self.output.add_copy(slot.name, slot.digest, slot.same_as)
                return Outcome(slot.name, "same", f"the same content as {slot.same_as}, whose record stands for both")
            slot.result = Result(failure=f"the same content as {slot.same_as}: {self.failed[slot.same_as]}")
        result = slot.result or Result()
        self.output.add(slot.name, slot.digest, result)
        if result.failure is None:
            return Outcome(slot.name, "done")
        self.failed[slot.name] = result.failure
        return Outcome(slot.name, "failed", result.failure)


def _load(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableError, also for what would never end or never begin."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise UnreadableError("this is no file that can be read to its end")
    except FileNotFoundError:
        pass  # which load says
    except OSError as problem:
        raise UnreadableError(f"cannot be read: {problem.strerror or problem}") from None
    return load(path)


def _weight(result: Result) -> int:
    return len(result.text) + sum(len(part.record) for part in result.parts)
