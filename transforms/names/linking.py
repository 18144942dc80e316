"""Linking: from recognised names to the things they mean, one text at a time.

A short name means what a longer one of the same text does (surname after full name, acronym after its definition); a known
name means what the tables say, if the text does not speak against it; what no table knows becomes a thing of the corpus.
"""

from typing import Final

from transforms.names.found import Found
from transforms.names.mention import NameMention, corpus_mention, mention_of, written
from transforms.names.organizations import link_organization
from transforms.names.people import full_name, link_person
from transforms.names.story import Story
from transforms.names.toponyms import Settled, link_place, respelled, unresolved

_LONGEST_PERSON: Final = 4  # words of a name that no table knows


def link(story: Story, settled: Settled, name: Found) -> NameMention | None:
    """The mention of a name; None if it is no name after all."""
    defined = story.acronyms.get(name.key)
    if defined is not None and defined is not name and defined.key != name.key:
        meant = _by_itself(story, settled, defined)  # one step: two names may define each other
        if meant is not None:
            return mention_of(
                story.document, name, meant.entity_type, meant.entity_id, meant.name, meant.link_status, "defined in text", 0.95, 1,
                meant.country_iso3,
            )  # fmt: skip
    return _by_itself(story, settled, name)


def _by_itself(story: Story, settled: Settled, name: Found) -> NameMention | None:
    """The mention of a name, whatever the text defines."""
    if name.kind == "organization":
        return None if _is_mere_opener(story, name) else link_organization(story, name)
    if name.kind == "person":
        return link_person(story, name)
    if name.kind == "nationality":
        return _nationality(story, name)
    if name.kind == "place":
        return link_place(story, settled, name) or _unknown(story, name)
    if name.kind == "opener":
        return _opener(story, name)
    return _unknown(story, name)


def _nationality(story: Story, name: Found) -> NameMention:
    known = name.known[0]
    thing = story.reference.things[known.entity_id]
    count, country = max(1, len(name.known)), thing.country_iso3
    return mention_of(story.document, name, "nationality", known.entity_id, thing.name, "linked", "alias", 0.95, count, country)


def _is_mere_opener(story: Story, name: Found) -> bool:
    """Whether a group's name is but a common word that opens its sentence: no more is said of it, and it is no name elsewhere."""
    if not (name.opens and len(name.units) == 1 and name.known and name.key in story.lexicon.common):
        return False
    if name.case_tells and len(name.key) > 1 and written(story.document, name).isupper():
        return False  # `WHO`, `IS`: an acronym
    acts = name.after in story.lexicon.cues["organization verb"]
    return not (acts or name.units[0].owns or story.votes.get(name.key) or name.key in story.inside)


def _opener(story: Story, name: Found) -> NameMention | None:
    """A common word that opens a sentence: a name only if the text uses it as one elsewhere."""
    if name.key in story.people:
        return link_person(story, name)
    voted = story.voted(name.key) if name.key in story.inside else None
    return corpus_mention(story.document, name, voted, written(story.document, name)) if voted in ("person", "organization") else None


def _unknown(story: Story, name: Found) -> NameMention | None:
    """A name of unknown kind: of someone whom the text names in full elsewhere, else of what the words around it speak for."""
    if name.kind == "thing":
        return None
    if full_name(story, name) is not None:
        return link_person(story, name)
    if not name.case_tells:
        return None
    voted = story.voted(name.key)
    if name.kind == "acronym":
        return link_organization(story, name)
    if name.kind == "words":
        return link_organization(story, name) if voted == "organization" else None
    if len(name.units) == 1 and (voted is None or (name.key in story.lexicon.common and (name.opens or story.votes[name.key][voted] < 2))):
        return None
    if voted == "place" and name.kind != "place":
        return unresolved(story, name)
    if voted in ("person", "organization"):
        return link_person(story, name) if voted == "person" else link_organization(story, name)
    if (place := respelled(story, name)) is not None:
        return place
    return link_person(story, name) if 1 < len(name.units) <= _LONGEST_PERSON else None
