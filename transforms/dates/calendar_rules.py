"""Rules for places in the calendar: days, months, years, decades, weekdays, and dates in figures."""

from transforms.dates.lexicon import CARDINALS, MONTH_EVIDENCE, MONTHS, TENS, WEEKDAY_EVIDENCE, WEEKDAYS
from transforms.dates.numerals import day_of_month, is_whole, ordinal
from transforms.dates.parts import Expression, Line, Parts

JOINERS = frozenset(("and", "to", "-", "–", "—", "or", "through", "until", "till", "&", ",", "/"))
_TO = frozenset(("and", "to", "-", "–", "—", "or", "through", "&"))
_DASHES = frozenset(("-", "–", "—"))
_BC = frozenset(("bc", "bce"))
_AD = frozenset(("ad", "ce"))
_BEFORE_YEAR = frozenset(
    "in since of by until till from to during before after between and or late early mid the through around about circa ca "
    "spring summer autumn fall winter c - – — ( ; / throughout as for back its his her their our s this '".split()
)
_BEFORE_SUFFICES = frozenset("in since during until till circa early late mid spring summer autumn fall winter throughout".split())
_NOT_A_YEAR = frozenset(
    "resolution number no flight article section route highway room page nos bus boeing airbus model than least most up some only "
    "nearly almost over another all additional about approximately total exactly psalm line km unit us".split()
)
_COUNTED_WORDS = frozenset(
    "people troops men women children dead percent million billion miles kilometers kilometres km meters metres feet tons tonnes "
    "acres hectares dollars euros pounds personnel hours points votes mph kg m ft lb cases jobs police civilians more of"
    " others soldiers students members workers refugees units homes houses deaths years civilian fighters".split()
)
_BEFORE_MONTH = frozenset(
    "in since of by until till from to during before after between and or late early mid the through on - – — ( , / last next this "
    "each every around about throughout for as previous following end beginning start middle".split()
)


def era_at(line: Line, index: int) -> tuple[int, int] | None:
    """An era at `index` as the sign of its years, and the token behind it: `BC`, `B.C.`, `BCE`, `AD`."""
    token = line.low(index)
    if token in _BC and line.words[index].isupper():
        return -1, index + 1
    if token in _AD and line.words[index].isupper():
        return 1, index + 1
    if token in ("b", "a") and line.low(index + 1) == "." and line.glued(index + 1) and line.glued(index + 2):
        letter = line.low(index + 2)
        if (token, letter) in (("b", "c"), ("a", "d")):
            end = index + 4 if line.low(index + 3) == "." and line.glued(index + 3) else index + 3
            return (-1 if token == "b" else 1), end
    return None


def year_at(line: Line, index: int, short: bool = False) -> tuple[int, int] | None:
    """A year behind a month or day: `2022`, `'82`, `490 BC`; `90` only if `short`. With the token behind it."""
    token = line.low(index)
    if token in ("'", "’", "`") and line.glued(index + 1):
        after = line.low(index + 1)
        return (century_of(int(after)) + int(after), index + 2) if after.isdecimal() and len(after) == 2 else None
    if not token.isdecimal() or len(token) > 4 or not is_whole(line, index):
        return None
    era = era_at(line, index + 1)
    if era and int(token):
        return era[0] * int(token), era[1]
    if len(token) == 4 and 1000 <= int(token) < 2200 and not (line.low(index + 1) in (":",) and line.glued(index + 1)):
        return int(token), index + 1
    if short and len(token) == 2:
        return century_of(int(token)) + int(token), index + 1
    return None


def century_of(short_year: int) -> int:
    """1900 or 2000, for a year of two figures: POSIX splits at 69, reports look further back than ahead."""
    return 2000 if short_year < 50 else 1900


