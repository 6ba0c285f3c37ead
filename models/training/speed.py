"""How fast the command is with a model, beside the model alone over every word, and beside `import spacy`.

    python models/training/speed.py MODEL [--documents 30] [--rounds 5]

Characters a second on the archive, both in turns in one run, and how many of its sentences pass the gate; then the cold
command on a sample.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import spacy

from labels import HOME, SHARED
from minutesparse import extract, language, read
from minutesparse.layout import find_blocks
from minutesparse.pipeline import split_sentences

SAMPLE = HOME / "samples" / "contact-and-custody-assurance.txt"


def seconds(*arguments: str) -> float:
    """How long a new Python takes with these arguments."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def throughput(model: Path, number: int) -> None:
    """Print how fast documents become records with the model, and how fast the model alone reads their text."""
    paths = sorted((SHARED / "archive" / "limerick").glob("*.md"))
    documents = [read(path) for path in paths[:: max(1, len(paths) // number)][:number]]
    helper, nlp = language.find_model(model), spacy.load(model)
    extract(documents[0], helper)
    ours = theirs = alone = 0.0
    for document in documents:
        begun = time.process_time()
        extract(document, helper)
        ours += time.process_time() - begun
        begun = time.process_time()
        extract(document, language.NONE)
        alone += time.process_time() - begun
        texts = [block.text for block in find_blocks(document) if block.text]
        begun = time.process_time()
        list(nlp.pipe(texts, batch_size=64))
        theirs += time.process_time() - begun
    size = sum(len(document.text) for document in documents)
    sentences = [s for d in documents for s in split_sentences(find_blocks(d), language.load())]
    share = sum(language.passes(sentence.text) for sentence in sentences) / len(sentences)
    print(f"rules only          {size / alone:12,.0f} characters a second")
    print(f"with the model      {size / ours:12,.0f}, {theirs / ours:.1f} times the model over every word")
    print(f"model, every word   {size / theirs:12,.0f}")
    print(f"{share:.0%} of {len(sentences)} sentences pass the gate")


def cold(model: Path, rounds: int) -> None:
    """Print how long the command takes on a sample beside `import spacy`."""
    command = ("-m", "minutesparse", "extract", str(SAMPLE), "--model")
    kinds = {"import spacy": ("-c", "import spacy"), "none": (*command, "none"), "model": (*command, str(model))}
    for arguments in kinds.values():
        seconds(*arguments)  # once to fill the caches
    times = {kind: median(seconds(*arguments) for _ in range(rounds)) for kind, arguments in kinds.items()}
    for kind, taken in times.items():
        print(f"{kind:<14} {taken:6.2f} s, {taken / times['import spacy']:4.2f} times import spacy")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    throughput(given.model, given.documents)
    cold(given.model, given.rounds)


if __name__ == "__main__":
    main()
