"""Long and odd texts take time in proportion to their length: no shape of text makes a rule or a loop run away."""

import time
from collections.abc import Callable

import pytest

from minutesparse import extract, read

SIZE = 10_000
SECONDS = 4.0  # of the processor; each takes well under one
SHAPES: dict[str, Callable[[int], str]] = {
    "words on one line": lambda n: "word " * n,
    "capitals on one line": lambda n: "Word " * n,
    "one word": lambda n: "a" * n * 10,
    "spaces": lambda n: "a" + " " * n * 10 + "b",
    "concerns in one paragraph": lambda n: "The Chair was concerned that the roof leaks. " * (n // 10),
    "meetings in one paragraph": lambda n: (
        "It was said that the meeting of 4 March 2024 had agreed to write. " * (n // 5)
    ),
    "questions": lambda n: "He asked whether it was so? " * (n // 5),
    "initials": lambda n: "AB to do it. CD said no. " * (n // 5),
    "numbered headings": lambda n: "\n\n".join(f"{i}. Heading {i}" for i in range(n // 10)),
    "marked headings": lambda n: "\n".join(f"# Heading {i}" for i in range(n // 10)),
    "actions": lambda n: "\n\n".join(f"ACTION: Clerk to write letter {i} by 3 May." for i in range(n // 20)),
    "decisions": lambda n: "\n\n".join(
        f"Cllr Lane moved motion {i}. Cllr Orme seconded. Carried." for i in range(n // 20)
    ),
    "attendees": lambda n: "Present:\n" + "\n".join(f"Ann Person{i} - Clerk" for i in range(n // 10)),
    "attendees in a sentence": lambda n: "Present: " + ", ".join(f"Cllr Ann Person{i}" for i in range(n // 10)),
    "apologies": lambda n: "Apologies for absence were received from " + "Mr Lee and " * n,
    "a decision without end": lambda n: "It was resolved that " + "and the Clerk " * n,
    "table": lambda n: "| Action | Owner |\n|---|---|\n" + "| write | Bob |\n" * (n // 10),
    "brackets": lambda n: "(" * n + ")" * n,
    "quotes": lambda n: '"' * n,
    "stars": lambda n: "**a " * n,
    "bars": lambda n: "| a " * n,
    "tabs": lambda n: "a\t" * n,
    "dashes": lambda n: "- " * n,
    "commas": lambda n: "Present: " + "Ann, " * n,
    "labels": lambda n: "Chair: " * n,
    "numbers": lambda n: "1. " * n,
    "dates": lambda n: "3 May 2024 " * n,
    "tags": lambda n: "<p>a</p>" * (n // 2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape: str) -> None:
    document = read(SHAPES[shape](SIZE))
    begun = time.process_time()
    extract(document)
    assert time.process_time() - begun < SECONDS
