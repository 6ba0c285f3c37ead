"""An archive: nothing lost, nothing twice, nothing by half, whoever is killed when; the same bytes every time."""

import gzip
import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Called

import minutesparse
from minutesparse import extract, read
from minutesparse.archive import batch as module
from minutesparse.archive.batch import Outcome, batch
from minutesparse.archive.journal import OutputError, locked
from minutesparse.archive.outputs import Output, open_output
from minutesparse.archive.processes import Task, Work
from minutesparse.archive.sources import find, name_of, parse_list
from minutesparse.archive.work import OUT_OF_MEMORY, Part, Result
from minutesparse.cli import app

HOME = Path(minutesparse.__file__).parents[1]
MINUTES = """\
Minutes of the Allotment Committee held on {day} May 2024 in the Old Pavilion

Present: Cllr Ivy Dunmore (Chair), Mr Owen Farr (Clerk)

1. Water
Cllr Dunmore expressed concern that tank {day} leaked.
ACTION: Clerk to mend tank {day} by 30 June 2024.
It was resolved to buy {day} buckets.
"""
OUTPUTS = ("out.ndjson", "out.ndjson.gz", "out.db", "out")


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder "in" with twelve sets of minutes in folders, in which every test here runs."""
    monkeypatch.chdir(tmp_path)
    for day in range(1, 13):
        file = tmp_path / "in" / f"20{day % 3:02}" / f"{day:02}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MINUTES.format(day=day), "utf-8")
    return tmp_path / "in"


def command(*arguments: str | bytes) -> tuple[list[str | bytes], dict[str, str]]:
    return [sys.executable, "-m", "minutesparse", "batch", *arguments], {**os.environ, "PYTHONPATH": str(HOME)}


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with processes of its own."""
    words, environment = command(*arguments)
    return subprocess.run(words, capture_output=True, env=environment, check=False)


def call(*arguments: str, stdin: bytes = b"") -> Called:
    """The command in this process, which also does the work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "run", at_once)
        return CliRunner().invoke(app, ["batch", *arguments], input=stdin)


def at_once(work: Work, following: Callable[[], Task | None], **_: object) -> Iterator[tuple[int, Result]]:
    while task := following():
        yield task.number, work(task.name, task.data)


def said(stderr: str | bytes) -> list[str]:
    """The lines on standard error but those that say how far it is."""
    told = stderr.decode() if isinstance(stderr, bytes) else stderr
    return [line for line in told.splitlines() if not re.search(r" of \d+, ", line)]


def content(output: str) -> list[str]:
    """The records that an output holds, in its order."""
    path = Path(output)
    if path.suffix == ".db":
        with closing(sqlite3.connect(path)) as store:
            return [row[0] for row in store.execute("SELECT record FROM meetings ORDER BY id")]
    if path.is_dir():
        names = [json.loads(line) for line in (path / "journal.ndjson").read_text().splitlines()]
        return [(path / file).read_text().rstrip("\n") for name in names for file in name.get("files", [])]
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data.decode().splitlines()


def names(output: str) -> list[str]:
    return [json.loads(record)["source"]["name"] for record in content(output)]


def everything(folder: str) -> dict[str, bytes]:
    """The bytes of all files below, but for those of a store, whose pages may lie otherwise, its tables."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix == ".db" and path.is_file() and path.read_bytes().startswith(b"SQLite"):
            with closing(sqlite3.connect(path)) as store:
                found[path.name] = "\n".join(store.iterdump()).encode()
        elif path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


# What a document may do to the process that reads it.


def treacherous(name: str, data: bytes, model: str | None = None) -> Result:
    """Does what the document says."""
    word = data.split()[0].decode()
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "leave":
        os._exit(3)
    elif word == "sleep":
        time.sleep(600)
    elif word == "grow":
        return Result(failure=OUT_OF_MEMORY)
    return Result((Part(json.dumps({"name": name, "word": word, "pid": os.getpid()}), ()),), "text")


@pytest.fixture
def treachery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "convert", treacherous)


class Held:
    """An output in memory."""

    report: str | None = None
    program = "program"

    def __init__(self) -> None:
        self.results: dict[str, Result] = {}

    def entries(self) -> tuple[()]:
        return ()

    def begin(self, *_: object) -> None: ...

    def add(self, name: str, digest: str, result: Result) -> None:
        assert name not in self.results
        self.results[name] = result

    def add_copy(self, name: str, digest: str, same_as: str) -> None: ...

    def close(self) -> None: ...


