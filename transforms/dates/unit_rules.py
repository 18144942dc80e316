"""Rules headed by a unit of time: durations, sets, units counted from an anchor, and the n-th unit of a larger one."""

from transforms.dates.calendar_rules import era_at, year_at
from transforms.dates.lexicon import DIRECTIONS, EDGES, ORDINALS, PLURAL_UNITS, QUANTITIES, SEASONS, UNITS
from transforms.dates.numerals import count_before, ordinal_before
from transforms.dates.parts import Expression, Line, Parts

_FILLERS = frozenset(
    "straight consecutive full bloody trading working business successive more solid calendar entire whole long short further "
    "additional extra odd remaining tumultuous brutal single school academic model tax".split()
)
_FISCAL = frozenset(("fiscal", "financial"))
_EACH = frozenset(("every", "each", "per"))
_THE = frozenset(("the", "its", "his", "her", "their", "our"))
_SPAN_BEFORE = frozenset("for in within over after of during by several took take last lasted spent under between about through throughout".split())
_RATE_AFTER = frozenset("times time once twice dollars euros pounds people barrels miles hours deaths million billion thousand tons".split())


class _Front(tuple):  # pragma: no cover
    pass


def unit_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """An expression whose noun is a unit: `last week`, `two years later`, `the third quarter`, `every day`."""
    unit = UNITS[line.low(index)]
    plural = line.low(index) in PLURAL_UNITS
    if unit == "TS" and not plural and line.low(index - 1) not in ("per", "every", "each", "one", "-"):
        return None  # `a second attack`
    at, fiscal = index, False
    hyphen = line.low(at - 1) == "-" and at - 1 > floor
    if hyphen:
        at -= 1
    while at - 1 >= floor and (line.low(at - 1) in _FILLERS or line.low(at - 1) in _FISCAL):
        fiscal = fiscal or line.low(at - 1) in _FISCAL
        at -= 1
    return (
        _each(line, index, at, floor, unit)
        or _nth(line, index, at, floor, unit, fiscal)
        or _counted(line, index, at, floor, unit)
        or _directed(line, index, at, floor, unit, fiscal, plural)
        or _bare(line, index, at, floor, unit, plural)
    )


def _each(line: Line, index: int, at: int, floor: int, unit: str) -> list[Expression] | None:
    """`every day`, `per month`, `every two weeks`, `each year`."""
    number: float | None = 1
    first = at
    if line.low(first - 1) not in _EACH:
        count = count_before(line, at, floor)
        other = ordinal_before(line, at, floor)
        if line.low(at - 1) == "other" and line.low(at - 2) in _EACH:
            number, first = 2, at - 1
        elif count:
            number, first = count
        elif other:
            number, first = other
        else:
            return None
        if line.low(first - 1) not in _EACH or number is None:
            return None
    if first - 1 < floor:
        return None
    return [Expression(first - 1, index + 1, "every-unit", Parts("set", unit=unit, number=number))]


def _nth(line: Line, index: int, at: int, floor: int, unit: str, fiscal: bool) -> list[Expression] | None:
    """`the third quarter`, `the nineteenth century`, `the second week` (of March), `the last week` (of August)."""
    nth = ordinal_before(line, at, floor)
    if line.low(index) in PLURAL_UNITS and not (unit == "CE" and nth):
        return None
    last_of = line.low(at - 1) == "last" and at - 1 >= floor and line.low(index + 1) == "of" and unit not in ("Y",)
    if last_of:
        nth = (-1, at - 1)
    if not nth or unit in ("TH", "TM", "TS", "FN", "MI", "DE"):
        return None
    number, first = nth
    end = index + 1
    if unit == "CE":
        era = era_at(line, end)
        parts = Parts("nth", unit=unit, number=number * (era[0] if era else 1))
        return [Expression(_determined(line, first, floor), era[1] if era else end, "nth-century", parts)]
    rule = "nth-quarter" if unit == "Q" else "nth-unit"
    return [Expression(_determined(line, first, floor), end, rule, Parts("nth", unit=unit, number=number, fiscal=fiscal))]


def _determined(line: Line, first: int, floor: int) -> int:
    """The first token with the article before it."""
    return first - 1 if first - 1 >= floor and line.low(first - 1) in ("the", "a", "an") else first


def _counted(line: Line, index: int, at: int, floor: int, unit: str) -> list[Expression] | None:
    """A number of units: `two years`, `a few days`, with what tells where they are counted from."""
    count = count_before(line, at, floor)
    if not count:
        return None
    number, first = count
    if unit == "Q" and at == index and number in (1, 3):
        return None  # `three quarters of the city`, `a quarter of the voters`
    if at < index and line.low(index - 1) == "-" and line.low(first) in ("a", "an"):
        return None
    rate = line.low(first) in ("a", "an") and first == at - 1 and _is_rate(line, first)
    direction, base, first = _window(line, first, floor)
    mod, first = _quantity(line, first, floor)
    parts = Parts("duration", unit=unit, number=number, direction=direction, base=base, mod=mod)
    if rate and not base:
        return [Expression(first, index + 1, "rate", Parts("set", unit=unit, number=1))]
    end = index + 1
    if line.low(end) == "and" and line.low(end + 1) == "a" and line.low(end + 2) == "half" and number:
        number, end = number + 0.5, end + 3
        parts = parts._replace(number=number)
    return _counted_from(line, first, end, parts)


