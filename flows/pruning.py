"""Records of runs that nobody asks for any more: an hourly run that finds nothing new leaves 8,760 of them a year.

Kept are the newest, those of runs whose rows the current release holds or that made a release which is kept, and for some months
those of runs that went wrong.
"""

import datetime
from pathlib import Path

import pyarrow.parquet as pq

from flows.warehouse import Warehouse

NEWEST = 168  # a week of hourly runs
WRONG = ("refused", "failed", "killed")
WRONG_KEPT = datetime.timedelta(days=90)


def prune_records(warehouse: Warehouse, now: datetime.datetime, newest: int = NEWEST) -> tuple[str, ...]:
    """Take the records of old runs away, and return the ids of these runs. The warehouse's lock is held.

    What went wrong is kept for 90 days before `now`. A run that has left no record yet, only its mark, is none.
    """
    records = sorted(warehouse.runs_folder.glob("*/runs.parquet"), key=lambda path: (path.stat().st_mtime_ns, path))
    held = _held(warehouse) if len(records) > newest else set()
    old = [path for path in records[:-newest] if path.parent.name not in held]
    return warehouse.discard_records([path.parent.name for path in old if _is_done_with(path, now)])


def _held(warehouse: Warehouse) -> set[str]:
    """The runs that made the releases which are kept, and those whose rows are in the current one."""
    current = warehouse.current()
    made = {str(release.manifest["run_id"]) for release in warehouse.releases()}
    if current is None:
        return made
    warehouse.fetch(current, "runs")
    return made.union(*(pq.read_table(path, columns=["run_id"], partitioning=None).column(0).to_pylist() for path in current.files("runs")))


def _is_done_with(record: Path, now: datetime.datetime) -> bool:
    (run,) = pq.read_table(record, columns=["outcome", "started_at"], partitioning=None).to_pylist()
    return run["outcome"] not in WRONG or bool(now - run["started_at"] > WRONG_KEPT)
