"""Recognition: which words of a sentence are a name, and of what kind of thing, before it is known of which.

A run of capitalised units is cut from left to right: what the lexicon or the gazetteer knows is taken at its longest; what
neither knows is told by its own words (a title, an organization's head word, a given name) and by what stands around it.
"""

from typing import Final

from transforms.document import Sentence
from transforms.names.capitals import true_case
from transforms.names.curated import is_part_of_other, is_tied_to_other, longest_known, take_known
from transforms.names.found import Found, Line, Scan, Taken, found_at
from transforms.names.gazetted import behind_article, is_cut_off, paired_place, take_abbreviation, take_place
from transforms.names.headlines import is_title_case
from transforms.names.kinds import is_given, kind_by_words
from transforms.names.lexicon import Lexicon
from transforms.names.spans import is_capital, nickname_end, organization_end, paired_end, place_end, run_end, title_end
from transforms.names.units import Unit, phrase, read_units

_DIGITS: Final = frozenset("0123456789")
_LONGEST_PORTFOLIO: Final = 7  # units
_CURRENCIES: Final = frozenset("$€£¥₹₩")


def recognize(scan: Scan, number: int, sentence: Sentence) -> list[Found]:
    """The names of one sentence, in order, none inside another."""
    units = read_units(scan.document, sentence)
    if sentence.all_caps:
        capitals = Line(number, units, True, False)
        known = [None if unit.key == "the" else longest_known(scan, capitals, index) for index, unit in enumerate(units)]
        units = true_case(scan.lexicon, scan.gazetteer, units, [longest[0] if longest else 0 for longest in known])
    openers = [index for index, unit in enumerate(units) if unit.capital or unit.key[0] in _DIGITS]
    line = Line(number, units, sentence.all_caps, not sentence.all_caps and is_title_case(scan.lexicon, units, len(openers)))
    found: list[Found] = []
    behind = 0
    for index in openers:
        if index < behind or not _may_open(scan, line, index):
            continue
        taken = _take(scan, line, _with_particle(scan, units, index) if units[index].capital else index)
        if taken is not None:
            name, behind = taken
            found.append(name)
    return found


def _may_open(scan: Scan, line: Line, index: int) -> bool:
    """Whether a name may begin at a unit."""
    unit = line.units[index]
    if unit.first in scan.busy:
        return False
    if not unit.capital:
        return unit.key[0].isdigit() and not unit.key.isdigit() and unit.key in scan.lexicon.openings
    if unit.contracted:
        return False
    if unit.key == "the":
        return longest_known(scan, line, index) is not None or _is_town_with_article(scan, line.units, index)
    if unit.key in scan.lexicon.common and _is_portfolio(scan.lexicon, line.units, index):
        known = longest_known(scan, line, index)
        is_place = place_end(scan.gazetteer, line.units, index, run_end(scan.lexicon, line.units, index, scan.busy)) > index + 1
        return is_place or (known is not None and known[1][0].entity_type != "organization")
    short = len(unit.key) < 4
    if unit.key == "u" and _is_highway(line.units, index):
        return False
    return not (short and (_is_money(scan.document.tokens.words, unit) or _is_party_and_state(scan.lexicon, line.units, index)))


def _is_town_with_article(scan: Scan, units: list[Unit], index: int) -> bool:
    """`The Hague`: a name of the gazetteer that begins with its article; not `The Plains`, which may be any."""
    if index + 1 >= len(units) or not units[index + 1].capital or units[index + 1].key in scan.lexicon.common:
        return False
    return place_end(scan.gazetteer, units, index, index + 2) == index + 2


def _is_portfolio(lexicon: Lexicon, units: list[Unit], index: int) -> bool:
    """`Minister of Labour and Social Affairs Ana Velic`: whether a common word tells what an office is for, and names nobody."""
    at = index
    while at > 1 and index - at < _LONGEST_PORTFOLIO and units[at].joined and not is_given(lexicon, units[at].key):
        if units[at - 1].key in ("of", "for") and units[at - 2].key in lexicon.cues["office"]:
            return True
        if not (units[at - 1].key in lexicon.common and (units[at - 1].capital or units[at - 1].key in ("and", "the", "of", "for"))):
            return False
        at -= 1
    return False


