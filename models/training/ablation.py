"""What each part of a model adds to the rules, measured on annotated minutes: the table in models/README.md.

    python models/training/ablation.py --syntax FOLDER [--network bow|cnn] [--fresh FOLDER] [--write]

Documents: the gold but its check set, and benchmarks/annotations. All of a body's documents and labels are left out
together: neither the classifier that reads them nor the weights of trouble.toml come from its sentences. The rules
were mended on these documents all the same, which flatters them; `--fresh` measures on a folder of annotations in the
form of the gold that nobody has worked on, and from which nothing is learnt. F1 pools the items of all documents; the
interval is of the difference to the rules, from a bootstrap over documents, both ways on the same ones. "With words"
adds a weight for each word to the evidence of trouble.toml, "with classifier" asks a network. Then the reliability of
the confidences of what the rules find, and of the classifier's scores, and how many sentences pass the gate.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from evidence import TROUBLE, examples, reweighted, weights_from, words_of
from labels import HOME, SHARED, Labelled, annotated_in, annotations, body_of, labelled
from minutesparse import extract, read
from minutesparse.extractors.concerns import evidence
from minutesparse.language import LABELS, NONE, Model, Trained, passes
from minutesparse.rules import Rule, parse
from sentences import LONGEST, train

README = HOME / "models" / "README.md"
FIELDS = (
    *("meeting", "attendees", "attendees.role", "attendees.status", "sections"),
    *("concerns", "actions", "actions:stated", "decisions", "concerns.raised_by", "concerns.responses"),
)
SETTINGS = ("rules only", "with words", "with syntax", "with classifier", "with all")
FOLDS, SAMPLES, SEED = 8, 2000, 20240716
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
Counts = dict[str, tuple[int, int, int]]  # by field: found and right, found and wrong, missed


@dataclass
class Parts:
    """A model put together from parts, each of which may be missing."""

    classifier: Any = None
    syntax: Model | None = None
    scale: tuple[float, float] = (0.0, 1.0)  # of the classifier's log-odds, so that they mean what they say

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The classifier's scores, calibrated."""
        if self.classifier is None:
            return [{} for _ in texts]
        docs = self.classifier.pipe((text[:LONGEST] for text in texts), batch_size=64)
        offset, slope = self.scale
        return [
            {label: float(1 / (1 + np.exp(-offset - slope * logit(doc.cats[label])))) for label in LABELS}
            for doc in docs
        ]

    def subjects(self, texts: Sequence[str]) -> list[tuple[int, int] | None]:
        """The parser's subjects."""
        return self.syntax.subjects(texts) if self.syntax else [None for _ in texts]


@dataclass
class Measured:
    """The counts of each document, in one setting, and what is known of confidences."""

    counts: list[Counts] = field(default_factory=list)
    confidences: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))


def logit(chance: float) -> float:
    """Log-odds."""
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return float(np.log(chance / (1 - chance)))


def folds(documents: Sequence[Labelled]) -> dict[str, int]:
    """The fold of each body."""
    bodies = sorted({document.body for document in documents})
    order = np.random.default_rng(SEED).permutation(len(bodies))
    return {bodies[at]: number % FOLDS for number, at in enumerate(order)}


def calibrated(documents: Sequence[Labelled], of: Mapping[str, int], network: str, syntax: Path) -> Parts:
    """A classifier trained on most of these documents, its log-odds scaled on the rest, other bodies."""
    spare = min({of[document.body] for document in documents})
    parts = Parts(train([d for d in documents if of[d.body] != spare], network, syntax))
    seen, voiced = [], []
    for document in documents:
        if of[document.body] == spare:
            texts = [document.talk.sentences[index].text for index in document.labels]
            for score, names in zip(parts.scores(texts), document.labels.values(), strict=True):
                for label in LABELS:
                    seen.append(logit(score[label]))
                    voiced.append(label in names)
    parts.scale = scaling(np.array(seen), np.array(voiced, dtype=float))
    return parts


def scaling(seen: NDArray[np.float64], voiced: NDArray[np.float64]) -> tuple[float, float]:
    """Offset and slope by which log-odds come to mean what they say (Platt), by Newton's method."""
    columns = np.stack([np.ones_like(seen), seen], axis=1)
    weights = np.zeros(2)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-columns @ weights))
        curve = (columns.T * (chance * (1 - chance))) @ columns + 1e-6 * np.eye(2)
        weights -= np.clip(np.linalg.solve(curve, columns.T @ (chance - voiced)), -1, 1)  # so that it cannot run away
    return float(weights[0]), float(weights[1])


