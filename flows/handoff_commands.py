"""The commands by which a release is handed on: export, page, plot."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.command_options import fail, json_option, release_option, warehouse_option

if TYPE_CHECKING:
    from flows.page import Choice


@click.command(epilog="Example: dateline export --tables events,event_mentions --where \"country_iso3 = 'SYR'\" -o syria.xlsx")
@warehouse_option
@release_option
@click.option("--tables", default="events", show_default=True, metavar="T", help="Tables or views, joined by commas.")
@click.option("--where", metavar="W", help="SQL condition on the rows of the first table; the others keep what belongs to those.")
@click.option("--format", "output", type=click.Choice(["parquet", "csv", "xlsx", "geojson", "geoparquet", "zip"]),
              help="Format of the file; by its ending if not given.")  # fmt: skip
@click.option("--layout", type=click.Choice(["acled", "ucdp"]), help="Give events under the column names of ACLED or UCDP GED.")
@click.option("-o", "--output", "path", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@json_option
def export(
    warehouse: Path, release: str | None, tables: str, where: str | None, output: str | None, layout: str | None, path: Path, as_json: bool
) -> None:
    """Write rows of a release as one file to send: for a spreadsheet, a map, or a program.

    Parquet is exact; in XLSX and CSV no text can run as a formula. A zip holds Parquet, CSV and what the columns mean.
    """
    import json

    from flows.exports import Request, format_of
    from flows.exports import export as write
    from flows.query import QueryError
    from flows.warehouse import WarehouseError

    try:
        names = tuple(name.strip() for name in tables.split(",") if name.strip())
        rows = write(warehouse, Request(names, where, output or format_of(path), path, layout, release))
    except QueryError as error:
        fail(str(error), error.exit_code)
    except WarehouseError as error:
        fail(str(error), 1)
    said = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    click.echo(json.dumps({"path": str(path), "rows": rows}) if as_json else f"{path}: {said}")


@click.command(epilog="Example: dateline page -o release.html --warehouse /tmp/warehouse")
@warehouse_option
@release_option
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--serve", is_flag=True, help="Serve the page on this machine instead, with a box for SQL.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port to serve at; 0 takes one that is free.")
@click.option("--where", metavar="W", help="SQL condition on the events that the page shows.")
@click.option("--max-events", type=click.IntRange(1), default=20_000, show_default=True, help="Show at most so many, those reported last.")
@json_option
def page(
    warehouse: Path, release: str | None, path: Path | None, serve: bool, port: int, where: str | None, max_events: int, as_json: bool
) -> None:
    """Write a release as one HTML file that opens anywhere: figures, map, events and the sentences they rest on.

    The file loads nothing from elsewhere. With --serve the page can also be asked in SQL, read-only, from this machine alone.
    """
    import json

    from flows.page import Choice, write_page
    from flows.query import QueryError
    from flows.warehouse import WarehouseError

    if (path is None) == (not serve):
        raise click.UsageError("give a file by -o FILE, or --serve")
    choice = Choice(where, max_events)
    try:
        if path is None:
            _serve(warehouse, choice, release, port)
            return
        written = write_page(warehouse, path, choice, release)
    except QueryError as error:
        fail(str(error), error.exit_code)
    except WarehouseError as error:
        fail(str(error), 1)
    except OSError as error:
        fail(f"cannot serve at port {port}: {error.strerror}; choose another --port", 1)
    left = written.matching - written.shown
    more = f"; {left:,} more are left out, which --where or --max-events chooses" if left else ""
    said = f"{path}: {written.shown:,} events, {written.size / 1e6:.1f} MB{more}"
    click.echo(json.dumps({"path": str(path), **written._asdict()}) if as_json else said)


def _serve(warehouse: Path, choice: "Choice", release: str | None, port: int) -> None:
    """Serve the page until Ctrl-C."""
    from contextlib import suppress

    from flows.page import page_server

    with page_server(warehouse, choice, release, port) as server, suppress(KeyboardInterrupt):
        click.echo(f"http://127.0.0.1:{server.server_address[1]}/ (Ctrl-C ends it)")
        server.serve_forever()


@click.command(epilog="Example: dateline plot timeline --where \"country_iso3 = 'SYR'\" -o syria.png")
@click.argument("kind", type=click.Choice(["timeline", "map", "actors"]))
@warehouse_option
@release_option
@click.option("--where", metavar="W", help="SQL condition on the events.")
@click.option("-o", "--output", "path", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to draw: .png, .svg or .pdf.")
@json_option
def plot(kind: str, warehouse: Path, release: str | None, where: str | None, path: Path, as_json: bool) -> None:
    """Draw events over time, on a map, or by actor."""
    import json

    from flows.plots import plot as draw
    from flows.query import QueryError
    from flows.warehouse import WarehouseError

    try:
        events = draw(warehouse, kind, path, where, release)
    except QueryError as error:
        fail(str(error), error.exit_code)
    except WarehouseError as error:
        fail(str(error), 1)
    click.echo(json.dumps({"path": str(path), "events": events}) if as_json else f"{path}: {events:,} events")


COMMANDS = (export, page, plot)
