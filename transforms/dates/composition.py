"""How expressions grow: to the left by a modifier (`the end of`, `early`, `last`), to the right by what they belong to.

`merge` is the grammar of belonging: a smaller unit takes the year, week or day of a larger one (`June` of `last year`, `10 a.m.`
`Monday`, `the second week` of `March`), and a duration is counted from the date that follows (`three days before` `5 March`).
"""

from typing import Final

from transforms.dates.lexicon import CONTEXTS, DIRECTIONS, EDGES, PHASES, QUANTITIES
from transforms.dates.parts import Expression, Line, Parts

_SIZES: Final = {"": 0, "TS": 0, "TM": 0, "TH": 0, "D": 1, "WE": 2, "W": 3, "FN": 3, "M": 4, "Q": 5, "H": 6, "Y": 7, "DE": 8, "CE": 9, "MI": 9}

_HOURS: Final = {"early": "MO", "small": "MO", "wee": "MO", "late": "NI", "evening": "EV"}  # `the small hours of Monday`


def size(parts: Parts) -> int:
    """How large a piece of the calendar the parts name, as a rank."""
    if parts.kind in ("shift", "nth", "duration"):
        return _SIZES[parts.unit]
    if parts.day or parts.weekday or parts.daypart or parts.clock:
        return 1
    return 2 if parts.feast else 4 if parts.month else 5 if parts.season else _SIZES[parts.unit or "Y"]


def reach_right(line: Line, outer: Expression) -> tuple[int, bool] | None:
    """Where an expression may begin that `outer` is a part of, and whether a preposition joins the two; None if there is none."""
    at, parts = outer.end_token, outer.parts
    token = line.low(at)
    if parts.kind in ("vague", "set", "figures") or not token:
        return None
    if parts.relation in ("same", "holding"):
        return (at + 1, True) if token in ("of", "in") else (at, False)
    if parts.base in ("part", "window") and parts.kind == "duration" and token == "of" and parts.number:
        return at + 1, True
    if parts.relation:
        return at + (parts.kind == "duration") + (parts.relation == "prior"), False
    if parts.kind == "duration":
        return None
    joined = token in ("of", "in", "on")
    if joined and not _joins(parts, token):
        return None
    return at + joined, joined


def _joins(parts: Parts, preposition: str) -> bool:
    """Whether the parts can belong to something behind that preposition."""
    if parts.kind == "nth":
        return preposition != "on"
    if parts.kind == "shift":
        return False
    if parts.clock or parts.daypart:
        return preposition == "of" or (preposition == "on" and parts.daypart != "")
    if parts.day or parts.weekday:
        return preposition == "of"
    return preposition == "of" and parts.year is None


def merge(outer: Parts, inner: Parts, joined: bool) -> Parts | None:
    """One set of parts for an expression and the one behind it; None if they do not make one."""
    if outer.relation:
        return _related(outer, inner)
    if inner.kind == "era":
        return outer._replace(kind="era", year=inner.year) if outer.kind == "calendar" and outer.year is None and joined else None
    if outer.kind == "duration":
        return outer._replace(of=inner) if inner.kind in ("calendar", "shift") and size(inner) > size(outer) else None
    if outer.kind == "nth":
        return outer._replace(of=inner) if inner.kind in ("calendar", "shift", "nth") and size(inner) > size(outer) else None
    if outer.kind == "shift":
        return _with_part_of_day(outer, inner) if outer.unit == "D" and not joined else None
    if outer.clock or (outer.daypart and not outer.weekday and not outer.day):
        return _with_day(outer, inner)
    if (outer.day or outer.weekday) and not joined:
        return _with_part_of_day(outer, inner)
    if outer.year is not None or inner.kind not in ("calendar", "shift") or size(inner) <= size(outer):
        return None
    only_year = inner.kind == "calendar" and size(inner) == _SIZES["Y"] and inner.year is not None
    return outer._replace(year=inner.year) if only_year else outer._replace(of=inner)


def _related(outer: Parts, inner: Parts) -> Parts | None:
    """`three days before 5 March`, `the day after the attack of 5 March`, `the same period last year`."""
    if outer.relation == "same":
        return outer._replace(of=inner) if size(inner) == _SIZES["Y"] and inner.kind != "nth" else None
    if outer.relation == "holding":
        if outer.unit in ("M", "D"):
            return inner if inner.kind == "calendar" and size(inner) <= size(outer) and (inner.month or inner.feast) else None
        return outer._replace(of=inner) if inner.kind == "calendar" and (inner.day or inner.feast) else None
    if inner.kind not in ("calendar", "shift", "nth"):
        return None
    direction = -1 if outer.relation in ("before", "prior", "previous", "earlier") else 1
    return outer._replace(kind="shift", direction=direction, base="of", of=inner)


def _with_day(outer: Parts, inner: Parts) -> Parts | None:
    """`the night of 3 August`, `12:00 UTC Monday`, `16:00 today`."""
    is_day = inner.day or inner.weekday or inner.feast or (inner.kind == "shift" and inner.unit == "D")
    if not is_day or inner.clock or (inner.daypart and outer.daypart):
        return None
    return inner._replace(daypart=outer.daypart or inner.daypart, clock=outer.clock, mod=outer.mod or inner.mod)


