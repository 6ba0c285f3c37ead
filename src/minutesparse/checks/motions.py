"""Motions: votes that do not add up, and nobody who seconds."""

from collections import Counter
from collections.abc import Iterator
from textwrap import shorten

from minutesparse.checks.material import PRESENT, Found, Material
from minutesparse.checks.persons import is_list_partial, unlisted
from minutesparse.record import Decision, VoteOption
from minutesparse.votes import counted, is_unanimous

_OPTIONS: dict[str, VoteOption] = {"for": "yes", "against": "no", "abstain": "abstain"}
_BEFORE, _AFTER = 200, 800  # characters around a motion among which its seconder would be named


def votes(given: Material) -> Iterator[Found]:
    """Counts that do not agree with the outcome, the names, or the number of those who are there."""
    there = sum(1 for a in given.minutes.attendees if a.status in PRESENT)
    there = 0 if is_list_partial(given, unlisted(given)) else there
    text = given.document.text
    rows = {d.id for d in given.minutes.decisions if "|" in text[max(0, d.span.start - 3) : d.span.start]}  # of any day
    found = [one for d in given.minutes.decisions for one in _vote(d, 0 if d.id in rows else there)]
    many = [one for one in found if one[0] == "votes-exceed-members"]
    yield from (one for one in found if one not in many[1:])  # the list is what is wrong, and one place shows it


def _vote(decision: Decision, there: int) -> Iterator[Found]:
    """What does not agree in the counts of one decision."""
    vote = decision.vote
    if vote is None:
        return
    cast = sum(count or 0 for count in (vote.for_, vote.against, vote.abstain))
    if there >= 3 and there + 1 < cast <= 2 * there:  # one more may have come late
        yield "votes-exceed-members", decision.span, (cast, there)
    if vote.against and is_unanimous(decision.text):
        yield "unanimous-with-opposition", decision.span, (vote.against,)
    if vote.for_ is not None and vote.against is not None:
        settled = decision.outcome in ("approved", "rejected")
        if settled and (decision.outcome == "approved") != (vote.for_ >= vote.against):
            yield "votes-contradict-outcome", decision.span, (vote.for_, vote.against, decision.outcome)
    names = Counter(ballot.option for ballot in decision.votes)
    counts = counted(decision.text) if names else {}
    for key, option in _OPTIONS.items():
        if key in counts and names[option] and names[option] != counts[key]:
            yield "votes-contradict-names", decision.span, (counts[key], key, names[option])


def seconders(given: Material) -> Iterator[Found]:
    """Motions with a mover alone, where most of the others have a seconder too."""
    moved = [d for d in given.minutes.decisions if d.mover]
    alone = [d for d in moved if not d.seconder and not _is_seconded(given, d)]
    if len(moved) >= 3 and 4 * len(alone) <= len(moved):
        for decision in alone:
            yield "motion-without-seconder", decision.span, (shorten(decision.text, 60, placeholder="…"),)


def _is_seconded(given: Material, decision: Decision) -> bool:
    text, span = given.document.text, decision.span
    return "second" in text[max(0, span.start - _BEFORE) : span.end + _AFTER].lower()


CHECKS = (votes, seconders)
