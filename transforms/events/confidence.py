"""Confidence: how likely a claim of violence is one incident that the report tells, judged by the evidence it has."""

import math
from functools import cache
from typing import NamedTuple

from transforms.reference import read_table


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
    military_code: bool  # a code of warfare, which reports also tell in general
    quoted: bool  # inside quotation marks


FLOOR = 0.4  # behind the lead a claim less likely than this is no row; fitted, see README


def confidence(evidence: Evidence) -> float:
    """A probability from 0 to 1: the logistic of the summed weights."""
    total = sum(weight for weight, holds in zip(_weights(), evidence, strict=True) if holds)
    return round(1 / (1 + math.exp(-total)), 2)


@cache
def _weights() -> tuple[float, ...]:
    weights = {row["evidence"]: float(row["weight"]) for row in read_table("event_evidence")}
    return tuple(weights[name] for name in Evidence._fields)
