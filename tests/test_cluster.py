"""A batch on a Dask cluster: the same records, whoever is killed, and parts that are done are not done again."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

import minutesparse
from minutesparse import extract, read
from minutesparse.archive import cluster, partitions
from minutesparse.archive.batch import Outcome
from minutesparse.archive.partitions import ClusterError, Done, Job, Rows, decode, encode, write_part
from minutesparse.archive.processes import Task, Work
from minutesparse.archive.sources import name_of
from minutesparse.archive.work import Result, program
from minutesparse.cli import app

pytest.importorskip("distributed")
pytest.importorskip("fsspec")
pytest.importorskip("pyarrow")

HOME = Path(minutesparse.__file__).parents[1]
MINUTES = """\
Minutes of the Footpath Group held on 3 June 2024 at Stile Cottage

Present: Ms Petra Lane (Chair), Mr Hugo Fenn (Secretary)

1. Stiles
Ms Lane was concerned that stile {number} had rotted.
ACTION: Mr Fenn to mend stile {number} by 1 July 2024.
"""
SOURCES = 32


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(SOURCES):
        (tmp_path / "in" / f"{number:02}.txt").write_text(MINUTES.format(number=number) + "\n\nNothing else.\n" * 200)
    return tmp_path / "in"


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HOME), "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "minutesparse", "batch", "in", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=environment(), check=False)


def contents(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(12_000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to pass")


def children(pid: int) -> list[int]:
    """The processes that any thread of this one has started."""
    found = []
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):
            found += [int(child) for child in (thread / "children").read_text().split()]
    return found


def busy_workers(pid: int) -> list[int]:
    """The workers of a cluster of this process that have a process at work."""
    return [child for child in spawned(pid) if spawned(child)]


def spawned(pid: int) -> list[int]:
    return [child for child in children(pid) if b"spawn_main" in arguments(child)]


def arguments(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def manifests(folder: str) -> int:
    return len(list(Path(folder).glob("*.manifest.json")))


def records(folder: str) -> list[str]:
    parts = sorted(path for path in Path(folder).glob("part-*") if path.suffix in (".ndjson", ".parquet"))
    return [line for part in parts for lines in decode(part.name, part.read_bytes()).values() for line in lines]


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts the command, which is ended with the test."""
    processes = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        processes.append(subprocess.Popen(command(*arguments), env=environment(), stderr=subprocess.PIPE))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def test_a_worker_and_the_run_are_killed_and_nothing_is_lost(
    archive: Path, started: Callable[..., subprocess.Popen[bytes]]
) -> None:
    (archive / "05.txt").write_bytes(b"")
    with socket.socket() as taken:
        with suppress(OSError):  # it is taken
            taken.bind(("127.0.0.1", 8787))  # where another cluster shows its state
            taken.listen()
        undisturbed = run("-o", "undisturbed", "--cluster", "local", "--jobs", "2")
    assert undisturbed.returncode == 4, undisturbed.stderr
    assert "Warning" not in undisturbed.stderr
    assert f"{SOURCES} documents: {SOURCES - 1} done, 1 failed" in undisturbed.stderr

    process = started("-o", "killed", "--cluster", "local", "--jobs", "2")
    wait_for(lambda: manifests("killed") >= 1 and bool(busy_workers(process.pid)))
    os.kill(busy_workers(process.pid)[0], signal.SIGKILL)  # a worker, whose part goes to another …
    wait_for(lambda: manifests("killed") >= 2)
    process.kill()  # … and then all of it
    process.wait()
    assert 2 <= manifests("killed") <= 4

    process = started("-o", "killed", "--cluster", "local", "--jobs", "2")
    wait_for(lambda: bool(busy_workers(process.pid)) or process.poll() is not None)
    for worker in busy_workers(process.pid)[:1]:
        os.kill(worker, signal.SIGKILL)
    _, told = process.communicate()
    assert process.returncode == 4, told.decode()
    assert re.search(rf"{SOURCES} documents: (\d+ done, )?\d+ done before, 1 failed", told.decode())
    assert contents("killed") == contents("undisturbed")
    assert len(records("killed")) == SOURCES - 1
    [failure] = Path("killed/failures.ndjson").read_text().splitlines()
    assert json.loads(failure)["name"] == "in/05.txt"


