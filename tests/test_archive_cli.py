"""`track` and `search` as users call them, on a store of three meetings, and on what is no such store."""

import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from typer.testing import CliRunner, Result

import minutesparse
from minutesparse.archive.recall import settle_people
from minutesparse.archive.store import Store
from minutesparse.archive.work import convert, program
from minutesparse.cli import app
from series import SERIES

EVIL = """\
# Ferncote Parish Council

Minutes of the meeting held on 9 April 2024

Present: Cllr Ann Marsh

| Ref | Action | Owner | Due |
| --- | --- | --- | --- |
| =1+1 | =HYPERLINK("http://example.org","Read me") about the \x1b[31mferry\x1b[0m timetable | @SUM(A1) | -1+2 |
"""


def put(store: Store, name: str, text: bytes) -> None:
    with store:
        store.add(name, "0" * 64, program(), convert(name, text))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("store") / "store.db"
    store = Store(path, create=True)
    for file in SERIES:
        put(store, file.name, file.read_bytes())
    settle_people(store)
    store.close()
    return path.read_bytes()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, made: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "store.db").write_bytes(made)
    (tmp_path / "text.db").write_text("These are no minutes.\n" * 200)
    (tmp_path / "folder.db").mkdir()
    Store(tmp_path / "empty.db", create=True).close()
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE meetings (id)").connection.close()
    newer = sqlite3.connect(tmp_path / "newer.db")
    newer.executescript("PRAGMA application_id = 0x6d6e7473; PRAGMA user_version = 99; CREATE TABLE x (id)")
    newer.close()
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(app, [*args])


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def tracked(*args: str) -> list[str]:
    return [row["reference"] for row in rows(run("track", "store.db", "--as-of", "2024-03-20", *args))]


def test_track() -> None:
    found = rows(run("track", "store.db", "--as-of", "2024-03-20"))
    assert [row["reference"] for row in found] == ["H17", "H18", "H16", "H15", "H14"]  # late first, what is done last
    culvert = found[-1]
    assert (culvert["carried_forward"], culvert["status"], culvert["rag"]) == (2, "closed", "blue")
    assert culvert["closed"]["date"] == culvert["last_seen"]["date"] == "2024-03-12"
    assert [seen["meeting"] for seen in culvert["history"]] == [file.name for file in SERIES]


def test_track_what_is_asked_for() -> None:
    assert tracked("--overdue") == ["H17"]
    assert tracked("--status", "closed") == ["H15", "H14"]
    assert tracked("--owner", "pl") == ["H17"]
    assert tracked("--owner", "Nobody") == []
    assert rows(run("track", "store.db", "--as-of", "2024-01-01")) == []
    assert [row["reference"] for row in rows(run("track", "store.db", "--status", "open"))] == ["H17", "H18", "H16"]


def test_track_concerns() -> None:
    found = rows(run("track", "store.db", "--concerns", "--status", "answered"))
    assert [(row["times_raised"], row["answered"]["date"]) for row in found] == [(2, "2024-02-13")]
    assert [len(raised["answers"]) for raised in found[0]["history"]] == [0, 1]
    assert len(rows(run("track", "store.db", "--concerns", "--status", "unanswered"))) == 2
    assert len(rows(run("track", "store.db", "--concerns", "--owner", "Cllr O. Stagg"))) == 1


def test_csv_opens() -> None:
    assert run("track", "store.db", "-o", "log.csv", "--as-of", "2024-03-20").exit_code == 0
    [header, *lines] = list(csv.reader(StringIO(Path("log.csv").read_text("utf-8-sig"), newline="")))
    assert header[:8] == ["Ref", "Source", "Action", "Lead", "Due date", "Revised date", "Status", "RAG"]
    assert lines[-1][:2] == ["H14", "Highways and Open Spaces Committee, 9 January 2024, Action list"]
    assert lines[-1][4:9] == ["2024-02-13", "2024-03-12", "Closed", "Blue", "2"]
    assert run("track", "store.db", "--concerns", "-o", "concerns.csv").exit_code == 0
    concerns = list(csv.DictReader(StringIO(Path("concerns.csv").read_text("utf-8-sig"), newline="")))
    assert [row["Answered"] for row in concerns] == ["2024-02-13", "No", "No"]
    assert concerns[0]["Raised by"] == "Dilys Orme, Owen Stagg"


