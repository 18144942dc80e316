"""Modality: whether the report tells the event as a fact, a plan, a supposition, or denies it."""

from transforms.events.lexicon import Lexicon
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger

_ENDS = frozenset(", ; : . ( ) \" “ ” that which who when while because but and".split())
_CONDITIONS = frozenset("if unless whether".split())


def find_modality(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> str:
    """actual, planned, hypothetical or denied; `historical` is a matter of dates."""
    classes, lowers = lexicon.classes, scene.lowers
    start = _clause_start(scene, trigger)
    words = lowers[start : trigger.first]
    if trigger.use == "infinitive":
        return _of_infinitive(scene, trigger, words, lexicon)
    if trigger.use == "noun":
        near = words[-6:]
        if not classes["denied"].isdisjoint(near):
            return "denied"
        if not classes["planned"].isdisjoint(near):
            return "planned"
        if not classes["hypothetical"].isdisjoint(near):
            return "hypothetical"
        return "actual"
    near = words[-5:]
    if not _CONDITIONS.isdisjoint(lowers[max(scene.first, start - 1) : trigger.first]):
        return "hypothetical"
    if not classes["denied"].isdisjoint(near):
        return "denied"
    if not classes["modal_planned"].isdisjoint(near):
        return "planned"
    if not classes["modal_hypothetical"].isdisjoint(near):
        return "hypothetical"
    return "actual"


def _clause_start(scene: Scene, trigger: Trigger) -> int:
    position = trigger.first - 1
    while position >= scene.first and scene.lowers[position] not in _ENDS:
        position -= 1
    return position + 1


def _of_infinitive(scene: Scene, trigger: Trigger, words: list[str], lexicon: Lexicon) -> str:
    """By what governs it: `tried to kill` happened, `plans to kill` may, `in order to kill` is only a purpose."""
    near, classes = words[-7:], lexicon.classes
    if not classes["denied"].isdisjoint(near):
        return "denied"
    if not classes["planned"].isdisjoint(near):
        return "planned"
    if not classes["actual_governor"].isdisjoint(near[-3:]):
        return "actual"
    return "hypothetical"
