"""Explanations: what each name of a text could mean, what speaks for each candidate, and why one was chosen."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from transforms.dates import DateMention
from transforms.document import Document
from transforms.names import read_names
from transforms.names.found import Found
from transforms.names.linking import link
from transforms.names.mention import NameMention
from transforms.names.places import ranked
from transforms.names.story import Story
from transforms.names.toponyms import Settled
from transforms.reference import Reference

_SHOWN: Final = 5  # candidates of a name
_WHY: Final = {
    "alias": "a name that the reference tables know",
    "metonym": "a seat of power, which stands for its country",
    "containment": "it lies in what the text names as its country or province",
    "context": "the text speaks of its country, or names places near by",
    "population": "the best known place of that name; the text names no country",
    "transliteration": "another spelling of a name in the country of the text",
    "surname": "the bearer of the surname who held that title in the year of the report",
    "surname in text": "the text names the bearer in full",
    "defined in text": "the text puts it in brackets behind the name that it stands for",
    "name": "no table knows it: an entity of the corpus, by its kind and name",
}


class Candidate(NamedTuple):
    """One thing that a name could mean, with its score and the evidence for it where it was weighed."""

    entity_id: str
    name: str
    country_iso3: str | None
    score: float | None
    evidence: tuple[tuple[str, float], ...]


class Explained(NamedTuple):
    """A name, why it means what it does, and the candidates, the best first."""

    mention: NameMention
    why: str
    candidates: tuple[Candidate, ...]


def explain_names(document: Document, reference: Reference, dates: Sequence[DateMention]) -> list[Explained]:
    """The names of a document as `find_names` finds them (weapons aside), each with its candidates."""
    found, story = read_names(document, reference, dates)
    settled = Settled(story, found)
    linked = ((name, link(story, settled, name)) for name in found)
    return [Explained(mention, _why(mention), _candidates(story, settled, name)) for name, mention in linked if mention is not None]


def _why(mention: NameMention) -> str:
    if mention.link_status == "unresolved":
        return f"a place by its context, in no table{f'; {mention.country_iso3} by its context' if mention.country_iso3 else ''}"
    return _WHY.get(mention.link_method or "", "")


def _candidates(story: Story, settled: Settled, name: Found) -> tuple[Candidate, ...]:
    known = [_known(story, one.entity_id) for one in name.known]
    if name.kind != "place":
        return tuple(known)
    gazetteer = story.reference.gazetteer
    scored = ranked(settled.weigh(story, name), settled.near)[:_SHOWN]
    places = (
        Candidate(
            story.reference.toponym(place.row)[0], gazetteer.names[place.row].as_py(), place.country_iso3, round(score, 2),
            tuple((reason, round(weight, 2)) for reason, weight in told),
        )
        for score, place, told in scored
    )  # fmt: skip
    return (*known, *places)


def _known(story: Story, entity_id: str) -> Candidate:
    thing = story.reference.entity(entity_id)
    return Candidate(entity_id, thing.name if thing else entity_id, thing.country_iso3 if thing else None, None, ())
