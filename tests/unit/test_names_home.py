"""Where a text is at home, by what the names of its places have in common."""

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import find_names
from transforms.names.home import home_provinces, province_votes
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
