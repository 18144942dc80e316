"""What the analysts' views give for a small release."""

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest

from flows.query import run_query
from tests.synthetic import OTHER_RUN, REFUSED, RUN, STORY, identity, write_release, write_warehouse

STRIKE, TALKS = identity("a1", "bombed"), identity("a2", "met")
ACLED_COLUMNS = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2
interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes
fatalities tags timestamp"""
UCDP_COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name
side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date
source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country
country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("views") / "warehouse", STORY, {OTHER_RUN: REFUSED})


def rows(warehouse: Path, sql: str) -> list[dict[str, Any]]:
    out = io.BytesIO()
    run_query(warehouse, sql, out, output="json")
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    return found


def events_with(folder: Path, **values: Any) -> Path:
    """A release whose strike has these values."""
    events = [event | values if event["event_id"] == STRIKE else event for event in STORY["events"]]
    return write_release(folder, {**STORY, "events": events})


def test_v_trace_marks_the_words_in_their_sentence(warehouse: Path) -> None:
    marked = rows(warehouse, "SELECT kind, sentence_marked FROM v_trace ORDER BY kind DESC, published_on, report_id, start_char")
    assert {(row["kind"], row["sentence_marked"]) for row in marked} == {
        ("event", "Jets «bombed» a depot near Tal Amar on Monday."),
        ("event", "Warplanes of Northland «struck» Tal Amar yesterday; 3 to 5 people died."),
        ("event", "Envoys «met» in March of last year."),
        ("date", "Jets bombed a depot near Tal Amar on «Monday»."),
        ("date", "Envoys met in «March of last year»."),
    }


def test_v_trace_counts_code_points(tmp_path: Path) -> None:
    text = "\U0001f4a5é́ Çà ira: «Monday» 爆発 on Tuesday, they said."
    start = text.index("Tuesday")
    story = {
        **STORY,
        "reports": [STORY["reports"][0] | {"text": text}],
        "sentences": [{"report_id": identity("a1"), "sentence_no": 0, "start_char": 3, "end_char": len(text)}],
        "date_mentions": [STORY["date_mentions"][0] | {"start_char": start, "end_char": start + 7, "text": "Tuesday"}],
        "event_mentions": [],
        "entity_mentions": [],
    }
    (row,) = rows(write_release(tmp_path / "release", story), "SELECT * FROM v_trace")
    assert row["sentence"] == text[3:]
    assert row["sentence_marked"] == text[3:start] + "«Tuesday»" + text[start + 7 :]


def test_v_events_acled_has_the_columns_and_values_of_acled(warehouse: Path) -> None:
    (row,) = rows(warehouse, "SELECT * FROM v_events_acled")
    assert list(row) == ACLED_COLUMNS.split()
    assert {name: row[name] for name in row if row[name] is not None} == {
        "event_id_cnty": STRIKE, "event_date": "2024-03-04", "year": 2024, "time_precision": 1, "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike", "actor1": "Northland Air Force",
        "inter1": "External/Other forces", "country": "Syria", "admin1": "Homs", "location": "Tal Amar", "latitude": 35.25,
        "longitude": 40.5, "geo_precision": 2, "source": "agency-one; agency-two", "fatalities": 3,
        "notes": row["notes"], "timestamp": int(datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC).timestamp()),
    }  # fmt: skip
    assert "struck" in row["notes"] or "bombed" in row["notes"]


@pytest.mark.parametrize(
    ("date_prec", "expected"),
    [(1, ("2024-03-04", 1)), (2, ("2024-03-04", 2)), (3, ("2024-03-04", 2)), (4, ("2024-03-04", 3)), (5, (None, None))],
)
def test_acled_dates_are_no_more_precise_than_ours(tmp_path: Path, date_prec: int, expected: tuple[str | None, int | None]) -> None:
    (row,) = rows(events_with(tmp_path / "release", date_prec=date_prec), "SELECT event_date, time_precision FROM v_events_acled")
    assert (row["event_date"], row["time_precision"]) == expected


@pytest.mark.parametrize("values", [{"modality": "planned"}, {"modality": "denied"}, {"superseded_by": TALKS}, {"acled_event_type": None}])
def test_the_layouts_have_only_events_that_happened_and_stand(tmp_path: Path, values: dict[str, str | None]) -> None:
    release = events_with(tmp_path / "release", **values)
    assert rows(release, "SELECT * FROM v_events_acled") == []
    assert rows(release, "SELECT * FROM v_events_ucdp") == []


def test_unknown_tolls_stay_null_in_the_layouts(tmp_path: Path) -> None:
    release = events_with(tmp_path / "release", fatalities_low=None, fatalities_best=None, fatalities_high=None)
    assert rows(release, "SELECT fatalities FROM v_events_acled") == [{"fatalities": None}]
    assert rows(release, "SELECT best, low, high, deaths_unknown FROM v_events_ucdp") == [
        {"best": None, "low": None, "high": None, "deaths_unknown": None}
    ]


def test_v_events_ucdp_has_the_columns_and_values_of_ged(warehouse: Path) -> None:
    (row,) = rows(warehouse, "SELECT * FROM v_events_ucdp")
    assert list(row) == UCDP_COLUMNS.split()
    assert row["type_of_violence"] == 1
    assert row["side_a"] == "Northland Air Force"
    assert (row["date_start"], row["date_end"], row["date_prec"], row["where_prec"]) == ("2024-03-04", "2024-03-04", 1, 2)
    assert (row["low"], row["best"], row["high"]) == (3, 3, 5)
    assert row["number_of_sources"] == 2
    assert row["source_article"] == "agency-one,2024-03-05,Depot bombed;agency-two,2024-03-05"
    assert row["geom_wkt"] == "POINT (40.5 35.25)"


@pytest.mark.parametrize(("latitude", "longitude", "cell"), [(-90.0, -180.0, 1), (35.25, 40.5, 180442), (0.0, 0.0, 129961), (90.0, 180.0, 259200)])
def test_prio_grid_cells_are_counted_from_the_south_west(tmp_path: Path, latitude: float, longitude: float, cell: int) -> None:
    release = events_with(tmp_path / "release", latitude=latitude, longitude=longitude)
    assert rows(release, "SELECT priogrid_gid FROM v_events_ucdp") == [{"priogrid_gid": cell}]


@pytest.mark.parametrize(
    ("sectors", "kind", "sides"),
    [
        (("MIL", "REB"), 1, ("One", "Two")),
        (("REB", "MIL"), 1, ("Two", "One")),
        (("REB", "REB"), 2, ("One", "Two")),
        (("MIL", "CVL"), 3, ("One", "Two")),
        ((None, None), None, ("One", "Two")),
    ],
)
def test_ged_puts_the_state_first_and_tells_the_type_of_violence(
    tmp_path: Path, sectors: tuple[str | None, str | None], kind: int | None, sides: tuple[str, str]
) -> None:
    actors = [
        {"entity_id": f"actor:{name.lower()}", "entity_type": "organization", "name": name, "sector": sector}
        for name, sector in zip(("One", "Two"), sectors, strict=True)
    ]
    involved = {"actor1_id": "actor:one", "actor1_name": "One", "actor2_id": "actor:two", "actor2_name": "Two"}
    events = [STORY["events"][0] | involved]
    release = write_release(tmp_path / "release", {**STORY, "events": events, "entities": [*STORY["entities"], *actors]})
    assert rows(release, "SELECT type_of_violence, side_a, side_b, dyad_name FROM v_events_ucdp") == [
        {"type_of_violence": kind, "side_a": sides[0], "side_b": sides[1], "dyad_name": f"{sides[0]} - {sides[1]}"}
    ]


def test_v_daily_counts_every_event_once_and_gives_a_day_only_where_it_is_known(warehouse: Path) -> None:
    assert rows(warehouse, "SELECT day, country, event_type, events, fatalities_best FROM v_daily") == [
        {"day": "2024-03-04", "country": "Syria", "event_type": "ASSAULT", "events": 1, "fatalities_best": 3},
        {"day": None, "country": None, "event_type": "CONSULT", "events": 1, "fatalities_best": None},
    ]


def test_refused_runs_show_in_a_warehouse(warehouse: Path) -> None:
    runs = rows(warehouse, "SELECT run_id, outcome, in_release, failed_gates, failed FROM v_runs")
    assert runs == [
        {"run_id": OTHER_RUN, "outcome": "refused", "in_release": False, "failed_gates": 1, "failed": "reports.* share of rejects"},
        {"run_id": RUN, "outcome": "published", "in_release": True, "failed_gates": 0, "failed": None},
    ]
    rejects = rows(warehouse, "SELECT run_id, row_key, outcome FROM v_rejects")
    assert [(row["run_id"], row["row_key"], row["outcome"]) for row in rejects] == [
        (OTHER_RUN, "bad-1.txt", "refused"),
        (OTHER_RUN, "bad-2.txt", "refused"),
        (RUN, "bad.txt", "published"),
    ]


def test_a_run_recorded_twice_shows_once(tmp_path: Path) -> None:
    record = {name: STORY[name] for name in ("runs", "rejects", "quality_results")}
    warehouse = write_warehouse(tmp_path / "warehouse", STORY, {RUN: record})
    assert len(rows(warehouse, "SELECT * FROM v_runs")) == 1
    assert len(rows(warehouse, "SELECT * FROM v_rejects")) == 1


def test_v_unresolved_top_lists_names_that_lead_nowhere(warehouse: Path) -> None:
    assert rows(warehouse, "SELECT text, link_status, mentions, reports FROM v_unresolved_top") == [
        {"text": "Northland", "link_status": "unresolved", "mentions": 1, "reports": 1}
    ]
