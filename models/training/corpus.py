"""Make spaCy's training files from the treebanks and name corpora of ../shared/traindata.

    python models/training/corpus.py TRAINDATA OUT

Writes OUT/{train,dev,test,pud,gum}.spacy (syntax) and OUT/names-{train,dev,test}.spacy. A document of them is one
sentence, which is what `minutesparse` shows the pipeline. GUM's conversations are left out, since their licence is
not as clear as that of its other genres.
"""

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from spacy.lang.en import English
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

_RANGE = re.compile(r"(\d+)-(\d+)$")
_UNFREE = "GUM_conversation_"
_KINDS = {"PER": "PERSON", "Person": "PERSON", "ORG": "ORG", "Organisation": "ORG", "LOC": "LOC", "Location": "LOC"}


@dataclass
class Sentence:
    """A sentence of a treebank: a list for each column."""

    id: str = ""
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)

    def doc(self, vocab: Vocab) -> Doc:
        """The sentence as spaCy's document, whose text is that of the treebank."""
        starts: list[bool | int | None] = [position == 0 for position in range(len(self.words))]
        return Doc(
            vocab,
            words=self.words,
            spaces=self.spaces,
            sent_starts=starts,
            tags=self.tags,
            lemmas=self.lemmas,
            heads=self.heads,
            deps=self.deps,
        )


def read_conllu(lines: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file.

    Words are the syntactic ones ("did", "n't"); where a range of them is one printed word, the range says whether a
    space follows it, and the words in it follow one another without any. Empty nodes are left out.
    """
    sentence, glued, end, range_space = Sentence(), 0, 0, True
    for line in lines:
        line = line.rstrip("\n")
        if not line:
            if sentence.words:
                yield sentence
            sentence, end = Sentence(), 0
            continue
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            sentence.id = value.strip() if key.strip() == "sent_id" else sentence.id
            continue
        number, form, lemma, _, tag, _, head, dep, _, misc = line.split("\t")
        space = "SpaceAfter=No" not in misc.split("|")
        if matched := _RANGE.match(number):
            glued, end, range_space = int(matched[1]), int(matched[2]), space
        elif number.isdigit():
            position = int(number)
            if glued <= position <= end:
                space = position == end and range_space
            sentence.words.append(form)
            sentence.spaces.append(space)
            sentence.lemmas.append(form if lemma == "_" else lemma)
            sentence.tags.append(tag)
            sentence.heads.append(int(head) - 1 if head != "0" else position - 1)
            sentence.deps.append("ROOT" if head == "0" else dep)
    if sentence.words:
        yield sentence


def read_names(lines: Iterable[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Words and labels ("B-PERSON", "I-PERSON", "O") of each sentence of a file with a word and its label a line.

    Kinds that are not ours become O. Where the first word of a name is marked as inside it, as Wikigold does, it
    begins there.
    """
    words: list[str] = []
    labels: list[str] = []
    for line in (*lines, ""):
        cells = line.rstrip("\n").split("\t") if "\t" in line else line.split()
        if not cells or line.startswith("# "):
            if words:
                yield words, labels
            words, labels = [], []
            continue
        numbered = cells[0].isdigit() and len(cells) > 2
        word, label = (cells[1], cells[2]) if numbered else (cells[0], cells[-1])
        mark, _, kind = label.partition("-")
        ours = _KINDS.get(kind, "")
        inside = mark == "I" and labels and labels[-1] in (f"B-{ours}", f"I-{ours}")
        words.append(word)
        labels.append(f"{'I' if inside else 'B'}-{ours}" if ours else "O")


def name_doc(vocab: Vocab, words: list[str], labels: list[str], spaces: list[bool] | None = None) -> Doc:
    """A sentence with its names as entities, which do not begin with "the"."""
    doc = Doc(vocab, words=words, spaces=spaces if spaces else joined(words), ents=labels)
    doc.set_ents([Span(doc, e.start + (len(e) > 1 and e[0].lower_ == "the"), e.end, e.label) for e in doc.ents])
    return doc


def joined(words: list[str]) -> list[bool]:
    """Where a space follows each word, as far as that can be told from the words alone."""
    closes, opens = set(".,;:!?)]%'’") | {"'s", "n't", "’s"}, set("([$£€")
    return [after not in closes and word not in opens for word, after in pairwise([*words, "."])]


def syntax(data: Path, vocab: Vocab) -> dict[str, list[Doc]]:
    """The documents of each part: train and dev of both treebanks; the tests apart."""
    splits = gum_splits(data / "gum" / "splits.md")
    parts: dict[str, list[Doc]] = {"train": [], "dev": [], "test": [], "pud": [], "gum": []}
    for part in ("train", "dev", "test"):
        parts[part] += _docs(data / "ud_ewt" / f"en_ewt-ud-{part}.conllu", vocab)
    parts["pud"] += _docs(data / "ud_pud" / "en_pud-ud-test.conllu", vocab)
    for path in sorted((data / "gum" / "dep").glob("*.conllu")):
        if not path.name.startswith(_UNFREE):
            part = splits.get(path.stem, "train")
            parts["gum" if part == "test" else part] += _docs(path, vocab)
    return parts


def gum_splits(path: Path) -> dict[str, str]:
    """The part of each GUM document that is not for training: "dev" or "test"."""
    parts, part = {}, ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line.strip().startswith("* ") and part in ("dev", "test"):
            parts[line.strip()[2:].strip()] = part
    return parts


def names(data: Path, vocab: Vocab) -> dict[str, list[Doc]]:
    """The documents of the name corpora: a tenth of those without a split of their own is for dev."""
    parts: dict[str, list[Doc]] = {"train": [], "dev": [], "test": []}
    for part in parts:
        spaces = {tuple(s.words): s.spaces for s in _sentences(data / "ud_ewt" / f"en_ewt-ud-{part}.conllu")}
        for words, labels in _named(data / "uner_ewt" / f"en_ewt-ud-{part}.iob2"):
            parts[part].append(name_doc(vocab, words, labels, spaces.get(tuple(words))))
    wikigold = _named(data / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt")
    re3d = (s for path in sorted((data / "re3d" / "data-by-source" / "conll").rglob("*.conll")) for s in _named(path))
    for number, (words, labels) in enumerate(
        s for corpus in (wikigold, re3d) for s in corpus if s[0] != ["-DOCSTART-"]
    ):
        parts["dev" if number % 10 == 9 else "train"].append(name_doc(vocab, words, labels))
    return parts


def _sentences(path: Path) -> Iterator[Sentence]:
    with path.open(encoding="utf-8") as lines:
        yield from read_conllu(lines)


def _docs(path: Path, vocab: Vocab) -> list[Doc]:
    return [sentence.doc(vocab) for sentence in _sentences(path)]


def _named(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    with path.open(encoding="utf-8") as lines:
        yield from read_names(lines)


def main() -> None:
    """Write all parts and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("traindata", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    vocab = English().vocab
    parts = syntax(given.traindata, vocab) | {f"names-{k}": docs for k, docs in names(given.traindata, vocab).items()}
    for part, docs in parts.items():
        DocBin(docs=docs, store_user_data=False).to_disk(given.out / f"{part}.spacy")
        print(
            f"{part:12}{len(docs):8} sentences {sum(map(len, docs)):8} words {sum(len(d.ents) for d in docs):6} names"
        )


if __name__ == "__main__":
    main()