def _year_behind(line: Line, index: int, short: bool = False) -> tuple[int, int] | None:
    """A year at `index`, or behind a comma or `of` there."""
    found = year_at(line, index, short)
    if found:
        return found
    if line.low(index) in (",", ".") and line.low(index + 1).isdecimal() and len(line.low(index + 1)) == 4:
        return year_at(line, index + 1)
    if line.low(index) == "," and line.low(index + 1).isdecimal() and era_at(line, index + 2):
        return year_at(line, index + 1)
    if line.low(index) == "of":
        of_year = year_at(line, index + 1)
        if of_year and line.low(index + 1).isdecimal():
            return of_year
        if line.low(index + 1) == "the" and line.low(index + 2) == "year":
            return year_at(line, index + 3)
    return None


def _joined_year(line: Line, index: int, month: int) -> int | None:
    """The year that a date shares with the one joined to it: `August and September 1914`, `31 May - 1 June 1916`."""
    if line.low(index) not in _TO and line.low(index) != ",":
        return None
    following = month_first(line, index + 1, False) or day_first(line, index + 1, False)
    if not following:
        return None
    other = following[-1].parts
    if other.year is None or other.month is None:
        return None
    return other.year - (month > other.month)


def _month_end(line: Line, index: int) -> int:
    """The token behind the month at `index`, with the period of an abbreviation."""
    if line.low(index + 1) == "." and line.glued(index + 1) and len(line.words[index]) <= 4:
        return index + 2
    return index + 1


def _days(line: Line, index: int) -> list[tuple[int, int, int]]:
    """Days joined to a list or range at `index`: (day, first token, token behind)."""
    days: list[tuple[int, int, int]] = []
    while True:
        start = index + 1 if line.low(index) == "the" else index
        found = day_of_month(line, start)
        if not found:
            break
        days.append((found[0], start if not days else index, found[1]))
        joined = found[1]
        if line.low(joined) == "," and line.low(joined + 1) == "and":
            joined += 1
        if line.low(joined) not in _TO and line.low(joined) != ",":
            break
        index = joined + 1
        if len(days) > 11:
            break
    return days


def day_first(line: Line, index: int, joins: bool = True) -> list[Expression] | None:
    """`15 August 2022`, `15th of August`, `5 to 8 August`, `3 JAN 90`: one expression for each day."""
    days = _days(line, index)
    if not days:
        return None
    at = days[-1][2]
    if line.low(at) == "-" and line.glued(at):
        at += 1
    if line.low(at) == "of":
        at += 1
    month = MONTHS.get(line.low(at))
    if not month or not line.words[at][:1].isupper():
        return None
    after = _month_end(line, at)
    if line.low(after) == "-" and line.low(after + 1).isdecimal() and line.glued(after + 1):
        after += 1
    year, end = _year_behind(line, after, short=after == at + 1 and len(line.words[at]) <= 4) or (None, after)
    if year is None:
        end = at + 1 if after > at + 1 and line.low(after) not in (",",) and after >= line.end else after
        end = after if line.low(after - 1) != "-" else after - 1
        year = _joined_year(line, after, month) if joins else None
    return [
        Expression(first, end if n == len(days) else behind, "day-month", Parts("calendar", year, month, day))
        for n, (day, first, behind) in enumerate(days, 1)
    ]


def month_first(line: Line, index: int, joins: bool = True) -> list[Expression] | None:
    """`August 15, 2022`, `Aug. 5 to 8`, `August 2022`, `August`: one expression for each day, or one for the month."""
    month = MONTHS.get(line.low(index))
    if not month or not line.words[index][:1].isupper():
        return None
    after = _month_end(line, index)
    year = _year_behind(line, after)
    if year:
        return [Expression(index, year[1], "month-year", Parts("calendar", year[0], month))]
    days = [] if _counts_things(line, index, after) else _days(line, after)
    if days:
        return _month_days(line, index, month, days, joins)
    shared = _joined_year(line, after, month) if joins else None
    end = after if after == index + 1 or after < line.end else after - 1
    return [Expression(index, end, "month", Parts("calendar", shared, month))]


