"""Speed and memory over an archive: beside spaCy's tokenizer, with two jobs beside one, and ten times beside once.

    python benchmarks/archive.py ARCHIVE [--files N] [--rounds N] [--model none] [--only words|jobs|memory]

`words`: words a second of CPU time, one process, in turns with `spacy.blank("en").pipe` over the same texts: at least a
half of it without a model, a quarter with one. `jobs`: `batch --jobs 2` should be 1.8 times as fast as `--jobs 1`, on
a machine that does nothing else. `memory`: the peak of the largest process over the files ten times, which should
be under 400 MB and no more than 5 % above that over them once. Exits with 1 where one of these is missed.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

CHILD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def words(files: list[Path], rounds: int, model: str | None) -> bool:
    """Print words a second beside spaCy's; whether that is enough."""
    import spacy

    from minutesparse.archive.work import convert

    data = [(file.name, file.read_bytes()) for file in files]
    texts = [content.decode("utf-8", "replace") for _, content in data]
    count = sum(len(text.split()) for text in texts)
    blank = spacy.blank("en")

    def ours() -> None:
        for name, content in data:
            convert(name, content, model)

    def theirs() -> None:
        for _ in blank.pipe(texts):
            pass

    def seconds(work: Callable[[], None]) -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    ours()  # once to load and compile
    theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    mine, other = (count / float(median(times)) for times in zip(*pairs, strict=True))
    wanted = 0.5 if model == "none" else 0.25
    print(f"words      {mine:,.0f} a second, spacy.blank {other:,.0f}: {mine / other:.2f} of it, wanted {wanted}")
    return mine >= wanted * other


def command(folder: Path, output: Path, jobs: int, model: str | None) -> list[str]:
    """The batch, its documents one after another."""
    options = ["--jobs", str(jobs), "--quiet", *(["--model", model] if model else [])]
    return [sys.executable, "-m", "minutesparse", "batch", str(folder), "-o", str(output), *options]


def jobs(folder: Path, work: Path, rounds: int, model: str | None) -> bool:
    """Print how much faster two jobs are than one; whether that is enough."""

    def seconds(number: int, turn: int) -> float:
        begun = time.perf_counter()
        subprocess.run(command(folder, work / f"{number}-{turn}.ndjson", number, model), check=True)
        return time.perf_counter() - begun

    pairs = [(seconds(1, turn), seconds(2, turn)) for turn in range(rounds)]
    one, two = (float(median(times)) for times in zip(*pairs, strict=True))
    load = f"; {os.getloadavg()[0]:.1f} processes were running" if hasattr(os, "getloadavg") else ""
    print(f"jobs       one {one:.1f} s, two {two:.1f} s: {one / two:.2f} times as fast, wanted 1.8{load}")
    return one >= 1.8 * two


def memory(folder: Path, tenfold: Path, work: Path, model: str | None) -> bool:
    """Print the peak memory of the largest process over the files once and ten times; whether it is small and flat."""

    def peak(source: Path) -> float:
        output = work / f"{source.name}.ndjson"
        arguments = [sys.executable, "-c", CHILD, *command(source, output, 1, model)]
        return int(subprocess.run(arguments, check=True, capture_output=True, text=True).stdout) / 1024

    once, often = peak(folder), peak(tenfold)
    print(
        f"memory     once {once:.0f} MB, ten times {often:.0f} MB: {often / once:.3f} of it, wanted 1.05, under 400 MB"
    )
    return often <= 1.05 * once and often < 400


def main() -> int:
    """Run from the command line; the exit code."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("archive", type=Path)
    cli.add_argument("--files", type=int, help="so many, drawn at random but the same ones every time")
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--model", help="as batch takes it")
    cli.add_argument("--only", choices=["words", "jobs", "memory"])
    args = cli.parse_args()
    files = sorted(path for path in args.archive.rglob("*") if path.suffix in (".md", ".txt"))
    if args.files:
        files = random.Random(1).sample(files, args.files)  # noqa: S311 nothing is secret here
    good = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        once, tenfold = work / "once", work / "tenfold"
        for folder, times in ((once, 1), (tenfold, 10)):
            folder.mkdir()
            for number, file in enumerate(files):
                for time_ in range(times):  # a line more, for the same content is read once
                    (folder / f"{time_}-{number:05}{file.suffix}").write_bytes(file.read_bytes() + b"\n" * time_)
        if args.only in (None, "words"):
            good.append(words(files, args.rounds, args.model))
        if args.only in (None, "jobs"):
            good.append(jobs(once, work, args.rounds, args.model))
        if args.only in (None, "memory"):
            good.append(memory(once, tenfold, work, args.model))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
