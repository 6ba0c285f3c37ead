"""Accuracy on the gold annotations, field by field, and the items gained and lost against the last figures committed.

    python benchmarks/accuracy.py [--gold ../shared/gold] [--suffix .txt .md] [--save] [evaluate.py's own options]

Extracts every gold document in this process, then calls evaluate.py on the records. `--errors FIELD` and `--doc ID`
are handed through. `--save` writes benchmarks/accuracy.json: the figures and the names of all errors by document.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from minutesparse import extract, read

HERE = Path(__file__).parent
SAVED = HERE / "accuracy.json"


def predict(gold: Path, folder: Path, suffixes: list[str], doc: str | None) -> None:
    """Write the record of every gold document with one of these endings into `folder`."""
    for annotation in sorted(gold.glob("*.json")):
        annotated = json.loads(annotation.read_text("utf-8"))
        source = (gold / annotated["file"]).resolve()
        if (suffixes and source.suffix not in suffixes) or (doc and annotated["doc"] != doc):
            continue
        minutes = extract(read(source))
        (folder / f"{annotated['doc']}.json").write_text(minutes.model_dump_json(), "utf-8")


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, default=HERE.parent.parent / "shared" / "gold")
    cli.add_argument("--suffix", nargs="*", default=[".txt", ".md"])
    cli.add_argument("--doc")
    cli.add_argument("--save", action="store_true")
    args, rest = cli.parse_known_args()
    suffix = ["--suffix", *args.suffix] if args.suffix else []
    doc = ["--doc", args.doc] if args.doc else []
    with tempfile.TemporaryDirectory() as folder:
        predict(args.gold, Path(folder), args.suffix, args.doc)
        evaluate = [sys.executable, str(args.gold.parent / "evaluate.py"), str(args.gold), "--predictions", folder]
        command = [*evaluate, *suffix, *doc, *rest]
        subprocess.run(command, check=True)
        if not args.save and not SAVED.exists():
            return
        figures = json.loads(_output([*evaluate, *suffix, "--json"])) if args.save else {}
        errors = sorted(set(_output([*evaluate, *suffix, "--errors", "all"]).splitlines()))
    if args.save:
        SAVED.write_text(json.dumps({"figures": figures, "errors": errors}, indent=1, ensure_ascii=False), "utf-8")


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
