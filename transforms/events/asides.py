"""Asides: the parts of a sentence that tell what is known already, and what one trigger may take from them."""

from typing import Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Aside, Scene
from transforms.events.triggers import Trigger

_PAST: Final = word_class("aside_past")
_CAUSE: Final = word_class("aside_cause")
_CHARGES: Final = word_class("aside_noun")
_RELATIVE: Final = frozenset(("who", "which", "whom", "that"))
_PLACING: Final = frozenset(("in", "on", "from"))
_ANSWERS: Final = frozenset(("response", "connection", "reaction", "relation", "linked", "tribute"))
_REPRISALS: Final = frozenset(("retaliation", "revenge", "reprisal", "response", "reaction"))
_LINKS: Final = word_class("aside_link")
_ENDS: Final = frozenset((".", ";", ":", ")"))
_AUXILIARY: Final = frozenset(("is", "are", "was", "were", "has", "have", "had", "will", "would"))
_SPANS: Final = word_class("spans")
_RESULTS: Final = frozenset((("due", "to"), ("resulting", "from"), ("stemming", "from"), ("arising", "from")))
_ENDINGS: Final = frozenset(("end", "halt"))
_DEATHS: Final = frozenset(("death", "deaths"))
_PRESENT: Final = word_class("present_verb")
_MOVING: Final = word_class("moving")
_WITHIN_RELATIVE: Final = frozenset(("and", "or", "who", "which", "that", "then", "also"))
_LONGEST_SUBJECT: Final = 7  # tokens
_PREPOSITIONS: Final = word_class("prepositions") | {"without"}
_PAST_BE: Final = frozenset(("was", "were"))
_PRESENT_BE: Final = frozenset(("is", "are"))
_BEHIND_DATE: Final = frozenset((",", ".", "and", "when", "as", "while"))
_RELATIVE_SIGNS: Final = frozenset(("which", "who", "where", "whom"))
_OCCASIONS: Final = frozenset(("in", "during"))
_OPENERS: Final = _PAST | _CAUSE | _CHARGES | _RELATIVE | _ENDINGS | {word for word, _ in _RESULTS}  # words that `_opens` begins with
_CAUSE_REACH: Final = 6  # tokens from `over`, `for` to the act that it governs


def find_asides(scene: Scene, lexicon: Lexicon) -> tuple[Aside, ...]:
    """The asides of a sentence, in order; the later of two that overlap lies inside the earlier."""
    found: list[Aside] = []
    for position in range(scene.first, scene.end - 1):
        if scene.lowers[position] not in _OPENERS:
            continue
        kind, first = _opens(scene, position, lexicon)
        if kind is not None:
            end = _end(scene, first, kind)
            outer = next((aside.end for aside in reversed(found) if aside.kind == "cause" and aside.first <= position < aside.end), end)
            # `a man accused of a blast which hurt a guard is held`
            is_within = kind == "relative" and any(at in scene.finite_heads or scene.lowers[at] in _AUXILIARY for at in range(first, outer))
            found.append(Aside(position, first, min(outer, end) if is_within else end, kind))
    return tuple(found)


def _opens(scene: Scene, position: int, lexicon: Lexicon) -> tuple[str | None, int]:
    """The kind of aside that the word at `position` opens, and where it begins."""
    word, behind = scene.lowers[position], scene.lowers[position + 1]
    if word in _PAST:
        return "past", position + 1
    if (word, behind) in _RESULTS and _governs_act(scene, position + 1):
        return "past", position + 2
    if word in _ENDINGS and behind == "to" and _governs_act(scene, position + 1):
        return "cause", position + 2
    if word in _RELATIVE:
        return ("relative", position + 1) if word != "that" or _follows_noun(scene, position, lexicon) else (None, position)
    if word in _CHARGES and behind in _LINKS and _is_charge_link(scene, position, behind):
        return "cause", position + 2
    is_cause = word in _CAUSE and not behind.isdigit() and behind not in _PAST  # not `unaccounted for after`
    if is_cause and (behind.endswith("ing") or _governs_act(scene, position) or _governs_deaths(scene, position)):
        return (None, position) if word == "over" and scene.lowers[position - 1] in _MOVING else ("cause", position + 1)
    return None, position


