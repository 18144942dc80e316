"""Dates of three figures, `03/04/2015`: whether the day or the month comes first."""

import datetime
from collections.abc import Sequence

from transforms.dates.parts import Parts


def day_first_order(found: Sequence[Parts], published_on: datetime.date | None) -> bool | None:
    """Whether the document's dates of figures put the day first; None if nothing in it decides.

    A figure above 12 decides. Failing that, one reading lies within ten days of publication and the other does not.
    """
    votes = {_vote(parts) for parts in found} - {None}
    if not votes and published_on:
        votes = {_vote_by_publication(parts, published_on) for parts in found} - {None}
    return votes.pop() if len(votes) == 1 else None


def in_order(parts: Parts, day_first: bool | None) -> Parts:
    """Calendar parts from figures; the figures decide for themselves where they can."""
    own = _vote(parts)
    order = day_first if own is None else own
    if parts.month == parts.day:
        order = True
    if order is None:
        return parts
    return parts._replace(kind="calendar", month=parts.day, day=parts.month) if order else parts._replace(kind="calendar")


def _vote(parts: Parts) -> bool | None:
    """In the parts, `month` holds the first figure and `day` the second."""
    assert parts.month is not None and parts.day is not None
    if parts.month > 12:
        return True
    return False if parts.day > 12 else None


def _vote_by_publication(parts: Parts, published_on: datetime.date) -> bool | None:
    assert parts.year is not None and parts.month is not None and parts.day is not None
    month_first = abs((datetime.date(parts.year, parts.month, parts.day) - published_on).days) <= 10
    day_first = abs((datetime.date(parts.year, parts.day, parts.month) - published_on).days) <= 10
    return None if month_first == day_first else day_first
