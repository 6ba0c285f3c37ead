"""What each part of a model adds to the rules, measured on annotated minutes: the table in models/README.md.

    python models/training/ablation.py --syntax FOLDER [--network bow|cnn] [--write]

Documents: the gold but its check set, and benchmarks/annotations. All of a body's documents and labels are left out
together: neither the classifier that reads them nor the weights of trouble.toml come from its sentences. (The rules
were mended on these documents all the same, which flatters them.) F1 pools the items of all documents; the interval is
of the difference to the rules, from a bootstrap over documents, both ways on the same ones. Then the reliability of the
confidences of what the rules find, and of the classifier's scores, and how many sentences pass the gate.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from evidence import TROUBLE, examples, reweighted, weights_from
from labels import HOME, SHARED, Labelled, annotations, labelled
from minutesparse import extract, read
from minutesparse.extractors.concerns import evidence
from minutesparse.language import LABELS, NONE, Model, Trained, passes
from minutesparse.rules import Vocabulary, parse
from sentences import LONGEST, train

README = HOME / "models" / "README.md"
FIELDS = (
    *("meeting", "attendees", "attendees.role", "attendees.status", "sections"),
    *("concerns", "actions", "actions:stated", "decisions", "concerns.raised_by"),
)
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
    """F1 of each field in each setting, with the difference to the first and its interval."""
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
            cells.append(f"{value:.3f} ({value - whole[0]:+.3f}; {low:+.3f} to {high:+.3f})")
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


def run(syntax: Path, network: str) -> list[str]:
    """The lines of both tables and of the gate."""
    sys.path.insert(0, str(SHARED))
    evaluate = import_module("evaluate")
    documents = list(labelled())
    of = folds(documents)
    body = {document.doc: document.body for document in documents}
    parser = Trained(str(syntax))
    settings = {name: Measured() for name in ("rules only", "with syntax", "with classifier", "with all")}
    known: dict[int, Parts] = {}
    vocabularies: dict[int, Vocabulary] = {}
    told: dict[str, list[tuple[float, bool]]] = {f"classifier: {label}": [] for label in LABELS}
    told_of = list(examples(documents))
    for gold, path in annotations():
        if HOME.resolve() in path.parents:  # a sample of our own
            continue
        fold = of[body[str(gold["doc"])]]
        if fold not in known:
            known[fold] = calibrated([d for d in documents if of[d.body] != fold], of, network, syntax)
            weights = weights_from([example for example in told_of if of[example.body] != fold])
            vocabularies[fold] = parse("trouble", reweighted(TROUBLE.read_text("utf-8"), weights))
        parts = known[fold]
        every = Parts(parts.classifier, parser, parts.scale)
        models: tuple[Model | str, ...] = (NONE, Parts(None, parser), parts, every)
        with patch.object(evidence, "load", lambda _, fold=fold: vocabularies[fold]):
            for setting, model in zip(settings.values(), models, strict=True):
                measure(evaluate, setting, gold, path, model)
    for document in documents:
        texts = [document.talk.sentences[index].text for index in document.labels]
        if trained := known.get(of[document.body]):
            for score, names in zip(trained.scores(texts), document.labels.values(), strict=True):
                for label in LABELS:
                    told[f"classifier: {label}"].append((score[label], label in names))
    shown = [(passes(text), bool(names & set(LABELS[:2]))) for document in documents for text, names in gated(document)]
    share = sum(through for through, _ in shown) / len(shown)  # of the labelled sentences
    kept = sum(through for through, voiced in shown if voiced) / sum(voiced for _, voiced in shown)
    number = len(settings["rules only"].counts)
    bodies = len(set(body.values()))
    head = f"{number} documents, labels of {bodies} bodies, classifier `{network}`. The difference to the rules"
    return [
        f"{head} and its 95 % interval stand in brackets.",
        "",
        *table(settings),
        "",
        *reliability({f"rules: {name}": seen for name, seen in settings["rules only"].confidences.items()} | told),
        "",
        f"The gate lets {share:.0%} of the labelled sentences pass; of those that voice a concern or seek assurance, "
        f"{kept:.0%}.",
    ]


def gated(document: Labelled) -> list[tuple[str, frozenset[str]]]:
    """The labelled sentences of a document with their labels."""
    return [(document.talk.sentences[index].text, names) for index, names in document.labels.items()]


def main() -> None:
    """Print the tables; --write puts them into models/README.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--syntax", type=Path, required=True)
    parser.add_argument("--network", choices=("bow", "cnn"), default="bow")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    lines = "\n".join(run(given.syntax, given.network))
    print(lines)
    if given.write:
        text = README.read_text("utf-8")
        marked = re.compile(r"(<!-- ablation -->\n).*?(<!-- /ablation -->)", re.DOTALL)
        README.write_text(marked.sub(lambda match: f"{match[1]}\n{lines}\n\n{match[2]}", text), "utf-8")


if __name__ == "__main__":
    main()
