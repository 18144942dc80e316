"""Participles: how a past form is used, as the verb of its sentence, in the passive, or as an attribute of somebody."""

from typing import Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Scene

_AFTER_PARTICIPLE: Final = word_class("after_participle")
_AFTER_PASSIVE: Final = word_class("after_passive")
_BE: Final = word_class("triggers_be")
_ADVERBS: Final = word_class("adverbs")
_BEFORE_ADJECTIVE: Final = frozenset(
    ("of", "by", "with", "from", "for", "against", "to", "between", "among", "over", "about", "including", "despite")
)
_PREPOSITIONS: Final = word_class("prepositions") - {"after", "before"}
_ATTRIBUTES: Final = word_class("attributive")
_DONE_FOR: Final = word_class("done_for")
_FIRED: Final = frozenset(("shot", "fired"))
_ARMED_KINDS: Final = frozenset(("rebel", "state", "criminal"))
_INTRANSITIVE: Final = word_class("intransitive")
_STOPS: Final = word_class("stops")
_PARTICIPLES: Final = frozenset(("found", "held", "shot", "caught", "taken"))
_PERSONAL: Final = frozenset(("he", "she", "they", "who"))
_PASSIVE_REACH: Final = 14  # tokens from a verb back to the form of `be` that it shares
_HELD_AS: Final = frozenset(("captive", "hostage", "prisoner"))
_BODIES: Final = word_class("bodies")


def past_use(scene: Scene, position: int, behind: str, lexicon: Lexicon) -> str:
    """Past or participle: passive behind a form of `be`, or in headline style before a preposition."""
    lowers, back = scene.lowers, position - 1
    while back > scene.first and lowers[back] in _ADVERBS:
        back -= 1
    before = lowers[back] if back >= scene.first else ""
    if before in _BE or (before in ("and", "or") and joins_passive(scene, back)):
        return "passive"
    if before in lexicon.classes["have"] or before in _PERSONAL:
        return "active"
    if before == "and" and lowers[position] in _DONE_FOR and _shares_passive(scene, position, behind):
        return "passive"
    if before == "found":
        return "passive"  # `was found shot to death`
    if before in _BEFORE_ADJECTIVE or any(sense.is_verb and sense.form == "past" for sense in lexicon.senses.get(before, ())):
        return "adjective"
    if before in lexicon.classes["determiner"] or ((before.isdigit() or before in lexicon.numbers) and _is_someone(scene, position + 1, lexicon)):
        return "adjective"
    if behind in _HELD_AS:
        behind = lowers[position + 2] if position + 2 < scene.end else "."
    if before in lexicon.senses and _is_attribute(scene, position, before, lexicon):
        return "adjective"
    if lowers[position] in _ATTRIBUTES and _is_behind_verb(scene, position):
        return "adjective"
    if lowers[position] in _INTRANSITIVE and behind == ".":
        return "active"  # `insists that he resigned`
    if before == "-" and lowers[back - 1].endswith("ly"):
        return "adjective"  # `the internationally-recognized government`
    if behind in _AFTER_PARTICIPLE or (behind in ("of", "for") and lowers[position] in _DONE_FOR):
        return "passive"
    is_passive = behind in _AFTER_PASSIVE and lowers[position] not in _INTRANSITIVE and not _goes_on(scene, position, lexicon)
    return "passive" if is_passive else "active"


def _is_attribute(scene: Scene, position: int, before: str, lexicon: Lexicon) -> bool:
    """`releases jailed activist X`, `executes convicted murderers`: a participle between a verb and whom that is done to."""
    is_verb = any(sense.is_verb and sense.form in ("base", "third", "past") for sense in lexicon.senses[before])
    return is_verb and any(phrase.first == position + 1 for phrase in scene.phrases)


def _is_behind_verb(scene: Scene, position: int) -> bool:
    """`a court finds exiled minister X guilty`: behind a word in -s that whoever acts stands before, or a preposition, and before somebody."""
    if not any(phrase.first == position + 1 for phrase in scene.phrases):
        return False
    if scene.lowers[position - 1] in _PREPOSITIONS:
        return True
    if not scene.lowers[position - 1].endswith("s"):
        return False
    return any(phrase.end == position - 1 for phrase in scene.phrases)


def _is_someone(scene: Scene, position: int, lexicon: Lexicon) -> bool:
    """Whether `teachers` or `Chinese teachers` begin at a token: `two kidnapped Chinese teachers`; the bodies of those were killed."""
    if position >= scene.end:
        return False
    if scene.lowers[position] in lexicon.actor_kinds:
        return True
    is_counted = scene.lowers[position].isdigit() or scene.lowers[position] in lexicon.numbers
    if not is_counted and scene.words.isdisjoint(_BODIES) and any(p.first == position and p.kind != "place" for p in scene.phrases):
        return True
    is_nation = any(name.first_token == position and name.entity_type == "nationality" for name in scene.names)
    return is_nation and scene.words.isdisjoint(_BODIES)


def _goes_on(scene: Scene, position: int, lexicon: Lexicon) -> bool:
    """`shot and killed eight men`, `shot at protesters`, `massacred at least 60`: what stands behind has an object, so this verb is active."""
    behind = scene.lowers[position + 1 : min(scene.end, position + 5)]
    if behind[:2] == ["at", "least"]:
        return True
    if behind[:1] == ["at"] and scene.lowers[position] in _FIRED:
        return any(phrase.end == position and phrase.kind in _ARMED_KINDS for phrase in scene.phrases)
    if behind[:1] != ["and"] or len(behind) < 3:
        return False
    second = next((at for at in (1, 2) if any(sense.is_verb for sense in lexicon.senses.get(behind[at], ()))), None)
    if second is None or second + 1 >= len(behind):
        return False
    return behind[second + 1] not in _AFTER_PARTICIPLE and behind[second + 1] not in _AFTER_PASSIVE


def joins_passive(scene: Scene, position: int) -> bool:
    """`was shot and killed`: the word before `and` follows a form of `be`."""
    back = position - 2
    while back > scene.first and scene.lowers[back] in _ADVERBS:
        back -= 1
    return back >= scene.first and scene.lowers[back] in _BE


def _shares_passive(scene: Scene, position: int, behind: str) -> bool:
    """`was found guilty by a judge and sentenced to`: behind `and`, with no object, in a clause whose verb is passive."""
    if scene.lowers[position - 1] != "and" or not (behind in _AFTER_PASSIVE or behind in _AFTER_PARTICIPLE or behind in ("to", "for", "by")):
        return False
    for back in range(position - 2, max(scene.first, position - _PASSIVE_REACH), -1):
        if scene.lowers[back] in _STOPS:
            return False
        if scene.lowers[back] in _BE:
            return scene.lowers[back + 1].endswith("ed") or scene.lowers[back + 1] in _PARTICIPLES
    return False
