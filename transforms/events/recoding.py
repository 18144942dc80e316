"""Recoding: what an act is by who does it."""

from typing import Final

from transforms.events.lexicon import Lexicon
from transforms.events.roles import Roles
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger

_TAKING: Final = frozenset(("storm", "seize"))  # what a crowd does to a building
_SEARCHERS: Final = frozenset(("police", "customs", "prosecutors", "detectives", "fbi", "officers", "investigators", "agents"))


def recoded(scene: Scene, trigger: Trigger, roles: Roles, lexicon: Lexicon) -> Trigger:
    """The trigger with the code that who acts gives it: a crowd's clash or storming is a riot, a search by the police no attack."""
    if _is_by_crowd(trigger, roles):
        return trigger._replace(sense=trigger.sense._replace(event=lexicon.types["riot"]))
    if _is_search(scene, trigger, roles, lexicon):
        return trigger._replace(sense=trigger.sense._replace(event=lexicon.types["confiscate"]))
    return trigger


def _is_by_crowd(trigger: Trigger, roles: Roles) -> bool:
    """`protesters clash with police`, `protesters storm the parliament`: a riot."""
    if trigger.sense.event.code == "clash":
        return any(party is not None and party.kind == "crowd" for party in roles)
    return trigger.sense.lemma in _TAKING and roles.actor is not None and roles.actor.kind == "crowd"


def _is_search(scene: Scene, trigger: Trigger, roles: Roles, lexicon: Lexicon) -> bool:
    """`police raid the offices of a party`: a search by officers of the law, in a sentence without blood."""
    if trigger.sense.lemma != "raid" or trigger.sense.event.code != "attack" or roles.actor is None:
        return False
    harm = lexicon.classes["killed"] | lexicon.classes["injured"]
    return harm.isdisjoint(scene.words) and not _SEARCHERS.isdisjoint(scene.lowers[roles.actor.first : roles.actor.end])
