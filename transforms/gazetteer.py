"""The gazetteer: places by folded name, held in columns since there are hundreds of thousands of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from transforms.gazetteer_keys import fold_name, fold_names

GAZETTEER_COLUMNS = [
    "place_id", "geonames_id", "name", "name_key", "aliases", "feature_class", "feature_code", "country_iso3", "admin1_name", "admin1_id",
    "latitude", "longitude", "population",
]  # fmt: skip


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


@dataclass(frozen=True, eq=False)
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
    aliases: pa.Array  # of lists
    admin1_names: pa.Array

    @lru_cache(maxsize=20_000)  # noqa: B019 - there is one gazetteer a process
    def find(self, key: str) -> tuple[Toponym, ...]:
        """Every place that bears the folded name, the most populous first."""
        rows = self.rows_of.get(key)
        if rows is None:
            return ()
        if not isinstance(rows, tuple):
            return (self._toponym(rows),)
        return tuple(sorted(map(self._toponym, rows), key=lambda place: (-place.population, place.row)))

    def by_id(self, geonames_id: int) -> Toponym | None:
        """The place with that id."""
        row = self.row_by_id.get(geonames_id)
        return None if row is None else self._toponym(row)

    def country_of(self, geonames_id: int) -> str | None:
        """The country of the place with that id (ISO 3166-1 alpha-3)."""
        row = self.row_by_id.get(geonames_id)
        return None if row is None else self.country_iso3[row]

    def by_row(self, row: int) -> Toponym:
        """The place in that row."""
        return self._toponym(row)

    def names_in(self, country_iso3: str) -> Iterator[tuple[int, str]]:
        """Row and folded name of every place of a country, by every name that it has; rows lie sorted by country."""
        first, end = bisect_left(self.country_iso3, country_iso3), bisect_right(self.country_iso3, country_iso3)
        for offset, (name, others) in enumerate(zip(self.names[first:end].to_pylist(), self.aliases[first:end].to_pylist(), strict=True)):
            for written in dict.fromkeys([name, *others]):
                yield first + offset, fold_name(written)

    def _toponym(self, signed: int) -> Toponym:
        row = signed if signed >= 0 else ~signed
        return Toponym(
            row, self.country_iso3[row], self.admin1_id[row], self.feature_code[row], self.latitude.item(row),
            self.longitude.item(row), self.population.item(row), signed >= 0,
        )  # fmt: skip


def build_gazetteer(places: pa.Table, extra_names: list[tuple[str, int]]) -> Gazetteer:
    """The gazetteer of a table of places; `extra_names` are further names by GeoNames id, which count as names."""
    rows_of: dict[str, int | tuple[int, ...]] = {}
    ids = places.column("geonames_id").to_numpy()
    row_by_id = dict(zip(ids.tolist(), range(len(ids)), strict=True))
    aliases = places.column("aliases").combine_chunks()
    owners = pa.compute.list_parent_indices(aliases).to_numpy()
    _add(rows_of, places.column("name_key").to_pylist(), range(len(ids)))
    _add(rows_of, fold_names(aliases.flatten()).to_pylist(), (~owners).tolist())
    known = [(fold_name(name), row_by_id[identity]) for name, identity in extra_names if identity in row_by_id]
    seats = _seats(rows_of, places, {row for _, row in known})
    _name_towns(rows_of, known, places.column("feature_class").to_pylist())
    known += [(key, seats[row]) for key, row in known if row in seats]
    _add(rows_of, [key for key, _ in known], [row for _, row in known])
    return Gazetteer(
        rows_of, row_by_id, ids, _shared(places.column("country_iso3")), _shared(places.column("admin1_id")),
        _shared(places.column("feature_code")), places.column("latitude").to_numpy(), places.column("longitude").to_numpy(),
        places.column("population").to_numpy(), places.column("name").combine_chunks(), aliases,
        places.column("admin1_name").combine_chunks(),
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


def _shared(column: pa.ChunkedArray) -> list[Any]:
    """The strings of a column, equal ones the same object: hundreds of thousands of rows have a few thousand of them."""
    encoded = column.combine_chunks().dictionary_encode()
    values = np.array([*encoded.dictionary.to_pylist(), None], dtype=object)
    return values[encoded.indices.fill_null(len(values) - 1).to_numpy()].tolist()  # type: ignore[no-any-return]


def _name_towns(rows_of: dict[str, int | tuple[int, ...]], known: list[tuple[str, int]], kinds: list[str]) -> None:
    """Let a key be a name of a town also where it was a further spelling only."""
    for key, row in known:
        held = rows_of.get(key)
        if kinds[row] == "P" and held == ~row:
            rows_of[key] = row
        elif kinds[row] == "P" and isinstance(held, tuple):
            rows_of[key] = tuple(row if one == ~row else one for one in held)


def _add(rows_of: dict[str, int | tuple[int, ...]], keys: Iterable[str], rows: Iterable[int]) -> None:
    for key, row in zip(keys, rows, strict=True):
        held = rows_of.setdefault(key, row)
        if held is row:
            continue
        if isinstance(held, int):
            if row not in (held, ~held):
                rows_of[key] = (held, row)
        elif row not in held and ~row not in held:
            rows_of[key] = (*held, row)
