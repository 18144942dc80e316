"""Packaged reference data: the only module of `transforms` that reads files.

`load_reference(overlay)` adds a folder of the user's own tables (same names, same columns) to the packaged ones; a row with an
id that is there already replaces it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from transforms.gazetteer import GAZETTEER_COLUMNS, Gazetteer, build_gazetteer
from transforms.gazetteer_keys import fold_name

REFERENCE = Path(__file__).resolve().parent.parent / "seeds" / "reference"

SPELLING_COLUMNS = ["country_iso3", "family", "level", "key", "geonames_id"]
SHARED = 0  # instead of the GeoNames id of one place

Table = list[dict[str, str]]


class EntityRow(NamedTuple):
    """One thing of the reference data."""

    entity_id: str
    entity_type: str
    name: str
    aliases: tuple[str, ...] = ()
    country_iso3: str | None = None
    admin1: str | None = None
    geonames_id: int | None = None
    feature_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wikidata_qid: str | None = None
    sector: str | None = None
    origin: str = "reference"
    ambiguous: tuple[str, ...] = ()  # aliases that need another sign of the thing in the text
    surname: str | None = None  # folded, its spellings as `a|b`
    roles: tuple[str, ...] = ()  # `title:from-to`, of persons
    valid_from: int | None = None
    valid_to: int | None = None


class Spellings(NamedTuple):
    """The places of a country by what transcriptions of their names share: key -> GeoNames id, or SHARED where several have it."""

    even: dict[str, int]
    consonants: dict[str, int]


@dataclass(frozen=True, eq=False)
class Reference:
    """What the stages know of the world: things by id, and the gazetteer."""

    things: dict[str, EntityRow]
    gazetteer: Gazetteer
    neighbours: dict[str, frozenset[str]]  # iso3 -> iso3
    usual_names: dict[int, str]  # GeoNames id -> the name of a town that English-language news uses
    overlay: Path | None

    @lru_cache(maxsize=20_000)  # noqa: B019 - there is one reference a process
    def entity(self, entity_id: str) -> EntityRow | None:
        """The thing of that id, or None."""
        if (known := self.things.get(entity_id)) is not None:
            return known
        prefix, _, number = entity_id.partition(":")
        place = self.gazetteer.by_id(int(number)) if prefix == "geonames" and number.isdigit() else None
        if place is None:
            return None
        admin1 = self.gazetteer.admin1_names[place.row].as_py()
        return EntityRow(
            entity_id, "place", self.toponym(place.row)[1], (), place.country_iso3, admin1, int(number),
            place.feature_code, place.latitude, place.longitude,
        )  # fmt: skip

    @lru_cache(maxsize=20_000)  # noqa: B019
    def toponym(self, row: int) -> tuple[str, str]:
        """Entity id and usual name of the place in a row of the gazetteer."""
        number = self.gazetteer.geonames_id.item(row)
        return f"geonames:{number}", self.usual_names.get(number) or self.gazetteer.names[row].as_py()

    def country_of(self, entity_id: str) -> str | None:
        """The country of the thing of that id, or None."""
        if (known := self.things.get(entity_id)) is not None:
            return known.country_iso3
        return self.gazetteer.country_of(int(entity_id[9:])) if entity_id.startswith("geonames:") else None

    def table(self, name: str) -> Table:
        """The rows of a table, the user's behind the packaged ones."""
        return [*read_table(name), *_read(self.overlay, name)]


