"""The passages in which people are listed: where an entry begins, and what is a sentence and no list."""

import itertools
import re
from functools import cache

from minutesparse.attendance.entries import read_entries
from minutesparse.document import Document, Line
from minutesparse.persons import words
from minutesparse.rules import load

BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?")
_ADDRESS = re.compile(r"(?<!\S)\S+@\S*|\b(?:https?://|www\.)\S+")
_LOWER = re.compile(r"\b[a-zß-öø-ÿ][\w’']*")
_WORDS = re.compile(r"[^\W\d_][\w’']*")
HANGING = re.compile(r"(?:[,&/(]|\b(?:and|of|the|for|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Cllr\.?|[A-Z]\.))$")
# "Ann Bell, body, what she does there …"
ENTRY = re.compile(r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]*){1,3}\s?[,(–-]")


def prose(text: str) -> bool:
    """Whether a stretch is a sentence rather than a list."""
    bare = _ADDRESS.sub(" ", BRACKET.sub(" ", text))
    tokens = _WORDS.findall(bare)
    lower = [w for w in _LOWER.findall(bare) if w.lower() not in _in_lists()]
    if len(lower) >= 2 and not verbs().isdisjoint(lower):
        return True
    return len(lower) >= 3 and len(lower) > 0.3 * len(tokens)


@cache
def _in_lists() -> frozenset[str]:
    """Words in lower case that stand in lists of people."""
    return words().nouns.union(load("attendees").words["soft"])


@cache
def verbs() -> frozenset[str]:
    """Verbs that make a sentence."""
    lists = load("people").words
    return frozenset((*lists["reporting"], *lists["auxiliaries"], *load("layout").words["finite"]))


def passage(document: Document, lines: list[tuple[int, int, Line]]) -> tuple[str, bool]:
    """The text of a group's lines, entries that begin on their own line after newlines, column gaps as tabs.

    And whether each line is an entry. The text is as long as what stands in the reading between the first and the last
    offset, so that offsets keep.
    """
    start = lines[0][0]
    chars = list(document.reading[start : lines[-1][1]])
    per_line = _per_line(document, lines)
    for (a, end, _), (after, stop, line) in itertools.pairwise(lines):
        for i in range(end, after):
            chars[i - start] = " "
        above, below = document.reading[a:end], document.reading[after:stop]
        if line.style == "item" or not _wraps(above, below, per_line):
            chars[end - start] = "\n"
    cells = [(cell, stop) for a, b, line in lines for cell, stop in line.cells[1:] if a < cell < b]
    gap = "\n" if per_line and _names_alone([document.reading[slice(*cell)] for cell in cells]) else "\t"
    for cell, _ in cells:
        if not document.reading[cell].islower():
            chars[cell - 1 - start] = gap
    return "".join(chars), per_line


def _per_line(document: Document, lines: list[tuple[int, int, Line]]) -> bool:
    """Whether each line is one entry."""
    if len(lines) == 1:
        return False
    if all(line.style == "item" for _, _, line in lines):
        return True
    texts = [document.reading[a:b].rstrip() for a, b, _ in lines]
    hanging = sum(1 for text in texts[:-1] if HANGING.search(text))
    commas = sum(text.count(",") for text in texts)
    if hanging >= 0.34 * (len(texts) - 1) or commas > 2.2 * len(texts):
        return False
    if lines[0][0] > lines[0][2].start and _names_run(texts[0]):
        return False
    listed = (read_entries(text, 0, per_line=False) for text in texts[:3] if "," in text)
    return not any(sum(entry.sure for entry in entries) >= 2 for entries in listed)


def _names_run(text: str) -> bool:
    """Whether a line beside its label holds several people, a comma between them."""
    pieces = [piece.strip() for piece in BRACKET.sub("", text).split(",")]
    named = [piece for piece in pieces if " " in piece and all(words().plain(t) for t in _untitled(piece).split())]
    return len(named) > 1 and len(named) >= len(pieces) - 1


def _untitled(piece: str) -> str:
    first, _, rest = piece.partition(" ")
    return rest if words().titled(first) else piece


def _names_alone(cells: list[str]) -> bool:
    """Whether what stands after column gaps is people, not what is said of those before the gaps."""
    plain = [" " in cell and all(words().plain(token) for token in cell.split()) for cell in cells]
    return 5 * sum(plain) > 4 * len(plain) > 0


def _wraps(above: str, line: str, per_line: bool) -> bool:
    """Whether an entry goes on from one line to the next."""
    bare, after = above.rstrip(" "), line.lstrip(" ")
    if (above.rfind("(") > above.rfind(")") and ")" in after) or after[:1] in tuple("(&"):
        return True
    if (HANGING.search(bare) and not bare.endswith(",")) or after[:1].islower():
        return True
    if per_line and " " not in after and words().body(after) and re.search(r"\s[-–—]\s|[(,]", bare):
        return True  # "… – Anytown City" and below "Council"
    if per_line or bare.endswith((",", ";")):
        return False
    left = read_entries(re.split(r"[,;]|\sand\s", bare)[-1].strip(), 0, per_line=True)
    right = read_entries(re.split(r"[,;(]|\sand\s", after)[0].strip(), 0, per_line=True)
    return not (left and right and all(entry.sure or " " in entry.name for entry in (left[0], right[0])))
