"""One complete date standing alone, as in a field or a header."""

import datetime

import pytest

from transforms.dates import read_calendar_date


@pytest.mark.parametrize(
    "text",
    [
        "2022-08-24", "2022-08-24T06:00:00Z", "2022-08-24 06:00", "2022-08-24T06:00:00+02:00", "20220824", "24 August 2022", "August 24, 2022",
        "Aug. 24, 2022", "24 AUG 22", "Wed 24 Aug 2022", "Wed, 24 Aug 2022 06:00:00 +0000", "Wednesday, August 24, 2022", " 24/08/2022 ",
        "24 august 2022", "08/24/2022", "August 24, 2022 10:30 a.m. EST",
    ],
)  # fmt: skip
def test_a_complete_date_is_read(text: str) -> None:
    assert read_calendar_date(text) == datetime.date(2022, 8, 24)


@pytest.mark.parametrize(
    "text",
    ["", "August 2022", "2022", "24 August", "yesterday", "12345678", "20221324", "31 February 2020", "on 24 August 2022 he left", "x" * 500],
)
def test_anything_else_is_none(text: str) -> None:
    assert read_calendar_date(text) is None


def test_the_order_of_figures_is_asked_for_unless_it_is_plain() -> None:
    assert read_calendar_date("03/04/2021") is None
    assert read_calendar_date("03/04/2021", day_first=True) == datetime.date(2021, 4, 3)
    assert read_calendar_date("03/04/2021", day_first=False) == datetime.date(2021, 3, 4)
    assert read_calendar_date("3 JAN 90") == datetime.date(1990, 1, 3)
