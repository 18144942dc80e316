"""Phrases as a report writes them: with the adjectives before them, which find nobody but say who is meant."""

from typing import Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.phrase_bounds import extend_left, is_common_noun
from transforms.events.scene import Phrase, Scene

_ADJECTIVE_ENDS: Final = tuple(word_class("adjective_ends"))
_ORIGINS: Final = frozenset(("from", "of"))
_TIES: Final = word_class("ties_of_loyalty")
_PREFIXES: Final = frozenset(("counter", "ex", "co", "sub", "vice", "anti"))
_TO: Final = frozenset(("to", "with", "by"))
_LANDS: Final = word_class("lands")
_UNTIED: Final = frozenset(("place", "thing", "person"))
_SIDES: Final = frozenset(("rebel", "state", "criminal", "group"))
_ONES: Final = frozenset(("civilian", "official", "rebel", "criminal", "state", "crowd"))
_PLURALS: Final = word_class("plurals")
_IN_OFFICES: Final = word_class("in_offices")
_SMALL: Final = frozenset(("the", "and", "of", "for"))
_CALLINGS: Final = ("er", "or", "ist", "dent", "man", "ian", "chief", "lady")  # ends of words for one person
_PLURAL_VERBS: Final = frozenset(("are", "were", "have"))
_SAYING: Final = word_class("saying")
_GROUPS: Final = word_class("groups_named")
_OWN: Final = frozenset(("its", "their", "his", "her"))
_DEFINITE: Final = frozenset(("the", "these", "those"))
_ARTICLES: Final = frozenset(("a", "an"))
_APOSTROPHES: Final = frozenset(("'", "’"))
_LONGEST: Final = 3  # adjectives before a phrase


def whole(scene: Scene, phrase: Phrase | None, lexicon: Lexicon) -> Phrase | None:
    """The phrase with what tells who is meant: `15-year-old boy`, `forces loyal to the king`, `a Lyon man, Marc Petit`, `nine of its soldiers`."""
    if phrase is None:
        return None
    if scene.lowers[phrase.end - 2 : phrase.end + 1 : 2] == [".", "."] and len(scene.lowers[phrase.end - 1]) == 1:
        phrase = phrase._replace(end=phrase.end + 1)  # `U.S.`
    if phrase.kind == "place":
        return phrase
    if scene.lowers[phrase.end : phrase.end + 4] == ["-", "in", "-", "law"]:
        phrase = phrase._replace(end=phrase.end + 4)
    if phrase.kind in ("nation", "thing"):
        phrase = _with_town(scene, phrase)
    if phrase.kind == "official":
        phrase = _with_office(scene, phrase)
    origin = _with_lands(scene, _with_origin(scene, _with_origin(scene, phrase, lexicon), lexicon))
    behind = _with_name(scene, _with_second(scene, _with_tie(scene, origin)))
    return _with_owner(scene, _with_adjectives(scene, behind, lexicon), lexicon)


