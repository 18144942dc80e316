"""The words of time expressions, read once from the tables `date_*` of the reference data."""

from typing import Final, NamedTuple

from transforms.reference import read_table
from transforms.tokens import tokenize


class Phrase(NamedTuple):
    """A name or phrase of several tokens, under one of its tokens: the others in order, and what the table says of it."""

    others: tuple[str, ...]
    meaning: str


def _column(table: str, key: str, value: str) -> dict[str, str]:
    return {row[key]: row[value] for row in read_table(table)}


def _numbers(table: str, key: str, value: str) -> dict[str, int]:
    return {word: int(number) for word, number in _column(table, key, value).items()}


def _numerals(kind: str) -> dict[str, int]:
    return {row["word"]: int(row["number"]) for row in read_table("date_numerals") if row["kind"] == kind}


def _modifiers(kind: str) -> dict[str, str]:
    return {row["word"]: row["mod"] for row in read_table("date_modifiers") if row["kind"] == kind}


def _names(table: str, key: str, value: str) -> dict[str, list[Phrase]]:
    """First token -> the names that begin with it, longest first."""
    found: dict[str, list[Phrase]] = {}
    for row in read_table(table):
        first, *others = tokenize(row[key]).lowers
        found.setdefault(first, []).append(Phrase(tuple(others), row[value]))
    return _longest_first(found)


def _phrases(table: str, key: str, value: str) -> dict[str, list[Phrase]]:
    """Last token -> the phrases that end with it, longest first: they begin with words too common to look up (`at present`)."""
    found: dict[str, list[Phrase]] = {}
    for row in read_table(table):
        *others, last = tokenize(row[key]).lowers
        found.setdefault(last, []).append(Phrase(tuple(others), row[value]))
    return _longest_first(found)


def _longest_first(phrases: dict[str, list[Phrase]]) -> dict[str, list[Phrase]]:
    return {word: sorted(found, key=lambda phrase: -len(phrase.others)) for word, found in phrases.items()}


def _contexts() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for row in read_table("date_contexts"):
        words.setdefault(row["context"], set()).add(row["word"])
    return {context: frozenset(found) for context, found in words.items()}


MONTHS: Final = _numbers("date_months", "word", "month")
MONTH_EVIDENCE: Final = _column("date_months", "word", "evidence")
WEEKDAYS: Final = _numbers("date_weekdays", "word", "weekday")
WEEKDAY_EVIDENCE: Final = _column("date_weekdays", "word", "evidence")
UNITS: Final = _column("date_units", "word", "unit")
PLURAL_UNITS: Final = frozenset(row["word"] for row in read_table("date_units") if row["number"] == "plural")
CARDINALS: Final = _numerals("cardinal")
TENS: Final = _numerals("tens")
SCALES: Final = _numerals("scale")
ORDINALS: Final = _numerals("ordinal")
PHASES: Final = _modifiers("phase")
EDGES: Final = _modifiers("edge")
QUANTITIES: Final = _modifiers("quantity")
REFERENCES: Final = {row["word"]: row for row in read_table("date_references")}
DAYPARTS: Final = _column("date_dayparts", "word", "daypart")
SEASONS: Final = _column("date_seasons", "word", "season")
SEASON_EVIDENCE: Final = _column("date_seasons", "word", "evidence")
DIRECTIONS: Final = {row["word"]: (int(row["direction"]), row["base"]) for row in read_table("date_directions")}
FREQUENCIES: Final = _column("date_frequencies", "word", "period")
FEASTS: Final = _names("date_feasts", "name", "rule")
PHRASES: Final = _phrases("date_phrases", "phrase", "value")
TENSES: Final = _column("date_tense", "word", "tense")
ZONES: Final = _column("date_zones", "word", "kind")
CONTEXTS: Final = _contexts()
EVENT_YEARS: Final = {(int(row["month"]), int(row["day"])): int(row["year"]) for row in read_table("date_event_days")}
