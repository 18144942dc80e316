"""Phrases: the noun phrases of a scene, each with what kind of party or thing it names and what governs it."""

from typing import TYPE_CHECKING, Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.phrase_bounds import extend_left, extend_right, is_common_noun, is_verb, model_end
from transforms.events.scene import Phrase, Scene

if TYPE_CHECKING:
    from transforms.names import NameMention
    from transforms.reference import Reference

_PREPOSITIONS: Final = word_class("prepositions")
_PREFIXES: Final = frozenset(("anti", "non", "trans", "counter", "inter", "self", "co"))
_THINGS: Final = word_class("attribute_thing")
_MADE: Final = frozenset(("made", "built", "supplied", "manufactured", "designed"))
_DEFENCES: Final = frozenset(("defence", "defense", "defences", "defenses"))
_HELD: Final = word_class("held")
_COMPOUNDS: Final = frozenset(("cocktail", "cocktails", "rape", "raped"))  # what a name or noun before them is only a part of
_CROWDS: Final = frozenset(("thousands", "hundreds", "dozens", "scores"))
_GATHERING: Final = frozenset(("gather", "gathered", "take", "took", "turn", "turned", "join", "joined", "have", "are", "were"))
_ADJECTIVES: Final = ("ic", "ish", "ese", "ican", "ative")
_ATTRIBUTES: Final = frozenset(("nation", "thing"))
_APOSTROPHES: Final = frozenset(("'", "’"))
_HELD_AS: Final = frozenset(("captive", "hostage", "prisoner"))
_HOLDING: Final = frozenset(("held", "hold", "holds", "holding", "taken", "took", "take", "takes", "taking", "kept"))
_NATION: Final = {"nationality": "nation", "organization": "organization", "person": "person", "place": "place"}
_PEOPLE_ENDS: Final = ("ist", "ists", "eer", "eers", "ians", "men", "women", "national", "nationals")


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
    named = [at for at in range(first, end) if at in at_token or lowers[at] in kinds]
    if not _CROWDS.isdisjoint(scene.words):
        crowds = [at for at in range(first, end) if lowers[at] in _CROWDS and _is_crowd(lowers, at, end, lexicon) and at not in at_token]
        named = sorted([*named, *crowds])
    free = [at for at in named if not _is_prefixed(lowers, at, at in at_token) and not _is_held_as(lowers, at)]
    anchors = [at for at in free if not _is_sex(lowers, at, end, lexicon)]
    if not lexicon.convicting.isdisjoint(scene.words):
        anchors = [at for at in anchors if at - 1 not in named or at in at_token or not is_verb(lowers, at, at_token, lexicon)]
    phrases: list[Phrase] = []
    reached = first
    for anchor in anchors:
        if anchor >= reached:
            dated = max((date.end_token for date in scene.dates if date.end_token <= anchor), default=first) if scene.dates else first
            start = extend_left(lowers, max(reached, dated), anchor, lexicon)
            phrase = extend_right(lowers, first, start, anchor, end, at_token, kinds_of_names, lexicon)
            if phrase.end <= anchor:
                continue  # the `hostage` of `hold ten worshippers hostage`
            phrase = _owned(lowers, phrases, phrase)
            if phrase.end + 1 < end and lowers[phrase.end - 2] == "." == lowers[phrase.end] and len(lowers[phrase.end - 1]) == 1:
                phrase = phrase._replace(end=phrase.end + 1)  # `U.S.`
            phrases.append(_joined(lowers, phrases, _with_thing(lowers, _attributive(lowers, phrase, end, lexicon), end, lexicon)))
            reached = phrases[-1].end
    return phrases


def _is_crowd(lowers: list[str], position: int, end: int, lexicon: Lexicon) -> bool:
    """`tens of thousands march`: a vague number in the plural that counts nothing named behind it."""
    if position + 1 >= end:
        return False
    behind = lowers[position + 1]
    return behind in lexicon.senses or behind in lexicon.classes["light"] or behind in _GATHERING


def _is_prefixed(lowers: list[str], position: int, is_name: bool) -> bool:
    """`post-war`, `in-person`, `anti-government`, `gang-raped`: a part of a compound that names nobody."""
    behind = position + 1
    behind += behind + 1 < len(lowers) and lowers[behind] == "-"
    if behind < len(lowers) and lowers[behind] in _COMPOUNDS:
        return True
    if lowers[position : position + 2] == ["post", "-"] or (lowers[position] == "lady" and lowers[position - 1] != "first"):
        return True
    if position > 1 and lowers[position - 2] == "counter" and lowers[position].endswith("s"):
        return False  # `counter-protesters`
    if lowers[position + 1 : position + 2] == ["-"] and not _HELD.isdisjoint(lowers[position + 2 : position + 3]) and not is_name:
        return True  # `rebel-held`
    return lowers[position - 1] == "-" and (lowers[position - 2] in _PREPOSITIONS or lowers[position - 2] in _PREFIXES)


