"""Options that several commands share, their exit codes, and how a command ends with a message."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

FAILURE, USAGE, REFUSED = 1, 2, 3



class WarehouseFolder(click.ParamType[Path]):
    """A folder of releases, or the URL of a bucket: then it is the folder on this machine that mirrors what is there now."""

    name = "directory or s3://bucket/prefix"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Path:
        """The folder. A bucket that cannot be read ends the command."""
        if "://" not in str(value):
            return Path(os.fsdecode(click.Path(file_okay=False).convert(value, parameter, context)))
        from flows.warehouse import WarehouseError, warehouse_folder

        try:
            return warehouse_folder(str(value))
        except WarehouseError as error:
            fail(str(error), FAILURE)


warehouse_option = click.option(
    "--warehouse", "-w", type=WarehouseFolder(), default="warehouse", envvar="DATELINE_WAREHOUSE", show_default=True, show_envvar=True,
    help="Folder of releases, or s3://BUCKET/PREFIX.",
)  # fmt: skip
release_option = click.option("--release", metavar="R", help="Read this release instead of the current one.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def terminal_width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((120, 40)).columns


def fail(message: str, code: int) -> NoReturn:
    """End the command with one line to standard error, whatever stands in the message."""
    from flows.terminal import printable

    click.echo(f"dateline: {printable(message)}", err=True)
    sys.exit(code)
