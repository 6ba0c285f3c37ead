"""The samples: whole minutes and their records, exactly as they are printed."""

import json
from pathlib import Path

import jsonschema
import pytest

from minutesparse import extract, read
from minutesparse.record import json_schema

SAMPLES = Path(__file__).parents[1] / "samples"
FORMATS = {".txt", ".md", ".html", ".docx", ".pdf", ".odt", ".rtf", ".eml"}
MINUTES = sorted(path for path in SAMPLES.iterdir() if path.suffix in FORMATS and path.stem != "README")


def test_there_are_samples() -> None:
    assert len(MINUTES) >= 8


@pytest.mark.parametrize("path", MINUTES, ids=lambda path: path.name)
def test_sample(path: Path, update: bool) -> None:
    document = read(path)
    minutes = extract(document)
    assert minutes.misquotes(document) == []
    found = json.loads(minutes.model_dump_json())
    jsonschema.Draft202012Validator(json_schema()).validate(found)
    expected = path.with_suffix(".json")
    if update and (not expected.exists() or json.loads(expected.read_text("utf-8")) != found):
        expected.write_text(minutes.model_dump_json(indent=2) + "\n", "utf-8")
        pytest.fail("a new record was written; read it before you commit it")
    assert found == json.loads(expected.read_text("utf-8"))
