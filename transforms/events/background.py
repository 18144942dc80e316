"""Background: whether an act is told as known, so that the day of the report is not its day."""

from typing import Final

from transforms.events.asides import aside_of, told_in
from transforms.events.dates import is_of_vague_period
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Aside, Scene
from transforms.events.triggers import Trigger

_SHORT_SPANS: Final = frozenset(("minutes", "hours", "hour"))
_LONG_SPANS: Final = word_class("spans") - _SHORT_SPANS
_IS_OR_HAS: Final = frozenset(("is", "are", "has", "have"))
_PRESENT: Final = word_class("present_verb")
_IS: Final = frozenset(("is", "are"))
_BEEN: Final = frozenset(("was", "were", "had", "been"))
_SURVIVED: Final = word_class("survived")
_BE: Final = word_class("triggers_be")
_AUXILIARY: Final = _IS_OR_HAS | _BEEN | {"will"}
_ARTICLES: Final = frozenset(("a", "an", "the"))
_RUINED: Final = word_class("ruined")
_LIGHT_PAST: Final = frozenset(word for word in word_class("light") if word.endswith(("ed", "held", "made")))
_RAISING: Final = word_class("rising")
_COUNTS: Final = frozenset(("number", "toll"))
_HEAD: Final = 3  # tokens at the head of a sentence in which its subject begins
_MOURNING: Final = word_class("mourning")
_INCLUDING_REACH: Final = 16  # tokens from `including` to a clause on one of those
_PEOPLE_OF: Final = word_class("people_of")
_PEOPLE_REACH: Final = 4  # tokens from `supporters of` to the act
_CASES: Final = word_class("case_noun")
_OF_TOLL: Final = frozenset(("from", "in", "of", "after"))
_TOLL_REACH: Final = 10
_COUNT_REACH: Final = 4  # tokens from the head of a sentence to `number`
_ALLEGED: Final = frozenset(("allegations", "allegation", "charges", "accusations", "accusation"))
_CLAUSE_REACH: Final = 12  # tokens from `that` to its verb
_NEWS_REACH: Final = 8
_BEHIND_VERB: Final = frozenset(("the", "a", "an", "to", "that", "in", "for", "his", "her", "its", "over", "with", "on", "after"))


