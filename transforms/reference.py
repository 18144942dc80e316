"""Packaged reference data: the only module of `transforms` that reads files."""

import csv
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "seeds" / "reference"


@cache
def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `seeds/reference/<name>.csv`, each a dict by column. FileNotFoundError if there is no such table."""
    with open(REFERENCE / f"{name}.csv", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
