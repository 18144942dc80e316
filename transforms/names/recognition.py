"""Recognition: which words of a sentence are a name, and of what kind of thing, before it is known of which.

A run of capitalised units is cut from left to right: what the lexicon or the gazetteer knows is taken at its longest; what
neither knows is told by its own words (a title, an organization's head word, a given name) and by what stands around it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from transforms.document import Document, Sentence
from transforms.gazetteer import Gazetteer
from transforms.names.kinds import hint, is_given, kind_by_words
from transforms.names.lexicon import Known, Lexicon
from transforms.names.spans import all_caps_end, organ_end, organization_end, place_end, run_end, title_end
from transforms.names.units import Unit, phrase, read_units

_TITLE_CASE_WORDS = 4  # capitalised words in a row of which no headline has fewer
_CURRENCIES = frozenset("$€£¥₹₩")


class Found(NamedTuple):
    """A recognised name: its units, what kind it is taken for, and what bears it."""

    sentence_no: int
    units: tuple[Unit, ...]
    key: str
    kind: str  # person, organization, place, nationality, acronym, name, opener (a common word that opens its sentence)
    known: tuple[Known, ...]
    in_gazetteer: bool
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


def recognize(scan: Scan, number: int, sentence: Sentence) -> list[Found]:
    """The names of one sentence, in order, none inside another."""
    units = read_units(scan.document, sentence)
    line = Line(number, units, sentence.all_caps, not sentence.all_caps and _is_title_case(scan.lexicon, units))
    found: list[Found] = []
    index = 0
    while index < len(units):
        unit = units[index]
        if not _may_open(scan, line, index):
            index += 1
            continue
        taken = _take(scan, line, _with_particle(scan, units, index) if unit.capital else index)
        if taken is None:
            index += 1
            continue
        name, end = taken
        found.append(name)
        index = max(end, index + 1)
    return found


def _is_title_case(lexicon: Lexicon, units: Sequence[Unit]) -> bool:
    """Whether a sentence is a headline in title case: every longer word has a capital, several common words among them."""
    if len(units) < _TITLE_CASE_WORDS:
        return False
    long = [unit for unit in units[1:] if len(unit.key) > 3 and unit.key.isalpha()]
    small = sum(not unit.capital for unit in long)
    return len(long) > 2 and small * 8 < len(long) and sum(unit.key in lexicon.common for unit in long) > 1


def _may_open(scan: Scan, line: Line, index: int) -> bool:
    """Whether a name may begin at a unit."""
    unit = line.units[index]
    if unit.first in scan.busy:
        return False
    if not unit.capital:
        return unit.key[0].isdigit() and not unit.key.isdigit() and unit.key in scan.lexicon.reach
    if unit.key == "the" or (unit.key == "us" and _is_money(scan.document.tokens.words, unit)):
        return unit.key == "the" and _longest_known(scan, line, index) is not None
    return True


def _is_money(words: Sequence[str], unit: Unit) -> bool:
    return (unit.end < len(words) and words[unit.end] in _CURRENCIES) or (unit.first > 0 and words[unit.first - 1] in _CURRENCIES)


def _with_particle(scan: Scan, units: Sequence[Unit], index: int) -> int:
    """Where a name begins that a small particle opens: `al-Bukamal`, `bin Laden`."""
    before = index - 1
    if before >= 0 and units[index].joined and not units[before].capital and units[before].key in scan.lexicon.cues["particle"]:
        key = f"{units[before].key} {units[index].key}"
        if units[index].hyphenated or key in scan.lexicon.names:
            return before
    return index


def _take(scan: Scan, line: Line, start: int) -> tuple[Found, int] | None:
    """The name that begins at `start`, and the unit behind it."""
    units, lexicon = line.units, scan.lexicon
    curated = _longest_known(scan, line, start)
    end = start + 1 if line.all_caps else run_end(lexicon, units, start, scan.busy)
    if not units[start].capital:
        end = start + 1
    elif end - start > 2:
        end = _before_inner_title(lexicon, units, start, end)
    behind_title = title_end(lexicon, units, start, end)
    place_stop = place_end(scan.gazetteer, units, start, all_caps_end(units, start) if line.all_caps else end)
    if curated and start < curated[0] < behind_title and curated[1][0].entity_type != "person":
        return _found(scan, line, start, curated[0], curated[1][0].entity_type, curated[1]), curated[0]
    if behind_title > start and (curated is None or curated[0] <= behind_title) and not (place_stop == end > behind_title):
        return _titled(scan, line, start, behind_title, end)
    organization_stop = organization_end(lexicon, units, start, end)
    if organization_stop > (curated[0] if curated else start) and _names_organization(scan, line, start, organization_stop):
        return _found(scan, line, start, organization_stop, "organization", ()), organization_stop
    if curated and (taken := _take_known(scan, line, start, end, place_stop, *curated)) is not None:
        return taken
    if place_stop and (place_stop == end or line.all_caps or _is_cut_off(lexicon, units, start, place_stop, end)):
        return _place(scan, line, start, place_stop)
    if curated and curated[1][0].entity_type not in ("place", "person"):
        return _found(scan, line, start, curated[0], curated[1][0].entity_type, curated[1]), curated[0]
    return None if line.all_caps else _unknown(scan, line, start, end)


def _is_cut_off(lexicon: Lexicon, units: Sequence[Unit], start: int, stop: int, end: int) -> bool:
    """Whether a place inside a run is a name of its own: a word for its kind follows, or a person (`Maine Joseph Brennan`)."""
    key = units[stop].key
    return key in lexicon.cues["unit word"] or (end - stop > 1 and key in lexicon.given_names and not is_given(lexicon, units[start].key))


def _take_known(
    scan: Scan, line: Line, start: int, end: int, place_stop: int, stop: int, known: tuple[Known, ...]
) -> tuple[Found, int] | None:
    """A curated name, unless a longer name begins with it."""
    kind = known[0].entity_type
    if place_stop > stop and place_stop == end and kind in ("place", "nationality"):
        return _place(scan, line, start, place_stop)
    if kind == "nationality" or (kind == "place" and known[0].entity_id.startswith("country:")):
        organ_stop = organ_end(scan.lexicon, line.units, stop)
        if organ_stop > stop:
            return _found(scan, line, start, organ_stop, "organization", known), organ_stop
    if kind == "nationality" and (whole := _behind_nationality(scan, line, start, stop, end)) is not None:
        return whole
    lone_surname = kind == "person" and known[0].ambiguous and stop - start == 1 and not line.title_case
    settled = (kind in ("person", "nationality", "organization") and not lone_surname) or known[0].entity_id.startswith("country:")
    if stop >= end or settled:
        return _found(scan, line, start, stop, kind, known), stop
    return None


def _behind_nationality(scan: Scan, line: Line, start: int, stop: int, end: int) -> tuple[Found, int] | None:
    """`British Empire`, `the Australian Greens`: a name that only begins with a nationality."""
    units, lexicon = line.units, scan.lexicon
    if not stop < end <= stop + 2 or line.title_case or line.all_caps:
        return None
    kind = kind_by_words(lexicon, units[start:end], ())
    if kind == "place":
        return _found(scan, line, start, end, "place", ()), end
    article = start > 0 and units[start - 1].key == "the" and units[start].joined
    rest = units[stop].key
    plain = not is_given(lexicon, rest) and rest not in lexicon.names and title_end(lexicon, units, stop, end) == stop
    if (article and kind == "name" and plain and not lexicon.common.issuperset(unit.key for unit in units[stop:end])) or (
        article and plain and kind == "name" and units[end - 1].key.endswith("s")
    ):
        return _found(scan, line, start, end, "organization", ()), end
    return None


def _before_inner_title(lexicon: Lexicon, units: Sequence[Unit], start: int, end: int) -> int:
    """Where a title inside a run ends the name before it: `Queensland Premier Peter Beattie`; the run's end if none does."""
    if is_given(lexicon, units[start].key) or title_end(lexicon, units, start, end) > start:
        return end
    for index in range(start + 1, end - 1):
        behind = title_end(lexicon, units, index, end)
        if index < behind < end and units[behind].key not in lexicon.organization_heads:
            is_head = units[index].key in lexicon.organization_heads and title_end(lexicon, units, index + 1, end) > index + 1
            return index + is_head
    return end


