"""Outlines of countries for the map."""

import csv
from functools import cache
from pathlib import Path

_OUTLINES = Path(__file__).resolve().parent.parent.parent / "seeds" / "reference" / "outlines.csv"


@cache
def read_outlines() -> list[list[str]]:
    """[ISO 3166-1 alpha-3 or empty, name, path] of every country, as `seeds/reference/build_outlines.py` writes them."""
    with open(_OUTLINES, encoding="utf-8", newline="") as file:
        return [[row["country_iso3"], row["name"], row["path"]] for row in csv.DictReader(file)]
