"""The stage `read`: source files become batches of reports, and what is known already is passed over.

What has been taken in is known from the current release alone: `inputs` (files), `reports` (content), `rejects` (refusals).
"""

import datetime
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.care import forgotten_reports
from flows.context import Run
from flows.lanes import start_fork_server
from flows.selecting import EVERYTHING, Selection
from flows.sources import InputFile, ReadingRules, has_changed, is_being_written, read_records, sha256_if_readable
from flows.warehouse import Release
from transforms.identity import row_id
from transforms.reports import Refused, Report, read_report
from transforms.tables import INPUTS, REPORTS

BATCH_CHARACTERS = 2_000_000  # of text; a batch is the unit of work
BATCH_REPORTS = 5_000

BATCH_SCHEMA = pa.schema([(name, REPORTS.field(name).type) for name in (*Report._fields, "revision")])

Revised = tuple[Report, int]  # a report and its revision


class Known(NamedTuple):
    """A row of `inputs`, without its address."""

    size: int
    modified_at: datetime.datetime | None
    sha256: str
    records: int
    rejected: int
    code_version: str


@dataclass(slots=True)
class Ledger:
    """What has been taken in: by the release that a run builds on, and by the run so far."""

    code_version: str
    reports: dict[str, tuple[str, int]] = field(default_factory=dict)  # report_id -> content_sha256, revision
    refused: set[tuple[str, str, str]] = field(default_factory=set)  # row_key, content_sha256, code version
    inputs: dict[str, Known] = field(default_factory=dict)  # source_uri -> the rest of its row of `inputs`
    day_first: bool | None = None  # the order of day and month in fields such as 05/06/2022
    forgotten: frozenset[str] = frozenset()  # report_ids that a takedown has removed
    new: set[str] = field(default_factory=set)  # report_ids of this run
    superseded: set[tuple[str, int]] = field(default_factory=set)  # report_id, revision: a newer one came in the same run

    def take(self, found: Report | Refused) -> Revised | Refused | None:
        """A new report with its revision, or a new refusal; None for what is known."""
        key = found.report_id if isinstance(found, Report) else row_id(found.source_name, found.source_id)
        refusal = (key, found.content_sha256, self.code_version)
        if refusal in self.refused or refusal[0] in self.forgotten:
            return None
        if isinstance(found, Refused):
            self.refused.add(refusal)
            return found
        last = self.reports.get(found.report_id)
        if last is not None and last[0] == found.content_sha256:
            return None
        return self._enter(found, last[1] if last else 0)

    def _enter(self, report: Report, last_revision: int) -> Revised:
        if report.report_id in self.new:
            self.superseded.add((report.report_id, last_revision))
        self.new.add(report.report_id)
        self.reports[report.report_id] = (report.content_sha256, last_revision + 1)
        return report, last_revision + 1

    def known_input(self, file: InputFile) -> Known | None:
        """What is known of a file that needs no reading: same bytes, and nothing in it was refused by other code than today's."""
        known = self.inputs.get(file.uri)
        if known is None or known.size != file.size or (known.rejected and known.code_version != self.code_version):
            return None
        same = file.modified_at is not None and known.modified_at == file.modified_at
        return known if same or known.sha256 == sha256_if_readable(file) else None


@dataclass(slots=True)
class Reading:
    """What the stage found."""

    records_read: int = 0
    unchanged: int = 0
    new: int = 0
    left: int = 0  # files of which something is left for the next run
    refused: list[Refused] = field(default_factory=list)
    inputs: list[dict[str, Any]] = field(default_factory=list)  # new or changed rows of `inputs`, refusals not counted yet
    batches: list[Path] = field(default_factory=list)
    superseded: set[tuple[str, int]] = field(default_factory=set)


