"""Story: what a text says of itself that linking needs, gathered once for all its names."""

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from transforms.document import Document
from transforms.gazetteer import Gazetteer, Toponym
from transforms.names.counties import county_key
from transforms.names.found import Found
from transforms.names.home import home_provinces, province_votes, provinces_of
from transforms.names.lexicon import Known, Lexicon
from transforms.names.outlets import NO_OUTLET, Outlet
from transforms.names.votes import Votes, lists, strongest, votes
from transforms.reference import Reference

GREAT: Final = 400_000  # people; a city of that name is meant unless something speaks against it
_TELLING: Final = 15_000  # people; a place of which the name alone tells the country
_TOWN: Final = 50_000  # people; enough to speak for the other members of a list
_GREAT_TOWN: Final = 50_000  # people; such a one is meant by a bare name rather than the province about it
_LARGE_UNIT: Final = 1_000_000  # people; a province that may share a country's name (Georgia)
_CONTAINING: Final = frozenset(["in", "of", "located", "near", "the"])
_LAND_FORMS: Final = frozenset(["mountain", "mountains", "river", "lake", "sea", "gulf", "strait", "square", "street", "road"])
_KINDS: Final = frozenset(["local", "government", "part", "section"])
_APOSTROPHES: Final = frozenset(["'", "’"])
_TOLD_BY_OUTLET: Final = 0.5  # of a name of the country; a paper reports from abroad too
_TOLD_BY_ORGANIZATION: Final = 0.25  # of what a country's own name tells of where a story plays


@dataclass(frozen=True, slots=True)
class Story:
    """One text: its names by key, its people, the countries and provinces that it speaks of, and how names stand to each other."""

    document: Document
    reference: Reference
    lexicon: Lexicon
    year: int | None
    keys: frozenset[str]
    inside: frozenset[str]  # keys of names that stand elsewhere than first in a sentence
    surnames: frozenset[str]  # last words of its longer names that may be people's
    people: dict[str, Found]  # surname -> the full name that the text gives it to
    acronyms: dict[str, Found]
    votes: Votes
    countries: dict[str, float]  # that it speaks of, with the weight of what it says of each
    country: str | None  # the one that it is about
    named: frozenset[str]  # countries that it names outright, by themselves, their people or their provinces
    bodies: frozenset[str]  # countries of which it names a body: `Syrian troops`
    provinces: dict[str, float]  # admin1 ids that the text names
    votes_of_provinces: dict[str, tuple[float, int]]  # admin1 id -> what several of the text's names say for it together, and how many
    home: dict[str, float]  # admin1 ids that it names or that its names have in common
    towns: frozenset[str]  # keys of countries' names that towns of its home have, as it uses them
    containers: dict[str, tuple[str, ...]]  # key -> iso3 or admin1 ids that it is said to lie in
    holds: frozenset[str]  # keys of names that others are said to lie in
    listed_units: dict[str, str]  # key -> country whose provinces the list around it names

    def voted(self, key: str) -> str | None:
        """The kind that most mentions of a name speak for."""
        counted = self.votes.get(key)
        return strongest(counted) if counted else None


class Seen(NamedTuple):
    """A recognised name with what the tables hold of it."""

    name: Found
    country: str | None  # of the first curated thing of the name
    places: tuple[Toponym, ...]  # of the gazetteer, if the name may be a place's
    outright: bool  # whether the name stands for its country by itself or by its people, and for no namesake province
    body: bool  # whether it is of a body of a state that is called by the people whose it is


def read_story(
    document: Document, reference: Reference, lexicon: Lexicon, found: list[Found], acronyms: dict[str, Found], outlet: Outlet = NO_OUTLET
) -> Story:
    """What the names of a document say of each other."""
    seen = [_see(reference, lexicon, name) for name in found]
    rows = lists(document, found)
    containers, holds = _containers(document, reference, lexicon, seen, rows)
    containers |= _of_lands(document, lexicon, seen)
    provinces = _provinces(reference, seen, holds)
    keys = dict.fromkeys([county_key(one.name) or one.name.key for one in seen if _is_told(one)])
    told = province_votes([*[provinces_of(reference.gazetteer, key) for key in keys], outlet.provinces])
    home = {**home_provinces(told), **provinces}
    towns = _towns_of_home(seen, rows, home, holds, containers)
    homes = {country for province in home if (country := reference.country_of(province))}
    voted = votes(found, rows, _sure_kinds(seen) if rows else {})
    countries = _countries(reference, seen, home, outlet, towns)
    return Story(
        document, reference, lexicon, document.published_on.year if document.published_on else None,
        frozenset([name.key for name in found]), frozenset([name.key for name in found if not name.opens]),
        frozenset([name.units[-1].key for name in found if len(name.units) > 1 and name.kind in ("person", "name")]), _people(found), acronyms,
        voted, countries, _main_country(countries), _named(seen, home, towns) | homes,
        frozenset([one.country for one in seen if one.body and one.country is not None]), provinces, told, home, towns, containers, holds,
        _listed_units(seen, rows),
    )  # fmt: skip


