"""Roles: who acts and who is acted upon, from the grammar around the trigger."""

import itertools
from typing import NamedTuple

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Phrase, Scene
from transforms.events.triggers import Trigger


class Roles(NamedTuple):
    """The phrases of actor and recipient; None where the sentence does not say."""

    actor: Phrase | None
    recipient: Phrase | None


_STOPS = word_class("stops")
_CONJUNCTIONS = frozenset(("after", "before", "since", "until", "as"))
_BACKGROUND = frozenset(("following", "after", "amid", "before", "despite", "since"))
_CLAUSE_CONJUNCTIONS = word_class("clause_conjunction")
_RELATIVE = frozenset(("who", "which"))
_SIDES = frozenset(("rebel", "state", "organization", "group", "criminal", "official"))
_CLAIMS = word_class("claims")
_SAYING = word_class("saying")
_PRONOUNS = frozenset(("it", "its", "they", "their", "he", "his", "she", "her"))
_PERSONAL = frozenset(("him", "her", "them"))
_HELD = word_class("held")
_QUOTES = frozenset(('"', "“", "”"))
_USER_REACH = 6  # tokens from what is hit to the word that says who has it
_TOWARDS = frozenset(("on", "against", "at", "of", "between"))
_DONE_TO_OWNER = frozenset(("killing", "assassination", "abduction", "execution"))
_OUTCOMES = frozenset(("killing", "wounding"))
_BEFORE_REDUCED = frozenset(("at", "on", "against", "with", "by", "from"))
_TO_OWNER = word_class("to_owner")
_OWN_MODES = frozenset(("withdraw", "resign"))
_NATIONS = frozenset(("nation", "place", "organization"))
_AUXILIARY = word_class("appositive_auxiliary")
_OBJECT_ENDS = frozenset(("who", "which", "whose", "where", "while", "because", "due", "until", "when", "as"))