@cache
def read_table(name: str) -> Table:
    """The rows of `seeds/reference/<name>.csv`, each a dict by column. FileNotFoundError if there is no such table."""
    with open(REFERENCE / f"{name}.csv", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load_reference(overlay: Path | None = None) -> Reference:
    """The reference data, with the user's overlay; read once a process, whether the overlay is left out or given as None."""
    return _load(overlay)


@cache
def _load(overlay: Path | None) -> Reference:
    things = {row.entity_id: row for row in _things("reference", REFERENCE)}
    if overlay is not None:
        things |= {row.entity_id: row for row in _things("overlay", overlay)}
    own = _read(overlay, "place_aliases")
    towns = [*read_table("place_aliases"), *own]
    gazetteer = _gazetteer(towns) if own else _packaged_gazetteer()
    neighbours = {row["country_iso3"]: frozenset(cells(row["neighbours"])) for row in read_table("countries")}
    return Reference(things, gazetteer, neighbours, {int(row["geonames_id"]): row["name"] for row in towns}, overlay)


@cache
def _packaged_gazetteer() -> Gazetteer:
    """Read once a process, whatever overlays there are: it is the largest thing of all."""
    return _gazetteer(read_table("place_aliases"))


def _gazetteer(towns: Table) -> Gazetteer:
    extra = [(name, int(row["geonames_id"])) for row in (*read_table("admin_aliases"), *towns) for name in names_of(row) if row["geonames_id"]]
    return build_gazetteer(pq.read_table(REFERENCE / "places.parquet", partitioning=None, columns=GAZETTEER_COLUMNS), extra)


@cache
def read_spellings() -> dict[tuple[str, str], Spellings]:
    """The compiled table `spellings`, by country (ISO 3166-1 alpha-3) and family of transcription; read once a process."""
    columns = pq.read_table(REFERENCE / "spellings.parquet", partitioning=None).select(SPELLING_COLUMNS).columns
    found: dict[tuple[str, str], Spellings] = {}
    for country, family, level, key, identity in zip(*(column.to_pylist() for column in columns), strict=True):
        held = found.get((country, family)) or found.setdefault((country, family), Spellings({}, {}))
        (held.even if level == "even" else held.consonants)[key] = identity
    return found


def cells(value: str | None) -> tuple[str, ...]:
    """The parts of a list cell (`a|b`)."""
    return tuple(part for part in (value or "").split("|") if part)


def names_of(row: dict[str, str]) -> tuple[str, ...]:
    """Name and aliases of a row, each once."""
    return tuple(dict.fromkeys((row["name"], *cells(row.get("aliases")))))


def _read(folder: Path | None, name: str) -> Table:
    """A table of a folder; no rows if the folder or the table is not there. A column that the user's table lacks is empty."""
    path = None if folder is None else folder / f"{name}.csv"
    if path is None or not path.is_file():
        return []
    with open(path, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [{**dict.fromkeys(read_table(name)[0], ""), **row} for row in rows] if folder != REFERENCE else rows


def _things(origin: str, folder: Path | None) -> Iterator[EntityRow]:
    for row in _read(folder, "countries"):
        yield from _country(row, origin)
    for row in _read(folder, "nationalities_extra"):
        identity = f"nationality:{fold_name(row['name']).replace(' ', '-')}"
        words = (*cells(row["adjectives"]), *cells(row["demonyms"]))
        if words:
            yield EntityRow(identity, "nationality", words[0], words, row["country_iso3"] or None, origin=origin)
    for row in _read(folder, "places_extra"):
        yield EntityRow(
            row["place_id"], "place", row["name"], cells(row["aliases"]), row["country_iso3"] or None, None, _number(row["geonames_id"]),
            row["feature_code"] or None, _real(row["latitude"]), _real(row["longitude"]), origin=origin, ambiguous=cells(row.get("ambiguous")),
        )  # fmt: skip
    for table, kind in (("organizations", "organization"), ("persons", "person")):
        for row in _read(folder, table):
            yield EntityRow(
                row["entity_id"], row.get("entity_type") or kind, row["name"], cells(row["aliases"]), row["country_iso3"] or None,
                wikidata_qid=row["wikidata_qid"] or None, sector=row["sector"] or None, origin=origin, ambiguous=cells(row.get("ambiguous")),
                surname=row.get("surname") or None, roles=cells(row.get("roles")), valid_from=_number(row["valid_from"]),
                valid_to=_number(row["valid_to"]),
            )  # fmt: skip
    for row in _read(folder, "weapons"):
        identity = f"weapon:{fold_name(row['name']).replace(' ', '-')}"
        yield EntityRow(identity, "weapon", row["name"], cells(row["aliases"]), origin=origin)


def _country(row: dict[str, str], origin: str) -> Iterator[EntityRow]:
    """A country is a place and an actor; its people are a nationality of their own."""
    code = row["country_iso3"]
    own = row.get("part_of") or next(iter(cells(row.get("successor"))), code)
    yield EntityRow(
        f"country:{code}", "place", row["name"], cells(row["aliases"]), own, None, _number(row["geonames_id"]), "PCLI",
        _real(row["latitude"]), _real(row["longitude"]), sector="GOV", origin=origin,
    )  # fmt: skip
    words = tuple(dict.fromkeys((*cells(row["adjectives"]), *cells(row["demonyms"]))))
    if words:
        yield EntityRow(f"nationality:{code}", "nationality", words[0], words, own, origin=origin)


def _number(value: str | None) -> int | None:
    return int(value) if value and value.lstrip("-").isdigit() else None


def _real(value: str | None) -> float | None:
    return float(value) if value else None
