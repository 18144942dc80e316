"""Where an event happened: the place that modifies its trigger, else its sentence's."""

import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.events.asides import aside_of, between, is_of_another, is_shared
from transforms.events.governors import BEFORE_PLACE, CHAIN_SIGNS, FACILITIES, LOCATIVE, SETTLEMENT, chained_governor, governor_of, is_beside
from transforms.events.grounds import GROUNDS, ends_clause, ground_of, is_elsewhere
from transforms.events.lexicon import word_class
from transforms.events.roles import Roles
from transforms.events.scene import Aside, Phrase, Scene
from transforms.events.triggers import Trigger
from transforms.events.where import Place, is_continent, read_place

if TYPE_CHECKING:
    from transforms.names import NameMention
    from transforms.reference import Reference


_PREPOSITIONS: Final = word_class("prepositions") | {"without"}
_MODIFIES: Final = -15
_CHAINED: Final = 8  # a unit named behind a town is farther off than the town
_TRAVELS: Final = frozenset(("CONSULT", "MOBILIZE", "RETREAT"))
_OF_TOPIC: Final = frozenset(("that", "which", "who", "for", "of", "over", "about", "into", "regarding", "if", "unless", "invitation"))
_PEOPLE: Final = word_class("kinds_of_people") | {"person", "nation"}
_PARTIES: Final = _PEOPLE | {"group"}
_TITLED: Final = frozenset(("official", "person"))
_TAKEN: Final = frozenset(("abduct", "deport"))
_ANYWHERE: Final = frozenset(("RETREAT", "AGREE", "ACCUSE", "REQUEST", "REJECT", "SANCTION", "THREATEN", "SUPPORT"))
_FARTHEST_BARE: Final = 8  # tokens from an act without violence to a place that no preposition governs
_VISITED: Final = -30  # a country that somebody visits goes before every other place
_OF_TALK: Final = frozenset(("that", "which", "who", "about", "over", "regarding", "amid", "calling", "concerns", "ceasefire", "truce"))
_UNIT: Final = 3  # a precision that no settlement has
_WITHIN: Final = 3  # tokens of `in the northern`
_OBJECT: Final = 5  # tokens from a verb to whom it is done to
_NEXT: Final = 3  # tokens from a verb to the place that is its object
_SCENES: Final = frozenset(("in", "at", "near", "outside"))
_MEETINGS: Final = frozenset(("summit", "meeting", "talks", "conference", "forum", "visit"))
_SHOT: Final = frozenset(("fired", "fire", "launched", "rocket", "rockets", "missile", "missiles", "mortars", "shells", "drones"))
_OPENING: Final = LOCATIVE | {"during", "after"}
_CONTESTS: Final = frozenset(("fight", "battle", "struggle", "offensive", "push", "campaign"))
_ENACTED: Final = frozenset(("CONSULT", "THREATEN"))
_BEHIND_FOR: Final = frozenset(("for", "to"))
_DETERMINERS: Final = word_class("determiner")
_WARS: Final = frozenset(("war", "conflict", "crisis", "wars"))
_AT_HOME: Final = frozenset(("based", "stationed", "headquartered", "born"))
_MUTUAL: Final = frozenset(("CONSULT", "AGREE"))
_RULES: Final = frozenset(("ban", "curfew", "martial-law", "restrict"))
_GOVERNS_OTHERS: Final = frozenset(("for", "with", "by", "after", "about", "like", "than", "concerning", "regarding", "before"))
_RELATIVE_SIGNS: Final = frozenset(("who", "which", "where", "whom", "that"))
_TOWNS: Final = frozenset(("city", "town", "village", "suburb", "capital", "port", "republic", "hamlet"))
_COMPOUNDS: Final = frozenset(("wide", "based", "led", "backed", "born", "owned", "style", "bound", "registered", "flagged"))
_LOCALS: Final = frozenset(("residents", "people", "citizens", "villagers"))
_DWELLERS: Final = frozenset(("resident", "native", "citizen"))
_MEANS: Final = word_class("means")
_LONGEST_MODIFIED: Final = 2  # words between a place and the act that it names: `the Attica prison riot`


class _Fit(NamedTuple):
    """A place that an event may have: the smaller the score the better; `spare` is taken only for want of any other."""

    score: int
    name: "NameMention"
    governor: str
    spare: bool