def _with_part_of_day(outer: Parts, inner: Parts) -> Parts | None:
    """`Monday morning`, `yesterday afternoon`, `May 8 1:00 AM`, `Thursday last week`."""
    timed = inner.kind == "calendar" and (inner.daypart or inner.clock) and size(inner._replace(daypart="", clock="")) == _SIZES["Y"]
    if timed and not inner.year and not (outer.daypart or outer.clock):
        return outer._replace(daypart=inner.daypart, clock=inner.clock, mod=inner.mod or outer.mod)
    if inner.kind == "shift" and inner.unit == "W" and inner.base == "speech" and outer.weekday:
        return outer._replace(of=inner)
    return None


def modify_left(line: Line, found: Expression, floor: int) -> Expression:
    """The expression with the modifier before it: `early`, `late in`, `last`, `the end of`, `about`."""
    parts, before = found.parts, found.first_token - 1
    if before < floor or parts.kind not in ("calendar", "shift", "nth", "figures", "era"):
        return found
    token = line.low(before)
    if token in CONTEXTS["each"] and parts.kind == "calendar" and parts.year is None and not parts.day:
        return Expression(before, found.end_token, f"every-{found.rule_id}", parts._replace(kind="set"))
    if before - 1 >= floor and (token == "-" or token in ("in", "on")) and line.low(before - 1) in PHASES | {"earlier": ""}:
        before -= 1
        token = line.low(before)
    if token in PHASES and not (parts.kind == "shift" and parts.unit in ("TH", "TM", "TS")):
        return _phased(line, found, before, floor)
    if token == "earlier" and (parts.kind == "shift" or found.first_token - before > 1):
        return found._replace(first_token=before)
    if token in DIRECTIONS and parts.kind == "calendar" and parts.year is None and not parts.base and parts.of is None:
        return _directed(line, found, before, floor)
    if token in QUANTITIES and parts.kind == "calendar" and parts.year and not parts.day and token not in ("over", "under", "some"):
        return found._replace(first_token=before, parts=parts._replace(mod=parts.mod or QUANTITIES[token]))
    article = token == "the" and before - 1 > floor
    return _edged(line, found, before - article, floor) if line.low(before - article) == "of" else _with_article(line, found, floor)


def _with_article(line: Line, found: Expression, floor: int) -> Expression:
    """`the 1990s`, `the 20 September`; `the 1998 elections` leaves the article to its noun."""
    wants = (found.parts.unit == "DE" and found.parts.kind == "calendar") or found.rule_id == "day-month"
    if wants and line.low(found.first_token - 1) == "the" and found.first_token - 1 >= floor:
        return found._replace(first_token=found.first_token - 1)
    return found


def _phased(line: Line, found: Expression, first: int, floor: int) -> Expression:
    """`early`, `late`, `mid-`, `later` before an expression, with `the` or `very` before that."""
    parts = found.parts._replace(mod=PHASES[line.low(first)] or found.parts.mod)
    if first - 1 >= floor and line.low(first - 1) in ("the", "very"):
        first -= 1
    return found._replace(first_token=first, parts=parts)


def _directed(line: Line, found: Expression, word: int, floor: int) -> Expression:
    """`last June`, `next Monday`, `the previous April`, `this May`."""
    parts, token = found.parts, line.low(word)
    direction, base = DIRECTIONS[token]
    if not (parts.month or parts.weekday or parts.feast) or token in ("past", "current", "intervening"):
        return found
    if parts.day and token not in ("last", "next"):
        return found
    the = word - 1 >= floor and line.low(word - 1) == "the"
    if token in ("that", "same") and not the:
        return found
    parts = parts._replace(direction=direction, base="speech" if base == "window" else base)
    return modify_left(line, found._replace(first_token=word - the, parts=parts), floor)


def _edged(line: Line, found: Expression, of: int, floor: int) -> Expression:
    """`the end of`, `the very beginning of`, `the first half of`, `the latter part of`; `of` is the token before the article."""
    noun, parts = of - 1, found.parts
    if noun < floor:
        return found
    token, first = line.low(noun), noun
    if token in EDGES and token != "later":
        parts = parts._replace(mod=EDGES[token])
    elif token == "hours" and noun - 1 >= floor and line.low(noun - 1) in _HOURS and (parts.day or parts.weekday) and not parts.daypart:
        first, parts = noun - 1, parts._replace(daypart=_HOURS[line.low(noun - 1)])
    elif token in CONTEXTS["part-noun"] and noun - 1 >= floor:
        first = noun - 1
        part = _part(line.low(first), token, parts)
        if part is None:
            return found
        parts = part
    else:
        return found
    while first - 1 >= floor and line.low(first - 1) in ("very", "the"):
        first -= 1
    return Expression(first, found.end_token, f"edge+{found.rule_id}", parts)


def _part(which: str, noun: str, parts: Parts) -> Parts | None:
    """`the first half` of a year is half of it; `the latter part`, `the early days` only point into it."""
    whole = noun in ("half", "part", "stages")
    if which not in CONTEXTS["part-first"] | CONTEXTS["part-last"] or (not whole and which in ("first", "second", "last")):
        return None
    opens = which in CONTEXTS["part-first"]
    if noun == "half" and size(parts) == _SIZES["Y"] and which in ("first", "second", "latter", "last"):
        return Parts("nth", unit="H", number=1 if opens else 2, of=parts)
    return parts._replace(mod="START" if opens else "END")
