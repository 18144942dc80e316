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


def test_a_lead_is_trusted_more_than_what_is_told_behind_it() -> None:
    lead, second = events("A car bomb killed four people. Gunmen kidnapped two boys.")
    assert lead.confidence > second.confidence


def test_nobody_harmed_is_a_toll_of_none_and_no_event() -> None:
    (event,) = events("Gunmen attacked a bank and no one was injured.")
    assert (event.fatalities_best, event.injured_best) == (0, 0)
    (event,) = events("Rebels shelled the port. No one was killed.")
    assert (event.fatalities_best, event.injured_best) == (0, None)


def test_a_verb_behind_and_has_the_subject_of_the_verb_before_it() -> None:
    (event,) = events("Gunmen stormed the school and opened fire on the students.")
    assert (event.actor1_text, event.actor2_text) == ("Gunmen", "students")
    (event,) = events("Soldiers shot and killed eight demonstrators.")
    assert (event.actor1_text, event.actor2_text) == ("Soldiers", "eight demonstrators")


def test_what_it_led_to_is_no_second_event() -> None:
    (event,) = events("Armed men attacked the village and killed nine farmers.")
    assert event.fatalities_best == 9


def test_what_was_done_from_the_air_is_done_by_the_planes() -> None:
    (event,) = events("Army helicopters hit a village used by groups of rebels.")
    assert (event.trigger_text, event.actor1_text, event.acled_sub_event_type) == ("hit", "Army helicopters", "Air/drone strike")


def test_a_pronoun_stands_for_the_one_named_first() -> None:
    event = events("The president resigned hours after mutinous soldiers detained him.")[-1]
    assert (event.actor1_text, event.actor2_text) == ("mutinous soldiers", "president")


def test_two_incidents_some_time_apart_keep_their_tolls_apart() -> None:
    found = events("Gunmen killed 84 people at a camp, hours after a car bomb killed seven soldiers.")
    assert [event.fatalities_best for event in found] == [84, 7]


def test_a_toll_that_others_put_higher_is_a_range_and_one_that_rose_is_not() -> None:
    (event,) = events("Armed men attacked a village and killed 132 civilians; local officials put the toll at 160.")
    assert (event.fatalities_low, event.fatalities_best, event.fatalities_high) == (132, 160, 160)
    (event,) = events("A bomb killed 11 people; the toll rose to 14.")
    assert (event.fatalities_low, event.fatalities_best, event.fatalities_high) == (14, 14, 14)


def test_days_after_an_attack_count_back_from_the_report() -> None:
    (event,) = events("The visit came two days after an explosion at the port killed nine people.")
    assert (event.event_date_start, event.date_is_report_date) == (DAY - datetime.timedelta(2), False)


def test_a_topic_that_heads_a_sentence_tells_nothing() -> None:
    (event,) = events("Uprising of 2011: Soldiers shot two students.")
    assert (event.trigger_text, event.event_date_start) == ("shot", DAY)


def test_what_follows_an_act_in_the_sentence_has_its_own_actors() -> None:
    event = events("Soldiers killed eight rebels in raids following an attack by the militia.")[0]
    assert (event.actor1_text, event.actor2_text) == ("Soldiers", "eight rebels")


def test_the_target_of_a_mine_does_not_explode() -> None:
    (event,) = events("A mine targeting a convoy exploded and killed two soldiers.")
    assert event.actor1_text != "convoy"


def test_a_truce_that_ends_is_no_truce() -> None:
    assert [event.event_type for event in events("The truce between the army and the rebels collapsed.") if event.event_type == "RETREAT"] == []


def test_who_is_killed_in_a_riot_is_counted_there() -> None:
    (event,) = events("Two people were killed in clashes between police and protesters.")
    assert (event.event_type, event.fatalities_best) == ("PROTEST", 2)


def test_a_participle_before_a_noun_tells_no_act() -> None:
    (event,) = events("Protesters marched for the release of detained lawyers.")
    assert event.event_type == "PROTEST"


def test_the_second_of_two_verbs_has_the_subject_of_the_first() -> None:
    event = events("A missile strike kills a civilian and destroys a bridge.")[0]
    assert event.actor1_text is None


def test_what_comes_after_a_resignation_is_not_whom_it_is_done_to() -> None:
    (event,) = events("The minister resigned after a scandal over letters to the president.")
    assert event.actor2_text is None


def test_what_a_reprisal_answers_is_another_incident() -> None:
    first, second = events("Gunmen kidnapped 14 farmers in retaliation for a clash in which ten gunmen were killed.")
    assert (first.event_mode, first.fatalities_best, second.fatalities_best) == ("abduct", None, 10)


def test_the_subject_of_a_clause_behind_after_acts() -> None:
    (event,) = events("Four people were killed after supporters of the president clashed with the police.")
    assert (event.event_type, event.actor1_text) == ("PROTEST", "supporters of the president")


def test_what_is_hardly_told_behind_the_lead_is_no_row() -> None:
    told = "A bomb killed two men. Gunmen kidnapped a girl. "
    assert [event.event_mode for event in events(told + '"In another raid they killed three boys," he said.')] == ["explosives", "abduct"]
    assert events(told + "In another raid rebels killed three boys and injured four.")[-1].fatalities_best == 3


def test_a_match_and_an_exercise_are_no_events_in_later_sentences_either() -> None:
    assert events("The team won the cup in the last match. The striker shot from afar and the attack killed off the game.") == []
    assert events("The navies began an exercise on the coast. Troops will attack and defend bridges.") == []
    assert events("The navies began an exercise on the coast. Gunmen killed two sailors.") != []
