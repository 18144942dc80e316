"""The stage `resolve`: mentions become things. Event mentions join an event or found one; entities are what the mentions name.

What the previous release holds is read by DuckDB where it lies. Identity across reports is by key alone (`merge_key`), so
that neither the order of reports nor the cut into runs changes which mentions are one event.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.context import Run
from flows.normalizing import staged_schema
from flows.warehouse import Release
from transforms.events import Claim, merge_mentions
from transforms.identity import row_id
from transforms.reference import Reference
from transforms.schemas import arrow_schema
from transforms.tables import ENTITIES, EVENT_MENTIONS, EVENTS

PART_ROWS = 250_000


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run takes out of the previous release, beside what it adds."""

    reports: frozenset[str]  # reports whose rows are replaced
    events: frozenset[str]  # events that are merged anew, or have lost their last mention


def resolve(run: Run, previous: Release | None, reference: Reference) -> Changes:
    """Stage `events` and `entities`, and write the events that staged mentions belong to into them."""
    with duckdb.connect() as database:
        database.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET preserve_insertion_order = false")
        _bind(database, run, previous)
        _join_events(database, run)
        touched = _touched_events(database)
        claims = database.execute(_CLAIMS).to_arrow_table() if touched else None
        _stage_events(run, claims)
        _stage_entities(database, run, reference)
        replaced = frozenset(row[0] for row in database.execute("SELECT report_id FROM replaced").fetchall())
    return Changes(replaced, frozenset(touched))


def _bind(database: duckdb.DuckDBPyConnection, run: Run, previous: Release | None) -> None:
    """Views over staged parts (`new_<table>`) and over the previous release (`old_<table>`), and the reports replaced."""
    for table in ("reports", "event_mentions", "entity_mentions"):
        _view(database, f"new_{table}", sorted(run.staged(table).glob("*.parquet")), staged_schema(_table(table)))
    for table in ("reports", "event_mentions", "entity_mentions", "events", "entities"):
        _view(database, f"old_{table}", previous.files(table) if previous else [], arrow_schema(_table(table)))
    database.execute("CREATE TEMP TABLE replaced AS SELECT report_id FROM new_reports SEMI JOIN old_reports USING (report_id)")


def _table(name: str) -> Any:
    from transforms.tables import TABLES

    return TABLES[name]


def _view(database: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], schema: pa.Schema) -> None:
    if files:
        database.read_parquet([str(file) for file in files], hive_partitioning=False).create_view(name)
    else:
        database.register(f"{name}_empty", schema.empty_table())
        database.execute(f"CREATE VIEW {name} AS SELECT * FROM {name}_empty")


_JOINED = """
CREATE TEMP TABLE joined AS
WITH founded AS (
    SELECT merge_key, first(event_mention_id ORDER BY published_month, day, m.report_id, trigger_start_char, event_mention_id) AS founder
    FROM new_event_mentions m WHERE merge_key IS NOT NULL GROUP BY merge_key
), published AS (
    SELECT merge_key, min(event_id) AS event_id FROM old_events
    WHERE merge_key IS NOT NULL AND superseded_by IS NULL GROUP BY merge_key
)
SELECT m.event_mention_id, coalesce(p.event_id, f.founder, m.event_mention_id) AS event_id
FROM new_event_mentions m LEFT JOIN founded f USING (merge_key) LEFT JOIN published p USING (merge_key)
"""

_TOUCHED = """
CREATE TEMP TABLE touched AS
SELECT event_id FROM joined UNION SELECT event_id FROM old_event_mentions SEMI JOIN replaced USING (report_id)
"""

_CLAIM_COLUMNS = ", ".join(f"m.{name}" for name in Claim._fields if name in EVENT_MENTIONS.names)
_CLAIMS = f"""
WITH mentions AS (
    SELECT * EXCLUDE (published_month, day) REPLACE (j.event_id AS event_id)
    FROM new_event_mentions m JOIN joined j USING (event_mention_id)
    UNION ALL BY NAME
    SELECT * FROM old_event_mentions SEMI JOIN touched USING (event_id) ANTI JOIN replaced USING (report_id)
), sources AS (
    SELECT report_id, published_on, source_name, duplicate_of FROM new_reports
    UNION ALL SELECT report_id, published_on, source_name, duplicate_of FROM old_reports ANTI JOIN replaced USING (report_id)
)
SELECT {_CLAIM_COLUMNS}, s.published_on, s.source_name, s.duplicate_of IS NOT NULL AS is_duplicate
FROM mentions m JOIN sources s USING (report_id)
ORDER BY m.event_id, s.published_on NULLS LAST, m.report_id, m.trigger_start_char, m.event_mention_id
"""
