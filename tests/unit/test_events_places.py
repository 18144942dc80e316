"""Places of events: the topic of a sentence, what only says who somebody is, and what is beside a place."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import EventMention, find_events
from transforms.names import find_names
from transforms.reference import load_reference


def events(text: str) -> list[EventMention]:
    document, reference = read_document(text, datetime.date(2019, 5, 14)), load_reference()
    dates = find_dates(document)
    return find_events(document, dates, find_names(document, reference, dates), reference)


@pytest.mark.parametrize(
    ("text", "place", "where_prec"),
    [
        ("War in Mali: Two drivers are shot dead by gunmen.", "Mali", 6),
        ("Prime Minister Ana Brito visits Ghana for trade talks.", "Ghana", 6),
        ("Clashes in Thailand's rural south leave four people dead.", "Thailand", 6),
        ("Insurgents attack a checkpoint north of Kirkuk.", "Kirkuk", 2),
        ("Shells hit a suburb of Damascus, killing two people.", "Damascus", 2),
        ("Gunmen attack a bus in the Kenyan town of Mandera.", "Mandera", 1),
        ("Foreign Minister Ana Brito meets her Angolan counterpart and several traders from the coast in Luanda.", "Luanda", 1),
        ("Soldiers raid the town of Jenin in the West Bank, killing two people.", "Janīn", 1),
        ("Missiles hit a warehouse near Pokrovsk in Donetsk Oblast.", "Pokrovsk", 2),
        ("Many students take to the streets of Baghdad in protest.", "Baghdad", 1),
        ("A marcher is shot dead after protests in Lahore.", "Lahore", 1),
        ("A driver is killed after his lorry drives over a landmine near Luhansk.", "Luhansk", 2),
        ("Two clerks are shot dead while on their way to work in Mosul.", "Mosul", 1),
        ("Two divers are killed in a bombing off the coast of Malta.", "Malta", 6),
        ("Two sailors are killed in an attack off Odesa.", "Odesa", 2),
        ("A bomb goes off on a road between Gao and Ansongo.", "Gao", 2),
        ("Gunmen rob a bank in the Lyon suburb of Villeurbanne, killing a clerk.", "Villeurbanne", 1),
        ("Soldiers shell the West Bank town of Jenin.", "Janīn", 1),
        ("Three people are shot dead in the Nablus district of the West Bank.", "Nablus", 1),
        ("A sailor is killed by pirates in Malaysian waters.", "Malaysia", 6),
        ("Rebels attack two Chadian villages.", "Chad", 6),
        ("Gunmen kill a policeman near the Chadian border.", None, None),
        ("Hezbollah bombards Israel with mortars.", "Israel", 6),
        ("Militants fire rockets from Gaza into Israel.", "Israel", 6),
        ("Two lorry drivers are killed by gunmen north of Baghdad.", "Baghdad", 2),
        ("A bomb kills two guards east of the Libyan capital, Tripoli.", "Tripoli", 2),
        ("The death toll in Gaza from the air strikes rises to 40.", "Gaza", 1),
        ("A guard is killed in a fire set by gunmen at a mill in Wales.", "Wales", 4),
        ("Deputies scuffle and riot in Kenya's parliament.", "Kenya", 6),
        ("Shells hit the Artsakh capital Stepanakert, killing two people.", "Khankendi", 1),
        ("A guard is shot dead in Jammu and Kashmir.", "Jammu and Kashmir", 4),
        ("Crowds gather across Europe, with a rally held in Brussels.", "Brussels", 1),
        ("Four fishermen are shot dead in the Amazon rainforest.", "Amazon rainforest", 5),
    ],
)
def test_the_place_of_the_event(text: str, place: str, where_prec: int) -> None:
    assert [(event.place_name, event.where_prec) for event in events(text)] == [(place, where_prec)]


def test_the_place_of_what_is_condemned_is_not_where_it_is_condemned() -> None:
    found = events("The prime minister of Fiji condemns the bombings in Gao.")
    assert [event.place_name for event in found if event.event_type == "ACCUSE"] == [None]


def test_a_place_before_a_noun_is_that_of_the_act() -> None:
    found = events("Officials in Republika Srpska admit the scale of the 1995 Srebrenica massacre.")
    assert [event.place_name for event in found if event.event_type == "ASSAULT"] == ["Srebrenica"]


@pytest.mark.parametrize(
    "text",
    [
        "Three smugglers from Benin are shot dead by soldiers.",
        "Soldiers kill six smugglers from Benin in a gunfight.",
        "The deputy governor of Kandahar is killed by a car bomb.",
        "Federal agents arrest a Denver man for fraud.",
        "Hikers find the body of a resident of Denver who was shot dead.",
        "A London-based group is banned.",
        "Three soldiers based in Lyon are charged with murder.",
        "Two clerks have been arrested since the start of the Gaza war.",
        "Militants fired from Gaza two rockets.",
        "A lawyer for Aleppo traders is shot dead.",
        "Two pilots are killed in fighting between Chad and Sudan.",
    ],
)
def test_where_somebody_is_from_or_in_office_is_not_where_it_happened(text: str) -> None:
    assert [event.place_name for event in events(text)] == [None]


@pytest.mark.parametrize(
    "text",
    ["Six soldiers are killed by gunmen who ambushed their lorry in Gao.", "Six soldiers have been killed since 9 May in clashes in Gao."],
)
def test_a_clause_that_tells_how_tells_where(text: str) -> None:
    assert {event.place_name for event in events(text)} == {"Gao"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A museum tells of the 44 men killed in the Manaus prison riot.", "Manaus"),
        ("Survivors of the Lyon church shooting speak to the press.", "Lyon"),
        ("Widows recall the massacre of Halabja.", "Halabja"),
        ("Widows recall the Halabja Massacre.", "Halabja"),
        ("A minister speaks of the Kunduz airstrike.", "Kunduz"),
    ],
)
def test_an_act_is_named_after_its_place(text: str, place: str) -> None:
    assert {event.place_name for event in events(text)} == {place}


def test_what_stands_before_despite_is_the_place_of_that_only() -> None:
    found = events("Air strikes in Idlib kill two people, despite a ceasefire being declared by the government.")
    assert {event.event_type: event.place_name for event in found} == {"ASSAULT": "Idlib", "RETREAT": None}


@pytest.mark.parametrize(
    "text",
    [
        "Iran refuses to recognize the Taliban government in Afghanistan.",
        "Whaling in the Japanese town of Abashiri is criticized by the French ambassador.",
        "Malta apologizes to the miners in Chile.",
        "Ana Brito, a nurse at work in Mali, accuses her husband of lies.",
        "Prime Minister Ana Brito vows that troops will stay on Cyprus.",
        "Malta agrees to build a school in Cyprus.",
        "Malta imposes new sanctions for interference in Ukraine.",
        "Ana Brito, the mother of a man who is held by gunmen in Mali, calls for his release.",
        "The Maltese Medicines Agency bans a drug following the death of two nurses in Sicily.",
    ],
)
def test_where_those_are_of_whom_something_is_said_is_not_where_it_is_said(text: str) -> None:
    assert {event.place_name for event in events(text)} == {None}


@pytest.mark.parametrize(
    ("text", "place", "country_iso3", "where_prec"),
    [
        ("A bomb kills ten people at Ramlila Temple in Bangladesh.", "Ramlila Temple", "BGD", 6),
        ("Two students are shot dead at Harcourt High School in Texas.", "Harcourt High School", "USA", 4),
        ("A bomb goes off outside the Chinese Embassy, killing two people.", "Chinese Embassy", None, None),
        ("Two doctors are shot dead at the Saint Anna Hospital in Lyon.", "Lyon", "FRA", 1),
    ],
)
def test_a_site_is_named_within_the_land_that_is_known(text: str, place: str, country_iso3: str | None, where_prec: int | None) -> None:
    assert [(event.place_name, event.country_iso3, event.where_prec) for event in events(text)] == [(place, country_iso3, where_prec)]


def test_verbs_that_share_a_subject_share_a_place() -> None:
    found = events("President Ana Brito declares a state of siege and imposes a curfew in Dakar.")
    assert {event.place_name for event in found} == {"Dakar"}


def test_who_is_met_before_something_happens_is_not_met_where_that_happens() -> None:
    found = events("Two people are killed in Homs after Ana Brito visited President Bashar al-Assad.")
    assert [event.place_name for event in found if event.event_type == "CONSULT"] == [None]


def test_between_commas_it_may_be_told_where_something_is_said() -> None:
    found = events("Foreign Minister Ana Brito, in a speech in Lyon, accuses Malta of being a nuisance.")
    assert [event.place_name for event in found] == ["Lyon"]


def test_what_is_said_at_a_meeting_is_said_where_that_is() -> None:
    found = events("Foreign Minister Ana Brito accuses Malta of being a nuisance at a meeting in Lyon.")
    assert [event.place_name for event in found] == ["Lyon"]


def test_a_deal_is_made_where_those_are_with_whom_it_is_made() -> None:
    assert [event.place_name for event in events("Jan Kos reaches a plea deal with prosecutors in Chicago.")] == ["Chicago"]


def test_somebody_is_extradited_to_a_place() -> None:
    assert [event.place_name for event in events("Ana Brito, a former minister, is extradited to Melbourne, Australia.")] == ["Melbourne"]


def test_what_answers_an_attack_is_not_where_that_was() -> None:
    found = events("In response to rockets fired into Ashkelon, the Israeli Air Force carries out air strikes, killing two people.")
    assert [event.place_name for event in found if event.actor1_text == "Israeli Air Force"] == [None]