def _counts_things(line: Line, index: int, after: int) -> bool:
    """`In June 15 soldiers died`: the number is no day."""
    figure = line.low(after)
    return line.low(index - 1) == "in" and figure.isdecimal() and line.low(after + 1).isalpha() and line.low(after + 1) not in _TO and not _year_behind(
        line, after + 1
    )


def _month_days(line: Line, index: int, month: int, days: list[tuple[int, int, int]], joins: bool) -> list[Expression]:
    for kept in range(len(days), 0, -1):  # `August 15, 20 people`: a list ends where a year or no figure follows
        year = _year_behind(line, days[kept - 1][2])
        if year or kept == 1 or not _trails(line, days[kept - 1][2]):
            break
    days = days[:kept]
    end = year[1] if year else days[-1][2]
    number = year[0] if year else _joined_year(line, end, month) if joins else None
    return [
        Expression(
            index if n == 1 else first, end if n == len(days) else behind, "month-day", Parts("calendar", number, month, day)
        )
        for n, (day, first, behind) in enumerate(days, 1)
    ]


def _trails(line: Line, index: int) -> bool:
    """Whether a word follows that the last figure of a list may count."""
    token = line.low(index)
    return token.isalpha() and token not in _TO and token not in ("in", "at", "by", "when", "for", "as", "near", "with", "that", "after", "was", "were", "is")


def month_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """An expression headed by the name of a month."""
    found = month_first(line, index)
    if found and found[0].rule_id == "month" and not _is_month(line, index, floor):
        return None
    return found


def _is_month(line: Line, index: int, floor: int) -> bool:
    """Whether a month's name with no figure beside it is that month: `May`, `March`, `Jan` are also other things."""
    evidence = MONTH_EVIDENCE[line.low(index)]
    after = line.low(index + 1)
    if evidence != "context":
        if after.isalpha() and line.words[index + 1][:1].isupper() and not line.all_caps and after not in MONTHS and evidence:
            return line.low(index - 1) in ("the", "in", "since")
        return True
    before = line.low(index - 1)
    if before in ("a", "an", "its") and after.isalpha() and after not in ("to", "through", "on", "from", "against") and not line.all_caps:
        return True
    if after in ("against",) or (before in ("the", "a") and after in ("to", "on", "from", "through", "across", "for", ".", ",")):
        return False
    if before not in _BEFORE_MONTH or (line.all_caps and before in ("the", "and", "to", "or", "for", "as")):
        return False
    return not (after.isalpha() and line.words[index + 1][:1].isupper() and not line.all_caps)


def weekday_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """A weekday, alone or before its date: `Friday`, `Friday, 5 August 2022`, `Wed 05 Apr`."""
    token = line.low(index)
    if not line.words[index][:1].isupper():
        return None
    at = index + 1
    if line.low(at) == "." and len(token) <= 5 and line.glued(at):
        at += 1
    if line.low(at) in (",", "("):
        at += 1
    if line.low(at) == "the":
        at += 1
    dated = month_first(line, at) or day_first(line, at)
    if dated and dated[0].parts.day:
        first = dated[0]
        return [first._replace(first_token=index, parts=first.parts._replace(weekday=WEEKDAYS[token])), *dated[1:]]
    if WEEKDAY_EVIDENCE[token] and not (line.low(index - 1) in ("on", "last", "next", "this") and token != "sun"):
        return None
    nth = ordinal(line, at)
    if nth and line.low(at - 1) == "the" and 1 <= nth[0] <= 31 and line.low(at).isdecimal():
        return [Expression(index, nth[1], "weekday-day", Parts("calendar", day=nth[0], weekday=WEEKDAYS[token]))]
    if _is_surname(line, index):
        return None
    return [Expression(index, index + 1, "weekday", Parts("calendar", weekday=WEEKDAYS[token]))]


def _is_surname(line: Line, index: int) -> bool:
    """`Joe Friday said`, `Black Friday`: a capitalized word before it, inside the sentence, with no preposition."""
    before = line.low(index - 1)
    if line.all_caps or index - 1 <= line.first or not before.isalpha() or not line.words[index - 1][:1].isupper():
        return False
    return len(before) > 2 and before not in ("on", "last", "next", "this", "late", "early", "by", "since", "until", "the", "every", "each")


