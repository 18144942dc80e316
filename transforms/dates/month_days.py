"""Rules for days, months and weekdays: `15 August 2022`, `Aug. 5 to 8`, `Friday, the 5th`, `August and September 1914`."""

from typing import Final

from transforms.dates.clock import clock_rule
from transforms.dates.figures import figures_rule
from transforms.dates.lexicon import CONTEXTS, DAYPARTS, EVENT_YEARS, MONTH_EVIDENCE, MONTHS, REFERENCES, WEEKDAY_EVIDENCE, WEEKDAYS
from transforms.dates.numerals import day_of_month, ordinal, ordinal_before
from transforms.dates.parts import Expression, Line, Parts
from transforms.dates.word_rules import deictic_day
from transforms.dates.years import DASHES, TO, year_behind, year_rule

_ABBREVIATED: Final = {month for month in MONTHS if len(month) <= 4} - {"may", "june", "july"}
_WORDS_TOO: Final = ("march", "may", "mar", "jan")  # small, they are other words and names
_MOST_DAYS: Final = 12  # days in one list


def number_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """An expression that begins with figures."""
    found = figures_rule(line, index) or clock_rule(line, index) or _spelt_with_figures(line, index)
    if found:
        return found
    if len(line.lowers[index]) <= 2:
        found = day_first(line, index) or _nth_day(line, index, floor)
    return found or year_rule(line, index)


def _spelt_with_figures(line: Line, index: int) -> list[Expression] | None:
    """`2nite`, `2morrow`: two tokens that are one word."""
    word = line.lowers[index] + line.low(index + 1)
    if word not in REFERENCES or not line.glued(index + 1) or not (line.all_caps or line.words[index + 1].islower()):
        return None
    return [deictic_day(REFERENCES[word], index, index + 2)]


def day_rule(line: Line, index: int, _floor: int) -> list[Expression] | None:
    """`the first of May`, `the twenty-first of November 1918`: an ordinal in words, before a month."""
    return day_first(line, index)


def month_rule(line: Line, index: int, _floor: int) -> list[Expression] | None:
    """An expression that begins with the name of a month."""
    found = month_first(line, index)
    if not found or (found[0].rule_id == "month" and found[0].parts.year is None and not _is_month(line, index)):
        return None
    return found


def day_first(line: Line, index: int, joins: bool = True) -> list[Expression] | None:
    """`15 August 2022`, `15th of August`, `5 to 8 August`, `3 JAN 90`: one expression for each day."""
    days = _days(line, index)
    if not days:
        return None
    at = days[-1][2]
    at += line.low(at) == "of" or (line.low(at) == "-" and line.glued(at))
    if not _is_month_name(line, at, bool(days)) or line.low(at + 1) in CONTEXTS["street"]:
        return None
    month, after = MONTHS[line.low(at)], _month_end(line, at)
    dashed = line.low(after) == "-" and line.glued(after) and line.glued(after + 1) and line.low(after + 1).isdecimal()
    year, end = year_behind(line, after + dashed, short=len(line.words[at]) <= 4) or (None, after)
    if year is None and joins:
        year = _joined_year(line, after, month)
    return _for_each_day(days, days[0][1], end, "day-month", Parts("calendar", year, month))


def month_first(line: Line, index: int, joins: bool = True) -> list[Expression] | None:
    """`August 15, 2022`, `Aug. 5 to 8`, `August 2022`, `August`: one expression for each day, or one for the month."""
    if line.low(index) not in MONTHS:
        return None
    month, after = MONTHS[line.low(index)], _month_end(line, index)
    year = year_behind(line, after)
    days = [] if year or _counts_things(line, index, after) else _days(line, after)
    if not _is_month_name(line, index, bool(days or year)):
        return None
    if year:
        return [Expression(index, year[1], "month-year", Parts("calendar", year[0], month))]
    if days:
        return _month_days(line, index, month, days, joins)
    shared = _joined_year(line, after, month) if joins else None
    return [Expression(index, after, "month", Parts("calendar", shared, month))]


def _is_month_name(line: Line, index: int, dated: bool) -> bool:
    """Whether the token names a month: capitalized, or small where no other word is spelt so (tweets)."""
    token = line.low(index)
    if token not in MONTHS:
        return False
    if line.words[index][:1].isupper() or MONTH_EVIDENCE[token] == "":
        return True
    if dated:
        return len(token) > 3 and token != "may"
    return token not in _WORDS_TOO and line.low(index - 1) in CONTEXTS["before-weekday"]  # `til june`


