"""Dates: what a report says about when, with honest precision.

How an expression travels from text to interval. A report of 24 August 2022 says `Rebels struck in June of last year.`

1. `tokens` cuts the text into words, figures and signs; a sentence is a `Line` of them.
2. `recognition` looks every token up in `HEADS`. `june` heads `month_rule` (`month_days`), which reads what stands beside it (a day,
   a year) and gives the rule id `month` and the parts `calendar month=6`.
3. `composition` joins it with what it belongs to: behind `of`, `year` heads `unit_rule` (`unit_rules`), which reads `last` to its left:
   `shift unit=Y number=1 direction=-1 base=speech`. `merge` makes one expression of both, `month+this-unit`, with the parts
   `calendar month=6 of (shift ...)`. `modify_left` would now take in `early`, `the end of` or `about`.
4. `narrative` tells from all expressions of the text whether it is news or a history, and so what it is counted from: an `Anchor`, here
   the day of publication. `tense` reads the verbs, for expressions that could lie on either side.
5. `placement` finds the stretch of the calendar: `last year` from 2022 is 2021, June in it 2021-06-01 to 2021-06-30.
6. `resolution` gives it the TIMEX3 type and value, DATE `2021-06`; `intervals` its `date_prec`, 4. `advance` moves the story to it.

How to add one. A new word of a known kind is a row in a table `seeds/reference/date_*.csv` (months, weekdays, units, directions,
modifiers, feasts, dayparts, references, tenses; `date_contexts` holds the words that decide what a neighbour is). A new shape is a
rule, `(line, index of its head, floor) -> expressions`, that looks at a bounded number of tokens, with its heads in
`recognition._heads`; a new meaning is a branch of `placement.place`. Then a sentence for it in `tests/accuracy/dates_gold.jsonl`, and a
hostile line of it in `tests/unit/test_dates_properties.py`. `dateline dates TEXT --explain` shows what each step made of a text.
"""

import datetime
from typing import Final, NamedTuple

from transforms.dates.calendar_date import read_calendar_date
from transforms.dates.figures import day_first_order, in_order
from transforms.dates.intervals import date_precision, likely_part
from transforms.dates.narrative import Anchor, Story, advance, dateline, is_narrative
from transforms.dates.neighbours import Found, in_company
from transforms.dates.parts import Expression, Line, Parts, spelt
from transforms.dates.recognition import recognize
from transforms.dates.resolution import Resolved, granularity, resolve
from transforms.dates.tense import tense_of
from transforms.dates.years import in_era
from transforms.document import Document

__all__ = ["DateMention", "find_dates", "read_calendar_date", "spelt"]

_OPENING: Final = 2  # tokens before the first date of a text that begins with it


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
    parts: Parts  # what the words say; `relation` is set where a length of time is counted from what follows (`two days after a blast`)
    tense: str  # past or future, where the verbs chose the direction; else empty


def find_dates(document: Document, anchor: str = "auto", day_first: bool | None = None) -> list[DateMention]:
    """The time expressions of a document, in order.

    `anchor` is published (news: `in June` is the June nearest to publication), narrative (a history: the June of the year
    being told), or auto: the text decides which it is. `day_first` is the order that the source writes `05/06/2022` in; a text that
    shows its own order is believed, and where neither says, such a date stays unresolved.
    """
    found = list(recognize(document))
    if not found:
        return []
    published, source, narrative = _standpoint(found, document.published_on, anchor)
    return _mentions(found, Anchor(published, source, Story(), narrative), day_first)


def _standpoint(found: list[Found], published: datetime.date | None, anchor: str) -> tuple[datetime.date | None, str, bool]:
    """The day of publication, where it is known from, and whether the text is a narrative."""
    parts = [expression.parts for _, _, expression in found]
    narrative = anchor == "narrative" or (anchor == "auto" and is_narrative(parts, published, _opens(found[0])))
    if published is None and not narrative:
        return dateline(parts), "dateline", False
    return published, "published", narrative