def find_place(scene: Scene, trigger: Trigger, roles: Roles, reference: "Reference", dateline_end: int, is_known: bool) -> Place | None:
    """The place of the sentence that best fits the trigger: governed by a locative, near, and no actor; None if there is none.

    A noun for what is known already takes none that stands apart from it before it. For want of any, the land on whose ground it
    happened, then the topic of the sentence.
    """
    best: _Fit | None = None
    own = aside_of(scene, trigger.first)
    for name in scene.names:
        if name.entity_type != "place" or name.first_token < max(scene.first, dateline_end) or _is_in(name, roles.actor):
            continue
        fit = _fit(scene, trigger, roles, name, own, is_known, reference)
        if fit is not None and (best is None or (fit.spare, fit.score) < (best.spare, best.score)):
            best = fit
    if best is not None:
        name, governor = best.name, best.governor
        if governor == "in" and trigger.sense.event.violent and (finer := _finer(scene, name, roles, reference)) is not None:
            name, governor = finer, governor_of(scene, finer)
        return read_place(name, "near" if is_beside(scene, name) else governor, reference)
    if (ground := ground_of(scene, trigger, roles, dateline_end, reference)) is not None:
        return ground
    topic = _place_of_topic(scene, trigger)
    return None if topic is None else read_place(topic, "in", reference)


def _fit(scene: Scene, trigger: Trigger, roles: Roles, name: "NameMention", own: Aside | None, is_known: bool, reference: "Reference") -> _Fit | None:
    """How well a place fits the trigger; None if it is no place of the event."""
    event, is_country = trigger.sense.event, _is_country(name)
    if is_country and _is_owner(scene, name):
        return None
    if _is_asked(name, trigger, roles.recipient) or _is_office_or_origin(scene, trigger, name, roles):
        return None
    is_toll = "toll" in scene.lowers[scene.first : name.first_token]  # `the death toll in Gaza from the air strikes`
    if is_known and own is None and trigger.use == "noun" and not is_toll and _stands_apart(scene, trigger, name):
        return None
    if ends_clause(between(scene, trigger, name.first_token, name.end_token)):
        return None
    aside = aside_of(scene, name.first_token)
    spare = is_of_another(scene, trigger, name.first_token, name.end_token)
    if spare and not _is_of_same_act(scene, trigger, aside, name):
        return None
    word = governor_of(scene, name)
    chained = word in CHAIN_SIGNS
    if chained:
        word = chained_governor(scene, name)
    if chained and not word and scene.lowers[name.first_token - 1] == "(":
        return None
    if is_known and own is not None and aside != own and word == "to":
        return None  # `flown to Morocco after being shot`
    if _is_told_otherwise(scene, trigger, roles, name, word):
        return None
    if not event.violent and _is_of_topic(scene, trigger, roles, name, word):
        return None
    is_visited = event.code == "visit" and trigger.use == "active" and 0 <= name.first_token - trigger.end <= 1
    penalty = _VISITED if is_visited else _penalty(scene, trigger, roles, name, word)
    if own is not None and aside != own and (own.kind == "cause" or (own.kind == "past" and aside is None and _is_talk(trigger))):
        return None
    is_far = not is_shared(scene, trigger, aside)
    if penalty is None or (is_far and aside is not None and is_elsewhere(scene, trigger, aside)):
        return None
    gap = name.first_token - trigger.end
    if event.violent and not is_country and _is_in(name, roles.recipient):
        penalty = -30
    far = (20 if is_country or is_continent(name, reference) else 0) + 15 * is_far + _CHAINED * chained
    return _Fit(penalty + (gap if gap >= 0 else 8 + trigger.first - name.end_token) + far, name, word, spare)


def _is_of_same_act(scene: Scene, trigger: Trigger, aside: Aside | None, name: "NameMention") -> bool:
    """`killed by gunmen who ambushed a convoy in Gao`: a clause that tells how those who act did it."""
    heads = [head for head in scene.heads if trigger.end <= head < name.first_token]
    is_relative = not _RELATIVE_SIGNS.isdisjoint(scene.lowers[trigger.end : name.first_token])
    if not trigger.sense.event.violent and not is_relative:
        return all(head in scene.finite_heads for head in heads)  # `declares an emergency and imposes a curfew in Dakar`
    if not trigger.sense.event.violent or aside is None or aside.kind != "relative" or aside.first < trigger.end:
        return False
    return bool(heads) and all(head in scene.violent_heads and head in scene.finite_heads for head in heads) and is_shared(scene, trigger, aside)


