"""`dateline dates|entities|events TEXT`: what one text gives, and why, without a warehouse."""

import datetime
from pathlib import Path
from typing import Any

from flows.terminal import printable, render_table
from transforms.dates import find_dates, spelt
from transforms.document import read_document
from transforms.identity import row_id
from transforms.mining import Stamp, mine
from transforms.reference import load_reference
from transforms.reports import Record, Refused, Report, read_report
from transforms.tables import TABLES

_TABLES = {"dates": "date_mentions", "entities": "entity_mentions", "events": "event_mentions"}
_BRIEF = {
    "dates": ("text", "timex_type", "timex_value", "timex_mod", "date_start", "date_end", "anchor", "anchor_date", "rule_id"),
    "entities": ("text", "entity_type", "entity_id", "link_status", "link_method", "candidates", "confidence"),
    "events": ("trigger_text", "event_type", "modality", "actor1_text", "actor2_text", "place_name", "event_date_start", "fatalities_best"),
}
_HIDDEN = ("mention_id", "event_mention_id", "event_id", "report_id")


def read_text(kind: str, text: str, published_on: datetime.date, overlay: Path | None, anchor: str, day_first: bool | None) -> list[dict[str, Any]]:
    """The rows that a text gives to one table, as dicts by column; ids of rows left out, since there is no report."""
    found = read_report(Record("", "text", "text", "", text, published_on.isoformat()))
    if isinstance(found, Refused):
        return []
    stamp = Stamp(row_id("text"), datetime.datetime.combine(published_on, datetime.time(), datetime.UTC))
    table = TABLES[_TABLES[kind]]
    rows = getattr(mine(found, 1, stamp, load_reference(overlay), anchor, day_first), table.name)
    shown = [{name: value for name, value in zip(table.names, row, strict=True) if name not in _HIDDEN} for row in rows]
    return _with_reasons(shown, found, anchor, day_first) if kind == "dates" else shown


def _with_reasons(rows: list[dict[str, Any]], report: Report, anchor: str, day_first: bool | None) -> list[dict[str, Any]]:
    """Rows of dates with what no column holds: the parts that the words were read as, and the tense that chose a direction."""
    if not rows:
        return rows
    dates = find_dates(read_document(report.text, report.published_on, report.body_start), anchor, day_first)
    return [row | {"parts": spelt(date.parts), "tense": date.tense or None} for row, date in zip(rows, dates, strict=True)]


def explain_text(kind: str, rows: list[dict[str, Any]], every_column: bool, width: int) -> str:
    """The rows as a table for a terminal; with `every_column`, one line for each value that is known."""
    if not rows:
        return f"no {kind} found"
    if not every_column:
        cells = [[None if row[name] is None else str(row[name]) for name in _BRIEF[kind]] for row in rows]
        return render_table(_BRIEF[kind], cells, [False] * len(_BRIEF[kind]), width)
    return "\n\n".join("\n".join(f"{name:22} {printable(str(value))}" for name, value in row.items() if value is not None) for row in rows)
