"""Where and when an event happened: the expression that modifies its trigger, else its sentence's."""

import datetime
import itertools
from typing import TYPE_CHECKING, NamedTuple

from transforms.document import Document
from transforms.events.asides import aside_of, is_shared
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.roles import Roles
from transforms.events.scene import Aside, Phrase, Scene
from transforms.events.triggers import Trigger

if TYPE_CHECKING:
    from transforms.dates import DateMention
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


class When(NamedTuple):
    """The columns of an event's date."""

    start: datetime.date | None
    end: datetime.date | None
    date_prec: int | None
    is_report_date: bool
    start_char: int | None
    end_char: int | None


NO_DAY = When(None, None, None, False, None, None)
NOWHERE = Place(None, None, None, None, None, None, None, None)
_LOCATIVE = word_class("locative")
_NEARBY = word_class("nearby")
_SETTLEMENT = word_class("settlement")
_BEFORE_DATE = word_class("before_date")
_DAYS_IN = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_CLAUSE_SIGNS = word_class("clause_signs")
_PREPOSITIONS = word_class("prepositions") | {"without"}
_IS = frozenset(("is", "are"))
_RELATIVE_SIGNS = frozenset(("which", "who", "where", "whom"))
_BEFORE_PLACE = word_class("before_place")
_CHAINED = 8  # a unit named behind a town is farther off than the town
_TRAVELS = frozenset(("CONSULT", "MOBILIZE", "RETREAT"))
_OF_TOPIC = frozenset(("that", "which", "who", "for", "of", "over", "about", "into", "regarding", "if", "unless"))
_CLAUSE_ENDS = frozenset((";", "while"))
_OCCASIONS = frozenset(("in", "during"))
_CHAIN_SIGNS = frozenset((",", "(", "and"))
_WATERS = word_class("feature_water")
_AREAS = word_class("feature_area")


def report_date(document: Document) -> When:
    """The report's own date, for want of another; unknown if the report has none."""
    day = document.published_on
    return When(day, day, 1 if day else None, day is not None, None, None)


def find_date(
    scene: Scene, trigger: Trigger, document: Document, dateline_end: int, lexicon: Lexicon, latest: datetime.date | None
) -> When | None:
    """The nearest time expression of the sentence that begins by `latest`, one behind the trigger first; None if there is none.

    A date beside a verb of saying tells when it was said, and so does one before a noun with a verb of stating between.
    """
    offset = _offset(scene, trigger, document, lexicon)
    if offset is not None:
        return offset
    said, stating = lexicon.classes["say"], lexicon.stating
    best, best_distance = None, 1 << 30
    for date in scene.dates:
        if date.date_start is None or date.date_end is None or date.timex_type not in ("DATE", "TIME") or date.first_token < dateline_end:
            continue
        if date.first_token > scene.first and scene.lowers[date.first_token - 1] in _BEFORE_DATE:
            continue
        if latest is not None and date.date_start > latest:
            continue
        if not is_shared(scene, trigger, aside_of(scene, date.first_token)):
            continue
        if _is_of_saying(scene, date, said) or _is_told_as_news(scene, trigger, date, document):
            continue
        if _is_of_another(scene, trigger, date.first_token, date.end_token):
            continue
        if trigger.use == "noun" and date.end_token <= trigger.first and not stating.isdisjoint(scene.lowers[date.first_token - 1 : trigger.first]):
            continue
        behind = date.first_token - trigger.end
        distance = 2 * behind if behind >= 0 else 3 * (trigger.first - date.end_token)
        distance += 10 * sum(word in _CLAUSE_SIGNS for word in _between(scene, trigger, date.first_token, date.end_token))
        if trigger.use == "noun" and _is_modifier(scene, trigger, date):
            distance = 0
        if distance < best_distance:
            best, best_distance = date, distance
    if best is None:
        return None
    return When(best.date_start, best.date_end, best.date_prec, False, best.start_char, best.end_char)


