"""What stands in a list of people and names no single one: crowds, and sentences that follow the list."""

import re

from minutesparse import language
from minutesparse.attendance.passages import ENTRY, prose, verbs
from minutesparse.rules import load

_SOME = re.compile(
    r"\s*(?:including|incl\.?|namely|among them|such as|being)[:\s]\s*", re.IGNORECASE
)  # "12 residents including Ann Bell"


def blank(text: str) -> str:
    """The text with what names no single person blanked out ("4 members of the public"), as long as before."""
    vocabulary = load("attendees")
    text = _told_apart(text)
    parts = re.split(r"([,;\n]|(?<=[a-z)])\.\s)", text)
    for i, part in enumerate(parts):
        if hit := vocabulary.first("crowd", part):
            kept = _SOME.match(part, hit.match.end())
            stop = kept.end() if kept else len(part)
            parts[i] = part[: hit.match.start()] + " " * (stop - hit.match.start()) + part[stop:]
        elif prose(part) and i and not ENTRY.match(part):
            parts[i] = " " * len(part)
    return "".join(parts)


def _told_apart(text: str) -> str:
    """The text of a list without the sentences that follow it."""
    for start, end in language.load().sentences(text)[1:] if ". " in text else ():
        if not verbs().isdisjoint(re.findall(r"\b[a-z]+\b", text[start:end])):
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text