def _is_highway(units: list[Unit], index: int) -> bool:
    """`U.S. 25`: a road, and no country; `in the U.S. 25 people` is none."""
    number = units[index + 2] if index + 2 < len(units) else None
    is_road = number is not None and number.joined and number.key.isdigit() and len(number.key) < 4 and units[index + 1].key == "s"
    return is_road and not (index > 0 and units[index - 1].key == "the")


def _is_party_and_state(lexicon: Lexicon, units: list[Unit], index: int) -> bool:
    """`R-Ariz.`, `D-NY` behind a legislator's name: neither part is a name."""
    first = index - 1 if units[index].hyphenated else index
    follows = first + 1 < len(units) and units[first + 1].hyphenated and units[first + 1].capital
    return first >= 0 and follows and units[first].key in lexicon.cues["party letter"] and units[first].capital


def _is_money(words: list[str], unit: Unit) -> bool:
    return (unit.end < len(words) and words[unit.end] in _CURRENCIES) or (unit.first > 0 and words[unit.first - 1] in _CURRENCIES)


def _with_particle(scan: Scan, units: list[Unit], index: int) -> int:
    """Where a name begins that a small particle opens: `al-Bukamal`, `bin Laden`."""
    before = index - 1
    if before >= 0 and units[index].joined and not units[before].capital and units[before].key in scan.lexicon.cues["particle"]:
        key = f"{units[before].key} {units[index].key}"
        if units[index].hyphenated or key in scan.lexicon.names:
            return before
    return index


def _take(scan: Scan, line: Line, start: int) -> Taken | None:
    """The name that begins at `start`, and the unit behind it."""
    units, lexicon = line.units, scan.lexicon
    first_word = scan.document.tokens.words[units[start].first]
    if first_word in lexicon.abbreviation_starts and (short := take_abbreviation(scan, line, start)) is not None:
        return short
    curated = longest_known(scan, line, start)
    if curated and is_part_of_other(lexicon, units, start, *curated):
        curated = None
    end = run_end(lexicon, units, start, scan.busy)
    if units[start].key[0] in _DIGITS:
        end = start + 1
    elif end - start > 2:
        end = _before_inner_title(scan, units, start, end)
    key = units[start].key
    if nickname_end(scan.document.tokens.words, units, end) is not None and is_given(lexicon, key) and curated is None:
        return _person(scan, line, start, end)
    if end < len(units) and units[end].key == "and" and (both := _joined_place_end(scan, units, start, end)):
        return take_place(scan, line, start, both)
    pair = paired_end(lexicon, units, end)
    if curated and end == start + 1 == curated[0] and pair == end and key not in lexicon.title_reach and key not in lexicon.organization_heads:
        return take_known(scan, line, start, end, 0, *curated)  # most names of news; the rest of this function is slower
    if curated is None and end - start < 3 and (paired := paired_place(scan, line, start, end)):
        return take_place(scan, line, start, paired)
    behind_title = title_end(lexicon, units, start, end)
    place_stop = 0
    if curated is None or curated[0] < end:
        place_stop = place_end(scan.gazetteer, units, start, end)
    if curated is None and key in lexicon.cues["storm word"] and start + 1 < end != place_stop:
        return found_at(scan, line, start, end, "thing"), end  # `Hurricane Maria`, but `Storm Lake, Iowa`
    is_title = curated is not None and phrase(units[start : curated[0]]) in lexicon.titles  # `Vice President`
    if curated and start < curated[0] < behind_title and curated[1][0].entity_type != "person" and not is_title:
        return found_at(scan, line, start, curated[0], curated[1][0].entity_type, curated[1]), curated[0]
    if behind_title > start and (curated is None or curated[0] <= behind_title) and not (place_stop == end > behind_title):
        return _titled(scan, line, start, behind_title, end)
    if curated and curated[1][0].entity_id.startswith("country:") and is_tied_to_other(scan, line, curated[0]):
        return take_known(scan, line, start, end, 0, *curated)
    organization_stop = organization_end(lexicon, units, start, pair)
    if start == 0 and organization_stop > 1 and curated is None and _counts(lexicon, units, organization_stop):
        return _take(scan, line, 1)
    if organization_stop > (curated[0] if curated else start) and _names_organization(scan, line, start, organization_stop):
        return found_at(scan, line, start, organization_stop, "organization"), organization_stop
    if curated and (taken := take_known(scan, line, start, end, place_stop, *curated)) is not None:
        return taken
    if place_stop and (place_stop == end or is_cut_off(lexicon, units, start, place_stop, end)):
        return take_place(scan, line, start, place_stop)
    if (articled := behind_article(scan, line, start, end)) is not None:
        return articled
    if curated and curated[1][0].entity_type not in ("place", "person"):
        return found_at(scan, line, start, curated[0], curated[1][0].entity_type, curated[1]), curated[0]
    return _unknown(scan, line, start, end)


