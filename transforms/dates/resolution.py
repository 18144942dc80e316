"""Resolution: from the parts of an expression and an anchor to a TIMEX3 type, value and interval."""

import datetime
from typing import NamedTuple

from transforms.dates import intervals
from transforms.dates.feasts import feast_days
from transforms.dates.intervals import Stretch
from transforms.dates.narrative import Story, Told, leading_date
from transforms.dates.parts import Parts

Day = datetime.date
_ONE = datetime.timedelta(1)
_ISO_UNIT = {"TH": "T{}H", "TM": "T{}M", "TS": "T{}S", "WE": "{}WE"}
_IN_ISO = {"FN": ("W", 2), "DE": ("Y", 10), "CE": ("Y", 100), "MI": ("Y", 1000)}


class Anchor(NamedTuple):
    """What expressions are resolved against: the day of publication, the story's own date, and which of them leads."""

    published: Day | None
    story: Story
    narrative: bool


class Resolved(NamedTuple):
    """What an expression means. `stretch` is None where no stretch of the calendar is meant or could be told."""

    timex_type: str
    value: str | None
    stretch: Stretch | None
    anchor: str = "none"
    vague: bool = False


def resolve(parts: Parts, anchor: Anchor, tense: str) -> Resolved:
    """The meaning of one expression."""
    if parts.kind == "vague":
        return Resolved("DATE", parts.value, None, vague=True)
    if parts.kind == "set":
        return Resolved("SET", _period(parts.unit, parts.number), None)
    if parts.kind == "duration":
        return _duration(parts, anchor)
    if parts.kind == "shift" and parts.number is None and parts.unit not in ("TH", "TM", "TS"):
        return Resolved("DATE", "PAST_REF" if parts.direction < 0 else "FUTURE_REF", None, vague=True)
    stretch, source = _stretch(parts, anchor, tense)
    return _with_time(parts, stretch, source)


def _with_time(parts: Parts, stretch: Stretch | None, source: str) -> Resolved:
    time = f"T{parts.clock}" if parts.clock else f"T{parts.daypart}" if parts.daypart else ""
    if parts.kind == "shift" and parts.unit in ("TH", "TM", "TS"):
        time = "TXX"
    if not time:
        if stretch is None:
            return Resolved("DATE", _unresolved_value(parts), None)
        return Resolved("DATE", stretch.value, stretch, source)
    if stretch is None:
        return Resolved("TIME", f"XXXX-XX-XX{time}", None)
    return Resolved("TIME", stretch.value + time, stretch, source)


def _unresolved_value(parts: Parts) -> str | None:
    """What is known of a date whose anchor is not: `XXXX-08-15`, `XXXX-WXX-5`."""
    if parts.kind != "calendar":
        return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(parts.unit) if parts.kind == "shift" else None
    if parts.month:
        return f"XXXX-{parts.month:02}-{parts.day:02}" if parts.day else f"XXXX-{parts.month:02}"
    if parts.weekday:
        return f"XXXX-WXX-{parts.weekday}"
    return f"XXXX-{parts.season}" if parts.season else f"XXXX-XX-{parts.day:02}" if parts.day else None


def _amount(number: float | None) -> str:
    return "X" if number is None else f"{number:g}" if number < 1_000_000 else f"{number:.0f}"


def _period(unit: str, number: float | None) -> str:
    """An ISO 8601 period: `P3D`, `PT10M`, `PXM`; two decades are `P20Y`."""
    if unit in _IN_ISO:
        unit, times = _IN_ISO[unit]
        number = number and number * times
    if number is not None and number < 1 and unit in ("Y", "TH"):
        unit, number = {"Y": "M", "TH": "TM"}[unit], number * {"Y": 12, "TH": 60}[unit]
    return "P" + _ISO_UNIT.get(unit, "{}" + unit).format(_amount(number))


def _duration(parts: Parts, anchor: Anchor) -> Resolved:
    value = _period(parts.unit, parts.number)
    if parts.base != "window" or parts.number is None or anchor.published is None or anchor.narrative:
        return Resolved("DURATION", value, None)
    other = moved(anchor.published, parts.unit, parts.direction * parts.number)
    if other is None or not parts.direction:
        return Resolved("DURATION", value, None)
    first, last = sorted((anchor.published, other))
    return Resolved("DURATION", value, Stretch(value, first, last, _granularity(parts.unit)), "published")


