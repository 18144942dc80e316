"""The project's own news of small towns and of the world, with the places that each names: its scores do not fall.

A place is found where a span overlaps it, and right within 161 km (a hundred miles) of its point; spans that are `neutral` (a
university with a state in its name, a river) are neither right nor wrong. A place without a point is too small for the gazetteer.
"""

import datetime
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import NameMention, find_names
from transforms.names.places import kilometres
from transforms.reference import load_reference

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "news_gold.jsonl").read_text(encoding="utf-8").splitlines() if line
]
_NEAR_KM = 161.0


class Score(NamedTuple):
    """Recognition F1, the share of found places that are where they should be, and F1 of places found and right; in percent."""

    recognition: float
    near: float
    end_to_end: float


def _places(row: dict[str, Any]) -> list[NameMention]:
    document = read_document(row["text"], datetime.date.fromisoformat(row["published"]))
    return [name for name in find_names(document, load_reference(), find_dates(document)) if name.entity_type == "place"]


def _is_near(mention: NameMention, place: dict[str, Any]) -> bool:
    known = load_reference().entity(mention.entity_id) if mention.entity_id else None
    if known is None:
        return False
    gazetteer = load_reference().gazetteer
    if known.geonames_id == place["geonameid"] or known.latitude is None or known.longitude is None:
        return known.geonames_id == place["geonameid"]
    some = gazetteer.by_row(0)
    here = some._replace(latitude=known.latitude, longitude=known.longitude)
    return kilometres(here, some._replace(latitude=place["lat"], longitude=place["lon"])) <= _NEAR_KM


def _overlaps(mention: NameMention, start: int, end: int) -> bool:
    return mention.start_char < end and start < mention.end_char


def _score(rows: list[dict[str, Any]]) -> Score:
    gold = given = found = pointed = right = gold_pointed = 0
    for row in rows:
        mentions = [one for one in _places(row) if not any(_overlaps(one, *span) for span in row["neutral"])]
        given += len(mentions)
        for place in row["places"]:
            gold += 1
            gold_pointed += "lat" in place
            mention = next((one for one in mentions if _overlaps(one, place["start"], place["end"])), None)
            if mention is None:
                continue
            found += 1
            pointed += "lat" in place
            right += "lat" in place and _is_near(mention, place)
    return Score(200 * found / (gold + given), 100 * right / pointed, 200 * right / (gold_pointed + given - found + pointed))


def test_the_gold_set_is_large_and_slices_its_texts() -> None:
    assert len(ROWS) >= 120
    assert all(row["text"][place["start"] : place["end"]] == place["text"] for row in ROWS for place in row["places"])


@pytest.mark.parametrize(("kind", "floor"), [("local", Score(96.7, 98.0, 96.0)), ("world", Score(97.5, 97.5, 96.4))])
def test_the_scores_do_not_fall(kind: str, floor: Score) -> None:
    score = _score([row for row in ROWS if row["set"] == kind])
    assert all(reached >= least for reached, least in zip(score, floor, strict=True)), score
