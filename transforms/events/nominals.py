"""Nominals: who acts and who is acted upon where a noun tells the act (`the killing of X by Y`, `Y launched an attack on X`)."""

from typing import Final

from transforms.events.clauses import BACKGROUND, QUOTES, STOPS, Roles, is_country, is_cut, is_short, nation_of
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.objects import is_fight, is_of_departure, is_protested, object_prepositions
from transforms.events.occasions import victim_of_fight
from transforms.events.phrase_bounds import BOMBERS
from transforms.events.scene import Phrase, Scene
from transforms.events.subjects import find_subject, heading_subject, named_by, share_subject
from transforms.events.triggers import Trigger

_CLAIMS: Final = word_class("claims")
_DONE_TO_OWNER: Final = frozenset(("killing", "assassination", "abduction", "execution", "arrest"))
_TO_OWNER: Final = word_class("to_owner")
_KINDS_OF_ATTACK: Final = frozenset(("terrorist", "extremist", "suicide"))
_TAKING_PART: Final = word_class("taking_part")
HELD_TO_HAVE_DONE: Final = word_class("held_to_have_done")
_CHARGE_LINKS: Final = word_class("charge_links")
_GUILT: Final = frozenset(("guilty", "responsible"))
_NOT_SIDES: Final = frozenset(("place", "thing"))
_SAYING: Final = word_class("saying")
_OCCASION: Final = frozenset(("in", "during"))
_OCCASION_REACH: Final = 14  # tokens from a verb to the noun of its occasion
_TARGETING: Final = frozenset(("targeting", "killing", "wounding", "injuring", "hitting", "striking"))
_SUSPECTS: Final = word_class("suspects")
_BUILDINGS: Final = word_class("buildings")
_SHARES: Final = frozenset(("involvement", "complicity", "role"))
_INVOLVED: Final = frozenset(("involved", "part", "partook", "participated")) | _SHARES
_OF_LAW: Final = frozenset(("for", "of", "allegedly"))
_OCCASIONED: Final = frozenset(("after", "before", "while", "by", "when"))
_SHOWN: Final = frozenset(("video", "videos", "footage", "photographs", "images"))
_ARMED: Final = frozenset(("rebel", "state", "organization", "group", "criminal"))
_RELEASING: Final = frozenset(("releases", "released", "release", "publishes", "published", "posts", "posted", "shows", "broadcasts"))
_MARCHERS: Final = frozenset(("crowd", "civilian", "group", "organization", "rebel", "nation"))
_HOLDERS: Final = frozenset(("organized", "organised", "held", "staged", "led", "called"))
_GATHERING: Final = frozenset(("gather", "gathers", "gathered", "march", "marched"))
_FACING: Final = frozenset(("face", "faces", "facing", "faced"))
_COMING: Final = frozenset(("come", "comes", "came", "coming"))
_GOING: Final = frozenset(("go", "goes", "went", "going"))
_PLANNING: Final = frozenset(("plan", "plans", "planning", "plotted", "plotting"))
_SEIZING: Final = frozenset(("seize", "seizes", "seized", "seizing"))
_USING: Final = frozenset(("use", "uses", "used", "using"))
_HALVES: Final = frozenset(("north", "south"))
_TARGETS: Final = word_class("target")
_PREPOSITIONS: Final = word_class("prepositions") - {"of"}
_OWNERS: Final = frozenset(("state", "rebel", "official", "organization", "group", "criminal", "crowd", "nation", "place"))
_CLAUSES: Final = word_class("clause_conjunction")
_HOLDING: Final = frozenset(("hold", "holds", "held", "holding", "take", "takes", "took", "taking"))
_HOSTAGE_REACH: Final = 14  # tokens from `hostage` back to `take`
_DONE_AT: Final = frozenset(("shooting", "massacre", "stabbing"))
_ENDS: Final = STOPS | BACKGROUND
_SURVIVES: Final = word_class("survives")
_BE: Final = word_class("triggers_be")
_UNDERGONE: Final = frozenset(("forbidden", "given", "taken", "found"))
_TOLD_OF_ACTS: Final = frozenset(
    ("reported", "blamed", "caused", "suspected", "claimed", "triggered", "ordered", "believed", "agreed", "declared", "announced", "signed")
)
_NEAR_LAW: Final = 14  # tokens within which any link ties a crime to a verb of the law
_ROLES: Final = frozenset(("for", "role", "roles", "connection", "involvement"))
_CLAIM_REACH: Final = 16  # tokens from an act back to who claims it
_LAW_REACH: Final = 30  # tokens from a crime back to the verb of the law


