"""Marks that all lines bear tell nothing: a text wholly in bold, in headings, in bullets or in a fence is plain."""

from collections.abc import Sequence
from dataclasses import replace

from minutesparse.document import Line

_LINES = 20  # in a text of fewer, all may well be headings
_SHARE = 0.9


def without_uniform(lines: Sequence[Line]) -> list[Line]:
    """The lines, without the marks that nearly all of them bear."""
    body = [line for line in lines if line.style != "meta"]

    def common(count: int) -> bool:
        return len(body) >= _LINES and count >= _SHARE * len(body)

    styles = {style for style in ("heading", "item", "code") if common(sum(line.style == style for line in body))}
    flat = "item" not in styles or len({(line.marker, line.indent) for line in body if line.style == "item"}) == 1
    if styles and flat:
        lines = [replace(line, style="plain", depth=0, marker="") if line.style in styles else line for line in lines]
    if common(sum(line.wholly("strong") for line in body if line.runs)):
        lines = [replace(line, runs=tuple(run for run in line.runs if run.face != "strong")) for line in lines]
    return list(lines)
