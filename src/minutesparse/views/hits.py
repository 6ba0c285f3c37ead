"""Places in an archive where words were found: a list for people, lines of JSON."""

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from minutesparse.archive.search import MARKS, Hit
from minutesparse.views.plain import plain


def draw_hits(hits: Sequence[Hit]) -> RenderableType:
    """The hits for people in a terminal, the words found in bold."""
    table = Table(box=SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False, header_style="dim", border_style="dim")
    table.add_column("Date", width=10)
    table.add_column("Meeting", ratio=3, overflow="fold")
    table.add_column("Kind", width=8)
    table.add_column("Found", ratio=7, overflow="fold")
    for hit in hits:
        meeting = Text(plain(hit.body or hit.title or hit.source))
        if hit.section:
            meeting.append(f"\n{plain(hit.section)}", "dim")
        table.add_row(plain(hit.day or ""), meeting, Text(hit.kind, "cyan"), _marked(hit.snippet))
    return table


def hit_object(hit: Hit) -> dict[str, Any]:
    """A hit as an object of JSON; the span is of the text of the source."""
    return {
        "kind": hit.kind,
        "source": hit.source,
        "part": hit.part,
        "body": hit.body,
        "title": hit.title,
        "date": hit.day,
        "section": hit.section or None,
        "item": hit.item,
        "snippet": "".join(hit.snippet.split(MARKS[0])).replace(MARKS[1], ""),
        "span": {"start": hit.start, "end": hit.end},
    }


def _marked(snippet: str) -> Text:
    words = Text()
    for at, part in enumerate(snippet.split(MARKS[0])):
        found, _, rest = part.rpartition(MARKS[1]) if at else ("", "", part)
        words.append(_kept(found), "bold yellow")
        words.append(_kept(rest))
    return words


def _kept(words: str) -> str:
    """The words made plain, with a space where they began or ended with white space."""
    before, after = (" " if words[:1].isspace() else ""), (" " if words[-1:].isspace() and words.strip() else "")
    return f"{before}{plain(words)}{after}"
