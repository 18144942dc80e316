"""Phrases as a report writes them: with the adjectives before them, which find nobody but say who is meant."""

from typing import Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.phrase_bounds import extend_left, is_common_noun
from transforms.events.scene import Phrase, Scene

_ADJECTIVE_ENDS: Final = tuple(word_class("adjective_ends"))
_ORIGINS: Final = frozenset(("from", "of"))
_LONGEST: Final = 3  # adjectives before a phrase


def whole(scene: Scene, phrase: Phrase | None, lexicon: Lexicon) -> Phrase | None:
    """The phrase from its first adjective on: `unvaccinated people`, `15-year-old boy`; as it is where no article, number or preposition opens it."""
    if phrase is None:
        return None
    if scene.lowers[phrase.end - 2 : phrase.end + 1 : 2] == [".", "."] and len(scene.lowers[phrase.end - 1]) == 1:
        phrase = phrase._replace(end=phrase.end + 1)  # `U.S.`
    if phrase.kind == "place":
        return phrase
    phrase = _with_origin(scene, phrase, lexicon)
    if phrase.first <= scene.first or phrase.end in scene.noun_heads:
        return phrase  # `heavy government shelling` is heavy shelling
    if phrase.kind == "nation" and not scene.lowers[phrase.end - 1].endswith("s"):
        return phrase  # `the two-day Israeli raid`
    start = phrase.first
    noun = scene.lowers[start - 1]
    if is_common_noun(noun, lexicon) and not noun.endswith(("ing", "s")) and _opens_noun(scene, start - 1, lexicon):
        start -= 1  # `the dock workers`
    for _ in range(_LONGEST):
        before = _adjective_start(scene, start, lexicon)
        if before is None:
            break
        start = before
    if start == phrase.first or not _opens(scene, start, lexicon):
        return phrase
    return phrase._replace(first=extend_left(scene.lowers, scene.first, start, lexicon))


def _with_origin(scene: Scene, phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """`officials from Peru and Chile`, `supporters of the mayor`: with whom or what a bare noun comes from or belongs to."""
    if phrase.name is not None or phrase.end >= scene.end or scene.lowers[phrase.end] not in _ORIGINS:
        return phrase
    origin = next((p for p in scene.phrases if 1 <= p.first - phrase.end <= 3 and p.preposition == scene.lowers[phrase.end]), None)
    if origin is None or is_common_noun(scene.lowers[min(origin.end, scene.end - 1)], lexicon):
        return phrase
    if any(phrase.end <= head < origin.end for head in scene.heads):
        return phrase
    second = next((p for p in scene.phrases if 1 <= p.first - origin.end <= 2 and scene.lowers[origin.end] == "and" and p.kind == origin.kind), None)
    is_pair = second is not None and not any(origin.end <= head <= second.end for head in scene.heads if head != second.end)
    return phrase._replace(end=second.end if second is not None and is_pair else origin.end)


def _adjective_start(scene: Scene, end: int, lexicon: Lexicon) -> int | None:
    """Where the adjective begins that ends before token `end`, with all the parts that hyphens hold together; None if none stands there."""
    start = end - 1
    while start - 2 >= scene.first and scene.lowers[start - 1] == "-" and scene.lowers[start - 2].isalnum():
        start -= 2
    if start < scene.first:
        return None
    if start < end - 1:
        return start if scene.lowers[end - 1].isalpha() and any(word.isalpha() for word in scene.lowers[start : end - 1]) else None
    word = scene.lowers[start]
    if word == "suicide":
        return start
    is_known = word in lexicon.senses or word in lexicon.function_words or word in lexicon.actor_kinds
    return start if word.endswith(_ADJECTIVE_ENDS) and word.isalpha() and not is_known else None


def _opens_noun(scene: Scene, start: int, lexicon: Lexicon) -> bool:
    """Whether the word at `start` can only be a noun or an adjective: behind an article, a number or a preposition that is no `to`."""
    before = scene.lowers[start - 1]
    if any(date.first_token <= start < date.end_token for date in scene.dates):
        return False
    return start > scene.first and before not in ("to", "and") and _opens(scene, start, lexicon)


def _opens(scene: Scene, start: int, lexicon: Lexicon) -> bool:
    """Whether a phrase may begin at `start`: at the head of a sentence, behind an article, a number, a preposition or `and`."""
    if start == scene.first:
        return True
    before = scene.lowers[start - 1]
    if before in lexicon.classes["determiner"] or before in lexicon.classes["prepositions"]:
        return True
    return before in ("and", "s") or before.isdigit() or before in lexicon.numbers
