"""Train floret vectors on the archive's text, so that the network knows the words that minutes use.

    python models/training/vectors.py TEXT... OUT [--without GOLD...]

TEXT are folders of Markdown or text files and .conllu files; a file that repeats an annotated document of a GOLD folder
(its JSON files name the sources) is left out, so that no vector has seen what accuracy is measured on.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import floret

from labels import SHARED
from minutesparse import MinutesparseError, read

_TOKEN = re.compile(r"\w+|[^\w\s]")
_RUN = 12  # words in a row that two texts of the same meeting share
_SAME = 0.05  # share of a text's runs that makes it another text of that meeting
DIMENSIONS, BUCKETS, EPOCHS = 64, 20_000, 8


def runs(text: str) -> set[int]:
    """The text's runs of words, as numbers."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}


def annotated(folders: list[Path]) -> set[int]:
    """The runs of words of all annotated documents."""
    found: set[int] = set()
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            record = json.loads(path.read_text("utf-8"))
            for home in (folder, SHARED / "corpus"):  # the annotations of our own name the file below the corpus
                if (source := home / record["file"]).is_file():
                    found |= runs(read(source).reading)
    return found


def texts(paths: list[Path], seen: set[int]) -> Iterator[str]:
    """The texts of files and folders that do not repeat what was seen."""
    for path in paths:
        if path.suffix == ".conllu":
            lines = path.read_text("utf-8").splitlines()
            yield "\n".join(line[9:] for line in lines if line.startswith("# text = "))
            continue
        for file in sorted(p for p in path.rglob("*") if p.suffix in (".md", ".txt")):
            try:
                text = read(file).reading
            except MinutesparseError:
                continue
            if (own := runs(text)) and len(own & seen) <= _SAME * len(own):
                yield text
            else:
                print(f"left out: {file.name}")


def main() -> None:
    """Write OUT, a floret table for `spacy init vectors`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    corpus = given.out.with_suffix(".txt")
    with corpus.open("w", encoding="utf-8") as lines:
        for text in texts(given.text, annotated(given.without)):
            for line in re.split(r"\n|(?<=[.!?])\s", text):
                lines.write(" ".join(_TOKEN.findall(line)) + "\n")
    model = floret.train_unsupervised(
        str(corpus), model="cbow", mode="floret", hashCount=2, bucket=BUCKETS, minn=3, maxn=5, minCount=5,
        dim=DIMENSIONS, epoch=EPOCHS, neg=10, lr=0.05, thread=1,
    )  # fmt: skip
    model.save_floret_vectors(str(given.out))


if __name__ == "__main__":
    main()
