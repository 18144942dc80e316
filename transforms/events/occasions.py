"""Occasions: who acts where the verb itself names nobody: the side of a fight, the owner of a strike, who is blamed or claims it."""

from typing import Final

from transforms.events.clauses import QUOTES, STOPS, is_cut, nation_of
from transforms.events.lexicon import word_class
from transforms.events.scene import Phrase, Scene
from transforms.events.subjects import find_subject
from transforms.events.triggers import Trigger

_NO_ACTORS: Final = frozenset(("place", "thing", "civilian"))
_BELIEVED: Final = frozenset(("believed", "suspected", "blamed", "claiming"))
_OCCASION: Final = frozenset(("in", "during", "by", "from", "after", "following", "amid", "under", "to"))
_STRIKES: Final = word_class("strikes_of")
_OTHER_CLAUSE: Final = frozenset(("as", "while", "which", "who", "that", "where", "over", "whose"))
_OTHER_ACT: Final = _OTHER_CLAUSE | {"after", "following", "before", "amid", "for", "since", "when"}
_KINDS_OF_ATTACK: Final = frozenset(("terrorist", "extremist", "suicide"))
_ON_BODIES: Final = frozenset(("attack", "attacks", "bombing", "bombings"))  # of which a body before them may be the victim
_FIGHTS: Final = word_class("fights")
_ARMED: Final = frozenset(("fighting", "battling"))
_AGAINST: Final = frozenset(("with", "against"))
_FIRE: Final = word_class("fire_from")
_BLAMED: Final = frozenset(("blamed", "blames", "attributed", "pinned"))
_LAID: Final = frozenset(("planted", "placed", "laid", "set", "detonated", "launched", "fired", "committed", "perpetrated", "staged"))
_HARMED: Final = frozenset(("killed", "wounded", "injured", "shot", "die", "dies", "died", "dead", "arrested", "captured"))
_ORDERS: Final = frozenset(("orders", "order"))
_REACH: Final = 18  # tokens from a verb to the occasion behind it
_ARTICLES: Final = frozenset(("a", "an", "the"))
_HARM_REACH: Final = 14  # tokens from a fight back to the verb that tells its harm
_FIGHT_REACH: Final = 5  # tokens from `clash` to `with`


def find_assailant(scene: Scene, trigger: Trigger, hit: Phrase | None) -> Phrase | None:
    """Who did what a verb or noun of violence tells, said only by its occasion; None if it is not said."""
    if not _BELIEVED.isdisjoint(scene.words) and (believed := _believed(scene)) is not None:
        return believed
    return _of_occasion(scene, trigger, hit) or _blamed(scene, trigger, hit)


def find_orderer(scene: Scene, trigger: Trigger) -> Phrase | None:
    """`is detained on the orders of the governor`, `are arrested in police raids`: at whose word or in whose raid it was done."""
    if trigger.use == "passive" and (raider := _of_occasion(scene, trigger, None)) is not None:
        return raider
    if _ORDERS.isdisjoint(scene.words):
        return None
    behind = (p for p in scene.phrases if p.first >= trigger.end and p.preposition == "of")
    return next((p for p in behind if not _ORDERS.isdisjoint(scene.lowers[max(trigger.end, p.first - 4) : p.first])), None)


def _believed(scene: Scene) -> Phrase | None:
    """`with rebels believed responsible`: who is said at the end of a sentence to have done what it tells."""
    behind = (p for p in scene.phrases if p.preposition == "with" and p.end < scene.end and p.kind not in ("place", "thing"))
    return next((p for p in behind if scene.lowers[p.end] in _BELIEVED), None)


def _of_occasion(scene: Scene, trigger: Trigger, hit: Phrase | None) -> Phrase | None:
    """`killed in Israeli strikes`, `wounded in a clash with rebels`, `died fighting the army`, `hit by fire from militants`."""
    for phrase in scene.phrases:
        if phrase.first < trigger.end or phrase == hit:
            continue
        if phrase.first - trigger.end > _REACH or is_cut(scene, trigger.end, phrase.first):
            return None
        if any(trigger.end <= head < phrase.first and head in scene.finite_heads for head in scene.heads):
            return None
        is_raid = scene.lowers[phrase.end : phrase.end + 1] in (["raid"], ["raids"])
        others = _OTHER_CLAUSE if trigger.sense.event.violent or is_raid else _OTHER_ACT
        if not others.isdisjoint(scene.lowers[trigger.end : phrase.first]):
            return None
        if _owns_strike(scene, phrase) or (phrase.kind not in _NO_ACTORS and _is_fought(scene, trigger, phrase)):
            return nation_of(phrase)
    return None


def _owns_strike(scene: Scene, phrase: Phrase) -> bool:
    """`in overnight Israeli strikes`, `during a police raid`: a body or nation right before the noun for its act."""
    is_nation = phrase.kind in ("state", "rebel", "nation", "organization") or (
        phrase.kind == "thing" and phrase.name is not None and phrase.name.entity_type == "nationality"
    )
    governor = phrase.preposition or scene.lowers[phrase.first - 1 - (scene.lowers[phrase.first - 1] in _ARTICLES)]
    if not is_nation or governor not in _OCCASION or scene.lowers[phrase.end - 1] in _KINDS_OF_ATTACK:
        return False
    if phrase.end >= scene.end or (phrase.kind == "organization" and scene.lowers[phrase.end] in _ON_BODIES):
        return False
    return scene.lowers[phrase.end] in _STRIKES or (phrase.name is not None and scene.lowers[phrase.end - 1] in _STRIKES)


def _is_fought(scene: Scene, trigger: Trigger, phrase: Phrase) -> bool:
    """Whether a phrase is the other side: behind `clash with`, `fighting`, `fire from`."""
    before = scene.lowers[max(trigger.end, phrase.first - _FIGHT_REACH) : phrase.first]
    if phrase.preposition in _AGAINST:
        return trigger.use == "passive" and not _FIGHTS.isdisjoint(scene.lowers[max(scene.first, phrase.first - 7) : phrase.first])
    if phrase.preposition == "from":
        return not _FIRE.isdisjoint(before)
    return phrase.preposition is None and not _ARMED.isdisjoint(before[-2:]) and trigger.sense.event.code in ("killing", "wounding")


def _blamed(scene: Scene, trigger: Trigger, hit: Phrase | None) -> Phrase | None:
    """`a blast blamed on rebels`, `a bomb planted by rebels`: who is told to have done it."""
    for phrase in scene.phrases:
        if phrase.first < trigger.end or phrase == hit or phrase.kind in ("place", "thing"):
            continue
        before = scene.lowers[max(trigger.end, phrase.first - 6) : phrase.first]
        if not QUOTES.isdisjoint(before) or not STOPS.isdisjoint(before):
            continue
        if phrase.preposition in ("on", "to") and not _BLAMED.isdisjoint(before):
            return phrase
        if phrase.preposition == "by" and not _LAID.isdisjoint(before):
            return phrase
    return None


def victim_of_fight(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`ten soldiers are killed in clashes with rebels`: who is said before a fight to have come to harm in it."""
    harmed = None
    for at in range(trigger.first - 1, max(scene.first, trigger.first - _HARM_REACH), -1):
        if scene.lowers[at] in STOPS:
            break
        harmed = at if scene.lowers[at] in _HARMED else harmed
    return None if harmed is None else find_subject(scene, trigger._replace(first=harmed, use="passive"), [p for p in before if p.end <= harmed])
