"""Capitals: which words of a sentence written in capitals would have one in plain print.

A word of no dictionary has one, and so has a name of the tables; a title, an initial or a word for a kind of organization has one
beside another. Recognition then reads the sentence as it reads any other.
"""

from collections.abc import Sequence
from typing import Final

from transforms.gazetteer import Gazetteer
from transforms.names.lexicon import Lexicon
from transforms.names.spans import all_caps_end, place_end, title_end
from transforms.names.units import Unit

_ENDINGS: Final = ("s", "es", "ed", "ing", "ly")  # of words whose stem the dictionary has
_SHORTEST: Final = 2
_LONGEST_TITLE: Final = 8  # units; bounds the work on a text of nothing but titles


def true_case(lexicon: Lexicon, gazetteer: Gazetteer, units: list[Unit], known_ends: list[int]) -> list[Unit]:
    """The units with `capital` as plain print would have it; `known_ends` are the ends of the curated names that begin at each, or 0."""
    capital = [_is_of_no_dictionary(lexicon, unit.key) for unit in units]
    for index, unit in enumerate(units):
        end = known_ends[index]
        if end > index + 1 or (end and unit.key not in lexicon.common):
            capital[index:end] = [True] * (end - index)
        reach = all_caps_end(units, index)
        if reach > index + 1 and True in capital[index:reach]:
            end = place_end(gazetteer, units, index, reach)
            if end > index + 1 and True in capital[index:end]:
                capital[index:end] = [True] * (end - index)
    for index in range(len(units) - 1, -1, -1):
        if capital[index] or not _goes_on(units, capital, index + 1):
            continue
        key = units[index].key
        if (len(key) == 1 and key not in lexicon.common) or key in lexicon.given_names or key in lexicon.maybe_given:
            capital[index] = True
    for index in range(len(units) - 1, -1, -1):
        if units[index].key not in lexicon.title_reach:
            continue
        end = title_end(lexicon, units, index, min(len(units), index + _LONGEST_TITLE))
        if end > index and _goes_on(units, capital, end):
            capital[index:end] = [True] * (end - index)
    for index in range(1, len(units)):
        if units[index].key in lexicon.organization_heads and not capital[index] and units[index].joined:
            capital[index] = capital[index - 1]
    return [
        unit if unit.capital == has
        else Unit(unit.first, unit.end, unit.key, has, unit.joined, unit.hyphenated, unit.owned, unit.owns, unit.contracted)
        for unit, has in zip(units, capital, strict=True)
    ]  # fmt: skip


def _is_of_no_dictionary(lexicon: Lexicon, key: str) -> bool:
    if key in lexicon.given_names:
        return key not in lexicon.common
    if key in lexicon.common or not key[0].isalpha() or len(key) < _SHORTEST:
        return False
    return not any(key.endswith(ending) and key[: -len(ending)] in lexicon.common for ending in _ENDINGS)


def _goes_on(units: list[Unit], capital: Sequence[bool], index: int) -> bool:
    return index < len(units) and capital[index] and units[index].joined

