"""Weapons: words and named systems of the lexicon, in any case."""

from bisect import bisect_left

from transforms.document import Document
from transforms.names.lexicon import Lexicon
from transforms.names.mention import NameMention


def find_weapons(document: Document, lexicon: Lexicon) -> list[NameMention]:
    """Every weapon named in the mined sentences, at its longest."""
    lowers, reach = document.tokens.lowers, lexicon.weapon_reach
    places = [index for index, word in enumerate(lowers) if word in reach]
    if not places:
        return []
    found: list[NameMention] = []
    for number, sentence in enumerate(document.sentences):
        if not sentence.mined:
            continue
        behind = sentence.first_token
        for index in places[bisect_left(places, behind) : bisect_left(places, sentence.end_token)]:
            if index < behind:
                continue
            end, identity = _longest(lexicon, lowers, index, sentence.end_token)
            if identity is not None:
                found.append(_mention(document, number, index, end, identity))
                behind = end
    return found


def _longest(lexicon: Lexicon, lowers: list[str], start: int, stop: int) -> tuple[int, str | None]:
    key = ""
    best: tuple[int, str | None] = (start, None)
    for index in range(start, min(stop, start + 2 * lexicon.weapon_reach.get(lowers[start], 0))):
        if not lowers[index][0].isalnum():
            continue
        key = f"{key} {lowers[index]}" if key else lowers[index]
        if key not in lexicon.weapon_openings:
            break
        if (identity := lexicon.weapons.get(key)) is not None:
            best = index + 1, identity
    return best


def _mention(document: Document, number: int, first: int, end: int, identity: str) -> NameMention:
    starts, ends = document.tokens.starts, document.tokens.ends
    name = identity.partition(":")[2].replace("-", " ")
    return NameMention(number, starts[first], ends[end - 1], first, end, "weapon", identity, name, "linked", "alias", 0.9, 1)
