"""What good reference data is: rules over the hand-written tables, the user's among them.

Each rule is a function from tables to faults. A fault names the line to mend, so that nobody has to search.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from expectations.reference_points import point_faults, towns_of
from transforms.gazetteer import Gazetteer
from transforms.gazetteer_keys import fold_name
from transforms.reference import cells, names_of

KEYS = {
    "countries": ("country_iso3",), "places_extra": ("place_id",), "organizations": ("entity_id",), "persons": ("entity_id",),
    "place_aliases": ("geonames_id",), "admin_aliases": ("geonames_id",), "nationalities_extra": ("name",), "weapons": ("name",),
    "titles": ("title",), "agencies": ("name",), "given_names": ("name",), "common_words": ("word",), "event_types": ("event_code",),
    "event_evidence": ("evidence",), "event_past_acts": ("words",),
    "place_abbreviations": ("abbreviation", "country_iso3"), "date_feast_days": ("feast", "first_day"),
    "corrections": ("alias", "example"),
}  # fmt: skip
_CODES = ("country_iso3", "countries", "neighbours", "successor", "part_of")
_IN_GAZETTEER = {"place_aliases": ("geonames_id",), "place_abbreviations": ("place_id",), "places_extra": ("spans", "shadows")}
_ACTORS = ("organizations", "persons")
_ROLE = re.compile(r"[^:|]+:(\d{4})?-(\d{4})?")
_QID = re.compile(r"Q[1-9][0-9]*")
_SHADOWED_PEOPLE = 50_000


class Line(NamedTuple):
    """A row of a table, and where it stands: the file's name with the number of the line."""

    at: str
    row: Mapping[str, str]


class Fault(NamedTuple):
    """One thing that is wrong with the reference data."""

    at: str
    rule: str
    reason: str


Tables = Mapping[str, Sequence[Line]]


def check_tables(tables: Tables, gazetteer: Gazetteer) -> list[Fault]:
    """Every fault of the tables, in the order of the rules; of tables that are out of form no more than that."""
    if faults := list(_cells(tables)):
        return faults
    checks = (_duplicates, _country_codes, _years, _roles, _parents, _known_places(gazetteer), _collisions, _points(gazetteer))
    return [fault for check in checks for fault in check(tables)]


def _cells(tables: Tables) -> Iterator[Fault]:
    """As many cells as columns, the key among them, and a source."""
    for name, lines in tables.items():
        for at, row in lines:
            if None in row or None in row.values():
                yield Fault(at, "columns", "has not as many cells as the table has columns")
            elif any(not row.get(column) for column in KEYS.get(name, ())):
                yield Fault(at, "key", f"{', '.join(KEYS[name])} must not be empty")
            elif not row.get("source"):
                yield Fault(at, "source", "does not say where it is from")


def _duplicates(tables: Tables) -> Iterator[Fault]:
    for name, lines in tables.items():
        seen: dict[tuple[str | None, ...], str] = {}
        for at, row in lines:
            key = tuple(row.get(column) for column in KEYS.get(name, ())) or tuple(row.values())
            if (first := seen.setdefault(key, at)) != at:
                yield Fault(at, "duplicate", f"{' '.join(map(str, key))} stands in {first} already")


def _country_codes(tables: Tables) -> Iterator[Fault]:
    known = {line.row["country_iso3"] for line in tables.get("countries", ())}
    for lines in tables.values():
        columns = [column for column in _CODES if lines and column in lines[0].row]
        for at, row in lines:
            for column in columns:
                for code in cells(row.get(column)):
                    if code not in known:
                        yield Fault(at, "country", f"{column} {code} is no country of countries.csv")