def _is_of_finer(scene: Scene, name: "NameMention") -> bool:
    """`the West Bank city of Jenin`: a wider place that only tells where the one behind it lies."""
    behind = scene.lowers[name.end_token : min(scene.end, name.end_token + 4)]
    if (
        behind[:1] != []
        and behind[0] in _TOWNS
        and any(other.first_token == name.end_token + 1 and other.entity_type == "place" for other in scene.names)
    ):
        return True  # `the Artsakh capital Stepanakert`
    at = next((at for at, word in enumerate(behind) if word == "of"), 0)
    if at == 0 or behind[at - 1] not in _TOWNS or not all(word.isalpha() and word != "and" and word not in _PREPOSITIONS for word in behind[:at]):
        return False
    first = name.end_token + at + 1
    return any(other.entity_type == "place" and first <= other.first_token <= first + 1 for other in scene.names)


def _is_told_otherwise(scene: Scene, trigger: Trigger, roles: Roles, name: "NameMention", governor: str) -> bool:
    """Whether the words about a place say that it is of somebody or of something else than the event."""
    event, actor = trigger.sense.event, roles.actor
    behind, before = scene.lowers[name.end_token : name.end_token + 2], scene.lowers[max(scene.first, name.first_token - 4) : name.first_token]
    if (behind[:1] != [] and behind[0] in _WARS and name.end_token != trigger.first) or not _AT_HOME.isdisjoint(before):
        return True  # `since the Gaza war`, `soldiers based in Lyon`
    if _is_of_finer(scene, name) or (behind[:1] == ["-"] and behind[-1] in _COMPOUNDS):
        return True  # `the London-based group`
    if governor == "from" and event.violent:
        is_shot = event.mode == "heavy-weapons" or not _SHOT.isdisjoint(scene.lowers[max(scene.first, name.first_token - 3) : name.first_token])
        if is_shot:
            return True  # `fires rockets from Gaza into Israel`
    if governor == "to" and event.violent and _is_country(name) and name.end_token < trigger.first:
        return True  # `sends jets to Cyprus against air strikes`
    is_actor = actor is not None and actor.name is not None and name.entity_id is not None and actor.name.entity_id == name.entity_id
    if is_actor and (governor not in LOCATIVE or governor in ("to", "from")):
        return True  # `London's withdrawal was linked to London's concerns`
    if governor in LOCATIVE or _is_tied(scene, name) or _is_modifier(scene, trigger, name) or _is_struck(scene, trigger, roles, name):
        return False
    those = [p for p in scene.phrases if p.first <= name.first_token and name.end_token < p.end and p.kind in _PARTIES]
    return any(scene.lowers[p.end - 1] not in _LOCALS for p in those)  # `a Cleveland man`


def _is_tied(scene: Scene, name: "NameMention") -> bool:
    return scene.lowers[name.first_token - 1] in CHAIN_SIGNS


def _finer(scene: Scene, name: "NameMention", roles: Roles, reference: "Reference") -> "NameMention | None":
    """`raid the town of Jenin in the West Bank`: the place before `in` the wider one that it lies in."""
    wide = read_place(name, "in", reference)
    if wide.where_prec is None or wide.where_prec < _UNIT:
        return None
    for earlier in scene.names:
        between = scene.lowers[earlier.end_token : name.first_token]
        is_near = earlier.first_token < name.first_token and 0 < len(between) <= _WITHIN and between[0] == "in"
        if not is_near or earlier.entity_type != "place" or _is_in(earlier, roles.actor):
            continue
        narrow = read_place(earlier, "in", reference)
        is_land = narrow.country_iso3 is None or wide.country_iso3 is None or narrow.country_iso3 == wide.country_iso3
        return earlier if is_land and narrow.where_prec is not None and narrow.where_prec < wide.where_prec else None
    return None


def _place_of_topic(scene: Scene, trigger: Trigger) -> "NameMention | None":
    """`War in Mali: two soldiers are killed`: the one place that the topic before a sentence names, for violence and protests."""
    if not (trigger.sense.event.violent or trigger.sense.event.family == "protest"):
        return None
    named = [name for name in scene.names if name.first_token < scene.first and name.entity_type == "place"]
    return named[0] if len({name.entity_id for name in named}) == 1 else None


def _is_office_or_origin(scene: Scene, trigger: Trigger, name: "NameMention", roles: Roles) -> bool:
    """`the governor of Kunduz was killed`, `smugglers from Benin`: a place that only says who somebody is."""
    before = name.first_token - 1
    while before > scene.first and scene.lowers[before] in BEFORE_PLACE:
        before -= 1
    if scene.lowers[before] == "of":
        is_forced = trigger.sense.event.violent or trigger.sense.event.mode == "arrest"
        if is_forced and scene.lowers[before - 1] in _DWELLERS:
            return True
        return is_forced and any(p.first < before and name.end_token <= p.end and p.kind in _TITLED for p in scene.phrases)
    is_moved = trigger.sense.event.plover_type in _TRAVELS and not (trigger.use == "passive" and name.end_token <= trigger.first)
    if scene.lowers[before] != "from" or is_moved or trigger.sense.event.mode in _TAKEN:
        return False
    if scene.lowers[before - 1] == "originally":
        return True
    hit = [phrase for phrase in scene.phrases if any(0 < phrase.first - head <= _OBJECT for head in scene.finite_heads & scene.violent_heads)]
    return any(
        phrase is not None and phrase.kind in _PEOPLE and (phrase.end == before or phrase.first < before < name.end_token <= phrase.end)
        for phrase in (*roles, *hit)
    )