def _is_sex(lowers: list[str], position: int, end: int, lexicon: Lexicon) -> bool:
    """`a female medical trainee`: an adjective before who is meant; not `a 17-year-old male`."""
    return lowers[position] in ("male", "female") and position + 1 < end and is_common_noun(lowers[position + 1], lexicon)


def _is_held_as(lowers: list[str], position: int) -> bool:
    """`held captive in`, `taken hostage by`: what somebody is held as is nobody else."""
    return lowers[position] in _HELD_AS and lowers[position - 1] in _HOLDING


def _attributive(lowers: list[str], phrase: Phrase, end: int, lexicon: Lexicon) -> Phrase:
    """`military equipment`, `a police station`: a body that only says what a thing is for is no one who acts."""
    if phrase.end >= end or phrase.name is not None or phrase.kind not in ("state", "official"):
        return phrase
    word = lowers[phrase.end]
    if phrase.end + 1 < end and is_common_noun(word, lexicon) and lowers[phrase.end + 1] in _THINGS:
        return phrase._replace(end=phrase.end + 2, kind="thing")  # `an opposition radio station`
    is_thing = word in _THINGS or (lowers[phrase.end - 1] == "military" and is_common_noun(word, lexicon) and not word.endswith("s"))
    return phrase._replace(end=phrase.end + 1, kind="thing") if is_thing else phrase


def _owned(lowers: list[str], phrases: list[Phrase], phrase: Phrase) -> Phrase:
    """`in Sudan's Darfur region`: the preposition before whom or what owns a phrase governs that phrase too."""
    owner = phrases[-1] if phrases else None
    if owner is None or phrase.preposition is not None or owner.preposition in (None, "between"):
        return phrase
    is_owned = 2 <= phrase.first - owner.end <= 4 and lowers[owner.end] in _APOSTROPHES and lowers[owner.end + 1] == "s"
    is_second = phrase.first - owner.end == 1 and lowers[owner.end] == "and" and phrase.kind in _ATTRIBUTES and owner.kind in _ATTRIBUTES
    return phrase._replace(preposition=owner.preposition) if is_owned or is_second else phrase


def _joined(lowers: list[str], phrases: list[Phrase], phrase: Phrase) -> Phrase:
    """`Spanish and Moroccan authorities`: one phrase, of an adjective of nationality and the phrase that `and` ties to it."""
    if not phrases or phrase.kind in ("nation", "thing", "place") or phrase.first - phrases[-1].end != 1 or lowers[phrase.first - 1] != "and":
        return phrase
    first = phrases[-1]
    is_adjective = first.kind == "nation" or (first.kind == "organization" and lowers[first.end - 1].endswith(_ADJECTIVES))
    if not is_adjective or lowers[first.end - 1].endswith("s") or phrase.name is None:
        return phrase
    if phrase.name.entity_type not in ("nationality", "place") and first.kind == "nation":
        return phrase
    phrases.pop()
    return phrase._replace(first=first.first, name=first.name, preposition=first.preposition)


def _with_thing(lowers: list[str], phrase: Phrase, end: int, lexicon: Lexicon) -> Phrase:
    """`Russian banks`, `75 French fishing permits`: with the one or two nouns that a nationality only tells the origin of."""
    name = phrase.name
    is_bare = phrase.kind == "nation" or (name is not None and name.entity_type == "nationality" and name.end_token == phrase.end)
    if not is_bare or lowers[phrase.end - 1].endswith("s"):
        return phrase
    at = phrase.end
    if phrase.kind == "nation" and lowers[at : at + 1] == ["-"] and lowers[at + 1] in _HELD:
        phrase, at = phrase._replace(end=at + 2), at + 2  # `Ukrainian-held areas`
    if phrase.kind == "nation" and lowers[at : at + 1] == ["-"] and lowers[at + 1] in _MADE:
        return phrase._replace(end=_end_of_thing(lowers, at + 2, end, lexicon), name=None, kind="thing")  # `Iranian-made rockets`
    if phrase.kind == "nation" and lowers[at] == "air" and is_common_noun(lowers[at + 1], lexicon):
        phrase, at = phrase._replace(end=at + 1), at + 1  # `Syrian air defence batteries`
    at = model_end(lowers, at, end)
    while at < min(end, phrase.end + 2) and (is_common_noun(lowers[at], lexicon) or (lowers[at] == "state" and phrase.kind != "nation")):
        at += 1
    if at == phrase.end:
        return phrase
    if phrase.kind != "nation":
        return phrase._replace(end=at)
    if lowers[at - 1] in _DEFENCES:
        return phrase._replace(end=at, kind="state")  # `Russian air defence`
    return phrase._replace(end=at, kind="civilian" if lowers[at - 1].endswith(_PEOPLE_ENDS) else "thing")


def _end_of_thing(lowers: list[str], start: int, end: int, lexicon: Lexicon) -> int:
    """Where the words for a thing end, those of its model with them: `X-55 rocket launchers`."""
    at = start
    while at < end and (lowers[at].isalnum() or lowers[at] == "-") and lowers[at] not in lexicon.function_words and lowers[at] not in lexicon.senses:
        at += 1
    return at
