"""The sample reports, end to end: what is found in each of them stands in a golden file.

`pytest tests/flows/test_samples.py --rewrite-golden` writes what is found now; review it as a diff.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.warehouses import current, rows

GOLDEN = Path(__file__).parent / "golden" / "samples.json"

DATE = ("text", "timex_type", "timex_value", "timex_mod", "date_start", "date_end", "date_prec", "status")
NAME = ("text", "entity_type", "entity_id", "link_status", "country_iso3")
EVENT = ("trigger_text", "event_type", "acled_sub_event_type", "modality", "attributed_to", "actor1_name", "actor1_text", "actor2_name",
         "actor2_text", "place_name", "country_iso3", "where_prec", "event_date_start", "event_date_end", "date_is_report_date",
         "fatalities_low", "fatalities_best", "fatalities_high", "injured_best")  # fmt: skip
REPORT = ("published_on", "published_on_source", "title", "credits", "language", "body_start")


def found(release: Path) -> dict[str, Any]:
    """What stands in a release, by the id of the report in its source, without ids and offsets."""
    told: dict[str, Any] = {}
    names = {row["report_id"]: row["source_id"] for row in rows(release, "reports")}
    for report in sorted(rows(release, "reports"), key=lambda row: row["source_id"]):
        told[report["source_id"]] = {"report": _values(report, REPORT), "dates": [], "names": [], "events": []}
    for table, kind, columns, order in (
        ("date_mentions", "dates", DATE, "start_char"),
        ("entity_mentions", "names", NAME, "start_char"),
        ("event_mentions", "events", EVENT, "trigger_start_char"),
    ):
        by_report = defaultdict(list)
        for row in sorted(rows(release, table), key=lambda row: row[order]):
            by_report[names[row["report_id"]]].append(_values(row, columns))
        for source_id, values in by_report.items():
            told[source_id][kind] = values
    return told


def _values(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] if isinstance(row[name], int | float | list) else str(row[name]) for name in columns if row[name] is not None}


def test_the_samples_give_what_is_expected_of_them(samples_warehouse: Path, rewrite_golden: bool) -> None:
    now = found(current(samples_warehouse))
    if rewrite_golden:
        GOLDEN.parent.mkdir(exist_ok=True)
        lines = json.dumps(now, indent=1, ensure_ascii=False, sort_keys=True)
        GOLDEN.write_text(lines + "\n", encoding="utf-8")
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert now.keys() == expected.keys()
    for source_id, told in expected.items():
        for kind, values in told.items():
            assert now[source_id][kind] == values, (source_id, kind)


@pytest.fixture(scope="module")
def retelling(samples_warehouse: Path) -> dict[str, Any]:
    return found(current(samples_warehouse))["2022-08-24_deir-ezzor.txt"]


def test_the_retelling_has_its_dates_and_no_other(retelling: dict[str, Any]) -> None:
    assert [(date["text"], date["timex_value"], date["date_start"], date["date_end"]) for date in retelling["dates"]] == [
        ("today", "2022-08-24", "2022-08-24", "2022-08-24"),
        ("August 15", "2022-08-15", "2022-08-15", "2022-08-15"),
        ("June of last year", "2021-06", "2021-06-01", "2021-06-30"),
    ]


def test_the_retelling_names_each_thing_once_whatever_it_is_called(retelling: dict[str, Any]) -> None:
    ids = defaultdict(set)
    for name in retelling["names"]:
        ids[name["text"]].add(name.get("entity_id"))
    for aliases in (
        ("Iranian Revolutionary Guard", "Iranian Islamic Revolutionary Guard Corps"),
        ("ISIS", "Daesh"),
        ("Syrian Democratic Forces", "SDF"),
        ("US military", "US military forces", "US forces"),
    ):
        (entity_id,) = set.union(*(ids[alias] for alias in aliases))
        assert entity_id is not None, aliases
    assert len(ids["Deir Ezzor"] | ids["Deir ez-Zor governorate"]) == 2
    assert ids["Biden"] == {"person:joe-biden"}
    assert {"Barack Obama", "Joe Buccino", "US Central Command", "Euphrates", "Syria", "Iraq"} <= ids.keys()


def test_places_of_the_retelling_have_a_point_and_their_country(samples_warehouse: Path, retelling: dict[str, Any]) -> None:
    entities = {row["entity_id"]: row for row in rows(current(samples_warehouse), "entities")}
    places = {name["text"]: entities[name["entity_id"]] for name in retelling["names"] if name["entity_type"] == "place"}
    countries = {"Deir Ezzor": "SYR", "Deir ez-Zor governorate": "SYR", "Al-Bukamal": "SYR", "Abu Kamal": "SYR", "Euphrates": None, "Iraq": "IRQ"}
    assert {text: places[text]["country_iso3"] for text in countries} == countries
    assert all(places[text]["latitude"] is not None for text in countries)
    assert places["Al-Bukamal"]["entity_id"] == places["Abu Kamal"]["entity_id"]
    assert abs(places["Deir Ezzor"]["latitude"] - 35.3) < 0.5


def test_the_retelling_has_its_events_and_none_for_what_may_come(retelling: dict[str, Any]) -> None:
    strikes = [event for event in retelling["events"] if event["event_type"] == "ASSAULT"]
    assert {(event["event_date_start"], event["event_date_end"], event["modality"]) for event in strikes} == {
        ("2022-08-24", "2022-08-24", "actual"),
        ("2022-08-15", "2022-08-15", "actual"),
        ("2021-06-01", "2021-06-30", "historical"),
    }
    assert not any("fatalities_best" in event or "injured_best" in event for event in retelling["events"])
    assert not any(event["trigger_text"] in ("continue", "take") for event in retelling["events"])
    (struck,) = [event for event in strikes if event["event_date_start"] == "2022-08-24"]
    assert struck["country_iso3"] == "SYR"
    assert "Deir" in struck["place_name"]


def test_the_related_link_is_not_mined(samples_warehouse: Path) -> None:
    release = current(samples_warehouse)
    (report,) = [row for row in rows(release, "reports") if row["source_id"] == "2022-08-24_deir-ezzor.txt"]
    link = report["text"].index("Read:")
    assert report["credits"] == ["Reuters"]
    for table in ("date_mentions", "entity_mentions"):
        assert all(row["end_char"] <= link for row in rows(release, table) if row["report_id"] == report["report_id"])
