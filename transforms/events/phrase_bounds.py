"""Phrase bounds: where a noun phrase begins and ends around its first name or noun, and which preposition governs it."""

from typing import TYPE_CHECKING, Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Phrase

if TYPE_CHECKING:
    from transforms.names import NameMention

_PREPOSITIONS: Final = word_class("prepositions")
_ARTICLES: Final = frozenset(("a", "an"))
_ARMED: Final = frozenset(("rebel", "state", "criminal"))
BOMBERS: Final = frozenset(("bomber", "bombers", "attacker", "attackers"))
_CROWDS: Final = frozenset(("thousands", "hundreds", "dozens", "scores"))
_APPROXIMATE: Final = frozenset(("about", "around", "over", "nearly", "almost", "least"))
_AFTER_HYPHEN: Final = frozenset(("led", "backed", "based", "born", "style", "era", "appointed", "affiliated", "linked", "who", "and", "the"))
_APOSTROPHES: Final = frozenset(("'", "’"))
_HELD_AS: Final = frozenset(("captive", "hostage", "prisoner"))
_GLUE: Final = word_class("glue")
_MEMBERS: Final = word_class("members")
_ADJECTIVE_ENDS: Final = ("ern", "ed", "al", "ous")


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
        if word == "suicide" and lowers[start] in BOMBERS:
            start -= 1
            continue
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


def extend_right(
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
        elif word in _CROWDS and position == anchor:
            head, position = "crowd", position + 1
            solid = position
        elif word in kinds:
            if word in _HELD_AS and lowers[position - 1] in kinds:
                break  # `hold ten worshippers hostage`
            head, position = _head_kind(head, kinds[word]), position + 1
            solid = position = position + ((head == "official" or word == "attorney") and lowers[position : position + 1] == ["general"])
        elif word in modifiers or word.isdigit() or lowers[position - 1] == "-":
            if (word in _APPROXIMATE and not _is_number(lowers[position + 1], lexicon)) or (word == "off" and lowers[position + 1] != "-"):
                break
            position += 1
        elif (word == "suicide" and lowers[position + 1] in BOMBERS) or _links(lowers, position, end, solid, head, at_token, lexicon):
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


def _links(lowers: list[str], position: int, end: int, solid: int, head: str | None, at_token: "dict[int, NameMention]", lexicon: Lexicon) -> bool:
    """Whether a sign or `of` holds two parts of one phrase together: `Israel's army`, `1,200 men`, `dozens of men`, `minister of Peru`."""
    word = lowers[position]
    if word == "s" and lowers[position - 1] in _APOSTROPHES:
        following = at_token.get(position + 1)
        return position == solid + 1 and (following is None or following.entity_type != "place")
    if word in _GLUE:
        return position == solid
    if word == ".":
        return position == solid and len(lowers[position - 1]) == 1 and lowers[position - 2] == "."  # `a U.S. contractor`
    if (lowers[position - 1] == "s" or lowers[position - 2] == "s") and _is_owned_office(lowers, position, end, lexicon):
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
        if lowers[before - 1] == "-" and before - 2 > first and word not in _PREPOSITIONS:
            before -= 2  # `by a 37-year-old Algerian man`
            start -= 2
            continue
        if word in _PREPOSITIONS or (word.isdigit() and len(word) == 4):
            break
        if word == "-" and before + 1 < start and lowers[before - 1].isalnum():
            before -= 2  # `with a center-right party`
            continue
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
    if before < first or lowers[before] not in _PREPOSITIONS:
        return None
    is_counted = lowers[before] == "of" and lowers[before - 1] in lexicon.vague_numbers
    return None if is_counted else lowers[before]  # `thousands of pro-democracy activists`


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
