"""Put the trained parts together into one pipeline, as it is to ship, with its licence and where its data are from.

    python models/training/assemble.py OUT --syntax FOLDER [--names FOLDER] [--sentences FOLDER]

Only parts that models/README.md shows to earn their place belong into models/en_minutes, where the package finds it.
"""

import argparse
import warnings
from pathlib import Path

import spacy

LICENCE = "CC BY-SA 4.0"
SOURCES = [
    {"name": "UD English EWT", "url": "https://universaldependencies.org", "license": "CC BY-SA 4.0"},
    {"name": "GUM, without its conversations", "url": "https://gucorpling.org/gum", "license": "CC BY 4.0"},
    {"name": "Universal NER, English EWT", "url": "https://www.universalner.org", "license": "CC BY-SA 4.0"},
    {"name": "Wikigold", "url": "https://figshare.com", "license": "CC BY 4.0"},
    {"name": "re3d", "url": "https://github.com/dstl/re3d", "license": "OGL 3.0 and others"},
]


def main() -> None:
    """Write the pipeline, with a LICENSE file of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--syntax", type=Path, required=True)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--sentences", type=Path)
    given = parser.parse_args()
    nlp = spacy.load(given.syntax)
    for folder, part in ((given.names, "ner"), (given.sentences, "textcat_multilabel")):
        if folder:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=r"\[W113\]")  # the classifier's vectors: it has none
                nlp.add_pipe(part, source=spacy.load(folder))
    nlp.meta.update(name="minutes", version="0.1.0", license=LICENCE, sources=SOURCES)
    nlp.meta["description"] = "English for minutes of meetings: syntax, names, what a sentence does."
    nlp.to_disk(given.out)
    notes = [f"{source['name']}, {source['url']}, {source['license']}" for source in SOURCES]
    text = f"Licence of these weights: {LICENCE}, https://creativecommons.org/licenses/by-sa/4.0/\n\nTrained on:\n"
    (given.out / "LICENSE").write_text(text + "\n".join(notes) + "\n", "utf-8")


if __name__ == "__main__":
    main()
