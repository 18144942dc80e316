"""The project's own gold set of dates: sentences written for it, with spans, values and intervals. Its score does not fall."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from transforms.dates import DateMention, find_dates
from transforms.document import read_document

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "dates_gold.jsonl").read_text(encoding="utf-8").splitlines() if line
]


def _found(row: dict[str, Any]) -> list[DateMention]:
    return find_dates(read_document(row["text"], datetime.date.fromisoformat(row["published"])))


def _score(rows: list[dict[str, Any]]) -> dict[str, float]:
    """F1 of exact spans with their value, and the share of right intervals among them."""
    gold = found = right = interval = 0
    for row in rows:
        wanted = {(date["start"], date["end"]): date for date in row["dates"]}
        gold += len(wanted)
        for mention in _found(row):
            found += 1
            date = wanted.get((mention.start_char, mention.end_char))
            if date and (date["value"], date["type"]) == (mention.timex_value, mention.timex_type):
                right += 1
                days = tuple(day and day.isoformat() for day in (mention.date_start, mention.date_end))
                interval += days == (date["date_start"], date["date_end"])
    return {"value_f1": 200 * right / max(1, gold + found), "interval_accuracy": 100 * interval / max(1, right)}


def test_the_gold_set_is_large_and_slices_its_texts() -> None:
    assert sum(len(read_document(row["text"]).sentences) for row in ROWS) >= 600
    assert all(row["text"][date["start"] : date["end"]] == date["text"] for row in ROWS for date in row["dates"])


def test_the_score_does_not_fall() -> None:
    """What is still read wrongly: what only a reader of the world knows, as that voters go to the polls in a month to come."""
    score = _score(ROWS)
    assert score["value_f1"] >= 98.9
    assert score["interval_accuracy"] >= 99.9


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in ROWS}))
def test_every_kind_of_text_is_read_well(kind: str) -> None:
    assert _score([row for row in ROWS if row["kind"] == kind])["value_f1"] >= 95