def outcomes(output: Output, *paths: Path, jobs: int = 2, timeout: float = 60) -> list[Outcome]:
    return list(batch(find(paths), output, jobs=jobs, timeout=timeout))


def write(**files: str) -> list[Path]:
    for name, words in files.items():
        Path(name).write_text(f"{words} {name}")
    return [Path(name) for name in files]


@pytest.mark.usefixtures("treachery")
@pytest.mark.parametrize("jobs", [1, 3])
def test_a_document_that_takes_its_process_along_fails_alone(jobs: int) -> None:
    words = {"b": "die", "d": "leave", "e": "sleep", "g": "grow", "h": "die"}
    reasons = {
        "die": "its process was killed by SIGKILL, perhaps for want of memory",
        "leave": "its process ended with exit code 3",
        "sleep": "not done after 4 seconds; split it, or give more --timeout",
        "grow": OUT_OF_MEMORY,
    }
    paths = write(**{name: words.get(name, "well") for name in "abcdefghij"})
    found = outcomes(out := Held(), *paths, jobs=jobs, timeout=4)
    assert [(o.name, o.kind, o.detail) for o in found] == [
        (name, "failed", reasons[words[name]]) if name in words else (name, "done", "") for name in "abcdefghij"
    ]
    assert [name for name, result in out.results.items() if result.parts] == list("acfij")


@pytest.mark.usefixtures("treachery")
def test_a_document_that_needs_too_much_memory_leaves_its_process_to_nobody() -> None:
    outcomes(out := Held(), *write(a="well", b="grow", c="well"), jobs=1)
    assert json.loads(out.results["a"].parts[0].record)["pid"] != json.loads(out.results["c"].parts[0].record)["pid"]


@pytest.mark.usefixtures("treachery")
def test_processes_are_used_again() -> None:
    outcomes(out := Held(), *write(**{f"f{n}": "well" for n in range(20)}))
    assert 1 <= len({json.loads(result.parts[0].record)["pid"] for result in out.results.values()}) <= 2


@pytest.mark.usefixtures("treachery")
def test_closing_early_ends_the_processes() -> None:
    results = batch(find(write(a="well", b="sleep", c="sleep")), Held(), jobs=2, timeout=600)
    assert next(results).name == "a"
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 60
    assert [child for child in children(os.getpid()) if "spawn_main" in arguments(child)] == []


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def arguments(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


# The command


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_document_is_there_once_in_order(output: str, archive: Path) -> None:
    result = run("in", "-o", output)
    assert (result.returncode, result.stdout, said(result.stderr)) == (0, b"", ["minutesparse: 12 documents: 12 done"])
    files = [path for year in sorted(archive.iterdir()) for path in sorted(year.iterdir())]
    assert names(output) == [name_of(path.relative_to(archive.parent)) for path in files]
    for file, record in zip(files, content(output), strict=True):
        expected = extract(read(file))
        source = expected.source.model_copy(update={"name": name_of(file.relative_to(archive.parent))})
        assert record == expected.model_copy(update={"source": source}).to_json()


@pytest.mark.parametrize("output", ["out.ndjson", "out.db"])
def test_the_number_of_jobs_changes_no_byte(output: str) -> None:
    for jobs in "1", "4":
        Path(jobs).mkdir()
        assert run("in", "-o", f"{jobs}/{output}", "--jobs", jobs).returncode == 0
    assert everything("1") == everything("4")
    assert everything("1")


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_run_that_is_killed_goes_on_where_it_was(output: str, archive: Path) -> None:
    (archive / "2001" / "aa-empty.txt").touch()
    for folder in "undisturbed", "killed":
        Path(folder).mkdir()
    assert run("in", "-o", f"undisturbed/{output}").returncode == 4
    words, environment = command("in", "-o", f"killed/{output}", "--jobs", "2")
    for wanted in (1, 6):
        process = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)
        wait_for(lambda: held(f"killed/{output}") >= wanted or process.poll() is not None)  # noqa: B023 called at once
        process.kill()
        process.wait()
        assert len(set(names_held(f"killed/{output}"))) == len(names_held(f"killed/{output}"))
    before = held(f"killed/{output}")
    final = run("in", "-o", f"killed/{output}", "--jobs", "3")
    assert final.returncode == 4
    assert f"{12 - before} done, {before} done before" in final.stderr.decode() or before in (0, 12)
    assert everything("killed") == everything("undisturbed")
    assert len(names(f"killed/{output}")) == 12


