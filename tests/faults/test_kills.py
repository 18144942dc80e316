"""Runs are killed with signal 9; `current` stays whole, and no record is lost or doubled.

These are a few of the moments; `pytest tests/faults/exhaustive.py` takes every step and 200 random ones.
"""

import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.breaking import Step
from tests.faults.runs import Scene, assert_nothing_lost, assert_whole, begin, killed_at, later, outcomes, set_scene
from tests.warehouses import current, jsonl

# A run is killed at the first change of each kind: it never happens.
STEPS = (
    Step("open /runs/#/started.json"),
    Step("parquet.write /staging/#/attempts/#/reports.parquet"),
    Step("open /releases/.#-#/manifest.json"),
    Step("os.rename /releases/#-#"),
    Step("os.rename /current"),
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return set_scene(tmp_path_factory.mktemp("kills"))


def test_a_run_killed_before_it_publishes_leaves_the_last_release(scene: Scene, tmp_path: Path) -> None:
    copy = scene.fresh(tmp_path)
    for attempt, step in enumerate(STEPS, 1):
        assert killed_at(copy, step, attempt), step
        assert assert_whole(copy.warehouse) == scene.before, step
    assert_nothing_lost(copy.warehouse, copy.source)
    assert list(outcomes(copy.warehouse).values()).count("killed") == len(STEPS) - 1  # the first left no mark yet


def test_a_run_killed_behind_its_last_step_has_published(scene: Scene, tmp_path: Path) -> None:
    step = Step("parquet.write /runs/#/runs.partial")
    copy = scene.fresh(tmp_path)
    assert killed_at(copy, step, 1)
    published = assert_whole(copy.warehouse)
    assert published != scene.before
    assert_nothing_lost(copy.warehouse, copy.source)
    assert current(copy.warehouse).name == published
    assert [outcome for run_id, outcome in outcomes(copy.warehouse).items() if run_id.startswith(published[7:])] == ["published"]


def test_a_run_killed_at_random_moments_loses_nothing(scene: Scene, tmp_path: Path) -> None:
    copy, moments = scene.fresh(tmp_path), random.Random(7)
    for attempt in range(2):
        process = begin(copy.warehouse, copy.source, as_of=later(attempt + 1))
        time.sleep(moments.uniform(0.1, 2))
        if process.is_alive() and process.pid:
            process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        assert_whole(copy.warehouse)
    assert_nothing_lost(copy.warehouse, copy.source)


def test_the_workers_of_a_run_that_is_killed_end_with_it(tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", *({"id": n, "text": "Rain fell on Homs. " * 200} for n in range(40)))
    process = begin(tmp_path / "w", tmp_path / "a.jsonl", isolate=True)
    workers = _wait_for(lambda: [worker for server in _children(process.pid or 0) for worker in _children(server)], until=bool)
    assert workers
    process.kill()
    process.join()
    assert not _wait_for(lambda: [worker for worker in workers if _is_alive(worker)], until=lambda alive: not alive)


def _wait_for(look: Callable[[], list[int]], until: Callable[[list[int]], bool]) -> list[int]:
    deadline = time.monotonic() + 60
    while not until(found := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def _children(pid: int) -> list[int]:
    return list(map(int, subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout.split()))


def _is_alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")
