"""Events across reports and across runs: one row for what several outlets tell, under an id that lasts."""

import datetime
import json
from pathlib import Path
from typing import Any

from tests.warehouses import AS_OF, current, jsonl, rows, run
from transforms.events import EventMention
from transforms.events.merging import Claim, MergedEvent, merge_mentions

MORNING = {"id": "1", "date": "2021-03-05", "source": "Morning Star", "text": "A car bomb killed 12 people in Maiduguri on 4 March 2021."}
EVENING = {"id": "2", "date": "2021-03-06", "source": "Evening Post", "text": "At least 15 people died in a bombing in Maiduguri on 4 March 2021."}
WEEKLY = {"id": "3", "date": "2021-03-09", "source": "Weekly", "text": "The car bomb in Maiduguri on 4 March 2021 killed 17 people."}
ELSEWHERE = {"id": "4", "date": "2021-05-05", "source": "Morning Star", "text": "Gunmen attacked a bank in Accra on 4 May 2021 and killed a guard."}
LATER = AS_OF + datetime.timedelta(days=1)


def _events(warehouse: Path) -> list[dict[str, Any]]:
    return rows(current(warehouse), "events")


def test_two_outlets_on_one_event_make_one_row_with_both_and_the_differing_tolls(tmp_path: Path) -> None:
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", MORNING, EVENING))
    (event,) = _events(tmp_path / "w")
    assert (event["mention_count"], event["report_count"], event["source_count"]) == (2, 2, 2)
    assert (event["fatalities_low"], event["fatalities_best"], event["fatalities_high"]) == (12, 15, 15)
    told = {(row["source"], row["value"]) for row in json.loads(event["conflicts"]) if row["column"] == "fatalities_best"}
    assert told == {("Morning Star", 12), ("Evening Post", 15)}


def test_an_event_of_one_claim_is_what_merging_that_claim_gives(samples_warehouse: Path) -> None:
    release = current(samples_warehouse)
    reports = {row["report_id"]: row for row in rows(release, "reports")}
    claims = {row["event_id"]: row for row in rows(release, "event_mentions")}
    lone = [event for event in rows(release, "events") if event["mention_count"] == 1]
    assert len(lone) > 50
    for event in lone:
        told = claims[event["event_id"]]
        report, mention = reports[told["report_id"]], EventMention(*(told[name] for name in EventMention._fields))
        is_duplicate = report["duplicate_of"] is not None
        claim = Claim(told["report_id"], report["source_name"], report["published_on"], is_duplicate, mention, told["merge_key"])
        assert merge_mentions([claim]) == MergedEvent(*(event[name] for name in MergedEvent._fields))


def test_a_later_report_joins_the_event_and_the_id_stays(tmp_path: Path) -> None:
    warehouse = tmp_path / "w"
    run(warehouse, jsonl(tmp_path / "a.jsonl", MORNING, EVENING))
    (before,) = _events(warehouse)
    run(warehouse, jsonl(tmp_path / "b.jsonl", WEEKLY), as_of=LATER)
    (after,) = _events(warehouse)
    assert after["event_id"] == before["event_id"]
    assert (after["report_count"], after["fatalities_best"], after["last_reported_on"]) == (3, 17, datetime.date(2021, 3, 9))
    assert {row["event_id"] for row in rows(current(warehouse), "event_mentions")} == {before["event_id"]}


def test_the_order_of_reports_changes_nothing_but_the_id(tmp_path: Path) -> None:
    reports = (MORNING, EVENING, WEEKLY)
    run(tmp_path / "once", jsonl(tmp_path / "all.jsonl", *reports))
    for number, report in enumerate(reversed(reports)):
        run(tmp_path / "steps", jsonl(tmp_path / f"{number}.jsonl", report), as_of=AS_OF + datetime.timedelta(days=number))
    assert [_without_id(event) for event in _events(tmp_path / "steps")] == [_without_id(event) for event in _events(tmp_path / "once")]


def _without_id(event: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name != "event_id"}


def test_a_later_report_rewrites_only_the_month_that_it_touches(tmp_path: Path) -> None:
    warehouse = tmp_path / "w"
    run(warehouse, jsonl(tmp_path / "a.jsonl", MORNING, ELSEWHERE))
    before = {path.parent.name: path.stat().st_ino for path in (current(warehouse) / "events").rglob("*.parquet")}
    run(warehouse, jsonl(tmp_path / "b.jsonl", EVENING), as_of=LATER)
    after = {path.parent.name: path.stat().st_ino for path in (current(warehouse) / "events").rglob("*.parquet")}
    assert set(before) == {"event_month=2021-03", "event_month=2021-05"}
    assert {month for month in before if before[month] != after[month]} == {"event_month=2021-03"}


def test_two_incidents_that_a_report_tells_apart_stay_two(tmp_path: Path) -> None:
    two = "On 4 March 2021 a car bomb killed 12 people in Maiduguri. In another attack in Maiduguri on 4 March 2021 gunmen killed two guards."
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {**MORNING, "text": two}))
    assert sorted(event["fatalities_best"] for event in _events(tmp_path / "w")) == [2, 12]


def test_a_reprint_counts_as_a_mention_and_as_no_report(tmp_path: Path) -> None:
    text = (
        "A car bomb killed 12 people in Maiduguri on 4 March 2021, the police of the state said. The blast broke the windows of shops around the"
        " bus station, and traders carried the wounded to two hospitals in the north of the city before ambulances came."
    )
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {**MORNING, "text": text}, {**EVENING, "text": text}))
    (event,) = _events(tmp_path / "w")
    assert (event["mention_count"], event["report_count"], event["source_count"]) == (2, 1, 1)


def test_an_event_whose_only_report_was_corrected_goes(tmp_path: Path) -> None:
    warehouse = tmp_path / "w"
    run(warehouse, jsonl(tmp_path / "a.jsonl", MORNING, ELSEWHERE))
    run(warehouse, jsonl(tmp_path / "a.jsonl", {**MORNING, "text": "Traders in Maiduguri opened a new market."}, ELSEWHERE), as_of=LATER)
    assert [event["place_name"] for event in _events(warehouse)] == ["Accra"]
