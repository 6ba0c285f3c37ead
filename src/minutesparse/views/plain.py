"""Words from files and file names, made harmless for a terminal."""

import re

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|.)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_LIKENESS = dict(zip("✓✗→·●▲↳│─━…‘’“”–—•£☐☑", "+x>-*!>|--.''\"\"--*#ox", strict=True))


def plain(words: str) -> str:
    """The words on one line without terminal codes, control characters and marks that turn the writing round."""
    return " ".join(_CONTROL.sub(" ", _SEQUENCE.sub(" ", words)).split())


def masked(words: str) -> str:
    """As many characters, with a tab as a space and a dot for each that a terminal would obey."""
    return _CONTROL.sub("·", words.replace("\t", " "))


def visible(name: str) -> str:
    r"""A file name with what a terminal would obey, or cannot print, written as an escape (`\n`, `\x1b`)."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), name)


def likeness(problem: UnicodeError) -> tuple[str, int]:
    """A handler of encoding errors: characters that resemble those which the encoding of a terminal lacks, else "?"."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    lacking = problem.object[problem.start : problem.end]
    return "".join(_LIKENESS.get(character, "?") for character in lacking), problem.end
