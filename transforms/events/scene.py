"""A scene: one sentence as the events stage sees it, with its names, dates and noun phrases."""

from typing import TYPE_CHECKING, Final, NamedTuple

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


_PREPOSITIONS: Final = word_class("prepositions")
_PREFIXES: Final = frozenset(("anti", "non", "trans", "counter", "inter", "self", "co"))
_REPRISALS: Final = frozenset(("retaliation", "revenge", "reprisal", "response"))
_THINGS: Final = word_class("attribute_thing")
_ARTICLES: Final = frozenset(("a", "an"))
_ARMED: Final = frozenset(("rebel", "state", "criminal"))
_TOPICS: Final = word_class("topics")
_CROWDS: Final = frozenset(("thousands", "hundreds", "dozens", "scores"))
_GATHERING: Final = frozenset(("gather", "gathered", "take", "took", "turn", "turned", "join", "joined", "have", "are", "were"))
_APPROXIMATE: Final = frozenset(("about", "around", "over", "nearly", "almost", "least"))
_AFTER_HYPHEN: Final = frozenset(("led", "backed", "based", "born", "style", "era", "appointed", "affiliated", "linked", "who", "and", "the"))
_ADJECTIVES: Final = ("ic", "ish", "ese", "ican", "ative")
_ATTRIBUTES: Final = frozenset(("nation", "thing"))
_APOSTROPHES: Final = frozenset(("'", "’"))
_HELD_AS: Final = frozenset(("captive", "hostage", "prisoner"))
_HOLDING: Final = frozenset(("held", "hold", "holds", "holding", "taken", "took", "take", "takes", "taking", "kept"))
_SPANS: Final = word_class("spans")
_GLUE: Final = word_class("glue")
_MEMBERS: Final = word_class("members")
_NATION: Final = {"nationality": "nation", "organization": "organization", "person": "person", "place": "place"}
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
    named = [at for at in range(first, end) if at in at_token or lowers[at] in kinds or _is_crowd(lowers, at, end, lexicon)]
    anchors = [at for at in named if not _is_prefixed(lowers, at) and not _is_held_as(lowers, at)]
    phrases: list[Phrase] = []
    reached = first
    for anchor in anchors:
        if anchor >= reached:
            dated = max((date.end_token for date in scene.dates if date.end_token <= anchor), default=first) if scene.dates else first
            start = extend_left(lowers, max(reached, dated), anchor, lexicon)
            phrase = _extend_right(lowers, first, start, anchor, end, at_token, kinds_of_names, lexicon)
            phrase = _owned(lowers, phrases, phrase)
            phrases.append(_joined(lowers, phrases, _with_thing(lowers, _attributive(lowers, phrase, end, lexicon), end, lexicon)))
            reached = phrases[-1].end
    return phrases


def _is_crowd(lowers: list[str], position: int, end: int, lexicon: Lexicon) -> bool:
    """`tens of thousands march`: a vague number in the plural that counts nothing named behind it."""
    if lowers[position] not in _CROWDS or position + 1 >= end:
        return False
    behind = lowers[position + 1]
    return behind in lexicon.senses or behind in lexicon.classes["light"] or behind in _GATHERING


def _is_prefixed(lowers: list[str], position: int) -> bool:
    """`post-war`, `in-person`, `anti-government`: a part of a hyphenated word that names nobody."""
    if lowers[position] == "post" and lowers[position + 1] == "-":
        return True
    return lowers[position - 1] == "-" and (lowers[position - 2] in _PREPOSITIONS or lowers[position - 2] in _PREFIXES)


def _is_held_as(lowers: list[str], position: int) -> bool:
    """`held captive in`, `taken hostage by`: what somebody is held as is nobody else."""
    return lowers[position] in _HELD_AS and lowers[position - 1] in _HOLDING


def _attributive(lowers: list[str], phrase: Phrase, end: int, lexicon: Lexicon) -> Phrase:
    """`military equipment`, `a police station`: a body that only says what a thing is for is no one who acts."""
    if phrase.end >= end or phrase.name is not None or phrase.kind not in ("state", "official"):
        return phrase
    word = lowers[phrase.end]
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
    while at < min(end, phrase.end + 2) and (is_common_noun(lowers[at], lexicon) or (lowers[at] == "state" and phrase.kind != "nation")):
        at += 1
    if at == phrase.end:
        return phrase
    if phrase.kind != "nation":
        return phrase._replace(end=at)
    return phrase._replace(end=at, kind="civilian" if lowers[at - 1].endswith(_PEOPLE_ENDS) else "thing")


