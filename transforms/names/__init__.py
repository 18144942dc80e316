"""Names: people, organizations, places and nationalities in a text, each linked to the thing it means where that is known."""

from collections.abc import Sequence

from transforms.dates import DateMention
from transforms.document import Document
from transforms.names.acronyms import defined_acronyms
from transforms.names.lexicon import Lexicon
from transforms.names.linking import Linker
from transforms.names.mention import NameMention
from transforms.names.recognition import Found, Scan, recognize
from transforms.names.weapons import find_weapons
from transforms.reference import Reference

__all__ = ["NameMention", "find_names"]


def find_names(document: Document, reference: Reference, dates: Sequence[DateMention]) -> list[NameMention]:
    """The names of a document, in order; `dates` are its time expressions, whose words are no names."""
    lexicon: Lexicon = reference.lexicon
    busy = frozenset(token for date in dates for token in range(date.first_token, date.end_token))
    scan = Scan(document, lexicon, reference.gazetteer, busy)
    found: list[Found] = []
    for number, sentence in enumerate(document.sentences):
        if sentence.mined:
            found += recognize(scan, number, sentence)
    acronyms = defined_acronyms(document, found)
    linker = Linker(document, reference, found, acronyms)
    mentions = [mention for name in found if (mention := linker.link(name)) is not None]
    return _merged(mentions, find_weapons(document, lexicon))


def _merged(names: list[NameMention], weapons: list[NameMention]) -> list[NameMention]:
    """Names and weapons in order; a weapon inside a name is part of it."""
    taken = {token for name in names for token in range(name.first_token, name.end_token)}
    free = [weapon for weapon in weapons if weapon.first_token not in taken and weapon.end_token - 1 not in taken]
    return sorted([*names, *free], key=lambda mention: mention.start_char) if free else names
