"""Runs that were killed with their process or machine: each leaves a mark when it starts, by which the next start finds it.

    runs/<run_id>/started.json   while the run lasts, and for as long as nobody has noticed its end
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.context import Options, Run
from flows.recording import Records, leave_record, own_rows
from flows.versions import Versions
from flows.warehouse import Release, Warehouse
from transforms.tables import QUALITY_RESULTS, REJECTS, RUNS

_MARK = "started.json"


@contextmanager
def marked(run: Run) -> Iterator[None]:
    """Leave the run's mark for as long as it lasts; it stays if no record of the run's end could be left either."""
    mark = run.warehouse.runs_folder / run.run_id / _MARK
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"run_id": run.run_id, "as_of": run.as_of.isoformat(), "versions": asdict(run.versions)}))
    try:
        yield
    finally:
        if (mark.parent / "runs.parquet").exists():
            with suppress(OSError):
                mark.unlink(missing_ok=True)


def close_killed(warehouse: Warehouse) -> bool:
    """Record the end of every run that was killed, and clear what it left. The warehouse's lock is held, so none of them lives.

    True if one died while it read texts: what killed it may be one of them, so they had better be read in processes apart.
    """
    runs = [_close(warehouse, mark) for mark in sorted(warehouse.runs_folder.glob(f"*/{_MARK}"))]
    over_texts = any(run.staged("sentences").exists() and not run.staged("events").exists() for run in runs)
    warehouse.clear_unfinished()
    return over_texts


def _close(warehouse: Warehouse, mark: Path) -> Run:
    run = _run_of(warehouse, mark)
    if not (mark.parent / "runs.parquet").exists():
        published = next((one for one in warehouse.releases() if one.manifest["run_id"] == run.run_id), None)
        if published is not None and not _was_reached(warehouse, published):
            warehouse.discard(published)  # complete, but the pointer never moved to it
            published = None
        if published is None:
            leave_record(run, own_rows(run, "killed", Records(0, 0, 0, 0)))
        else:
            _leave_published(run, published)
    mark.unlink()
    return run


def _run_of(warehouse: Warehouse, mark: Path) -> Run:
    """What the mark says; one that was cut short by the kill itself says only its run's id."""
    try:
        said = json.loads(mark.read_bytes())
        as_of, versions = datetime.fromisoformat(said["as_of"]), Versions(**said["versions"])
    except (ValueError, KeyError, TypeError):
        as_of, versions = datetime.fromtimestamp(0).astimezone(), Versions("unknown", "unknown", "unknown")
    return Run(mark.parent.name, as_of, warehouse, warehouse.root / "staging" / mark.parent.name, versions, Options())


def _was_reached(warehouse: Warehouse, release: Release) -> bool:
    """Whether the release is the current one or lies before it."""
    current = warehouse.current()
    return current is not None and release.manifest["sequence"] <= current.manifest["sequence"]


def _leave_published(run: Run, release: Release) -> None:
    """The run was killed behind its last step: its release has its rows."""
    own = {}
    run.warehouse.fetch(release, *(table.name for table in (RUNS, REJECTS, QUALITY_RESULTS)))
    for table in (RUNS, REJECTS, QUALITY_RESULTS):
        rows = pq.read_table(release.files(table.name)[0], partitioning=None)
        own[table.name] = rows.filter(pc.equal(rows.column("run_id"), run.run_id))
    leave_record(run, own)

