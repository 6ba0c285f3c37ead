"""How far a long command is, on standard error: a bar in a terminal, else a line from time to time."""

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Self

from minutesparse.cli.streams import say
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PAUSE = 10  # seconds between lines


class Progress:
    """Tells of documents as they are done; says nothing at all if `quiet`."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self.total, self.quiet = total, quiet
        self.counts: Counter[str] = Counter()
        self.begun = self.told = time.monotonic()
        self.bar: Bar | None = None
        self.task: TaskID | None = None

    def __enter__(self) -> Self:
        """Show the bar."""
        if not self.quiet and sys.stderr is not None and sys.stderr.isatty():
            self.bar, self.task = _bar(self.total)
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.stop()

    def count(self, kind: str) -> None:
        """Count a document that is done, of the kind "kept", "done", "same" or "failed"."""
        self.counts[kind] += 1
        if self.bar and self.task is not None:
            self.bar.update(self.task, advance=1, rate=self._rate(), failed=self.counts["failed"])
        elif time.monotonic() - self.told > _PAUSE:
            self.told = time.monotonic()
            self.tell(f"{self.counts.total()} of {self.total}, {self.counts['failed']} failed, {self._pace()}")

    def tell(self, words: str) -> None:
        """A line that stays."""
        if self.quiet:
            return
        if self.bar:
            self.bar.console.print(f"minutesparse: {words}", markup=False, highlight=False, soft_wrap=True)
        else:
            say(f"minutesparse: {words}")

    def tell_of(self, name: str, words: str) -> None:
        """A line about a document."""
        self.tell(f"{visible(name)}: {visible(words)}")

    def _rate(self) -> str:
        """Documents a second, without those that were there already."""
        fresh = self.counts.total() - self.counts["kept"]
        return f"{fresh / max(time.monotonic() - self.begun, 0.001):.1f}/s"

    def _pace(self) -> str:
        fresh = self.counts.total() - self.counts["kept"]
        left = (self.total - self.counts.total()) * (time.monotonic() - self.begun) / max(fresh, 1)
        return f"{self._rate()}, {int(left) // 3600}:{int(left) // 60 % 60:02}:{int(left) % 60:02} left"


def _bar(total: int) -> "tuple[Bar, TaskID]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]} failed"),
    )
    bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    return bar, bar.add_task("", total=total, rate="", failed=0)
