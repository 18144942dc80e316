"""The commands of `dateline` that care for a warehouse's releases."""

import datetime
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.command_options import (
    FAILURE,
    REFUSED,
    USAGE,
    asked_cluster,
    dask_address_option,
    fail,
    json_option,
    release_option,
    runner_option,
    terminal_width,
    warehouse_option,
)

if TYPE_CHECKING:
    from flows.backfilling import Month


@contextmanager
def _explained() -> Iterator[None]:
    """End the command with one line if the warehouse, or the cluster, cannot be used as asked."""
    from flows.dask_lanes import ClusterError
    from flows.warehouse import WarehouseError

    try:
        yield
    except (WarehouseError, ClusterError) as error:
        fail(str(error), FAILURE)


def _month(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """A month as YYYY-MM; a day of it does too."""
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value if len(value) > 7 else f"{value}-01").isoformat()[:7]
    except ValueError:
        raise click.BadParameter(f"{value!r} is no month, such as 2022-08") from None


@click.command(epilog="Example: dateline releases --warehouse /tmp/warehouse")
@warehouse_option
@json_option
def releases(warehouse: Path, as_json: bool) -> None:
    """List the releases, newest first; * is the current one, held one that a reader has open."""
    from flows.care import describe_releases
    from flows.terminal import render_table
    from flows.warehouse import Warehouse

    with _explained():
        Warehouse(warehouse).release(None)
        found = describe_releases(Warehouse(warehouse))
    if as_json:
        click.echo(json.dumps({"releases": found}))
        return
    names = ("", "release", "as of", "reports", "events", "files", "bytes", "code")
    cells = [
        ("*" if one["current"] else "held" if one["held"] else "", one["release_id"], one["as_of"], f"{one['reports']:,}", f"{one['events']:,}",
         f"{one['files']:,}", f"{one['bytes']:,}", one["versions"]["code"])
        for one in found
    ]  # fmt: skip
    click.echo(render_table(names, cells, [name in ("reports", "events", "files", "bytes") for name in names], terminal_width()), nl=False)


@click.command(epilog="Example: dateline status --warehouse /tmp/warehouse")
@warehouse_option
@json_option
def status(warehouse: Path, as_json: bool) -> None:
    """Say in ten lines what the warehouse holds, how the last run went, what was refused, and which rules are broken since when."""
    from flows.query import QueryError
    from flows.status import read_status, status_json, status_text

    with _explained():
        try:
            found = read_status(warehouse)
        except QueryError as error:
            fail(str(error), FAILURE)
    click.echo(status_json(found) if as_json else status_text(found))


@click.command(epilog="Example: dateline diff previous current --warehouse /tmp/warehouse")
@click.argument("older", metavar="A")
@click.argument("newer", metavar="B")
@warehouse_option
@click.option("--examples", type=click.IntRange(0), default=3, show_default=True, help="Rows to show of each kind of change.")
@json_option
def diff(older: str, newer: str, warehouse: Path, examples: int, as_json: bool) -> None:
    """Say what release B has that A has not: rows added, removed, changed, by table and by column.

    `current` and `previous` name releases too.
    """
    from flows.care import named_release
    from flows.diff import diff_releases, example_line
    from flows.snapshot import open_snapshot
    from flows.terminal import printable
    from flows.warehouse import Warehouse

    with _explained():
        first, second = (named_release(Warehouse(warehouse), name) for name in (older, newer))
        with open_snapshot(warehouse, first) as a, open_snapshot(warehouse, second) as b:
            found = diff_releases(a, b, examples)
    if as_json:
        click.echo(json.dumps({"older": first, "newer": second, "tables": [asdict(table) for table in found]}))
        return
    click.echo(f"{first} -> {second}")
    for table in found:
        click.echo(f"{table.table_name}: {table.added:,} added, {table.removed:,} removed, {table.changed:,} changed")
        columns = [f"{name} in {count:,}" for name, count in table.changed_columns.items()]
        columns += [*(f"{name} is new" for name in table.columns_added), *(f"{name} is gone" for name in table.columns_removed)]
        if columns:
            click.echo("  columns: " + ", ".join(columns))
        for example in table.examples:
            click.echo("  " + printable(example_line(example)))


@click.command(epilog="Example: dateline rollback previous --warehouse /tmp/warehouse")
@click.argument("release", metavar="R")
@warehouse_option
@json_option
def rollback(release: str, warehouse: Path, as_json: bool) -> None:
    """Make R (an id, or `previous`) the current release. No release is changed, and the way back is the same command.

    What only later releases had taken in, the next run takes in again.
    """
    from flows.care import named_release, roll_back
    from flows.warehouse import Warehouse

    with _explained():
        left, current = roll_back(Warehouse(warehouse), named_release(Warehouse(warehouse), release))
    click.echo(json.dumps({"from": left, "current": current}) if as_json else f"current is now {current}; it was {left}")


@click.command(epilog="Example: dateline prune --keep 24 --warehouse /tmp/warehouse")
@warehouse_option
@click.option("--keep", type=click.IntRange(1), required=True, metavar="N", help="Number of newest releases that stay.")
@json_option
def prune(warehouse: Path, keep: int, as_json: bool) -> None:
    """Take away all but the newest N releases; never the current one, nor one that a reader holds."""
    from flows import care
    from flows.warehouse import Warehouse

    with _explained():
        Warehouse(warehouse).release(None)
        done = care.prune(Warehouse(warehouse), keep)
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    click.echo(f"{len(done.removed)} removed, {len(done.kept)} kept")
    for release in done.held:
        click.echo(f"{release} stays, since a reader holds it")