def test_xlsx_opens() -> None:
    assert run("track", "store.db", "-o", "log.xlsx", "--as-of", "2024-03-20").exit_code == 0
    sheet = openpyxl.load_workbook("log.xlsx").active
    assert [cell.value for cell in sheet[1]][:3] == ["Ref", "Source", "Action"]
    assert [cell.value for cell in sheet["A"]][1:] == ["H17", "H18", "H16", "H15", "H14"]
    assert (sheet["E2"].value.isoformat()[:10], sheet["G2"].value) == ("2024-03-01", "Overdue")


def test_ics_opens() -> None:
    assert run("track", "store.db", "-o", "log.ics").exit_code == 0
    calendar = icalendar.Calendar.from_ical(Path("log.ics").read_bytes())
    tasks = {str(task["summary"]): task for task in calendar.walk("VTODO")}
    assert len(tasks) == 5
    salt = tasks["Peter Lyle: Order two salt bins for Church Hill"]
    assert (salt.decoded("due").isoformat(), str(salt["status"])) == ("2024-03-01", "NEEDS-ACTION")
    assert "due" not in tasks["Owen Stagg: Repaint the benches on the green"]
    assert {str(task["status"]) for summary, task in tasks.items() if "culvert" in summary} == {"COMPLETED"}


def test_what_documents_say_is_harmless() -> None:
    store = Store(Path("store.db"))
    put(store, "evil.md", EVIL.encode())
    store.close()
    for name in ("log.csv", "log.xlsx", "log.ics", "log.ndjson"):
        assert run("track", "store.db", "--as-of", "2024-05-01", "-o", name).exit_code == 0
    cells = [cell for line in csv.reader(StringIO(Path("log.csv").read_text("utf-8-sig"), newline="")) for cell in line]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    sheet = openpyxl.load_workbook(BytesIO(Path("log.xlsx").read_bytes())).active
    assert any("HYPERLINK" in str(cell.value) for cell in sheet["C"])
    assert all(cell.data_type != "f" for line in sheet for cell in line)
    for name in ("log.csv", "log.ics", "log.ndjson"):
        assert b"\x1b" not in Path(name).read_bytes()
    [hit, *_] = rows(run("search", "store.db", "timetable"))
    assert "\x1b" not in run("search", "store.db", "timetable").stdout
    assert "ferry" in hit["snippet"]
    shown = watch("search", "store.db", "timetable") + watch("track", "store.db")
    assert "ferry" in shown
    assert "\x1b[31mferry" not in shown


def test_search() -> None:
    hits = rows(run("search", "store.db", "quarry", "lorries"))
    assert {hit["kind"] for hit in hits} == {"action", "concern"}  # no section, for items in it have them
    hit = next(hit for hit in hits if hit["kind"] == "concern" and hit["date"] == "2024-02-13")
    assert (hit["body"], hit["section"]) == ("Highways and Open Spaces Committee", "2 Traffic in Quarry Lane")
    text = next(file for file in SERIES if file.name == hit["source"]).read_text("utf-8")
    assert text[hit["span"]["start"] : hit["span"]["end"]] == hit["text"]


def test_a_long_passage_is_whole_in_a_pipe_and_short_around_the_words_in_a_terminal() -> None:
    store = Store(Path("store.db"))
    words = " ".join(f"word{number}" for number in range(200))
    put(
        store,
        "long.md",
        f"# Ferncote Parish Council\n\n1. Pond\n\n{words} otter {words}\n\n2. Hedge\n\nNil.\n".encode(),
    )
    store.close()
    [hit] = rows(run("search", "store.db", "otter"))
    assert hit["text"] == f"1. Pond {words} otter {words}"
    assert "otter" in hit["snippet"]
    assert len(hit["snippet"].split()) < 30
    assert len(watch("search", "store.db", "otter").splitlines()) < 10


