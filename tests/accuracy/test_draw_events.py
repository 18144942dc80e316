"""The draw for readers: the same seed draws the same rows, and a coder of tolls does not see the answers."""

import json
from pathlib import Path

import pytest

from tests.accuracy.draw_events import draw, open_release, with_answers
from tests.warehouses import jsonl, run

TEXTS = ("Gunmen killed four guards in Maiduguri on Monday.", "A car bomb killed nine people in Kano.", "Traders opened a market in Jos.")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    reports = [{"id": str(number), "date": "2021-03-05", "text": text} for number, text in enumerate(TEXTS)]
    run(folder / "w", jsonl(folder / "a.jsonl", *reports))
    return folder / "w"


def test_a_seed_draws_the_same_mentions_with_their_sentences(warehouse: Path) -> None:
    drawn = draw(open_release(warehouse), seed=1, count=10, tolls=False)
    assert drawn == draw(open_release(warehouse), seed=1, count=10, tolls=False)
    assert {row["sentence"] for row in drawn} == set(TEXTS[:2])
    assert len(draw(open_release(warehouse), seed=1, count=1, tolls=False)) == 1


def test_tolls_are_drawn_without_what_was_found_and_answered_afterwards(warehouse: Path, tmp_path: Path) -> None:
    drawn = draw(open_release(warehouse), seed=1, count=10, tolls=True)
    assert {row["text"] for row in drawn} == set(TEXTS[:2])
    assert set(drawn[0]) == {"id", "published_on", "text"}
    coded = tmp_path / "coded.jsonl"
    coded.write_text("".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in drawn))
    assert {row["text"]: row["fatalities_best"] for row in with_answers(open_release(warehouse), coded)} == {TEXTS[0]: 4, TEXTS[1]: 9}
