"""`dateline status` and `v_quality`: what state a warehouse is in, and which rule is broken how often since when."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.query import open_session
from flows.status import read_status, status_text
from tests.synthetic import STORY, write_warehouse

DAYS = [datetime.datetime(2026, 11, day, 8, tzinfo=datetime.UTC) for day in range(1, 6)]
RUNS = [f"{number}" * 16 for number in range(1, 6)]


def result(run_id: str, rule: str, unexpected: int, severity: str = "row") -> dict[str, Any]:
    return {"run_id": run_id, "table_name": "reports", "expectation": rule, "column_name": "text", "severity": severity, "evaluated": 10,
            "unexpected": unexpected, "success": unexpected == 0}  # fmt: skip


def records(counts: dict[str, list[int]], severity: str = "row") -> dict[str, Any]:
    """The records of five runs, a day apart; `counts` are the rows that broke each rule in each."""
    return {
        run_id: {
            "runs": [{"run_id": run_id, "started_at": day, "outcome": "refused", "counts": "{}", "records_read": 10, "records_accepted": 9}],
            "quality_results": [result(run_id, rule, found[number], severity) for rule, found in counts.items()],
        }
        for number, (run_id, day) in enumerate(zip(RUNS, DAYS, strict=True))
    }


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    counts = {"never": [0, 0, 0, 0, 0], "mended": [3, 2, 0, 0, 0], "again": [1, 0, 0, 4, 2], "always": [1, 1, 1, 1, 1]}
    return write_warehouse(tmp_path / "w", {name: rows for name, rows in STORY.items() if name not in ("runs", "quality_results")}, records(counts))


def quality(warehouse: Path) -> dict[str, dict[str, Any]]:
    return {row["expectation"]: row for row in read_status(warehouse)["broken"]}


def test_sql_tells_which_rule_is_broken_how_often_and_since_when(warehouse: Path) -> None:
    with open_session(warehouse) as session:
        from flows.query import execute

        sql = "SELECT expectation, runs_asked, runs_broken, rows_broken, broken_now, day(broken_since), day(last_broken) FROM v_quality"
        found = {name: rest for name, *rest in execute(session, sql).fetch(100)}
    assert found == {"again": [5, 3, 7, True, 4, 5], "always": [5, 5, 5, True, 1, 5], "mended": [5, 2, 5, False, None, 2]}


def test_status_says_it_in_ten_lines(warehouse: Path) -> None:
    text = status_text(read_status(warehouse))
    assert len(text.splitlines()) <= 10
    assert "row reports.text again: in 3 of 5 runs, 7 rows, since 2026-11-04" in text
    assert "mended" not in text
    assert f"last run  {RUNS[-1]} refused" in text
    assert "4 of 3 sources" in text and "1 duplicates" in text


def test_many_broken_rules_are_counted(tmp_path: Path) -> None:
    counts = {f"rule {number}": [0, 0, 0, 0, 1] for number in range(30)}
    text = status_text(read_status(write_warehouse(tmp_path / "w", STORY, records(counts))))
    assert len(text.splitlines()) <= 10
    assert "rules more" in text


def test_the_command_prints_it_and_one_object_of_json(warehouse: Path, tmp_path: Path) -> None:
    plain = CliRunner().invoke(main, ["status", "--warehouse", str(warehouse)])
    assert plain.exit_code == 0 and plain.output.startswith("release")
    found = json.loads(CliRunner().invoke(main, ["status", "--warehouse", str(warehouse), "--json"]).output)
    assert found["reports"]["reports"] == 4
    none = CliRunner().invoke(main, ["status", "--warehouse", str(tmp_path / "none")])
    assert none.exit_code == 1 and "no release" in none.output
