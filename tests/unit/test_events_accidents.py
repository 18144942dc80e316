"""Accidents: what burst where fuel or chemicals are tells no event, unless a word or the report tells of an attack."""

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
    "text",
    [
        "An explosion at a paint factory in Lyon kills four workers.",
        "A fuel truck explodes near Mombasa, killing nine people.",
        "Two people are injured in a gas explosion in Lima.",
    ],
)
def test_a_burst_where_fuel_is_tells_no_event(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    "text",
    ["A bomb explodes at a paint factory in Lyon, killing four workers.", "An explosion at a market in Kano kills nine people."],
)
def test_a_burst_with_a_bomb_or_far_from_fuel_is_violence(text: str) -> None:
    assert [event.event_type for event in events(text)] == ["ASSAULT"]


def test_a_report_of_an_attack_goes_on_telling_it() -> None:
    found = events("Rebels shelled the town of Yumbe on Monday. An explosion at a fuel depot there killed two guards.")
    assert sum(event.fatalities_best or 0 for event in found) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Riot police stand guard in Lima.",
        "Hundreds of homes are destroyed by floods in Kano.",
        "Parties sign a deal in an attempt to end a dispute in Bari.",
        "A probe in orbit of the moon sends pictures.",
    ],
)
def test_words_of_violence_that_name_something_else_tell_none(text: str) -> None:
    assert not [event for event in events(text) if event.event_type in ("ASSAULT", "ACCUSE") or event.event_mode == "riot"]
