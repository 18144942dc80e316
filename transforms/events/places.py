"""Where an event happened: the place that modifies its trigger, else its sentence's."""

import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.events.asides import aside_of, between, is_of_another, is_shared
from transforms.events.lexicon import word_class
from transforms.events.roles import Roles
from transforms.events.scene import Aside, Phrase, Scene
from transforms.events.triggers import Trigger

if TYPE_CHECKING:
    from transforms.names import NameMention
    from transforms.reference import Reference


class Place(NamedTuple):
    """The columns of an event's place; `start_char` is None if it is taken over from another event of the report."""

    place_id: str | None
    name: str | None
    start_char: int | None
    end_char: int | None
    country_iso3: str | None
    latitude: float | None
    longitude: float | None
    where_prec: int | None


_LOCATIVE: Final = word_class("locative")
_NEARBY: Final = word_class("nearby")
_SETTLEMENT: Final = word_class("settlement")
_PREPOSITIONS: Final = word_class("prepositions") | {"without"}
_BEFORE_PLACE: Final = word_class("before_place")
_MODIFIES: Final = -15
_CHAINED: Final = 8  # a unit named behind a town is farther off than the town
_TRAVELS: Final = frozenset(("CONSULT", "MOBILIZE", "RETREAT"))
_OF_TOPIC: Final = frozenset(("that", "which", "who", "for", "of", "over", "about", "into", "regarding", "if", "unless", "invitation"))
_CLAUSE_ENDS: Final = frozenset((";", "while"))
_CHAIN_SIGNS: Final = frozenset((",", "(", "and"))
_OWNED_BY: Final = frozenset(("'", "’"))
_BESIDE: Final = word_class("beside")
_GATHERINGS: Final = word_class("gatherings")
_PEOPLE: Final = word_class("kinds_of_people") | {"person", "nation"}
_TITLED: Final = frozenset(("official", "person"))
_TAKEN: Final = frozenset(("abduct", "deport"))
_WATERS: Final = word_class("feature_water")
_AREAS: Final = word_class("feature_area")
NOWHERE: Final = Place(None, None, None, None, None, None, None, None)
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
_FACILITIES: Final = word_class("facility")


def find_place(scene: Scene, trigger: Trigger, roles: Roles, reference: "Reference", dateline_end: int, is_known: bool) -> Place | None:
    """The place of the sentence that best fits the trigger: governed by a locative, near, and no actor; None if there is none.

    A noun for what is known already takes none that stands apart from it before it. For want of any, that of the topic of the sentence.
    """
    best, best_score, governor = None, 1 << 30, ""
    own = aside_of(scene, trigger.first)
    for name in scene.names:
        if name.first_token < scene.first:
            continue
        if name.entity_type != "place" or name.first_token < dateline_end or _is_in(name, roles.actor):
            continue
        if _is_country(name) and _is_owner(scene, name):
            continue
        if _is_asked(name, trigger, roles.recipient) or _is_office_or_origin(scene, trigger, name, roles):
            continue
        if is_known and own is None and trigger.use == "noun" and _stands_apart(scene, trigger, name):
            continue
        if not _CLAUSE_ENDS.isdisjoint(between(scene, trigger, name.first_token, name.end_token)):
            continue
        if is_of_another(scene, trigger, name.first_token, name.end_token):
            continue
        word = _governor(scene, name)
        chained = word in _CHAIN_SIGNS
        if chained:
            word = _chained_governor(scene, name)
        if chained and not word and scene.lowers[name.first_token - 1] == "(":
            continue
        if is_known and own is not None and aside_of(scene, name.first_token) != own and word == "to":
            continue  # `flown to Morocco after being shot`
        if not trigger.sense.event.violent and _is_of_topic(scene, trigger, name, word):
            continue
        is_visited = trigger.sense.event.code == "visit" and trigger.use == "active" and 0 <= name.first_token - trigger.end <= 1
        penalty = _VISITED if is_visited else _penalty(trigger, name, word)
        aside = aside_of(scene, name.first_token)
        if own is not None and own.kind == "cause" and aside != own:
            continue
        is_far = not is_shared(scene, trigger, aside)
        if penalty is None or (is_far and aside is not None and _is_elsewhere(scene, trigger, aside)):
            continue
        gap = name.first_token - trigger.end
        penalty = -30 if _is_in(name, roles.recipient) and not _is_country(name) and trigger.sense.event.violent else penalty
        far = (20 if _is_country(name) else 0) + 15 * is_far + _CHAINED * chained
        score = penalty + (gap if gap >= 0 else 8 + trigger.first - name.end_token) + far
        if score < best_score:
            best, best_score, governor = name, score, word
    if best is not None:
        if governor == "in" and trigger.sense.event.violent and (finer := _finer(scene, best, roles, reference)) is not None:
            best, governor = finer, _governor(scene, finer)
        return _read_place(best, "near" if _is_beside(scene, best) else governor, reference)
    topic = _place_of_topic(scene, trigger)
    return None if topic is None else _read_place(topic, "in", reference)


