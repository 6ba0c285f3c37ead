"""How right records are, for people in the terminal: a row for each field."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from minutesparse.evaluation.report import Report

_WIDE = 72  # cells from which there is room for the counts


class Figures:
    """The figures of a report as a table."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, and the one figure for all fields."""
        wide = options.max_width >= _WIDE
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("field", overflow="fold")
        columns = ["precision", "recall", "F1"] + ["F1 by document", "right", "spurious", "missed"] * wide
        for title in columns:
            table.add_column(title, justify="right", no_wrap=True)
        for name, tally in sorted(self.report.tallies.items()):
            figures = [_shown(tally.precision), _shown(tally.recall), _shown(tally.f1)]
            counts = [str(count) for count in (tally.tp, tally.fp, tally.fn)]
            table.add_row(name, *figures, *([_shown(self.report.document_f1(name)), *counts] if wide else []))
        yield table
        told = f"{self.report.documents} document{'s' * (self.report.documents != 1)}"
        yield Text(f"{told}, {self.report.flawless} without an error; overall {self.report.overall:.3f}")


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"
