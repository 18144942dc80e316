"""The stage `normalize`: worker processes mine batches of reports and stage the rows that they find.

A worker takes the path of a batch and leaves one Parquet part for each table in a folder of its own; only paths and counts travel.
The run takes over what came back, and only that: what a worker that was given up may still write counts for nothing.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.context import Run
from flows.dask_lanes import Needs, open_dask_lanes
from flows.deduplicating import stage_fingerprints
from flows.lanes import Lane, Lanes, WorkerDied, open_lanes
from flows.preparing import prepared
from flows.reading import BATCH_SCHEMA, Reading
from flows.reusing import keep_mined, reuse_mined, staged_folder
from transforms.contract import Table
from transforms.mining import Mined, Row, Stamp, mine_together
from transforms.reference import Reference, load_reference
from transforms.reports import Record, Refused, Report, refuse
from transforms.schemas import staged_schema
from transforms.tables import MINED, TABLES

MINED_TABLES = ("reports", *MINED)
_FAULT = "report can be mined"
_TOGETHER = 20_000  # characters of reports that a worker mines stage by stage
_PRINTS = "fingerprints"


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker is told: the same for every batch of a run."""

    staging: Path
    stamp: Stamp
    anchor: str
    day_first: bool | None
    overlay: Path | None
    superseded: frozenset[tuple[str, int]]


class MinedBatch(NamedTuple):
    """What came of a batch: the reports in it, those that mining failed on, and the folders of its parts (`<table>.parquet`)."""

    reports: int
    refused: list[Refused]
    folders: list[Path]


class _Rows(NamedTuple):
    """Rows of a table in the order of its columns, and the month and day that each is published in."""

    values: list[Row]
    partitions: list[tuple[str, int]]


def normalize(run: Run, reading: Reading, progress: Callable[[str, int, int], None]) -> list[Refused]:
    """Mine every batch; `progress` is told the stage, the reports done and all. Returns the reports that mining failed on."""
    asked = run.options
    work = Work(run.staging, Stamp(run.run_id, run.as_of), asked.anchor, asked.day_first, asked.overlay, frozenset(reading.superseded))
    for table in (*MINED_TABLES, _PRINTS):
        staged_folder(run.staging, table).mkdir(parents=True)
    refused: dict[str, list[Refused]] = {}
    batches, done = reuse_mined(run, reading)
    for batch, mined in _mine_all(run, work, batches):
        for number, folder in enumerate(mined.folders):
            for part in folder.iterdir():
                keep_mined(run.staging, part, part.stem, f"{batch.stem}-{number:02}.parquet")
        refused[batch.name] = mined.refused
        done += mined.reports
        progress("normalize", done, reading.new)
    return [refusal for name in sorted(refused) for refusal in refused[name]]


def _mine_all(run: Run, work: Work, batches: Sequence[Path]) -> Iterator[tuple[Path, MinedBatch]]:
    if not batches:
        return
    lanes = _lanes(run, len(batches))
    if lanes is None:
        for batch in batches:
            yield batch, mine_batch(work, batch)
        return
    with lanes as opened, prepared(work.overlay):
        futures = {opened.submit(_mine_in_lane, work, batch): batch for batch in batches}
        for future in as_completed(futures):
            yield futures[future], future.result()


def _lanes(run: Run, batches: int) -> AbstractContextManager[Lanes] | None:
    """Where the batches are mined; None if that is this very process."""
    asked = run.options
    if asked.cluster is not None:
        return open_dask_lanes(asked.cluster, Needs(run.versions, asked.overlay, run.staging), batches)
    if asked.isolate or (asked.workers > 1 and batches > 1):
        return open_lanes(min(asked.workers, batches))
    return None


def _mine_in_lane(lane: Lane, work: Work, batch: Path) -> MinedBatch:
    """Mine a batch in a worker process. If that dies, the batch is tried again in halves, down to the one report that kills it."""
    try:
        return lane.call(mine_batch, work, batch)
    except WorkerDied:
        halves = _halves(batch)
    if halves:
        found = [_mine_in_lane(lane, work, half) for half in halves]
        return MinedBatch(sum(f.reports for f in found), [r for f in found for r in f.refused], [path for f in found for path in f.folders])
    ((report, _),) = _read_batch(batch)
    return MinedBatch(1, [_failed(report, "the process that read it was killed, for want of memory or by a fault in a library")], [])