def _is_charge_link(scene: Scene, position: int, behind: str) -> bool:
    """`a suspect in the bombing`, `in response to`; not `convicted in Germany`, `a suspect to be tried`."""
    if behind == "to":
        return scene.lowers[position] in _ANSWERS
    return behind not in _PLACING or _governs_act(scene, position + 1)


def _governs_act(scene: Scene, position: int) -> bool:
    return any(position < head <= position + _CAUSE_REACH for head in scene.noun_heads)


def _governs_deaths(scene: Scene, position: int) -> bool:
    """`apologises for the deaths of nine villagers in an air strike`: an act farther on, behind what it led to."""
    return not _DEATHS.isdisjoint(scene.lowers[position + 1 : min(scene.end, position + 4)])


def _follows_noun(scene: Scene, position: int, lexicon: Lexicon) -> bool:
    """`the attack that killed`, not `said that rebels killed`: a verb follows at once."""
    behind = scene.lowers[position + 1]
    before = scene.lowers[position - 1] if position > scene.first else ""
    is_noun = position - 1 in scene.heads and position - 1 not in scene.finite_heads  # `protests that have killed`
    return (before not in lexicon.stating or is_noun) and (behind in _AUXILIARY or behind in lexicon.classes["light"] or position + 1 in scene.heads)


def _end(scene: Scene, first: int, kind: str) -> int:
    """Where an aside ends: at a sign, at a comma that ties no place to another, or, of a cause, at the verb of its sentence.

    So does a relative clause in the subject: `a man who shot a guard in Lyon dies in prison`. `Since 2016` ends with its date.
    """
    if scene.lowers[first - 1] == "since":
        dated = next((date.end_token for date in scene.dates if date.first_token == first), None)
        if dated is not None and (scene.lowers[dated] in _PREPOSITIONS or scene.lowers[dated] in _BEHIND_DATE):
            return dated
    in_subject = kind == "relative" and _is_in_subject(scene, first - 1)
    for position in range(first, scene.end):
        word = scene.lowers[position]
        if (word in _ENDS and (word != "." or position >= scene.end - 2)) or (word == "," and not _is_tie(scene, position)):
            return position
        is_verb = word in _AUXILIARY or word in _PRESENT or (position in scene.finite_heads and word.endswith("s"))
        # `convicted of murder and sentenced`
        is_joined = scene.lowers[position - 1] == "and" and position in scene.finite_heads and position not in scene.violent_heads
        if kind == "cause" and (is_verb or is_joined):
            return position
        if in_subject and is_verb and position > first + 1 and scene.lowers[position - 1] not in _WITHIN_RELATIVE:
            return position
    return scene.end


def _is_in_subject(scene: Scene, opener: int) -> bool:
    """Whether a relative clause stands in the first few words of a sentence, with no verb and no comma before it."""
    before = scene.lowers[scene.first : opener]
    if len(before) > _LONGEST_SUBJECT or before[-1:] == [","] or before[-1:] == ["in"]:
        return False
    return not any(at in scene.finite_heads or scene.lowers[at] in _AUXILIARY or scene.lowers[at] in _PRESENT for at in range(scene.first, opener))


def _is_tie(scene: Scene, comma: int) -> bool:
    """`in Kano, Nigeria, ...`, `10 May, 2004`: a comma inside of a place or a date."""
    if any(date.first_token < comma < date.end_token for date in scene.dates):
        return True
    name = next((n for n in scene.names if n.first_token == comma + 1 and n.entity_type == "place"), None)
    if name is None or not any(n.end_token == comma and n.entity_type == "place" for n in scene.names):
        return False
    return name.end_token >= scene.end or scene.lowers[name.end_token] in (",", ".", ";", ")")


