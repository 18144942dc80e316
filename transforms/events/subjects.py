"""Subjects: who does what a verb tells, found to the left of it."""

from transforms.events.clauses import is_cut
from transforms.events.lexicon import word_class
from transforms.events.scene import Phrase, Scene
from transforms.events.triggers import Trigger

_CONJUNCTIONS = frozenset(("after", "before", "since", "until", "as"))
_CLAUSE_CONJUNCTIONS = word_class("clause_conjunction")
_RELATIVE = frozenset(("who", "which"))
_SIDES = frozenset(("rebel", "state", "organization", "group", "criminal", "official"))
_SAYING = word_class("saying")
_PRONOUNS = frozenset(("it", "its", "they", "their", "he", "his", "she", "her"))
_AUXILIARY = word_class("appositive_auxiliary")


def find_subject(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
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
        if is_cut(scene, phrase.end, trigger.first) or _is_said_by(scene, phrase, trigger) or _is_of_other_clause(scene, phrase, trigger):
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
        if is_cut(scene, phrase.end, trigger.first):
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
