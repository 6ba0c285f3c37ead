"""Train a classifier that tells what a sentence does, on the labelled sentences (labels.py).

    python models/training/sentences.py OUT [--network bow|cnn] [--syntax FOLDER]

A spaCy pipeline of built-in components that `minutesparse --model OUT` takes. `bow` weighs words;
`cnn` pools over the network of a pipeline trained on the treebanks (--syntax), and trains that further.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from labels import Labelled, labelled
from minutesparse.language import LABELS

SEED = 20240716
BATCH = 32  # sentences
LONGEST = 1200  # characters of a sentence that it is shown
BOW = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": False,
    "ngram_size": 1,
    "no_output_layer": False,
    "length": 65_536,
}
CNN = {
    "@architectures": "spacy.TextCatReduce.v1",
    "exclusive_classes": False,
    "use_reduce_first": False,
    "use_reduce_last": False,
    "use_reduce_max": True,
    "use_reduce_mean": True,
    "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"},
}
# Rounds, learning rate, weight decay, dropout; more rounds of `bow` learn its sentences by heart.
RATES = {"bow": (5, 0.004, 0.0, 0.3), "cnn": (12, 0.001, 0.01, 0.2)}


def sentences(documents: Sequence[Labelled]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every labelled sentence of these documents with its labels."""
    for document in documents:
        for index, names in document.labels.items():
            yield document.talk.sentences[index].text[:LONGEST], names


def train(documents: Sequence[Labelled], network: str = "bow", syntax: Path | None = None) -> Any:
    """A pipeline trained on the sentences of these documents."""
    fix_random_seed(SEED)
    random.seed(SEED)
    if network == "cnn":
        nlp = spacy.load(syntax or "", exclude=["tagger", "lemmatizer", "parser"])
    else:
        nlp = spacy.blank("en")
    classifier: Any = nlp.add_pipe("textcat_multilabel", config={"model": CNN if network == "cnn" else BOW})
    for label in LABELS:
        classifier.add_label(label)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {label: float(label in names) for label in LABELS}})
        for text, names in sentences(documents)
    ]
    classifier.initialize(lambda: examples[:200], nlp=nlp, labels=LABELS)
    rounds, rate, decay, drop = RATES[network]
    optimizer = Adam(rate, L2=decay, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    for _ in range(rounds):
        random.shuffle(examples)
        for at in range(0, len(examples), BATCH):
            nlp.update(examples[at : at + BATCH], sgd=optimizer, drop=drop)
    with nlp.use_params(optimizer.averages):
        return spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())


def main() -> None:
    """Train on all labelled sentences and save the pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--network", choices=sorted(RATES), default="bow")
    parser.add_argument("--syntax", type=Path)
    given = parser.parse_args()
    nlp = train(list(labelled()), given.network, given.syntax)
    nlp.meta.update(name="minutes_sentences", description="Tells what a sentence of minutes does.")
    nlp.to_disk(given.out)


if __name__ == "__main__":
    main()
