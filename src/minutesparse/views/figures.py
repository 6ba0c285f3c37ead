"""How right records are, for people in the terminal: a row for each field."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from minutesparse.evaluation.report import Report

_NARROW = 58  # cells under which there is room for F1 alone
_WIDE, _WIDER = 70, 96  # cells from which there is room for the mean by document, and for the counts


class Figures:
    """The figures of a report as a table."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, and the one figure for all fields."""
        room = options.max_width
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("field", overflow="fold")
        first = 2 if room < _NARROW else 0
        titles = ["precision", "recall", "F1"][first:]
        titles += ["document F1"] * (room >= _WIDE) + ["right", "spurious", "missed"] * (room >= _WIDER)
        for title in titles:
            table.add_column(title, justify="right", no_wrap=True)
        for name, tally in sorted(self.report.tallies.items()):
            figures = [tally.precision, tally.recall, tally.f1, self.report.document_f1(name)]
            cells = [*map(_shown, figures), *map(str, (tally.tp, tally.fp, tally.fn))]
            table.add_row(name, *cells[first : first + len(titles)])
        yield table
        told = f"{self.report.documents} document{'s' * (self.report.documents != 1)}"
        yield Text(f"{told}, {self.report.flawless} without an error; overall {self.report.overall:.3f}")


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"