def held(output: str) -> int:
    return len(names_held(output))


def names_held(output: str) -> list[str]:
    """The sources that an output says it has, while it is written or after its writer was killed."""
    path = Path(output)
    if path.suffix == ".db":
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as store:
            return [row[0] for row in store.execute("SELECT name FROM sources")]
        return []
    journal = path.with_name(path.name + ".journal") if path.suffix else path / "journal.ndjson"
    lines = journal.read_bytes().splitlines(keepends=True) if journal.exists() else []
    return [json.loads(line)["name"] for line in lines if line.endswith(b"\n")]


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to pass")


def test_a_process_that_is_killed_fails_its_document_and_no_other(archive: Path) -> None:
    (archive / "2001" / "zz.txt").write_text(MINUTES.format(day=13) * 20_000)  # long enough to be caught in
    words, environment = command("in", "-o", "out.ndjson", "--jobs", "1")
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE)
    wait_for(lambda: held("out.ndjson") == 8)
    [worker] = [child for child in children(process.pid) if "spawn_main" in arguments(child)]
    time.sleep(0.5)
    os.kill(worker, signal.SIGKILL)
    _, stderr = process.communicate()
    assert process.returncode == 4
    assert said(stderr) == [
        "minutesparse: in/2001/zz.txt: its process was killed by SIGKILL, perhaps for want of memory",
        "minutesparse: 13 documents: 12 done, 1 failed, see out.failures.ndjson",
    ]
    [failure] = [json.loads(line) for line in Path("out.failures.ndjson").read_text().splitlines()]
    assert failure["name"] == "in/2001/zz.txt"


def test_the_processes_end_when_the_run_is_killed(archive: Path) -> None:
    (archive / "2000" / "00.txt").write_text(MINUTES.format(day=13) * 20_000)
    words, environment = command("in/2000/00.txt", "-o", "out.ndjson", "--timeout", "1")
    process = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)
    wait_for(lambda: any("spawn_main" in arguments(child) for child in children(process.pid)))
    workers = [child for child in children(process.pid) if "spawn_main" in arguments(child)]
    process.kill()
    process.wait()
    wait_for(lambda: not any("spawn_main" in arguments(worker) for worker in workers))


def test_a_time_out_is_a_failure(archive: Path) -> None:
    (archive / "2001" / "zz.txt").write_text(MINUTES.format(day=13) * 50_000)
    result = run("in", "-o", "out.ndjson", "--timeout", "1")
    assert result.returncode == 4
    assert said(result.stderr)[0] == (
        "minutesparse: in/2001/zz.txt: not done after 1 seconds; split it, or give more --timeout"
    )
    assert len(names("out.ndjson")) == 12


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_cannot_be_read_is_told_and_tried_again(output: str, archive: Path) -> None:
    (archive / "2000" / "03.txt").write_bytes(b"")
    (archive / "2000" / "06.txt").write_bytes(bytes(range(256)))
    os.mkfifo(archive / "2001" / "pipe.txt")
    missing = "nowhere.txt"
    result = call("in", missing, "-o", output)
    assert result.exit_code == 4
    expected = {
        "in/2000/03.txt": "the file is empty; give minutes with words in them",
        "in/2001/pipe.txt": "this is no file that can be read to its end",
        "nowhere.txt": "no such file; check the path",
    }
    lines = said(result.stderr)
    assert [line for line in lines if line.split(": ")[1] in expected] == [
        f"minutesparse: {name}: {reason}" for name, reason in expected.items()
    ]
    assert failures(output) == {**failures(output), **expected}
    assert len(failures(output)) == 4
    assert len(names(output)) == 10
    for path in "03", "06":
        (archive / "2000" / f"{path}.txt").write_text(MINUTES.format(day=f"{path}5"), "utf-8")
    (archive / "2001" / "pipe.txt").unlink()
    (archive / "2001" / "pipe.txt").write_text(MINUTES.format(day=55), "utf-8")
    Path(missing).write_text(MINUTES.format(day=99), "utf-8")
    result = call("in", missing, "-o", output)
    assert (result.exit_code, said(result.stderr)) == (0, ["minutesparse: 14 documents: 4 done, 10 done before"])
    assert failures(output) == {}
    assert len(set(names(output))) == 14


