"""How time and memory grow with the length of a text: each kind of text at its length and at fifty times that.

    python benchmarks/growth.py [KIND ...] [--length CHARACTERS]

The kinds are what makes programs hang: no line breaks, no spaces, nothing but headings, attendees, marks, rows … Prints
processor seconds at both lengths, their ratio, and the peak memory of a process of its own for each kind. Exits with 1
where fifty times the text takes more than sixty times as long.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

TIMES = 50
ALLOWED = 60
LENGTH = 20_000
MINUTES = (
    "# Minutes\n\nPresent: Cllr A Lake, Cllr B Hill, Ms C Dow (Clerk)\n\n## 1. Roads\n\nCllr Lake expressed concern "
    "about the road. The Clerk explained that it would be mended by 4 May 2024. It was resolved to approve the works, "
    "proposed by Cllr Lake, seconded by Cllr Hill.\n\nACTION: Clerk to write to the Council by Friday.\n\n"
)


def counted(line: str) -> Callable[[int], str]:
    """Makes texts of a length from a line whose {n} is its number and whose {name} is a name of its own."""
    return lambda length: "\n".join(line.format(n=n, name=_name(n)) for n in range(length // len(line)))


def repeated(piece: str) -> Callable[[int], str]:
    """Makes texts of a length from a piece without a line break."""
    return lambda length: piece * (length // len(piece))


def speakers(length: int) -> str:
    """As many attendees as sentences, each of whom speaks once."""
    count = length // 80
    present = "\n".join(f"* Ann {_name(n)}" for n in range(count))
    return f"Present:\n{present}\n\n1. Roads\n\n" + "\n\n".join(
        f"{_name(n)} explained that the road is closed to traffic." for n in range(count)
    )


def nested(length: int) -> str:
    """A list, each item inside the one before."""
    return "\n".join(f"{'  ' * min(n, 300)}* item {n}" for n in range(length // 300))


def _name(n: int) -> str:
    return chr(65 + n % 26) + "".join(chr(97 + n // 26**place % 26) for place in range(1, 5))


KINDS: dict[str, Callable[[int], str]] = {
    "minutes": repeated(MINUTES),
    "one-line": repeated("The Clerk said that the road is bad and asked why. "),
    "no-stops": repeated("word and "),
    "no-spaces": repeated("x"),
    "capitals": repeated("Ann Bell "),
    "headings": counted("{n}. Heading number {n}\n\nText here."),
    "marked-headings": counted("## Heading {n}\n"),
    "attendees": lambda length: "Present:\n" + counted("* Ann {name} (A{n})")(length),
    "attendees-in-line": lambda length: "Present: " + counted("Ann {name},")(length).replace("\n", " "),
    "speakers": speakers,
    "nested": nested,
    "brackets": repeated("("),
    "stars": repeated("*"),
    "bold": repeated("**a "),
    "links": repeated("[a]("),
    "entities": repeated("&amp;"),
    "tags": repeated("<div>x"),
    "quotes": repeated("> a "),
    "dates": repeated("4/5/2017 "),
    "actions": counted("ACTION: Clerk to write letter {n} to the Council by Friday."),
    "decisions": counted("It was resolved to approve item {n}, proposed by Cllr Lake, seconded by Cllr Hill."),
    "concerns": counted("Cllr Lake expressed concern about road {n}. The Clerk explained that it would be mended."),
    "votes": counted("Motion {n} moved by Lake, seconded by Hill. Ayes: Lake, Hill. Nays: Dow. Carried 2-1."),
    "comings": counted("{n}. Roads\n\nAnn Lake left the meeting at 7.15pm."),
    "rows": counted("| a | b | c |"),
    "tasks-in-rows": lambda length: (
        "| Action | Owner | Due |\n|---|---|---|\n" + counted("| Write letter {n} | Ann Lake | 4 May 2024 |")(length)
    ),
    "labels": counted("Topic {n}: something"),
    "short-lines": counted("Bell {n}."),
}


def measure(kind: str, length: int) -> tuple[float, float, float]:
    """Seconds for a text of this kind and length, for one fifty times as long, and the peak of memory in MB."""
    from minutesparse import extract, read

    for _ in range(3):  # load what is loaded once, and learn what is learnt from the first texts
        extract(read(MINUTES * 20))
    seconds = []
    for size in (length, TIMES * length):
        text = KINDS[kind](size)
        begun = time.process_time()
        extract(read(text))
        seconds.append(time.process_time() - begun)
    return seconds[0], seconds[1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Run from the command line; the exit code."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("kinds", nargs="*", metavar="KIND")
    cli.add_argument("--length", type=int, default=LENGTH)
    args = cli.parse_args()
    if unknown := set(args.kinds) - KINDS.keys():
        cli.error(f"no such kind of text: {min(unknown)}; there are {', '.join(KINDS)}")
    worst = 0.0
    print(f"{'':<18} {args.length:>12,} {TIMES * args.length:>12,} characters")
    for kind in args.kinds or KINDS:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            once, often, peak = pool.apply(measure, (kind, args.length))
        worst = max(worst, often / once)
        print(
            f"{kind:<18} {once:10.3f} s {often:10.2f} s   ratio {often / once:5.1f}   peak {peak:4.0f} MB", flush=True
        )
    print(f"at most {worst:.1f} times as long for {TIMES} times the text, allowed {ALLOWED}")
    return 0 if worst <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
