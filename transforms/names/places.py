"""Places: which of the namesakes a toponym means, by what else the text names.

Evidence, strongest first: the unit or country that it is said to lie in (`Tripoli, Lebanon`), a word for its kind
(`governorate`), countries and provinces that the text names, other names with places in the same province, places near by,
and population as a prior. One sense a text. A weight of 1 is worth a factor of ten in population.
"""

import math
from typing import Final, NamedTuple

from transforms.gazetteer import Toponym
from transforms.gazetteer_keys import fold_name
from transforms.names.home import provinces_of
from transforms.names.story import GREAT, Story

_ADMIN_WORDS: Final = frozenset([
    "governorate", "province", "oblast", "krai", "region", "state", "district", "county", "prefecture", "department", "canton", "counties",
    "territory",
])  # fmt: skip
_SECOND_LEVEL: Final = frozenset(["county", "counties", "district"])
_NEAR_KM: Final = 300.0
_NEAR_DEGREES: Final = 3.0  # of latitude; farther than near, which is told without a cosine
_CLOSE_KM: Final = 100.0
_MOST: Final = 10  # namesakes that are looked at, the most populous first; of the others those in provinces that the text names
_TELLING: Final = 15_000  # people; enough for a town to be meant by its name
_SEAT: Final = 5_000  # people; a town that takes its unit's bare name
_GREAT_PROVINCE: Final = 4_000_000  # people; known far from its country, as Florida is
_CITY: Final = 100_000  # people; a town that takes the bare name of any unit of its country

Evidence = list[tuple[str, float]]


class Choice(NamedTuple):
    """The place chosen, how sure that is, and among how many."""

    place: Toponym
    confidence: float
    candidates: int
    method: str


class Weighed(NamedTuple):
    """The namesakes of a name: those that are looked at with what speaks for each, what lies near aside, and the sum of its weights."""

    key: str
    candidates: tuple[Toponym, ...]
    rows: list[tuple[float, Toponym, Evidence]]


def weigh(key: str, word: str | None, candidates: tuple[Toponym, ...], story: Story, shared: dict[str, float]) -> Weighed:
    """What a text says for each candidate. `word` is the word for its kind that stands with the name, `shared` the share of the text's
    other names that have a place in a province."""
    containers = story.containers.get(key, ())
    inside = [place for place in candidates if is_contained(place, containers)] if containers else []
    looked_at = candidates
    if len(candidates) > _MOST:
        abroad = story.named - {place.country_iso3 for place in candidates[:_MOST]}
        at_home = [
            place for place in candidates[_MOST:]
            if place.admin1_id in story.provinces or place.admin1_id in shared or place.country_iso3 in abroad
        ]  # fmt: skip
        looked_at = tuple(dict.fromkeys([*inside, *candidates[:_MOST], *at_home]))
    towns = {place.admin1_id for place in candidates if place.feature_code.startswith("PPL") and place.population > _SEAT}
    cities = {place.country_iso3 for place in candidates if place.feature_code.startswith("PPL") and place.population > _CITY and place.is_name}
    rows = []
    namesake = next((place for place in candidates if place.is_name and place.feature_code.startswith("PPL")), None)  # the most populous
    for place in looked_at:
        told = _own_evidence(place, story, key if namesake is not None and namesake.population > _TELLING else "")
        if namesake is not None and _is_lesser(place, namesake):
            told.append(("an alias of the smaller", -2.0))
        told += _kind_evidence(key, word, place, story, place.admin1_id in towns or place.country_iso3 in cities)
        if place in inside:
            told.append(("said to lie there", 12.0))
        told += _country_evidence(place, story)
        told += _province_evidence(key, place, story, shared)
        rows.append((sum([weight for _, weight in told]), place, told))
    return Weighed(key, candidates, rows)


def _is_lesser(place: Toponym, namesake: Toponym) -> bool:
    """Whether a place has only as an alias what a larger town of its country is called (Newfane and Charlottesville)."""
    return not place.is_name and namesake.country_iso3 == place.country_iso3 and namesake.population > place.population


def choose(weighed: Weighed, near: list[Toponym], story: Story) -> Choice | None:
    """The candidate that the text speaks for most; None if there is none. `near` are places that the text is known to name."""
    key, candidates, _ = weighed
    if not candidates:
        return None
    if len(candidates) == 1:
        return Choice(candidates[0], 0.99, 1, _method(key, candidates[0], story))
    scored = ranked(weighed, near)
    best, place, _ = scored[0]
    lead = best - scored[1][0] if len(scored) > 1 else 3.0
    return Choice(place, round(min(0.99, 0.5 + lead / 6), 2), len(candidates), _method(key, place, story))


