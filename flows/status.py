"""What state a warehouse is in, in ten lines: the release, the last run, what was refused, and which rules are broken since when."""

import json
from pathlib import Path
from typing import Any

from flows.query import Session, execute, open_session
from flows.results import json_value
from flows.snapshot import Snapshot

_BROKEN_SHOWN = 4

_RUN = """
SELECT run_id, outcome, started_at, records_read, records_accepted, records_rejected, records_unchanged, failed_gates
FROM v_runs ORDER BY started_at DESC, run_id LIMIT 1
"""
_REPORTS = """
SELECT count(*) AS reports, count(DISTINCT source_name) AS sources, min(published_on) AS first_day, max(published_on) AS last_day,
       count(*) - count(published_on) AS undated, count(duplicate_of) AS duplicates,
       count(*) FILTER (language NOT IN ('en', 'und')) AS not_english
FROM reports
"""
_EVENTS = """
SELECT count(*) AS events, count(*) FILTER (modality = 'actual') AS actual, count(latitude) AS with_point,
       count(event_date_start) AS dated
FROM events WHERE superseded_by IS NULL
"""
_RUNS = """
SELECT count(*) AS runs, count(*) FILTER (outcome = 'published') AS published, count(*) FILTER (outcome = 'refused') AS refused,
       count(*) FILTER (outcome = 'failed') AS failed
FROM v_runs
"""
_REFUSED = "SELECT table_name, reason, count(*) AS count FROM v_rejects GROUP BY ALL ORDER BY count DESC, 1, 2 LIMIT 3"
_BROKEN = "SELECT * FROM v_quality WHERE broken_now"


def read_status(warehouse: Path) -> dict[str, Any]:
    """The state of a warehouse. WarehouseError if it holds no release."""
    with open_session(warehouse) as session:
        manifest = session.snapshot.manifest
        runs = _rows(session, _RUN)
        return {
            "release_id": manifest["release_id"], "as_of": manifest["as_of"], "stale": _stale(session.snapshot),
            "reports": _rows(session, _REPORTS)[0], "events": _rows(session, _EVENTS)[0], "runs": _rows(session, _RUNS)[0],
            "last_run": runs[0] if runs else None, "refused": _rows(session, _REFUSED), "broken": _rows(session, _BROKEN),
        }  # fmt: skip


def _stale(snapshot: Snapshot) -> dict[str, int]:
    """Reports that other versions than today's have coded, and the months of them, which a backfill would read anew."""
    from flows.backfilling import plan
    from flows.versions import read_versions
    from flows.warehouse import Release

    snapshot.fetch("reports", "runs")
    months = [month for month in plan(Release(snapshot.path), read_versions()) if month.stale]
    return {"reports": sum(month.stale for month in months), "months": len(months)}


def status_json(status: dict[str, Any]) -> str:
    """The state as one JSON object."""
    return json.dumps(status)


def status_text(status: dict[str, Any]) -> str:
    """The state in ten lines at most."""
    reports, events, runs, last = status["reports"], status["events"], status["runs"], status["last_run"]
    lines = [
        f"release   {status['release_id']}, as of {status['as_of']}{_stale_text(**status['stale'])}",
        f"reports   {reports['reports']:,} of {reports['sources']:,} sources, {reports['first_day']} to {reports['last_day']}; "
        f"{reports['undated']:,} undated, {reports['duplicates']:,} duplicates, {reports['not_english']:,} not English",
        f"events    {events['events']:,}, {events['actual']:,} actual; {events['dated']:,} with a date, {events['with_point']:,} with a point",
        f"runs      {runs['runs']:,}: {runs['published']:,} published, {runs['refused']:,} refused, {runs['failed']:,} failed",
    ]
    if last:
        lines.append(
            f"last run  {last['run_id']} {last['outcome']}, {last['started_at']}: {last['records_read']:,} read = "
            f"{last['records_accepted']:,} accepted + {last['records_rejected']:,} rejected + {last['records_unchanged']:,} unchanged"
        )
    refused = "; ".join(f"{one['count']:,} {one['table_name']}: {one['reason'][:80]}" for one in status["refused"])
    lines.append(f"refused   {refused or 'nothing'}")
    broken = status["broken"]
    lines += [f"broken    {_broken_text(rule)}" for rule in broken[: _BROKEN_SHOWN if len(broken) == _BROKEN_SHOWN else _BROKEN_SHOWN - 1]]
    if len(broken) > _BROKEN_SHOWN:
        lines.append(f"broken    {len(broken) - _BROKEN_SHOWN + 1} rules more: SELECT * FROM v_quality WHERE broken_now")
    elif not broken:
        lines.append("broken    no rule in the last run that asked it")
    return "\n".join(lines)


def _stale_text(reports: int, months: int) -> str:
    return f"; {reports:,} reports of {months:,} months coded by other versions than today's: `dateline backfill`" if reports else ""


def _broken_text(rule: dict[str, Any]) -> str:
    column = f".{rule['column_name']}" if rule["column_name"] else ""
    return (
        f"{rule['severity']} {rule['table_name']}{column} {rule['expectation']}: in {rule['runs_broken']:,} of {rule['runs_asked']:,} runs, "
        f"{rule['rows_broken']:,} rows, since {rule['broken_since']}"
    )


def _rows(session: Session, sql: str) -> list[dict[str, Any]]:
    result = execute(session, sql)
    names = [name for name, _ in result.columns]
    return [dict(zip(names, map(json_value, row), strict=True)) for batch in result.batches() for row in batch]