def of_noun(scene: Scene, trigger: Trigger, before: list[Phrase], behind: list[Phrase], lexicon: Lexicon) -> Roles:
    """Actor and recipient of a noun: what `by`, `between` or a possessor names, else the subject of the verb that the noun completes."""
    if scene.lowers[trigger.first] == "hostage" and (taken := _taking_hostage(scene, trigger, before)) is not None:
        return taken
    actor = _within(scene, trigger, lexicon)
    recipient: Phrase | None = None
    prepositions = object_prepositions(trigger)
    is_quoted = trigger.sense.event.violent and not QUOTES.isdisjoint(scene.words)
    for phrase in behind:
        between = scene.lowers[trigger.end : phrase.first]
        if "." in between:
            between = [word for at, word in enumerate(between, trigger.end) if word != "." or not is_short(scene, at)]  # `U.S.`
        if is_quoted:
            between = [word for word in between if word not in QUOTES]
        if len(between) > 14 or not _ENDS.isdisjoint(between):
            break
        if phrase.preposition == "with" and ", with" in " ".join(between):
            break  # `a fight in Basra, with the army losing ten`
        if "between" not in between and _is_of_other_verb(between, lexicon):
            break
        if actor is None and _is_agent(scene, trigger, phrase, between):
            actor = phrase
        elif recipient is None and actor is not None and actor.preposition == "between":
            recipient = phrase if phrase.preposition in (None, "and") and phrase.kind != "place" else None
        elif recipient is None and is_of_departure(scene, trigger.sense.event, phrase, between):
            recipient = phrase  # `demonstrations demanding the resignation of the mayor`
        elif recipient is None and (phrase.preposition in prepositions or _is_targeted(scene, phrase) or is_protested(trigger, phrase, between)):
            if phrase.preposition == "of" and "," in between:
                continue
            recipient = phrase if phrase.kind != "place" or _is_hit_place(phrase, trigger) else None
    owner: Phrase | None = _possessor(scene, trigger, before) if actor is None else None
    if owner is not None and (scene.lowers[owner.end - 1] in _BUILDINGS or _is_scene(trigger, owner)):
        is_hit = trigger.sense.event.violent and trigger.sense.event.code != "massacre"
        recipient = recipient or (owner if is_hit else None)  # `the Marriott Hotel attack`, `the Dos Rios massacre`
        owner = None
    if owner is not None and recipient is None and _suffers(trigger, owner):
        return Roles(None, owner)  # `the minister's 2012 murder`
    if actor is None:
        actor = owner or _own(scene, trigger, before) or _light_subject(scene, trigger, before, lexicon)
        actor = actor or _claimant(scene, trigger, before) or _accused(scene, trigger, before) or _taker(scene, trigger, before)
        actor = actor or _showing(scene, trigger, before) or _fighter(scene, trigger, before)
        if actor is not None and owner is None:
            actor, recipient = share_subject(scene, trigger, before, Roles(actor, recipient))
    if recipient is None:
        recipient = _under(scene, trigger) or (_survivor(scene, trigger, before) if actor is None else None)
    if actor is None and recipient is not None and recipient.preposition == "with" and is_fight(trigger):
        victim = victim_of_fight(scene, trigger, before)
        if victim is None and not before and not scene.words.isdisjoint(lexicon.classes["killed"]):
            return Roles(recipient, None)  # `clashes with rebels kill nine`
        return Roles(_first_told_of(scene, before), recipient) if victim is None else Roles(recipient, victim)
    if actor is None and trigger.sense.event.family == "protest" and scene.words.isdisjoint(lexicon.toll_words):
        return Roles(_joining(scene, trigger, before), recipient)
    if recipient is None and trigger.sense.event.violent:
        told = _of_verb_before(scene, trigger, before, lexicon)
        if actor is None:
            return told
        return Roles(actor, told.recipient) if told.actor is None and told.recipient != actor else Roles(actor, None)  # `were arrested in raids by`
    return Roles(actor, recipient)


