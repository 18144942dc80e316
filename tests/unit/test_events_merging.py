"""Events across reports: what makes two claims one event, and the row they make together."""

import datetime
import itertools
import json

from transforms.events import EventMention, merge_keys, merge_mentions
from transforms.events.merging import Claim, merge_key
from transforms.reference import EntityRow

DAY = datetime.date(2021, 3, 4)


def claim(report: str, published: datetime.date = DAY, duplicate: bool = False, source: str = "A", **values: object) -> Claim:
    mention = EventMention(
        0, "attack", 10, 16, "attack", "ASSAULT", "other", "Battles", "Armed clash", "19", "actual",
        place_id="place:kidal", place_name="Kidal", country_iso3="MLI", latitude=18.4, longitude=1.4, where_prec=1,
        event_date_start=DAY, event_date_end=DAY, date_prec=1, confidence=0.8,
    )  # fmt: skip
    return Claim(report, source, published, duplicate, mention._replace(**values))  # type: ignore[arg-type]


class _Reference:
    """Knows Kidal, the town and the district around it, and another Kidal in another unit."""

    def entity(self, entity_id: str) -> EntityRow:
        admin1 = "Gao" if entity_id == "place:other" else "Kidal"
        return EntityRow(entity_id, "place", "Kidal", (), "MLI", admin1)


def key(**values: object) -> str | None:
    return merge_key(claim("r", **values).mention, _Reference())  # type: ignore[arg-type]


def test_same_kind_day_and_place_is_one_event() -> None:
    assert key() == key(event_mode="firearms") is not None


def test_a_town_and_the_district_of_its_name_are_one_place() -> None:
    assert key() == key(place_id="place:kidal-district", place_name="Kidal District", where_prec=3)
    assert key() != key(place_id="place:other")


def test_a_second_incident_of_one_report_is_the_second_elsewhere_too() -> None:
    mention = claim("r").mention
    keys = merge_keys([mention, mention._replace(event_mode="abduct"), mention], _Reference())  # type: ignore[arg-type]
    assert len(set(keys)) == 3
    assert keys[2] == f"{keys[0]}#2"


def test_another_day_place_or_kind_is_another_event() -> None:
    keys = {
        key(**values)
        for values in ({}, {"event_date_start": datetime.date(2021, 3, 5)}, {"place_name": "Gao"}, {"event_mode": "abduct"})
    }
    assert len(keys) == 4


def test_without_day_or_place_an_event_stays_in_its_report() -> None:
    for values in ({"date_prec": 4}, {"place_id": None}, {"where_prec": 6}, {"modality": "planned"}):
        assert key(**values) is None


def test_tolls_keep_their_range_and_the_latest_word() -> None:
    claims = [
        claim("r1", fatalities_low=3, fatalities_best=3, fatalities_high=3),
        claim("r2", DAY + datetime.timedelta(1), source="B", fatalities_low=5, fatalities_best=5, fatalities_high=5),
    ]
    event = merge_mentions(claims)
    assert (event.fatalities_low, event.fatalities_best, event.fatalities_high) == (3, 5, 5)
    assert (event.report_count, event.source_count) == (2, 2)
    conflicts = json.loads(event.conflicts or "[]")
    assert [(c["column"], c["value"], c["report_id"], c["source"]) for c in conflicts] == [
        ("fatalities_best", 3, "r1", "A"), ("fatalities_best", 5, "r2", "B"),
    ]  # fmt: skip


def test_a_duplicate_counts_as_a_mention_only() -> None:
    copy = claim("r2", DAY + datetime.timedelta(1), duplicate=True, source="B", fatalities_low=9, fatalities_best=9, fatalities_high=9)
    event = merge_mentions([claim("r1", fatalities_low=3, fatalities_best=3, fatalities_high=3), copy])
    assert (event.mention_count, event.report_count, event.source_count, event.fatalities_best) == (2, 1, 1, 3)


def test_the_order_of_claims_does_not_matter() -> None:
    claims = [claim("r1"), claim("r2", actor1_id="actor:x", actor1_name="X"), claim("r3", DAY + datetime.timedelta(2), where_prec=2)]
    assert len({merge_mentions(order) for order in itertools.permutations(claims)}) == 1


def test_agreed_values_have_no_conflicts() -> None:
    assert merge_mentions([claim("r1"), claim("r2")]).conflicts is None
