"""The words without which a pattern matches nothing, so that it need not be tried on texts that lack them.

A pattern that begins with "is agreed" or "was agreed" needs "agreed". Only words whose beginning is known to be the
beginning of a word of the text are told of, for by these the words of a text are looked up.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_EXACT = 24  # alternatives that are followed word for word …
_LONGEST = 30  # … and their characters
_MOST = 80  # words of which one is needed, beyond which that tells little
_SHORTEST = 4  # letters of a word that is needed; shorter ones stand in every other text
_EDGE = "\0"  # where a word begins or ends, among the characters of an alternative
_WORD = re.compile(r"(?<=[^\w])[^\W_]+")
_SPACE = [(op.CATEGORY, op.CATEGORY_SPACE)]
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of a pattern matches: all of it, None where that is too much to tell; what stands in every match."""

    exact: frozenset[str] | None
    needs: Sequence[frozenset[str]] = ()
    edged: bool = False  # whether every match ends where a word may begin


_NOTHING = frozenset(("",))


def needed(pattern: str) -> list[frozenset[str]]:
    """Sets of words; of each set, one begins a word of whatever the pattern matches, a text in lower case."""
    found = {words for need in _all(_sequence(_parser.parse(pattern, re.VERBOSE))) if (words := _words(need))}
    return [words for words in found if not any(other < words for other in found)]


def _all(part: _Part) -> list[frozenset[str]]:
    return [*part.needs, *([part.exact] if part.exact else [])]


def _words(alternatives: Iterable[str]) -> frozenset[str] | None:
    """A word of each alternative; None where one of them has none that tells anything, or there are too many."""
    words = set()
    for alternative in alternatives:
        longest = max(_WORD.findall(alternative), key=len, default="")
        if len(longest) < _SHORTEST or not longest.isalpha():
            return None
        words.add(longest)
    return frozenset(words) if len(words) <= _MOST else None


def _edged(alternatives: frozenset[str]) -> bool:
    return all(alternative and not alternative[-1].isalnum() for alternative in alternatives)


def _sequence(items: Iterable[tuple[Any, Any]], edged: bool = False) -> _Part:
    """The same of items one after another, which begin where a word may begin if `edged`."""
    run, needs, exact = frozenset((_EDGE if edged else "",)), list[frozenset[str]](), True
    for code, value in items:
        part = _item(code, value, _edged(run))
        needs += part.needs
        longer = frozenset(a + b for a in run for b in part.exact) if part.exact else None
        if longer and len(longer) <= _EXACT and max(map(len, longer)) <= _LONGEST:
            run = longer
            continue
        needs.append(run)
        if part.exact:
            run = frozenset((_EDGE if _edged(run) else "") + words for words in part.exact)
        else:
            edged = part.edged and (code not in _REPEATS or value[0] > 0 or _edged(run))
            run = frozenset((_EDGE if edged else "",))
        exact = False
    return _Part(run, needs, _edged(run)) if exact else _Part(None, [*needs, run], _edged(run))


def _item(code: Any, value: Any, edged: bool) -> _Part:
    if code is op.LITERAL:
        return _Part(frozenset((chr(value),)))
    if code is op.IN:
        return _Part(_set(value), (), value == _SPACE)
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return _Part(frozenset((_EDGE,)) if value in (op.AT_BOUNDARY, op.AT_BEGINNING) else _NOTHING)
    if code is op.SUBPATTERN:
        return _sequence(value[-1], edged)
    if code is op.BRANCH:
        return _branch([_sequence(branch, edged) for branch in value[1]])
    if code in _REPEATS:
        return _repeat(value[0], value[1], _sequence(value[2], edged and value[1] == 1))
    return _Part(None)


def _set(members: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    """The characters of a set, where they can be told."""
    if members == _SPACE:
        return frozenset(" ")
    return frozenset(chr(c) for _, c in members) if all(code is op.LITERAL for code, _ in members) else None


def _branch(parts: Sequence[_Part]) -> _Part:
    """One of several: something of each is needed."""
    edged = all(part.edged or (part.exact and _edged(part.exact)) for part in parts)
    if all(part.exact for part in parts):
        return _Part(frozenset[str]().union(*(part.exact or () for part in parts)), (), edged)
    each = [[need for need in _all(part) if _words(need)] for part in parts]
    if not all(each):
        return _Part(None, (), edged)
    return _Part(None, [frozenset[str]().union(*(min(needs, key=len) for needs in each))], edged)


def _repeat(least: int, most: int, part: _Part) -> _Part:
    """What may come more or less often."""
    edged = part.edged or bool(part.exact and _edged(part.exact))
    if least == 0:
        return _Part(part.exact | {""} if part.exact and most == 1 else None, (), edged)
    return _Part(part.exact if most == 1 else None, _all(part), edged)
