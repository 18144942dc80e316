"""Capitals: which words of a sentence written in capitals would have one in plain print.

A word of no dictionary has one, and so has a name of the tables; a title, an initial or a word for a kind of organization has one
beside another. Recognition then reads the sentence as it reads any other.
"""

from collections.abc import Callable, Sequence
from typing import Final

from transforms.gazetteer import Gazetteer
from transforms.names.lexicon import Lexicon
from transforms.names.spans import all_caps_end, place_end, title_end
from transforms.names.units import Unit

_ENDINGS: Final = ("s", "es", "ed", "ing", "ly")  # of words whose stem the dictionary has
_SHORTEST: Final = 2
_LONGEST_TITLE: Final = 8  # units; bounds the work on a text of nothing but titles


def true_case(lexicon: Lexicon, gazetteer: Gazetteer, units: list[Unit], known_end: Callable[[int], int]) -> list[Unit]:
    """The units with `capital` as plain print would have it; `known_end` gives the end of a curated name that begins at a unit, or 0."""
    capital = [_is_of_no_dictionary(lexicon, unit.key) for unit in units]
    for index, unit in enumerate(units):
        end = 0 if unit.key == "the" else known_end(index)
        if end > index + 1 or (end and unit.key not in lexicon.common):
            capital[index:end] = [True] * (end - index)
        end = place_end(gazetteer, units, index, all_caps_end(units, index))
        if end > index + 1 and any(capital[index:end]):
            capital[index:end] = [True] * (end - index)
    for index in range(len(units) - 1, -1, -1):
        if capital[index] or not _goes_on(units, capital, index + 1):
            continue
        key = units[index].key
        if (len(key) == 1 and key not in lexicon.common) or key in lexicon.given_names or key in lexicon.maybe_given:
            capital[index] = True
    for index in range(len(units) - 1, -1, -1):
        end = title_end(lexicon, units, index, min(len(units), index + _LONGEST_TITLE))
        if end > index and _goes_on(units, capital, end):
            capital[index:end] = [True] * (end - index)
    for index in range(1, len(units)):
        if units[index].key in lexicon.organization_heads and not capital[index] and units[index].joined:
            capital[index] = capital[index - 1]
    return [unit if unit.capital == has else unit._replace(capital=has) for unit, has in zip(units, capital, strict=True)]


def _is_of_no_dictionary(lexicon: Lexicon, key: str) -> bool:
    if key in lexicon.given_names:
        return key not in lexicon.common
    if key in lexicon.common or not key[0].isalpha() or len(key) < _SHORTEST:
        return False
    return not any(key.endswith(ending) and key[: -len(ending)] in lexicon.common for ending in _ENDINGS)


def _goes_on(units: list[Unit], capital: Sequence[bool], index: int) -> bool:
    return index < len(units) and capital[index] and units[index].joined

