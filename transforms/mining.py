"""Mining: one report in, the rows that its text gives to every table out.

The order of the fields in a row is the order of the columns in `transforms/tables.py`.
"""

import datetime
from typing import Any, NamedTuple

from transforms.dates import DateMention, find_dates
from transforms.document import Document, Sentence, read_document
from transforms.events import EventMention, find_events, merge_keys
from transforms.identity import row_id
from transforms.language import is_mined, language
from transforms.names import NameMention, find_names
from transforms.names.corrections import correct, corrections_of
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
    code = language(report.text, report.body_start)
    document = read_document(report.text, report.published_on, report.body_start)
    dates = find_dates(document, anchor, day_first) if is_mined(code) else []
    names, events = _names_and_events(document, reference, dates, report.source_name) if is_mined(code) else ([], [])
    report_id, text = report.report_id, report.text
    return Mined(
        _report_row(report, document, code, revision, stamp),
        [(report_id, number, s.paragraph_no, s.start_char, s.end_char, s.role) for number, s in enumerate(document.sentences)],
        [_date_row(report_id, text, date) for date in dates],
        [_name_row(report_id, text, name) for name in names],
        [_event_row(report_id, event, key) for event, key in zip(events, merge_keys(events, reference), strict=True)],
    )


def _names_and_events(
    document: Document, reference: Reference, dates: list[DateMention], source_name: str
) -> tuple[list[NameMention], list[EventMention]]:
    names = correct(find_names(document, reference, dates), document.text, source_name, corrections_of(reference), reference)
    return names, find_events(document, dates, names, reference)


def _report_row(report: Report, document: Document, code: str, revision: int, stamp: Stamp) -> Row:
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


def _date_row(report_id: str, text: str, date: DateMention) -> Row:
    start, end = date.start_char, date.end_char
    return (
        row_id(report_id, start, end), report_id, date.sentence_no, start, end, text[start:end], date.timex_type, date.timex_value,
        date.timex_mod, date.date_start, date.date_end, date.date_likely_start, date.date_likely_end, date.granularity, date.date_prec,
        date.anchor, date.anchor_date, date.status, date.rule_id,
    )  # fmt: skip


def _name_row(report_id: str, text: str, name: NameMention) -> Row:
    start, end = name.start_char, name.end_char
    return (
        row_id(report_id, start, end), report_id, name.sentence_no, start, end, text[start:end], name.entity_type, name.entity_id,
        name.link_status, name.link_method, name.confidence, name.candidates, name.country_iso3, name.role_title,
    )  # fmt: skip


def _event_row(report_id: str, event: EventMention, merge_key: str | None) -> Row:
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
