"""The words of time expressions, read once from the tables `date_*` of the reference data."""

from typing import NamedTuple

from transforms.reference import read_table
from transforms.tokens import tokenize


class Feast(NamedTuple):
    """A named day: the tokens of its name behind the first, and the rule that finds it in a year."""

    following: tuple[str, ...]
    rule: str


def _column(table: str, key: str, value: str) -> dict[str, str]:
    return {row[key]: row[value] for row in read_table(table)}


def _numbers(kind: str) -> dict[str, int]:
    return {row["word"]: int(row["number"]) for row in read_table("date_numerals") if row["kind"] == kind}


def _phrases(table: str, key: str, value: str) -> dict[str, list[Feast]]:
    """First token -> what may follow it, longest first."""
    found: dict[str, list[Feast]] = {}
    for row in read_table(table):
        first, *following = tokenize(row[key], 0).lowers
        found.setdefault(first, []).append(Feast(tuple(following), row[value]))
    for phrases in found.values():
        phrases.sort(key=lambda phrase: -len(phrase.following))
    return found


MONTHS = {row["word"]: int(row["month"]) for row in read_table("date_months")}
MONTH_EVIDENCE = _column("date_months", "word", "evidence")
WEEKDAYS = {row["word"]: int(row["weekday"]) for row in read_table("date_weekdays")}
WEEKDAY_EVIDENCE = _column("date_weekdays", "word", "evidence")
UNITS = _column("date_units", "word", "unit")
PLURAL_UNITS = frozenset(row["word"] for row in read_table("date_units") if row["number"] == "plural")
CARDINALS = _numbers("cardinal")
TENS = _numbers("tens")
SCALES = _numbers("scale")
ORDINALS = _numbers("ordinal")
PHASES = {row["word"]: row["mod"] for row in read_table("date_modifiers") if row["kind"] == "phase"}
EDGES = {row["word"]: row["mod"] for row in read_table("date_modifiers") if row["kind"] == "edge"}
QUANTITIES = {row["word"]: row["mod"] for row in read_table("date_modifiers") if row["kind"] == "quantity"}
REFERENCES = {row["word"]: row for row in read_table("date_references")}
DAYPARTS = _column("date_dayparts", "word", "daypart")
SEASONS = _column("date_seasons", "word", "season")
SEASON_EVIDENCE = _column("date_seasons", "word", "evidence")
DIRECTIONS = {row["word"]: (int(row["direction"]), row["base"]) for row in read_table("date_directions")}
FREQUENCIES = _column("date_frequencies", "word", "period")
FEASTS = _phrases("date_feasts", "name", "rule")
PHRASES = _phrases("date_phrases", "phrase", "value")
TENSES = _column("date_tense", "word", "tense")
