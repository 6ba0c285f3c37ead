"""What a label says of those under it: how they attended, their body, the office they hold."""

import re

from minutesparse.attendance.group import Group, body_of
from minutesparse.attendance.labels import Label
from minutesparse.persons import words
from minutesparse.record import Status

_MADE = re.compile(r"(?:\sby|^minutes|^notes)$", re.IGNORECASE)  # of a label that names no office
_APART = re.compile(r"clerk|secretar|officer", re.IGNORECASE)  # offices whose holders attend apart


def open_group(label: Label, before: Group | None, depth: int, *, first: bool, listed: bool) -> Group:
    """The group that a label opens.

    `before` is the one above it, `depth` that of its heading or 0; `first` says that none is closed yet, `listed` that
    members were listed already.
    """
    value, loose = label.rule.value, label.rule.id == "loose"
    named = value in ("role", "taker") or loose
    office = label.words if named and words().office(label.words) and not _MADE.search(label.words) else None
    outside = loose and (words().body(label.words) or label.words.isupper())
    others = listed and value in ("members", "in_attendance", "present") and label.rule.id != "by-means"
    body = body_of(label.words) if (others or outside) and not office else None
    status = _under(value, depth, before) or _said(label, before, outside, first=first, listed=listed)
    mixed = before is not None and not before.lines and before.rule.value in ("members", "present")
    return Group(
        label.rule, status, label.words, depth, body=body, office=office, mixed=mixed and value == "in_attendance"
    )


def _under(value: str, depth: int, before: Group | None) -> Status | None:
    """How those attended whom a label lists inside the group before it: "Apologies", and under it "Members"."""
    if before is None or value != "members":
        return None
    inner = bool(before.depth) and depth > before.depth
    if before.status in ("apologies", "absent") and (inner or not before.lines):
        return before.status
    return before.status if before.depth and not depth else None


def _said(label: Label, before: Group | None, outside: bool, *, first: bool, listed: bool) -> Status:
    """How those attended whom a label lists, by its words."""
    value = label.rule.value
    if label.rule.id == "loose" and (not listed or (outside and before is not None and before.status == "present")):
        return "present"  # "Force: …" and "OPCC: …", who are all there
    if label.rule.id == "in-attendance" and first:
        return "present"
    if value in ("apologies", "absent", "in_attendance"):
        return value  # type: ignore[return-value]
    apart = value == "taker" or (value == "role" and _APART.search(label.words))
    return "in_attendance" if apart else "present"