def measure(evaluate: Any, setting: Measured, gold: dict[str, Any], path: Path, model: Model | str) -> None:
    """Add the counts of a document and the confidences of what was found in it."""
    record = json.loads(extract(read(path), model).model_dump_json())
    scores: Any = defaultdict(evaluate.Tally)
    evaluate.score_document(gold, record, scores, [])
    setting.counts.append({name: (scores[name].tp, scores[name].fp, scores[name].fn) for name in FIELDS})
    for name in ("concerns", "actions", "decisions"):
        found = record[name]
        pairs = evaluate.pair(
            gold[name] or [],
            found,
            lambda g, p: max(evaluate.token_f1(words, p["text"]) for words in evaluate.quotes(g)),
            evaluate.ITEM,
        )
        right = {index for _, index in pairs}
        setting.confidences[name] += [(item["confidence"], n in right) for n, item in enumerate(found)]


def f1(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of pooled counts, the last axis of which is right, wrong, missed."""
    total = 2 * counts[..., 0] + counts[..., 1] + counts[..., 2]
    return np.where(total > 0, 2 * counts[..., 0] / np.maximum(total, 1), np.nan)


def table(settings: Mapping[str, Measured]) -> list[str]:
    """F1 of each field in each setting; where it differs from the first, by how much, and the interval."""
    names = list(settings)
    lines = ["| F1 | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    draw = np.random.default_rng(SEED)
    number = len(settings[names[0]].counts)
    samples = draw.integers(0, number, (SAMPLES, number))
    for name in FIELDS:
        by_setting = [np.array([c[name] for c in settings[key].counts], dtype=float) for key in names]
        whole = [float(f1(counts.sum(0))) for counts in by_setting]
        drawn = [f1(counts[samples].sum(1)) for counts in by_setting]
        cells = [f"{whole[0]:.3f}"]
        for value, sample in zip(whole[1:], drawn[1:], strict=True):
            low, high = np.nanpercentile(sample - drawn[0], [2.5, 97.5])
            same = np.array_equal(sample, drawn[0], equal_nan=True)
            cells.append(f"{value:.3f}" + ("" if same else f" ({value - whole[0]:+.3f}; {low:+.3f} to {high:+.3f})"))
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def reliability(confidences: Mapping[str, Sequence[tuple[float, bool]]]) -> list[str]:
    """How many of what was found with a confidence in each range is right."""
    heads = [f"{low:.1f} to {min(high, 1):.1f}" for low, high in pairwise(BINS)]
    lines = ["| right of those with a confidence of | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(heads)]
    for name, seen in confidences.items():
        cells = []
        for low, high in pairwise(BINS):
            right = [hit for confidence, hit in seen if low <= confidence < high]
            cells.append(f"{sum(right) / len(right):.2f} ({len(right)})" if right else "")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


@contextmanager
def weighing(weights: Mapping[str, float]) -> Iterator[None]:
    """The rules with these weights of the rows of trouble.toml, and of words, where there are any."""
    vocabulary = parse("trouble", reweighted(TROUBLE.read_text("utf-8"), weights))
    weigh = evidence.Evidence.weigh

    def with_words(self: evidence.Evidence, index: int) -> tuple[float, Rule | None]:
        chance, rule = weigh(self, index)
        said = sum(weights.get(word, 0.0) for word in words_of(self.talk.sentences[index].text))
        return (float(1 / (1 + np.exp(-logit(chance) - said))), rule) if rule else (chance, rule)

    with patch.object(evidence, "load", lambda _: vocabulary), patch.object(evidence.Evidence, "weigh", with_words):
        yield


class Ablation:
    """The parts and weights that were learnt without the bodies of a fold, and the settings that they make up."""

    def __init__(self, syntax: Path, network: str) -> None:
        sys.path.insert(0, str(SHARED))
        self.evaluate = import_module("evaluate")
        self.syntax, self.network = syntax, network
        self.parser = Trained(str(syntax))
        self.documents = list(labelled())
        self.folds = folds(self.documents)
        self.examples = list(examples(self.documents))
        self.known: dict[int, tuple[Parts, dict[str, float], dict[str, float]]] = {}

    def without(self, fold: int) -> tuple[Parts, dict[str, float], dict[str, float]]:
        """The classifier, the weights of rows, and those of rows and words, all learnt without a fold."""
        if fold not in self.known:
            others = [document for document in self.documents if self.folds[document.body] != fold]
            told = [example for example in self.examples if self.folds[example.body] != fold]
            parts = calibrated(others, self.folds, self.network, self.syntax)
            self.known[fold] = parts, weights_from(told), weights_from(told, words=True)
        return self.known[fold]

    def measured(self, annotated: Iterator[tuple[dict[str, Any], Path]]) -> dict[str, Measured]:
        """What each setting finds in annotated documents; those that came with the project are left out."""
        settings = {name: Measured() for name in SETTINGS}
        for gold, path in annotated:
            if HOME.resolve() in path.parents:  # a sample of our own
                continue
            parts, rows, words = self.without(self.folds.get(body_of(str(gold["doc"]).split("--")[0]), 0))
            syntax, every = Parts(None, self.parser), Parts(parts.classifier, self.parser, parts.scale)
            models: tuple[Model | str, ...] = (NONE, NONE, syntax, parts, every)
            for (name, setting), model in zip(settings.items(), models, strict=True):
                with weighing(words if name == "with words" else rows):
                    measure(self.evaluate, setting, gold, path, model)
        return settings

    def told(self) -> dict[str, list[tuple[float, bool]]]:
        """The classifier's scores of the labelled sentences of the folds that were left out, and whether they hold."""
        told: dict[str, list[tuple[float, bool]]] = {f"classifier: {label}": [] for label in LABELS}
        for document in self.documents:
            if trained := self.known.get(self.folds[document.body]):
                texts = [document.talk.sentences[index].text for index in document.labels]
                for score, names in zip(trained[0].scores(texts), document.labels.values(), strict=True):
                    for label in LABELS:
                        told[f"classifier: {label}"].append((score[label], label in names))
        return told


def run(syntax: Path, network: str, fresh: Path | None) -> dict[str, list[str]]:
    """The lines of each part of models/README.md, by its mark there."""
    ablation = Ablation(syntax, network)
    parts = {"fresh": both_tables(ablation.measured(annotated_in(fresh)))} if fresh else {}
    parts["ablation"] = [*both_tables(ablation.measured(annotations())), "", *reliability(ablation.told()), ""]
    shown = [(passes(text), bool(names & set(LABELS[:2]))) for d in ablation.documents for text, names in gated(d)]
    share = sum(through for through, _ in shown) / len(shown)  # of the labelled sentences
    kept = sum(through for through, voiced in shown if voiced) / sum(voiced for _, voiced in shown)
    parts["ablation"].append(
        f"The gate lets {share:.0%} of the labelled sentences pass; of those that voice a concern or seek assurance, "
        f"{kept:.0%}. Labels of {len(ablation.folds)} bodies, classifier `{network}`."
    )
    return parts


def both_tables(settings: Mapping[str, Measured]) -> list[str]:
    """What each setting finds in a set of documents, and how reliable the rules are there."""
    sure = {f"rules: {name}": seen for name, seen in settings[SETTINGS[0]].confidences.items()}
    return [f"{len(settings[SETTINGS[0]].counts)} documents.", "", *table(settings), "", *reliability(sure)]


def gated(document: Labelled) -> list[tuple[str, frozenset[str]]]:
    """The labelled sentences of a document with their labels."""
    return [(document.talk.sentences[index].text, names) for index, names in document.labels.items()]


def main() -> None:
    """Print the tables; --write puts them into models/README.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--syntax", type=Path, required=True)
    parser.add_argument("--network", choices=("bow", "cnn"), default="bow")
    parser.add_argument("--fresh", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    text = README.read_text("utf-8")
    for mark, lines in run(given.syntax, given.network, given.fresh).items():
        part = "\n".join(lines)
        print(f"{part}\n")
        before, opened, rest = text.partition(f"<!-- {mark} -->\n")
        _, closed, after = rest.partition(f"<!-- /{mark} -->")
        text = f"{before}{opened}\n{part}\n\n{closed}{after}"
    if given.write:
        README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
