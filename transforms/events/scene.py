"""A scene: one sentence as the events stage sees it, with its names, dates and noun phrases."""

from typing import TYPE_CHECKING, NamedTuple

from transforms.document import Document
from transforms.events.lexicon import Lexicon, word_class

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


_PREPOSITIONS = word_class("prepositions")
_GLUE = word_class("glue")
_MEMBERS = word_class("members")
_NATION = {"nationality": "nation", "organization": "organization", "person": "person", "place": "place"}


def read_scene(document: Document, number: int, names: "list[NameMention]", dates: "list[DateMention]", lexicon: Lexicon) -> Scene:
    """The scene of sentence `number`, given the names and dates that stand in it."""
    sentence, lowers = document.sentences[number], document.tokens.lowers
    first, end = sentence.first_token, sentence.end_token
    phrases = find_phrases(lowers, first, end, names, lexicon)
    return Scene(number, first, end, lowers, frozenset(lowers[first:end]), names, dates, phrases)


def find_phrases(lowers: list[str], first: int, end: int, names: "list[NameMention]", lexicon: Lexicon) -> list[Phrase]:
    """Maximal runs of names, actor nouns and modifiers with at least one name or actor noun in them."""
    kinds, modifiers = lexicon.actor_kinds, lexicon.classes["modifier"]
    at_token = {name.first_token: name for name in names if name.entity_type != "weapon"}
    phrases: list[Phrase] = []
    start, position, solid = -1, first, -1  # start of the run, and the end of its last name or actor noun
    best: NameMention | None = None
    head: str | None = None
    while position < end:
        name, word = at_token.get(position), lowers[position]
        if name is not None:
            start = position if start < 0 else start
            best = _better_name(best, name)
            head = _NATION.get(name.entity_type) if head is None or name.entity_type in ("person", "organization") else head
            position = solid = max(name.end_token, position + 1)
        elif word in kinds:
            start = position if start < 0 else start
            head, solid = _head_kind(head, kinds[word]), position + 1
            position += 1
        elif start >= 0 and _links(lowers, position, end, solid, head, at_token, lexicon) or word in modifiers or word.isdigit():
            start = position if start < 0 else start
            position += 1
        else:
            if solid > start >= 0:
                phrases.append(_phrase(lowers, first, start, solid, best, head, lexicon))
            start, solid, best, head = -1, -1, None, None
            position += 1
    if solid > start >= 0:
        phrases.append(_phrase(lowers, first, start, solid, best, head, lexicon))
    return phrases


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


def _phrase(
    lowers: list[str], first: int, start: int, end: int, name: "NameMention | None", head: str | None, lexicon: Lexicon
) -> Phrase:
    before = start - 1
    determiners = lexicon.classes["determiner"]
    while before > first and before > start - 4 and (lowers[before] in determiners or lowers[before].endswith(("ern", "ed", "al", "ous"))):
        before -= 1
    governor = lowers[before] if before >= first else None
    return Phrase(start, end, name, head, governor if governor in _PREPOSITIONS else None)
