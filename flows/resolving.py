"""The stage `resolve`: mentions become things. Event mentions join an event or found one; entities are what the mentions name.

What the previous release holds is read by DuckDB where it lies. Identity across reports is by key alone (`merge_key`), so
that neither the order of reports nor the cut into runs changes which mentions are one event.
"""

import datetime
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.quarantine import replace_part
from flows.context import Run
from flows.database import fetched, open_database, view_files
from flows.warehouse import Release
from transforms.entities import entity_row
from transforms.events import EventMention
from transforms.events.merging import Claim, MergedEvent, merge_mentions
from transforms.reference import Reference, load_reference
from transforms.schemas import arrow_schema, nullable_schema, staged_schema
from transforms.tables import ENTITIES, EVENTS, TABLES

_COLUMNS = EVENTS.names
_PART_ROWS = 100_000
_NO_DAY = ("unknown", 0)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run takes out of the previous release, beside what it adds."""

    reports: frozenset[str] = frozenset()  # reports whose rows are replaced
    events: frozenset[str] = frozenset()  # events that are merged anew, or have lost their last mention


def resolve(run: Run, previous: Release | None, gone: frozenset[str] = frozenset()) -> Changes:
    """Stage `events` and `entities`, and write into the staged mentions the event that each belongs to.

    `gone` are reports of the previous release that the next one is to lose, beside those that are staged anew.
    """
    with open_database() as database:
        _bind(database, run, previous)
        database.execute("INSERT INTO replaced SELECT unnest(?)", [sorted(gone)])
        database.execute(_JOINED)
        database.execute(_SUPERSEDED)
        database.execute(_TOUCHED)
        database.execute(_SHARED)
        database.execute(_NAMED, {"is_known": previous is not None and previous.manifest["versions"] == asdict(run.versions)})
        _write_event_ids(database, run)
        _stage_events(database, run)
        _stage_entities(database, run, load_reference(run.options.overlay))
        return Changes(_ids(database, "replaced"), _ids(database, "touched"))


def _bind(database: duckdb.DuckDBPyConnection, run: Run, previous: Release | None) -> None:
    """Views over staged parts (`new_<table>`) and over the previous release (`old_<table>`), and the reports replaced."""
    for name in ("reports", "event_mentions", "entity_mentions"):
        view_files(database, f"new_{name}", sorted(run.staged(name).glob("*.parquet")), staged_schema(TABLES[name]))
    for name in ("reports", "event_mentions", "entity_mentions", "events", "entities"):
        view_files(database, f"old_{name}", previous.files(name) if previous else [], arrow_schema(TABLES[name]))
    database.execute("CREATE TEMP TABLE replaced AS SELECT report_id AS id FROM new_reports SEMI JOIN old_reports USING (report_id)")


def _ids(database: duckdb.DuckDBPyConnection, table: str) -> frozenset[str]:
    return frozenset(row[0] for row in database.execute(f"SELECT id FROM {table}").fetchall())


_JOINED = """
CREATE TEMP TABLE joined AS
WITH founded AS (
    SELECT merge_key, first(event_mention_id ORDER BY published_month, day, report_id, trigger_start_char, event_mention_id) AS founder
    FROM new_event_mentions WHERE merge_key IS NOT NULL GROUP BY merge_key
), published AS (
    SELECT merge_key, min(event_id) AS event_id FROM old_events
    WHERE merge_key IS NOT NULL AND superseded_by IS NULL GROUP BY merge_key
)
SELECT m.event_mention_id, coalesce(p.event_id, f.founder, m.event_mention_id) AS event_id
FROM new_event_mentions m LEFT JOIN founded f USING (merge_key) LEFT JOIN published p USING (merge_key)
"""

# An event whose claims have all joined others is kept, without claims, and points to the one that its first claim joined.
_SUPERSEDED = """
CREATE TEMP TABLE superseded AS
SELECT o.event_id AS id, first(j.event_id ORDER BY o.event_mention_id) AS superseded_by
FROM old_event_mentions o JOIN joined j USING (event_mention_id)
WHERE o.report_id IN (SELECT id FROM replaced)
  AND o.event_id NOT IN (SELECT event_id FROM joined)
  AND o.event_id NOT IN (SELECT event_id FROM old_event_mentions WHERE report_id NOT IN (SELECT id FROM replaced))