def _method(key: str, place: Toponym, story: Story) -> str:
    if is_contained(place, story.containers.get(key, ())):
        return "containment"
    return "context" if story.countries.get(place.country_iso3) else "population"


def ranked(weighed: Weighed, near: list[Toponym]) -> list[tuple[float, Toponym, Evidence]]:
    """Candidates with what speaks for each, the best first."""
    scored = []
    for row in weighed.rows:
        score, place, told = row
        weight = _nearness(place, near)
        scored.append((score + weight, place, [*told, ("places near by", weight)]) if weight else row)
    return sorted(scored, key=lambda row: (-row[0], row[1].row))


def _own_evidence(place: Toponym, story: Story, shared: str) -> Evidence:
    """What a place is: populous, known by that name, great, a capital.

    A great city is no greater than a town under an alias that is the town's name, `shared`, unless that is part of its own.
    """
    is_other = not place.is_name and shared != "" and shared not in fold_name(story.reference.toponym(place.row)[1])
    told = [("population", math.log10((min(place.population, _CITY) if is_other else place.population) + 10))]
    if place.is_name:
        told.append(("its own name", 0.7))
        if place.population >= GREAT and place.feature_code.startswith("PPL"):
            told.append(("great city", 2.0))
        if place.population >= _GREAT_PROVINCE and place.feature_code == "ADM1":
            told.append(("great province", 1.0))
    if place.feature_code == "PPLC":
        told.append(("capital", 3.0 if place.country_iso3 in story.named and story.countries.get(place.country_iso3) else 1.0))
    return told


def _kind_evidence(key: str, word: str | None, place: Toponym, story: Story, is_shared: bool) -> Evidence:
    """Town or admin unit: by a unit word, a list of units, what is said to lie in it; a bare name that they share is the town's."""
    is_unit, word = place.feature_code.startswith("ADM"), word or key.rpartition(" ")[2]
    if word in _ADMIN_WORDS:
        level = "ADM2" if word in _SECOND_LEVEL else "ADM1"
        return [("unit word", 6.0 if place.feature_code == level else 3.0)] if is_unit else []
    if not is_unit:
        return [("city, by its word", 2.0)] if word in ("city", "town", "village") else []
    if place.feature_code == "ADM1" and (key in story.holds or story.listed_units.get(key) == place.country_iso3):
        return [("named as a province", 5.0)]
    if is_shared:
        return [("town of the name", -4.0)]
    return [("unit", -0.5 if place.feature_code == "ADM1" else -2.5)]


def _country_evidence(place: Toponym, story: Story) -> Evidence:
    if not story.countries:
        return []
    if share := story.countries.get(place.country_iso3, 0.0) / sum(story.countries.values()):
        return [("country named", 1.0 + 3.0 * share)]
    around = story.reference.neighbours.get(place.country_iso3)
    return [("neighbour named", 0.8)] if around is not None and not around.isdisjoint(story.countries) else []


def _province_evidence(key: str, place: Toponym, story: Story, shared: dict[str, float]) -> Evidence:
    told: Evidence = []
    if place.admin1_id is None or place.feature_code.startswith("ADM1"):
        return told
    if story.provinces.get(place.admin1_id):
        told.append(("province named", 2.0))
    elif (votes := story.home.get(place.admin1_id, 0.0)) and provinces_of(story.reference.gazetteer, key):
        told.append(("province of the story", min(2.0, votes)))
    if share := shared.get(place.admin1_id):
        told.append(("other names of the province", 2.5 * share))
    return told


def _nearness(place: Toponym, near: list[Toponym]) -> float:
    """The weight of the places near by."""
    others = [other for other in near if other.row != place.row]
    within = [kilometres(place, other) for other in others if not abs(place.latitude - other.latitude) > _NEAR_DEGREES]
    close = [distance for distance in within if distance < _NEAR_KM]
    return 1.5 * (len(close) / len(others)) + (1.0 if min(close) < _CLOSE_KM else 0.0) if close else 0.0


def is_contained(place: Toponym, containers: tuple[str, ...]) -> bool:
    """Whether a place lies in one of the countries (iso3) or admin1 units."""
    return place.country_iso3 in containers or (place.admin1_id is not None and place.admin1_id in containers)


def kilometres(a: Toponym, b: Toponym) -> float:
    """Great-circle distance between two places, on a sphere of 6,371 km; infinite where a point is not known."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    haversine = math.sin((lat_b - lat_a) / 2) ** 2
    haversine += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return math.inf if math.isnan(haversine) else 12_742 * math.asin(min(1.0, math.sqrt(haversine)))
