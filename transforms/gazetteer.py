"""The gazetteer: places by folded name, held in columns since there are hundreds of thousands of them."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

from transforms.gazetteer_keys import fold_name


class Toponym(NamedTuple):
    """What choosing between namesakes needs of a place."""

    row: int
    country_iso3: str
    admin1_id: str | None
    feature_code: str
    latitude: float
    longitude: float
    population: int
    is_name: bool  # looked up by its own name, not by an alias


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places in columns, and the rows that bear a folded name, each row negative where the name is an alias (`~row`)."""

    rows_of: dict[str, int | tuple[int, ...]]
    row_by_id: dict[int, int]
    geonames_id: Any
    country_iso3: list[str]
    admin1_id: list[str | None]
    feature_code: list[str]
    latitude: Any
    longitude: Any
    population: Any
    names: pa.Array
    admin1_names: pa.Array

    def find(self, key: str) -> tuple[Toponym, ...]:
        """Every place that bears the folded name."""
        rows = self.rows_of.get(key)
        if rows is None:
            return ()
        return tuple(self._toponym(row) for row in (rows if isinstance(rows, tuple) else (rows,)))

    def by_id(self, geonames_id: int) -> Toponym | None:
        """The place with that id."""
        row = self.row_by_id.get(geonames_id)
        return None if row is None else self._toponym(row)

    def _toponym(self, signed: int) -> Toponym:
        row = signed if signed >= 0 else ~signed
        return Toponym(
            row, self.country_iso3[row], self.admin1_id[row], self.feature_code[row], float(self.latitude[row]),
            float(self.longitude[row]), int(self.population[row]), signed >= 0,
        )  # fmt: skip


def build_gazetteer(places: pa.Table, extra_names: list[tuple[str, int]]) -> Gazetteer:
    """The gazetteer of a table of places; `extra_names` are further names by GeoNames id, which count as names."""
    rows_of: dict[str, int | tuple[int, ...]] = {}
    ids = places.column("geonames_id").to_numpy()
    row_by_id = dict(zip(ids.tolist(), range(len(ids)), strict=True))
    _add(rows_of, places.column("name_key").to_pylist(), range(len(ids)))
    aliases = places.column("aliases").combine_chunks()
    owners = pa.compute.list_parent_indices(aliases).to_pylist()
    _add(rows_of, map(fold_name, aliases.flatten().to_pylist()), (~row for row in owners))
    known = [(fold_name(name), row_by_id[identity]) for name, identity in extra_names if identity in row_by_id]
    seats = _seats(rows_of, places, {row for _, row in known})
    known += [(key, seats[row]) for key, row in known if row in seats]
    _add(rows_of, [key for key, _ in known], [row for _, row in known])
    return Gazetteer(
        rows_of, row_by_id, ids, places.column("country_iso3").to_pylist(), places.column("admin1_id").to_pylist(),
        places.column("feature_code").to_pylist(), places.column("latitude").to_numpy(), places.column("longitude").to_numpy(),
        places.column("population").to_numpy(), places.column("name").combine_chunks(), places.column("admin1_name").combine_chunks(),
    )  # fmt: skip


def _seats(rows_of: dict[str, int | tuple[int, ...]], places: pa.Table, units: set[int]) -> dict[int, int]:
    """Row of an admin unit -> row of the town that it has its name from, where one stands in the unit under that name.

    Spellings that newsrooms have for one of them they have for the other.
    """
    identities, admin1 = places.column("place_id"), places.column("admin1_id")
    kinds, names = places.column("feature_class"), places.column("name_key")
    seats: dict[int, int] = {}
    for unit in sorted(units):
        identity = identities[unit].as_py()
        bare = [alias.as_py() for alias in places.column("aliases")[unit].values or ()]
        for key in dict.fromkeys([names[unit].as_py(), *map(fold_name, bare)]):
            held = rows_of.get(key, ())
            for signed in held if isinstance(held, tuple) else (held,):
                row = signed if signed >= 0 else ~signed
                if unit not in seats and kinds[row].as_py() == "P" and admin1[row].as_py() == identity:
                    seats[unit] = row
    return seats


def _add(rows_of: dict[str, int | tuple[int, ...]], keys: Any, rows: Any) -> None:
    for key, row in zip(keys, rows, strict=True):
        held = rows_of.get(key)
        if held is None:
            rows_of[key] = row
        elif isinstance(held, int):
            if row not in (held, ~held):
                rows_of[key] = (held, row)
        elif row not in held and ~row not in held:
            rows_of[key] = (*held, row)
