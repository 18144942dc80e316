"""Roles: who acts and who is acted upon, from the grammar around the trigger."""

from typing import Final

from transforms.events.asides import answered
from transforms.events.clauses import STOPS, Roles, is_country, is_cut, is_told_by_noun, nation_of
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.nominals import HELD_TO_HAVE_DONE, held, of_noun
from transforms.events.objects import THROWING, find_agent, find_antecedent, find_object, find_user
from transforms.events.occasions import find_assailant, find_orderer
from transforms.events.scene import Phrase, Scene
from transforms.events.subjects import behind_first_clause, find_subject, heading_subject, share_subject, start_of_verb, whole_list
from transforms.events.triggers import Trigger

__all__ = ["Roles", "find_roles"]

_OUTCOMES: Final = frozenset(("killing", "wounding"))
_BEFORE_REDUCED: Final = frozenset(("at", "on", "against", "with", "by", "from"))
_OWN_MODES: Final = frozenset(("withdraw", "resign"))
_NATIONS: Final = frozenset(("nation", "place", "organization"))
_BEFORE_BEING: Final = frozenset(("after", "before", "while", "without", "despite", "following", "since", "upon", "himself", "herself", "themselves"))
_BEHIND_NOUN: Final = word_class("noun_behind")
_STRIKING: Final = frozenset(("strike", "strikes", "struck", "hit", "hits", "bomb", "bombs", "bombed", "attack", "attacks", "attacked"))
_TARGETS_REACH: Final = 9  # tokens from `targets` back to the verb that strikes them
_TAKER_REACH: Final = 5  # tokens from `falls` to who takes the town
_WEAPONS: Final = frozenset(("drone", "drones"))
_BE: Final = word_class("triggers_be")
_SHARED_REACH: Final = 6  # tokens from a participle back to the form of `be` that it shares
_NO_ACTORS: Final = frozenset(("place", "thing"))
_CONTROLLING: Final = word_class("controlling")
_ACCUSING: Final = frozenset(
    ("accusing", "suspects", "criticizes", "criticises", "criticized", "criticised", "condemns", "condemned", "blames", "blamed", "fines", "fined")
)
_ACCUSED_REACH: Final = 24  # tokens from what somebody is accused of back to the verb that accuses
_SHARING: Final = frozenset(("after", "before", "while", "by", "for", "without", "when", "since"))  # before participles of the clause's subject
_TO_OWN: Final = frozenset(("ACCUSE", "REQUEST"))
_ON: Final = frozenset(("on", "against"))
_OWN: Final = frozenset(("his", "her", "its", "their"))
_PEOPLE: Final = word_class("kinds_of_people")
_RELATIVES: Final = frozenset(("civilian", "person"))
_ADVERBS: Final = word_class("adverbs")
_AUXILIARY: Final = word_class("appositive_auxiliary")


