"""Casualties: how many were killed and injured, as low, best and high, with the words that say so."""

import itertools
from typing import NamedTuple

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.quantities import CHAIN_ENDS, STOPS, Count, Quantity, add, is_singular, larger, read_number, read_people, read_person
from transforms.events.scene import Phrase, Scene


class _Nobody(NamedTuple):
    """Tokens that say that nobody was harmed, and of which fates they say so."""

    first: int
    end: int
    killed: bool
    injured: bool


class Toll(NamedTuple):
    """Killed and injured of one sentence, the tokens that tell it, and whether it adds to what was told before."""

    killed: Count | None
    injured: Count | None
    first: int
    end: int
    at: int  # the word that tells the fate, as a token
    adds: bool
    of_attackers: bool = False


_OPENED_BY = {")": "(", "”": "“", '"': '"', "»": "«"}
_WIDEST_ASIDE = 7  # tokens
_LIST_SIGNS = frozenset((",", "and", "(", ")"))
_NONE = Count(0, 0, 0)
_ONE = Count(1, 1, 1)
_BREAKS = word_class("breaks")
_BE = word_class("casualties_be")
_SKIPPED = word_class("skipped")
_ADDING = word_class("adding")
_SUBSET = word_class("subset")
_NOBODY = word_class("nobody")
_COUNTED_BEFORE = word_class("counted_before")
_CLAIMS = word_class("claims")
_HARMED = word_class("harmed")
_HARM_NOUNS = word_class("harm_nouns")
_PERPETRATORS = word_class("perpetrators")
_REVISED = word_class("revised")
_RAISING = word_class("raising")
_TOTALS = word_class("totals")
_LEAVING = frozenset(("leaving", "leaves", "leave", "left", "causing", "caused"))
_KNOWLEDGE = frozenset(("information", "data", "details", "figures", "count", "estimate"))
_FATAL = word_class("fatal")
_BEFORE_HARM = word_class("before_harm")
_GOVERNORS = word_class("governors")
_DONE_TO_DEATH = word_class("done_to_death")
_PEOPLE = word_class("kinds_of_people")
_NOT_DONE = word_class("not_done")
_SPANS = word_class("spans")
_BODIES = word_class("bodies")
_COME_UPON = word_class("come_upon")
_GO_ON = frozenset(("and", "his", "her", "their"))  # behind a comma: `six priests, their cook`
_ONE_OF = frozenset(("a", "an", "his", "her", "their"))


def find_toll(scene: Scene, lexicon: Lexicon) -> Toll | None:
    """The toll that a sentence tells, summed over its clauses; None if it is silent."""
    fates = {"killed": lexicon.classes["killed"], "injured": lexicon.classes["injured"]}
    found: dict[str, list[Quantity]] = {"killed": [], "injured": []}
    none = None if scene.words.isdisjoint(_NOBODY) else _find_none(scene)
    if not _BODIES.isdisjoint(scene.words) and (bodies := _bodies(scene, lexicon)) is not None:
        return _sum_up(scene, {"killed": [bodies], "injured": []}, none)
    if all(words.isdisjoint(scene.words) for words in fates.values()):
        return _sum_up(scene, found, none)
    raised = _raised(scene, lexicon)
    reach = scene.first
    for position in range(scene.first, scene.end):
        fate = next((fate for fate, words in fates.items() if scene.lowers[position] in words), None)
        if fate is None or position < reach:
            continue
        other = "injured" if fate == "killed" else "killed"
        both_end = _both_fates_end(scene, position, fates[other])
        told = (_chain(scene, both_end, lexicon) if both_end else None) or _told_by(scene, position, reach, lexicon)
        if told is None:
            continue
        if both_end and told.people == _ONE and not _is_counted(scene, told, lexicon):
            continue
        if both_end:
            told = told._replace(people=Count(None, None, told.people.best or told.people.high), end=max(told.end, both_end))
            found[other].append(told._replace(at=position))
        found[fate].append(told._replace(at=position))
        reach = max(position + 1, told.end)
    if raised is not None and not found["killed"]:
        found["killed"].append(raised)
    return _sum_up(scene, found, none)


def _bodies(scene: Scene, lexicon: Lexicon) -> Quantity | None:
    """`the bodies of four men were found`, `found two bodies`: each body is one killed."""
    lowers = scene.lowers
    if _COME_UPON.isdisjoint(scene.words):
        return None
    position = next(at for at in range(scene.first, scene.end) if lowers[at] in _BODIES)
    if lowers[position + 1 : position + 2] == ["of"]:
        return _whose(scene, position + 2, lexicon) if position + 2 < scene.end else None
    for at in range(max(scene.first, position - 3), position):
        counted = read_number(scene, at, lexicon)
        if counted is not None and counted.end <= position:
            return counted._replace(end=position + 1, at=position)
    return Quantity(_ONE, position, position + 1, position) if lowers[position] in ("body", "corpse") else None