def _offset(scene: Scene, trigger: Trigger, document: Document, lexicon: Lexicon) -> When | None:
    """`two days after an attack` counts back from the report's date, to the day or the week; None if nothing is counted."""
    day = document.published_on
    for position in range(max(scene.first + 1, trigger.first - 4), trigger.first):
        if scene.lowers[position] != "after" or day is None:
            continue
        days = _DAYS_IN.get(scene.lowers[position - 1])
        number = _small_number(scene.lowers[position - 2], lexicon) if position - 2 >= scene.first else None
        if days and number:
            start = day - datetime.timedelta(days * number)
            spread = datetime.timedelta(0 if days == 1 else 3)
            first, last = document.tokens.starts[position - 2], document.tokens.ends[position]
            return When(start - spread, start + spread, 1 if days == 1 else 3, False, first, last)
    return None


def _small_number(word: str, lexicon: Lexicon) -> int | None:
    return int(word) if word.isdigit() and len(word) < 3 else lexicon.numbers.get(word)


def _is_modifier(scene: Scene, trigger: Trigger, date: "DateMention") -> bool:
    """`the 2010 flotilla raid`: the date stands before the noun in its phrase."""
    between = scene.lowers[date.end_token : trigger.first]
    return date.end_token <= trigger.first and len(between) <= 3 and _PREPOSITIONS.isdisjoint(between)


def _is_of_another(scene: Scene, trigger: Trigger, first: int, end: int) -> bool:
    """`freed ... for the 2002 Bali bombing`, `a blast near the church, which was bombed in 2019`: an expression of another trigger.

    It stands right before that one, or behind it in a relative clause that begins behind ours.
    """
    for head in scene.heads:
        if head == trigger.first:
            continue
        if head in scene.noun_heads and first >= trigger.end and (head == end or (head == end + 1 and scene.lowers[end] not in _PREPOSITIONS)):
            return True
        if trigger.end <= head < first and head in scene.noun_heads and not trigger.sense.event.violent and not _is_occasion(scene, trigger, head):
            return True  # `convicted of the murder of a guard on 22 April`
        if trigger.end <= head < first and not _RELATIVE_SIGNS.isdisjoint(scene.lowers[trigger.end : head]):
            return True
    return False


def _is_occasion(scene: Scene, trigger: Trigger, head: int) -> bool:
    """`arrested three men in raids around Ramallah`: a noun that tells how."""
    is_next = not any(trigger.end <= other < head for other in scene.heads)
    return is_next and not _OCCASIONS.isdisjoint(scene.lowers[max(scene.first, head - 3) : head])


def _is_told_as_news(scene: Scene, trigger: Trigger, date: "DateMention", document: Document) -> bool:
    """`declares a truce ... two weeks after the crash`: a verb of the present tells of the report's day, whatever days stand farther on."""
    is_active = trigger.use == "active" and trigger.sense.is_verb and trigger.sense.form in ("base", "third")
    is_present = is_active or (trigger.use == "passive" and not _IS.isdisjoint(scene.lowers[max(scene.first, trigger.first - 3) : trigger.first]))
    if not is_present or date.date_end is None or document.published_on is None:
        return False
    is_near = -2 <= date.first_token - trigger.end <= 3 or -2 <= trigger.first - date.end_token <= 3
    return not is_near and (document.published_on - date.date_end).days > 1


def _is_of_saying(scene: Scene, date: "DateMention", said: frozenset[str]) -> bool:
    """`police said on Monday`, `it was reported today that`, `Monday announced`."""
    before = [word for word in scene.lowers[max(scene.first, date.first_token - 3) : date.first_token] if word not in ("on", "late", "early", "the")]
    behind = scene.lowers[date.end_token] if date.end_token < scene.end else "."
    is_relative = any(aside.opener == date.end_token for aside in scene.asides)
    return (bool(before) and before[-1] in said) or behind in said or (behind == "that" and not is_relative)


