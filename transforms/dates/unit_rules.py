"""Rules headed by a unit of time: durations, sets, units counted from an anchor, and the n-th unit of a larger one.

A unit is a noun, so what says which or how many stands before it: each rule reads leftwards from the noun, then looks at what
follows (`ago`, `later`, `after`).
"""

from typing import Final, NamedTuple

from transforms.dates.lexicon import CONTEXTS, DIRECTIONS, EDGES, PLURAL_UNITS, QUANTITIES, TENSES, UNITS, WEEKDAYS
from transforms.dates.numerals import count_before, ordinal_before
from transforms.dates.parts import Expression, Line, Parts
from transforms.dates.years import era_at, year_at, year_behind

_BESIDE: Final = {"after": 1, "following": 1, "before": -1, "previous": -1, "prior": -1, "earlier": -1}
_COUNTING: Final = ("ago", "earlier", "later", "before", "after")  # behind `$55 million a year` they make it a date
_YEARS_OF: Final = {"DE": 10, "CE": 100, "MI": 1000}
_SMALL: Final = ("TH", "TM", "TS")
_UNNUMBERED: Final = (*_SMALL, "FN", "MI", "DE")
_HALF_REACH: Final = 10  # tokens about `half` in which a word of business tells that it is half a year


class Noun(NamedTuple):
    """A unit in its sentence: `head` is its token, `front` the first one, with what stands between it and its number (`consecutive`)."""

    line: Line
    head: int
    front: int
    floor: int
    unit: str
    plural: bool
    fiscal: bool

    def before(self, steps: int = 1) -> str:
        """The token `steps` before the noun's front, empty if an earlier expression owns it."""
        return self.line.low(self.front - steps) if self.front - steps >= self.floor else ""

    def after(self, steps: int = 1) -> str:
        """The token `steps` behind the noun."""
        return self.line.low(self.head + steps)


def unit_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """An expression whose noun is a unit: `last week`, `two years later`, `the third quarter`, `every day`."""
    unit, plural = UNITS[line.lowers[index]], line.lowers[index] in PLURAL_UNITS
    if unit == "TS" and not plural and (line.low(index - 1) not in ("per", "every", "each", "one", "-") or line.low(index + 1) in WEEKDAYS):
        return None  # `a second attack`, `every second Tuesday`
    front, fiscal = index, False
    if line.low(front - 1) == "-" and front - 1 > floor:
        front -= 1
    while front > floor and line.low(front - 1) in CONTEXTS["filler"] | CONTEXTS["fiscal"]:
        front -= 1
        fiscal = fiscal or line.low(front) in CONTEXTS["fiscal"]
    noun = Noun(line, index, front, floor, unit, plural, fiscal)
    found = _each(noun) or _nth(noun) or _counted(noun) or (_directed_plural(noun) if plural else _directed(noun)) or _bare(noun)
    return [found] if found else None


def _each(noun: Noun) -> Expression | None:
    """`every day`, `per month`, `every two weeks`, `every third year`, `every other week`."""
    number, first = 1.0, noun.front
    if noun.before() not in CONTEXTS["each"]:
        count = (2, noun.front - 1) if noun.before() == "other" else None
        count = count or ordinal_before(noun.line, noun.front, noun.floor)
        found = count or count_before(noun.line, noun.front, noun.floor)
        if not found or found[0] is None:
            return None
        number, first = found[0], found[1]
    if first - 1 < noun.floor or noun.line.low(first - 1) not in CONTEXTS["each"]:
        return None
    return Expression(first - 1, noun.head + 1, "every-unit", Parts("set", unit=noun.unit, number=number))


def _nth(noun: Noun) -> Expression | None:
    """`the third quarter`, `the nineteenth century BC`, `the second week` (of March), `the last week` (of August)."""
    found = ordinal_before(noun.line, noun.front, noun.floor)
    if noun.before() == "last" and noun.after() == "of" and noun.unit != "Y":
        found = (-1, noun.front - 1)
    if not found or (noun.plural and noun.unit != "CE") or noun.unit in _UNNUMBERED:
        return None
    if noun.after(3) == "row" or noun.line.low(noun.head - 1) in CONTEXTS["in-a-row"]:
        return None  # `the third day in a row`, `a second consecutive quarter`
    number, first = found
    article = first - 1 if first - 1 >= noun.floor and noun.line.low(first - 1) in ("the", "a", "an") else first
    parts = Parts("nth", unit=noun.unit, number=number, fiscal=noun.fiscal)
    if noun.unit == "CE":
        era = era_at(noun.line, noun.head + 1) or (1, noun.head + 1)
        return Expression(article, era[1], "nth-century", parts._replace(number=number * era[0]))
    if noun.line.low(noun.front) == "-":
        article = first  # `third-quarter profit`
    return Expression(article, noun.head + 1, "nth-unit", parts)