def _see(reference: Reference, lexicon: Lexicon, name: Found) -> Seen:
    known = name.known[0] if name.known else None
    outright = known is not None and _is_outright(reference.gazetteer, name.key, known)
    body = known is not None and not outright and _opens_with_people(lexicon, name, known)
    country = known.country_iso3 if known is not None else None
    if name.kind == "place" and county_key(name) is not None:
        return Seen(name, country, candidates(reference, name), outright, body)
    may_be_place = name.kind == "place" or (known is not None and known.entity_type == "place")
    return Seen(name, country, reference.gazetteer.find(name.key) if may_be_place else (), outright, body)


def _is_told(one: Seen) -> bool:
    """Whether a name may be that of a town or county."""
    return bool(one.places) and not (one.name.known and one.name.known[0].entity_id.startswith("geonames:"))


def candidates(reference: Reference, name: Found) -> tuple[Toponym, ...]:
    """The places that bear a name: with its unit word if there are some, else without."""
    if (county := county_key(name)) is not None and (counties := reference.gazetteer.find(county)):
        return counties
    if name.unit_word is not None and len(name.units) > 1:
        whole = reference.gazetteer.find(" ".join([unit.key for unit in name.units]))
        if whole or (name.unit_word in _LAND_FORMS and name.units[-1].key == name.unit_word):
            return whole  # no town gives its name to a mountain far away
    return reference.gazetteer.find(name.key)


def _people(found: list[Found]) -> dict[str, Found]:
    """Folded surname -> the full name that the text gives it to."""
    people: dict[str, Found] = {}
    for name in found:
        if name.kind == "person" and len(name.units) > 1:
            people.setdefault(name.units[-1].key, name)
            if len(name.units) > 2:
                people.setdefault(" ".join([unit.key for unit in name.units[-2:]]), name)
    return people


def _sure_kinds(seen: list[Seen]) -> dict[int, str]:
    """Kinds of the mentions that need no vote: what the tables know, what a title or a given name opens, great cities."""
    sure = {}
    for index, (name, _, places, _, _) in enumerate(seen):
        if name.known or name.kind in ("person", "organization"):
            sure[index] = name.known[0].entity_type if name.known else name.kind
        elif places and any(place.population > _TOWN and place.is_name for place in places):
            sure[index] = "place"
    return sure


@lru_cache(maxsize=5_000)
def namesake_units(gazetteer: Gazetteer, key: str, country: str | None) -> list[Toponym]:
    """Large provinces elsewhere that share the folded name of a country: the Georgia of the United States."""
    large = (place for place in gazetteer.find(key) if place.feature_code == "ADM1" and place.population > _LARGE_UNIT and place.is_name)
    return [place for place in large if place.country_iso3 != country]


def _is_outright(gazetteer: Gazetteer, key: str, known: Known) -> bool:
    """Whether a name names its country by itself or by its people, and no namesake province can be meant."""
    if known.entity_type == "nationality":
        return True
    return known.entity_type == "place" and not (known.entity_id.startswith("country:") and namesake_units(gazetteer, key, known.country_iso3))


def _opens_with_people(lexicon: Lexicon, name: Found, known: Known) -> bool:
    """`Malian troops`, `Peruvian police`: a body of a state that is called by the people whose it is."""
    if known.entity_type != "organization" or len(name.units) < 2:
        return False
    held = lexicon.names.get(name.units[0].key, ())
    return any(one.entity_type == "nationality" and one.country_iso3 == known.country_iso3 for one in held) and known.country_iso3 is not None