def _stands_apart(scene: Scene, trigger: Trigger, name: "NameMention") -> bool:
    """Whether a place stands before a noun and is no modifier of it, as in `the Bali bombing`."""
    between = scene.lowers[name.end_token : trigger.first]
    return name.end_token <= trigger.first and (len(between) > 3 or not _PREPOSITIONS.isdisjoint(between))


def _is_of_topic(scene: Scene, trigger: Trigger, roles: Roles, name: "NameMention", governor: str) -> bool:
    """`lifts limits on arms that it sent to Ukraine`, `condemns the war in Yemen`: where that is of which something is said or done."""
    event = trigger.sense.event
    before = scene.lowers[max(scene.first, name.first_token - 2) : name.first_token]
    if governor in ("to", "from") and not _is_moved(trigger) and before != ["streets", "of"]:
        return True
    if not (event.statement or event.plover_type == "SANCTION") or trigger.sense.lemma == "extradite":
        return False
    if _is_of_those(scene, trigger, roles, name, governor):
        return True  # `recognizes the government in Kabul`
    if event.statement and name.first_token < trigger.first and (aside := aside_of(scene, name.first_token)) is not None and aside.kind == "relative":
        return True  # `the father of a man who is held in Aleppo calls for his release`
    if event.statement and trigger.use == "passive" and name.first_token < trigger.first and scene.lowers[scene.first] not in _OPENING:
        return True  # `whaling in Abashiri is criticized`
    if name.first_token < trigger.end:
        if event.statement and _is_in_apposition(scene, trigger, name):
            return True  # `Ana Brito, held captive in Mali, accuses her captors`
        is_next = scene.lowers[trigger.first - 1] == "and" and event.plover_type != "CONSULT"
        return is_next and any(head < name.first_token and head not in scene.violent_heads for head in scene.finite_heads)
    between = scene.lowers[trigger.end : name.first_token]
    if event.plover_type == "CONSULT":
        if not _MEETINGS.isdisjoint(between[-3:-1]):
            return False
        if len(between) > _NEXT and governor not in _SCENES:
            return True
        return not _OF_TALK.isdisjoint(between) or any(trigger.end <= head < name.first_token for head in scene.violent_heads)
    is_meeting = not _MEETINGS.isdisjoint(between[-3:-1])
    if not is_meeting and event.statement and any(trigger.end <= head < name.first_token for head in scene.noun_heads):
        return True  # `condemns the bombings in`
    if is_meeting and governor in _SCENES and _BEHIND_FOR.isdisjoint(between[:-3]):
        return False  # `criticizes the bank at a meeting in Lyon`
    topics = [word for before, word in itertools.pairwise(["", *between]) if not (word == "of" and before in SETTLEMENT)]
    return len(between) > 12 or not _OF_TOPIC.isdisjoint(topics) or _is_of_content(event.plover_type, between)


def _is_in_apposition(scene: Scene, trigger: Trigger, name: "NameMention") -> bool:
    """Whether a place stands between commas that tell who speaks, not where: `Ana Brito, in a speech in Lyon, says` tells where."""
    if scene.lowers[trigger.first - 1] != "," or scene.lowers[scene.first] in _OPENING:
        return False
    comma = next((at for at in range(scene.first, name.first_token) if scene.lowers[at] == ","), None)
    return comma is not None and scene.lowers[comma + 1] not in _OPENING and not scene.lowers[comma + 1].endswith("ing")


def _is_of_content(plover_type: str, words: list[str]) -> bool:
    """`agrees to build a school in`, not `agrees to a deal in`: where that is to be done which is agreed or asked for."""
    at = next((at for at, word in enumerate(words) if word == "to"), len(words)) + 1
    return plover_type not in _ENACTED and at < len(words) and words[at] not in _DETERMINERS


def _is_talk(trigger: Trigger) -> bool:
    return trigger.sense.event.statement or trigger.sense.event.plover_type in ("CONSULT", "SANCTION")


