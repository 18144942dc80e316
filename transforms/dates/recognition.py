"""Recognition: from the tokens of a sentence to time expressions with their parts, nothing resolved yet.

Only a token that can head an expression starts a rule: one look-up in `HEADS` for each token. A rule reads a bounded number
of tokens around its head; then what modifies the expression is read to its left (`the end of`, `early`), and what it is a
part of or counted from to its right (`of last year`, `Monday`). Nothing backtracks, so the cost grows with the number of heads.
"""

from collections.abc import Callable, Iterator

from transforms.dates import calendar_rules, unit_rules, word_rules
from transforms.dates.lexicon import (
    DAYPARTS, DIRECTIONS, EDGES, FEASTS, FREQUENCIES, MONTHS, ORDINALS, PHASES, PHRASES, QUANTITIES, REFERENCES, SEASONS, TENS, UNITS, WEEKDAYS,
)  # fmt: skip
from transforms.dates.parts import Expression, Line, Parts
from transforms.document import Document

Rule = Callable[[Line, int, int], list[Expression] | None]
_DEEPEST = 3  # `the morning of the second day of last week`
_REACH = 5  # tokens between `of` and the head of what follows it


def _heads() -> dict[str, Rule]:
    """Token -> the rule that it starts; later groups win."""
    heads: dict[str, Rule] = {f"{number}": calendar_rules.number_rule for number in range(10_000)}
    heads |= {f"{number:02}": calendar_rules.number_rule for number in range(100)}
    heads |= {f"{number:04}": calendar_rules.number_rule for number in range(2400)}
    for words, rule in (
        (TENS, calendar_rules.ordinal_rule), (ORDINALS, calendar_rules.ordinal_rule), (PHRASES, word_rules.phrase_rule),
        (REFERENCES, word_rules.reference_rule), (FREQUENCIES, word_rules.frequency_rule), (SEASONS, word_rules.season_rule),
        (DAYPARTS, word_rules.daypart_rule), (FEASTS, word_rules.feast_rule), (UNITS, unit_rules.unit_rule),
        (MONTHS, calendar_rules.month_rule), (WEEKDAYS, calendar_rules.weekday_rule),
    ):  # fmt: skip
        for word in words:
            before = heads.get(word)
            heads[word] = rule if before is None else _either(before, rule)
    return heads


def _either(first: Rule, second: Rule) -> Rule:
    def rule(line: Line, index: int, floor: int) -> list[Expression] | None:
        return first(line, index, floor) or second(line, index, floor)

    return rule


HEADS = _heads()


def recognize(document: Document) -> Iterator[tuple[int, Line, Expression]]:
    """The time expressions of every sentence that is mined, in order: (sentence number, its line, expression)."""
    tokens, heads = document.tokens, HEADS
    marks = [index for index, low in enumerate(tokens.lowers) if low in heads]
    sentences = document.sentences
    number, done, line = -1, 0, None
    for index in marks:
        if index < done:
            continue
        if line is None or index >= line.end:
            while number + 1 < len(sentences) and (number < 0 or index >= sentences[number].end_token):
                number += 1
            sentence = sentences[number]
            if not sentence.first_token <= index < sentence.end_token:
                continue
            line = Line(tokens.words, tokens.lowers, tokens.starts, tokens.ends, sentence.first_token, sentence.end_token, sentence.all_caps)
            done = max(done, sentence.first_token)
        if not sentences[number].mined:
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
        found[-1] = _rightwards(line, found[-1], depth)
    found[0] = _leftwards(line, found[0], floor)
    return found


def _starting_at(line: Line, index: int, depth: int) -> Expression | None:
    """The one expression that begins at `index`, for composition."""
    for head in range(index, min(index + _REACH, line.end)):
        if line.lowers[head] in HEADS:
            found = _read(line, head, index, depth + 1)
            if found and found[0].first_token == index:
                return found[0]
            if found:
                return None
    return None


