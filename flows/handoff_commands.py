"""The commands by which a release is handed on: export, page, plot."""

from pathlib import Path

import click

from flows.command_options import fail, json_option, release_option, warehouse_option


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

COMMANDS = (export,)
