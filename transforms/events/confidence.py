"""Confidence: how likely a claim of violence is one incident that the report tells, judged by the evidence it has."""

import math
from functools import cache
from typing import Final, NamedTuple

from transforms.document import Document
from transforms.events.folding import Draft
from transforms.events.mention import EventMention
from transforms.reference import read_table

FLOOR: Final = 0.4  # behind a report's first sentence a claim less likely than this is no row: it would be wrong more often than right
_COUNTRY: Final = 6
_PRECISE_MODES: Final = frozenset(("abduct", "assassinate", "destroy", "explosives", "suicide-attack"))


class Evidence(NamedTuple):
    """What speaks for or against a claim; each field is a row of `event_evidence.csv`."""

    baseline: bool  # holds for every claim
    first_sentence: bool
    first_incident: bool  # no other incident is told before it
    third_incident: bool  # two or more are
    own_date: bool  # a time expression, not the report's date
    place: bool
    actor: bool
    toll: bool
    injured: bool
    precise_code: bool  # a code that says how: bombing, abduction, assassination ...
    quoted: bool  # inside quotation marks


def weigh(draft: Draft, mention: EventMention, document: Document, told_before: int) -> Evidence:
    """What speaks for a claim of violence, `told_before` being those that precede it in its report."""
    sentence = document.sentences[mention.sentence_no]
    quoted = document.text.count('"', sentence.start_char, mention.trigger_start_char) % 2 == 1
    return Evidence(
        baseline=True, first_sentence=mention.sentence_no == 0, first_incident=told_before == 0, third_incident=told_before > 1,
        own_date=draft.has_date, place=mention.where_prec is not None and mention.where_prec < _COUNTRY, actor=mention.actor1_text is not None,
        toll=mention.fatalities_best is not None, injured=mention.injured_best is not None,
        precise_code=mention.event_mode in _PRECISE_MODES, quoted=quoted,
    )  # fmt: skip


def confidence(evidence: Evidence) -> float:
    """A probability from 0 to 1: the logistic of the summed weights."""
    total = sum(weight for weight, holds in zip(_weights(), evidence, strict=True) if holds)
    return round(1 / (1 + math.exp(-total)), 2)


@cache
def _weights() -> tuple[float, ...]:
    weights = {row["evidence"]: float(row["weight"]) for row in read_table("event_evidence")}
    return tuple(weights[name] for name in Evidence._fields)
