"""Rules headed by one word: today, now, seasons, parts of the day, named days, frequencies, fixed phrases."""

from typing import Final

from transforms.dates.lexicon import (
    CARDINALS,
    CONTEXTS,
    DAYPARTS,
    DIRECTIONS,
    FEASTS,
    FREQUENCIES,
    MONTHS,
    PHRASES,
    REFERENCES,
    SEASON_EVIDENCE,
    SEASONS,
    UNITS,
    WEEKDAYS,
)  # fmt: skip
from transforms.dates.parts import Expression, Line, Parts
from transforms.dates.years import year_at, year_behind


def reference_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`today`, `yesterday`, `now`, `recently`, `former`, `the future`."""
    row = REFERENCES[line.lowers[index]]
    if row["kind"] == "day":
        return [deictic_day(row, index, index + 1)]
    first = _VAGUE_FIRST[row["kind"]](line, index, floor)
    if first is None:
        return None
    rule_id = row["kind"] if row["kind"] in ("past-role", "soon") else row["value"].lower().replace("_", "-")
    return [Expression(first, index + 1, rule_id, Parts("vague", value=row["value"]))]


def deictic_day(row: dict[str, str], first: int, end: int) -> Expression:
    """`today`, `tonight`, `tomorrow`, in any spelling of the table `date_references`."""
    parts = Parts("shift", unit="D", number=1, direction=int(row["days"]), base="speech", daypart=row["daypart"])
    return Expression(first, end, "deictic-day", parts)


def _alone(_line: Line, index: int, _floor: int) -> int | None:
    return index


def _lower(line: Line, index: int, _floor: int) -> int | None:
    """`rn`, `atm`: only in small letters (a nurse, a cash machine)."""
    return index if line.words[index].islower() else None


def _current(line: Line, index: int, _floor: int) -> int | None:
    """`present` is a time only as an adjective: `the present battle`, not `at present` (a phrase) or `was present`."""
    if line.low(index) != "present":
        return index
    after = line.low(index + 1)
    return index if line.low(index - 1) in CONTEXTS["owner"] and after.isalpha() and after not in CONTEXTS["day-follower"] else None


def _recent(line: Line, index: int, _floor: int) -> int | None:
    """`recent`, unless a unit follows: `recent months` is a phrase."""
    return None if line.low(index + 1) in UNITS else index


def _more(line: Line, index: int, floor: int) -> int | None:
    """`more recently`, `most recently`, `very soon`."""
    return index - (index > floor and line.low(index - 1) in ("more", "most", "very"))


def _the_past(line: Line, index: int, floor: int) -> int | None:
    after = line.low(index + 1)
    counted = after in CARDINALS or after in CONTEXTS["several"]
    ends = not after.isalnum() or (after in CONTEXTS["day-follower"] and not counted) or after in ("but", "have")
    return index - 1 if line.low(index - 1) == "the" and index > floor and ends and after != "-" else None


def _soon(line: Line, index: int, floor: int) -> int | None:
    return None if line.low(index + 1) in ("-", "after", "afterwards", "afterward", "as", "to") else _more(line, index, floor)


def _the_future(line: Line, index: int, floor: int) -> int | None:
    """`the future` as a noun, `future` as an adjective."""
    noun = line.low(index - 1) == "the" and index > floor and not line.low(index + 1).isalpha()
    return index - noun


def _past_role(line: Line, index: int, _floor: int) -> int | None:
    """`the former president`, not `the former` of two."""
    after = line.low(index + 1)
    return index if after.isalpha() and (line.low(index - 1) != "the" or after not in CONTEXTS["day-follower"]) else None


_VAGUE_FIRST: Final = {
    "present": _alone, "present-lower": _lower, "present-adjective": _current, "past": _more, "past-adjective": _recent, "past-noun": _the_past,
    "soon": _soon, "future-adjective": _the_future, "future-adverb": _alone, "past-role": _past_role,
}  # fmt: skip


def frequency_rule(line: Line, index: int, _floor: int) -> list[Expression] | None:
    """`daily`, `annual`; capitalized among capitals they belong to a name (`Daily Telegraph`)."""
    capital = line.words[index][:1].isupper() and not line.all_caps
    neighbours = line.words[max(line.first, index - 1) : index] + line.words[index + 1 : min(index + 2, line.end)]
    if capital and any(word[:1].isupper() for word in neighbours):
        return None
    period = FREQUENCIES[line.lowers[index]]
    count = int(period[0]) if period[0].isdecimal() else 1
    return [Expression(index, index + 1, "frequency", Parts("set", unit=period.lstrip("0123456789"), number=count))]


def season_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`spring`, `the summer`, `last winter`, `the autumn of 1917`, `summer 1918`."""
    first, direction, base = index, 0, ""
    before = line.low(index - 1) if index > floor else ""
    if line.low(index + 1) in CONTEXTS["games"]:
        return None
    if before in DIRECTIONS:
        (direction, base), first = DIRECTIONS[before], index - 1
    if first > floor and line.low(first - 1) == "the":
        first -= 1
    parts = Parts("calendar", season=SEASONS[line.lowers[index]])
    year = year_behind(line, index + 1)
    if year:
        return [Expression(first, year[1], "season-year", parts._replace(year=year[0]))]
    if base:
        return [Expression(first, index + 1, "this-season", parts._replace(direction=direction, base=base))]
    return [Expression(first, index + 1, "season", parts)] if not SEASON_EVIDENCE[line.lowers[index]] or _is_season(line, index) else None