def _whose(scene: Scene, position: int, lexicon: Lexicon) -> Quantity | None:
    told = _chain(scene, position, lexicon)
    return None if told is None else told._replace(at=position)


def _raised(scene: Scene, lexicon: Lexicon) -> Quantity | None:
    """`raises to 12 the number of those killed`, `raised the number of casualties to about 40`: the total that a toll has come to."""
    lowers = scene.lowers
    if _RAISING.isdisjoint(scene.words) or _TOTALS.isdisjoint(scene.words):
        return None
    start = next(position for position in range(scene.first, scene.end) if lowers[position] in _RAISING)
    for position in range(start + 1, min(scene.end - 1, start + 25)):
        if lowers[position] != "to":
            continue
        total = _first_number(scene, position + 1, lexicon, 4)
        if total is not None:
            return Quantity(total.people, start, total.end, start)
    return None


def _is_counted(scene: Scene, told: Quantity, lexicon: Lexicon) -> bool:
    """Whether a quantity stands as a number, and not only as one person named."""
    return any(word.isdigit() or word in lexicon.numbers for word in scene.lowers[told.first : told.end])


def _both_fates_end(scene: Scene, position: int, others: frozenset[str]) -> int:
    """Where `killed and wounded` ends, which counts both fates together; 0 if only one is told."""
    lowers, at = scene.lowers, position + 1
    if at + 1 < scene.end and lowers[at] in ("and", "or", "/") and lowers[at + 1] in others:
        behind = lowers[at + 2] if at + 2 < scene.end else "."
        before = lowers[position - 1] if position > scene.first else ""
        return at + 2 if not behind.isdigit() or not before.isdigit() else 0
    return 0


def _sum_up(scene: Scene, found: dict[str, list[Quantity]], none: _Nobody | None) -> Toll | None:
    if none is not None:
        found = {fate: [q for q in told if not none.first <= q.at < none.end] for fate, told in found.items()}
    quantities = found["killed"] + found["injured"]
    if not quantities and none is None:
        return None
    if none is not None:
        quantities = [*quantities, Quantity(_NONE, none.first, none.end, none.first)]
    adds = any(not _ADDING.isdisjoint(scene.lowers[q.first : q.end]) for q in quantities)
    of_attackers = any(not _PERPETRATORS.isdisjoint(scene.lowers[q.first : q.end]) for q in quantities)
    first, end = min(q.first for q in quantities), max(q.end for q in quantities)
    killed = _total(scene, found["killed"]) or (_NONE if none and none.killed else None)
    injured = _total(scene, found["injured"]) or (_NONE if none and none.injured else None)
    return Toll(killed, injured, first, end, min(q.at for q in quantities), adds, of_attackers)


def _total(scene: Scene, quantities: list[Quantity]) -> Count | None:
    """One clause's count; of several the sum, unless one is the background, a part or a restatement of another."""
    if not quantities:
        return None
    total = quantities[0].people
    for previous, quantity in itertools.pairwise(quantities):
        between = scene.lowers[previous.at : quantity.first]
        told = scene.lowers[previous.end : quantity.end]
        if "after" in between and "were" in told:
            continue
        if ";" not in between and "toll" in told and not _RAISING.isdisjoint(between + told) and _is_of_period(scene, quantity):
            continue  # `killed two, raising the toll of the week to 30`
        first_clause = scene.lowers[previous.first : quantity.first]
        part = "including" in first_clause and ";" not in first_clause and (quantity.people.best or 0) <= (total.best or 0)
        restated = ";" in between or "…" in between or "toll" in told or "total" in told
        if restated:
            total = _restated(scene, total, quantity)
        elif part:
            total = larger(total, quantity.people)
        else:
            total = add(total, quantity.people)
    return total


def _is_of_period(scene: Scene, quantity: Quantity) -> bool:
    """Whether a total is that of a time or of more than one incident: no one is said to be `another` victim, or days and weeks are told."""
    behind = scene.lowers[quantity.end : min(scene.end, quantity.end + 16)]
    return _ADDING.isdisjoint(scene.words) or not _SPANS.isdisjoint(behind)


def _restated(scene: Scene, told: Count, quantity: Quantity) -> Count:
    """A total told beside another: what it rose to holds alone, what others put it at opens a range."""
    new = quantity.people
    near = scene.lowers[max(scene.first, quantity.first - 8) : quantity.end]
    if new.best is None or told.best is None or not (_REVISED | _RAISING).isdisjoint(near):
        return larger(told, new)
    return Count(min(told.best, new.best), new.best, max(told.best, new.best))


