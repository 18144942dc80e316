"""Places: which of the namesakes a toponym means, by what else the text names.

Evidence, strongest first: the unit or country that follows a comma (`Tripoli, Lebanon`), a word for its kind (`governorate`),
countries that the text names, places near by, and population as a prior. One sense a text.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from transforms.gazetteer import Gazetteer, Toponym

_ADMIN_WORDS = frozenset(["governorate", "province", "oblast", "krai", "region", "state", "district", "county", "prefecture", "department", "canton"])
_NEAR_KM = 300.0


class Context(NamedTuple):
    """What a text names: countries with how often, and the containers that stand behind a comma, by key."""

    countries: Mapping[str, float]
    containers: Mapping[str, tuple[str, ...]]  # key of a toponym -> iso3 or admin1 ids that follow it
    unit_words: Mapping[str, str]
    neighbours: Mapping[str, frozenset[str]]


class Choice(NamedTuple):
    """The place chosen, how sure that is, and among how many."""

    place: Toponym
    confidence: float
    candidates: int
    method: str


def choose(key: str, candidates: Sequence[Toponym], context: Context, near: Sequence[Toponym]) -> Choice | None:
    """The candidate that the text speaks for most; None if there is none."""
    if not candidates:
        return None
    scored = sorted(((score(key, place, context, near), place) for place in candidates), key=lambda pair: (-pair[0], pair[1].row))
    best, place = scored[0]
    lead = best - scored[1][0] if len(scored) > 1 else 3.0
    told = "context" if context.countries.get(place.country_iso3) else "population"
    method = "containment" if _contained(place, context.containers.get(key, ())) else told
    return Choice(place, round(min(0.99, 0.5 + lead / 6), 2), len(candidates), method)


def score(key: str, place: Toponym, context: Context, near: Sequence[Toponym]) -> float:
    """How much speaks for a place; 1 is worth a factor of ten in population."""
    total = math.log10(place.population + 10) + (0.7 if place.is_name else 0.0)
    word = context.unit_words.get(key)
    is_admin = place.feature_code.startswith("ADM")
    if word in _ADMIN_WORDS:
        total += 5 if is_admin else 0
    elif is_admin:
        total -= 0.5 if place.feature_code == "ADM1" else 2.5
    if _contained(place, context.containers.get(key, ())):
        total += 12
    mentioned = sum(context.countries.values())
    if mentioned:
        share = context.countries.get(place.country_iso3, 0.0) / mentioned
        total += 4 * share + (1.5 if share else 0)
        if not share and any(context.countries.get(code) for code in context.neighbours.get(place.country_iso3, ())):
            total += 0.5
    distances = [kilometres(place, other) for other in near if other.row != place.row]
    if distances:
        total += 1.5 * sum(distance < _NEAR_KM for distance in distances) / len(distances) + (1.0 if min(distances) < 100 else 0)
    return total


def _contained(place: Toponym, containers: Sequence[str]) -> bool:
    return place.country_iso3 in containers or (place.admin1_id is not None and place.admin1_id in containers)


def kilometres(a: Toponym, b: Toponym) -> float:
    """Great-circle distance between two places, on a sphere of 6,371 km."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    haversine = math.sin((lat_b - lat_a) / 2) ** 2
    haversine += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 12_742 * math.asin(min(1.0, math.sqrt(haversine)))


def country_counts(named: Sequence[str | None], gazetteer: Gazetteer, keys: Sequence[str]) -> Counter[str]:
    """Countries that a text speaks of: those it names, and weakly those of which it names an unmistakable place."""
    counts: Counter[str] = Counter()
    for code in named:
        if code:
            counts[code] += 2
    for key in keys:
        countries = {place.country_iso3 for place in gazetteer.find(key) if place.population > 15_000}
        if len(countries) == 1:
            counts[countries.pop()] += 1
    return counts
