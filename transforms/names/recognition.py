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
from transforms.names.spans import all_caps_end, organ_end, organization_end, paired_end, place_end, run_end, title_end
from transforms.names.units import Unit, phrase, read_units

_TITLE_CASE_WORDS = 4  # capitalised words in a row of which no headline has fewer
_SMALL_WORDS = 4  # longer words in small letters, of which no headline in title case has more
_DIGITS = frozenset("0123456789")
_DASHES = frozenset("-–—")
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
    behind = 0
    for index, unit in enumerate(units):
        if index < behind or not (unit.capital or unit.key[0] in _DIGITS) or not _may_open(scan, line, index):
            continue
        taken = _take(scan, line, _with_particle(scan, units, index) if unit.capital else index)
        if taken is not None:
            name, behind = taken
            found.append(name)
    return found


def _is_title_case(lexicon: Lexicon, units: Sequence[Unit]) -> bool:
    """Whether a sentence is a headline in title case: every longer word has a capital, several common words among them."""
    if len(units) < _TITLE_CASE_WORDS:
        return False
    large = small = common = 0
    for unit in units[1:]:
        if len(unit.key) > 3 and unit.key.isalpha():
            if unit.capital:
                large += 1
                common += unit.key in lexicon.common
            else:
                small += 1
                if small > _SMALL_WORDS:
                    return False
    return large + small > 2 and small * 8 < large + small and common > 1


def _may_open(scan: Scan, line: Line, index: int) -> bool:
    """Whether a name may begin at a unit."""
    unit = line.units[index]
    if unit.first in scan.busy:
        return False
    if not unit.capital:
        return unit.key[0].isdigit() and not unit.key.isdigit() and unit.key in scan.lexicon.reach
    if unit.contracted:
        return False
    if unit.key == "the":
        return _longest_known(scan, line, index) is not None
    short = len(unit.key) < 4
    return not (short and (_is_money(scan.document.tokens.words, unit) or _is_party_and_state(scan.lexicon, line.units, index)))


def _is_party_and_state(lexicon: Lexicon, units: Sequence[Unit], index: int) -> bool:
    """`R-Ariz.`, `D-NY` behind a legislator's name: neither part is a name."""
    first = index - 1 if units[index].hyphenated else index
    follows = first + 1 < len(units) and units[first + 1].hyphenated and units[first + 1].capital
    return first >= 0 and follows and units[first].key in lexicon.cues["party letter"] and units[first].capital


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
    first_word = scan.document.tokens.words[units[start].first]
    if first_word in lexicon.abbreviation_starts and (short := _abbreviation(scan, line, start)) is not None:
        return short
    curated = _longest_known(scan, line, start)
    end = start + 1 if line.all_caps else run_end(lexicon, units, start, scan.busy)
    if units[start].key[0] in _DIGITS:
        end = start + 1
    elif end - start > 2:
        end = _before_inner_title(lexicon, units, start, end)
    key = units[start].key
    if curated and end == start + 1 == curated[0] and key not in lexicon.title_reach and key not in lexicon.organization_heads:
        return _take_known(scan, line, start, end, 0, *curated)  # most names of news; the rest of this function is slower
    behind_title = title_end(lexicon, units, start, end)
    place_stop = place_end(scan.gazetteer, units, start, all_caps_end(units, start) if line.all_caps else end)
    if curated and start < curated[0] < behind_title and curated[1][0].entity_type != "person":
        return _found(scan, line, start, curated[0], curated[1][0].entity_type, curated[1]), curated[0]
    if behind_title > start and (curated is None or curated[0] <= behind_title) and not (place_stop == end > behind_title):
        return _titled(scan, line, start, behind_title, end)
    organization_stop = start if line.all_caps else organization_end(lexicon, units, start, paired_end(lexicon, units, end))
    if organization_stop > (curated[0] if curated else start) and _names_organization(scan, line, start, organization_stop):
        return _found(scan, line, start, organization_stop, "organization", ()), organization_stop
    if curated and (taken := _take_known(scan, line, start, end, place_stop, *curated)) is not None:
        return taken
    if place_stop and (place_stop == end or line.all_caps or _is_cut_off(lexicon, units, start, place_stop, end)):
        return _place(scan, line, start, place_stop)
    if curated and curated[1][0].entity_type not in ("place", "person"):
        return _found(scan, line, start, curated[0], curated[1][0].entity_type, curated[1]), curated[0]
    return None if line.all_caps else _unknown(scan, line, start, end)