def _names_organization(scan: Scan, line: Line, start: int, stop: int) -> bool:
    """Whether a head word makes a name of the words before it; in a headline, common words make none."""
    units = line.units[start:stop]
    if not line.title_case:
        opens = units[0].key in scan.lexicon.cues["organization opener"]
        return opens or any(unit.key not in scan.lexicon.cues["never a name"] for unit in units[:-1]) or len(units) > 2
    return any(unit.capital and unit.key not in scan.lexicon.common for unit in units)


def _longest_known(scan: Scan, line: Line, start: int) -> tuple[int, tuple[Known, ...]] | None:
    """The longest curated name that begins at `start`: the unit behind it, and what bears it."""
    best, key, units = None, "", line.units
    names, reach, first = scan.lexicon.names, scan.lexicon.reach, units[start]
    for index in range(start, min(len(units), start + max(reach.get(first.key, 0), reach.get(f"{first.key}s", 0) if first.owns else 0))):
        unit = units[index]
        if index > start and not (unit.joined or unit.owned):
            break
        if index > start and unit.owned:
            key += "s"
        key = f"{key} {unit.key}" if key else unit.key
        held = names.get(key) or (names.get(f"{key}s") if unit.owns else None)
        if held and (believed := tuple(known for known in held if _is_believed(known, scan, line, units[start : index + 1]))):
            best = index + 1, believed
    return best


