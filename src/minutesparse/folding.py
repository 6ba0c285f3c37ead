"""A pattern as it can be sought in a text in lower case, which takes a fraction of the time that ignoring case does.

The engine tries one alternative after the other where it ignores case, and passes over most at a glance where it does
not. What is found so only tells from where on the pattern itself is to be tried: nothing before can match.
"""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<back>\(\?P=\w+\))"
    r"|(?P<opening>\((?:\?(?:P<\w+>|-?i:|<?[=!]|:))?)|(?P<close>\))|(?P<bar>\|)|(?P<words>[^\\\[()|]+)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\.", re.DOTALL)


def fold(pattern: str) -> str:
    """A pattern that matches a text in lower case wherever, and mostly only where, this one matches, ignoring case."""
    return _fold(_TOKEN.finditer(pattern), cased=False)[0]


def _fold(tokens: Iterator[re.Match[str]], cased: bool) -> tuple[str, bool]:
    """What stands up to the end of the open group, folded, and whether case counts for anything in it."""
    folded: list[str] = []
    counts = False
    for token in tokens:
        part = token[0]
        if token["close"]:
            break
        if token["opening"]:
            inner, matters = _fold(tokens, {"(?i:": False, "(?-i:": True}.get(part, cased))
            counts = counts or matters
            if not (matters and part.endswith("!")):  # else it may forbid more in a text in lower case: left out
                folded += ["(?:" if part.endswith("i:") else part, inner, ")"]
        elif token["escape"] or token["back"]:
            folded.append(part)
        else:
            letters = cased and any(c.isalpha() for c in _ESCAPE.sub("", part))
            counts = counts or letters
            folded.append(r"[\s\S]" if letters and part.startswith("[^") else _lower(part))
    return "".join(folded), counts


def is_anchored(pattern: str) -> bool:
    """Whether all that a pattern may match stands at the beginning of a text."""
    depth, begins = 0, True
    for token in _TOKEN.finditer(pattern):
        if begins and token[0].strip():
            if not token[0].lstrip().startswith("^"):
                return False
            begins = False
        depth += bool(token["opening"]) - bool(token["close"])
        begins = begins or (depth == 0 and token["bar"] is not None)
    return not begins


def _lower(part: str) -> str:
    """A part of a pattern in lower case, but for what a backslash escapes."""
    escapes = _ESCAPE.findall(part)
    words = [words.lower() for words in _ESCAPE.split(part)]
    return "".join(word + escape for word, escape in zip(words, [*escapes, ""], strict=True))
