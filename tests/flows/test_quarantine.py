"""Bad rows planted in every table land in `rejects` with the rule they broke; what refuses a run publishes nothing."""

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import flows.normalizing
import flows.reading
import flows.resolving
from expectations.drift import FEWEST_RUNS, drift, figures
from expectations.suites import Rule, rules_of
from tests.one_by_one import one_by_one
from tests.warehouses import AS_OF, current, rows, run
from transforms.contract import Table
from transforms.mining import mine
from transforms.tables import ENTITIES, EVENTS, MINED, REPORTS, TABLES

PLACES = (
    "Maiduguri", "Mosul", "Raqqa", "Kandahar", "Goma", "Bangui", "Juba", "Kharkiv", "Mariupol", "Gaza", "Benghazi", "Misrata", "Sirte", "Aden",
    "Taiz", "Hodeidah", "Mogadishu", "Kismayo", "Timbuktu", "Gao", "Peshawar", "Quetta", "Srinagar", "Marawi", "Donetsk", "Luhansk", "Kherson",
    "Basra", "Fallujah", "Ramadi", "Tikrit", "Jenin", "Nablus", "Hebron",
)  # fmt: skip
START = datetime.date(2022, 1, 1)


def feed(path: Path, count: int, sources: int = 1) -> Path:
    """So many reports of each source, each of an event of its own day."""
    records = []
    for number in range(count):
        day = START + datetime.timedelta(days=number)
        place, text_day = PLACES[number % len(PLACES)], day.strftime("%d %B %Y").lstrip("0")
        text = f"Rebels bombed a bridge in {place} on {text_day} and killed {number + 2} soldiers, Amnesty International said."
        record = {"id": number, "date": str(day + datetime.timedelta(days=1)), "text": text}
        records += [{**record, "source": f"Source {source}"} for source in range(sources)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def spoilt(table: Table, rule: Rule, row: Sequence[Any]) -> tuple[Any, ...]:
    """The row with a value that breaks the rule."""
    values = dict(zip(table.names, row, strict=False))
    field = table.field(rule.column_name.split(",")[0])
    bad: dict[str, Any] = {"not_null": None, "in_set": "nonsense", "matches": "?!"}
    if rule.expectation == "between":
        values[field.name] = type(field.example)((field.minimum - 1) if field.minimum is not None else (field.maximum or 0) + 1)
    elif rule.expectation == "ordered":
        low, high = rule.column_name.split(",")
        values |= {low: 9, high: 3} if isinstance(table.field(low).example, int) else {low: AS_OF.date(), high: START}
    else:
        values[field.name] = bad[rule.expectation]
    return (*(values[name] for name in table.names), *row[len(table.names) :])


def plantable(table: Table) -> list[Rule]:
    """The rules of a table about what is not its key, by which the row is known."""
    return [rule for rule in rules_of(table) if rule.column_name not in table.key]


def broken(warehouse: Path) -> set[tuple[str, str, str]]:
    return {(row["table_name"], row["expectation"], row["column_name"]) for row in rows(current(warehouse), "rejects")}


def test_a_bad_row_of_every_kind_in_every_mined_table_is_found_with_its_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = [(TABLES[name], rule) for name in ("reports", *MINED) for rule in plantable(TABLES[name])]

    def plant(report: Any, *rest: Any) -> Any:
        mined, number = mine(report, *rest), int(report.source_id)
        if number >= len(planted):
            return mined
        table, rule = planted[number]
        if table is REPORTS:
            return mined._replace(report=spoilt(table, rule, mined.report))
        first, *others = getattr(mined, table.name)
        return mined._replace(**{table.name: [spoilt(table, rule, first), *others]})

    monkeypatch.setattr(flows.normalizing, "mine_together", one_by_one(plant))
    summary = run(tmp_path / "w", feed(tmp_path / "a.jsonl", len(planted) + 5), max_reject_share=1.0)
    assert summary.refused == ()
    assert {(table.name, rule.expectation, rule.column_name) for table, rule in planted} - broken(tmp_path / "w") == set()
    assert summary.records.read == len(planted) + 5 == summary.records.accepted + summary.records.rejected
    assert summary.records.rejected == sum(table is REPORTS for table, _ in planted)
    assert all(row["reason"] and row["row_json"] != "{}" for row in rows(current(tmp_path / "w"), "rejects"))


@pytest.mark.parametrize("table", [ENTITIES, EVENTS], ids=["entities", "events"])
def test_a_bad_entity_or_event_of_every_kind_is_found_and_nothing_points_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table
) -> None:
    planted = plantable(table)
    name = {"entities": "entity_row", "events": "_event_row"}[table.name]
    make, made = getattr(flows.resolving, name), iter(planted)

    def plant(*given: Any) -> Any:
        row = make(*given)
        spare = table is ENTITIES and not row[0].startswith("geonames:")
        rule = None if spare else next(made, None)
        return row if rule is None else spoilt(table, rule, row)

    monkeypatch.setattr(flows.resolving, name, plant)
    summary = run(tmp_path / "w", feed(tmp_path / "a.jsonl", max(40, len(planted) + 5), sources=2))  # an event of one claim is no Python's
    assert next(made, None) is None
    assert summary.refused == ()
    assert {(table.name, rule.expectation, rule.column_name) for rule in planted} - broken(tmp_path / "w") == set()
    assert summary.records.rejected == 0