def find_roles(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Roles:
    """Actor and recipient of a trigger: active, passive, participle or nominal. Who hits what somebody uses, hits its user."""
    stated = _stated_roles(scene, trigger, lexicon)
    if trigger.sense.lemma == "fall" and trigger.use == "active" and scene.lowers[trigger.end : trigger.end + 1] == ["to"]:
        stated = Roles(_taker(scene, trigger), stated.actor)
    is_burning = trigger.sense.lemma == "burn down" and trigger.use == "active" and stated.recipient is None
    if is_burning and stated.actor is not None and stated.actor.kind in ("organization", "place"):
        stated = Roles(None, stated.actor)  # `the Baptist church burned down`
    roles = _without_things(scene, trigger, _crowd_first(trigger, stated))
    if roles.actor is None and trigger.sense.event.violent:
        assailant = find_assailant(scene, trigger, roles.recipient)
        roles = roles._replace(actor=None if assailant is not None and _is_bare_weapon(scene, assailant) else assailant)
    elif roles.actor is None and trigger.sense.event.plover_type == "COERCE":
        roles = roles._replace(actor=find_orderer(scene, trigger))
    if not trigger.sense.event.violent or roles.recipient is None:
        return roles
    return roles._replace(recipient=find_user(scene, roles.recipient) or roles.recipient)


def _taker(scene: Scene, trigger: Trigger) -> Phrase | None:
    """`the town falls to rebels`: into whose hands."""
    return next((p for p in scene.phrases if p.first > trigger.end and p.preposition == "to" and p.first - trigger.end <= _TAKER_REACH), None)


def _is_other_side(scene: Scene, phrase: Phrase) -> bool:
    """`his wife`, `her counterpart`: those that a possessive ties to somebody without their being his own men."""
    return phrase.kind in _RELATIVES or scene.lowers[phrase.end - 1].startswith("counterpart")


def _crowd_first(trigger: Trigger, roles: Roles) -> Roles:
    """Of police and protesters that clash the protesters act: it is their riot."""
    actor, recipient = roles
    if actor is None or recipient is None or trigger.sense.event.code not in ("clash", "riot"):
        return roles
    return Roles(recipient, actor) if recipient.kind == "crowd" and actor.kind in ("state", "official") else roles


def _without_things(scene: Scene, trigger: Trigger, roles: Roles) -> Roles:
    """A thing does nothing, and is acted upon only by force or sanctions; one's own people, sent or called back, are no recipients."""
    event, recipient = trigger.sense.event, roles.recipient if roles.recipient != roles.actor else None
    actor = nation_of(roles.actor) if roles.actor is not None and roles.actor.preposition == "by" else roles.actor
    actor = None if actor is not None and (actor.kind == "thing" or _is_bare_weapon(scene, actor)) else actor
    if recipient is not None and _is_bare_weapon(scene, recipient) and scene.lowers[recipient.end] == "-":
        recipient = None  # `repels drone-backed attacks`
    is_own = recipient is not None and scene.lowers[recipient.first - 1] in _OWN
    is_direct = recipient is not None and trigger.use != "passive" and (recipient.preposition is None or recipient.preposition in _ON)
    is_own = is_own and not (event.plover_type in _TO_OWN and event.code != "investigate" and is_direct)  # `criticize their leaders`
    if recipient is not None and not event.violent and is_own and not _is_other_side(scene, recipient):
        recipient = None
    if recipient is not None and recipient.kind == "thing" and not (event.violent or event.plover_type == "SANCTION"):
        is_accused = event.code == "accuse" and recipient.preposition is None and trigger.use != "passive"
        recipient = nation_of(recipient) if is_accused else None  # `condemns Iranian plans`
    if recipient is not None and recipient.kind == "place" and not (event.violent or event.statement or is_country(recipient)):
        recipient = None
    if recipient is not None and trigger.use == "active" and (event.plover_type == "MOBILIZE" or event.mode in _OWN_MODES):
        recipient = recipient if recipient.kind in _NATIONS and recipient.preposition is not None else None
    return Roles(actor, recipient)


def _ends_object(scene: Scene, trigger: Trigger) -> bool:
    """`strikes rebel targets in`: whether `targets` is no verb, as what follows tells."""
    follows = scene.lowers[trigger.end]
    return not follows.isalpha() or follows in _BEHIND_NOUN


def _of_targets(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Roles:
    """`jets strike rebel targets in Homs`: the subject of the verb whose object `targets` ends, and whose targets they are."""
    near = before[-1] if before and before[-1].end == trigger.first else None
    hit = None if near is None or near.name is None else near._replace(end=trigger.end)
    for at in range(trigger.first - 1, max(scene.first, trigger.first - _TARGETS_REACH), -1):
        if scene.lowers[at] in _STRIKING:
            return Roles(find_subject(scene, trigger._replace(first=at), [p for p in before if p.end <= at]), hit)
    return Roles(None, hit)


def _is_bare_weapon(scene: Scene, phrase: Phrase) -> bool:
    """`a drone attack`: a weapon with nobody named whose it is."""
    return phrase.name is None and scene.lowers[phrase.end - 1] in _WEAPONS


def _stated_roles(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Roles:
    before = [p for p in scene.phrases if p.end <= trigger.first and p.kind != "post"]
    behind = [p for p in scene.phrases if p.first >= trigger.end]
    if (aside := answered(scene, trigger.first)) is not None:
        before = [p for p in before if p.first >= aside.first]  # `in retaliation for an attack`
    if trigger.sense.lemma == "target" and trigger.use == "active" and scene.lowers[trigger.end : trigger.end + 1] and _ends_object(scene, trigger):
        return _of_targets(scene, trigger, before)
    if trigger.use == "noun":
        return of_noun(scene, trigger, before, behind, lexicon)
    if trigger.use == "passive" and _is_of_thing(scene, trigger, lexicon):
        return Roles(find_agent(scene, trigger, behind), None)
    if trigger.use == "passive":
        agent = find_agent(scene, trigger, behind) or _shared_agent(scene, trigger, before)
        subject = _reduced_subject(trigger, before) or _passive_subject(scene, trigger, before)
        if subject is None and trigger.sense.lemma.split()[0] in THROWING:
            subject = find_object(scene, trigger, behind)  # `rockets are fired at settlements`
        return Roles(agent, subject)
    if trigger.use == "participle" and trigger.first > scene.first and scene.lowers[start_of_verb(scene, trigger.first) - 1] == ",":
        subject = None if trigger.sense.event.violent and is_told_by_noun(scene, trigger.first) else heading_subject(scene, trigger, before)
        return Roles(subject, find_object(scene, trigger, behind))
    if trigger.sense.form == "past" and before and before[-1].end == trigger.first and before[-1].preposition in _BEFORE_REDUCED:
        return Roles(_reduced_subject(trigger, before), find_object(scene, trigger, behind))  # `fired at protesters gathered in`
    return _active_roles(scene, trigger, before, behind, lexicon)


def _shared_agent(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`was found guilty by a judge and sentenced`: by whom the first of two passive verbs says it was done."""
    if scene.lowers[trigger.first - 1] != "and":
        return None
    agent = next((p for p in reversed(before) if p.preposition == "by"), None)
    return None if agent is None or is_cut(scene, agent.end, trigger.first) or trigger.first - agent.end > 3 else agent


def _passive_subject(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """Whom a passive verb is about; `before being arrested` shares the subject of the clause before it."""
    near = before[-1] if before and before[-1].preposition != "with" else None
    if scene.lowers[trigger.first - 1] == "being" and near is not None and near.end == trigger.first - 1 and near.kind not in _NO_ACTORS:
        return near  # `a video of a pilot being killed`
    if scene.lowers[trigger.first - 1] == "being" and scene.lowers[trigger.first - 2] in _BEFORE_BEING:
        head = heading_subject(scene, trigger, before)
        return head if head is not None and head.kind != "place" else find_subject(scene, trigger, before)
    subject = find_subject(scene, trigger._replace(first=_first_participle(scene, trigger)), before)
    return None if subject is None else whole_list(scene, subject, before)


def _first_participle(scene: Scene, trigger: Trigger) -> int:
    """`who was captured and killed`: where the first of two participles stands that share a form of `be`."""
    if scene.lowers[trigger.first - 1] != "and":
        return trigger.first
    for position in range(trigger.first - 2, max(scene.first, trigger.first - _SHARED_REACH), -1):
        if scene.lowers[position] in _BE:
            return position + 1
    return trigger.first


def _active_roles(scene: Scene, trigger: Trigger, before: list[Phrase], behind: list[Phrase], lexicon: Lexicon) -> Roles:
    governor = _governing_verb(scene, trigger)
    trigger = trigger if governor is None else trigger._replace(first=governor, use="active")
    shared = _verb_before(scene, trigger, lexicon)
    verb = trigger if shared is None else trigger._replace(first=shared)
    subject = find_subject(scene, verb, [p for p in before if p.end <= verb.first])
    if governor is not None and scene.lowers[governor].endswith("ing"):
        subject = next((p for p in before if p.end == governor and p.kind not in _NO_ACTORS), subject)  # `protesters trying to storm`
    before_verb = scene.lowers[start_of_verb(scene, trigger.first) - 1]
    is_conjoined = _is_conjoined_verb(scene, trigger) and (shared is None or _is_behind_comma(scene, trigger))
    if trigger.use == "participle":
        trigger = trigger._replace(first=_first_gerund(scene, trigger))
        before_verb = scene.lowers[start_of_verb(scene, trigger.first) - 1]
        is_conjoined = is_conjoined and before_verb == "and"
        if trigger.first - 1 in scene.noun_heads:
            return Roles(None, find_object(scene, trigger, behind))  # `a bombing targeting a church`
        told = _of_participle(scene, trigger, before, behind, before_verb)
        is_outcome = trigger.sense.event.code in _OUTCOMES and _ends_clause(scene, trigger, before)
        subject = told if told is not None or is_outcome else subject
    if is_conjoined and trigger.sense.event.violent and is_told_by_noun(scene, trigger.first):
        subject = None
    elif is_conjoined and trigger.use != "infinitive":
        subject = heading_subject(scene, trigger, before) or subject
    if trigger.use == "infinitive":
        planner = (p for p in before if p.end == trigger.first - 1 and p.preposition in (None, "by") and p.kind != "thing")
        subject = next(planner, subject)  # `a plan by the army to kill`
    recipient = find_antecedent(scene, trigger, before, subject) or find_object(scene, trigger, behind)
    if recipient is None and trigger.sense.event.code in _OUTCOMES and trigger.sense.form == "past":
        return Roles(None, subject)  # `20 dead and five others wounded`
    return share_subject(scene, trigger, before, Roles(subject, recipient))


def _is_of_thing(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`rockets fired by rebels`: a participle without a form of `be` behind a noun that is nobody."""
    before = scene.lowers[trigger.first - 1]
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    if trigger.first - 1 <= scene.first or not before.isalpha() or before in lexicon.function_words or not _AUXILIARY.isdisjoint(near):
        return False
    return not before.endswith("ly") and not any(phrase.end == trigger.first for phrase in scene.phrases)


def _reduced_subject(trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`sentences of four men convicted of murder`: whom a participle without a form of `be` stands right behind."""
    phrase = before[-1] if before else None
    if phrase is None or phrase.end != trigger.first or phrase.preposition is None or phrase.kind in ("place", "nation", "thing"):
        return None
    is_member = phrase.preposition in ("with", "from") and len(before) > 1 and before[-2].kind in _PEOPLE and phrase.first - before[-2].end <= 2
    return before[-2] if is_member and phrase.kind == "organization" else phrase  # `nurses with the Red Cross kidnapped in`


def _is_conjoined_verb(scene: Scene, trigger: Trigger) -> bool:
    """`and attacks`, `and also bans`: a verb that `and` ties to one before it, over adverbs."""
    at = start_of_verb(scene, trigger.first) - 1
    while at > scene.first and (scene.lowers[at] in _ADVERBS or scene.lowers[at].endswith("ly")):
        at -= 1
    return at > scene.first and scene.lowers[at] in ("and", "then", "but")


def _first_gerund(scene: Scene, trigger: Trigger) -> int:
    """`for torturing and murdering a clerk`: where the first of two participles stands that `and` ties together."""
    at = trigger.first
    return at - 2 if scene.lowers[at - 1] == "and" and scene.lowers[at - 2].endswith("ing") and at - 2 > scene.first else at


def _ends_clause(scene: Scene, trigger: Trigger, before: list[Phrase]) -> bool:
    """Whether a participle follows a comma, or the last phrase of its clause: `open fire in Lima killing five`."""
    return scene.lowers[trigger.first - 1] in (",", "and") or (bool(before) and before[-1].end == trigger.first)


def _governing_verb(scene: Scene, trigger: Trigger) -> int | None:
    """`claims to have killed`, `tries to storm`: where the verb stands whose subject does it too; None if none governs the trigger."""
    at = start_of_verb(scene, trigger.first) - 1
    return at - 1 if at - 1 > scene.first and scene.lowers[at] == "to" and scene.lowers[at - 1] in _CONTROLLING else None


def _of_participle(scene: Scene, trigger: Trigger, before: list[Phrase], behind: list[Phrase], before_verb: str) -> Phrase | None:
    """Who does what a participle tells: who is accused of it, whom it follows, else the subject of the clause that it goes with."""
    if before_verb == "of":
        return _accused_of(scene, trigger, before)
    if before_verb == "for" and (accused := _accused_of(scene, trigger, before)) is not None:
        return accused
    if before_verb in _SHARING:
        ahead = next((p for p in behind if p.preposition is None and scene.lowers[p.first - 1] == "," and p.kind not in _NO_ACTORS), None)
        is_first = trigger.first - scene.first <= 3  # `After shooting a clerk, the man fled`
        return ahead if is_first else heading_subject(scene, trigger, before)
    if trigger.sense.event.code in _OUTCOMES and _ends_clause(scene, trigger, before):
        return heading_subject(scene, trigger, before)
    near = before[-1] if before else None
    return near if near is not None and near.end == trigger.first and near.kind not in _NO_ACTORS else None


def _accused_of(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`accuses the army of killing`, `a court jails X for killing`: whom a verb that accuses or sentences is done to; None if there is none."""
    for at in range(trigger.first - 1, max(scene.first, trigger.first - _ACCUSED_REACH), -1):
        if scene.lowers[at] in STOPS:
            return None
        if scene.lowers[at] in HELD_TO_HAVE_DONE or scene.lowers[at] in _ACCUSING:
            return held(scene, trigger._replace(first=at, use="passive"), before)
    return None


def _is_behind_comma(scene: Scene, trigger: Trigger) -> bool:
    """`arrest ten people accused of theft, and seize`: behind a comma `and` goes back to the verb of the clause."""
    at = start_of_verb(scene, trigger.first) - 1
    while at > scene.first and scene.lowers[at] in _ADVERBS:
        at -= 1
    return scene.lowers[at] == "and" and scene.lowers[at - 1] == ","


def _verb_before(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> int | None:
    """`stormed the campus and opened fire`: where the verb stands that shares its subject with one behind `and`; None if there is none."""
    if trigger.first - 1 <= scene.first or not _is_conjoined_verb(scene, trigger):
        return None
    for position in range(trigger.first - 2, behind_first_clause(scene, trigger), -1):
        word = scene.lowers[position]
        if word in STOPS:
            return None
        if word.endswith("ed") or any(sense.is_verb and sense.form in ("past", "third") for sense in lexicon.senses.get(word, ())):
            return position
    return None
