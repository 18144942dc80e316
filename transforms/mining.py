"""Mining: reports in, the rows that their texts give to every table out.

The order of the fields in a row is the order of the columns in `transforms/tables.py`.
"""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from transforms.dates import DateMention, find_dates
from transforms.document import Document, Sentence, read_document
from transforms.events import EventMention, find_events, merge_keys
from transforms.identity import row_id
from transforms.language import is_mined, language
from transforms.names import NameMention, link_names, recognize_names
from transforms.names.corrections import correct, corrections_of
from transforms.names.found import Found
from transforms.reference import Reference
from transforms.reports import Report
from transforms.sentences import credited_agency

Row = tuple[Any, ...]


class Stamp(NamedTuple):
    """What a run writes on each report that it takes in."""

    run_id: str
    ingested_at: datetime.datetime


class Mined(NamedTuple):
    """The rows of one report, by table; event mentions still lack the event that they join."""

    report: Row
    sentences: list[Row]
    date_mentions: list[Row]
    entity_mentions: list[Row]
    event_mentions: list[Row]


def mine(report: Report, revision: int, stamp: Stamp, reference: Reference, anchor: str = "auto", day_first: bool | None = None) -> Mined:
    """Read a report's text: its sentences, dates, names and events, each with its offsets. `anchor`, `day_first`: see `find_dates`."""
    return mine_together([(report, revision)], stamp, reference, anchor, day_first)[0]


def mine_together(
    reports: Sequence[tuple[Report, int]], stamp: Stamp, reference: Reference, anchor: str = "auto", day_first: bool | None = None
) -> list[Mined]:
    """Read reports, each with its revision, stage by stage: the same rows as one by one. What one of them raises costs them all.

    A stage that goes on to the next text finds its code and its tables in the caches of the processor: a sixth of the time is saved
    where texts are short.
    """
    read = [_read(report, revision) for report, revision in reports]
    dates = [find_dates(one.document, anchor, day_first) if one.is_mined else [] for one in read]
    recognized = [recognize_names(one.document, reference, found) if one.is_mined else [] for one, found in zip(read, dates, strict=True)]
    names = [_link_names(one, found, reference) if one.is_mined else [] for one, found in zip(read, recognized, strict=True)]
    events = [
        find_events(one.document, own_dates, own_names, reference) if one.is_mined else []
        for one, own_dates, own_names in zip(read, dates, names, strict=True)
    ]
    return [
        Mined(
            _report_row(one, stamp),
            [(one.report.report_id, number, s.paragraph_no, s.start_char, s.end_char, s.role) for number, s in enumerate(one.document.sentences)],
            [_date_row(one.report, date) for date in own_dates],
            [_name_row(one.report, name) for name in own_names],
            [_event_row(one.report, event, key) for event, key in zip(own_events, merge_keys(own_events, reference), strict=True)],
        )
        for one, own_dates, own_names, own_events in zip(read, dates, names, events, strict=True)
    ]


class _Read(NamedTuple):
    """A report with its words and its language."""

    report: Report
    revision: int
    language: str
    document: Document
    is_mined: bool


def _read(report: Report, revision: int) -> _Read:
    code = language(report.text, report.body_start)
    return _Read(report, revision, code, read_document(report.text, report.published_on, report.body_start), is_mined(code))


def _link_names(read: _Read, found: list[Found], reference: Reference) -> list[NameMention]:
    names = link_names(read.document, reference, found, read.report.source_name)
    return correct(names, read.report.text, read.report.source_name, corrections_of(reference), reference)


def _report_row(read: _Read, stamp: Stamp) -> Row:
    report, revision, code, document, _ = read
    title = report.title or next((_written(document, s) for s in document.sentences[:1] if s.role == "title"), None)
    credited = (credited_agency(_written(document, s)) for s in document.sentences if s.role == "credit")
    agencies = list(dict.fromkeys([*report.credits, *filter(None, credited)]))
    return (
        report.report_id, report.source_id, report.source_uri, report.source_name, report.url, revision, report.published_on,
        report.published_on_source, title, report.text, report.body_start, code, agencies, report.content_sha256, report.raw_sha256,
        report.encoding, report.repair, None, stamp.ingested_at, stamp.run_id,
    )  # fmt: skip


def _written(document: Document, sentence: Sentence) -> str:
    return document.text[sentence.start_char : sentence.end_char]


def _date_row(report: Report, date: DateMention) -> Row:
    report_id, text = report.report_id, report.text
    start, end = date.start_char, date.end_char
    return (
        row_id(report_id, start, end), report_id, date.sentence_no, start, end, text[start:end], date.timex_type, date.timex_value,
        date.timex_mod, date.date_start, date.date_end, date.date_likely_start, date.date_likely_end, date.granularity, date.date_prec,
        date.anchor, date.anchor_date, date.status, date.rule_id,
    )  # fmt: skip


def _name_row(report: Report, name: NameMention) -> Row:
    report_id, text = report.report_id, report.text
    start, end = name.start_char, name.end_char
    return (
        row_id(report_id, start, end), report_id, name.sentence_no, start, end, text[start:end], name.entity_type, name.entity_id,
        name.link_status, name.link_method, name.confidence, name.candidates, name.country_iso3, name.role_title,
    )  # fmt: skip


def _event_row(report: Report, event: EventMention, merge_key: str | None) -> Row:
    report_id = report.report_id
    mention_id = row_id(report_id, event.trigger_start_char, event.trigger_end_char, event.event_type)
    return (
        mention_id, mention_id, report_id, event.sentence_no, event.trigger_text, event.trigger_start_char, event.trigger_end_char,
        event.trigger_lemma, event.event_type, event.event_mode, event.acled_event_type, event.acled_sub_event_type, event.cameo_root,
        event.modality, event.attributed_to, event.attributed_start_char,
        event.attributed_end_char, event.actor1_id, event.actor1_name, event.actor1_text, event.actor1_start_char,
        event.actor1_end_char, event.actor2_id, event.actor2_name, event.actor2_text, event.actor2_start_char, event.actor2_end_char,
        event.place_id, event.place_name, event.country_iso3, event.latitude, event.longitude, event.where_prec,
        event.place_start_char, event.place_end_char, event.event_date_start, event.event_date_end, event.date_prec,
        event.date_is_report_date, event.date_start_char, event.date_end_char, event.fatalities_low, event.fatalities_best,
        event.fatalities_high, event.injured_low, event.injured_best, event.injured_high, event.casualties_start_char,
        event.casualties_end_char, event.instrument, event.instrument_start_char, event.instrument_end_char, event.confidence, merge_key,
    )  # fmt: skip
