"""The SQL by which a release is read: its tables as views, and the views that an analyst wants at once.

One text serves `dateline sql` and the release's own `views.sql`. Table views differ only in how they name their files;
everything above them names tables and other views.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.layouts import ACLED, ACLED_MEANING, ACLED_SQL, UCDP, UCDP_MEANING, UCDP_SQL
from flows.snapshot import Snapshot

_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_CATALOG = re.compile(r"\bshow\b|\bdescribe\s*;?\s*$|duckdb_|information_schema|pg_catalog|sqlite_master|pragma_", re.IGNORECASE)
_COUNTRIES = Path(__file__).resolve().parent.parent / "seeds" / "reference" / "countries.csv"
RECORDS = ("runs", "rejects", "quality_results")


@dataclass(frozen=True, slots=True)
class View:
    """A view of one release: the SELECT that makes it, and what a row is (None where the contract says so)."""

    name: str
    meaning: str | None
    sql: str


_ANALYSTS = (
    View(
        "v_trace",
        "One row per claim of an event and per date mention, with its sentence, the words in question marked «so»",
        """
WITH told AS (
    SELECT 'event' AS kind, event_id AS id, event_mention_id AS mention_id, published_month, report_id, sentence_no,
           trigger_start_char AS start_char, trigger_end_char AS end_char, trigger_text AS text,
           event_type AS type, modality AS status, actor1_name, actor2_name, place_name, country_iso3,
           event_date_start AS date_start, event_date_end AS date_end, date_prec, date_is_report_date,
           fatalities_best, injured_best, NULL::VARCHAR AS timex_value, NULL::VARCHAR AS rule_id
    FROM event_mentions
    UNION ALL BY NAME
    SELECT 'date' AS kind, mention_id AS id, mention_id, published_month, report_id, sentence_no, start_char, end_char, text,
           timex_type AS type, status, date_start, date_end, date_prec, timex_value, rule_id
    FROM date_mentions
)
SELECT told.kind, told.id, told.mention_id, told.report_id, r.published_on, r.source_name, r.source_uri, told.sentence_no,
       substring(r.text, s.start_char + 1, s.end_char - s.start_char) AS sentence,
       substring(r.text, s.start_char + 1, told.start_char - s.start_char)
           || '«' || substring(r.text, told.start_char + 1, told.end_char - told.start_char) || '»'
           || substring(r.text, told.end_char + 1, s.end_char - told.end_char) AS sentence_marked,
       told.text, told.start_char, told.end_char, told.type, told.status, told.date_start, told.date_end, told.date_prec,
       told.date_is_report_date, told.timex_value, told.rule_id, told.actor1_name, told.actor2_name, told.place_name,
       told.country_iso3, told.fatalities_best, told.injured_best, told.published_month
FROM told
JOIN reports r USING (published_month, report_id)
LEFT JOIN sentences s USING (published_month, report_id, sentence_no)
""",
    ),
    View("v_events_acled", ACLED_MEANING, ACLED_SQL),
    View("v_events_ucdp", UCDP_MEANING, UCDP_SQL),
    View(
        "v_daily",
        "Events that happened, by day, country and type; day is NULL where the date is less certain than a day, so that sums are whole",
        """
SELECT CASE WHEN date_prec = 1 THEN event_date_start END AS day, country_iso3, name AS country, event_type, acled_event_type,
       count(*) AS events, count(*) FILTER (date_is_report_date) AS events_dated_by_report,
       sum(fatalities_low)::BIGINT AS fatalities_low, sum(fatalities_best)::BIGINT AS fatalities_best,
       sum(fatalities_high)::BIGINT AS fatalities_high, count(fatalities_best) AS events_with_fatalities_known
FROM events LEFT JOIN countries USING (country_iso3)
WHERE superseded_by IS NULL AND modality IN ('actual', 'historical')
GROUP BY ALL
ORDER BY ALL
""",
    ),
    View(
        "v_rejects",
        "What was refused and why, newest run first",
        """
SELECT r.started_at, r.outcome, x.table_name, x.expectation, x.column_name, x.reason, x.observed, x.row_key, x.report_id, x.source_uri,
       x.run_id, x.code_version, x.row_json
FROM all_rejects x LEFT JOIN all_runs r USING (run_id)
ORDER BY r.started_at DESC, x.run_id, x.table_name, x.row_key, x.expectation, x.column_name
""",
    ),
    View(
        "v_runs",
        "Every run known here, newest first, with what it read and which gates it failed",
        """
SELECT r.started_at, r.outcome, r.records_read, r.records_accepted, r.records_rejected, r.records_unchanged,
       coalesce(q.failed_gates, 0) AS failed_gates, q.failed, r.finished_at, r.run_id,
       r.run_id IN (SELECT run_id FROM runs) AS in_release, r.counts, r.code_version, r.contract_version, r.reference_version
