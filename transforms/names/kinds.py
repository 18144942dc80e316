"""Kinds: what an unknown name is the name of, by its own words and by the words around it.

The words that tell are the table `name_cues`; where several speak, the nearer and the more certain one wins.
"""

from collections.abc import Sequence
from typing import Final

from transforms.names.lexicon import Lexicon
from transforms.names.units import Unit

_LONGEST_ACRONYM: Final = 8  # letters


def kind_by_words(lexicon: Lexicon, units: list[Unit], written: Sequence[str]) -> str:
    """person, organization, place, thing, acronym or name (anything), by the words of a name alone; a thing is none of the others."""
    keys = [unit.key for unit in units]
    if len(keys) == 1 and len(keys[0]) == 1:
        return "thing"
    if _is_acronym(keys, written):
        return "acronym"
    if len(keys) > 1 and keys[-1] in lexicon.cues["contest word"]:
        return "thing"  # `Tony Awards`
    if len(keys) > 1 and is_given(lexicon, keys[0]) and keys[-1] not in lexicon.cues["never a name"]:
        return "person"
    if keys[-1] in lexicon.cues["thing word"] and (len(keys) > 1 or keys[0] in lexicon.common):
        return "thing"
    if len(keys) > 1 and keys[-1] in lexicon.cues["place head"]:
        return "place"
    if len(keys) > 1 and lexicon.common.issuperset(keys):
        return "words"
    return "name"


def _is_acronym(keys: Sequence[str], written: Sequence[str]) -> bool:
    """`SDF`, `U.D.C.`, `MpS`: capitals, all or most."""
    if len(keys) > 1:
        return all(len(key) == 1 for key in keys)
    capitals = sum(map(str.isupper, written[0]))
    return 2 <= len(written[0]) <= _LONGEST_ACRONYM and capitals > 1 and 2 * capitals > len(written[0])


def is_given(lexicon: Lexicon, key: str) -> bool:
    """Whether a word is a given name or an initial."""
    return key in lexicon.given_names or key in lexicon.maybe_given or len(key) == 1


def hint(lexicon: Lexicon, units: list[Unit], start: int, end: int, words: list[str]) -> str | None:
    """person, organization, place, or a weak sign (verb, article), as the words around `units[start:end]` have it; None if silent.

    `words` are the lower-case tokens of the text.
    """
    before = units[start - 1] if start and units[start - 1].end == units[start].first else None
    after = units[end] if end < len(units) and (units[end].joined or units[end].owned) else None
    if before is not None and after is not None and _lives_there(lexicon, before.key, after):
        return "place"
    if before is not None and not before.capital:
        told = _hint_before(lexicon, before.key, units[start - 2].key if start > 1 else "")
        if told is not None and (told != "organization" or after is None or after.key not in lexicon.cues["person verb"]):
            return told
    if before is not None and before.key == "from" and not before.capital:
        return None  # what is said and done behind it is of somebody `from` there
    if end - start > 1 and after is not None and after.key in lexicon.cues["place act"]:
        return None  # `the USS Cole bombing`
    told = _hint_behind(units[end - 1], words) if after is None else _hint_after(lexicon, after)
    if told is None and before is not None and before.key == "the":
        return "article"  # people have none, and few places do; a weak sign, since the noun may be another (`the Madison school`)
    return told


def _lives_there(lexicon: Lexicon, before: str, after: Unit) -> bool:
    """`a Clinton man`, `two Oakland residents`: an article or a number, the town, and whoever is of it."""
    cues = lexicon.cues
    return before in cues["counting word"] and after.key in cues["resident noun"] and not after.capital and after.joined


def _hint_before(lexicon: Lexicon, before: str, second: str) -> str | None:
    told = lexicon.told_before.get(before)
    if told is not None:
        return told
    if before == "of" and (second in lexicon.cues["unit word"] or second in lexicon.cues["place owner"]):
        return "place"
    return "person" if before == "to" and second == "according" else None


def _hint_after(lexicon: Lexicon, after: Unit) -> str | None:
    if after.capital:
        return "place" if after.key in lexicon.cues["town office"] or after.key in lexicon.cues["place act"] else None
    if after.owned:
        return "person" if after.key in lexicon.cues["person possession"] else None
    if after.hyphenated and after.key == "based":
        return "place"
    return lexicon.told_after.get(after.key)


def _hint_behind(last: Unit, words: list[str]) -> str | None:
    """`Ann Vale, 34, ...`, `Ann Vale, who ...`: an age or a relative clause behind a comma."""
    behind = last.owns or last.end
    if words[behind : behind + 1] != [","]:
        return None
    follows = words[behind + 1 : behind + 4]
    is_age = len(follows) > 1 and follows[0].isdigit() and follows[1] == "," and not "".join(follows[2:]).isdigit()
    return "person" if follows[:1] == ["who"] or is_age else None
