"""The table of organizations keeps its own rules, and a name that several bear means the one whose country the text is about."""

import datetime
import re
from collections import defaultdict

import pytest

from transforms.document import read_document
from transforms.entities import entity_row
from transforms.gazetteer_keys import fold_name
from transforms.names import find_names
from transforms.reference import cells, load_reference, names_of, read_table

ORGANIZATIONS = read_table("organizations")


def test_each_organization_stands_once() -> None:
    ids = [row["entity_id"] for row in ORGANIZATIONS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"actor:[a-z0-9-]+", identity) for identity in ids)


def test_parents_and_countries_are_known() -> None:
    ids = {row["entity_id"] for row in ORGANIZATIONS}
    countries = {row["country_iso3"] for row in read_table("countries")}
    assert {row["parent"] for row in ORGANIZATIONS} - ids <= {""}
    assert {row["country_iso3"] for row in ORGANIZATIONS} - countries <= {""}


def test_years_are_in_order() -> None:
    for row in ORGANIZATIONS:
        first, last = row["valid_from"], row["valid_to"]
        assert not (first and last) or int(first) <= int(last), row["entity_id"]


def test_flags_are_names_of_their_row() -> None:
    for row in ORGANIZATIONS:
        assert set(cells(row["ambiguous"])) <= set(names_of(row)), row["entity_id"]


def test_of_all_who_bear_a_name_one_at_most_needs_no_other_sign() -> None:
    default: dict[str, set[str]] = defaultdict(set)
    for row in ORGANIZATIONS:
        flagged = {fold_name(name) for name in cells(row["ambiguous"])}
        for key in {fold_name(name) for name in names_of(row)} - flagged:
            default[key].add(row["entity_id"])
    assert {key: ids for key, ids in default.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen of al-Shabaab stormed the hotel.", "actor:al-shabaab"),
        ("Al-Shabab attacked a base near Mogadishu in Somalia.", "actor:al-shabaab"),
        ("Al-Shabaab attacked villages in Mozambique, and Mozambican troops went north.", "actor:islamic-state-mozambique"),
        ("In the north Boko Haram raided a village.", "actor:boko-haram"),
        ("In Colombia, the ELN blew up a pipeline.", "actor:national-liberation-army-colombia"),
        ("Tehran said no. The Foreign Ministry of Iran spoke, and the Foreign Ministry spoke again.", "actor:ministry-of-foreign-affairs-of-iran"),
        ("In Thailand, the Constitutional Court dissolved the party.", "actor:constitutional-court-of-thailand"),
        ("China and Japan quarrelled. China was angry, and the Defence Ministry said so.", "actor:ministry-of-defence-of-china"),
        ("The IRA said it had planted the bomb.", "actor:provisional-irish-republican-army"),
        ("Soldiers fought the Kurdistan Workers' Party near the border.", "actor:kurdistan-workers-party"),
        ("The al-Aqsa Martyrs’ Brigades fired rockets.", "actor:al-aqsa-martyrs-brigades"),
    ],
)
def test_a_name_means_the_one_whose_country_the_text_is_about(text: str, expected: str) -> None:
    document = read_document(text, datetime.date(2022, 8, 24))
    assert expected in [name.entity_id for name in find_names(document, load_reference(), []) if name.entity_type == "organization"]


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("Ghanaian officials", "Ghanaian authorities", True),
        ("Ghanaian officials", "Togolese authorities", False),
        ("German officials", "Bavarian officials", False),
        ("Russian forces", "Chechen forces", False),
        ("German police", "Bavarian police", False),
    ],
)
def test_the_organs_of_a_people_or_region_are_not_those_of_the_state_around_it(first: str, second: str, is_one: bool) -> None:
    document = read_document(f"He spoke of {first} and of {second}.", datetime.date(2022, 8, 24))
    organs = [name.entity_id for name in find_names(document, load_reference(), []) if name.entity_type == "organization"]
    assert len(organs) == 2
    assert (organs[0] == organs[1]) == is_one


def test_an_organ_of_a_state_is_called_by_its_people_whatever_word_stands_for_it() -> None:
    document = read_document("Ghanaian authorities and the Ghanaian government spoke.", datetime.date(2022, 8, 24))
    (identity,) = {name.entity_id for name in find_names(document, load_reference(), [])}
    assert identity is not None
    texts = ["Ghanaian authorities", "Ghanaian government", "Ghana government"]
    assert entity_row(load_reference(), identity, "organization", texts, "GHA", None)[2] == "Ghanaian government"


def test_an_apostrophe_that_closes_a_quotation_joins_no_name() -> None:
    document = read_document("He called them 'Kurdistan Workers' Party officials said.", datetime.date(2019, 2, 2))
    assert "actor:kurdistan-workers-party" not in [name.entity_id for name in find_names(document, load_reference(), [])]
