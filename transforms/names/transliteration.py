"""Transliteration: one town under the spellings that newsrooms give it, matched by what the spellings share.

A cascade inside one country whose script is not Latin: a key that evens out what transcriptions differ in (articles, q and k,
vowels, doubled letters, endings), then its consonants alone. A key that fits several places
fits none, unless one of them is a town far larger than the others. The keys of all places are compiled beforehand, to `spellings`.
"""

import re
from functools import cache
from typing import Final

from transforms.gazetteer import Gazetteer, Toponym
from transforms.reference import SHARED, Reference, Spellings, read_spellings

_FEWEST_CONSONANTS: Final = 3
_LARGE: Final = 5_000  # people
_FAR_LARGER: Final = 10
_ARTICLE: Final = re.compile(r"\b(?:al|el|ul|ad|ed|an|en|ar|er|as|es|ash|esh|at|et|az|ez|il|l) ")
_ARABIC: Final = {
    "dj": "j", "tch": "sh", "ch": "sh", "kh": "k", "gh": "g", "dh": "d", "th": "t", "ph": "f", "q": "k", "c": "k", "x": "ks", "v": "w", "p": "b",
    "ou": "u", "oo": "u", "ee": "i", "ei": "ai", "ey": "ai", "ay": "ai", "aw": "au", "ow": "au", "e": "i", "o": "u", "y": "i", " ": "",
}  # fmt: skip
_CYRILLIC: Final = {
    "shch": "s", "sch": "s", "tch": "c", "ch": "c", "sh": "s", "zh": "z", "kh": "h", "g": "h", "ts": "c", "tz": "c", "w": "v", "yi": "i",
    "iy": "i", "yy": "i", "ij": "i", "ii": "i", "yo": "e", "io": "e", "ye": "e", "ie": "e", "je": "e", "ya": "a", "ia": "a", "ja": "a", "yu": "u",
    "iu": "u", "ju": "u", "y": "i", "j": "i", "ivka": "avka", "iv": "av", "ev": "av", "o": "a", " ": "",
}  # fmt: skip
_RULES: Final = {"arabic": _ARABIC, "cyrillic": _CYRILLIC}
_WRITTEN: Final = {family: re.compile("|".join(sorted(map(re.escape, rules), key=len, reverse=True))) for family, rules in _RULES.items()}
_ENDING: Final = re.compile(r"(?:ia|ih|ah|a|i)+h?$")
_VOWELS: Final = re.compile(r"[aeiou ]")
_DOUBLED: Final = re.compile(r"(.)\1+")


def even_key(name: str, family: str) -> str:
    """The folded name without what transcriptions of its family differ in."""
    key = _ARTICLE.sub("", f"{name} ") if family == "arabic" and " " in name else name
    rules = _RULES[family]
    key = _DOUBLED.sub(r"\1", _WRITTEN[family].sub(lambda match: rules[match.group()], key))
    return _ENDING.sub("", key) if len(key) > 4 else key


def consonant_key(even: str) -> str:
    """The consonants of an even key."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", even).replace("h", "").replace("w", ""))


def transliterated(reference: Reference, key: str, country: str, closely: bool = False) -> Toponym | None:
    """The one place of the country whose name is another transcription of the folded `key`; None if none is, or several are.

    `closely` asks for more than equal consonants.
    """
    family = families(reference).get(country)
    if family is None:
        return None
    spellings = _spellings(reference, country, family)
    even = even_key(key, family)
    identity = spellings.even.get(even)
    if identity is None and not closely:
        consonants = consonant_key(even)
        identity = spellings.consonants.get(consonants) if len(consonants) >= _FEWEST_CONSONANTS else None
    return reference.gazetteer.by_id(identity) if identity else None


@cache
def families(reference: Reference) -> dict[str, str]:
    """Country -> family of the rules by which its names are transcribed."""
    return {row["country_iso3"]: row["family"] for row in reference.table("transliteration_families")}


def _spellings(reference: Reference, country: str, family: str) -> Spellings:
    """Those of the packaged table; those of a country of the user's own are made when a name first needs them."""
    packaged = read_spellings().get((country, family))
    return packaged if packaged is not None else compile_spellings(reference.gazetteer, country, family)


@cache
def compile_spellings(gazetteer: Gazetteer, country: str, family: str) -> Spellings:
    """The keys of every place of a country, by every name that it has; some seconds of work for all countries, hence the table."""
    even: dict[str, int] = {}
    consonants: dict[str, int] = {}
    for row, name in gazetteer.names_in(country):
        if name.isascii():
            key = even_key(name, family)
            _put(gazetteer, even, key, row)
            _put(gazetteer, consonants, consonant_key(key), row)
    return Spellings(_identified(gazetteer, even), _identified(gazetteer, consonants))


def _identified(gazetteer: Gazetteer, keys: dict[str, int]) -> dict[str, int]:
    return {key: SHARED if row < 0 else int(gazetteer.geonames_id[row]) for key, row in keys.items()}


def _put(gazetteer: Gazetteer, keys: dict[str, int], key: str, row: int) -> None:
    """Note a row under a key; a town stands for the unit that it is the seat of, any other second row makes the key no key."""
    held = keys.setdefault(key, row)
    if held in (row, -1):
        return
    same_unit = gazetteer.admin1_id[held] == gazetteer.admin1_id[row]
    is_town, was_town = (gazetteer.feature_code[one].startswith("PPL") for one in (row, held))
    if same_unit and is_town != was_town:
        keys[key] = row if is_town else held
        return
    people, before = int(gazetteer.population[row]), int(gazetteer.population[held])
    if max(people, before) < max(_LARGE, _FAR_LARGER * min(people, before)):
        keys[key] = -1
    else:
        keys[key] = row if people > before else held
