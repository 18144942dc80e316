"""The command of `dateline` that runs by the clock."""

from pathlib import Path

import click

from flows.command_options import FAILURE, USAGE, asked_cluster, dask_address_option, fail, run_warehouse_option, runner_option


def _targets(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Whom to tell: those that are given, else those that the environment names."""
    from flows.notifying import targets_of_environment

    return given or targets_of_environment()


notify_option = click.option(
    "--notify", multiple=True, metavar="URL|COMMAND", callback=_targets,
    help="Tell this webhook or command, in JSON, of runs that fail or are refused, and of staleness; may be given again. "
         "DATELINE_NOTIFY names them too, one a line.",
)  # fmt: skip
stale_option = click.option("--stale-after", type=click.FloatRange(0), metavar="HOURS", help="Tell if nothing new was published for so long.")


@click.command(epilog='Example: dateline serve /data/inbox --cron "15 * * * *" --timezone Asia/Damascus --warehouse /data/warehouse')
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@run_warehouse_option
@click.option("--cron", required=True, help='When to run: minute, hour, day, month, weekday, as in "15 * * * *".')
@click.option("--timezone", default="UTC", show_default=True, help="IANA time zone that --cron is meant in.")
@click.option("--name", default="scheduled", show_default=True, help="Name of the deployment.")
@click.option("--reference", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of your own actors, places, corrections.")
@click.option("--workers", type=click.IntRange(1), help="Worker processes; one for each core if not given.")
@runner_option
@dask_address_option
@click.option("--anchor", type=click.Choice(["auto", "published", "narrative"]), default="auto", show_default=True)
@click.option("--day-first/--month-first", "day_first", default=None, help="How the sources write 05/06/2022.")
@click.option("--max-reject-share", type=click.FloatRange(0, 1), default=0.2, show_default=True, metavar="SHARE")
@notify_option
@stale_option
def serve(
    sources: tuple[str, ...], warehouse: Path, cron: str, timezone: str, name: str, reference: Path | None, workers: int | None, runner: str,
    dask_address: str | None, anchor: str, day_first: bool | None, max_reject_share: float, notify: tuple[str, ...], stale_after: float | None,
) -> None:  # fmt: skip
    """Keep a Prefect deployment alive that takes in what is new by the clock.

    With PREFECT_API_URL set it is kept there; with none, a server is started on this machine's loopback. Times that were missed
    are caught up by one run. Stop it by Ctrl-C; the schedule goes on when it is started again.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from flows.serving import serve as keep
    from flows.warehouse import Warehouse

    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        fail(f"{timezone!r} is no time zone, such as Asia/Damascus", USAGE)
    if "-" in sources:
        fail("standard input cannot be read by the clock: give files, folders or patterns", USAGE)
    cluster = asked_cluster(runner, dask_address)
    parameters = {
        "sources": [str(Path(source).absolute()) for source in sources], "warehouse": Warehouse(warehouse.absolute()).name,
        "reference": str(reference.absolute()) if reference else None, "workers": workers, "anchor": anchor,
        "day_first": day_first, "max_reject_share": max_reject_share, "stale_after": stale_after,
        "dask_address": cluster.address if cluster else None,
    }  # fmt: skip
    try:
        keep(name, cron, timezone, parameters, notify)
    except OSError as error:
        fail(str(error), FAILURE)
    except ValueError as error:  # Prefect's word on a cron line that is none
        fail(str(error).splitlines()[-1].strip(), USAGE)


COMMANDS = (serve,)
