"""`dateline forget`: a takedown. The report, and all that was mined from it, is gone from the next release.

What stays is a row of `rejects` that names the report and the reason, by which later runs know not to take it in again.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.validation import Stamp, validate
from flows.care import FORGOTTEN, forgotten_reports, held_reports
from flows.context import Options, Run
from flows.database import open_database
from flows.killed import marked
from flows.normalizing import MINED_TABLES
from flows.pipeline import on_top, started
from flows.publishing import publish
from flows.recording import Records, leave_record, own_rows, stage_takedown, without_words, write_whole
from flows.resolving import resolve
from flows.warehouse import Release, Warehouse, WarehouseError
from transforms.schemas import arrow_table
from transforms.tables import REJECTS


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a takedown did, and which older releases and repeating reports still hold the words."""

    report_id: str
    release_id: str
    run_id: str
    still_held_by: tuple[str, ...]
    repeated_by: tuple[str, ...]


def forget(warehouse: Warehouse, report_id: str, reason: str, as_of: datetime.datetime | None = None, options: Options | None = None) -> Forgotten:
    """Publish a release without the report. WarehouseError if no release is there, or it does not hold the report."""
    options = options or Options()
    with warehouse.locked():
        _check_held(warehouse.release(None), warehouse, report_id)
        with started(warehouse, as_of, options, (), "forget", report_id, reason) as run, marked(run):
            release = on_top(run, lambda: _publish_without(run, report_id, reason))
        _clear_records(warehouse, report_id)
        for kept in warehouse.releases():
            warehouse.fetch(kept, "reports")
        older = [one.id for one in warehouse.releases() if one != release and held_reports(one, [report_id])]
        return Forgotten(report_id, release.id, run.run_id, tuple(older), _repeating(release, report_id))


def _check_held(release: Release, warehouse: Warehouse, report_id: str) -> None:
    warehouse.fetch(release, "reports", "rejects")
    if not held_reports(release, [report_id]):
        done = report_id in forgotten_reports([release])
        raise WarehouseError(f"report {report_id} is forgotten already" if done else f"release {release.id} holds no report {report_id}")


def _publish_without(run: Run, report_id: str, reason: str) -> Release:
    with run.warehouse.base() as previous:
        if previous is None:
            raise WarehouseError(f"{run.warehouse.name} holds no release any more")
        _check_held(previous, run.warehouse, report_id)
        return _publish_on(run, previous, report_id, reason)


def _publish_on(run: Run, previous: Release, report_id: str, reason: str) -> Release:
    for table in MINED_TABLES:
        run.staged(table).mkdir(parents=True)
    changes = resolve(run, previous, frozenset([report_id]))
    verdict = validate(run.staging / "tables", ("entities", "events"), Stamp(run.run_id, run.versions.code), MINED_TABLES)
    if verdict.refused:
        raise WarehouseError(f"nothing was forgotten: {verdict.refused[0]}")
    marker = _marker(run, previous, report_id, reason)
    own = own_rows(run, "published", Records(0, 0, 0, 0), {}, pa.concat_tables([marker, verdict.rejects]), verdict.results)
    stage_takedown(run, previous, own)
    release = publish(run, previous, changes)
    leave_record(run, own)
    return release


def _marker(run: Run, previous: Release, report_id: str, reason: str) -> pa.Table:
    """The row of `rejects` that says which report is gone, and why; nothing of its words."""
    uri = _ask(previous, "SELECT source_uri FROM reports WHERE report_id = ?", report_id)[0]
    return arrow_table(
        REJECTS, [(run.run_id, "reports", report_id, report_id, FORGOTTEN, None, None, reason, uri, None, run.versions.code, "{}")]
    )


def _repeating(release: Release, report_id: str) -> tuple[str, ...]:
    return tuple(_ask(release, "SELECT report_id FROM reports WHERE duplicate_of = ? ORDER BY 1", report_id))


def _ask(release: Release, sql: str, *values: str) -> Sequence[str]:
    """The first column of a query over a release's reports."""
    with open_database() as database:
        database.read_parquet([str(path) for path in release.files("reports")], hive_partitioning=False).create_view("reports")
        return [row[0] for row in database.execute(sql, list(values)).fetchall()]


def _clear_records(warehouse: Warehouse, report_id: str) -> None:
    """Take the report's words out of the records of earlier runs."""
    if warehouse.mirror:
        warehouse.mirror.fetch_records()
    for path in sorted(warehouse.runs_folder.glob("*/rejects.parquet")):
        rejects = pq.read_table(path, partitioning=None)
        cleared = without_words(rejects, pa.chunked_array([[report_id]]))
        if cleared != rejects:
            warehouse.note_record(path.parent.name)
            write_whole(cleared, path)
