"""Fit the weights of data/trouble.toml, by which evidence for a concern adds up.

    python models/training/evidence.py [--penalty 2] [--write]

Logistic regression on the sentences of annotated documents (../shared/gold but its check set, benchmarks/annotations
and benchmarks/samples) that concerns.toml leaves open and in which something tells of trouble. The penalty is on the
distance from PRIORS, what the meaning of a row lets expect, since few rows are seen often. Prints precision and recall
with one document left out in turn; `--write` puts the weights into the TOML file. Needs NumPy, which spaCy brings.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from minutesparse import language, read
from minutesparse.extractors.attendees import find_attendees
from minutesparse.extractors.concerns.evidence import Evidence
from minutesparse.extractors.concerns.finding import settled
from minutesparse.extractors.concerns.talk import Talk
from minutesparse.extractors.meeting import find_meeting
from minutesparse.layout import find_blocks
from minutesparse.people import People
from minutesparse.pipeline import numbered, split_sentences
from minutesparse.speakers import find_speakers

HOME = Path(__file__).resolve().parents[2]
SHARED = HOME.parent / "shared"
TROUBLE = HOME / "src" / "minutesparse" / "data" / "trouble.toml"
PRIORS = {"trouble.": 0.6, "tone.": -0.8, "circumstance.": 0.0}
PRIORS |= {"trouble.not": 0.1, "trouble.still": 0.1, "trouble.demand": 0.1, "tone.none": -2.2, "tone.replies": -1.4}
PRIORS |= {"tone.reply": -1.4, "tone.complained": 0.6, "tone.said": 0.6, "tone.impersonal": 0.2, "tone.noted": 0.2}
PRIORS |= {"circumstance.officer": -0.7}
FREE = "circumstance.any"  # matches always: its weight is the intercept, and hardly held to its prior


@dataclass(frozen=True)
class Example:
    """A sentence that no wording settles: its document, the rows that match, and whether it voices a concern."""

    doc: str
    rows: tuple[str, ...]
    concern: bool


def annotations() -> Iterator[tuple[dict[str, object], Path]]:
    """The annotated documents that may be learnt from, each with its file."""
    sys.path.insert(0, str(HOME / "benchmarks"))
    from annotations import unpack

    kept = set((SHARED / "gold" / "check.txt").read_text("utf-8").split())
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        for home in (SHARED / "gold", Path(folder), HOME / "benchmarks" / "samples"):
            for path in sorted(home.glob("*.json")):
                annotation = json.loads(path.read_text("utf-8"))
                if annotation["doc"] not in kept:
                    yield annotation, (home / annotation["file"]).resolve()


def talk_of(path: Path) -> Talk:
    """Who says what in a document, as the pipeline sees it."""
    document = read(path)
    blocks = find_blocks(document)
    sentences = split_sentences(blocks, language.load())
    listed = find_attendees(document, blocks)
    meeting = find_meeting(document, blocks, sentences, listed)
    people = People(numbered(listed, "p"), meeting.chair)
    return Talk(blocks, sentences, find_speakers(sentences, people), people)


def examples() -> Iterator[Example]:
    """The sentences to learn from; questions, which are no concerns, are left out."""
    for annotation, path in annotations():
        talk = talk_of(path)
        found = list(settled(talk))
        known = {finding.index: finding.raised_by for finding in found}
        taken = {index for finding in found for index in range(finding.index, finding.last + 1)}
        evidence = Evidence(talk, known)
        quotes = [(c["kind"], words(c["quote"])) for c in annotation["concerns"]]  # type: ignore[attr-defined]
        for index, sentence in enumerate(talk.sentences):
            rows = evidence.rows(index)
            if index in taken or not rows:
                continue
            said = words(sentence.text)
            kinds = {kind for kind, quote in quotes if said in quote or (len(quote) > 20 and quote in said)}
            if "assurance_sought" not in kinds:
                yield Example(str(annotation["doc"]), tuple(rule.id for rule in rows), "concern" in kinds)


def words(text: str) -> str:
    """The words of a text, to be compared."""
    return " ".join(re.findall(r"\w+", text.lower()))


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


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--penalty", type=float, default=2.0)
    cli.add_argument("--write", action="store_true")
    args = cli.parse_args()
    data = list(examples())
    rows = sorted({row for example in data for row in example.rows})
    seen = np.array([[float(row in example.rows) for row in rows] for example in data])
    voiced = np.array([float(example.concern) for example in data])
    docs = np.array([example.doc for example in data])
    prior = np.array([prior_of(row) for row in rows])
    penalty = np.array([0.01 if row == FREE else args.penalty for row in rows])
    chance = np.zeros(len(data))
    for doc in sorted(set(docs)):
        out = docs == doc
        chance[out] = 1 / (1 + np.exp(-seen[out] @ fit(seen[~out], voiced[~out], prior, penalty)))
    print(f"{len(data)} open sentences in {len(set(docs))} documents, {int(voiced.sum())} voice a concern")
    for threshold in (0.3, 0.4, 0.5, 0.6):
        hits = chance >= threshold
        right = float(voiced[hits].sum())
        precision, recall = right / max(hits.sum(), 1), right / voiced.sum()
        print(f"left out in turn, from {threshold}: precision {precision:.2f}, recall {recall:.2f}")
    weights = dict(zip(rows, fit(seen, voiced, prior, penalty), strict=True))
    if args.write:
        text = TROUBLE.read_text("utf-8")
        pattern = re.compile(r'^(id = "([\w.]+)"\n)weight = .*$', re.MULTILINE)
        changed = pattern.sub(lambda m: f"{m[1]}weight = {weights.get(m[2], prior_of(m[2])):.2f}", text)
        TROUBLE.write_text(changed, "utf-8")
    for row, weight in sorted(weights.items(), key=lambda item: -item[1]):
        print(f"{weight:6.2f}  {row}")


if __name__ == "__main__":
    main()