FROM all_runs r
LEFT JOIN (
    SELECT run_id, count(*) FILTER (severity = 'gate') AS failed_gates,
           string_agg(table_name || '.' || coalesce(column_name, '*') || ' ' || expectation, '; '
                      ORDER BY severity, table_name, column_name, expectation) AS failed
    FROM all_quality_results WHERE NOT success GROUP BY run_id
) q USING (run_id)
ORDER BY r.started_at DESC, r.run_id
""",
    ),
    View(
        "v_quality",
        "One row per rule that any known run broke: how often, by how many rows, when first, when last, and whether the last run that asked broke it",
        """
WITH asked AS (
    SELECT q.*, r.started_at,
           max(r.started_at) FILTER (q.success) OVER (PARTITION BY q.table_name, q.expectation, q.column_name) AS last_kept
    FROM all_quality_results q JOIN all_runs r USING (run_id)
)
SELECT severity, table_name, column_name, expectation, count(*) AS runs_asked, count(*) FILTER (NOT success) AS runs_broken,
       sum(unexpected)::BIGINT AS rows_broken, arg_max(NOT success, started_at) AS broken_now,
       min(started_at) FILTER (NOT success AND (last_kept IS NULL OR started_at > last_kept)) AS broken_since,
       min(started_at) FILTER (NOT success) AS first_broken, max(started_at) FILTER (NOT success) AS last_broken
FROM asked
GROUP BY ALL
HAVING count(*) FILTER (NOT success) > 0
ORDER BY broken_now DESC, severity, runs_broken DESC, table_name, column_name, expectation
""",
    ),
    View(
        "v_unresolved_top",
        "Names that no reference data knows or tells apart, the most frequent first: what is worth adding to your own reference data",
        """
SELECT m.text, m.entity_type, m.link_status, count(*) AS mentions, count(DISTINCT m.report_id) AS reports,
       max(m.candidates) AS candidates, min(m.mention_id) AS example_mention_id, min(m.report_id) AS example_report_id
FROM entity_mentions m
WHERE m.link_status <> 'linked'
GROUP BY m.text, m.entity_type, m.link_status
ORDER BY mentions DESC, m.text, m.entity_type, m.link_status
""",
    ),
)

_LAYOUTS = {"v_events_acled": ACLED, "v_events_ucdp": UCDP}
_MEANINGS = {
    "v_trace": {
        "kind": "event or date",
        "id": "event_id of an event, mention_id of a date",
        "mention_id": "event_mention_id of an event, mention_id of a date",
        "sentence": "The sentence as written",
        "sentence_marked": "The sentence with the trigger or the time expression between « and »",
        "start_char": "Offset in reports.text where the marked words begin",
        "end_char": "Offset in reports.text just behind the marked words",
        "text": "The marked words",
        "type": "PLOVER type of an event, TIMEX3 type of a date",
        "status": "modality of an event, status of a date",
        "date_start": "First day of the interval",
        "date_end": "Last day of the interval, inclusive",
        "rule_id": "The rule that resolved the date",
    },
    "countries": {
        "country_iso3": "ISO 3166-1 alpha-3 code; of states that were, the code they had or one beginning with X",
        "country_iso2": "ISO 3166-1 alpha-2 code",
        "name": "Name in English",
    },
    "v_daily": {
        "country": "Name of the country, by the reference data",
        "day": "The day; NULL for events that are dated less exactly",
        "events": "Events",
        "events_dated_by_report": "Those of them that only have the date of their report",
        "events_with_fatalities_known": "Those of them with a reported number of deaths",
        "fatalities_low": "Sum of the lowest reported numbers of deaths",
        "fatalities_best": "Sum of the reported numbers of deaths; NULL if no event has one",
        "fatalities_high": "Sum of the highest reported numbers of deaths",
    },
    "v_runs": {
        "failed_gates": "Rules that refused the run",
        "failed": "All rules that rows broke",
        "in_release": "Whether rows of the run are in this release",
    },
    "v_quality": {
        "runs_asked": "Runs that checked the rule",
        "runs_broken": "Runs in which rows broke it",
        "rows_broken": "Rows that broke it, over all runs",
        "broken_now": "Whether rows broke it in the last run that checked it",
        "broken_since": "Start of the first run since which every run broke it; NULL if the last one did not",
        "first_broken": "Start of the first run that broke it",
        "last_broken": "Start of the last run that broke it",
    },
    "v_unresolved_top": {
        "text": "The name as written",
        "mentions": "Times that it is mentioned",
        "reports": "Reports that mention it",
        "candidates": "Most things in the reference data that bear the name",
        "example_mention_id": "One of its mentions",
        "example_report_id": "One of the reports",
    },
}  # fmt: skip


def snapshot_views(snapshot: Snapshot) -> dict[str, View]:
    """All views of a release by name, in an order in which they can be created, over the manifest's lists of files."""
    tables = [_snapshot_table(snapshot, table) for table in snapshot.manifest["tables"]]
    return {view.name: view for view in (*tables, *record_views(snapshot).values(), *analysts_views())}


def record_views(snapshot: Snapshot) -> dict[str, View]:
    """The views over the records of all runs, by name."""
    views = [_record_view(table, snapshot.recorded(table), snapshot.recorded("runs")) for table in RECORDS]
    return {view.name: view for view in views}


