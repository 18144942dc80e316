"""Recognition: from the tokens of a sentence to time expressions with their parts, nothing resolved yet.

Only a token that can head an expression starts a rule: one look-up in `HEADS` for each token. A rule reads a bounded number
of tokens around its head; `composition` then adds the modifier to the left and what the expression belongs to on the right.
Nothing backtracks, so the cost grows with the number of heads.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from transforms.dates import lexicon
from transforms.dates.composition import merge, modify_left, reach_right
from transforms.dates.month_days import day_rule, month_rule, number_rule, weekday_rule
from transforms.dates.parts import Expression, Line
from transforms.dates.unit_rules import half_rule, period_rule, short_part_rule, unit_rule
from transforms.dates.word_rules import daypart_rule, feast_rule, frequency_rule, phrase_rule, reference_rule, season_rule
from transforms.document import Document

Rule = Callable[[Line, int, int], list[Expression] | None]
_DEEPEST: Final = 3  # `the morning of the second day of last week`
_EVENT: Final = 6  # tokens from the beginning of an event's name to the head of its date
_REACH: Final = 5  # tokens from the beginning of a larger expression to its head


def _heads() -> dict[str, Rule]:
    """Token -> the rule that it starts; of two rules for one word the first is tried first."""
    figures = {f"{number:0{width}}" for width in (1, 2, 3, 4) for number in range(10**width)}
    groups: tuple[tuple[Iterable[str], Rule], ...] = (
        (figures, number_rule), (lexicon.TENS, day_rule), (lexicon.ORDINALS, day_rule), (lexicon.PHRASES, phrase_rule),
        (lexicon.REFERENCES, reference_rule), (lexicon.FREQUENCIES, frequency_rule), (lexicon.FEASTS, feast_rule),
        (lexicon.SEASONS, season_rule), (lexicon.DAYPARTS, daypart_rule), (lexicon.UNITS, unit_rule), (("period",), period_rule),
        (("half",), half_rule), (("q", "h"), short_part_rule),
        (lexicon.MONTHS, month_rule), (lexicon.WEEKDAYS, weekday_rule),
    )  # fmt: skip
    heads: dict[str, Rule] = {}
    for words, rule in groups:
        for word in words:
            heads[word] = _either(heads[word], rule) if word in heads else rule
    return heads


def _either(first: Rule, second: Rule) -> Rule:
    def rule(line: Line, index: int, floor: int) -> list[Expression] | None:
        return first(line, index, floor) or second(line, index, floor)

    return rule


HEADS: Final = _heads()


def recognize(document: Document) -> Iterator[tuple[int, Line, Expression]]:
    """The time expressions of every sentence that is mined, in order: (sentence number, its line, expression)."""
    tokens, heads, sentences = document.tokens, HEADS, document.sentences
    number, done, line = -1, 0, None
    for index in [index for index, low in enumerate(tokens.lowers) if low in heads]:
        if index < done:
            continue
        if line is None or index >= line.end:
            number = next((later for later in range(number + 1, len(sentences)) if sentences[later].end_token > index), len(sentences))
            if number == len(sentences):
                return
            sentence = sentences[number]
            line = Line(*tokens, sentence.first_token, sentence.end_token, sentence.all_caps)
            done = sentence.first_token
        if index < done or not sentences[number].mined:
            continue
        for expression in _read(line, index, done, 0) or ():
            yield number, line, expression
            done = expression.end_token


def _read(line: Line, index: int, floor: int, depth: int) -> list[Expression] | None:
    """The expressions headed at `index`, with what stands to their right and left; none begins before `floor`."""
    found = HEADS[line.lowers[index]](line, index, floor)
    if not found:
        return None
    if depth < _DEEPEST:
        found[-1] = _composed(line, found[-1], depth)
    found[0] = modify_left(line, found[0], floor)
    return found


def _composed(line: Line, outer: Expression, depth: int) -> Expression:
    """The expression with the larger one that it is a part of, or is counted from."""
    reach = reach_right(line, outer)
    if reach is None:
        return outer
    found = _starting_at(line, reach[0], depth)
    one_night = outer.parts.daypart and not line.lowers[outer.end_token - 1].endswith("s")
    inner = (_both_days(found) if one_night else found[0]) if found else None
    if inner is None and outer.parts.relation in ("after", "before", "following", "prior"):
        inner = _event_date(line, reach[0], depth)
    merged = merge(outer.parts, inner.parts, reach[1]) if inner else None
    if inner is None or merged is None:
        return outer
    return Expression(outer.first_token, inner.end_token, f"{outer.rule_id}+{inner.rule_id}", merged)


def _event_date(line: Line, index: int, depth: int) -> Expression | None:
    """The date of an event named from `index` on: `the election of 5 March`, `the October 7 attack`."""
    for head in range(index, min(index + _EVENT, line.end)):
        token = line.lowers[head]
        found = _read(line, head, index, depth + 1) if token in HEADS else None
        if found:
            introduced = line.low(found[0].first_token - 1) in ("of", "on", "the")
            return found[0] if introduced and found[0].parts.kind == "calendar" and found[0].parts.month else None
        if not token.isalpha():
            return None
    return None


def _both_days(found: list[Expression]) -> Expression:
    """The first of several days; with the next one if that is all: `the night of August 3-4`, as two days (`number`)."""
    first, parts = found[0], found[0].parts
    in_a_row = len(found) == 2 and parts.day is not None and found[1].parts == parts._replace(day=parts.day + 1)
    return first._replace(end_token=found[1].end_token, parts=parts._replace(number=2)) if in_a_row else first


def _starting_at(line: Line, index: int, depth: int) -> list[Expression] | None:
    """The expression that begins at `index`, and those that are joined to it."""
    for head in range(index, min(index + _REACH, line.end)):
        if line.lowers[head] in HEADS:
            found = _read(line, head, index, depth + 1)
            return found if found and found[0].first_token == index else None
        if head > index + 1 and not line.lowers[head].isalnum():
            return None
    return None