def open_ledger(release: Release | None, code_version: str) -> Ledger:
    """What a release has taken in; an empty ledger for a new warehouse."""
    ledger = Ledger(code_version)
    if release is not None:
        ledger.reports = {row[0]: row[1:] for row in _rows(release, "reports", ["report_id", "content_sha256", "revision"])}
        ledger.refused = set(_rows(release, "rejects", ["row_key", "content_sha256", "code_version"]))
        ledger.forgotten = forgotten_reports([release])
        ledger.inputs = {row[0]: Known._make(row[1:]) for row in _rows(release, "inputs", list(INPUTS.names))}
    return ledger


def read_sources(run: Run, files: Iterable[InputFile], ledger: Ledger) -> Reading:
    """Read every new or changed file into batches under `staging/raw/`."""
    reading = Reading(superseded=ledger.superseded)
    ledger.day_first = run.options.day_first
    rules = ReadingRules(run.options.names, run.options.day_first)
    reading.batches = stage_batches(run, _new_reports(list(files), ledger, reading, rules, run.options.selection))
    return reading


def stage_batches(run: Run, reports: Iterable[Revised]) -> list[Path]:
    """Write reports into batches under `staging/raw/`; their paths."""
    folder = run.staging / "raw"
    folder.mkdir()
    paths = []
    for number, batch in enumerate(_batches(reports)):
        if number == 1 and run.options.workers > 1 and run.options.cluster is None:
            start_fork_server()
        paths.append(folder / f"{number:05}.parquet")
        pq.write_table(_arrow(batch), paths[-1], compression="lz4")
    return paths


def _rows(release: Release, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    for path in release.files(table):
        part = pq.read_table(path, columns=columns, partitioning=None)
        yield from zip(*(part.column(name).to_pylist() for name in columns), strict=True)


def _new_reports(
    files: Sequence[InputFile], ledger: Ledger, reading: Reading, rules: ReadingRules, selection: Selection = EVERYTHING
) -> Iterator[Revised]:
    """The reports that are new or changed, each with its revision; the counts of everything else go to `reading`.

    A file is entered as read when all of it was; else the next run reads it again, and passes over what it knows by then.
    """
    for number, file in enumerate(files):
        if not rules.names and (known := ledger.known_input(file)):  # under other names the same bytes are other records
            reading.records_read += known.records
            reading.unchanged += known.records
        elif selection.is_reached(reading.new):
            reading.left += len(files) - number
            return
        elif is_being_written(file):
            reading.left += 1
        else:
            records = reading.records_read
            is_whole = yield from _read_file(file, files, ledger, reading, rules, selection)
            digest = sha256_if_readable(file)
            if is_whole and digest and not has_changed(file):  # else the next run reads it again
                values = (file.uri, file.size, file.modified_at, digest, reading.records_read - records, 0, ledger.code_version)
                reading.inputs.append(dict(zip(INPUTS.names, values, strict=True)))
            reading.left += not is_whole


def _read_file(
    file: InputFile, files: Sequence[InputFile], ledger: Ledger, reading: Reading, rules: ReadingRules, selection: Selection
) -> Generator[Revised, None, bool]:
    """The new reports of one file; returns whether all of its records were taken or known."""
    is_whole = True
    for record in read_records(file, rules, files):
        found = record if isinstance(record, Refused) else read_report(record, ledger.day_first)
        if selection.is_reached(reading.new):
            return False
        if not selection.takes(found):
            is_whole = False
            continue
        reading.records_read += 1
        taken = ledger.take(found)
        if taken is None:
            reading.unchanged += 1
        elif isinstance(taken, Refused):
            reading.refused.append(taken)
        else:
            reading.new += 1
            yield taken
    return is_whole


def _batches(reports: Iterable[Revised]) -> Iterator[list[Revised]]:
    batch: list[Revised] = []
    size = 0
    for report, revision in reports:
        batch.append((report, revision))
        size += len(report.text)
        if size >= BATCH_CHARACTERS or len(batch) >= BATCH_REPORTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _arrow(batch: list[Revised]) -> pa.Table:
    columns = zip(*((*report, revision) for report, revision in batch), strict=True)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, BATCH_SCHEMA, strict=True)], BATCH_SCHEMA)