def _counted(noun: Noun) -> Expression | None:
    """A number of units: `two years`, `a few days`, with what tells where they are counted from."""
    line = noun.line
    count = count_before(line, noun.front, noun.floor)
    if not count:
        return None
    number, first = count
    article = line.low(first) in ("a", "an") and first == noun.front - 1
    if noun.unit == "Q" and noun.front == noun.head and number in (None, 1, 3):
        return None  # `three quarters of the city`, `a quarter of the voters`, `some quarters`
    if article and noun.front < noun.head and line.low(noun.head - 1) == "-":
        return None
    hyphenated = noun.front < noun.head and line.low(noun.head - 1) == "-"
    counted, (direction, base, first) = first, _window(line, first, noun.floor, hyphenated)
    if article and not base and noun.after() not in _COUNTING and _is_rate(line, first):
        return Expression(first, noun.head + 1, "rate", Parts("set", unit=noun.unit, number=1))
    mod, first = _quantity(line, first, noun.floor, number is not None) if first == counted else (None, first)
    end = noun.head + 1
    if number and (noun.after(), noun.after(2), noun.after(3)) == ("and", "a", "half"):
        number, end = number + 0.5, end + 3
    return _counted_from(line, first, end, Parts("duration", unit=noun.unit, number=number, direction=direction, base=base, mod=mod))


def _is_rate(line: Line, article: int) -> bool:
    """`15 a year`, `three times a day`, `$40 a week`."""
    before = line.low(article - 1)
    counted = before.endswith(("s", "people", "children")) and line.low(article - 2).isdecimal()  # `150 visitors a day`
    return counted or before.isdecimal() or before in CONTEXTS["rate-before"]


def _window(line: Line, first: int, floor: int, hyphenated: bool) -> tuple[int, str, int]:
    """What says which units they are: `the past`, `the next`, `the first`, as (direction, base, first token).

    `the first ten months` has the base `part`, for the larger unit that follows. The article of `the ten-day visit` is the visit's.
    """
    if first - 1 < floor:
        return 0, "", first
    token = line.low(first - 1)
    if token == "last" and (TENSES.get(line.low(first - 2)) == "future" or line.low(first - 2) in ("to", "not")):
        return 0, "", first  # `will last three days`
    if token not in CONTEXTS["window"]:
        return 0, "", first - (token == "the" and not hyphenated)
    direction, base = DIRECTIONS.get(token, (0, ""))
    if token in ("first", "last", "final", "opening", "closing") and not hyphenated:
        direction, base = (1, "part") if token in ("first", "opening") else (-1, "window" if token == "last" else "part")
    start = first - 1
    if start - 1 >= floor and line.low(start - 1) in CONTEXTS["owner"]:
        start -= 1
    return direction, "window" if base == "speech" else base, start


def _quantity(line: Line, first: int, floor: int, numbered: bool) -> tuple[str | None, int]:
    """`nearly`, `more than`, `at least`: the modifier and the first token; `just` and `only` belong to the words, but modify nothing.

    `over two days` is more than that, `over several days` is in the course of them.
    """
    if first - 1 < floor:
        return None, first
    token, before = line.low(first - 1), line.low(first - 2) if first - 2 >= floor else ""
    if token in QUANTITIES and (numbered or token != "over"):
        return QUANTITIES[token], first - 1
    if token == "than" and before in ("more", "longer", "less", "fewer"):
        return "LESS_THAN" if before in ("less", "fewer") else "MORE_THAN", first - 2
    if before == "at" and token in ("least", "most"):
        return "EQUAL_OR_MORE" if token == "least" else "EQUAL_OR_LESS", first - 2
    if (before, token) == ("up", "to"):
        return "EQUAL_OR_LESS", first - 2
    return None, first - (token in ("just", "only"))


