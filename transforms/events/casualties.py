"""Casualties: how many were killed and injured, as low, best and high, with the words that say so."""

from typing import NamedTuple

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Scene


class Count(NamedTuple):
    """A number of people; `best` is None for a range without a middle (`dozens`)."""

    low: int | None
    best: int | None
    high: int | None


class Toll(NamedTuple):
    """Killed and injured of one sentence, the tokens that tell it, and whether it adds to what was told before."""

    killed: Count | None
    injured: Count | None
    first: int
    end: int
    at: int  # the word that tells the fate, as a token
    adds: bool


class _Quantity(NamedTuple):
    count: Count
    first: int
    end: int
    at: int = -1  # the word that tells the fate


NONE = Count(0, 0, 0)
_STOPS = word_class("stops")
_BREAKS = word_class("breaks")
_BE = word_class("casualties_be")
_SKIPPED = word_class("skipped")
_AT_LEAST = word_class("at_least")
_AT_MOST = word_class("at_most")
_ADDING = word_class("adding")
_SUBSET = word_class("subset")
_UNITS = word_class("units")
_CHAIN_ENDS = word_class("chain_ends")
_DETERMINERS = word_class("determiners")
_NOBODY = word_class("nobody")
_COUNTED_BEFORE = word_class("counted_before")
_CLAIMS = word_class("claims")


def find_toll(scene: Scene, lexicon: Lexicon) -> Toll | None:
    """The toll that a sentence tells, summed over its clauses; None if it is silent."""
    killed, injured = lexicon.classes["killed"], lexicon.classes["injured"]
    words = scene.words
    if killed.isdisjoint(words) and injured.isdisjoint(words):
        return None if words.isdisjoint(_NOBODY) else _sum_up(scene, {"killed": [], "injured": []}, _find_none(scene))
    none = _find_none(scene)
    found: dict[str, list[_Quantity]] = {"killed": [], "injured": []}
    reach = scene.first
    for position in range(scene.first, scene.end):
        word = scene.lowers[position]
        victims = "killed" if word in killed else "injured" if word in injured else None
        if victims is None or position < reach:
            continue
        told = _told_by(scene, position, reach, lexicon)
        if told is None:
            continue
        told = told._replace(at=position)
        other = _other_fate(scene, position, injured if victims == "killed" else killed)
        if other:
            told = told._replace(count=Count(None, None, told.count.best or told.count.high), end=max(told.end, other))
            found["killed" if victims == "injured" else "injured"].append(told)
        found[victims].append(told)
        reach = max(position + 1, told.end)
    return _sum_up(scene, found, none)


def _other_fate(scene: Scene, position: int, others: frozenset[str]) -> int:
    """Where `killed and wounded` ends, which counts both fates together; 0 if only one is told."""
    lowers, at = scene.lowers, position + 1
    if at + 1 < scene.end and lowers[at] in ("and", "or", "/") and lowers[at + 1] in others:
        behind = lowers[at + 2] if at + 2 < scene.end else "."
        before = lowers[position - 1] if position > scene.first else ""
        return at + 2 if not behind.isdigit() or not before.isdigit() else 0
    return 0


def _sum_up(scene: Scene, found: dict[str, list[_Quantity]], none: tuple[int, int] | None) -> Toll | None:
    quantities = found["killed"] + found["injured"]
    if not quantities:
        return Toll(NONE, NONE, none[0], none[1], none[0], False) if none else None
    adds = any(not _ADDING.isdisjoint(scene.lowers[q.first : q.end]) for q in quantities)
    first, end = min(q.first for q in quantities), max(q.end for q in quantities)
    return Toll(_total(scene, found["killed"]), _total(scene, found["injured"]), first, end, min(q.at for q in quantities), adds)


def _total(scene: Scene, quantities: list[_Quantity]) -> Count | None:
    """One clause's count; of several the sum, unless one is the background, a part or a restatement of another."""
    if not quantities:
        return None
    total = quantities[0].count
    for previous, quantity in zip(quantities, quantities[1:], strict=False):
        between = scene.lowers[previous.at : quantity.first]
        told = scene.lowers[previous.end : quantity.end]
        if "after" in between and "were" in told:
            continue
        part = "including" in between and (quantity.count.best or 0) <= (total.best or 0)
        if part or ";" in between or "…" in between or "toll" in told or "total" in told:
            total = larger(total, quantity.count)
        else:
            total = add(total, quantity.count)
    return total


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


