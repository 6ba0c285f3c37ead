"""Sentences labelled by what they do: concern, assurance_sought, response, task, decision; none for all the rest.

`labels.jsonl` has those that were read one by one in documents that nobody annotated: a line for each document of
../shared with the offsets of its sentences in the source and their labels, a space between two; never the sentence.
The annotated documents that may be learnt from (../shared/gold but its check set, benchmarks/annotations and
benchmarks/samples) add all of their sentences.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from minutesparse import language, read
from minutesparse.extractors.attendees import find_attendees
from minutesparse.extractors.concerns.talk import Talk
from minutesparse.extractors.meeting import find_meeting
from minutesparse.layout import find_blocks
from minutesparse.people import People
from minutesparse.pipeline import numbered, split_sentences
from minutesparse.speakers import find_speakers

LABELS = ("concern", "assurance_sought", "response", "task", "decision")
HOME = Path(__file__).resolve().parents[2]
SHARED = HOME.parent / "shared"
KEPT = HOME / "models" / "training" / "labels.jsonl"
_SHORT = 20  # characters up to which words inside others prove nothing


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
        yield Labelled(kept["doc"], body_of(path.parent.name), talk, labels, annotated=False)


def _annotated() -> Iterator[Labelled]:
    yield from (labelled_as(annotation, path) for annotation, path in annotations())


def labelled_as(annotation: Mapping[str, object], path: Path) -> Labelled:
    """An annotated document, all of its sentences labelled by what the annotation quotes."""
    talk = talk_of(path)
    quotes = [(label, words(quote)) for label, quote in _quotes(annotation)]
    labels = {}
    for index, sentence in enumerate(talk.sentences):
        said = words(sentence.text)
        labels[index] = frozenset(label for label, quote in quotes if _same(said, quote))
    doc = str(annotation["doc"])
    return Labelled(doc, body_of(doc.split("--")[0]), talk, labels, annotated=True)


def _same(said: str, quote: str) -> bool:
    """Whether a sentence is what an annotation quotes, or the better part of it."""
    shorter, longer = sorted((said, quote), key=len)
    return said == quote or (len(shorter) > _SHORT and f" {shorter} " in f" {longer} ")


def _quotes(annotation: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What the annotation quotes for each label."""
    for concern in annotation["concerns"]:  # type: ignore[attr-defined]
        yield concern["kind"], concern["quote"]
        yield from (("response", quote) for quote in concern["responses"])
    for label, key in (("task", "actions"), ("decision", "decisions")):
        yield from ((label, item["quote"]) for item in annotation[key])  # type: ignore[attr-defined]


def body_of(folder: str) -> str:
    """Whose minutes a folder or an annotated document's name stands for."""
    return re.sub(r"^limerick.*", "limerick", folder)


def annotated_in(folder: Path) -> Iterator[tuple[dict[str, object], Path]]:
    """The annotated documents of a folder that nothing is learnt from, each with its file."""
    for path in sorted(folder.glob("*.json")):
        annotation = json.loads(path.read_text("utf-8"))
        yield annotation, (folder / annotation["file"]).resolve()


def annotations() -> Iterator[tuple[dict[str, object], Path]]:
    """The annotated documents that may be learnt from, each with its file."""
    sys.path.insert(0, str(HOME / "benchmarks"))
    from annotations import unpack

    kept = set((SHARED / "gold" / "check.txt").read_text("utf-8").split())
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        for home in (SHARED / "gold", Path(folder), HOME / "benchmarks" / "samples"):
            yield from ((annotation, path) for annotation, path in annotated_in(home) if annotation["doc"] not in kept)


def talk_of(path: Path) -> Talk:
    """Who says what in a document, as the pipeline sees it."""
    document = read(path)
    blocks = find_blocks(document)
    sentences = split_sentences(blocks, language.load())
    listed = find_attendees(document, blocks)
    meeting = find_meeting(document, blocks, sentences, listed)
    people = People(numbered(listed, "p"), meeting.chair)
    return Talk(blocks, sentences, find_speakers(blocks, sentences, people), people)


def words(text: str) -> str:
    """The words of a text, to be compared."""
    return " ".join(re.findall(r"\w+", text.lower()))