GROUP BY o.event_id
"""

# An event that is gone takes along those that pointed to it.
_TOUCHED = """
CREATE TEMP TABLE touched AS
WITH RECURSIVE met AS (
    SELECT event_id AS id FROM joined
    UNION SELECT event_id FROM old_event_mentions WHERE report_id IN (SELECT id FROM replaced)
), gone AS (
    SELECT id FROM met
    WHERE id NOT IN (SELECT event_id FROM joined) AND id NOT IN (SELECT id FROM superseded)
      AND id NOT IN (SELECT event_id FROM old_event_mentions WHERE report_id NOT IN (SELECT id FROM replaced))
    UNION SELECT event_id FROM old_events JOIN gone ON superseded_by = gone.id
)
SELECT id FROM met UNION SELECT id FROM gone
"""

_KEPT = f"""
SELECT {", ".join(f"s.{name}" if name == "superseded_by" else f"e.{name}" for name in EVENTS.names)}
FROM old_events e JOIN superseded s ON s.id = e.event_id ORDER BY e.event_id
"""

_MENTIONS = """
WITH mentions AS (
    SELECT j.event_id, m.* EXCLUDE (event_id, published_month, day) FROM new_event_mentions m JOIN joined j USING (event_mention_id)
    UNION ALL BY NAME
    SELECT * FROM old_event_mentions
    WHERE event_id IN (SELECT id FROM touched) AND report_id NOT IN (SELECT id FROM replaced)
)
"""

_SHARED = f"CREATE TEMP TABLE shared AS {_MENTIONS} SELECT event_id AS id FROM mentions GROUP BY event_id HAVING count(*) > 1"

_SOURCES = f"""
{_MENTIONS}, sources AS (
    SELECT report_id, published_on, source_name, duplicate_of IS NOT NULL AS is_duplicate FROM new_reports
    UNION ALL
    SELECT report_id, published_on, source_name, duplicate_of IS NOT NULL FROM old_reports
    WHERE report_id NOT IN (SELECT id FROM replaced) AND report_id IN (SELECT report_id FROM mentions)
)
"""

_CLAIMS = f"""
{_SOURCES}
SELECT event_id, report_id, source_name, published_on, is_duplicate, merge_key, {", ".join(EventMention._fields)}
FROM mentions JOIN sources USING (report_id) WHERE event_id IN (SELECT id FROM shared)
ORDER BY event_id, published_on NULLS FIRST, report_id, trigger_start_char, event_mention_id
"""

# Most events have one claim, and are what it says. These columns `merge_mentions` gives another value than the claim's, if only in general.
_OF_ONE_CLAIM = {
    "fatalities_low": "least(fatalities_low, fatalities_best)", "fatalities_high": "greatest(fatalities_high, fatalities_best)",
    "injured_low": "least(injured_low, injured_best)", "injured_high": "greatest(injured_high, injured_best)",
    "mention_count": "1", "report_count": "CASE WHEN is_duplicate THEN 0 ELSE 1 END",
    "source_count": "CASE WHEN is_duplicate OR source_name IS NULL THEN 0 ELSE 1 END", "conflicts": "NULL",
    "first_reported_on": "published_on", "last_reported_on": "published_on", "superseded_by": "NULL",
}  # fmt: skip

_LONE = f"""
{_SOURCES}
SELECT {", ".join(f"{_OF_ONE_CLAIM.get(name, name)} AS {name}" for name in EVENTS.names)},
       coalesce(left(event_date_start::VARCHAR, 7), '{_NO_DAY[0]}') AS {EVENTS.partition}, coalesce(day(event_date_start), {_NO_DAY[1]}) AS day
FROM mentions JOIN sources USING (report_id) WHERE event_id NOT IN (SELECT id FROM shared)
"""

# The entities that are told anew: what new reports name, and what reports or events named that are no longer as they were.
_NAMED = """
CREATE TEMP TABLE named AS
WITH told AS (
    SELECT entity_id AS id FROM new_entity_mentions
    UNION SELECT unnest([actor1_id, actor2_id, place_id]) FROM new_event_mentions
    UNION SELECT entity_id FROM old_entity_mentions WHERE report_id IN (SELECT id FROM replaced)
    UNION SELECT unnest([actor1_id, actor2_id, place_id]) FROM old_event_mentions WHERE report_id IN (SELECT id FROM replaced)
    UNION SELECT unnest([actor1_id, actor2_id, place_id]) FROM old_events WHERE event_id IN (SELECT id FROM touched)
    UNION SELECT entity_id FROM old_entities WHERE NOT $is_known
)
SELECT id FROM told WHERE id IS NOT NULL
"""

_TOLD = """
WITH mentions AS (
    SELECT entity_id, entity_type, text, country_iso3 FROM new_entity_mentions
    UNION ALL
    SELECT entity_id, entity_type, text, country_iso3 FROM old_entity_mentions WHERE report_id NOT IN (SELECT id FROM replaced)
), events AS (
    SELECT unnest([actor1_id, actor2_id, place_id]) AS entity_id FROM new_event_mentions
    UNION
    SELECT unnest([actor1_id, actor2_id, place_id]) FROM old_event_mentions WHERE report_id NOT IN (SELECT id FROM replaced)
    UNION
    SELECT unnest([actor1_id, actor2_id, place_id]) FROM old_events WHERE superseded_by IS NOT NULL OR event_id IN (SELECT id FROM superseded)
)
SELECT entity_id, min(entity_type) AS entity_type, coalesce(list_sort(list_distinct(list(text))), []) AS texts,
       mode(country_iso3 ORDER BY country_iso3) AS country_iso3
