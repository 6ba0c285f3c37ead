"""Places in an archive where words were found: a list for people, lines of JSON."""

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from minutesparse.archive.search import MARKS, Hit
from minutesparse.views.listing import Listing
from minutesparse.views.plain import plain


def draw_hits(hits: Sequence[Hit]) -> Listing:
    """The hits for people in a terminal, the words found in bold."""
    columns = (("Date", 0), ("Meeting", 3), ("Kind", 0), ("Found", 7))
    return Listing(columns, [_row(hit) for hit in hits])


def _row(hit: Hit) -> tuple[Text, ...]:
    meeting = Text(plain(hit.body or hit.title or hit.source))
    if hit.section:
        meeting.append(f"\n{plain(hit.section)}", "dim")
    return Text(plain(hit.day or "")), meeting, Text(hit.kind, "cyan"), _marked(hit.snippet)


def hit_object(hit: Hit) -> dict[str, Any]:
    """A hit as an object of JSON: the item or passage, whole, its words around those found, its span in the source."""
    return {
        "kind": hit.kind,
        "source": hit.source,
        "part": hit.part,
        "body": hit.body,
        "title": hit.title,
        "date": hit.day,
        "section": hit.section or None,
        "item": hit.item,
        "text": hit.text,
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
