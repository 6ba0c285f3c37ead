"""Annotations of our own of real minutes, kept without a sentence of theirs: every word is a hash.

    python benchmarks/annotations.py pack FOLDER      annotations in the form of the gold into benchmarks/annotations/
    python benchmarks/annotations.py unpack FOLDER    the other way; the words come back out of the documents themselves
    python benchmarks/annotations.py score [the options of accuracy.py]

`unpack` reads each document with this program and looks its words up by their hashes; a word that the document does not
hold stays a hash. Punctuation and capitals are lost, which the scoring does not look at.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from minutesparse import read

HERE = Path(__file__).parent
KEPT = HERE / "annotations"
SHARED = HERE.parent.parent / "shared"
# What is no wording of the text: ids, values of closed lists, numbers, dates, short forms.
PLAIN = {
    "doc",
    "file",
    "kind",
    "status",
    "outcome",
    "number",
    "reference",
    "due_date",
    "date",
    "start_time",
    "end_time",
}
PLAIN |= {"next_meeting"}


def tokens(text: str) -> list[str]:
    """The words that the scoring compares."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower().replace("_", " "))


def hashed(word: str) -> str:
    """A word's hash, which stands for it."""
    return hashlib.sha256(word.encode()).hexdigest()[:8]


def mapped(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """An annotation with every wording changed."""
    if isinstance(value, dict):
        short = key == "abbreviations"  # the short forms are the keys
        return {k: mapped(v, change, "" if short else k) for k, v in value.items() if k != "notes"}
    if isinstance(value, list):
        return [mapped(v, change, key) for v in value] if key != "abbreviations" else value
    return change(value) if isinstance(value, str) and key not in PLAIN else value


def pack(folder: Path) -> None:
    """Keep the annotations of a folder as hashes."""
    KEPT.mkdir(exist_ok=True)
    for path in sorted(folder.glob("*.json")):
        annotation = json.loads(path.read_text("utf-8"))
        source = Path(annotation["file"])
        if not source.is_absolute():
            source = (folder / source).resolve()
        annotation["file"] = source.parts[-2] + "/" + source.parts[-1]
        packed = mapped(annotation, lambda words: " ".join(map(hashed, tokens(words))))
        (KEPT / path.name).write_text(json.dumps(packed, indent=None, separators=(",", ":")) + "\n", "utf-8")


def unpack(folder: Path) -> None:
    """Write the annotations kept with the words of their documents into a folder, in the form of the gold."""
    folder.mkdir(exist_ok=True)
    for path in sorted(KEPT.glob("*.json")):
        annotation = json.loads(path.read_text("utf-8"))
        source = SHARED / "corpus" / annotation["file"]
        document = read(source)
        words = {hashed(word): word for word in tokens(document.reading) + tokens(document.text)}
        known = words.get
        plain = mapped(annotation, lambda text, known=known: " ".join(known(w, w) for w in text.split()))  # type: ignore[misc]
        plain["file"] = str(source.resolve())
        (folder / path.name).write_text(json.dumps(plain, indent=1, ensure_ascii=False), "utf-8")


def score(options: list[str]) -> None:
    """Score the program's records of these documents."""
    with tempfile.TemporaryDirectory() as gold:
        unpack(Path(gold))
        subprocess.run([sys.executable, HERE / "accuracy.py", "--gold", gold, *options], check=True)


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("command", choices=["pack", "unpack", "score"])
    args, rest = cli.parse_known_args()
    if args.command == "score":
        score(rest)
    else:
        {"pack": pack, "unpack": unpack}[args.command](Path(rest[0]))


if __name__ == "__main__":
    main()