def _month_end(line: Line, index: int) -> int:
    """The token behind the month at `index`, with the period of an abbreviation, unless that ends the sentence too."""
    dotted = line.low(index + 1) == "." and line.glued(index + 1) and index + 2 < line.end
    return index + 1 + (dotted and line.lowers[index] in _ABBREVIATED)


def _days(line: Line, index: int) -> list[tuple[int, int, int]]:
    """Days joined to a list or range that begins at `index`: (day, first token, token behind)."""
    days: list[tuple[int, int, int]] = []
    while len(days) < _MOST_DAYS:
        start = index + (line.low(index) == "the")
        found = day_of_month(line, start)
        if not found or (start > index and _counts(line, found[1]) and line.low(found[1]) != "of" and line.low(found[1]) not in MONTHS):
            break  # `late in July the first battle`
        days.append((found[0], start, found[1]))
        joint = found[1] + (line.low(found[1]) == "," and line.low(found[1] + 1) == "and")
        if line.low(joint) not in TO and line.low(joint) != ",":
            break
        index = joint + 1
    return days


def _for_each_day(days: list[tuple[int, int, int]], first: int, end: int, rule_id: str, parts: Parts) -> list[Expression]:
    """One expression a day: the first begins at `first`, the last ends at `end`."""
    last = len(days) - 1
    return [
        Expression(start if n else first, behind if n < last else end, rule_id, parts._replace(day=day))
        for n, (day, start, behind) in enumerate(days)
    ]


def _month_days(line: Line, index: int, month: int, days: list[tuple[int, int, int]], joins: bool) -> list[Expression]:
    """Days behind their month; the list ends where a figure counts something: `August 15, 20 people`."""
    while len(days) > 1 and not year_behind(line, days[-1][2]) and _counts(line, days[-1][2]) and line.low(days[-1][1] - 1) not in DASHES:
        days = days[:-1]
    behind = days[-1][2]
    year, end = year_behind(line, behind) or (None, behind)
    if year is None and joins:
        year = _joined_year(line, behind, month)
    event_year = EVENT_YEARS.get((month, days[0][0])) if year is None and line.low(end) in CONTEXTS["event-noun"] else None
    return _for_each_day(days, index, end, "month-day", Parts("calendar", year, month, event_year=event_year))


def _counts(line: Line, index: int) -> bool:
    """Whether a word follows that the figure before it may count."""
    token = line.low(index)
    return token.isalpha() and token not in CONTEXTS["day-follower"]


def _counts_things(line: Line, index: int, after: int) -> bool:
    """`In June 15 soldiers died`: the number is no day."""
    if line.low(index - 1) != "in" or not line.low(after).isdecimal():
        return False
    return _counts(line, after + 1) and not year_behind(line, after + 1)


def _joined_year(line: Line, index: int, month: int) -> int | None:
    """The year that a date shares with the one joined to it: `August and September 1914`, `31 May - 1 June 1916`."""
    if line.low(index) not in TO and line.low(index) != ",":
        return None
    following = month_first(line, index + 1, False) or day_first(line, index + 1, False)
    other = following[-1].parts if following else None
    if other is None or other.year is None or other.month is None:
        return None
    return other.year - (month > other.month)


def _is_month(line: Line, index: int) -> bool:
    """Whether a month's name with no figure beside it is that month: `May`, `March`, `August`, `Jan` are also other things."""
    evidence, before, after = MONTH_EVIDENCE[line.low(index)], line.low(index - 1), line.low(index + 1)
    if before in CONTEXTS["not-a-month"] or after in CONTEXTS["street"]:
        return False
    named = after.isalpha() and line.words[index + 1][:1].isupper() and not line.all_caps
    if evidence != "context":
        return not named or not evidence or before in CONTEXTS["year-certain"] or before == "the"
    if before in ("a", "an", "its", "the") and after in CONTEXTS["after-march"]:
        return False
    if before in ("a", "an", "its"):
        return after.isalpha() and not line.all_caps
    if evidence == "context" and line.lowers[index] in _ABBREVIATED and before in ("and", "or", "for", "as", "the", "with"):
        return False
    if line.all_caps and before in ("the", "and", "to", "or", "for", "as"):
        return False
    return before in CONTEXTS["before-month"] and not named


