"""Named days: the days of a year that the rule of a feast names.

A rule is `fixed:12-25`, `easter:-2` (days from Easter; `-7..-1` a stretch), `weekday:11-4-4` (month, weekday, which one; -1 the
last, `+1` days after it) or `table:ramadan` (rows of `date_feast_days`, for calendars of the moon).
"""

import calendar
import datetime
from functools import cache
from typing import Final

from transforms.reference import read_table

Day = datetime.date
_DAY: Final = datetime.timedelta(1)


def feast_days(rule: str, year: int) -> tuple[Day, Day] | None:
    """First and last day of the feast in a year; None if it is not known there."""
    if not 1 < year < 9999:
        return None
    kind, _, detail = rule.partition(":")
    if kind == "fixed":
        month, day = map(int, detail.split("-"))
        return Day(year, month, day), Day(year, month, day)
    if kind == "easter":
        first, _, last = detail.partition("..")
        easter = easter_sunday(year)
        return easter + int(first) * _DAY, easter + int(last or first) * _DAY
    if kind == "weekday":
        found = _nth_weekday(detail, year)
        return found, found
    return _table_days().get((detail, year))


def easter_sunday(year: int) -> Day:
    """Easter of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leap, rest = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return Day(year, month, day + 1)


def _nth_weekday(detail: str, year: int) -> Day:
    rule, _, after = detail.partition("+")
    month, weekday, which = rule.split("-", 2)
    first = Day(year, int(month), 1)
    if int(which) < 0:
        last = Day(year, int(month), calendar.monthrange(year, int(month))[1])
        return last - ((last.isoweekday() - int(weekday)) % 7) * _DAY
    return first + ((int(weekday) - first.isoweekday()) % 7 + 7 * (int(which) - 1) + int(after or 0)) * _DAY


@cache
def _table_days() -> dict[tuple[str, int], tuple[Day, Day]]:
    """(feast, year of its first day) -> first and last day; of two in one year the first."""
    days: dict[tuple[str, int], tuple[Day, Day]] = {}
    for row in read_table("date_feast_days"):
        first, last = Day.fromisoformat(row["first_day"]), Day.fromisoformat(row["last_day"])
        days.setdefault((row["feast"], first.year), (first, last))
    return days