def test_a_cluster_that_is_elsewhere(archive: Path) -> None:
    file = archive.parent / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    told = ["--scheduler-file", str(file), "--no-dashboard"]
    null = subprocess.DEVNULL
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *told], env=environment(), stdout=null, stderr=null
    )
    wait_for(file.exists)
    address = json.loads(file.read_text())["address"]
    worker = subprocess.Popen(
        [*dask, "worker", "--nworkers", "2", "--nthreads", "1", *told], env=environment(), stdout=null, stderr=null
    )
    try:
        result = run("-o", "out.parquet", "--cluster", address)
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait()
    assert result.returncode == 0, result.stderr
    expected = []
    for path in sorted(archive.iterdir()):
        minutes = extract(read(path))
        source = minutes.source.model_copy(update={"name": name_of(path.relative_to(archive.parent))})
        expected.append(minutes.model_copy(update={"source": source}).to_json())
    assert records("out.parquet") == expected


# Parts, without a cluster


def in_turn(work: Work, following: Callable[[], Task | None], **_: object) -> Iterator[tuple[int, Result]]:
    while task := following():
        yield task.number, work(task.name, task.data)


def job(*names: str, part: str = "part.ndjson", read_now: tuple[str, ...] | None = None) -> Job:
    sources = {f"in/{name}": str(Path("in", name).absolute()) for name in (names if read_now is None else read_now)}
    return Job(f"out/{part}", tuple(f"in/{name}" for name in names), sources, None, program(), 60)


def brief(done: list[Done]) -> list[tuple[str, bool, str | None]]:
    return [(each.name.removeprefix("in/"), each.fresh, each.failure) for each in done]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("part", ["part.ndjson", "part.parquet"])
def test_a_part_is_written_again_only_as_far_as_it_changed(part: str, archive: Path) -> None:
    Path("out").mkdir()
    names = ("00.txt", "01.txt", "02.txt", "03.txt")
    assert brief(write_part(job(*names, part=part))) == [(name, True, None) for name in names]
    before = contents("out")
    assert brief(write_part(job(*names, part=part))) == [(name, False, None) for name in names]
    assert contents("out") == before
    (archive / "00.txt").write_text(MINUTES.format(number=99))
    (archive / "01.txt").unlink()
    (archive / "02.txt").write_bytes(b"")
    empty = "the file is empty; give minutes with words in them"
    expected = [("00.txt", True, None), ("01.txt", False, "cannot be read: no such file"), ("02.txt", True, empty)]
    assert brief(write_part(job(*names, part=part))) == [*expected, ("03.txt", False, None)]
    rows = decode(part, Path("out", part).read_bytes())
    assert list(rows) == ["in/00.txt", "in/01.txt", "in/03.txt"]  # what cannot be read any more keeps its record
    assert "stile 99" in rows["in/00.txt"][0]
    assert brief(write_part(job(*names, part=part, read_now=("02.txt",))))[2] == ("02.txt", True, empty)
    assert decode(part, Path("out", part).read_bytes()) == rows


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("harm", ["part", "manifest", "torn", "nonsense"])
def test_a_part_that_does_not_fit_its_manifest_is_made_anew(harm: str) -> None:
    Path("out").mkdir()
    write_part(job("00.txt", "01.txt"))
    before = contents("out")
    if harm == "part":
        Path("out/part.ndjson").unlink()
    elif harm == "manifest":
        Path("out/part.ndjson.manifest.json").unlink()
    elif harm == "nonsense":
        Path("out/part.ndjson.manifest.json").write_text("[]")
    else:
        Path("out/part.ndjson").write_bytes(before["part.ndjson"][:-100])
    assert [each.fresh for each in write_part(job("00.txt", "01.txt"))] == [True, True]
    assert contents("out") == before


