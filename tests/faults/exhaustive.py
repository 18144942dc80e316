"""The long run of faults: `pytest tests/faults/exhaustive.py -n0 -s` (about half an hour on two cores) prints what was injected and survived.

Every step of a run is killed once and fails once for want of room; 200 runs are killed at random moments; eight write at once. A run
into a bucket is killed before each change there, and eight machines write to one at once.
"""

import datetime
import errno
import itertools
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.object_store import ObjectStore
from flows.pointer import read_pointer
from flows.snapshot import open_snapshot
from tests.faults.breaking import Breakage, FailWith, breaking, kill_me
from tests.faults.runs import (
    NEW,
    PUBLISHED,
    Scene,
    assert_nothing_lost,
    assert_whole,
    begin,
    context,
    killed_at,
    later,
    set_scene,
    write_at_once,
)
from tests.s3 import bucket_in, s3_server
from tests.warehouses import current, jsonl, rows, run

RANDOM_KILLS = int(os.environ.get("DATELINE_RANDOM_KILLS", "200"))

survived: Counter[str] = Counter()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    yield set_scene(tmp_path_factory.mktemp("exhaustive"))
    print("\nfaults injected and survived:", dict(survived), "in all", survived.total(), "records lost: 0")


def test_a_kill_at_every_step(scene: Scene, tmp_path: Path) -> None:
    moved = False
    for attempt, step in enumerate(scene.steps, 1):
        copy = scene.fresh(tmp_path / str(attempt))
        assert killed_at(copy, step, attempt), step
        assert (assert_whole(copy.warehouse) != scene.before) == moved, step
        assert_nothing_lost(copy.warehouse, copy.source)
        moved = moved or step.name == "os.rename /current"
        survived["kill -9 at a step"] += 1
        print(f"\r{attempt} of {len(scene.steps)} steps ", end="", flush=True)


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
        survived[os.strerror(number)] += fault.reached
    assert_nothing_lost(copy.warehouse, copy.source)


def test_kills_at_random_moments(scene: Scene, tmp_path: Path) -> None:
    copy, moments, whole = scene.fresh(tmp_path), random.Random(7), _seconds_of_a_run(scene.fresh(tmp_path / "whole"))
    for attempt in range(RANDOM_KILLS):
        started = time.monotonic()
        process = begin(copy.warehouse, copy.source, as_of=later(attempt + 1))
        process.join(moments.uniform(0, whole))
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


def _seconds_of_a_run(scene: Scene) -> float:
    """How long a run lasts that nobody kills, with its process."""
    started = time.monotonic()
    begin(scene.warehouse, scene.source, as_of=later(1)).join()
    return time.monotonic() - started


def _run_until(environment: dict[str, str], mirror: Path, source: Path, changes: int, as_of: datetime.datetime) -> None:
    """A run that is killed before it makes one more than so many changes to the bucket."""
    os.environ.update(environment)
    left = itertools.count(changes, -1)

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *arguments: kill_me("put") if next(left) <= 0 else function(*arguments)

    for name in ("write", "replace", "delete"):
        setattr(ObjectStore, name, counted(getattr(ObjectStore, name)))
    run(mirror, source, as_of=as_of)


def test_a_kill_before_every_change_to_a_bucket(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_server() as server:
        for changes in itertools.count():
            folder = tmp_path / f"kill{changes}"
            bucket = bucket_in(server, folder, monkeypatch)
            mirror, source = bucket.machine("one"), folder / "feed.jsonl"
            before = run(mirror, jsonl(source, PUBLISHED)).release_id
            jsonl(source, *NEW)
            process = context().Process(target=_run_until, args=(bucket.environment, mirror, source, changes, later(1)))
            process.start()
            process.join()
            pointer, _ = read_pointer(bucket.store)
            assert pointer and pointer.release_id == assert_whole(bucket.machine("two"))
            if process.exitcode == 0:
                break
            assert process.exitcode == -signal.SIGKILL
            survived[f"kill -9 before a change to a bucket, {'not ' * (pointer.release_id == before)}published"] += 1
            assert_nothing_lost(mirror, source)
            assert_whole(bucket.machine("three"))
    assert changes > 15


def test_eight_machines_at_one_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_server() as server:
        bucket = bucket_in(server, tmp_path, monkeypatch)
        sources = [jsonl(tmp_path / f"{n}.jsonl", {"source": "wire", "id": n, "text": f"Rain fell on Homs, {n} said."}) for n in range(8)]
        starts = [(bucket.environment, bucket.machine(source.stem), source, 1_000_000, later(0)) for source in sources]
        processes = [context().Process(target=_run_until, args=start) for start in starts]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        fell_back = sum(process.exitcode != 0 for process in processes)
        for source in sources:
            run(bucket.machine(source.stem), source, as_of=later(1))
        assert_whole(reader := bucket.machine("reader"))
        with open_snapshot(reader) as snapshot:
            snapshot.fetch("reports")
        assert sorted(int(report["source_id"]) for report in rows(current(reader), "reports")) == list(range(8))
    survived["machine of eight at one bucket"] += 8
    print(f"\n{fell_back} of eight machines left their reports to their next run")


def test_eight_writers_at_once(tmp_path: Path) -> None:
    write_at_once(tmp_path, 8)
    survived["writer of eight"] += 8
