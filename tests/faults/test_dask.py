"""Runs on a real Dask cluster of two worker processes, one of which is killed half-way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import dask
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster

import flows.pipeline
import flows.reading
import transforms.reference
from flows.backfilling import backfill, todays_plan
from flows.cli import main
from flows.context import Options
from flows.dask_lanes import Cluster, ClusterError
from flows.pipeline import Request, Summary, ingest
from flows.versions import Versions
from flows.warehouse import Warehouse
from tests.faults.deadly import DEADLY, SLOW
from tests.faults.runs import assert_whole
from tests.warehouses import AS_OF, SAMPLES, checksums, current, jsonl, rows, run

REPORTS = [
    {"source": "wire", "id": n, "date": "2022-08-24", "text": f"Rebels killed {n + 2} soldiers in Homs on Monday. " + SLOW * (n % 4 == 0)}
    for n in range(32)
]


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """A scheduler, and two workers that die of deadly texts; what a worker died of once is tried by no other."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", memory_limit=0, preload="tests.faults.deadly"
        ) as local,
    ):
        yield local


def on_dask(cluster: LocalCluster, warehouse: Path, source: Path, progress: Any = lambda *_: None) -> Summary:
    options = Options(cluster=Cluster(cluster.scheduler_address))
    return ingest(Request((str(source),), warehouse, AS_OF, options=options), progress=progress)


def in_workers(cluster: LocalCluster, function: Any) -> list[Any]:
    with Client(cluster, set_as_default=False) as client:
        return list(client.run(function, on_error="ignore").values())  # one that is dying says nothing


def heavy_modules() -> list[str]:
    return sorted({name.partition(".")[0] for name in sys.modules} & {"prefect", "great_expectations"})


def times_loaded() -> int:
    return transforms.reference._load.cache_info().misses


def test_a_release_made_on_dask_is_the_same_to_the_byte(cluster: LocalCluster, samples_warehouse: Path, tmp_path: Path) -> None:
    assert on_dask(cluster, tmp_path / "w", SAMPLES).outcome == "published"
    assert checksums(current(tmp_path / "w")) == checksums(current(samples_warehouse))
    assert in_workers(cluster, heavy_modules) == [[], []]
    assert in_workers(cluster, times_loaded) == [1, 1]


