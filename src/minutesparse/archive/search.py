"""Finding words again in a store: in items, and in all of the text."""

import re
import sqlite3
from dataclasses import dataclass
from typing import Literal, get_args

from minutesparse.archive.names import is_called, surname_of
from minutesparse.archive.store import Store, told
from minutesparse.people import fold

Kind = Literal["concern", "action", "decision", "section"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MARKS = ("\ue000", "\ue001")  # around the words found in a snippet
_SNIPPET = 24  # words of a snippet
_WORDS = re.compile(r'"([^"]*)"?|(\S+)')
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LETTER = re.compile(r"[^\W_]")

_HITS = """
SELECT p.id, p.kind, p.item_id, p.section_id, p.text, p.span_start, p.span_end,
  snippet(passages_fts, 0, :open, :close, '…', :words) AS snippet,
  m.source, m.part, m.body, m.title, m.date, s.number AS section_number, s.title AS section_title,
  coalesce(c.item, a.item, d.item) AS item
FROM passages_fts JOIN passages p ON p.id = passages_fts.rowid
JOIN meetings m ON m.id = p.meeting_id LEFT JOIN sections s ON s.id = p.section_id
LEFT JOIN responses r ON p.kind = 'response' AND r.id = p.item_id
LEFT JOIN concerns c ON c.id = CASE p.kind WHEN 'concern' THEN p.item_id WHEN 'response' THEN r.concern_id END
LEFT JOIN actions a ON p.kind = 'action' AND a.id = p.item_id
LEFT JOIN decisions d ON p.kind = 'decision' AND d.id = p.item_id
WHERE passages_fts MATCH :query
  AND (:since IS NULL OR m.date >= substr(:since, 1, length(m.date)))
  AND (:until IS NULL OR m.date <= :until || '~')
ORDER BY passages_fts.rank, p.id"""

# Who has a part in an item: the words used, the name behind them, and the person's fullest name in the archive.
_PARTIES = {
    "concern": """
SELECT raised_by, raised_by_name, n.name FROM concerns c
LEFT JOIN attendees t ON t.id = c.raised_by_attendee_id LEFT JOIN people n ON n.id = t.person_id WHERE c.id = ?1""",
    "response": """
SELECT by, by_name, n.name FROM responses r
LEFT JOIN attendees t ON t.id = r.by_attendee_id LEFT JOIN people n ON n.id = t.person_id WHERE r.id = ?1""",
    "action": """
SELECT o.text, o.name, n.name FROM owners o
LEFT JOIN attendees t ON t.id = o.attendee_id LEFT JOIN people n ON n.id = t.person_id WHERE o.action_id = ?1""",
    "decision": """
SELECT mover, mover_name, n.name FROM decisions d
LEFT JOIN attendees t ON t.id = d.mover_attendee_id LEFT JOIN people n ON n.id = t.person_id WHERE d.id = ?1
UNION ALL SELECT seconder, seconder_name, n.name FROM decisions d
LEFT JOIN attendees t ON t.id = d.seconder_attendee_id LEFT JOIN people n ON n.id = t.person_id WHERE d.id = ?1
UNION ALL SELECT v.text, v.name, n.name FROM votes v
LEFT JOIN attendees t ON t.id = v.attendee_id LEFT JOIN people n ON n.id = t.person_id WHERE v.decision_id = ?1""",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where words were found. A response is found under its concern's `item`; text has none."""

    kind: str
    source: str
    part: int
    body: str | None
    title: str | None
    day: str | None
    section: str
    item: str | None
    text: str
    snippet: str  # the words of it around those found, these within MARKS
    start: int  # offsets into the text of the source
    end: int


def search(
    store: Store,
    words: str,
    *,
    kind: Kind | None = None,
    person: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Hit]:
    """Where all these words stand, the likeliest first; a section is left out where an item in it has them.

    "Words in quotation marks" are looked for as they stand together; wor* finds all that begin so. Raises StoreError.
    """
    query = to_query(words)
    if query is None:
        return []
    values = {"query": query, "open": MARKS[0], "close": MARKS[1], "words": _SNIPPET, "since": since, "until": until}
    with told():
        rows = [row for row in store.connection.execute(_HITS, values) if _is_kind(row["kind"], kind)]
        rows = [row for row in rows if person is None or _involves(store, row, person)]
    items = {_place(row) for row in rows if row["kind"] != "section"}
    return [_hit(row) for row in rows if row["kind"] != "section" or _place(row) not in items]


def to_query(words: str) -> str | None:
    """The words as FTS5 takes them, each in quotation marks, so that none is an operator; None where there is none."""
    parts = []
    for match in _WORDS.finditer(words.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")):
        word = match[1] if match[1] is not None else match[2].replace('"', "")
        if _LETTER.search(word):
            parts.append(f'"{word}"' + ("*" if match[2] and word.endswith("*") else ""))
    return " ".join(parts) or None


def _place(row: sqlite3.Row) -> tuple[str, int, int | None]:
    return row["source"], row["part"], row["section_id"]


def _is_kind(found: str, wanted: Kind | None) -> bool:
    return wanted is None or found == wanted or (wanted == "concern" and found == "response")


def _involves(store: Store, row: sqlite3.Row, person: str) -> bool:
    """Whether a person has a part in an item, or is named in a passage."""
    if row["kind"] == "section":
        surname = surname_of(person)
        return any(fold(word) == surname for word in _NAME.findall(row["text"]))
    parties = store.connection.execute(_PARTIES[row["kind"]], (row["item_id"],))
    return any(name and is_called(name, person) for party in parties for name in party)


def _hit(row: sqlite3.Row) -> Hit:
    section = f"{row['section_number'] or ''} {row['section_title'] or ''}".strip()
    return Hit(
        kind=row["kind"],
        source=row["source"],
        part=row["part"],
        body=row["body"],
        title=row["title"],
        day=row["date"],
        section=section,
        item=row["item"],
        text=row["text"],
        snippet=row["snippet"],
        start=row["span_start"],
        end=row["span_end"],
    )
