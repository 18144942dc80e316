"""Sites: the temple, school or hospital at which something happened, where no more than the land or province about it is placed."""

from typing import TYPE_CHECKING, Final

from transforms.events.asides import aside_of, between, is_of_another, is_shared
from transforms.events.grounds import ends_clause, is_elsewhere
from transforms.events.lexicon import word_class
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger
from transforms.events.where import NOWHERE, Place

if TYPE_CHECKING:
    from transforms.names import NameMention

_SITES: Final = word_class("site")
_FOREIGN: Final = frozenset(("embassy", "consulate"))  # on the land of others than those whose it is
_AT: Final = frozenset(("in", "at", "near", "outside", "inside"))
_FINEST_WIDE: Final = 4  # a province or anything wider


def with_site(scene: Scene, trigger: Trigger, place: Place | None, dateline_end: int) -> Place | None:
    """`at Dorvan Temple in Bangladesh`: the site within the land that was found, with no finer point than that land's."""
    event = trigger.sense.event
    if not (event.violent or event.family == "protest" or event.mode == "arrest"):
        return place
    if place is not None and (place.where_prec is None or place.where_prec < _FINEST_WIDE):
        return place
    for name in scene.names:
        if name.entity_type == "place" or name.first_token < max(scene.first, dateline_end) or scene.lowers[name.end_token - 1] not in _SITES:
            continue
        if _is_where(scene, trigger, name):
            country = None if scene.lowers[name.end_token - 1] in _FOREIGN else name.country_iso3
            land = place or NOWHERE._replace(country_iso3=country)
            return land._replace(place_id=name.entity_id, name=name.name, start_char=name.start_char, end_char=name.end_char)
    return place


def _is_where(scene: Scene, trigger: Trigger, name: "NameMention") -> bool:
    at = name.first_token - 1
    at -= scene.lowers[at] in ("the", "a")
    if scene.lowers[at] not in _AT or is_of_another(scene, trigger, name.first_token, name.end_token):
        return False
    aside = aside_of(scene, name.first_token)
    is_apart = aside is not None and not is_shared(scene, trigger, aside) and is_elsewhere(scene, trigger, aside)
    return not is_apart and not ends_clause(between(scene, trigger, name.first_token, name.end_token))
