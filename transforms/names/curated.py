"""Curated names: those of the hand-written tables where a text has them, unless a longer name begins with one."""


from transforms.names.found import Line, Scan, Taken, found_at, unit_before
from transforms.names.gazetted import take_place
from transforms.names.kinds import is_given, kind_by_words
from transforms.names.lexicon import WIDEST, Known, Lexicon
from transforms.names.spans import organ_end, title_end
from transforms.names.units import Unit, possessive_s

Bearers = tuple[Known, ...]


def longest_known(scan: Scan, line: Line, start: int) -> tuple[int, Bearers] | None:
    """The longest curated name that begins at `start`: the unit behind it, and what bears it."""
    units, names, openings = line.units, scan.lexicon.names, scan.lexicon.openings
    best, key = None, ""
    for index in range(start, min(len(units), start + WIDEST)):
        unit = units[index]
        if index == start:
            key = unit.key
        elif unit.joined or unit.owned:
            key = f"{key}{possessive_s(units[index - 1])} {unit.key}"
        else:
            break
        if key not in openings and not (unit.owns and f"{key}s" in openings):
            break
        held = names.get(key) or (names.get(f"{key}s") if unit.owns else None)
        if held and (believed := _believed(held, scan, line, units[start : index + 1])):
            best = index + 1, believed
    return best


def is_part_of_other(lexicon: Lexicon, units: list[Unit], start: int, stop: int, known: Bearers) -> bool:
    """Whether a group's name only begins a model's or a square's: `Fateh-110`, `Times Square`."""
    if known[0].entity_type != "organization" or stop != start + 1 or stop >= len(units) or not units[stop].joined:
        return False
    if units[stop].hyphenated and units[stop].key[0].isdigit():
        return True
    return known[0].ambiguous and units[stop].capital and units[stop].key in lexicon.cues["place head"]


def _believed(held: Bearers, scan: Scan, line: Line, units: list[Unit]) -> Bearers:
    """The bearers of a name whose capitals the text has, where they need them."""
    if len(held) == 1 and not held[0].needs_capitals and units[0].capital and not line.all_caps and not held[0].is_firm:
        return held
    return tuple(known for known in held if _is_believed(known, scan, line, units))


def _is_believed(known: Known, scan: Scan, line: Line, units: list[Unit]) -> bool:
    if line.all_caps and known.entity_type == "organization" and len(units) == 1 and units[0].key in scan.lexicon.common:
        return False
    if known.is_firm and len(units) > 1 and not units[-1].capital and _is_nationality(scan, units[0]):
        return False  # `Syrian air`
    if not known.needs_capitals:
        return any(unit.capital for unit in units)
    text, tokens = scan.document.text, scan.document.tokens
    end = tokens.ends[units[-1].end - 1]
    written = text[tokens.starts[units[0].first] : end]
    if line.all_caps:
        return len(written) > 3 or "." in text[end - 1 : end + 1]
    return len(units) > 1 or sum([sign.isupper() or sign.isdigit() for sign in written]) > 1


def is_tied_to_other(scan: Scan, line: Line, stop: int) -> bool:
    """`the Peru–Chile border`: whether a hyphen ties another country to the one before `stop`."""
    if stop >= len(line.units) or not line.units[stop].hyphenated or not line.units[stop].capital:
        return False
    other = longest_known(scan, line, stop)
    return other is not None and other[1][0].entity_id.startswith("country:")


def _is_nationality(scan: Scan, unit: Unit) -> bool:
    return any(known.entity_type == "nationality" for known in scan.lexicon.names.get(unit.key, ()))


def take_known(scan: Scan, line: Line, start: int, end: int, place_stop: int, stop: int, known: Bearers) -> Taken | None:
    """A curated name, `units[start:stop]` of a run that goes to `end`, unless a longer name begins with it."""
    kind = known[0].entity_type
    if place_stop > stop and place_stop == end and kind in ("place", "nationality"):
        return take_place(scan, line, start, place_stop)
    is_country = kind == "place" and known[0].entity_id.startswith("country:")
    if is_country and stop - start == 1 and _is_given_name(scan, line, stop, end, known[0].entity_id.removeprefix("country:")):
        return found_at(scan, line, start, end, "person"), end
    if is_country and is_tied_to_other(scan, line, stop):
        return found_at(scan, line, start, stop, "place", known), stop
    if kind == "nationality" or is_country:
        organ_stop = organ_end(scan.lexicon, line.units, stop)
        if organ_stop > stop:
            return found_at(scan, line, start, organ_stop, "organization", known), organ_stop
    if kind == "nationality" and (whole := _behind_nationality(scan, line, start, stop, end)) is not None:
        return whole
    lone_surname = kind == "person" and known[0].ambiguous and stop - start == 1 and not line.title_case
    settled = (kind in ("person", "nationality", "organization") and not lone_surname) or is_country
    return _whole(scan, line, start, stop, known) if stop >= end or settled else None


def _is_given_name(scan: Scan, line: Line, stop: int, end: int, country: str) -> bool:
    """Whether the country before `stop` is a given name here: a surname ends the run (`Jordan Henderson`), no town of the country does."""
    if line.title_case or line.all_caps or not stop < end <= stop + 2 or not is_given(scan.lexicon, line.units[stop - 1].key):
        return False
    keys = [unit.key for unit in line.units[stop:end]]
    whole = " ".join(keys)
    is_known = keys[-1] in scan.lexicon.names or whole in scan.lexicon.names or any(at.country_iso3 == country for at in scan.gazetteer.find(whole))
    return not is_known and scan.lexicon.common.isdisjoint(keys) and title_end(scan.lexicon, line.units, stop, end) == stop


def _whole(scan: Scan, line: Line, start: int, stop: int, known: Bearers) -> Taken:
    """A curated name that no longer name begins with: what it is the name of here, by the word behind it."""
    kind, unit_word = known[0].entity_type, unit_before(scan, line.units, start)
    if kind == "place" and unit_word is None and stop < len(line.units) and line.units[stop].joined:
        word = line.units[stop].key
        unit_word = word if word in scan.lexicon.cues["unit word"] else None
        if word in scan.lexicon.cues["disease word"]:
            kind, known = "thing", ()
    name = found_at(scan, line, start, stop, kind, known, unit_word=unit_word)
    if kind == "person" and known[0].ambiguous and name.hint == "place" and name.key in scan.gazetteer.rows_of:
        return name._replace(kind="place", known=()), stop
    return name, stop


def _behind_nationality(scan: Scan, line: Line, start: int, stop: int, end: int) -> Taken | None:
    """`British Empire`, `the Australian Greens`: a name that only begins with a nationality."""
    units, lexicon = line.units, scan.lexicon
    if not stop < end <= stop + 2 or line.title_case:
        return None
    kind = kind_by_words(lexicon, units[start:end], ())
    if kind == "place":
        return found_at(scan, line, start, end, "place"), end
    article = start > 0 and units[start - 1].key == "the" and units[start].joined
    rest = units[stop].key
    plain = not is_given(lexicon, rest) and rest not in lexicon.names and title_end(lexicon, units, stop, end) == stop
    is_group = units[end - 1].key.endswith("s") or not lexicon.common.issuperset(unit.key for unit in units[stop:end])
    return (found_at(scan, line, start, end, "organization"), end) if article and kind == "name" and plain and is_group else None