def _abbreviation(scan: Scan, line: Line, start: int) -> tuple[Found, int] | None:
    """A place in an abbreviation: `N.Y.C.`; `Calif.` and `CA` only behind a capital and a comma."""
    units, tokens = line.units, scan.document.tokens
    first = units[start].first
    after_comma = start > 0 and tokens.words[first - 1] == "," and units[start - 1].end == first - 1 and units[start - 1].capital
    for stop in range(min(len(units), start + 3), start, -1):
        if stop > start + 1 and len(units[stop - 1].key) > 1:
            continue
        written = scan.document.text[tokens.starts[first] : tokens.ends[units[stop - 1].end - 1]]
        known = (scan.lexicon.after_comma.get(written) if after_comma else None) or scan.lexicon.abbreviations.get(written)
        if known is not None and not (stop < len(units) and units[stop].capital and units[stop].joined and len(written) == 2):
            return _found(scan, line, start, stop, "place", (known,)), stop
    return None


def _is_cut_off(lexicon: Lexicon, units: Sequence[Unit], start: int, stop: int, end: int) -> bool:
    """Whether a place inside a run is a name of its own: a word for its kind follows, or a person (`Maine Joseph Brennan`)."""
    key = units[stop].key
    if units[stop - 1].key in lexicon.cues["county word"] and stop - start > 1:
        return True
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
        name = _found(scan, line, start, stop, kind, known)
        if kind == "person" and known[0].ambiguous and name.hint == "place" and name.in_gazetteer:
            return name._replace(kind="place", known=()), stop
        if kind == "place" and name.unit_word is None and stop < len(line.units) and line.units[stop].joined:
            word = line.units[stop].key
            name = name._replace(unit_word=word if word in scan.lexicon.cues["unit word"] else None)
            if word in scan.lexicon.cues["disease word"]:
                name = name._replace(kind="thing", known=())
        return name, stop
    return None


def _is_branch(scan: Scan, units: Sequence[Unit], stop: int, end: int) -> bool:
    """Whether a region or country behind a group's name says which of its branches is meant: `Ford Australia`."""
    held = scan.lexicon.names.get(" ".join([unit.key for unit in units[stop:end]]), ())
    return any(known.entity_type == "place" for known in held)


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
    if line.all_caps and known.entity_type == "organization" and len(units) == 1 and units[0].key in scan.lexicon.common:
        return False
    if not known.needs_capitals:
        return any(unit.capital for unit in units)
    written = scan.document.text[scan.document.tokens.starts[units[0].first] : scan.document.tokens.ends[units[-1].end - 1]]
    if line.all_caps:
        end = scan.document.tokens.ends[units[-1].end - 1]
        return len(written) > 3 or "." in scan.document.text[end - 1 : end + 1]
    return sum(map(str.isupper, written)) > 1 or len(units) > 1


def _titled(scan: Scan, line: Line, start: int, behind_title: int, end: int) -> tuple[Found, int] | None:
    """A person behind a title; a title alone is no name."""
    units = line.units
    if behind_title >= end:
        return None
    title = " ".join(unit.key for unit in units[start:behind_title])
    organization_stop = start if line.all_caps else organization_end(scan.lexicon, units, start, end)
    begins_group = units[behind_title].owned or not is_given(scan.lexicon, units[behind_title].key)
    if organization_stop >= end and (end - behind_title < 2 or organization_stop > end or begins_group):
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
        named_after = end < len(units) and units[end].joined and units[end].key in lexicon.cues["disease word"]
        return (name._replace(kind="thing") if named_after else name), end
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
        return _take(scan, line, start + 1)
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


def _opens_dispatch(words: Sequence[str], units: Sequence[Unit]) -> bool:
    """`SALEM --`: a name in capitals with a dash behind it, as a dateline has it."""
    behind = units[-1].end
    return behind < len(words) and words[behind] in _DASHES and all(words[unit.first].isupper() and len(unit.key) > 2 for unit in units)


def _found(scan: Scan, line: Line, start: int, end: int, kind: str, known: tuple[Known, ...]) -> Found:
    units = line.units
    key = phrase(units[start:end])
    second = units[start - 2].key if start > 1 else ""
    before = units[start - 1].key if start and units[start].joined else ""
    after = units[end].key if end < len(units) else ""
    told = None if line.all_caps else hint(scan.lexicon, units, start, end, scan.document.tokens.lowers)
    if start == 0 and _opens_dispatch(scan.document.tokens.words, units[start:end]):
        told = "place"
    return Found(
        line.number, tuple(units[start:end]), key, kind, known, key in scan.gazetteer.rows_of, None, before, after, told,
        second if before == "of" and second in scan.lexicon.cues["unit word"] else None, start == 0,
        not (line.all_caps or line.title_case),
    )  # fmt: skip
