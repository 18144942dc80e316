"""Past or coming: what the verbs near an expression say about the direction in which it lies."""

from transforms.dates.lexicon import TENSES
from transforms.dates.parts import Expression, Line

_REACH = 14  # tokens looked at on either side
_BEFORE = {"since": "past", "until": "future", "till": "future"}


def tense_of(line: Line, expression: Expression) -> str:
    """past, future, or empty: by a preposition before it, else by the nearest verb, those to the left counting nearer."""
    before = line.low(expression.first_token - 1)
    if before in _BEFORE:
        return _BEFORE[before]
    left = _nearest(line, range(expression.first_token - 1, max(line.first, expression.first_token - _REACH) - 1, -1))
    right = _nearest(line, range(expression.end_token, min(line.end, expression.end_token + _REACH)))
    if left and (not right or left[1] <= right[1] + 3):
        return left[0]
    return right[0] if right else ""


def _nearest(line: Line, indices: range) -> tuple[str, int] | None:
    for distance, index in enumerate(indices):
        token = line.lowers[index]
        tense = TENSES.get(token)
        if tense:
            return tense, distance
        if token.endswith("ed") and len(token) > 4:
            return "past", distance
    return None