def _countries(reference: Reference, seen: list[Seen], provinces: dict[str, float], outlet: Outlet, towns: frozenset[str]) -> dict[str, float]:
    """Countries that a text speaks of: those it names, and weakly those of which it names an unmistakable place or a group."""
    counts: defaultdict[str, float] = defaultdict(float, {outlet.country: _TOLD_BY_OUTLET} if outlet.country else {})
    for one in seen:
        if one.country and one.name.kind in ("place", "nationality", "organization") and one.name.key not in towns:
            if one.outright:
                counts[one.country] += 2
            elif one.body:
                counts[one.country] += 4 * _TOLD_BY_ORGANIZATION
            elif len(one.name.known) == 1 and one.name.known[0].entity_type == "organization" and not one.name.known[0].ambiguous:
                counts[one.country] += 2 * _TOLD_BY_ORGANIZATION
        elif not one.name.known and one.places:
            countries = {place.country_iso3 for place in one.places if place.population > _TELLING}
            if len(countries) == 1:
                counts[countries.pop()] += 1
    for province, weight in provinces.items():
        if country := reference.country_of(province):
            counts[country] += weight
    return dict(counts)


def _main_country(countries: dict[str, float]) -> str | None:
    """The one country that a text is about, if one is named at least twice as often as any other."""
    weights = sorted(countries.values(), reverse=True)
    if not weights or (len(weights) > 1 and weights[0] < 2 * weights[1]):
        return None
    return max(countries, key=countries.__getitem__)


def _towns_of_home(
    seen: list[Seen], rows: list[list[int]], home: dict[str, float], holds: frozenset[str],
    containers: dict[str, tuple[str, ...]],
) -> frozenset[str]:  # fmt: skip
    """Names of countries that a text uses for towns of its home: said to lie there (`Peru, Ind.`), in its dateline, in a list of such.

    But for the first, nothing else in the text may be of such a country, nor be said to lie in it.
    """
    if not home:
        return frozenset()
    towns = {one.name.key: one.country for one in seen if _is_country(one.name) and any(place.admin1_id in home for place in one.places)}
    if not towns:
        return frozenset()
    placed = {
        one.name.key for one in seen if one.name.key in towns and any(place.admin1_id in containers.get(one.name.key, ()) for place in one.places)
    }
    elsewhere = {one.country for one in seen if one.country and one.name.key not in towns}
    listed = {index for members in rows if sum(_is_at_home(seen[index], home) for index in members) == len(members) - 1 for index in members}
    return frozenset(placed) | {
        one.name.key
        for index, one in enumerate(seen)
        if one.name.key in towns and one.name.key not in holds and towns[one.name.key] not in elsewhere
        and ((one.name.opens and one.name.hint == "place") or index in listed)
    }  # fmt: skip


def _is_at_home(one: Seen, home: dict[str, float]) -> bool:
    return not one.name.known and any(place.admin1_id in home for place in one.places)


def _is_country(name: Found) -> bool:
    return name.kind == "place" and bool(name.known) and name.known[0].entity_id.startswith("country:")


def _named(seen: list[Seen], home: dict[str, float], towns: frozenset[str]) -> frozenset[str]:
    """Countries that a text names outright, or by their capital; a namesake of it at home leaves the capital untold."""
    outright = {one.country for one in seen if one.country and one.name.key not in towns and one.outright}
    capitals = {
        place.country_iso3
        for one in seen
        if not one.name.known
        for place in one.places
        if place.is_name and place.feature_code == "PPLC" and (place.admin1_id in home or not any(other.admin1_id in home for other in one.places))
    }
    return frozenset(outright | capitals)


def _provinces(reference: Reference, seen: list[Seen], holds: frozenset[str]) -> dict[str, float]:
    """Admin1 units that a text names without doubt: no town or country shares the name, or a town is said to lie in it."""
    counts: defaultdict[str, float] = defaultdict(float)
    for name, _, places, _, _ in seen:
        if name.known and name.known[0].entity_id.startswith("geonames:"):
            counts[name.known[0].entity_id] += 2
        elif places and (not name.known or name.key in holds):
            units = [place for place in places if place.feature_code == "ADM1" and place.is_name]
            if len(units) == 1 and (name.key in holds or name.unit_word or not any(map(_is_rival, places))):
                counts[reference.toponym(units[0].row)[0]] += 1
    return dict(counts)


def _is_rival(place: Toponym) -> bool:
    return place.population > _TELLING and place.feature_code.startswith("PPL")


