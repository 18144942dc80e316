import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.headers import date_in_file_name, read_header

DAY = datetime.date(2022, 8, 24)


@pytest.mark.parametrize(
    ("text", "source", "first_word"),
    [
        (" date 2022-08-24 The army left.", "header", "The"),
        ("Date: 24 August 2022\nThe army left.", "header", "The"),
        ("DATE: August 24, 2022\n\nThe army left.", "header", "The"),
        ("date 20220824 The army left.", "header", "The"),
        ("Title: Army leaves\nDate: Wednesday, 24 August 2022\nSource: AFP\n\nThe army left.", "header", "The"),
        ("Wed 24 Aug 2022 Army leaves. It went at dawn.", "weekday lead", "Wed"),
        ("PORT SUDAN, 24 AUG 22 -- [TEXT] THE ARMY LEFT.", "dateline", "PORT"),
        ("KHARTOUM, Aug 24, 2022 (AFP) - The army left.", "dateline", "KHARTOUM"),
        ("Army leaves the town\nAugust 24, 2022\nIt went at dawn.", "dateline", "Army"),
    ],
)
def test_the_day_of_publication_is_read_where_it_stands(text: str, source: str, first_word: str) -> None:
    header = read_header(text)
    assert (header.published_on, header.published_on_source) == (DAY, source)
    assert text[header.body_start :].lstrip().startswith(first_word)


@pytest.mark.parametrize(
    "text",
    [
        "The army left on 24 August 2022.",
        "date palms grew along the river on 24 August 2022.",
        "Note: the army left.",
        "",
        "   ",
    ],
)
def test_a_text_without_header_is_all_body(text: str) -> None:
    header = read_header(text)
    assert (header.published_on, header.body_start) == (None, 0)


def test_fields_of_a_header_are_read() -> None:
    header = read_header("Headline: Army leaves\nDate: 2022-08-24\nSource: ITAR-TASS\nURL: https://example.org/1\n\nThe army left.")
    assert (header.title, header.url, header.credits) == ("Army leaves", "https://example.org/1", ("TASS",))


def test_the_agency_of_a_dateline_is_credited() -> None:
    assert read_header("TRIPOLI (Reuters) - The army left.").credits == ("Reuters",)
    assert read_header("TRIPOLI (officially) - The army left.").credits == ()


@pytest.mark.parametrize("name", ["2022-08-24_army.txt", "army-20220824.txt", "afp_2022.08.24.txt.gz", "2022_08_24.txt"])
def test_a_file_name_may_carry_the_day(name: str) -> None:
    assert date_in_file_name(name) == DAY


@pytest.mark.parametrize("name", ["army.txt", "20221324.txt", "report-120220824.txt", "2022-08.txt"])
def test_other_digits_in_a_file_name_are_no_day(name: str) -> None:
    assert date_in_file_name(name) is None


@given(st.text())
def test_any_text_has_a_header_that_lies_inside_it(text: str) -> None:
    assert 0 <= read_header(text).body_start <= len(text)


@pytest.mark.parametrize("unit", ["date ", "Date: ", "A, ", "a:\n", "\n", " ", "Title: x\n", "Mon 1 "])
def test_a_megabyte_of_openings_takes_no_time(unit: str) -> None:
    started = time.process_time()
    read_header(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 1


def test_a_dash_far_behind_the_opening_makes_no_dateline() -> None:
    opening = read_header(f"Rebels {'marched on ' * 20}(AFP) - the town")
    assert (opening.published_on, opening.credits) == (None, ())
