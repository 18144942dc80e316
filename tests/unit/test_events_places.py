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
        ("Soldiers raid the city of Jenin in the West Bank, killing two people.", "Janīn", 1),
        ("Missiles hit a warehouse near Pokrovsk in Donetsk Oblast.", "Pokrovsk", 2),
        ("Thousands of people take to the streets of Baghdad in protest.", "Baghdad", 1),
        ("A marcher is shot dead after protests in Lahore.", "Lahore", 1),
        ("A driver is killed after his lorry drives over a landmine near Luhansk.", "Luhansk", 2),
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
    ],
)
def test_where_somebody_is_from_or_in_office_is_not_where_it_happened(text: str) -> None:
    assert [event.place_name for event in events(text)] == [None]
