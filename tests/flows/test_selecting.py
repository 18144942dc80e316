"""A run takes what is asked for, leaves files that are still being written, and loses nothing of what it leaves."""

import datetime
import os
from pathlib import Path
from typing import Any

import pytest

from flows.context import Options
from flows.pipeline import Request, Summary, ingest
from flows.selecting import Selection
from flows.warehouse import Warehouse
from flows.watching import watch
from tests.warehouses import AS_OF, current, jsonl, rows, run

DAYS = tuple(datetime.date(2022, 8, day) for day in range(1, 6))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, day in enumerate(DAYS):
        record = {"source": f"wire {number % 2}", "id": number, "date": day.isoformat(), "text": f"Rain fell {number} times."}
        jsonl(folder / f"{number}.jsonl", record)
    jsonl(folder / "9.jsonl", {"source": "wire 0", "id": 9, "text": "Nobody knows when."})
    return folder


def take(warehouse: Path, inbox: Path, **wanted: Any) -> Summary:
    options = Options(workers=1, selection=Selection(**wanted))
    return ingest(Request((str(inbox),), warehouse, AS_OF, options=options))


def taken(warehouse: Path) -> list[int]:
    return sorted(int(report["source_id"]) for report in rows(current(warehouse), "reports"))


def test_a_limit_leaves_the_rest_for_the_next_runs(inbox: Path, tmp_path: Path) -> None:
    left = []
    for _ in range(3):
        left.append(take(tmp_path / "w", inbox, limit=2).left)
    assert left == [4, 2, 0]
    assert taken(tmp_path / "w") == [0, 1, 2, 3, 4, 9]
    assert take(tmp_path / "w", inbox, limit=2).outcome == "unchanged"


def test_a_limit_cuts_a_file_too(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", *({"id": n, "text": f"Rain fell {n} times."} for n in range(5)))
    for expected in ([0, 1], [0, 1, 2, 3], [0, 1, 2, 3, 4]):
        summary = take(tmp_path / "w", source, limit=2)
        assert taken(tmp_path / "w") == expected
        assert summary.records.read == summary.records.accepted + summary.records.unchanged
    assert summary.left == 0


def test_days_and_sources_are_chosen_and_the_rest_is_not_lost(inbox: Path, tmp_path: Path) -> None:
    take(tmp_path / "w", inbox, since=DAYS[1], until=DAYS[3])
    assert taken(tmp_path / "w") == [1, 2, 3]
    take(tmp_path / "w", inbox, source_name="wire 0")
    assert taken(tmp_path / "w") == [0, 1, 2, 3, 4, 9]
    run(tmp_path / "w", inbox)
    assert run(tmp_path / "w", inbox).outcome == "unchanged"


def test_a_file_that_is_being_written_is_left_for_the_next_run(inbox: Path, tmp_path: Path) -> None:
    with open(inbox / "1.jsonl", "a") as writing:
        writing.write('{"source": "wire 1", "id": 11, "te')
        writing.flush()
        summary = run(tmp_path / "w", inbox)
        assert (summary.left, summary.records.rejected) == (1, 0)
        assert taken(tmp_path / "w") == [0, 2, 3, 4, 9]
        writing.write('xt": "Snow fell."}\n')
    assert run(tmp_path / "w", inbox).left == 0
    assert taken(tmp_path / "w") == [0, 1, 2, 3, 4, 9, 11]


@pytest.mark.parametrize("gone", ["removed", "unreadable"])
def test_a_file_that_cannot_be_read_now_is_read_when_it_can(gone: str, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import flows.pipeline

    hidden = tmp_path / "hidden"
    found = flows.pipeline.find_files((str(inbox),))
    before = (inbox / "1.jsonl").stat()
    monkeypatch.setattr(flows.pipeline, "find_files", lambda _: found)
    (inbox / "1.jsonl").rename(hidden)
    if gone == "unreadable":
        (inbox / "1.jsonl").symlink_to(inbox)
    assert run(tmp_path / "w", inbox).records.rejected >= 1
    monkeypatch.undo()
    (inbox / "1.jsonl").unlink(missing_ok=True)
    hidden.rename(inbox / "1.jsonl")
    os.utime(inbox / "1.jsonl", ns=(before.st_atime_ns, before.st_mtime_ns))
    run(tmp_path / "w", inbox)
    assert taken(tmp_path / "w") == [0, 1, 2, 3, 4, 9]


def test_a_watch_runs_when_something_lands(inbox: Path, tmp_path: Path) -> None:
    looks = 0

    def wait(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 2:
            jsonl(inbox / "new.jsonl", {"id": 20, "text": "Snow fell."})
        if looks == 4:
            raise KeyboardInterrupt

    summaries, between = [], []
    with pytest.raises(KeyboardInterrupt):
        for summary in watch([str(inbox)], lambda: run(tmp_path / "w", inbox), 0.1, lambda: between.append(looks), wait):
            summaries.append(summary)
    assert between == [0, 1, 2, 3]
    assert [summary.records.accepted for summary in summaries] == [6, 1]


def test_a_watch_waits_for_a_warehouse_that_another_run_holds(inbox: Path, tmp_path: Path) -> None:
    holding = Warehouse(tmp_path / "w").locked()
    holding.__enter__()

    def once() -> Summary:
        return ingest(Request((str(inbox),), tmp_path / "w", wait=False, options=Options(workers=1)))

    summary = next(watch([str(inbox)], once, 0.1, lambda: None, wait=lambda _: holding.__exit__(None, None, None)))
    assert summary.records.accepted == 6
