"""The long run of faults: `pytest tests/faults/exhaustive.py -n0 -s` (about half an hour on two cores) prints what was injected and survived.

Every step of a run is killed once and fails once for want of room; 200 runs are killed at random moments; eight write at once.
"""

import errno
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.breaking import Breakage, FailWith, breaking
from tests.faults.runs import Scene, assert_nothing_lost, assert_whole, begin, killed_at, later, set_scene, write_at_once
from tests.warehouses import run

RANDOM_KILLS = int(os.environ.get("DATELINE_RANDOM_KILLS", "200"))

survived: Counter[str] = Counter()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    yield set_scene(tmp_path_factory.mktemp("exhaustive"))
    print("\nfaults injected and survived:", dict(survived), "in all", survived.total(), "records lost: 0")


def test_a_kill_at_every_step(scene: Scene, tmp_path: Path) -> None:
    copy, moved = scene.fresh(tmp_path), False
    for attempt, step in enumerate(scene.steps, 1):
        moved = moved or scene.steps[attempt - 2].name == "os.rename /current"
        assert killed_at(copy, step, attempt) or step.name.startswith("os.mkdir"), step
        assert (assert_whole(copy.warehouse) != scene.before) == moved, step
        if moved or attempt % 20 == 0:
            assert_nothing_lost(copy.warehouse, copy.source)
            copy = scene.fresh(tmp_path / str(attempt))
        survived["kill -9 at a step"] += 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_disk_that_fails_at_every_step(number: int, scene: Scene, tmp_path: Path) -> None:
    copy = scene.fresh(tmp_path)
    for attempt, step in enumerate(scene.steps, 1):
        fault = Breakage(str(copy.warehouse), step, FailWith(number), once=False)
        with breaking(fault):
            try:
                run(copy.warehouse, copy.source, as_of=later(attempt))
            except Exception as error:
                assert "Errno" in str(error) or "cannot write" in str(error), repr(error)
        if assert_whole(copy.warehouse) != scene.before:
            assert_nothing_lost(copy.warehouse, copy.source)
            copy = scene.fresh(tmp_path / str(attempt))
        survived[os.strerror(number)] += 1
    assert_nothing_lost(copy.warehouse, copy.source)


def test_kills_at_random_moments(scene: Scene, tmp_path: Path) -> None:
    copy, moments = scene.fresh(tmp_path), random.Random(7)
    for attempt in range(RANDOM_KILLS):
        started = time.monotonic()
        process = begin(copy.warehouse, copy.source, as_of=later(attempt + 1))
        process.join(moments.uniform(0, 4))
        if process.is_alive():
            process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        survived["kill -9 at a random moment" if process.exitcode else "run that ended first"] += 1
        if assert_whole(copy.warehouse) != scene.before:
            assert_nothing_lost(copy.warehouse, copy.source)
            copy = scene.fresh(tmp_path / str(attempt))
        print(f"\r{attempt + 1} of {RANDOM_KILLS}, {time.monotonic() - started:.1f} s ", end="", flush=True)
    assert_nothing_lost(copy.warehouse, copy.source)


def test_eight_writers_at_once(tmp_path: Path) -> None:
    write_at_once(tmp_path, 8)
    survived["writer of eight"] += 8
