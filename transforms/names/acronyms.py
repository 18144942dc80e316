"""Acronyms that a text defines: `Syrian Democratic Forces (SDF)`, `ISIS. [Daesh]`."""

import itertools
from typing import Final

from transforms.document import Document
from transforms.names.found import Found

_FARTHEST: Final = 4  # tokens between a name and the bracketed word
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


def defined_acronyms(document: Document, found: list[Found]) -> dict[str, Found]:
    """Folded acronym or gloss -> the name that it stands for, where brackets right behind that name hold it."""
    words = document.tokens.words
    defined: dict[str, Found] = {}
    if "(" not in document.text and "[" not in document.text:
        return defined
    for name, gloss in itertools.pairwise(found):
        first, end = gloss.units[0].first, gloss.units[-1].end
        opens = words[first - 1] in _OPENING and end < len(words) and words[end] in _CLOSING
        behind = first - name.units[-1].end
        if opens and behind <= _FARTHEST and (_is_own_acronym(gloss, name, behind) or _stands_for(gloss.key, name)):
            defined.setdefault(gloss.key, name)
    return defined


def _is_own_acronym(gloss: Found, name: Found, behind: int) -> bool:
    """Whether an acronym directly follows a group: of no table, whatever its letters, which may be of another language, or its own."""
    if {known.entity_id for known in gloss.known} & {known.entity_id for known in name.known}:
        return True
    open_to_all = gloss.kind == "acronym" or (gloss.known and all(known.ambiguous for known in gloss.known) and len(gloss.units) == 1)
    return bool(open_to_all) and name.kind == "organization" and behind == 1 and len(name.units) > 1


def _stands_for(gloss: str, name: Found) -> bool:
    """Whether the letters of an acronym begin the words of a name, in order; small words may be passed over."""
    initials = [unit.key[:1] for unit in name.units if unit.key]
    capitals = [unit.key[:1] for unit in name.units if unit.capital]
    letters = list(gloss.replace(" ", ""))
    return len(letters) > 1 and (letters in (initials, capitals) or letters == initials[: len(letters)])