def _years(tables: Tables) -> Iterator[Fault]:
    """Years of validity in order, ids of Wikidata in form."""
    for name in (*_ACTORS, "countries"):
        for at, row in tables.get(name, ()):
            first, last = row.get("valid_from") or "", row.get("valid_to") or ""
            if not all(re.fullmatch(r"-?\d{1,4}|", year) for year in (first, last)):
                yield Fault(at, "years", f"{first}..{last} are no years")
            elif first and last and int(first) > int(last):
                yield Fault(at, "years", f"ends in {last}, before {first}")
            if row.get("wikidata_qid") and not _QID.fullmatch(row["wikidata_qid"]):
                yield Fault(at, "wikidata", f"{row['wikidata_qid']} is no id of Wikidata")


def _roles(tables: Tables) -> Iterator[Fault]:
    for at, row in tables.get("persons", ()):
        for role in cells(row.get("roles")):
            if not _ROLE.fullmatch(role):
                yield Fault(at, "role", f"{role} is not title:from-to")


def _parents(tables: Tables) -> Iterator[Fault]:
    known = {line.row.get("entity_id") for name in _ACTORS for line in tables.get(name, ())}
    for at, row in tables.get("organizations", ()):
        if row.get("parent") and row["parent"] not in known:
            yield Fault(at, "parent", f"{row['parent']} is in no table")


class _known_places(NamedTuple):  # noqa: N801 - a rule that holds its gazetteer
    """Ids of GeoNames that rows refer to are in the gazetteer."""

    gazetteer: Gazetteer

    def __call__(self, tables: Tables) -> Iterator[Fault]:
        for name, columns in _IN_GAZETTEER.items():
            for at, row in tables.get(name, ()):
                for column in columns:
                    for identity in cells(row.get(column)):
                        number = identity.removeprefix("geonames:")
                        if not number.isdigit() or (self.gazetteer.by_id(int(number)) is None and not _is_country(tables, number)):
                            yield Fault(at, "gazetteer", f"{column} {identity} is no place of the gazetteer")


def _is_country(tables: Tables, geonames_id: str) -> bool:
    return any(line.row.get("geonames_id") == geonames_id for line in tables.get("countries", ()))


def _collisions(tables: Tables) -> Iterator[Fault]:
    """A name means one organization, one person, one place; a shared one is listed under `ambiguous` by all but one."""
    for group in (("organizations",), ("persons",), ("countries", "places_extra")):
        owners: dict[str, tuple[str, str]] = {}
        for name in group:
            for at, row in tables.get(name, ()):
                identity = row.get(KEYS[name][0]) or ""
                for alias in _firm_names(row):
                    first, where = owners.setdefault(fold_name(alias), (identity, at))
                    if first != identity:
                        yield Fault(at, "alias", f"{alias} means {first} already ({where}); one of them must list it under ambiguous")


def _firm_names(row: Mapping[str, str]) -> tuple[str, ...]:
    """The names of a row that need no other sign of it in the text."""
    ambiguous = {fold_name(alias) for alias in cells(row.get("ambiguous"))}
    return tuple(alias for alias in names_of(dict(row)) if fold_name(alias) not in ambiguous)


class _points(NamedTuple):  # noqa: N801 - a rule that holds its gazetteer
    """Hand-written places lie where they say, and outrank only those namesakes that they name under `shadows`."""

    gazetteer: Gazetteer

    def __call__(self, tables: Tables) -> Iterator[Fault]:
        towns = towns_of(self.gazetteer)
        for at, row in tables.get("places_extra", ()):
            for reason in point_faults(row, self.gazetteer, towns):
                yield Fault(at, "point", reason)
            shadowed = {int(identity.removeprefix("geonames:")) for identity in cells(row.get("shadows"))}
            for alias in _firm_names(row):
                for namesake in self._namesakes(alias) - shadowed:
                    yield Fault(at, "shadow", f"{alias} is also geonames:{namesake}: list it under shadows, or take the name off")

    def _namesakes(self, alias: str) -> set[int]:
        """First-level units, and towns of some size, that have the alias for their name."""
        return {
            int(self.gazetteer.geonames_id[place.row])
            for place in self.gazetteer.find(fold_name(alias))
            if place.is_name and (place.feature_code == "ADM1" or (place.feature_code.startswith("PPL") and place.population >= _SHADOWED_PEOPLE))
        }