def is_background(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether an act is told as known, so that the day of the report is not its day.

    A noun in an aside, unless the sentence's news is violence that it explains; a verb in the pluperfect, or one of the past in an aside
    of a sentence whose news stands in the present (newspaper headlines and briefs).
    """
    aside = told_in(scene, trigger)
    if trigger.use != "participle" and _is_pluperfect(scene, trigger, lexicon):
        return True
    if _is_charge(scene, trigger, lexicon) or _is_of_case(scene, trigger) or _is_of_toll(scene, trigger) or _is_of_people(scene, trigger):
        return True
    if is_of_vague_period(scene, trigger) or _is_mourned(scene, trigger):
        return True
    if trigger.use in ("active", "passive") and trigger.sense.form == "past" and _is_alleged(scene, trigger):
        return True
    if aside is None and trigger.use == "passive" and _tells_more_of_somebody(scene, trigger):
        return True
    if aside is None:
        return trigger.use == "noun" and _is_object_of_statement(scene, trigger, lexicon)
    if aside.kind == "past" and scene.lowers[aside.opener - 1] in _SHORT_SPANS:
        return False  # `hours after the clash`: the same day
    outer = aside_of(scene, aside.opener)
    if outer is not None and not _explains(scene, outer, lexicon):
        return True
    if trigger.use == "noun" and aside.kind == "relative":
        within = scene.lowers[aside.first : trigger.first]
        if scene.lowers[aside.opener - 1] == "during":
            return False  # `attacks, during which a bomb was thrown`
        return not _BEEN.isdisjoint(within) or (not _LIGHT_PAST.isdisjoint(within) and _news_is_other(scene, aside))
    if trigger.use in ("active", "passive") and aside.kind != "cause":
        if aside.kind == "relative" and (_tells_more_of_act(scene, aside) or _is_one_of_toll(scene, aside)):
            return False
        if scene.lowers[aside.opener - 1] == "of" or (aside.kind == "past" and _led_to_harm(scene, trigger, aside, lexicon)):
            return False  # `ten were killed, of whom two were shot`, `five killed after shots were fired`
        if trigger.sense.event.code != "sentence" and "being" in scene.lowers[max(scene.first, trigger.first - 3) : trigger.first]:
            return not _explains(scene, aside, lexicon)  # `flees after being threatened`
        return _is_past(scene, trigger, aside.kind == "relative") and _news_is_present(scene, aside)
    if trigger.use == "noun" and not _IS.isdisjoint(scene.lowers[trigger.end : aside.end]):
        return False  # `after gunfire is heard`
    return not _explains(scene, aside, lexicon)


def _tells_more_of_somebody(scene: Scene, trigger: Trigger) -> bool:
    """`has freed a nurse kidnapped in Chad`, `to pay five people tortured by guards`: a participle behind the news, which is no violence."""
    lowers = scene.lowers
    if not trigger.sense.event.violent or not _BE.isdisjoint(lowers[max(scene.first, trigger.first - 4) : trigger.first]):
        return False
    told = next((phrase for phrase in scene.phrases if phrase.end == trigger.first), None)
    if told is None or told.preposition == "with" or any(head in scene.violent_heads for head in scene.finite_heads if head < trigger.first):
        return False
    verbs = [at for at in range(scene.first, told.first) if at in scene.finite_heads or lowers[at] in _AUXILIARY or _is_verb_of_one(scene, at)]
    if not verbs:
        return False
    article = told.first - (lowers[told.first] not in _ARTICLES)
    return told.preposition is not None or verbs[-1] == told.first - 1 or (lowers[article] in _ARTICLES and lowers[article - 1] in (",", "-"))


def _led_to_harm(scene: Scene, trigger: Trigger, aside: Aside, lexicon: Lexicon) -> bool:
    """`five people are killed after militants raided a village`; not `killed after a soldier was killed`, which tells of two."""
    harm = lexicon.classes["killed"] | lexicon.classes["injured"]
    if scene.lowers[trigger.first] in harm or not _explains(scene, aside, lexicon):
        return False
    return any(scene.lowers[at] in harm and aside_of(scene, at) is None for at in range(scene.first, scene.end))


def _explains(scene: Scene, aside: Aside, lexicon: Lexicon) -> bool:
    """Whether the news is violence or deaths that came of what the aside tells: `two killed after an explosion`."""
    if aside.kind == "cause" or scene.lowers[aside.opener] in ("since", "despite") or scene.lowers[aside.opener - 1] in _LONG_SPANS:
        return False
    harm = lexicon.classes["killed"] | lexicon.classes["injured"] | _SURVIVED | _RUINED
    return any(
        (position in scene.violent_heads or scene.lowers[position] in harm) and aside_of(scene, position) is None
        for position in range(scene.first, scene.end)
    )


def _is_pluperfect(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`had killed`, but not of what somebody said had happened, which is news told at second hand."""
    if "had" not in scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]:
        return False
    return not any(word.endswith(("ed", "said", "told")) for word in lexicon.classes["say"] & scene.words)


def _is_past(scene: Scene, trigger: Trigger, or_perfect: bool) -> bool:
    """Whether a verb tells the past: `was shot`, `shot`; not `is shot`, `kills`, and `has killed` only in a clause of its own."""
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    has = "has" in near or "have" in near
    if trigger.use == "passive":
        return "was" in near or "were" in near or (or_perfect and has)
    return or_perfect if has else trigger.sense.form == "past"


def _news_is_present(scene: Scene, aside: Aside) -> bool:
    """Whether the main clause is in the present: a trigger or another verb in the third person, or `is`, `are` with a participle."""
    for position in range(scene.first, scene.end):
        if aside.opener <= position < aside.end or aside_of(scene, position) is not None:
            continue
        word = scene.lowers[position]
        if word in _IS_OR_HAS or word in _PRESENT or (word.endswith("s") and (position in scene.finite_heads or _is_verb_of_one(scene, position))):
            return True
    return False


def _news_is_other(scene: Scene, aside: Aside) -> bool:
    """`the army goes after the guard that staged the coup`: the main clause is in the present, and tells no violence itself."""
    is_violent = any(aside_of(scene, head) is None for head in scene.violent_heads)
    return not is_violent and _news_is_present(scene, aside)


