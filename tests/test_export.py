"""The command export: what it makes opens in the libraries of the formats, and obeys no document."""

import csv
import sys
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path

import icalendar
import openpyxl
import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner, Result

from minutesparse import Minutes, extract, read
from minutesparse.cli import app
from minutesparse.views.exports import to_events, to_tables, to_tasks
from minutesparse.views.markdown import to_markdown

SAMPLES = Path(__file__).parents[1] / "samples"
TABLES = ["meetings", "attendance", "actions", "decisions", "concerns"]
MINUTES = """\
Harbour Council
Minutes of the meeting held on 4 March 2024 at 7.30pm

Present: Cllr Anne Marsh (Chair), Cllr Bob Vane, Mrs Joan Pole (Clerk)
Apologies: Cllr Tim Reed

1. Highways

Cllr Vane expressed concern that the drain had not been cleared. The Clerk replied that it is on the list.

ACTION: Clerk to write to the county council by 29 March 2024.

2. Finance

It was resolved to accept the quotation, proposed by Cllr Vane and seconded by Cllr Marsh, 2 for, 0 against.

3. Next meeting

2 April 2024
"""
EVIL = "=cmd|' /C calc'!A0 <script>alert(1)</script> **bold** [x](http://evil.example) `code` | cell \x1b[2J"


