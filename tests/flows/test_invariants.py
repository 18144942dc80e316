"""The invariants of the design, each on real runs."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import flows.normalizing
from flows.sources import find_files
from tests.one_by_one import one_by_one
from tests.warehouses import SAMPLES, checksums, current, is_whole, jsonl, manifest, rows, run
from transforms.mining import mine
from transforms.tables import TABLES

MENTIONS = ("date_mentions", "entity_mentions")
EVENT_SPANS = ("trigger", "actor1", "actor2")


# 1. Verbatim


def test_every_mention_is_its_characters_in_the_report(samples_warehouse: Path) -> None:
    release = current(samples_warehouse)
    texts = {report["report_id"]: report["text"] for report in rows(release, "reports")}
    for table in MENTIONS:
        found = rows(release, table)
        assert found
        assert all(texts[row["report_id"]][row["start_char"] : row["end_char"]] == row["text"] for row in found)
    for event in rows(release, "event_mentions"):
        for span in EVENT_SPANS:
            start, end = event[f"{span}_start_char"], event[f"{span}_end_char"]
            assert start is None or texts[event["report_id"]][start:end] == event[f"{span}_text"]


def test_a_text_is_kept_as_it_was_decoded(tmp_path: Path) -> None:
    text = " date 2022-08-24 \u202eAn  army\r\nleft.\t<b>=1+1</b> \x00 \U0001f600 "
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"text": text}))
    assert [report["text"] for report in rows(current(tmp_path / "w"), "reports")] == [text]


def test_every_value_of_a_claim_has_its_words_or_says_that_it_was_inferred(samples_warehouse: Path) -> None:
    claims = rows(current(samples_warehouse), "event_mentions")
    spans = {"attributed_to": "attributed", "actor1_text": "actor1", "actor2_text": "actor2", "place_name": "place", "instrument": "instrument"}
    assert claims
    for claim in claims:
        for value, span in spans.items():
            assert (claim[value] is None) == (claim[f"{span}_start_char"] is None), value
        assert claim["date_is_report_date"] == (claim["date_start_char"] is None and claim["event_date_start"] is not None)
        tolls = [claim[f"{victims}_{bound}"] for victims in ("fatalities", "injured") for bound in ("low", "best", "high")]
        assert (tolls == [None] * 6) == (claim["casualties_start_char"] is None)


# 2. Conserved


def test_records_read_are_accepted_rejected_or_unchanged(tmp_path: Path) -> None:
    rain = {"id": 1, "text": "Rain fell."}
    source = jsonl(tmp_path / "a.jsonl", rain, "{broken", {"id": 2}, {"id": 3, "text": " "}, rain)
    summary = run(tmp_path / "w", source)
    records = summary.records
    assert (records.read, records.accepted, records.rejected, records.unchanged) == (5, 1, 3, 1)
    refused = rows(current(tmp_path / "w"), "rejects")
    assert len(refused) == 3
    assert all(row["reason"] and row["source_uri"] for row in refused)
    assert rows(current(tmp_path / "w"), "runs")[0]["records_read"] == 5


# 3. Pure


def test_the_same_input_gives_the_same_bytes_with_any_number_of_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path / "one", SAMPLES, workers=1)
    monkeypatch.setattr("flows.reading.BATCH_REPORTS", 3)
    monkeypatch.setattr("flows.publishing._GROUP_BYTES", 20_000)  # so that months are sorted in groups
    run(tmp_path / "two", SAMPLES, workers=2)
    assert checksums(current(tmp_path / "one")) == checksums(current(tmp_path / "two"))


def test_rows_of_a_file_stand_in_the_order_of_the_contract(tmp_path: Path) -> None:
    """Also where a month gains rows that go between those that it has."""
    days = [f"2022-05-{day:02}" for day in (9, 3, 6)]
    for number, day in enumerate(days):
        report = {"id": number, "date": day, "text": f"Rebels attacked Homs on {day} and killed {number + 2} soldiers in Hama."}
        run(tmp_path / "w", jsonl(tmp_path / f"{number}.jsonl", report))
    for table in TABLES.values():
        keys = [(name, "ascending") for name in dict.fromkeys((*table.order, *table.key))]
        for path in current(tmp_path / "w").glob(f"{table.name}/**/*.parquet"):
            part = pq.read_table(path, partitioning=None)
            assert part.equals(part.sort_by(keys))
    assert [row["published_on"].isoformat() for row in rows(current(tmp_path / "w"), "reports")] == sorted(days)


def test_built_in_steps_or_at_once_the_rows_are_the_same(tmp_path: Path) -> None:
    paths = [file.path for file in reversed(find_files([str(SAMPLES)]))]
    for first in range(0, len(paths), 5):
        run(tmp_path / "steps", *paths[first : first + 5])
    run(tmp_path / "once", SAMPLES)
    for table in ("reports", "sentences", *MENTIONS, "entities", "event_mentions", "events"):
        assert _comparable(tmp_path / "steps", table) == _comparable(tmp_path / "once", table), table


def _comparable(warehouse: Path, table: str) -> list[str]:
    left_out = {"revision", "ingested_at", "run_id", "event_id"}
    return sorted(repr({name: value for name, value in row.items() if name not in left_out}) for row in rows(current(warehouse), table))


# 4. Honest precision


def test_a_month_stays_a_month(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"date": "2022-08-24", "text": "The bridge was bombed in early June of last year."})
    run(tmp_path / "w", source)
    (date,) = rows(current(tmp_path / "w"), "date_mentions")
    assert (str(date["date_start"]), str(date["date_end"]), date["date_prec"]) == ("2021-06-01", "2021-06-30", 4)


def test_what_is_not_known_is_null(tmp_path: Path) -> None:
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"text": "Rebels attacked a village on Monday."}))
    release = current(tmp_path / "w")
    assert [date["date_start"] for date in rows(release, "date_mentions")] == [None]
    for event in rows(release, "event_mentions"):
        assert (event["event_date_start"], event["latitude"], event["fatalities_best"]) == (None, None, None)
        assert event["date_is_report_date"] is False


# 5. Atomic


def test_a_run_killed_at_any_moment_leaves_current_whole(tmp_path: Path) -> None:
    warehouse, inbox = tmp_path / "w", tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(SAMPLES / "nepal-earthquake.txt", inbox)
    run(warehouse, inbox)
    before = current(warehouse)
    shutil.copy(SAMPLES / "feed.jsonl", inbox)
    moments = random.Random(7)
    for _ in range(4):
        command = [sys.executable, "-m", "flows.cli", "run", str(inbox), "-w", str(warehouse), "--plain", "--workers", "1"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.5, 6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert is_whole(current(warehouse))
        assert current(warehouse) == before or manifest(current(warehouse))["previous"] == before.name
    run(warehouse, inbox)
    assert len(rows(current(warehouse), "reports")) == 10
    assert not any(name.startswith(".") for name in os.listdir(warehouse / "releases"))


# 6. Idempotent


def test_running_again_publishes_nothing(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."}, "{broken")
    run(tmp_path / "w", source)
    before = current(tmp_path / "w")
    source.touch()
    summary = run(tmp_path / "w", source)
    assert (summary.outcome, summary.records.unchanged) == ("unchanged", 2)
    assert current(tmp_path / "w") == before


def test_a_changed_record_becomes_a_revision(tmp_path: Path) -> None:
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Ten men died in Homs."}, {"id": 2, "text": "Rain fell."}))
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Twelve men died in Hama."}, {"id": 2, "text": "Rain fell."}))
    release = current(tmp_path / "w")
    assert sorted((report["source_id"], report["revision"], report["text"]) for report in rows(release, "reports")) == [
        ("1", 2, "Twelve men died in Hama."),
        ("2", 1, "Rain fell."),
    ]
    assert "Homs" not in {mention["text"] for mention in rows(release, "entity_mentions")}
    assert "Homs" not in {entity["name"] for entity in rows(release, "entities")}


def test_a_changed_record_that_is_refused_leaves_the_last_good_one(tmp_path: Path) -> None:
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."}))
    run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"id": 1, "text": ""}))
    assert [report["text"] for report in rows(current(tmp_path / "w"), "reports")] == ["Rain fell."]


def test_two_records_of_one_id_are_revisions(tmp_path: Path) -> None:
    summary = run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."}, {"id": 1, "text": "Snow fell."}))
    assert summary.records.accepted == 2
    assert [(r["revision"], r["text"]) for r in rows(current(tmp_path / "w"), "reports")] == [(2, "Snow fell.")]


# 7. Isolated


def test_one_report_that_cannot_be_mined_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_on_rain(report: Any, *rest: Any) -> Any:
        if "Rain" in report.text:
            raise ZeroDivisionError("rain")
        return mine(report, *rest)

    monkeypatch.setattr(flows.normalizing, "mine_together", one_by_one(fail_on_rain))
    summary = run(tmp_path / "w", jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."}, {"id": 2, "text": "Snow fell."}))
    assert (summary.records.accepted, summary.records.rejected) == (1, 1)
    (refused,) = rows(current(tmp_path / "w"), "rejects")
    assert "rain" in refused["observed"]
    assert [report["text"] for report in rows(current(tmp_path / "w"), "reports")] == ["Snow fell."]


def test_a_broken_file_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    jsonl(tmp_path / "in" / "a.jsonl", {"id": 1, "text": "Rain fell."})
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(b"\x1f\x8b\x08broken")
    summary = run(tmp_path / "w", tmp_path / "in")
    assert (summary.records.accepted, summary.records.rejected) == (1, 1)