def _finer(scene: Scene, name: "NameMention", roles: Roles, reference: "Reference") -> "NameMention | None":
    """`raid the city of Jenin in the West Bank`: the place before `in` the wider one that it lies in."""
    wide = _read_place(name, "in", reference)
    if wide.where_prec is None or wide.where_prec < _UNIT:
        return None
    for earlier in scene.names:
        between = scene.lowers[earlier.end_token : name.first_token]
        is_near = earlier.first_token < name.first_token and 0 < len(between) <= _WITHIN and between[0] == "in"
        if not is_near or earlier.entity_type != "place" or _is_in(earlier, roles.actor):
            continue
        narrow = _read_place(earlier, "in", reference)
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
    while before > scene.first and scene.lowers[before] in _BEFORE_PLACE:
        before -= 1
    if scene.lowers[before] == "of":
        return trigger.sense.event.violent and any(p.first < before and name.end_token <= p.end and p.kind in _TITLED for p in scene.phrases)
    if scene.lowers[before] != "from" or trigger.sense.event.plover_type in _TRAVELS or trigger.sense.event.mode in _TAKEN:
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


def _is_beside(scene: Scene, name: "NameMention") -> bool:
    """`in a suburb of Damascus`, `off the coast of Rhodes`, `20 km north of Kirkuk`: not the place itself."""
    at = name.first_token
    return at - 2 >= scene.first and scene.lowers[at - 1] == "of" and scene.lowers[at - 2] in _BESIDE


def _is_of_topic(scene: Scene, trigger: Trigger, name: "NameMention", governor: str) -> bool:
    """`lifts limits on arms that it sent to Ukraine`, `condemns the war in Yemen`: where that is of which something is said or done."""
    event = trigger.sense.event
    before = scene.lowers[max(scene.first, name.first_token - 2) : name.first_token]
    if governor in ("to", "from") and event.plover_type not in _TRAVELS and before != ["streets", "of"]:
        return True
    if not (event.statement or event.plover_type == "SANCTION"):
        return False
    if name.first_token < trigger.end:
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
    topics = [word for before, word in itertools.pairwise(between) if not (word == "of" and before in _SETTLEMENT)]
    return len(between) > 12 or not _OF_TOPIC.isdisjoint(topics)


def _is_owner(scene: Scene, name: "NameMention") -> bool:
    """`in anger at Kosovo's declaration`: a country whose something is meant, unless that is a part of it."""
    behind = scene.lowers[name.end_token : min(scene.end, name.end_token + 5)]
    if behind[:1] not in (["'"], ["’"], ["'s"]):
        return False
    if any(name.end_token < other.first_token <= name.end_token + 4 and other.entity_type == "place" for other in scene.names):
        return True  # `Pakistan's Balochistan Province`
    phrase = list(itertools.takewhile(lambda word: word.isalpha() and word not in _PREPOSITIONS, behind[1:]))
    return _SETTLEMENT.isdisjoint(phrase)


def _is_asked(name: "NameMention", trigger: Trigger, recipient: Phrase | None) -> bool:
    """`requests aid from Italy`: a country that something without violence is done to, but that nobody travels to."""
    event = trigger.sense.event
    return _is_in(name, recipient) and not event.violent and event.plover_type != "CONSULT" and (event.statement or _is_country(name))


def _is_elsewhere(scene: Scene, trigger: Trigger, aside: Aside) -> bool:
    """`sanctions over the attack in Bali`, `released ... who was seized in Kirkuk`: where something else happened.

    What led to an arrest mostly happened where the arrest did, and so did what is no event itself.
    """
    if aside.kind == "past" and trigger.sense.event.mode == "arrest":
        return False
    if trigger.sense.event.mode == "resign":
        return True
    if aside.kind == "past" and trigger.sense.event.violent and not _GATHERINGS.isdisjoint(scene.lowers[aside.first : aside.end]):
        return any(aside.first <= head < aside.end for head in scene.violent_heads)  # `shot dead after a march in Khartoum`
    return any(aside.first <= head < aside.end for head in scene.heads)


