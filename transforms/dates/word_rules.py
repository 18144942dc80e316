"""Rules headed by one word: today, now, seasons, parts of the day, named days, frequencies."""

from transforms.dates.calendar_rules import year_at
from transforms.dates.lexicon import (
    DAYPARTS, DIRECTIONS, FEASTS, FREQUENCIES, MONTHS, PHRASES, REFERENCES, SEASON_EVIDENCE, SEASONS, WEEKDAYS, Feast,
)  # fmt: skip
from transforms.dates.parts import Expression, Line, Parts


def reference_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`today`, `yesterday`, `now`, `recently`, `former`, `future`."""
    row = REFERENCES[line.low(index)]
    kind = row["kind"]
    if kind == "day":
        parts = Parts("shift", unit="D", number=1, direction=int(row["days"]), base="speech", daypart=row["daypart"])
        return [Expression(index, index + 1, "deictic-day", parts)]
    reader = _VAGUE.get(kind)
    return reader(line, index, floor) if reader else None


def _vague(line: Line, first: int, end: int, value: str) -> list[Expression]:
    return [Expression(first, end, value.lower().replace("_", "-"), Parts("vague", value=value))]


def _present(line: Line, index: int, floor: int) -> list[Expression] | None:
    return _vague(line, index, index + 1, "PRESENT_REF")


def _present_adjective(line: Line, index: int, floor: int) -> list[Expression] | None:
    if line.low(index) == "present" and line.low(index - 1) not in ("the", "at", "their", "its", "his"):
        return None
    if line.low(index) == "present" and (line.low(index + 1) in ("at", "in", "when", "for", "a") or not line.low(index + 1)):
        return None
    return _vague(line, index, index + 1, "PRESENT_REF")


def _past(line: Line, index: int, floor: int) -> list[Expression] | None:
    first = index - 1 if line.low(index - 1) in ("more", "most", "very", "only", "until", "as") and index > floor else index
    first = index if line.low(first) in ("until", "as", "only") else first
    return _vague(line, first, index + 1, "PAST_REF")


def _past_adjective(line: Line, index: int, floor: int) -> list[Expression] | None:
    return _vague(line, index, index + 1, "PAST_REF")


def _past_noun(line: Line, index: int, floor: int) -> list[Expression] | None:
    if line.low(index - 1) == "the" and not line.low(index + 1).isalnum() and line.low(index + 1) != "-":
        return _vague(line, index - 1, index + 1, "PAST_REF")
    return None


def _future(line: Line, index: int, floor: int) -> list[Expression] | None:
    if line.low(index + 1) in ("-", "after", "afterwards", "afterward", "became", "as", "to"):
        return None
    first = index - 1 if line.low(index - 1) == "very" and index > floor else index
    return [Expression(first, index + 1, "soon", Parts("vague", value="FUTURE_REF"))]


def _future_adjective(line: Line, index: int, floor: int) -> list[Expression] | None:
    first = index - 1 if line.low(index - 1) == "the" and not line.low(index + 1).isalpha() and index > floor else index
    return _vague(line, first, index + 1, "FUTURE_REF")


def _past_role(line: Line, index: int, floor: int) -> list[Expression] | None:
    if line.low(index - 1) == "the" and line.low(index + 1) in ("", ",", ".", "and", "is", "was"):
        return None
    return [Expression(index, index + 1, "past-role", Parts("vague", value="PAST_REF"))]


_VAGUE = {
    "present": _present, "present-adjective": _present_adjective, "past": _past, "past-adjective": _past_adjective,
    "past-noun": _past_noun, "future": _future, "future-adjective": _future_adjective, "past-role": _past_role,
}  # fmt: skip


def frequency_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`daily`, `annual`."""
    if not line.all_caps and line.words[index][:1].isupper() and index > line.first and line.words[index - 1][:1].isupper():
        return None  # Daily Telegraph
    if not line.all_caps and line.words[index][:1].isupper() and line.words[index + 1 : index + 2] and line.words[index + 1][:1].isupper():
        return None
    period = FREQUENCIES[line.low(index)]
    count = int(period[0]) if period[0].isdecimal() else 1
    return [Expression(index, index + 1, "frequency", Parts("set", unit=period.lstrip("0123456789"), number=count))]


