"""Roles and incidents where names matter: read with the reference data."""

import datetime

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import EventMention, find_events
from transforms.names import find_names
from transforms.reference import load_reference


def events(text: str) -> list[EventMention]:
    document, reference = read_document(text, datetime.date(2022, 8, 24)), load_reference()
    dates = find_dates(document)
    return find_events(document, dates, find_names(document, reference, dates), reference)


def test_who_uses_what_is_hit_is_hit() -> None:
    (bombed,) = events("Turkish jets bombed positions held by the PKK in northern Iraq on Monday.")
    assert (bombed.actor1_text, bombed.actor2_text) == ("Turkish jets", "PKK")


def test_a_raid_and_the_raid_that_answers_it_are_two() -> None:
    found = events("The Iraqi army shelled the PKK near Mosul on Monday. PKK fighters then bombed the Iraqi army.")
    assert [(event.actor1_name, event.actor2_name) for event in found] == [
        ("Iraqi Army", "Kurdistan Workers' Party"), ("Kurdistan Workers' Party", "Iraqi Army"),
    ]  # fmt: skip


def test_what_has_not_happened_has_no_day_unless_one_is_told() -> None:
    (planned,) = events("Rebels will attack the army near Mosul.")
    (feared,) = events("The army may bomb the town of Tal Afar on Friday.")
    assert (planned.modality, planned.event_date_start, planned.date_is_report_date) == ("planned", None, False)
    assert (feared.modality, feared.event_date_start) == ("hypothetical", datetime.date(2022, 8, 26))