def _is_rate(line: Line, article: int) -> bool:
    """`15 a year`, `three times a day`, `$40 a week`."""
    before = line.low(article - 1)
    return before.isdecimal() or before in _RATE_AFTER


def _window(line: Line, first: int, floor: int) -> tuple[int, str, int]:
    """`the past`, `the next`, `the first` before a number of units: (direction, base, first token)."""
    token = line.low(first - 1)
    if first - 1 < floor:
        return 0, "", first
    if token in ("last", "past", "next", "coming", "previous", "preceding", "following", "first", "final", "same", "these", "those", "prior", "ensuing", "subsequent", "intervening", "another", "other"):
        direction, base = DIRECTIONS.get(token, (0, ""))
        if base == "speech":
            base = "window"
        start = first - 1
        if start - 1 >= floor and line.low(start - 1) in _THE:
            start -= 1
        return direction, base, start
    if token in ("the",) :
        return 0, "", first - 1
    return 0, "", first


def _quantity(line: Line, first: int, floor: int) -> tuple[str | None, int]:
    """`nearly`, `more than`, `at least`: the modifier and the first token."""
    token, before = line.low(first - 1), line.low(first - 2)
    if first - 1 < floor:
        return None, first
    if token in QUANTITIES and not (token == "over" and before in ("for",) and False):
        return QUANTITIES[token], first - 1
    if first - 2 >= floor:
        if token == "than" and before in ("more", "less", "longer", "fewer"):
            return ("LESS_THAN" if before in ("less", "fewer") else "MORE_THAN"), first - 2
        if before == "at" and token in ("least", "most"):
            return ("EQUAL_OR_MORE" if token == "least" else "EQUAL_OR_LESS"), first - 2
        if before == "up" and token == "to":
            return "EQUAL_OR_LESS", first - 2
    return (None, first - 1) if token in ("just", "only") else (None, first)


def _counted_from(line: Line, first: int, end: int, parts: Parts) -> list[Expression]:
    """`ago`, `later`, `earlier`, `from now`, `old` behind a number of units."""
    token = line.low(end)
    shift = parts._replace(kind="shift", base="speech")
    if parts.unit in ("DE", "CE") and parts.number:
        shift = shift._replace(unit="Y", number=parts.number * (10 if parts.unit == "DE" else 100))
    if token == "ago":
        return [Expression(first, end + 1, "unit-ago", shift._replace(direction=-1))]
    if token == "from" and line.low(end + 1) in ("now", "today"):
        return [Expression(first, end + 2, "unit-from-now", shift._replace(direction=1))]
    if token == "hence":
        return [Expression(first, end + 1, "unit-from-now", shift._replace(direction=1))]
    if token in ("later", "afterwards", "afterward", "thereafter"):
        return [Expression(first, end + 1, "unit-later", shift._replace(direction=1, base="narrative"))]
    if token in ("earlier", "previously", "before", "beforehand") and not (token == "before" and line.low(end + 1).isalnum()):
        return [Expression(first, end + 1, "unit-earlier", shift._replace(direction=-1, base="narrative"))]
    if token in ("after", "before", "from", "following", "prior"):
        return [Expression(first, end, "unit-relative", parts._replace(tense=token))]
    if token == "old":
        return [Expression(first, end + 1, "age", parts)]
    if token == "-" and line.low(end + 1) in ("old", "long"):
        return [Expression(first, end + (2 if line.low(end + 1) == "long" else 2), "duration", parts)]
    return [Expression(first, end, "duration", parts)]


def _directed(line: Line, index: int, at: int, floor: int, unit: str, fiscal: bool, plural: bool) -> list[Expression] | None:
    """`last week`, `the following year`, `that same day`, `the month`."""
    token = line.low(at - 1)
    if at - 1 < floor:
        return None
    if plural:
        if token in ("past", "last", "next", "coming", "previous", "following", "preceding", "recent"):
            first = at - 2 if line.low(at - 2) == "the" and at - 2 >= floor else at - 1
            direction = DIRECTIONS[token][0]
            if token == "recent":
                return [Expression(first, index + 1, "recent-units", Parts("vague", value="PAST_REF"))]
            return [Expression(first, index + 1, "window", Parts("duration", unit=unit, direction=direction, base="window"))]
        return None
    if token in DIRECTIONS and DIRECTIONS[token][1] != "vague":
        return _deictic_unit(line, index, at - 1, floor, unit, fiscal)
    if token == "the" and unit in ("D", "Y", "M", "W", "Q", "WE"):
        named = year_at(line, index + 1) if unit == "Y" else None
        if named:
            return [Expression(at - 1, named[1], "the-year", Parts("calendar", named[0]))]
        beside = _beside(line, index, at - 1, unit)
        if beside:
            return [beside]
        if not _is_anaphoric(line, index, at - 2):
            return None
        return [Expression(at - 1, index + 1, "the-unit", Parts("shift", unit=unit, number=1, base="narrative", fiscal=fiscal))]
    return None


