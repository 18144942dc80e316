"""Votes: what kind of thing each unknown name of a text is, by all its mentions together.

Every mention votes by the words around it (`Found.hint`); the members of a list vote for each other (`Airbus, Embraer and
Boeing`). A name is of the kind that most of its mentions speak for.
"""

import itertools
from collections import Counter
from collections.abc import Sequence

from transforms.document import Document
from transforms.names.found import Found

_JOINS = frozenset([",", "and", "or", "&", "/"])
_WEAK = {"article": ("organization", 1), "verb": ("person", 1)}  # groups and places act too, and an adjective may have the article
_KINDS = frozenset(["person", "organization", "place"])


def votes(found: Sequence[Found], rows: Sequence[Sequence[int]], sure: dict[int, str]) -> dict[str, Counter[str]]:
    """Kinds by key, with the weight that speaks for each.

    `rows` are the lists of the text; `sure` holds the kinds of mentions that need no vote, by index.
    """
    counted: dict[str, Counter[str]] = {}
    for name in found:
        if name.hint is not None:
            hinted, weight = _WEAK.get(name.hint, (name.hint, 2))
            counted.setdefault(name.key, Counter())[hinted] += weight
    for members in rows:
        kinds = Counter(kind for index in members if (kind := sure.get(index) or _single(counted.get(found[index].key))) in _KINDS)
        if kinds:
            kind = kinds.most_common(1)[0][0]
            for index in members:
                counted.setdefault(found[index].key, Counter())[kind] += 3
    return counted


def _single(counter: Counter[str] | None) -> str | None:
    """The one kind that has votes, if no other has."""
    return next(iter(counter)) if counter and len(counter) == 1 else None


def lists(document: Document, found: Sequence[Found]) -> list[list[int]]:
    """Indices of names that stand in one list, commas and `and` between them, two at least."""
    words, rows, current = document.tokens.lowers, [], [0]
    for index, (name, following) in enumerate(itertools.pairwise(found), 1):
        between = words[name.units[-1].end : following.units[0].first]
        if name.sentence_no == following.sentence_no and 0 < len(between) < 3 and _JOINS.issuperset(between):
            current.append(index)
        else:
            rows.append(current)
            current = [index]
    return [members for members in [*rows, current] if len(members) > 1 and found]
