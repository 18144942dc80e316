"""Toponyms: names of places linked to the gazetteer, or left unresolved with the country that the text puts them in."""

from typing import Final

from transforms.gazetteer import Toponym
from transforms.gazetteer_keys import fold_name
from transforms.names.found import Found
from transforms.names.kinds import is_given
from transforms.names.lexicon import Known
from transforms.names.mention import NameMention, mention_of, written
from transforms.names.places import Choice, Weighed, choose, weigh
from transforms.names.story import GREAT, Story, candidates, namesake_units
from transforms.names.transliteration import families, transliterated

_SMALL: Final = 5_000  # people; a smaller place needs a sign of being one
_PLAUSIBLE: Final = 15_000  # people; enough to be named without one where its country is named
_KNOWN_ABROAD: Final = 100_000  # people; enough to be meant although the text names other countries only
_NEAR_BY: Final = 25_000  # people; enough in a country beside one that the text names
_GREAT_ABROAD: Final = 50_000  # people; enough where a preposition governs it, and no other place has the name
_TOWNS_SHARE_SURNAMES: Final = frozenset(["USA", "GBR", "CAN", "AUS", "NZL", "IRL"])
_SAINTS: Final = frozenset(["st", "saint"])  # `St James`, an alias of Vung Tau, where nothing says that a place is meant
_SURE: Final = 0.6


class Settled:
    """The sense of every toponym of a text, chosen twice, so that the second look knows its neighbours."""

    def __init__(self, story: Story, found: list[Found]) -> None:
        self.shared = {province: votes / (votes + 1) for province, (votes, _) in story.votes_of_provinces.items()}
        known = [name.known[0].entity_id for name in found if name.known and name.known[0].entity_id.startswith("geonames:")]
        self.near = [place for identity in dict.fromkeys(known) if (place := story.reference.gazetteer.by_id(int(identity[9:])))]
        weighed: dict[tuple[str, str | None], Weighed] = {}
        for name in found:
            if name.kind == "place" and not name.known and (name.key, name.unit_word) not in weighed:
                places = candidates(story.reference, name)
                weighed[(name.key, name.unit_word)] = self.weigh(story, name) if len(places) > 1 else Weighed(name.key, places, [])
        self.chosen = {sense: choose(one, self.near, story) for sense, one in weighed.items()}
        if len(weighed) > 1:
            self.near += [choice.place for choice in self.chosen.values() if choice and choice.confidence > _SURE]
            self.chosen = {sense: choose(one, self.near, story) for sense, one in weighed.items()}

    def weigh(self, story: Story, name: Found) -> Weighed:
        """What the text says for each place that a name could mean."""
        return weigh(name.key, name.unit_word, candidates(story.reference, name), story, self.shared)


def link_place(story: Story, settled: Settled, name: Found) -> NameMention | None:
    """The mention of a place; None if the name is of something else."""
    if (seat := _metonym(story, name)) is not None:
        return seat
    if name.known and (known := _curated(story, name)) is not None:
        return _curated_mention(story, name, known)
    choice = settled.chosen.get((name.key, name.unit_word))
    if choice is None:
        choice = choose(settled.weigh(story, name), settled.near, story)
    if choice is None:
        return unresolved(story, name)
    if not _is_place(story, name, choice):
        return None
    if _is_far_fetched(story, name, choice):
        return unresolved(story, name)
    return _linked(story, name, choice.place, choice.method, choice.confidence, choice.candidates)


def _metonym(story: Story, name: Found) -> NameMention | None:
    """`Washington said`: the seat of a government that speaks is its country; in all other uses it is the city."""
    country = story.lexicon.metonyms.get(name.key)
    cues = story.lexicon.cues
    if country is None or name.after not in cues["saying"] or name.hint == "place" or name.before in cues["place preposition"]:
        return None
    thing = story.reference.things[country]
    return mention_of(story.document, name, "place", country, thing.name, "linked", "metonym", 0.8, 2, thing.country_iso3)


