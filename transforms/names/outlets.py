"""Outlets: what the name of a paper or station says of where its reports play (`Lexington Herald-Leader`, `Irish Times`)."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from transforms.gazetteer_keys import fold_name
from transforms.names.home import provinces_of
from transforms.names.lexicon import lexicon_of
from transforms.reference import Reference

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGEST: Final = 3  # words of a place in an outlet's name
_SHORTEST: Final = 4  # letters of it


class Outlet(NamedTuple):
    """The country of an outlet, and the provinces that the place in its name may lie in; None and empty if its name tells nothing."""

    country: str | None
    provinces: frozenset[str]


NO_OUTLET: Final = Outlet(None, frozenset())


@lru_cache(maxsize=5_000)
def outlet_of(reference: Reference, source_name: str) -> Outlet:
    """What is known of the outlet with that name, by the organizations and by the places of the tables."""
    lexicon = lexicon_of(reference)
    words = [fold_name(word) for word in _WORD.findall(source_name)]
    whole = " ".join(words[1:] if words[:1] == ["the"] else words)
    countries = {known.country_iso3 for known in lexicon.names.get(whole, ()) if known.entity_type == "organization"}
    country = countries.pop() if len(countries) == 1 else None
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):  # a name that is nothing but a place's is a folder's
        for start in range(len(words) - size + 1):
            key = " ".join(words[start : start + size])
            if len(key) >= _SHORTEST and (size > 1 or key not in lexicon.common) and (provinces := _provinces(reference, key)):
                return Outlet(country, provinces)
    return Outlet(country, frozenset())


def _provinces(reference: Reference, key: str) -> frozenset[str]:
    """A province of that name, else those with a town of that name."""
    units = [place.admin1_id for place in reference.gazetteer.find(key) if place.feature_code == "ADM1" and place.is_name and place.admin1_id]
    return frozenset(units[:1]) or provinces_of(reference.gazetteer, key)