def _counted_from(line: Line, first: int, end: int, parts: Parts) -> Expression:
    """What follows a number of units: `ago`, `later`, `earlier`, `from now`, `after ...`, `old`, or nothing."""
    token, shift = line.low(end), parts._replace(kind="shift", base="speech")
    if parts.number and parts.unit in _YEARS_OF:
        shift = shift._replace(unit="Y", number=parts.number * _YEARS_OF[parts.unit])
    if token == "ago":
        return Expression(first, end + 1, "unit-ago", shift._replace(direction=-1))
    if token == "from" and line.low(end + 1) in ("now", "today"):
        return Expression(first, end + 2, "unit-from-now", shift._replace(direction=1))
    possessive = token in "'’" and token != ""
    if line.low(end + possessive) == "time" and parts.number and line.low(first - 1) in ("in", "within") and line.low(end - 2) != "-":
        return Expression(first, end + possessive + 1, "unit-from-now", shift._replace(direction=1))  # `in two weeks' time`
    if token in CONTEXTS["later"]:
        return Expression(first, end + 1, "unit-later", shift._replace(direction=1, base="narrative"))
    if token in CONTEXTS["earlier"] and not (token == "before" and line.low(end + 1).isalnum()):
        return Expression(first, end + 1, "unit-earlier", shift._replace(direction=-1, base="narrative"))
    if token in CONTEXTS["counted-from"]:
        return Expression(first, end, "duration", parts._replace(relation=token))
    if token == "old" or (token == "-" and line.low(end + 1) in ("old", "long")):
        return Expression(first, end + 1 + (token == "-"), "age" if "old" in (token, line.low(end + 1)) else "duration", parts)
    return Expression(first, end, "duration", parts)


def _directed_plural(noun: Noun) -> Expression | None:
    """`the past weeks`, `over the years`: a window whose size is not said."""
    direction = DIRECTIONS.get(noun.before())
    if direction and direction[0]:
        first = noun.front - 1 - (noun.before(2) == "the")
        return Expression(first, noun.head + 1, "window", Parts("duration", unit=noun.unit, direction=direction[0], base="window"))
    if (noun.before(2), noun.before()) == ("over", "the"):
        return Expression(noun.front - 2, noun.head + 1, "window", Parts("duration", unit=noun.unit))
    return None


def _directed(noun: Noun) -> Expression | None:
    """`last week`, `the following year`, `that same day`, `the month`, `the year 1990`, `the day before yesterday`."""
    if noun.before() in DIRECTIONS:
        return _deictic(noun)
    the, end = noun.front - (noun.before() == "the"), noun.head + 1
    named = year_at(noun.line, end) if noun.unit == "Y" else None
    if named and (the < noun.front or noun.fiscal):
        return Expression(the, named[1], "the-year", Parts("calendar", named[0], fiscal=noun.fiscal))
    if noun.after() == "of" and noun.unit == "W" and noun.front == noun.line.first:
        return Expression(the, end, "holding-unit", Parts("shift", unit="W", relation="holding"))  # `Week of June 8: ...`
    if the == noun.front or noun.unit not in ("D", "W", "M", "Q", "Y", "WE", "DE"):
        return None
    if noun.after() == "of" and noun.unit in ("W", "WE", "M", "D"):
        return Expression(the, end, "holding-unit", Parts("shift", unit=noun.unit, relation="holding"))
    if noun.after() in _BESIDE and noun.unit in ("D", "W", "M", "Y"):
        return _beside(noun)
    stops = ("of", "-") if noun.unit == "WE" else CONTEXTS["the-unit-stop"]  # `the weekend in Alabama` is one all the same
    if _is_idiom(noun) or (noun.after() in stops and not _follows_edge(noun)):
        return None
    if noun.unit == "DE" and not _follows_edge(noun):
        return None
    base = "speech" if noun.unit == "WE" else "narrative"
    return Expression(the, end, "the-unit", Parts("shift", unit=noun.unit, number=1, base=base, fiscal=noun.fiscal))


def _is_idiom(noun: Noun) -> bool:
    """`Man of the Year`, `carried the day`, `the order of the day`."""
    titled = noun.line.words[noun.head][:1].isupper() and not noun.line.all_caps
    return titled or noun.before(2) in CONTEXTS["day-idiom"] or (noun.before(2), noun.before(3)) == ("of", "order")


def _follows_edge(noun: Noun) -> bool:
    """`by the end of the year in which ...` means the year, whatever follows it."""
    return noun.before(2) == "of" and noun.before(3) in EDGES and noun.after() not in ("of", "-")


def _beside(noun: Noun) -> Expression:
    """`the day before yesterday`, `the day after`, `the week following`: one unit from what follows, or from the story."""
    the, end, direction = noun.front - 1, noun.head + 2, _BESIDE[noun.after()]
    if noun.after(2) in ("yesterday", "tomorrow"):
        return Expression(the, end + 1, "day-beside", Parts("shift", unit="D", number=2, direction=direction, base="speech"))
    if (noun.after(), noun.after(2)) == ("before", "last"):
        return Expression(the, end + 1, "unit-beside", Parts("shift", unit=noun.unit, number=2, direction=-1, base="speech"))
    parts = Parts("shift", unit=noun.unit, number=1, direction=direction, base="narrative", relation=noun.after())
    return Expression(the, end, "unit-beside", parts)


