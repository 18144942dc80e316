"""A scene: one sentence as the events stage sees it, with its names, dates and noun phrases."""

from typing import TYPE_CHECKING, NamedTuple

from transforms.document import Document
from transforms.events.lexicon import Lexicon, word_class

if TYPE_CHECKING:
    from transforms.dates import DateMention
    from transforms.names import NameMention
    from transforms.reference import Reference


class Phrase(NamedTuple):
    """Someone or something that may act, be acted upon, or be a place: a run of names, actor nouns and their modifiers."""

    first: int  # token range, half-open
    end: int
    name: "NameMention | None"
    kind: str | None  # of its head: rebel, state, official, crowd, civilian, criminal; nation, organization, person, place
    preposition: str | None  # the word that governs it, if that is a preposition


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


_PREPOSITIONS = word_class("prepositions")
_REPRISALS = frozenset(("retaliation", "revenge", "reprisal", "response"))
_ARMED = frozenset(("rebel", "state", "criminal"))
_TOPICS = word_class("topics")
_SPANS = word_class("spans")
_GLUE = word_class("glue")
_MEMBERS = word_class("members")
_NATION = {"nationality": "nation", "organization": "organization", "person": "person", "place": "place"}


def read_scene(document: Document, number: int, names: "list[NameMention]", dates: "list[DateMention]") -> Scene:
    """The scene of sentence `number`, given the names and dates that stand in it; without phrases yet."""
    sentence, lowers = document.sentences[number], document.tokens.lowers
    first, end = sentence.first_token, sentence.end_token
    lowers = _without_verbs_in_names(lowers, names)
    return Scene(number, first, end, lowers, frozenset(lowers[first:end]), names, dates, [])


def _without_verbs_in_names(lowers: list[str], names: "list[NameMention]") -> list[str]:
    """The words with a name that is spelled as a verb in capitals: the `IS` of a group is no `is`."""
    spelled = [name.first_token for name in names if lowers[name.first_token] == "is" and name.entity_type == "organization"]
    if not spelled:
        return lowers
    lowers = lowers.copy()
    for token in spelled:
        lowers[token] = "IS"
    return lowers


def without_topic(scene: Scene) -> Scene:
    """The scene behind the topic that heads it, which neither tells nor dates an event: `Syrian uprising 2011: Rebels attack a base`."""
    for position in range(scene.first + 1, min(scene.first + 10, scene.end - 4)):
        if scene.lowers[position] != ":":
            continue
        topic = scene.lowers[scene.first : position]
        if not _TOPICS.isdisjoint(topic) or any(len(word) == 4 and word.isdecimal() for word in topic):
            return _part(scene, position + 1, scene.end)._replace(names=scene.names)
        break
    return scene


def split_incidents(scene: Scene, deadly: frozenset[str]) -> list[Scene]:
    """The parts of a sentence that tells of two deadly incidents some time apart: `killed nine, hours after a bomb killed two`."""
    if scene.words.isdisjoint(_SPANS | _REPRISALS):
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


def with_phrases(scene: Scene, lexicon: Lexicon, reference: "Reference") -> Scene:
    """The scene with its noun phrases, which only a sentence that may tell an event needs."""
    kinds = {name.first_token: _kind_of_name(name, lexicon, reference) for name in scene.names}
    phrases = find_phrases(scene, kinds, lexicon)
    return Scene(scene.sentence_no, scene.first, scene.end, scene.lowers, scene.words, scene.names, scene.dates, phrases)


def _kind_of_name(name: "NameMention", lexicon: Lexicon, reference: "Reference") -> str:
    """What acts under a name: an organization whose sector is known is an army, an armed group, a government ..."""
    known = reference.entity(name.entity_id) if name.entity_type == "organization" and name.entity_id else None
    kind = lexicon.sectors.get(known.sector or "") if known else None
    return kind or _NATION.get(name.entity_type, "organization")


def find_phrases(scene: Scene, kinds_of_names: dict[int, str], lexicon: Lexicon) -> list[Phrase]:
    """Maximal runs of names, actor nouns and modifiers with at least one name or actor noun in them; kinds of names by first token."""
    lowers, first, end = scene.lowers, scene.first, scene.end
    kinds = lexicon.actor_kinds
    at_token = {name.first_token: name for name in scene.names if name.entity_type != "weapon"}
    anchors = [position for position in range(first, end) if position in at_token or lowers[position] in kinds]
    phrases: list[Phrase] = []
    reached = first
    for anchor in anchors:
        if anchor >= reached:
            dated = max((date.end_token for date in scene.dates if date.end_token <= anchor), default=first)
            start = _extend_left(lowers, max(reached, dated), anchor, lexicon)
            phrase = _extend_right(lowers, first, start, anchor, end, at_token, kinds_of_names, lexicon)
            phrases.append(phrase)
            reached = phrase.end
    return phrases


