"""A scene: one sentence as the events stage sees it, with its names, dates and noun phrases."""

from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.document import Document
from transforms.events.lexicon import word_class

if TYPE_CHECKING:
    from transforms.dates import DateMention
    from transforms.names import NameMention


class Phrase(NamedTuple):
    """Someone or something that may act, be acted upon, or be a place: a run of names, actor nouns and their modifiers."""

    first: int  # token range, half-open
    end: int
    name: "NameMention | None"
    kind: str | None  # of its head: rebel, state, official, crowd, civilian, criminal; nation, organization, person, place
    preposition: str | None  # the word that governs it, if that is a preposition


class Aside(NamedTuple):
    """Tokens `first` to `end` behind `opener`: a cause, what went before, or a relative clause."""

    opener: int
    first: int
    end: int
    kind: str  # past (`after`, `since`), cause (`over the attack`, `accused of`), relative (`who`)


class Scene(NamedTuple):
    """One sentence: tokens `first` to `end` of the document, and what stands in it."""

    sentence_no: int
    first: int
    end: int
    lowers: list[str]  # of the whole document
    words: frozenset[str]  # lower-cased, of this sentence
    names: "list[NameMention]"
    dates: "list[DateMention]"
    phrases: list[Phrase]
    heads: tuple[int, ...] = ()  # tokens of the triggers
    noun_heads: frozenset[int] = frozenset()  # those that are nouns of violence
    violent_heads: frozenset[int] = frozenset()  # those that tell violence
    finite_heads: frozenset[int] = frozenset()  # those that are finite verbs
    asides: "tuple[Aside, ...]" = ()  # the parts that tell what is known already


_REPRISALS: Final = frozenset(("retaliation", "revenge", "reprisal", "response"))
_TOPICS: Final = word_class("topics")
_SPANS: Final = word_class("spans")
_SPLITTING: Final = _SPANS | _REPRISALS


def read_scene(document: Document, number: int, names: "list[NameMention]", dates: "list[DateMention]") -> Scene:
    """The scene of sentence `number`, given the names and dates that stand in it; without phrases yet."""
    sentence, lowers = document.sentences[number], document.tokens.lowers
    first, end = sentence.first_token, sentence.end_token
    lowers = _without_verbs_in_names(lowers, names)
    return Scene(number, first, end, lowers, frozenset(lowers[first:end]), names, dates, [])


def _without_verbs_in_names(lowers: list[str], names: "list[NameMention]") -> list[str]:
    """The words with a name that is spelled as a verb in capitals: the `IS` of a group is no `is`."""
    spelled = [name.first_token for name in names if name.entity_type == "organization" and lowers[name.first_token] == "is"]
    if not spelled:
        return lowers
    lowers = lowers.copy()
    for token in spelled:
        lowers[token] = "IS"
    return lowers


def without_topic(scene: Scene) -> Scene:
    """The scene behind the topic that heads it, which neither tells nor dates an event: `Syrian uprising 2011: Rebels attack a base`."""
    head = scene.lowers[scene.first : min(scene.first + 10, scene.end - 4)]
    if ":" not in head[1:]:
        return scene
    topic = head[: head.index(":", 1)]
    if _TOPICS.isdisjoint(topic) and not any(len(word) == 4 and word.isdecimal() for word in topic):
        return scene
    return _part(scene, scene.first + len(topic) + 1, scene.end)._replace(names=scene.names)


def split_incidents(scene: Scene, deadly: frozenset[str]) -> list[Scene]:
    """The parts of a sentence that tells of two deadly incidents some time apart: `killed nine, hours after a bomb killed two`."""
    if scene.words.isdisjoint(_SPLITTING):
        return [scene]
    for position in range(scene.first + 1, scene.end - 1):
        if scene.lowers[position] in _SPANS and scene.lowers[position + 1] in ("after", "before"):
            parts = [_part(scene, scene.first, position), _part(scene, position, scene.end)]
            if not any(part.words.isdisjoint(deadly) for part in parts):
                return parts
        if scene.lowers[position] in _REPRISALS and scene.lowers[position + 1] in ("for", "to") and position > scene.first + 3:
            parts = [_part(scene, scene.first, position), _part(scene, position, scene.end)]
            if not parts[1].words.isdisjoint(deadly):
                return parts
    return [scene]


def _part(scene: Scene, first: int, end: int) -> Scene:
    names = [name for name in scene.names if first <= name.first_token < end]
    dates = [date for date in scene.dates if first <= date.first_token < end]
    return Scene(scene.sentence_no, first, end, scene.lowers, frozenset(scene.lowers[first:end]), names, dates, [])
