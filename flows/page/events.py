"""The events of a page: their values by column, and their evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flows.page.evidence import read_evidence
from flows.query import Session, execute
from flows.results import json_value

MOST_EVENTS = 20_000  # that a browser filters and sorts without a wait

# Columns of the page: what they are in SQL, and the list of texts that they share (None for numbers).
_COLUMNS: Mapping[str, tuple[str, str | None]] = {
    "id": ("event_id", None),
    "start": ("event_date_start", "day"),
    "end": ("event_date_end", "day"),
    "datePrec": ("date_prec", None),
    "byReport": ("date_is_report_date::INTEGER", None),
    "type": ("event_type", "type"),
    "mode": ("event_mode", "mode"),
    "acled": ("coalesce(acled_sub_event_type, acled_event_type)", "acled"),
    "modality": ("modality", "modality"),
    "actor1": ("coalesce(actor1_name, actor1_text)", "actor"),
    "actor2": ("coalesce(actor2_name, actor2_text)", "actor"),
    "place": ("place_name", "place"),
    "country": ("country_iso3", "country"),
    "latitude": ("round(latitude, 4)", None),
    "longitude": ("round(longitude, 4)", None),
    "wherePrec": ("where_prec", None),
    "killedLow": ("fatalities_low", None),
    "killed": ("fatalities_best", None),
    "killedHigh": ("fatalities_high", None),
    "injuredLow": ("injured_low", None),
    "injured": ("injured_best", None),
    "injuredHigh": ("injured_high", None),
    "confidence": ("round(confidence, 2)", None),
    "mentions": ("mention_count", None),
    "reports": ("report_count", None),
    "sources": ("source_count", None),
    "first": ("first_reported_on", "day"),
    "last": ("last_reported_on", "day"),
    "conflicts": ("conflicts", "conflict"),
}


class Choice(NamedTuple):
    """Which events a page shows: those that fulfil the SQL condition, the most lately reported first, at most so many."""

    where: str | None = None
    most: int = MOST_EVENTS


@dataclass(frozen=True, slots=True)
class PageEvents:
    """The events of a page as its script reads them, how many they are, and how many there would be without the limit."""

    table: dict[str, Any]
    evidence: dict[str, Any]
    shown: int
    matching: int


def read_events(session: Session, choice: Choice) -> PageEvents:
    """The chosen events, latest report first. Events that turned out to be another are that other one."""
    standing = "superseded_by IS NULL" + (f" AND ({choice.where}\n)" if choice.where else "")
    matching = execute(session, f"SELECT count(*) FROM events WHERE {standing}").fetch(1)[0][0]
    columns = ", ".join(f"{sql} AS {name}" for name, (sql, _) in _COLUMNS.items())
    latest = f"ORDER BY last_reported_on DESC NULLS LAST, event_date_start DESC, event_id LIMIT {choice.most}"
    result = execute(session, f"SELECT {columns} FROM events WHERE {standing} {latest}")
    rows = [row for batch in result.batches() for row in batch]
    values = dict(zip(_COLUMNS, zip(*rows, strict=True) if rows else ([] for _ in _COLUMNS), strict=True))
    oldest = next((str(day) for day in reversed(values["last"]) if day is not None), None)
    table = _encoded(values) | {"countries": _countries(session), "matching": matching, "oldest": oldest, "most": choice.most}
    return PageEvents(table, read_evidence(session, [str(event_id) for event_id in values["id"]]), len(rows), matching)


def _encoded(values: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Columns as lists; texts are numbers into lists that columns share, -1 for NULL."""
    texts: dict[str, dict[str, int]] = {}
    columns: dict[str, Any] = {}
    for name, (_, shared) in _COLUMNS.items():
        if shared is None:
            columns[name] = [json_value(value) for value in values[name]]
        else:
            columns[name] = {"of": shared, "codes": _codes(map(json_value, values[name]), texts.setdefault(shared, {}))}
    return {"columns": columns, "texts": {shared: list(known) for shared, known in texts.items()}}


def _codes(values: Iterable[str | None], known: dict[str, int]) -> list[int]:
    """The number of each text, which `known` learns."""
    return [-1 if value is None else known.setdefault(value, len(known)) for value in values]


def _countries(session: Session) -> dict[str, str]:
    rows = execute(session, "SELECT country_iso3, name FROM countries ORDER BY country_iso3").batches()
    return {code: name for batch in rows for code, name in batch}
