"""Tables for spreadsheets: CSV and XLSX whose cells are text, never formulas, whatever a document says."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from minutesparse.errors import ExtraError
from minutesparse.views.plain import plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None

_FORMULA = re.compile(r"[=+\-@\t\r\n|%＝＋－＠]")  # what makes a formula or a command of a cell, its wide forms too
_LONGEST = 32_000  # characters that a cell of XLSX takes, and some to spare
_WIDEST = 60
_NARROWEST = 8
_ILL_NAMED = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a name, which becomes its file's or its sheet's."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def to_csv(table: Table) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8 with the mark without which spreadsheets take it for another encoding.

    Days are ISO 8601; a cell that a spreadsheet would obey begins with an apostrophe.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet for each table, whose header stays in sight. Raises ExtraError without openpyxl."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise ExtraError("XLSX needs an extra; run: pip install 'minutesparse[export]'") from None
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for table in tables:
        _fill(book.create_sheet(_ILL_NAMED.sub(" ", table.name)[:31]), table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    words = plain(cell)
    return f"'{words}" if _FORMULA.match(words) else words


def _fill(sheet: "Worksheet", table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    top, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
    for row, cells in enumerate([table.columns, *table.rows], 1):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            if isinstance(value, str):
                cell.value = plain(value)[:_LONGEST]
                cell.data_type = "s"  # also where it begins with "="
                cell.quotePrefix = True  # and stays so when somebody edits it
            else:
                cell.value = value
            cell.alignment = top
            if row == 1:
                cell.font = bold
    for column, title in enumerate(table.columns, 1):
        longest = max((len(str(row[column - 1] or "")) for row in table.rows), default=0)
        width = min(max(longest, len(title), _NARROWEST), _WIDEST) + 2
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
