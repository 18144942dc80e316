"""What governs a place: the preposition before it, over articles, adjectives and words like `town of`."""

from typing import TYPE_CHECKING, Final

from transforms.events.lexicon import word_class
from transforms.events.scene import Scene

if TYPE_CHECKING:
    from transforms.names import NameMention

LOCATIVE: Final = word_class("locative")
SETTLEMENT: Final = word_class("settlement")
BEFORE_PLACE: Final = word_class("before_place")
FACILITIES: Final = word_class("facility")
CHAIN_SIGNS: Final = frozenset((",", "(", "and"))
_PREPOSITIONS: Final = word_class("prepositions") | {"without"}
_BESIDE: Final = word_class("beside")
_LENGTHS: Final = frozenset(("km", "kilometers", "kilometres", "miles", "mi", "some", "about", "just", "roughly"))
_DIRECTIONS: Final = word_class("direction")
_BEFORE_DIRECTION: Final = LOCATIVE | BEFORE_PLACE
_OWNED_BY: Final = frozenset(("'", "’"))


def governor_of(scene: Scene, name: "NameMention") -> str:
    """The preposition before a place, over articles, adjectives and words like `town of`; the word there is if it is none."""
    lowers, at = scene.lowers, name.first_token - 1
    limit = max(scene.first, name.first_token - 10)
    adjectives = 0  # one that no table knows may stand before `city of` and the like
    while at >= limit:
        word = lowers[at]
        if word in LOCATIVE:
            return word
        if word == "of" and at > limit and lowers[at - 1] in _DIRECTIONS and lowers[at - 2] not in _BEFORE_DIRECTION:
            return _before_distance(lowers, at - 2, limit)
        if word == "of" and at > limit and lowers[at - 1] in SETTLEMENT:
            at, adjectives = at - 2, 1
        elif word in _OWNED_BY and (owner := next((n for n in scene.names if n.end_token == at), None)) is not None:
            at = owner.first_token - 1
        elif at + 1 < name.first_token and (of_land := _name_that_ends(scene, at + 1)) is not None:
            at = of_land.first_token - 1  # `in the Turkish town of Nizip`
        elif word in SETTLEMENT:
            at, adjectives = at - 1, 1
        elif word in BEFORE_PLACE or word.endswith("est") or (word == "and" and lowers[at - 1] in BEFORE_PLACE):
            at -= 1
        elif adjectives and word.isalpha() and word not in _PREPOSITIONS and word != "and" and at not in scene.heads:
            at, adjectives = at - 1, adjectives - 1
        else:
            return word
    return ""


def _before_distance(lowers: list[str], at: int, limit: int) -> str:
    """`gunmen north of Baghdad` are near it; `in Taji, 20 km north of Baghdad` is tied by the comma."""
    while at > limit and (lowers[at] in _LENGTHS or lowers[at].isdecimal()):
        at -= 1
    return lowers[at] if lowers[at] in CHAIN_SIGNS else "near"


def _name_that_ends(scene: Scene, end: int) -> "NameMention | None":
    """The land or nationality that ends at a token, if a word for a kind of place follows: `U.S. state`, `Turkish town`."""
    if scene.lowers[end] not in SETTLEMENT:
        return None
    return next((n for n in scene.names if n.end_token == end and n.entity_type in ("place", "nationality")), None)


def chained_governor(scene: Scene, name: "NameMention") -> str:
    """What governs the places that a comma, bracket or `and` ties this one to: `in Kano, Nigeria`; empty if it begins the chain."""
    for earlier in reversed(scene.names):
        is_tied = earlier.entity_type == "place" or scene.lowers[earlier.end_token - 1] in FACILITIES
        if is_tied and 1 <= name.first_token - earlier.end_token <= 3:
            word = governor_of(scene, earlier)
            return chained_governor(scene, earlier) if word in CHAIN_SIGNS else word or "near the trigger"
    return ""


def is_beside(scene: Scene, name: "NameMention") -> bool:
    """`in a suburb of Damascus`, `off the coast of Rhodes`, `north of the Libyan capital, Tripoli`: not the place itself."""
    at = name.first_token
    if scene.lowers[at - 1] == "," and scene.lowers[at - 2] == "capital":
        at = next((of + 1 for of in range(at - 3, max(scene.first, at - 6), -1) if scene.lowers[of] == "of"), at)
    if at - 2 < scene.first or scene.lowers[at - 1] != "of" or scene.lowers[at - 2] not in _BESIDE:
        return False
    return scene.lowers[at - 2] != "suburb" or not any(owner.end_token == at - 2 for owner in scene.names)  # `the Boston suburb of Watertown`