def number_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """An expression that begins with figures."""
    token = line.low(index)
    found = _in_figures(line, index) or _clock(line, index)
    if found:
        return found
    if len(token) == 4:
        return _decade(line, index, int(token)) or _year(line, index, floor)
    if len(token) > 2:
        return _old_year(line, index)
    return day_first(line, index) or _short_year(line, index) or _nth_day(line, index, floor) or _old_year(line, index)


def _old_year(line: Line, index: int) -> list[Expression] | None:
    """`490 BC`, `79 AD`; `490-479 BC` gives both."""
    found = year_at(line, index)
    if found:
        return [Expression(index, found[1], "year-era", Parts("calendar", found[0]))]
    if line.low(index + 1) in _TO and is_whole(line, index):
        later = year_at(line, index + 2)
        if later and era_at(line, index + 3) and int(line.low(index)):
            sign = -1 if later[0] < 0 else 1
            return [
                Expression(index, index + 1, "year-era", Parts("calendar", sign * int(line.low(index)))),
                Expression(index + 2, later[1], "year-era", Parts("calendar", later[0])),
            ]
    return None


def _short_year(line: Line, index: int) -> list[Expression] | None:
    """`'82`, `the 70s`, `'90s`."""
    token = line.low(index)
    if len(token) != 2:
        return None
    quoted = line.low(index - 1) in ("'", "’", "`", "‘") and line.glued(index)
    first = index - 1 if quoted else index
    tail = index + 2 if line.low(index + 1) in ("'", "’") else index + 1
    year = century_of(int(token)) + int(token)
    if line.low(tail) == "s" and line.glued(tail) and token[1] == "0" and int(token) >= 20 and (quoted or line.low(index - 1) in ("the", "early", "late", "mid", "-", "and")):
        return [Expression(first, tail + 1, "decade", Parts("calendar", year, unit="DE"))]
    if quoted and line.low(first - 1) in ("since", "in", "of", "from", "to", "and", "until", "by"):
        return [Expression(first, index + 1, "short-year", Parts("calendar", year))]
    return None


def _decade(line: Line, index: int, year: int) -> list[Expression] | None:
    """`the 1870s`, `1990's`."""
    tail = index + 2 if line.low(index + 1) in ("'", "’") and line.glued(index + 1) else index + 1
    if line.low(tail) != "s" or not line.glued(tail) or year % 10 or year < 1000:
        return None
    if year % 100 == 0 and tail > index + 1:
        return None
    return [Expression(index, tail + 1, "decade", Parts("calendar", year, unit="DE"))]


def _year(line: Line, index: int, floor: int) -> list[Expression] | None:
    """A year of four figures, if it is one; with `-18` behind it, the range's end too."""
    year = int(line.low(index))
    era = era_at(line, index + 1)
    if era:
        return [Expression(index, era[1], "year-era", Parts("calendar", era[0] * year))]
    if not 1000 <= year < 2101 or not is_whole(line, index) or not _is_year(line, index, year):
        return _era_shared(line, index, year)
    found = [Expression(index, index + 1, "year", Parts("calendar", year))]
    dash, last = line.low(index + 1), line.low(index + 2)
    if dash in _DASHES and last.isdecimal() and len(last) == 2 and is_whole(line, index + 2) and year % 100 < int(last) and not (
        line.glued(index + 3) and line.low(index + 3) in _DASHES
    ):
        found.append(Expression(index + 2, index + 3, "year-range", Parts("calendar", year - year % 100 + int(last))))
    return found


def _era_shared(line: Line, index: int, year: int) -> list[Expression] | None:
    return None


