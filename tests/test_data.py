"""Code and vocabulary agree: values, ids, patterns."""

import re
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

from minutesparse import record, rules
from minutesparse.errors import RuleError

FILES = sorted(
    Path(str(f)).stem for f in resources.files("minutesparse").joinpath("data").iterdir() if f.name.endswith(".toml")
)
# What the values of a file's groups may be.
VALUES = {
    "decisions": get_args(record.Outcome),
    "concerns": get_args(record.ConcernKind),
}


@pytest.mark.parametrize("name", FILES)
def test_vocabulary_loads(name: str) -> None:
    """Every row compiles, and its confidence is a probability."""
    vocabulary = rules.load(name)
    for group, rows in vocabulary.groups.items():
        for rule in rows:
            assert 0 <= rule.confidence <= 1, rule.id
            assert rule.pattern.pattern, rule.id
            assert rule.drop or rule.pattern.search("") is None, f"{group}: {rule.id} matches nothing at all"


def test_ids_are_unique_over_all_files() -> None:
    ids = [rule.id for name in FILES for rows in rules.load(name).groups.values() for rule in rows]
    assert [rule_id for rule_id in set(ids) if ids.count(rule_id) > 1] == []


@pytest.mark.parametrize("name", sorted(VALUES))
def test_values_are_those_of_the_record(name: str) -> None:
    if name not in FILES:
        pytest.skip(f"there is no {name}.toml")
    values = {rule.value for rows in rules.load(name).groups.values() for rule in rows if rule.value}
    known = set(VALUES[name])
    assert values & known, "no rule gives any value of the record"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[x]]\nid = 'a'\npattern = '('", "x.toml: [[x]] a: missing ), unterminated subpattern"),
        ("[[x]]\nid = 'a'", "x.toml: [[x]] a: 'pattern' is missing"),
        ("[[x]]\nid = 'a'\npattern = 'a'\nkolour = 1", "x.toml: [[x]] a: unknown key 'kolour'; known are case, "),
        ("[[x]]\nid = 'a'\npattern = '{none}'", "x.toml: [[x]] a: nothing above is named 'none'"),
        ("[[x]]\nid = 'a'\npattern = 'a'\ncues = ['A']", "x.toml: [[x]] a: cues are compared with lower-case text"),
        ("[x]\nid = 'a'", "x.toml: [x] is not a group of rules; write [[x]]"),
        ("[[x]]\nid = 'a'\npattern = 'a'\n[[x]]\nid = 'a'\npattern = 'b'", "x.toml: two rules have the id 'a'"),
        ("x = ", "x.toml: Invalid value"),
    ],
)
def test_a_malformed_row_is_named(text: str, message: str) -> None:
    with pytest.raises(RuleError, match=re.escape(message)):
        assert rules.parse("x", text).groups["x"][0].pattern


def test_first_and_all() -> None:
    vocabulary = rules.parse(
        "x",
        "[words]\nfruit = ['apple', 'red pear']\n"
        "[[x]]\nid = 'guard'\npattern = 'bad[ ]{fruit}'\ndrop = true\n"
        "[[x]]\nid = 'fruit'\npattern = '{fruit}'\ncues = ['apple', 'pear']\nvalue = 'eat'\n",
    )
    hit = vocabulary.first("x", "a Red  pear or a red pear")
    assert hit
    assert (hit.rule.id, hit.rule.value) == ("fruit", "eat")
    assert vocabulary.first("x", "a bad apple") is None
    assert [h.match.start() for h in vocabulary.all("x", "bad apple, apple")] == [11]
