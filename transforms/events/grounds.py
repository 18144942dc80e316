"""Grounds: the land on whose ground something happened where only its people are named, and what lies in another clause or aside."""

from typing import TYPE_CHECKING, Final

from transforms.events.asides import aside_of, between, is_of_another, is_shared
from transforms.events.governors import BEFORE_PLACE, FACILITIES, SETTLEMENT
from transforms.events.lexicon import word_class
from transforms.events.roles import Roles
from transforms.events.scene import Aside, Phrase, Scene
from transforms.events.triggers import Trigger
from transforms.events.where import COUNTRY, Place

if TYPE_CHECKING:
    from transforms.names import NameMention
    from transforms.reference import Reference

GROUNDS: Final = (FACILITIES | SETTLEMENT | word_class("ground")) - {"embassy", "consulate"}
_PREPOSITIONS: Final = word_class("prepositions") | {"without"}
_NEXT: Final = 3  # tokens from a verb to the place that is its object
_WITHIN_BORDER: Final = frozenset(("in", "at", "inside", "over", "on", "across"))
_WITHIN_GROUND: Final = _WITHIN_BORDER | {"near", "outside"}
_CLAUSE_ENDS: Final = frozenset((";", "while", "despite", "although", "though", "whereas"))
_DECREED: Final = frozenset(("ban", "censor"))
_ANSWERS: Final = frozenset(("response", "retaliation", "reprisal", "revenge"))
_GATHERINGS: Final = word_class("gatherings")


def ground_of(scene: Scene, trigger: Trigger, roles: Roles, dateline_end: int, reference: "Reference") -> Place | None:
    """`in Philippine waters`, `at a Malian airbase`: the land on whose ground something happened, where its name is not told."""
    event = trigger.sense.event
    if event.statement or event.plover_type == "SANCTION":
        return None
    for name in scene.names:
        if name.entity_type != "nationality" or name.country_iso3 is None or name.first_token < max(scene.first, dateline_end):
            continue
        if not _is_ground(scene, trigger, roles, name):
            continue
        if is_of_another(scene, trigger, name.first_token, name.end_token) or ends_clause(between(scene, trigger, name.first_token, name.end_token)):
            continue
        aside = aside_of(scene, name.first_token)
        if not is_shared(scene, trigger, aside) and aside is not None and is_elsewhere(scene, trigger, aside):
            continue
        entity = reference.entity(f"country:{name.country_iso3}")
        if entity is not None:
            return Place(entity.entity_id, entity.name, name.start_char, name.end_char, name.country_iso3, entity.latitude, entity.longitude, COUNTRY)
    return None


def _is_ground(scene: Scene, trigger: Trigger, roles: Roles, name: "NameMention") -> bool:
    """Whether a nationality tells whose ground something happened on; not where the name of the place follows (`the Iraqi city of Mosul`)."""
    behind = scene.lowers[name.end_token : min(scene.end, name.end_token + 3)]
    stop = next((at for at, word in enumerate(behind) if word in GROUNDS), None)
    if stop is None or not all(word.isalpha() and word not in _PREPOSITIONS for word in behind[:stop]):
        return False
    noun = name.end_token + stop
    if any(0 < other.first_token - noun <= _NEXT and other.entity_type == "place" for other in scene.names):
        return False
    at = name.first_token - 1
    while at > scene.first and (scene.lowers[at] in BEFORE_PLACE or scene.lowers[at] == "an"):
        at -= 1
    is_hit = trigger.sense.event.violent and _is_hit(name, roles.recipient) and behind[stop] in SETTLEMENT
    return is_hit or scene.lowers[at] in (_WITHIN_BORDER if behind[stop] == "border" else _WITHIN_GROUND)


def ends_clause(words: list[str]) -> bool:
    """Whether the words between a trigger and a place part two clauses; `while watching`, `while on patrol` do not."""
    if _CLAUSE_ENDS.isdisjoint(words):
        return False
    for at, word in enumerate(words):
        if word in _CLAUSE_ENDS and not (
            word == "while" and at + 1 < len(words) and (words[at + 1].endswith("ing") or words[at + 1] in _PREPOSITIONS)
        ):
            return True
    return False


def is_elsewhere(scene: Scene, trigger: Trigger, aside: Aside) -> bool:
    """`sanctions over the attack in Bali`, `released ... who was seized in Kirkuk`: where something else happened.

    What led to an arrest mostly happened where the arrest did, and so did what is no event itself.
    """
    if aside.kind == "past" and trigger.sense.event.mode == "arrest":
        return False
    if trigger.sense.event.mode in _DECREED or trigger.sense.event.mode == "resign" or scene.lowers[aside.opener] in _ANSWERS:
        return True
    if aside.kind == "past" and trigger.sense.event.violent and not _GATHERINGS.isdisjoint(scene.lowers[aside.first : aside.end]):
        return any(aside.first <= head < aside.end for head in scene.violent_heads)  # `shot dead after a march in Khartoum`
    return any(aside.first <= head < aside.end for head in scene.heads)


def _is_hit(name: "NameMention", phrase: Phrase | None) -> bool:
    return phrase is not None and phrase.first <= name.first_token < phrase.end
