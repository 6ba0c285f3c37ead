"""Sentences labelled by what they do: concern, assurance_sought, response, task, decision; none for all the rest.

`labels.jsonl` has those that were read one by one in documents that nobody annotated: a line for each document of
../shared with the offsets of its sentences in the source and their labels, a space between two; never the sentence.
The annotated documents that may be learnt from (see evidence.py) add all of their sentences.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence import HOME, SHARED, annotations, talk_of, words

from minutesparse import read
from minutesparse.extractors.concerns.talk import Talk

LABELS = ("concern", "assurance_sought", "response", "task", "decision")
KEPT = HOME / "models" / "training" / "labels.jsonl"
_SHORT = 20  # characters up to which a quote inside a sentence proves nothing


@dataclass(frozen=True)
class Labelled:
    """A document with the labels of some of its sentences, by their index; an empty set for one that does nothing."""

    doc: str
    body: str  # whose minutes they are; all of Limerick's are of one house
    talk: Talk
    labels: Mapping[int, frozenset[str]]
    annotated: bool


def labelled() -> Iterator[Labelled]:
    """All labelled documents, those read first."""
    yield from _read()
    yield from _annotated()


def _read() -> Iterator[Labelled]:
    for line in KEPT.read_text("utf-8").splitlines():
        kept = json.loads(line)
        path = SHARED / kept["doc"]
        talk, document = talk_of(path), read(path)
        spans = [document.span(sentence.start, sentence.end) for sentence in talk.sentences]
        labels: dict[int, frozenset[str]] = {}
        for start, end, names in kept["labels"]:
            shared = [min(end, span.end) - max(start, span.start) for span in spans]
            index = max(range(len(spans)), key=shared.__getitem__)
            if 2 * shared[index] > max(end - start, spans[index].end - spans[index].start):
                labels[index] = frozenset(names.split()) - {"none"}
        yield Labelled(kept["doc"], _body(path.parent.name), talk, labels, annotated=False)


def _annotated() -> Iterator[Labelled]:
    for annotation, path in annotations():
        talk = talk_of(path)
        quotes = [(label, words(quote)) for label, quote in _quotes(annotation)]
        labels = {}
        for index, sentence in enumerate(talk.sentences):
            said = words(sentence.text)
            found = {label for label, q in quotes if said and (said in q or (len(q) > _SHORT and q in said))}
            labels[index] = frozenset(found)
        yield Labelled(
            str(annotation["doc"]), _body(str(annotation["doc"]).split("--")[0]), talk, labels, annotated=True
        )


def _quotes(annotation: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What the annotation quotes for each label."""
    for concern in annotation["concerns"]:  # type: ignore[attr-defined]
        yield concern["kind"], concern["quote"]
        yield from (("response", quote) for quote in concern["responses"])
    for label, key in (("task", "actions"), ("decision", "decisions")):
        yield from ((label, item["quote"]) for item in annotation[key])  # type: ignore[attr-defined]


def _body(folder: str) -> str:
    return re.sub(r"^limerick.*", "limerick", folder)
