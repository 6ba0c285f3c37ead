"""How a body voted: counts, unanimity, and who voted how, read from the words that report a vote."""

import re
from collections.abc import Sequence

from minutesparse.people import People
from minutesparse.record import Ballot, Vote, VoteOption
from minutesparse.rules import load

_OPTIONS: dict[str, VoteOption] = {"for": "yes", "against": "no", "abstain": "abstain", "absent": "absent"}


def find_vote(text: str, people: People) -> tuple[Vote, tuple[Ballot, ...]]:
    """The counts that this passage states, and the votes of those it names; empty where it states none."""
    vocabulary = load("votes")
    if not vocabulary.hints("cues", text):
        return Vote(), ()
    counts: dict[str, int] = {}
    ballots = _listed(text, "named", 0, counts, people) or _listed(text, "told", 1, counts, people)
    roll = [(hit.rule.value, hit.match["who"]) for hit in vocabulary.all("roll", text)]
    if len(roll) > 1 and not ballots:
        for option, _ in roll:
            counts[option] = counts.get(option, 0) + 1
        ballots += [Ballot(option=_OPTIONS[option], party=people.party(name)) for option, name in roll]
    counts = counted(text) | counts
    apart = counts.get("against") or (counts.get("abstain") and vocabulary.patterns["apart"].search(text))
    unanimous = True if is_unanimous(text) and not apart else None
    return Vote(
        for_=counts.get("for"), against=counts.get("against"), abstain=counts.get("abstain"), unanimous=unanimous
    ), tuple(ballots)


def _listed(text: str, group: str, fewest: int, counts: dict[str, int], people: People) -> list[Ballot]:
    """The votes of those whom the rules of a group list, side by side at least so many; their number is counted."""
    ballots: list[Ballot] = []
    for hit in load("votes").all(group, text):
        names = _names(hit.match["names"])
        if names is None or len(names) < fewest or hit.rule.value in counts:
            continue
        if hit.rule.value != "absent":
            counts[hit.rule.value] = len(names)
        ballots += [Ballot(option=_OPTIONS[hit.rule.value], party=people.party(name)) for name in names]
    return ballots


def counted(text: str) -> dict[str, int]:
    """The counts that a passage gives in numbers, "for", "against" and "abstain", whatever names it has beside them."""
    vocabulary = load("votes")
    counts: dict[str, int] = {}
    for hit in vocabulary.all("tally", text):
        for key in ("for", "against", "abstain"):
            if key in hit.match.re.groupindex and (words := hit.match[key]) is not None:
                counts.setdefault(key, _number(words))
    for hit in vocabulary.all("count", text):
        counts.setdefault(hit.rule.value, _number(hit.match["n"]))
    return counts


def is_unanimous(text: str) -> bool:
    """Whether a passage says that all were for it."""
    return load("votes").first("unanimous", text) is not None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    numbers = load("votes").words["numbers"]
    return numbers.index(words.lower()) if words.lower() in numbers else 0


def _names(words: str) -> Sequence[str] | None:
    """The names in a list, [] for "None"; None where it is no list of names."""
    vocabulary = load("votes")
    if vocabulary.patterns["nobody"].fullmatch(words.strip(" .,;:")):
        return []
    words = re.sub(r"\s\([A-Z]{2,4}\)", "", words)  # initials beside the name
    parts = [part.strip(" .,;:") for part in re.split(r",|;|\band\b|&|\n", words)]
    parts = [part for part in parts if part]
    name = vocabulary.patterns["person"]
    return parts if parts and all(name.fullmatch(part) for part in parts) else None
