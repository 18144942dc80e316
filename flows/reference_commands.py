"""The commands of `dateline` that care for reference data."""

import json
import sys
from pathlib import Path

import click

from flows.command_options import FAILURE, json_option


@click.group(epilog="Example: dateline reference check --reference my-reference")
def reference() -> None:
    """Look after the reference data: countries, places, actors, words."""


@reference.command(epilog="Example: dateline reference check --reference my-reference")
@click.option("--reference", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of your own reference data.")
@json_option
def check(folder: Path | None, as_json: bool) -> None:
    """Check every reference table, with your own rows in them; exit code 1 if something is wrong.

    Duplicates, unknown countries, parents and places, names that mean two things, points that lie elsewhere, roles and years out of
    form, rows that do not say where they are from.
    """
    from flows.reference_check import check_reference

    faults = check_reference(folder)
    if as_json:
        click.echo(json.dumps({"faults": [fault._asdict() for fault in faults]}))
    else:
        click.echo("\n".join([*(f"{at}: {rule}: {reason}" for at, rule, reason in faults), f"faults: {len(faults)}"]))
    if faults:
        sys.exit(FAILURE)


COMMANDS = (reference,)