def _is_bridge(lowers: list[str], position: int, end: int, at_token: "dict[int, NameMention]", lexicon: Lexicon) -> bool:
    """`French paper workers`, `German airline Lufthansa`: a noun between a nationality and those who are of it."""
    if not is_common_noun(lowers[position], lexicon):
        return False
    for at in range(position + 1, min(end, position + 3)):
        name = at_token.get(at)
        if lowers[at] in lexicon.actor_kinds or (name is not None and name.entity_type in ("person", "organization")):
            return True
        if lowers[at] not in lexicon.classes["modifier"]:
            return False
    return False


def is_common_noun(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that the lexicon does not know is likely a noun."""
    return word.isalpha() and word not in lexicon.senses and word not in lexicon.function_words and not word.endswith(("ed", "ly"))


def extend_left(lowers: list[str], reached: int, anchor: int, lexicon: Lexicon) -> int:
    """Where a phrase begins: over modifiers, numbers, and what links them."""
    modifiers, vague, start = lexicon.classes["modifier"], lexicon.vague_numbers, anchor
    while start > reached:
        word = lowers[start - 1]
        linked = word == "of" and start - 2 >= reached and (lowers[start - 2] in vague or lowers[start - 2] in _MEMBERS)
        comma = word == "," and start - 2 >= reached and lowers[start].isdigit() and lowers[start - 2].isdigit()
        hyphen = word == "-" and start - 2 >= reached and (lowers[start - 2] in modifiers or lowers[start - 2] in lexicon.numbers)
        if word in _APPROXIMATE and not _is_number(lowers[start], lexicon):
            break
        if not (word in modifiers or word.isdigit() or (word in lexicon.numbers and word not in _ARTICLES) or linked or comma or hyphen):
            break
        start -= 2 if linked else 1
    return start - 1 if lowers[start] == "least" and start > reached and lowers[start - 1] == "at" else start


def _name_end(lowers: list[str], name: "NameMention", position: int, end: int) -> int:
    """Where a name ends, over the second part of a hyphenated given name: `Lin Chia-lung`."""
    last = max(name.end_token, position + 1)
    is_person = name.entity_type == "person" and last + 1 < end and lowers[last] == "-" and lowers[last + 1].isalpha()
    return last + 2 if is_person and len(lowers[last + 1]) > 1 and lowers[last + 1] not in _AFTER_HYPHEN else last


def _is_number(word: str, lexicon: Lexicon) -> bool:
    return word.isdigit() or word in lexicon.numbers or word in lexicon.vague_numbers or word in _APPROXIMATE


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
            position = solid = _name_end(lowers, name, position, end)
        elif position == anchor and word in _CROWDS:
            head, position = "crowd", position + 1
            solid = position
        elif word in kinds:
            head, position = _head_kind(head, kinds[word]), position + 1
            solid = position = position + ((head == "official" or word == "attorney") and lowers[position : position + 1] == ["general"])
        elif (word in _APPROXIMATE and not _is_number(lowers[position + 1], lexicon)) or (word == "off" and lowers[position + 1] != "-"):
            break
        elif word in modifiers or word.isdigit() or lowers[position - 1] == "-" or _links(lowers, position, end, solid, head, at_token, lexicon):
            position += 1
        else:
            break
        if position == solid and position < end and lowers[position] == "(":
            position = solid = _behind_short_form(lowers, position, end, lexicon)
    return Phrase(start, solid, best, head, _governor(lowers, first, start, lexicon))


def _behind_short_form(lowers: list[str], opening: int, end: int, lexicon: Lexicon) -> int:
    """`Party of Peace (PP) members`: where the noun begins that stands behind the short form of a name; where the parenthesis opens if none does."""
    for closing in range(opening + 2, min(end - 1, opening + 5)):
        if lowers[closing] == ")":
            return closing + 1 if lowers[closing + 1] in lexicon.actor_kinds else opening
    return opening


def _links(
    lowers: list[str], position: int, end: int, solid: int, head: str | None, at_token: "dict[int, NameMention]", lexicon: Lexicon
) -> bool:
    """Whether a sign or `of` holds two parts of one phrase together: `Israel's army`, `1,200 men`, `dozens of men`, `minister of Peru`."""
    word = lowers[position]
    if word == "s" and lowers[position - 1] in _APOSTROPHES:
        following = at_token.get(position + 1)
        return position == solid + 1 and (following is None or following.entity_type != "place")
    if word in _GLUE:
        return position == solid
    if word == ".":
        return position == solid and len(lowers[position - 1]) == 1 and lowers[position - 2] == "."  # `a U.S. contractor`
    if _is_owned_office(lowers, position, end, lexicon):
        return True
    if head == "nation" and position == solid and _is_bridge(lowers, position, end, at_token, lexicon):
        return True
    if word == "," and position + 1 < end:
        return lowers[position - 1].isdigit() and lowers[position + 1].isdigit()
    before = lowers[position - 1]
    if word == "for" and head == "official" and position == solid:
        return _names_office(at_token, lowers, position, end)
    if word != "of" and not (word in ("the", "a") and before == "of"):
        return False
    if before in lexicon.vague_numbers or before in _MEMBERS or before == "of":
        return True
    if head == "official" and position == solid and _names_office(at_token, lowers, position, end):
        return True
    behind = position + 2 if position + 1 < end and lowers[position + 1] == "the" else position + 1
    name = at_token.get(behind)
    if position != solid or name is None:
        return False
    return name.entity_type in ("organization", "nationality") or head == "official"


def _is_owned_office(lowers: list[str], position: int, end: int, lexicon: Lexicon) -> bool:
    """`Italy's new finance minister`: up to two words between the owner and the noun that says who is meant."""
    back = position if lowers[position - 1] == "s" else position - 1
    if lowers[back - 1] != "s" or lowers[back - 2] not in _APOSTROPHES or not is_common_noun(lowers[position], lexicon):
        return False
    return any(lowers[at] in lexicon.actor_kinds for at in range(position + 1, min(end, back + 3)))


def _names_office(at_token: "dict[int, NameMention]", lowers: list[str], position: int, end: int) -> bool:
    """`secretary of state Dean Rusk`: whether a person's name ends the office that `of` at `position` goes on with."""
    for at in range(position + 1, min(end, position + 7)):
        name = at_token.get(at)
        if name is not None and name.entity_type == "person":
            return True
        if not lowers[at].isalpha() and lowers[at] != "'":
            return False
    return False


def _head_kind(head: str | None, kind: str) -> str:
    """The last noun says what kind it is, but rebels stay rebels as `rebel forces`."""
    return "rebel" if head == "rebel" and kind == "state" else kind


def _better_name(best: "NameMention | None", name: "NameMention") -> "NameMention":
    order = ("organization", "person", "nationality", "place")
    if best is None or order.index(name.entity_type) < order.index(best.entity_type):
        return name
    return best


def _governor(lowers: list[str], first: int, start: int, lexicon: Lexicon) -> str | None:
    """The preposition before a phrase, over articles, adjectives, numbers and up to two nouns (`of a national unity government`)."""
    before, unknown = start - 1, 0
    determiners, modifiers = lexicon.classes["determiner"], lexicon.classes["modifier"]
    while before > first and before > start - 6:
        word = lowers[before]
        if (word == "to" and lowers[before - 1] == "up") or word == "least":
            return None
        if word in _PREPOSITIONS or (word.isdigit() and len(word) == 4):
            break
        if word == "and" and lowers[before - 1].endswith(_ADJECTIVE_ENDS):
            before -= 1  # `across central and southern Iraq`
            continue
        if lowers[before + 1] in determiners and before + 1 < start and word not in determiners:
            break
        if not (word in determiners or word in modifiers or word.isdigit() or word.endswith(_ADJECTIVE_ENDS)):
            if unknown == 2 or not word.isalpha() or word.endswith("s") or word in lexicon.senses or word in lexicon.function_words:
                break
            unknown += 1
        before -= 1
    return lowers[before] if before >= first and lowers[before] in _PREPOSITIONS else None


_ADJECTIVE_ENDS: Final = ("ern", "ed", "al", "ous")
_PEOPLE_ENDS: Final = ("ist", "ists", "eer", "eers", "ians", "men", "women", "national", "nationals")