def _halves(batch: Path) -> list[Path]:
    """The batch in two; in one, to be tried once more, if a lone report has not been tried alone; else in none."""
    reports = pq.read_table(batch, schema=BATCH_SCHEMA)
    if len(reports) == 1 and batch.stem.endswith("-last"):
        return []
    middle = len(reports) // 2
    parts = {"-last": reports} if len(reports) == 1 else {"-a": reports.slice(0, middle), "-b": reports.slice(middle)}
    paths = []
    for suffix, part in parts.items():
        paths.append(batch.with_stem(batch.stem + suffix))
        pq.write_table(part, paths[-1], compression="lz4")
    return paths


def mine_batch(work: Work, batch: Path) -> MinedBatch:
    """Mine one batch, and leave its rows in a folder of their own below `staging/attempts/`."""
    reference = load_reference(work.overlay)
    found: dict[str, _Rows] = {table: _Rows([], []) for table in MINED_TABLES}
    bodies: list[tuple[str, datetime.date | None, str]] = []
    refused: list[Refused] = []
    reports = _read_batch(batch)
    for few in _few_at_a_time([revised for revised in reports if (revised[0].report_id, revised[1]) not in work.superseded]):
        for (report, _), mined in zip(few, _mine_few(work, few, reference), strict=True):
            if isinstance(mined, Refused):
                refused.append(mined)
            else:
                _collect(found, mined, report)
                bodies.append((report.report_id, report.published_on, report.text[report.body_start :]))
    folder = work.staging / "attempts" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    for table, rows in found.items():
        if rows.values:
            _stage(folder / f"{table}.parquet", TABLES[table], rows)
    stage_fingerprints(folder / f"{_PRINTS}.parquet", bodies)
    return MinedBatch(len(reports), refused, [folder])


def _read_batch(batch: Path) -> list[tuple[Report, int]]:
    """The reports of a batch, each with its revision."""
    *columns, revisions = (column.to_pylist() for column in pq.read_table(batch, schema=BATCH_SCHEMA).columns)
    return list(zip(map(Report._make, zip(*columns, strict=True)), revisions, strict=True))


def _few_at_a_time(reports: Sequence[tuple[Report, int]]) -> Iterator[Sequence[tuple[Report, int]]]:
    """The reports in order, as many together as have so many characters, one at least."""
    first = characters = 0
    for index, (report, _) in enumerate(reports):
        characters += len(report.text)
        if characters > _TOGETHER:
            yield reports[first : index + 1]
            first, characters = index + 1, 0
    if first < len(reports):
        yield reports[first:]


def _mine_few(work: Work, few: Sequence[tuple[Report, int]], reference: Reference) -> Sequence[Mined | Refused]:
    """Mine some reports together; where that fails, one by one, since a fault of ours in one report must not cost the others."""
    try:
        return mine_together(few, work.stamp, reference, work.anchor, work.day_first)
    except Exception as error:
        if len(few) == 1:
            return [_failed(few[0][0], f"{type(error).__name__}: {error}")]
    return [mined for one in few for mined in _mine_few(work, [one], reference)]


def _failed(report: Report, error: str) -> Refused:
    record = Record(report.source_uri, report.source_id, report.source_name, "", report.text, str(report.published_on), report.title)
    reason = "reading the text failed; this is a fault of Dateline, please report it"
    return refuse(record, _FAULT, "text", error, reason)._replace(content_sha256=report.content_sha256)


def _collect(found: dict[str, _Rows], mined: Mined, report: Report) -> None:
    """Add a report's rows, with the month and day of publication of each."""
    day = report.published_on
    partition = (day.isoformat()[:7], day.day) if day else ("unknown", 0)
    for table in MINED_TABLES:
        new = [mined.report] if table == "reports" else getattr(mined, table)
        found[table].values.extend(new)
        found[table].partitions.extend([partition] * len(new))


def _stage(path: Path, table: Table, rows: _Rows) -> None:
    schema = staged_schema(table)
    values = chain(zip(*rows.values, strict=True), zip(*rows.partitions, strict=True))
    columns = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
    pq.write_table(pa.table(columns, schema=schema), path, compression="lz4")
