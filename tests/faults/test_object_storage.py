"""Machines that share a bucket break, meet, and find damage; the pointer leads to one whole release, always."""

import datetime
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import flows.forgetting
import flows.mirror
import flows.pipeline
from flows.cli import main
from flows.forgetting import forget
from flows.mirror import Mirror
from flows.object_store import ObjectStore, StoreError
from flows.pointer import read_pointer
from flows.snapshot import open_snapshot
from flows.verifying import verify
from flows.warehouse import Warehouse
from tests.faults.breaking import Breakage, Step, breaking, kill_me
from tests.faults.runs import assert_nothing_lost, assert_whole, context, later, outcomes
from tests.s3 import Bucket
from tests.warehouses import current, jsonl, manifest, rows, run

RAID = {"source": "wire", "id": 1, "date": "2022-08-24", "text": "Rebels killed ten soldiers in Homs on Monday."}
RAIN = {"source": "wire", "id": 2, "date": "2022-09-03", "text": "Rain fell on Aleppo."}
SNOW = {"source": "wire", "id": 3, "date": "2022-12-03", "text": "Snow fell on Aleppo."}


def _run(bucket: dict[str, str], mirror: Path, source: Path, last: str | None, hours: int) -> None:
    """A run in a process of its own, that is killed before the pointer moves, or between that and the move of the mirror's."""
    os.environ.update(bucket)
    if last == "pointer":
        flows.mirror.move_pointer = lambda *_: kill_me("pointer")
    step = Step("os.rename /releases/#-#") if last == "mirror" else None
    with breaking(Breakage(str(mirror), step, kill_me)):
        run(mirror, source, as_of=later(hours))


def start(bucket: Bucket, mirror: Path, source: Path, last: str | None = None, hours: int = 0) -> Any:
    process = context().Process(target=_run, args=(bucket.environment, mirror, source, last, hours))
    process.start()
    return process


def source_ids(mirror: Path) -> list[str]:
    with open_snapshot(mirror) as snapshot:
        snapshot.fetch()
    return sorted(report["source_id"] for report in rows(current(mirror), "reports"))


