"""The records of an archive in one SQLite file: the tables of `data/store.sql`, and how a record gets into them."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Self

from minutesparse.archive.work import Part, Passage, Result
from minutesparse.errors import MinutesparseError

VERSION = 1
_APPLICATION = 0x6D6E7473
_WAIT = 60  # seconds for another writer to finish

Row = Mapping[str, Any]


class StoreError(MinutesparseError):
    """A file is no store, or one that this version cannot use."""


_ADVICE = {
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full; make room and start again",
    sqlite3.SQLITE_READONLY: "cannot be written: permission denied; choose another file or folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: permission denied; choose another file or folder",
    sqlite3.SQLITE_BUSY: "another program is writing there; wait for it, or choose another file",
}


@contextmanager
def told() -> Iterator[None]:
    """What SQLite complains of becomes a StoreError that says what to do."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # a fault of ours
    except sqlite3.Error as problem:
        known = _ADVICE.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)  # above it are kinds of the same
        raise StoreError(known or f"not a store of minutes ({problem}); choose another file") from None


def _address(path: Path, create: bool) -> str:
    """How SQLite is to open a file: where nothing can be written beside it, as one that nobody changes."""
    if create:
        return f"{path.absolute().as_uri()}?mode=rwc"
    closed = not os.access(path.absolute().parent, os.W_OK) and not Path(f"{path}-wal").exists()
    return f"{path.absolute().as_uri()}?mode={'ro&immutable=1' if closed else 'rw'}"


class Store:
    """An open store. Writes happen in transactions (`with store:`), beside which anybody may read."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the store in a file, which is made where it is missing if `create`. Raises StoreError."""
        if not create and not os.path.isfile(path):  # noqa: PTH113 Path.is_file raises where a folder is closed to us
            raise StoreError("no such store; make one with `minutesparse batch SOURCE... -o STORE.db`")
        with told():
            self.connection = sqlite3.connect(_address(path, create), timeout=_WAIT, isolation_level=None, uri=True)
            self.connection.row_factory = sqlite3.Row
            self._prepare(create)

    def _prepare(self, create: bool) -> None:
        execute = self.connection.execute
        if create and not execute("SELECT 1 FROM sqlite_schema").fetchone():
            execute("PRAGMA journal_mode = WAL")  # a setting of the file, which cannot be made in a transaction
            schema = resources.files("minutesparse").joinpath("data", "store.sql").read_text("utf-8")
            self.connection.executescript(f"BEGIN IMMEDIATE; {schema} COMMIT;")
        if execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
            raise StoreError("not a store of minutes; choose another file")
        if execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise StoreError("made by another version of minutesparse; make it again with `minutesparse batch`")
        execute("PRAGMA foreign_keys = ON")
        execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> Self:
        """Begin a transaction, waiting for another writer to finish."""
        with told():
            self.connection.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind: object, problem: object, *_: object) -> None:
        """Keep what was written, or nothing of it where there was an error. Raises StoreError where SQLite has one."""
        with told():
            try:
                if not kind:
                    self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:  # which a full disk has ended already
                    self.connection.execute("ROLLBACK")
            if isinstance(problem, sqlite3.Error):
                raise problem

    def close(self) -> None:
        """Close the file; nothing is left beside it."""
        self.connection.close()

    def add(self, name: str, sha256: str, program: str, result: Result) -> None:
        """Put the meetings of a source in the place of those of that name; a failure takes nobody's place."""
        if result.failure is not None:
            self.connection.execute("DELETE FROM failures WHERE name = ?", [name])
            self._insert("failures", name=name, reason=result.failure)
            return
        self.remove([name])
        self._insert("sources", name=name, sha256=sha256, program=program, text=result.text)
        for number, part in enumerate(result.parts, 1):
            self._meeting(name, number, part)

    def add_copy(self, name: str, sha256: str, program: str, same_as: str) -> None:
        """Note that a source has the content of another, whose meetings stand for both."""
        self.remove([name])
        self._insert("sources", name=name, sha256=sha256, program=program, same_as=same_as)

    def remove(self, names: Iterable[str]) -> None:
        """Take sources out, with all that came from them and the copies of them."""
        rows = [(name,) for name in names]
        self.connection.executemany("DELETE FROM failures WHERE name = ?", rows)
        self.connection.executemany("DELETE FROM sources WHERE name = ?", rows)

    def _insert(self, table: str, **row: Any) -> int:
        """The id of a new row."""
        marks = ", ".join("?" * len(row))
        cursor = self.connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])  # noqa: S608 names of our own
        return cursor.lastrowid or 0

    def _meeting(self, source: str, number: int, part: Part) -> None:
        record = json.loads(part.record)
        head = {key: value for key, value in record["meeting"].items() if key not in ("evidence", "rules")}
        meeting = self._insert("meetings", source=source, part=number, **head, record=part.record)
        _Items(self, meeting, record).insert(part.passages)