def _rightwards(line: Line, outer: Expression, depth: int) -> Expression:
    """The expression with the larger one that it is a part of, or is counted from."""
    at, parts = outer.end_token, outer.parts
    token = line.low(at)
    if parts.kind == "duration" or (parts.kind == "shift" and parts.tense):
        return _counted_from(line, outer, depth) if parts.tense else outer
    if parts.kind == "vague" or parts.kind == "set":
        return outer
    joined = token in ("of", "in", "on", "during")
    if joined:
        at += 1
    if not joined and (token in ("", ".", ",") or token not in HEADS and token not in ("this", "last", "next", "early", "late", "the")):
        return outer
    if not _may_belong(parts, token):
        return outer
    inner = _starting_at(line, at, depth)
    if inner is None:
        return outer
    merged = _merge(parts, inner.parts, joined)
    if merged is None:
        return outer
    return Expression(outer.first_token, inner.end_token, f"{outer.rule_id}+{inner.rule_id}", merged)


def _may_belong(parts: Parts, token: str) -> bool:
    """Whether an expression with these parts can be a part of another one, joined by `token`."""
    if parts.kind == "nth":
        return token in ("of", "in")
    if parts.kind == "shift":
        return parts.daypart == "" and token in DAYPARTS or token == "of" and parts.unit in ("M", "W", "Q") and parts.base == "narrative"
    if parts.clock or parts.daypart:
        return token != "during"
    if parts.weekday or parts.day:
        return token != "during"
    return token != "during" and token != "on" and parts.year is None


def _merge(outer: Parts, inner: Parts, joined: bool) -> Parts | None:
    """One set of parts for two expressions; None if they do not make one."""
    if outer.kind == "nth":
        return outer._replace(of=inner) if inner.kind in ("calendar", "shift", "nth") and _size(inner) > _size(outer) else None
    if outer.kind == "shift":
        if inner.kind == "calendar" and inner.daypart and not joined and not inner.year and not inner.month and not inner.weekday and not outer.daypart:
            return outer._replace(daypart=inner.daypart, mod=inner.mod)
        return None
    if outer.clock or (outer.daypart and not outer.weekday and not outer.day):
        return _with_time(outer, inner)
    if (outer.day or outer.weekday) and not joined:
        return _with_part_of_day(outer, inner)
    if outer.year is None and inner.kind in ("calendar", "shift") and _size(inner) > _size(outer):
        if inner.kind == "calendar" and inner.month is None and inner.year is not None and not inner.season and not inner.unit and not inner.feast:
            return outer._replace(year=inner.year)
        return outer._replace(of=inner)
    return None


def _with_time(outer: Parts, inner: Parts) -> Parts | None:
    """`the night of 3 August`, `12:00 UTC Monday`."""
    is_day = inner.day or inner.weekday or inner.feast or (inner.kind == "shift" and inner.unit == "D")
    if is_day and not inner.clock and not (inner.daypart and outer.daypart):
        return inner._replace(daypart=outer.daypart or inner.daypart, clock=outer.clock, mod=outer.mod or inner.mod)
    return None


def _with_part_of_day(outer: Parts, inner: Parts) -> Parts | None:
    """`Monday morning`, `May 8 1:00 AM`."""
    plain = inner.kind == "calendar" and not (inner.year or inner.month or inner.day or inner.weekday or inner.feast or inner.season)
    if plain and (inner.daypart or inner.clock) and not (outer.daypart or outer.clock):
        return outer._replace(daypart=inner.daypart, clock=inner.clock, mod=inner.mod or outer.mod)
    if inner.kind == "shift" and inner.unit == "W":
        return outer._replace(of=inner)
    return None


_SIZES = {"TS": 0, "TM": 0, "TH": 0, "D": 1, "WE": 2, "W": 3, "M": 4, "Q": 5, "H": 6, "Y": 7, "DE": 8, "CE": 9, "MI": 9, "FN": 3}


def _size(parts: Parts) -> int:
    """How large a piece of the calendar the parts name, as a rank."""
    if parts.kind in ("shift", "nth"):
        return _SIZES.get(parts.unit, 0)
    if parts.day or parts.weekday or parts.daypart or parts.clock:
        return 1
    if parts.feast:
        return 2
    if parts.month:
        return 4
    return 5 if parts.season else _SIZES.get(parts.unit, 7)


def _counted_from(line: Line, outer: Expression, depth: int) -> Expression:
    """`three days before 5 March`, `two days after the election of 5 March`: counted from the date that follows."""
    at = outer.end_token + 1 + (outer.parts.tense == "prior")
    if outer.parts.kind == "shift":
        at = outer.end_token
    inner = _starting_at(line, at, depth)
    if inner is None or inner.parts.kind not in ("calendar", "shift", "nth"):
        return outer
    direction = -1 if outer.parts.tense in ("before", "prior") else 1
    parts = outer.parts._replace(kind="shift", direction=direction, base="of", of=inner.parts)
    return Expression(outer.first_token, inner.end_token, f"unit-{outer.parts.tense}+{inner.rule_id}", parts)


