"""Dates: what a report says about when, with honest precision."""

import datetime
from typing import NamedTuple

from transforms.dates.calendar_date import read_calendar_date
from transforms.dates.figures import day_first_order, in_order
from transforms.dates.intervals import date_precision, likely_part
from transforms.dates.narrative import Story, advance, is_narrative
from transforms.dates.parts import Expression, Line, Parts
from transforms.dates.recognition import recognize
from transforms.dates.resolution import Anchor, Resolved, resolve
from transforms.dates.tense import tense_of
from transforms.document import Document

__all__ = ["DateMention", "find_dates", "read_calendar_date"]


class DateMention(NamedTuple):
    """One time expression: where it stands, what it means, and why."""

    sentence_no: int
    start_char: int
    end_char: int
    first_token: int
    end_token: int
    timex_type: str  # DATE, TIME, DURATION, SET
    timex_value: str | None
    timex_mod: str | None
    date_start: datetime.date | None
    date_end: datetime.date | None  # inclusive
    date_likely_start: datetime.date | None
    date_likely_end: datetime.date | None
    granularity: str
    date_prec: int | None
    anchor: str | None
    anchor_date: datetime.date | None
    status: str  # resolved, vague, unresolved
    rule_id: str


def find_dates(document: Document, anchor: str = "auto") -> list[DateMention]:
    """The time expressions of a document, in order. `anchor`: auto, published or narrative."""
    found = list(recognize(document))
    if not found:
        return []
    published = document.published_on
    narrative = anchor == "narrative" or (anchor == "auto" and is_narrative((e.parts for _, _, e in found), published))
    day_first = day_first_order([e.parts for _, _, e in found if e.parts.kind == "figures"], published)
    story, mentions = Story(), []
    for sentence_no, line, expression in found:
        parts = in_order(expression.parts, day_first) if expression.parts.kind == "figures" else expression.parts
        if parts.kind == "nth" and parts.of is None and parts.unit not in ("CE", "Q"):
            continue
        if expression.rule_id == ("soon" if narrative else "past-role"):
            continue
        at = Anchor(published, story, narrative)
        resolved = resolve(parts, at, _tense(parts, line, expression))
        mentions.append(_mention(sentence_no, line, expression, parts, resolved, at))
        if resolved.timex_type in ("DATE", "TIME"):
            story = advance(story, resolved.stretch, line, expression, parts)
    return mentions


def _tense(parts: Parts, line: Line, expression: Expression) -> str:
    needed = (parts.kind == "calendar" and parts.year is None) or parts.kind == "nth"
    return tense_of(line, expression) if needed else ""


def _mention(sentence_no: int, line: Line, expression: Expression, parts: Parts, resolved: Resolved, anchor: Anchor) -> DateMention:
    stretch = resolved.stretch
    start, end = (stretch.start, stretch.end) if stretch else (None, None)
    if start is None or end is None:
        start = end = None
    likely = likely_part(start, end, parts.mod) if resolved.timex_type == "DATE" else (None, None)
    status = "vague" if resolved.vague else "resolved" if start else "unresolved"
    if resolved.timex_type in ("DURATION", "SET") and not resolved.vague:
        status = "resolved" if resolved.value else "unresolved"
    return DateMention(
        sentence_no, line.starts[expression.first_token], line.ends[expression.end_token - 1], expression.first_token, expression.end_token,
        resolved.timex_type, resolved.value, parts.mod, start, end, *likely, _granularity(parts, resolved), date_precision(start, end),
        resolved.anchor, _anchor_date(resolved.anchor, anchor), status, expression.rule_id,
    )  # fmt: skip


def _granularity(parts: Parts, resolved: Resolved) -> str:
    if parts.clock:
        return "minute"
    if parts.daypart:
        return "daypart"
    return resolved.stretch.granularity if resolved.stretch else {"vague": "vague", "set": "set"}.get(parts.kind, "unknown")


def _anchor_date(source: str, anchor: Anchor) -> datetime.date | None:
    if source == "published":
        return anchor.published
    told = anchor.story.told
    if source in ("narrative", "previous") and told.year and told.year > 0:
        return datetime.date(told.year, told.month or 1, told.day or 1)
    return None