class _Items:
    """Puts the items of one record into their tables, with the ids of rows in the place of those of the record."""

    def __init__(self, store: Store, meeting: int, record: Row) -> None:
        self.insert_row, self.meeting, self.record = store._insert, meeting, record
        self.attendees: dict[str, int] = {}
        self.sections: dict[str, int] = {}

    def insert(self, passages: Sequence[Passage]) -> None:
        """Fill all tables but meetings."""
        for attendee in self.record["attendees"]:
            self._attendee(attendee)
        for section in self.record["sections"]:
            self._section(section)
        for passage in passages:
            section_id = self.sections.get(passage.section or "")
            span = {"start": passage.span.start, "end": passage.span.end}
            self._passage("section", section_id, section_id, {"text": passage.text, "span": span})
        for concern in self.record["concerns"]:
            self._concern(concern)
        for action in self.record["actions"]:
            self._action(action)
        for decision in self.record["decisions"]:
            self._decision(decision)
        for found in self.record["diagnostics"]:
            said = {key: found[key] for key in ("code", "severity", "message")}
            self.insert_row("diagnostics", meeting_id=self.meeting, **said, **_span(found))

    def _attendee(self, attendee: Row) -> None:
        kept = {key: attendee[key] for key in ("name", "honorific", "role", "organisation", "status", "is_chair")}
        short = json.dumps(attendee["abbreviations"], ensure_ascii=False)
        self.attendees[attendee["id"]] = self._item("attendees", attendee, abbreviations=short, **kept)

    def _section(self, section: Row) -> None:
        kept = {key: section[key] for key in ("number", "title", "level", "confidential")}
        parent = self.sections.get(section["parent_id"])
        self.sections[section["id"]] = self._item("sections", section, parent_id=parent, **kept)

    def _concern(self, concern: Row) -> None:
        row = self._statement("concerns", concern, kind=concern["kind"], **self._party("raised_by", concern))
        self._passage("concern", row, self.sections.get(concern["section_id"]), concern)
        for response in concern["responses"]:
            party = self._party("by", response)
            answer = self.insert_row("responses", concern_id=row, text=response["text"], **party, **_span(response))
            self._passage("response", answer, self.sections.get(concern["section_id"]), response)

    def _action(self, action: Row) -> None:
        kept = {key: action[key] for key in ("kind", "reference", "status", "origin")}
        due = action["due"] or {"text": None, "date": None}
        row = self._statement("actions", action, due=due["text"], due_date=due["date"], **kept)
        self._passage("action", row, self.sections.get(action["section_id"]), action)
        for owner in action["owners"]:
            self.insert_row("owners", action_id=row, **self._person(owner))

    def _decision(self, decision: Row) -> None:
        parties = {**self._party("mover", decision), **self._party("seconder", decision)}
        vote = decision["vote"] or {}
        counts = {f"votes_{side}": vote.get(side) for side in ("for", "against", "abstain")}
        counts["unanimous"] = vote.get("unanimous")
        row = self._statement("decisions", decision, outcome=decision["outcome"], **parties, **counts)
        self._passage("decision", row, self.sections.get(decision["section_id"]), decision)
        for ballot in decision["votes"]:
            self.insert_row("votes", decision_id=row, option=ballot["option"], **self._person(ballot["party"]))

    def _statement(self, table: str, item: Row, **row: Any) -> int:
        said = {"text": item["text"], "rule": item["rule"], "confidence": item["confidence"]}
        return self._item(table, item, section_id=self.sections.get(item["section_id"]), **said, **row)

    def _item(self, table: str, item: Row, **row: Any) -> int:
        return self.insert_row(table, meeting_id=self.meeting, item=item["id"], **row, **_span(item))

    def _passage(self, kind: str, item: int | None, section: int | None, quoted: Row) -> None:
        keys = {"meeting_id": self.meeting, "section_id": section, "item_id": item}
        self.insert_row("passages", kind=kind, text=quoted["text"], **keys, **_span(quoted))

    def _person(self, party: Row) -> dict[str, Any]:
        attendee = self.attendees.get(party["attendee_id"])
        return {"text": party["text"], "name": party["name"], "attendee_id": attendee}

    def _party(self, key: str, item: Row) -> dict[str, Any]:
        party = self._person(item[key] or {"text": None, "name": None, "attendee_id": None})
        return {key: party["text"], f"{key}_name": party["name"], f"{key}_attendee_id": party["attendee_id"]}


def _span(item: Row) -> dict[str, int | None]:
    span = item["span"] or {"start": None, "end": None}
    return {"span_start": span["start"], "span_end": span["end"]}
