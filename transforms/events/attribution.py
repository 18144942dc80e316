"""Attribution: who a report says an event is known from."""

from transforms.events.lexicon import Lexicon
from transforms.events.scene import Phrase, Scene


def find_speaker(scene: Scene, lexicon: Lexicon) -> Phrase | None:
    """The phrase before or behind a verb of saying, or behind `according to`; None if the report speaks for itself."""
    said = lexicon.classes["say"]
    if said.isdisjoint(scene.words):
        return None
    lowers = scene.lowers
    for position in range(scene.first, scene.end):
        if lowers[position] not in said:
            continue
        speaker = _beside(scene, position)
        if speaker is not None:
            return speaker
    return None


def _beside(scene: Scene, position: int) -> Phrase | None:
    behind = position + 1
    if scene.lowers[position] == "according":
        return next((p for p in scene.phrases if behind <= p.first <= behind + 4), None)
    for phrase in reversed(scene.phrases):
        if phrase.end <= position and position - phrase.end <= 2 and phrase.preposition in (None, "of", "for", "in"):
            return phrase
    return None