def _joining(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`a monk burns himself in protest`: whom the sentence is about, where a protest is the occasion."""
    head = heading_subject(scene, trigger, before)
    if head is not None and scene.lowers[trigger.first - 1] == "in" and (head.kind not in _NOT_SIDES or is_country(head)):
        return head  # `a minister resigns in protest`
    if head is None or head.kind not in ("crowd", "civilian", "person"):
        return None
    is_crowd = head.kind == "crowd" or not _GATHERING.isdisjoint(scene.lowers[head.end : trigger.first])
    is_occasion = is_crowd and not _OCCASION.isdisjoint(scene.lowers[max(scene.first, trigger.first - 5) : trigger.first])
    return head if is_occasion else None


def _first_told_of(scene: Scene, before: list[Phrase]) -> Phrase | None:
    """`ten soldiers die in clashes with rebels`: whom the sentence tells of first, unless it only says so."""
    return next((p for p in before if p.preposition is None and p.kind not in _NOT_SIDES and scene.lowers[p.end] not in _SAYING), None)


def _of_verb_before(scene: Scene, trigger: Trigger, before: list[Phrase], lexicon: Lexicon) -> Roles:
    """`soldiers killed nine men in a raid`, `nine men were killed in a raid`: the parties of the verb that the noun is the occasion of."""
    verb = max((head for head in scene.heads if head < trigger.first), default=None)
    at = next((at for at in range(trigger.first - 1, max(scene.first, trigger.first - 7), -1) if scene.lowers[at] in _OCCASION), None)
    if verb is None or at is None or trigger.sense.event.code == "clash" or (at - 1 != verb and scene.lowers[at - 1].endswith(("ed", "ing"))):
        return Roles(None, None)
    if not _CLAUSES.isdisjoint(scene.lowers[verb + 1 : at]) or not _PREPOSITIONS.isdisjoint(scene.lowers[at + 1 : trigger.first]):
        return Roles(None, None)
    if trigger.first - verb > _OCCASION_REACH or is_cut(scene, verb, trigger.first):
        return Roles(None, None)
    senses = lexicon.senses.get(scene.lowers[verb], ())
    if verb in scene.noun_heads or not any(sense.is_verb and sense.event.plover_type != "ACCUSE" for sense in senses):
        return Roles(None, None)
    told = trigger._replace(first=verb, use="passive")
    ahead = [p for p in before if p.end <= verb]
    if ahead and ahead[-1].end == verb and ahead[-1].preposition is not None and ahead[-1].kind not in _NOT_SIDES:
        return Roles(None, ahead[-1])  # `the bodies of nine men killed in a raid`
    if not _BE.isdisjoint(scene.lowers[max(scene.first, verb - 3) : verb]):
        return Roles(None, find_subject(scene, told, ahead))
    hit = next((p for p in before if p.first > verb and p.preposition is None and p.kind not in ("place", "thing")), None)
    if hit is None:
        return Roles(None, None)
    is_conjoined = scene.lowers[verb - 1] == "and"  # `kills a man and wounds two in a shooting`
    return Roles((heading_subject if is_conjoined else find_subject)(scene, told._replace(use="active"), ahead), hit)


def _is_of_other_verb(between: list[str], lexicon: Lexicon) -> bool:
    """`the murder of X is investigated by police`: a passive that is not how the act itself is said to be done."""
    if _BE.isdisjoint(between):
        return False
    return any((word.endswith("ed") or word in _UNDERGONE) and word not in lexicon.classes["light"] and word not in _TOLD_OF_ACTS for word in between)


def _taking_hostage(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Roles | None:
    """`gunmen take a priest and two nuns hostage`: the parties of the verb that the noun completes."""
    for at in range(trigger.first - 1, max(scene.first, trigger.first - _HOSTAGE_REACH), -1):
        if scene.lowers[at] in _HOLDING and _BE.isdisjoint(scene.lowers[max(scene.first, at - 3) : at]):
            taken = next((p for p in before if p.first > at and p.preposition is None), None)
            whole = None if taken is None else taken._replace(end=before[-1].end if before[-1].end == trigger.first else taken.end)
            return Roles(find_subject(scene, trigger._replace(first=at), [p for p in before if p.end <= at]), whole)
    return None


def _is_scene(trigger: Trigger, owner: Phrase) -> bool:
    """`the Courier massacre`: a body of no known side before what is done at it."""
    return owner.kind == "organization" and owner.end == trigger.first and trigger.sense.event.code in _DONE_AT


def _suffers(trigger: Trigger, owner: Phrase) -> bool:
    """Whether a person before the noun is whom it was done to: `the minister's murder`, `the Amina Saleh stabbing`; not `Omar's attack`."""
    if owner.kind not in ("person", "civilian"):
        return False
    return trigger.sense.event.code in _DONE_TO_OWNER or (trigger.sense.event.violent and owner.end == trigger.first)


def _within(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Phrase | None:
    """Who acts in the very words of the trigger: the bombers of `two suicide bombers`, Russia of `Russian drone strikes`."""
    event = trigger.sense.event
    held = next((p for p in scene.phrases if p.first <= trigger.first < p.end), None)
    if held is not None and scene.lowers[held.end - 1] in BOMBERS:
        return held
    if event.family == "protest" and scene.lowers[trigger.first] in lexicon.actor_kinds:
        return held
    if held is not None and held.first < trigger.first and held.name is not None and held.name.end_token == trigger.first:
        if held.kind == "thing" and held.name.entity_type == "nationality":
            return nation_of(held)  # `the Israeli blockade`
        if held.kind != "state" or held.name.entity_type != "nationality":
            return None
        return held._replace(end=trigger.first, kind="nation") if scene.lowers[trigger.first + 1] in lexicon.senses else held
    return None


def _is_targeted(scene: Scene, phrase: Phrase) -> bool:
    """`a bomber targeting Shiites`, `an explosion killing two guards`."""
    return not _TARGETING.isdisjoint(scene.lowers[phrase.first - 2 : phrase.first])


def _is_agent(scene: Scene, trigger: Trigger, phrase: Phrase, between: list[str]) -> bool:
    """`an attack on a base by rebels`, `clashes between A and B`; `a rally of unions`; not `a rally against tests by the army`."""
    if phrase.preposition == "between":
        return trigger.sense.event.code == "clash" or "between" in between[:4]
    if trigger.sense.event.family != "protest":
        return phrase.preposition == "by"
    if phrase.preposition != "by":
        return scene.lowers[trigger.first - 1] != "in" and phrase.preposition == "of" == between[0] and len(between) <= 4 and phrase.kind in _MARCHERS
    return len(between) <= 4 or not _HOLDERS.isdisjoint(between[-3:])  # `a rally in Lima is organized by unions`


def _is_hit_place(phrase: Phrase, trigger: Trigger) -> bool:
    """`an attack on Gaza`, `the invasion of Ukraine`; not `a blast at Gaza` nor `an attack north of Tikrit`."""
    if trigger.sense.event.family == "protest" or trigger.sense.event.code == "clash":
        return phrase.preposition == "against"
    if phrase.preposition in ("on", "against"):
        return True
    return phrase.preposition == "of" and trigger.sense.event.violent and phrase.first - trigger.end == 1


def _possessor(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`Israeli airstrike`, `rebels' attack`, `army's shelling`: a phrase that ends where the noun begins."""
    phrase = before[-1] if before else None
    if scene.lowers[trigger.first - 2 : trigger.first] in (["'", "s"], ["’", "s"]) and scene.lowers[trigger.first - 3] in _HALVES:
        return Phrase(trigger.first - 3, trigger.first - 2, None, "nation", None)  # `the North's shelling`
    if phrase is not None and phrase.kind == "thing" and phrase.end == trigger.first and scene.lowers[phrase.end - 1] not in _TARGETS:
        return nation_of(phrase)  # `a Russian ballistic missile strike`
    if phrase is None or phrase.kind in ("civilian", "thing") or scene.lowers[phrase.end - 1] in _KINDS_OF_ATTACK:
        return None
    between = scene.lowers[phrase.end : trigger.first]
    if phrase.name is None and len(before) > 1 and scene.lowers[before[-2].end : before[-2].end + 2] in (["'", "s"], ["’", "s"]):
        return before[-2] if phrase.first - before[-2].end <= 6 and not between else phrase  # `Israel's three-week military offensive`
    if phrase.kind == "place" and not is_country(phrase):
        return None  # `a Kabul roadside bomb`
    if phrase.kind == "place" and between in ([], ["."]):
        is_agent = trigger.sense.event.mode == "heavy-weapons" or scene.lowers[trigger.end : trigger.end + 1] == ["of"]
        return phrase._replace(end=trigger.first) if is_agent and is_country(phrase) else None  # `U.S. airstrikes`
    return phrase if len(between) <= 4 and all(word.isdigit() or word in _TO_OWNER for word in between) else None


def _own(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`captured by Israel during their raid`: whom the possessive before a noun stands for; no victim, whose killing is suffered."""
    near = scene.lowers[max(scene.first, trigger.first - 2) : trigger.first]
    event = trigger.sense.event
    if ("their" not in near and "its" not in near) or event.code in _DONE_TO_OWNER or not (event.violent or event.plover_type == "RETREAT"):
        return None
    return next((p for p in reversed(before) if p.preposition in (None, "by") and p.kind in _OWNERS), None)


def _claimant(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`the group claims responsibility for an attack`: who takes it upon himself."""
    near = scene.lowers[max(scene.first, trigger.first - _CLAIM_REACH) : trigger.first]
    if "behind" in near[-4:]:
        at = trigger.first - near[::-1].index("behind") - 1
        return find_subject(scene, trigger._replace(first=at), [p for p in before if p.end <= at])
    if "responsibility" not in near or _CLAIMS.isdisjoint(near):
        return None
    at = next(at for at in range(trigger.first - 1, scene.first, -1) if scene.lowers[at] in _CLAIMS)
    return find_subject(scene, trigger._replace(first=at), [p for p in before if p.end <= at])


def _accused(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`two men are charged with the murder of`, `a court jails X for the attack on`: whom the law holds to have done it."""
    if not trigger.sense.event.violent and trigger.sense.event.family != "coup":
        return None
    suspect = next((p for p in reversed(before) if scene.lowers[p.end - 1] in _SUSPECTS), None)
    if scene.lowers[trigger.first - 1] in _FACING:
        return find_subject(scene, trigger._replace(first=trigger.first - 1), before)  # `soldiers face murder charges`
    if not _INVOLVED.isdisjoint(scene.words) and (involved := _involved(scene, trigger, before)) is not None:
        return involved
    if HELD_TO_HAVE_DONE.isdisjoint(scene.words) and _SUSPECTS.isdisjoint(scene.words):
        return None
    if suspect is not None and trigger.first - suspect.end <= 5 and scene.lowers[suspect.end] in ("in", "of", "behind"):
        return named_by(scene, suspect, before)
    linked = False
    for at in range(trigger.first - 1, max(scene.first, trigger.first - _LAW_REACH), -1):
        word = scene.lowers[at]
        if word in STOPS:
            return None
        if linked and word in HELD_TO_HAVE_DONE and trigger.first - at > _NEAR_LAW and _ROLES.isdisjoint(scene.lowers[at : trigger.first]):
            return None
        if linked and word in HELD_TO_HAVE_DONE:
            return held(scene, trigger._replace(first=at, use="passive"), before)
        linked = linked or word in _CHARGE_LINKS
    return None


def _involved(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`a man involved in the attack`, `who was part of the bombing`: who had a hand in it."""
    for at in range(trigger.first - 2, max(scene.first, trigger.first - 7), -1):
        if scene.lowers[at] in _INVOLVED and scene.lowers[at + 1] in ("in", "of") and scene.lowers[at - 1] != "being":
            near = next((p for p in reversed(before) if p.end == at), None)
            if near is not None or scene.lowers[at] in _SHARES:
                return near  # `Soviet involvement in the massacre`
            start = at - (scene.lowers[at - 1] in ("took", "taken", "taking"))
            return find_subject(scene, trigger._replace(first=start), [p for p in before if p.end <= start])
    return None


def held(scene: Scene, verb: Trigger, before: list[Phrase]) -> Phrase | None:
    """Whom a verb of the law is done to: its subject in the passive, else its object, else the phrase that it follows."""
    ahead = [p for p in before if p.end <= verb.first]
    if scene.lowers[verb.first].startswith("confess"):
        return heading_subject(scene, verb, ahead) or find_subject(scene, verb, ahead)
    if not _BE.isdisjoint(scene.lowers[max(scene.first, verb.first - 3) : verb.first]) or scene.lowers[verb.first] in _GUILT:
        return find_subject(scene, verb, ahead)
    behind = next((p for p in before if p.first > verb.first), None)
    if behind is not None and behind.preposition is None and behind.first - verb.first <= 4 and "of" not in scene.lowers[verb.first : behind.first]:
        return behind
    is_reduced = bool(ahead) and verb.first - ahead[-1].end <= 1 and ahead[-1].kind != "place" and scene.lowers[verb.first].endswith(("ed", "d"))
    return named_by(scene, ahead[-1], before) if is_reduced else None


def _survivor(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`two ministers escape an attack`: upon whom it was made."""
    at = next((at for at in range(trigger.first - 1, max(scene.first, trigger.first - 5), -1) if scene.lowers[at] in _SURVIVES), None)
    if at is None:
        return None
    verb, ahead = trigger._replace(first=at), [p for p in before if p.end <= at]
    return heading_subject(scene, verb, ahead) if scene.lowers[at].endswith("ing") else find_subject(scene, verb, ahead)


def _showing(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`the group publishes a video showing the execution of`: who shows what is taken to be his own act."""
    if not trigger.sense.event.violent or _SHOWN.isdisjoint(scene.lowers[max(scene.first, trigger.first - 6) : trigger.first]):
        return None
    head = heading_subject(scene, trigger, before)
    return head if head is not None and head.kind in ("rebel", "group", "criminal") and scene.lowers[head.end] in _RELEASING else None


def _fighter(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`rebels enter the town, with heavy fighting underway`: who heads a sentence that a fight goes along with."""
    if trigger.sense.event.code != "clash" or "with" not in scene.lowers[max(scene.first, trigger.first - 3) : trigger.first]:
        return None
    head = heading_subject(scene, trigger, before)
    return head if head is not None and head.kind in _ARMED else None


def _taker(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`who took power in a coup`: who came to power by it."""
    near = range(trigger.first - 1, max(scene.first, trigger.first - 8), -1)
    at = next((at for at in near if scene.lowers[at] == "power" and scene.lowers[at - 1] in _HOLDING | _SEIZING), None)
    if at is None or trigger.sense.event.family != "coup":
        return None
    return find_subject(scene, trigger._replace(first=at - 1), [p for p in before if p.end < at])


def _under(scene: Scene, trigger: Trigger) -> Phrase | None:
    """`the hotel came under attack`: who or what an act is made upon."""
    at = next((at for at in range(trigger.first - 1, max(scene.first, trigger.first - 4), -1) if scene.lowers[at] == "under"), None)
    if at is None:
        return None
    at -= scene.lowers[at - 1] in _COMING
    return find_subject(scene, trigger._replace(first=at, use="passive"), [p for p in scene.phrases if p.end <= at])


def _light_subject(scene: Scene, trigger: Trigger, before: list[Phrase], lexicon: Lexicon) -> Phrase | None:
    """`rebels carried out an attack`: the subject of the light verb before the noun."""
    light, lowers = lexicon.classes["light"], scene.lowers
    if trigger.sense.event.mode == "heavy-weapons":
        light |= _USING  # `says it used helicopters to kill 11`
    if trigger.sense.event.family in ("protest", "coup"):
        light |= _TAKING_PART
    light |= _PLANNING
    if "rampage" in scene.words or "spree" in scene.words:
        light |= _GOING
    for position in range(trigger.first - 1, max(scene.first, trigger.first - 7), -1):
        if lowers[position] in STOPS and lowers[position] not in QUOTES:
            return None
        if lowers[position] in _PLANNING and (lowers[position - 1] in _OF_LAW or any(position < head < trigger.first for head in scene.heads)):
            return None  # `planning to bomb a rally`, `on trial for plotting a coup`
        if lowers[position] in light and lowers[position - 1] != "-":
            moved = trigger._replace(first=position)
            if lowers[position].endswith("ing") and lowers[position - 1] in _OCCASIONED:
                return heading_subject(scene, moved, before)  # `entered the town after launching an assault`
            return find_subject(scene, moved, [p for p in before if p.end <= position])
    return None
