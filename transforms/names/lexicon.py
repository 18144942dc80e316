"""The lexicon: every name of the curated tables by its folded form, and the words that tell what an unknown name is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from transforms.gazetteer_keys import fold_name
from transforms.reference import EntityRow, Reference, cells

WIDEST: Final = 9  # words of a name
_BEFORE: Final = {"person noun": "person", "organization noun": "organization", "firm place preposition": "place", "place adjective": "place"}
_AFTER: Final = {
    "saying": "person", "person after": "person", "organization after": "organization", "organization verb": "organization",
    "unit word": "place", "place after": "place", "place act": "place", "person verb": "verb",
}  # fmt: skip
_FIRMS: Final = frozenset(("MNC", "BUS", "MED"))
_ORDER: Final = {"organization": 0, "person": 1, "place": 2, "nationality": 3}


class Known(NamedTuple):
    """One thing that bears a name, and what the name takes to be believed."""

    entity_id: str
    entity_type: str
    needs_capitals: bool  # an acronym, or so short that small letters mean something else
    ambiguous: bool  # another sign of the thing must stand in the text
    country_iso3: str | None  # of the thing
    is_firm: bool = False  # a company or a medium, whose name is written with capitals throughout


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names by folded form, and words by what they tell. A `reach` bounds the words of a name by its first."""

    names: dict[str, tuple[Known, ...]]
    openings: frozenset[str]  # the names, and the words that they begin with
    weapons: dict[str, str]  # folded name -> entity id
    weapon_reach: dict[str, int]
    weapon_openings: frozenset[str]  # the names, and the words that they begin with
    surnames: dict[str, tuple[str, ...]]  # folded surname -> entity ids of people
    titles: frozenset[str]  # folded, of up to four words
    title_sectors: dict[str, str]
    organs: dict[str, str]  # `troops` -> `military`
    title_reach: dict[str, int]
    organization_heads: frozenset[str]
    leading_heads: frozenset[str]  # heads that stand first: `Partido`
    given_names: frozenset[str]
    maybe_given: frozenset[str]  # given names that are words or surnames too
    common: frozenset[str]  # lower-case words that are no name by themselves
    cues: dict[str, frozenset[str]]  # kind -> lower-case words
    told_before: dict[str, str]  # lower-case word -> the kind that it speaks for before a name
    told_after: dict[str, str]  # the same behind a name; `verb` is a weak sign
    metonyms: dict[str, str]  # folded name of a seat of power -> country id
    signs: dict[str, frozenset[str]]  # entity id of a thing with ambiguous names -> its other names, folded
    abbreviations: dict[str, Known]  # `N.Y.C` as written, without its last period
    after_comma: dict[str, Known]  # `Calif`, `CA`: behind the name of a town and a comma
    abbreviation_starts: frozenset[str]  # their first words


@cache
def lexicon_of(reference: Reference) -> Lexicon:
    """The lexicon of a reference, the user's overlay included; built once a process."""
    names: dict[str, list[Known]] = {}
    weapons: dict[str, str] = {}
    surnames: dict[str, list[str]] = {}
    signs: dict[str, frozenset[str]] = {}
    for thing in reference.things.values():
        if thing.entity_type == "weapon":
            weapons |= {fold_name(alias): thing.entity_id for alias in (thing.name, *thing.aliases)}
            continue
        for alias in dict.fromkeys((thing.name, *thing.aliases)):
            held = names.setdefault(fold_name(alias), [])
            if thing.entity_id not in {known.entity_id for known in held}:
                held.append(_known(thing, alias))
        if thing.ambiguous:
            signs[thing.entity_id] = frozenset(map(fold_name, (thing.name, *thing.aliases))) - frozenset(map(fold_name, thing.ambiguous))
        for surname in cells(thing.surname):
            surnames.setdefault(fold_name(surname), []).append(thing.entity_id)
    sectors = {fold_name(row["title"]): row["sector"] for row in reference.table("titles")}
    titles = frozenset(sectors)
    words = reference.table("organization_words")
    heads = {fold_name(row["word"]) for row in words if row["position"] != "any"}
    leading = {fold_name(row["word"]) for row in words if row["position"] == "leading"}
    cues: dict[str, set[str]] = {}
    for row in reference.table("name_cues"):
        cues.setdefault(row["kind"], set()).add(row["word"].lower())
    nouns = cues["organization noun"] | cues["person noun"] | cues["organization after"] | cues["unit word"]
    common = cues["never a name"] | nouns | {row["word"] for row in reference.table("common_words")}
    given_names = reference.table("given_names")
    given = {fold_name(row["name"]) for row in given_names if not row["ambiguous"]}
    maybe_given = {fold_name(row["name"]) for row in given_names} - given
    metonyms = {
        fold_name(word): f"country:{row['country_iso3']}"
        for row in reference.table("countries")
        if not row["valid_to"]
        for word in cells(row["metonyms"])
    }
    short, after_comma = _abbreviations(reference, "0"), _abbreviations(reference, "1")
    return Lexicon(
        {key: tuple(sorted(held, key=lambda known: _ORDER[known.entity_type])) for key, held in names.items() if key}, _openings(names),
        weapons, _reach(weapons), _openings(weapons), {key: tuple(ids) for key, ids in surnames.items()}, titles, sectors,
        {row["word"]: row["organ"] for row in reference.table("state_organs")}, _reach(titles), frozenset(heads),
        frozenset(leading), frozenset(given), frozenset(maybe_given), frozenset(common), {kind: frozenset(words) for kind, words in cues.items()},
        _told(cues, _BEFORE), _told(cues, _AFTER), metonyms, signs, short, after_comma,
        frozenset(written.partition(".")[0].partition(" ")[0] for written in (*short, *after_comma)),
    )  # fmt: skip


def _told(cues: dict[str, set[str]], telling: dict[str, str]) -> dict[str, str]:
    """Word -> what it speaks for; where it is a cue of several kinds, the first of `telling` decides."""
    return {word: told for kind, told in reversed(telling.items()) for word in cues[kind]}


def _abbreviations(reference: Reference, after_comma: str) -> dict[str, Known]:
    rows = [row for row in reference.table("place_abbreviations") if row["after_comma"] == after_comma]
    return {
        row["abbreviation"].rstrip("."): Known(row["place_id"], "place", True, False, reference.country_of(row["place_id"]))
        for row in reversed(rows)
    }


def _known(thing: EntityRow, alias: str) -> Known:
    letters = [letter for letter in alias if letter.isalpha()]
    needs_capitals = len(letters) < 4 or alias.isupper()
    return Known(thing.entity_id, thing.entity_type, needs_capitals, alias in thing.ambiguous, thing.country_iso3, thing.sector in _FIRMS)


def _openings(keys: Iterable[str]) -> frozenset[str]:
    """The first words of every key, and the key."""
    openings = set(keys)
    for key in keys:
        while " " in key:
            key = key.rpartition(" ")[0]
            openings.add(key)
    return frozenset(openings)


def _reach(keys: Iterable[str]) -> dict[str, int]:
    """The most words that a name can have, by its first word."""
    reach: dict[str, int] = {}
    for key in keys:
        first, _, rest = key.partition(" ")
        words = min(WIDEST, 1 + rest.count(" ") + bool(rest))
        if words > reach.get(first, 0):
            reach[first] = words
    return reach
