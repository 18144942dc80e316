"""Names of people and groups: full spans, short names after long ones, organs of states."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import NameMention, find_names
from transforms.reference import load_reference


def read(text: str, published: str = "2022-08-24") -> dict[str, NameMention]:
    """The names of a text, by how they are written; the last of the same spelling counts."""
    document = read_document(text, datetime.date.fromisoformat(published))
    found = find_names(document, load_reference(), find_dates(document))
    return {text[name.start_char : name.end_char]: name for name in found}


def test_a_title_stands_outside_the_span() -> None:
    found = read("US Central Command spokesman Colonel Joe Buccino said so.")
    assert (found["Joe Buccino"].entity_type, found["Joe Buccino"].role_title) == ("person", "colonel")
    assert found["US Central Command"].entity_id == "actor:us-central-command"


def test_a_surname_is_the_person_named_in_full_before() -> None:
    found = read("Ana Petrosyan met workers. Later Petrosyan left the town.")
    assert found["Petrosyan"].entity_id == found["Ana Petrosyan"].entity_id


def test_a_title_and_the_year_tell_who_bears_a_surname() -> None:
    assert read("They struck at the direction of President Biden.")["Biden"].entity_id == "person:joe-biden"
    assert read("They struck at the direction of President Bush.", "1991-02-01")["Bush"].entity_id != read(
        "They struck at the direction of President Bush.", "2004-02-01"
    )["Bush"].entity_id


def test_secretary_of_state_leaves_the_given_name() -> None:
    assert read("Secretary of State Mike Pompeo spoke.", "2019-05-01")["Mike Pompeo"].entity_type == "person"


@pytest.mark.parametrize("written", ["Bill Clinton", "Rose Marsh", "Steve Jobs"])
def test_names_of_common_words_are_names(written: str) -> None:
    assert read(f"In the evening {written} met reporters.")[written].entity_type == "person"


@pytest.mark.parametrize("written", ["Lin Chia-lung", "Kim Min-jae", "Chen Shui-bian", "Chung Mong-joon", "Ma Ying-jeou"])
def test_a_syllable_behind_a_hyphen_belongs_to_the_given_name(written: str) -> None:
    assert read(f"In Taipei the envoy {written} met reporters.")[written].entity_type == "person"


@pytest.mark.parametrize("written", ["Hong Kong-run", "Abu Dhabi-led", "South Sudan-based"])
def test_what_a_participle_is_joined_to_is_the_name(written: str) -> None:
    assert written.partition("-")[0] in read(f"They left the {written} camp.")


@pytest.mark.parametrize("written", ["Chad Johnson", "Georgia Williams", "Jordan Henderson"])
def test_the_name_of_a_country_before_a_surname_is_a_given_name(written: str) -> None:
    assert read(f"In court {written} spoke.")[written].entity_type == "person"


@pytest.mark.parametrize(("written", "country"), [("Jordan Zarqa", "Jordan"), ("Jordan Army", "Jordan Army"), ("Chad Basin", "Chad")])
def test_a_country_before_what_is_no_surname_is_the_country(written: str, country: str) -> None:
    assert read(f"Troops left {written} on Monday.")[country].entity_type != "person"


@pytest.mark.parametrize("town", ["Austin", "Jackson", "Charlotte"])
def test_a_town_before_an_office_is_no_given_name(town: str) -> None:
    found = read(f"In a statement {town} Mayor Kirk Sanders thanked them.")
    assert (found[town].entity_type, found["Kirk Sanders"].role_title) == ("place", "mayor")


def test_a_saint_before_an_office_is_a_town() -> None:
    found = read("On Monday St. Paul Mayor Melva Carder spoke.")
    assert (found["St. Paul"].entity_type, found["Melva Carder"].role_title) == ("place", "mayor")


def test_who_is_at_a_university_is_none_of_its_name() -> None:
    assert "Basra University" in read("Students at Basra University marched.")
    assert "Tawfiq at-Tikriti" in read("In court Tawfiq at-Tikriti spoke.")


def test_an_acronym_is_what_the_text_defines_it_to_be() -> None:
    found = read("The National Committee for the Salvation of the People (CNSP) took power. Later the CNSP closed the borders.")
    assert found["CNSP"].entity_id == found["National Committee for the Salvation of the People"].entity_id


def test_a_gloss_in_brackets_is_the_thing_before_it() -> None:
    found = read("They fought ISIS. [Daesh] lost the town.")
    assert found["ISIS"].entity_id == found["Daesh"].entity_id == "actor:islamic-state"


def test_forces_of_a_state_are_one_actor() -> None:
    found = read("The US military said that US military forces and US forces struck.")
    assert found["US military"].entity_id == found["US military forces"].entity_id == found["US forces"].entity_id


def test_a_nested_name_is_taken_whole() -> None:
    assert read("The Iranian Revolutionary Guard denied it.")["Iranian Revolutionary Guard"].entity_type == "organization"


def test_a_generic_organ_belongs_to_the_state_that_the_text_is_about() -> None:
    found = read("In Nairobi, Kenya, the Supreme Court ruled on Monday. Kenya waited.")
    assert found["Supreme Court"].country_iso3 == "KEN"


def test_lists_tell_the_kind_of_their_members() -> None:
    found = read("Orders came from Boeing, Airbus and Zelvacor on Monday.")
    assert found["Zelvacor"].entity_type == "organization"


def test_possessives_and_inner_apostrophes() -> None:
    found = read("The Lord's Resistance Army attacked Uganda's north.")
    assert "Lord's Resistance Army" in found
    assert "Uganda" in found


def test_headlines_in_title_case_do_not_make_names_of_common_words() -> None:
    found = read("Police Arrest Three Men After Deadly Market Fire In Lagos\n\nThe fire broke out at dawn.")
    assert set(found) == {"Lagos"}


def test_text_in_capitals_gives_known_names_and_no_runs_of_words() -> None:
    found = read("A GROUP OF NINE U.S. SOLDIERS STATIONED AT A BASE IN HONDURAS WAS ATTACKED, FMLN LEADERS SAID.")
    assert set(found) == {"U.S. SOLDIERS", "HONDURAS", "FMLN"}
    assert found["U.S. SOLDIERS"].entity_id == "actor:us-military"


def test_a_town_is_told_from_a_surname_by_who_lives_there() -> None:
    found = read("Police arrested a Clinton man in Jackson, Miss., on Tuesday.")
    assert found["Clinton"].entity_type == "place"


def test_names_that_define_each_other_are_read_all_the_same() -> None:
    found = read("The Shining Path [Sendero Luminoso] struck. Sendero Luminoso [Shining Path] said so.")
    assert set(found) == {"Shining Path", "Sendero Luminoso"}


@pytest.mark.parametrize(("year", "group"), [(1993, "actor:somali-national-alliance"), (2019, "actor:somali-national-army")])
def test_of_two_groups_of_a_country_the_one_of_the_time_bears_an_acronym(year: int, group: str) -> None:
    assert read("SNA fighters reached the coast of Somalia.", f"{year}-06-01")["SNA"].entity_id == group


def test_an_acronym_may_have_one_capital_and_figures() -> None:
    assert read("M23 took the town.")["M23"].entity_id == "actor:march-23-movement"


def test_an_acronym_of_a_weapon_is_no_group() -> None:
    assert read("An IED went off at the gate.")["IED"].entity_type == "weapon"


@pytest.mark.parametrize(("place", "person"), [("Austin", "Kirk Sanders"), ("Oregon", "Mark Hatter"), ("Illinois", "Adlo Stevens")])
def test_who_governs_a_place_stands_behind_it(place: str, person: str) -> None:
    found = read(f"On Monday Governor of {place} {person} spoke.")
    assert (found[place].entity_type, found[person].entity_type) == ("place", "person")


def test_a_storm_is_nobody_though_it_bears_a_name() -> None:
    assert set(read("When Cyclone Freda hit Malawi, Maria Lopez was in Storm Lake, Iowa.")) == {"Malawi", "Maria Lopez", "Storm Lake", "Iowa"}


def test_a_title_cut_in_two_is_no_name() -> None:
    found = read("Former Vice President of Peru Ana Rojas met the vice president. Vice President Omar Said left.")
    assert set(found) == {"Peru", "Ana Rojas", "Omar Said"}
    assert "US" in read("They met the US ambassador in Rome.")


def test_a_title_behind_a_hyphen_is_part_of_the_name() -> None:
    assert "Al-Sheikh Miskin" in read("They left the town of Al-Sheikh Miskin in Syria.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nine Red Hills Front fighters were killed.", "Red Hills Front"),
        ("A Kenyan Air Force jet crashed.", "Kenyan Air Force"),
        ("Former Coastal Bank chief Ann Vale left.", "Coastal Bank"),
        ("Five Star Movement leaders met.", "Five Star Movement"),
    ],
)
def test_what_counts_or_tells_of_a_group_stands_outside_its_name(text: str, name: str) -> None:
    assert name in read(text)


def test_a_nickname_stands_inside_a_name() -> None:
    found = read('They held Peter James "the Fox" Otieno and Omar "Red" Haddad, said "Ann Vale" of Rome.')
    assert {'Peter James "the Fox" Otieno', 'Omar "Red" Haddad', "Ann Vale"} <= set(found)


def test_a_model_is_no_group_and_no_person() -> None:
    found = read("Two Tupolev Tu-22 bombers and a Fateh-110 missile were lost to COVID-19 delays.")
    assert {name.entity_type for name in found.values()} <= {"weapon"}
    assert read("The Palestinian party Fateh met.")["Fateh"].entity_id == "actor:fatah"


def test_a_square_is_not_the_paper_of_its_name() -> None:
    assert read("They met at Times Square in New York.")["Times Square"].entity_type == "place"


def test_a_company_has_capitals_throughout() -> None:
    assert "Syrian air" not in read("They struck Syrian air defence batteries.")
    assert read("They flew with Syrian Air to Cairo.")["Syrian Air"].entity_id == "actor:syrian-air"


def test_a_court_of_a_country_is_of_no_other() -> None:
    assert read("The United States Supreme Court ruled. Israel waited, Israel said.")["United States Supreme Court"].country_iso3 == "USA"


def test_the_general_assembly_of_a_state_is_not_that_of_the_world() -> None:
    assert read("The governor of Ohio asked the General Assembly for money.")["General Assembly"].entity_id != "actor:united-nations-general-assembly"
    assert read("The UN said that the General Assembly met.")["General Assembly"].entity_id == "actor:united-nations-general-assembly"


def test_words_that_an_office_is_for_are_none_of_its_holder() -> None:
    assert "Volker Berg" in read("In Rome High Commissioner for Human Rights Volker Berg spoke.")


def test_what_an_office_is_for_is_no_party() -> None:
    assert set(read("In Rome the Minister of Labour and Social Affairs Peter Otieno spoke.")) == {"Rome", "Peter Otieno"}
    assert "People's Republic of China" in read("They met the Foreign Minister of People's Republic of China in Rome.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Veteran British diver Ann Vale spoke.", {"British", "Ann Vale"}),
        ("Former U.S. envoy Ann Vale spoke.", {"U.S", "Ann Vale"}),
        ("Former New York mayor Ann Vale spoke.", {"New York", "Ann Vale"}),
        ("They met the Chief of the General Staff and Miss World.", set()),
        ("They met the Chancellor of the Exchequer in the evening.", set()),
        ("Leader of the Opposition Jeremy Vale met the Chief of the Defence Staff Marco Rossi.", {"Jeremy Vale", "Marco Rossi"}),
        ("They left the Peru–United States border.", {"Peru", "United States"}),
        ("They won the Davis Cup and the Summer Olympics.", set()),
        ("The Registry of the Electoral Tribunal Leopoldo Guerra spoke.", {"Registry of the Electoral Tribunal", "Leopoldo Guerra"}),
        ("In Major League Baseball they won.", {"Major League Baseball"}),
        ("They met President Bush and Mr. Brown.", {"Bush", "Brown"}),
    ],
)
def test_where_somebody_is_from_and_what_he_does_is_not_his_name(text: str, names: set[str]) -> None:
    assert set(read(text)) == names


def test_a_ship_is_no_person() -> None:
    assert set(read("They left the USS Nicholas in Aden.")) == {"Aden"}


def test_two_pairs_of_words_are_one_group() -> None:
    assert "Liberation and Justice Movement" in read("They met a small rebel group, the Liberation and Justice Movement, near the border with Sudan.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Former US soldier Tom Vale left.", {"US": "place", "Tom Vale": "person"}),
        ("Veteran British reporter Ann Dole left.", {"British": "nationality", "Ann Dole": "person"}),
        ("The Stanley Cup was won.", {}),
        ("Ann Cupp was there.", {"Ann Cupp": "person"}),
        ("Cases of COVID-19 rose, and of the Omicron variant.", {}),
        ("The Velkor virus spread.", {}),
    ],
)
def test_nations_prizes_and_diseases_are_nobody(text: str, expected: dict[str, str]) -> None:
    assert {written: name.entity_type for written, name in read(text).items()} == expected