def failures(output: str) -> dict[str, str]:
    path = Path(output)
    if path.suffix == ".db":
        with closing(sqlite3.connect(path)) as store:
            return dict(store.execute("SELECT name, reason FROM failures"))
    report = path / "failures.ndjson" if path.is_dir() else Path("out.failures.ndjson")
    rows = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
    assert len({row["name"] for row in rows}) == len(rows)
    return {row["name"]: row["reason"] for row in rows}


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_changed_takes_the_place_of_what_it_was(output: str, archive: Path) -> None:
    call("in", "-o", output)
    changed = archive / "2000" / "06.txt"
    changed.write_text(MINUTES.format(day=66), "utf-8")
    result = call("in", "-o", output)
    assert said(result.stderr) == ["minutesparse: 12 documents: 1 done, 11 done before"]
    assert sorted(names(output)) == sorted(set(names(output)))
    assert len(names(output)) == 12
    [record] = [record for record in content(output) if json.loads(record)["source"]["name"] == "in/2000/06.txt"]
    assert json.loads(record)["decisions"][0]["text"] == "It was resolved to buy 66 buckets."


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_cannot_be_read_any_more_keeps_its_record(output: str, archive: Path) -> None:
    call("in", "-o", output)
    (archive / "2000" / "06.txt").unlink()
    result = call("in", "in/2000/06.txt", "-o", output)
    assert said(result.stderr)[0] == (
        "minutesparse: in/2000/06.txt: no such file; check the path; its record from before is kept"
    )
    assert (result.exit_code, len(names(output))) == (4, 12)


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_same_content_under_two_names_has_one_record(output: str, archive: Path) -> None:
    (archive / "2002" / "copy.md").write_bytes((archive / "2000" / "06.txt").read_bytes())
    (archive / "2001" / "empty.txt").touch()
    (archive / "2002" / "empty.md").touch()
    result = call("in", "-o", output)
    assert result.exit_code == 4
    assert said(result.stderr)[1:3] == [
        "minutesparse: in/2002/copy.md: the same content as in/2000/06.txt, whose record stands for both",
        "minutesparse: in/2002/empty.md: the same content as in/2001/empty.txt: "
        "the file is empty; give minutes with words in them",
    ]
    assert (len(names(output)), len(failures(output))) == (12, 2)
    (archive / "2000" / "06.txt").write_text(MINUTES.format(day=66), "utf-8")
    result = call("in", "-o", output)
    assert said(result.stderr)[-1].startswith("minutesparse: 15 documents: 2 done, 11 done before, 2 failed")
    assert "in/2002/copy.md" in names(output)
    assert len(names(output)) == 13


def test_files_of_one_name_have_their_own_records(archive: Path) -> None:
    for folder in "a", "b":
        (archive / folder).mkdir()
        (archive / folder / "minutes.md").write_text(f"{MINUTES.format(day=20)}\n{folder}\n")
    paths = [str(archive / "a" / "minutes.md"), str(archive / "a" / "minutes.md")[1:], "in/../in/b/minutes.md"]
    Path(paths[1]).parent.mkdir(parents=True)
    Path(paths[1]).write_text(MINUTES.format(day=21))
    assert call(*paths, "-o", "out").exit_code == 0
    written = list(Path("out").rglob("*.json"))
    assert len(written) == 3
    assert all(path.resolve().is_relative_to(Path("out").resolve()) for path in written)
    assert sorted(json.loads(path.read_text())["source"]["name"] for path in written) == sorted(paths)
    assert [path.name for path in Path().glob("*.json")] == []


ODD = [
    b"-o",
    b"a b.txt",
    b"new\nline.txt",
    b"caf\xc3\xa9.txt",
    b"\xff\xfe.txt",
    b"[x]*?.txt",
    b"\x1b[31mred.txt",
    b"'\";$(ls).txt",
]


@pytest.mark.parametrize("output", OUTPUTS)
def test_odd_names(output: str, archive: Path) -> None:
    folder = archive.parent / "odd"
    folder.mkdir()
    for number, name in enumerate(ODD):
        (folder / os.fsdecode(name)).write_text(MINUTES.format(day=number))
    listed = b"\0".join(b"odd/" + name for name in ODD)
    result = call("-", "-o", output, stdin=listed)
    assert (result.exit_code, said(result.stderr)) == (0, ["minutesparse: 8 documents: 8 done"])
    assert len(set(names(output))) == 8
    assert any("\\udcff" in name for name in names(output))
    assert said(call("odd", "-o", output).stderr) == [
        "minutesparse: left out 1 of an ending that minutes do not have, as odd/-o; name what is to be read",
        "minutesparse: 7 documents: 7 done before",
    ]


