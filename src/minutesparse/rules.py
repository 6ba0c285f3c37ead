"""Knowledge as rows: load a TOML file of vocabulary, try its rules in order, first match wins.

A file holds `[words]` (lists, which patterns may name as `{list}`), `[patterns]` (named regular expressions, likewise
nestable), and groups of rules, `[[group]]`, each row with an `id` and a `pattern`. A row with `drop = true` guards
the rows below it against a false friend. `cues` are lower-case strings, beginning where a word begins, of which one
must stand in the text before the pattern is tried at all, so that most rules cost next to nothing on most sentences;
`cues` may also be the name of a list of [words].
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any

from minutesparse.errors import RuleError

_NAMED = re.compile(r"\{([a-z_]+)\}")
_WORD = re.compile(r"\w+")
_OPENING = 3
_KEYS = {"id", "pattern", "cues", "value", "confidence", "drop", "case", "note", "weight"}


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
    openings: frozenset[str] = frozenset()  # the first letters of the words that its cues begin with; none: unknown
    weight: float = 0.0  # what a match adds to the log-odds, where rows are evidence to be summed up

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
        for rule in self.cued(group, text):
            if match := rule.pattern.search(text):
                return None if rule.drop else Hit(rule, match)
        return None

    def all(self, group: str, text: str) -> Iterator[Hit]:
        """Every match of every rule of the group that no guard overlaps, rule by rule."""
        guarded: list[tuple[int, int]] = []
        for rule in self.cued(group, text):
            for match in rule.pattern.finditer(text):
                if rule.drop:
                    guarded.append(match.span())
                elif not any(a < match.end() and match.start() < b for a, b in guarded):
                    yield Hit(rule, match)

    def cued(self, group: str, text: str) -> Iterator[Rule]:
        """The rules of a group one of whose cues stands in the text, and those without cues."""
        lowered, openings = _openings(text)
        for rule in self.groups[group]:
            if not rule.cues:
                yield rule
            elif rule.openings and rule.openings.isdisjoint(openings):
                continue
            elif any(cue in lowered for cue in rule.cues):
                yield rule


@lru_cache(maxsize=64)
def _openings(text: str) -> tuple[str, frozenset[str]]:
    """A text in lower case, and the first letters of its words; the groups ask for the same sentence in turn."""
    lowered = text.lower()
    return lowered, frozenset(word[:_OPENING] for word in _WORD.findall(lowered))


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
        groups[group] = tuple(_rule(name, group, row, named, words) for row in rows)
    ids = [rule.id for rules in groups.values() for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise RuleError(f"{name}.toml: two rules have the id {rule_id!r}")
    return Vocabulary(name, words, Patterns(patterns), groups)


def _rule(
    name: str, group: str, row: dict[str, Any], named: dict[str, str], words: Mapping[str, tuple[str, ...]]
) -> Rule:
    where = f"[[{group}]] {row.get('id', '?')}"
    if unknown := row.keys() - _KEYS:
        raise RuleError(f"{name}.toml: {where}: unknown key {min(unknown)!r}; known are {', '.join(sorted(_KEYS))}")
    if missing := {"id", "pattern"} - row.keys():
        raise RuleError(f"{name}.toml: {where}: {min(missing)!r} is missing")
    cues = row.get("cues", ())
    cues = words.get(cues, ()) if isinstance(cues, str) else tuple(cues)
    if any(cue != cue.lower() for cue in cues):
        raise RuleError(f"{name}.toml: {where}: cues are compared with lower-case text; write them so")
    flags = re.VERBOSE if row.get("case", False) else re.VERBOSE | re.IGNORECASE
    source = Source(f"{name}.toml: {where}", _expand(name, where, row["pattern"], named), flags)
    value, confidence, drop = row.get("value", ""), row.get("confidence", 0.8), row.get("drop", False)
    return Rule(row["id"], source, cues, value, confidence, drop, _known_openings(cues), row.get("weight", 0.0))


def _known_openings(cues: Sequence[str]) -> frozenset[str]:
    """The first letters of cues that begin with a word; none where one is too short or begins otherwise."""
    first = [match[0] for cue in cues if (match := _WORD.match(cue)) and len(match[0]) >= _OPENING]
    return frozenset(word[:_OPENING] for word in first) if len(first) == len(cues) else frozenset()


def _expand(name: str, where: str, pattern: str, named: dict[str, str]) -> str:
    def part(match: re.Match[str]) -> str:
        if match[1] not in named:
            raise RuleError(f"{name}.toml: {where}: nothing above is named {match[1]!r}")
        return named[match[1]]

    return _NAMED.sub(part, pattern)


def _literal(words: str) -> str:
    return re.escape(words).replace("\\ ", r"\s")