def _is_season(line: Line, index: int) -> bool:
    """`fall` and `spring` are also verbs and nouns: `the fall of Rome` is no season."""
    before, after = line.low(index - 1), line.low(index + 1)
    if after == "of":
        return False
    if after in CONTEXTS["season-noun"] or before in CONTEXTS["season-before"]:
        return True
    follows = not after.isalpha() or after in CONTEXTS["season-the-after"]
    return before == "the" and line.low(index - 2) in CONTEXTS["season-the-before"] and follows


def daypart_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """`this morning`, `last night`, `the night` (of a date), `noon`, `overnight`, `at night`, `Monday` `morning`."""
    part, first = DAYPARTS[line.lowers[index]], index
    if part[0].isdecimal():
        return [Expression(index, index + 1, "clock-word", Parts("calendar", clock=part))]
    end = index + 1 + (line.low(index + 1) == "hours")
    if index - 1 > floor and line.low(index - 1) in ("early", "late", "mid"):
        first -= 1
    before = line.low(first - 1) if first > floor else ""
    if before in DIRECTIONS:
        return _told_daypart(line, first - 1, end, floor, part)
    if before == "the":
        if line.low(end) == "before" and not line.low(end + 1).isalnum():
            told = Parts("shift", unit="D", number=1, direction=-1, base="narrative", daypart=part)
            return [Expression(first - 1, end + 1, "daypart-before", told)]
        return [Expression(first - 1, end, "daypart", Parts("calendar", daypart=part))]
    if line.lowers[index] == "overnight" or line.low(end) == "of" or _follows_day(line, first):
        return [Expression(first, end, "daypart", Parts("calendar", daypart=part))]
    return None


def _follows_day(line: Line, index: int) -> bool:
    """Whether a day, or a preposition that makes a part of the day a time, stands before `index`."""
    before = line.low(index - 1)
    if before in CONTEXTS["at-night"] or before in CONTEXTS["each"] or before in CONTEXTS["day-word"] or before in WEEKDAYS:
        return True
    return before.isdecimal() and (line.low(index - 2) in MONTHS or line.low(index - 2) == ",")


def _told_daypart(line: Line, word: int, end: int, floor: int, part: str) -> list[Expression] | None:
    """`this morning`, `last night`, `the next morning`, `that same night`."""
    token = line.low(word)
    direction, base = DIRECTIONS[token]
    first = word - (word > floor and (line.low(word - 1) == "the" or (line.low(word - 1) == "that" and token == "same")))
    if token == "last" and part != "NI":
        return None
    if token == "next":
        base = "narrative"
    parts = Parts("shift", unit="D", number=1, direction=direction, base="speech" if base == "window" else base, daypart=part)
    return [Expression(first, end, "this-daypart", parts)]


def _feast_at(line: Line, index: int) -> tuple[str, int] | None:
    """The rule of the longest name of a feast that begins at `index`, and the token behind it."""
    for name in FEASTS[line.lowers[index]]:
        end = index + 1 + len(name.others)
        if not name.others or (line.low(index + 1) == name.others[0] and end <= line.end and tuple(line.lowers[index + 1 : end]) == name.others):
            return name.meaning, end
    return None


def _is_feast_only(token: str) -> bool:
    """Whether a small word can only be the name of a feast (tweets: `xmas`, `ramadan`)."""
    return token not in ("epiphany", "passover") and any(not name.others for name in FEASTS[token])


def feast_rule(line: Line, index: int, _floor: int) -> list[Expression] | None:
    """A named day, with its year if one is said: `Christmas`, `Easter 1916`, `Eid al-Fitr`."""
    if line.words[index][:1].islower() and not _is_feast_only(line.lowers[index]):
        return None
    found = _feast_at(line, index)
    if not found:
        return None
    parts, end = Parts("calendar", feast=found[0]), found[1]
    year = year_at(line, end) or (year_behind(line, end) if line.low(end) in (",", "of") else None)
    if year:
        return [Expression(index, year[1], "feast-year", parts._replace(year=year[0]))]
    following = line.words[end] if end < line.end else ""
    named = following[:1].isupper() and len(following) > 1 and not line.all_caps and following.lower() not in DAYPARTS
    return None if named else [Expression(index, end, "feast", parts)]  # the Tet Offensive, the Easter Rising


def phrase_rule(line: Line, index: int, floor: int) -> list[Expression] | None:
    """A fixed phrase, by its last token: `at present`, `the time being`, `these days`."""
    for phrase in PHRASES[line.lowers[index]]:
        first = index - len(phrase.others)
        if first >= floor and tuple(line.lowers[first:index]) == phrase.others:
            return [Expression(first, index + 1, phrase.meaning.lower().replace("_", "-"), Parts("vague", value=phrase.meaning))]
    return None