def test_a_list_of_lines_holds_files_and_folders_but_no_patterns(archive: Path) -> None:
    listed = b"in/2000\n\nin/2001/01.txt\nin/*/*.txt\n"
    result = call("-", "-o", "-", stdin=listed)
    assert result.exit_code == 4
    assert said(result.stderr) == [
        "minutesparse: in/*/*.txt: no such file; check the path",
        "minutesparse: 6 documents: 5 done, 1 failed",
    ]
    assert parse_list(b"a\nb c\n") == ["a", "b c"]


def test_patterns_folders_and_files_are_found_once_and_in_order(archive: Path) -> None:
    (archive / ".hidden.txt").touch()
    (archive / "2000" / "picture.png").touch()
    (archive / "2000" / "round").symlink_to(archive)
    (archive.parent / "elsewhere").mkdir()
    (archive.parent / "elsewhere" / "13.txt").touch()
    (archive / "2002" / "linked").symlink_to(archive.parent / "elsewhere")
    found = find([Path("in/2001/07.txt"), Path("in/**/*2.txt"), Path("in")])
    assert [path.name for path in found.files][:4] == ["07.txt", "12.txt", "02.txt", "03.txt"]
    assert (len(found.files), len(set(found.files))) == (13, 13)
    assert Path("in/2002/linked/13.txt") in found.files
    assert [path.name for path in found.left_out] == ["picture.png"]


def test_a_folder_without_minutes_is_told(archive: Path) -> None:
    (archive / "empty").mkdir()
    result = call("in/empty", "-o", "out.ndjson")
    assert result.exit_code == 4
    assert said(result.stderr)[0] == (
        "minutesparse: in/empty: there are no minutes in this folder; name files, or give a pattern"
    )


def test_fail_fast_ends_with_the_first_in_order(archive: Path) -> None:
    (archive / "2000" / "04.txt").touch()
    (archive / "2002" / "00.txt").touch()
    result = call("in", "-o", "out.ndjson", "--fail-fast", "--jobs", "3")
    assert result.exit_code == 4
    assert said(result.stderr) == [
        "minutesparse: in/2000/04.txt: the file is empty; give minutes with words in them",
        "minutesparse: 14 documents: 1 done, 1 failed, see out.failures.ndjson, 12 not tried",
    ]
    assert names("out.ndjson") == ["in/2000/03.txt"]


def test_quiet_says_nothing(archive: Path) -> None:
    (archive / "2000" / "04.txt").touch()
    result = call("in", "-o", "-", "--quiet")
    assert (result.exit_code, result.stderr, len(result.stdout.splitlines())) == (4, "", 12)


def test_a_pipe_that_is_closed_early_is_no_fault() -> None:
    words, environment = command("in", "-o", "-")
    process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    _, stderr = process.communicate()
    assert (process.returncode, b"Traceback" in stderr) == (0, False)


def test_breaking_off_is_no_fault(archive: Path) -> None:
    (archive / "2001" / "zz.txt").write_text(MINUTES.format(day=13) * 20_000)
    words, environment = command("in", "-o", "out.ndjson")
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    wait_for(lambda: held("out.ndjson") >= 2)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in stderr


def test_a_bar_in_a_terminal() -> None:
    words, environment = command("in", "-o", "out.ndjson")
    outside, inside = pty.openpty()
    process = subprocess.Popen(words, env={**environment, "TERM": "xterm", "COLUMNS": "100"}, stderr=inside)
    os.close(inside)
    shown = b"".join(iter(lambda: from_terminal(outside), b""))
    assert process.wait() == 0
    assert b"12/12" in shown
    assert b"0 failed" in shown
    assert b"12 documents: 12 done" in shown


def from_terminal(outside: int) -> bytes:
    with suppress(OSError):
        return os.read(outside, 4096)
    return b""


