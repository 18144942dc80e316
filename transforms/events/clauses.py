"""Clauses: where one ends, and the two parties that its grammar names."""

from typing import NamedTuple

from transforms.events.lexicon import word_class
from transforms.events.scene import Phrase, Scene

STOPS = word_class("stops")
BACKGROUND = frozenset(("following", "after", "amid", "before", "despite", "since"))


class Roles(NamedTuple):
    """The phrases of actor and recipient; None where the sentence does not say."""

    actor: Phrase | None
    recipient: Phrase | None


def is_cut(scene: Scene, start: int, end: int) -> bool:
    """Whether a sign that ends a clause stands between."""
    return any(word in STOPS for word in scene.lowers[start:end])


def is_country(phrase: Phrase) -> bool:
    return phrase.name is not None and (phrase.name.entity_id or "").startswith("country:")
