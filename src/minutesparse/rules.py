"""Knowledge as rows: load a TOML file of vocabulary, try its rules in order, first match wins.

A file holds `[words]` (lists, which patterns may name as `{list}`), `[patterns]` (named regular expressions, likewise
nestable), and groups of rules, `[[group]]`, each row with an `id` and a `pattern`. A row with `drop = true` guards
the rows below it against a false friend. `cues` are lower-case strings, beginning where a word begins, of which one
must stand in the text before the pattern is tried at all, so that most rules cost next to nothing on most sentences;
`cues` may also be the name of a list of [words]. Lists of [words] whose names end in "cues" are looked for with them.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from importlib import resources
from operator import or_
from typing import Any

from minutesparse.cues import Cues, lower
from minutesparse.errors import RuleError
from minutesparse.folding import fold, is_anchored
from minutesparse.literals import needed

_NAMED = re.compile(r"\{([a-z_]+)\}")
_KEYS = {"id", "pattern", "cues", "value", "confidence", "drop", "case", "note", "weight"}
_FEW = 50  # texts in which a rule is sought as it is written
_BATCH = 32  # of rules that have learnt what they need
_SETS = 4096  # of rules of a group that were tried together and are remembered
_CUES = Cues()  # of all files that are loaded, so that a text is read once for all of them


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
    weight: float = 0.0  # what a match adds to the log-odds, where rows are evidence to be summed up

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the rule looks for."""
        return self.source.compile()

    @cached_property
    def scout(self) -> "Scout":
        """What tells at a glance where the pattern may match."""
        return Scout(self.source, self.cues)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text."""
        start = self.scout.start(text)
        return None if start is None else self.pattern.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text."""
        start = self.scout.start(text)
        return iter(()) if start is None else self.pattern.finditer(text, start)


class Scout:
    """What tells at a glance where a pattern may match, learnt when it has been tried often enough for that to pay."""

    def __init__(self, source: Source, cues: Sequence[str]) -> None:
        self.source = source
        self.cues = _CUES.add(cues) if cues else 0  # a bit of what stands in a text, without which it is not tried …
        self.needs = 0  # … and those without which it cannot match
        self._untaught = _FEW
        self._find: Callable[[str], re.Match[str] | None] | None = None  # in a text in lower case

    def start(self, text: str) -> int | None:
        """From where on the pattern is to be tried; None where it cannot match."""
        if self._find is None:
            if self._untaught:
                self._learn()
            return 0
        lowered = lower(text)
        if len(lowered) != len(text):
            return 0
        match = self._find(lowered)
        return None if match is None else match.start()

    def _learn(self) -> None:
        self._untaught -= 1
        if self._untaught:
            return
        folded = fold(self.source.pattern)
        _LEARNT.append((self, needed(folded)))
        if len(_LEARNT) == _BATCH:  # with each list that is added, what the words of a text begin is asked anew
            for scout, lists in _LEARNT:
                scout.needs = reduce(or_, map(_CUES.add, lists), 0)
            _LEARNT.clear()
        if self.source.flags & re.IGNORECASE:  # where case counts, the pattern itself is as fast
            pattern = re.compile(folded, re.VERBOSE)
            self._find = pattern.match if is_anchored(folded) else pattern.search


_LEARNT: list[tuple[Scout, list[frozenset[str]]]] = []


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


class Group:
    """Rules that are asked together, with what tells which of them to try."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [(rule, rule.scout) for rule in rules]
        self._cues = reduce(or_, (rule.scout.cues for rule in rules), 0)
        self._cued: dict[int, list[tuple[Rule, Scout]]] = {}  # by the cues that stand in a text

    def tried(self, text: str) -> list[Rule]:
        """In their order, the rules one of whose cues stands in a text, and those without cues."""
        standing = _CUES.standing_in(text)
        cues = standing & self._cues
        if (cued := self._cued.get(cues)) is None:
            cued = [(rule, scout) for rule, scout in self._rules if not scout.cues & ~cues]
            if len(self._cued) < _SETS:
                self._cued[cues] = cued
        return [rule for rule, scout in cued if not scout.needs & ~standing] if cued else []

    def first(self, text: str) -> Hit | None:
        """The first rule that matches anywhere in a text; None where none does or a guard comes first."""
        for rule in self.tried(text):
            if match := rule.search(text):
                return None if rule.drop else Hit(rule, match)
        return None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one TOML file holds."""

    name: str
    words: dict[str, tuple[str, ...]]
    patterns: Patterns
    groups: dict[str, tuple[Rule, ...]]
    _asked: dict[str, Group]
    _hinted: dict[str, int]

    def first(self, group: str, text: str) -> Hit | None:
        """The first rule of the group that matches anywhere in `text`; None where none does or a guard comes first."""
        return self._asked[group].first(text)

    def all(self, group: str, text: str) -> Iterator[Hit]:
        """Every match of every rule of the group that no guard overlaps, rule by rule."""
        guarded: list[tuple[int, int]] = []
        for rule in self.cued(group, text):
            for match in rule.finditer(text):
                if rule.drop:
                    guarded.append(match.span())
                elif not any(a < match.end() and match.start() < b for a, b in guarded):
                    yield Hit(rule, match)

    def cued(self, group: str, text: str) -> Sequence[Rule]:
        """The rules of a group one of whose cues stands in the text, and those without cues."""
        return self._asked[group].tried(text)

    def hints(self, name: str, text: str) -> bool:
        """Whether one of the cues in a list of [words] stands in the text."""
        return bool(_CUES.standing_in(text) & self._hinted[name])


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
    hinted = {key: _CUES.add(value) for key, value in words.items() if key.endswith("cues")}
    asked = {group: Group(rules) for group, rules in groups.items()}
    return Vocabulary(name, words, Patterns(patterns), groups, asked, hinted)


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
    return Rule(row["id"], source, cues, value, confidence, drop, row.get("weight", 0.0))


def _expand(name: str, where: str, pattern: str, named: dict[str, str]) -> str:
    def part(match: re.Match[str]) -> str:
        if match[1] not in named:
            raise RuleError(f"{name}.toml: {where}: nothing above is named {match[1]!r}")
        return named[match[1]]

    return _NAMED.sub(part, pattern)


def _literal(words: str) -> str:
    return re.escape(words).replace("\\ ", r"\s")
