"""Specificity: whether a sentence tells one incident, or only that such things happen."""

from typing import Final

from transforms.events.casualties import Toll
from transforms.events.dates import When
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.roles import Roles
from transforms.events.scene import Phrase, Scene
from transforms.events.subjects import SUBJECT_PRONOUNS, start_of_verb
from transforms.events.triggers import Trigger
from transforms.events.where import Place

_POLITICAL: Final = word_class("political")
_RELATIVE: Final = word_class("relative")
_BE: Final = word_class("report_be")
_BACKGROUND: Final = word_class("background")
_TELLING: Final = word_class("saying") | {"that"}
_HABITUAL: Final = word_class("habitual")
_MANY: Final = word_class("many")
_VERBAL: Final = word_class("verbal")
_COMPANIES: Final = frozenset(("organization", "person", "thing"))
_COUNTRY: Final = 6
_MONTH: Final = 4


def is_specific(
    scene: Scene, trigger: Trigger, roles: Roles, date: When | None, place: Place | None, toll: Toll | None, lead_no: int,
    lexicon: Lexicon,
) -> bool:  # fmt: skip
    """Whether one incident is told, not that such things happen.

    Behind the lead an incident needs a day, a place, a toll or a named victim of its own; so does a bare plural anywhere.
    """
    event = trigger.sense.event
    if not event.violent:
        return _is_told_outright(scene, trigger, roles, date is not None or place is not None, lexicon)
    if event.code == "territory" and all(party is not None and party.kind in _COMPANIES for party in roles):
        return False  # `a bank takes control of an airline`
    if date is None and not lexicon.classes["legal"].isdisjoint(scene.lowers[max(scene.first, trigger.first - 12) : trigger.first]):
        return False
    if trigger.use == "noun" and not _VERBAL.isdisjoint(scene.lowers[max(scene.first, trigger.first - 3) : trigger.first]):
        return False
    if _is_habitual(scene, trigger, date):
        return False
    if date is None and toll is None and _is_background(scene, trigger):
        return False
    located = date is not None or toll is not None or (place is not None and place.where_prec != _COUNTRY)
    located = located or _is_one_person(roles.recipient)
    if trigger.use == "noun" and trigger.sense.form == "third":
        return located and not (toll is None and _is_vague(date, place))
    if lead_no > 1:
        return located
    if located or place is not None:
        return True
    is_bare = roles.recipient is not None and roles.recipient.kind == "thing" and roles.recipient.name is None
    someone = roles.actor is not None or (roles.recipient is not None and not is_bare)
    return someone if trigger.use != "noun" else lead_no == 0 and (someone or _is_determined(scene, trigger, lexicon))


def _is_vague(date: When | None, place: Place | None) -> bool:
    """`several attacks in El Salvador in the past eight days`: no week and no finer place than a country."""
    if date is None or place is None:
        return False
    return (date.date_prec or 0) >= _MONTH and place.where_prec == _COUNTRY


def _is_determined(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`a blast`, `the car bombing`: a noun with an article or a number; a bare one tells a kind of act."""
    near = scene.lowers[max(scene.first, trigger.first - 3) : trigger.first]
    return any(word in lexicon.classes["determiner"] or word in lexicon.numbers or word.isdigit() for word in near)


def _is_habitual(scene: Scene, trigger: Trigger, date: When | None) -> bool:
    """`who kill peasants`, `continue their attacks`, `a wave of bombings`: many incidents, unless a day is given."""
    is_relative = trigger.first > scene.first and scene.lowers[trigger.first - 1] in ("who", "which", "that")
    if trigger.use == "active" and is_relative and trigger.sense.form in ("base", "third"):
        return True
    if date is not None and date.date_prec == 1:
        return False
    near = scene.lowers[max(scene.first, trigger.first - 5) : min(scene.end, trigger.end + 3)]
    is_plural = trigger.use == "noun" and any(word.endswith("s") for word in scene.lowers[trigger.end - 1 : trigger.end + 1])
    if is_plural and not _MANY.isdisjoint(scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]):
        return True  # `the target of many rocket attacks`, `a spike in assaults`
    return not _HABITUAL.isdisjoint(near)


def _is_background(scene: Scene, trigger: Trigger) -> bool:
    """`in response to the invasion`, `since the massacre`: an act that is taken as known."""
    if trigger.use != "noun":
        return False
    for position in range(trigger.first - 1, max(scene.first, trigger.first - 4), -1):
        if scene.lowers[position] == "the":
            return scene.lowers[position - 1] in _BACKGROUND
    return False


def _is_one_person(victim: Phrase | None) -> bool:
    """Whether the victim is a person by name: `the murder of` somebody happened once."""
    return victim is not None and victim.name is not None and victim.name.entity_type == "person"


def _is_to_be_held(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`is willing to hold talks`: a noun whose light verb is an infinitive."""
    light = lexicon.classes["light"]
    near = range(trigger.first - 1, max(scene.first + 1, trigger.first - 5), -1)
    return any(scene.lowers[at] in light and scene.lowers[at - 1] == "to" for at in near)


def _is_retold(scene: Scene, trigger: Trigger) -> bool:
    """`he had asked`, `a law that bans`: what a pronoun does only explains what is told, but for what somebody says `that they` do."""
    at = start_of_verb(scene, trigger.first) - 1
    if at <= scene.first or scene.lowers[at - 1] in _TELLING:
        return False
    return scene.lowers[at] in SUBJECT_PRONOUNS or (scene.lowers[at] == "that" and scene.lowers[at - 1].isalpha())


def _is_told_outright(scene: Scene, trigger: Trigger, roles: Roles, located: bool, lexicon: Lexicon) -> bool:
    """Whether an act without violence is what the sentence tells: a finite verb of a main clause, or a noun, and someone who acts."""
    if trigger.use in ("infinitive", "participle"):
        return False
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    if trigger.sense.event.statement and near[-1:] == ["being"] and near[-2:-1] and near[-2] not in _BE:
        return False  # `a deal being negotiated`
    if _is_retold(scene, trigger) or (trigger.use == "noun" and _is_to_be_held(scene, trigger, lexicon)):
        return False
    if not _RELATIVE.isdisjoint(near) or (trigger.use == "passive" and _BE.isdisjoint(near) and trigger.sense.event.statement):
        return False
    actor = roles.recipient if trigger.use == "passive" and roles.actor is None else roles.actor
    if actor is None:
        return trigger.sense.event.family in ("protest", "coup") and trigger.use in ("noun", "active") and located
    return actor.name is not None or actor.kind in _POLITICAL or not trigger.sense.event.statement
