"""Accuracy on hand-made annotations, field by field, and the items gained and lost against the last figures saved.

    python benchmarks/accuracy.py [--gold FOLDER] [--suffix .txt .md] [--doc ID] [--only FILE] [--without FILE]
                                  [--errors FIELD] [--json] [--save]

Extracts every annotated document in this process and scores the records as `minutesparse evaluate` does. `--only` and
`--without` name a file that lists documents; those in check.txt beside the annotations are scored, their errors listed
only with `--doc`. `--save` keeps the figures and, by document and field, the errors in benchmarks/accuracy.json: no
words of the documents, only hashes of them.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from minutesparse import Minutes, extract, read
from minutesparse.evaluation.gold import Annotation, parse_annotation
from minutesparse.evaluation.report import Report
from minutesparse.views.figures import Figures

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
SAVED = HERE / "accuracy.json"
FORMATS = [".txt", ".md", ".pdf", ".docx", ".odt", ".html"]
Scored = tuple[Annotation, Minutes]


def predict(gold: Path, suffixes: list[str], doc: str | None, only: set[str] | None, without: set[str]) -> list[Scored]:
    """The record of every annotated document with one of these endings, beside its annotation."""
    scored = []
    for path in sorted(gold.glob("*.json")):
        annotation = parse_annotation(json.loads(path.read_text("utf-8")))
        source = (gold / annotation.file).resolve()
        wanted = doc in (None, annotation.doc) and (only is None or annotation.doc in only)
        if wanted and annotation.doc not in without and source.suffix in suffixes:
            scored.append((annotation, extract(read(source))))
    return scored


def report_of(scored: Sequence[Scored], kept: set[str]) -> Report:
    """The figures, with the errors of all documents but those kept."""
    report = Report()
    for annotation, minutes in scored:
        report.add(annotation, minutes, annotation.doc not in kept)
    return report


def listing(report: Report) -> list[str]:
    """The errors, one a line."""
    return [
        " ".join(f"{doc}\t{error.field}\t{error.what}\t{error.detail}".splitlines()) for doc, error in report.errors
    ]


def errors_of(lines: list[str]) -> dict[str, str]:
    """The errors by what names them without their words: document, field, kind, hash."""
    errors = {}
    for line in lines:
        doc, field, what, detail = line.split("\t", 3)
        digest = hashlib.sha256(f"{what}\t{detail}".encode()).hexdigest()[:10]
        errors[f"{doc} {field} {digest}"] = line
    return errors


def compare(saved: dict[str, list[str]], errors: dict[str, str], docs: set[str]) -> None:
    """Print the errors that are new since the figures were saved, and how many are gone, by document and field."""
    known = {name for name in saved["errors"] if name.split(" ")[0] in docs}
    for name in sorted(set(errors) - known):
        print("lost  ", errors[name])
    gone = Counter(name.rsplit(" ", 1)[0] for name in known - set(errors))
    for name, count in sorted(gone.items()):
        print("gained", name, count)


def listed(path: Path | None) -> set[str]:
    """The documents that a file names, one a line."""
    return set(path.read_text("utf-8").split()) if path and path.exists() else set()


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, default=SHARED / "gold")
    cli.add_argument("--suffix", nargs="+", default=FORMATS)
    cli.add_argument("--doc")
    cli.add_argument("--only", type=Path)
    cli.add_argument("--without", type=Path)
    cli.add_argument("--errors", metavar="FIELD")
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--save", action="store_true")
    args = cli.parse_args()
    check = listed(args.gold / "check.txt")
    scored = predict(args.gold, args.suffix, args.doc, listed(args.only) if args.only else None, listed(args.without))
    report = report_of(scored, set() if args.doc else check)
    if args.errors:
        lines = listing(report)
        print("\n".join(line for line in lines if args.errors in ("all", line.split("\t")[1])))
    elif args.json:
        print(json.dumps(report.as_json(), indent=1))
    else:
        Console(highlight=False, width=100).print(Figures(report))
    if args.errors or args.gold != SHARED / "gold":
        return
    errors = errors_of(listing(report))
    if SAVED.exists():
        compare(json.loads(SAVED.read_text("utf-8")), errors, {annotation.doc for annotation, _ in scored})
    whole = args.suffix == FORMATS and not (args.doc or args.only or args.without)
    if args.save and whole:
        parts = {
            "tuning": [one for one in scored if one[0].doc not in check],
            "check": [one for one in scored if one[0].doc in check],
        }
        figures = {name: report_of(part, check).as_json() for name, part in parts.items()}
        SAVED.write_text(json.dumps({"figures": figures, "errors": sorted(errors)}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
