"""`dateline export`: rows of a release as one thing to send, in the format that its receiver opens.

    export(warehouse, Request(("events",), "country_iso3 = 'SYR'", "xlsx", Path("syria.xlsx")))

A request names tables or views; its condition is on the first of them, and the others keep the rows that belong to those.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from flows.exports.bundle import write_bundle
from flows.exports.delimited import write_delimited
from flows.exports.geography import write_geojson, write_geoparquet
from flows.exports.selection import ExportError, Part, selected
from flows.exports.workbook import write_workbook
from flows.output_file import whole_file
from flows.query import Session, explained, open_session
from flows.results import write_parquet

LAYOUTS: Mapping[str, str] = {"acled": "v_events_acled", "ucdp": "v_events_ucdp"}
ENDINGS: Mapping[str, str] = {
    ".parquet": "parquet", ".csv": "csv", ".xlsx": "xlsx", ".geojson": "geojson", ".geoparquet": "geoparquet", ".zip": "zip",
}  # fmt: skip
FORMATS = tuple(ENDINGS.values())

Writer = Callable[[Session, list[Part], IO[bytes]], None]


class Request(NamedTuple):
    """What to export; `layout` is acled or ucdp, and then takes the place of the table events."""

    tables: tuple[str, ...]
    where: str | None
    format: str
    path: Path
    layout: str | None = None
    release: str | None = None


def export(warehouse: Path, request: Request) -> dict[str, int]:
    """Write the file and return the rows in it by table. It is complete or it is not there.

    QueryError if what is asked for cannot be given or written; WarehouseError without a release.
    """
    write = _writer(request)
    with open_session(warehouse, request.release) as session, explained(session):
        parts = selected(session, _tables(request), request.where)
        with whole_file(request.path) as out:
            write(session, parts, out)
        return {part.name: part.rows for part in parts}


def format_of(path: Path) -> str:
    """The format that a file's ending stands for. ExportError if it stands for none."""
    try:
        return ENDINGS[path.suffix.lower()]
    except KeyError:
        raise ExportError(f"the ending of {path.name} says no format: give --format, one of {', '.join(FORMATS)}") from None


def _tables(request: Request) -> tuple[str, ...]:
    """The tables asked for, events in the layout that was chosen."""
    if request.layout is None:
        return request.tables
    if "events" not in request.tables:
        raise ExportError(f"--layout {request.layout} is a layout of the table events: leave --tables out, or name events")
    return tuple(LAYOUTS[request.layout] if table == "events" else table for table in request.tables)


def _writer(request: Request) -> Writer:
    several: dict[str, Writer] = {"xlsx": write_workbook, "zip": write_bundle}
    single: dict[str, Writer] = {"parquet": _parquet, "csv": write_delimited, "geojson": write_geojson, "geoparquet": write_geoparquet}
    if request.format in several:
        return several[request.format]
    if len(request.tables) > 1:
        raise ExportError(f"a {request.format} file holds one table: choose one, or --format zip or xlsx")
    return single[request.format]


def _parquet(session: Session, parts: list[Part], out: IO[bytes]) -> None:
    write_parquet(session.connection.sql(parts[0].sql), out)
