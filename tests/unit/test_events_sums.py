"""What months or years add up to is no incident."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import EventMention, find_events


class _NoReference:
    def entity(self, _: str) -> None:
        return None


def events(text: str) -> list[EventMention]:
    document = read_document(text, datetime.date(2021, 3, 4))
    return find_events(document, find_dates(document), [], _NoReference())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Over the past decade the war has left more than 40,000 people killed.",
        "Since 2014 rebels have killed some 900 villagers.",
        "Bandits have kidnapped farmers every day.",
        "During recent years gunmen have murdered dozens of union leaders.",
    ],
)
def test_a_sum_over_a_period_is_no_event(text: str) -> None:
    assert events(text) == []


def test_its_toll_goes_to_no_incident_told_before() -> None:
    (event,) = events("Rebels shelled the port and killed four dockers. More than 900 villagers have been killed since 2014.")
    assert event.fatalities_best == 4


def test_a_record_tells_one_incident() -> None:
    (event,) = events("Gunmen killed five farmers, the first attack in two years.")
    assert event.fatalities_best == 5


def test_a_day_of_its_own_tells_one_incident() -> None:
    (event,) = events("Rebels who have fought the army since 2014 killed five farmers on 2 March 2021.")
    assert event.fatalities_best == 5