def _is_of_those(scene: Scene, trigger: Trigger, roles: Roles, name: "NameMention", governor: str) -> bool:
    """Whether a place only tells where those are of whom something is said; not where an agreement is made with them."""
    event, those = trigger.sense.event, roles.recipient
    if those is None or name.first_token <= trigger.end or event.plover_type in _MUTUAL or event.mode == "agreement":
        return False
    return 0 <= name.first_token - those.end <= _OBJECT and scene.lowers[those.end] == governor


def _is_moved(trigger: Trigger) -> bool:
    """Whether an act moves somebody, so that where from or where to is a place of it."""
    return trigger.sense.event.plover_type in _TRAVELS or trigger.sense.event.mode == "deport" or trigger.sense.lemma == "extradite"


def _is_owner(scene: Scene, name: "NameMention") -> bool:
    """`in anger at Kosovo's declaration`: a country whose something is meant, unless that is a part of it."""
    behind = scene.lowers[name.end_token : min(scene.end, name.end_token + 5)]
    if behind[:1] not in (["'"], ["’"], ["'s"]):
        return False
    if any(name.end_token < other.first_token <= name.end_token + 4 and other.entity_type == "place" for other in scene.names):
        return True  # `Pakistan's Balochistan Province`
    phrase = list(itertools.takewhile(lambda word: word.isalpha() and word not in _PREPOSITIONS, behind[1:]))
    return GROUNDS.isdisjoint(phrase)


def _is_asked(name: "NameMention", trigger: Trigger, recipient: Phrase | None) -> bool:
    """`requests aid from Italy`: a country that something without violence is done to, but that nobody travels to."""
    event = trigger.sense.event
    return _is_in(name, recipient) and not event.violent and event.plover_type != "CONSULT" and (event.statement or _is_country(name))


def _is_in(name: "NameMention", phrase: Phrase | None) -> bool:
    return phrase is not None and phrase.first <= name.first_token < phrase.end


def _is_country(name: "NameMention") -> bool:
    return (name.entity_id or "").startswith("country:")


def _penalty(scene: Scene, trigger: Trigger, roles: Roles, name: "NameMention", governor: str) -> int | None:
    """How ill a place fits, by what governs it; None if it is no place of the event."""
    if governor in LOCATIVE:
        if governor == "between" and _is_country(name) and "border" not in scene.lowers[name.first_token - 3 : name.first_token]:
            return None  # `fighting between Chad and Sudan`
        return 12 if governor in ("from", "to") else 0
    if _is_country(name):
        return 10 if trigger.sense.event.violent and _is_struck(scene, trigger, roles, name) else None
    if _is_modifier(scene, trigger, name):
        return _MODIFIES
    if governor == "of":
        return 10
    if governor in _GOVERNS_OTHERS and not _is_governed_by_act(scene, trigger, name, governor):
        return None
    is_anywhere = trigger.sense.event.plover_type in _ANYWHERE or trigger.sense.event.mode == "ban"
    if is_anywhere and name.first_token - trigger.end > _FARTHEST_BARE:
        return None  # `resigns after ... involving an Iowa senator`
    return 4 if name.first_token >= trigger.end else 30


def _is_governed_by_act(scene: Scene, trigger: Trigger, name: "NameMention", governor: str) -> bool:
    """`the battle for Mosul`, `a curfew for Basra`: a place that the act itself takes `for` its own."""
    if name.first_token - trigger.end == 1 or trigger.sense.event.mode in _RULES:
        return True
    return governor == "for" and not _CONTESTS.isdisjoint(scene.lowers[max(scene.first, name.first_token - 3) : name.first_token])


def _is_struck(scene: Scene, trigger: Trigger, roles: Roles, name: "NameMention") -> bool:
    """`bombards Israel`, `the invasion of Iraq`: a country that force is used against."""
    recipient = roles.recipient
    if recipient is not None and recipient.kind == "place" and recipient.end == name.end_token and _is_in(name, recipient):
        return True
    words = scene.lowers[trigger.end : name.first_token]
    return trigger.use == "noun" and words in (["of"], ["against"], ["of", "the"], ["against", "the"])


def _is_modifier(scene: Scene, trigger: Trigger, name: "NameMention") -> bool:
    """`the 1995 Srebrenica massacre`, `the Attica prison riot`: a place that an act is named after."""
    words = scene.lowers[name.end_token : trigger.first]
    if trigger.use != "noun" or name.end_token > trigger.first or len(words) > _LONGEST_MODIFIED:
        return False
    return not words or all(word in FACILITIES or word in _MEANS for word in words)
