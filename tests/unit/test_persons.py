"""The table of people keeps its own rules, and their names mean them in a text of their time."""

import datetime
import re
from collections import defaultdict

import pytest

from transforms.document import read_document
from transforms.gazetteer_keys import fold_name
from transforms.names import find_names
from transforms.reference import cells, load_reference, names_of, read_table

PERSONS = read_table("persons")
ROLE = re.compile(r"[^:|]+:(\d{4})?-(\d{4})?")


def test_each_person_stands_once() -> None:
    ids = [row["entity_id"] for row in PERSONS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"person:[a-z0-9-]+", identity) for identity in ids)


def test_roles_are_titles_with_years_in_order() -> None:
    for row in PERSONS:
        for role in cells(row["roles"]):
            match = ROLE.fullmatch(role)
            assert match, (row["entity_id"], role)
            first, last = match.groups()
            assert first is None or last is None or first <= last, (row["entity_id"], role)


def test_years_of_a_life_are_in_order() -> None:
    for row in PERSONS:
        assert row["valid_from"].isdigit(), row["entity_id"]
        assert not row["valid_to"] or int(row["valid_from"]) <= int(row["valid_to"]), row["entity_id"]


def test_countries_are_known() -> None:
    known = {row["country_iso3"] for row in read_table("countries")}
    assert {row["country_iso3"] for row in PERSONS} - known <= {""}


def test_surnames_are_folded_and_flags_are_names() -> None:
    for row in PERSONS:
        assert all(surname == fold_name(surname) for surname in cells(row["surname"])), row["entity_id"]
        assert set(cells(row["ambiguous"])) <= set(names_of(row)), row["entity_id"]


def test_a_name_that_others_bear_too_is_flagged() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    unflagged: dict[str, set[str]] = defaultdict(set)
    for table in ("persons", "organizations"):
        for row in read_table(table):
            for name in names_of(row):
                bearers[fold_name(name)].add(row["entity_id"])
                if table == "persons" and name not in cells(row["ambiguous"]):
                    unflagged[fold_name(name)].add(row["entity_id"])
    assert {name: bearers[name] for name in unflagged if len(bearers[name]) > 1} == {}


def test_a_lone_surname_is_always_flagged() -> None:
    for row in PERSONS:
        lone = {alias for alias in cells(row["aliases"]) if " " not in alias and fold_name(alias) in cells(row["surname"])}
        assert lone <= set(cells(row["ambiguous"])), row["entity_id"]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("President Bush flew home.", 1990, "person:george-h-w-bush"),
        ("President Bush flew home.", 2003, "person:george-w-bush"),
        ("Officials said that Obama would speak.", 2012, "person:barack-obama"),
        ("Hillary Clinton arrived. Officials said that Clinton would speak.", 1998, "person:hillary-clinton"),
        ("Secretary of State Blinken arrived.", 2022, "person:antony-blinken"),
        ("President Yanukovich spoke.", 2012, "person:viktor-yanukovych"),
        ("President al-Assad spoke.", 2015, "person:bashar-al-assad"),
        ("Officials said that Assad would speak.", 1990, "person:hafez-al-assad"),
        ("Crown Prince Mohammed bin Salman arrived.", 2018, "person:mohammed-bin-salman"),
        ("It was said that bin Laden was dead.", 2011, "person:osama-bin-laden"),
    ],
)
def test_a_surname_means_who_bore_it_at_the_time(text: str, published: int, expected: str) -> None:
    assert _people(text, published)[-1] == expected


def test_a_surname_alone_means_nobody_who_was_not_of_the_time() -> None:
    assert _people("Officials said that Obama would speak.", 1987) != ["person:barack-obama"]


def _people(text: str, published: int) -> list[str | None]:
    document = read_document(text, datetime.date(published, 6, 1))
    return [name.entity_id for name in find_names(document, load_reference(), []) if name.entity_type == "person"]


def test_a_surname_is_not_cut_out_of_a_longer_name() -> None:
    assert "person:ariel-sharon" not in _people("An actress called Sharon Oakwell came to the hotel.", 2003)
