"""`dateline backfill`: published reports are read anew, month by month, with today's code and reference data.

Each month is a run of its own and is published as it is done, so that a backfill that was stopped goes on where it ended: what was
coded by today's versions is left alone. A report that today's code refuses keeps its last good rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.quarantine import replace_part
from flows.context import Options, Run
from flows.database import open_database
from flows.pipeline import Clock, Progress, Summary, assemble, plain, recorded, silent, started
from flows.reading import Reading, Revised, stage_batches
from flows.versions import Versions, read_versions
from flows.warehouse import Release, Warehouse, WarehouseError
from transforms.reports import Refused, Report
from transforms.rereading import read_again
from transforms.tables import REPORTS

UNDATED = "unknown"
_KEPT = ("ingested_at", "duplicate_of")  # what a text alone does not say
_AT_ONCE = 500  # texts in memory


@dataclass(frozen=True, slots=True)
class Month:
    """Reports published in a month (`unknown`: without a day), and how many of them other versions than today's have coded."""

    month: str
    reports: int
    stale: int


def plan(release: Release, versions: Versions, since: str | None = None, until: str | None = None) -> list[Month]:
    """The months of a release from `since` to `until` (YYYY-MM, inclusive), oldest first. Undated reports only where neither is given."""
    return [
        Month(month, len(coded), sum(versions_of != _key(versions) for versions_of in coded))
        for month, coded in sorted(_coded_by(release).items())
        if _is_within(month, since, until)
    ]


def backfill(
    warehouse: Warehouse, months: Sequence[Month], options: Options, progress: Progress = silent, done: Callable[[Summary], None] = lambda _: None
) -> list[Summary]:
    """Read the stale months anew, each in a run of its own; `done` is told of each. Stops at a month that the gate refuses."""
    summaries = []
    for month in months:
        if month.stale:
            summaries.append(_backfill_month(warehouse, month.month, options, progress))
            done(summaries[-1])
            if summaries[-1].refused:
                break
    return summaries


def _backfill_month(warehouse: Warehouse, month: str, options: Options, progress: Progress) -> Summary:
    clock = Clock(plain, progress)
    with warehouse.locked(), started(warehouse, None, options, (), "backfill", month) as run:
        return recorded(run, lambda: _carry_out(run, month, clock))


def _carry_out(run: Run, month: str, clock: Clock) -> Summary:
    with run.warehouse.base() as previous:
        reading = clock.do("read", _read_month, run, previous, month)
        return assemble(run, previous, reading, clock, "restore", partial(_restore, month))


def _read_month(run: Run, previous: Release | None, month: str) -> Reading:
    if previous is None:
        raise WarehouseError(f"{run.warehouse.name} holds no release any more")
    reading = Reading()
    reading.batches = stage_batches(run, _reread(previous, month, reading))
    if not reading.records_read:
        raise WarehouseError(f"release {previous.id} holds no report of {month}")
    return reading


def _reread(previous: Release, month: str, reading: Reading) -> Iterator[Revised]:
    columns = [*Report._fields, "revision"]
    for path in _files(previous, month):
        for batch in pq.ParquetFile(path).iter_batches(_AT_ONCE, columns=columns):
            for values in batch.to_pylist():
                revision = values.pop("revision")
                reading.records_read += 1
                found = read_again(Report(**values))
                if isinstance(found, Refused):
                    reading.refused.append(found)
                else:
                    reading.new += 1
                    yield found, revision


def _restore(month: str, run: Run, previous: Release | None) -> None:
    """Give the staged reports what their published rows say of how they came here."""
    known = pa.concat_tables([pq.read_table(path, columns=["report_id", *_KEPT], partitioning=None) for path in _files(previous, month)])
    for path in sorted(run.staged("reports").glob("*.parquet")):
        part = pq.read_table(path, partitioning=None)
        rows = pc.index_in(part.column("report_id").combine_chunks(), known.column("report_id").combine_chunks())
        for name in _KEPT:
            position = part.schema.get_field_index(name)
            column = known.column(name).combine_chunks().take(rows).cast(REPORTS.field(name).type)
            part = part.set_column(position, part.schema.field(position), column)
        replace_part(path, part)


def _files(release: Release | None, month: str) -> list[Any]:
    return [release.path / entry["path"] for entry in release.parts("reports").get(month, [])] if release else []


def _coded_by(release: Release) -> dict[str, list[tuple[str, str, str]]]:
    """For each month, the versions (code, contract, reference data) that coded each of its reports."""
    months: dict[str, list[tuple[str, str, str]]] = {}
    with open_database() as database:
        for name in ("reports", "runs"):
            database.read_parquet([str(path) for path in release.files(name)], hive_partitioning=False).create_view(name)
        for month, code, contract, reference, count in database.execute(_CODED).fetchall():
            months.setdefault(month or UNDATED, []).extend([(code, contract, reference)] * count)
    return months


_CODED = """
SELECT strftime(published_on, '%Y-%m'), code_version, contract_version, reference_version, count(*)
FROM reports LEFT JOIN runs USING (run_id) GROUP BY ALL
"""


def _key(versions: Versions) -> tuple[str, str, str]:
    return versions.code, versions.contract, versions.reference


def _is_within(month: str, since: str | None, until: str | None) -> bool:
    if month == UNDATED:
        return since is None and until is None
    return (since or month) <= month <= (until or month)


def todays_plan(warehouse: Warehouse, options: Options, since: str | None, until: str | None) -> list[Month]:
    """The plan for the current release and the versions that run now."""
    release = warehouse.release(None)
    warehouse.fetch(release, "reports", "runs")
    return plan(release, read_versions(options.overlay), since, until)
