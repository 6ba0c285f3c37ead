"""The people whom lists, tables and front matter name."""

import re
from collections.abc import Iterator

from minutesparse.attendance.entries import read_entries
from minutesparse.attendance.entry import Entry
from minutesparse.attendance.group import Group
from minutesparse.attendance.passages import passage, prose
from minutesparse.attendance.register import read_rows
from minutesparse.attendance.roll import find_groups
from minutesparse.document import Document
from minutesparse.extractors.attendees.crowds import blank
from minutesparse.extractors.attendees.found import Found
from minutesparse.extractors.attendees.told import told_of
from minutesparse.persons import words
from minutesparse.reading.front_matter import words_of
from minutesparse.record import Status
from minutesparse.rules import load

_SINGLE = re.compile(r"\b(?:guest|visitor|observer|presenter|speaker|invitee)$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\b")
_FAR = 3_000


def find_listed(document: Document) -> Iterator[Found]:
    """The people of the lists and tables under labels."""
    reached = 0  # where the last list ended
    for group in find_groups(document):
        start = group.lines[0][0] if group.lines else group.rows[0].start if group.rows else 0
        if reached and start > reached + _FAR and group.rule.value in ("members", "role", "taker"):
            continue  # the same words head other lists further on
        reached = group.lines[-1][1] if group.lines else group.rows[-1].end if group.rows else reached
        if group.lines:
            yield from _members(document, group)
        elif group.rows:
            for entry, status in read_rows(document, group.rows, group.status):
                yield Found(entry, status, f"attendee.{group.rule.id}", group.rule.confidence)


def _members(document: Document, group: Group) -> Iterator[Found]:
    """The people of one group."""
    text, per_line = passage(document, group.lines)
    if _SINGLE.search(group.label) and len(group.lines) == 1 and text.count(",") == 1:
        per_line = True  # "Guest: Ann Bell, Anytown Trust"
    base = group.lines[0][0]
    if group.status in ("apologies", "absent") and (prose(text) or _FROM.search(text[:120])):
        yield from told_of(text.replace("\n", " "), base, group.status)
        return
    entries = read_entries(blank(text), base, per_line=per_line)
    if not entries or not _credible(group, entries):
        return
    if group.rule.value == "taker" and words().body(re.split(r"[,;(]|\s[-–—]", text)[0]):
        return  # "Minutes: Resident Engagement Panel"
    if len(entries) > 4 and 10 * sum(entry.sure for entry in entries) >= 7 * len(entries):
        entries = [entry for entry in entries if entry.sure or " " in entry.name]  # scraps of an office or a body
    bodies = sum(entry.organisation is not None for entry in entries)
    for entry in entries:
        if (
            2 * bodies > len(entries)
            and not entry.organisation
            and entry.abbreviations
            and entry.abbreviations[0].islower()
        ):
            entry.organisation = entry.abbreviations.pop(0)  # a body written small
        entry.organisation = entry.organisation or group.body
        status = entry.status or _ticked(group, entry) or group.status
        if group.mixed and not entry.organisation:
            status = "present"
        if group.office and not entry.role:
            entry.role = group.office
        office = group.rule.value in ("role", "taker")
        yield Found(entry, status, f"attendee.{group.rule.id}", group.rule.confidence, office)


def _credible(group: Group, entries: list[Entry]) -> bool:
    """Whether a list holds people: a label that may mean other things needs names that can mean nothing else."""
    if group.rule.value not in ("members", "role", "taker"):
        return True
    if words().titled(group.label) and group.label[-1] in "sS" and len(entries) > 1:
        return True  # "Councillors: Bell, Dow and Fry"
    sure = sum(entry.sure or " " in entry.name for entry in entries)
    return sure >= 0.5 * len(entries) or group.office is not None


def _ticked(group: Group, entry: Entry) -> Status | None:
    starts = [start for start in group.marks if start <= entry.start]
    return group.marks[max(starts)] if starts else None


def find_front_matter(document: Document) -> Iterator[Found]:
    """The people whom the front matter lists."""
    for line in document.lines:
        if line.style != "meta":
            continue
        key = words_of(line.marker)
        if (hit := load("attendees").first("key", key)) is None:
            continue
        text = document.reading[line.start : line.end]
        for entry in read_entries(blank(text), line.start, per_line=False):
            status: Status = "present" if hit.rule.value == "role" else hit.rule.value  # type: ignore[assignment]
            if hit.rule.value == "role":
                entry.role = line.marker
                status = "in_attendance" if key in ("secretary", "clerk") else "present"
            office = hit.rule.value == "role"
            yield Found(entry, entry.status or status, f"attendee.{hit.rule.id}", hit.rule.confidence, office)