def _is_year(line: Line, index: int, year: int) -> bool:
    """Whether four figures are a year and not a count, a number of a thing, or a part of a longer number."""
    before, after = line.low(index - 1), line.low(index + 1)
    if after in _COUNTED_WORDS and before not in ("in", "since", "during"):
        return False
    if line.glued(index) and (before.isalnum() or before in ("/", "_", "@", ":", ".", "&", "=", "*")):
        return before == "/" and line.low(index - 2).isdecimal() and len(line.low(index - 2)) == 4
    if line.glued(index) and before in _DASHES and line.glued(index - 1) and not line.low(index - 2).isdecimal() and len(line.low(index - 2)) < 3:
        return False
    if line.glued(index + 1) and (after.isalnum() or after in ("/", "_", "@", "°", "=")):
        return after == "/" and line.low(index + 2).isdecimal()
    if line.glued(index + 1) and after == ":" and line.glued(index + 2) and line.low(index + 2).isdecimal():
        return False
    if line.glued(index + 1) and after in _DASHES and line.glued(index + 2):
        tail = line.low(index + 2)
        if tail.isdecimal() and len(tail) not in (2, 4):
            return False
    if before in _NOT_A_YEAR:
        return False
    if before in _BEFORE_SUFFICES:
        return True
    if 1900 <= year <= 2100:
        return not (_is_plural(after) and before not in _BEFORE_YEAR)
    if after in _DASHES and len(line.low(index + 2)) == 4 and line.low(index + 2).isdecimal():
        return True
    if before in _BEFORE_YEAR:
        return not _is_plural(after) or (before in ("the", "its", "s") and year % 10 != 0)
    return before == "," and (after in (",", ".", ")", ";") or not after)


def _is_plural(token: str) -> bool:
    return len(token) > 3 and token.endswith("s") and token.isalpha() and token not in ("was", "has", "census", "elections", "olympics", "games", "series", "finals", "crisis", "us", "uprisings", "riots", "protests", "attacks", "its", "this", "as", "is", "sees", "marks", "always", "across", "unless", "plus", "versus", "towards", "besides", "perhaps", "less", "makes")