def _joined_place_end(scan: Scan, units: list[Unit], start: int, end: int) -> int:
    """`Newfoundland and Labrador`: where a name of the gazetteer ends that goes on behind `and`; 0 if none does."""
    if not (units[end].joined and is_capital(units, end + 1)):
        return 0
    stop = place_end(scan.gazetteer, units, start, run_end(scan.lexicon, units, end + 1, scan.busy))
    return stop if stop > end else 0


def _counts(lexicon: Lexicon, units: list[Unit], stop: int) -> bool:
    """`Nine Red Dawn Front fighters`, `A Ruritanian Air Force jet`: whether what opens a sentence counts those who are of the name."""
    if units[0].key in ("a", "an") or units[0].key in lexicon.cues["place preposition"]:
        return True
    if units[0].key not in lexicon.cues["counting word"] or stop >= len(units) or not units[stop].joined:
        return False
    return not units[stop].capital and (units[stop].key.endswith(("s", "men", "women")) or units[stop].key in lexicon.cues["uncounted noun"])


def _before_inner_title(scan: Scan, units: list[Unit], start: int, end: int) -> int:
    """Where a title inside a run ends the name before it: `Queensland Premier Peter Beattie`; the run's end if none does."""
    lexicon = scan.lexicon
    opening = title_end(lexicon, units, start, end)
    if opening > start and place_end(scan.gazetteer, units, start, end) <= opening:  # not `St. Paul Mayor Ann Vale`
        return end
    if is_given(lexicon, units[start].key) and not start + 1 < title_end(lexicon, units, start + 1, end) < end:
        return end
    for index in range(start + 1, end - 1):
        behind = title_end(lexicon, units, index, end)
        if index < behind < end and not units[index].hyphenated and units[behind].key not in lexicon.organization_heads:
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


def _titled(scan: Scan, line: Line, start: int, behind_title: int, end: int) -> Taken | None:
    """A person behind a title; a title alone is no name."""
    units = line.units
    if behind_title >= end and (whole := title_end(scan.lexicon, units, start, len(units))) - start > 1 and not is_capital(units, whole):
        return found_at(scan, line, start, whole, "thing"), whole  # no name begins inside `Chancellor of the Exchequer`
    if behind_title >= end or (units[end - 1].key in scan.lexicon.cues["office"] and end - behind_title > 1):
        return None  # `Deputy Mines Minister-designate`
    title = " ".join(unit.key for unit in units[start:behind_title])
    organization_stop = organization_end(scan.lexicon, units, start, end)
    if not line.title_case and (_is_of_nation(scan, line, behind_title, end, title) or (organization_stop >= end and _is_attribute(scan, title))):
        return _take(scan, line, behind_title)  # `Former Coastal Bank chief`, `Veteran British diver`
    is_single = end - behind_title == 1 and (title in ("miss", "doctor") or (start > 0 and units[start - 1].key == "the"))
    if units[behind_title].owned or (is_single and units[behind_title].key in scan.lexicon.cues["never a name"]):
        return None  # `the King's Speech`, `the General Staff`
    begins_group = units[behind_title].owned or not is_given(scan.lexicon, units[behind_title].key)
    if organization_stop >= end and (end - behind_title < 2 or organization_stop > end or begins_group):
        return found_at(scan, line, start, organization_stop, "organization"), organization_stop
    return _person(scan, line, behind_title, end, title)


def _is_attribute(scan: Scan, title: str) -> bool:
    """Whether a title is nothing but words such as `former` and `alleged`."""
    return scan.lexicon.cues["attribute"].issuperset(title.split())


