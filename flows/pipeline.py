"""One run, from sources to a release: the stages in order, and what is told of them at the end.

Every stage is a plain function of paths and counts. `ingest` is given a `Stage` that wraps each of them: as it is (`--plain`),
or as a Prefect task (`flows/orchestration.py`).
"""

import datetime
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.gate import reject_share_gate
from expectations.validation import Stamp, check_run, validate
from flows.care import KEPT, prune_locked
from flows.context import Options, Run, new_run_id
from flows.deduplicating import deduplicate
from flows.garbage import collected_seldom
from flows.killed import close_killed, marked
from flows.normalizing import MINED_TABLES, normalize
from flows.pruning import prune_records
from flows.publishing import publish
from flows.reading import Ledger, Reading, open_ledger, read_sources
from flows.recording import Records, leave_record, own_rows, past_figures, refused_rows, run_figures, run_row, stage_history
from flows.resolving import resolve
from flows.retrying import with_retries
from flows.reusing import EARLIER, set_mined_aside
from flows.selecting import EVERYTHING
from flows.sources import InputFile, find_files
from flows.versions import read_versions
from flows.warehouse import CurrentMoved, Release, Warehouse, WarehouseError, clear_folder

P = ParamSpec("P")
T = TypeVar("T")

_OTHERS_FIRST = 8  # times that a run lets others go before it; then it fails, and the next takes up from it


class Stage(Protocol):
    """Wraps the function of a stage."""

    def __call__(self, name: str, function: Callable[P, T]) -> Callable[P, T]: ...


