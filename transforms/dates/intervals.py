"""Stretches of the calendar: their TIMEX3 value, first and last day, precision, and the part a modifier points to."""

import calendar
import datetime
from typing import Final, NamedTuple

Day = datetime.date
_SEASON_MONTHS: Final = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # meteorological, northern hemisphere: three months each


class Stretch(NamedTuple):
    """A piece of the calendar. `year` (negative: BC), `month` and `day` are those of its first day, as far as they are meant."""

    value: str
    start: Day | None  # None before the year 1, which `datetime` does not reach
    end: Day | None
    granularity: str
    year: int | None = None
    month: int | None = None
    day: int | None = None


def year_value(year: int) -> str:
    """`1939`, `BC0490`."""
    return f"{year:04}" if year > 0 else f"BC{-year:04}"


def days_in(year: int, month: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year if year > 0 else 2000, month)[1]


def day_stretch(year: int, month: int, day: int) -> Stretch | None:
    """One day; None if the calendar has no such day."""
    if not 1 <= day <= days_in(year, month):
        return None
    date = Day(year, month, day) if 0 < year <= 9999 else None
    return Stretch(f"{year_value(year)}-{month:02}-{day:02}", date, date, "day", year, month, day)


def date_stretch(date: Day) -> Stretch:
    """One day."""
    return Stretch(date.isoformat(), date, date, "day", date.year, date.month, date.day)


def month_stretch(year: int, month: int) -> Stretch:
    """One month."""
    known = 0 < year <= 9999
    end = Day(year, month, days_in(year, month)) if known else None
    return Stretch(f"{year_value(year)}-{month:02}", Day(year, month, 1) if known else None, end, "month", year, month)


def months_stretch(value: str, year: int, month: int, count: int, granularity: str) -> Stretch:
    """`count` months from `month` of `year`: a quarter, a half, a season."""
    last = year * 12 + month - 2 + count
    known = year > 0 and last // 12 <= 9999
    end = Day(last // 12, last % 12 + 1, days_in(last // 12, last % 12 + 1)) if known else None
    return Stretch(value, Day(year, month, 1) if known else None, end, granularity, year, month)


def quarter_stretch(year: int, quarter: int, fiscal: bool = False) -> Stretch:
    """A quarter of a calendar year. A fiscal one has a value, but no interval: when it begins is not said."""
    found = months_stretch(f"{year_value(year)}-Q{quarter}", year, quarter * 3 - 2, 3, "quarter")
    return found._replace(value=f"FY{found.value}", start=None, end=None) if fiscal else found


def half_stretch(year: int, half: int) -> Stretch:
    """Half a year."""
    return months_stretch(f"{year_value(year)}-H{half}", year, half * 6 - 5, 6, "half")


def season_stretch(year: int, season: str) -> Stretch:
    """A season; a winter begins in December of its year."""
    return months_stretch(f"{year_value(year)}-{season}", year, _SEASON_MONTHS[season], 3, "season")


def year_stretch(year: int, fiscal: bool = False) -> Stretch:
    """A year; a fiscal one has no interval."""
    if fiscal:
        return Stretch(f"FY{year_value(year)}", None, None, "year", year)
    known = 0 < year <= 9999
    return Stretch(year_value(year), Day(year, 1, 1) if known else None, Day(year, 12, 31) if known else None, "year", year)


def years_stretch(value: str, first: int, last: int, granularity: str) -> Stretch:
    """Whole years: a decade, a century."""
    known = first > 0 and last <= 9999
    return Stretch(value, Day(first, 1, 1) if known else None, Day(last, 12, 31) if known else None, granularity, first)


def decade_stretch(year: int) -> Stretch:
    """The decade that a year lies in: `187` is the 1870s."""
    if year < 0:
        return Stretch(f"BC{-year // 10:03}", None, None, "decade", year)
    first = year - year % 10
    return years_stretch(f"{first // 10:03}", first, first + 9, "decade")


def century_stretch(century: int) -> Stretch:
    """A century by its ordinal: the 19th is `18`, 1801 to 1900; negative ones are BC."""
    if century < 0:
        return Stretch(f"BC{-century - 1:02}", None, None, "century", century * 100)
    return years_stretch(f"{century - 1:02}", century * 100 - 99, century * 100, "century")


def days_stretch(first: Day, last: Day) -> Stretch:
    """One day, or the days of a feast with an ISO 8601 interval as their value."""
    if first == last:
        return date_stretch(first)
    return Stretch(f"{first}/{last}", first, last, "feast", first.year, first.month, first.day)


def week_stretch(date: Day) -> Stretch:
    """The ISO week that a day lies in."""
    year, week, weekday = date.isocalendar()
    start = date - datetime.timedelta(weekday - 1)
    return Stretch(f"{year}-W{week:02}", start, start + datetime.timedelta(6), "week", start.year, start.month, start.day)


def weekend_stretch(date: Day) -> Stretch:
    """Saturday and Sunday of the ISO week that a day lies in."""
    week = week_stretch(date)
    assert week.start and week.end
    start = week.end - datetime.timedelta(1)
    return Stretch(f"{week.value}-WE", start, week.end, "weekend", start.year, start.month, start.day)


def date_precision(start: Day | None, end: Day | None) -> int | None:
    """UCDP GED `date_prec`: 1 a day, 2 up to 6 days, 3 a week, 4 a month, 5 anything longer."""
    if start is None or end is None:
        return None
    days = (end - start).days + 1
    return 1 if days == 1 else 2 if days <= 6 else 3 if days <= 7 else 4 if days <= 31 else 5


def likely_part(start: Day | None, end: Day | None, mod: str | None) -> tuple[Day | None, Day | None]:
    """The third of an interval of several days that START, MID or END points to; (None, None) for other modifiers."""
    if start is None or end is None or mod not in ("START", "MID", "END"):
        return None, None
    days = (end - start).days + 1
    if days < 3:
        return None, None
    third = datetime.timedelta(days // 3)
    if mod == "START":
        return start, start + third - datetime.timedelta(1)
    if mod == "END":
        return end - third + datetime.timedelta(1), end
    return start + third, end - third
