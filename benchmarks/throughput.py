"""Words a second in one process beside those of spaCy's tokenizer, the same texts in turns in one run.

    python benchmarks/throughput.py [FOLDER] [--every N] [--rounds N]

FOLDER is searched for Markdown and text; without one, ../shared/archive. `spacy.blank("en").pipe` only finds the words
and is what they are counted by; ours reads each file and makes its record, by rules alone. Processor seconds, medians
over the rounds; loading is not counted. Prints the peak of memory as well.
"""

import argparse
import resource
import time
from pathlib import Path
from statistics import median

import spacy

from minutesparse import extract, read

ARCHIVE = Path(__file__).resolve().parents[2] / "shared" / "archive"


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", nargs="?", type=Path, default=ARCHIVE)
    cli.add_argument("--every", type=int, default=1)
    cli.add_argument("--rounds", type=int, default=3)
    args = cli.parse_args()
    files = sorted(path for path in args.folder.rglob("*") if path.suffix in (".md", ".txt"))[:: args.every]
    sources = [(path.name, path.read_bytes()) for path in files]
    texts = [data.decode("utf-8", "replace") for _, data in sources]
    blank = spacy.blank("en")
    words = sum(len(document) for document in blank.pipe(texts))
    for name, data in sources[:5]:
        extract(read(data, name))  # load what is loaded once
    ours, theirs = [], []
    for _ in range(args.rounds):
        begun = time.process_time()
        for _document in blank.pipe(texts):
            pass
        between = time.process_time()
        for name, data in sources:
            extract(read(data, name))
        theirs.append(between - begun)
        ours.append(time.process_time() - between)
    us, them = median(ours), median(theirs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(files)} files, {words:,} words")
    print(f"minutesparse      {us:8.2f} s {words / us:12,.0f} words a second")
    print(f'spacy.blank("en") {them:8.2f} s {words / them:12,.0f} words a second')
    print(f"ratio {them / us:.3f}; peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