def _nth_day(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`the 20th` of a month that is not said."""
    nth = ordinal(line, index)
    if not nth or not 1 <= nth[0] <= 31 or line.low(index - 1) != "the":
        return None
    after = line.low(nth[1])
    before = line.low(index - 2)
    if before in ("on", "until", "till", "by", "since", "from", "of", "to", "before") and (not after.isalpha() or after in ("and", "of", "was", "to", "at", "in", "when", "with", "the", "that", "a", "for", "by", "he", "they", "it", "she", "is", "were", "had", "but", "as", "from", "after", "before")):
        return [Expression(index - 1 if floor < index else index, nth[1], "nth-day", Parts("calendar", day=nth[0]))]
    return None


def _in_figures(line: Line, index: int) -> list[Expression] | None:
    """Dates of figures only: `2022-08-15`, `15/08/2022`, `15.08.2022`, `2022/08/15`, with a clock behind an ISO date."""
    sign = line.low(index + 1)
    if sign not in ("-", "/", ".", "–") or not (line.glued(index + 1) and line.glued(index + 2) and line.glued(index + 3)) or line.low(index + 3) != sign:
        return None
    if not line.glued(index + 4) or (line.glued(index) and not line.low(index - 1) in ("(", "[", "'", '"', "“", ":", ">", "—")):
        return None
    figures = [line.low(index), line.low(index + 2), line.low(index + 4)]
    if not all(figure.isdecimal() for figure in figures):
        return None
    end = index + 5
    if line.glued(end) and (line.low(end) in (sign, "/") or (line.low(end) == "." and line.low(end + 1).isdecimal() and line.glued(end + 1))):
        return None
    sizes = tuple(map(len, figures))
    first, second, third = map(int, figures)
    if sizes[0] == 4 and sizes[1] <= 2 and sizes[2] <= 2 and 1000 <= first < 2200 and 1 <= second <= 12 and 1 <= third <= 31:
        return [_timestamp(line, index, end, Parts("calendar", first, second, third))]
    if max(sizes[:2]) > 2 or sizes[2] not in (2, 4) or not 1 <= first <= 31 or not 1 <= second <= 31 or (sizes[2] == 2 and sign == "."):
        return None
    year = third if sizes[2] == 4 else century_of(third) + third
    if min(first, second) > 12 or not 1000 <= year < 2200:
        return None
    parts = Parts("figures", year, first, second)
    return [Expression(index, end, "figures", parts)]


def _timestamp(line: Line, index: int, end: int, parts: Parts) -> Expression:
    """An ISO date with what follows it: `T06:00`, `T06:00:00Z`, `06:00`."""
    at = end + 1 if line.low(end) == "t" and line.glued(end) else end
    if (at > end and line.glued(at)) or at == end:
        clock = _clock(line, at)
        if clock:
            return Expression(index, clock[0].end_token, "iso", parts._replace(clock=clock[0].parts.clock))
    return Expression(index, end, "iso", parts)


_ZULU = frozenset(("utc", "gmt", "z", "zulu"))
_ZONES = frozenset("est edt cst cdt mst mdt pst pdt bst cet cest eet eest msk ist et pt ct local hours hrs hr h".split())


def _clock(line: Line, index: int) -> list[Expression] | None:
    """A time of day: `10:30 a.m.`, `17:00 GMT`, `0800 UTC`, `05:30hrs`, `10 a.m.`, `ten o'clock`."""
    token = line.low(index)
    hour, minute, end = -1, 0, index + 1
    if not token.isdecimal() or len(token) > 4:
        return None
    if len(token) <= 2 and line.low(end) in (":", ".") and line.glued(end) and line.glued(end + 1) and len(line.low(end + 1)) == 2 and line.low(end + 1).isdecimal():
        hour, minute, dotted = int(token), int(line.low(end + 1)), line.low(end) == "."
        end += 2
        if line.low(end) == ":" and line.glued(end) and line.low(end + 1).isdecimal():
            end += 2
            if line.low(end) == "." and line.glued(end) and line.glued(end + 1) and line.low(end + 1).isdecimal():
                end += 2
    elif len(token) == 4 and (line.low(end) in _ZULU or line.low(end) in ("hours", "hrs", "local", "est", "edt", "z")):
        hour, minute, dotted = int(token[:2]), int(token[2:]), True
    elif len(token) <= 2:
        hour, dotted = int(token), True
    if hour < 0 or hour > 24 or minute > 59:
        return None
    half = _half_day(line, end)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half[0] == "p")
        end, dotted = half[1], False
    elif line.low(end) == "o" and line.low(end + 1) in ("'", "’") and line.low(end + 2) == "clock":
        end, dotted = end + 3, False
    zulu = ""
    zone = end + 1 if line.low(end) == "(" else end
    if line.low(zone) in _ZULU:
        zulu, end, dotted = "Z", zone + 1, False
    elif line.low(end) in _ZONES and not (len(token) <= 2 and end == index + 1):
        end, dotted = end + 1 + (line.low(end) == "local" and line.low(end + 1) == "time"), False
    if dotted:
        return None
    return [Expression(index, end, "clock", Parts("calendar", clock=f"{hour:02}:{minute:02}{zulu}"))]


def _half_day(line: Line, index: int) -> tuple[str, int] | None:
    """`a.m.`, `pm`, as `a` or `p` with the token behind it."""
    token = line.low(index)
    if token in ("am", "pm") and (line.glued(index) or line.words[index] != "am" or True):
        return token[0], index + 1
    if token in ("a", "p") and line.low(index + 1) == "." and line.low(index + 2) == "m" and line.glued(index + 2):
        return token, index + 4 if line.low(index + 3) == "." and line.glued(index + 3) else index + 3
    return None


def ordinal_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`the first of May`, `the eleventh of November 1918`: an ordinal in words, before a month."""
    if line.low(index) in CARDINALS or line.low(index) in TENS:
        nth = ordinal(line, index)
        if not nth:
            return None
    return day_first(line, index)
