"""How long the command takes beside the imports it cannot do without, medians side by side in one run.

    python benchmarks/speed.py [--rounds N] [--sample FILE]

`minutesparse extract` of a sample may take 1.5 times `import spacy`, `minutesparse --help` 3 times `import typer`.
Then characters a second in one process, loading apart. Exits with 1 where a ratio is exceeded.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "samples" / "contact-and-custody-assurance.txt"


def seconds(*arguments: str) -> float:
    """How long Python takes with these arguments, with bytecode kept, as an installation has it."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - begun


def ratio(name: str, command: list[str], base: list[str], rounds: int, allowed: float) -> bool:
    """Print both medians, measured in turns, and their ratio; whether it is within what is allowed."""
    seconds(*command), seconds(*base)  # once to fill the caches
    pairs = [(seconds(*command), seconds(*base)) for _ in range(rounds)]
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    verdict = "ok" if ours <= allowed * theirs else "TOO SLOW"
    beside = f"{ours:6.3f} s   {' '.join(base):<24} {theirs:6.3f} s"
    print(f"{name:<10} {beside}   ratio {ours / theirs:4.2f}, allowed {allowed}  {verdict}")
    return verdict == "ok"


def throughput(sample: Path) -> None:
    """Print how long loading takes and how many characters a second are read afterwards."""
    begun = time.perf_counter()
    from minutesparse import extract, read

    extract(read("Minutes of nobody."))
    loaded = time.perf_counter()
    document, runs = read(sample), 0
    while time.perf_counter() - loaded < 2:
        extract(read(sample))
        runs += 1
    spent = time.perf_counter() - loaded
    print(f"load       {loaded - begun:6.3f} s   then {runs * len(document.text) / spent:,.0f} characters a second")


def main() -> int:
    """Run from the command line; the exit code."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--rounds", type=int, default=9)
    cli.add_argument("--sample", type=Path, default=SAMPLE)
    args = cli.parse_args()
    command = ["-m", "minutesparse"]
    good = [
        ratio("extract", [*command, "extract", str(args.sample)], ["-c", "import spacy"], args.rounds, 1.5),
        ratio("--help", [*command, "--help"], ["-c", "import typer"], args.rounds, 3),
    ]
    throughput(args.sample)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