def _is_of_nation(scan: Scan, line: Line, start: int, end: int, title: str) -> bool:
    """`Former Russian diver`, `Major United States airports`: whether what follows a title says where somebody is from, and is no name of his."""
    known = longest_known(scan, line, start)
    if _is_attribute(scan, title) and (known is not None or end - start > 1):
        return known[1][0].entity_type != "person" if known else place_end(scan.gazetteer, line.units, start, end) == end  # `New York mayor`
    if known is None or known[0] < end:
        return False
    kind = known[1][0].entity_type
    return kind == "nationality" or (kind in ("place", "organization") and end - start > 1)


def _person(scan: Scan, line: Line, start: int, end: int, title: str | None = None) -> Taken:
    """A person's name, over a nickname in quotation marks: `Omar "the Fox" Haddad`."""
    surname = nickname_end(scan.document.tokens.words, line.units, end)
    behind = end if surname is None else run_end(scan.lexicon, line.units, surname, scan.busy)
    key = phrase(line.units[start:end] if surname is None else line.units[start:end] + line.units[surname:behind])
    known = tuple(one for one in scan.lexicon.names.get(key, ()) if one.entity_type == "person")
    return found_at(scan, line, start, behind, "person", known, title), behind


def _unknown(scan: Scan, line: Line, start: int, end: int) -> Taken | None:
    """A run that no table knows as a whole."""
    units, lexicon = line.units, scan.lexicon
    if start == 0 and end == 1 and line.number and units[0].key in lexicon.common and units[0].key not in lexicon.cues["never a name"]:
        return found_at(scan, line, 0, 1, "opener"), 1
    given = end - start > 1 and _opens_with_given(lexicon, line, start)
    if end - start > 3 and not given and _opens_with_office(lexicon, line, start, end):
        start = end - 2
    while end > start and _is_no_name(lexicon, line, end - 1, given and end - start == 2):
        end -= 1
    first = start
    while first < end and not given and _is_no_name(lexicon, line, first, False):
        first += 1
    if first >= end:
        return None
    if first > start:
        is_thing = _is_of_common_words(lexicon, line, start, end)
        return (found_at(scan, line, start, end, "thing"), end) if is_thing else _take(scan, line, start + 1)
    words = scan.document.tokens.words
    written = ["".join(words[unit.first : unit.end]) for unit in units[start:end]]
    if end < len(units) and units[end].hyphenated and units[end].key[0].isdigit():
        return found_at(scan, line, start, end, "thing"), end  # `Tupolev Tu-22`
    if any(unit.key[:1].isdigit() or (unit.end - unit.first > 1 and any(map(str.isdigit, unit.key))) for unit in units[start:end]):
        return None
    if end < len(units) and units[end].joined and units[end].key in lexicon.cues["disease word"]:
        return found_at(scan, line, start, end, "thing"), end  # `the Omicron variant`
    kind = "thing" if units[start].key in lexicon.cues["ship prefix"] and end - start > 1 else kind_by_words(lexicon, units[start:end], written)
    if kind == "person":
        return _person(scan, line, start, end)
    return found_at(scan, line, start, end, kind), end


def _opens_with_office(lexicon: Lexicon, line: Line, start: int, end: int) -> bool:
    """`Commissioner for Human Rights Ana Velic`: common words behind `for` or `of`, and two behind them that are none."""
    if line.title_case or start == 0 or line.units[start - 1].key not in ("for", "of", "and"):
        return False
    keys = [unit.key for unit in line.units[start:end]]
    return lexicon.common.issuperset(keys[:-2]) and lexicon.common.isdisjoint(keys[-2:])


def _is_of_common_words(lexicon: Lexicon, line: Line, start: int, end: int) -> bool:
    """`the South Pole`: two common words whose capitals within a sentence make them one name; not `Southern China`."""
    if start == 0 or end - start != 2 or line.title_case or line.units[start].key in lexicon.titles:
        return False
    is_place = any(known.entity_type == "place" for known in lexicon.names.get(line.units[end - 1].key, ()))
    return not is_place and kind_by_words(lexicon, line.units[start:end], ()) in ("words", "thing")


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
