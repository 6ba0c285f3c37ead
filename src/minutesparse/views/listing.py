"""Rows for people in a terminal: a table, or, where there is no room for one, the cells of a row one under another."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

NARROW = 72  # cells under which a terminal has no room for columns
_WIDEST = 16  # cells of a column without a share


@dataclass(frozen=True)
class Listing:
    """Rows under titles; a column has its share of the width, or, where that is 0, what it needs."""

    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Text]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, or each row for itself."""
        if options.max_width < NARROW:
            yield from self._one_by_one()
            return
        table = plain_table()
        for title, share in self.columns:
            table.add_column(title, ratio=share or None, overflow="fold", max_width=None if share else _WIDEST)
        for row in self.rows:
            table.add_row(*row)
        yield table

    def _one_by_one(self) -> RenderResult:
        for row in self.rows:
            cells = Table.grid(padding=(0, 1, 0, 0))
            cells.add_column(style="dim", no_wrap=True)
            cells.add_column(overflow="fold")
            for (title, _), cell in zip(self.columns, row, strict=True):
                if cell.plain:
                    cells.add_row(title, cell)
            yield cells
            yield Text()


def plain_table() -> Table:
    """A table with a line under its header and none around it, as wide as the terminal."""
    return Table(box=SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False, header_style="dim", border_style="dim")
