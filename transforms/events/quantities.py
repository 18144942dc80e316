"""Quantities: numbers of people as a text tells them, exact, bounded, as a range, or vague."""

from typing import Final, NamedTuple

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Phrase, Scene


class Count(NamedTuple):
    """A number of people; `best` is None for a range without a middle (`dozens`)."""

    low: int | None
    best: int | None
    high: int | None


class Quantity(NamedTuple):
    """A count with its tokens, and the word that tells the fate of those counted (-1 while that is open)."""

    people: Count
    first: int
    end: int
    at: int = -1


STOPS: Final = word_class("stops")
CHAIN_ENDS: Final = word_class("chain_ends")
_UNITS: Final = word_class("units")
_SKIPPED: Final = word_class("skipped")
_APPROXIMATE: Final = word_class("approximate")
_DETERMINERS: Final = word_class("determiners")
_COLLECTIVES: Final = tuple(word_class("collective_ends"))
_PEOPLE: Final = word_class("kinds_of_people")
_RANGE_SIGNS: Final = word_class("range_signs")
_PARTLY_NUMBERS: Final = word_class("partly_numbers")
_RANGE_STARTS: Final = (["between"], ["from"])
_AGE_SIGNS: Final = frozenset((",", "("))
_AGE_SIGNS_BEHIND: Final = frozenset((",", ")", "."))
_GROUPS: Final = word_class("groups_of")
_MAX_DIGITS: Final = 9  # a longer run of digits counts nobody


def add(a: Count, b: Count) -> Count:
    """The sum of two counts of different people."""
    return Count(
        (a.low or 0) + (b.low or 0) if a.low is not None or b.low is not None else None,
        a.best + b.best if a.best is not None and b.best is not None else None,
        a.high + b.high if a.high is not None and b.high is not None else None,
    )


def larger(a: Count, b: Count) -> Count:
    """The larger of two counts of the same people."""
    return max(a, b, key=lambda count: (count.best or count.low or 0, count.low or 0))


def read_people(scene: Scene, position: int, lexicon: Lexicon) -> Quantity | None:
    """A number of people that begins here, or one person: `a soldier`, `the mayor`, `Colonel Ruiz`."""
    at, lowers = position, scene.lowers
    reach = min(scene.end, position + 6)
    while at < reach and (lowers[at] in _SKIPPED or lowers[at] in _APPROXIMATE) and lowers[at] not in lexicon.vague_numbers:
        at += 1
    if at + 2 < scene.end and lowers[at] in _GROUPS and lowers[at + 1] == "of":
        at += 2  # `a family of five`
    quantity = read_number(scene, at, lexicon) if at < scene.end else None
    if quantity is not None:
        return quantity._replace(first=position)
    return read_person(scene, position)


def read_person(scene: Scene, position: int) -> Quantity | None:
    """One person told without a number: an article before a singular noun, or a person's name."""
    for phrase in scene.phrases:
        if phrase.first < position or phrase.first > position + 7:
            continue
        if phrase.preposition not in (None, "of") and phrase.first > position:
            return None  # `a clash between` others
        between = scene.lowers[position : phrase.first]
        if any(word in STOPS or word in CHAIN_ENDS or word == "," for word in between):
            return None
        if phrase.kind == "person" or (phrase.name is not None and phrase.name.entity_type == "person"):
            return Quantity(Count(1, 1, 1), phrase.first, phrase.end)
        if not _DETERMINERS.isdisjoint(between) and phrase.kind in _PEOPLE and is_singular(_head(scene, phrase)):
            return Quantity(Count(1, 1, 1), position, phrase.end)
        return None
    return None


def _head(scene: Scene, phrase: Phrase) -> str:
    """The noun that says who: `member` of `member of the forces`, else the last."""
    words = scene.lowers[phrase.first : phrase.end]
    at = words.index("of") if "of" in words[1:] and "number" not in words else len(words)
    return words[at - 1]


def is_singular(noun: str) -> bool:
    """Whether a noun for people names one of them: neither a plural nor a body such as `army`."""
    return not noun.endswith(_COLLECTIVES)