def _is_verb_of_one(scene: Scene, position: int) -> bool:
    """`Ana Brito compares the ...`, `The army arrives in ...`: a word in -s between whoever acts and an article or a preposition."""
    behind = scene.lowers[position + 1] if position + 1 < scene.end else "."
    if behind not in _BEHIND_VERB:
        return False
    if any(phrase.end == position and phrase.preposition is None and phrase.first - scene.first < _HEAD for phrase in scene.phrases):
        return True
    return any(name.end_token == position and name.entity_type != "nationality" for name in scene.names)


def _tells_more_of_act(scene: Scene, aside: Aside) -> bool:
    """`an air strike on Tyre, which hit a school`: the clause goes on about the news, a noun of violence close before it."""
    if scene.lowers[aside.opener] not in ("which", "that") or "had" in scene.lowers[aside.first : aside.end]:
        return False
    return any(0 < aside.opener - head < _NEWS_REACH and aside_of(scene, head) is None for head in scene.noun_heads)


def _is_one_of_toll(scene: Scene, aside: Aside) -> bool:
    """`four are killed, including one who was shot`: the clause goes on about those whom the news counts."""
    return "including" in scene.lowers[max(scene.first, aside.opener - _INCLUDING_REACH) : aside.opener]


def _is_of_case(scene: Scene, trigger: Trigger) -> bool:
    """`murder charges`, `a rape claim`, `the bombing suspects`: an act that only names what a case is about."""
    return trigger.use == "noun" and not _CASES.isdisjoint(scene.lowers[trigger.end : min(scene.end, trigger.end + 1)])


def _is_mourned(scene: Scene, trigger: Trigger) -> bool:
    """`two guards killed in a raid are buried`: violence in a sentence on its dead, unless a verb tells it as news."""
    if not trigger.sense.event.violent or _MOURNING.isdisjoint(scene.words):
        return False
    return trigger.use == "noun" or (trigger.use == "passive" and _BE.isdisjoint(scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]))


def _is_of_people(scene: Scene, trigger: Trigger) -> bool:
    """`supporters of the coup set fire to`, `relatives of victims of the massacre`: an act that only tells who somebody is."""
    is_news = any(head in scene.violent_heads for head in scene.finite_heads if aside_of(scene, head) is None)
    if trigger.use != "noun" or (is_news and trigger.sense.event.violent):
        return False
    for position in range(trigger.first - 1, max(scene.first, trigger.first - _PEOPLE_REACH), -1):
        if scene.lowers[position] == "of":
            return scene.lowers[position - 1] in _PEOPLE_OF
    return False


def _is_alleged(scene: Scene, trigger: Trigger) -> bool:
    """`investigates allegations that soldiers shot a girl`: what a case is about, told by a clause."""
    for position in range(max(scene.first + 1, trigger.first - _CLAUSE_REACH), trigger.first):
        if scene.lowers[position] == "that" and scene.lowers[position - 1] in _ALLEGED:
            return True
    return False


def _is_of_toll(scene: Scene, trigger: Trigger) -> bool:
    """`the death toll from the clashes rises to 60`, `the number killed in a blast climbs`: the news is the number."""
    if trigger.use != "noun":
        return False
    head, behind = scene.lowers[scene.first : scene.first + _COUNT_REACH], scene.lowers[trigger.end : scene.end]
    if not _COUNTS.isdisjoint(head) and not _RAISING.isdisjoint(behind):
        return True
    for position in range(trigger.first - 2, max(scene.first, trigger.first - _TOLL_REACH) - 1, -1):
        if scene.lowers[position] == ",":
            return False
        if scene.lowers[position] == "toll":
            return scene.lowers[position + 1] in _OF_TOLL and not scene.lowers[position + 2].isdigit()
    return False


def _is_charge(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> bool:
    """`accuse the army of bombing a town`: what somebody is accused of or blamed for."""
    before = trigger.first - 1 - scene.lowers[trigger.first - 1].endswith("ly")  # `of brutally beating`
    if (trigger.use not in ("participle", "noun") and trigger.sense.form != "ing") or scene.lowers[before] not in ("of", "for"):
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
