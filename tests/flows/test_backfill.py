"""A backfill reads published reports anew: by month, resumable, and what only their first reading knew is kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import flows.backfilling
import flows.normalizing
import flows.pipeline
import transforms.mining
from flows.backfilling import backfill, todays_plan
from flows.cli import main
from flows.context import Options
from flows.snapshot import open_snapshot
from flows.status import read_status, status_text
from flows.verifying import verify
from flows.versions import Versions
from flows.warehouse import Warehouse
from tests.warehouses import current, jsonl, manifest, rows, run

STRIKE = "Jets bombed a depot in Aleppo on 3 August 2022."
RECORDS: tuple[dict[str, Any], ...] = (
    {"source": "wire", "id": 1, "title": "Depot bombed", "text": "date 2022-08-04 " + STRIKE},
    {"source": "other", "id": 2, "date": "2022-08-05", "text": STRIKE + " Two soldiers were killed."},
    {"source": "wire", "id": 3, "date": "2022-09-01", "text": "Rain fell on Homs on Monday."},
    {"source": "wire", "id": 4, "date": "nonsense", "text": "Nobody knows when this was written."},
)
TODAY = Versions("2", "c", "r")


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release whose rows an older version has coded, one event for each claim."""
    use(monkeypatch, Versions("1", "c", "r"))
    monkeypatch.setattr(transforms.mining, "merge_keys", lambda mentions, _: [None] * len(mentions))
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", *RECORDS))
    monkeypatch.undo()
    use(monkeypatch, TODAY)
    return tmp_path / "w"


def use(monkeypatch: pytest.MonkeyPatch, versions: Versions) -> None:
    for module in (flows.pipeline, flows.backfilling):
        monkeypatch.setattr(module, "read_versions", lambda _: versions)


def stale(warehouse: Path) -> dict[str, int]:
    return {month.month: month.stale for month in todays_plan(Warehouse(warehouse), Options(), None, None)}


def fill(warehouse: Path, since: str | None = None, until: str | None = None, **hooks: Any) -> list[str]:
    place, options = Warehouse(warehouse), Options(workers=1)
    return [summary.outcome for summary in backfill(place, todays_plan(place, options, since, until), options, **hooks)]


def by_id(warehouse: Path, table: str, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in rows(current(warehouse), table)}


def assert_sound(warehouse: Path) -> None:
    with open_snapshot(warehouse) as snapshot:
        assert [p for p in verify(snapshot).problems if p.check != "schema"] == []


def test_a_backfill_leaves_the_rows_that_a_first_reading_would(warehouse: Path, tmp_path: Path) -> None:
    before = by_id(warehouse, "reports", "report_id")
    assert stale(warehouse) == {"2022-08": 2, "2022-09": 1, "unknown": 1}
    assert fill(warehouse) == ["published"] * 3
    assert stale(warehouse) == {"2022-08": 0, "2022-09": 0, "unknown": 0}
    after = by_id(warehouse, "reports", "report_id")
    assert {row["run_id"] for row in before.values()}.isdisjoint(row["run_id"] for row in after.values())
    assert [row | {"run_id": ""} for row in before.values()] == [row | {"run_id": ""} for row in after.values()]
    run(tmp_path / "fresh", tmp_path / "a.jsonl")
    for table in ("sentences", "date_mentions", "entity_mentions", "entities"):
        assert rows(current(warehouse), table) == rows(current(tmp_path / "fresh"), table)
    assert run(warehouse, tmp_path / "a.jsonl").outcome == "unchanged"
    assert_sound(warehouse)


def test_a_backfill_that_was_stopped_goes_on_where_it_ended(warehouse: Path) -> None:
    def stop(_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(warehouse, done=stop)
    assert list(stale(warehouse).values()) == [0, 1, 1]
    assert manifest(current(warehouse))["sequence"] == 2
    assert fill(warehouse) == ["published"] * 2
    assert fill(warehouse) == []


def test_a_backfill_keeps_to_its_months(warehouse: Path) -> None:
    assert fill(warehouse, since="2022-09", until="2022-12") == ["published"]
    assert stale(warehouse) == {"2022-08": 2, "2022-09": 0, "unknown": 1}


def test_a_release_records_which_version_coded_which_rows(warehouse: Path) -> None:
    fill(warehouse, since="2022-09")
    code = {row["run_id"]: row["code_version"] for row in rows(current(warehouse), "runs")}
    assert {row["source_id"]: code[row["run_id"]] for row in rows(current(warehouse), "reports")} == {"1": "1", "2": "1", "3": "2", "4": "1"}
    fill(warehouse)
    assert {row["code_version"] for row in rows(current(warehouse), "runs")} == {"2"}  # no row of the first run is left


def test_the_status_says_what_is_stale(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.versions.read_versions", lambda: TODAY)
    fill(warehouse, since="2022-09")
    assert read_status(warehouse)["stale"] == {"reports": 3, "months": 2}
    assert "3 reports of 2 months coded by other versions" in status_text(read_status(warehouse))
    fill(warehouse)
    assert read_status(warehouse)["stale"] == {"reports": 0, "months": 0}
    assert "other versions" not in status_text(read_status(warehouse))


def test_a_report_that_cannot_be_read_today_keeps_its_last_good_rows(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise ZeroDivisionError

    before = rows(current(warehouse), "reports")
    monkeypatch.setattr(flows.normalizing, "mine_together", fail)
    assert fill(warehouse, since="2022-09") == ["published"]
    assert rows(current(warehouse), "reports") == before
    assert [row["expectation"] for row in rows(current(warehouse), "rejects")] == ["report can be mined"]
    assert_sound(warehouse)


def test_events_that_a_backfill_merges_point_to_the_one_that_stays(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strikes = {row["event_id"] for row in rows(current(warehouse), "events") if row["event_type"] == "ASSAULT"}
    assert len(strikes) >= 2
    monkeypatch.setattr(transforms.mining, "merge_keys", lambda mentions, _: [mention.event_type for mention in mentions])
    fill(warehouse)
    merged = {row["event_id"]: row for row in rows(current(warehouse), "events") if row["event_id"] in strikes}
    (stays,) = [event for event in merged.values() if event["superseded_by"] is None]
    assert {event["superseded_by"] for event in merged.values() if event != stays} == {stays["event_id"]}
    assert stays["mention_count"] == len(merged) == len(strikes)
    assert_sound(warehouse)
    use(monkeypatch, Versions("3", "c", "r"))
    monkeypatch.setattr(transforms.mining, "merge_keys", lambda mentions, _: [None] * len(mentions))
    fill(warehouse)
    assert {row["event_id"] for row in rows(current(warehouse), "events") if row["superseded_by"] is None} >= strikes
    assert_sound(warehouse)


def test_the_command_prints_its_plan_and_does_nothing(warehouse: Path) -> None:
    before = current(warehouse)
    result = CliRunner().invoke(main, ["backfill", "--since", "2022-08-15", "--plan", "-w", str(warehouse)])
    assert result.exit_code == 0
    assert "2022-08  2 reports, 2 coded by other versions" in result.output
    planned = CliRunner().invoke(main, ["backfill", "--until", "2022-08", "--plan", "--json", "-w", str(warehouse)])
    assert json.loads(planned.output) == {"months": [{"month": "2022-08", "reports": 2, "stale": 2}]}
    assert current(warehouse) == before
    assert CliRunner().invoke(main, ["backfill", "--since", "August", "-w", str(warehouse)]).exit_code == 2
