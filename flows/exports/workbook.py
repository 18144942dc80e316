"""XLSX: one sheet a table, and a last one that says what the columns mean. No text can run, and none is lost without a mark."""

import datetime
import json
import math
from decimal import Decimal
from typing import IO, Any

from flows.exports.selection import ExportError, Part
from flows.query import Session, execute
from flows.results import json_value
from flows.views import column_meanings, view_meaning

LONGEST_TEXT = 32_767  # of a cell, in UTF-16 code units; Excel's limit
LONGEST_SHEET = 1_048_576  # rows, the header's among them; Excel's limit
_LARGEST_EXACT = 10**15  # Excel keeps 15 digits
_FIRST_DAY = datetime.date(1900, 3, 1)  # before it Excel's calendar is off by a day, or has none
_WIDTHS = {"DATE": 11, "BOOLEAN": 8, "TIMESTAMP WITH TIME ZONE": 19, "VARCHAR": 18}  # of columns, in characters


def write_workbook(session: Session, parts: list[Part], out: IO[bytes]) -> None:
    """Write the workbook. ExportError if a table has more rows than a sheet."""
    import xlsxwriter

    for part in parts:
        if part.rows >= LONGEST_SHEET:
            raise ExportError(f"{part.name} has {part.rows:,} rows, and a sheet holds {LONGEST_SHEET - 1:,}: narrow --where, or choose parquet")
    options = {"in_memory": False, "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        as_of = datetime.datetime.fromisoformat(session.snapshot.manifest["as_of"]).replace(tzinfo=None)
        book.set_properties({"title": f"Dateline release {session.snapshot.release_id}", "created": as_of})
        looks = {name: book.add_format(style) for name, style in _STYLES.items()}
        for part in parts:
            _write_sheet(book.add_worksheet(part.name), session, part, looks)
        _write_meanings(book.add_worksheet("columns"), session, parts, looks)


_STYLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "instant": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
    "text": {"quote_prefix": True},  # stays a text even if its cell is edited
}


def cell_text(value: Any) -> str:
    """A value as the text of a cell; lists are JSON, and what is too long for a cell is cut and says so."""
    text = json.dumps(json_value(value), ensure_ascii=False) if isinstance(value, list | tuple | dict) else str(json_value(value))
    size = _units(text)
    if size <= LONGEST_TEXT:
        return text
    mark = f"… [cut here: {len(text):,} characters in all]"
    room = LONGEST_TEXT - _units(mark)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + mark


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _write_sheet(sheet: Any, session: Session, part: Part, looks: dict[str, Any]) -> None:
    result = execute(session, part.sql)
    names = [name for name, _ in result.columns]
    for column, (name, kind) in enumerate(result.columns):
        sheet.set_column(column, column, max(len(name) + 3, _WIDTHS.get(kind, 9)))
    _write_head(sheet, names, looks)
    if names:
        sheet.autofilter(0, 0, part.rows, len(names) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LONGEST_SHEET}"})
    line = 0
    for rows in result.batches():
        for row in rows:
            line += 1
            for column, value in enumerate(row):
                _write_cell(sheet, line, column, value, looks)


def _write_head(sheet: Any, names: list[str], looks: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, looks["head"])


def _write_cell(sheet: Any, line: int, column: int, value: Any, looks: dict[str, Any]) -> None:
    """Write a value by its type; NULL is an empty cell."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, (int, float, Decimal)) and math.isfinite(value) and -_LARGEST_EXACT < value < _LARGEST_EXACT:
        sheet.write_number(line, column, value)
    elif isinstance(value, datetime.datetime) and value.date() >= _FIRST_DAY:
        sheet.write_datetime(line, column, value.astimezone(datetime.UTC).replace(tzinfo=None) if value.tzinfo else value, looks["instant"])
    elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) and value >= _FIRST_DAY:
        sheet.write_datetime(line, column, value, looks["date"])
    else:
        sheet.write_string(line, column, cell_text(value), looks["text"])


def _write_meanings(sheet: Any, session: Session, parts: list[Part], looks: dict[str, Any]) -> None:
    _write_head(sheet, ["table", "column", "meaning"], looks)
    for column, width in enumerate((18, 24, 110)):
        sheet.set_column(column, column, width)
    rows = [row for part in parts for row in _meanings(session, part)]
    for line, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text)


def _meanings(session: Session, part: Part) -> list[tuple[str, str, str]]:
    """What a row of the table is, then what its columns mean."""
    view = session.views[part.name]
    meanings = column_meanings(view)
    existing = [name for name, _ in execute(session, f"SELECT * FROM ({part.sql}) LIMIT 0").columns]
    return [(part.name, "", view_meaning(view)), *((part.name, name, meanings.get(name, "")) for name in existing)]
