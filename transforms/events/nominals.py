"""Nominals: who acts and who is acted upon where a noun tells the act (`the killing of X by Y`, `Y launched an attack on X`)."""

from transforms.events.clauses import BACKGROUND, STOPS, Roles, is_country
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.objects import object_prepositions
from transforms.events.scene import Phrase, Scene
from transforms.events.subjects import find_subject
from transforms.events.triggers import Trigger

_CLAIMS = word_class("claims")
_DONE_TO_OWNER = frozenset(("killing", "assassination", "abduction", "execution"))
_TO_OWNER = word_class("to_owner")


def of_noun(scene: Scene, trigger: Trigger, before: list[Phrase], behind: list[Phrase], lexicon: Lexicon) -> Roles:
    actor = recipient = None
    if trigger.sense.event.family == "protest" and scene.lowers[trigger.first] in lexicon.actor_kinds:
        actor = next((p for p in scene.phrases if p.first <= trigger.first < p.end), None)
    for phrase in behind:
        between = scene.lowers[trigger.end : phrase.first]
        if len(between) > 14 or not (STOPS | BACKGROUND).isdisjoint(between):
            break
        if actor is None and _is_agent(trigger, phrase, between):
            actor = phrase
        elif recipient is None and actor is not None and actor.preposition == "between":
            recipient = phrase if phrase.preposition in (None, "and") and phrase.kind != "place" else None
        elif phrase.preposition in object_prepositions(trigger) and recipient is None:
            recipient = phrase if phrase.kind != "place" or _is_hit_place(phrase, trigger) else None
    owner = _possessor(scene, trigger, before) if actor is None and recipient is None else None
    if owner is not None and owner.kind in ("person", "civilian") and trigger.sense.event.code in _DONE_TO_OWNER:
        return Roles(None, owner)  # `the minister's 2012 murder`
    if actor is None:
        actor = _possessor(scene, trigger, before) or _light_subject(scene, trigger, before, lexicon) or _claimant(scene, trigger, before)
    return Roles(actor, recipient)


def _is_agent(trigger: Trigger, phrase: Phrase, between: list[str]) -> bool:
    """`an attack on a base by rebels`, `clashes between A and B`; not `a rally against tests by the army`."""
    if phrase.preposition == "between":
        return "between" in between[:4]
    return phrase.preposition == "by" and (trigger.sense.event.family != "protest" or len(between) <= 4)


def _is_hit_place(phrase: Phrase, trigger: Trigger) -> bool:
    """`an attack on Gaza`, `the invasion of Ukraine`; not `a blast at Gaza` nor `an attack north of Tikrit`."""
    if phrase.preposition in ("on", "against"):
        return True
    if trigger.sense.event.code == "clash":
        return False
    return phrase.preposition == "of" and trigger.sense.event.violent and phrase.first - trigger.end == 1


def _possessor(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`Israeli airstrike`, `rebels' attack`, `army's shelling`: a phrase that ends where the noun begins."""
    if not before:
        return None
    phrase = before[-1]
    between = scene.lowers[phrase.end : trigger.first]
    close = all(word.isdigit() or word in _TO_OWNER for word in between)
    if phrase.kind == "place" and not between:
        is_agent = trigger.sense.event.mode == "heavy-weapons" or scene.lowers[trigger.end : trigger.end + 1] == ["of"]
        return phrase if is_agent and is_country(phrase) else None
    return phrase if close and len(between) <= 3 and phrase.kind not in ("civilian",) else None


def _claimant(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`the group claims responsibility for an attack`: who takes it upon himself."""
    near = scene.lowers[max(scene.first, trigger.first - 8) : trigger.first]
    if "responsibility" not in near or _CLAIMS.isdisjoint(near):
        return None
    at = next(at for at in range(trigger.first - 1, scene.first, -1) if scene.lowers[at] in _CLAIMS)
    return find_subject(scene, trigger._replace(first=at), [p for p in before if p.end <= at])


def _light_subject(scene: Scene, trigger: Trigger, before: list[Phrase], lexicon: Lexicon) -> Phrase | None:
    """`rebels carried out an attack`: the subject of the light verb before the noun."""
    light, lowers = lexicon.classes["light"], scene.lowers
    for position in range(trigger.first - 1, max(scene.first, trigger.first - 7), -1):
        if lowers[position] in STOPS:
            return None
        if lowers[position] in light:
            moved = trigger._replace(first=position)
            return find_subject(scene, moved, [p for p in before if p.end <= position])
    return None
