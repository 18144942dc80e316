"""The stage `record`: what a run leaves behind of itself, whatever became of it.

`runs/<run_id>/` holds the run's own rows of `runs`, `rejects` and `quality_results`; a release holds those of every run whose
rows it has.
"""

import datetime
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.drift import figures
from flows.context import Run
from flows.reading import Reading
from flows.warehouse import Release, Warehouse, WarehouseError
from transforms.contract import Table
from transforms.identity import row_id
from transforms.reports import Refused
from transforms.schemas import arrow_schema, arrow_table
from transforms.tables import INPUTS, QUALITY_RESULTS, REJECTS, RUNS


@dataclass(frozen=True, slots=True)
class Records:
    """How many records a run read, and what became of them (invariant 2)."""

    read: int
    accepted: int
    rejected: int
    unchanged: int


def refused_rows(run: Run, refused: Sequence[Refused]) -> pa.Table:
    """Rows of `rejects` for records that became no report."""
    return arrow_table(
        REJECTS,
        [
            (run.run_id, "reports", row_id(r.source_name, r.source_id), row_id(r.source_name, r.source_id), r.expectation, r.column_name,
             r.observed, r.reason, r.source_uri, r.content_sha256, run.versions.code, r.row_json)
            for r in refused
        ],
    )  # fmt: skip


def run_row(run: Run, outcome: str, records: Records, counts: Mapping[str, int], finished_at: datetime.datetime | None) -> pa.Table:
    """The row of `runs` for this run."""
    return arrow_table(
        RUNS,
        [(run.run_id, run.as_of, finished_at, outcome, records.read, records.accepted, records.rejected, records.unchanged,
          json.dumps(dict(counts), sort_keys=True), run.versions.code, run.versions.contract, run.versions.reference)],
    )  # fmt: skip


def run_figures(records: Records, counts: Mapping[str, int]) -> dict[str, float]:
    """The figures of a run that are compared with those of other runs."""
    return figures(records.read, records.accepted, records.rejected, counts)


def past_figures(previous: Release | None) -> list[dict[str, float]]:
    """The figures of the runs in a release, newest first."""
    runs = [run for part in _published(previous, RUNS) for run in part.to_pylist() if run["outcome"] == "published"]
    runs.sort(key=lambda run: (run["started_at"], run["run_id"]), reverse=True)
    return [figures(r["records_read"], r["records_accepted"], r["records_rejected"], json.loads(r["counts"])) for r in runs]


def stage_history(
    run: Run, previous: Release | None, reading: Reading, own: Mapping[str, pa.Table], replaced: frozenset[str]
) -> None:
    """Stage `inputs` and the history of runs: this run's own rows, all that was ever refused, and the runs whose rows remain.

    `replaced` are the reports of the previous release that the next one does not have as they are.
    """
    refused = Counter(own["rejects"].column("source_uri").to_pylist())
    read = [{**row, "rejected": refused[row["source_uri"]]} for row in reading.inputs]
    others = _without(_published(previous, INPUTS), "source_uri", [row["source_uri"] for row in read])
    _stage(run, INPUTS, pa.concat_tables([*others, arrow_table(INPUTS, [tuple(row[name] for name in INPUTS.names) for row in read])]))
    rejects = _without(_published(previous, REJECTS), "run_id", [run.run_id])
    remaining = _runs_of_reports(previous, replaced).union(*(part.column("run_id").to_pylist() for part in rejects)) - {run.run_id}
    _stage(run, REJECTS, pa.concat_tables([*rejects, own["rejects"]]))
    for table in (RUNS, QUALITY_RESULTS):
        kept = [part.filter(pc.is_in(part.column("run_id"), pa.array(sorted(remaining), pa.string()))) for part in _published(previous, table)]
        _stage(run, table, pa.concat_tables([*kept, own[table.name]]))


def _without(parts: Sequence[pa.Table], column: str, values: Sequence[str]) -> list[pa.Table]:
    """The rows that have none of these values."""
    return [part.filter(pc.invert(pc.is_in(part.column(column), pa.array(values, pa.string())))) for part in parts]


def _runs_of_reports(release: Release | None, replaced: frozenset[str]) -> set[str]:
    """The runs that have taken in, or read anew, a report of the release that is not replaced."""
    runs: set[str] = set()
    gone = pa.array(sorted(replaced), pa.string())
    for path in release.files("reports") if release else []:
        part = pq.read_table(path, columns=["report_id", "run_id"], partitioning=None)
        runs.update(pc.unique(part.filter(pc.invert(pc.is_in(part.column("report_id"), gone))).column("run_id")).to_pylist())
    return runs