def season_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`spring`, `the summer`, `last winter`, `the autumn of 1917`, `summer 1918`, `winter 1916-17`."""
    before, first, direction, base = line.low(index - 1), index, 0, ""
    if before in DIRECTIONS and index > floor and DIRECTIONS[before][1] != "vague":
        direction, base = DIRECTIONS[before]
        first -= 1
    if line.low(first - 1) == "the" and first > floor:
        first -= 1
    year = year_at(line, index + 1) or (year_at(line, index + 2) if line.low(index + 1) in ("of", ",") else None)
    if year:
        return [Expression(first, year[1], "season-year", Parts("calendar", year[0], season=SEASONS[line.low(index)]))]
    if SEASON_EVIDENCE[line.low(index)] and not base and not _is_season(line, index):
        return None
    if base:
        return [Expression(first, index + 1, "this-season", Parts("calendar", season=SEASONS[line.low(index)], direction=direction, base=base))]
    return [Expression(first, index + 1, "season", Parts("calendar", season=SEASONS[line.low(index)]))]


_SEASONAL = frozenset("offensive offensives campaign campaigns elections election semester season training break planting harvest meeting meetings quarter term session collection fighting festival".split())


def _is_season(line: Line, index: int) -> bool:
    """`fall` and `spring` are also verbs and nouns: `the fall of Rome` is no season."""
    before, after = line.low(index - 1), line.low(index + 1)
    if after == "of":
        return False
    if after in _SEASONAL:
        return True
    if before in ("in", "by", "during", "until", "since", "every", "each", "late", "early", "mid"):
        return True
    return before == "the" and line.low(index - 2) in ("in", "by", "during", "until", "since", "for", "throughout", "over", "spent", "that", "of") and (not after.isalpha() or after in ("and", "when", "as", "but", "with", "to", "the"))


_DAY_WORDS = frozenset((*WEEKDAYS, *MONTHS, "yesterday", "tomorrow", "today", "eve", "christmas", "day"))


def daypart_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`this morning`, `last night`, `the night` (of a date), `noon`, `overnight`, `at night`."""
    part = DAYPARTS[line.low(index)]
    before = line.low(index - 1)
    end = index + 1
    if part[0].isdecimal():
        return [Expression(index, end, "clock-word", Parts("calendar", clock=part))]
    if line.low(end) in ("hours",):
        end += 1
    first, direction, base = index, 0, ""
    if before in ("early", "late", "mid") and index > floor:
        first -= 1
        before = line.low(first - 1)
        if line.low(first) == "mid" :
            before = line.low(first - 1)
    if before in ("this", "last", "that", "next", "same", "following", "previous") and first > floor:
        direction, base = DIRECTIONS[before]
        first -= 1
        if before in ("same", "following", "previous", "next") and line.low(first - 1) in ("the", "that") and first > floor:
            first -= 1
            if before == "next":
                base = "narrative"
        if before == "last" and part != "NI":
            return None
        if before == "last":
            direction = -1
        if before == "next":
            direction = 1
        return [Expression(first, end, "this-daypart", Parts("shift", unit="D", number=1, direction=direction, base=base, daypart=part))]
    if line.low(index) == "overnight":
        return [Expression(index, end, "overnight", Parts("calendar", daypart=part))]
    if before == "the" and first > floor:
        return [Expression(first - 1, end, "daypart", Parts("calendar", daypart=part))]
    if before in ("at", "by", "in", "one", "on") or before in _DAY_WORDS or (before.isdecimal() and line.low(index - 2) in MONTHS) or line.low(end) == "of":
        return [Expression(first, end, "daypart", Parts("calendar", daypart=part))]
    return None


def _phrase_at(line: Line, index: int, phrases: dict[str, list[Feast]]) -> tuple[Feast, int] | None:
    for phrase in phrases[line.low(index)]:
        end = index + 1 + len(phrase.following)
        if end <= line.end and tuple(line.lowers[index + 1 : end]) == phrase.following:
            return phrase, end
    return None


def feast_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """A named day, with its year if one is said: `Christmas`, `Easter 1916`, `Eid al-Fitr`."""
    found = _phrase_at(line, index, FEASTS)
    if not found or not line.words[index][:1].isupper():
        return None
    phrase, end = found
    first, direction, base = index, 0, ""
    before = line.low(index - 1)
    if before in ("last", "next", "this") and index > floor:
        direction, base, first = *DIRECTIONS[before], index - 1
    year = year_at(line, end) or (year_at(line, end + 1) if line.low(end) in (",", "of", "in") else None)
    if year:
        return [Expression(first, year[1], "feast-year", Parts("calendar", year[0], feast=phrase.rule))]
    following = line.words[end] if end < line.end else ""
    if following[:1].isupper() and not line.all_caps and following.lower() not in DAYPARTS and len(following) > 1:
        return None
    return [Expression(first, end, "feast", Parts("calendar", feast=phrase.rule, direction=direction, base=base))]


def phrase_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """A fixed phrase: `at present`, `the time being`, `in recent years`."""
    found = _phrase_at(line, index, PHRASES)
    return _vague(line, index, found[1], found[0].rule) if found else None
