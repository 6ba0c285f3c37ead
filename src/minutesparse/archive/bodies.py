"""Which meetings are of one body: "the Parish Council of Wick & Lea" is "Parish Council of Wick and Lea".

Minutes that call their body no more than "the Board" belong to the one body that others beside them name in full, if
that is one; else to the folder they lie in, since many archives hold more than one board.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import PurePath

from minutesparse.archive.meetings import Meeting
from minutesparse.people import fold
from minutesparse.persons import words as name_words
from minutesparse.rules import load

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")


def by_body(meetings: Iterable[Meeting]) -> dict[str, list[Meeting]]:
    """The meetings of each body, under a key of its words, run together: hyphens and spaces come and go."""
    held = [(meeting, _called(meeting), _folder(meeting.id)) for meeting in meetings]
    full: dict[str, set[str]] = {}
    for _, words, folder in held:
        if not _is_general(words):
            full.setdefault(folder, set()).add("".join(words))
    bodies: dict[str, list[Meeting]] = {}
    for meeting, words, folder in held:
        key = "".join(words)
        if _is_general(words):
            key = _placed(key, folder, full.get(folder, set()), meeting)
        bodies.setdefault(key, []).append(meeting)
    return bodies


def _placed(key: str, folder: str, full: set[str], meeting: Meeting) -> str:
    """The key of a body that is named by general words or not at all."""
    if len(full) == 1 and next(iter(full)).endswith(key):
        return next(iter(full))
    if not key and len(full) > 1:
        return meeting.id  # any of several
    return f"{folder}/{key}" if folder else key


def _called(meeting: Meeting) -> tuple[str, ...]:
    """The words for the body; those of the title where only it speaks of one."""
    if words := body_words(meeting.body):
        return words
    return body_words(meeting.title) if name_words().body(meeting.title or "") else ()


@cache
def body_words(name: str | None) -> tuple[str, ...]:
    """The words of a body's name that tell it from others, in full."""
    vocabulary = load("archive")
    words = _WORD.findall(vocabulary.patterns["aside"].sub(" ", fold(name or "").replace("&", " and ")))
    expanded = " ".join(word for word in words if word not in vocabulary.words["unsaid"])
    for short, long in zip(vocabulary.words["short"], vocabulary.words["long"], strict=True):
        expanded = re.sub(rf"\b{short}\b", long, expanded)
    return tuple(expanded.split())


def _is_general(words: tuple[str, ...]) -> bool:
    return all(word in load("archive").words["general"] for word in words)


def _folder(source: str) -> str:
    """The innermost folder with a name, not a year or a month: "wick/2024/05.md" lies in "wick"."""
    months = load("dates").words["month"]
    spelt = {name: "".join(_LETTERS.findall(name)) for name in PurePath(source).parent.parts}
    names = [name for name, letters in spelt.items() if letters and letters.title() not in months]
    return fold(names[-1]) if names else ""