# The gate


def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, spoil: Any) -> tuple[str, ...]:
    """What the gate says of a run whose rows of one table `spoil` changes; nothing of the run is published."""
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", 1))
    before = current(tmp_path / "w")
    spoiling = one_by_one(lambda *given: (mined := mine(*given))._replace(**{table: spoil(getattr(mined, table))}))
    monkeypatch.setattr(flows.normalizing, "mine_together", spoiling)
    summary = run(tmp_path / "w", feed(tmp_path / "b.jsonl", 3))
    assert (summary.outcome, summary.release_id) == ("refused", None)
    assert current(tmp_path / "w") == before
    assert (tmp_path / "w" / "runs" / summary.run_id / "quality_results.parquet").exists()
    return summary.refused


def test_a_key_that_stands_twice_refuses_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (said,) = refused(tmp_path, monkeypatch, "date_mentions", lambda found: [*found, *found])
    assert "date_mentions" in said and "unique" in said


def test_words_that_are_not_those_of_the_text_refuse_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = TABLES["entity_mentions"].names.index("text")
    said = refused(tmp_path, monkeypatch, "entity_mentions", lambda found: [(*row[:at], row[at] + "x", *row[at + 1 :]) for row in found])
    assert any("slices" in sentence for sentence in said)


def test_a_row_of_no_report_refuses_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = TABLES["sentences"].names.index("report_id")
    said = refused(tmp_path, monkeypatch, "sentences", lambda found: [(*row[:at], "0" * 16, *row[at + 1 :]) for row in found[:1]])
    assert any("refers" in sentence or "unique" in sentence for sentence in said)


def test_a_record_that_is_lost_refuses_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = flows.reading._batches
    monkeypatch.setattr(flows.reading, "_batches", lambda reports: batches(list(reports)[1:]))
    summary = run(tmp_path / "w", feed(tmp_path / "a.jsonl", 3))
    assert summary.outcome == "refused"
    assert "records are conserved" in summary.refused[0]
    assert not (tmp_path / "w" / "current").exists()


@pytest.mark.parametrize(("bad", "outcome"), [(40, "published"), (41, "refused")])
def test_too_many_rejected_records_refuse_the_run(tmp_path: Path, bad: int, outcome: str) -> None:
    lines = [json.dumps({"id": n, "text": "Rain fell."}) if n >= bad else "{" + str(n) for n in range(200)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    summary = run(tmp_path / "w", tmp_path / "a.jsonl")
    assert summary.outcome == outcome
    assert not summary.refused or "--max-reject-share" in summary.refused[0]


# Drift


def usual(records: int = 1_000, rejected: int = 10, events: int = 2_000) -> dict[str, float]:
    return figures(records, records - rejected, rejected, {"sentences": 5_000, "event_mentions": events})


def far(now: dict[str, float], history: list[dict[str, float]]) -> set[str]:
    return {check.column_name for check in drift(history, now) if check.unexpected}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (usual(), set()),
        (usual(1_040, 12), set()),
        (usual(100), {"records_read", "rejected per record read", "sentences per report", "event_mentions per report"}),
        (usual(rejected=150), {"rejected per record read", "sentences per report"} - {"sentences per report"}),
        (usual(events=200), {"event_mentions per report"}),
        (usual(3, 0), {"records_read"}),
    ],
    ids=["the same", "a little more", "a tenth", "many rejected", "few events", "a handful"],
)
def test_a_run_unlike_those_before_it_is_warned_of(now: dict[str, float], expected: set[str]) -> None:
    assert far(now, [usual(1_000 + day) for day in range(10)]) == expected


def test_one_odd_run_before_does_not_hide_another() -> None:
    assert far(usual(100), [usual(10_000), *(usual() for _ in range(9))]) >= {"records_read"}


def test_nothing_is_usual_before_a_week_of_runs() -> None:
    assert drift([usual()] * (FEWEST_RUNS - 1), usual(1)) == []


def test_only_the_last_runs_are_compared() -> None:
    assert far(usual(), [*(usual() for _ in range(28)), *(usual(9) for _ in range(100))]) == set()
