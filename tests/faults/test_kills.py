"""Runs are killed with signal 9; `current` stays whole, and no record is lost or doubled.

These are a few of the moments; `pytest tests/faults/exhaustive.py` takes every step and 200 random ones.
"""

import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.breaking import Step
from tests.faults.runs import Scene, assert_nothing_lost, assert_whole, begin, killed_at, later, outcomes, set_scene
from tests.warehouses import current

# A run is killed at the first change of each kind: it never happens.
STEPS = (
    Step("open /runs/#/started.json"),
    Step("parquet.write /staging/#/tables/reports/#.parquet"),
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
