"""Names: people, organizations, places and nationalities in a text, each linked to the thing it means where that is known."""

from collections.abc import Sequence

from transforms.dates import DateMention
from transforms.document import Document
from transforms.names.acronyms import defined_acronyms
from transforms.names.counties import with_shared_words
from transforms.names.found import Found, Scan
from transforms.names.lexicon import lexicon_of
from transforms.names.linking import link
from transforms.names.mention import NameMention
from transforms.names.outlets import outlet_of
from transforms.names.recognition import recognize
from transforms.names.story import Story, read_story
from transforms.names.toponyms import Settled
from transforms.names.weapons import find_weapons
from transforms.reference import Reference

__all__ = ["NameMention", "find_names", "link_names", "read_names", "recognize_names"]


def find_names(document: Document, reference: Reference, dates: Sequence[DateMention], source: str = "") -> list[NameMention]:
    """The names of a document, in order; `dates` are its time expressions, whose words are no names, `source` is its outlet's name."""
    return link_names(document, reference, recognize_names(document, reference, dates), source)


def link_names(document: Document, reference: Reference, found: list[Found], source: str = "") -> list[NameMention]:
    """The mentions of the names that were recognised in a document, with the weapons between them."""
    story = _read_story(document, reference, found, source)
    settled = Settled(story, found)
    mentions = [mention for name in found if (mention := link(story, settled, name)) is not None]
    return _merged(mentions, find_weapons(document, story.lexicon))


def read_names(document: Document, reference: Reference, dates: Sequence[DateMention], source: str = "") -> tuple[list[Found], Story]:
    """The recognised names of a document, and what they say of each other."""
    found = recognize_names(document, reference, dates)
    return found, _read_story(document, reference, found, source)


def recognize_names(document: Document, reference: Reference, dates: Sequence[DateMention]) -> list[Found]:
    """The recognised names of a document, in order, not linked yet."""
    lexicon = lexicon_of(reference)
    busy = frozenset(token for date in dates for token in range(date.first_token, date.end_token))
    scan = Scan(document, lexicon, reference.gazetteer, busy)
    found: list[Found] = []
    for number, sentence in enumerate(document.sentences):
        if sentence.mined:
            found += recognize(scan, number, sentence)
    return with_shared_words(document, reference.gazetteer, found)


def _read_story(document: Document, reference: Reference, found: list[Found], source: str) -> Story:
    return read_story(document, reference, lexicon_of(reference), found, defined_acronyms(document, found), outlet_of(reference, source))


def _merged(names: list[NameMention], weapons: list[NameMention]) -> list[NameMention]:
    """Names and weapons in order; a weapon inside a name is part of it, a group that no table knows is the weapon (`IED`)."""
    if not weapons:
        return names
    spans = {(weapon.first_token, weapon.end_token) for weapon in weapons}
    names = [name for name in names if not (_is_unknown_group(name) and (name.first_token, name.end_token) in spans)]
    taken = {token for name in names for token in range(name.first_token, name.end_token)}
    free = [weapon for weapon in weapons if weapon.first_token not in taken and weapon.end_token - 1 not in taken]
    return sorted([*names, *free], key=lambda mention: mention.start_char)


def _is_unknown_group(name: NameMention) -> bool:
    return name.entity_type == "organization" and name.link_method == "name"