def _between(scene: Scene, trigger: Trigger, first: int, end: int) -> list[str]:
    return scene.lowers[trigger.end : first] if first >= trigger.end else scene.lowers[end : trigger.first]


def find_place(scene: Scene, trigger: Trigger, roles: Roles, reference: "Reference", dateline_end: int) -> Place | None:
    """The place of the sentence that best fits the trigger: governed by a locative, near, and no actor; None if there is none."""
    best, best_score, governor = None, 1 << 30, ""
    own = aside_of(scene, trigger.first)
    for name in scene.names:
        if name.entity_type != "place" or name.first_token < dateline_end or _is_in(name, roles.actor):
            continue
        if _is_country(name) and _is_owner(scene, name):
            continue
        if _is_asked(name, trigger, roles.recipient):
            continue
        if not _CLAUSE_ENDS.isdisjoint(_between(scene, trigger, name.first_token, name.end_token)):
            continue
        if _is_of_another(scene, trigger, name.first_token, name.end_token):
            continue
        word = _governor(scene, name)
        chained = word in _CHAIN_SIGNS
        if chained:
            word = _chained_governor(scene, name)
        if chained and not word and scene.lowers[name.first_token - 1] == "(":
            continue
        if not trigger.sense.event.violent and _is_of_topic(scene, trigger, name, word):
            continue
        penalty = _penalty(trigger, name, word)
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
    return None if best is None else _read_place(best, governor, reference)


def _is_of_topic(scene: Scene, trigger: Trigger, name: "NameMention", governor: str) -> bool:
    """`lifts limits on arms that it sent to Ukraine`, `condemns the war in Yemen`: where that is of which something is said or done."""
    event = trigger.sense.event
    if governor in ("to", "from") and event.plover_type not in _TRAVELS:
        return True
    if name.first_token < trigger.end or not (event.statement or event.plover_type == "SANCTION"):
        return False
    between = scene.lowers[trigger.end : name.first_token]
    topics = [word for before, word in itertools.pairwise(between) if not (word == "of" and before in _SETTLEMENT)]
    return len(between) > 12 or not _OF_TOPIC.isdisjoint(topics)


def _is_owner(scene: Scene, name: "NameMention") -> bool:
    """`in anger at Kosovo's declaration`: a country whose something is meant, unless that is a part of it."""
    behind = scene.lowers[name.end_token : min(scene.end, name.end_token + 3)]
    return behind[:1] in (["'"], ["’"], ["'s"]) and _SETTLEMENT.isdisjoint(behind)


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
    return any(aside.first <= head < aside.end for head in scene.heads)


def _is_in(name: "NameMention", phrase: Phrase | None) -> bool:
    return phrase is not None and phrase.first <= name.first_token < phrase.end


def _is_country(name: "NameMention") -> bool:
    return (name.entity_id or "").startswith("country:")


def _governor(scene: Scene, name: "NameMention") -> str:
    """The preposition before a place, over articles, adjectives and words like `town of`; the word there is if it is none."""
    lowers, at = scene.lowers, name.first_token - 1
    limit = max(scene.first, name.first_token - 8)
    while at >= limit:
        word = lowers[at]
        if word in _LOCATIVE:
            return word
        if word == "of" and at > limit and lowers[at - 1] in _SETTLEMENT:
            at -= 2
        elif word in _BEFORE_PLACE or word in _SETTLEMENT or (word == "and" and lowers[at - 1] in _BEFORE_PLACE):
            at -= 1
        else:
            return word
    return ""


def _chained_governor(scene: Scene, name: "NameMention") -> str:
    """What governs the places that a comma, bracket or `and` ties this one to: `in Kano, Nigeria`; empty if it begins the chain."""
    for earlier in reversed(scene.names):
        if earlier.entity_type == "place" and 1 <= name.first_token - earlier.end_token <= 3:
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