FROM (SELECT * FROM mentions UNION ALL BY NAME SELECT entity_id FROM events)
WHERE entity_id IN (SELECT id FROM named) GROUP BY entity_id ORDER BY entity_id
"""


def _write_event_ids(database: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Replace, in the staged mentions, the id that each founds by the id of the event that it joins."""
    joined = database.sql("SELECT * FROM joined WHERE event_id <> event_mention_id ORDER BY event_mention_id").to_arrow_table()
    if not len(joined):
        return
    keys, ids = (joined.column(name).combine_chunks() for name in ("event_mention_id", "event_id"))
    for path in sorted(run.staged("event_mentions").glob("*.parquet")):
        part = pq.read_table(path, partitioning=None)
        found = ids.take(pc.index_in(part.column("event_mention_id").combine_chunks(), keys)).cast(pa.string())
        if found.null_count == len(found):
            continue
        column = pc.coalesce(found, part.column("event_id").combine_chunks())
        position = part.schema.get_field_index("event_id")
        replace_part(path, part.set_column(position, part.schema.field(position), column))


def _stage_events(database: duckdb.DuckDBPyConnection, run: Run) -> None:
    folder = run.staged("events")
    folder.mkdir()
    _stage_lone(database.sql(_LONE).to_arrow_reader(_PART_ROWS), folder / "lone.parquet")
    claims = database.execute(_CLAIMS)
    rows: list[tuple[Any, ...]] = []
    part = 0
    for event_id, group in groupby(fetched(claims), key=itemgetter(0)):
        rows.append(_event_row(event_id, merge_mentions([_claim(row) for row in group])))
        if len(rows) == _PART_ROWS:
            _write(rows, folder / f"{part:05}.parquet")
            rows, part = [], part + 1
    if rows:
        _write(rows, folder / f"{part:05}.parquet")
    if kept := database.execute(_KEPT).fetchall():
        _write([(*row, *_month_and_day(row[EVENTS.names.index("event_date_start")])) for row in kept], folder / "superseded.parquet")


def _stage_lone(events: pa.RecordBatchReader, path: Path) -> None:
    """The events of one claim, as DuckDB gives them; no file if there are none."""
    schema = staged_schema(EVENTS)
    writer = None
    for batch in events:
        writer = writer or pq.ParquetWriter(path, schema, compression="lz4")
        writer.write_table(pa.Table.from_batches([batch]).cast(schema))
    if writer:
        writer.close()


def _claim(row: tuple[Any, ...]) -> Claim:
    _, report_id, source_name, published_on, is_duplicate, key, *mention = row
    return Claim(report_id, source_name, published_on, is_duplicate, EventMention(*mention), key)


def _event_row(event_id: str, merged: MergedEvent) -> tuple[Any, ...]:
    """A row of `events` in the contract's order, with month and day behind it."""
    values = {**merged._asdict(), "event_id": event_id, "superseded_by": None}
    return (*(values[name] for name in _COLUMNS), *_month_and_day(merged.event_date_start))


def _month_and_day(day: datetime.date | None) -> tuple[str, int]:
    return (day.isoformat()[:7], day.day) if day else _NO_DAY


def _write(rows: list[tuple[Any, ...]], path: Path) -> None:
    schema = staged_schema(EVENTS)
    columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)]
    pq.write_table(pa.table(columns, schema=schema), path, compression="lz4")


def _stage_entities(database: duckdb.DuckDBPyConnection, run: Run, reference: Reference) -> None:
    """Every entity that a mention names: its reference row, else the one published before, else what the mentions say."""
    names = ", ".join(ENTITIES.names)
    known = database.execute(f"SELECT {names} FROM old_entities WHERE entity_id IN (SELECT id FROM named)").fetchall()
    published = {row[0]: row for row in known}
    rows = [
        entity_row(reference, entity_id, entity_type, texts, country, published.get(entity_id))
        for entity_id, entity_type, texts, country in fetched(database.execute(_TOLD))
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(ENTITIES.fields)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, ENTITIES.fields, strict=True)]
    schema = nullable_schema(ENTITIES)
    kept = database.sql(f"SELECT {names} FROM old_entities WHERE entity_id NOT IN (SELECT id FROM named)").to_arrow_table().cast(schema)
    folder = run.staged("entities")
    folder.mkdir()
    pq.write_table(pa.concat_tables([pa.table(arrays, schema=schema), kept]), folder / "00000.parquet", compression="lz4")
