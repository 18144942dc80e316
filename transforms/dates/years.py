"""Rules for years: `2022`, `490 BC`, `'82`, `1914-18`, decades, fiscal years; and what tells a year from a count."""

from typing import Final

from transforms.dates.lexicon import CONTEXTS, SEASONS
from transforms.dates.numerals import is_whole
from transforms.dates.parts import Expression, Line, Parts

DASHES: Final = frozenset("-–—")
TO: Final = frozenset(("and", "to", "or", "through", "&", *DASHES))
_APOSTROPHES: Final = frozenset("'’`‘")
_ERAS: Final = {"bc": -1, "bce": -1, "ad": 1, "ce": 1}
_FIRST, _LAST = 1000, 2199  # years that need no era
_ERA_REACH: Final = 150  # years between two of antiquity in one story
_RECENT: Final = 1900  # from here on four figures are a year unless something speaks against it


def era_at(line: Line, index: int) -> tuple[int, int] | None:
    """An era at `index` as the sign of its years, and the token behind it: `BC`, `B.C.`, `BCE`, `AD`."""
    token = line.low(index)
    if token in _ERAS:
        return (_ERAS[token], index + 1) if line.words[index].isupper() else None
    if token not in ("b", "a") or not (line.low(index + 1) == "." and line.glued(index + 1) and line.glued(index + 2)):
        return None
    sign = _ERAS.get(token + line.low(index + 2))
    closed = line.low(index + 3) == "." and line.glued(index + 3)
    return (sign, index + 3 + closed) if sign else None


def century_of(short_year: int) -> int:
    """1900 or 2000, for a year of two figures: reports look farther back than ahead."""
    return 2000 if short_year < 50 else 1900


def year_at(line: Line, index: int, short: bool = False) -> tuple[int, int] | None:
    """A year at `index` and the token behind it: `2022`, `'82`, `490 BC`; `90` only if `short`."""
    token = line.low(index)
    if token in _APOSTROPHES:
        after = line.low(index + 1)
        return (century_of(int(after)) + int(after), index + 2) if len(after) == 2 and after.isdecimal() and line.glued(index + 1) else None
    if not token.isdecimal() or len(token) > 4 or not int(token) or not is_whole(line, index):
        return None
    era = era_at(line, index + 1)
    if era:
        return era[0] * int(token), era[1]
    if len(token) == 4 and _FIRST <= int(token) <= _LAST and not _is_clock(line, index):
        return int(token), index + 1
    return (century_of(int(token)) + int(token), index + 1) if short and len(token) == 2 else None


def year_behind(line: Line, index: int, short: bool = False) -> tuple[int, int] | None:
    """A year at `index`, or behind a comma, `of` or `of the year` there."""
    found = year_at(line, index, short)
    token = line.low(index)
    if found or token not in (",", ".", "of"):
        return found
    at = index + 3 if (token, line.low(index + 1), line.low(index + 2)) == ("of", "the", "year") else index + 1
    figures = line.low(at)
    if figures.isdecimal() and (token == "of" or len(figures) == 4 or era_at(line, at + 1)):
        return year_at(line, at)
    return None


def _is_clock(line: Line, index: int) -> bool:
    """Whether the figures at `index` are followed by a colon and figures: `1500:30`."""
    return line.low(index + 1) == ":" and line.low(index + 2).isdecimal() and line.glued(index + 2)


def year_rule(line: Line, index: int) -> list[Expression] | None:
    """An expression that begins with the figures of a year."""
    size = len(line.lowers[index])
    if size == 4:
        return _decade(line, index) or _year(line, index)
    return (_short_decade(line, index) or _short_year(line, index) if size == 2 else None) or _with_era(line, index) or _without_era(line, index)


def _with_era(line: Line, index: int) -> list[Expression] | None:
    """`490 BC`, `79 AD`, `the 470s BC`; `499-479 BC` gives both years."""
    found, before = year_at(line, index), _era_before(line, index)
    if before is not None:
        return [Expression(before, index + 1, "year-era", Parts("calendar", int(line.lowers[index])))]
    if found:
        return [Expression(index, found[1], "year-era", Parts("calendar", found[0]))]
    number = int(line.lowers[index])
    if line.low(index + 1) == "s" and line.glued(index + 1):
        era = era_at(line, index + 2)
        return [Expression(index, era[1], "decade-era", Parts("calendar", era[0] * number, unit="DE"))] if era else None
    if line.low(index + 1) not in TO or not is_whole(line, index) or not number:
        return None
    other = year_at(line, index + 2)
    if not other or not era_at(line, index + 3):
        return None
    first = Expression(index, index + 1, "year-era", Parts("calendar", number if other[0] > 0 else -number))
    return [first, Expression(index + 2, other[1], "year-era", Parts("calendar", other[0]))]


def _without_era(line: Line, index: int) -> list[Expression] | None:
    """`in 431`, `the spring of 431`: a year of antiquity, if the text turns out to tell of it."""
    before, after = line.low(index - 1), line.low(index + 1)
    stands = before in CONTEXTS["before-era-year"] or (before == "of" and line.low(index - 2) in SEASONS)
    if not stands or int(line.lowers[index]) < 10 or line.glued(index) or not is_whole(line, index):
        return None
    joined = line.glued(index + 1) and after not in ",.;:)"
    if joined or (after.isalpha() and after not in CONTEXTS["day-follower"]) or line.low(index + 3) == "half":
        return None
    return [Expression(index, index + 1, "year-without-era", Parts("era", int(line.lowers[index])))]


