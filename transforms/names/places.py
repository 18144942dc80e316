"""Places: which of the namesakes a toponym means, by what else the text names.

Evidence, strongest first: the unit or country that it is said to lie in (`Tripoli, Lebanon`), a word for its kind
(`governorate`), countries and provinces that the text names, other names with places in the same province, places near by,
and population as a prior. One sense a text. A weight of 1 is worth a factor of ten in population.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from transforms.gazetteer import Toponym
from transforms.names.home import provinces_of
from transforms.names.story import GREAT, Story

_ADMIN_WORDS = frozenset([
    "governorate", "province", "oblast", "krai", "region", "state", "district", "county", "prefecture", "department", "canton", "counties",
])  # fmt: skip
_SECOND_LEVEL = frozenset(["county", "counties", "district"])
_NEAR_KM = 300.0
_CLOSE_KM = 100.0
_MOST = 10  # namesakes that are looked at, the most populous first; of the others those in provinces that the text names
_SEAT = 5_000  # people; a town that takes its unit's bare name
_GREAT_PROVINCE = 4_000_000  # people; known far from its country, as Florida is
_CITY = 100_000  # people; a town that takes the bare name of any unit of its country

Evidence = list[tuple[str, float]]


class Choice(NamedTuple):
    """The place chosen, how sure that is, and among how many."""

    place: Toponym
    confidence: float
    candidates: int
    method: str


class Surroundings(NamedTuple):
    """Places that the text is known to name, and the share of its other names that have a place in a province."""

    near: Sequence[Toponym]
    shared: Mapping[str, float]


def choose(key: str, word: str | None, candidates: Sequence[Toponym], story: Story, around: Surroundings) -> Choice | None:
    """The candidate that the text speaks for most; None if there is none. `word` is the word for its kind that stands with it."""
    if not candidates:
        return None
    if len(candidates) == 1:
        return Choice(candidates[0], 0.99, 1, _method(key, candidates[0], story))
    scored = ranked(key, word, candidates, story, around)
    best, place, _ = scored[0]
    lead = best - scored[1][0] if len(scored) > 1 else 3.0
    return Choice(place, round(min(0.99, 0.5 + lead / 6), 2), len(candidates), _method(key, place, story))


def _method(key: str, place: Toponym, story: Story) -> str:
    if is_contained(place, story.containers.get(key, ())):
        return "containment"
    return "context" if story.countries.get(place.country_iso3) else "population"


def ranked(
    key: str, word: str | None, candidates: Sequence[Toponym], story: Story, around: Surroundings
) -> list[tuple[float, Toponym, Evidence]]:
    """Candidates with what speaks for each, the best first."""
    containers = story.containers.get(key, ())
    inside = [place for place in candidates if is_contained(place, containers)] if containers else []
    looked_at = candidates
    if len(candidates) > _MOST:
        abroad = story.named - {place.country_iso3 for place in candidates[:_MOST]}
        at_home = [
            place for place in candidates[_MOST:]
            if place.admin1_id in story.provinces or place.admin1_id in around.shared or place.country_iso3 in abroad
        ]  # fmt: skip
        looked_at = list(dict.fromkeys([*inside, *candidates[:_MOST], *at_home]))
    towns = frozenset(place.admin1_id for place in candidates if place.feature_code.startswith("PPL") and place.population > _SEAT) | {
        place.country_iso3 for place in candidates if place.feature_code.startswith("PPL") and place.population > _CITY and place.is_name
    }
    rows = [(place, evidence(key, word, place, story, around, towns, place in inside)) for place in looked_at]
    scored = [(sum(weight for _, weight in told), place, told) for place, told in rows]
    return sorted(scored, key=lambda row: (-row[0], row[1].row))


def evidence(
    key: str, word: str | None, place: Toponym, story: Story, around: Surroundings, towns: frozenset[str | None], contained: bool = False
) -> Evidence:
    """What speaks for a place and against it, each reason with its weight; `towns` are the units, and for cities the countries,
    in which a town has the name."""
    told = [("population", math.log10(place.population + 10))]
    if place.is_name:
        told.append(("its own name", 0.7))
    if place.population >= GREAT and place.is_name and place.feature_code.startswith("PPL"):
        told.append(("great city", 2.0))
    if place.population >= _GREAT_PROVINCE and place.is_name and place.feature_code == "ADM1":
        told.append(("great province", 1.0))
    if place.feature_code == "PPLC":
        told.append(("capital", 3.0 if place.country_iso3 in story.named and story.countries.get(place.country_iso3) else 1.0))
    told += _kind_evidence(key, word, place, story, towns)
    if contained:
        told.append(("said to lie there", 12.0))
    told += _country_evidence(place, story)
    if place.admin1_id is not None and not place.feature_code.startswith("ADM1"):
        if story.provinces.get(place.admin1_id):
            told.append(("province named", 2.0))
        elif (votes := story.home.get(place.admin1_id, 0.0)) and provinces_of(story.reference.gazetteer, key):
            told.append(("province of the story", min(2.0, votes)))
        if share := around.shared.get(place.admin1_id):
            told.append(("other names of the province", 2.5 * share))
    return told + _distance_evidence(place, around.near)


def _kind_evidence(key: str, word: str | None, place: Toponym, story: Story, towns: frozenset[str | None]) -> Evidence:
    """Town or admin unit: by a unit word, a list of units, what is said to lie in it; a bare name is the town's."""
    is_unit, word = place.feature_code.startswith("ADM"), word or key.rpartition(" ")[2]
    if word in _ADMIN_WORDS:
        level = "ADM2" if word in _SECOND_LEVEL else "ADM1"
        return [("unit word", 6.0 if place.feature_code == level else 3.0)] if is_unit else []
    if not is_unit:
        return [("city, by its word", 2.0)] if word in ("city", "town", "village") else []
    if place.feature_code == "ADM1" and (key in story.holds or story.listed_units.get(key) == place.country_iso3):
        return [("named as a province", 5.0)]
    if place.admin1_id in towns or place.country_iso3 in towns:
        return [("town of the name", -4.0)]
    return [("unit", -0.5 if place.feature_code == "ADM1" else -2.5)]


def _country_evidence(place: Toponym, story: Story) -> Evidence:
    mentioned = sum(story.countries.values())
    if not mentioned:
        return []
    if share := story.countries.get(place.country_iso3, 0.0) / mentioned:
        return [("country named", 1.0 + 3.0 * share)]
    if any(story.countries.get(code) for code in story.reference.neighbours.get(place.country_iso3, ())):
        return [("neighbour named", 0.5)]
    return []


def _distance_evidence(place: Toponym, near: Sequence[Toponym]) -> Evidence:
    distances = [kilometres(place, other) for other in near if other.row != place.row]
    if not distances:
        return []
    share = sum(distance < _NEAR_KM for distance in distances) / len(distances)
    return [("places near by", 1.5 * share + (1.0 if min(distances) < _CLOSE_KM else 0.0))] if share else []


def is_contained(place: Toponym, containers: Sequence[str]) -> bool:
    """Whether a place lies in one of the countries (iso3) or admin1 units."""
    return place.country_iso3 in containers or (place.admin1_id is not None and place.admin1_id in containers)


def kilometres(a: Toponym, b: Toponym) -> float:
    """Great-circle distance between two places, on a sphere of 6,371 km; infinite where a point is not known."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    haversine = math.sin((lat_b - lat_a) / 2) ** 2
    haversine += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return math.inf if math.isnan(haversine) else 12_742 * math.asin(min(1.0, math.sqrt(haversine)))