def stage_takedown(run: Run, previous: Release, own: Mapping[str, pa.Table]) -> None:
    """Stage the history of a run that takes reports away: what was once refused of these reports loses its words too."""
    gone = own["rejects"].column("report_id")
    for table in (INPUTS, RUNS, REJECTS, QUALITY_RESULTS):
        earlier = _published(previous, table)
        if table == REJECTS:
            earlier = [without_words(part, gone) for part in earlier]
        _stage(run, table, pa.concat_tables([*earlier, *([own[table.name]] if table.name in own else [])]))


def without_words(rejects: pa.Table, report_ids: pa.ChunkedArray) -> pa.Table:
    """Rows of `rejects` in which nothing is left of what these reports said."""
    of_them = pc.or_(pc.is_in(rejects.column("report_id"), report_ids), pc.is_in(rejects.column("row_key"), report_ids))
    for name, blank in (("observed", None), ("row_json", "{}")):
        position = rejects.schema.get_field_index(name)
        field = rejects.schema.field(position)
        rejects = rejects.set_column(position, field, pc.if_else(of_them, pa.scalar(blank, field.type), rejects.column(name)))
    return rejects


def _published(previous: Release | None, table: Table) -> list[pa.Table]:
    paths = previous.files(table.name) if previous else []
    return [pq.read_table(path, partitioning=None).cast(arrow_schema(table)) for path in paths]


def own_rows(
    run: Run, outcome: str, records: Records, counts: dict[str, int] | None = None, rejects: pa.Table = None, results: pa.Table = None
) -> dict[str, pa.Table]:
    """The run's own rows of `runs`, `rejects` and `quality_results`."""
    return {
        "runs": run_row(run, outcome, records, counts or {}, None),
        "rejects": arrow_table(REJECTS, []) if rejects is None else rejects,
        "quality_results": arrow_table(QUALITY_RESULTS, []) if results is None else results,
    }


def leave_record(run: Run, own: Mapping[str, pa.Table]) -> None:
    """Write the run's own rows, with the time it ended, to `runs/<run_id>/`.

    A table without rows leaves no file. The same run repeated, which finds nothing new, leaves its first record.
    """
    folder = run.warehouse.runs_folder / run.run_id
    if (folder / "runs.parquet").exists() and own["runs"].column("outcome")[0].as_py() == "unchanged":
        return
    folder.mkdir(parents=True, exist_ok=True)
    run.warehouse.note_record(run.run_id)
    for name, rows in {**own, "runs": _ended(own["runs"])}.items():
        path = folder / f"{name}.parquet"
        if len(rows):
            write_whole(rows, path)
        else:
            path.unlink(missing_ok=True)


def _ended(row: pa.Table) -> pa.Table:
    position = row.schema.get_field_index("finished_at")
    now = pa.array([datetime.datetime.now(datetime.UTC)], RUNS.field("finished_at").type)
    return row.set_column(position, row.schema.field(position), now)


def write_whole(rows: pa.Table, path: Path) -> None:
    """Write a Parquet file under another name and rename it, so that nobody reads half of one."""
    pq.write_table(rows, path.with_suffix(".partial"), compression="zstd")
    path.with_suffix(".partial").replace(path)


def _stage(run: Run, table: Table, rows: pa.Table) -> None:
    folder = run.staged(table.name)
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, folder / "00000.parquet", compression="lz4")


def was_covered(warehouse: Warehouse, due: datetime.datetime) -> bool:
    """Whether the run that ended last had started at that time or later, and has read what there was: it neither failed nor was killed."""
    if warehouse.mirror:
        with suppress(WarehouseError):  # a bucket that cannot be read is a fault of the run to come, which tells of it
            warehouse.mirror.fetch_records()
    ended = sorted(warehouse.runs_folder.glob("*/runs.parquet"), key=lambda path: path.stat().st_mtime_ns)
    if not ended:
        return False
    (last,) = pq.read_table(ended[-1], columns=["outcome", "started_at"], partitioning=None).to_pylist()
    return last["outcome"] not in ("failed", "killed") and bool(last["started_at"] >= due)