def _beside(line: Line, index: int, article: int, unit: str) -> Expression | None:
    """`the day before yesterday`, `the day after`, `the week following`: one unit from what follows, or from the story."""
    token = line.low(index + 1)
    direction = {"after": 1, "following": 1, "before": -1, "previous": -1, "prior": -1}.get(token)
    if direction is None or unit not in ("D", "W", "M", "Y"):
        return None
    if line.low(index + 2) in ("yesterday", "tomorrow"):
        parts = Parts("shift", unit="D", number=2, direction=direction, base="speech")
        return Expression(article, index + 3, "day-beside", parts)
    parts = Parts("shift", unit=unit, number=1, direction=direction, base="narrative", tense="after" if direction > 0 else "before")
    return Expression(article, index + 2, "unit-beside", parts)


def _is_anaphoric(line: Line, index: int, before: int) -> bool:
    """Whether `the day` means the day told of, not `the day when`, `the year of the horse`, `the day-to-day`."""
    after = line.low(index + 1)
    if line.low(before) in ("carried", "won", "saved", "ruled", "carry", "win", "save") or after in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"):
        return False
    if after in ("of", "-", "when", "that", "after", "before", "in", "he", "she", "they", "we", "it", "on", "which", "following", "prior", "previous", "to", "s"):
        return line.low(before) == "of" and line.low(before - 1) in EDGES and after not in ("of", "-")
    return True


def _deictic_unit(line: Line, index: int, word: int, floor: int, unit: str, fiscal: bool) -> list[Expression] | None:
    direction, base = DIRECTIONS[line.low(word)]
    first = word
    if line.low(word) == "same" and line.low(word - 1) in ("that", "this") and word - 1 >= floor:
        first = word - 1
    elif line.low(word - 1) == "the" and word - 1 >= floor:
        first = word - 1
        if base == "speech" and line.low(word) == "next":
            base = "narrative"
    if line.low(word) in ("past", "coming") or (line.low(word) == "last" and first < word):
        if unit in ("DE", "CE", "Y", "M", "W", "D", "WE", "TH") and not (line.low(word) == "last" and unit in ("WE", "D")):
            return [Expression(first, index + 1, "window", Parts("duration", unit=unit, number=1, direction=direction, base="window"))]
    if line.low(word) == "that" and line.low(index + 1) not in ("", ",", ".", ";", ")", "and", "the", "in", "to", "by", "a", "but", "he", "she", "they", "it", "was", "were", "when", "as", "with", "for", "at", "on", "before", "after", "while", "from"):
        pass
    if unit == "D" and base == "speech":
        base = "narrative" if direction else "speech"
        if line.low(word) == "last":
            return None
    end = index + 1
    return [Expression(first, end, "this-unit" if base != "narrative" else "told-unit", Parts("shift", unit=unit, number=1, direction=direction, base=base if base != "window" else "speech", fiscal=fiscal))]


def _bare(line: Line, index: int, at: int, floor: int, unit: str, plural: bool) -> list[Expression] | None:
    """`for months`, `in minutes`, `weeks later`, `months-long`, `year-long`."""
    after = line.low(index + 1)
    if plural:
        parts = Parts("duration", unit=unit)
        if after in ("later", "earlier", "ago"):
            return _counted_from(line, index, index + 1, parts)
        if line.low(at - 1) in ("for", "in", "within", "after", "over", "of", "took", "last", "lasted") and unit != "TS" and at == index and index > floor:
            if line.low(at - 1) == "over" and False:
                return None
            return [Expression(index, index + 1, "bare-units", parts)]
    if after == "-" and line.low(index + 2) == "long" and unit in ("D", "W", "M", "Y", "DE", "CE", "WE"):
        number = None if plural else 1
        return [Expression(index, index + 3, "unit-long", Parts("duration", unit=unit, number=number))]
    if after == "-" and line.low(index + 2) == "end" and unit == "Y":
        return [Expression(index, index + 3, "year-end", Parts("shift", unit="Y", number=1, base="speech", mod="END"))]
    if unit == "WE" and line.low(index - 1) == "the":
        return [Expression(index - 1, index + 1, "the-unit", Parts("shift", unit="WE", number=1, base="speech"))]
    return None


__all__ = ["unit_rule", "SEASONS", "ORDINALS"]
