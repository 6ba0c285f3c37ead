"""The cases of cases/*.md, and that every extractor and every row of vocabulary has one."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from case_files import FOLDER, Case, all_cases, found, parsed, read_cases, write_expectation
from minutesparse import extractors, rules

CASES = all_cases()
# Besides the extractors: what else has cases.
OTHERS = {"diagnostics", "layout", "people", "sentences"}
STRICT = True


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, update: bool) -> None:
    """What is found is what the case expects."""
    now = found(case.extractor, case.given)
    document, minutes = parsed(case.given)
    assert minutes.misquotes(document) == []
    if update and now != list(case.expected):
        write_expectation(case, now)
        pytest.fail("a new expectation was written; read it before you commit it")
    assert now == list(case.expected), f"cases/{case.extractor}.md:{case.line}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_titles_are_unique(path: Path) -> None:
    titles = [case.title for case in read_cases(path)]
    assert len(titles) == len(set(titles))
    assert all(titles)


def test_every_extractor_has_cases() -> None:
    folder = Path(next(iter(extractors.__path__)))
    expected = {path.stem for path in folder.glob("[!_]*.py")} | OTHERS
    missing = expected - {case.extractor for case in CASES}
    if missing and not STRICT:
        pytest.xfail(f"no cases yet: {', '.join(sorted(missing))}")
    assert not missing


def test_every_rule_has_a_case(hits: dict[str, set[str]]) -> None:
    """Each rule is hit by a case; one of an extractor's own file by a case of that extractor."""
    missing = []
    for vocabulary in vocabularies():
        for group, rows in vocabulary.groups.items():
            for rule in rows:
                by = hits[f"{vocabulary.name}/{rule.id}"]
                own = vocabulary.name in {case.extractor for case in CASES}
                if not (vocabulary.name in by if own else by):
                    missing.append(f"{vocabulary.name}.toml [[{group}]] {rule.id}")
    if missing and not STRICT:
        pytest.xfail(f"{len(missing)} rules without a case: {'; '.join(missing)}")
    assert not missing


def vocabularies() -> list[rules.Vocabulary]:
    folder = resources.files("minutesparse").joinpath("data")
    return [rules.load(Path(str(file)).stem) for file in folder.iterdir() if file.name.endswith(".toml")]


class Watched:
    """A rule's pattern that notes when it matches."""

    def __init__(self, pattern: re.Pattern[str], rule: str, seen: set[str]) -> None:
        self.inner, self.rule, self.seen = pattern, rule, seen

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def search(self, *args: Any) -> re.Match[str] | None:
        return self._note(self.inner.search(*args))

    def match(self, *args: Any) -> re.Match[str] | None:
        return self._note(self.inner.match(*args))

    def fullmatch(self, *args: Any) -> re.Match[str] | None:
        return self._note(self.inner.fullmatch(*args))

    def finditer(self, *args: Any) -> Iterator[re.Match[str]]:
        for match in self.inner.finditer(*args):
            self.seen.add(self.rule)
            yield match

    def _note(self, match: re.Match[str] | None) -> re.Match[str] | None:
        if match:
            self.seen.add(self.rule)
        return match


@pytest.fixture
def hits(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, set[str]]]:
    """For each rule, as file/id, the extractors in whose cases its pattern matched."""
    make, seen = rules._rule, set[str]()

    def watched(name: str, *args: Any) -> rules.Rule:
        rule = make(name, *args)
        vars(rule)["pattern"] = Watched(rule.pattern, f"{name}/{rule.id}", seen)
        return rule

    monkeypatch.setattr(rules, "_rule", watched)
    forget()
    by: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        seen.clear()
        found(case.extractor, case.given)
        for rule in seen:
            by[rule].add(case.extractor)
    yield by
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Empty what the package keeps between calls: nothing of it is made at import."""
    parsed.cache_clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("minutesparse"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
