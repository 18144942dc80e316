"""Options that several commands share, their exit codes, and how a command ends with a message."""

import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from flows.dask_lanes import Cluster

FAILURE, USAGE, REFUSED = 1, 2, 3



class WarehouseFolder(click.ParamType[Path]):
    """A folder of releases, or the URL of a bucket: then it is the folder on this machine that mirrors it."""

    name = "directory or s3://bucket/prefix"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Path:
        """The folder; the bucket is not asked yet."""
        if "://" not in str(value):
            return Path(os.fsdecode(click.Path(file_okay=False).convert(value, parameter, context)))
        from flows.warehouse import WarehouseError, warehouse_folder

        try:
            return warehouse_folder(str(value))
        except WarehouseError as error:
            fail(str(error), USAGE)


def _up_to_date(_context: click.Context, _parameter: click.Parameter, warehouse: Path) -> Path:
    """The warehouse as it is now, if it mirrors a bucket. One that cannot be read ends the command."""
    if (warehouse / ".origin").exists():
        from flows.warehouse import Warehouse, WarehouseError

        try:
            Warehouse(warehouse).refresh()
        except WarehouseError as error:
            fail(str(error), FAILURE)
    return warehouse


_warehouse_option = partial(
    click.option, "--warehouse", "-w", type=WarehouseFolder(), default="warehouse", envvar="DATELINE_WAREHOUSE", show_default=True,
    show_envvar=True, help="Folder of releases, or s3://BUCKET/PREFIX.",
)  # fmt: skip
warehouse_option = _warehouse_option(callback=_up_to_date)
run_warehouse_option = _warehouse_option()  # a run looks for itself, and tells whom it is to tell if it cannot
release_option = click.option("--release", metavar="R", help="Read this release instead of the current one.")
runner_option = click.option(
    "--runner", type=click.Choice(["processes", "dask"]), default="processes", show_default=True,
    help="Where texts are read: in processes of this machine, or by the workers of a Dask cluster.",
)  # fmt: skip
dask_address_option = click.option(
    "--dask-address", metavar="ADDRESS", help="Dask's scheduler, as tcp://HOST:PORT; else DASK_SCHEDULER_ADDRESS names it."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def terminal_width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((120, 40)).columns


def fail(message: str, code: int) -> NoReturn:
    """End the command with one line to standard error, whatever stands in the message."""
    from flows.terminal import printable

    click.echo(f"dateline: {printable(message)}", err=True)
    sys.exit(code)


def asked_cluster(runner: str, address: str | None) -> "Cluster | None":
    """The cluster that `--runner` and `--dask-address` name. Ends the command if they do not fit, or Dask is not installed."""
    from flows.dask_lanes import SCHEMES, Cluster, is_installed

    if runner != "dask":
        return fail("--dask-address needs --runner dask", USAGE) if address else None
    address = address or os.environ.get("DASK_SCHEDULER_ADDRESS")
    if not address:
        fail("--runner dask needs --dask-address tcp://HOST:PORT, or DASK_SCHEDULER_ADDRESS", USAGE)
    if "://" in address and address.partition("://")[0] not in SCHEMES:
        fail(f"{address!r} is no address of a scheduler, such as tcp://HOST:8786", USAGE)
    if not is_installed():
        fail("--runner dask needs Dask: pip install 'dateline[dask]'", FAILURE)
    return Cluster(address)
