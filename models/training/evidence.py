"""Fit the weights of data/trouble.toml, by which evidence for a concern adds up.

    python models/training/evidence.py [--penalty 2] [--words] [--write]

Logistic regression on the labelled sentences (labels.py) that concerns.toml leaves open and in which something tells of
trouble. The penalty is on the distance from PRIORS, what the meaning of a row lets expect, since few rows are seen
often. Prints precision and recall with a tenth of the bodies left out in turn; `--write` puts the weights into the
TOML file. `--words` adds each word of a sentence as evidence of its own, fitted together with the rows: it shows what a
classifier of words could add to them, and is not written. Needs NumPy, which spaCy brings.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labels import HOME, Labelled, labelled
from minutesparse.extractors.concerns.evidence import Evidence
from minutesparse.extractors.concerns.finding import settled

TROUBLE = HOME / "src" / "minutesparse" / "data" / "trouble.toml"
PRIORS = {"trouble.": 0.6, "tone.": -0.8, "circumstance.": 0.0}
PRIORS |= {"trouble.not": 0.1, "trouble.still": 0.1, "trouble.demand": 0.1, "tone.none": -2.2, "tone.replies": -1.4}
PRIORS |= {"tone.reply": -1.4, "tone.complained": 0.6, "tone.said": 0.6, "tone.impersonal": 0.2, "tone.noted": 0.2}
PRIORS |= {"tone.motion": 0.6, "tone.moves": -1.5, "tone.opinion": 0.6, "tone.stressed": 0.4, "tone.people": 0.2}
PRIORS |= {"tone.asks": -0.6, "circumstance.officer": -0.7, "circumstance.goes_on": 0.5}
PENALTY = 2.0  # on the distance from the priors
HELD = 10.0  # on the weight of a word, whose prior is 0
SEEN = 10  # sentences that a word must stand in
PARTS = 10  # of the bodies, each left out in turn
WORD = "word "  # before the words among the weights
FREE = "circumstance.any"  # matches always: its weight is the intercept, and hardly held to its prior


@dataclass(frozen=True)
class Example:
    """A sentence that no wording settles: whose it is, the rows that match, its words, and whether it voices one."""

    body: str
    rows: tuple[str, ...]
    words: frozenset[str]
    concern: bool


def examples(documents: Iterable[Labelled]) -> Iterator[Example]:
    """The sentences to learn from; questions, which are no concerns, are left out."""
    for document in documents:
        talk = document.talk
        found = list(settled(talk))
        taken = {index for finding in found for index in range(finding.index, finding.last + 1)}
        evidence = Evidence(talk, {finding.index: finding.raised_by for finding in found})
        for index, names in document.labels.items():
            rows = evidence.rows(index)
            if index not in taken and rows and "assurance_sought" not in names:
                said = words_of(talk.sentences[index].text)
                yield Example(document.body, tuple(rule.id for rule in rows), said, "concern" in names)


def words_of(text: str) -> frozenset[str]:
    """The words of a sentence as evidence; all numbers are one."""
    return frozenset(WORD + re.sub(r"\d+", "0", word) for word in re.findall(r"[\w’']+", text.lower()))


def fit(
    seen: NDArray[np.float64], voiced: NDArray[np.float64], prior: NDArray[np.float64], penalty: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The weights of the columns, by Newton's method; the penalty may differ from column to column."""
    weights = prior.copy()
    for _ in range(30):
        chance = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (chance - voiced) + penalty * (weights - prior)
        curve = (seen.T * (chance * (1 - chance))) @ seen + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if abs(step).max() < 1e-6:
            break
    return weights


def prior_of(row: str) -> float:
    """What the meaning of a row lets expect."""
    return PRIORS.get(row, PRIORS[row.split(".")[0] + "."])


def weights_from(data: Sequence[Example], penalty: float = PENALTY, words: bool = False) -> dict[str, float]:
    """The weight of each row, and of each word that stands often enough, if words count as well."""
    rows = sorted({row for example in data for row in example.rows})
    counts = Counter(word for example in data for word in example.words) if words else Counter[str]()
    often = sorted(word for word, count in counts.items() if count >= SEEN)
    seen = np.array([[float(row in e.rows) for row in rows] + [float(w in e.words) for w in often] for e in data])
    voiced = np.array([float(example.concern) for example in data])
    prior = np.array([prior_of(row) for row in rows] + [0.0] * len(often))
    held = np.array([0.01 if row == FREE else penalty for row in rows] + [HELD] * len(often))
    return dict(zip([*rows, *often], fit(seen, voiced, prior, held), strict=True))


def reweighted(text: str, weights: Mapping[str, float]) -> str:
    """The TOML file's text with these weights."""
    pattern = re.compile(r'^(id = "([\w.]+)"\n)weight = .*$', re.MULTILINE)
    return pattern.sub(lambda m: f"{m[1]}weight = {weights.get(m[2], prior_of(m[2])):.2f}", text)


def chances(data: Sequence[Example], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """How likely each sentence voices a concern."""
    odds = np.array(
        [
            sum(weights.get(row, prior_of(row)) for row in example.rows)
            + sum(weights.get(word, 0.0) for word in example.words)
            for example in data
        ]
    )
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return chance


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--penalty", type=float, default=PENALTY)
    cli.add_argument("--words", action="store_true")
    cli.add_argument("--write", action="store_true")
    args = cli.parse_args()
    data = list(examples(labelled()))
    voiced = np.array([float(example.concern) for example in data])
    bodies = np.array([example.body for example in data])
    chance = np.zeros(len(data))
    for number in range(PARTS):
        left = np.isin(bodies, sorted(set(bodies))[number::PARTS])
        kept = weights_from([e for e, out in zip(data, left, strict=True) if not out], args.penalty, args.words)
        chance[left] = chances([e for e, out in zip(data, left, strict=True) if out], kept)
    print(f"{len(data)} open sentences of {len(set(bodies))} bodies, {int(voiced.sum())} voice a concern")
    for threshold in (0.3, 0.4, 0.5, 0.6):
        hits = chance >= threshold
        right = float(voiced[hits].sum())
        precision, recall = right / max(hits.sum(), 1), right / voiced.sum()
        print(f"left out in turn, from {threshold}: precision {precision:.2f}, recall {recall:.2f}")
    weights = weights_from(data, args.penalty, args.words)
    if args.write and not args.words:
        TROUBLE.write_text(reweighted(TROUBLE.read_text("utf-8"), weights), "utf-8")
    for row, weight in sorted(weights.items(), key=lambda item: -item[1]):
        print(f"{weight:6.2f}  {row}")


if __name__ == "__main__":
    main()