def aside_of(scene: Scene, position: int) -> Aside | None:
    """The innermost aside that holds a token; None if it stands in the main clause."""
    for aside in reversed(scene.asides):
        if aside.first <= position < aside.end:
            return aside
    return None


def answered(scene: Scene, position: int) -> Aside | None:
    """`shelled the town in retaliation for an attack`: the aside that tells a token as what is answered; None if there is none."""
    within = (aside for aside in scene.asides if scene.first < aside.opener and aside.first <= position < aside.end)
    return next((aside for aside in within if scene.lowers[aside.opener] in _REPRISALS), None)


def told_in(scene: Scene, trigger: Trigger) -> Aside | None:
    """The aside that tells a trigger: the one it stands in, or that which `, killing two` ends, unless the news is violence itself."""
    inside = aside_of(scene, trigger.first)
    if inside is not None or trigger.use != "participle" or scene.lowers[trigger.first - 1] != ",":
        return inside
    before = next((aside for aside in scene.asides if aside.end == trigger.first - 1), None)
    if before is None or not any(before.first <= head < before.end for head in scene.violent_heads):
        return None
    is_news = any(head < trigger.first and aside_of(scene, head) is None for head in scene.violent_heads)
    return None if is_news else before


def is_shared(scene: Scene, trigger: Trigger, aside: Aside | None) -> bool:
    """Whether what an aside tells is the trigger's own incident: `killed two people after a bomb went off`, `an attack that killed two`."""
    if aside is None:
        return True
    own = aside_of(scene, trigger.first)
    if own == aside or (aside.kind == "relative" and 0 <= aside.opener - trigger.end <= 1):
        return True
    outer = aside_of(scene, aside.opener)
    if not trigger.sense.event.violent or aside.kind == "cause" or (own is not None and own.kind == "cause"):
        return False
    if own is None and ((outer is not None and outer.kind == "cause") or _is_of_earlier(scene, trigger, aside)):
        return False  # `a man accused of a blast which hurt a guard on Friday is shot`
    if scene.lowers[aside.opener - 1] in _SPANS or "had" in scene.lowers[aside.first : aside.end]:
        return False
    return any(aside.first <= head < aside.end for head in scene.violent_heads) and scene.lowers[aside.opener] != "since"


def _is_of_earlier(scene: Scene, trigger: Trigger, aside: Aside) -> bool:
    """`the killers of Ana Lee, who was killed yesterday, are shot`: what somebody is known by, beside news in the present."""
    if aside.kind != "relative" or scene.lowers[aside.opener] not in ("who", "whom"):
        return False
    is_past = not _PAST_BE.isdisjoint(scene.lowers[aside.first : aside.end])
    return is_past and (trigger.sense.form == "third" or not _PRESENT_BE.isdisjoint(scene.lowers[aside.end : aside.end + 2]))


def is_of_another(scene: Scene, trigger: Trigger, first: int, end: int) -> bool:
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
        is_verb = head in scene.finite_heads and head not in scene.violent_heads and not trigger.sense.event.violent
        if is_verb and trigger.end + 1 < head < first and "and" in scene.lowers[trigger.end : head]:
            return True  # `has been held without charge and was sentenced in May`
        if trigger.end <= head < first and not _RELATIVE_SIGNS.isdisjoint(scene.lowers[trigger.end : head]):
            return True
    return False


def _is_occasion(scene: Scene, trigger: Trigger, head: int) -> bool:
    """`arrested three men in raids around Ramallah`: a noun that tells how."""
    is_next = not any(trigger.end <= other < head for other in scene.heads)
    return is_next and not _OCCASIONS.isdisjoint(scene.lowers[max(scene.first, head - 3) : head])


def between(scene: Scene, trigger: Trigger, first: int, end: int) -> list[str]:
    return scene.lowers[trigger.end : first] if first >= trigger.end else scene.lowers[end : trigger.first]
