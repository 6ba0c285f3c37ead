"""Knowledge as rows: load a TOML file of vocabulary, try its rules in order, first match wins.

A file holds `[words]` (lists, which patterns may name as `{list}`), `[patterns]` (named regular expressions, likewise
nestable), and groups of rules, `[[group]]`, each row with an `id` and a `pattern`. A row with `drop = true` guards
the rows below it against a false friend. `cues` are lower-case strings of which one must stand in the text before the
pattern is tried at all, so that most rules cost next to nothing on most sentences.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from minutesparse.errors import RuleError

_NAMED = re.compile(r"\{([a-z_]+)\}")
_KEYS = {"id", "pattern", "cues", "value", "confidence", "drop", "case", "note"}


@dataclass(frozen=True, slots=True)
class Source:
    """A regular expression as it is written, and where; it is compiled when it is first used, which most are not."""

    where: str
    pattern: str
    flags: re.RegexFlag = re.VERBOSE

    def compile(self) -> re.Pattern[str]:
        """The regular expression. Raises RuleError where it is malformed."""
        try:
            return re.compile(self.pattern, self.flags)
        except re.error as problem:
            raise RuleError(f"{self.where}: {problem}") from problem


@dataclass(frozen=True)
class Rule:
    """One row: `value` is what a match means (a kind, an outcome, a status …), "" where there is but one meaning."""

    id: str
    source: Source
    cues: tuple[str, ...] = ()
    value: str = ""
    confidence: float = 0.8
    drop: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the rule looks for."""
        return self.source.compile()


class Patterns(Mapping[str, re.Pattern[str]]):
    """The named regular expressions of a file."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self._sources = sources
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """The regular expression of this name."""
        if name not in self._compiled:
            self._compiled[name] = self._sources[name].compile()
        return self._compiled[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._sources)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._sources)


@dataclass(frozen=True, slots=True)
class Hit:
    """A match that remembers its rule."""

    rule: Rule
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one TOML file holds."""

    name: str
    words: dict[str, tuple[str, ...]]
    patterns: Patterns
    groups: dict[str, tuple[Rule, ...]]

    def first(self, group: str, text: str) -> Hit | None:
        """The first rule of the group that matches anywhere in `text`; None where none does or a guard comes first."""
        lowered = text.lower()
        for rule in self.groups[group]:
            if rule.cues and not any(cue in lowered for cue in rule.cues):
                continue
            if match := rule.pattern.search(text):
                return None if rule.drop else Hit(rule, match)
        return None

    def all(self, group: str, text: str) -> Iterator[Hit]:
        """Every match of every rule of the group that no guard overlaps, rule by rule."""
        lowered = text.lower()
        guarded: list[tuple[int, int]] = []
        for rule in self.groups[group]:
            if rule.cues and not any(cue in lowered for cue in rule.cues):
                continue
            for match in rule.pattern.finditer(text):
                if rule.drop:
                    guarded.append(match.span())
                elif not any(a < match.end() and match.start() < b for a, b in guarded):
                    yield Hit(rule, match)


@cache
def load(name: str) -> Vocabulary:
    """The vocabulary in data/<name>.toml. Raises RuleError where a row is malformed."""
    text = resources.files("minutesparse").joinpath("data", f"{name}.toml").read_text("utf-8")
    return parse(name, text)


def parse(name: str, text: str) -> Vocabulary:
    """The vocabulary in a TOML text. Raises RuleError where a row is malformed, naming the row."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise RuleError(f"{name}.toml: {problem}") from problem
    words = {key: tuple(value) for key, value in data.pop("words", {}).items()}
    named = {key: f"(?:{'|'.join(_literal(w) for w in value)})" for key, value in words.items()}
    patterns = {}
    for key, value in data.pop("patterns", {}).items():
        named[key] = f"(?:{_expand(name, key, value, named)})"
        patterns[key] = Source(f"{name}.toml: [patterns] {key}", named[key])
    groups = {}
    for group, rows in data.items():
        if not isinstance(rows, list):
            raise RuleError(f"{name}.toml: [{group}] is not a group of rules; write [[{group}]]")
        groups[group] = tuple(_rule(name, group, row, named) for row in rows)
    ids = [rule.id for rules in groups.values() for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise RuleError(f"{name}.toml: two rules have the id {rule_id!r}")
    return Vocabulary(name, words, Patterns(patterns), groups)


def _rule(name: str, group: str, row: dict[str, Any], named: dict[str, str]) -> Rule:
    where = f"[[{group}]] {row.get('id', '?')}"
    if unknown := row.keys() - _KEYS:
        raise RuleError(f"{name}.toml: {where}: unknown key {min(unknown)!r}; known are {', '.join(sorted(_KEYS))}")
    if missing := {"id", "pattern"} - row.keys():
        raise RuleError(f"{name}.toml: {where}: {min(missing)!r} is missing")
    cues = tuple(row.get("cues", ()))
    if any(cue != cue.lower() for cue in cues):
        raise RuleError(f"{name}.toml: {where}: cues are compared with lower-case text; write them so")
    flags = re.VERBOSE if row.get("case", False) else re.VERBOSE | re.IGNORECASE
    source = Source(f"{name}.toml: {where}", _expand(name, where, row["pattern"], named), flags)
    return Rule(row["id"], source, cues, row.get("value", ""), row.get("confidence", 0.8), row.get("drop", False))


def _expand(name: str, where: str, pattern: str, named: dict[str, str]) -> str:
    def part(match: re.Match[str]) -> str:
        if match[1] not in named:
            raise RuleError(f"{name}.toml: {where}: nothing above is named {match[1]!r}")
        return named[match[1]]

    return _NAMED.sub(part, pattern)


def _literal(words: str) -> str:
    return re.escape(words).replace("\\ ", r"\s")