def _leftwards(line: Line, found: Expression, floor: int) -> Expression:
    """The expression with the modifier before it: `early`, `late in`, `the end of`, `the first half of`, `about`."""
    parts, first = found.parts, found.first_token
    if parts.kind not in ("calendar", "shift", "nth", "figures"):
        return found
    before = first - 1
    if before < floor:
        return found
    token = line.low(before)
    if token == "-" and line.low(before - 1) in ("mid", "early", "late"):
        before -= 1
        token = line.low(before)
    elif token in ("in", "on") and line.low(before - 1) in ("early", "late", "later", "earlier") and before > floor:
        before -= 1
        token = line.low(before)
    if token in PHASES and before >= floor:
        return _modified(line, found, before, PHASES[token], floor)
    if token in DIRECTIONS and parts.kind == "calendar" and parts.year is None and not parts.base and not parts.day and parts.of is None:
        return _directed(line, found, before, floor)
    if token in ("earlier",) and (parts.kind == "shift" or first - before > 1):
        return _modified(line, found, before, None, floor)
    if token in QUANTITIES and token not in ("over", "under", "some") and parts.kind == "calendar" and parts.year and not parts.day:
        return found._replace(first_token=before, parts=parts._replace(mod=parts.mod or QUANTITIES[token]))
    if token == "of" or (token == "the" and line.low(before - 1) == "of" and before - 1 > floor):
        return _edge(line, found, before - (token == "the"), floor)
    return found


def _directed(line: Line, found: Expression, word: int, floor: int) -> Expression:
    """`last June`, `next Monday`, `the previous April`, `this May`."""
    parts, token = found.parts, line.low(word)
    direction, base = DIRECTIONS[token]
    if not (parts.month or parts.weekday or parts.feast) or token in ("past", "recent", "current", "intervening"):
        return found
    if token in ("that", "same") and not line.low(word - 1) == "the":
        return found
    first = word - 1 if line.low(word - 1) == "the" and word - 1 >= floor else word
    found = found._replace(first_token=first, parts=parts._replace(direction=direction, base="speech" if base == "window" else base))
    return _leftwards(line, found, floor)


def _modified(line: Line, found: Expression, first: int, mod: str | None, floor: int) -> Expression:
    if line.low(first - 1) == "the" and first - 1 >= floor:
        first -= 1
    elif line.low(first - 1) == "very" and first - 1 >= floor:
        first -= 1
    return found._replace(first_token=first, parts=found.parts._replace(mod=mod or found.parts.mod))


_HALVES = frozenset(("half", "part", "months", "days", "weeks", "years", "stages"))


def _edge(line: Line, found: Expression, of: int, floor: int) -> Expression:
    """`the end of`, `the very beginning of`, `the first half of`, `the latter part of`, before the token `of` at `of`."""
    noun = of - 1
    if noun < floor:
        return found
    token, parts, first = line.low(noun), found.parts, noun
    if token in EDGES and token not in ("later", "closing", "opening"):
        parts = parts._replace(mod=EDGES[token])
    elif token in _HALVES and line.low(noun - 1) in ("first", "second", "latter", "early", "last", "final", "late", "better", "later", "opening", "closing") and noun > floor:
        first = noun - 1
        which = line.low(first)
        if token == "half" and _size(parts) >= 7 and which in ("first", "second", "latter", "last") and (parts.kind != "calendar" or not parts.unit):
            parts = Parts("nth", unit="H", number=1 if which == "first" else 2, of=parts)
        elif token in ("half", "part", "stages"):
            parts = parts._replace(mod="START" if which in ("first", "early", "opening") else "END")
        elif which in ("early", "late", "final", "closing", "opening", "later"):
            parts = parts._replace(mod="START" if which in ("early", "opening") else "END")
        else:
            return found
    else:
        return found
    if line.low(first - 1) == "very" and first - 1 >= floor:
        first -= 1
    if line.low(first - 1) == "the" and first - 1 >= floor:
        first -= 1
    return found._replace(first_token=first, parts=parts, rule_id=f"edge+{found.rule_id}")
