"""Dates in the fields of a source, and whether those of nothing but figures have the day first or the month."""

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from transforms.dates import read_calendar_date

_FIGURES = re.compile(r"\s*(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?\d{2,4}")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|-?\d{12,13}")
_MILLISECONDS = 12  # digits


class DateOrder(NamedTuple):
    """Whether days stand before months; None if dates of both orders occur, or none that tells."""

    day_first: bool | None


def order_of(dates: Iterable[str]) -> DateOrder | None:
    """The order that the dates of a source show: a figure over 12 is a day. None if no date shows any."""
    shown: set[bool] = set()
    for date in dates:
        if found := _FIGURES.match(date):
            first, second = int(found[1]), int(found[2])
            if (first > 12) != (second > 12):
                shown.add(first > 12)
    return None if not shown else DateOrder(shown.pop() if len(shown) == 1 else None)


@lru_cache(maxsize=4096)  # a feed repeats its days
def read_field_date(text: str, day_first: bool | None = None) -> datetime.date | None:
    """The day that a field names: a date in any common form, a time of day behind it allowed, or seconds or milliseconds since 1970."""
    text = text.strip()
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text.lstrip("-")) >= _MILLISECONDS and "." not in text else 1)
        return (datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=seconds)).date()
    return read_calendar_date(text, day_first)
