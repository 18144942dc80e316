"""ACLED's event and sub-event type of a claim."""

from typing import Final

from transforms.events.lexicon import EventType, word_class
from transforms.events.roles import Roles
from transforms.events.scene import Phrase, Scene

_PEACEFULLY: Final = word_class("peacefully")
_LOCALS: Final = word_class("locals")
_MOB_ACTS: Final = frozenset(("arson", "destruction", "looting"))
_VIOLENCE_AGAINST_CIVILIANS: Final = "Violence against civilians"


def _is_mob(actor: Phrase | None, scene: Scene) -> bool:
    """A crowd, or those who live at a place: `villagers beat a thief`."""
    if actor is None:
        return False
    return actor.kind == "crowd" or scene.lowers[actor.end - 1] in _LOCALS


def acled_types(event: EventType, roles: Roles, scene: Scene) -> tuple[str | None, str | None]:
    """ACLED's type where it depends on who does it to whom: crowds riot, armed sides battle, the rest hits civilians."""
    actor, recipient = roles.actor.kind if roles.actor else None, roles.recipient.kind if roles.recipient else None
    if event.acled_sub_event_type == "@territory":
        if not _PEACEFULLY.isdisjoint(scene.words):
            return "Strategic developments", "Non-violent transfer of territory"
        return event.acled_event_type, "Government regains territory" if actor == "state" else "Non-state actor overtakes territory"
    if _is_mob(roles.actor, scene) and (event.code in _MOB_ACTS or event.acled_event_type in ("@target", _VIOLENCE_AGAINST_CIVILIANS)):
        return ("Riots", "Mob violence") if event.violent or event.code in _MOB_ACTS else (event.acled_event_type, event.acled_sub_event_type)
    if event.acled_event_type != "@target":
        return event.acled_event_type, event.acled_sub_event_type
    is_between = roles.actor is not None and roles.actor.preposition == "between"
    if recipient in ("state", "rebel", "criminal", "post") or is_between:
        return "Battles", "Armed clash"
    return _VIOLENCE_AGAINST_CIVILIANS, "Attack"