@click.command(epilog="Example: dateline verify --warehouse /tmp/warehouse")
@warehouse_option
@release_option
@json_option
def verify(warehouse: Path, release: str | None, as_json: bool) -> None:
    """Check a release by every byte and every row: checksums, schema, counts, keys, references, spans, months.

    Ends with 1 if anything is wrong.
    """
    from flows import verifying
    from flows.snapshot import open_snapshot

    with _explained(), open_snapshot(warehouse, release) as snapshot:
        found = verifying.verify(snapshot)
    if as_json:
        problems, warnings = ([problem._asdict() for problem in some] for some in (found.problems, found.warnings))
        click.echo(json.dumps(asdict(found) | {"problems": problems, "warnings": warnings}))
    else:
        state = f"{len(found.problems)} problems" if found.problems else "sound"
        size = f"{found.files:,} files, {found.bytes:,} bytes, {found.rows:,} rows, {found.rules} rules asked of rows"
        click.echo(f"{found.release_id}: {state}; {size}")
        for kind, some in (("problem", found.problems), ("warning", found.warnings)):
            for problem in some:
                click.echo(f"{kind}  {problem.table_name} {problem.check}: {problem.message}")
    if found.problems:
        sys.exit(FAILURE)


@click.command(epilog='Example: dateline forget 5f0c9a7be1d24c38 --reason "asked for by its publisher" --warehouse /tmp/warehouse')
@click.argument("report_id")
@warehouse_option
@click.option("--reason", required=True, help="Why; it is kept in `rejects`.")
@json_option
def forget(report_id: str, warehouse: Path, reason: str, as_json: bool) -> None:
    """Take a report down: publish a release without it and all that was mined from it, and never take it in again.

    Older releases hold it until they are pruned; the command says which.
    """
    from flows import forgetting
    from flows.warehouse import Warehouse

    with _explained():
        done = forgetting.forget(Warehouse(warehouse.absolute()), report_id, reason)
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    click.echo(f"report {report_id} is gone from release {done.release_id}")
    if done.still_held_by:
        click.echo(f"still held by {', '.join(done.still_held_by)} until `dateline prune --keep 1`")
    if done.repeated_by:
        click.echo(f"reports that repeat its words: {', '.join(done.repeated_by)}")


@click.command(epilog="Example: dateline backfill --since 2022-01 --until 2022-12 --plan --warehouse /tmp/warehouse")
@warehouse_option
@click.option("--since", metavar="YYYY-MM", callback=_month, help="First month of publication; the first there is if not given.")
@click.option("--until", metavar="YYYY-MM", callback=_month, help="Last month of publication, inclusive.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--reference", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of your own actors, places, corrections.")
@click.option("--workers", type=click.IntRange(1), help="Worker processes; one for each core if not given.")
@runner_option
@dask_address_option
@click.option("--anchor", type=click.Choice(["auto", "published", "narrative"]), default="auto", show_default=True,
              help="What `in June` is resolved against.")  # fmt: skip
@json_option
def backfill(
    warehouse: Path, since: str | None, until: str | None, only_plan: bool, reference: Path | None, workers: int | None, runner: str,
    dask_address: str | None, anchor: str, as_json: bool,
) -> None:  # fmt: skip
    """Read published reports anew, month by month, with today's code and reference data.

    Each month is published as it is done; what today's versions have coded is left alone, so that the command can be stopped and
    given again. With neither --since nor --until, reports without a day are read too.
    """
    import os

    from flows import backfilling
    from flows.context import Options
    from flows.progress import terminal_progress
    from flows.summary import as_text
    from flows.warehouse import Warehouse

    place = Warehouse(warehouse.absolute())
    options = Options(anchor, workers or os.cpu_count() or 1, reference, cluster=asked_cluster(runner, dask_address))
    with _explained():
        months = backfilling.todays_plan(place, options, since, until)
        if not as_json:
            for month in months:
                click.echo(f"{month.month}  {month.reports:,} reports, {month.stale:,} coded by other versions than today's")
        if only_plan:
            click.echo(json.dumps({"months": [asdict(month) for month in months]}) if as_json else _planned(months))
            return
        with terminal_progress() as progress:
            done = backfilling.backfill(place, months, options, progress, lambda found: None if as_json else click.echo(as_text(found)))
    if as_json:
        click.echo(json.dumps({"months": [asdict(month) for month in months], "runs": [asdict(summary) for summary in done]}))
    if any(summary.refused for summary in done):
        sys.exit(REFUSED)


def _planned(months: "list[Month]") -> str:
    stale = [month for month in months if month.stale]
    return f"{len(stale)} months with {sum(month.reports for month in stale):,} reports would be read anew" if stale else "nothing is stale"


@click.command(epilog="Example: dateline copy s3://news/warehouse --warehouse /data/warehouse")
@click.argument("url", metavar="s3://BUCKET/PREFIX")
@warehouse_option
@json_option
def copy(url: str, warehouse: Path, as_json: bool) -> None:
    """Copy a warehouse from its folder into a bucket that holds none: all its releases, and the records of its runs.

    Nothing is a warehouse there before the last step. The folder stays as it is; from then on they are two.
    """
    from flows.copying import copy_to_bucket
    from flows.object_store import is_bucket
    from flows.warehouse import Warehouse

    if not is_bucket(url):
        fail("a bucket is named s3://BUCKET/PREFIX", USAGE)
    with _explained():
        done = copy_to_bucket(Warehouse(warehouse.absolute()), url)
    said = f"{done.url}: {len(done.releases)} releases, {done.objects:,} objects, {done.bytes:,} bytes; current is {done.current}"
    click.echo(json.dumps(asdict(done)) if as_json else said)


COMMANDS = (copy, status, releases, diff, rollback, prune, verify, forget, backfill)
