"""Compare networks that tell what a sentence does, on annotated documents of bodies that they learnt nothing from.

    python models/training/compare.py FRESH --syntax FOLDER [--networks bow cnn spans] [--rounds N]

FRESH is a folder of annotations in the form of the gold. Their bodies are parted in two; what tells of one half learnt
from all labelled sentences of other bodies. `bow` and `cnn` are those of sentences.py and see a sentence alone; `spans`
is a span categoriser that sees it among the sentences around it, pooled over the network of the treebanks, which is
trained on. Prints average precision by label, and words a second.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from labels import Labelled, annotated_in, labelled_as
from labels import labelled as learnt_from
from minutesparse.language import LABELS
from sentences import LONGEST, SEED, train

Scored = list[dict[str, float]]
ROUNDS, BATCH = 4, 16
WINDOW, MOST = 1200, 8  # characters and sentences that a span categoriser sees at once
SPANS = {
    "spans_key": "does",
    "threshold": 0.0,
    "suggester": {"@misc": "spacy.preset_spans_suggester.v1", "spans_key": "sentences"},
    "model": {
        "@architectures": "spacy.SpanCategorizer.v1",
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"},
        "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 128},
        "scorer": {"@layers": "spacy.LinearLogistic.v1"},
    },
}


def windows(document: Labelled) -> Iterator[list[int]]:
    """The document's sentences in stretches that are read together, by their indices."""
    run: list[int] = []
    size = 0
    for index, sentence in enumerate(document.talk.sentences):
        length = len(sentence.text[:LONGEST])
        if run and (size + length > WINDOW or len(run) >= MOST):
            yield run
            run, size = [], 0
        run.append(index)
        size += length
    yield run


def docs(nlp: Any, document: Labelled, run: Sequence[int]) -> tuple[Doc, Doc, dict[tuple[int, int], int]]:
    """A stretch with its labelled sentences as spans to be judged, the same with their labels, and whose spans."""
    texts = [document.talk.sentences[index].text[:LONGEST] for index in run]
    told, right = (nlp.make_doc(" ".join(texts)) for _ in range(2))
    at, spans, whose = 0, [], {}
    for index, text in zip(run, texts, strict=True):
        span = told.char_span(at, at + len(text), alignment_mode="expand")
        at += len(text) + 1
        if span and index in document.labels:
            spans.append(span)
            whose[span.start, span.end] = index
    told.spans["sentences"] = spans
    right.spans["does"] = [
        Span(right, start, end, label=label)
        for (start, end), index in whose.items()
        for label in document.labels[index]
    ]
    return told, right, whose


def spans_network(documents: Sequence[Labelled], syntax: Path, rounds: int) -> Callable[[Labelled], Scored]:
    """A span categoriser trained on the labelled sentences of these documents."""
    fix_random_seed(SEED)
    random.seed(SEED)
    nlp = spacy.load(syntax, exclude=["tagger", "lemmatizer", "parser"])
    judge: Any = nlp.add_pipe("spancat", config=SPANS)
    made = [docs(nlp, document, run) for document in documents for run in windows(document)]
    examples = [Example(told, right) for told, right, whose in made if whose]
    judge.initialize(lambda: examples[:100], nlp=nlp, labels=LABELS)
    optimizer = Adam(0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    for _ in range(rounds):
        random.shuffle(examples)
        for at in range(0, len(examples), BATCH):
            nlp.update(examples[at : at + BATCH], sgd=optimizer, drop=0.2)

    def scores(document: Labelled) -> Scored:
        found: Scored = [{} for _ in document.talk.sentences]
        with nlp.use_params(optimizer.averages):
            for run in windows(document):
                doc, _, whose = docs(nlp, document, run)
                for _, pipe in nlp.pipeline:
                    doc = pipe(doc)
                told: Any = doc.spans["does"]
                for span, score in zip(told, told.attrs["scores"], strict=True):
                    found[whose[span.start, span.end]][span.label_] = float(score)
        return found

    return scores


def sentence_network(documents: Sequence[Labelled], network: str, syntax: Path) -> Callable[[Labelled], Scored]:
    """One of the networks of sentences.py."""
    nlp = train(documents, network, syntax)
    return lambda document: [
        dict(doc.cats) for doc in nlp.pipe(sentence.text[:LONGEST] for sentence in document.talk.sentences)
    ]


def precision(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Average precision: of the right ones, how many of those scored as high or higher are right, on average."""
    hits = right[np.argsort(-scores, kind="stable")]
    return float((hits * np.cumsum(hits) / np.arange(1, len(hits) + 1)).sum() / max(hits.sum(), 1))


def compare(fresh: Sequence[Labelled], network: str, syntax: Path, rounds: int) -> str:
    """A line of the table: a network's average precision by label, and its speed."""
    bodies = sorted({document.body for document in fresh})
    seen: Mapping[str, list[tuple[float, bool]]] = {label: [] for label in LABELS}
    words, taken = 0, 0.0
    for half in (bodies[::2], bodies[1::2]):
        known = [document for document in learnt_from() if document.body not in half]
        scores = (
            spans_network(known, syntax, rounds) if network == "spans" else sentence_network(known, network, syntax)
        )
        for document in (document for document in fresh if document.body in half):
            begun = time.process_time()
            told = scores(document)
            taken += time.process_time() - begun
            words += sum(len(sentence.text.split()) for sentence in document.talk.sentences)
            for index, names in document.labels.items():
                for label in LABELS:
                    seen[label].append((told[index].get(label, 0.0), label in names))
    cells = [precision(np.array([s for s, _ in pairs]), np.array([r for _, r in pairs])) for pairs in seen.values()]
    return f"| {network} | " + " | ".join(f"{cell:.2f}" for cell in cells) + f" | {words / taken:,.0f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fresh", type=Path)
    parser.add_argument("--syntax", type=Path, required=True)
    parser.add_argument("--networks", nargs="+", choices=("bow", "cnn", "spans"), default=["bow", "cnn", "spans"])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    fresh = [labelled_as(annotation, path) for annotation, path in annotated_in(given.fresh)]
    print("| average precision | " + " | ".join(LABELS) + " | words a second |")
    rates = [[label in names for d in fresh for names in d.labels.values()] for label in LABELS]
    print("| base rate | " + " | ".join(f"{sum(rate) / len(rate):.2f}" for rate in rates) + " | |")
    for network in given.networks:
        print(compare(fresh, network, given.syntax, given.rounds), flush=True)


if __name__ == "__main__":
    main()
