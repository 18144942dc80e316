"""Asides: the parts of a sentence that tell what is known already, and what one trigger may take from them."""

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Aside, Scene
from transforms.events.triggers import Trigger

_PAST = word_class("aside_past")
_CAUSE = word_class("aside_cause")
_CHARGES = word_class("aside_noun")
_RELATIVE = frozenset(("who", "which", "whom", "that"))
_PLACING = frozenset(("in", "on", "from"))
_ANSWERS = frozenset(("response", "connection", "reaction", "linked", "tribute"))
_LINKS = word_class("aside_link")
_DETERMINER = word_class("determiner")
_ENDS = frozenset((".", ";", ":", ")"))
_AUXILIARY = frozenset(("is", "are", "was", "were", "has", "have", "had", "will", "would"))
_SPANS = word_class("spans")
_LONG_SPANS = _SPANS - {"minutes", "hours", "hour"}
_IS = frozenset(("is", "are"))
_BEEN = frozenset(("was", "were", "had"))
_SURVIVED = word_class("survived")
_CAUSE_REACH = 6  # tokens from `over`, `for` to the act that it governs


def find_asides(scene: Scene, lexicon: Lexicon) -> tuple[Aside, ...]:
    """The asides of a sentence, in order; the later of two that overlap lies inside the earlier."""
    found: list[Aside] = []
    for position in range(scene.first, scene.end - 1):
        kind, first = _opens(scene, position, lexicon)
        if kind is not None:
            found.append(Aside(position, first, _end(scene, first, kind), kind))
    return tuple(found)


def _opens(scene: Scene, position: int, lexicon: Lexicon) -> tuple[str | None, int]:
    """The kind of aside that the word at `position` opens, and where it begins."""
    word, behind = scene.lowers[position], scene.lowers[position + 1]
    if word in _PAST:
        return "past", position + 1
    if word in _RELATIVE:
        return ("relative", position + 1) if word != "that" or _follows_noun(scene, position, lexicon) else (None, position)
    if word in _CHARGES and behind in _LINKS and _is_charge_link(scene, position, behind):
        return "cause", position + 2
    if word in _CAUSE and not behind.isdigit() and (behind.endswith("ing") or _governs_act(scene, position)):
        return "cause", position + 1
    return None, position


def _is_charge_link(scene: Scene, position: int, behind: str) -> bool:
    """`a suspect in the bombing`, `in response to`; not `convicted in Germany`, `a suspect to be tried`."""
    if behind == "to":
        return scene.lowers[position] in _ANSWERS
    return behind not in _PLACING or _governs_act(scene, position + 1)


def _governs_act(scene: Scene, position: int) -> bool:
    return any(position < head <= position + _CAUSE_REACH for head in scene.noun_heads)


def _follows_noun(scene: Scene, position: int, lexicon: Lexicon) -> bool:
    """`the attack that killed`, not `said that rebels killed`: a verb follows at once."""
    behind = scene.lowers[position + 1]
    before = scene.lowers[position - 1] if position > scene.first else ""
    return before not in lexicon.stating and (behind in _AUXILIARY or position + 1 in scene.heads)


def _end(scene: Scene, first: int, kind: str) -> int:
    """Where an aside ends: at a sign, at a comma that ties no place to another, or, of a cause, at the verb of its sentence."""
    for position in range(first, scene.end):
        word = scene.lowers[position]
        if word in _ENDS or (word == "," and not _is_tie(scene, position)):
            return position
        if kind == "cause" and (word in _AUXILIARY or (position in scene.heads and position not in scene.noun_heads and word.endswith("s"))):
            return position
    return scene.end


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
    return next((aside for aside in reversed(scene.asides) if aside.first <= position < aside.end), None)


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
    if not trigger.sense.event.violent or aside.kind == "cause" or (own is not None and own.kind == "cause"):
        return False
    if scene.lowers[aside.opener - 1] in _SPANS or "had" in scene.lowers[aside.first : aside.end]:
        return False
    return any(aside.first <= head < aside.end for head in scene.violent_heads) and scene.lowers[aside.opener] != "since"


