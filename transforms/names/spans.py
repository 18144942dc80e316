"""Spans: where a name that begins at a unit ends, by what is known of names and by how names are built.

Every function takes the units of a sentence and a start, and gives the unit one past the end; the start itself means none.
"""

import re
from typing import Final

from transforms.gazetteer import Gazetteer
from transforms.names.lexicon import Lexicon
from transforms.names.units import Unit

_SYLLABLE: Final = re.compile("(?:[bcdfghjklmnpqrstvwxyz]|[ctsz]h|ts|tz|hs|[bghkmpr]y|[ghk]w)?[aeiou]{1,3}(?:ng|[hklmnprt])?")  # romanized
_PREPOSITIONS: Final = frozenset(["as", "at"])  # particles only before a hyphen: `Tawfiq at-Tikriti`, not `Students at Basra University`
_QUOTES: Final = frozenset("\"“”'‘’")
_LONGEST_PLACE: Final = 6  # units
_LONGEST_RUN: Final = 40  # units; bounds the work on a text that is nothing but capitalised words


def run_end(lexicon: Lexicon, units: list[Unit], start: int, busy: frozenset[int]) -> int:
    """The run of capitalised units; particles only between two capitals, a possessive only behind a word that owns offices."""
    end = start + 1
    particles, possessors, heads = lexicon.cues["particle"], lexicon.cues["possessor"], lexicon.cues["place head"]
    while end < min(len(units), start + _LONGEST_RUN) and units[end].first not in busy:
        unit = units[end]
        if not (unit.joined or (unit.owned and (units[end - 1].key in possessors or unit.key in heads))):
            break
        if unit.capital or (unit.hyphenated and _goes_on_small(lexicon, units, start, end)):
            end += 1
        elif (unit.key in particles or unit.key == "&") and is_capital(units, end + 1) and units[end + 1].first not in busy:
            if unit.key in _PREPOSITIONS and not units[end + 1].hyphenated:
                break
            end += 2
        elif unit.key in particles and end + 1 < len(units) and units[end + 1].key in particles and is_capital(units, end + 2):
            end += 3
        else:
            break
    return end


def _goes_on_small(lexicon: Lexicon, units: list[Unit], start: int, index: int) -> bool:
    """Whether the small word behind a hyphen belongs to the name: `Deir-ez-Zor`, `Lin Chia-lung`; not `Hong Kong-run`."""
    key = units[index].key
    if key.isalpha() and len(key) < 4 and is_capital(units, index + 1):
        return True
    is_syllable = index - start > 1 and units[index - 1].capital and _SYLLABLE.fullmatch(key) is not None
    return is_syllable and (units[index - 2].key in lexicon.cues["syllabic surname"] or key not in lexicon.common)


def is_capital(units: list[Unit], index: int) -> bool:
    """Whether a unit is there, capitalised, and joined to the one before it."""
    return index < len(units) and units[index].capital and units[index].joined


def title_end(lexicon: Lexicon, units: list[Unit], start: int, end: int) -> int:
    """Titles that open a run: `Foreign Minister`, `Lt. Col.`."""
    stop = start
    while stop < end:
        reach, key, longest = lexicon.title_reach.get(units[stop].key, 0), "", stop
        for index in range(stop, min(end, stop + reach)):
            key = f"{key} {units[index].key}" if key else units[index].key
            if key in lexicon.titles:
                longest = index + 1
        if longest == stop or (longest == stop + 1 < end and units[stop].key == "u" and len(units[longest].key) == 1):
            break  # the `U` of `Former U.S. envoy` is no title
        stop = longest
    return stop


