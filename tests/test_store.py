"""The store: every item of a record is in its table, can be found by its words, and goes when its source goes."""

import json
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest

from minutesparse.archive.store import Store, StoreError
from minutesparse.archive.work import Result, convert, program

SAMPLES = Path(__file__).parents[1] / "samples"
TABLES = ("meetings", "attendees", "sections", "concerns", "responses", "actions", "owners", "decisions", "votes")


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    files = sorted(file for file in SAMPLES.iterdir() if file.suffix in (".txt", ".md"))
    return {file.name: convert(file.name, file.read_bytes()) for file in files}


@pytest.fixture
def store(tmp_path: Path, results: dict[str, Result]) -> Store:
    made = Store(tmp_path / "store.db", create=True)
    with made:
        for name, result in results.items():
            made.add(name, "0" * 64, program(), result)
    return made


def count(store: Store, table: str) -> int:
    return int(store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_every_item_is_in_its_table(store: Store, results: dict[str, Result]) -> None:
    records = [json.loads(part.record) for result in results.values() for part in result.parts]
    for table in ("attendees", "sections", "concerns", "actions", "decisions", "diagnostics"):
        assert count(store, table) == sum(len(record[table]) for record in records) > 0, table
    owners = [owner for record in records for action in record["actions"] for owner in action["owners"]]
    assert count(store, "owners") == len(owners) > 0
    linked = store.connection.execute("SELECT count(*) FROM owners WHERE attendee_id IS NOT NULL").fetchone()[0]
    assert linked == sum(owner["attendee_id"] is not None for owner in owners) > 0
    ballots = [ballot for record in records for decision in record["decisions"] for ballot in decision["votes"]]
    assert count(store, "votes") == len(ballots) > 0
    assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_words_at_a_span_are_in_the_text(store: Store) -> None:
    rows = store.connection.execute(
        "SELECT s.text AS text, a.text AS words, span_start, span_end FROM actions a "
        "JOIN meetings m ON m.id = meeting_id JOIN sources s ON s.name = m.source"
    ).fetchall()
    assert rows
    for row in rows:
        assert row["text"][row["span_start"] : row["span_end"]].split()[0] in row["words"]


def test_all_of_the_text_can_be_searched_once(store: Store, results: dict[str, Result]) -> None:
    for name in results:
        rows = store.connection.execute(
            "SELECT span_start, span_end FROM passages JOIN meetings m ON m.id = meeting_id "
            "WHERE source = ? AND passages.kind = 'section' ORDER BY span_start",
            (name,),
        ).fetchall()
        gaps = [(a["span_end"], b["span_start"]) for a, b in pairwise(rows)]
        assert all(end <= start for end, start in gaps)
        assert rows[-1]["span_end"] >= len(results[name].text.rstrip()) - 2


def test_items_are_found_by_their_words(store: Store) -> None:
    action = store.connection.execute("SELECT id, text FROM actions ORDER BY length(text) DESC").fetchone()
    words = " ".join(f'"{word.strip(".,()")}"' for word in action["text"].split()[:6])
    found = store.connection.execute(
        "SELECT p.kind, p.item_id FROM passages_fts f JOIN passages p ON p.id = f.rowid WHERE passages_fts MATCH ?",
        (words,),
    ).fetchall()
    assert ("action", action["id"]) in [tuple(row) for row in found]


def test_nothing_is_left_of_a_source_that_goes(store: Store, results: dict[str, Result]) -> None:
    with store:
        store.remove(results)
    assert {
        table: count(store, table) for table in (*TABLES, "diagnostics", "passages", "passages_fts")
    } == dict.fromkeys((*TABLES, "diagnostics", "passages", "passages_fts"), 0)
    store.connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('integrity-check')")


def test_a_source_replaces_the_one_of_its_name(store: Store, results: dict[str, Result]) -> None:
    before = {table: count(store, table) for table in TABLES}
    name = next(iter(results))
    with store:
        store.add(name, "1" * 64, program(), results[name])
    assert {table: count(store, table) for table in TABLES} == before


def test_a_failure_takes_nobodys_place_and_goes_where_meetings_come(store: Store, results: dict[str, Result]) -> None:
    meetings, name = count(store, "meetings"), next(iter(results))
    with store:
        store.add(name, "0" * 64, program(), Result(failure="it burnt"))
    assert (count(store, "meetings"), count(store, "failures")) == (meetings, 1)
    with store:
        store.add(name, "0" * 64, program(), results[name])
    assert (count(store, "meetings"), count(store, "failures")) == (meetings, 0)


def test_a_transaction_that_fails_leaves_nothing(store: Store, results: dict[str, Result]) -> None:
    before = count(store, "sources")
    with pytest.raises(sqlite3.IntegrityError), store:  # noqa: PT012 two writes, of which the second fails
        store.add_copy("copy.md", "0" * 64, program(), next(iter(results)))
        store.connection.execute("INSERT INTO meetings (source, part, record) VALUES ('nowhere', 1, '')")
    assert count(store, "sources") == before


def test_somebody_may_read_beside_a_writer(store: Store, tmp_path: Path) -> None:
    reader = Store(tmp_path / "store.db")
    before = count(reader, "meetings")
    with store:
        store.connection.execute("DELETE FROM sources")
        assert count(reader, "meetings") == before > 0
    assert count(reader, "meetings") == 0


@pytest.mark.parametrize("content", ["missing", "words", "foreign", "newer"])
def test_other_files_are_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    if content == "words":
        path.write_text("The minutes of the last meeting were read. " * 100)
    elif content == "foreign":
        sqlite3.connect(path).execute("CREATE TABLE cats (name)")
    elif content == "newer":
        Store(path, create=True).connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError) as problem:
        Store(path)
    assert "\n" not in str(problem.value)
    if content != "missing":
        with pytest.raises(StoreError):
            Store(path, create=True)


def test_a_full_disk_is_told_and_what_was_written_before_is_kept(store: Store, results: dict[str, Result]) -> None:
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    before, result = count(store, "sources"), next(iter(results.values()))
    with pytest.raises(StoreError, match="the disk is full; make room"):  # noqa: PT012 one transaction after another
        for number in range(1000):
            with store:
                store.add(f"more/{number}.txt", f"{number}", "test", result)
            before += 1
    assert count(store, "sources") == before


def test_a_store_in_a_folder_where_nothing_can_be_written_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    file, folder = next(tmp_path.glob("*.db")), tmp_path / "a #closed? folder"
    folder.mkdir()
    kept = file.rename(folder / "kept.db")
    monkeypatch.setattr("os.access", lambda path, mode: path != folder)  # which root may write
    opened = Store(kept)
    assert count(opened, "sources")
    assert [path.name for path in folder.iterdir()] == ["kept.db"]  # no -shm, which would need writing


def test_other_tools_find_what_can_be_searched(store: Store) -> None:
    """The statement is what Datasette and sqlite-utils look for."""
    looked_for = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE ?"
    found = store.connection.execute(looked_for, ['%VIRTUAL TABLE%USING FTS%content="passages"%']).fetchall()
    assert [row[0] for row in found] == ["passages_fts"]
