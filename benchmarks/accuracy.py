"""Accuracy on hand-made annotations, field by field, and the items gained and lost against the last figures saved.

    python benchmarks/accuracy.py [--gold FOLDER] [--suffix .txt .md] [--doc ID] [--save] [evaluate.py's own options]

Extracts every annotated document in this process, then has evaluate.py score the records; `--without FILE`, `--only
FILE` and `--errors FIELD` are handed through. `--save` keeps the figures and, by document and field, the errors in
benchmarks/accuracy.json: no words of the documents, only hashes of them.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from minutesparse import extract, read

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
SAVED = HERE / "accuracy.json"
FORMATS = [".txt", ".md", ".pdf", ".docx", ".odt", ".html"]


def predict(gold: Path, folder: Path, suffixes: list[str], doc: str | None) -> None:
    """Write the record of every annotated document with one of these endings into `folder`."""
    for annotation in sorted(gold.glob("*.json")):
        annotated = json.loads(annotation.read_text("utf-8"))
        source = (gold / annotated["file"]).resolve()
        if source.suffix in suffixes and doc in (None, annotated["doc"]):
            minutes = extract(read(source))
            (folder / f"{annotated['doc']}.json").write_text(minutes.model_dump_json(), "utf-8")


def errors_of(listing: str) -> dict[str, str]:
    """The errors that evaluate.py lists, by what names them without their words: document, field, kind, hash."""
    errors = {}
    for line in listing.splitlines():
        doc, field, what, detail = line.split("\t", 3)
        digest = hashlib.sha256(f"{what}\t{detail}".encode()).hexdigest()[:10]
        errors[f"{doc} {field} {digest}"] = line
    return errors


def compare(saved: dict[str, list[str]], errors: dict[str, str]) -> None:
    """Print the errors that are new since the figures were saved, and how many are gone, by document and field."""
    known = set(saved["errors"])
    for name in sorted(set(errors) - known):
        print("lost  ", errors[name])
    gone = Counter(name.rsplit(" ", 1)[0] for name in known - set(errors))
    for name, count in sorted(gone.items()):
        print("gained", name, count)


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, default=SHARED / "gold")
    cli.add_argument("--suffix", nargs="+", default=FORMATS)
    cli.add_argument("--doc")
    cli.add_argument("--save", action="store_true")
    args, rest = cli.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        predict(args.gold, Path(folder), args.suffix, args.doc)
        evaluate = [sys.executable, str(SHARED / "evaluate.py"), str(args.gold), "--predictions", folder]
        evaluate += ["--suffix", *args.suffix, *(["--doc", args.doc] if args.doc else [])]
        subprocess.run([*evaluate, *rest], check=True)
        whole = args.gold == SHARED / "gold" and args.suffix == FORMATS and not args.doc and "--errors" not in rest
        if not whole:
            return
        errors = errors_of(_output([*evaluate, "--errors", "all"]))
        if SAVED.exists():
            compare(json.loads(SAVED.read_text("utf-8")), errors)
        if args.save:
            figures = {
                "tuning": json.loads(_output([*evaluate, "--json", "--without", str(args.gold / "check.txt")])),
                "check": json.loads(_output([*evaluate, "--json", "--only", str(args.gold / "check.txt")])),
            }
            SAVED.write_text(json.dumps({"figures": figures, "errors": sorted(errors)}, indent=1) + "\n", "utf-8")


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
