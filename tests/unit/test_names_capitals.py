"""Names in a text written in capitals, where case tells nothing."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import find_names
from transforms.reference import load_reference


def read(text: str) -> dict[str, str]:
    """The types of a text's names, by how they are written."""
    document = read_document(text, datetime.date(1991, 4, 2))
    names = find_names(document, load_reference(), find_dates(document))
    return {text[name.start_char : name.end_char]: name.entity_type for name in names}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("COLONEL RENATO ARQUELLES SAID THAT THE TOWN WAS CALM.", "RENATO ARQUELLES", "person"),
        ("CORRESPONDENT JORGE IBARRA WAS DETAINED NEAR THE BORDER.", "JORGE IBARRA", "person"),
        ("MARK KOVACEVIC LEFT THE HOUSE BEFORE DAWN.", "MARK KOVACEVIC", "person"),
        ("TROOPS ENTERED CHALATENANGO BEFORE DAWN ON MONDAY.", "CHALATENANGO", "place"),
        ("THE RALLY IN NEW YORK WAS BROKEN UP BY THE POLICE.", "NEW YORK", "place"),
        ("THE ZELIMKHAN BRIGADE SAID THAT IT PLANTED THE DEVICE.", "ZELIMKHAN BRIGADE", "organization"),
    ],
)
def test_a_name_in_capitals_is_found_whole(text: str, name: str, kind: str) -> None:
    assert read(text).get(name) == kind


def test_a_person_is_no_place_for_bearing_the_name_of_one() -> None:
    assert "place" not in read("GENERAL SANTIAGO CORDOBA WAS SWORN IN ON MONDAY MORNING.").values()


def test_words_of_the_dictionary_are_no_names() -> None:
    assert read("A HELICOPTER WAS DAMAGED AND TWO OTHERS FLED DURING HEAVY FIGHTING NEAR THE RIVER.") == {}
