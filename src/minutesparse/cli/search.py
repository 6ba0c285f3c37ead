"""`minutesparse search`."""

import json
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutesparse.cli import streams
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible

if TYPE_CHECKING:
    from minutesparse.archive.search import Hit

_KINDS = ("concern", "action", "decision", "section")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_SHOWN = 50  # hits in a terminal, the likeliest


def search(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="A store made by batch (.db).")],
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help='All of these words; "words together"; wor* for what begins so.'),
    ],
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Only a concern, action, decision or section.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="Only where this person has a part, or is named.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only meetings from this day, month or year on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only meetings up to this day, month or year.")
    ] = None,
) -> None:
    """Find words in the concerns, actions, decisions and text of an archive.

    In a terminal a table of the likeliest hits; else JSON, a hit a line.

    Examples:
      minutesparse search archive.db "street lighting" --kind concern
      minutesparse search archive.db drain --since 2023 --until 2024-06
    """
    if kind is not None and kind not in _KINDS:
        streams.usage(f"--kind {visible(kind)}: give {', '.join(_KINDS[:-1])} or {_KINDS[-1]}")
    for option, given in (("--since", since), ("--until", until)):
        if given is not None and not _DATE.fullmatch(given):
            streams.usage(f"{option} {visible(given)}: give a day, month or year as 2024-03-01, 2024-03 or 2024")
    try:
        hits = _find(store, " ".join(words), kind, person, since, until)
    except MinutesparseError as problem:
        streams.complain(store, problem)
        raise typer.Exit(streams.UNREADABLE) from None
    _write(hits)


def _find(
    store: Path, words: str, kind: str | None, person: str | None, since: str | None, until: str | None
) -> "list[Hit]":
    from minutesparse.archive import search
    from minutesparse.archive.store import Store

    if search.to_query(words) is None:
        streams.usage("there is no word to look for; give letters or digits")
    wanted = next((known for known in search.KINDS if known == kind), None)
    with closing(Store(store)) as opened:
        return search.search(opened, words, kind=wanted, person=person, since=since, until=until)


def _write(hits: "list[Hit]") -> None:
    from minutesparse.record import escaped
    from minutesparse.views.hits import draw_hits, hit_object

    if not streams.watched():
        out = streams.Output(None)
        for hit in hits:
            out.write(escaped(json.dumps(hit_object(hit), ensure_ascii=False)) + "\n")
        return
    if hits:
        streams.display(draw_hits(hits[:_SHOWN]))
    more = f"; the likeliest {_SHOWN} are shown, a pipe takes all" if len(hits) > _SHOWN else ""
    streams.say(f"minutesparse: {len(hits) or 'no'} hit{'s' * (len(hits) != 1)}{more}")
