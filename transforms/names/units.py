"""Units: the words of a sentence as names are made of them.

Letters joined by apostrophes are one unit (`Ta'izz`), letters joined by hyphens or abbreviated by periods are several with
nothing but those signs between them (`al-Bukamal`, `U.S.`). A possessive `'s` is no part of a name.
"""

from typing import NamedTuple

from transforms.document import Document, Sentence
from transforms.gazetteer_keys import fold_name

_APOSTROPHES = frozenset("'’ʼ‘`´ʿʾ")
_HYPHENS = frozenset("-‐‑–")


class Unit(NamedTuple):
    """One word: its tokens, folded form, case, and whether it is joined to the unit before it."""

    first: int
    end: int
    key: str
    capital: bool
    joined: bool  # a name may go on from the unit before: white space, a hyphen or an abbreviating period between
    hyphenated: bool  # by a hyphen


def read_units(document: Document, sentence: Sentence) -> list[Unit]:
    """The units of one sentence, in order; signs other than those that join are none."""
    words, starts, ends = document.tokens.words, document.tokens.starts, document.tokens.ends
    units: list[Unit] = []
    index, stop = sentence.first_token, sentence.end_token
    joined, hyphenated = False, False
    while index < stop:
        word = words[index]
        if word[0].isalnum():
            end = _unit_end(words, starts, ends, index, stop)
            key = fold_name(word if end == index + 1 else document.text[starts[index] : ends[end - 1]])
            units.append(Unit(index, end, key, word[0].isupper(), joined, hyphenated))
            index, joined, hyphenated = end, True, False
            continue
        glued = index > 0 and starts[index] == ends[index - 1]
        if word in _HYPHENS and glued and index + 1 < stop and starts[index + 1] == ends[index]:
            hyphenated = joined
        elif not (word == "." and glued and units and _abbreviates(words[units[-1].end - 1], index, stop)):
            joined = False
        index += 1
    return units


def _unit_end(words: list[str], starts: list[int], ends: list[int], index: int, stop: int) -> int:
    """One past the last token of the unit that begins at `index`."""
    end = index + 1
    while (
        end + 1 < stop
        and words[end] in _APOSTROPHES
        and starts[end] == ends[end - 1]
        and starts[end + 1] == ends[end]
        and words[end + 1][0].isalpha()
        and not (words[end + 1] in ("s", "S") and (end + 2 >= stop or starts[end + 2] > ends[end + 1] or not words[end + 2][0].isalpha()))
    ):
        end += 2
    return end


def _abbreviates(word: str, index: int, stop: int) -> bool:
    """Whether a period behind `word` abbreviates it, so that a name may go on: an initial, `St.`, `Gen.`; not at the end."""
    return index + 1 < stop and len(word) <= 4 and word[0].isupper()