def read_number(scene: Scene, position: int, lexicon: Lexicon) -> Quantity | None:
    """A count that stands here: digits, number words or a vague number, with what bounds it; None for dates and measures."""
    lowers = scene.lowers
    vague = lexicon.vague_numbers.get(lowers[position])
    if vague is not None:
        return None if _is_measure(lowers, position + 1, scene.end, lexicon) else Quantity(Count(vague[0], None, vague[1]), position, position + 1)
    value, end = _value(lowers, position, scene.end, lexicon)
    if value is None or _is_dated(scene, position) or _is_age(scene, position, end) or _is_of_name(scene, position):
        return None
    if end < scene.end and lowers[end] in _RANGE_SIGNS and (lowers[end] != "and" or lowers[position - 1 : position] == ["between"]):
        high, high_end = _value(lowers, end + 1, scene.end, lexicon)
        if high is not None and high > value:
            return Quantity(Count(value, None, high), position - 1 if lowers[position - 1 : position] in _RANGE_STARTS else position, high_end)
    if _is_measure(lowers, end, scene.end, lexicon):
        return None
    return _bounded(lowers, position, scene.first, end, value)


def _is_age(scene: Scene, position: int, end: int) -> bool:
    """`Ana Ruiz, 31, was`, `Ana Ruiz (31)`: a number with nothing beside it between two signs."""
    before = scene.lowers[position - 1] if position > scene.first else ""
    behind = scene.lowers[end] if end < scene.end else "."
    return before in _AGE_SIGNS and behind in _AGE_SIGNS_BEHIND


def _is_of_name(scene: Scene, position: int) -> bool:
    """`MS-13`, `Highway 5`: a number inside a name counts nobody."""
    return any(name.first_token < position < name.end_token for name in scene.names)


def _is_measure(lowers: list[str], position: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what is counted here is no people: `22 air strikes`, `30-minute`, `12 percent`."""
    for word in lowers[position : min(end, position + 3)]:
        if word in _UNITS:
            return True
        if word in lexicon.actor_kinds or word in STOPS or word in CHAIN_ENDS:
            return False
    return False


def _bounded(lowers: list[str], position: int, start: int, end: int, value: int) -> Quantity:
    """The count with the bound before it: `at least 12` has no high, `up to 20` no low."""
    before = lowers[position - 1] if position > start else ""
    earlier = lowers[position - 2] if position - 1 > start else ""
    if (earlier, before) in (("at", "least"), ("more", "than")):
        return Quantity(Count(value, value, None), position - 2, end)
    if before in ("over", "exceeding"):
        return Quantity(Count(value, value, None), position - 1, end)
    if (earlier, before) == ("up", "to"):
        return Quantity(Count(None, value, value), position - 2, end)
    return Quantity(Count(value, value, value), position, end)


def _is_dated(scene: Scene, position: int) -> bool:
    return any(date.first_token <= position < date.end_token for date in scene.dates)


def _value(lowers: list[str], position: int, end: int, lexicon: Lexicon) -> tuple[int | None, int]:
    """The number at `position` and where it ends: `1,200`, `25`, `twenty-five`, `two hundred`."""
    if position >= end:
        return None, position
    word = lowers[position]
    if word.isdigit():
        return _digits(lowers, position, end)
    value = lexicon.numbers.get(word)
    if value is None or word in _PARTLY_NUMBERS:
        return None, position
    at = position + 1
    if at + 1 < end and lowers[at] == "-" and 20 <= value <= 90 and lexicon.numbers.get(lowers[at + 1], 99) < 10:
        value, at = value + lexicon.numbers[lowers[at + 1]], at + 2
    while at < end and lexicon.numbers.get(lowers[at], 0) in (12, 100, 1000) and lowers[at] != "twelve":
        value, at = value * lexicon.numbers[lowers[at]], at + 1
    return value, at


def _digits(lowers: list[str], position: int, end: int) -> tuple[int | None, int]:
    written, at = lowers[position], position + 1
    if len(written) > _MAX_DIGITS or not written.isascii():
        return None, position
    while at + 1 < end and lowers[at] == "," and len(lowers[at + 1]) == 3 and lowers[at + 1].isdecimal() and len(written) <= 6:
        written, at = written + lowers[at + 1], at + 2
    if at + 1 < end and lowers[at] == "." and lowers[at + 1].isdigit():
        return None, position
    value = int(written)
    return (value * 1000, at + 1) if at < end and lowers[at] == "thousand" else (value, at)
