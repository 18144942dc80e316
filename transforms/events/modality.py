"""Modality: whether the report tells the event as a fact, a plan, a supposition, or denies it."""

import itertools
from typing import Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger

_ENDS: Final = word_class("ends")
_BE: Final = word_class("triggers_be")
_CONDITIONS: Final = word_class("conditions")
_DENYING_VERBS: Final = frozenset(("not", "never", "neither", "nor"))  # `has not claimed the attack` denies none
_CONJUNCTIONS: Final = frozenset(("after", "before", "since", "following"))
_STAYING: Final = word_class("staying")
_PLOTS: Final = frozenset(("plot", "plots", "plan", "plans", "threat", "threats"))  # `an assassination plot`
_RUMOURS: Final = frozenset(("rumour", "rumours", "rumor", "rumors", "speculation", "hoax"))
_RUMOUR_REACH: Final = 9  # tokens from `rumours` to the clause that tells them
_PLANNED: Final = frozenset(("planned", "plotted"))
_FOILED: Final = frozenset(("foiled", "thwarted", "averted", "prevented"))
_PRESENT_BE: Final = frozenset(("being", "is", "are"))
_VERB_REACH: Final = 14  # tokens from a noun to its verb
_PART_IN: Final = word_class("part_in")


def find_modality(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> str:
    """actual, planned, hypothetical or denied; `historical` is a matter of dates."""
    is_tied = trigger.use == "passive" and scene.lowers[trigger.first - 1] == "and"  # `should be held and deported`
    start = _clause_start(scene, trigger.first - is_tied)
    words = _of_own_clause(_undated(scene, start, trigger.first))
    if trigger.use == "noun":
        if trigger.sense.event.code == "execution" and not _STAYING.isdisjoint(words[-5:]):
            return "hypothetical"  # `blocks the execution of`
        is_plot = not _PLOTS.isdisjoint(scene.lowers[trigger.end : min(scene.end, trigger.end + 1)])
        return "planned" if is_plot or _is_planned_behind(scene, trigger) else _of_noun(words, lexicon)
    if _is_denied_clause(scene, start, lexicon):
        return "denied"
    if _is_rumour(scene, start):
        return "hypothetical"
    if not _CONDITIONS.isdisjoint(scene.lowers[max(scene.first, start - 1) : trigger.first]):
        return "hypothetical"
    if trigger.use == "infinitive":
        return _of_infinitive(words, lexicon)
    if trigger.use == "participle" and not lexicon.classes["supposing"].isdisjoint(words[-4:] if words[-1:] == ["from"] else words[-2:]):
        return "hypothetical"
    is_led_to = trigger.use == "passive" and "being" in words[-3:]  # `could lead to troops being sent`
    return _of_finite(words[-9:] if is_tied or is_led_to else words[-5:], lexicon)


def _undated(scene: Scene, start: int, end: int) -> list[str]:
    """The words between without those of time expressions, and of names if one may be `May`, which is no modal then."""
    words = scene.lowers[start:end]
    for position in range(start, end):
        if position > scene.first and scene.lowers[position - 1] == "-" and scene.lowers[position] != "planned":
            words[position - start] = ""  # `life-threatening`
    for date in scene.dates:
        for position in range(max(start, date.first_token), min(end, date.end_token)):
            words[position - start] = ""
    for name in scene.names:
        if name.first_token < end and start < name.end_token and "may" in words:
            for position in range(max(start, name.first_token), min(end, name.end_token)):
                words[position - start] = ""
    return words


def _of_own_clause(words: list[str]) -> list[str]:
    """The words behind the last conjunction: `has not been seen since being held` denies no arrest."""
    last = max((at for at, word in enumerate(words) if word in _CONJUNCTIONS), default=-1)
    return words[last + 1 :]


def _clause_start(scene: Scene, first: int) -> int:
    position = first - 1
    while position >= scene.first and scene.lowers[position] not in _ENDS:
        position -= 1
    return position + 1


def _is_denied_clause(scene: Scene, start: int, lexicon: Lexicon) -> bool:
    """`denied that it had shelled`."""
    return start - 2 >= scene.first and scene.lowers[start - 1] == "that" and scene.lowers[start - 2] in lexicon.classes["denied"]


def _is_rumour(scene: Scene, start: int) -> bool:
    """`rumours spread that a child had been kidnapped`."""
    if start - 1 < scene.first or scene.lowers[start - 1] != "that":
        return False
    return not _RUMOURS.isdisjoint(scene.lowers[max(scene.first, start - _RUMOUR_REACH) : start])


def _is_planned_behind(scene: Scene, trigger: Trigger) -> bool:
    """`attacks on the port are being planned`, `a bombing was foiled`: by the verb of a noun."""
    for position in range(trigger.end, min(scene.end, trigger.end + _VERB_REACH)):
        word, before = scene.lowers[position], scene.lowers[position - 1]
        if word in _ENDS:
            return False
        if (word in _FOILED and before in _BE) or (word in _PLANNED and before in _PRESENT_BE):
            return True
    return False


def _of_noun(words: list[str], lexicon: Lexicon) -> str:
    """By the words close before it; a modal says something of a noun only through a light verb (`will launch an attack`)."""
    classes, near = lexicon.classes, words[-5:]
    if not _PART_IN.isdisjoint(near):
        return "actual"  # `not culpable in the killing`, `a possible role in the bombing`: of somebody's part in it
    light = not classes["light"].isdisjoint(near)
    if any(word in classes["denied"] and _denies_noun(word, near, light) for word in near[-4:]):
        return "denied"
    if any(before == "to" and word in classes["light"] for before, word in itertools.pairwise(near)):
        return _of_infinitive(words, lexicon)
    if (light and not classes["modal_planned"].isdisjoint(near)) or not classes["planning"].isdisjoint(near):
        return "planned"
    if (light and not classes["modal_hypothetical"].isdisjoint(near)) or not classes["supposing"].isdisjoint(near):
        return "hypothetical"
    return "actual"


def _denies_noun(word: str, near: list[str], light: bool) -> bool:
    """`did not launch an attack`, `no attack`, `denies an attack`; not `has not claimed the attack`, `no word on the attack`."""
    if word in _DENYING_VERBS:
        return light
    return word != "no" or "no" in near[-2:]


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