def is_background(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether an act is told as known, so that the day of the report is not its day.

    A noun in an aside, unless the sentence's news is violence that it explains; a verb in the pluperfect, or one of the past in an aside
    of a sentence whose news stands in the present (newspaper headlines and briefs).
    """
    aside = told_in(scene, trigger)
    if trigger.use in ("active", "passive") and _is_pluperfect(scene, trigger, lexicon):
        return True
    if _is_charge(scene, trigger, lexicon):
        return True
    if aside is None:
        return trigger.use == "noun" and _is_object_of_statement(scene, trigger, lexicon)
    outer = aside_of(scene, aside.opener)
    if outer is not None and not _explains(scene, outer, lexicon):
        return True
    if trigger.use == "noun" and aside.kind == "relative":
        return not _BEEN.isdisjoint(scene.lowers[aside.first : trigger.first])
    if trigger.use in ("active", "passive") and aside.kind != "cause":
        return _is_past(scene, trigger) and _news_is_present(scene, aside, lexicon)
    if trigger.use == "noun" and not _IS.isdisjoint(scene.lowers[trigger.end : aside.end]):
        return False  # `after gunfire is heard`
    return not _explains(scene, aside, lexicon)


def _explains(scene: Scene, aside: Aside, lexicon: Lexicon) -> bool:
    """Whether the news is violence or deaths that came of what the aside tells: `two killed after an explosion`."""
    if aside.kind == "cause" or scene.lowers[aside.opener] in ("since", "despite") or scene.lowers[aside.opener - 1] in _LONG_SPANS:
        return False
    harm = lexicon.classes["killed"] | lexicon.classes["injured"] | _SURVIVED
    return any(
        (position in scene.violent_heads or scene.lowers[position] in harm) and aside_of(scene, position) is None
        for position in range(scene.first, scene.end)
    )


def _is_pluperfect(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`had killed`, but not of what somebody said had happened, which is news told at second hand."""
    if "had" not in scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]:
        return False
    return not any(word.endswith(("ed", "said", "told")) for word in lexicon.classes["say"] & scene.words)


def _is_past(scene: Scene, trigger: Trigger) -> bool:
    """Whether a verb tells the past: `was shot`, `shot`; not `is shot`, `kills`, `has killed`."""
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    if trigger.use == "passive":
        return "was" in near or "were" in near
    return trigger.sense.form == "past" and "has" not in near and "have" not in near


def _news_is_present(scene: Scene, aside: Aside, lexicon: Lexicon) -> bool:
    """Whether the main clause is in the present: a verb that the lexicon knows in the third person, or `is`, `are` with a participle."""
    for position in range(scene.first, scene.end):
        if aside.opener <= position < aside.end or aside_of(scene, position) is not None:
            continue
        word = scene.lowers[position]
        if word in ("is", "are", "has", "have") or (position in scene.heads and any(s.is_verb and s.form == "third" for s in lexicon.senses[word])):
            return True
    return False


def _is_charge(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`accuse the army of bombing a town`: what somebody is accused of or blamed for."""
    if trigger.use not in ("participle", "noun") or scene.lowers[trigger.first - 1] not in ("of", "for"):
        return False
    accusing = [head for head in scene.heads if head < trigger.first and trigger.first - head < 10]
    return any(sense.event.plover_type == "ACCUSE" and sense.is_verb for head in accusing for sense in lexicon.senses[scene.lowers[head]])


def _is_object_of_statement(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`condemns the killing of two judges`: `the` act of which somebody speaks."""
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    return "the" in near and any(
        head < trigger.first and not _spoken_between(scene, head, trigger.first) and _states_now(scene.lowers[head], lexicon) for head in scene.heads
    )


def _spoken_between(scene: Scene, head: int, position: int) -> bool:
    return position - head > 8 or not {"that", ",", "in", "during"}.isdisjoint(scene.lowers[head:position])


def _states_now(word: str, lexicon: Lexicon) -> bool:
    return any(sense.is_verb and sense.event.statement and sense.form in ("base", "third") for sense in lexicon.senses[word])