@pytest.mark.parametrize(
    ("prepare", "output", "words"),
    [
        (lambda: Path("out.ndjson").write_text("mine\n"), "out.ndjson", "no journal of a batch beside it"),
        (lambda: Path("out.db").write_text("mine\n" * 1000), "out.db", "not a store of minutes"),
        (lambda: Path("out.db").mkdir(), "out.db", "is a folder"),
        (lambda: Path("in", "mine.json").write_text("mine"), "in", "holds other files, and no journal"),
        (lambda: None, "nowhere/out.ndjson", "the folder that it should be in is missing"),
        (lambda: Path("out.ndjson").mkdir(), "out.ndjson", "is a folder"),
    ],
)
def test_what_cannot_be_written_to_is_left_as_it_is(prepare: Callable[[], object], output: str, words: str) -> None:
    prepare()
    before = everything(".")
    result = call("in", "-o", output)
    assert result.exit_code == 3
    [line] = result.stderr.splitlines()
    assert line.startswith(f"minutesparse: {output}: ")
    assert words in line
    assert everything(".") == before


def test_an_output_that_somebody_changed_is_left_as_it_is() -> None:
    call("in", "-o", "out.ndjson")
    path = Path("out.ndjson")
    path.write_bytes(path.read_bytes().replace(b"Dunmore", b"Dunmere"))
    before = everything(".")
    result = call("in", "-o", "out.ndjson")
    assert result.exit_code == 3
    assert "is not as the batch left it" in result.stderr
    assert everything(".") == before


def test_what_somebody_wrote_into_the_report_of_failures_is_kept(archive: Path) -> None:
    (archive / "zz.txt").write_bytes(b"")
    for _ in range(2):
        assert call("in", "-o", "out.ndjson").exit_code == 4
        with Path("out.failures.ndjson").open("a") as report:
            report.write("see to it, Ann\n[]\n")
    (archive / "zz.txt").write_text(MINUTES.format(day=14))
    assert call("in", "-o", "out.ndjson").exit_code == 0
    assert Path("out.failures.ndjson").read_text() == "see to it, Ann\n[]\n" * 2


@pytest.mark.parametrize("table", ["sources", "people", "meetings"])
def test_a_store_that_lacks_a_table_is_one_line(table: str, archive: Path) -> None:
    call("in", "-o", "out.db")
    with closing(sqlite3.connect("out.db")) as store:
        store.execute(f"DROP TABLE {table}")
    (archive / "zz.txt").write_text(MINUTES.format(day=14))
    result = call("in", "-o", "out.db", "--quiet")
    assert result.exit_code == 3
    [line] = result.stderr.splitlines()
    assert line.startswith("minutesparse: out.db: not a store of minutes (")


def test_an_output_that_is_gone_is_made_again() -> None:
    call("in", "-o", "out.ndjson")
    before = everything(".")
    Path("out.ndjson").unlink()
    assert call("in", "-o", "out.ndjson").exit_code == 0
    assert everything(".") == before


def test_an_ending_that_says_nothing_is_wrong_usage() -> None:
    before = everything(".")
    for output in ("out.csv", "out.pdf", "nowhere/out.txt", "out.gz"):
        result = call("in", "-o", output)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"minutesparse: {output}: give an output that ends in .ndjson, ")
        assert len(result.stderr.splitlines()) == 1
    assert everything(".") == before


@pytest.mark.parametrize("output", OUTPUTS)
def test_two_at_one_output(output: str, archive: Path) -> None:
    """The second ends with a line, nothing of what the first does is lost, and the next is let in."""
    (archive / "zz.txt").write_text(MINUTES.format(day=13) * 3_000)  # long enough for the others to come
    Path("link.db").symlink_to("out.db")
    words, environment = command("in", "-o", output, "--jobs", "1")
    with subprocess.Popen(words, stderr=subprocess.PIPE, env=environment) as first:
        wait_for(lambda: held(output) > 0)
        for name in [output, *(["link.db"] if output == "out.db" else [])]:
            result = call("in", "-o", name)
            assert result.exit_code == 3
            [line] = result.stderr.splitlines()
            assert line == f"minutesparse: {name}: another batch is writing there; wait for it, or choose another -o"
        assert first.wait() == 0
    assert len(names(output)) == 13
    assert said(call("in", "-o", output).stderr) == ["minutesparse: 13 documents: 13 done before"]
    assert not list(Path().glob("*.lock"))


