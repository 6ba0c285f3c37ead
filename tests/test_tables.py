"""Tables and calendars, opened again in the libraries of their formats."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import icalendar
import openpyxl
import pytest

from minutesparse.views.calendar import Event, Task, to_ics
from minutesparse.views.tables import Cell, Table, to_csv, to_xlsx

EVIL = [
    "=1+1",
    "+441234",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "|calc",
    "%0A",
    "\x1b[31m=1",
]


def table(*cells: Cell) -> Table:
    return Table("actions", ("what",), [(cell,) for cell in cells])


@pytest.mark.parametrize("words", EVIL)
def test_no_cell_of_csv_is_a_formula(words: str) -> None:
    [_, [cell]] = list(csv.reader(StringIO(to_csv(table(words)).decode("utf-8-sig"))))
    assert cell.startswith("'")
    assert cell[1:] == words.replace("\x1b[31m", "").strip()


@pytest.mark.parametrize("words", EVIL)
def test_no_cell_of_xlsx_is_a_formula(words: str) -> None:
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx([table(words)])))["actions"]
    cell = sheet["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == words.replace("\x1b[31m", "").strip()


def test_csv_quotes_and_keeps_what_is_harmless() -> None:
    made = to_csv(table('a "b", c', "two\nlines", 3, date(2024, 5, 3), None, "Łódź 雨"))
    rows = list(csv.reader(StringIO(made.decode("utf-8-sig"))))
    assert rows == [["what"], ['a "b", c'], ["two lines"], ["3"], ["2024-05-03"], [""], ["Łódź 雨"]]


def test_xlsx_has_a_sheet_for_each_table_with_days_and_a_header_that_stays() -> None:
    tables = [Table("one", ("a", "b"), [("x" * 40_000, date(2024, 5, 3))]), Table("what: [all]/*?", ("c",), [])]
    book = openpyxl.load_workbook(BytesIO(to_xlsx(tables)))
    assert book.sheetnames == ["one", "what   all    "]
    sheet = book["one"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (datetime(2024, 5, 3), "yyyy-mm-dd")
    assert len(sheet["A2"].value) == 32_000
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")


def test_calendar() -> None:
    day, since = date(2024, 5, 3), date(2024, 4, 1)
    tasks = [
        Task("a", "Write; to, all\r\nBEGIN:VEVENT", day, "one\ntwo\x1b[31m", since=since),
        Task("b", "Done", day, done=True),
    ]
    made = to_ics(tasks, [Event("c", "Next meeting", day)])
    assert made == to_ics(tasks, [Event("c", "Next meeting", day)])
    calendar = icalendar.Calendar.from_ical(made)
    [event] = calendar.walk("VEVENT")
    one, two = calendar.walk("VTODO")
    assert (event.decoded("dtstart"), event["summary"]) == (day, "Next meeting")
    assert (one.decoded("due"), one["summary"]) == (day, "Write; to, all BEGIN:VEVENT")
    assert one["description"] == "one\ntwo"
    assert one.decoded("dtstamp").date() == since
    assert [str(todo["status"]) for todo in (one, two)] == ["NEEDS-ACTION", "COMPLETED"]
    assert len({str(part["uid"]) for part in (event, one, two)}) == 3
