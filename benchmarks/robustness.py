"""Every file of an archive gives a valid record, soon: no crash, no slow file, every span quoting its item.

    python benchmarks/robustness.py [PATH ...] [--every N] [--limit SECONDS]

A PATH is a file or a folder that is searched for Markdown and text; without one, ../shared/archive and
../shared/corpus.
`--every N` takes every Nth file only. Exits with 1 where a file fails.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from minutesparse import Minutes, MinutesparseError, extract, read

SHARED = Path(__file__).resolve().parents[2] / "shared"


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to read, in order."""
    for path in paths:
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and file.suffix in (".md", ".txt"))


def check(path: Path, counts: Counter[str]) -> str | None:
    """What is wrong with the record of a file, None where it is right; adds its items to the counts."""
    try:
        document = read(path)
        minutes = extract(document)
    except MinutesparseError as problem:
        return f"unreadable: {problem}"
    except Exception as problem:
        return f"crash: {problem!r}"
    if wrong := minutes.misquotes(document):
        return f"misquote: {wrong[0]}"
    if Minutes.model_validate_json(minutes.model_dump_json()) != minutes:
        return "its JSON gives another record back"
    counts["characters"] += len(document.text)
    for kind in ("attendees", "sections", "concerns", "actions", "decisions", "diagnostics"):
        counts[kind] += len(getattr(minutes, kind))
        counts[f"files with {kind}"] += bool(getattr(minutes, kind))
    for key in ("date", "chair", "body"):
        counts[f"files with {key}"] += getattr(minutes.meeting, key) is not None
    return None


def main() -> int:
    """Run from the command line; the exit code."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("paths", nargs="*", type=Path, default=[SHARED / "archive", SHARED / "corpus"])
    cli.add_argument("--every", type=int, default=1)
    cli.add_argument("--limit", type=float, default=5.0)
    args = cli.parse_args()
    files = list(find_files(args.paths))[:: args.every]
    extract(read("Minutes of nobody."))  # load what is loaded once
    counts: Counter[str] = Counter()
    times: list[tuple[float, Path]] = []
    failed: list[str] = []
    for path in files:
        begun = time.perf_counter()
        wrong = check(path, counts)
        times.append((time.perf_counter() - begun, path))
        if times[-1][0] > args.limit:
            failed.append(f"{path}: took {times[-1][0]:.1f} s")
        if wrong:
            failed.append(f"{path}: {wrong}")
    total = sum(seconds for seconds, _ in times)
    rate = counts["characters"] / max(total, 1e-9)
    print(f"{len(files)} files, {len(failed)} failed, {total:.1f} s, {rate:,.0f} characters a second")
    for name, count in counts.items():
        print(f"{count:>10,} {name}")
    print("slowest:")
    for seconds, path in sorted(times, reverse=True)[:5]:
        print(f"{seconds:>9.2f}s {path}")
    print(*failed, sep="\n")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
