"""What docs/archives.md shows is what happens."""

import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import minutesparse
from minutesparse.archive.store import Store
from minutesparse.archive.work import convert, program
from minutesparse.record import Minutes

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "archives.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "records.db"
    with closing(Store(path, create=True)) as store, store:
        for file in sorted((ROOT / "samples").glob("*.txt")):
            store.add(file.name, "", program(), convert(file.name, file.read_bytes()))
    return path


@pytest.mark.parametrize("query", blocks("sql"))
def test_questions_have_answers(query: str, store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute(query).fetchall()


def test_spans_are_evidence(store: Path) -> None:
    expression = re.search(r"`(substr\(.*?\))`", PAGE)
    assert expression
    query = (
        f"SELECT {expression[1]}, c.text FROM concerns c "
        "JOIN meetings m ON m.id = c.meeting_id JOIN sources s ON s.name = m.source"
    ).replace("substr(text", "substr(s.text")
    with closing(sqlite3.connect(store)) as connection:
        rows = connection.execute(query).fetchall()
    assert rows
    assert all(" ".join(evidence.split())[:20] == text[:20] for evidence, text in rows if "*" not in evidence)


@pytest.mark.filterwarnings("default")  # of Spark itself
def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(Path(minutesparse.__file__).parents[1]))
    shutil.copytree(ROOT / "samples", "samples")
    Path("samples/blank.txt").write_text(" \n")
    [example] = blocks("python")
    exec(example, {"__name__": "example"})
    spark = sql.SparkSession.builder.getOrCreate()
    try:
        rows = spark.read.parquet("records.parquet").collect()
    finally:
        spark.stop()
    assert len(rows) == len(list(Path("samples").glob("*.txt")))
    assert [row.failure for row in rows if row.record is None] == [
        "there is no text in it; give minutes with words in them"
    ]
    assert all(Minutes.model_validate_json(row.record).sections for row in rows if row.record)