def relative_views(partitions: Mapping[str, str | None]) -> dict[str, View]:
    """The same views over paths relative to the release's folder; `partitions` gives each table's partition column or None."""
    views = [_table_view(table, quoted(f"{table}/{'*/' if partition else ''}*.parquet"), partition) for table, partition in partitions.items()]
    return {view.name: view for view in (*views, *(_record_view(table, [], []) for table in RECORDS), *analysts_views())}


def analysts_views() -> tuple[View, ...]:
    """The views above the tables, and the names of countries that they use."""
    return (_countries(), *_ANALYSTS)


def views_needed(sql: str, views: Mapping[str, View]) -> list[View]:
    """The views that a query names, and those that they name in turn; all of them if it asks the catalog."""
    if _CATALOG.search(sql):
        return list(views.values())
    needed: set[str] = set()
    found = _named(sql, views)
    while found:
        needed |= found
        found = set().union(*(_named(views[name].sql, views) for name in found)) - needed
    return [view for name, view in views.items() if name in needed]


def create_statement(view: View) -> str:
    """SQL that makes the view."""
    return f"CREATE OR REPLACE VIEW {view.name} AS\n{view.sql.strip()};\n"


def comment_statements(view: View, existing: Iterable[str]) -> str:
    """SQL that says what the view and those of its `existing` columns are that have a meaning."""
    lines = [f"COMMENT ON VIEW {view.name} IS {quoted(view_meaning(view))};"]
    meanings = column_meanings(view)
    lines += [f'COMMENT ON COLUMN {view.name}."{name}" IS {quoted(meanings[name])};' for name in existing if name in meanings]
    return "\n".join(lines) + "\n"


def view_meaning(view: View) -> str:
    """What one row of the view is."""
    from transforms.tables import TABLES  # brings pyarrow, a quarter of a second that most queries need not wait for

    return view.meaning or TABLES[view.name].grain


def column_meanings(view: View) -> dict[str, str]:
    """What the columns of a view mean: as its layout says, else as its own table does, else as the first table with that column."""
    from transforms.tables import TABLES

    if view.name in _LAYOUTS:
        return {column.name: column.meaning for column in _LAYOUTS[view.name]}
    own = [TABLES[view.name]] if view.name in TABLES else list(TABLES.values())
    meanings = {field.name: field.meaning for table in reversed(own) for field in table.fields}
    months = {table.partition: f"Month of {table.partitioned_by}, unknown where that is NULL" for table in own if table.partition}
    return {name: meaning for name, meaning in (meanings | months | _MEANINGS.get(view.name, {})).items() if name}


def quoted(text: str) -> str:
    """The text as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _named(sql: str, views: Mapping[str, View]) -> set[str]:
    return {word for word in _WORD.findall(sql.lower()) if word in views}


def _snapshot_table(snapshot: Snapshot, table: str) -> View:
    files = snapshot.files(table)
    month = files[0].removeprefix(f"{snapshot.path}/{table}/").rpartition("/")[0]
    return _table_view(table, _listed(files), month.partition("=")[0] or None)


def _listed(paths: Sequence[str]) -> str:
    return "[" + ", ".join(map(quoted, paths)) + "]"


def _table_view(table: str, files: str, partition: str | None) -> View:
    """A table over its files; the month in the path becomes a text column, which DuckDB would else guess a type for."""
    hive = f", hive_partitioning = true, hive_types = {{'{partition}': VARCHAR}}" if partition else ", hive_partitioning = false"
    return View(table, None, f"SELECT * FROM read_parquet({files}{hive})")


def _record_view(table: str, recorded: Sequence[str], runs: Sequence[str]) -> View:
    """A table of runs' records: those of the warehouse, and of the runs in the release whose own record is gone."""
    meaning = f"Rows of {table} of every run known here, refused runs too; a release without its warehouse knows only its own"
    own = f"SELECT * FROM {table}"
    if recorded:
        kept = f"SELECT run_id FROM read_parquet({_listed(runs)})"
        all_recorded = f"SELECT * FROM read_parquet({_listed(recorded)}, union_by_name = true)"
        own = f"{own} WHERE run_id NOT IN ({kept})\nUNION ALL BY NAME\n{all_recorded}"
    return View(f"all_{table}", meaning, own)


@cache
def _countries() -> View:
    """The countries of the reference data, as rows in the SQL itself: a release needs nothing but its own folder."""
    with open(_COUNTRIES, encoding="utf-8", newline="") as file:
        countries = [(row["country_iso3"], row["country_iso2"], row["name"]) for row in csv.DictReader(file)]
    rows = ",\n".join(f"({', '.join(map(quoted, country))})" for country in countries)
    sql = f"SELECT country_iso3, nullif(country_iso2, '') AS country_iso2, name\nFROM (VALUES\n{rows}\n) AS country(country_iso3, country_iso2, name)"
    return View("countries", "One country of the reference data, present or past", sql)