@pytest.mark.parametrize("columns", [20, 40, 71])
def test_a_narrow_terminal_gets_one_row_after_the_other(columns: int) -> None:
    for command in (("track", "store.db"), ("track", "store.db", "--concerns"), ("search", "store.db", "culvert")):
        shown = re.sub(r"\x1b\[[\d;]*m", "", watch(*command, columns=columns)).splitlines()
        assert max(map(len, shown[:-1])) <= columns  # the last says how many there are
        titles = ("Found", "Action", "Concern")
        assert sum(line.startswith(titles) for line in shown) == int(re.findall(r"\d+", shown[-1])[0])


# What is looked for, and the kinds of the hits.
SEARCHES = [
    (["culvert", "--kind", "action"], ["action", "action", "action"]),
    (["culvert", "--kind", "action", "--since", "2024-02", "--until", "2024-02"], ["action"]),
    (["culvert", "--kind", "action", "--until", "2024-02-12"], ["action"]),
    (["culvert", "--since", "2025"], []),
    (["20mph", "--kind", "concern"], ["response"]),
    (["20mph", "--kind", "decision"], []),
    (["20mph", "--person", "T. Baines"], ["response"]),
    (["20mph", "--person", "Cllr Lyle"], []),
    (["speed", "--kind", "concern", "--person", "Dilys Orme"], ["concern", "concern"]),
    (["benches", "--person", "OS"], ["action"]),
    (["flooded", "--person", "Lyle"], ["section"]),
    (["flooded", "--person", "Stagg"], []),
    (['"school walk"'], []),
    (['"walk to school"'], ["concern"]),
    (["quot*", "hedge"], ["action"]),
    (["QUOTATION", "hedge"], ["action"]),
    (["hedge OR culvert"], []),
    (['hedge"'], ["action"]),
    (["text:hedge"], []),
    (["NEAR(hedge"], []),
    (["hedge", "-", "^", "*", "()"], ["action"]),
    (["hedge'; DROP TABLE passages"], []),
]


@pytest.mark.parametrize(("args", "kinds"), SEARCHES, ids=[" ".join(args) for args, _ in SEARCHES])
def test_searches(args: list[str], kinds: list[str]) -> None:
    assert sorted(hit["kind"] for hit in rows(run("search", "store.db", *args))) == kinds


# Arguments, exit code, what standard error begins with.
WRONG = [
    (["track", "missing.db"], 3, "minutesparse: missing.db: no such store; "),
    (["track", "text.db"], 3, "minutesparse: text.db: not a store of minutes"),
    (["track", "other.db"], 3, "minutesparse: other.db: not a store of minutes"),
    (["track", "newer.db"], 3, "minutesparse: newer.db: made by another version"),
    (["track", "folder.db"], 3, "minutesparse: folder.db: "),
    (["search", "missing.db", "x"], 3, "minutesparse: missing.db: no such store; "),
    (["search", "text.db", "x"], 3, "minutesparse: text.db: not a store of minutes"),
    (["search", "newer.db", "x"], 3, "minutesparse: newer.db: made by another version"),
    (["search", "store.db", "-"], 2, "minutesparse: there is no word to look for"),
    (["search", "store.db", "x", "--kind", "motion"], 2, "minutesparse: --kind motion: give concern, action, "),
    (["search", "store.db", "x", "--since", "yesterday"], 2, "minutesparse: --since yesterday: give a day, month"),
    (["search", "store.db", "x", "--until", "2024-13"], 2, "minutesparse: --until 2024-13: give a day, month"),
    (["track", "store.db", "-o", "log.doc"], 2, "minutesparse: log.doc: give an output that ends in .csv, .xlsx, "),
    (["track", "store.db", "-o", "store.db"], 2, "minutesparse: store.db: give an output that ends in .csv, .xlsx, "),
    (
        ["track", "store.db", "-o", "nowhere/log.csv"],
        3,
        "minutesparse: nowhere/log.csv: cannot be written: the fold",
    ),
    (["track", "store.db", "--as-of", "May"], 2, "minutesparse: --as-of May: give a day as 2024-03-01"),
    (["track", "store.db", "--status", "late"], 2, "minutesparse: --status late: give open or closed"),
    (["track", "store.db", "--concerns", "--status", "open"], 2, "minutesparse: --status open: give answered or "),
    (["track", "store.db", "--concerns", "--overdue"], 2, "minutesparse: --overdue is said of actions"),
    (["track", "store.db", "--concerns", "-o", "log.ics"], 2, "minutesparse: a calendar holds actions"),
]


