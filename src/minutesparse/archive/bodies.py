"""Which meetings are of one body: "the Parish Council of Wick & Lea" is "Parish Council of Wick and Lea"."""

import re
from collections.abc import Iterable
from functools import cache

from minutesparse.archive.meetings import Meeting
from minutesparse.people import fold
from minutesparse.rules import load

_WORD = re.compile(r"[^\W_]+")
_TOO_SHORT = 2  # words: "the Council", "the Committee" are said of any


def by_body(meetings: Iterable[Meeting]) -> dict[str, list[Meeting]]:
    """The meetings of each body, under a key that stays the same whichever others there are.

    A meeting whose minutes name no body goes by its title, since a committee's notes often call themselves only that.
    """
    bodies: dict[str, list[Meeting]] = {}
    for meeting in meetings:
        bodies.setdefault(body_key(meeting.body) or body_key(meeting.title), []).append(meeting)
    return bodies


@cache
def body_key(name: str | None) -> str:
    """The words of a body's name that tell it from others, run together: hyphens and spaces come and go."""
    vocabulary = load("archive")
    words = _WORD.findall(vocabulary.patterns["aside"].sub(" ", fold(name or "").replace("&", " and ")))
    expanded = " ".join(word for word in words if word not in vocabulary.words["unsaid"])
    for short, long in zip(vocabulary.words["short"], vocabulary.words["long"], strict=True):
        expanded = re.sub(rf"\b{short}\b", long, expanded)
    return expanded.replace(" ", "")
