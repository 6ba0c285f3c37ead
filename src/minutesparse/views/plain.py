"""Words from files and file names, made harmless for a terminal."""

import re

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|.)")
# What is obeyed instead of shown, or not seen at all: controls, marks that turn the writing round, tags.
ODD = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_ODD = re.compile(ODD)

_LIKENESS = dict(zip("✓✗→·●▲↳│─━…‘’“”–—•£☐☑", "+x>-*!>|--.''\"\"--*#ox", strict=True))


def plain(words: str) -> str:
    """The words on one line without terminal codes, control characters and marks that turn the writing round."""
    return " ".join(_ODD.sub(" ", _SEQUENCE.sub(" ", words)).split())


def masked(words: str) -> str:
    """As many characters, with a tab as a space and a dot for each that a terminal would obey."""
    return _ODD.sub("·", words.replace("\t", " "))


def visible(name: str) -> str:
    r"""A file name with what a terminal would obey, or cannot print, written as an escape (`\n`, `\x1b`)."""
    return _ODD.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), name)


def likeness(problem: UnicodeError) -> tuple[str, int]:
    """A handler of encoding errors: characters that resemble those which the encoding of a terminal lacks, else "?"."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    lacking = problem.object[problem.start : problem.end]
    return "".join(_LIKENESS.get(character, "?") for character in lacking), problem.end
