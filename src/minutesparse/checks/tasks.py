"""Actions: nobody to do them, no day to do them by, a summary that says otherwise."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from textwrap import shorten

from minutesparse.checks.material import Found, Material
from minutesparse.document import Span
from minutesparse.record import Action
from minutesparse.rules import load

_FOLLOWING = 120  # characters after an action in which its day may stand
_STEM = 5  # letters of a word that its other forms share
_MARKED = ("label", "beside", "owner-alone", "box")  # rules for actions where they arise, not in a list of them
_FEWEST_WORDS = 3  # of a task
_FEWEST = 2  # actions of the text that a summary must repeat before it is one


def _quoted(action: Action) -> str:
    return shorten(action.text, 60, placeholder="…")


def _to_do(given: Material) -> list[Action]:
    """The open actions that are marked as such, without what is told as done ("Discussed …")."""
    done = given.rules.patterns["done"]
    labelled = (a for a in given.minutes.actions if a.kind == "labelled" and a.status == "open")
    return [action for action in labelled if not done.match(action.text)]


def owners(given: Material) -> Iterator[Found]:
    """Labelled actions that nobody is to do."""
    for action in _to_do(given):
        told = _opens_with_task(action)
        sure = told or (action.rule in _MARKED and action.text.count(" ") + 1 >= _FEWEST_WORDS)
        if not action.owners and sure and not _names_somebody(given, action, told):
            yield "action-without-owner", action.span, (_quoted(action),)


def _opens_with_task(action: Action) -> bool:
    """Whether an action begins with what is to be done: "Write to …", "to write to …"."""
    words = action.text.lower().removeprefix("to ").split(maxsplit=1)
    return bool(words) and words[0].strip(",:") in load("actions").words["tasks"]


def _names_somebody(given: Material, action: Action, told: bool) -> bool:
    """Whether the lines of an action name somebody after all: a table's cell, an office, one of those listed."""
    patterns, line = given.rules.patterns, given.lines(action.span)
    if told:  # "Write to …" is nobody's name
        line = line.replace(action.text.split(maxsplit=1)[0], "", 1)
    elif patterns["does"].match(action.text):
        return True
    if patterns["somebody"].search(line):
        return True
    words = set(re.findall(r"[^\W\d_]{2,}", line))
    parts = {part for a in given.minutes.attendees for part in (*a.name.split(), *a.abbreviations)}
    return not words.isdisjoint(part for part in parts if part[:1].isupper() and len(part) > 1)


def dates(given: Material) -> Iterator[Found]:
    """New actions without a day: each where most of them have one, else one finding for all."""
    tasks = [a for a in _to_do(given) if a.origin == "new"]
    starts = sorted(a.span.start for a in given.minutes.actions)
    undated = [a for a in tasks if not a.due and not _is_timed(given, a, starts)]
    dated = sum(1 for a in tasks if a.due)
    if dated >= max(_FEWEST, len(undated)):
        yield from (("action-without-date", action.span, (_quoted(action),)) for action in undated)
    elif len(undated) > max(_FEWEST, len(tasks) // 2):
        yield "actions-without-dates", undated[0].span, (len(undated), len(tasks))


def _is_timed(given: Material, action: Action, starts: Sequence[int]) -> bool:
    """Whether the lines of an action, or what follows before the next one, tell a time after all."""
    end = action.span.end
    after = [*starts[(i := bisect_left(starts, end)) : i + 1], end + _FOLLOWING]
    words = f"{given.lines(action.span)} {given.document.text[end : min(after)]}"
    return given.rules.patterns["sometime"].search(words) is not None


def summary(given: Material) -> Iterator[Found]:
    """New actions of the text that a closing summary leaves out, and actions that stand in it alone."""
    place = _summary(given)
    if place is None:
        return
    labelled = [a for a in given.minutes.actions if a.kind == "labelled"]
    inside = [a for a in labelled if any(_within(place, span) for span in (a.span, *a.also_at))]
    repeated = [a for a in inside if not all(_within(place, span) for span in (a.span, *a.also_at))]
    if len(repeated) < _FEWEST or 2 * len(repeated) < len(inside):
        return
    text = given.document.text
    said, rest = text[place.start : place.end], text[: place.start] + text[place.end :]
    for action in labelled:
        if action.status == "closed" or action.origin != "new" or action in repeated:
            continue
        if action in inside and not _is_told(action, rest):
            yield "action-only-in-summary", action.span, (_quoted(action),)
        elif action not in inside and action.rule in _MARKED and not _is_told(action, said):
            yield "action-not-in-summary", action.span, (_quoted(action),)


def _is_told(action: Action, text: str) -> bool:
    """Whether most of an action's longer words stand in a text, in whatever words between them."""
    words = {word[:_STEM] for word in re.findall(r"\w{4,}", action.text.lower())}
    known = {word[:_STEM] for word in re.findall(r"\w{4,}", text.lower())}
    return 2 * len(words & known) > len(words)


def _summary(given: Material) -> Span | None:
    """Where the summary of actions stands: a section of that name with nothing but actions after it."""
    sections = given.minutes.sections
    for section, after in zip(reversed(sections), [None, *reversed(sections)], strict=False):
        if given.rules.patterns["summary"].search(section.title):
            return Span(section.span.end, after.span.start if after else len(given.document.text))
    return None


def _within(place: Span, span: Span) -> bool:
    return place.start <= span.start < place.end


CHECKS = (owners, dates, summary)
