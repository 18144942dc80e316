"""Linking: from recognised names to the things they mean, one text at a time.

A short name means what a longer one of the same text does (surname after full name, acronym after its definition); a known
name means what the tables say, if the text does not speak against it; what no table knows becomes a thing of the corpus.
"""

import hashlib
import itertools
from collections.abc import Mapping, Sequence

from transforms.document import Document
from transforms.gazetteer import Toponym
from transforms.names.kinds import is_given
from transforms.names.lexicon import Known, Lexicon
from transforms.names.mention import NameMention
from transforms.names.places import Choice, Context, choose, country_counts
from transforms.names.recognition import Found
from transforms.names.votes import votes
from transforms.reference import EntityRow, Reference

_SMALL = 5_000  # people; a smaller place needs a sign of being one
_PLAUSIBLE = 15_000
_REMEMBERED = 2  # years after a role in which a bare surname still means its bearer
_GREAT = 400_000


class Linker:
    """Links the names of one text; what the text says of itself is gathered once."""

    def __init__(self, document: Document, reference: Reference, found: Sequence[Found], acronyms: Mapping[str, Found]) -> None:
        self.document, self.reference, self.acronyms = document, reference, acronyms
        self.lexicon: Lexicon = reference.lexicon
        self.year = document.published_on.year if document.published_on else None
        self.keys = {name.key for name in found}
        self.inside = {name.key for name in found if not name.opens}
        self.context = self._context(found)
        self.near: list[Toponym] = []
        self.chosen: dict[str, Choice | None] = {}
        self.people = self._people(found)
        self.votes = votes(document, found, self._sure_kinds(found))
        self._settle(found)

    def link(self, name: Found) -> NameMention | None:
        """The mention of a name; None if it is no name after all."""
        if name.key in self.acronyms and self.acronyms[name.key] is not name:
            meant = self.link(self.acronyms[name.key])
            if meant is not None:
                return self._mention(name, meant.entity_type, meant.entity_id, meant.name, meant.link_status, "defined in text", 0.95, 1)
        if name.kind == "organization":
            return self._organization(name)
        if name.kind == "person":
            return self._person(name)
        if name.kind in ("thing", "words"):
            return None if name.kind == "thing" or self._voted(name) != "organization" else self._of_corpus(name, "organization")
        if name.kind == "opener":
            return self._opener(name)
        if name.kind == "nationality":
            return self._known(name, name.known[0])
        if name.kind == "place":
            return self._place(name)
        return self._other(name)

    def _sure_kinds(self, found: Sequence[Found]) -> dict[int, str]:
        """Kinds of the mentions that need no vote: what the tables know, what a title or a given name opens, great cities."""
        sure = {}
        for index, name in enumerate(found):
            if name.known or name.kind in ("person", "organization"):
                sure[index] = name.kind
            elif name.kind == "place" and any(place.population > _GREAT and place.is_name for place in self._candidates(name)):
                sure[index] = "place"
        return sure

    def _voted(self, name: Found) -> str | None:
        """The kind that most mentions of the name speak for."""
        counted = self.votes.get(name.key)
        return counted.most_common(1)[0][0] if counted else None

    def _context(self, found: Sequence[Found]) -> Context:
        """Countries and containers that the text names."""
        named = [self._country_of(name.known[0].entity_id) for name in found if name.known and _speaks_of_its_country(name)]
        places = [name.key for name in found if name.kind == "place" and not name.known]
        containers: dict[str, tuple[str, ...]] = {}
        words = self.document.tokens.words
        for name, container in itertools.pairwise(found):
            behind = container.units[0].first - name.units[-1].end
            follows = (behind == 1 and words[name.units[-1].end] == ",") or (behind == 1 and words[name.units[-1].end].lower() in ("in", "of"))
            if follows and container.kind == "place" and name.sentence_no == container.sentence_no:
                containers[name.key] = (*containers.get(name.key, ()), *self._containers(container))
        unit_words = {name.key: name.unit_word for name in found if name.unit_word}
        counts = country_counts(named, self.reference.gazetteer, places)
        return Context(counts, containers, unit_words, self.reference.neighbours)

    def _containers(self, name: Found) -> tuple[str, ...]:
        """The ids that lie behind the name of a larger place: an iso3 code, or admin units."""
        codes = [code for known in name.known if (code := self._country_of(known.entity_id))]
        units = [place for place in self.reference.gazetteer.find(name.key) if place.feature_code.startswith("ADM1")]
        return (*codes, *(f"geonames:{self.reference.gazetteer.geonames_id[unit.row]}" for unit in units))

    def _country_of(self, entity_id: str) -> str | None:
        thing = self.reference.things.get(entity_id)
        return thing.country_iso3 if thing else None

    def _settle(self, found: Sequence[Found]) -> None:
        """Choose the sense of every toponym of the gazetteer, twice, so that the second look knows its neighbours."""
        toponyms = {name.key: self._candidates(name) for name in found if name.kind == "place" and not name.known}
        for _ in range(2):
            self.chosen = {key: choose(key, candidates, self.context, self.near) for key, candidates in toponyms.items()}
            self.near = [choice.place for choice in self.chosen.values() if choice and choice.confidence > 0.6]

    def _candidates(self, name: Found) -> tuple[Toponym, ...]:
        key = " ".join(unit.key for unit in name.units)
        return self.reference.gazetteer.find(key) or self.reference.gazetteer.find(name.key)

    def _people(self, found: Sequence[Found]) -> dict[str, Found]:
        """Folded surname -> the full name that the text gives it to."""
        people: dict[str, Found] = {}
        for name in found:
            if name.kind == "person" and len(name.units) > 1:
                people.setdefault(name.units[-1].key, name)
                if name.units[-1].hyphenated:
                    people.setdefault(" ".join(unit.key for unit in name.units[-2:]), name)
        return people

    def _is_told(self, name: Found) -> bool:
        """Whether a common word that opens a sentence is a name: it acts or owns, or is one elsewhere in the text."""
        return bool(self.votes.get(name.key)) or name.units[0].owns > 0 or (len(name.known) == 1 and self._is_meant(name.known[0]))

    def _opener(self, name: Found) -> NameMention | None:
        """A common word that opens a sentence: a name only if the text uses it as one elsewhere."""
        if name.key in self.people:
            return self._person(name)
        voted = self._voted(name) if name.key in self.inside else None
        return self._of_corpus(name, voted) if voted in ("person", "organization") else None

    def _organization(self, name: Found) -> NameMention | None:
        if name.opens and len(name.units) == 1 and name.known and name.key in self.lexicon.common and not self._is_told(name):
            return None
        named = (*name.known, *self.lexicon.names.get(name.key, ()))
        meant = [one for one in named if one.entity_type == "organization" and self._is_meant(one)]
        if meant:
            return self._known(name, max(meant, key=self._told_of))
        if name.known and name.known[0].entity_type != "organization":
            return self._organ_of_state(name)
        return self._of_corpus(name, "organization")

    def _organ_of_state(self, name: Found) -> NameMention:
        """`Syrian army`: one actor for each country and organ."""
        country = self._country_of(name.known[0].entity_id)
        state = self.reference.things.get(f"country:{country}") if country else None
        if state is None:
            return self._of_corpus(name, "organization")
        units = [unit.key for unit in name.units]
        organ = _ORGANS.get(units[-1], units[-1])
        people = self.reference.things.get(f"nationality:{country}")
        for adjective in (*(people.aliases if people else ()), state.name):
            known = next((k for k in self.lexicon.names.get(f"{adjective.lower()} {organ}", ()) if k.entity_type == "organization"), None)
            if known:
                return self._known(name, known)
        return self._corpus(name, "organization", f"{state.name} {organ}", country)

    def _is_meant(self, known: Known) -> bool:
        """Whether the text has another sign of an ambiguous name's thing: its country, or another of its names."""
        if not known.ambiguous:
            return True
        thing = self.reference.things[known.entity_id]
        if thing.country_iso3 and thing.entity_type != "person" and self.context.countries.get(thing.country_iso3):
            return True
        if not self.lexicon.signs[known.entity_id].isdisjoint(self.keys):
            return True
        return thing.entity_type == "person" and self._is_of_the_time(thing)

    def _told_of(self, known: Known) -> float:
        """How often the text names the country of a thing: of all who bear a name, the one whose country the text is about."""
        return self.context.countries.get(self._country_of(known.entity_id) or "", 0)

    def _is_of_the_time(self, thing: EntityRow) -> bool:
        """Whether the report falls into the years of a person's roles, and shortly after; yes where its year is not known."""
        years = [role.rpartition(":")[2].partition("-")[::2] for role in thing.roles]
        return self.year is None or any(int(first or 0) <= self.year <= int(last or 9999) + _REMEMBERED for first, last in years)

    def _person(self, name: Found) -> NameMention:
        people = [known for known in name.known if known.entity_type == "person"]
        full = self.people.get(name.key) if len(name.units) == 1 else None
        if full is not None and full is not name and all(known.ambiguous for known in people):
            meant = self._person(full)
            return self._mention(name, "person", meant.entity_id, meant.name, meant.link_status, "surname in text", 0.9, 1)
        meant_ones = [known for known in people if self._is_meant(known)]
        if meant_ones or (titled := self._by_surname(name)):
            return self._known(name, (meant_ones or titled)[0], "alias" if meant_ones else "surname")
        return self._of_corpus(name, "person")

    def _by_surname(self, name: Found) -> list[Known]:
        """People of the tables with this surname who fit the year, best fit first; only behind a title."""
        if name.title is None or len(name.units) > 2 or name.key in self.people:
            return []
        things = [self.reference.things[identity] for identity in self.lexicon.surnames.get(name.key, ())]
        fitting = sorted((thing for thing in things if self._fits(thing, name.title)), key=lambda thing: thing.entity_id)
        return [Known(thing.entity_id, "person", False, False) for thing in fitting[:1]]

    def _fits(self, thing: EntityRow, title: str) -> bool:
        """Whether a person bore the title in the year of the report (or at all, behind `former`)."""
        for role in thing.roles:
            held, _, years = role.rpartition(":")
            first, _, last = years.partition("-")
            if held.lower() in title or title.endswith(held.lower()):
                year = self.year or int(first or 0)
                if int(first or 0) <= year <= int(last or 9999) or ("former" in title and year >= int(first or 0)):
                    return True
        return False

    def _place(self, name: Found) -> NameMention | None:
        if name.known and (known := self._curated_place(name)) is not None:
            return known
        choice = self.chosen.get(name.key)
        if choice is None:
            choice = choose(name.key, self._candidates(name), self.context, self.near)
        if choice is None:
            return self._unresolved_place(name)
        if not self._is_place(name, choice):
            return self._other(name)
        identity = f"geonames:{self.reference.gazetteer.geonames_id[choice.place.row]}"
        title = self.reference.gazetteer.names[choice.place.row].as_py()
        mention = self._mention(name, "place", identity, title, "linked", choice.method, choice.confidence, choice.candidates)
        return mention._replace(country_iso3=choice.place.country_iso3)

    def _curated_place(self, name: Found) -> NameMention | None:
        """A country or a place of the hand-written table; None where a namesake unit fits the text better (`Georgia`)."""
        known = next(one for one in name.known if one.entity_type == "place")
        country = self._country_of(known.entity_id)
        units = [place for place in self.reference.gazetteer.find(name.key) if place.feature_code == "ADM1" and place.population > 1_000_000]
        for unit in units:
            others = self.context.countries.get(unit.country_iso3, 0)
            own = self.context.countries.get(country or "", 0)
            if known.entity_id.startswith("country:") and country != unit.country_iso3 and others > own:
                return None
        return self._known(name, known)

    def _is_place(self, name: Found, choice: Choice) -> bool:
        """Whether enough speaks for a place of the gazetteer where its name may be anything else."""
        place = choice.place
        voted = self._voted(name)
        signed = name.hint == "place" or voted == "place" or name.unit_word is not None or choice.method == "containment"
        if len(name.units) == 1 and name.key in self.people and not signed:
            return False
        supported = bool(self.context.countries.get(place.country_iso3))
        if not name.case_tells:
            return (signed and (supported or place.population > _PLAUSIBLE)) or (supported and place.population > 50_000) or place.population > _GREAT
        if voted in ("person", "organization") and place.population < _GREAT:
            return False
        if len(name.units) == 1 and is_given(self.lexicon, name.key) and not signed and place.population < _GREAT:
            return False
        if signed:
            return place.population > 0 or supported or place.is_name
        if name.before in self.lexicon.cues["place preposition"]:
            return supported or place.population > _PLAUSIBLE
        return place.population > (_SMALL if supported else 10 * _PLAUSIBLE) and not (name.opens and place.population < _PLAUSIBLE)

    def _unresolved_place(self, name: Found) -> NameMention:
        """A place that no table has; its country where what follows it says so."""
        country = next((code for code in self.context.containers.get(name.key, ()) if len(code) == 3), None)
        return self._mention(name, "place", None, name.key, "unresolved", None, 0.4, 0)._replace(country_iso3=country)

    def _other(self, name: Found) -> NameMention | None:
        """A name of unknown kind: someone or something that the text names in full elsewhere, else nothing that can be told."""
        if (full := self.people.get(name.key)) is not None and full is not name and len(name.units) == 1:
            meant = self._person(full)
            return self._mention(name, "person", meant.entity_id, meant.name, meant.link_status, "surname in text", 0.8, 1)
        if not name.case_tells:
            return None
        voted = self._voted(name)
        if name.kind == "acronym":
            return self._of_corpus(name, "organization")
        if len(name.units) == 1 and ((name.opens and name.key in self.lexicon.common) or voted is None):
            return None
        if voted == "place":
            return self._unresolved_place(name)
        if voted is not None:
            return self._of_corpus(name, voted)
        return self._of_corpus(name, "person" if len(name.units) < 4 else "organization")

    def _known(self, name: Found, known: Known, method: str = "alias") -> NameMention:
        thing = self.reference.things[known.entity_id]
        candidates = max(1, len(name.known))
        if known.entity_type == "place" and name.key in self.lexicon.metonyms:
            method = "metonym"
        mention = self._mention(name, known.entity_type, known.entity_id, thing.name, "linked", method, 0.95 if candidates == 1 else 0.8, candidates)
        return mention._replace(country_iso3=thing.country_iso3, role_title=name.title)

    def _of_corpus(self, name: Found, kind: str) -> NameMention:
        written = self.document.text[self.document.tokens.starts[name.units[0].first] : self.document.tokens.ends[name.units[-1].end - 1]]
        return self._corpus(name, kind, " ".join(written.split()), None)

    def _corpus(self, name: Found, kind: str, called: str, country: str | None) -> NameMention:
        """A thing that no table has, known by its kind and folded name alone."""
        digest = hashlib.blake2b(f"{kind}|{called.lower()}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        mention = self._mention(name, kind, f"corpus:{digest}", called, "corpus", "name", 0.6, 0)
        return mention._replace(country_iso3=country, role_title=name.title)

    def _mention(
        self, name: Found, kind: str, identity: str | None, called: str, status: str, method: str | None, confidence: float, candidates: int
    ) -> NameMention:
        first, end = name.units[0].first, name.units[-1].end
        start_char, end_char = self.document.tokens.starts[first], self.document.tokens.ends[end - 1]
        return NameMention(
            name.sentence_no, start_char, end_char, first, end, kind, identity, called, status, method, confidence, candidates,
            role_title=name.title,
        )  # fmt: skip


_ORGANS = {
    "forces": "military", "troops": "military", "soldiers": "military", "personnel": "military", "warplanes": "military", "jets": "military",
    "aircraft": "military", "planes": "military", "regime": "government", "officials": "government", "authorities": "government",
    "force": "military",
}  # fmt: skip


def _speaks_of_its_country(name: Found) -> bool:
    """Whether a known name tells where a text is set; an organization's name that others bear too must not speak for itself."""
    return name.kind in ("place", "nationality") or (name.kind == "organization" and len(name.known) == 1 and not name.known[0].ambiguous)
