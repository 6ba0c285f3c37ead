"""Which diagnostics are meant: by code, by the beginning of a code, by severity."""

from typing import TYPE_CHECKING

from minutesparse.cli import streams
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.record import Diagnostic

SEVERITIES = ("info", "warning", "error")


def check_fail_on(wanted: list[str]) -> None:
    """End with a line about usage where a condition can never be met."""
    if unknown := set(wanted) - set(SEVERITIES):
        from minutesparse.checks import codes

        if unknown := unknown - codes().keys():
            known = ", ".join([*SEVERITIES, *sorted(codes())])
            streams.usage(f"--fail-on {visible(min(unknown))}: no such code; known are {known}")


def meets(diagnostic: "Diagnostic", fail_on: list[str]) -> bool:
    """Whether a diagnostic is one of these codes, or as bad as one of these severities."""
    worst = SEVERITIES.index(diagnostic.severity)
    return any(
        worst >= SEVERITIES.index(wanted) if wanted in SEVERITIES else wanted == diagnostic.code for wanted in fail_on
    )


def select(option: str, given: list[str]) -> set[str]:
    """The codes that these, parted by commas, name or begin. Ends with a line about usage where one begins none."""
    from minutesparse.checks import codes

    chosen: set[str] = set()
    for prefix in (part.strip() for parts in given for part in parts.split(",")):
        begun = {code for code in codes() if prefix and code.startswith(prefix)}
        if not begun:
            known = ", ".join(sorted(codes()))
            streams.usage(f"{option} {visible(prefix)}: no code begins so; known are {known}")
        chosen |= begun
    return chosen
