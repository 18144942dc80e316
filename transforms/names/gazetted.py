"""Gazetted names: places of the gazetteer where a text has them, in full or abbreviated, with the word for their kind."""

from transforms.names.found import Line, Scan, Taken, found_at
from transforms.names.kinds import is_given
from transforms.names.lexicon import Lexicon
from transforms.names.spans import is_capital, place_end
from transforms.names.units import Unit, phrase


def take_place(scan: Scan, line: Line, start: int, end: int) -> Taken | None:
    """A name of the gazetteer, with the word for its kind of place if that follows."""
    units, lexicon = line.units, scan.lexicon
    if end - start == 1 and units[start].key in (lexicon.common if start == 0 or line.title_case or line.all_caps else lexicon.cues["never a name"]):
        return None
    if end - start == 1 and start > 0 and units[start - 1].capital and _is_head(lexicon, units[start].key):
        return None  # the `Bank` of `Citizens' Bank`, the `Summit` of `ASEAN Summit`
    word = units[end].key if end < len(units) and units[end].joined else ""
    if word not in lexicon.cues["unit word"]:
        return found_at(scan, line, start, end, "thing" if word in lexicon.cues["disease word"] else "place"), end
    if units[end].capital and is_capital(units, end + 1) and units[end + 1].key in lexicon.cues["place head"]:
        return found_at(scan, line, start, end + 2, "place"), end + 2  # `the Mill Road Bridge`
    if units[end].capital or word in lexicon.cues["province word"]:
        whole = found_at(scan, line, start, end + 1, "place", unit_word=word)
        return whole._replace(key=phrase(units[start:end])), end + 1
    return found_at(scan, line, start, end, "place", unit_word=word), end


def _is_head(lexicon: Lexicon, key: str) -> bool:
    return key in lexicon.organization_heads or key in lexicon.cues["thing word"]


def paired_place(scan: Scan, line: Line, start: int, end: int) -> int:
    """`Jammu and Kashmir`: one past a name of the gazetteer that `and` joins; 0 if there is none."""
    units = line.units
    if end + 1 >= len(units) or units[end].key != "and" or not units[end].joined or not (units[end + 1].capital and units[end + 1].joined):
        return 0
    return end + 2 if phrase(units[start : end + 2]) in scan.gazetteer.rows_of else 0


def behind_article(scan: Scan, line: Line, start: int, end: int) -> Taken | None:
    """`Al-Shaykh Maskin`: a name of the gazetteer behind an article that it lacks there."""
    units = line.units
    if end - start < 2 or not units[start + 1].hyphenated or units[start].key not in scan.lexicon.cues["particle"]:
        return None
    if place_end(scan.gazetteer, units, start + 1, end) != end:
        return None
    return found_at(scan, line, start, end, "place")._replace(key=phrase(units[start + 1 : end])), end


def is_cut_off(lexicon: Lexicon, units: list[Unit], start: int, stop: int, end: int) -> bool:
    """Whether a place inside a run is a name of its own: a word for its kind follows, or a person (`Governor of Maine Joseph Brennan`)."""
    key = units[stop].key
    if units[stop].hyphenated:
        return False  # the `Al` of `Al-Shaykh Maskin`
    if key in lexicon.cues["place act"]:
        return True
    if units[stop - 1].key in lexicon.cues["county word"] and stop - start > 1:
        return True
    governed = start > 1 and units[start - 1].key == "of" and units[start - 2].key in lexicon.cues["place owner"]
    is_person = governed or (key in lexicon.given_names and not is_given(lexicon, units[start].key))
    return key in lexicon.cues["unit word"] or (is_person and end - stop > 1)


def take_abbreviation(scan: Scan, line: Line, start: int) -> Taken | None:
    """A place in an abbreviation: `N.Y.C.`; `Calif.` and `CA` only behind a capital and a comma."""
    units, tokens = line.units, scan.document.tokens
    first = units[start].first
    after_comma = start > 0 and tokens.words[first - 1] == "," and units[start - 1].end == first - 1 and units[start - 1].capital
    for stop in range(min(len(units), start + 3), start, -1):
        if stop > start + 1 and len(units[stop - 1].key) > 2:
            continue
        written = scan.document.text[tokens.starts[first] : tokens.ends[units[stop - 1].end - 1]]
        known = (scan.lexicon.after_comma.get(written) if after_comma else None) or scan.lexicon.abbreviations.get(written)
        if known is not None and not (stop < len(units) and units[stop].capital and units[stop].joined and len(written) == 2):
            return found_at(scan, line, start, stop, "place", (known,)), stop
    return None
