"""Writers that meet: several runs at once, a pointer moved by hand, a clock that goes backwards."""

import datetime
from pathlib import Path
from typing import Any

import pytest

import flows.pipeline
from flows.pipeline import Request
from flows.warehouse import AlreadyRunning, Warehouse
from tests.faults.runs import Scene, assert_nothing_lost, set_scene, write_at_once
from tests.warehouses import AS_OF, current, jsonl, manifest, run


def test_two_runs_at_once_publish_one_after_the_other(tmp_path: Path) -> None:
    write_at_once(tmp_path, 2)


def test_a_run_that_is_not_to_wait_is_skipped(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."})
    with Warehouse(tmp_path / "w").locked(), pytest.raises(AlreadyRunning):
        flows.pipeline.ingest(Request((str(source),), tmp_path / "w", wait=False))


def test_a_run_whose_ground_moves_publishes_once_more_on_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = set_scene(tmp_path)
    run(scene.warehouse, scene.source)
    newest = current(scene.warehouse).name
    resolve = flows.pipeline.resolve
    moved: list[str] = []

    def move_first(*arguments: Any) -> Any:
        if not moved:
            moved.append(scene.before)
            Warehouse(scene.warehouse).move_current(scene.before)
        return resolve(*arguments)

    monkeypatch.setattr(flows.pipeline, "resolve", move_first)
    other = jsonl(tmp_path / "other.jsonl", {"source": "wire", "id": 7, "text": "Snow fell."})
    assert run(scene.warehouse, other).outcome == "published"
    assert manifest(current(scene.warehouse))["previous"] == scene.before != newest
    assert_nothing_lost(scene.warehouse, scene.source, {("1", 2), ("2", 1), ("7", 1)})


def test_a_clock_that_goes_backwards_loses_nothing(tmp_path: Path) -> None:
    scene: Scene = set_scene(tmp_path)
    earlier = AS_OF - datetime.timedelta(days=3650)
    assert run(scene.warehouse, scene.source, as_of=earlier).outcome == "published"
    assert manifest(current(scene.warehouse))["sequence"] == 2
    assert_nothing_lost(scene.warehouse, scene.source)
