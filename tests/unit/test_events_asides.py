"""Asides: what a sentence tells as known already lends its day and place to nothing else, and has no day of the report."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import EventMention, find_events
from transforms.names import find_names
from transforms.reference import load_reference

DAY = datetime.date(2019, 5, 14)


def events(text: str) -> list[EventMention]:
    document, reference = read_document(text, DAY), load_reference()
    dates = find_dates(document)
    return find_events(document, dates, find_names(document, reference, dates), reference)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Kenya expels two diplomats over the shooting of a guard in Mombasa.", "shooting"),
        ("A court in Lyon sentences a driver to nine years in prison for the killing of a cyclist.", "killing"),
        ("Norway frees a sailor who was kidnapped by pirates near Lagos.", "kidnapped"),
        ("Police in Lima arrest two men in connection with the murder of a judge.", "murder"),
        ("Hundreds of people protest in Tunis following the shooting of a student.", "shooting"),
        ("Chad condemns the bombing of a market in Kano.", "bombing"),
        ("Police in Lima question an actor over a rape claim.", "rape"),
        ("The death toll from the clashes in Gao rises to 30.", "clashes"),
        ("Students in Bonn call for an end to air strikes on Mosul.", "air"),
        ("A sailor who was stabbed near Lagos dies in hospital.", "stabbed"),
        ("Farmers leave Deraa due to shelling by the army.", "shelling"),
    ],
)
def test_what_is_told_as_known_did_not_happen_on_the_day_of_the_report(text: str, trigger: str) -> None:
    known = [event for event in events(text) if event.trigger_text == trigger]
    assert all(event.event_date_start is None and not event.date_is_report_date for event in known)
    assert all(event.event_date_start == DAY for event in events(text) if event.trigger_text != trigger)


@pytest.mark.parametrize(
    "text",
    ["Two people are killed after a bomb explodes in Kano.", "Nine miners die following an attack on their bus near Quetta."],
)
def test_what_the_news_came_of_is_news(text: str) -> None:
    assert [event.event_date_start for event in events(text)] == [DAY]


def test_hours_after_an_act_is_its_day() -> None:
    assert [event.event_date_start for event in events("Gunmen shoot two guards dead in Gao, hours after an attack on a bank.")] == [DAY]


def test_those_killed_after_an_act_were_killed_by_it() -> None:
    found = events("Nine people are killed after gunmen raided a market in Gao.")
    assert [(event.fatalities_best, event.place_name) for event in found] == [(9, "Gao")]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Ministers reject the 2011 fisheries agreement.", DAY),
        ("Greece condemns last week's elections in Abkhazia.", DAY),
        ("At least 12 people have been killed in clashes in Benghazi over the last three days.", datetime.date(2019, 5, 11)),
        ("Two men are convicted of the 2011 Ankara airport bombing.", datetime.date(2011, 1, 1)),
    ],
)
def test_a_day_that_stands_before_a_thing_is_the_day_of_that_thing(text: str, start: datetime.date) -> None:
    assert start in {event.event_date_start for event in events(text)}
    assert all(event.event_date_start in (start, DAY) for event in events(text))


def test_a_day_of_an_aside_is_that_of_its_own_act() -> None:
    found = events("Kenya expels two diplomats after Friday's shooting of a guard in Mombasa.")
    expelled = next(event for event in found if event.event_mode != "firearms")
    assert (expelled.event_date_start, expelled.place_name) == (DAY, None)


def test_a_place_of_an_aside_is_that_of_its_own_act() -> None:
    freed = next(event for event in events("Norway frees a sailor who was kidnapped by pirates near Lagos.") if event.event_type == "RETREAT")
    assert freed.place_name is None


def test_what_somebody_is_accused_of_has_no_day_of_the_report() -> None:
    accused, bombed = events("Farmers accuse the army of bombing a mill in Darfur.")
    assert (accused.event_date_start, accused.place_name) == (DAY, None)
    assert (bombed.event_date_start, bombed.place_name) == (None, "Darfur")


def test_a_coded_note_goes_on_with_its_day() -> None:
    found = events("On 5 March 2017, militiamen clashed with troops in Afgooye. 3 soldiers killed.")
    assert [(event.event_date_start, event.fatalities_best, event.modality) for event in found] == [(datetime.date(2017, 3, 5), 3, "historical")]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("At least 40 people were killed by gunmen from May 4 to May 6 in Zamfara.", datetime.date(2019, 5, 4), datetime.date(2019, 5, 6)),
        ("Police link a man to the murders of six nurses between 1996 and 1999.", datetime.date(1996, 1, 1), datetime.date(1999, 12, 31)),
    ],
)
def test_two_days_that_begin_and_end_a_span_are_one_date(text: str, start: datetime.date, end: datetime.date) -> None:
    assert (start, end) in {(event.event_date_start, event.event_date_end) for event in events(text)}


def test_what_allegations_tell_is_known() -> None:
    found = events("A court hears allegations that soldiers shot a girl in Gao.")
    assert [event.event_date_start for event in found if event.event_type == "ASSAULT"] == [None]
