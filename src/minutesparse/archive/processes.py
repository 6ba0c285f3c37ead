"""Processes that convert one document each at a time: whatever becomes of one, its document has a result.

A pool of the standard library is lost with the first process that is killed, and it cannot end one that takes too
long. Here a process that dies, or is ended for its time, fails the document that it had, and another takes its place.
"""

import faulthandler
import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from minutesparse.archive.work import OUT_OF_MEMORY, Result
from minutesparse.errors import MinutesparseError

_STARTS = 5  # so many processes in a row that die before they are ready mean that none ever will be
_LEAST = 1 << 30  # bytes of memory that every process may have
_GRACE = 5  # seconds after its time when a process that nobody ended, its parent being dead, ends itself

Work = Callable[[str, bytes], Result]  # from the name and the bytes of a document; a function of a module

_context = multiprocessing.get_context("spawn")  # a fork would copy the threads of whoever calls


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be converted; `number` says which."""

    number: int
    name: str
    data: bytes


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    task: Task | None = None
    begun: float = 0.0

    def end(self) -> int | None:
        """End it; how it ended, which is by a signal where it is below 0."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode


def run(
    work: Work, following: Callable[[], Task | None], *, jobs: int, timeout: float
) -> Generator[tuple[int, Result], None, None]:
    """What `work` makes of every task, by its number, as they come.

    `following` gives the next task, None where there is none (for now): it is asked again after every result. Closing
    the iterator ends all processes.
    """
    pool = _Pool(work, jobs, timeout)
    waiting: Task | None = None
    try:
        while (waiting := waiting or following()) or pool.is_busy():
            if waiting and pool.give(waiting):
                waiting = None
            else:
                yield from pool.results()
    finally:
        pool.end()


class _Pool:
    def __init__(self, work: Work, jobs: int, timeout: float) -> None:
        self.work = work
        self.jobs, self.timeout, self.memory = jobs, timeout, max(_LEAST, _memory() // jobs)
        self.workers: list[_Worker] = []
        self.stillborn = 0

    def is_busy(self) -> bool:
        return any(worker.task for worker in self.workers)

    def give(self, task: Task) -> bool:
        """Whether a process has taken the task; sees to it that there are as many as there should be."""
        for worker in [worker for worker in self.workers if worker.ready and not worker.task]:
            try:
                worker.pipe.send(task)
            except OSError:  # it died while it had nothing to do
                self._drop(worker)
                continue
            worker.task, worker.begun = task, time.monotonic()
            return True
        while len(self.workers) < self.jobs:
            self._start()
        return False

    def results(self) -> Iterator[tuple[int, Result]]:
        """What has come, after waiting for something to come, or for the time of a document to be over."""
        deadlines = [worker.begun + self.timeout for worker in self.workers if worker.task]
        left = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
        come = wait([worker.pipe for worker in self.workers], left)
        for worker in [worker for worker in self.workers if worker.pipe in come]:
            yield from self._receive(worker)
        now = time.monotonic()
        for worker in [worker for worker in self.workers if worker.task and worker.begun + self.timeout <= now]:
            yield from self._fail(worker, f"not done after {self.timeout:g} seconds; split it, or give more --timeout")

    def end(self) -> None:
        while self.workers:
            self._drop(self.workers[0])

    def _start(self) -> None:
        pipe, other = _context.Pipe()
        process = _context.Process(target=_serve, args=(self.work, other, self.timeout, self.memory), daemon=True)
        process.start()
        other.close()  # so that the pipe ends when the process does
        self.workers.append(_Worker(process, pipe))

    def _receive(self, worker: _Worker) -> Iterator[tuple[int, Result]]:
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._fail(worker, None)
            return
        if result is None:
            worker.ready, self.stillborn = True, 0
        elif worker.task:
            number, worker.task = worker.task.number, None
            if result.failure == OUT_OF_MEMORY:  # what it still holds, nobody knows
                self._drop(worker)
            yield number, result

    def _fail(self, worker: _Worker, reason: str | None) -> Iterator[tuple[int, Result]]:
        exitcode = self._drop(worker)
        if worker.task:
            yield worker.task.number, Result(failure=reason or _ended(exitcode))
        elif not worker.ready:
            self.stillborn += 1
            if self.stillborn >= _STARTS:
                raise MinutesparseError(f"no process can be started ({_ended(exitcode)}); try fewer --jobs")

    def _drop(self, worker: _Worker) -> int | None:
        self.workers.remove(worker)
        return worker.end()


def _ended(exitcode: int | None) -> str:
    """Why a process ended that nobody asked to."""
    if exitcode is None or exitcode >= 0:
        return f"its process ended with exit code {exitcode}"
    with suppress(ValueError):
        return f"its process was killed by {signal.Signals(-exitcode).name}" + (
            ", perhaps for want of memory" if -exitcode == getattr(signal, "SIGKILL", 9) else ""
        )
    return f"its process was killed by signal {-exitcode}"


def _serve(work: Work, pipe: Connection, timeout: float, memory: int) -> None:
    """What a process does: None when it is ready, then a result for every task, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who broke off is told by the parent, once
    _limit(memory)
    gc.disable()
    work("-", b"Minutes of nobody.\n\nPresent: A Nobody\n\n1. Nothing\n\nA Nobody expressed concern.\n")
    gc.freeze()  # what is loaded stays; looking through it for garbage again and again takes time
    gc.enable()
    with suppress(EOFError, OSError), Path(os.devnull).open("w") as nowhere:
        pipe.send(None)
        while True:
            task = pipe.recv()
            # A thread of its own that needs no lock: it ends the process even inside a regular expression.
            faulthandler.dump_traceback_later(timeout + _GRACE, exit=True, file=nowhere)
            result = work(task.name, task.data)
            faulthandler.cancel_dump_traceback_later()
            pipe.send(result)


def _limit(memory: int) -> None:
    """Let what needs more memory than this fail, before the system kills somebody for it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _memory() -> int:
    """Bytes of memory that there are, for this container if it is one."""
    sizes = []
    with suppress(ValueError, OSError, AttributeError):
        sizes.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with suppress(ValueError, OSError):
        sizes.append(int(Path("/sys/fs/cgroup/memory.max").read_text("ascii")))
    return min(sizes, default=_LEAST)
