"""Casualties: how many were killed and injured, as low, best and high, with the words that say so."""

import itertools
from typing import Final, NamedTuple

from transforms.events.counting import bodies, chain, first_number, told_by
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.quantities import Count, Quantity, add, larger
from transforms.events.scene import Scene


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


_NONE: Final = Count(0, 0, 0)
_ONE: Final = Count(1, 1, 1)
_ADDING: Final = word_class("adding")
_NOBODY: Final = word_class("nobody")
_HARMED: Final = word_class("harmed")
_HARM_NOUNS: Final = word_class("harm_nouns")
_PERPETRATORS: Final = word_class("perpetrators")
_REVISED: Final = word_class("revised")
_RAISING: Final = word_class("raising")
_TOTALS: Final = word_class("totals")
_KNOWLEDGE: Final = frozenset(("information", "data", "details", "figures", "count", "estimate"))
_FATAL: Final = word_class("fatal")
_BEFORE_HARM: Final = word_class("before_harm")
_SPANS: Final = word_class("spans")


def find_toll(scene: Scene, lexicon: Lexicon) -> Toll | None:
    """The toll that a sentence tells, summed over its clauses; None if it is silent."""
    killed, injured = lexicon.classes["killed"], lexicon.classes["injured"]
    found: dict[str, list[Quantity]] = {"killed": [], "injured": []}
    none = None if scene.words.isdisjoint(_NOBODY) else _find_none(scene)
    if (found_dead := bodies(scene, lexicon)) is not None:
        return _sum_up(scene, {"killed": [found_dead], "injured": []}, none)
    if killed.isdisjoint(scene.words) and injured.isdisjoint(scene.words):
        return _sum_up(scene, found, none)
    raised = _raised(scene, lexicon)
    reach = scene.first
    for position in range(scene.first, scene.end):
        word = scene.lowers[position]
        is_killed = word in killed
        if not (is_killed or word in injured) or position < reach:
            continue
        fate, other = ("killed", "injured") if is_killed else ("injured", "killed")
        both_end = _both_fates_end(scene, position, injured if is_killed else killed)
        told = (chain(scene, both_end, lexicon) if both_end else None) or told_by(scene, position, reach, lexicon)
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


def _raised(scene: Scene, lexicon: Lexicon) -> Quantity | None:
    """`raises to 12 the number of those killed`, `raised the number of casualties to about 40`: the total that a toll has come to."""
    lowers = scene.lowers
    if _RAISING.isdisjoint(scene.words) or _TOTALS.isdisjoint(scene.words):
        return None
    start = next(position for position in range(scene.first, scene.end) if lowers[position] in _RAISING)
    for position in range(start + 1, min(scene.end - 1, start + 25)):
        if lowers[position] != "to":
            continue
        total = first_number(scene, position + 1, lexicon, 4)
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
