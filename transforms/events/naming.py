"""Naming: nouns of violence that name a topic, a comparison, a label or a case that may arise, and tell no act."""

from typing import Final

from transforms.events.lexicon import word_class
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger

_NAMED_BEHIND: Final = word_class("named_behind")
_FIGURATIVE: Final = word_class("figurative")
_COMPARING: Final = word_class("comparing")
_CALLING: Final = word_class("calling")
_AGREEMENTS: Final = word_class("agreement_left")
_BREAKS: Final = word_class("ends") | {"under", "after", "by", "as", "in", "amid", "over", "with", "to"}
_FORCES: Final = frozenset(("troops", "soldiers", "forces", "army", "tanks", "peacekeepers"))
_LEFT_REACH: Final = 12  # tokens from `withdraws` to the agreement that is left
_TOPIC_OF: Final = word_class("topic_of")  # `a prize for reporting on the bombing of`
_LEAVE: Final = word_class("leave_to_act")
_QUOTES: Final = frozenset(('"', "“", "'", "‘"))
_ARTICLES: Final = frozenset(("a", "an"))
_LINKS: Final = frozenset(("to", "with"))
_COMPARED_REACH: Final = 14  # tokens from `compares` to what is compared with
_LINK_REACH: Final = 6  # tokens from `to` to the noun that it governs
_LABEL_REACH: Final = 6
_LEAVE_REACH: Final = 6  # tokens from `the event of` to the noun


def is_only_named(scene: Scene, trigger: Trigger) -> bool:
    """Whether a noun, or a participle that stands for one, names violence without telling an act of it; or a withdrawal is from no land."""
    if trigger.sense.event.code == "withdraw" and _is_from_agreement(scene, trigger):
        return True
    if trigger.use not in ("noun", "participle"):
        return False
    before = scene.lowers[max(scene.first, trigger.first - _COMPARED_REACH) : trigger.first]
    if trigger.sense.lemma == "combat" and before[-1:] == ["to"]:
        return True  # `to combat crime`
    return _is_attribute(scene, trigger) or _is_compared(before) or _is_label(before) or _is_supposed(before) or not _TOPIC_OF.isdisjoint(before)


def _is_from_agreement(scene: Scene, trigger: Trigger) -> bool:
    """`withdraws from the fisheries treaty`: no troops leave."""
    behind = scene.lowers[trigger.end : min(scene.end, trigger.end + _LEFT_REACH)]
    if "from" not in behind[:3] or not _FORCES.isdisjoint(behind):
        return False
    left = behind[behind.index("from") + 1 :]
    end = next((at for at, word in enumerate(left) if word in _BREAKS), len(left))
    return not _AGREEMENTS.isdisjoint(left[:end])


def _is_attribute(scene: Scene, trigger: Trigger) -> bool:
    """`assault guidelines`, `a murder mystery`, `a political attack`, `a fast-attack boat`: the noun tells what another thing is about."""
    if scene.lowers[trigger.end : min(scene.end, trigger.end + 1)] and scene.lowers[trigger.end] in _NAMED_BEHIND:
        return True
    before = scene.lowers[max(scene.first, trigger.first - 2) : trigger.first]
    return trigger.sense.event.code == "attack" and before[-1:] != [] and (before[-1] in _FIGURATIVE or before == ["fast", "-"])


def _is_compared(before: list[str]) -> bool:
    """`compares the claims to the invasion of`: what something is likened to."""
    if _LINKS.isdisjoint(before[-_LINK_REACH:]):
        return False
    link = max(position for position, word in enumerate(before) if word in _LINKS)
    return not _COMPARING.isdisjoint(before[:link])


def _is_label(before: list[str]) -> bool:
    """`denounces the vote as a "coup"`: a word that somebody calls another thing by."""
    if before[-1:] and before[-1] in _QUOTES:
        return before[-2:-1] != [] and before[-2] in _ARTICLES and not _CALLING.isdisjoint(before[-_LABEL_REACH:])
    return before[-2:-1] == ["as"] and before[-1] in _ARTICLES and not _CALLING.isdisjoint(before)


def _is_supposed(before: list[str]) -> bool:
    """`in the event of air strikes`, `consents to raids on`: what may happen or is given leave to."""
    near = before[-_LEAVE_REACH:]
    for at, word in enumerate(near):
        behind = near[at + 1 : at + 2]
        if (word in _LEAVE and behind in (["to"], ["for"])) or (
            behind == ["of"] and near[max(0, at - 1) : at + 1] in (["the", "event"], ["in", "case"])
        ):
            return True
    return False
