"""What a code checks, why it matters, and an example: for people who met it and wonder."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple


class Explanation(NamedTuple):
    """A code in words; `example` is found fault with, `mended` is not, in a file of this name."""

    checks: str
    why: str
    example: str
    mended: str
    file: str = "minutes.txt"


def explain(code: str) -> Explanation:
    """The explanation of a code. Raises KeyError where there is no such code."""
    row = _rows()[code]
    return Explanation(**{key: value.strip("\n") for key, value in row.items()})


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("minutesparse.checks").joinpath("explanations.toml").read_text("utf-8"))
