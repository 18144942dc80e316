"""Found names: what recognition reads, a sentence of a document with its lexica, and what it finds there."""

from typing import Final, NamedTuple

from transforms.document import Document
from transforms.gazetteer import Gazetteer
from transforms.names.kinds import hint
from transforms.names.lexicon import Known, Lexicon
from transforms.names.units import Unit, phrase

_DASHES: Final = frozenset("-–—")


class Found(NamedTuple):
    """A recognised name: its units, what kind it is taken for, and what bears it."""

    sentence_no: int
    units: tuple[Unit, ...]
    key: str
    kind: str  # person, organization, place, nationality, acronym, name, opener (a common word that opens its sentence)
    known: tuple[Known, ...]
    title: str | None  # that stands before a person
    before: str  # the lower-case word before it
    after: str  # the lower-case word behind it
    hint: str | None  # the kind that the words around it speak for
    unit_word: str | None  # governorate, river ... as part of the name
    opens: bool  # first in its sentence
    case_tells: bool  # False in a sentence of capitals or a headline in title case


class Scan(NamedTuple):
    """What recognition works with, the same for all sentences of a text."""

    document: Document
    lexicon: Lexicon
    gazetteer: Gazetteer
    busy: frozenset[int]  # tokens of time expressions


class Line(NamedTuple):
    """One sentence as recognition reads it."""

    number: int
    units: list[Unit]
    all_caps: bool
    title_case: bool


Taken = tuple[Found, int]  # a name, and the unit behind it


def found_at(
    scan: Scan, line: Line, start: int, end: int, kind: str, known: tuple[Known, ...] = (), title: str | None = None,
    unit_word: str | None = None,
) -> Found:  # fmt: skip
    """The name that the units of a line from `start` to `end` are, with what stands around it."""
    units = line.units
    own = tuple(units[start:end])
    before = units[start - 1].key if start and units[start].joined else ""
    told = hint(scan.lexicon, units, start, end, scan.document.tokens.lowers)
    if start == 0 and _opens_dispatch(scan.document.tokens.words, own):
        told = "place"
    return Found(
        line.number, own, phrase(own), kind, known, title, before, units[end].key if end < len(units) else "", told,
        unit_word or unit_before(scan, units, start), start == 0,
        not line.title_case,
    )  # fmt: skip


def unit_before(scan: Scan, units: list[Unit], start: int) -> str | None:
    """The word for a kind of place that `of` joins to a name: `province of Aleppo`."""
    if start > 1 and units[start - 1].key == "of" and units[start].joined and units[start - 2].key in scan.lexicon.cues["unit word"]:
        return units[start - 2].key
    return None


def _opens_dispatch(words: list[str], units: tuple[Unit, ...]) -> bool:
    """`SALEM --`: a name in capitals with a dash behind it, as a dateline has it."""
    behind = units[-1].end
    return behind < len(words) and words[behind] in _DASHES and all(words[unit.first].isupper() and len(unit.key) > 2 for unit in units)
