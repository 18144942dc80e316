"""Modality: whether the report tells the event as a fact, a plan, a supposition, or denies it."""

import itertools
from typing import Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger

_ENDS: Final = word_class("ends")
_BE: Final = word_class("triggers_be")
_CONDITIONS: Final = word_class("conditions")
_PLOTS: Final = frozenset(("plot", "plots", "plan", "plans", "threat", "threats"))  # `an assassination plot`
_PART_IN: Final = word_class("part_in")


def find_modality(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> str:
    """actual, planned, hypothetical or denied; `historical` is a matter of dates."""
    start = _clause_start(scene, trigger)
    words = _undated(scene, start, trigger.first)
    if trigger.use == "noun":
        is_plot = not _PLOTS.isdisjoint(scene.lowers[trigger.end : min(scene.end, trigger.end + 1)])
        return "planned" if is_plot else _of_noun(words, lexicon)
    if _is_denied_clause(scene, start, lexicon):
        return "denied"
    if not _CONDITIONS.isdisjoint(scene.lowers[max(scene.first, start - 1) : trigger.first]):
        return "hypothetical"
    if trigger.use == "infinitive":
        return _of_infinitive(words, lexicon)
    if trigger.use == "participle" and not lexicon.classes["supposing"].isdisjoint(words[-4:] if words[-1:] == ["from"] else words[-2:]):
        return "hypothetical"
    return _of_finite(words[-5:], lexicon)


def _undated(scene: Scene, start: int, end: int) -> list[str]:
    """The words between without those of time expressions: `May` is no modal."""
    words = scene.lowers[start:end]
    for position in range(start, end):
        if position > scene.first and scene.lowers[position - 1] == "-":
            words[position - start] = ""  # `life-threatening`
    for date in scene.dates:
        for position in range(max(start, date.first_token), min(end, date.end_token)):
            words[position - start] = ""
    return words


def _clause_start(scene: Scene, trigger: Trigger) -> int:
    position = trigger.first - 1
    while position >= scene.first and scene.lowers[position] not in _ENDS:
        position -= 1
    return position + 1


def _is_denied_clause(scene: Scene, start: int, lexicon: Lexicon) -> bool:
    """`denied that it had shelled`."""
    return start - 2 >= scene.first and scene.lowers[start - 1] == "that" and scene.lowers[start - 2] in lexicon.classes["denied"]


def _of_noun(words: list[str], lexicon: Lexicon) -> str:
    """By the words close before it; a modal says something of a noun only through a light verb (`will launch an attack`)."""
    classes, near = lexicon.classes, words[-5:]
    if not _PART_IN.isdisjoint(near):
        return "actual"  # `not culpable in the killing`, `a possible role in the bombing`: of somebody's part in it
    if not classes["denied"].isdisjoint(near[-4:]):
        return "denied"
    if any(before == "to" and word in classes["light"] for before, word in itertools.pairwise(near)):
        return _of_infinitive(words, lexicon)
    light = not classes["light"].isdisjoint(near)
    if (light and not classes["modal_planned"].isdisjoint(near)) or not classes["planning"].isdisjoint(near):
        return "planned"
    if (light and not classes["modal_hypothetical"].isdisjoint(near)) or not classes["supposing"].isdisjoint(near):
        return "hypothetical"
    return "actual"


def _of_infinitive(words: list[str], lexicon: Lexicon) -> str:
    """By what governs it: `tried to kill` happened, `plans to kill` may, `in order to kill` is only a purpose."""
    near, classes = words[-7:], lexicon.classes
    if not classes["denied"].isdisjoint(near):
        return "denied"
    if not classes["actual_governor"].isdisjoint(near[-3:]):
        return "actual"
    if not classes["planning"].isdisjoint(near) or not classes["modal_planned"].isdisjoint(near):
        return "planned"
    return "hypothetical"


def _of_finite(near: list[str], lexicon: Lexicon) -> str:
    classes = lexicon.classes
    if near[-2:] == ["to", "be"] and (not _BE.isdisjoint(near[-3:-2]) or near[-3:-2] in (["due"], ["set"])):
        return "planned"  # `is to be deported`
    if not classes["denied"].isdisjoint(near):
        return "denied"
    if not classes["modal_planned"].isdisjoint(near):
        return "planned"
    if not classes["modal_hypothetical"].isdisjoint(near):
        return "hypothetical"
    return "actual"
