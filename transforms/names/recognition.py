"""Recognition: which words of a sentence are a name, and of what kind of thing, before it is known of which.

A run of capitalised units is cut from left to right: what the lexicon or the gazetteer knows is taken at its longest; what
neither knows is told by its own words (a title, an organization's head word, a given name) and by what stands before it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from transforms.document import Document, Sentence
from transforms.gazetteer import Gazetteer
from transforms.names.lexicon import Known, Lexicon
from transforms.names.units import Unit, read_units

_LONGEST_NAME = 9  # units
_LONGEST_PLACE = 6


class Found(NamedTuple):
    """A recognised name: its units, what kind it is taken for, and what bears it."""

    sentence_no: int
    units: tuple[Unit, ...]
    key: str
    kind: str  # person, organization, place, nationality, acronym, name
    known: tuple[Known, ...]
    in_gazetteer: bool
    title: str | None  # that stands before a person
    before: str  # the lower-case word before it
    after: str  # the lower-case word behind it
    unit_word: str | None  # governorate, river ... as part of the name
    opens: bool  # first in its sentence
    all_caps: bool


class Scan(NamedTuple):
    """What recognition works with, the same for all sentences of a text."""

    document: Document
    lexicon: Lexicon
    gazetteer: Gazetteer
    busy: frozenset[int]  # tokens of time expressions


def recognize(scan: Scan, number: int, sentence: Sentence) -> list[Found]:
    """The names of one sentence, in order, none inside another."""
    units = read_units(scan.document, sentence)
    found: list[Found] = []
    index = 0
    while index < len(units):
        unit = units[index]
        if not unit.capital or unit.first in scan.busy or (unit.key == "the" and not _longest_known(scan, sentence, units, index)):
            index += 1
            continue
        start = _with_particle(scan, units, index)
        taken = _take(scan, number, sentence, units, start)
        if taken is None:
            index += 1
            continue
        name, end = taken
        found.append(name)
        index = max(end, index + 1)
    return found


def _with_particle(scan: Scan, units: Sequence[Unit], index: int) -> int:
    """Where a name begins that a small particle opens: `al-Bukamal`, `bin Laden`."""
    before = index - 1
    if before >= 0 and units[index].joined and not units[before].capital and units[before].key in scan.lexicon.cues["particle"]:
        key = f"{units[before].key} {units[index].key}"
        if units[index].hyphenated or key in scan.lexicon.names:
            return before
    return index


def _take(scan: Scan, number: int, sentence: Sentence, units: Sequence[Unit], start: int) -> tuple[Found, int] | None:
    """The name that begins at `start`, and the unit behind it."""
    curated = _longest_known(scan, sentence, units, start)
    end = _run_end(scan, units, start)
    if sentence.all_caps:
        end = start + 1
    title_end = _title_end(scan, units, start, end)
    if title_end > start and (curated is None or curated[0] <= title_end):
        return _titled(scan, number, sentence, units, start, title_end, end)
    organization_end = _organization_end(scan, units, start, end)
    if organization_end > (curated[0] if curated else start):
        return _found(scan, number, sentence, units, start, organization_end, "organization", ()), organization_end
    if curated:
        stop, known = curated
        place_end = _longest_place(scan, units, start, end)
        if place_end > stop and place_end == end and known[0].entity_type in ("place", "nationality"):
            return _place(scan, number, sentence, units, start, place_end)
        organ_end = _organ_end(scan, units, stop) if known[0].entity_type in ("nationality", "place") else stop
        if organ_end > stop and (known[0].entity_type == "nationality" or known[0].entity_id.startswith("country:")):
            return _found(scan, number, sentence, units, start, organ_end, "organization", known), organ_end
        if known[0].entity_type == "person" or stop >= end or _is_settled(known[0]):
            return _found(scan, number, sentence, units, start, stop, known[0].entity_type, known), stop
    place_end = _longest_place(scan, units, start, end if not sentence.all_caps else _all_caps_end(units, start))
    if place_end and (place_end == end or sentence.all_caps or units[place_end].key in scan.lexicon.cues["unit word"]):
        return _place(scan, number, sentence, units, start, place_end)
    if curated and known[0].entity_type != "place":
        return _found(scan, number, sentence, units, start, stop, known[0].entity_type, known), stop
    return None if sentence.all_caps else _unknown(scan, number, sentence, units, start, end)


def _is_settled(known: Known) -> bool:
    """Whether a known name ends where it does although more capitals follow: an adjective before a name, a country before a comma."""
    return known.entity_type in ("nationality", "organization") or known.entity_id.startswith("country:")


def _longest_known(scan: Scan, sentence: Sentence, units: Sequence[Unit], start: int) -> tuple[int, tuple[Known, ...]] | None:
    """The longest curated name that begins at `start`: the unit behind it, and what bears it."""
    best, key = None, ""
    for index in range(start, min(len(units), start + scan.lexicon.reach.get(units[start].key, 0))):
        if index > start and not units[index].joined:
            break
        key = f"{key} {units[index].key}" if key else units[index].key
        held = scan.lexicon.names.get(key)
        if held and (believed := tuple(known for known in held if _is_believed(known, scan, sentence, units[start : index + 1]))):
            best = index + 1, believed
    return best


def _is_believed(known: Known, scan: Scan, sentence: Sentence, units: Sequence[Unit]) -> bool:
    if not known.needs_capitals:
        return True
    written = scan.document.text[scan.document.tokens.starts[units[0].first] : scan.document.tokens.ends[units[-1].end - 1]]
    if sentence.all_caps:
        return len(written) > 3 or "." in scan.document.text[: scan.document.tokens.ends[units[-1].end - 1] + 1][-2:]
    return sum(map(str.isupper, written)) > 1 or len(units) > 1


def _run_end(scan: Scan, units: Sequence[Unit], start: int) -> int:
    """One past the last unit of the run of capitalised units from `start`; particles and `of` only between two capitals."""
    end = start + 1
    particles = scan.lexicon.cues["particle"]
    while end < len(units) and units[end].joined and units[end].first not in scan.busy:
        unit = units[end]
        if unit.capital or (unit.hyphenated and unit.key.isalpha() and len(unit.key) < 4 and _is_capital(units, end + 1)):
            end += 1
        elif unit.key in particles and unit.key not in ("y", "e", "as", "an", "at", "do", "am") and _is_capital(units, end + 1):
            end += 2
        else:
            break
    return end


def _is_capital(units: Sequence[Unit], index: int) -> bool:
    return index < len(units) and units[index].capital and units[index].joined


def _title_end(scan: Scan, units: Sequence[Unit], start: int, end: int) -> int:
    """One past the titles that open a run: `Foreign Minister`, `Lt. Col.`; `start` if there is none."""
    stop = start
    while stop < end:
        reach, key, longest = scan.lexicon.title_reach.get(units[stop].key, 0), "", stop
        for index in range(stop, min(end, stop + reach)):
            key = f"{key} {units[index].key}" if key else units[index].key
            if key in scan.lexicon.titles:
                longest = index + 1
        if longest == stop:
            break
        stop = longest
    return stop


def _titled(
    scan: Scan, number: int, sentence: Sentence, units: Sequence[Unit], start: int, title_end: int, end: int
) -> tuple[Found, int] | None:
    """A person behind a title; a title alone is no name."""
    if title_end >= end:
        return None
    title = " ".join(unit.key for unit in units[start:title_end])
    organization_end = _organization_end(scan, units, start, end)
    if organization_end == end and end - title_end < 2:
        return _found(scan, number, sentence, units, start, end, "organization", ()), end
    key = " ".join(unit.key for unit in units[title_end:end])
    known = tuple(one for one in scan.lexicon.names.get(key, ()) if one.entity_type == "person")
    return _found(scan, number, sentence, units, title_end, end, "person", known)._replace(title=title), end


def _organization_end(scan: Scan, units: Sequence[Unit], start: int, end: int) -> int:
    """One past an organization that a head word names: `Oil Ministry`, `University of Basra`; `start` if there is none."""
    heads = scan.lexicon.organization_heads
    last = start
    for index in range(start, end):
        if units[index].key in heads and (index > start or _is_of(units, index + 1)):
            last = index + 1
    if last > start:
        while _is_of(units, last):
            inner = last + 1 + (units[last + 1].key == "the")
            last = _run_end(scan, units, inner)
            if last < len(units) - 1 and units[last].key == "and" and units[last].joined and _is_capital(units, last + 1) and last - inner < 2:
                last = _run_end(scan, units, last + 1)
    return last


def _is_of(units: Sequence[Unit], index: int) -> bool:
    """Whether `of` or `for` and a capital follow."""
    if index + 1 >= len(units) or not units[index].joined or units[index].key not in ("of", "for"):
        return False
    return _is_capital(units, index + 1) or (units[index + 1].key == "the" and units[index + 1].joined and _is_capital(units, index + 2))


def _organ_end(scan: Scan, units: Sequence[Unit], stop: int) -> int:
    """One past the organ of a state behind its name or adjective: `Syrian army`, `US military forces`."""
    organs = scan.lexicon.cues["state organ"]
    best, key = stop, ""
    for index in range(stop, min(len(units), stop + 3)):
        if not units[index].joined:
            break
        key = f"{key} {units[index].key}" if key else units[index].key
        if key in organs:
            best = index + 1
    return best


def _longest_place(scan: Scan, units: Sequence[Unit], start: int, end: int) -> int:
    """One past the longest name of the gazetteer from `start`, or 0."""
    for stop in range(min(end, start + _LONGEST_PLACE), start, -1):
        if " ".join(unit.key for unit in units[start:stop]) in scan.gazetteer.rows_of:
            return stop
    return 0


def _all_caps_end(units: Sequence[Unit], start: int) -> int:
    end = start + 1
    while end < len(units) and end < start + _LONGEST_PLACE and units[end].joined:
        end += 1
    return end


def _place(scan: Scan, number: int, sentence: Sentence, units: Sequence[Unit], start: int, end: int) -> tuple[Found, int] | None:
    """A name of the gazetteer, with the word for its kind of place if that follows."""
    if end - start == 1 and units[start].key in scan.lexicon.common:
        return None
    with_word = end
    if end < len(units) and units[end].joined and units[end].key in scan.lexicon.cues["unit word"]:
        with_word = end + 1
    unit_word = units[end].key if with_word > end else None
    name = _found(scan, number, sentence, units, start, end, "place", ())
    if unit_word and (units[end].capital or unit_word in ("governorate", "province", "oblast")) and not sentence.all_caps:
        name = name._replace(units=tuple(units[start:with_word]))
        return name._replace(unit_word=unit_word, after=_lower(units, with_word)), with_word
    return name._replace(unit_word=unit_word), end


def _unknown(scan: Scan, number: int, sentence: Sentence, units: Sequence[Unit], start: int, end: int) -> tuple[Found, int] | None:
    """A run that no table knows as a whole."""
    while end > start and units[end - 1].key in scan.lexicon.common:
        end -= 1
    first = start
    while first < end and units[first].key in scan.lexicon.common:
        first += 1
    if first >= end:
        return None
    if first > start:
        return _take(scan, number, sentence, units, first)
    inner = next((index for index in range(start + 1, end) if _title_end(scan, units, index, end) > index), end)
    if inner < end and not scan.document.tokens.words[units[start].first].isupper():
        return _take(scan, number, sentence, units, inner)
    kind = _kind(scan, units, start, end)
    if kind is None:
        return None
    return _found(scan, number, sentence, units, start, end, kind, ()), end


def _kind(scan: Scan, units: Sequence[Unit], start: int, end: int) -> str | None:
    """What kind of thing an unknown run names."""
    words = units[start:end]
    written = [scan.document.tokens.words[unit.first] for unit in words]
    before = units[start - 1].key if start and units[start].joined else ""
    if words[0].key in scan.lexicon.given_names and len(words) > 1:
        return "person"
    if len(words) == 1 and written[0].isupper() and 2 <= len(written[0]) <= 6:
        return "acronym"
    if before in scan.lexicon.cues["place preposition"] and len(words) < 3:
        return "place"
    if 2 <= len(words) <= 4 and not any(word.isdigit() for word in written):
        return "person"
    return "name"


def _found(
    scan: Scan, number: int, sentence: Sentence, units: Sequence[Unit], start: int, end: int, kind: str, known: tuple[Known, ...]
) -> Found:
    key = " ".join(unit.key for unit in units[start:end])
    before = _lower(units, start - 1) if units[start].joined else ""
    in_gazetteer = key in scan.gazetteer.rows_of
    return Found(
        number, tuple(units[start:end]), key, kind, known, in_gazetteer, None, before, _lower(units, end), None, start == 0, sentence.all_caps
    )


def _lower(units: Sequence[Unit], index: int) -> str:
    return units[index].key if 0 <= index < len(units) else ""