def unresolved(story: Story, name: Found) -> NameMention:
    """A place that the gazetteer lacks under that spelling: by another transcription, else with no more than its country."""
    named = [code for code in story.containers.get(name.key, ()) if len(code) == 3]
    units = [code for code in story.containers.get(name.key, ()) if len(code) > 3]
    country = next(iter((*named, *(story.reference.country_of(unit) for unit in units), _likely_country(story, name))))
    if country is not None and country in families(story.reference) and (place := transliterated(story.reference, name.key, country)) is not None:
        return _linked(story, name, _unit_of_seat(story, name, place), "transliteration", 0.7, 1)
    return mention_of(story.document, name, "place", None, written(story.document, name), "unresolved", None, 0.4, 0, country)


def _unit_of_seat(story: Story, name: Found, place: Toponym) -> Toponym:
    """The province that is called as its seat is, where a text says `province`; else the place itself."""
    is_province = (name.unit_word or name.after) in story.lexicon.cues["province word"]
    if not is_province or place.admin1_id is None or not place.feature_code.startswith("PPL"):
        return place
    unit = story.reference.gazetteer.by_id(int(place.admin1_id.removeprefix("geonames:")))
    seat = fold_name(story.reference.toponym(place.row)[1])
    return unit if unit is not None and seat in fold_name(story.reference.toponym(unit.row)[1]) else place


def _likely_country(story: Story, name: Found) -> str | None:
    """The country that the text is about, but for a name that only places of another bear that it speaks of too."""
    countries = {place.country_iso3 for place in candidates(story.reference, name)}
    return story.country if story.country in countries or countries.isdisjoint(story.named | story.bodies) else None


def respelled(story: Story, name: Found) -> NameMention | None:
    """A place under another transcription, where nothing but its spelling says that the name is a place's; None if it is none."""
    place = transliterated(story.reference, name.key, story.country, closely=True) if story.country is not None else None
    return _linked(story, name, place, "transliteration", 0.6, 1) if place else None


def _linked(story: Story, name: Found, place: Toponym, method: str, confidence: float, count: int) -> NameMention:
    identity, called = story.reference.toponym(place.row)
    return mention_of(story.document, name, "place", identity, called, "linked", method, confidence, count, place.country_iso3)


def _curated(story: Story, name: Found) -> Known | None:
    """A country or a place of the hand-written tables; None where a namesake fits the text better (`Georgia`)."""
    known = next(one for one in name.known if one.entity_type == "place")
    if known.entity_id.startswith("geonames:"):
        return known
    country = known.country_iso3
    if name.key in story.towns:
        return None
    if known.entity_id.startswith("country:"):
        units = namesake_units(story.reference.gazetteer, name.key, country)
        return None if any(_is_rather_unit(story, name, unit, country or "") for unit in units) else known
    if known.ambiguous and not story.countries.get(country or "") and story.reference.gazetteer.find(name.key):
        return None
    return known


def _is_rather_unit(story: Story, name: Found, unit: Toponym, country: str) -> bool:
    """Whether the text means a province, not the country of its name: its towns, its fellows or its own country stand in the text."""
    if name.key in story.holds or story.listed_units.get(name.key) == unit.country_iso3 or name.unit_word in ("state", "province"):
        return True
    around = story.reference.neighbours.get(country, frozenset())
    return unit.country_iso3 not in around and unit.country_iso3 in story.countries and not story.countries.keys() & {country, *around}


def _curated_mention(story: Story, name: Found, known: Known) -> NameMention:
    thing = story.reference.entity(known.entity_id)
    called = thing.name if thing else written(story.document, name)
    return mention_of(story.document, name, "place", known.entity_id, called, "linked", "alias", 0.95, max(1, len(name.known)), known.country_iso3)