def organization_end(lexicon: Lexicon, units: list[Unit], start: int, end: int) -> int:
    """An organization that a head word names: `Oil Ministry`, `University of Basra`, `Partido Popular`."""
    heads = lexicon.organization_heads
    last = start
    if end - start > 1 and units[end - 1].key in lexicon.cues["place head"] and not _continues(units, end):
        return start
    for index in range(start, end):
        key = units[index].key
        if key in heads and (index > start or _continues(units, index + 1) or (key in lexicon.leading_heads and index + 1 < end)):
            last = end if key in lexicon.leading_heads and index == start else index + 1
        elif index + 1 < end and f"{key} {units[index + 1].key}" in heads and index > start:
            last = index + 2
    if last == start:
        return start
    while _continues(units, last):
        inner = last + 1 + (units[last + 1].key == "the")
        last = _before_person(lexicon, units, inner, run_end(lexicon, units, inner, frozenset()))
        if last < len(units) - 1 and units[last].key == "and" and units[last].joined and is_capital(units, last + 1) and last - inner < 3:
            second = run_end(lexicon, units, last + 1, frozenset())
            if second - last < 3 or heads.isdisjoint(unit.key for unit in units[last + 1 : second]):
                last = second
    return last


def _before_person(lexicon: Lexicon, units: list[Unit], start: int, end: int) -> int:
    """Where a head word ends an organization before a person's name: `Registry of the Electoral Tribunal Ana Velic`; the run's end if none does."""
    for index in range(start + 1, end - 2):
        if units[index].key in lexicon.organization_heads and units[index + 1].key in lexicon.given_names:
            return index + 1
    return end


def paired_end(lexicon: Lexicon, units: list[Unit], end: int) -> int:
    """The run that `and` joins to a run of common words: `Cornwall Fire and Rescue Service`; the run's own end if it joins none."""
    if not (end < len(units) and units[end].key == "and" and units[end].joined and is_capital(units, end + 1)):
        return end
    if units[end - 1].key not in lexicon.common or units[end + 1].key not in lexicon.common:
        return end
    behind = run_end(lexicon, units, end + 1, frozenset())
    return behind if units[behind - 1].key in lexicon.organization_heads and behind - end > 2 else end


def nickname_end(words: list[str], units: list[Unit], end: int) -> int | None:
    """The unit behind a nickname in quotation marks inside a name: the surname of `Omar "the Fox" Haddad`; None if no such follows."""
    opening = units[end - 1].end
    if opening >= len(words) or words[opening] not in _QUOTES:
        return None
    for index in range(end, min(end + 3, len(units) - 1)):
        closing = units[index].end
        if words[closing] in _QUOTES:
            return index + 1 if units[end].first == opening + 1 and units[index + 1].capital and units[index + 1].first == closing + 1 else None
    return None


def _continues(units: list[Unit], index: int) -> bool:
    """Whether `of` or `for` and a capital follow."""
    if index + 1 >= len(units) or not units[index].joined or units[index].key not in ("of", "for"):
        return False
    return is_capital(units, index + 1) or (units[index + 1].key == "the" and units[index + 1].joined and is_capital(units, index + 2))


def organ_end(lexicon: Lexicon, units: list[Unit], stop: int) -> int:
    """The organ of a state behind its name or adjective: `Syrian army`, `US military forces`."""
    organs = lexicon.cues["state organ"]
    best, key = stop, ""
    for index in range(stop, min(len(units), stop + 3)):
        if not units[index].joined:
            break
        key = f"{key} {units[index].key}" if key else units[index].key
        if key in organs:
            best = index + 1
    return best


def place_end(gazetteer: Gazetteer, units: list[Unit], start: int, end: int) -> int:
    """The longest name of the gazetteer, or 0."""
    keys = [unit.key for unit in units[start : min(end, start + _LONGEST_PLACE)]]
    while keys:
        if " ".join(keys) in gazetteer.rows_of:
            return start + len(keys)
        keys.pop()
    return 0


def all_caps_end(units: list[Unit], start: int) -> int:
    """How far a name can reach where case tells nothing."""
    end = start + 1
    while end < len(units) and end < start + _LONGEST_PLACE and units[end].joined:
        end += 1
    return end
