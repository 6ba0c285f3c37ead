"""The people of whom sentences say that they were there, or sent apologies."""

import re
from collections.abc import Iterator, Sequence

from minutesparse import language
from minutesparse.attendance.entries import read_entries
from minutesparse.document import Block
from minutesparse.extractors.attendees.crowds import blank
from minutesparse.extractors.attendees.found import Found
from minutesparse.record import Status
from minutesparse.rules import load

_ASIDE = re.compile(r",\s(?:who|which|due|because|as)\s[^,;.]*(?=,)")
# Where a sentence goes on after the people it names.
_ON = re.compile(
    r",?\s(?:who|due|because|as|which|were|was|had|has|have|is|are|will|it|on|owing|joined|attended|arrived|left|would|could"
    r"|and (?:were|was|accepted|noted|it|these|their|the|his|her)|\(?(?:accepted|noted|received))\b"
)
_NEAR = 6_000  # so far from the last list, at most, sentences tell who was there


def find_told(blocks: Sequence[Block]) -> Iterator[Found]:
    """The people of whom sentences near the head of the minutes say that they were there, or sent apologies."""
    vocabulary = load("attendees")
    last = 0
    for block in blocks:
        if block.kind not in ("paragraph", "item", "label") or block.start > last + _NEAR:
            continue
        if not vocabulary.cued("lead", block.text[:_NEAR]):
            continue
        for start, end in language.load().sentences(block.text[:_NEAR]):
            if hit := vocabulary.first("lead", block.text[start:end]):
                last = block.end
                yield from _named(hit.match, block.start + start, hit.rule.value, hit.rule.id, hit.rule.confidence)


def told_of(text: str, base: int, listed: Status) -> Iterator[Found]:
    """The people of whom sentences under a label for apologies speak."""
    for start, end in language.load().sentences(text):
        sentence = text[start:end]
        for rules in ("lead", "told"):
            if hit := load("attendees").first(rules, sentence):
                status = listed if rules == "told" else hit.rule.value
                yield from _named(hit.match, base + start, status, hit.rule.id, hit.rule.confidence)
                break


def _named(match: re.Match[str], base: int, status: str, rule: str, confidence: float) -> Iterator[Found]:
    """The people whom the words in `who` name."""
    who = blank(_cut(match["who"]))
    entries = read_entries(who, base + match.start("who"), per_line=False)
    surnames = len(entries) > 1 and all(" " not in entry.name and not entry.organisation for entry in entries)
    for entry in entries:
        if entry.sure or (status != "titled" and (surnames or " " in entry.name)):
            known = status == "known"
            said = {"known": "present", "titled": "in_attendance"}.get(status, entry.status or status)
            found: Status = said  # type: ignore[assignment]
            yield Found(entry, found, f"attendee.{rule}", confidence, told=True, known=known)


def _cut(who: str) -> str:
    """Words that name people, up to where the sentence goes on."""
    who = _ASIDE.sub(lambda aside: "," + " " * (len(aside[0]) - 1), who)
    stop = _ON.search(who)
    return who[: stop.start()] if stop else who