def _is_place(story: Story, name: Found, choice: Choice) -> bool:
    """Whether enough speaks for a place of the gazetteer where its name may be anything else."""
    place, voted = choice.place, story.voted(name.key)
    supported = bool(story.countries.get(place.country_iso3))
    great = place.population > GREAT and place.is_name
    signed = name.hint == "place" or voted == "place" or _is_called_unit(story, name) or choice.method == "containment" or name.key in story.holds
    if len(name.units) == 1 and name.key in story.people and not signed:
        return False
    if not name.case_tells:
        prepared = name.before in story.lexicon.cues["place preposition"]
        return great or (supported and place.population > 50_000) or ((signed or prepared) and (supported or place.population > _PLAUSIBLE))
    in_province = place.admin1_id in story.provinces or (place.admin1_id in story.home and name.key not in story.lexicon.common)
    doubtful = not signed and not great and voted in ("person", "organization")
    weak = doubtful and supported and _is_weak(story, name, place, voted or "", in_province)
    if doubtful and not weak and not _speaks_as_town(story, name, place, voted or ""):
        return False
    at_home = in_province or (place.feature_code == "PPLC" and place.country_iso3 in story.named)
    if len(name.units) == 1 and is_given(story.lexicon, name.key) and not signed and not great and not at_home:
        return False
    if signed or name.before in story.lexicon.cues["place preposition"] or (place.is_name and _ends_in_head(story, name)):
        return True
    if at_home or (_is_unmistakable(story, name, place) and name.key not in story.lexicon.common):
        return True
    if name.units[0].key in _SAINTS and not place.is_name:
        return False
    return place.population > (_SMALL if supported else 10 * _PLAUSIBLE) and not (name.opens and place.population < _PLAUSIBLE)


def _ends_in_head(story: Story, name: Found) -> bool:
    """`Guantanamo Bay`: whether a name of several words ends in one for a kind of place."""
    return len(name.units) > 1 and name.units[-1].key in story.lexicon.cues["place head"]


def _is_called_unit(story: Story, name: Found) -> bool:
    """Whether a word for its kind stands with a place, or ends its name."""
    return name.unit_word is not None or (len(name.units) > 1 and name.units[-1].key in story.lexicon.cues["county word"])


def _is_weak(story: Story, name: Found, place: Toponym, voted: str, at_home: bool) -> bool:
    """Whether little speaks for another kind: an article or a verb, and at home one sign of somebody whom the text never names in full."""
    if name.key in story.lexicon.surnames or name.key in story.lexicon.common:
        return False
    votes, alone = story.votes[name.key][voted], name.key not in story.surnames
    if at_home:
        return votes < 2 or (alone and (voted == "organization" or votes < 3))
    known = place.country_iso3 in story.named and place.population > _PLAUSIBLE and place.is_name
    return votes < 2 and (_is_unmistakable(story, name, place) or (alone and known))


def _speaks_as_town(story: Story, name: Found, place: Toponym, voted: str) -> bool:
    """`Al-Bukamal said so`: a town of a country that the text names, under a name that people have only where English is spoken."""
    if voted != "person" or place.country_iso3 in _TOWNS_SHARE_SURNAMES or name.key in story.lexicon.surnames:
        return False
    return place.country_iso3 in story.named and _is_unmistakable(story, name, place)


def _is_unmistakable(story: Story, name: Found, place: Toponym) -> bool:
    """Whether a place of some size shares its name with none of another country."""
    return place.population > _PLAUSIBLE and all(one.country_iso3 == place.country_iso3 for one in candidates(story.reference, name))


def _is_far_fetched(story: Story, name: Found, choice: Choice) -> bool:
    """Whether a place is too small to be meant by a text that speaks of other countries, or is not where the text puts it."""
    place = choice.place
    if choice.method == "containment":
        return False
    if (containers := story.containers.get(name.key)) and any(len(code) == 3 for code in containers):
        return place.country_iso3 not in containers
    around = story.reference.neighbours.get(place.country_iso3, frozenset())
    if story.named & around and place.is_name and place.population > _NEAR_BY:
        return False  # `Israel closed a road near Bethlehem`
    is_great = place.population > _GREAT_ABROAD and name.before in story.lexicon.cues["firm place preposition"]
    if (is_great or story.named & around) and _is_unmistakable(story, name, place):
        return False
    if name.after in story.lexicon.cues["place act"] and choice.candidates == 1:
        return False  # `the Srebrenica massacre`
    if story.named:
        return place.country_iso3 not in story.named and place.country_iso3 not in story.bodies and place.population < _KNOWN_ABROAD
    elsewhere = bool(story.countries) and story.countries.keys().isdisjoint({place.country_iso3, *around})
    return elsewhere and place.population < _PLAUSIBLE and any(one.country_iso3 != place.country_iso3 for one in candidates(story.reference, name))
