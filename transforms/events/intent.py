"""Intent: PLOVER codes the announcement of an act as an act of its own (agreeing, threatening or refusing to do it)."""

from typing import Final

from transforms.events.lexicon import EventType, Lexicon, word_class
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger

_COOPERATIVE: Final = word_class("cooperative")
_HOSTILE: Final = word_class("hostile")
_CONDITIONAL: Final = word_class("conditional")
_FUTURE: Final = word_class("modal_planned")
_HAPPENING: Final = word_class("happening")
_STOPS: Final = word_class("stops")
_REACH: Final = 12  # tokens from a noun to its verb


def announced(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> EventType | None:
    """`will visit`, `talks will take place` are AGREE, `will boycott` THREATEN, `will not accept` REJECT; None if nothing is announced.

    `would` announces only in reported speech, and a condition turns a promise into a threat.
    """
    plover_type = trigger.sense.event.plover_type
    if trigger.use == "noun":
        return lexicon.types["agree"] if plover_type == "CONSULT" and _is_to_come(scene, trigger) else None
    if trigger.use != "active" or (plover_type not in _COOPERATIVE and plover_type not in _HOSTILE and plover_type != "AGREE"):
        return None
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    if "will" not in near and not ("would" in near and not lexicon.classes["say"].isdisjoint(scene.words)):
        return None
    types = lexicon.types
    if "not" in near or "never" in near:
        return types["reject"] if plover_type not in _HOSTILE else None
    if plover_type in _HOSTILE:
        return types["threat"]
    if plover_type == "RETREAT" and not _CONDITIONAL.isdisjoint(scene.words):
        return types["threat"]
    return types["agree"]


def _is_to_come(scene: Scene, trigger: Trigger) -> bool:
    """`talks with the rebels will take place in May`, `a summit is to be held`: a noun that a verb of the future follows."""
    behind = scene.lowers[trigger.end : min(scene.end, trigger.end + _REACH)]
    verb = next((at for at, word in enumerate(behind) if word in _FUTURE or behind[at : at + 2] in (["is", "to"], ["are", "to"])), None)
    return verb is not None and _STOPS.isdisjoint(behind[:verb]) and not _HAPPENING.isdisjoint(behind[verb + 1 : verb + 4])
