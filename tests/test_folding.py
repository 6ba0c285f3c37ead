"""What a rule looks for in lower case first never hides what its pattern would have found."""

import re
from pathlib import Path

import pytest

from minutesparse import rules
from minutesparse.folding import fold, is_anchored

CASES = Path(__file__).parent / "cases"
DATA = Path(rules.__file__).parent / "data"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bAgreed\b\s(?P<who>(?-i:[A-Z]\w+))", "it was AGREED Bell"),
        (r"(?-i:(?![A-Z]))th\b", "19th"),
        (r"(?-i:st(?![a-z]))", "1stMay"),
        (r"(?-i:[^A-Z])x", "ax"),
        (r"(?!may|mar)(?:may|june)", "June"),
        (r"[À-Þ]\w+\W\S+", "Éire go"),
        (r"(?P<sep>[./])\d(?P=sep)", "4/5/6"),
        (r"a\.B[ ]", "A.b c"),
    ],
)
def test_folded_finds_what_the_pattern_finds(pattern: str, text: str) -> None:
    found = re.search(pattern, text, re.VERBOSE | re.IGNORECASE)
    folded = re.search(fold(pattern), text.lower(), re.VERBOSE)
    assert found
    assert folded
    assert folded.start() <= found.start()


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        ("^a|^b", True),
        ("^a|b", False),
        ("^(?:a|b)", True),
        ("(?:^a|^b)", False),
        ("\n  ^a", True),
        (r"\^a", False),
        ("[^a]", False),
    ],
)
def test_is_anchored(pattern: str, anchored: bool) -> None:
    assert is_anchored(pattern) is anchored


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.toml")))
def test_every_rule_finds_in_the_cases_what_its_pattern_finds(name: str) -> None:
    lines = {line for path in CASES.glob("*.md") for line in path.read_text("utf-8").splitlines() if len(line) > 2}
    for group in rules.load(name).groups.values():
        for rule in group:
            for line in lines:
                found, matches = rule.search(line), rule.pattern.search(line)
                assert (found and found.span()) == (matches and matches.span()), f"{rule.id}: {line}"