def _told_by(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> _Quantity | None:
    """The people whom the word at `position` counts among the killed or the injured."""
    lowers = scene.lowers
    word = lowers[position]
    if word == "toll":
        return _first_number(scene, position + 1, lexicon)
    if word in ("death", "deaths") and position + 1 < scene.end and lowers[position + 1] == "of":
        return _chain(scene, position + 2, lexicon)
    if word == "death" and lowers[position - 1 : position] == ["to"]:
        return _done_to_death(scene, position, reach, lexicon)
    if word == "lives":
        if not _CLAIMS.isdisjoint(lowers[max(scene.first, position - 6) : position]):
            return _chain(scene, position + 2, lexicon) if position + 1 < scene.end and lowers[position + 1] == "of" else _before(scene, position, reach, lexicon)
        return None
    back = position - 1
    while back > scene.first and lowers[back] in _SKIPPED:
        back -= 1
    passive = back >= scene.first and lowers[back] in _BE
    if not passive and word not in ("dead", "martyrs", "die", "died", "dies", "casualties", "deaths", "fatalities", "injuries", "hurt"):
        ahead = _chain(scene, position + 1, lexicon)
        if ahead is not None:
            return ahead
    if word in _COUNTED_BEFORE or passive:
        return _before(scene, position, reach, lexicon)
    return None


def _done_to_death(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> _Quantity | None:
    """`was stabbed to death`, `hacked two men to death`: whom the verb before names."""
    for at in range(position - 2, max(reach, position - 9) - 1, -1):
        if scene.lowers[at].endswith("ed") or scene.lowers[at] in ("shot", "beaten", "beat", "shoot"):
            return _chain(scene, at + 1, lexicon) or _before(scene, at, reach, lexicon)
    return None


def _first_number(scene: Scene, position: int, lexicon: Lexicon) -> _Quantity | None:
    for at in range(position, min(scene.end, position + 10)):
        quantity = _number(scene, at, lexicon)
        if quantity is not None:
            return quantity
    return None


def _chain(scene: Scene, position: int, lexicon: Lexicon) -> _Quantity | None:
    """`two soldiers and at least three civilians`: quantities that follow at once, joined by commas and `and`."""
    lowers, end = scene.lowers, scene.end
    first, total, at = position, None, position
    while at < end:
        quantity = _one(scene, at, lexicon)
        if quantity is None:
            break
        total = quantity.count if total is None else add(total, quantity.count)
        last = at = quantity.end
        while at < end and lowers[at] not in _CHAIN_ENDS and lowers[at] not in _STOPS and lowers[at] not in (",", "and", "or", "including"):
            if lowers[at] in lexicon.classes["injured"] or lowers[at] in lexicon.classes["killed"]:
                break
            at += 1
        last = max(last, min(at, end))
        if at + 1 < end and lowers[at] in ("in", "near", "at"):
            at = _resumes(scene, at, lexicon)
        if at + 1 >= end or lowers[at] not in (",", "and"):
            break
        at += 2 if lowers[at] == "," and lowers[at + 1] == "and" else 1
        if lowers[at] in _SUBSET or lowers[at] in ("the", "its"):
            break
    return None if total is None else _Quantity(total, first, last)


def _resumes(scene: Scene, position: int, lexicon: Lexicon) -> int:
    """Where `killed a guard in one town and two farmers in another` goes on counting; `position` if it does not."""
    for at in range(position, min(scene.end - 2, position + 9)):
        if scene.lowers[at] in _STOPS or scene.lowers[at] in _BREAKS or scene.lowers[at] == ",":
            return position
        if scene.lowers[at] == "and":
            behind = next((p for p in scene.phrases if at < p.first <= at + 3), None)
            counted = _one(scene, at + 1, lexicon)
            return at if behind is not None and counted is not None and behind.kind not in ("place", "nation", None) else position
    return position


def _one(scene: Scene, position: int, lexicon: Lexicon) -> _Quantity | None:
    """A number of people that begins here, or one person: `a soldier`, `the mayor`, `Colonel Ruiz`."""
    at, lowers = position, scene.lowers
    while at < min(scene.end, position + 6) and (lowers[at] in _SKIPPED or lowers[at] in _APPROXIMATE) and lowers[at] not in lexicon.vague_numbers:
        at += 1
    quantity = _number(scene, at, lexicon) if at < scene.end else None
    if quantity is not None:
        return quantity._replace(first=position)
    return _single(scene, position, lexicon)


_APPROXIMATE = word_class("approximate")


def _single(scene: Scene, position: int, lexicon: Lexicon) -> _Quantity | None:
    """One person told without a number: an article before a singular noun, or a person's name."""
    for phrase in scene.phrases:
        if phrase.first < position or phrase.first > position + 4:
            continue
        between = scene.lowers[position : phrase.first]
        if any(word in _STOPS or word in _CHAIN_ENDS or word == "," for word in between):
            return None
        if phrase.kind == "person" or (phrase.name is not None and phrase.name.entity_type == "person"):
            return _Quantity(Count(1, 1, 1), phrase.first, phrase.end)
        head = scene.lowers[phrase.end - 1]
        if between and not _DETERMINERS.isdisjoint(between) and phrase.kind in ("civilian", "state", "official", "rebel", "criminal", "crowd") and _is_singular(head):
            return _Quantity(Count(1, 1, 1), position, phrase.end)
        return None
    return None


def _is_singular(noun: str) -> bool:
    return not noun.endswith(("s", "men", "people", "children", "police", "army", "military", "government", "mob", "crowd", "militia", "gang", "patrol", "convoy", "family", "couple", "youth", "artillery", "force", "navy", "group"))


def _before(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> _Quantity | None:
    """The people counted to the left of the word: the last run of quantities in its clause that no preposition governs."""
    lowers = scene.lowers
    start = position - 1
    while start >= reach and lowers[start] not in _STOPS and lowers[start] not in _BREAKS:
        start -= 1
    start = max(start + 1, reach)
    groups: list[list[_Quantity]] = [[]]
    at, subset = start, False
    while at < position:
        word = lowers[at]
        if word in ("including", "among") or word == "of" and at + 1 < position and lowers[at + 1] in ("them", "whom"):
            subset = True
        elif word == ",":
            subset = False
            if not (at + 1 < position and (lowers[at + 1].isdigit() or lowers[at + 1] in lexicon.numbers or lowers[at + 1] == "and")):
                groups.append([])
        quantity = _number(scene, at, lexicon) or (_single(scene, at, lexicon) if word in ("a", "an") else None)
        if quantity is None:
            at += 1
            continue
        if not subset and not _is_governed(scene, quantity.first, start, lexicon):
            groups[-1].append(quantity)
        at = quantity.end
    told = next((group for group in reversed(groups) if group), None)
    if told is None:
        return _single_before(scene, start, position)
    total = told[0].count
    for quantity in told[1:]:
        total = add(total, quantity.count)
    return _Quantity(total, told[0].first, position + 1)


def _single_before(scene: Scene, start: int, position: int) -> _Quantity | None:
    """`a soldier was killed`: the singular subject."""
    for phrase in reversed(scene.phrases):
        if phrase.end > position or phrase.first < start:
            continue
        if phrase.preposition is not None:
            continue
        head = scene.lowers[phrase.end - 1]
        if phrase.kind == "person":
            return _Quantity(Count(1, 1, 1), phrase.first, position + 1)
        if phrase.kind in ("civilian", "state", "official", "rebel", "criminal") and _is_singular(head):
            return _Quantity(Count(1, 1, 1), phrase.first, position + 1)
        return None
    return None


def _is_governed(scene: Scene, first: int, start: int, lexicon: Lexicon) -> bool:
    """Whether a preposition other than `of` stands before the quantity (`at least` and `up to` are none)."""
    if first - 1 < start:
        return False
    before = scene.lowers[first - 1]
    return before in ("in", "on", "near", "by", "from", "with", "against", "into", "within", "for", "during", "to", "between") or before == "at"


def _number(scene: Scene, position: int, lexicon: Lexicon) -> _Quantity | None:
    """A count that stands here: digits, number words or a vague number, with what bounds it; None for dates and measures."""
    lowers = scene.lowers
    word = lowers[position]
    if word in lexicon.vague_numbers:
        low, high = lexicon.vague_numbers[word]
        return _Quantity(Count(low, None, high), position, position + 1)
    value, end = _value(lowers, position, scene.end, lexicon)
    if value is None or _is_dated(scene, position):
        return None
    if end < scene.end and lowers[end] in ("to", "-", "–", "or", "and") and _bounds(scene, position):
        high, high_end = _value(lowers, end + 1, scene.end, lexicon)
        if high is not None and high > value:
            return _Quantity(Count(value, None, high), position, high_end)
    if _is_measure(lowers, end, scene.end, lexicon):
        return None
    first, low, high_bound = _bounded(lowers, position, scene.first, value)
    return _Quantity(Count(low, value, high_bound), first, end)


def _is_measure(lowers: list[str], position: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what is counted here is no people: `22 air strikes`, `30-minute`, `12 percent`."""
    for word in lowers[position : min(end, position + 3)]:
        if word in lexicon.actor_kinds or word in _STOPS or word in _CHAIN_ENDS:
            return False
        if word in _UNITS:
            return True
    return False


def _bounds(scene: Scene, position: int) -> bool:
    """Whether two numbers are the ends of a range: `between 10 and 15`, `10 to 15`, `10-15`."""
    lowers = scene.lowers
    joint = next((word for word in lowers[position + 1 : position + 4] if word in ("to", "-", "–", "or", "and")), "")
    return joint != "and" or position > scene.first and lowers[position - 1] == "between"


def _bounded(lowers: list[str], position: int, start: int, value: int) -> tuple[int, int | None, int | None]:
    before = lowers[position - 1] if position > start else ""
    earlier = lowers[position - 2] if position - 1 > start else ""
    if before == "least" and earlier == "at" or before == "than" and earlier == "more":
        return position - 2, value, None
    if before in ("over", "exceeding"):
        return position - 1, value, None
    if before == "to" and earlier == "up":
        return position - 2, None, value
    return position, value, value


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
    if value is None or word in ("a", "an", "another", "both"):
        return (2, position + 1) if word == "both" else (None, position)
    at = position + 1
    if at + 1 < end and lowers[at] == "-" and 20 <= value <= 90 and lexicon.numbers.get(lowers[at + 1], 99) < 10:
        value, at = value + lexicon.numbers[lowers[at + 1]], at + 2
    while at < end and lexicon.numbers.get(lowers[at], 0) in (12, 100, 1000) and lowers[at] != "twelve":
        value, at = value * lexicon.numbers[lowers[at]], at + 1
    return value, at


def _digits(lowers: list[str], position: int, end: int) -> tuple[int | None, int]:
    if len(lowers[position]) > 9 or not lowers[position].isascii():
        return None, position
    written, at = lowers[position], position + 1
    while at + 1 < end and lowers[at] == "," and len(lowers[at + 1]) == 3 and lowers[at + 1].isdigit() and len(written) <= 6:
        written, at = written + lowers[at + 1], at + 2
    if at < end and lowers[at] == "." and at + 1 < end and lowers[at + 1].isdigit():
        return None, position
    value = int(written)
    return (value * 1000, at + 1) if at < end and lowers[at] == "thousand" else (value, at)


def _find_none(scene: Scene) -> tuple[int, int] | None:
    """`no casualties were reported`, `nobody was hurt`, `without causing casualties`: the tokens that say there were none."""
    lowers = scene.lowers
    for position in range(scene.first, scene.end):
        word = lowers[position]
        if word in ("no", "without", "nobody", "none"):
            if word in ("nobody", "none") or position + 1 < scene.end and lowers[position + 1] == "one":
                if any(w in ("hurt", "injured", "killed", "harmed", "wounded") for w in lowers[position : min(scene.end, position + 7)]):
                    return position, min(scene.end, position + 7)
                continue
            at = position + 1
            while at < scene.end and lowers[at] in ("civilian", "human", "immediate", "causing", "any", "other", "serious", "known", "reported", "personal"):
                at += 1
            if at < scene.end and lowers[at] in ("casualties", "fatalities", "deaths", "injuries", "victims", "casualty"):
                return position, at + 1
    return None