def _is_believed(known: Known, scan: Scan, line: Line, units: Sequence[Unit]) -> bool:
    if not known.needs_capitals:
        return any(unit.capital for unit in units)
    written = scan.document.text[scan.document.tokens.starts[units[0].first] : scan.document.tokens.ends[units[-1].end - 1]]
    if line.all_caps:
        return len(written) > 3 or "." in scan.document.text[: scan.document.tokens.ends[units[-1].end - 1] + 1][-2:]
    return sum(map(str.isupper, written)) > 1 or len(units) > 1


def _titled(scan: Scan, line: Line, start: int, behind_title: int, end: int) -> tuple[Found, int] | None:
    """A person behind a title; a title alone is no name."""
    units = line.units
    if behind_title >= end:
        return None
    title = " ".join(unit.key for unit in units[start:behind_title])
    organization_stop = organization_end(scan.lexicon, units, start, end)
    if organization_stop >= end and (end - behind_title < 2 or organization_stop > end):
        return _found(scan, line, start, organization_stop, "organization", ()), organization_stop
    known = tuple(one for one in scan.lexicon.names.get(phrase(units[behind_title:end]), ()) if one.entity_type == "person")
    return _found(scan, line, behind_title, end, "person", known)._replace(title=title), end


def _place(scan: Scan, line: Line, start: int, end: int) -> tuple[Found, int] | None:
    """A name of the gazetteer, with the word for its kind of place if that follows."""
    units, lexicon = line.units, scan.lexicon
    if end - start == 1 and units[start].key in (lexicon.common if start == 0 or line.title_case or line.all_caps else lexicon.cues["never a name"]):
        return None
    follows = end < len(units) and units[end].joined and units[end].key in lexicon.cues["unit word"]
    name = _found(scan, line, start, end, "place", ())
    if not follows:
        return name, end
    unit_word = units[end].key
    if (units[end].capital or unit_word in lexicon.cues["province word"]) and not line.all_caps:
        whole = _found(scan, line, start, end + 1, "place", ())
        return whole._replace(key=name.key, unit_word=unit_word, in_gazetteer=name.in_gazetteer), end + 1
    return name._replace(unit_word=unit_word), end


def _unknown(scan: Scan, line: Line, start: int, end: int) -> tuple[Found, int] | None:
    """A run that no table knows as a whole."""
    units, lexicon = line.units, scan.lexicon
    if start == 0 and end == 1 and line.number and units[0].key in lexicon.common and units[0].key not in lexicon.cues["never a name"]:
        return _found(scan, line, 0, 1, "opener", ()), 1
    given = end - start > 1 and _opens_with_given(lexicon, line, start)
    while end > start and _is_no_name(lexicon, line, end - 1, given and end - start == 2):
        end -= 1
    first = start
    while first < end and not given and _is_no_name(lexicon, line, first, False):
        first += 1
    if first >= end:
        return None
    if first > start:
        return _take(scan, line, first)
    words = scan.document.tokens.words
    written = ["".join(words[unit.first : unit.end]) for unit in units[start:end]]
    if any(unit.key[:1].isdigit() or (unit.end - unit.first > 1 and any(map(str.isdigit, unit.key))) for unit in units[start:end]):
        return None
    return _found(scan, line, start, end, kind_by_words(lexicon, units[start:end], written), ()), end


def _opens_with_given(lexicon: Lexicon, line: Line, start: int) -> bool:
    """`Bill Clinton`, `May Sarton`: a given name before a capital, though both may be common words."""
    key, following = line.units[start].key, line.units[start + 1].key
    if key in lexicon.given_names:
        return True
    return key in lexicon.maybe_given and not ((start == 0 or line.title_case) and following in lexicon.common)


def _is_no_name(lexicon: Lexicon, line: Line, index: int, is_surname: bool) -> bool:
    """Whether a capitalised word is none of a name: always, first in a sentence, or in a headline."""
    key = line.units[index].key
    if key in lexicon.cues["never a name"]:
        return True
    return not is_surname and (index == 0 or line.title_case) and key in lexicon.common


def _found(scan: Scan, line: Line, start: int, end: int, kind: str, known: tuple[Known, ...]) -> Found:
    units = line.units
    key = phrase(units[start:end])
    before = units[start - 1].key if start and units[start].joined else ""
    after = units[end].key if end < len(units) else ""
    told = None if line.all_caps else hint(scan.lexicon, units, start, end, scan.document.tokens.lowers)
    return Found(
        line.number, tuple(units[start:end]), key, kind, known, key in scan.gazetteer.rows_of, None, before, after, told, None, start == 0,
        not (line.all_caps or line.title_case),
    )  # fmt: skip