def test_of_two_runs_that_race_the_second_goes_on_top(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = bucket.machine("one"), bucket.machine("two")
    run(one, jsonl(tmp_path / "a.jsonl", RAID))
    resolve, others = flows.pipeline.resolve, [jsonl(tmp_path / "b.jsonl", RAIN)]

    def overtaken(*arguments: Any) -> Any:
        if others:
            assert run(two, others.pop()).outcome == "published"
        return resolve(*arguments)

    monkeypatch.setattr(flows.pipeline, "resolve", overtaken)
    assert run(one, jsonl(tmp_path / "c.jsonl", SNOW)).outcome == "published"
    assert source_ids(bucket.machine("three")) == ["1", "2", "3"]
    assert manifest(current(one))["sequence"] == 3
    assert set(outcomes(one).values()) == {"published"}
    assert_whole(one)


def test_three_machines_at_once_publish_one_after_the_other(bucket: Bucket, tmp_path: Path) -> None:
    sources = [jsonl(tmp_path / f"{report['id']}.jsonl", report) for report in (RAID, RAIN, SNOW)]
    processes = [start(bucket, bucket.machine(source.stem), source) for source in sources]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    reader = bucket.machine("reader")
    assert source_ids(reader) == ["1", "2", "3"]
    assert manifest(current(reader))["sequence"] == 3
    assert_whole(reader)


def test_a_run_killed_before_the_pointer_moves_leaves_the_last_release_and_its_remains_are_cleared(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror, source = bucket.machine("one"), jsonl(tmp_path / "a.jsonl", RAID)
    before = run(mirror, source).release_id
    process = start(bucket, mirror, jsonl(source, RAID, RAIN), "pointer", 1)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    remains = {key for key in bucket.objects() if f"/{before}/" not in key}
    assert any(key.endswith("manifest.json") for key in remains)
    assert assert_whole(bucket.machine("two")) == before
    assert assert_whole(bucket.machine("one")) == before
    assert_nothing_lost(mirror, source, {("1", 1), ("2", 1)}, refused=0)
    assert "killed" in outcomes(mirror).values()
    assert remains & set(bucket.objects()), "they may be of a run that is under way, as far as anyone can tell"
    monkeypatch.setattr(flows.mirror, "GRACE", datetime.timedelta(seconds=-5))
    run(mirror, jsonl(source, RAID, RAIN, SNOW), as_of=later(2))
    assert not remains & set(bucket.objects())
    assert_whole(bucket.machine("three"))


def test_a_run_killed_behind_the_pointer_has_published(bucket: Bucket, tmp_path: Path) -> None:
    mirror, source = bucket.machine("one"), jsonl(tmp_path / "a.jsonl", RAID)
    process = start(bucket, mirror, source, "mirror")
    process.join()
    assert process.exitcode == -signal.SIGKILL
    pointer, _ = read_pointer(bucket.store)
    assert pointer is not None and assert_whole(bucket.machine("two")) == pointer.release_id
    assert_nothing_lost(mirror, source, {("1", 1)}, refused=0)
    assert set(outcomes(mirror).values()) == {"published"}


def test_a_network_that_fails_at_the_pointer_costs_the_run_alone(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror, source = bucket.machine("one"), jsonl(tmp_path / "a.jsonl", RAID)

    def cut(*_: Any) -> None:
        raise StoreError("the server cannot be reached")

    with monkeypatch.context() as broken:
        broken.setattr(flows.mirror, "move_pointer", cut)
        broken.setattr(Mirror, "push_records", cut)
        with pytest.raises(StoreError):
            run(mirror, source)
    assert read_pointer(bucket.store) == (None, None)
    assert bucket.objects("runs/") == {}
    assert run(mirror, source, as_of=later(1)).outcome == "published"
    assert len([key for key in bucket.objects("runs/") if key.endswith("/runs.parquet")]) == 2, "the failed run's record came late"


def test_an_answer_that_is_lost_after_the_pointer_moved_changes_nothing(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, lost = ObjectStore.replace, ["once"]

    def unheard(*arguments: Any) -> bool:
        return replace(*arguments) and not (lost and lost.pop())

    monkeypatch.setattr(ObjectStore, "replace", unheard)
    mirror = bucket.machine("one")
    assert run(mirror, jsonl(tmp_path / "a.jsonl", RAID)).outcome == "published"
    assert lost == [] and manifest(current(mirror))["sequence"] == 1
    assert_whole(bucket.machine("two"))


def test_a_takedown_that_is_overtaken_goes_on_top(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = bucket.machine("one"), bucket.machine("two")
    run(one, jsonl(tmp_path / "a.jsonl", RAID))
    report, publish, others = rows(current(one), "reports")[0]["report_id"], flows.forgetting.publish, [jsonl(tmp_path / "b.jsonl", RAIN)]

    def overtaken(*arguments: Any) -> Any:
        if others:
            run(two, others.pop())
        return publish(*arguments)

    monkeypatch.setattr(flows.forgetting, "publish", overtaken)
    forget(Warehouse(one), report, "asked for")
    assert source_ids(bucket.machine("three")) == ["2"]
    assert_whole(one)


@pytest.mark.parametrize(("change", "said"), [(b"other bytes", "is damaged"), (None, "lacks")])
def test_a_damaged_object_is_noticed(bucket: Bucket, tmp_path: Path, change: bytes | None, said: str) -> None:
    mirror = bucket.machine("one")
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID))
    key = next(key for key in bucket.objects() if "/events/" in key)
    bucket.store.delete([key]) if change is None else bucket.store.write(key, change)
    with open_snapshot(mirror) as snapshot:
        assert [(problem.check, problem.table_name) for problem in verify(snapshot).problems] == [("files", "events")]
    bucket.machine("two")
    found = CliRunner().invoke(main, ["sql", "SELECT * FROM events", "-w", bucket.url])
    assert found.exit_code == 1 and said in found.output and found.output.count("\n") == 1
    assert CliRunner().invoke(main, ["verify", "-w", bucket.url]).exit_code == 1
    assert CliRunner().invoke(main, ["sql", "SELECT text FROM reports", "-w", bucket.url]).exit_code == 0


def test_a_manifest_that_was_changed_is_noticed(bucket: Bucket, tmp_path: Path) -> None:
    run(bucket.machine("one"), jsonl(tmp_path / "a.jsonl", RAID))
    key = next(key for key in bucket.objects() if key.endswith("manifest.json"))
    found = bucket.store.read(key)
    assert found is not None
    bucket.store.write(key, found[0].replace(b'"rows": 1', b'"rows": 2'))
    with pytest.raises(StoreError, match="is damaged"):
        bucket.machine("two")


def test_what_a_bucket_names_outside_of_the_mirror_is_not_written(bucket: Bucket, tmp_path: Path) -> None:
    bucket.store.write("current.json", b'{"release_id": "1", "releases": {"../../../outside": "0"}}')
    with pytest.raises(StoreError, match="outside"):
        bucket.machine("one")
    assert not list(tmp_path.rglob("outside"))