def _granularity(unit: str) -> str:
    return {
        "D": "day", "W": "week", "M": "month", "Y": "year", "Q": "quarter", "DE": "decade", "CE": "century", "WE": "weekend",
        "TH": "hour", "TM": "minute", "TS": "second", "FN": "week", "MI": "millennium", "H": "half",
    }[unit]  # fmt: skip


_DAYS_OF = {"D": 1.0, "W": 7.0, "FN": 14.0, "WE": 7.0, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}
_MONTHS_OF = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "MI": 12000}


def moved(day: Day, unit: str, number: float) -> Day | None:
    """The day that lies `number` units away; None outside the calendar."""
    try:
        if unit in _DAYS_OF:
            return day + datetime.timedelta(days=number * _DAYS_OF[unit])
        months = day.year * 12 + day.month - 1 + round(number * _MONTHS_OF[unit])
        year, month = divmod(months, 12)
        return Day(year, month + 1, min(day.day, intervals.days_in(year, month + 1)))
    except (OverflowError, ValueError):
        return None


def _stretch(parts: Parts, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """The stretch of the calendar that an expression names, and what it was anchored on."""
    if parts.kind == "shift":
        return _shift(parts, anchor, tense)
    if parts.kind == "nth":
        return _nth(parts, anchor, tense)
    if parts.kind == "figures":
        return None, "none"
    if parts.of is not None:
        return _inside(parts, anchor, tense)
    if parts.year is not None:
        return _in_year(parts, parts.year), "none"
    if parts.weekday and not parts.day:
        return _weekday(parts, anchor, tense)
    return _without_year(parts, anchor, tense)


def _in_year(parts: Parts, year: int) -> Stretch | None:
    """A calendar expression whose year is known."""
    if parts.unit == "DE":
        return intervals.decade_stretch(year)
    if parts.month:
        return intervals.day_stretch(year, parts.month, parts.day) if parts.day else intervals.month_stretch(year, parts.month)
    if parts.season:
        return intervals.season_stretch(year, parts.season)
    if parts.feast:
        return _feast(parts.feast, year)
    return intervals.year_stretch(year, parts.fiscal) if not parts.day else None


def _feast(rule: str, year: int) -> Stretch | None:
    days = feast_days(rule, year)
    if days is None:
        return None
    first, last = days
    if first == last:
        return intervals.date_stretch(first)
    return Stretch(f"{first}/{last}", first, last, "feast", first.year, first.month, first.day)


def _inside(parts: Parts, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """A calendar expression inside a larger one: `June of last year`, `the 20th of last month`, `Thursday of last week`."""
    assert parts.of is not None
    larger, source = _stretch(parts.of, anchor, tense)
    if larger is None or larger.year is None:
        return None, source
    if parts.weekday and not parts.month and larger.start and larger.end:
        day = larger.start + ((parts.weekday - larger.start.isoweekday()) % 7) * _ONE
        return (intervals.date_stretch(day) if day <= larger.end else None), source
    if parts.day and not parts.month and larger.month:
        return intervals.day_stretch(larger.year, larger.month, parts.day), source
    return _in_year(parts, larger.year), source


def _lead(anchor: Anchor, base: str, unit: str) -> tuple[Told, str]:
    """The date that an expression is counted from, and what it is."""
    published = anchor.published
    speech = Told(published.year, published.month, published.day) if published else Told()
    if base == "narrative" and anchor.story.told.year is not None and (anchor.narrative or anchor.story.told.day or not published or unit not in ("D", "W", "WE", "FN")):
        return anchor.story.told, "narrative" if anchor.narrative else "previous"
    if anchor.narrative and anchor.story.told.year is not None:
        return anchor.story.told, "narrative"
    return speech, "published" if published else "none"


def _shift(parts: Parts, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """A unit counted from an anchor: `last week`, `two years later`, `three days before 5 March`."""
    if parts.of is not None and parts.base == "of":
        start, source = _stretch(parts.of, anchor, tense)
        if start is None:
            return None, source
        told = Told(start.year, start.month, start.day)
    else:
        told, source = _lead(anchor, parts.base, parts.unit)
    if told.year is None:
        return None, "none"
    number = parts.direction * (1 if parts.number is None else parts.number)
    return _unit_at(parts, told, number, source), source


def _unit_at(parts: Parts, told: Told, number: float, source: str) -> Stretch | None:
    """The unit that lies `number` units from a date known to the year, month or day."""
    year, unit = told.year, parts.unit
    assert year is not None
    if unit in ("Y", "DE", "CE", "MI"):
        return _years_at(parts, year, round(number * _MONTHS_OF[unit] / 12))
    if unit in ("M", "Q", "H"):
        if told.month is None:
            return None
        months = year * 12 + told.month - 1 + round(number * _MONTHS_OF[unit])
        year, month = months // 12, months % 12 + 1
        if unit == "Q":
            return intervals.quarter_stretch(year, (month + 2) // 3, parts.fiscal)
        return intervals.month_stretch(year, month) if unit == "M" else intervals.half_stretch(year, 1 + (month > 6))
    if told.month is None or told.day is None:
        return None
    return _days_at(parts, told, number)


def _years_at(parts: Parts, year: int, years: int) -> Stretch | None:
    reached = year + years
    if (reached > 0) != (year > 0) or reached == 0:
        reached += 1 if years > 0 else -1
    if parts.unit == "Y":
        return intervals.year_stretch(reached, parts.fiscal)
    if parts.unit == "DE":
        return intervals.decade_stretch(reached)
    return intervals.century_stretch((reached + 99) // 100 if reached > 0 else -((-reached + 99) // 100))


def _days_at(parts: Parts, told: Told, number: float) -> Stretch | None:
    assert told.year is not None and told.month is not None and told.day is not None
    if not 0 < told.year < 9999:
        if parts.unit == "D":
            return intervals.day_stretch(told.year, told.month, told.day + round(number))
        return None
    day = moved(Day(told.year, told.month, told.day), parts.unit, number)
    if day is None or not 1 < day.year < 9999:
        return None
    if parts.unit in ("W", "FN"):
        return intervals.week_stretch(day)
    return intervals.weekend_stretch(day) if parts.unit == "WE" else intervals.date_stretch(day)


def _nth(parts: Parts, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """The n-th unit of a larger one: `the second week of March`, `the third quarter`, `the 19th century`."""
    number = int(parts.number or 0)
    if parts.unit == "CE":
        return (intervals.century_stretch(number) if 0 < abs(number) < 100 else None), "none"
    if parts.of is None:
        return _quarter(parts, number, anchor, tense) if parts.unit == "Q" else (None, "none")
    larger, source = _stretch(parts.of, anchor, tense)
    if larger is None or larger.year is None:
        return None, source
    if parts.unit in ("Q", "H", "M"):
        return _month_unit(parts, number, larger), source
    if larger.start is None or larger.end is None:
        return None, source
    if parts.unit in ("W", "D"):
        return _nth_days(parts.unit, number, larger.start, larger.end), source
    return None, source


def _month_unit(parts: Parts, number: int, larger: Stretch) -> Stretch | None:
    count = {"Q": 4, "H": 2, "M": 12}[parts.unit]
    number = count if number == -1 else number
    if larger.granularity != "year" or not 1 <= number <= count or larger.year is None:
        return None
    if parts.unit == "Q":
        return intervals.quarter_stretch(larger.year, number, parts.fiscal or larger.value.startswith("FY"))
    if parts.unit == "H":
        return intervals.half_stretch(larger.year, number)
    return intervals.month_stretch(larger.year, number)


def _nth_days(unit: str, number: int, start: Day, end: Day) -> Stretch | None:
    """A day, or seven days, of a stretch; the week's value is that of the ISO week in which most of it lies."""
    length = 7 if unit == "W" else 1
    first = end - (length - 1) * _ONE if number == -1 else start + (number - 1) * length * _ONE
    if not start <= first <= end:
        return None
    if unit == "D":
        return intervals.date_stretch(first)
    week = intervals.week_stretch(first + 3 * _ONE)
    return week._replace(start=first, end=min(end, first + 6 * _ONE))


def _quarter(parts: Parts, number: int, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """A quarter with no year: the one last ended, or the one to come."""
    if not 1 <= number <= 4 and number != -1:
        return None, "none"
    number = 4 if number == -1 else number
    if anchor.narrative or anchor.published is None:
        told = anchor.story.told.year
        return (intervals.quarter_stretch(told, number, parts.fiscal) if told else None), "narrative"
    current = (anchor.published.month + 2) // 3
    year = anchor.published.year
    if tense == "future":
        year += number < current
    else:
        year -= number > current or (number == current and anchor.published.month % 3 == 1)
    return intervals.quarter_stretch(year, number, parts.fiscal), "published"


def _weekday(parts: Parts, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """A weekday: the nearest on the side that the verbs say, the day of publication among them."""
    assert parts.weekday is not None
    if anchor.narrative or anchor.published is None:
        told = anchor.story.told
        if told.year is None or told.month is None or told.day is None or told.year < 1:
            return None, "none"
        day = Day(told.year, told.month, told.day)
        return intervals.date_stretch(day + ((parts.weekday - day.isoweekday()) % 7) * _ONE), "narrative"
    day, ahead = anchor.published, (parts.weekday - anchor.published.isoweekday()) % 7
    if parts.base and parts.direction == 0:
        tense = "future"
    if parts.base and parts.direction:
        tense = "past" if parts.direction < 0 else "future"
        ahead = ahead if ahead else (7 if parts.direction > 0 else 0)
        behind = (7 - ahead) % 7 or 7
    else:
        behind = (7 - ahead) % 7
    day = day + ahead * _ONE if tense == "future" else day - behind * _ONE
    return intervals.date_stretch(day), "published"


def _without_year(parts: Parts, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """A month, day, season or feast whose year is not said."""
    if parts.day and not parts.month:
        return _day_only(parts, anchor, tense)
    if parts.clock or parts.daypart:
        if not (parts.month or parts.season or parts.feast):
            return _today(parts, anchor)
    if anchor.narrative and anchor.story.told.year is not None:
        return _in_story(parts, leading_date(anchor.story, parts.month)), "narrative"
    if anchor.published is None:
        return None, "none"
    return _near(parts, anchor.published, tense), "published"


def _today(parts: Parts, anchor: Anchor) -> tuple[Stretch | None, str]:
    """A time of day alone belongs to the day last told of, in news only if that is near."""
    told = anchor.story.told
    if told.year is not None and told.month is not None and told.day is not None:
        if anchor.published is None or anchor.narrative:
            return intervals.day_stretch(told.year, told.month, told.day), "narrative"
        day = Day(told.year, told.month, told.day) if told.year > 0 else None
        if day and abs((anchor.published - day).days) <= 10:
            return intervals.date_stretch(day), "previous"
    if anchor.published is None or anchor.narrative:
        return None, "none"
    return intervals.date_stretch(anchor.published), "published"


def _day_only(parts: Parts, anchor: Anchor, tense: str) -> tuple[Stretch | None, str]:
    """`the 20th`: of the month being told, in news of the month on the side that the verbs say."""
    assert parts.day is not None
    if anchor.narrative or anchor.published is None:
        told = anchor.story.told
        if told.year is None or told.month is None:
            return None, "none"
        return intervals.day_stretch(told.year, told.month, parts.day), "narrative"
    day = anchor.published
    months = day.year * 12 + day.month - 1
    if tense == "future":
        months += parts.day < day.day
    else:
        months -= parts.day > day.day
    return intervals.day_stretch(months // 12, months % 12 + 1, parts.day), "published"


def _in_story(parts: Parts, told: Told) -> Stretch | None:
    """In a narrative: the year being told; early months behind a December are those of the next year."""
    assert told.year is not None
    year = told.year
    if parts.base and parts.direction:
        year += parts.direction
    elif parts.month and told.month and told.month >= 11 and parts.month <= 2:
        year += 1
    return _in_year(parts, year if year else 1)


def _near(parts: Parts, published: Day, tense: str) -> Stretch | None:
    """In news: the nearest occurrence to publication, what lies on the side that the verbs deny counting farther."""
    reach = range(published.year - 1, published.year + 2) if (parts.month, parts.day) != (2, 29) else range(published.year - 8, published.year + 9)
    found = [stretch for year in reach if 0 < year <= 9999 and (stretch := _in_year(parts, year)) and stretch.start and stretch.end]
    if parts.base and parts.direction:
        found = [s for s in found if s.start and s.end and (s.start > published if parts.direction > 0 else s.end < published)]
        return (found[0] if parts.direction > 0 else found[-1]) if found else None
    return min(found, key=lambda stretch: _distance(stretch, published, tense), default=None)


_DENIED = 6.0  # how much farther a day counts that lies on the side which the verbs deny


def _distance(stretch: Stretch, published: Day, tense: str) -> float:
    """Days between publication and a stretch, weighted by the tense; 0 if it lies inside."""
    assert stretch.start and stretch.end
    if stretch.start <= published <= stretch.end:
        return 0.0 if tense != "past" or stretch.granularity == "day" else 0.5
    if stretch.end < published:
        days = (published - stretch.end).days
        return days * _DENIED if tense == "future" else days
    days = (stretch.start - published).days
    return days * _DENIED if tense == "past" else days * 1.2
