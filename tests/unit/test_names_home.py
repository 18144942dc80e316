"""Where a text is at home, by what the names of its places have in common."""

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import find_names
from transforms.names.home import home_provinces, province_votes
from transforms.names.outlets import outlet_of
from transforms.reference import load_reference


def _linked(text: str) -> dict[str, str | None]:
    document = read_document(text)
    return {text[name.start_char : name.end_char]: name.entity_id for name in find_names(document, load_reference(), find_dates(document))}


def test_a_name_of_many_provinces_says_little() -> None:
    votes = province_votes([["ohio"], ["ohio", "texas", "iowa", "maine"], ["texas", "iowa"]])
    assert votes["ohio"] == (1.25, 2)
    assert home_provinces(votes) == {"ohio": 1.25}


def test_one_name_makes_no_home() -> None:
    assert home_provinces(province_votes([["ohio"], ["texas", "iowa"]])) == {}


@pytest.mark.parametrize(
    ("text", "name", "geonames_id"),
    [
        ("Crews from Urbana and New Carlisle cleared roads in London. In Enon, a barn burned.", "London", 4517009),
        ("Deputies from Camdenton and Waynesville met in Laclede County on Monday.", "Laclede County", 4394029),
        ("The mayor of Pullman drove to Coeur d'Alene on Friday. The Latah County fair opens in Moscow.", "Moscow", 5601538),
    ],
)
def test_namesakes_are_those_of_home(text: str, name: str, geonames_id: int) -> None:
    assert _linked(text)[name] == f"geonames:{geonames_id}"


def test_a_capital_without_namesakes_around_it_is_the_capital() -> None:
    assert _linked("Protesters marched in Leeds and in London.")["London"] == "geonames:2643743"


def test_counties_that_share_their_word_are_counties() -> None:
    linked = _linked("Schools in Clark and Champaign counties closed early. Roads from Urbana to Enon were icy.")
    assert (linked["Clark"], linked["Champaign"]) == ("geonames:4508810", "geonames:5149757")


def test_a_town_at_home_outranks_the_country_of_its_name() -> None:
    text = "LEBANON -- Inmates are sent to Camdenton and Waynesville, the Laclede County sheriff said. Lebanon has no jail."
    assert _linked(text)["Lebanon"] == "geonames:4394794"
    assert _linked("Inmates are sent to Camdenton and Waynesville. Work goes to Lebanon and Syria.")["Lebanon"] == "country:LBN"


def test_a_place_that_acts_is_none_of_the_people() -> None:
    linked = _linked("Ireland is a country of towns. Athlone would host it for half. Ann Belfast came; Belfast did not bid.")
    assert linked["Athlone"] == "geonames:3313472"
    assert linked["Belfast"] == linked["Ann Belfast"]


@pytest.mark.parametrize(("name", "country"), [("Irish Times", "IRL"), ("The Irish Times", "IRL"), ("reports", None), ("Daily Star", None)])
def test_an_outlet_has_the_country_of_the_tables(name: str, country: str | None) -> None:
    assert outlet_of(load_reference(), name).country == country


def test_the_place_in_the_name_of_an_outlet_speaks_for_its_provinces() -> None:
    assert outlet_of(load_reference(), "kentucky.com").provinces == frozenset(["geonames:6254925"])
    assert "geonames:4398678" in outlet_of(load_reference(), "Lebanon Daily Record").provinces
    assert outlet_of(load_reference(), "Lebanon").provinces == frozenset()


def test_a_town_said_to_lie_in_a_state_is_not_the_country_of_its_name() -> None:
    linked = _linked("A Lebanon, Tenn., man moved to Peru, Ind. Lebanon has no jail.")
    assert (linked["Lebanon"], linked["Peru"]) == ("geonames:4636045", "geonames:4924733")


def test_the_federal_district_is_that_of_the_country_of_the_text() -> None:
    assert _linked("The governor of the Federal District spoke in Rio de Janeiro, Brazil.")["Federal District"] == "geonames:3463504"
    assert _linked("The governor of the Federal District spoke in Puebla, Mexico.")["Federal District"] == "geonames:3527646"


def test_a_numbered_road_is_no_country() -> None:
    assert "U.S" not in _linked("He drove along U.S. 25 to London, Ky.")
    assert _linked("In the U.S. 40 people died.")["U.S"] == "country:USA"
