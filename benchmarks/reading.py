"""Reading PDF and DOCX beside other readers: words lost, order broken, seconds and memory.

    python benchmarks/reading.py [--shared ../shared] [--save]

References are the project's own samples, exported to both formats, and ten pages of real minutes whose words were
corrected by hand against the picture of the page (benchmarks/reading/pages.json holds their hashes). `lost` is the
share of the reference's words that a reader does not give; `broken` the share of the words it gives that lie outside
the longest runs in the reference's order. Seconds and memory are those of one process over all files of the corpus,
the readers one after another in one run; needs pypdf, pdfplumber, markitdown and python-docx.
"""

import argparse
import contextlib
import hashlib
import io
import json
import logging
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
_WORD = re.compile(r"\w+(?:[’'./@&-]\w+)*")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def ours(path: Path) -> str:
    """By this project."""
    from minutesparse import read

    return read(path).reading


def by_pypdf(path: Path) -> str:
    """By pypdf."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def by_pdfplumber(path: Path) -> str:
    """By pdfplumber."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)


def by_markitdown(path: Path) -> str:
    """By markitdown, its marks taken out."""
    from markitdown import MarkItDown

    return re.sub(r"[*|\\#]|(?m:^\s*[-:| ]+$)", " ", str(MarkItDown(enable_plugins=False).convert(path).text_content))


def by_python_docx(path: Path) -> str:
    """By python-docx, paragraphs and table cells."""
    from docx import Document

    document = Document(str(path))
    out = []
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            out += [cell.text for row in part.rows for cell in row.cells]
        else:
            out.append(part.text)
    return "\n".join(out)


READERS: dict[str, dict[str, Callable[[Path], str]]] = {
    "pdf": {"minutesparse": ours, "pypdf": by_pypdf, "pdfplumber": by_pdfplumber, "markitdown": by_markitdown},
    "docx": {"minutesparse": ours, "python-docx": by_python_docx, "markitdown": by_markitdown},
}


def words(text: str) -> list[str]:
    """The words of a text, as hashes, so that a reference may be kept without its text."""
    plain = re.sub(r"[*|\\\f]", " ", text.lower())
    return [hashlib.sha256(word.encode()).hexdigest()[:10] for word in _WORD.findall(plain)]


def compare(reference: list[str], found: list[str]) -> tuple[int, int, int]:
    """Words of the reference that were lost, words that were found, and those of them out of order."""
    common = sum((Counter(reference) & Counter(found)).values())
    blocks = SequenceMatcher(None, reference, found, autojunk=False).get_matching_blocks()
    return len(reference) - common, common, common - min(sum(block.size for block in blocks), common)


def samples() -> Iterator[tuple[str, list[Any]]]:
    """The project's samples as the parts that the writers of the tests take."""
    from formats import Part
    from minutesparse import read

    for path in sorted((HERE.parent / "samples").iterdir()):
        if path.suffix not in (".md", ".txt") or path.name == "README.md":
            continue
        document = read(path)
        parts: list[Part] = []
        for line in document.lines:
            text = document.reading[line.start : line.end]
            if line.style == "row" and line.cells:
                row = tuple(document.reading[a:b] for a, b in line.cells)
                if parts and parts[-1].kind == "table" and len(parts[-1].rows[0]) == len(row):
                    parts[-1] = Part("table", rows=(*parts[-1].rows, row))
                else:
                    parts.append(Part("table", rows=(row,)))
            elif line.style != "meta":
                parts.append(Part({"heading": "heading", "item": "item"}.get(line.style, "text"), text))
        yield path.stem, parts


def references(kind: str, shared: Path, folder: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """Name, file and words of every reference."""
    import formats

    for name, parts in samples():
        number, expected = 0, []
        for part in parts:
            number += part.kind == "heading"
            expected += [f"{number}."] if part.kind == "heading" else []
            expected += [cell for row in part.rows for cell in row] or [part.text]
        path = folder / f"{name}.{kind}"
        path.write_bytes({"pdf": formats.pdf, "docx": formats.docx}[kind](parts))
        yield "samples", path, words("\n".join(expected))
    if kind == "pdf" and (shared / "corpus").is_dir():
        import pypdfium2 as pdfium

        for n, page in enumerate(json.loads((HERE / "reading" / "pages.json").read_text("utf-8"))):
            one = pdfium.PdfDocument.new()
            one.import_pages(pdfium.PdfDocument(shared / "corpus" / page["file"]), [page["page"] - 1])
            path = folder / f"page-{n}.pdf"
            one.save(path)
            yield "pages", path, page["words"]


def worker(kind: str, reader: str, paths: list[Path]) -> None:
    """Read files with one reader, in this process, and print seconds, megabytes and failures."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    read, failed = READERS[kind][reader], 0
    with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
        read(paths[0])  # what a reader loads when it is first used is not reading
    began = time.perf_counter()
    for path in paths:
        try:
            read(path)
        except Exception:  # any reader may fail in any way
            failed += 1
    seconds = time.perf_counter() - began
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, failed]))


def measure(kind: str, reader: str, shared: Path) -> tuple[float, float, int]:
    """Seconds, megabytes and failures of one reader over all files of the corpus, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--worker", kind, reader],
        input="\n".join(map(str, sorted((shared / "corpus").glob(f"*/*.{kind}")))),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    seconds, megabytes, failed = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes, failed


def main() -> None:
    """Run from the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    cli.add_argument("--save", action="store_true", help="write the table to benchmarks/reading.md")
    cli.add_argument("--worker", nargs=2, metavar=("KIND", "READER"), help=argparse.SUPPRESS)
    args = cli.parse_args()
    if args.worker:
        worker(args.worker[0], args.worker[1], [Path(line) for line in sys.stdin.read().splitlines()])
        return
    logging.disable(logging.CRITICAL)
    rows = ["| format | reader | references | words | lost | broken | seconds | MB | failed |", "|" + " --- |" * 9]
    measured = {(kind, name): measure(kind, name, args.shared) for kind in READERS for name in READERS[kind]}
    for kind, readers in READERS.items():
        with tempfile.TemporaryDirectory() as folder:
            cases = list(references(kind, args.shared, Path(folder)))
            for name, read in readers.items():
                lost: Counter[str] = Counter()
                for group, path, expected in cases:
                    with contextlib.redirect_stdout(io.StringIO()):
                        a, b, c = compare(expected, words(read(path)))
                    lost.update({f"{group} lost": a, f"{group} found": b, f"{group} broken": c})
                seconds, megabytes, failed = measured[kind, name]
                for group in dict.fromkeys(group for group, _, _ in cases):
                    total = lost[f"{group} lost"] + lost[f"{group} found"]
                    broken = lost[f"{group} broken"] / max(lost[f"{group} found"], 1)
                    rows.append(
                        f"| {kind} | {name} | {group} | {total} | {lost[f'{group} lost'] / total:.2%} | {broken:.2%} "
                        f"| {seconds:.2f} | {megabytes:.0f} | {failed} |"
                    )
                    print(rows[-1], flush=True)
    if args.save:
        head = "# Reading beside other readers\n\nMade by `python benchmarks/reading.py --save`, all in one run.\n\n"
        (HERE / "reading.md").write_text(head + "\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
