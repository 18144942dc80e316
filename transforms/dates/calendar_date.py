"""One complete date standing alone, as in a field or a header."""

import datetime
from typing import Final

from transforms.dates.figures import figures_rule
from transforms.dates.lexicon import WEEKDAYS
from transforms.dates.month_days import day_first as read_day_first
from transforms.dates.month_days import month_first as read_month_first
from transforms.dates.parts import Line, Parts
from transforms.tokens import tokenize

_LONGEST: Final = 80  # characters


def read_calendar_date(text: str, day_first: bool | None = None) -> datetime.date | None:
    """The day that a text of nothing but one complete date names, a time of day behind it allowed; None if it is no such text.

    `24/08/2022` is read if its order is unambiguous or `day_first` says it.
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip()
    if len(text) == 8 and text.isascii() and text.isdecimal():
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    tokens = tokenize(text)
    line = Line(tokens.words, tokens.lowers, tokens.starts, tokens.ends, 0, len(tokens.words), text.isupper())
    at = 0
    if line.low(0) in WEEKDAYS:
        at = 1
        while line.low(at) in (".", ","):
            at += 1
    found = figures_rule(line, at) or read_month_first(_capitalized(line), at) or read_day_first(_capitalized(line), at)
    if not found or len(found) != 1 or not _ends(line, found[0].end_token):
        return None
    return _complete(found[0].parts, day_first)


def _capitalized(line: Line) -> Line:
    """The line with every word capitalized: in a field `24 august 2022` is a date too."""
    return line._replace(words=[word.capitalize() for word in line.words])


_TIME_WORDS: Final = frozenset(("t", "z", "utc", "gmt", "am", "pm", "a", "p", "m", "est", "edt", "cet", "at", "bst", "pst", "pdt", "cest"))


def _ends(line: Line, at: int) -> bool:
    """Whether nothing follows but a time of day and a zone."""
    rest = line.lowers[at : line.end]
    return all(token in _TIME_WORDS or (token.isdecimal() and len(token) <= 6) or token in ":+-.,()" for token in rest) and (
        not rest or any(token.isdecimal() for token in rest) or all(token in ".," for token in rest)
    )


def _complete(parts: Parts, day_first: bool | None) -> datetime.date | None:
    year, month, day = parts.year, parts.month, parts.day
    if year is None or month is None or day is None or year < 1:
        return None
    if parts.kind == "figures":
        if month <= 12 and day <= 12 and month != day and day_first is None:
            return None
        if month > 12 or (day <= 12 and day_first):
            month, day = day, month
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