def _told_by(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> Quantity | None:
    """The people whom the word at `position` counts among the killed or the injured."""
    lowers = scene.lowers
    word = lowers[position]
    behind = lowers[position + 1] if position + 1 < scene.end else "."
    if lowers[position - 1] in ("to", "of") and not _NOT_DONE.isdisjoint(lowers[max(scene.first, position - 3) : position]):
        return None  # `tried to kill a guard`, `on a charge of murdering a guard`
    if word == "toll":
        return _first_number(scene, position + 1, lexicon)
    if word in ("death", "deaths") and behind == "of":
        return _chain(scene, position + 2, lexicon)
    if word == "death" and lowers[position - 1 : position] == ["to"]:
        return _done_to_death(scene, position, reach, lexicon)
    if word == "lives":
        return _claimed_lives(scene, position, reach, behind, lexicon)
    back = position - 1
    while back > scene.first and lowers[back] in _SKIPPED:
        back -= 1
    passive = back >= scene.first and lowers[back] in _BE
    by_shot = word == "dead" and lowers[back] in _DONE_TO_DEATH and lowers[max(scene.first, back - 1)] not in _BE
    ahead = None if passive or (word in _COUNTED_BEFORE and not by_shot) else _chain(scene, position + 1, lexicon)
    return ahead or _before(scene, position, reach, lexicon)


def _claimed_lives(scene: Scene, position: int, reach: int, behind: str, lexicon: Lexicon) -> Quantity | None:
    """`claimed the lives of four brothers`, `claimed four lives`."""
    if _CLAIMS.isdisjoint(scene.lowers[max(scene.first, position - 6) : position]):
        return None
    return _chain(scene, position + 2, lexicon) if behind == "of" else _before(scene, position, reach, lexicon)


def _done_to_death(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> Quantity | None:
    """`was stabbed to death`, `hacked two men to death`: whom the verb before names."""
    for at in range(position - 2, max(reach, position - 9) - 1, -1):
        if scene.lowers[at].endswith("ed") or scene.lowers[at] in _DONE_TO_DEATH:
            return _chain(scene, at + 1, lexicon) or _before(scene, at, reach, lexicon)
    return None


def _first_number(scene: Scene, position: int, lexicon: Lexicon, within: int = 10) -> Quantity | None:
    for at in range(position, min(scene.end, position + within)):
        quantity = read_number(scene, at, lexicon)
        if quantity is not None:
            return quantity
    return None


def _chain(scene: Scene, position: int, lexicon: Lexicon) -> Quantity | None:
    """`two soldiers and at least three civilians`: quantities that follow at once, joined by commas and `and`."""
    lowers, end = scene.lowers, scene.end
    total, at, last = None, position, position
    while at < end:
        quantity = read_people(scene, at, lexicon)
        if quantity is None:
            break
        total = quantity.people if total is None else add(total, quantity.people)
        at = _age_end(scene, _noun_end(scene, quantity.end, lexicon))
        last = max(last, at)
        if at + 1 < end and lowers[at] in ("in", "near", "at"):
            at = _resumes(scene, at, lexicon)
        if at + 1 >= end or lowers[at] not in (",", "and"):
            break
        at += 2 if lowers[at] == "," and lowers[at + 1] == "and" else 1
        if at >= end or lowers[at] in _SUBSET or lowers[at] in ("the", "its"):
            break
    return None if total is None else Quantity(total, position, last)


def _age_end(scene: Scene, position: int) -> int:
    """Where the age that follows a name ends: `Ana Ruiz, 31, and`; `position` if none does."""
    lowers, end = scene.lowers, scene.end
    is_age = position + 2 < end and lowers[position] == "," and lowers[position + 1].isdigit() and lowers[position + 2] == ","
    return position + 2 if is_age else position


def _noun_end(scene: Scene, position: int, lexicon: Lexicon) -> int:
    """Where the noun behind a number ends: at a sign, a conjunction, a preposition, or the next fate."""
    killed, injured = lexicon.classes["killed"], lexicon.classes["injured"]
    at = position
    while at < scene.end:
        word = scene.lowers[at]
        if word in CHAIN_ENDS or word in STOPS or word in _SUBSET or word in (",", "and", "or") or word in killed or word in injured:
            break
        at += 1
    return at


def _resumes(scene: Scene, position: int, lexicon: Lexicon) -> int:
    """Where `killed a guard in one town and two farmers in another` goes on counting; `position` if it does not."""
    for at in range(position, min(scene.end - 2, position + 9)):
        word = scene.lowers[at]
        if word in STOPS or word in _BREAKS or word == ",":
            return position
        if word == "and":
            behind = next((p for p in scene.phrases if at < p.first <= at + 3), None)
            counted = read_people(scene, at + 1, lexicon)
            return at if behind is not None and behind.kind in _PEOPLE and counted is not None else position
    return position


def _before(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> Quantity | None:
    """The people counted to the left of the word: the last run of quantities in its clause that no preposition governs."""
    lowers = scene.lowers
    start = position
    while start > reach and (aside := _aside(lowers, start)) + (lowers[start - 1] not in STOPS and lowers[start - 1] not in _BREAKS):
        start -= max(aside, 1)
    runs: list[list[Quantity]] = [[]]
    at, subset = start, False
    while at < position:
        word = lowers[at]
        if word in ("including", "among") or (word == "of" and lowers[at + 1] in ("them", "whom")):
            subset = True
        elif word == ",":
            subset = False
            if not (lowers[at + 1].isdigit() or lowers[at + 1] in lexicon.numbers or lowers[at + 1] in _GO_ON):
                runs.append([])
        quantity = read_number(scene, at, lexicon) or (read_person(scene, at) if word in _ONE_OF else None)
        if quantity is not None and not subset and (quantity.first == start or lowers[quantity.first - 1] not in _GOVERNORS):
            runs[-1].append(quantity)
        at = at + 1 if quantity is None else quantity.end
    told = next((run for run in reversed(runs) if run), None)
    if told is None:
        return None if lowers[position] in _HARM_NOUNS else _single_before(scene, start, position)
    total = told[0].people
    for quantity in told[1:]:
        total = add(total, quantity.people)
    return Quantity(total, told[0].first, position + 1)


def _aside(lowers: list[str], end: int) -> int:
    """The tokens of an age in brackets or a name in quotation marks that ends here: `Ana Ruiz (31)`, `the “Free” army`; 0 if none does."""
    sign = _OPENED_BY.get(lowers[end - 1]) if end > 3 else None
    if sign is None:
        return 0
    return next((width for width in range(3, min(_WIDEST_ASIDE, end)) if lowers[end - width] == sign), 0)


def _single_before(scene: Scene, start: int, position: int) -> Quantity | None:
    """`a soldier was killed`: the singular subject."""
    for phrase in reversed(scene.phrases):
        if phrase.end > position or phrase.first < start or phrase.preposition is not None:
            continue
        if not (_HARM_NOUNS | _LEAVING).isdisjoint(scene.lowers[phrase.end : position]):
            return None
        if phrase.kind == "person":
            return _named(scene, phrase, start)._replace(end=position + 1)
        if phrase.kind in _PEOPLE and is_singular(scene.lowers[phrase.end - 1]):
            return Quantity(_ONE, phrase.first, position + 1)
        return None
    return None


def _named(scene: Scene, last: Phrase, start: int) -> Quantity:
    """`Ana Ruiz (31) and Juan Paz were killed`: as many as are named one after the other."""
    first, number = last.first, 1
    for phrase in reversed(scene.phrases):
        if phrase.end > first or phrase.first < start:
            continue
        between = scene.lowers[phrase.end : first]
        if phrase.kind != "person" or not all(word in _LIST_SIGNS or word.isdigit() for word in between) or not between:
            break
        first, number = phrase.first, number + 1
    return Quantity(Count(number, number, number), first, last.end)


def _find_none(scene: Scene) -> _Nobody | None:
    """`no casualties were reported`, `nobody was hurt`, `without causing casualties`: the tokens that say there were none."""
    lowers, end = scene.lowers, scene.end
    for position in range(scene.first, end):
        word = lowers[position]
        if word not in _NOBODY:
            continue
        if word in ("nobody", "none") or lowers[position + 1 : position + 2] == ["one"]:
            reach = next((at + 1 for at in range(position, min(end, position + 7)) if lowers[at] in _HARMED), None)
        else:
            at = position + 1
            while at < end and lowers[at] in _BEFORE_HARM:
                at += 1
            is_harm = at < end and lowers[at] in _HARM_NOUNS and _KNOWLEDGE.isdisjoint(lowers[at + 1 : min(end, at + 2)])
            reach = at + 1 if is_harm else None
        if reach is not None:
            return _nobody(lowers, position, reach, end)
    return None


def _nobody(lowers: list[str], first: int, reach: int, end: int) -> _Nobody:
    """`no one was killed` says nothing of the injured, unless `or injured` follows; all other words say it of both."""
    while reach + 1 < end and lowers[reach] in ("or", "nor", "and") and lowers[reach + 1] in _HARMED | _HARM_NOUNS:
        reach += 2
    words = set(lowers[first:reach])
    only_killed = words.isdisjoint((_HARMED | _HARM_NOUNS) - _FATAL)
    return _Nobody(first, reach, True, not only_killed)
