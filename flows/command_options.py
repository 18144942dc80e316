"""Options that several commands share, their exit codes, and how a command ends with a message."""

import shutil
import sys
from pathlib import Path
from typing import NoReturn

import click

FAILURE, USAGE, REFUSED = 1, 2, 3

warehouse_option = click.option(
    "--warehouse", "-w", type=click.Path(file_okay=False, path_type=Path), default="warehouse", envvar="DATELINE_WAREHOUSE",
    show_default=True, show_envvar=True, help="Folder of releases.",
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
