"""Units: the words of a sentence as names are made of them.

Letters joined by apostrophes are one unit (`Ta'izz`), so are letters and digits with nothing between (`M23`, `H5N1`, `AT&T`);
letters joined by hyphens or abbreviated by periods are several with nothing but those signs between (`al-Bukamal`, `U.S.`).
A possessive `'s` stands outside a name that it ends and inside one that goes on (`Lord's Resistance Army`); so does the apostrophe of
a plural (`Workers' Party`).
"""

from typing import Final, NamedTuple

from transforms.document import Document, Sentence
from transforms.gazetteer_keys import fold_again

_APOSTROPHES: Final = frozenset("'’ʼ‘`´ʿʾ")
_HYPHENS: Final = frozenset("-‐‑–")
_CONTRACTED: Final = frozenset(["ve", "d", "ll", "re", "m", "t"])
_GLUES: Final = _APOSTROPHES | {"&"}


class Unit(NamedTuple):
    """One word: its tokens, folded form, case, and how it hangs together with the unit before it."""

    first: int
    end: int
    key: str
    capital: bool
    joined: bool  # a name may go on from the unit before: white space, a hyphen or an abbreviating period between
    hyphenated: bool  # by a hyphen
    owned: bool = False  # behind a possessive `'s`, or `'` of a plural
    owns: int = 0  # one past the tokens of the possessive that follows; 0 if none does
    contracted: bool = False  # ends in a contracted verb: `I've`


def read_units(document: Document, sentence: Sentence) -> list[Unit]:
    """The units of one sentence, in order; signs other than those that join are none."""
    words, lowers, starts, ends = document.tokens
    units: list[Unit] = []
    new = tuple.__new__  # a third of the time of Unit(...), and there is one unit for each word
    index, stop = sentence.first_token, sentence.end_token
    joined, hyphenated, owned = False, False, False
    while index < stop:
        word = words[index]
        if word[0].isalnum():
            end, contracted = index + 1, False
            key = lowers[index] if word.isascii() else fold_again(word) or word
            if end < stop and starts[end] == ends[index] and (words[end] in _GLUES or words[end][0].isalnum()):
                end = _unit_end(words, starts, ends, index, stop)
                if end > index + 1:
                    key = fold_again(document.text[starts[index] : ends[end - 1]]) or word
                    contracted = lowers[end - 1] in _CONTRACTED and words[end - 2] in _APOSTROPHES
            units.append(new(Unit, (index, end, key, word[0].isupper(), joined, hyphenated, owned, 0, contracted)))
            index, joined, hyphenated, owned = end, True, False, False
            continue
        if word in _APOSTROPHES:
            behind = _possessive_end(words, starts, ends, index, stop)
            if not behind and joined and _is_plural_possessive(words, starts, ends, sentence.first_token, index, stop):
                behind = index + 1
            if behind and joined:
                units[-1] = units[-1]._replace(owns=behind)
                index, joined, owned = behind, False, True
                continue
            joined = False
        elif word == "&":
            if joined:
                units.append(Unit(index, index + 1, "&", False, True, False))
        elif word in _HYPHENS and index + 1 < stop and index > 0 and starts[index] == ends[index - 1] and starts[index + 1] == ends[index]:
            hyphenated = joined
        elif not (word == "." and index > 0 and starts[index] == ends[index - 1] and units and _abbreviates(words[units[-1].end - 1], index, stop)):
            joined = False
        owned = False
        index += 1
    return units


def _unit_end(words: list[str], starts: list[int], ends: list[int], index: int, stop: int) -> int:
    """One past the last token of the unit that begins at `index`."""
    end = index + 1
    while end < stop and starts[end] == ends[end - 1]:
        if words[end][0].isalnum():
            end += 1
        elif words[end] not in _APOSTROPHES and (words[end] != "&" or len(words[end - 1]) > 2):
            break
        elif end + 1 < stop and starts[end + 1] == ends[end] and words[end + 1][0].isalpha() and not _possessive_end(words, starts, ends, end, stop):
            end += 2
        else:
            break
    return end


def _possessive_end(words: list[str], starts: list[int], ends: list[int], index: int, stop: int) -> int:
    """One past a possessive `'s` whose apostrophe is at `index`, or 0."""
    if index + 1 >= stop or words[index + 1] not in ("s", "S") or starts[index + 1] > ends[index] + 1:
        return 0
    behind = index + 2
    glued_on = behind < stop and starts[behind] == ends[behind - 1] and words[behind][0].isalpha()
    return 0 if glued_on else behind


def _is_plural_possessive(words: list[str], starts: list[int], ends: list[int], first: int, index: int, stop: int) -> bool:
    """`Workers' Party`: an apostrophe behind a plural and before a capital, where none is open that it might close."""
    if index + 1 >= stop or words[index - 1][-1] not in "sS" or starts[index] != ends[index - 1]:
        return False
    if starts[index + 1] == ends[index] or not words[index + 1][0].isupper():
        return False
    signs = [at for at in range(first, index) if words[at] in _APOSTROPHES]
    return not any(starts[at + 1] == ends[at] and (at == first or starts[at] > ends[at - 1]) for at in signs)


def _abbreviates(word: str, index: int, stop: int) -> bool:
    """Whether a period behind `word` abbreviates it, so that a name may go on: an initial, `St.`, `Gen.`; not at the end."""
    return index + 1 < stop and len(word) <= 4 and word[0].isupper()


def phrase(units: "list[Unit] | tuple[Unit, ...]") -> str:
    """The folded form of units as one name: a possessive inside it keeps its `s` (`lords resistance army`)."""
    if len(units) == 1:
        return units[0].key
    return " ".join(unit.key + possessive_s(unit) if unit is not units[-1] else unit.key for unit in units)


def possessive_s(unit: Unit) -> str:
    """The `s` of the possessive that follows a unit: none behind a plural, whose apostrophe stands alone."""
    return "s" if unit.owns > unit.end + 1 else ""
