"""The columns of an event's place, and how precise they are."""

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.events.lexicon import word_class

if TYPE_CHECKING:
    from transforms.names import NameMention
    from transforms.reference import Reference


class Place(NamedTuple):
    """The columns of an event's place; `start_char` is None if it is taken over from another event of the report."""

    place_id: str | None
    name: str | None
    start_char: int | None
    end_char: int | None
    country_iso3: str | None
    latitude: float | None
    longitude: float | None
    where_prec: int | None


COUNTRY: Final = 6
_UNIT: Final = 4
_NEARBY: Final = word_class("nearby")
_WATERS: Final = word_class("feature_water")
_AREAS: Final = word_class("feature_area")
NOWHERE: Final = Place(None, None, None, None, None, None, None, None)


@cache
def _constituents(reference: "Reference") -> frozenset[str]:
    """The countries that are parts of another, as Wales is: where they are known, so is a unit of the first level."""
    return frozenset(f"country:{row['country_iso3']}" for row in reference.table("countries") if row["part_of"] and not row["valid_to"])


def is_continent(name: "NameMention", reference: "Reference") -> bool:
    """`Europe`: wider than any country."""
    entity = reference.entity(name.entity_id) if name.entity_id is not None and name.entity_id.startswith("place:") else None
    return entity is not None and entity.feature_code == "CONT"


def read_place(name: "NameMention", governor: str, reference: "Reference") -> Place:
    entity = reference.entity(name.entity_id) if name.entity_id else None
    if entity is None:
        return Place(name.entity_id, name.name, name.start_char, name.end_char, name.country_iso3, None, None, None)
    precision = _UNIT if name.entity_id in _constituents(reference) else _where_prec(name.entity_id or "", entity.feature_code, governor)
    return Place(
        name.entity_id, entity.name, name.start_char, name.end_char, name.country_iso3 or entity.country_iso3,
        entity.latitude, entity.longitude, precision,
    )  # fmt: skip


def _where_prec(entity_id: str, feature_code: str | None, governor: str) -> int:
    """UCDP GED's precision by the kind of feature (GeoNames codes); a place that is only `near` is within 25 km."""
    code = feature_code or ""
    if entity_id.startswith("country:") or code.startswith("PCL"):
        return 6
    if code.startswith("ADM"):
        return 4 if code.startswith("ADM1") else 3
    if code.lower() in _WATERS:
        return 7
    if code.lower() in _AREAS:
        return 5
    return 2 if governor in _NEARBY else 1
