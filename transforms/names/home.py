"""Home: the provinces that a text plays in, though it may name none of them.

A name that many provinces have says little of where a text plays, one that few have says much; what most of a text's names
have in common is where it is at home (`Urbana`, `Enon`, `London` and `Champaign County`: Ohio).
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from transforms.gazetteer import Gazetteer

_WORTH_SHARING: Final = 500  # people
_LARGE_PROVINCE: Final = 500_000  # people; it is rather meant than towns elsewhere that have its name
_LEAST: Final = 0.6  # votes that make a home, of three names at least
_LEAST_OF_TWO: Final = 0.9  # votes of only two: about what one name of a single province gives
_BESIDE: Final = 0.5  # of the votes of the first home; a story of two provinces is at home in both


def province_votes(names: Iterable[Collection[str]]) -> dict[str, tuple[float, int]]:
    """Admin1 id -> votes of the several names that have a place there, each shared among its provinces, and how many names those are."""
    votes: dict[str, float] = {}
    several: dict[str, int] = {}
    for provinces in names:
        for province in provinces:
            if province in votes:
                votes[province] += 1 / len(provinces)
                several[province] = several.get(province, 1) + 1
            else:
                votes[province] = 1 / len(provinces)
    return {province: (votes[province], count) for province, count in several.items()}


@lru_cache(maxsize=20_000)
def provinces_of(gazetteer: Gazetteer, key: str) -> frozenset[str]:
    """Admin1 ids in which a town of some size or a county bears the folded name; none for the name of a large province itself."""
    places = gazetteer.find(key)
    if any(place.feature_code == "ADM1" and place.is_name and place.population > _LARGE_PROVINCE for place in places):
        return frozenset()
    return frozenset([place.admin1_id for place in places if place.admin1_id and place.population > _WORTH_SHARING])


def home_provinces(votes: dict[str, tuple[float, int]]) -> dict[str, float]:
    """Admin1 id -> votes, of the provinces for which the names speak together, and more than for others."""
    if not votes:
        return {}
    most = max(weight for weight, _ in votes.values())
    return {
        province: weight for province, (weight, count) in votes.items()
        if weight >= max(_LEAST_OF_TWO if count == 2 else _LEAST, _BESIDE * most)
    }  # fmt: skip