def _is_in(name: "NameMention", phrase: Phrase | None) -> bool:
    return phrase is not None and phrase.first <= name.first_token < phrase.end


def _is_country(name: "NameMention") -> bool:
    return (name.entity_id or "").startswith("country:")


def _governor(scene: Scene, name: "NameMention") -> str:
    """The preposition before a place, over articles, adjectives and words like `town of`; the word there is if it is none."""
    lowers, at = scene.lowers, name.first_token - 1
    limit = max(scene.first, name.first_token - 10)
    adjectives = 0  # one that no table knows may stand before `city of` and the like
    while at >= limit:
        word = lowers[at]
        if word in _LOCATIVE:
            return word
        if word == "of" and at > limit and lowers[at - 1] in _SETTLEMENT:
            at, adjectives = at - 2, 1
        elif word in _OWNED_BY and (owner := next((n for n in scene.names if n.end_token == at), None)) is not None:
            at = owner.first_token - 1
        elif at + 1 < name.first_token and (of_land := _name_that_ends(scene, at + 1)) is not None:
            at = of_land.first_token - 1  # `in the Turkish town of Nizip`
        elif word in _SETTLEMENT:
            at, adjectives = at - 1, 1
        elif word in _BEFORE_PLACE or word.endswith("est") or (word == "and" and lowers[at - 1] in _BEFORE_PLACE):
            at -= 1
        elif adjectives and word.isalpha() and word not in _PREPOSITIONS and word != "and" and at not in scene.heads:
            at, adjectives = at - 1, adjectives - 1
        else:
            return word
    return ""


def _name_that_ends(scene: Scene, end: int) -> "NameMention | None":
    """The land or nationality that ends at a token, if a word for a kind of place follows: `U.S. state`, `Turkish town`."""
    if scene.lowers[end] not in _SETTLEMENT:
        return None
    return next((n for n in scene.names if n.end_token == end and n.entity_type in ("place", "nationality")), None)


def _chained_governor(scene: Scene, name: "NameMention") -> str:
    """What governs the places that a comma, bracket or `and` ties this one to: `in Kano, Nigeria`; empty if it begins the chain."""
    for earlier in reversed(scene.names):
        is_tied = earlier.entity_type == "place" or scene.lowers[earlier.end_token - 1] in _FACILITIES
        if is_tied and 1 <= name.first_token - earlier.end_token <= 3:
            word = _governor(scene, earlier)
            return _chained_governor(scene, earlier) if word in _CHAIN_SIGNS else word or "near the trigger"
    return ""


def _penalty(trigger: Trigger, name: "NameMention", governor: str) -> int | None:
    """How ill a place fits, by what governs it; None if it is no place of the event."""
    if governor in _LOCATIVE:
        return 12 if governor in ("from", "to") else 0
    if _is_country(name):
        return None
    if governor == "of":
        return 10
    if trigger.use == "noun" and name.end_token == trigger.first:
        return _MODIFIES  # `the 1995 Srebrenica massacre`
    is_anywhere = trigger.sense.event.plover_type in _ANYWHERE or trigger.sense.event.mode == "ban"
    if is_anywhere and name.first_token - trigger.end > _FARTHEST_BARE:
        return None  # `resigns after ... involving an Iowa senator`
    return 4 if name.first_token >= trigger.end else 30


def _read_place(name: "NameMention", governor: str, reference: "Reference") -> Place:
    entity = reference.entity(name.entity_id) if name.entity_id else None
    if entity is None:
        return Place(name.entity_id, name.name, name.start_char, name.end_char, name.country_iso3, None, None, None)
    precision = _where_prec(name.entity_id or "", entity.feature_code, governor)
    return Place(
        name.entity_id, entity.name, name.start_char, name.end_char, name.country_iso3 or entity.country_iso3,
        entity.latitude, entity.longitude, precision,
    )  # fmt: skip


def _where_prec(entity_id: str, feature_code: str | None, governor: str) -> int:
    """UCDP GED's precision by the kind of feature (GeoNames codes); a place that is only `near` is within 25 km."""
    code = feature_code or ""
    if entity_id.startswith("country:") or code.startswith("PCL"):
        return 6
    if code.startswith("ADM"):
        return 4 if code.startswith("ADM1") else 3
    if code.lower() in _WATERS:
        return 7
    if code.lower() in _AREAS:
        return 5
    return 2 if governor in _NEARBY else 1
