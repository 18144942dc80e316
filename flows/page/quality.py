"""What a page says of the release's quality: runs, refusals, rules that were broken, names not told apart, and earlier releases."""

from pathlib import Path
from typing import Any

from flows.query import Session, execute, open_session
from flows.results import json_value
from flows.warehouse import WarehouseError

_EARLIER = 6  # releases to compare with
_QUERIES = {
    "runs": """
SELECT strftime(started_at, '%Y-%m-%d %H:%M') AS started, outcome, records_read AS read, records_accepted AS accepted,
       records_rejected AS rejected, records_unchanged AS unchanged, failed_gates, failed
FROM v_runs ORDER BY started_at DESC, run_id LIMIT 20
""",
    "reasons": """
SELECT table_name AS "table", coalesce(column_name, '') AS "column", reason, count(*) AS refused, min(source_uri) AS example
FROM rejects GROUP BY ALL ORDER BY refused DESC, 1, 2, 3 LIMIT 30
""",
    "refused": """
SELECT table_name AS "table", row_key AS record, reason, left(observed, 200) AS observed, source_uri AS source
FROM rejects ORDER BY 1, 2, 3, 4 LIMIT 200
""",
    "broken": """
SELECT table_name AS "table", coalesce(column_name, '') AS "column", expectation AS rule, severity, sum(evaluated)::BIGINT AS rows_checked,
       sum(unexpected)::BIGINT AS broke_it
FROM quality_results WHERE NOT success GROUP BY ALL ORDER BY severity, broke_it DESC, 1, 2, 3 LIMIT 50
""",
    "checks": "SELECT count(*) AS checks, count(*) FILTER (success) AS passed FROM quality_results",
    "unresolved": """
SELECT text AS name, entity_type AS kind, link_status AS status, mentions, reports, candidates FROM v_unresolved_top
ORDER BY mentions DESC, 1, 2, 3 LIMIT 30
""",
}
_MEASURES = """
SELECT (SELECT count(*) FROM reports) AS reports, (SELECT count(*) FROM rejects) AS refused,
       count(*) AS events, avg((latitude IS NOT NULL AND where_prec < 6)::INTEGER) AS placed, avg(date_is_report_date::INTEGER) AS report_dated,
       avg((fatalities_best IS NOT NULL)::INTEGER) AS with_toll,
       (SELECT avg((link_status IN ('linked', 'corpus'))::INTEGER) FROM entity_mentions) AS names_known,
       (SELECT avg((status = 'resolved')::INTEGER) FROM date_mentions) AS dates_resolved
FROM events WHERE superseded_by IS NULL
"""


def read_quality(session: Session, warehouse: Path) -> dict[str, Any]:
    """Tables as {columns, rows} by name; `drift` measures this release and those before it, the newest first."""
    tables = {name: _table(session, sql) for name, sql in _QUERIES.items()}
    measured = [_measured(session), *_earlier(session, warehouse)]
    return tables | {"drift": {"columns": ["release", *measured[0][1]], "rows": [[name, *values.values()] for name, values in measured]}}


def _table(session: Session, sql: str) -> dict[str, Any]:
    result = execute(session, sql)
    return {"columns": [name for name, _ in result.columns], "rows": [json_value(list(row)) for rows in result.batches() for row in rows]}


def _measured(session: Session) -> tuple[str, dict[str, Any]]:
    table = _table(session, _MEASURES)
    return session.snapshot.release_id, dict(zip(table["columns"], table["rows"][0], strict=True))


def _earlier(session: Session, warehouse: Path) -> list[tuple[str, dict[str, Any]]]:
    """The measures of the releases before this one that are still there."""
    measured: list[tuple[str, dict[str, Any]]] = []
    previous = session.snapshot.manifest["previous"]
    while previous and len(measured) < _EARLIER and session.snapshot.runs is not None:
        try:
            with open_session(warehouse, previous) as earlier:
                measured.append(_measured(earlier))
                previous = earlier.snapshot.manifest["previous"]
        except WarehouseError:  # pruned
            break
    return measured
