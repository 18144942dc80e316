"""The command `dateline`. Each command imports what it needs when it runs, so that help and SQL start at once."""

import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from flows.care_commands import COMMANDS as CARE
from flows.command_options import (
    FAILURE,
    REFUSED,
    USAGE,
    asked_cluster,
    dask_address_option,
    fail,
    json_option,
    release_option,
    run_warehouse_option,
    runner_option,
    terminal_width,
    warehouse_option,
)
from flows.handoff_commands import COMMANDS as HANDOFF
from flows.reference_commands import COMMANDS as REFERENCE
from flows.schedule_commands import COMMANDS as SCHEDULES
from flows.schedule_commands import notify_option, stale_option

_published = click.option("--published", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, YYYY-MM-DD.")
_anchor = click.option("--anchor", type=click.Choice(["auto", "published", "narrative"]), default="auto", show_default=True,
                       help="What `in June` is counted from: the day of publication, or the story so far; auto: the text tells which.")  # fmt: skip
_date_order = click.option("--day-first/--month-first", "day_first", default=None,
                           help="How the sources write 05/06/2022; if not given, only a text that shows its order is read.")  # fmt: skip


def _print_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked:
        from flows.versions import is_compiled, package_version

        click.echo(f"dateline {package_version()} ({'compiled' if is_compiled() else 'plain Python'})")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version,
              help="Tell the version, and whether it was compiled when it was installed.")  # fmt: skip
def main() -> None:
    """Turn raw news reports into tables: what happened, where, when, who to whom, by which words of which report."""


for _command in (*CARE, *HANDOFF, *REFERENCE, *SCHEDULES):
    main.add_command(_command)


