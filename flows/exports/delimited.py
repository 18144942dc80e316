"""CSV for spreadsheets: as `dateline sql --format csv` writes it, but for formulas, which are defused."""

from typing import IO, Any

from flows.exports.defusing import defused
from flows.exports.selection import Part
from flows.query import Session, execute
from flows.results import Result, write_csv


def write_delimited(session: Session, parts: list[Part], out: IO[bytes]) -> None:
    """One table as CSV, UTF-8. Texts that begin like a formula get an apostrophe; numbers and dates stay as they are."""
    result = execute(session, parts[0].sql)
    write_csv(Result(result.columns, lambda count: [_defused(row) for row in result.fetch(count)]), out)


def _defused(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(defused(value) if isinstance(value, str) else value for value in row)
