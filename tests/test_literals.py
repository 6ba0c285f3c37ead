"""The words without which a pattern is not tried stand in whatever it matches."""

import re
from pathlib import Path

import pytest

from minutesparse import rules
from minutesparse.folding import fold
from minutesparse.literals import needed

CASES = Path(__file__).parent / "cases"
DATA = Path(rules.__file__).parent / "data"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:is|was)\sagreed", [{"agreed"}]),
        (r"\b(?:agreed|resolved)\sto\s(?:write|send)\b", [{"agreed", "resolved"}]),
        (r"agreed", []),  # "disagreed"
        (r"\bis\s(?:duly\s|\w+ly\s)?agreed", [{"agreed"}]),
        (r"\bis\s(?:duly\s|\w+)?agreed", []),
        (r"\b(?:agreed)?\sto\b", []),
        (r"\bagreed|\bto\b", []),
        (r"\b(?:agreed\s\w+|resolved\s\d+)\b", [{"agreed", "resolved"}]),
        (r"\b(?:not\s){1,3}agreed", [{"agreed"}]),
        (r"\b(?:very)+agreed", []),
        (r"\bagreed[.](?=\snobody)(?!\ssomebody)", [{"agreed"}]),
    ],
)
def test_needed(pattern: str, words: list[set[str]]) -> None:
    assert sorted(map(sorted, needed(pattern))) == sorted(map(sorted, words))


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.toml")))
def test_what_a_rule_needs_stands_in_all_that_it_matches_in_the_cases(name: str) -> None:
    lines = {line for path in CASES.glob("*.md") for line in path.read_text("utf-8").splitlines() if len(line) > 2}
    for group in rules.load(name).groups.values():
        for rule in group:
            needs = needed(fold(rule.source.pattern))
            for line in lines if needs else ():
                if rule.pattern.search(line):
                    lowered = line.lower()
                    for words in needs:
                        assert re.search(rf"(?<![^\W_])(?:{'|'.join(words)})", lowered), f"{rule.id}: {line}: {words}"
