"""The command evaluate and its figures: by the definitions of the script that scores any program's records."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from minutesparse import Minutes, extract, read
from minutesparse.cli import app
from minutesparse.evaluation.gold import from_record, parse_annotation
from minutesparse.evaluation.matching import likeness, name_key, pairs, same_name
from minutesparse.evaluation.report import Report
from minutesparse.evaluation.scoring import score
from minutesparse.record import Party

SHARED = Path(__file__).parents[2] / "shared"
GOLD = sorted((SHARED / "gold").glob("*.json"))
SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE = SAMPLES / "contact-and-custody-assurance.txt"
MINUTES = """\
Minutes of the Parish Council meeting held on 4 March 2024 at 7.30pm in the Village Hall

Present: Cllr Anne Marsh (Chair), Cllr Bob Vane, Mrs Joan Pole (Clerk)

1. Highways

Cllr Vane expressed concern that the drain had not been cleared. The Clerk replied that it is on the list.

ACTION: Clerk to write to the county council by 29 March 2024.

2. Finance

It was resolved to accept the quotation, proposed by Cllr Vane and seconded by Cllr Marsh, 2 for, 0 against.
"""


@pytest.mark.skipif(not GOLD, reason="the shared minutes are not beside this checkout")
def test_figures_are_those_of_the_script_that_scores_any_program(tmp_path: Path) -> None:
    """On every fourth document of the gold: the same figures, and the same errors word for word."""
    only = {path.stem for path in GOLD[::4]}
    kept = set((SHARED / "gold" / "check.txt").read_text("utf-8").split())
    report = Report()
    for path in GOLD:
        annotation = parse_annotation(json.loads(path.read_text("utf-8")))
        if annotation.doc in only:
            minutes = extract(read(path.parent / annotation.file))
            (tmp_path / f"{annotation.doc}.json").write_text(minutes.model_dump_json(), "utf-8")
            report.add(annotation, minutes, annotation.doc not in kept)
    (tmp_path / "only.txt").write_text("\n".join(only), "utf-8")
    command: list[str | Path] = [sys.executable, SHARED / "evaluate.py", SHARED / "gold", "--predictions", tmp_path]
    command += ["--only", tmp_path / "only.txt"]
    figures = json.loads(subprocess.run([*command, "--json"], capture_output=True, check=True).stdout)
    assert figures["documents"] >= 10
    assert report.as_json() == figures
    theirs = subprocess.run([*command, "--errors", "all"], capture_output=True, text=True, check=True).stdout
    ours = [f"{doc}\t{error.field}\t{error.what}\t{error.detail}" for doc, error in report.errors]
    assert sorted(theirs.splitlines()) == sorted("\n".join(ours).splitlines())


def own() -> tuple[Minutes, Any]:
    document = read(MINUTES)
    minutes = extract(document)
    return minutes, from_record(minutes, document)


def test_a_record_is_right_by_itself() -> None:
    minutes, wanted = own()
    sheet = score(wanted, minutes)
    assert sheet.errors == []
    assert all(tally.f1 == 1.0 for tally in sheet.tallies.values() if tally.f1 is not None)
    found = {name for name, tally in sheet.tallies.items() if tally.tp}
    assert {
        "concerns.responses",
        "actions.owners",
        "actions.due",
        "decisions.mover/seconder",
        "decisions.vote",
    } <= found


@pytest.mark.parametrize(
    ("field", "change", "errors"),
    [
        ("meeting", {"date": "2024-03-05"}, ["meeting"]),
        ("attendees", {"role": "Treasurer"}, ["attendees.role"]),
        ("attendees", {"name": "Carl Lowe"}, ["attendees", "attendees"]),
        ("sections", {"number": "7"}, ["sections.number"]),
        ("sections", {"title": "Hedges"}, ["sections", "sections"]),
        ("concerns", {"raised_by": None}, ["concerns.raised_by"]),
        ("concerns", {"responses": ()}, ["concerns.responses"]),
        ("concerns", {"kind": "assurance_sought"}, ["concerns.kind"]),
        ("actions", {"owners": (Party(text="Bob"),)}, ["actions.owners"]),
        ("actions", {"due": None}, ["actions.due", "actions.due.text"]),
        ("actions", {"status": "closed"}, ["actions.status"]),
        ("actions", {"text": "Something else"}, ["actions", "actions"]),
        ("decisions", {"outcome": "rejected"}, ["decisions.outcome"]),
        ("decisions", {"seconder": None}, ["decisions.mover/seconder"]),
        ("decisions", {"vote": None}, []),
    ],
)
def test_what_is_wrong_is_named(field: str, change: dict[str, Any], errors: list[str]) -> None:
    minutes, wanted = own()
    part = getattr(minutes, field)
    wrong = part.model_copy(update=change) if field == "meeting" else (part[-1].model_copy(update=change), *part[:-1])
    sheet = score(wanted, minutes.model_copy(update={field: wrong}))
    assert sorted(error.field for error in sheet.errors) == errors
    assert any(tally.fp or tally.fn for tally in sheet.tallies.values())


def test_a_document_without_a_record_counts_as_nothing_found() -> None:
    _, wanted = own()
    report = Report()
    report.add(wanted, None)
    assert report.overall == 0
    assert report.flawless == 0
    assert report.tallies["attendees"].fn == 3


@given(st.lists(st.integers(0, 5), max_size=6), st.lists(st.integers(0, 5), max_size=6))
def test_pairs_take_each_item_once(wanted: list[int], found: list[int]) -> None:
    together = pairs(wanted, found, lambda one, other: float(one == other), 1.0)
    assert all(wanted[i] == found[j] for i, j in together)
    assert len({i for i, _ in together}) == len({j for _, j in together}) == len(together)
    assert len(together) == sum(min(wanted.count(one), found.count(one)) for one in set(wanted))


def test_words() -> None:
    assert name_key("The Rev. Ann O’Box") == "ann o box"
    assert same_name("Cllr A Box", "a. box")
    assert not same_name("A Box", "B Box")
    assert likeness("one two three four", "One two, three") == pytest.approx(6 / 7)
    assert likeness("", "") == 0


# The command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Minutes, a corrected record of theirs without an action, and an annotation."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "minutes").mkdir()
    (tmp_path / "gold").mkdir()
    document = read(SAMPLE)
    (tmp_path / "minutes" / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    minutes = extract(document)
    corrected = minutes.model_copy(update={"actions": minutes.actions[1:]})
    (tmp_path / "gold" / "sample.corrected.json").write_text(corrected.model_dump_json(indent=2), "utf-8")
    return tmp_path


def evaluate(*args: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *args], env={"COLUMNS": "100"})


def test_corrected_record(folder: Path) -> None:
    result = evaluate("gold", "--documents", "minutes", "--format", "json")
    assert result.exit_code == 0, result.stderr
    figures = json.loads(result.stdout)
    assert figures["documents"] == 1
    assert figures["fields"]["actions"]["fp"] == 1
    assert figures["fields"]["attendees"]["f1"] == 1
    shown = evaluate("gold/sample.corrected.json", "--documents", "minutes").stdout
    assert "1 document, 0 without an error" in shown
    listed = evaluate("gold", "--documents", "minutes", "--errors", "actions").stdout
    assert listed.startswith(f"{SAMPLE.name}\tactions\tspurious\t")
    assert listed.count("\n") == 1


def test_minutes_beside_their_gold_or_above_it(folder: Path) -> None:
    assert evaluate("gold").exit_code == 3
    (folder / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    assert evaluate("gold").exit_code == 0


def test_annotation(folder: Path) -> None:
    annotation = {"doc": "mine", "file": f"../minutes/{SAMPLE.name}", "meeting": {"date": "2024-01-01", "title": None}}
    (folder / "gold" / "sample.corrected.json").write_text(json.dumps(annotation), "utf-8")
    assert "mine\tmeeting\tdate\tgold '2024-01-01' · found " in evaluate("gold", "--errors", "all").stdout
    (folder / "gold" / "check.txt").write_text("mine\n", "utf-8")
    assert evaluate("gold", "--errors", "all").stdout == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "neither a record nor an annotation, which names its doc and its file"),
        ("{", "neither a record nor an annotation, which names its doc and its file"),
        ('{"schema_version": "1.0"}', "not a record of this version: source: Field required"),
        ('{"doc": "x", "file": "y", "attendees": [{}]}', "not an annotation: attendees.0.name: Field required"),
        ('{"doc": "x", "file": "y"}', "y is not there; say where the minutes are with --documents FOLDER"),
    ],
)
def test_bad_gold_is_one_line(folder: Path, content: str, said: str) -> None:
    (folder / "gold" / "bad.json").write_text(content, "utf-8")
    result = evaluate("gold", "--documents", "minutes")
    assert result.exit_code == 3
    assert result.stderr == f"minutesparse: gold/bad.json: {said}\n"
    assert "1 document" in result.stdout


def test_another_text_is_refused(folder: Path) -> None:
    (folder / "minutes" / SAMPLE.name).write_text(MINUTES, "utf-8")
    result = evaluate("gold", "--documents", "minutes")
    assert result.exit_code == 3
    assert result.stderr.endswith(f"{SAMPLE.name} is not the text that this record was made from\n")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["minutes"], "minutes holds no JSON file; give corrected records or annotations"),
        (["gold", "--documents", "minutes", "--errors", "x"], "--errors x: no such field; known are abbreviations, "),
    ],
)
def test_usage(folder: Path, args: list[str], said: str) -> None:
    result = evaluate(*args)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"minutesparse: {said}")


def test_table_fits_a_narrow_terminal(folder: Path) -> None:
    shown = CliRunner().invoke(app, ["evaluate", "gold", "--documents", "minutes"], env={"COLUMNS": "50"}).stdout
    assert max(map(len, shown.splitlines())) <= 50
    assert "actions" in shown
