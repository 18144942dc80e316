"""Points of hand-written places: each is held against the gazetteer, so that a slip of a digit or a sign does not go unseen."""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from transforms.gazetteer import Gazetteer
from transforms.reference import cells

_RADIUS_KM = 6_371
_BAND = 2  # degrees of latitude to the south and the north in which the nearest town is sought first
_DEGREE_KM = 111
_WATER = frozenset(["SEA", "OCN", "GULF", "STRT", "BAY", "CHN", "SD"])
_BORDER_KM = 50  # a place this near to a country may belong to it, whatever the nearest town says


class Towns(NamedTuple):
    """Towns of the gazetteer that have a point, from south to north, as directions from the middle of the earth (rows x, y, z)."""

    latitude: np.ndarray
    directions: np.ndarray
    country: np.ndarray


def towns_of(gazetteer: Gazetteer) -> Towns:
    """The populated places of a gazetteer."""
    chosen = np.array([code.startswith("PPL") for code in gazetteer.feature_code]) & ~np.isnan(gazetteer.latitude)
    order = np.flatnonzero(chosen)[np.argsort(gazetteer.latitude[chosen], kind="stable")]
    latitude = gazetteer.latitude[order]
    return Towns(latitude, _directions(latitude, gazetteer.longitude[order]), np.array(gazetteer.country_iso3)[order])


def point_faults(row: Mapping[str, str], gazetteer: Gazetteer, towns: Towns) -> Iterator[str]:
    """What is wrong with the point of a row of `places_extra`: off the globe, not near the town it names, in another country."""
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        precision = float(row.get("precision_km") or 0)
    except ValueError:
        yield "latitude, longitude and precision_km are numbers"
        return
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        yield f"{latitude}, {longitude} is no point on the globe"
        return
    yield from _far_from_its_town(row, latitude, longitude, gazetteer)
    countries = {code for code in (row.get("country_iso3"), *cells(row.get("countries"))) if code}
    if countries and row.get("feature_code") not in _WATER:
        yield from _abroad(countries, precision, latitude, longitude, towns)


def _far_from_its_town(row: Mapping[str, str], latitude: float, longitude: float, gazetteer: Gazetteer) -> Iterator[str]:
    if not row.get("near_geonames_id"):
        return
    town = gazetteer.by_id(int(row["near_geonames_id"]))
    if town is None:
        yield f"near_geonames_id {row['near_geonames_id']} is no place of the gazetteer"
        return
    away = _kilometres(float(_cosines(_directions(latitude, longitude), _directions(town.latitude, town.longitude))))
    if away > float(row["near_km"]):
        yield f"lies {away:.0f} km from {row['near_name']}, not within {row['near_km']}"


def _abroad(countries: set[str], precision: float, latitude: float, longitude: float, towns: Towns) -> Iterator[str]:
    """The nearest town may lie across a border, but then one of the place's own country is not much farther."""
    point = _directions(latitude, longitude)
    first, last = np.searchsorted(towns.latitude, (latitude - _BAND, latitude + _BAND))
    cosines = _cosines(towns.directions[:, first:last], point)
    if not cosines.size or _kilometres(float(cosines.max())) > _BAND * _DEGREE_KM:  # one beyond the band may be nearer
        first, cosines = 0, _cosines(towns.directions, point)
    nearest = first + int(cosines.argmax())
    own = np.isin(towns.country, list(countries)) if towns.country[nearest] not in countries else np.array([])
    if not own.any():
        return
    away, home = _kilometres(float(cosines.max())), _kilometres(float(_cosines(towns.directions[:, own], point).max()))
    if home > max(_BORDER_KM, 2 * away, precision):
        yield f"nearest town is in {towns.country[nearest]}, {away:.0f} km away; one of {'|'.join(sorted(countries))} is {home:.0f}"


def _directions(latitude: "np.ndarray | float", longitude: "np.ndarray | float") -> np.ndarray:
    """Unit vectors of points in degrees."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _cosines(directions: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Cosines of the angles between directions and another one; by hand, since threads of a matrix product cost more than they save."""
    return np.asarray(directions[0] * other[0] + directions[1] * other[1] + directions[2] * other[2])


def _kilometres(cosine: float) -> float:
    """Great-circle distance in km between two directions, by the cosine of their angle."""
    return _RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))