class Progress(Protocol):
    """Is told what goes on: the stage, and how many of how many reports are done."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks of one run."""

    sources: tuple[str, ...]
    warehouse: Path
    as_of: datetime.datetime | None = None
    wait: bool = True
    options: Options = field(default_factory=lambda: Options(workers=os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a run. `refused` says what failed and what to do, if the gate refused it."""

    run_id: str
    outcome: str  # published, unchanged, refused
    release_id: str | None
    records: Records
    rows: dict[str, int]
    failed_expectations: list[dict[str, Any]]
    refused: tuple[str, ...]
    seconds: dict[str, float]
    left: int = 0  # files of which something is left for the next run


def plain(name: str, function: Callable[P, T]) -> Callable[P, T]:  # noqa: ARG001 - the signature of `Stage`
    """The stage as it is, with no Prefect."""
    return function


def silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


def ingest(request: Request, stage: Stage = plain, progress: Progress = silent) -> Summary:
    """Take in what is new in the sources, and publish a release of it. SourceError, WarehouseError if that cannot be tried."""
    warehouse = Warehouse(request.warehouse.absolute())
    clock = Clock(stage, progress)
    with warehouse.locked(request.wait):
        files = find_files(request.sources)
        selection = request.options.selection
        named = (f"{field}={name}" for field, name in sorted(request.options.names.items()))
        asked = (*named, *(() if selection == EVERYTHING else (repr(selection),)))
        with started(warehouse, request.as_of, request.options, files, *asked) as run:
            return recorded(run, lambda: _carry_out(run, files, clock))


@contextmanager
def started(
    warehouse: Warehouse, as_of: datetime.datetime | None, options: Options, files: Iterable[InputFile] = (), *asked: str
) -> Iterator[Run]:
    """A run with its id, clock and staging folder. The warehouse is locked; runs that were killed before it are closed."""
    versions = read_versions(options.overlay)
    as_of = as_of or datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    run_id = new_run_id(as_of, files, versions, *asked)
    if close_killed(warehouse):
        options = replace(options, isolate=True)
    with collected_seldom(), warehouse.staging(run_id) as staging:
        yield Run(run_id, as_of, warehouse, staging, versions, options)


def recorded(run: Run, carry_out: Callable[[], Summary]) -> Summary:
    """Carry the run out; whatever becomes of it, a record is left."""
    with marked(run):
        try:
            summary = on_top(run, carry_out)
        except Exception:
            with suppress(OSError):  # a full disk takes no record either: the next start finds the mark
                leave_record(run, own_rows(run, "failed", Records(0, 0, 0, 0)))
            raise
    with suppress(OSError, WarehouseError):  # what cannot be taken away now is taken away by a later run
        if summary.release_id:
            prune_locked(run.warehouse, KEPT)
        prune_records(run.warehouse, run.as_of)
    return summary


def on_top(run: Run, carry_out: Callable[[], T]) -> T:
    """Carry the run out again on top of what others have published meanwhile, which machines that share a bucket may do again and again."""
    for _ in range(_OTHERS_FIRST):
        try:
            return carry_out()
        except CurrentMoved:
            set_mined_aside(run.staging)
            run.warehouse.refresh()
    return carry_out()


@dataclass(slots=True)
class Clock:
    """Carries out stages, and keeps the seconds that each took."""

    stage: Stage
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    def do(self, name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Carry out one stage."""
        self.progress(name, 0, 0)
        started_at = time.monotonic()
        try:
            return self.stage(name, function)(*args, **kwargs)
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.monotonic() - started_at, 2)


def _carry_out(run: Run, files: Sequence[InputFile], clock: Clock) -> Summary:
    with run.warehouse.base() as previous:
        ledger, reading = clock.do("read", with_retries(_read, 2), run, files, previous)
        if not _is_news(reading, ledger):
            return _nothing_new(run, reading, clock)
        return assemble(run, previous, reading, clock, "deduplicate", deduplicate)


def assemble(
    run: Run, previous: Release | None, reading: Reading, clock: Clock, name: str, adjust: Callable[[Run, Release | None], object]
) -> Summary:
    """The stages from batches of reports to a release. The stage `adjust`, of that name, fills in what a text alone cannot say."""
    faults = clock.do("normalize", normalize, run, reading, clock.progress)
    tables, stamp = run.staging / "tables", Stamp(run.run_id, run.versions.code)
    mined = clock.do("validate", validate, tables, MINED_TABLES, stamp)
    clock.do(name, adjust, run, previous)
    changes = clock.do("resolve", resolve, run, previous)
    things = clock.do("validate events", validate, tables, ("entities", "events"), stamp, MINED_TABLES)

    rejects = pa.concat_tables([refused_rows(run, [*reading.refused, *faults]), mined.rejects, things.rejects])
    counts = _staged_rows(run)
    records = _records(reading, rejects, counts["reports"])
    whole = check_run(stamp, run_row(run, "published", records, counts, None), past_figures(previous), run_figures(records, counts))
    share = reject_share_gate(records.read, records.rejected, run.options.max_reject_share)
    gates = (*mined.refused, *things.refused, *whole.refused, *share)
    results = pa.concat_tables([mined.results, things.results, whole.results])
    own = own_rows(run, "refused" if gates else "published", records, counts, rejects, results)
    if gates:
        return _close(run, own, records, clock, gates=gates, left=reading.left)
    stage_history(run, previous, reading, own, changes.reports)
    release = clock.do("publish", with_retries(publish, 1), run, previous, changes)
    return _close(run, own, records, clock, release=release, left=reading.left)


def _read(run: Run, files: Sequence[InputFile], previous: Release | None) -> tuple[Ledger, Reading]:
    """The stage `read`, from the start each time that it is tried: a ledger remembers what it has seen."""
    clear_folder(run.staging, EARLIER)
    ledger = open_ledger(previous, run.versions.code)
    return ledger, read_sources(run, files, ledger)


def _is_news(reading: Reading, ledger: Ledger) -> bool:
    """Whether there is anything to publish: a record, a refusal, or a file not seen before."""
    known = ledger.inputs
    unseen = (row["source_uri"] not in known or known[row["source_uri"]].sha256 != row["sha256"] for row in reading.inputs)
    return bool(reading.new or reading.refused or any(unseen))


def _nothing_new(run: Run, reading: Reading, clock: Clock) -> Summary:
    records = Records(reading.records_read, 0, 0, reading.unchanged)
    return _close(run, own_rows(run, "unchanged", records), records, clock, left=reading.left)


def _records(reading: Reading, rejects: pa.Table, staged: int) -> Records:
    """What became of the records: one is rejected if its report is, whatever else was refused of it. `staged` are the reports that are left.

    Each is counted by itself, so that one that was lost shows.
    """
    of_reports = rejects.filter(pc.equal(rejects.column("table_name"), "reports")).select(["row_key", "content_sha256"])
    rejected = len(of_reports.group_by(["row_key", "content_sha256"]).aggregate([]))
    return Records(reading.records_read, staged + len(reading.superseded), rejected, reading.unchanged)


def _staged_rows(run: Run) -> dict[str, int]:
    """Rows that the run adds, by table."""
    staged = {name: sorted(run.staged(name).glob("*.parquet")) for name in (*MINED_TABLES, "entities", "events")}
    return {name: sum(pq.read_metadata(path).num_rows for path in paths) for name, paths in staged.items()}


def _close(
    run: Run, own: dict[str, pa.Table], records: Records, clock: Clock, release: Release | None = None, gates: tuple[str, ...] = (),
    left: int = 0,
) -> Summary:
    """Leave the run's record and sum it up."""
    leave_record(run, own)
    results = own["quality_results"]
    failed = results.filter(pc.invert(results.column("success"))).to_pylist()
    rows = {name: count["rows"] for name, count in release.manifest["tables"].items()} if release else {}
    outcome = own["runs"].column("outcome")[0].as_py()
    return Summary(run.run_id, outcome, release.id if release else None, records, rows, failed, gates, clock.seconds, left)