def _opens(first: Found) -> bool:
    """Whether an expression is what its text begins with: `In 480 BC`, `Early in July 1936`."""
    _, line, expression = first
    return expression.first_token <= _OPENING and line.first == 0


def _mentions(found: list[Found], anchor: Anchor, day_first: bool | None) -> list[DateMention]:
    """Every expression resolved, each from where the story stands when it is said."""
    day_first = day_first_order([e.parts for _, _, e in found if e.parts.kind == "figures"], day_first, anchor.published)
    story, mentions, sentence = anchor.story, [], -1
    for place, (sentence_no, line, expression) in enumerate(found):
        parts = _decided(expression.parts, day_first, story)
        if parts is None or _is_left_out(parts, expression.rule_id, anchor.narrative):
            continue
        if sentence_no != sentence:
            sentence, story = sentence_no, story._replace(said=story.told)
        anchor = anchor._replace(story=story)
        parts, directed = in_company(parts, found, place)
        tense = _tense(parts, line, directed)
        resolved = resolve(parts, anchor, tense)
        mentions.append(_mention(sentence_no, line, expression, parts, resolved, anchor, tense))
        if resolved.timex_type in ("DATE", "TIME"):
            story = advance(story, resolved.stretch, line, expression, parts)
    return mentions


def _decided(parts: Parts, day_first: bool | None, story: Story) -> Parts | None:
    """The parts with what the document decides: the order of day and month, the era; None for a number that is no year here."""
    if parts.kind == "figures":
        return in_order(parts, day_first)
    return in_era(parts, story.told.year) if parts.kind == "era" else parts


def _is_left_out(parts: Parts, rule_id: str, narrative: bool) -> bool:
    """What is no time of its own: `the second day` of nothing, `the same period` as nothing; `former` in news, `soon` in histories."""
    if parts.kind == "nth":
        return parts.of is None and parts.unit not in ("CE", "Q", "H")
    if parts.relation in ("same", "holding") and parts.of is None:
        return not parts.unit or parts.relation == "holding"
    return rule_id == ("soon" if narrative else "past-role")


def _tense(parts: Parts, line: Line, expression: Expression) -> str:
    """The tense around an expression, where its direction hangs on it."""
    open_ended = (parts.kind == "calendar" and parts.year is None and parts.of is None) or parts.kind == "nth" or parts.of is not None
    open_ended = open_ended or (parts.unit == "WE" and parts.base == "speech")
    return tense_of(line, expression) if open_ended else ""


def _mention(sentence_no: int, line: Line, expression: Expression, parts: Parts, resolved: Resolved, anchor: Anchor, tense: str) -> DateMention:
    stretch = resolved.stretch
    start, end = (stretch.start, stretch.end) if stretch and stretch.start and stretch.end else (None, None)
    likely = likely_part(start, end, parts.mod) if resolved.timex_type == "DATE" else (None, None)
    known = start is not None or (resolved.timex_type in ("DURATION", "SET") and resolved.value is not None)
    return DateMention(
        sentence_no, line.starts[expression.first_token], line.ends[expression.end_token - 1], expression.first_token, expression.end_token,
        resolved.timex_type, resolved.value, parts.mod, start, end, *likely, granularity(parts, resolved), date_precision(start, end),
        resolved.anchor, _anchor_date(resolved.anchor, anchor), "vague" if resolved.vague else "resolved" if known else "unresolved",
        expression.rule_id, parts, tense,
    )  # fmt: skip


def _anchor_date(used: str, anchor: Anchor) -> datetime.date | None:
    """The day of the anchor that was used; the first of its month or year where the story says no more."""
    told = anchor.story.said
    if used in ("published", "dateline"):
        return anchor.published
    if used in ("narrative", "previous") and told.year and told.year > 0:
        return datetime.date(told.year, told.month or 1, told.day or 1)
    return None