def _containers(
    document: Document, reference: Reference, lexicon: Lexicon, seen: list[Seen], rows: list[list[int]]
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Key of a name -> what the name behind a comma, `in` or `of` stands for (`Tripoli, Lebanon`); and the keys of those names."""
    words, holds = document.tokens.lowers, set()
    contained: dict[str, tuple[str, ...]] = {}
    listed = {index for members in rows if len(members) > 2 for index in members}
    for number, (one, held) in enumerate(itertools.pairwise(seen)):
        container, name = held.name, one.name
        if container.kind != "place" or name.sentence_no != container.sentence_no or name.kind not in ("place", "name"):
            continue
        first, end = name.units[-1].end, container.units[0].first
        if end - first > 6:
            continue
        between = _behind_kind(words[first:end], lexicon)
        comma = between in ([","], ["("])
        if not comma and not (between and between[0] in _CONTAINING and _CONTAINING.issuperset(between) and name.kind == "place"):
            continue
        ids = _ids_of(reference, held, outright=comma)
        lies_in = any(place.admin1_id in ids or place.country_iso3 in ids for place in one.places)
        if ids and (lies_in or ((not comma or number not in listed) and between[0] != "near")):
            contained[name.key] = (*contained.get(name.key, ()), *ids)
        if comma and lies_in:
            holds.add(container.key)
    return contained, frozenset(holds)


def _behind_kind(between: list[str], lexicon: Lexicon) -> list[str]:
    """The words between two names without those for the kind of the first: `Kurram district of Pakistan`; as they are, if more than three."""
    kinds, adverbs = lexicon.cues["unit word"], lexicon.cues["place after"]
    at = 0
    while at < len(between) and (between[at] in kinds or between[at] in adverbs or between[at] in _KINDS):
        at += 1
    return between[at:]


def _of_lands(document: Document, lexicon: Lexicon, seen: list[Seen]) -> dict[str, tuple[str, ...]]:
    """Key of a place -> the country whose it is called: `the Lebanese city of Tripoli`, `Lebanon's Tripoli`."""
    words, unit_words = document.tokens.lowers, lexicon.cues["unit word"]
    lands: dict[str, tuple[str, ...]] = {}
    for land, held in itertools.pairwise(seen):
        if land.country is None or held.name.known or held.name.kind not in ("place", "name") or land.name.sentence_no != held.name.sentence_no:
            continue
        between = words[land.name.units[-1].end : held.name.units[0].first]
        is_owner = land.outright and len(between) < 4 and between[:1] != [] and between[0] in _APOSTROPHES
        named = between[:-1] if between[-1:] == ["of"] else between
        is_called = land.name.kind in ("nationality", "place") and 0 < len(named) < 4 and named[-1] in unit_words and named[0].isalpha()
        if (is_owner and _lies_in(held, land.country)) or (is_called and (not held.places or _lies_in(held, land.country))):
            lands[held.name.key] = (land.country,)
    return lands


def _lies_in(seen: Seen, country: str) -> bool:
    return any(place.country_iso3 == country for place in seen.places)


def _ids_of(reference: Reference, seen: Seen, outright: bool) -> tuple[str, ...]:
    """The ids that lie behind the name of a larger place: an iso3 code, or admin units."""
    codes = []
    for known in seen.name.known:
        if known.entity_id.startswith("geonames:"):
            codes.append(known.entity_id)
        elif known.entity_id.startswith("country:") and (code := reference.country_of(known.entity_id)):
            codes.append(code)
    units = (place for place in seen.places if place.feature_code == "ADM1" and (outright or place.is_name))
    return (*codes, *(reference.toponym(unit.row)[0] for unit in units))


def _is_great_town(place: Toponym, country: str) -> bool:
    return place.country_iso3 == country and place.feature_code.startswith("PPL") and place.is_name and place.population >= _GREAT_TOWN


def _listed_units(seen: list[Seen], rows: list[list[int]]) -> dict[str, str]:
    """Names in a list most of whose members are provinces of one country: `Ohio, Georgia and New York`.

    Where most provinces bear the names of their capitals (`Homs, Hama and Idlib`), a list tells nothing.
    """
    listed: dict[str, str] = {}
    for members in rows:
        if len(members) < 3:
            continue
        units = [{place.country_iso3 for place in seen[index].places if place.feature_code == "ADM1"} for index in members]
        country, share = Counter(itertools.chain.from_iterable(units)).most_common(1)[0] if any(units) else ("", 0)
        towns = sum(any(_is_great_town(place, country) for place in seen[index].places) for index in members)
        if share * 3 >= len(members) * 2 and towns * 2 <= len(members):
            listed |= {seen[index].name.key: country for index in members}
    return listed
