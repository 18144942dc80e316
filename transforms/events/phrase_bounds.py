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
_AFTER_HYPHEN: Final = word_class("after_hyphen")
_APOSTROPHES: Final = frozenset(("'", "’"))
_HELD_AS: Final = frozenset(("captive", "hostage", "prisoner"))
_GLUE: Final = word_class("glue")
_IN_OFFICES: Final = word_class("in_offices")
_NO_NOUNS: Final = frozenset(("last", "next"))
_HEADS_OF: Final = frozenset(("bishop", "archbishop", "commander", "director", "patriarch", "founder", "rector", "abbot", "captain"))
_LONGEST_OFFICE: Final = 9  # tokens
_MEMBERS: Final = word_class("members")
_FOLLOWING: Final = frozenset(("civilian", "crowd", "state", "rebel", "criminal"))
_FIRM: Final = frozenset(("organization", "place"))
_BRIDGED: Final = frozenset(("nation", "organization"))
_SECONDS: Final = frozenset(("deputy", "vice", "assistant", "acting"))
_ADJECTIVE_ENDS: Final = ("ern", "ed", "al", "ous")


def is_common_noun(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that the lexicon does not know is likely a noun."""
    is_known = word in lexicon.senses or word in lexicon.function_words or word in _NO_NOUNS
    return word.isalpha() and not is_known and not word.endswith(("ed", "ly"))


def extend_left(lowers: list[str], reached: int, anchor: int, lexicon: Lexicon) -> int:
    """Where a phrase begins: over modifiers, numbers, and what links them."""
    modifiers, vague, start = lexicon.classes["modifier"], lexicon.vague_numbers, anchor
    while start > reached:
        word = lowers[start - 1]
        linked = word == "of" and start - 2 >= reached and (lowers[start - 2] in vague or lowers[start - 2] in _MEMBERS)
        comma = word in (",", ".") and start - 2 >= reached and lowers[start].isdigit() and lowers[start - 2].isdigit()
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


def model_end(lowers: list[str], position: int, end: int) -> int:
    """Where the name of a model ends that begins at `position`: `Su-24M3`; the position itself if none does."""
    at = position + 2
    if at >= end or lowers[at - 1] != "-" or not lowers[at][0].isdigit() or not lowers[position].isalpha():
        return position
    while at < end and (lowers[at][0].isdigit() or len(lowers[at]) == 1) and lowers[at].isalnum() and lowers[at] != "a":
        at += 1
    return at


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
    last: NameMention | None = None
    head: str | None = None
    follower: str | None = None
    of = end  # where `of` ties those who are nobody's name to somebody: `nephews of Ana Velic`
    position = solid = anchor
    while position < end:
        name, word = at_token.get(position), lowers[position]
        if name is not None:
            is_of_it = best is not None and best.entity_type == "person" and lowers[best.end_token] == "of"
            best, last = name if best is not None and _only_tells_of(lowers, best, name) else _better_name(best, name, is_of_it), name
            head = kinds_of_names[position] if head is None or (head not in _ARMED and name.entity_type in ("person", "organization")) else head
            position = solid = _name_end(lowers, name, position, end)
        elif word in _CROWDS and position == anchor:
            head, position = "crowd", position + 1
            solid = position
        elif word in kinds:
            if word in _HELD_AS and lowers[position - 1] in kinds:
                break  # `hold ten worshippers hostage`
            if position > anchor and word in lexicon.convicting and is_verb(lowers, position, at_token, lexicon):
                break  # `The court convicts Omar Haddad`
            head, position = _head_kind(head, kinds[word]), position + 1
            solid = position = position + ((head == "official" or word == "attorney") and lowers[position : position + 1] == ["general"])
        elif word in modifiers or word.isdigit() or lowers[position - 1] == "-":
            if (word in _APPROXIMATE and not _is_number(lowers[position + 1], lexicon)) or (word == "off" and lowers[position + 1] != "-"):
                break
            position += 1
        elif position == solid and (holder := _office_end(lowers, position, end, head, at_token, lexicon)) > position:
            position = holder
        elif position > anchor and (model := model_end(lowers, position, end)) > position:
            position = model
        elif (word == "suicide" and lowers[position + 1] in BOMBERS) or _links(lowers, anchor, position, end, solid, head, at_token, lexicon):
            of, follower = (position, head) if word == "of" and head in _FOLLOWING else (of, follower)
            position += 1
        else:
            break
        if position == solid and position < end and lowers[position] == "(":
            position = solid = _behind_short_form(lowers, position, end, lexicon)
    if last is not None and last.entity_type == "person" and solid <= last.end_token + 2 and lowers[solid - 1] not in kinds:
        best, head = (last, head) if last.first_token < of else (None, follower)  # `the Coastal Bank chief Ann Vale` is Ann Vale
    return Phrase(start, solid, best, head, _governor(lowers, first, start, lexicon))


def is_verb(lowers: list[str], position: int, at_token: "dict[int, NameMention]", lexicon: Lexicon) -> bool:
    """`convicts Omar Haddad`, `convicts the mayor`: whether a noun in the plural that may be a verb is one, since a name or an article follows."""
    follows = position + 1 in at_token or lowers[position + 1] in _ARTICLES or lowers[position + 1] == "the"
    return follows and lowers[position] in lexicon.convicting


def _only_tells_of(lowers: list[str], best: "NameMention", name: "NameMention") -> bool:
    """`the Taliban-linked Haqqani network`: whether a hyphen makes of the first name only what tells of the second."""
    if lowers[best.end_token] != "-" or lowers[best.end_token + 1] not in _AFTER_HYPHEN:
        return False
    return name.entity_type in ("organization", "person") or lowers[best.end_token + 1] in ("held", "controlled")


def _behind_short_form(lowers: list[str], opening: int, end: int, lexicon: Lexicon) -> int:
    """`Party of Peace (PP) members`: where the noun begins that stands behind the short form of a name; where the parenthesis opens if none does."""
    for closing in range(opening + 2, min(end - 1, opening + 5)):
        if lowers[closing] == ")":
            return closing + 1 if lowers[closing + 1] in lexicon.actor_kinds else opening
    return opening


def _links(
    lowers: list[str], anchor: int, position: int, end: int, solid: int, head: str | None, at_token: "dict[int, NameMention]", lexicon: Lexicon
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
    if (lowers[position - 1] == "s" or lowers[position - 2] == "s") and _is_owned_office(lowers, position, end, lexicon):
        return True
    if _may_bridge(lowers, anchor, position, solid, head) and _is_bridge(lowers, position, end, at_token, lexicon, head not in _FIRM):
        return True
    if word == "," and position + 1 < end:
        return lowers[position - 1].isdigit() and lowers[position + 1].isdigit()
    before = lowers[position - 1]
    if word != "of" and not (word in ("the", "a") and before == "of"):
        return False
    if before in lexicon.vague_numbers or before in _MEMBERS or before == "of":
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


def _office_end(lowers: list[str], position: int, end: int, head: str | None, at_token: "dict[int, NameMention]", lexicon: Lexicon) -> int:
    """`secretary of state Dean Rusk`: where the person begins whose office `of` or `for` goes on with; `position` if none is named."""
    if lowers[position] not in ("of", "for") or not (head == "official" or lowers[position - 1] in _HEADS_OF):
        return position
    at = position + 1
    while at < min(end, position + _LONGEST_OFFICE):
        name = at_token.get(at)
        if name is not None and name.entity_type == "person":
            return at
        if name is None and not (lowers[at] in _IN_OFFICES or lowers[at] in lexicon.classes["modifier"] or _is_of_office(lowers[at], lexicon)):
            return position
        at = at + 1 if name is None else name.end_token
    return position


def _is_of_office(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may tell what an office is for; no verb in the third person."""
    return is_common_noun(word, lexicon) and not word.endswith("s")


def _head_kind(head: str | None, kind: str) -> str:
    """The last noun says what kind it is, but rebels stay rebels as `rebel forces`."""
    return "rebel" if head == "rebel" and kind == "state" else kind


def _better_name(best: "NameMention | None", name: "NameMention", is_of_it: bool) -> "NameMention":
    """Of two names of a phrase the one that says more of who is meant; who is of a party (`is_of_it`) is not the party."""
    order = ("organization", "person", "nationality", "place")
    if best is None or (order.index(name.entity_type) < order.index(best.entity_type) and not is_of_it):
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
        if word in lexicon.senses and word.endswith("ed") and lowers[before - 1] in lexicon.actor_kinds:
            return None  # `after police killed the man`
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


def _may_bridge(lowers: list[str], anchor: int, position: int, solid: int, head: str | None) -> bool:
    """Whether a noun behind what a phrase has so far may belong to those whom it opens: `French paper workers`, `deputy mines minister`."""
    if head in _FIRM and lowers[position].endswith("s"):
        return False  # `The court finds a man guilty`
    if head in _BRIDGED or (head == "place" and lowers[anchor - 1] not in _PREPOSITIONS):
        return position - solid <= 1
    return position == solid and lowers[position - 1] in _SECONDS


def _is_bridge(lowers: list[str], position: int, end: int, at_token: "dict[int, NameMention]", lexicon: Lexicon, may_be_name: bool) -> bool:
    """`French paper workers`, `German airline Lufthansa`: a noun between a nationality and those who are of it, who may have a name."""
    if not is_common_noun(lowers[position], lexicon):
        return False
    for at in range(position + 1, min(end, position + 3)):
        name = at_token.get(at)
        if lowers[at] in lexicon.actor_kinds or (name is not None and name.entity_type in ("person", "organization") and may_be_name):
            return True
        if lowers[at] not in lexicon.classes["modifier"] or lowers[at] in _APPROXIMATE:
            return False
    return False
