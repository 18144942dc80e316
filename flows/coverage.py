"""What a release covers and how far it was understood: the figures of its README."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.snapshot import Snapshot
from flows.views import create_statement, snapshot_views, views_needed

_TOP = 10

_REPORTS = """
SELECT count(*) AS reports, min(published_on) AS first_day, max(published_on) AS last_day, count(*) - count(published_on) AS undated,
       count(duplicate_of) AS duplicates, count(*) FILTER (language NOT IN ('en', 'und')) AS not_english,
       count(DISTINCT source_name) AS sources
FROM reports
"""
_EVENTS = """
SELECT count(*) AS events, count(*) FILTER (modality = 'actual') AS actual, min(event_date_start) AS first_day,
       max(event_date_end) AS last_day, count(*) FILTER (date_prec = 1) AS to_the_day, count(*) FILTER (date_is_report_date) AS report_date,
       count(latitude) AS with_point, count(country_iso3) AS with_country, count(fatalities_best) AS with_toll
FROM events WHERE superseded_by IS NULL
"""
_LISTS = {
    "sources": "SELECT source_name, count(*) FROM reports GROUP BY 1",
    "countries": "SELECT country_iso3, count(*) FROM events WHERE superseded_by IS NULL AND country_iso3 IS NOT NULL GROUP BY 1",
    "types": "SELECT event_type, count(*) FROM events WHERE superseded_by IS NULL GROUP BY 1",
    "dates": "SELECT status, count(*) FROM date_mentions GROUP BY 1",
    "links": "SELECT link_status, count(*) FROM entity_mentions GROUP BY 1",
    "rejects": "SELECT table_name || ': ' || reason, count(*) FROM rejects GROUP BY 1",
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts over one release; `top` holds the most frequent values of each of `_LISTS` with their counts."""

    reports: Mapping[str, Any]
    events: Mapping[str, Any]
    top: Mapping[str, list[tuple[str, int]]]


def read_coverage(folder: Path, manifest: dict[str, Any]) -> Coverage:
    """Count over the Parquet files in a release's folder, published or still being built."""
    views = snapshot_views(Snapshot(folder.resolve(), manifest, None))
    with duckdb.connect() as connection:
        connection.execute("SET parquet_metadata_cache = true")  # several queries ask the same files
        for view in views_needed(" ".join((_REPORTS, _EVENTS, *_LISTS.values())), views):
            connection.execute(create_statement(view))
        top = {name: connection.execute(f"{sql} ORDER BY 2 DESC, 1 LIMIT {_TOP}").fetchall() for name, sql in _LISTS.items()}
        return Coverage(_row(connection, _REPORTS), _row(connection, _EVENTS), top)


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    cursor = connection.execute(sql)
    (row,) = cursor.fetchall()
    return dict(zip((name for name, *_ in cursor.description), row, strict=True))