def _which_weekday(line: Line, index: int, floor: int) -> tuple[int, int] | None:
    """`the first` (Friday of March), `the last` (Sunday of October), as number (-1: last) and first token."""
    joint = line.low(index + 1)
    last = line.low(index - 1) == "last" and index - 1 >= floor and joint == "of"
    found = (-1, index - 1) if last else ordinal_before(line, index, floor)
    if not found or joint not in ("of", "in") or line.low(index + 2) == "a":
        return None  # `their first Friday prayers`, `for the second Friday in a row`
    return found[0], found[1] - (line.low(found[1] - 1) == "the" and found[1] - 1 >= floor)


def weekday_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """A weekday, alone or before its date: `Friday`, `Friday, 5 August 2022`, `Wed 05 Apr`."""
    token = line.lowers[index]
    weekday, short = WEEKDAYS[token], WEEKDAY_EVIDENCE[token]
    if short == "plural":
        return [Expression(index, index + 1, "weekdays", Parts("set", weekday=weekday))]
    if short and line.words[index].islower() and not _is_small_weekday(line, index):
        return None
    at = index + 1 + (len(token) <= 5 and line.low(index + 1) == "." and line.glued(index + 1))
    at += line.low(at) in (",", "(")
    at += line.low(at) == "the"
    dated = month_first(line, at) or day_first(line, at)
    if dated and dated[0].parts.day:
        return [dated[0]._replace(first_token=index, parts=dated[0].parts._replace(weekday=weekday)), *dated[1:]]
    if short and not (line.low(index - 1) in CONTEXTS["before-weekday"] or line.low(at) in DAYPARTS):
        return None
    every = ordinal_before(line, index, floor)
    if every and every[1] - 1 >= floor and line.low(every[1] - 1) in CONTEXTS["each"]:
        return [Expression(every[1] - 1, at, "every-weekday", Parts("set", weekday=weekday))]
    which = _which_weekday(line, index, floor) if at == index + 1 else None
    if which:
        return [Expression(which[1], at, "nth-weekday", Parts("nth", unit="D", number=which[0], weekday=weekday))]
    nth = ordinal(line, at) if line.low(at - 1) == "the" and line.low(at).isdecimal() else None
    if nth and 1 <= nth[0] <= 31:
        return [Expression(index, nth[1], "weekday-day", Parts("calendar", day=nth[0], weekday=weekday))]
    if _is_name(line, index):
        return None
    return [Expression(index, index + 1, "weekday", Parts("calendar", weekday=weekday))]


def _is_small_weekday(line: Line, index: int) -> bool:
    """`on fri`, `sat night`: small letters, but where a weekday stands (`wed`, `sat` and `sun` are also words)."""
    return line.low(index - 1) in CONTEXTS["before-weekday"] or line.low(index + 1) in DAYPARTS


def _is_name(line: Line, index: int) -> bool:
    """`Sgt. Friday`, `Black Friday`, `the Sunday Times`, `Friday said`: no day."""
    before = line.low(index - 2) if line.low(index - 1) == "." else line.low(index - 1)
    if before in CONTEXTS["given-title"] and line.words[index][:1].isupper():
        return True
    if line.low(index + 1) in CONTEXTS["newspaper"] and line.words[index + 1][:1].isupper() and not line.all_caps:
        return True
    return line.low(index + 1) in ("said", "says", "told", "'") and line.low(index + 2) != "s" and index == line.first


def _nth_day(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`the 20th`, of a month that is not said."""
    nth = ordinal(line, index)
    if not nth or not 1 <= nth[0] <= 31 or line.low(index - 1) != "the" or index - 1 < floor:
        return None
    after = line.low(nth[1])
    other = ordinal(line, nth[1] + 1) if after in TO else None
    if other and line.low(other[1]) in ("century", "centuries"):
        return [Expression(index - 1, nth[1], "nth-century", Parts("nth", unit="CE", number=nth[0]))]
    of_month = after == "of" and line.low(nth[1] + 1) in ("the", "this", "that", "last", "next") and line.low(nth[1] + 2) == "month"
    if of_month:
        return [Expression(index - 1, nth[1], "nth-day", Parts("calendar", day=nth[0]))]
    if line.low(index - 2) not in CONTEXTS["nth-day-before"] or (after.isalpha() and after not in CONTEXTS["day-follower"]):
        return None
    return [Expression(index - 1, nth[1], "nth-day", Parts("calendar", day=nth[0]))]
