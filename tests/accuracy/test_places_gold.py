"""The project's own gold set of places: sentences written for it, with GeoNames ids. Its score does not fall."""

import json
from pathlib import Path
from typing import Any

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import NameMention, find_names
from transforms.reference import load_reference

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "places_gold.jsonl").read_text(encoding="utf-8").splitlines() if line
]


def _places(text: str) -> list[NameMention]:
    document = read_document(text)
    return [name for name in find_names(document, load_reference(), find_dates(document)) if name.entity_type == "place"]


def _geonames_id(mention: NameMention) -> int | None:
    known = load_reference().entity(mention.entity_id) if mention.entity_id else None
    return known.geonames_id if known else None


def test_the_gold_set_is_large_and_slices_its_texts() -> None:
    assert len(ROWS) >= 100
    assert all(row["text"][place["start"] : place["end"]] == place["text"] for row in ROWS for place in row["places"])


def test_the_score_does_not_fall() -> None:
    gold = found = right = 0
    for row in ROWS:
        wanted = {place["start"]: place["geonameid"] for place in row["places"]}
        gold += len(wanted)
        for mention in _places(row["text"]):
            found += 1
            right += wanted.get(mention.start_char, -1) == _geonames_id(mention)
    assert 200 * right / (gold + found) >= 97
