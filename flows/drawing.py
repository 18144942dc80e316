"""What pictures of a release are drawn with: the outlines of countries, and the classes of event types."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

_REFERENCE = Path(__file__).resolve().parent.parent / "seeds" / "reference"


class EventClass(NamedTuple):
    """One of PLOVER's four classes: its name, what a legend calls it, and its types."""

    name: str
    label: str
    types: tuple[str, ...]


@cache
def event_classes() -> tuple[EventClass, ...]:
    """The classes in the order of `event_classes.csv`."""
    rows = _rows("event_classes")
    named = dict.fromkeys((row["class"], row["label"]) for row in rows)
    return tuple(EventClass(name, label, tuple(row["event_type"] for row in rows if row["class"] == name)) for name, label in named)


@cache
def outlines() -> list[list[str]]:
    """[ISO 3166-1 alpha-3 or empty, name, path] of every country, as `seeds/reference/build_outlines.py` writes them."""
    return [[row["country_iso3"], row["name"], row["path"]] for row in _rows("outlines")]


def _rows(table: str) -> list[dict[str, str]]:
    with open(_REFERENCE / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