def test_a_backfill_on_dask_leaves_what_one_with_processes_leaves(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = jsonl(tmp_path / "a.jsonl", *REPORTS[1:4])
    with monkeypatch.context() as before:
        before.setattr(flows.pipeline, "read_versions", lambda _: Versions("older", "c", "r"))
        run(tmp_path / "dask", source)
    shutil.copytree(tmp_path / "dask", tmp_path / "processes", symlinks=True)
    for name, options in (("dask", Options(cluster=Cluster(cluster.scheduler_address))), ("processes", Options(workers=1))):
        warehouse = Warehouse(tmp_path / name)
        assert [summary.outcome for summary in backfill(warehouse, todays_plan(warehouse, options, None, None), options)] == ["published"]
        assert [month.stale for month in todays_plan(warehouse, options, None, None)] == [0]
    dask, processes = (
        [row | {"run_id": None, "ingested_at": None} for row in rows(current(tmp_path / name), "event_mentions")] for name in ("dask", "processes")
    )
    assert dask == processes != []


def test_a_worker_killed_half_way_costs_nothing(cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.reading, "BATCH_REPORTS", 4)
    source = jsonl(tmp_path / "a.jsonl", *REPORTS)
    seen: set[int] = set()
    killed: list[int] = []

    def kill_one(stage: str, done: int, total: int) -> None:
        """Kill a worker that was there at the last look too: Dask gives a worker up that dies while it starts."""
        alive = set(in_workers(cluster, os.getpid)) if stage == "normalize" and done < total and not killed else set()
        for worker in sorted(alive & seen)[:1]:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                killed.append(worker)
        seen.update(alive)

    summary = on_dask(cluster, tmp_path / "w", source, kill_one)
    assert killed
    assert (summary.records.accepted, summary.records.rejected) == (len(REPORTS), 0)
    assert_whole(tmp_path / "w")
    run(tmp_path / "plain", source)
    assert checksums(current(tmp_path / "w")) == checksums(current(tmp_path / "plain"))


def test_the_one_record_that_kills_its_workers_is_rejected(cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.reading, "BATCH_REPORTS", 4)
    source = jsonl(tmp_path / "a.jsonl", *REPORTS[:8], {"source": "wire", "id": "bad", "text": f"This text is {DEADLY}."})
    summary = on_dask(cluster, tmp_path / "w", source)
    assert (summary.records.accepted, summary.records.rejected) == (8, 1)
    assert_whole(tmp_path / "w")
    (reject,) = rows(current(tmp_path / "w"), "rejects")
    assert json.loads(reject["row_json"])["source_id"] == "bad"
    assert "was killed" in reject["observed"]


def test_a_worker_with_another_code_than_the_run_is_said(cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.pipeline, "read_versions", lambda _: Versions("2.0", "1", "1"))
    with pytest.raises(ClusterError, match="install the same on both"):
        on_dask(cluster, tmp_path / "w", SAMPLES)
    assert not (tmp_path / "w" / "current").exists()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler in a process of its own, which has no workers, and its address."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--scheduler-file", str(tmp_path / "scheduler.json")], stdout=log, stderr=log)
    deadline = time.monotonic() + 60
    while not (tmp_path / "scheduler.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    yield process, json.loads((tmp_path / "scheduler.json").read_bytes())["address"]
    process.kill()
    process.wait()


@pytest.mark.parametrize(("killed", "said"), [(False, "has had no worker for"), (True, "the Dask scheduler is gone")])
def test_a_cluster_that_goes_away_is_said_and_costs_nothing(
    killed: bool, said: str, scheduler: tuple[subprocess.Popen[bytes], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, address = scheduler
    monkeypatch.setattr("flows.dask_lanes._LOOK", 0.2)
    monkeypatch.setattr("flows.dask_lanes._PATIENCE", 60.0 if killed else 0.5)

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "normalize" and killed:
            threading.Timer(1, process.kill).start()

    options = Options(cluster=Cluster(address))
    with pytest.raises(ClusterError, match=said):
        ingest(Request((str(SAMPLES),), tmp_path / "w", AS_OF, options=options), progress=kill)
    assert run(tmp_path / "w", SAMPLES).outcome == "published"


@pytest.mark.parametrize(
    ("options", "exit_code", "said"),
    [
        (["--runner", "dask"], 2, "--runner dask needs --dask-address"),
        (["--runner", "dask", "--dask-address", "nonsense://x"], 2, "is no address of a scheduler"),
        (["--dask-address", "tcp://127.0.0.1:1"], 2, "needs --runner dask"),
        (["--runner", "dask", "--dask-address", "tcp://127.0.0.1:1"], 1, "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_a_cluster_that_is_not_there_is_said_in_one_line(
    options: list[str], exit_code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    monkeypatch.setattr("flows.dask_lanes.CONNECT", 0.5)
    result = CliRunner().invoke(main, ["run", str(SAMPLES), "-w", str(tmp_path / "w"), "--plain", *options])
    assert result.exit_code == exit_code
    assert said in result.output
    assert result.output.count("\n") == 1


def test_dask_that_is_not_installed_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.dask_lanes.is_installed", lambda: False)
    options = ["--runner", "dask", "--dask-address", "tcp://127.0.0.1:8786"]
    result = CliRunner().invoke(main, ["run", str(SAMPLES), "-w", str(tmp_path / "w"), "--plain", *options])
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "pip install 'dateline[dask]'" in result.output


def test_a_schedule_hands_the_address_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.orchestration import scheduled

    served: list[dict[str, Any]] = []
    monkeypatch.setattr("flows.serving.serve", lambda *arguments: served.append(arguments[3]))
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://10.0.0.1:8786")
    result = CliRunner().invoke(main, ["serve", str(tmp_path), "--cron", "15 * * * *", "-w", str(tmp_path / "w"), "--runner", "dask"])
    assert result.exit_code == 0, result.output
    assert scheduled.validate_parameters(served[0])["dask_address"] == "tcp://10.0.0.1:8786"
