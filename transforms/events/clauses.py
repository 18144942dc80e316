"""Clauses: where one ends, and the two parties that its grammar names."""

from typing import Final, NamedTuple

from transforms.events.lexicon import word_class
from transforms.events.scene import Phrase, Scene

QUOTES: Final = frozenset(('"', "“", "”"))
STOPS: Final = word_class("stops")
_BE: Final = word_class("triggers_be")
_PREPOSITIONS: Final = word_class("prepositions")
_NOUN_REACH: Final = 6  # tokens from the head of a sentence to the noun that is its subject
_PLURALS: Final = word_class("plurals")
_WIELDING_REACH: Final = 5  # tokens from who acts to his verb over a participle
BACKGROUND: Final = frozenset(("following", "after", "amid", "before", "despite", "since"))


class Roles(NamedTuple):
    """The phrases of actor and recipient; None where the sentence does not say."""

    actor: Phrase | None
    recipient: Phrase | None


def is_cut(scene: Scene, start: int, end: int) -> bool:
    """Whether a sign that ends a clause stands between; what a pair of parentheses holds does not."""
    between = scene.lowers[start:end]
    if STOPS.isdisjoint(between):
        return False
    if "." in between and start > scene.first:
        between = [word for at, word in enumerate(between, start) if word != "." or not is_short(scene, at)]
        if STOPS.isdisjoint(between):
            return False
    if "(" not in between or ")" not in between:
        return True
    opened, closed = between.index("("), between.index(")")
    return opened > closed or not STOPS.isdisjoint(between[:opened] + between[closed + 1 :])


def is_short(scene: Scene, position: int) -> bool:
    """Whether a full stop belongs to an abbreviation of single letters: those of `U.S. state`."""
    letter = scene.lowers[position - 1]
    return len(letter) == 1 and letter.isalpha()


def is_in_parentheses(scene: Scene, phrase: Phrase) -> bool:
    """`the party (PDK)`: whether a phrase is all that parentheses hold."""
    return scene.lowers[phrase.first - 1] == "(" and scene.lowers[phrase.end : phrase.end + 1] == [")"]


def nation_of(phrase: Phrase) -> Phrase | None:
    """Who acts by a thing: Turkey of `a Turkish F-16`; None of a thing of nobody, the phrase itself of anyone else."""
    if phrase.kind != "thing":
        return phrase
    name = phrase.name
    is_owned = name is not None and name.entity_type == "nationality" and name.first_token >= phrase.first and name.end_token <= phrase.end
    return phrase._replace(first=name.first_token, end=name.end_token, kind="nation") if name is not None and is_owned else None


def is_country(phrase: Phrase) -> bool:
    return phrase.name is not None and (phrase.name.entity_id or "").startswith("country:")


def is_behind_wielder(scene: Scene, position: int) -> bool:
    """`a man wielding a sabre attacks the house`: whether a participle and its object part a verb from who acts."""
    ends = (p.end for p in scene.phrases if p.preposition is None and 0 < position - p.end <= _WIELDING_REACH)
    return any(scene.lowers[end].endswith("ing") for end in ends)


def has_plural_before_parenthesis(scene: Scene, position: int) -> bool:
    """`troops, backed by jets, capture a village`: a plural that a parenthesis parts from its verb."""
    for phrase in scene.phrases:
        if position - 14 < phrase.end < position - 1 and scene.lowers[phrase.end] == "," and phrase.preposition is None:
            last = scene.lowers[phrase.end - 1]
            return phrase.kind != "place" and (last.endswith("s") or last in _PLURALS)
    return False


def in_chain(scene: Scene, phrase: Phrase) -> bool:
    """`in Kano, Nigeria`: a name behind a comma that a name governed by a preposition precedes."""
    before = phrase.first - 1
    before -= scene.lowers[before].endswith("ern")
    if before <= scene.first or scene.lowers[before] not in (",", "(", "and", "the"):
        return False
    if scene.lowers[before] == "the":
        before -= 1
        if scene.lowers[before] not in (",", "and"):
            return False
    before -= scene.lowers[before - 1] == "." and len(scene.lowers[before - 2]) == 1  # `Washington, D.C., U.S.`
    return any(p.end == before and (p.preposition is not None or in_chain(scene, p)) for p in scene.phrases)


def is_told_by_noun(scene: Scene, verb: int) -> bool:
    """`U.S. airstrikes hit a base and kill ten`: whether an act that a noun tells heads the clause, so that its party acts."""
    head = min((head for head in scene.noun_heads if head < verb), default=None)
    if head is None or head - scene.first > _NOUN_REACH or any(at < head for at in scene.finite_heads):
        return False
    ahead = scene.lowers[scene.first : head]
    return all(word == "of" or word not in _PREPOSITIONS for word in ahead) and "," not in ahead and _BE.isdisjoint(ahead)
