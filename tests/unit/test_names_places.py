"""Names of places: which of the namesakes is meant, and when none is."""

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import NameMention, find_names
from transforms.reference import load_reference


def read(text: str) -> dict[str, NameMention]:
    """The names of a text, by how they are written."""
    document = read_document(text)
    found = find_names(document, load_reference(), find_dates(document))
    assert all(text[name.start_char : name.end_char] for name in found)
    return {text[name.start_char : name.end_char]: name for name in found}


@pytest.mark.parametrize(
    ("text", "written", "identity"),
    [
        ("A man was shot in Long Beach, CA, on Monday.", "Long Beach", "geonames:5367929"),
        ("Clashes broke out in Tripoli, Lebanon.", "Tripoli", "geonames:266826"),
        ("Clashes broke out in the Lebanese city of Tripoli.", "Tripoli", "geonames:266826"),
        ("Clashes broke out in Lebanon's Tripoli.", "Tripoli", "geonames:266826"),
        ("Syrian crowds met in Tripoli.", "Tripoli", "geonames:2210247"),
        ("A shot rang out in Peshawar beside the United States consulate.", "Peshawar", "geonames:1168197"),
        ("Troops entered the town of Al-Shaykh Miskin in Syria.", "Al-Shaykh Miskin", "geonames:164328"),
        ("Storms hit Russia's Stavropol territory.", "Stavropol", "geonames:487839"),
        ("Malian soldiers went to Charlottesville and New York.", "Charlottesville", "geonames:4752031"),
        ("A Dutch judge read of a gas attack in Halabja.", "Halabja", "geonames:96205"),
        ("Afghan police shot two men in Urozgan province.", "Urozgan", "geonames:1131461"),
        ("Pilgrims arrived in Mecca.", "Mecca", "geonames:104515"),
        ("Mexican soldiers shot a man in Matamoros.", "Matamoros", "geonames:3523466"),
        ("Russian troops left Kherson.", "Kherson", "geonames:706448"),
        ("Israel closed a road near Bethlehem.", "Bethlehem", "geonames:284315"),
        ("Storms hit Jammu and Kashmir.", "Jammu and Kashmir", "geonames:1269320"),
        ("Syrian troops entered Palmyra with Russian help.", "Palmyra", "geonames:163808"),
        ("A bomb went off in Beirut.", "Beirut", "geonames:276781"),
        ("Missiles struck Kyiv, Ukraine said.", "Kyiv", "geonames:703448"),
        ("Americans met in London.", "London", "geonames:2643743"),
        ("A trial begins in The Hague today.", "The Hague", "geonames:2747373"),
        ("Snow fell on Newfoundland and Labrador.", "Newfoundland and Labrador", "geonames:6354959"),
        ("Snow fell on Newfoundland and Nova Scotia.", "Newfoundland", "place:newfoundland"),
        ("Guantanamo Bay detainees were freed.", "Guantanamo Bay", "geonames:13527055"),
        ("He moved to New York.", "New York", "geonames:5128581"),
        ("A barn burned in Ithaca, New York.", "New York", "geonames:5128638"),
        ("Fighting spread in the Idlib governorate of Syria.", "Idlib governorate", "geonames:169387"),
        ("Voters in Brazil chose a governor of the Federal District.", "Federal District", "geonames:3463504"),
        ("Crowds met in the Federal District, Mexican police said.", "Federal District", "geonames:3530597"),
        ("Police arrested 300 people in Brazil. The former president had left Brasilia for Florida.", "Florida", "geonames:4155751"),
        ("Shells fell on towns in Donetsk Oblast, Ukraine.", "Donetsk Oblast", "geonames:709716"),
    ],
)
def test_context_chooses_among_namesakes(text: str, written: str, identity: str) -> None:
    assert read(text)[written].entity_id == identity


def test_a_border_crossing_town_is_a_place_and_no_organization() -> None:
    found = read("They come from Iraq through the Al-Bukamal border crossing into Syria.")
    assert (found["Al-Bukamal"].entity_type, found["Al-Bukamal"].country_iso3) == ("place", "SYR")


def test_an_adjective_or_a_word_that_holds_a_name_is_no_place() -> None:
    found = read("The European ambassador said that European ministers met in Brussels.")
    assert found["European"].entity_type == "nationality"
    assert "ambassador" not in found
    assert "assad" not in {written.lower() for written in found}


def test_what_the_gazetteer_lacks_stays_unresolved_in_its_country() -> None:
    found = read("Gunmen raided the village of Solhan in northern Burkina Faso.")
    assert (found["Solhan"].link_status, found["Solhan"].entity_id, found["Solhan"].country_iso3) == ("unresolved", None, "BFA")


def test_a_country_and_its_namesake_province() -> None:
    assert read("Russia and Georgia signed a truce.")["Georgia"].entity_id == "country:GEO"
    assert read("He was born in Atlanta, Georgia.")["Georgia"].entity_id == "geonames:4197000"
    assert read("Mali and Niger closed the border with Nigeria.")["Niger"].entity_id == "country:NER"


def test_money_and_diseases_are_no_places() -> None:
    found = read("The US$40 million plan fights West Nile virus and H5N1, and I've read it.")
    assert not [written for written, name in found.items() if name.entity_type == "place"]


def test_every_link_says_how_it_came_about() -> None:
    found = read("Clashes broke out in Tripoli, Lebanon.")
    tripoli = found["Tripoli"]
    assert tripoli.link_method == "containment"
    assert tripoli.candidates > 1
    assert 0 < tripoli.confidence <= 1


def test_a_list_of_towns_is_no_list_of_the_provinces_named_after_them() -> None:
    found = read("Protests were held in Tunis, Sfax and Gabes.")
    assert [found[name].entity_id for name in ("Tunis", "Sfax", "Gabes")] == ["geonames:2464470", "geonames:2467454", "geonames:2468369"]


def test_a_list_of_provinces_is_one_though_a_town_bears_one_of_the_names() -> None:
    assert read("Voters in Ohio, Georgia and New York went to the polls.")["Georgia"].entity_id == "geonames:4197000"


@pytest.mark.parametrize("text", ["Clashes broke out in the Gossi area.", "Troops left the Labbezanga axis."])
def test_what_has_areas_and_axes_is_a_place(text: str) -> None:
    assert [name.entity_type for name in read(text).values()] == ["place"]


def test_a_village_is_not_sought_far_from_the_army_that_was_there() -> None:
    assert read("Malian soldiers killed twelve people in Moura.")["Moura"].link_status == "unresolved"
    assert read("French soldiers killed three men in Gao.")["Gao"].country_iso3 == "MLI"


def test_what_has_residents_is_a_place_though_no_table_knows_it() -> None:
    assert read("Residents of Yopoukro marched.")["Yopoukro"].entity_type == "place"


def test_an_unknown_place_lies_in_the_land_whose_it_is_called() -> None:
    found = read("A French engineer was shot near the Malian town of Zorgobla, French media say.")
    assert (found["Zorgobla"].link_status, found["Zorgobla"].country_iso3) == ("unresolved", "MLI")


def test_a_mountain_is_not_the_town_of_its_name() -> None:
    assert read("A fire burned on Canfield Mountain.")["Canfield Mountain"].link_status == "unresolved"


@pytest.mark.parametrize(
    "text", ["The use of Allah is disputed.", "Savers sue the Grocers' Bank.", "The USS Cole bombing is recalled.", "St James's staff struck."]
)
def test_what_is_no_place(text: str) -> None:
    assert "place" not in {name.entity_type for name in read(text).values()}