def test_a_lock_that_was_taken_away_while_somebody_waited_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    path, lock = Path("lock"), fcntl.flock
    waiting = [path]

    def late(stream: BinaryIO, how: int) -> None:
        if waiting:  # whoever had it ends between the opening and the locking
            waiting.pop().unlink()
        lock(stream, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with locked(path) as stream:
        assert os.path.samestat(os.fstat(stream.fileno()), path.stat())
        with pytest.raises(OutputError, match="another batch"):
            locked(path)


def made(number: int) -> Result:
    return Result(tuple(Part(json.dumps({"n": number, "part": part}), ()) for part in range(number % 3 + 1)), "text")


def fill(output: Output, numbers: Iterator[int] | range) -> None:
    held = {entry.name for entry in output.entries()}
    for number in numbers:
        if str(number) not in held:
            output.add(str(number), f"digest {number}", made(number))


@pytest.mark.parametrize("name", ["out.ndjson", "out.ndjson.gz"])
def test_any_torn_end_is_mended(name: str) -> None:
    path, journal = Path(name), Path(f"{name}.journal")
    with closing(open_output(path, "program", print)) as output:
        fill(output, range(4))
    whole, told = path.read_bytes(), journal.read_bytes()
    ends = [0]
    for line in told.splitlines():
        ends.append(ends[-1] + json.loads(line)["size"])
    cuts = [(cut, done) for done in range(4) for cut in range(ends[done], ends[done + 1] + 1)]
    for cut, done in cuts:  # written up to here, so many of them noted in the journal …
        lines = told.splitlines(keepends=True)
        torn = lines[done][: cut % len(lines[done])] if cut == ends[done + 1] else b""
        path.write_bytes(whole[:cut])
        journal.write_bytes(b"".join(lines[:done]) + torn)  # … the next perhaps by half
        with closing(open_output(path, "program", print)) as output:
            assert [entry.name for entry in output.entries()] == [str(number) for number in range(done)]
            fill(output, range(4))
        assert (path.read_bytes(), journal.read_bytes()) == (whole, told), (cut, done)


class KilledError(Exception):
    """The process was killed here."""


def let_go(output: object) -> None:
    """Close the files of an output as the end of its process does."""
    for owner in (output, getattr(output, "journal", None)):
        if stream := getattr(owner, "stream", None):
            stream.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["out.ndjson", "out.ndjson.gz", "out"])
def test_killed_while_old_records_are_taken_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(1, 12):
        for path in sorted(Path().glob("out*")):
            subprocess.run(["rm", "-r", path], check=True)
        with closing(open_output(Path(name), "program", print)) as output:
            fill(output, range(6))
        with monkeypatch.context() as patch:
            left = [step]

            def kill(operation: str, left: list[int] = left) -> Callable[..., object]:
                original = getattr(Path, operation)

                def killing(*arguments: object, **options: object) -> object:
                    left[0] -= 1
                    if not left[0]:
                        raise KilledError
                    return original(*arguments, **options)

                return killing

            for operation in ("replace", "unlink", "open"):
                patch.setattr(Path, operation, kill(operation))
            with suppress(KilledError):
                output = open_output(Path(name), "program", print)
                output.begin([str(number) for number in range(6)], {"1", "4"})
        let_go(output)
        with closing(open_output(Path(name), "program", print)) as output:
            held = [entry.name for entry in output.entries()]
            assert held in (list("012345"), list("0235"), list("02345"), list("01235")), step
            output.begin([str(number) for number in range(6)], {"1", "4"} & set(held))
            assert [entry.name for entry in output.entries()] == list("0235")
            fill(output, range(6))
            assert [entry.name for entry in output.entries()] == list("023514")
        found = [json.loads(record) for record in content(name)]
        expected = [json.loads(part.record) for number in (0, 2, 3, 5, 1, 4) for part in made(number).parts]
        assert found == expected


def test_another_model_does_it_again(archive: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    classifier: Any = nlp.add_pipe("textcat_multilabel")
    classifier.add_label("concern")
    nlp.initialize()
    nlp.to_disk("one")
    nlp.to_disk("two")
    Path("two/more").write_text("more")
    for model, told in (("none", "12 done"), ("none", "12 done before"), ("one", "12 done"), ("two", "12 done")):
        result = call("in", "-o", "out.ndjson", "--model", model)
        assert (result.exit_code, said(result.stderr)) == (0, [f"minutesparse: 12 documents: {told}"])
    assert len(names("out.ndjson")) == 12
    result = call("in", "-o", "out.ndjson", "--model", "nowhere")
    assert result.exit_code == 2
    assert len(names("out.ndjson")) == 12