def find_roles(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Roles:
    """Actor and recipient of a trigger: active, passive, participle or nominal. Who hits what somebody uses, hits its user."""
    roles = _without_things(trigger, _stated_roles(scene, trigger, lexicon))
    if not trigger.sense.event.violent or roles.recipient is None:
        return roles
    return roles._replace(recipient=_user(scene, roles.recipient) or roles.recipient)


def _without_things(trigger: Trigger, roles: Roles) -> Roles:
    """A thing does nothing, and is acted upon only by force or sanctions; one's own people, sent or called back, are no recipients."""
    event, recipient = trigger.sense.event, roles.recipient
    actor = None if roles.actor is not None and roles.actor.kind == "thing" else roles.actor
    if recipient is not None and recipient.kind == "thing" and not (event.violent or event.plover_type == "SANCTION"):
        recipient = None
    if recipient is not None and recipient.kind == "place" and not (event.violent or event.statement or _is_country(recipient)):
        recipient = None
    if recipient is not None and trigger.use == "active" and (event.plover_type == "MOBILIZE" or event.mode in _OWN_MODES):
        recipient = recipient if recipient.kind in _NATIONS and recipient.preposition is not None else None
    return Roles(actor, recipient)


def _user(scene: Scene, hit: Phrase) -> Phrase | None:
    """`facilities used by rebels`, `positions belonging to the army`: who has what is hit; None if it is not said."""
    for position in range(hit.end, min(hit.end + _USER_REACH, len(scene.lowers) - 1)):
        if scene.lowers[position] in _STOPS:
            return None
        if scene.lowers[position] in _HELD and scene.lowers[position + 1] in ("by", "to"):
            return next((p for p in scene.phrases if 0 <= p.first - (position + 2) <= 2 and p.kind != "place"), None)
    return None


def _stated_roles(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Roles:
    before = [p for p in scene.phrases if p.end <= trigger.first and p.kind != "post"]
    behind = [p for p in scene.phrases if p.first >= trigger.end]
    if trigger.use == "noun":
        return _of_noun(scene, trigger, before, behind, lexicon)
    if trigger.use == "passive" and _is_of_thing(scene, trigger, lexicon):
        return Roles(_agent(scene, trigger, behind), None)
    if trigger.use == "passive":
        return Roles(_agent(scene, trigger, behind), _reduced_subject(trigger, before) or _subject(scene, trigger, before))
    if trigger.use == "participle" and trigger.first > scene.first and scene.lowers[trigger.first - 1] == ",":
        return Roles(None, _object(scene, trigger, behind))
    if trigger.sense.form == "past" and before and before[-1].end == trigger.first and before[-1].preposition in _BEFORE_REDUCED:
        return Roles(_reduced_subject(trigger, before), _object(scene, trigger, behind))  # `fired at protesters gathered in`
    shared = _verb_before(scene, trigger, lexicon)
    verb = trigger if shared is None else trigger._replace(first=shared)
    subject = _subject(scene, verb, [p for p in before if p.end <= verb.first])
    if trigger.use == "infinitive":
        subject = next((p for p in before if p.end == trigger.first - 1 and p.preposition is None and p.kind != "thing"), subject)
    recipient = _antecedent(scene, trigger, before, subject) or _object(scene, trigger, behind)
    if recipient is None and trigger.sense.event.code in _OUTCOMES and trigger.sense.form == "past":
        return Roles(None, subject)  # `20 dead and five others wounded`
    return _conjoined(scene, before, Roles(subject, recipient))


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
    return phrase


def _antecedent(scene: Scene, trigger: Trigger, before: list[Phrase], subject: Phrase | None) -> Phrase | None:
    """`detained him`: the first phrase of the sentence that no preposition governs and that is not the subject."""
    if scene.lowers[trigger.end : trigger.end + 1] == [] or scene.lowers[trigger.end] not in _PERSONAL:
        return None
    return next((p for p in before if p.preposition is None and p != subject and p.kind != "place"), None)


def _verb_before(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> int | None:
    """`stormed the campus and opened fire`: where the verb stands that shares its subject with one behind `and`; None if there is none."""
    if trigger.first - 1 <= scene.first or scene.lowers[trigger.first - 1] not in ("and", "then"):
        return None
    for position in range(trigger.first - 2, scene.first, -1):
        word = scene.lowers[position]
        if word in _STOPS:
            return None
        if word.endswith("ed") or any(sense.is_verb and sense.form in ("past", "third") for sense in lexicon.senses.get(word, ())):
            return position
    return None


def _conjoined(scene: Scene, before: list[Phrase], roles: Roles) -> Roles:
    """`Peru and Chile signed`: the first of two subjects acts, and the second too where nobody else is acted upon."""
    actor = roles.actor
    tie = actor.first - 1 if actor is not None else scene.first
    tie -= tie > scene.first and scene.lowers[tie] in ("a", "an", "the")
    if actor is None or tie <= scene.first or scene.lowers[tie] != "and":
        return roles
    first = next((p for p in before if p.end == tie and p.preposition is None), None)
    if first is not None and first.kind == "place" and actor.kind == "state":
        return Roles(actor._replace(first=first.first), roles.recipient)  # `Jammu and Kashmir police`
    return roles if first is None else Roles(first, roles.recipient or actor)


def _subject(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """The nearest phrase to the left that no preposition governs and no full stop cuts off; a place needs to stand first."""
    reach = trigger.first  # where the verb, or what `of` ties to its subject, begins
    named = _before_parenthesis(scene, trigger, before)
    if named is not None:
        return named
    relative = _relative_before(scene, trigger)
    if relative is not None:
        return _antecedent_of(scene, relative, before)
    owner = None
    for phrase in reversed(before):
        if _cut(scene, phrase.end, trigger.first) or _is_said_by(scene, phrase, trigger) or _is_of_other_clause(scene, phrase, trigger):
            break
        if phrase.preposition == "of" and reach - phrase.end <= 1:
            reach = next(at for at in range(phrase.first - 1, scene.first - 1, -1) if scene.lowers[at] == "of")
            owner = owner or phrase
        if phrase.preposition is None or (phrase.preposition in _CONJUNCTIONS and reach - phrase.end <= 1):
            if (phrase.kind == "place" and _in_chain(scene, phrase)) or _is_object_of_participle(scene, phrase):
                continue
            return phrase
    return owner if trigger.sense.event.violent and trigger.use == "passive" else None


def _is_of_other_clause(scene: Scene, phrase: Phrase, trigger: Trigger) -> bool:
    """`ten were hurt when a bomb exploded`: a conjunction stands between, and it does not open what the verb follows."""
    if scene.lowers[trigger.first - 1] == "being":
        return False  # `a girl is in hospital after being shot`
    return not _CLAUSE_CONJUNCTIONS.isdisjoint(scene.lowers[phrase.end : trigger.first - 1])


def _relative_before(scene: Scene, trigger: Trigger) -> int | None:
    """Where the relative pronoun stands that the verb follows, over adverbs and auxiliaries; None if it follows none."""
    at = trigger.first - 1
    while at > scene.first and (scene.lowers[at] in _AUXILIARY or scene.lowers[at].endswith("ly")):
        at -= 1
    return at if at > scene.first and scene.lowers[at] in _RELATIVE else None


def _antecedent_of(scene: Scene, relative: int, before: list[Phrase]) -> Phrase | None:
    """Whom `who` or `which` stands for: the phrase right before it, whatever governs that; None of what is no actor."""
    end = relative - (scene.lowers[relative - 1] == ",")
    phrase = next((p for p in reversed(before) if p.end == end), None)
    return phrase if phrase is not None and (scene.lowers[relative] == "who" or phrase.kind in _SIDES) else None


def _before_parenthesis(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`the army, backed by Iran, attacked`, `X, the minister of defence, is arrested`: who stands before the commas that the verb follows."""
    at = trigger.first
    while at > scene.first and scene.lowers[at - 1] in _AUXILIARY:
        at -= 1
    if at - 1 <= scene.first or scene.lowers[at - 1] != ",":
        return None
    inside = None
    for phrase in reversed(before):
        if _cut(scene, phrase.end, trigger.first):
            return None
        if phrase.end < at - 1 and scene.lowers[phrase.end] == "," and phrase.preposition is None and phrase.kind not in ("place", "thing"):
            is_named = inside is not None and inside.first == phrase.end + 1 and inside.end == at - 1 and inside.kind == "person"
            return inside if is_named and phrase.kind != "person" else phrase
        inside = phrase
    return None


def _is_said_by(scene: Scene, phrase: Phrase, trigger: Trigger) -> bool:
    """`the government announced that sales of alcohol would be banned`: who announces is not the subject of what follows `that`."""
    between = scene.lowers[phrase.end : trigger.first]
    if len(between) > 1 and between[0] in _SAYING and between[1] != "that":
        return _PRONOUNS.isdisjoint(between[1:5]) and between[1] != "to"
    if "that" not in between:
        return False
    told = between[between.index("that") + 1 :]
    return len(told) >= 3 and told[0] not in _PRONOUNS


def _is_object_of_participle(scene: Scene, phrase: Phrase) -> bool:
    """`a mine targeting a convoy exploded`: the convoy does not explode."""
    near = [word for word in scene.lowers[max(scene.first, phrase.first - 2) : phrase.first] if word not in ("a", "an", "the")]
    if near[-2:-1] == ["-"]:
        return False
    return bool(near) and near[-1].endswith("ing") and near[-1] not in ("during", "ruling", "including")


def _in_chain(scene: Scene, phrase: Phrase) -> bool:
    """`in Kano, Nigeria`: a name behind a comma that a name governed by a preposition precedes."""
    before = phrase.first - 1
    if before <= scene.first or scene.lowers[before] not in (",", "(", "and", "the"):
        return False
    before -= scene.lowers[before] == "the"
    return any(p.end == before and (p.preposition is not None or _in_chain(scene, p)) for p in scene.phrases)


def _object(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    """The first phrase to the right that is an object, or that `on`, `against`, `at`, `with` govern."""
    for index, phrase in enumerate(behind):
        between = scene.lowers[trigger.end : phrase.first]
        if index and "," in between and not trigger.sense.event.violent:
            return None
        if not (_STOPS | _BACKGROUND | _OBJECT_ENDS).isdisjoint(_unquoted(between)) or len(between) > 12 or "that" in between[1:]:
            return None
        if phrase.preposition is not None and _is_in_participle(between):
            continue
        if phrase.kind == "place" and phrase.preposition is None and scene.lowers[phrase.first - 1] in (",", "("):
            continue
        if phrase.preposition is None or phrase.preposition in _objects_of(trigger):
            if phrase.kind == "place" and trigger.sense.event.code == "territory":
                return _loser(scene, phrase, behind[index + 1 :]) or phrase
            return None if phrase.kind == "place" and phrase.preposition == "at" else phrase
        if phrase.preposition == "for" and trigger.sense.event.plover_type == "REQUEST" and scene.lowers[phrase.end : phrase.end + 1] == ["to"]:
            return phrase  # `calls for Russia to withdraw`
    return None


def _loser(scene: Scene, town: Phrase, behind: list[Phrase]) -> Phrase | None:
    """`retook the town from rebels`: from whom it was taken."""
    loser = next((p for p in behind if p.preposition == "from" and p.first - town.end <= 8), None)
    return None if loser is None or loser.kind == "place" or _cut(scene, town.end, loser.first) else loser


def _unquoted(between: list[str]) -> list[str]:
    """The words without quotation marks, if as many close as open."""
    marks = sum(word in _QUOTES for word in between)
    return [word for word in between if word not in _QUOTES] if marks % 2 == 0 else between


def _is_in_participle(between: list[str]) -> bool:
    """`an inquiry into a film posted on ...`: a preposition that a participle governs."""
    return any(word.endswith("ed") and behind in _TOWARDS for word, behind in itertools.pairwise(between))


def _objects_of(trigger: Trigger) -> frozenset[str]:
    """The prepositions that may govern whom an act is done to: one is shelled with guns, and loses a town from hand."""
    event = trigger.sense.event
    if event.code == "territory":
        return _TOWARDS | {"from"}
    if event.plover_type == "REQUEST":
        return (_TOWARDS | {"with", "to", "from"}) - {"of"}
    return _TOWARDS | {"with", "to"} if not event.violent or event.code == "clash" else _TOWARDS


def _agent(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    for phrase in behind:
        if _cut(scene, trigger.end, phrase.first):
            return None
        if phrase.preposition == "by":
            return phrase
    return None


def _of_noun(scene: Scene, trigger: Trigger, before: list[Phrase], behind: list[Phrase], lexicon: Lexicon) -> Roles:
    actor = recipient = None
    if trigger.sense.event.family == "protest" and scene.lowers[trigger.first] in lexicon.actor_kinds:
        actor = next((p for p in scene.phrases if p.first <= trigger.first < p.end), None)
    for phrase in behind:
        between = scene.lowers[trigger.end : phrase.first]
        if len(between) > 14 or not (_STOPS | _BACKGROUND).isdisjoint(between):
            break
        if actor is None and _is_agent(trigger, phrase, between):
            actor = phrase
        elif recipient is None and actor is not None and actor.preposition == "between":
            recipient = phrase if phrase.preposition in (None, "and") and phrase.kind != "place" else None
        elif phrase.preposition in _objects_of(trigger) and recipient is None:
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
        return phrase if is_agent and _is_country(phrase) else None
    return phrase if close and len(between) <= 3 and phrase.kind not in ("civilian",) else None


def _claimant(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`the group claims responsibility for an attack`: who takes it upon himself."""
    near = scene.lowers[max(scene.first, trigger.first - 8) : trigger.first]
    if "responsibility" not in near or _CLAIMS.isdisjoint(near):
        return None
    at = next(at for at in range(trigger.first - 1, scene.first, -1) if scene.lowers[at] in _CLAIMS)
    return _subject(scene, trigger._replace(first=at), [p for p in before if p.end <= at])


def _is_country(phrase: Phrase) -> bool:
    return phrase.name is not None and (phrase.name.entity_id or "").startswith("country:")


def _light_subject(scene: Scene, trigger: Trigger, before: list[Phrase], lexicon: Lexicon) -> Phrase | None:
    """`rebels carried out an attack`: the subject of the light verb before the noun."""
    light, lowers = lexicon.classes["light"], scene.lowers
    for position in range(trigger.first - 1, max(scene.first, trigger.first - 7), -1):
        if lowers[position] in _STOPS:
            return None
        if lowers[position] in light:
            moved = trigger._replace(first=position)
            return _subject(scene, moved, [p for p in before if p.end <= position])
    return None


def _cut(scene: Scene, start: int, end: int) -> bool:
    """Whether a sign that ends a clause stands between."""
    return any(word in _STOPS for word in scene.lowers[start:end])