@main.command(epilog="Example: dateline run seeds/reports --warehouse /tmp/warehouse --plain")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@run_warehouse_option
@click.option("--plain", is_flag=True, help="Run the same stages without Prefect.")
@click.option("--as-of", metavar="T", help="The run's clock, as an ISO 8601 time; now if not given.")
@click.option("--reference", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of your own actors, places, corrections.")
@click.option("--workers", type=click.IntRange(1), help="Worker processes; one for each core if not given.")
@runner_option
@dask_address_option
@_anchor
@_date_order
@click.option("--if-running", type=click.Choice(["wait", "skip"]), default="wait", show_default=True,
              help="What to do while another run holds the warehouse.")  # fmt: skip
@click.option("--max-reject-share", type=click.FloatRange(0, 1), default=0.2, show_default=True, metavar="SHARE",
              help="Refuse the run if a larger share of at least 200 records is rejected.")  # fmt: skip
@click.option("--map", "names", multiple=True, metavar="FIELD=NAME[,...]",
              help="What a source calls the fields id, date, title, text, source, url, such as text=body,date=published.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Take at most N new reports, and leave the rest for the next run.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Take only reports published on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Take only reports published on this day or earlier.")
@click.option("--source-name", metavar="NAME", help="Take only reports of this publisher, feed or folder.")
@click.option("--watch", "every", type=click.FloatRange(0.1), metavar="SECONDS",
              help="Look again so often, and run when there is something new, until stopped; without Prefect.")  # fmt: skip
@notify_option
@stale_option
@json_option
def run(
    sources: tuple[str, ...], warehouse: Path, plain: bool, as_of: str | None, reference: Path | None, workers: int | None,
    runner: str, dask_address: str | None, anchor: str, day_first: bool | None, if_running: str, max_reject_share: float, names: tuple[str, ...],
    limit: int | None, since: datetime.datetime | None, until: datetime.datetime | None, source_name: str | None, every: float | None,
    notify: tuple[str, ...], stale_after: float | None, as_json: bool,
) -> None:  # fmt: skip
    """Take in what is new in the sources, and publish a release.

    A source is a file, a folder, a pattern, or - for standard input (.jsonl). One report a file: .txt, .html. Many: .jsonl, .csv, .tsv,
    .parquet, .warc. All of them also in .gz, .zst and .zip.
    """
    import os

    from flows.context import Options
    from flows.dask_lanes import ClusterError
    from flows.notifying import staleness_watch, tell_of
    from flows.pipeline import Request, ingest
    from flows.progress import terminal_progress
    from flows.selecting import Selection
    from flows.sources import SourceError
    from flows.summary import as_json as summary_json
    from flows.summary import as_text
    from flows.warehouse import AlreadyRunning, Warehouse, WarehouseError

    options = Options(anchor, workers or os.cpu_count() or 1, reference, max_reject_share, day_first=day_first, names=_named_fields(names),
                      selection=Selection(limit, since and since.date(), until and until.date(), source_name),
                      cluster=asked_cluster(runner, dask_address))  # fmt: skip
    request = Request(sources, warehouse, _instant(as_of), if_running == "wait", options)
    try:
        with terminal_progress() as progress:
            if every is not None:
                from flows.watching import watch

                look = staleness_watch(Warehouse(warehouse.absolute()), notify, stale_after)
                for summary in watch(sources, lambda: tell_of(request, lambda: ingest(request, progress=progress), notify), every, look):
                    click.echo(summary_json(summary) if as_json else as_text(summary))
            elif plain:
                summary = tell_of(request, lambda: ingest(request, progress=progress), notify, stale_after)
            else:
                from flows.orchestration import run_flow

                summary = tell_of(request, lambda: run_flow(request, progress), notify, stale_after)
    except AlreadyRunning as error:
        click.echo(f"{error}; skipped", err=True)
        return
    except (SourceError, WarehouseError, ClusterError) as error:
        fail(str(error), USAGE if isinstance(error, SourceError) else FAILURE)
    except OSError as error:
        fail(f"{error}; the current release is whole, and the next run takes up from it", FAILURE)
    click.echo(summary_json(summary) if as_json else as_text(summary))
    if summary.refused:
        sys.exit(REFUSED)


@main.command(epilog='Example: dateline sql "SELECT * FROM v_daily LIMIT 10" --warehouse /tmp/warehouse')
@click.argument("query", required=False)
@warehouse_option
@release_option
@click.option("--format", "output", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True,
              help="Format of the result.")  # fmt: skip
@click.option("--max-rows", type=click.IntRange(1), default=100, show_default=True, help="Rows that a table shows.")
def sql(query: str | None, warehouse: Path, release: str | None, output: str, max_rows: int) -> None:
    """Ask the current release in SQL (DuckDB's); with no QUERY, at a prompt. Nothing can be written."""
    from flows.query import QueryError, run_query
    from flows.warehouse import WarehouseError

    try:
        if query is None:
            from flows.prompt import run_prompt

            sys.exit(run_prompt(warehouse, release, output))
        run_query(warehouse, query, sys.stdout.buffer, release, output, width=terminal_width(), max_rows=max_rows)
    except QueryError as error:
        fail(str(error), error.exit_code)
    except WarehouseError as error:
        fail(str(error), FAILURE)


@main.command(epilog="Example: dateline trace 5f0c9a7be1d24c38 --warehouse /tmp/warehouse")
@click.argument("event_id")
@warehouse_option
@release_option
@json_option
def trace(event_id: str, warehouse: Path, release: str | None, as_json: bool) -> None:
    """Show an event with the sentences that tell it, and the words that each value rests on."""
    from flows.query import QueryError
    from flows.trace import trace_event, trace_json, trace_text
    from flows.warehouse import WarehouseError

    try:
        found = trace_event(warehouse, event_id, release)
    except (QueryError, WarehouseError) as error:
        fail(str(error), FAILURE)
    click.echo(trace_json(found) if as_json else trace_text(found, terminal_width()))


def _reader(name: str, what: str) -> Callable[..., None]:
    """A command that shows what one text gives of one kind."""

    @main.command(name, help=f"Show the {what} of one TEXT, or of standard input (-).",
                  epilog=f'Example: dateline {name} "Troops left Homs last Friday." --published 2014-05-12')  # fmt: skip
    @click.argument("text")
    @_published
    @click.option("--reference", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of your own reference data.")
    @_anchor
    @_date_order
    @click.option("--explain", is_flag=True, help="Show why: every column that was filled; of dates the parts, of names the candidates.")
    @json_option
    def command(
        text: str, published: datetime.datetime, reference: Path | None, anchor: str, day_first: bool | None, explain: bool, as_json: bool
    ) -> None:
        from flows.explaining import explain_text, read_text

        given = sys.stdin.read() if text == "-" else text
        if explain and name == "entities":
            from flows.explaining_names import explained_text, read_explained

            explained = read_explained(given, published.date(), reference, anchor, day_first)
            click.echo(json.dumps(explained, default=str) if as_json else explained_text(explained))
            return
        rows = read_text(name, given, published.date(), reference, anchor, day_first)
        click.echo(json.dumps(rows, default=str) if as_json else explain_text(name, rows, explain, terminal_width()))

    return command


dates = _reader("dates", "time expressions")
entities = _reader("entities", "names")
events = _reader("events", "events")


def _named_fields(given: tuple[str, ...]) -> dict[str, str]:
    """Field -> its name in the source, of `text=body,date=published`."""
    from flows.sources.fields import FIELDS

    pairs = [pair.partition("=") for part in given for pair in part.split(",")]
    for field, _, name in pairs:
        if field not in FIELDS or not name:
            raise click.BadParameter(f"{field!r} is no field with a name; give {', '.join(FIELDS)}, such as text=body", param_hint="--map")
    return {field: name for field, _, name in pairs}


def _instant(value: str | None) -> datetime.datetime | None:
    """An ISO 8601 time in UTC; without a zone it is UTC already."""
    if value is None:
        return None
    try:
        instant = datetime.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no ISO 8601 time, such as 2026-11-23T08:00:00Z", param_hint="--as-of") from None
    return instant.replace(tzinfo=datetime.UTC) if instant.tzinfo is None else instant.astimezone(datetime.UTC)


if __name__ == "__main__":
    main()
