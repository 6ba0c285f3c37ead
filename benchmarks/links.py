"""Links between the meetings of a store, drawn at random, to be read: python benchmarks/links.py STORE concerns.

Whether an action, a concern or a person at one meeting is that of an earlier one is nothing that a program can count.
"""

import argparse
import random
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path

from minutesparse.archive.recall import recall_matters
from minutesparse.archive.store import Store
from minutesparse.archive.tracking import track_actions, track_concerns
from minutesparse.views.plain import plain

Link = tuple[str, str, str]  # the body, and the two places

_SEATS = """
SELECT p.id, p.body, m.date, a.honorific, a.name, a.role, a.organisation
FROM attendees a JOIN people p ON p.id = a.person_id JOIN meetings m ON m.id = a.meeting_id
ORDER BY p.id, m.date, m.source, m.part, a.id"""


def actions(store: Store) -> Iterator[Link]:
    """Actions from one meeting to the next."""
    for row in track_actions(recall_matters(store), date.today()):
        yield from between(row.body, [(seen.day, seen.text) for seen in row.history])


def concerns(store: Store) -> Iterator[Link]:
    """Concerns from one meeting to the next."""
    for row in track_concerns(recall_matters(store), date.today()):
        yield from between(row.body, [(raised.day, raised.text) for raised in row.history])


def between(body: str, history: list[tuple[str | None, str]]) -> Iterator[Link]:
    """The steps of a history; a draft and the minutes that it became are one meeting."""
    for one, other in pairwise(history):
        if one[0] != other[0]:
            yield body, f"{one[0]} {one[1]}", f"{other[0]} {other[1]}"


def people(store: Store) -> Iterator[Link]:
    """People from one meeting to the next."""
    last: tuple[int, str] | None = None
    for person, body, *seat in store.connection.execute(_SEATS):
        place = " | ".join(str(value or "") for value in seat)
        if last and last[0] == person:
            yield body, last[1], place
        last = (person, place)


def main() -> None:
    """Print links, numbered, the same ones for the same seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("what", choices=["actions", "concerns", "people"])
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--respelt", action="store_true", help="only people who are written in another way")
    asked = parser.parse_args()
    with closing(Store(asked.store)) as store:
        links = list({"actions": actions, "concerns": concerns, "people": people}[asked.what](store))
    if asked.respelt:
        links = [link for link in links if link[1].split(" | ")[2] != link[2].split(" | ")[2]]
    print(f"{len(links)} links")
    drawn = random.Random(asked.seed).sample(links, min(asked.count, len(links)))  # noqa: S311 nothing secret
    for number, (body, *places) in enumerate(drawn, 1):
        print(f"{number:3} {plain(body)}", *(f"    {plain(place)[:400]}" for place in places), sep="\n")


if __name__ == "__main__":
    main()
