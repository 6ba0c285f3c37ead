"""What an item was read from, quoted with line numbers, and what found it."""

from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from minutesparse.document import Span, line_number
from minutesparse.views.plain import plain

_LONGEST = 300  # characters of a line that is quoted for the sake of a few of its words


@dataclass(frozen=True)
class Evidence:
    """Quotes spans of a text; where the text is not given, it gives their offsets."""

    text: str | None

    def quote(self, span: Span, whole_lines: bool = False) -> Table | None:
        """The lines of the text in a span, each with its number; None where the text is not given."""
        if self.text is None:
            return None
        start, end = self._whole(self.text, span) if whole_lines else (span.start, span.end)
        table = Table.grid(padding=(0, 1, 0, 0))
        table.style = "dim" if whole_lines else ""
        table.add_column(style="cyan", justify="right", no_wrap=True)
        table.add_column(overflow="fold")
        first = line_number(self.text, start)
        lines = self.text[start:end].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, line in enumerate(lines, first):
            if line.strip():
                table.add_row(str(number), plain(line))
        return table

    def source(self, span: Span, rule: str = "", confidence: float | None = None) -> Text:
        """One line that says where and by what the item was found; of a quoted span only by what."""
        facts = [f"characters {span.start} to {span.end}"] if self.text is None else []
        facts += [plain(rule)] if rule else []
        facts += [f"confidence {confidence:.2f}"] if confidence is not None else []
        return Text(", ".join(facts), "dim italic")

    def _whole(self, text: str, span: Span) -> tuple[int, int]:
        start, end = span.start, span.end
        while start > 0 and text[start - 1] not in "\r\n" and span.start - start < _LONGEST // 2:
            start -= 1
        while end < len(text) and text[end] not in "\r\n" and end - start < _LONGEST:
            end += 1
        return start, end
