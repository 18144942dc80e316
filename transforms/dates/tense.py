"""Past or coming: what the verbs near an expression say about the direction in which it lies."""

from typing import Final

from transforms.dates.lexicon import CONTEXTS, TENSES, WEEKDAYS
from transforms.dates.parts import Expression, Line

_REACH: Final = 14  # tokens looked at on either side
_BEFORE: Final = {"since": "past", "until": "future", "till": "future", "til": "future"}


def tense_of(line: Line, expression: Expression) -> str:
    """past, future, or empty: by a preposition before it, else by the nearest verb, those to the left counting nearer."""
    before = line.low(expression.first_token - 1)
    if before in _BEFORE:
        return _BEFORE[before]
    if before == "through" and expression.parts.weekday:
        return "future"
    if expression.parts.kind == "calendar" and line.low(expression.first_token - 1 - (before in ("on", "in"))) in CONTEXTS["scheduled"]:
        return "future"  # `the vote is on Sunday`
    left = _nearest(line, range(expression.first_token - 1, max(line.first, expression.first_token - _REACH) - 1, -1))
    right = _nearest(line, range(expression.end_token, min(line.end, expression.end_token + _REACH)))
    if right and right[0] == "future" and _is_of_another_clause(line, expression.end_token, right[1]):
        right = None
    if left and (not right or left[1] <= right[1] + 3):
        return left[0]
    return right[0] if right else ""


def _is_of_another_clause(line: Line, start: int, distance: int) -> bool:
    """`signed on Saturday a pact that foresees ...`: what a thing is for says nothing of its day; `on Sunday that killed` does."""
    return not CONTEXTS["relative"].isdisjoint(line.lowers[start : min(line.end, start + distance)])


def _is_infinitive(line: Line, index: int) -> bool:
    """Whether `to` is followed by a verb, as far as its form tells: `to Paris`, `to the`, `to reports` have none."""
    token = line.low(index)
    if not token.isalpha() or not line.words[index].islower() or len(token) < 2:
        return False
    return not token.endswith(("s", "ing")) and token not in CONTEXTS["no-infinitive"]


def _nearest(line: Line, indices: range) -> tuple[str, int] | None:
    for distance, index in enumerate(indices):
        token = line.lowers[index]
        if token in WEEKDAYS:
            continue  # `Sat`
        tense = TENSES.get(token) or ("past" if token.endswith("ed") and len(token) > 4 else "")
        if tense == "past" and "be" in line.lowers[max(line.first, index - 2) : index]:
            return "future", distance
        if token == "see" and line.low(index + 1) in ("you", "u", "ya", "y"):
            return "future", distance
        if token == "to" and _is_infinitive(line, index + 1):
            return "future", distance + 2
        if tense:
            return tense, distance
    return None
