"""Records of old runs go; what a release holds, and for a time what went wrong, stays."""

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

import flows.pipeline
from flows.context import Options, Run
from flows.pruning import NEWEST, WRONG_KEPT, prune_records
from flows.recording import Records, leave_record, own_rows
from flows.versions import Versions
from flows.warehouse import Warehouse
from tests.s3 import Bucket
from tests.warehouses import AS_OF, current, jsonl, manifest, rows, run

HOUR = datetime.timedelta(hours=1)


def record(warehouse: Warehouse, name: str, outcome: str, started: datetime.datetime) -> None:
    """Leave the record of a run, ended when it started."""
    made = Run(name, started, warehouse, warehouse.root / "staging", Versions("1", "1", "1"), Options())
    leave_record(made, own_rows(made, outcome, Records(1, 0, 0, 1)))
    os.utime(warehouse.runs_folder / name / "runs.parquet", (started.timestamp(), started.timestamp()))


def recorded(warehouse: Warehouse) -> set[str]:
    return {path.name for path in warehouse.runs_folder.iterdir()}


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A warehouse with one published run, as old as can be."""
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."}), as_of=AS_OF)
    for path in (tmp_path / "w" / "runs").glob("*/runs.parquet"):
        os.utime(path, (0, 0))
    return Warehouse(tmp_path / "w")


def leave(warehouse: Warehouse, outcomes: Sequence[str], first: datetime.datetime) -> list[str]:
    names = [f"{outcome}-{hour:04}" for hour, outcome in enumerate(outcomes)]
    for hour, (name, outcome) in enumerate(zip(names, outcomes, strict=True)):
        record(warehouse, name, outcome, first + hour * HOUR)
    return names


def test_of_unchanged_runs_the_newest_stay(warehouse: Warehouse) -> None:
    published = recorded(warehouse)
    names = leave(warehouse, ["unchanged"] * 12, AS_OF)
    assert prune_records(warehouse, AS_OF + 12 * HOUR, newest=5) == tuple(names[:-5])
    assert recorded(warehouse) == published | set(names[-5:])
    assert prune_records(warehouse, AS_OF + 12 * HOUR, newest=5) == ()


def test_what_went_wrong_stays_for_its_time(warehouse: Warehouse) -> None:
    names = leave(warehouse, ["refused", "failed", "killed", "unchanged", "unchanged"], AS_OF)
    assert prune_records(warehouse, AS_OF + WRONG_KEPT, newest=1) == (names[3],)
    assert prune_records(warehouse, AS_OF + WRONG_KEPT + 1.5 * HOUR, newest=1) == tuple(names[:2])
    assert set(names) & recorded(warehouse) == {names[2], names[4]}


def test_a_run_stays_while_a_release_holds_its_rows(warehouse: Warehouse, tmp_path: Path) -> None:
    first = manifest(current(warehouse.root))["run_id"]
    changed = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Snow fell."})
    second = run(warehouse.root, changed, as_of=AS_OF + HOUR).run_id
    assert {row["run_id"] for row in rows(current(warehouse.root), "runs")} == {second}
    leave(warehouse, ["unchanged"] * 2, AS_OF + 2 * HOUR)
    prune_records(warehouse, AS_OF + 4 * HOUR, newest=1)
    assert {first, second} <= recorded(warehouse)
    warehouse.discard_all(warehouse.releases()[:1])
    assert prune_records(warehouse, AS_OF + 4 * HOUR, newest=1) == (first,)


def test_a_run_that_finds_nothing_new_takes_old_records_away(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = leave(warehouse, ["unchanged"] * 4, AS_OF)
    monkeypatch.setattr(flows.pipeline, "prune_records", lambda where, now: prune_records(where, now, newest=2))
    assert run(warehouse.root, tmp_path / "a.jsonl", as_of=AS_OF + 5 * HOUR).outcome == "unchanged"
    assert set(names) & recorded(warehouse) == {names[-1]}


def test_a_week_of_hourly_runs_is_kept() -> None:
    assert NEWEST >= 7 * 24


def test_records_go_from_the_bucket_too(bucket: Bucket, tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."})
    runs = [run(bucket.machine("one"), source, as_of=AS_OF + hour * HOUR).run_id for hour in range(4)]
    with Warehouse(bucket.machine("one")).locked():
        assert prune_records(Warehouse(bucket.machine("one")), AS_OF + 4 * HOUR, newest=1) == tuple(runs[1:3])
    assert {found.key.split("/")[1] for found in bucket.store.find("runs/")} == {runs[0], runs[3]}
