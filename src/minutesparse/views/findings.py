"""What checks found: for people in the terminal, as JSON for programs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from minutesparse.checks.explaining import Explanation
from minutesparse.document import Document
from minutesparse.record import Diagnostic, Severity
from minutesparse.views.excerpt import excerpt, place
from minutesparse.views.plain import plain, visible

STYLES: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}
_GUTTER = 4  # cells for the number of a line, at least


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, as it was named, and what was found in it."""

    file: str
    document: Document
    findings: Sequence[Diagnostic]


def as_json(checked: Checked) -> list[dict[str, Any]]:
    """The findings of a file with their places, one object for each."""
    return [
        {
            "file": checked.file,
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "span": asdict(finding.span) if finding.span else None,
            "place": asdict(place(checked.document.text, finding.span)) if finding.span else None,
        }
        for finding in checked.findings
    ]


@dataclass(frozen=True)
class Findings:
    """The findings of a file, each with its line."""

    checked: Checked

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield a line for each finding, and under it the line of the text that it is about."""
        document = self.checked.document
        if self.checked.findings and document.made != "decoded":
            note = f"{visible(self.checked.file)}: lines are those of the text that extract --text-to writes"
            yield Text(note, "dim")
        for finding in self.checked.findings:
            yield _head(self.checked.file, document, finding)
            yield from _lines(document, finding, options.max_width)


def _head(file: str, document: Document, finding: Diagnostic) -> Text:
    where = visible(file)
    if finding.span:
        at = place(document.text, finding.span)
        where += f":{at.line}:{at.column}"
    head = Text.assemble((f"{where}: ", "bold"), (f"{finding.severity}: ", STYLES[finding.severity]))
    return head.append(plain(finding.message)).append(f" [{finding.code}]", "dim")


def _lines(document: Document, finding: Diagnostic, width: int) -> Iterator[Text]:
    """The line that a finding is about and the marks under it; none where it is about the whole."""
    if finding.span is None:
        return
    number = str(place(document.text, finding.span).line).rjust(_GUTTER)
    shown = excerpt(document.text, finding.span, width - len(number) - 3)
    marks = " " * shown.before + "^" * shown.marked
    yield Text.assemble((f"{number} │ ", "cyan"), shown.line, no_wrap=True, overflow="crop")
    yield Text.assemble((f"{'│'.rjust(len(number) + 2)} ", "cyan"), (marks, STYLES[finding.severity]), no_wrap=True)


def summary(files: int, findings: Sequence[Diagnostic]) -> Text:
    """One line: how many files, how many findings of which severity."""
    counts = Counter(finding.severity for finding in findings)
    told = [
        Text(f"{counts[severity]} {severity}{'s' * (counts[severity] > 1 and severity != 'info')}", style)
        for severity, style in STYLES.items()
        if counts[severity]
    ]
    return Text(f"{files} file{'s' * (files != 1)}: ").append(Text(", ").join(told) if told else Text("nothing found"))


@dataclass(frozen=True)
class Explained:
    """A code in words, with the findings in its example."""

    code: str
    severity: Severity
    explanation: Explanation
    example: Findings

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield what is checked, why, the example, what is found in it, and the example mended."""
        yield Text.assemble((self.code, "bold"), (f"  {self.severity}", STYLES[self.severity]))
        yield Text()
        yield Text(f"Checks: {self.explanation.checks}")
        yield Text(f"Why: {self.explanation.why}")
        for title, words in (("Example", self.explanation.example), ("Mended", self.explanation.mended)):
            yield Text()
            yield Text(f"{title}:", "bold")
            yield from (Text(f"    {line}") for line in words.split("\n"))
            if title == "Example":
                yield Text()
                yield self.example
