"""Runs in processes of their own, started fast from a fork server that has everything imported, and what must hold after each."""

import datetime
import multiprocessing
import shutil
import signal
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.snapshot import open_snapshot
from flows.verifying import verify
from flows.warehouse import Warehouse
from tests.faults.breaking import Breakage, Step, breaking, kill_me
from tests.warehouses import AS_OF, current, jsonl, manifest, rows, run

PUBLISHED = {"source": "wire", "id": 1, "date": "2022-08-24", "text": "Rebels killed ten soldiers in Homs on Monday."}
NEW = (
    {"source": "wire", "id": 1, "date": "2022-08-24", "text": "Rebels killed twelve soldiers in Homs on Monday."},
    {"source": "wire", "id": 2, "date": "2022-09-03", "text": "Protesters marched in Aleppo on Friday."},
    {"source": "wire", "id": 3, "text": ""},
)
EXPECTED = {("1", 2), ("2", 1)}  # source_id, revision


def context() -> ForkServerContext:
    """The fork server. It is not that of `flows.lanes`: it has Great Expectations loaded too."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.faults.preload"])
    return server


def begin(warehouse: Path, source: Path, breakage: Breakage | None = None, **options: Any) -> BaseProcess:
    """Start a run in a process of its own."""
    process = context().Process(target=_run, args=(warehouse, source, breakage, options))
    process.start()
    return process


def killed_at(scene: "Scene", step: Step, attempt: int) -> bool:
    """Run, kill -9 at a step; whether it came so far."""
    process = begin(scene.warehouse, scene.source, Breakage(str(scene.warehouse), step, kill_me), as_of=later(attempt))
    process.join()
    return process.exitcode == -signal.SIGKILL


def later(hours: int) -> datetime.datetime:
    """The clock of a run some hours after the first."""
    return AS_OF + datetime.timedelta(hours=hours)


def _run(warehouse: Path, source: Path, breakage: Breakage | None, options: dict[str, Any]) -> None:
    if breakage is None:
        run(warehouse, source, **options)
        return
    with breaking(breakage):
        run(warehouse, source, **options)


@dataclass
class Scene:
    """A warehouse with one release, a source that has something new for it, and what taking that in changes on disk, step by step."""

    warehouse: Path
    source: Path
    before: str
    steps: list[Step]

    def fresh(self, folder: Path) -> "Scene":
        """The same scene in another folder, files and all."""
        shutil.copytree(self.warehouse, folder / "w", symlinks=True)
        return replace(self, warehouse=folder / "w")


def set_scene(folder: Path) -> Scene:
    """Publish the first release, and change the source."""
    source = folder / "in" / "feed.jsonl"
    source.parent.mkdir(parents=True)
    run(folder / "w", jsonl(source, PUBLISHED))
    jsonl(source, *NEW)
    scene = Scene(folder / "w", source, current(folder / "w").name, [])
    copy = scene.fresh(folder / "watched")
    with breaking(Breakage(str(copy.warehouse), None, kill_me)) as watched:
        run(copy.warehouse, copy.source)
    return replace(scene, steps=watched.steps)


def outcomes(warehouse: Path) -> dict[str, str]:
    """What became of every run, by its record."""
    found = [pq.read_table(path).to_pylist()[0] for path in (warehouse / "runs").glob("*/runs.parquet")]
    return {row["run_id"]: row["outcome"] for row in found}


def assert_whole(warehouse: Path) -> str:
    """`current` is one whole and sound release; its id."""
    with open_snapshot(warehouse) as snapshot:
        found = verify(snapshot)
    assert found.problems == ()
    return found.release_id


def assert_nothing_lost(warehouse: Path, source: Path, expected: set[tuple[str, int]] = EXPECTED, refused: int = 1) -> None:
    """The next run completes, and then every record is there once: neither lost nor doubled. What was left half-way is gone."""
    run(warehouse, source)
    assert_whole(warehouse)
    release = current(warehouse)
    reports = [(report["source_id"], report["revision"]) for report in rows(release, "reports")]
    assert sorted(reports) == sorted(expected)
    assert len(rows(release, "rejects")) == refused
    assert run(warehouse, source).outcome == "unchanged"
    assert not [path.name for path in Warehouse(warehouse).releases_folder.glob(".*")]
    assert not (warehouse / "staging").exists()
    assert not list((warehouse / "runs").rglob("started.json"))


def write_at_once(folder: Path, writers: int) -> None:
    """So many runs at once, each with a report of its own: all are published, one after the other."""
    sources = [jsonl(folder / f"{n}.jsonl", {"source": "wire", "id": n, "text": f"Rain fell on Homs, {n} said."}) for n in range(writers)]
    processes = [begin(folder / "w", source) for source in sources]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * writers
    assert_whole(folder / "w")
    release = current(folder / "w")
    assert sorted(int(report["source_id"]) for report in rows(release, "reports")) == list(range(writers))
    assert manifest(release)["sequence"] == writers
