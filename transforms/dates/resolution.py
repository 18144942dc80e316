"""Resolution: from the parts of an expression and an anchor to a TIMEX3 type and value, and the stretch of the calendar meant."""

import datetime
from typing import Final, NamedTuple

from transforms.dates.intervals import Stretch
from transforms.dates.narrative import Anchor
from transforms.dates.parts import Parts
from transforms.dates.placement import moved, part_of, place

_SMALL: Final = {"TH": ("T", "H"), "TM": ("T", "M"), "TS": ("T", "S")}
_IN_ISO: Final = {"FN": ("W", 2), "DE": ("Y", 10), "CE": ("Y", 100), "MI": ("Y", 1000)}
_FRACTIONS: Final = {"Y": ("M", 12), "TH": ("TM", 60), "TM": ("TS", 60)}
_GRANULARITIES: Final = {
    "D": "day", "W": "week", "FN": "week", "WE": "weekend", "M": "month", "Q": "quarter", "H": "half", "Y": "year", "DE": "decade",
    "CE": "century", "MI": "millennium", "TH": "hour", "TM": "minute", "TS": "second",
}  # fmt: skip
_UNKNOWN: Final = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX", "Q": "XXXX-QX"}


class Resolved(NamedTuple):
    """What an expression means. `stretch` is None where no stretch of the calendar is meant, or none could be told."""

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
        return Resolved("SET", period(parts.unit, parts.number) if parts.unit else _recurring(parts), None)
    if parts.kind == "duration":
        return _duration(parts, anchor, tense)
    if parts.kind == "shift":
        vague = _vague_shift(parts, anchor)
        if vague:
            return Resolved("DATE", vague, None, vague=True)
    stretch, source = place(parts, anchor, tense)
    return _dated(parts, stretch, source)


def _vague_shift(parts: Parts, anchor: Anchor) -> str | None:
    """`a few years ago` says no more than past or future, and `today` in a history no more than now."""
    if parts.number is None and parts.unit not in _SMALL and not parts.relation:
        return "PAST_REF" if parts.direction < 0 else "FUTURE_REF"
    today = parts.unit == "D" and parts.base == "speech" and parts.direction == 0 and not parts.daypart
    return "PRESENT_REF" if today and anchor.narrative else None


def _dated(parts: Parts, stretch: Stretch | None, source: str) -> Resolved:
    time = f"T{parts.clock}" if parts.clock else f"T{parts.daypart}" if parts.daypart else ""
    if parts.kind == "shift" and parts.unit in _SMALL:
        time = "TXX"
    if time and parts.kind == "calendar" and parts.number == 2 and stretch and stretch.end and stretch.end < datetime.date.max:
        stretch = stretch._replace(end=stretch.end + datetime.timedelta(1))  # the night of August 3-4
    if time:
        return Resolved("TIME", (stretch.value if stretch else "XXXX-XX-XX") + time, stretch, source)
    return Resolved("DATE", stretch.value if stretch else _unplaced(parts), stretch, source)


def _unplaced(parts: Parts) -> str | None:
    """What is known of a date whose anchor is not: `XXXX-08-15`, `XXXX-WXX-5`."""
    if parts.kind == "shift":
        return _UNKNOWN.get(parts.unit)
    if parts.kind != "calendar" or parts.year is not None:
        return None
    if parts.month:
        return f"XXXX-{parts.month:02}" + (f"-{parts.day:02}" if parts.day else "")
    if parts.weekday:
        return f"XXXX-WXX-{parts.weekday}"
    return f"XXXX-{parts.season}" if parts.season else f"XXXX-XX-{parts.day:02}" if parts.day else None


def _recurring(parts: Parts) -> str:
    """`every Monday`, `each spring`, `every morning`."""
    if parts.daypart or parts.clock:
        return f"{f'XXXX-WXX-{parts.weekday}' if parts.weekday else 'XXXX-XX-XX'}T{parts.daypart or parts.clock}"
    return _unplaced(parts._replace(kind="calendar")) or "XXXX"


def period(unit: str, number: float | None) -> str:
    """An ISO 8601 period: `P3D`, `PT10M`, `PXM`; two decades are `P20Y`, half a year is `P6M`."""
    if unit in _IN_ISO:
        unit, times = _IN_ISO[unit]
        number = number and number * times
    if number is not None and number < 1 and unit in _FRACTIONS:
        unit, times = _FRACTIONS[unit]
        number *= times
    before, letter = _SMALL.get(unit, ("", unit))
    amount = "X" if number is None else f"{number:g}" if number < 1_000_000 else f"{number:.0f}"
    return f"P{before}{amount}{letter}"


def _duration(parts: Parts, anchor: Anchor, tense: str) -> Resolved:
    """A length of time; with its interval where it ends or begins at publication (`the past six months`)."""
    value, published = period(parts.unit, parts.number), anchor.published
    if parts.of is not None:
        stretch, source = part_of(parts, anchor, tense)
        return Resolved("DURATION", value, stretch and stretch._replace(value=value, granularity=_GRANULARITIES[parts.unit]), source)
    if parts.base != "window" or not parts.number or not parts.direction or published is None or anchor.narrative:
        return Resolved("DURATION", value, None)
    other = moved(published, parts.unit, parts.direction * parts.number)
    if other is None:
        return Resolved("DURATION", value, None)
    first, last = sorted((published, other))
    return Resolved("DURATION", value, Stretch(value, first, last, _GRANULARITIES[parts.unit]), anchor.source)


def granularity(parts: Parts, resolved: Resolved) -> str:
    """The smallest unit that the words name."""
    if parts.clock:
        return "minute"
    if parts.daypart:
        return "daypart"
    if (parts.kind in ("duration", "set") and parts.unit) or (parts.kind == "shift" and parts.unit in _SMALL):
        return _GRANULARITIES[parts.unit]
    return resolved.stretch.granularity if resolved.stretch else "none"