@pytest.mark.parametrize(("args", "code", "said"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_what_is_wrong_is_said_in_one_line(args: list[str], code: int, said: str) -> None:
    before = {path: path.stat().st_size for path in Path().rglob("*")}
    result = run(*args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(said)
    assert len(result.stderr.splitlines()) == 1
    assert {path: path.stat().st_size for path in Path().rglob("*")} == before


def test_an_empty_store() -> None:
    assert rows(run("track", "empty.db")) == rows(run("track", "empty.db", "--concerns")) == []
    assert rows(run("search", "empty.db", "culvert")) == []
    for name in ("log.csv", "log.xlsx", "log.ics", "log.ndjson"):
        assert run("track", "empty.db", "-o", name).exit_code == 0
    assert len(Path("log.csv").read_text().splitlines()) == 1
    assert openpyxl.load_workbook("log.xlsx").active.max_row == 1
    assert icalendar.Calendar.from_ical(Path("log.ics").read_bytes()).walk("VTODO") == []


def test_reading_beside_a_writer() -> None:
    """What is being written is not seen until it is whole, and nobody waits."""
    writer = Store(Path("store.db"))
    with writer:
        writer.remove([SERIES[0].name])
        assert len(rows(run("track", "store.db"))) == 5
        assert len(rows(run("search", "store.db", "culvert", "--kind", "action"))) == 3
    assert len(rows(run("search", "store.db", "culvert", "--kind", "action"))) == 2
    writer.close()


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(minutesparse.__file__).parents[1]), "COLUMNS": "100"}
COMMANDS = ["track store.db", "track store.db --concerns", "search store.db culvert"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_is_no_trouble(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    args = [sys.executable, "-m", "minutesparse", *command.split()]
    result = subprocess.run(args, stdout=writer, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False)
    os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
@pytest.mark.parametrize("command", [*COMMANDS, "track store.db -o full.csv"])
def test_a_full_disk_is_one_line(command: str) -> None:
    Path("full.csv").symlink_to("/dev/full")
    args = [sys.executable, "-m", "minutesparse", *command.split()]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(args, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False)
    assert result.returncode == 3
    assert result.stderr.count(b"\n") == 1
    assert b"cannot" in result.stderr


def test_a_missing_extra_is_told_of_what_was_to_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("track", "store.db", "-o", "log.xlsx")
    assert result.exit_code == 3
    assert result.stderr.startswith("minutesparse: log.xlsx: XLSX needs an extra; ")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_model_is_loaded_to_ask_a_store(command: str) -> None:
    code = "import sys; from minutesparse.cli import app; app(sys.argv[1:], standalone_mode=False); "
    code += "sys.exit(' '.join({'spacy', 'openpyxl', 'icalendar'} & {*sys.modules}))"
    args = [sys.executable, "-c", code, *command.split()]
    result = subprocess.run(args, capture_output=True, env=ENVIRONMENT, check=False)
    assert result.stderr.strip() == b""
    assert result.stdout


def watch(*args: str, columns: int = 100) -> str:
    """What the command prints in a terminal."""
    pty = pytest.importorskip("pty", reason="terminals of POSIX")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "minutesparse", *args]
    environment = {**ENVIRONMENT, "COLUMNS": str(columns)}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    output = read_all(lambda: os.read(ours, 65536))
    os.close(ours)
    assert process.wait() == 0, output
    return output.decode()


def read_all(read: Callable[[], bytes]) -> bytes:
    """All that comes, until nobody writes any more."""
    output = b""
    while True:
        try:
            data = read()
        except OSError:  # how a terminal ends
            return output
        if not data:
            return output
        output += data


def test_a_terminal_gets_tables() -> None:
    shown = watch("track", "store.db", "--as-of", "2024-03-20")
    assert "Overdue" in shown
    assert "H14" in shown
    assert "5 actions" in shown
    assert "{" not in shown
    assert "3 concerns" in watch("track", "store.db", "--concerns")
    found = watch("search", "store.db", "culvert")
    assert "Highways" in found
    assert "no hits" in watch("search", "store.db", "unheard")