def record(text: str = MINUTES) -> Minutes:
    return extract(read(text.encode(), "minutes.txt"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.json").write_text(record().to_json(2), "utf-8")
    (tmp_path / "two.ndjson").write_text(f"{record().to_json()}\n{record().to_json()}\n", "utf-8")
    (tmp_path / "minutes.txt").write_text(MINUTES, "utf-8")
    return tmp_path


def export(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["export", *args], input=stdin)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"))))


def test_csv(folder: Path) -> None:
    result = export("record.json", "--to", "csv", "-o", "new/tables")
    assert (result.exit_code, result.output) == (0, "")
    made = folder / "new" / "tables"
    assert sorted(path.stem for path in made.iterdir()) == sorted(TABLES)
    [action] = rows(made / "actions.csv")
    assert (action["File"], action["Body"], action["Meeting date"]) == ("minutes.txt", "Harbour Council", "2024-03-04")
    assert (action["Lead"], action["Due date"], action["Due as written"]) == (
        "Joan Pole",
        "2024-03-29",
        "by 29 March 2024",
    )
    assert (action["Section"], action["Status"]) == ("1 Highways", "open")
    assert MINUTES[int(action["Start"]) : int(action["End"])] == action["Action"]
    [concern] = rows(made / "concerns.csv")
    assert (concern["Raised by"], concern["Answered by"]) == ("Bob Vane", "Joan Pole")
    [decision] = rows(made / "decisions.csv")
    assert [decision[key] for key in ("Moved by", "Seconded by", "For", "Against", "Abstaining")] == [
        "Bob Vane", "Anne Marsh", "2", "0", "",
    ]  # fmt: skip
    people = rows(made / "attendance.csv")
    assert [(one["Name"], one["Status"], one["Presided"]) for one in people] == [
        ("Anne Marsh", "Present", "yes"),
        ("Bob Vane", "Present", ""),
        ("Joan Pole", "Present", ""),
        ("Tim Reed", "Apologies", ""),
    ]
    [meeting] = rows(made / "meetings.csv")
    assert (meeting["Chair"], meeting["Next meeting"]) == ("Anne Marsh", "2024-04-02")


def test_every_row_is_as_long_as_the_header() -> None:
    minutes = [extract(read(path)) for path in sorted(SAMPLES.glob("*.txt"))[:3]]
    for table in to_tables(minutes):
        assert len(table.rows) > 1
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_xlsx(folder: Path) -> None:
    assert export("two.ndjson", "--to", "xlsx", "-o", "book.xlsx").exit_code == 0
    book = openpyxl.load_workbook(folder / "book.xlsx")
    assert book.sheetnames == TABLES
    sheet = book["actions"]
    header = [cell.value for cell in sheet[1]]
    assert sheet.max_row == 3
    assert sheet.cell(2, header.index("Due date") + 1).value == datetime(2024, 3, 29)
    piped = export("record.json", "--to", "xlsx")
    assert openpyxl.load_workbook(BytesIO(piped.stdout_bytes)).sheetnames == TABLES


def test_ics(folder: Path) -> None:
    made = export("two.ndjson", "--to", "ics").stdout_bytes
    calendar = icalendar.Calendar.from_ical(made)
    [event] = calendar.walk("VEVENT")
    assert (event["summary"], event.decoded("dtstart")) == ("Harbour Council", date(2024, 4, 2))
    first, second = calendar.walk("VTODO")
    assert str(first["summary"]).startswith("Joan Pole: Clerk to write")
    assert first.decoded("due") == date(2024, 3, 29)
    assert str(first["description"]).startswith("Due: by 29 March 2024\nMinutes: Harbour Council")
    assert first["uid"] == second["uid"]  # the same action of the same minutes


def test_what_names_no_day_is_due_on_none() -> None:
    minutes = record(MINUTES.replace("by 29 March 2024", "in the autumn").replace("2 April 2024", "To be agreed"))
    [task] = to_tasks([minutes])
    assert task.due is None
    assert list(to_events([minutes])) == []


def test_markdown() -> None:
    made = export("record.json", "--to", "md").stdout
    tokens = MarkdownIt("commonmark").enable("table").parse(made)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    titles = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    assert [title for title in titles if title not in ("Present", "Apologies", "To check")] == [
        "Harbour Council", "Attendance", "Business", "1. Highways", "2. Finance", "Actions",
    ]  # fmt: skip
    assert "- **Date:** 4 March 2024, 19:30\n" in made
    assert "| Clerk to write to the county council by 29 March 2024. | Joan Pole | 29 March 2024 | open |" in made
    assert "(moved by Bob Vane, seconded by Anne Marsh, 2 for, 0 against)" in made


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_headings_of_markdown_never_leave_out_a_level(path: Path) -> None:
    made = to_markdown(Minutes.model_validate_json(path.read_bytes()))
    tokens = MarkdownIt("commonmark").enable("table").parse(made)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(levels) > 3


def test_no_document_is_obeyed(folder: Path) -> None:
    """Words that are markup, formulas and codes come out as words, whatever they are written to."""
    minutes = record()
    evil = {"text": EVIL}
    minutes = minutes.model_copy(
        update={
            "meeting": minutes.meeting.model_copy(update={"title": f"# {EVIL}", "body": f"- {EVIL}"}),
            "actions": (minutes.actions[0].model_copy(update=evil),),
            "concerns": (minutes.concerns[0].model_copy(update=evil),),
            "sections": tuple(section.model_copy(update={"title": EVIL}) for section in minutes.sections),
        }
    )
    (folder / "evil.json").write_text(minutes.to_json(), "utf-8")
    rendered = MarkdownIt("commonmark", {"linkify": False}).enable("table").render(to_markdown(minutes))
    assert "<script" not in rendered
    assert "<a " not in rendered
    assert "<b>" not in rendered
    assert "<p>- =cmd" in rendered
    shown = "&lt;script&gt;alert(1)&lt;/script&gt; **bold** [x](http://evil.example) `code` | cell"
    assert rendered.count(shown) == 7  # title, body, two sections, concern, action twice
    assert "\x1b" not in rendered
    assert export("evil.json", "--to", "csv", "-o", "tables").exit_code == 0
    for name in TABLES:
        for row in rows(folder / "tables" / f"{name}.csv"):
            assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


def test_records_and_minutes_and_standard_input() -> None:
    one = export("record.json", "--to", "md").stdout
    assert export("minutes.txt", "--to", "md").stdout == one
    assert export("-", "--to", "md", stdin=record().to_json()).stdout == one
    assert export("two.ndjson", "--to", "md").stdout == f"{one}\n{one}"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["record.json", "--to", "csv"], 2, "--to csv makes several files; give a folder with -o"),
        (["record.json", "--to", "csv", "-o", "-"], 2, "--to csv makes several files; give a folder with -o"),
        (
            ["record.json", "--to", "csv", "-o", "minutes.txt"],
            2,
            "minutes.txt is no folder, and --to csv makes several",
        ),
        (["record.json", "--to", "csv", "-o", "minutes.txt/x"], 3, "minutes.txt/x: cannot be made: "),
        (["record.json", "--to", "md", "-o", "nowhere/x.md"], 3, "nowhere/x.md: cannot be written: "),
        (["missing.json", "--to", "md"], 3, "missing.json: no such file"),
        (["missing.json", "record.json", "--to", "md"], 3, "missing.json: no such file"),
    ],
)
def test_what_cannot_be_is_one_line(args: list[str], code: int, said: str) -> None:
    result = export(*args)
    assert result.exit_code == code
    assert result.stderr.startswith(f"minutesparse: {said}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(("form", "library"), [("xlsx", "openpyxl"), ("ics", "icalendar")])
def test_a_missing_extra_is_one_line(form: str, library: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    result = export("record.json", "--to", form, "-o", "out")
    assert result.exit_code == 3
    assert result.stderr.startswith("minutesparse: out: ")
    assert result.stderr.endswith("needs an extra; run: pip install 'minutesparse[export]'\n")
    assert not (folder / "out").exists()


def test_tables_are_written_all_or_none(folder: Path) -> None:
    (folder / "tables").mkdir()
    (folder / "tables" / "concerns.csv").mkdir()
    assert export("record.json", "--to", "csv", "-o", "tables").exit_code == 3
    assert [path.name for path in (folder / "tables").iterdir()] == ["concerns.csv"]
