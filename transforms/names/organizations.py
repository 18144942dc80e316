"""Organizations: a name linked to the group that bears it; organs of a state go to the state that the text is about."""

from typing import Final

from transforms.gazetteer_keys import fold_name
from transforms.names.found import Found
from transforms.names.lexicon import Known
from transforms.names.mention import NameMention, corpus_mention, mention_of, written
from transforms.names.story import Story
from transforms.reference import EntityRow

_STATE: Final = 500_000  # people
_SMALL_WORDS: Final = frozenset(["of", "the", "and", "for"])


def link_organization(story: Story, name: Found) -> NameMention:
    """The mention of an organization: of the tables, an organ of a state, or of the corpus."""
    named = [known for known in (name.known or story.lexicon.names.get(name.key, ())) if known.entity_type == "organization"]
    generic = bool(named) and is_generic(story, name)
    if generic:
        meant = [known for known in named if known.country_iso3 in (None, story.country) and not _is_of_state(story, known)]
    else:
        meant = [known for known in named if not known.ambiguous or _is_meant(story, known, name, len(named) == 1)]
    if meant:
        return _linked(story, name, _best(story, meant) if len(meant) > 1 else meant[0], len(named))
    if name.known and name.known[0].entity_type in ("nationality", "place"):
        return _organ_of_state(story, name)
    if story.country is not None and (generic or (not named and is_generic(story, name))):
        state = story.reference.things[f"country:{story.country}"]
        return corpus_mention(story.document, name, "organization", f"{state.name} {written(story.document, name)}", story.country)
    return corpus_mention(story.document, name, "organization", written(story.document, name), _country_in(story, name))


def _country_in(story: Story, name: Found) -> str | None:
    """The country that a group's own name begins with: `German Interior Ministry`."""
    held = story.lexicon.names.get(name.units[0].key, ()) if len(name.units) > 1 else ()
    known = next((one for one in held if one.entity_type == "nationality" and not one.needs_capitals), None)
    return known.country_iso3 if known else None


def is_generic(story: Story, name: Found) -> bool:
    """Whether many states have an organ of that name: `Supreme Court`, `Ministry of Defence`; not `US military`."""
    lexicon = story.lexicon
    words = [unit.key for unit in name.units if unit.key not in _SMALL_WORDS]
    if lexicon.cues["state body"].isdisjoint(words):
        return False
    opening = [unit.key for unit in name.units[:3]]
    owners = (lexicon.names.get(" ".join(opening[:count]), ()) for count in range(1, len(opening) + 1))
    if any(known.entity_type in ("nationality", "place") for held in owners for known in held):
        return False  # `United States Supreme Court`
    return all(word in lexicon.common or word in lexicon.organization_heads for word in words)


def _is_of_state(story: Story, known: Known) -> bool:
    """Whether a text that names a state and no world body means the state's own: the `General Assembly` of Indiana."""
    if not known.ambiguous or known.country_iso3 is not None or not story.lexicon.signs[known.entity_id].isdisjoint(story.keys):
        return False
    at = (place for key in story.keys for place in story.reference.gazetteer.find(key))
    return any(place.feature_code == "ADM1" and place.is_name and place.population > _STATE for place in at)


def _is_meant(story: Story, known: Known, name: Found, is_sole: bool) -> bool:
    """Whether the text has another sign of an ambiguous name's thing: its country, another of its names, or that it is some group."""
    if not story.lexicon.signs[known.entity_id].isdisjoint(story.keys):
        return True
    if known.country_iso3 and story.countries.get(known.country_iso3):
        return True
    return is_sole and story.voted(name.key) == "organization"


def _best(story: Story, meant: list[Known]) -> Known:
    """Of several groups of one name, the one whose country the text names most, then one that there was that year; else the first of the tables."""
    return max(meant, key=lambda known: (story.countries.get(known.country_iso3 or "", 0), _existed(story, known)))


def _existed(story: Story, known: Known) -> bool:
    """Whether a group's years include that of the report; yes where either is not known."""
    thing, year = story.reference.things[known.entity_id], story.year
    return year is None or (thing.valid_from or 0) <= year <= (thing.valid_to or 9999)


def _organ_of_state(story: Story, name: Found) -> NameMention:
    """`Syrian army`: one actor for each country and organ; what a people or region within a state has is its own (`Bavarian police`)."""
    country = name.known[0].country_iso3
    state = story.reference.things.get(f"country:{country}") if country else None
    if state is None or name.known[0].entity_id not in (state.entity_id, f"nationality:{country}"):
        return corpus_mention(story.document, name, "organization", written(story.document, name), country)
    last = name.units[-1].key
    organ = story.lexicon.organs.get(last, last)
    people = story.reference.things.get(f"nationality:{country}", state)
    for adjective in (*people.aliases, state.name):
        held = story.lexicon.names.get(f"{fold_name(adjective)} {organ}", ())
        if known := next((one for one in held if one.entity_type == "organization"), None):
            return _linked(story, name, known, 1)
    return corpus_mention(story.document, name, "organization", f"{people.name} {organ}", country)


def _linked(story: Story, name: Found, known: Known, count: int) -> NameMention:
    thing: EntityRow = story.reference.things[known.entity_id]
    confidence = 0.95 if count < 2 else 0.8
    return mention_of(
        story.document, name, "organization", known.entity_id, thing.name, "linked", "alias", confidence, max(1, count), thing.country_iso3
    )
