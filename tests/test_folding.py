"""What a rule looks for in lower case first never hides what its pattern would have found."""

import re
import signal
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


RUNAWAY = [  # what patterns with many ways to read one word take for ever on
    "MINUTES OF THE PUBLIC MEETING HELD AT MALLOW VILLAGE HALL " * 3,
    "A.B." * 40,
    "O’Neill-Smith " * 20,
    "Ann Bell, " * 30,
    "Cllr A. Bell and Cllr B. Dow (C) " * 12,
    "moved by Bell, seconded by Dow, carried " * 10,
    "it was agreed that the Clerk would " * 15,
    "word and " * 60,
    "a.b." * 60,
    "1 - 2 / 3 " * 30,
    "(a) " * 60,
    "@aa_a-" * 40,
]


@pytest.mark.skipif(not hasattr(signal, "ITIMER_VIRTUAL"), reason="needs a timer that counts processor time")
@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.toml")))
def test_no_pattern_runs_away(name: str) -> None:
    vocabulary = rules.load(name)
    patterns = [(rule.id, rule.pattern) for group in vocabulary.groups.values() for rule in group]
    patterns += [(key, vocabulary.patterns[key]) for key in vocabulary.patterns]
    tried = ""

    def give_up(*_: object) -> None:
        raise AssertionError(f"{tried} takes over two seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        for key, pattern in patterns:
            for text in (*RUNAWAY, *(text.upper() for text in RUNAWAY)):
                tried = f"{key} on {text[:20]!r}"
                signal.setitimer(signal.ITIMER_VIRTUAL, 2)
                pattern.search(text)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