def in_era(parts: Parts, told: int | None) -> Parts | None:
    """The parts with the era of the year told last; None if that is no year of antiquity, or far away."""
    if told is None or told >= _FIRST or parts.year is None:
        return None
    year = parts.year if told > 0 else -parts.year
    return parts._replace(kind="calendar", year=year) if abs(year - told) <= _ERA_REACH else None


def _era_before(line: Line, index: int) -> int | None:
    """The first token of `AD 370`, where the era stands before the year."""
    if line.low(index - 1) == "ad" and line.words[index - 1].isupper() and not line.all_caps and not line.glued(index):
        return index - 1
    return None


def _is_quoted(line: Line, index: int) -> bool:
    return line.glued(index) and line.low(index - 1) in _APOSTROPHES


def _short_year(line: Line, index: int) -> list[Expression] | None:
    """`since '82`."""
    if not _is_quoted(line, index) or line.low(index - 2) not in CONTEXTS["before-year"]:
        return None
    year = int(line.lowers[index])
    return [Expression(index - 1, index + 1, "short-year", Parts("calendar", century_of(year) + year))]


def _plural_end(line: Line, index: int) -> int | None:
    """The token behind the `s` of a decade: `1870s`, `1990's`."""
    tail = index + 2 if line.low(index + 1) in _APOSTROPHES and line.glued(index + 1) else index + 1
    return tail + 1 if line.low(tail) == "s" and line.glued(tail) else None


def _short_decade(line: Line, index: int) -> list[Expression] | None:
    """`the 70s`, `'90s`, `the early 80s`."""
    number, end = int(line.lowers[index]), _plural_end(line, index)
    quoted = _is_quoted(line, index)
    if end is None or number % 10 or number < 20 or not (quoted or line.low(index - 1) in CONTEXTS["before-year"]):
        return None
    return [Expression(index - quoted, end, "decade", Parts("calendar", century_of(number) + number, unit="DE"))]


def _decade(line: Line, index: int) -> list[Expression] | None:
    """`1870s`, `1990's`; the 1900s are a century as often as a decade, so they are read as one only without an apostrophe."""
    year, end = int(line.lowers[index]), _plural_end(line, index)
    if end is None or year % 10 or year < _FIRST or (year % 100 == 0 and end > index + 2):
        return None
    return [Expression(index, end, "decade", Parts("calendar", year, unit="DE"))]


def _year(line: Line, index: int) -> list[Expression] | None:
    """A year of four figures; with `-18` behind it, the range's end too."""
    year = int(line.lowers[index])
    era = era_at(line, index + 1)
    if era:
        return [Expression(index, era[1], "year-era", Parts("calendar", era[0] * year))]
    if line.low(index - 1) in ("fiscal", "fy") and _FIRST <= year <= _LAST:
        return [Expression(index - 1, index + 1, "fiscal-year", Parts("calendar", year, fiscal=True))]
    before = _era_before(line, index)
    if before is not None:
        return [Expression(before, index + 1, "year-era", Parts("calendar", year))]
    if not _FIRST <= year <= _LAST or not is_whole(line, index) or not _is_year(line, index, year):
        return None
    found = [Expression(index, index + 1, "year", Parts("calendar", year))]
    last = line.low(index + 2)
    if line.low(index + 1) in DASHES and len(last) == 2 and last.isdecimal() and year % 100 < int(last) and _ends_range(line, index + 2):
        found.append(Expression(index + 2, index + 3, "year-range", Parts("calendar", year - year % 100 + int(last))))
    return found


def _ends_range(line: Line, index: int) -> bool:
    return is_whole(line, index) and not (line.glued(index + 1) and line.low(index + 1) in DASHES)


def _is_year(line: Line, index: int, year: int) -> bool:
    """Whether four figures are a year and not a count, the number of a thing, or a piece of a longer number."""
    before, after = line.low(index - 1), line.low(index + 1)
    if before in CONTEXTS["not-a-year"] or before.isdecimal() or _is_piece(line, index):
        return False
    if after in CONTEXTS["counted"] and before not in ("in", "since", "during"):
        return False
    if before in CONTEXTS["year-certain"] or (after in DASHES and _is_four_figures(line.low(index + 2))):
        return True
    if before in CONTEXTS["before-year"]:
        return not _is_plural(after) or (before in CONTEXTS["owner"] and (year % 10 != 0 or year >= _RECENT))
    if year >= _RECENT:
        return not _is_plural(after)
    return index == line.first or (before == "," and not after.isalnum())


def _is_four_figures(token: str) -> bool:
    return len(token) == 4 and token.isdecimal()


def _is_piece(line: Line, index: int) -> bool:
    """Whether something is glued to four figures that makes them a part of a code, a path or a phone number."""
    before, after = line.low(index - 1), line.low(index + 1)
    if line.glued(index):
        if before == "/":
            return not _is_four_figures(line.low(index - 2))
        if before.isalnum() or before in "_@:.&=*+#":
            return True
        if before in DASHES and line.glued(index - 1) and line.low(index - 2).isdecimal() and not _is_four_figures(line.low(index - 2)):
            return True
        if before in DASHES and line.glued(index - 1) and len(line.low(index - 2)) < 3 and not line.low(index - 2).isdecimal():
            return True
    if not line.glued(index + 1):
        return False
    if after == "/":
        return not line.low(index + 2).isdecimal()
    if after == ":" or after in DASHES:
        tail = line.low(index + 2)
        return line.glued(index + 2) and tail.isdecimal() and (after == ":" or len(tail) not in (2, 4))
    return after.isalnum() or after in "_@°=*"


def _is_plural(token: str) -> bool:
    """Whether a word may be what a number counts."""
    return len(token) > 3 and token.endswith("s") and token.isalpha() and token not in CONTEXTS["year-plural"]
