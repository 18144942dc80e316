"""Placement: which stretch of the calendar an expression names, given where speaker and story stand."""

import datetime
from collections.abc import Callable
from typing import Final

from transforms.dates import intervals
from transforms.dates.feasts import feast_days
from transforms.dates.intervals import Stretch
from transforms.dates.narrative import Anchor, Told, leading_date
from transforms.dates.parts import Parts

Day = datetime.date
Placed = tuple[Stretch | None, str]  # with the name of the anchor that was used
_ONE: Final = datetime.timedelta(1)
_DAYS_OF: Final = {"D": 1.0, "W": 7.0, "FN": 14.0, "WE": 7.0, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}
_MONTHS_OF: Final = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "MI": 12000}
_RECENT_EVENT: Final = 30  # days about publication in which `the October 7 attack` may be another one
_EARLY_IN_WEEK: Final = 3  # until Wednesday `the weekend` that verbs of the past speak of is the one gone by
_NEARBY: Final = 10  # days from publication within which a day told of in news still lends its date to a time of day


def place(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """The stretch of the calendar that an expression names, and what it was anchored on."""
    if parts.kind == "shift":
        if parts.relation == "holding":
            return _holding(parts, anchor, tense)
        return _same(parts, anchor, tense) if parts.relation == "same" and parts.of is not None else _shift(parts, anchor, tense)
    if parts.kind == "nth":
        return _nth(parts, anchor, tense)
    if parts.kind != "calendar":
        return None, "none"
    if parts.of is not None:
        return _inside(parts, anchor, tense)
    if parts.year is not None:
        return _in_year(parts, parts.year), "none"
    if parts.month or parts.season or parts.feast:
        return _without_year(parts, anchor, tense)
    if parts.day:
        return _day_only(parts.day, anchor, tense)
    return _weekday(parts, parts.weekday, anchor, tense) if parts.weekday else _time_only(anchor)


def _in_year(parts: Parts, year: int) -> Stretch | None:
    """A calendar expression in a year."""
    if parts.unit == "DE":
        return intervals.decade_stretch(year)
    if parts.month:
        return intervals.day_stretch(year, parts.month, parts.day) if parts.day else intervals.month_stretch(year, parts.month)
    if parts.season:
        return intervals.season_stretch(year, parts.season)
    if parts.feast:
        days = feast_days(parts.feast, year)
        return intervals.days_stretch(*days) if days else None
    return intervals.year_stretch(year, parts.fiscal)


def _inside(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """A calendar expression inside a larger one: `June of last year`, `the 20th of last month`, `Thursday of last week`."""
    assert parts.of is not None
    larger, source = place(parts.of, anchor, tense)
    if larger is None or larger.year is None:
        return None, source
    if parts.weekday and not parts.month and larger.start and larger.end:
        day = larger.start + ((parts.weekday - larger.start.isoweekday()) % 7) * _ONE
        return (intervals.date_stretch(day) if day <= larger.end else None), source
    if parts.day and not parts.month:
        return (intervals.day_stretch(larger.year, larger.month, parts.day) if larger.month else None), source
    return _in_year(parts, larger.year), source


def _shift(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """A unit counted from an anchor: `last week`, `two years later`, `three days before 5 March`."""
    if parts.of is not None:
        start, source = place(parts.of, anchor, tense)
        lead = Told(start.year, start.month, start.day) if start else Told()
    else:
        lead, source = anchor.lead(parts.base, parts.unit, parts.direction > 0 and (parts.unit, parts.number) != ("D", 1))
    if parts.unit == "WE" and parts.base == "speech" and parts.direction == 0 and tense != "future" and anchor.published:
        early = anchor.published.isoweekday() <= (_EARLY_IN_WEEK if tense == "past" else _EARLY_IN_WEEK - 1)
        return _unit_at(parts, lead, -1 if early else 0), source
    if lead.year is None or (source in ("published", "dateline") and parts.base == "narrative" and parts.direction > 0):
        return None, "none"  # `a week later` than nothing told
    if parts.unit == "Y" and lead.granularity == "quarter" and parts.direction < 0 and parts.base == "narrative" and lead.month:
        return intervals.quarter_stretch(lead.year - round(parts.number or 1), (lead.month + 2) // 3), source
    return _unit_at(parts, lead, parts.direction * (1 if parts.number is None else parts.number)), source


def _same(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """`the same period last year`: what the story told last, in another year."""
    told, source = anchor.lead("narrative", "Y")
    year = told.year
    if parts.of is not None:
        other, _ = place(parts.of, anchor, tense)
        year = other.year if other else None
    if year is None:
        return None, "none"
    if source in ("published", "dateline"):
        return _last_year_s(parts.unit, year, told), source
    if told.granularity == "quarter" and told.month:
        return intervals.quarter_stretch(year, (told.month + 2) // 3), source
    if told.day and told.month:
        return _last_year_s(parts.unit if parts.unit == "W" else "D", year, told), source
    return (intervals.month_stretch(year, told.month) if told.month else intervals.year_stretch(year)), source


def _last_year_s(unit: str, year: int, published: Told) -> Stretch | None:
    """`the same month last year` of nothing told: that of publication; a quarter is the one that ended last before it."""
    if published.month is None or published.year is None or published.day is None or unit not in ("Q", "M", "W", "D"):
        return intervals.year_stretch(year)
    if unit == "Q":
        ended = (published.month + 2) // 3 - 1
        return intervals.quarter_stretch(year - (ended == 0), ended or 4)
    if unit == "M":
        return intervals.month_stretch(year, published.month)
    if unit == "D" or published.year < 1:
        return intervals.day_stretch(year, published.month, published.day)
    week = Day(published.year, published.month, published.day).isocalendar().week
    return intervals.week_stretch(Day.fromisocalendar(year, min(week, 52), 1))


_HOLDING: Final[dict[str, Callable[[Day], Stretch]]] = {
    "D": intervals.date_stretch, "W": intervals.week_stretch, "WE": intervals.weekend_stretch, "DE": lambda day: intervals.decade_stretch(day.year),
    "M": lambda day: intervals.month_stretch(day.year, day.month), "Y": lambda day: intervals.year_stretch(day.year),
    "Q": lambda day: intervals.quarter_stretch(day.year, (day.month + 2) // 3),
}  # fmt: skip


def _holding(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """`the week of March 10`, `the quarter ended Sept. 30`: the unit that a day lies in."""
    if parts.of is None:
        return None, "none"
    day, source = place(parts.of, anchor, tense)
    if day is None or day.start is None:
        return None, source
    if parts.fiscal and day.year:
        return intervals.year_stretch(day.year, fiscal=True), source
    return _HOLDING[parts.unit](day.start), source


def part_of(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """`the first ten months of 1915`, `the last two weeks of February`: that many units at one end of a larger stretch."""
    assert parts.of is not None and parts.number is not None
    larger, source = place(parts.of, anchor, tense)
    if larger is None or larger.start is None or larger.end is None:
        return None, source
    if parts.direction > 0:
        behind = moved(larger.start, parts.unit, parts.number)
        last = behind - _ONE if behind and behind > larger.start else larger.start
        return larger._replace(end=min(last, larger.end)), source
    first = moved(larger.end + _ONE, parts.unit, -parts.number) if larger.end < Day.max else None
    return (larger._replace(start=max(first, larger.start)) if first and first <= larger.end else None), source


def moved(day: Day, unit: str, number: float) -> Day | None:
    """The day that lies `number` units away; None outside the calendar."""
    try:
        if unit in _DAYS_OF:
            return day + datetime.timedelta(days=number * _DAYS_OF[unit])
        year, month = divmod(day.year * 12 + day.month - 1 + round(number * _MONTHS_OF[unit]), 12)
        return Day(year, month + 1, min(day.day, intervals.days_in(year, month + 1)))
    except (OverflowError, ValueError):
        return None


def _unit_at(parts: Parts, lead: Told, number: float) -> Stretch | None:
    """The unit that lies `number` units from a date known to the year, month or day."""
    if lead.year is None or abs(number) > 100_000:
        return None
    if parts.unit in ("Y", "DE", "CE", "MI"):
        return _years_at(parts, lead.year, round(number * _MONTHS_OF[parts.unit] / 12))
    if parts.unit in ("D", "W", "FN") and lead.day is None and parts.base == "narrative" and (lead.month or number):
        return _days_from_longer(parts.unit, lead.year, lead.month, number)
    if lead.month is None:
        return None
    if parts.unit not in _MONTHS_OF:
        return _days_at(parts.unit, lead.year, lead.month, lead.day, number) if lead.day else None
    year, month = divmod(lead.year * 12 + lead.month - 1 + round(number * _MONTHS_OF[parts.unit]), 12)
    if parts.unit == "M":
        return intervals.month_stretch(year, month + 1)
    return intervals.quarter_stretch(year, month // 3 + 1, parts.fiscal) if parts.unit == "Q" else intervals.half_stretch(year, month // 6 + 1)


def _days_from_longer(unit: str, year: int, month: int | None, number: float) -> Stretch:
    """Days or weeks from a month or year: as long as that (`two weeks later` than March: mid-March to mid-April); the value keeps the year."""
    longer = intervals.month_stretch(year, month) if month else intervals.year_stretch(year)
    value = intervals.year_value(year) + ("-XX-XX" if unit == "D" else "-WXX")
    if number == 0 and unit == "D" and month:
        value = f"{longer.value}-XX"
    start = moved(longer.start, unit, number) if longer.start else None
    end = moved(longer.end, unit, number) if longer.end else None
    if start is None or end is None:
        start = end = None
    return Stretch(value, start, end, "day" if unit == "D" else "week", year, month if number == 0 else None)


def _years_at(parts: Parts, year: int, years: int) -> Stretch | None:
    reached = year + years
    if (reached > 0) != (year > 0) or reached == 0:
        reached += 1 if years > 0 else -1  # there is no year 0
    if not -10_000 < reached < 10_000:
        return None
    if parts.unit == "Y":
        return intervals.year_stretch(reached, parts.fiscal)
    if parts.unit == "DE":
        return intervals.decade_stretch(reached)
    return intervals.century_stretch((reached + 99) // 100 if reached > 0 else -((-reached + 99) // 100))


def _days_at(unit: str, year: int, month: int, day: int, number: float) -> Stretch | None:
    if year < 1:
        return intervals.day_stretch(year, month, day + round(number)) if unit == "D" else None
    if unit in ("TH", "TM", "TS"):
        unit, number = "D", float(round(number * _DAYS_OF[unit]))  # the hour of the anchor is not known
    reached = moved(Day(year, month, day), unit, number)
    if reached is None or not 1 < reached.year < 9999:
        return None
    if unit in ("W", "FN"):
        return intervals.week_stretch(reached)
    return intervals.weekend_stretch(reached) if unit == "WE" else intervals.date_stretch(reached)


def _nth(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """The n-th unit of a larger one: `the second week of March`, `the third quarter`, `the 19th century`."""
    number = int(parts.number or 0)
    if parts.unit == "CE":
        return (intervals.century_stretch(number) if 0 < abs(number) < 100 else None), "none"
    if parts.of is None:
        return _part_of_running_year(parts, number, anchor, tense) if parts.unit in ("Q", "H") else (None, "none")
    larger, source = place(parts.of, anchor, tense)
    if larger is None or larger.year is None:
        return None, source
    if parts.unit in ("Q", "H", "M"):
        return _part_of_year(parts, number, larger.year, larger), source
    if parts.weekday and larger.start and larger.end:
        return _nth_weekday(parts.weekday, number, larger.start, larger.end), source
    if parts.unit in ("W", "D") and larger.start and larger.end:
        return _nth_days(parts.unit, number, larger.start, larger.end), source
    return None, source


def _part_of_year(parts: Parts, number: int, year: int, larger: Stretch) -> Stretch | None:
    count = {"Q": 4, "H": 2, "M": 12}[parts.unit]
    number = count if number == -1 else number
    if larger.granularity != "year" or not 1 <= number <= count:
        return None
    if parts.unit == "M":
        return intervals.month_stretch(year, number)
    if parts.unit == "H":
        return intervals.half_stretch(year, number)
    return intervals.quarter_stretch(year, number, parts.fiscal or larger.value.startswith("FY"))


def _nth_days(unit: str, number: int, start: Day, end: Day) -> Stretch | None:
    """A day, or seven days, of a stretch; the week's value is that of the ISO week in which most of it lies."""
    length = 7 if unit == "W" else 1
    skipped = (end - start).days - length + 1 if number == -1 else (number - 1) * length
    if not 0 <= skipped <= (end - start).days:
        return None
    first = start + skipped * _ONE
    if unit == "D":
        return intervals.date_stretch(first)
    week = intervals.week_stretch(min(end, first + 3 * _ONE))
    return week._replace(start=first, end=min(end, first + 6 * _ONE))


def _nth_weekday(weekday: int, number: int, start: Day, end: Day) -> Stretch | None:
    """`the first Friday of March`, `the last Sunday of October`."""
    if number < 0:
        return intervals.date_stretch(end - ((end.isoweekday() - weekday) % 7) * _ONE)
    days = (weekday - start.isoweekday()) % 7 + 7 * (number - 1)
    return intervals.date_stretch(start + days * _ONE) if 0 <= days <= (end - start).days else None


def _part_of_running_year(parts: Parts, number: int, anchor: Anchor, tense: str) -> Placed:
    """A quarter or half with no year: of the year being told; in news the last one reported on, or the one to come."""
    months = 3 if parts.unit == "Q" else 6
    number = 12 // months if number == -1 else number
    if not 1 <= number <= 12 // months:
        return None, "none"
    if anchor.narrative or anchor.published is None:
        told = anchor.story.told.year
        return (_quarter_or_half(parts, told, number) if told else None), "narrative" if told else "none"
    year, month = anchor.published.year, anchor.published.month - 1
    current, into = month // months + 1, month % months
    if tense == "future":
        year += number < current - 1  # what just ended is what is yet to be reported
    else:
        running = number == current and (into == 0 or (tense == "past" and into == 1))
        year -= number > current + (tense == "") or running
    return _quarter_or_half(parts, year, number), anchor.source


def _quarter_or_half(parts: Parts, year: int, number: int) -> Stretch:
    return intervals.quarter_stretch(year, number, parts.fiscal) if parts.unit == "Q" else intervals.half_stretch(year, number)


def _weekday(parts: Parts, weekday: int, anchor: Anchor, tense: str) -> Placed:
    """A weekday: the nearest on the side that the verbs say, the day of publication among them."""
    if anchor.narrative or anchor.published is None:
        told = anchor.story.told
        if not (told.year and told.month and told.day) or told.year < 1:
            return None, "none"
        day = Day(told.year, told.month, told.day)
        return _day_or_none(day, (weekday - day.isoweekday()) % 7), "narrative"
    said = anchor.story.said
    if parts.base == "range" and said.year and said.month and said.day:
        first = Day(said.year, said.month, said.day)
        return _day_or_none(first, (weekday - first.isoweekday()) % 7), "previous"
    ahead = (weekday - anchor.published.isoweekday()) % 7
    if parts.base and parts.direction > 0:
        days = ahead or 7
    elif parts.base and parts.direction < 0:
        days = ahead - 7
    else:
        days = ahead if tense == "future" or parts.base or not ahead else ahead - 7
    return _day_or_none(anchor.published, days), anchor.source


def _day_or_none(day: Day, days: int) -> Stretch | None:
    reached = moved(day, "D", days)
    return intervals.date_stretch(reached) if reached else None


def _time_only(anchor: Anchor) -> Placed:
    """A time of day alone belongs to the day told of last; in news only if that is near, else to the day of publication."""
    told = anchor.story.told
    if told.year and told.month and told.day:
        stretch = intervals.day_stretch(told.year, told.month, told.day)
        if anchor.narrative or anchor.published is None:
            return stretch, "narrative"
        if stretch and stretch.start and abs((anchor.published - stretch.start).days) <= _NEARBY:
            return stretch, "previous"
    if anchor.published is None or anchor.narrative:
        return None, "none"
    return intervals.date_stretch(anchor.published), anchor.source


def _day_only(day: int, anchor: Anchor, tense: str) -> Placed:
    """`the 20th`: of the month being told; in news of the month on the side that the verbs say."""
    published = anchor.published
    if anchor.narrative or published is None:
        told = anchor.story.told
        known = told.year is not None and told.month is not None
        return (intervals.day_stretch(told.year or 1, told.month or 1, day) if known else None), "narrative" if known else "none"
    months = published.year * 12 + published.month - 1
    months += day < published.day if tense == "future" else -(day > published.day)
    return intervals.day_stretch(months // 12, months % 12 + 1, day), anchor.source


def _without_year(parts: Parts, anchor: Anchor, tense: str) -> Placed:
    """A month, season or feast whose year is not said."""
    if anchor.narrative and anchor.story.told.year is not None:
        return _in_story(parts, leading_date(anchor.story, parts.month)), "narrative"
    if parts.base == "narrative" and parts.direction and anchor.story.said.year is not None:
        return _in_story(parts, anchor.story.said), "previous"  # `the following autumn`
    if anchor.published is None:
        return None, "none"
    near = _near(parts, anchor.published, tense)
    if parts.event_year and near and near.start and abs((near.start - anchor.published).days) > _RECENT_EVENT:
        event = _in_year(parts, parts.event_year)
        if event and event.start and event.start < anchor.published:
            return event, "none"
    return near, anchor.source


def _in_story(parts: Parts, told: Told) -> Stretch | None:
    """In a narrative: the year being told; the first months told behind the last ones are those of the next year."""
    year = told.year or 1
    if parts.base and parts.direction:
        year += parts.direction
    elif parts.month and told.month and told.month >= 11 and parts.month <= 2:
        year += 1
    return _in_year(parts, year or 1)


def _near(parts: Parts, published: Day, tense: str) -> Stretch | None:
    """In news: the nearest occurrence to publication, what lies on the side that the verbs deny counting farther."""
    reach = 8 if (parts.month, parts.day) == (2, 29) else 1
    years = range(max(1, published.year - reach), min(9999, published.year + reach) + 1)
    found = [stretch for year in years if (stretch := _in_year(parts, year)) and stretch.start and stretch.end]
    if parts.base and parts.direction > 0:
        return next((stretch for stretch in found if stretch.start and stretch.start > published), None)
    if parts.base and parts.direction < 0:
        return next((stretch for stretch in reversed(found) if stretch.end and stretch.end < published), None)
    return min(found, key=lambda stretch: _distance(stretch, published, tense), default=None)


_PAST_DENIED, _FUTURE_DENIED = 6.0, 12.0  # how much farther a day counts on the side that the verbs deny: what was said to be over is
_AHEAD: Final = 1.2  # news tells more of what was than of what will be


def _distance(stretch: Stretch, published: Day, tense: str) -> float:
    """Days between publication and a stretch, weighted by the tense; 0 if it lies inside."""
    assert stretch.start and stretch.end
    if stretch.start <= published <= stretch.end:
        return 0.0
    if stretch.end < published:
        return (published - stretch.end).days * (_PAST_DENIED if tense == "future" else 1.0)
    return (stretch.start - published).days * (_FUTURE_DENIED if tense == "past" else _AHEAD)
