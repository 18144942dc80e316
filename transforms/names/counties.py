"""Counties: names that are a unit's only by a word that stands with them, or with the list that they are in."""

from typing import Final

from transforms.document import Document
from transforms.gazetteer import Gazetteer
from transforms.names.found import Found
from transforms.names.votes import lists

_OF_ONE: Final = {"county": "county", "counties": "county", "parish": "parish", "parishes": "parish"}
_OF_MANY: Final = frozenset(["counties", "parishes"])
_MAY_BE_COUNTY: Final = frozenset(["place", "name", "person"])


def county_key(name: Found) -> str | None:
    """The folded name of a county, with its word; None of what is not called one."""
    word = _OF_ONE.get(name.unit_word) if name.unit_word is not None else None
    return None if word is None else f"{name.key} {word}"


def with_shared_words(document: Document, gazetteer: Gazetteer, found: list[Found]) -> list[Found]:
    """The names of a text; those that a list calls counties together (`Clark and Champaign counties`) are counties each."""
    if not any(name.unit_word in _OF_MANY for name in found):
        return found
    shared = list(found)
    for members in lists(document, found):
        word = found[members[-1]].unit_word
        for index in members[:-1] if word in _OF_MANY else ():
            named = found[index]._replace(kind="place", known=(), unit_word=word)
            if found[index].kind in _MAY_BE_COUNTY and gazetteer.find(county_key(named) or ""):
                shared[index] = named
    return shared
