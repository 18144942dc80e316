"""Dates of figures only: `2022-08-15T06:00Z`, and `15/08/2022` or `08/15/2022` with the order decided from the document."""

import datetime
from collections.abc import Sequence
from typing import Final

from transforms.dates.clock import clock_rule
from transforms.dates.parts import Expression, Line, Parts
from transforms.dates.years import century_of

_OPENING: Final = frozenset("([{'\"“‘:>—*|")


def figures_rule(line: Line, index: int) -> list[Expression] | None:
    """Three numbers joined by the same sign. Which of two is the day is left open (`figures` parts: month holds the first)."""
    sign = line.low(index + 1)
    if sign not in ("-", "/", ".", "–") or line.low(index + 3) != sign or not all(line.glued(index + n) for n in (1, 2, 3, 4)):
        return None
    if line.glued(index) and line.low(index - 1) not in _OPENING:
        return None
    figures = [line.low(index), line.low(index + 2), line.low(index + 4)]
    if not all(figure.isdecimal() for figure in figures) or _continues(line, index + 5, sign):
        return None
    first, second, third = map(int, figures)
    if len(figures[0]) == 4:
        return _year_first(line, index, first, second, third) if len(figures[1]) <= 2 and len(figures[2]) <= 2 else None
    if max(len(figures[0]), len(figures[1])) > 2 or len(figures[2]) not in (2, 4) or (len(figures[2]) == 2 and sign != "/"):
        return None
    year = third if len(figures[2]) == 4 else century_of(third) + third
    if not 1 <= min(first, second) <= 12 or max(first, second) > 31 or not 1000 <= year < 2200:
        return None
    return [_with_clock(line, index, "figures", Parts("figures", year, first, second))]


def _continues(line: Line, end: int, sign: str) -> bool:
    """Whether more figures are glued on: a version, an address, a path."""
    if not line.glued(end):
        return False
    token = line.low(end)
    return token in (sign, "/", "_") or token.isdecimal() or (token == "." and line.glued(end + 1) and line.low(end + 1).isalnum())


def _year_first(line: Line, index: int, year: int, month: int, day: int) -> list[Expression] | None:
    if not (1000 <= year < 2200 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return [_with_clock(line, index, "iso", Parts("calendar", year, month, day))]


def _with_clock(line: Line, index: int, rule_id: str, parts: Parts) -> Expression:
    """The date with a time behind it: `T06:00`, `06:00:00Z`."""
    end = index + 5
    at = end + 1 if line.low(end) == "t" and line.glued(end) and line.glued(end + 1) else end
    clock = clock_rule(line, at)
    if clock:
        return Expression(index, clock[0].end_token, rule_id, parts._replace(clock=clock[0].parts.clock))
    return Expression(index, end, rule_id, parts)


def day_first_order(found: Sequence[Parts], setting: bool | None, published_on: datetime.date | None) -> bool | None:
    """Whether the document's dates of figures put the day first; None if nothing decides.

    A figure above 12 decides; failing that the source's setting; failing that, that one reading lies within ten days of publication
    and the other does not.
    """
    votes = {_vote(parts) for parts in found} - {None}
    if not votes and setting is not None:
        return setting
    if not votes and published_on:
        votes = {_vote_by_publication(parts, published_on) for parts in found} - {None}
    return votes.pop() if len(votes) == 1 else None


def in_order(parts: Parts, day_first: bool | None) -> Parts:
    """Calendar parts from figures. They decide for themselves where they can; where nothing does they stay as they are."""
    own = _vote(parts)
    order = True if parts.month == parts.day else day_first if own is None else own
    if order is None:
        return parts
    return parts._replace(kind="calendar", month=parts.day, day=parts.month) if order else parts._replace(kind="calendar")


def _vote(parts: Parts) -> bool | None:
    if parts.month is not None and parts.month > 12:
        return True
    return False if parts.day is not None and parts.day > 12 else None


def _vote_by_publication(parts: Parts, published_on: datetime.date) -> bool | None:
    assert parts.year is not None and parts.month is not None and parts.day is not None
    month_first = abs((datetime.date(parts.year, parts.month, parts.day) - published_on).days) <= 10
    day_first = abs((datetime.date(parts.year, parts.day, parts.month) - published_on).days) <= 10
    return None if month_first == day_first else day_first