def _extend_left(lowers: list[str], reached: int, anchor: int, lexicon: Lexicon) -> int:
    """Where a phrase begins: over modifiers, numbers, and what links them."""
    modifiers, vague, start = lexicon.classes["modifier"], lexicon.vague_numbers, anchor
    while start > reached:
        word = lowers[start - 1]
        linked = word == "of" and start - 2 >= reached and (lowers[start - 2] in vague or lowers[start - 2] in _MEMBERS)
        comma = word == "," and start - 2 >= reached and lowers[start].isdigit() and lowers[start - 2].isdigit()
        hyphen = word == "-" and start - 2 >= reached and lowers[start - 2] in modifiers
        if not (word in modifiers or word.isdigit() or linked or comma or hyphen):
            break
        start -= 2 if linked else 1
    return start - 1 if lowers[start] == "least" and start > reached and lowers[start - 1] == "at" else start


def _extend_right(
    lowers: list[str], first: int, start: int, anchor: int, end: int, at_token: "dict[int, NameMention]",
    kinds_of_names: dict[int, str], lexicon: Lexicon,
) -> Phrase:  # fmt: skip
    """The phrase that begins at `start` and has its first name or noun at `anchor`."""
    kinds, modifiers = lexicon.actor_kinds, lexicon.classes["modifier"]
    best: NameMention | None = None
    head: str | None = None
    position = solid = anchor
    while position < end:
        name, word = at_token.get(position), lowers[position]
        if name is not None:
            best = _better_name(best, name)
            head = kinds_of_names[position] if head is None or (head not in _ARMED and name.entity_type in ("person", "organization")) else head
            position = solid = max(name.end_token, position + 1)
        elif word in kinds:
            head, position = _head_kind(head, kinds[word]), position + 1
            solid = position
        elif word in modifiers or word.isdigit() or _links(lowers, position, end, solid, head, at_token, lexicon):
            position += 1
        else:
            break
    return Phrase(start, solid, best, head, _governor(lowers, first, start, lexicon))


def _links(
    lowers: list[str], position: int, end: int, solid: int, head: str | None, at_token: "dict[int, NameMention]", lexicon: Lexicon
) -> bool:
    """Whether a sign or `of` holds two parts of one phrase together: `Israel's army`, `1,200 men`, `dozens of men`, `minister of Peru`."""
    word = lowers[position]
    if word in _GLUE:
        return position == solid
    if word == "," and position + 1 < end:
        return lowers[position - 1].isdigit() and lowers[position + 1].isdigit()
    if word != "of" and not (word in ("the", "a") and lowers[position - 1] == "of"):
        return False
    before = lowers[position - 1]
    if before in lexicon.vague_numbers or before in _MEMBERS or before == "of":
        return True
    behind = position + 2 if position + 1 < end and lowers[position + 1] == "the" else position + 1
    name = at_token.get(behind)
    if position != solid or name is None:
        return False
    return name.entity_type in ("organization", "nationality") or head == "official"


def _head_kind(head: str | None, kind: str) -> str:
    """The last noun says what kind it is, but rebels stay rebels as `rebel forces`."""
    return "rebel" if head == "rebel" and kind == "state" else kind


def _better_name(best: "NameMention | None", name: "NameMention") -> "NameMention":
    order = ("organization", "person", "nationality", "place")
    if best is None or order.index(name.entity_type) < order.index(best.entity_type):
        return name
    return best


def _governor(lowers: list[str], first: int, start: int, lexicon: Lexicon) -> str | None:
    """The preposition before a phrase, over articles and adjectives."""
    before, determiners = start - 1, lexicon.classes["determiner"]
    while before > first and before > start - 4 and (lowers[before] in determiners or lowers[before].endswith(_ADJECTIVE_ENDS)):
        before -= 1
    return lowers[before] if before >= first and lowers[before] in _PREPOSITIONS else None


_ADJECTIVE_ENDS = ("ern", "ed", "al", "ous")