def _with_adjectives(scene: Scene, phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """The phrase from its first adjective or noun on: `the dock workers`."""
    if phrase.first <= scene.first or phrase.end in scene.noun_heads:
        return phrase  # `heavy government shelling` is heavy shelling
    if phrase.kind == "nation" and not scene.lowers[phrase.end - 1].endswith("s"):
        return phrase  # `the two-day Israeli raid`
    start = phrase.first
    if scene.lowers[start - 1] == "-" and scene.lowers[start - 2] in _PREFIXES and start - 2 >= scene.first:
        start -= 2  # `counter-protesters`
    noun = scene.lowers[start - 1]
    before = _adjective_start(scene, start - 1, start, lexicon)
    is_noun = is_common_noun(noun, lexicon) and not noun.endswith(("ing", "s"))
    if is_noun and (_opens_noun(scene, start - 1, lexicon) or (before is not None and before > scene.first and _opens_noun(scene, before, lexicon))):
        start -= 1  # `the dock workers`, `two public sector workers`
    for _ in range(_LONGEST):
        before = _adjective_start(scene, start, phrase.first, lexicon)
        if before is None:
            break
        start = before
    if start == phrase.first or not _opens(scene, start, lexicon):
        return phrase
    return phrase._replace(first=extend_left(scene.lowers, scene.first, start, lexicon))


def _with_origin(scene: Scene, phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """`officials from Peru and Chile`, `supporters of the mayor`: with whom or what a bare noun comes from or belongs to."""
    if phrase.end >= scene.end or scene.lowers[phrase.end] not in _ORIGINS:
        return phrase
    if phrase.name is not None:
        return _of_group(scene, phrase)
    origin = next((p for p in scene.phrases if 1 <= p.first - phrase.end <= 3 and p.preposition == scene.lowers[phrase.end]), None)
    if origin is None:
        return phrase
    origin = _with_lands(scene, origin)
    if is_common_noun(scene.lowers[min(origin.end, scene.end - 1)], lexicon):
        return phrase
    if any(phrase.end <= head < origin.end for head in scene.heads):
        return phrase
    second = next((p for p in scene.phrases if 1 <= p.first - origin.end <= 2 and scene.lowers[origin.end] == "and" and p.kind == origin.kind), None)
    is_pair = second is not None and not any(origin.end <= head <= second.end for head in scene.heads if head != second.end)
    return phrase._replace(end=second.end if second is not None and is_pair else origin.end)


def _of_group(scene: Scene, phrase: Phrase) -> Phrase:
    """`Darfur rebels from the Justice Movement`: those of a place or people, with the group that they are from."""
    if phrase.name is None or phrase.name.entity_type not in ("place", "nationality"):
        return phrase
    if scene.lowers[phrase.end] != "from" or phrase.kind not in _SIDES:
        return phrase
    group = next((p for p in scene.phrases if 1 <= p.first - phrase.end <= 2 and p.preposition == "from" and p.name is not None), None)
    if group is None or group.name is None or group.name.entity_type != "organization":
        return phrase
    return phrase._replace(end=group.end, name=group.name)


def _with_town(scene: Scene, phrase: Phrase) -> Phrase:
    """`the Chadian town of Ade`: the town that a noun behind a nationality is the kind of."""
    if scene.lowers[phrase.end : phrase.end + 1] != ["of"] or scene.lowers[phrase.end - 1] not in _LANDS:
        return phrase
    town = next((p for p in scene.phrases if p.first == phrase.end + 1 and p.kind == "place"), None)
    return phrase if town is None else phrase._replace(end=town.end, name=town.name)


def _with_office(scene: Scene, phrase: Phrase) -> Phrase:
    """`High Commissioner for Human Rights`, `minister of defence`: with what a bare office is for."""
    end = phrase.end
    if scene.lowers[end : end + 1] not in (["for"], ["of"]) or any(p.first == end + 1 for p in scene.phrases):
        return phrase
    at = end + 1
    while at < scene.end and scene.lowers[at] in _IN_OFFICES and at not in scene.heads:
        at += 1
    return phrase if at == end + 1 or scene.lowers[at - 1] in _SMALL or any(p.first < at < p.end for p in scene.phrases) else phrase._replace(end=at)


def _with_second(scene: Scene, phrase: Phrase) -> Phrase:
    """`the former mayor and banker Ana Velic`: one person of two callings, if nothing says that there are two."""
    if scene.lowers[phrase.end : phrase.end + 1] != ["and"] or not scene.lowers[phrase.end - 1].endswith(_CALLINGS):
        return phrase
    if phrase.name is not None and phrase.name.entity_type in ("person", "organization"):
        return phrase
    other = next((p for p in scene.phrases if 1 <= p.first - phrase.end <= 2 and p.kind == "person"), None)
    if other is None or other.name is None or other.name.first_token == other.first:
        return phrase
    if scene.lowers[other.first - 1] in _ARTICLES or scene.lowers[other.first - 1] in _OWN or scene.lowers[other.end] in _PLURAL_VERBS:
        return phrase
    return phrase._replace(end=other.end, name=other.name)


def _with_lands(scene: Scene, phrase: Phrase) -> Phrase:
    """`ASEAN countries`, `Darfur provinces`: with the word for the lands that a name tells of."""
    is_named = phrase.name is not None and phrase.name.end_token == phrase.end
    return phrase._replace(end=phrase.end + 1) if is_named and phrase.end < scene.end and scene.lowers[phrase.end] in _LANDS else phrase


def _with_tie(scene: Scene, phrase: Phrase) -> Phrase:
    """`forces loyal to the king`, `gangs linked with the mayor`: with whom an adjective ties those who are named."""
    tie = phrase.end
    if tie + 1 >= scene.end or scene.lowers[tie] not in _TIES or scene.lowers[tie + 1] not in _TO or phrase.kind in _UNTIED:
        return phrase
    other = next((p for p in scene.phrases if 2 <= p.first - tie <= 4 and p.preposition == scene.lowers[tie + 1]), None)
    if other is None or any(other.first <= head < other.end or tie <= head < tie + 2 for head in scene.heads):
        return phrase  # but `loyal to the ousted king`
    if scene.lowers[other.end : other.end + 2] in (["'", "s"], ["’", "s"]):  # `loyal to Peru's exiled king`
        other = next((p for p in scene.phrases if 2 <= p.first - other.end <= 5), other)
    return phrase._replace(end=other.end)


def _with_name(scene: Scene, phrase: Phrase) -> Phrase:
    """`a Lyon man, Marc Petit`, `a small group, the Red Dawn Front`: with the name that a comma puts behind one of whom none is told."""
    name = phrase.name
    if phrase.end + 1 >= scene.end or scene.lowers[phrase.end] != "," or (name is not None and name.entity_type in ("person", "organization")):
        return phrase
    last = scene.lowers[phrase.end - 1]
    at = phrase.end + 1 + (scene.lowers[phrase.end + 1] == "the")
    other = next((p for p in scene.phrases if p.first == at or (p.first == at + 1 and p.name is not None and p.name.role_title)), None)
    if other is None or other.name is None or last.endswith("s") or last in _PLURALS:
        return phrase
    if _is_listed(scene, other) or scene.lowers[other.end] in _SAYING:
        return phrase
    is_named = other.name.entity_type == "organization" if last in _GROUPS else other.kind == "person" and phrase.kind in _ONES
    return phrase._replace(end=other.end, name=other.name) if is_named else phrase


def _is_listed(scene: Scene, phrase: Phrase) -> bool:
    """Whether a comma or `and` ties another phrase to this one, so that a list and no name follows a noun."""
    end = phrase.end
    if scene.lowers[end : end + 1] == ["and"]:
        return True
    tie = end + 1 + (scene.lowers[end + 1 : end + 2] == ["and"])
    return scene.lowers[end : end + 1] == [","] and any(tie <= p.first <= tie + 1 and p.kind != "place" for p in scene.phrases)


def _with_owner(scene: Scene, phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """`the country's soldiers`, `nine of its soldiers`: from whose they are, and of how many, on."""
    lowers, start = scene.lowers, phrase.first
    if start - 1 > scene.first and lowers[start - 1] in _OWN:
        start -= 1
    elif start - 3 > scene.first and lowers[start - 1] == "s" and lowers[start - 2] in _APOSTROPHES and is_common_noun(lowers[start - 3], lexicon):
        if lowers[start - 4] not in lexicon.classes["determiner"]:
            return phrase
        start -= 3
    of = start - 1 - (start - 1 > scene.first and lowers[start - 1] in _DEFINITE)
    if of - 1 >= scene.first and lowers[of] == "of" and lowers[of - 1] in lexicon.numbers and lowers[of - 1] not in _ARTICLES:
        start = extend_left(lowers, scene.first, of - 1, lexicon)
    return phrase._replace(first=start)


def _adjective_start(scene: Scene, end: int, first: int, lexicon: Lexicon) -> int | None:
    """Where the adjective begins that ends before token `end` of a phrase from `first` on, with all that hyphens hold together; None if none does."""
    start = end - 1
    while start - 2 >= scene.first and scene.lowers[start - 1] == "-" and scene.lowers[start - 2].isalnum():
        start -= 2
    if start < scene.first:
        return None
    if start < end - 1:
        return start if scene.lowers[end - 1].isalpha() and any(word.isalpha() for word in scene.lowers[start : end - 1]) else None
    word = scene.lowers[start]
    is_name = any(name.first_token <= start < name.end_token for name in scene.names)
    is_known = word in lexicon.senses or word in lexicon.function_words or word in lexicon.actor_kinds or word == "only"
    qualifies = end < first or (scene.lowers[end] in lexicon.classes["modifier"] and scene.lowers[end] not in lexicon.numbers)
    if word == "suicide" or (word.endswith("ly") and qualifies and word.isalpha() and not is_name and not is_known):
        return start  # `a previously unknown group`
    return start if word.endswith(_ADJECTIVE_ENDS) and word.isalpha() and not is_known else None


def _opens_noun(scene: Scene, start: int, lexicon: Lexicon) -> bool:
    """Whether the word at `start` can only be a noun or an adjective: behind an article, a number or a preposition that is no `to`."""
    before = scene.lowers[start - 1]
    if any(date.first_token <= start < date.end_token for date in scene.dates):
        return False
    return start == scene.first or (before not in ("to", "and") and _opens(scene, start, lexicon))


def _opens(scene: Scene, start: int, lexicon: Lexicon) -> bool:
    """Whether a phrase may begin at `start`: at the head of a sentence, behind an article, a number, a preposition or `and`."""
    if start == scene.first:
        return True
    before = scene.lowers[start - 1]
    if before in lexicon.classes["determiner"] or before in lexicon.classes["prepositions"]:
        return True
    return before in ("and", "s") or before.isdigit() or before in lexicon.numbers
