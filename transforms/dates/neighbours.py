"""What an expression takes from the one beside it: a time of day its day, the end of a range of weekdays its beginning."""

from collections.abc import Sequence
from typing import Final

from transforms.dates.lexicon import CONTEXTS
from transforms.dates.parts import Expression, Line, Parts

Found = tuple[int, Line, Expression]  # sentence number, its line, the expression
_REACH: Final = 3  # tokens between a time of day and its day


def in_company(parts: Parts, found: Sequence[Found], place: int) -> tuple[Parts, Expression]:
    """The parts with what a neighbour of `found[place]` gives them, and the expression about which the verbs tell a direction."""
    number, line, expression = found[place]
    before = found[place - 1] if place and found[place - 1][0] == number else None
    behind = found[place + 1] if place + 1 < len(found) and found[place + 1][0] == number else None
    between = line.lowers[before[2].end_token : expression.first_token] if before else []
    if expression.rule_id == "the-unit" and behind and line.lowers[expression.end_token : behind[2].first_token] in (["ended"], ["ending"]):
        return (parts._replace(relation="holding", of=behind[2].parts) if _is_day(behind[2].parts) else parts), expression
    if parts.kind != "calendar" or parts.of is not None:
        return parts, expression
    if parts.clock and not (parts.day or parts.weekday or parts.month):
        ahead = line.lowers[expression.end_token : behind[2].first_token] if behind else []
        apart = len(ahead) > _REACH or not CONTEXTS["clock-not-day"].isdisjoint(ahead)  # `from 9 p.m. until Monday`
        joined = len(between) <= _REACH and CONTEXTS["day-to-clock"].issuperset(between)
        return _with_its_day(parts, expression, before if joined else None, None if apart else behind)
    if before and parts.weekday and not (parts.day or parts.base) and _leads_to_weekday(before[2].parts, between):
        return parts._replace(base="range"), expression
    return parts, expression


def _with_its_day(parts: Parts, expression: Expression, before: Found | None, behind: Found | None) -> tuple[Parts, Expression]:
    """`at 16:15 UTC, June 1`, `last 15 November, at 2200`: a day right behind a time goes before the one in front of it."""
    if behind and _is_day(behind[2].parts):
        day = behind[2]
    elif before and _is_day(before[2].parts) and not before[2].parts.daypart:
        day = before[2]
    else:
        return parts, expression
    return day.parts._replace(clock=parts.clock, mod=parts.mod), day


def _is_day(parts: Parts) -> bool:
    """Whether the parts name a day, with no time by the clock."""
    named = parts.kind in ("calendar", "shift") and not parts.clock
    return named and bool(parts.day or parts.weekday or (parts.unit == "D" and parts.number == 1))


def _leads_to_weekday(before: Parts, between: list[str]) -> bool:
    """`Sunday through Tuesday`: the first Tuesday behind that Sunday. `Oct. 13, a Friday` is that day itself."""
    ranged = before.weekday and not before.of and len(between) == 1 and between[0] in CONTEXTS["range"]
    return bool(ranged or (before.day and between == [",", "a"]))
