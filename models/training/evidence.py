"""Fit the weights of data/trouble.toml, by which evidence for a concern adds up.

    python models/training/evidence.py [--penalty 2] [--write]

Logistic regression on the labelled sentences (labels.py) that concerns.toml leaves open and in which something tells of
trouble. The penalty is on the distance from PRIORS, what the meaning of a row lets expect, since few rows are seen
often. Prints precision and recall with all of a body's documents left out in turn; `--write` puts the weights into the
TOML file. Needs NumPy, which spaCy brings.
"""

import argparse
import re
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
FREE = "circumstance.any"  # matches always: its weight is the intercept, and hardly held to its prior


@dataclass(frozen=True)
class Example:
    """A sentence that no wording settles: whose it is, the rows that match, and whether it voices a concern."""

    body: str
    rows: tuple[str, ...]
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
                yield Example(document.body, tuple(rule.id for rule in rows), "concern" in names)


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


def weights_from(data: Sequence[Example], penalty: float = PENALTY) -> dict[str, float]:
    """The weight of each row."""
    rows = sorted({row for example in data for row in example.rows})
    seen = np.array([[float(row in example.rows) for row in rows] for example in data])
    voiced = np.array([float(example.concern) for example in data])
    prior = np.array([prior_of(row) for row in rows])
    held = np.array([0.01 if row == FREE else penalty for row in rows])
    return dict(zip(rows, fit(seen, voiced, prior, held), strict=True))


def reweighted(text: str, weights: Mapping[str, float]) -> str:
    """The TOML file's text with these weights."""
    pattern = re.compile(r'^(id = "([\w.]+)"\n)weight = .*$', re.MULTILINE)
    return pattern.sub(lambda m: f"{m[1]}weight = {weights.get(m[2], prior_of(m[2])):.2f}", text)


def chances(data: Sequence[Example], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """How likely each sentence voices a concern."""
    odds = np.array([sum(weights.get(row, prior_of(row)) for row in example.rows) for example in data])
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return chance


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--penalty", type=float, default=PENALTY)
    cli.add_argument("--write", action="store_true")
    args = cli.parse_args()
    data = list(examples(labelled()))
    voiced = np.array([float(example.concern) for example in data])
    bodies = np.array([example.body for example in data])
    chance = np.zeros(len(data))
    for body in sorted(set(bodies)):
        kept = weights_from([example for example in data if example.body != body], args.penalty)
        chance[bodies == body] = chances([example for example in data if example.body == body], kept)
    print(f"{len(data)} open sentences of {len(set(bodies))} bodies, {int(voiced.sum())} voice a concern")
    for threshold in (0.3, 0.4, 0.5, 0.6):
        hits = chance >= threshold
        right = float(voiced[hits].sum())
        precision, recall = right / max(hits.sum(), 1), right / voiced.sum()
        print(f"left out in turn, from {threshold}: precision {precision:.2f}, recall {recall:.2f}")
    weights = weights_from(data, args.penalty)
    if args.write:
        TROUBLE.write_text(reweighted(TROUBLE.read_text("utf-8"), weights), "utf-8")
    for row, weight in sorted(weights.items(), key=lambda item: -item[1]):
        print(f"{weight:6.2f}  {row}")


if __name__ == "__main__":
    main()
