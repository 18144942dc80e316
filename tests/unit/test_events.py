"""Events: what one report claims happened."""

import datetime

from transforms.document import read_document
from transforms.events import EventMention, find_events
from transforms.reference import read_table

DAY = datetime.date(2021, 3, 4)


class _NoReference:
    def entity(self, _: str) -> None:
        return None


def events(text: str) -> list[EventMention]:
    return find_events(read_document(text, DAY), [], [], _NoReference())  # type: ignore[arg-type]


def test_an_attack_has_its_actor_its_target_and_its_toll() -> None:
    (event,) = events("Masked gunmen attacked two soldiers near the river, killing both soldiers.")
    assert (event.event_type, event.modality) == ("ASSAULT", "actual")
    assert event.actor1_text == "Masked gunmen"
    assert event.fatalities_best == 2


def test_the_report_date_is_said_to_be_one() -> None:
    (event,) = events("Masked gunmen attacked two soldiers near the river.")
    assert event.event_date_start == DAY
    assert event.date_is_report_date


def test_triggers_keep_their_characters() -> None:
    text = "Rebels shelled the barracks."
    (event,) = events(text)
    assert text[event.trigger_start_char : event.trigger_end_char] == event.trigger_text == "shelled"


def test_silence_on_casualties_is_unknown() -> None:
    (event,) = events("Rebels shelled the barracks.")
    assert event.fatalities_best is None


def test_every_trigger_has_a_type() -> None:
    codes = {row["event_code"] for row in read_table("event_types")}
    assert {row["event_code"] for row in read_table("event_triggers")} <= codes
