"""ACLED's event and sub-event type of a claim."""

from transforms.events.lexicon import EventType, word_class
from transforms.events.roles import Roles
from transforms.events.scene import Scene

_PEACEFULLY = word_class("peacefully")
_VIOLENCE_AGAINST_CIVILIANS = "Violence against civilians"


def acled_types(event: EventType, roles: Roles, scene: Scene) -> tuple[str | None, str | None]:
    """ACLED's type where it depends on who does it to whom: crowds riot, armed sides battle, the rest hits civilians."""
    actor, recipient = roles.actor.kind if roles.actor else None, roles.recipient.kind if roles.recipient else None
    if event.acled_sub_event_type == "@territory":
        if not _PEACEFULLY.isdisjoint(scene.words):
            return "Strategic developments", "Non-violent transfer of territory"
        return event.acled_event_type, "Government regains territory" if actor == "state" else "Non-state actor overtakes territory"
    if actor == "crowd" and event.violent and event.acled_event_type in ("@target", _VIOLENCE_AGAINST_CIVILIANS):
        return "Riots", "Mob violence"
    if event.acled_event_type != "@target":
        return event.acled_event_type, event.acled_sub_event_type
    is_between = roles.actor is not None and roles.actor.preposition == "between"
    if recipient in ("state", "rebel", "criminal", "post") or is_between:
        return "Battles", "Armed clash"
    return _VIOLENCE_AGAINST_CIVILIANS, "Attack"