def test_another_version_on_a_worker_is_refused() -> None:
    with pytest.raises(ClusterError, match="another version"):
        write_part(Job("out/part.ndjson", (), {}, None, "0.0.1+other", 60))


@pytest.mark.parametrize("url", ["part.ndjson", "part.parquet"])
def test_a_part_gives_back_what_was_put_in(url: str) -> None:
    line = '{{"source": {{"name": "{}"}}, "meeting": {{"title": null, "body": "B", "date": "2024-01"}}}}'
    rows: Rows = {"a": [line.format("a")] * 2, "b": [line.format("b")]}
    assert decode(url, encode(url, rows)) == rows
    assert decode(url, encode(url, {})) == {}


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cluster and no processes: parts are written here, one after another."""
    monkeypatch.setattr(partitions, "run", in_turn)
    monkeypatch.setattr(cluster, "_results", lambda work, *_: (write_part(job) for job in work))


def outcomes(*sources: str, output: str = "out") -> list[Outcome]:
    found = cluster.find_sources(sources)
    return list(cluster.convert(found, output, address="nowhere", jobs=1, timeout=60))


@pytest.mark.usefixtures("at_once")
def test_new_sources_get_parts_of_their_own_and_copies_are_told(archive: Path) -> None:
    first = outcomes("in/0*.txt")
    assert [outcome.kind for outcome in first] == ["done"] * 10
    before = contents("out")
    (archive / "copy.md").write_bytes((archive / "00.txt").read_bytes())
    again = outcomes("in/0*.txt", "in/copy.md")
    assert [outcome.kind for outcome in again] == ["kept"] * 10 + ["done"]
    assert again[-1].detail == "the same content as in/00.txt; each has its record"
    assert {name: before[name] for name in before if name != "plan.json"}.items() <= contents("out").items()
    assert "part-00002.ndjson" in contents("out")


@pytest.mark.usefixtures("at_once")
def test_sources_and_output_in_another_file_system(archive: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for number in range(3):
        memory.pipe_file(f"/archive/{number}.txt", (archive / f"{number:02}.txt").read_bytes())
    memory.pipe_file("/archive/picture.png", b"")
    found = outcomes("memory://archive", output="memory://records")
    assert [(each.name, each.kind) for each in found] == [(f"memory:///archive/{n}.txt", "done") for n in range(3)]
    assert len(memory.cat_file("/records/part-00000.ndjson").splitlines()) == 3


@pytest.mark.usefixtures("at_once")
def test_failures_stay_told_until_they_are_mended(archive: Path) -> None:
    (archive / "00.txt").write_bytes(b"")
    (archive / "20.txt").write_bytes(b"")
    outcomes("in/0*.txt")
    outcomes("in/2*.txt")
    report = Path("out/failures.ndjson")
    assert [json.loads(line)["name"] for line in report.read_text().splitlines()] == ["in/00.txt", "in/20.txt"]
    with report.open("a") as stream:
        stream.write("see to it, Ann\n")
    (archive / "00.txt").write_text(MINUTES.format(number=100))
    outcomes("in")
    told, mine = report.read_text().splitlines()[::-1]
    assert (json.loads(told)["name"], mine) == ("in/20.txt", "see to it, Ann")


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("plan", ["{", "[]", '{"part": 1}'])
def test_a_plan_that_somebody_changed_is_left_as_it_is(plan: str) -> None:
    Path("out").mkdir()
    Path("out/plan.json").write_text(plan)
    with pytest.raises(ClusterError, match=r"plan\.json is not as a batch left it"):
        outcomes("in")
    assert contents("out") == {"plan.json": plan.encode()}


def test_a_folder_with_other_files_is_left_alone() -> None:
    with pytest.raises(ClusterError, match="holds other files"):
        outcomes("in/0*.txt", output="in")


def test_an_ending_of_a_file_is_wrong_usage_for_a_folder_of_parts() -> None:
    result = CliRunner().invoke(app, ["batch", "in", "-o", "out.db", "--cluster", "local"])
    assert result.exit_code == 2
    assert result.stderr.startswith("minutesparse: out.db: give a folder; ")
    assert not Path("out.db").exists()
