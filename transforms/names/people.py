"""People: a name linked to the person who bears it, by full name, title, surname, and the year of the report."""

from typing import Final

from transforms.names.found import Found
from transforms.names.lexicon import Known
from transforms.names.mention import NameMention, corpus_mention, mention_of, written
from transforms.names.story import Story
from transforms.reference import EntityRow

_REMEMBERED: Final = 2  # years after a role in which a bare surname still means its bearer


def link_person(story: Story, name: Found) -> NameMention:
    """The mention of a person: of the tables, of the text's own full name, or of the corpus."""
    people = [known for known in name.known if known.entity_type == "person"]
    full = full_name(story, name)
    if full is not None and all(known.ambiguous for known in people):
        meant = link_person(story, full)
        return mention_of(
            story.document, name, "person", meant.entity_id, meant.name, meant.link_status, "surname in text", 0.9, 1, meant.country_iso3
        )
    meant_ones = [known for known in people if is_meant(story, known) and not _contradicts(story, known, name)]
    titled = [] if meant_ones else _by_surname(story, name)
    if meant_ones or titled:
        known = (meant_ones or titled)[0]
        thing = story.reference.things[known.entity_id]
        count = max(1, len(people or titled))
        method, confidence = "alias" if meant_ones else "surname", 0.95 if count == 1 else 0.8
        return mention_of(story.document, name, "person", known.entity_id, thing.name, "linked", method, confidence, count, thing.country_iso3)
    return corpus_mention(story.document, name, "person", written(story.document, name))


def full_name(story: Story, name: Found) -> Found | None:
    """The longer name that the text gives to the bearer of a surname."""
    full = story.people.get(name.key)
    return full if full is not None and full is not name and len(full.units) > len(name.units) else None


def is_meant(story: Story, known: Known) -> bool:
    """Whether the text has another sign of the bearer of an ambiguous name: another of the names, or the years of the roles."""
    if not known.ambiguous:
        return True
    thing = story.reference.things[known.entity_id]
    return not story.lexicon.signs[known.entity_id].isdisjoint(story.keys) or _is_of_the_time(story, thing)


def _is_of_the_time(story: Story, thing: EntityRow) -> bool:
    """Whether the report falls into the years of a person's roles, and shortly after; yes where its year is not known."""
    years = [role.rpartition(":")[2].partition("-")[::2] for role in thing.roles]
    return story.year is None or any(int(first or 0) <= story.year <= int(last or 9999) + _REMEMBERED for first, last in years)


def _contradicts(story: Story, known: Known, name: Found) -> bool:
    """Whether a title says that a namesake is meant: a colonel is not the singer of his name."""
    if name.title is None:
        return False
    sector = story.lexicon.title_sectors.get(name.title)
    thing = story.reference.things[known.entity_id]
    armed = {"MIL", "COP", "JUD"}
    return sector in armed and bool(thing.sector) and thing.sector not in {*armed, "GOV", "SPY", "REB"}


def _by_surname(story: Story, name: Found) -> list[Known]:
    """People of the tables with this surname whose role fits the title and the year; only behind a title."""
    if name.title is None or len(name.units) > 2 or full_name(story, name) is not None:
        return []
    things = [story.reference.things[identity] for identity in story.lexicon.surnames.get(name.key, ())]
    fitting = sorted((thing for thing in things if _fits(story, thing, name.title)), key=lambda thing: thing.entity_id)
    return [Known(thing.entity_id, "person", False, False, thing.country_iso3) for thing in fitting]


def _fits(story: Story, thing: EntityRow, title: str) -> bool:
    """Whether a person bore the title in the year of the report (or at all, behind `former`)."""
    for role in thing.roles:
        held, _, years = role.rpartition(":")
        first, _, last = years.partition("-")
        if held.lower() in title or title.endswith(held.lower()):
            year = story.year or int(first or 0)
            if int(first or 0) <= year <= int(last or 9999) or ("former" in title and year >= int(first or 0)):
                return True
    return False