def _deictic(noun: Noun) -> Expression | None:
    """A direction before one unit: counted from the speaker (`last week`), or from the story (`the next day`, `that month`)."""
    word, unit, end = noun.before(), noun.unit, noun.head + 1
    direction, base = DIRECTIONS[word]
    first = noun.front - 1
    the = noun.before(2) in ("the", "that", "this") and (word == "same" or noun.before(2) == "the")
    first -= the
    if word == "same" and noun.after() in ("last", "a", "of", "in", "the") and unit in ("M", "Q", "W", "D"):
        return Expression(first, end, "same-unit", Parts("shift", unit=unit, number=1, base="narrative", relation="same"))
    if base == "window" or (word == "last" and the and unit not in ("WE", "D")):
        if unit not in ("WE", "Q") and unit not in _SMALL[1:]:
            return Expression(first, end, "window", Parts("duration", unit=unit, number=1, direction=direction, base="window"))
        base = "speech"
    if (unit == "D" and word == "last") or unit in ("TM", "TS"):
        return None  # `last-minute talks`
    if (word == "next" and the) or (unit == "D" and direction):
        base = "narrative"
    rule_id = "told-unit" if base == "narrative" else "this-unit"
    return Expression(first, end, rule_id, Parts("shift", unit=unit, number=1, direction=direction, base=base, fiscal=noun.fiscal))


def _bare(noun: Noun) -> Expression | None:
    """`for months`, `in minutes`, `weeks later`, `months-long`, `year-long`, `year-end`."""
    index, unit = noun.head, noun.unit
    if noun.after() == "-" and noun.after(2) == "long":
        return Expression(index, index + 3, "unit-long", Parts("duration", unit=unit, number=None if noun.plural else 1))
    if noun.plural:
        if noun.after() in ("later", "earlier", "ago"):
            return _counted_from(noun.line, index, index + 1, Parts("duration", unit=unit))
        known = noun.front == index and noun.before() in CONTEXTS["span-before"] and unit != "TS"
        return Expression(index, index + 1, "bare-units", Parts("duration", unit=unit)) if known else None
    if unit == "Y" and noun.after() == "-" and noun.after(2) == "end":
        return Expression(index, index + 3, "year-end", Parts("shift", unit="Y", number=1, base="speech", mod="END"))
    if unit == "Y" and noun.after() == "-" and noun.after(2) in ("earlier", "ago"):
        end = index + 3 + (noun.after(3) in ("period", "quarter", "month"))
        last = Parts("shift", unit="Y", number=1, direction=-1, base="speech")
        same = Parts("shift", unit="Q" if noun.after(3) == "quarter" else "Y", number=1, relation="same", of=last)
        return Expression(index - (noun.before() == "the"), end, "year-earlier", same)
    return None


def period_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`the same period` (last year)."""
    if line.low(index - 1) != "same" or index - 1 < floor:
        return None
    first = index - 1 - (line.low(index - 2) == "the" and index - 2 >= floor)
    return [Expression(first, index + 1, "same-unit", Parts("shift", unit="", number=1, base="narrative", relation="same"))]


def half_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`the first half`, `second-half profit`, of a year that is not said: where money is spoken of (a match has halves too)."""
    front = index - (line.low(index - 1) == "-")
    which = line.low(front - 1) if front - 1 >= floor else ""
    if which not in ("first", "second") or line.low(index + 1) == "of":
        return None
    near = line.lowers[max(line.first, index - _HALF_REACH) : min(line.end, index + _HALF_REACH)]
    if CONTEXTS["business"].isdisjoint(near):
        return None
    first = front - 1 - (front == index and front - 2 >= floor and line.low(front - 2) == "the")
    return [Expression(first, index + 1, "nth-unit", Parts("nth", unit="H", number=1 if which == "first" else 2))]


def short_part_rule(line: Line, index: int, _floor: int) -> list[Expression] | None:
    """`Q3`, `Q3 2021`, `H1 2020`: a quarter; a half only with its year (`H1` is also a heading, a flu and a visa)."""
    figure, letter = line.low(index + 1), line.words[index]
    if letter not in ("Q", "H") or figure not in ("1", "2", "3", "4")[: 4 if letter == "Q" else 2] or not line.glued(index + 1):
        return None
    if line.glued(index) or (line.glued(index + 2) and line.low(index + 2).isalnum()):
        return None
    parts, year = Parts("nth", unit=letter, number=int(figure)), year_behind(line, index + 2)
    if year:
        return [Expression(index, year[1], "nth-unit", parts._replace(of=Parts("calendar", year[0])))]
    return [Expression(index, index + 2, "nth-unit", parts)] if letter == "Q" else None
