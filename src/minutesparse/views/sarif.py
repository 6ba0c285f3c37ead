"""What checks found, as SARIF 2.1.0, which code hosts and editors show beside the lines of a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from minutesparse import __version__
from minutesparse.checks import codes
from minutesparse.checks.explaining import explain
from minutesparse.record import Diagnostic
from minutesparse.views.excerpt import place
from minutesparse.views.findings import Checked

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_STANDARD_INPUT = "stdin"


def as_sarif(files: Sequence[Checked], failures: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A log of one run: a rule for each code, a result for each finding, a notification for each unreadable file."""
    known = list(codes())
    indices = {checked.file: index for index, checked in enumerate(files)}
    driver = {
        "name": "minutesparse",
        "version": __version__,
        "rules": [_rule(code, severity) for code, severity in codes().items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failures,
                "toolExecutionNotifications": [_notification(file, problem) for file, problem in failures],
            }
        ],
        "artifacts": [_artifact(checked) for checked in files],
        "results": [
            _result(checked, finding, known.index(finding.code), indices[checked.file])
            for checked in files
            for finding in checked.findings
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, severity: str) -> dict[str, Any]:
    explained = explain(code)
    return {
        "id": code,
        "shortDescription": {"text": explained.checks},
        "fullDescription": {"text": f"{explained.checks} {explained.why}"},
        "help": {"text": f"Found fault with:\n\n{explained.example}\n\nMended:\n\n{explained.mended}"},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _artifact(checked: Checked) -> dict[str, Any]:
    return {"location": {"uri": _uri(checked.file)}, "mimeType": checked.document.media_type}


def _result(checked: Checked, finding: Diagnostic, rule: int, artifact: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(checked.file), "index": artifact}}
    message = finding.message
    if finding.span and checked.document.made == "decoded":
        at, text = place(checked.document.text, finding.span), checked.document.text
        physical["region"] = {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
            "charOffset": finding.span.start,
            "charLength": finding.span.end - finding.span.start,
            "snippet": {"text": finding.span.of(text)},
        }
    elif finding.span:  # the lines are not those of the file
        message = f"{message} (“{checked.document.quote(finding.span)}”)"
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": physical}],
    }


def _notification(file: str, problem: str) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}
    return {"level": "error", "message": {"text": problem}, "locations": [location]}


def _uri(file: str) -> str:
    """A reference to the file: relative as it was named, absolute as a file URI."""
    if file == "-":
        return _STANDARD_INPUT
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
