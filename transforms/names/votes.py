"""Votes: what kind of thing each unknown name of a text is, by all its mentions together.

Every mention votes by the words around it (`Found.hint`); the members of a list vote for each other (`Airbus, Embraer and
Boeing`). A name is of the kind that most of its mentions speak for.
"""

import itertools
from collections import Counter, defaultdict
from typing import Final

from transforms.document import Document
from transforms.names.found import Found

_JOINS: Final = frozenset([",", "and", "or", "&", "/"])
_WEAK: Final = {"article": ("organization", 1), "verb": ("person", 1)}  # groups and places act too, and an adjective may have the article
_KINDS: Final = frozenset(["person", "organization", "place"])


Votes = dict[str, dict[str, int]]  # kinds by key, with the weight that speaks for each, in the order of the text


def votes(found: list[Found], rows: list[list[int]], sure: dict[int, str]) -> Votes:
    """Kinds by key, with the weight that speaks for each.

    `rows` are the lists of the text; `sure` holds the kinds of mentions that need no vote, by index.
    """
    counted: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name in found:
        if name.hint is not None:
            hinted, weight = _WEAK.get(name.hint, (name.hint, 2))
            counted[name.key][hinted] += weight
    for members in rows:
        kinds = Counter(kind for index in members if (kind := sure.get(index) or _single(counted.get(found[index].key))) in _KINDS)
        if kinds:
            kind = strongest(kinds)
            weak = all(index not in sure and counted[found[index].key][kind] < 2 for index in members)
            for index in members:
                counted[found[index].key][kind] += 1 if weak else 3
    return dict(counted)


def strongest(kinds: dict[str, int]) -> str:
    """The kind that most speaks for; of equals the first of the text."""
    return max(kinds, key=kinds.__getitem__)


def _single(kinds: dict[str, int] | None) -> str | None:
    """The one kind that has votes, if no other has."""
    return next(iter(kinds)) if kinds and len(kinds) == 1 else None


def lists(document: Document, found: list[Found]) -> list[list[int]]:
    """Indices of names that stand in one list, commas and `and` between them, two at least."""
    words = document.tokens.lowers
    rows: list[list[int]] = []
    for index, (name, following) in enumerate(itertools.pairwise(found)):
        first, end = name.units[-1].end, following.units[0].first
        if 0 < end - first < 3 and name.sentence_no == following.sentence_no and _JOINS.issuperset(words[first:end]):
            if rows and rows[-1][-1] == index:
                rows[-1].append(index + 1)
            else:
                rows.append([index, index + 1])
    return rows
