"""Disks that are full, over quota, or read-only: the run fails in one line, and loses nothing."""

import errno
import resource
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import main
from tests.faults.breaking import Breakage, FailWith, Step, breaking
from tests.faults.runs import Scene, assert_nothing_lost, assert_whole, context, later, set_scene
from tests.warehouses import jsonl, run

WRITES = (
    Step("parquet.write /staging/#/raw/#.parquet"),
    Step("open /releases/.#-#/inputs/part-#.parquet"),
    Step("parquet.write /runs/#/runs.partial"),
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return set_scene(tmp_path_factory.mktemp("disks"))


def test_a_disk_that_fills_up_loses_nothing(scene: Scene, tmp_path: Path) -> None:
    copy = scene.fresh(tmp_path)
    for attempt, step in enumerate(WRITES, 1):
        full = Breakage(str(copy.warehouse), step, FailWith(errno.ENOSPC), once=False)
        with breaking(full), pytest.raises(OSError, match="No space left"):
            run(copy.warehouse, copy.source, as_of=later(attempt))
        assert_whole(copy.warehouse)
    assert_nothing_lost(copy.warehouse, copy.source)


def _limited(warehouse: Path, source: Path, limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    run(warehouse, source)


def test_a_file_cut_short_by_a_limit_is_never_published(scene: Scene, tmp_path: Path) -> None:
    copy = scene.fresh(tmp_path)
    process = context().Process(target=_limited, args=(copy.warehouse, copy.source, 9_000))
    process.start()
    process.join()
    assert process.exitcode == 1
    assert assert_whole(copy.warehouse) == scene.before
    assert_nothing_lost(copy.warehouse, copy.source)


@pytest.mark.parametrize(("number", "said"), [(errno.EROFS, "Read-only"), (errno.EACCES, "denied"), (errno.ENOSPC, "No space")])
def test_the_command_says_in_one_line_what_is_wrong_with_the_disk(number: int, said: str, scene: Scene, tmp_path: Path) -> None:
    copy = scene.fresh(tmp_path)
    with breaking(Breakage(str(copy.warehouse), scene.steps[0], FailWith(number), once=False)):
        result = CliRunner().invoke(main, ["run", str(copy.source), "-w", str(copy.warehouse), "--plain", "--workers", "1"])
    assert result.exit_code == 1
    assert said in result.output
    assert result.output.count("\n") == 1
    assert assert_whole(copy.warehouse) == scene.before


def test_a_passing_fault_of_storage_is_tried_again(scene: Scene, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    copy = scene.fresh(tmp_path)
    for number, step in enumerate((Step("parquet.write /staging/#/raw/#.parquet"), Step("open /releases/.#-#/manifest.json"))):
        source = jsonl(tmp_path / "more.jsonl", {"source": "wire", "id": f"more {number}", "text": "Rain fell."})
        with breaking(Breakage(str(copy.warehouse), step, FailWith(errno.EIO))):
            summary = run(copy.warehouse, source, as_of=later(number + 1))
        assert (summary.outcome, summary.records.accepted) == ("published", 1)
    assert_nothing_lost(copy.warehouse, copy.source, {("1", 2), ("2", 1), ("more 0", 1), ("more 1", 1)})


def test_what_stands_in_a_name_cannot_break_the_line_that_tells_of_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["run", str(tmp_path / "no\nsuch\x1b[31m\u202e"), "-w", str(tmp_path / "w"), "--plain"])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert result.output.isascii()
