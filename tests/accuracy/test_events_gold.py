"""The project's own gold set of events: sentences and coded notes written for it, with what each tells. Its scores do not fall."""

import datetime
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import EventMention, find_events
from transforms.gazetteer_keys import fold_name
from transforms.names import find_names
from transforms.reference import load_reference

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "events_gold.jsonl").read_text(encoding="utf-8").splitlines() if line
]


def _found(row: dict[str, Any]) -> list[EventMention]:
    document = read_document(row["text"], datetime.date.fromisoformat(row["published_on"]))
    dates, reference = find_dates(document), load_reference()
    return find_events(document, dates, find_names(document, reference, dates), reference)


def _judge(gold: dict[str, Any], event: EventMention) -> dict[str, bool]:
    """What an event gets right of the columns that its gold gives; a gold actor is a part of the phrase, a gold date may be `unknown`."""
    right = {"type": event.event_type == gold["event_type"], "modality": event.modality == gold["modality"]}
    if gold["acled_event_type"]:
        right["acled"] = event.acled_event_type == gold["acled_event_type"]
    if gold["date"] == "unknown":
        right["date"] = event.event_date_start is None
    elif gold["date"]:
        right["date"] = str(event.event_date_start) == str(event.event_date_end) == gold["date"]
    if "place" in gold:
        right["place"] = _plain(gold["place"]) in _plain(event.place_name) if gold["place"] else event.place_name is None
    for actor in ("actor1", "actor2"):
        if gold[actor]:
            right["actors"] = right.get("actors", True) and _plain(gold[actor]) in _plain(getattr(event, f"{actor}_text"))
    tolls = [name for name in ("fatalities", "fatalities_low", "fatalities_high") if name in gold]
    if tolls:
        told = {"fatalities": event.fatalities_best, "fatalities_low": event.fatalities_low, "fatalities_high": event.fatalities_high}
        right["toll"] = all(told[name] == gold[name] for name in tolls)
    return right


def _plain(name: str | None) -> str:
    return fold_name(name or "")


@cache
def _scores() -> dict[str, float]:
    """Shares in percent: of gold events and of found ones that pair, and of pairs with each column right."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    gold_events = found_events = pairs = 0
    for row in ROWS:
        found = _found(row)
        gold_events, found_events = gold_events + len(row["events"]), found_events + len(found)
        for gold in row["events"]:
            judged = [_judge(gold, event) for event in found]
            if judged:
                best = max(judged, key=lambda columns: (columns["type"], sum(columns.values())))
                pairs += 1
                asked.update(best.keys())
                right.update(column for column, is_right in best.items() if is_right)
    shares = {column: 100 * right[column] / asked[column] for column in asked}
    return {**shares, "recall": 100 * pairs / gold_events, "precision": 100 * pairs / found_events}


FLOORS = {
    "recall": 99, "precision": 98, "type": 99, "acled": 99, "modality": 99, "date": 98, "place": 93, "actors": 95, "toll": 98,
}  # fmt: skip


def test_the_gold_set_is_large_and_a_quarter_of_it_tells_no_event() -> None:
    assert len(ROWS) >= 340
    assert sum(not row["events"] for row in ROWS) >= 60


@pytest.mark.parametrize("column", sorted(FLOORS))
def test_no_score_falls(column: str) -> None:
    assert _scores()[column] >= FLOORS[column]


def test_a_text_may_end_behind_any_word() -> None:
    for row in ROWS[::3]:
        words = row["text"].split()
        for end in range(1, len(words), 2):
            text = " ".join(words[:end])
            for event in _found({**row, "text": text}):
                spans = [(name.removesuffix("_start_char"), start) for name, start in event._asdict().items() if name.endswith("_start_char")]
                for name, start in spans:
                    assert start is None or 0 <= start < getattr(event, f"{name}_end_char") <= len(text), (name, text)
