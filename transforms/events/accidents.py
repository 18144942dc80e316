"""Accidents: what blew up with no hand in it is no violence."""

from typing import Final

from transforms.events.lexicon import word_class
from transforms.events.scene import Scene

_BURSTING: Final = word_class("bursting")
_INDUSTRIAL: Final = word_class("industrial")
_DELIBERATE: Final = (word_class("cause") | word_class("sabotage")) - word_class("bursting") - word_class("no_cause")


def is_accident(scene: Scene) -> bool:
    """`an explosion at a fireworks factory kills nine`: something burst where fuel or chemicals are, and no word tells of an attack."""
    if _BURSTING.isdisjoint(scene.words) or _INDUSTRIAL.isdisjoint(scene.words):
        return False
    return _DELIBERATE.isdisjoint(scene.words)
