"""What is wrong with these minutes: rules over a record and the text it was read from."""

from collections.abc import Sequence
from typing import get_args

from minutesparse.checks import days, form, motions, persons, tasks
from minutesparse.checks.material import Found, Material
from minutesparse.document import Block, Document, Span
from minutesparse.people import People
from minutesparse.record import Diagnostic, Minutes, Severity
from minutesparse.rules import Vocabulary, load

_CHECKS = (*days.CHECKS, *persons.CHECKS, *tasks.CHECKS, *motions.CHECKS, *form.CHECKS)


def find_diagnostics(document: Document, blocks: Sequence[Block], minutes: Minutes, people: People) -> list[Diagnostic]:
    """What these minutes fail to say, or say in a way that cannot be settled, in the order of the text."""
    rules = load("checks")
    material = Material(document, blocks, minutes, people, rules)
    if _is_empty(minutes):
        found: list[Found] = [("no-minutes-found", None, ())]
    else:
        found = [one for check in _CHECKS for one in check(material)]
    found.sort(key=lambda one: one[1].start if one[1] else -1)
    return [_diagnostic(rules, *one) for one in found]


def codes() -> dict[str, Severity]:
    """The codes of all diagnostics, each with its severity, in the order of the alphabet."""
    words = sorted(load("checks").words.items())
    return {code: severity for code, (severity, *_) in words if severity in get_args(Severity)}  # type: ignore[misc]


def _diagnostic(rules: Vocabulary, code: str, span: Span | None, words: tuple[object, ...]) -> Diagnostic:
    severity, message = rules.words[code]
    return Diagnostic(code=code, severity=severity, message=message.format(*words), span=span)


def _is_empty(minutes: Minutes) -> bool:
    items = (minutes.attendees, minutes.concerns, minutes.actions, minutes.decisions)
    return not any(items) and not minutes.meeting.date and not minutes.meeting.start_time
