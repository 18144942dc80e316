"""Reports: one source record becomes one row of `reports`, or a refusal with a reason."""

import datetime
import json
import re
from typing import Final, NamedTuple

from transforms.field_dates import read_field_date
from transforms.headers import Header, date_in_file_name, read_header
from transforms.identity import content_sha256, row_id

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class Record(NamedTuple):
    """One record as a source gives it, decoded; every text field may be missing but `text`."""

    source_uri: str
    source_id: str
    source_name: str
    file_name: str
    text: str
    date: str | None = None
    title: str | None = None
    url: str | None = None
    raw_sha256: str = ""
    encoding: str = "utf-8"
    repair: str | None = None
    day_first: bool | None = None  # order of a date of nothing but figures, as the source as a whole shows it


class Refused(NamedTuple):
    """A record that became no report, with the rule it broke and what was found."""

    source_uri: str
    source_id: str
    source_name: str
    expectation: str
    column_name: str | None
    observed: str
    reason: str
    content_sha256: str
    row_json: str


class Report(NamedTuple):
    """A report before it is mined: the columns of `reports` that a record alone decides."""

    report_id: str
    source_id: str
    source_uri: str
    source_name: str
    url: str | None
    published_on: datetime.date | None
    published_on_source: str
    title: str | None
    text: str
    body_start: int
    credits: list[str]
    content_sha256: str
    raw_sha256: str
    encoding: str
    repair: str | None


def read_report(record: Record, day_first: bool | None = None) -> Report | Refused:
    """The report in a record. Day of publication: the record's field, else the text's opening, else the file's name.

    A field such as `05/06/2022` is read only if `day_first` or the record's source tells the order.
    """
    record = _without_surrogates(record)
    if not record.text.strip():
        return refuse(record, "text has characters to read", "text", record.text, "the record has no text")
    header = read_header(record.text)
    published_on, source = _published(record, header, day_first)
    title = record.title or header.title
    return Report(
        row_id(record.source_name, record.source_id), record.source_id, record.source_uri, record.source_name,
        record.url or header.url, published_on, source, title, record.text, header.body_start, list(header.credits),
        content_sha256(title, published_on, record.text), record.raw_sha256, record.encoding, record.repair,
    )  # fmt: skip


def refuse(record: Record, expectation: str, column: str | None, observed: str, reason: str) -> Refused:
    """The refusal of a record that breaks a rule."""
    digest = content_sha256(record.title, record.date, record.text)
    return Refused(record.source_uri, record.source_id, record.source_name, expectation, column, observed[:1000], reason, digest,
                   json.dumps(record._asdict())[:65_536])  # fmt: skip


def _without_surrogates(record: Record) -> Record:
    """JSON may escape half of a pair; it is no character, so it becomes U+FFFD, one for one."""
    try:
        "".join(filter(None, record[:-1])).encode()
    except UnicodeEncodeError:
        repaired = Record._make((*(value and _SURROGATE.sub("\ufffd", value) for value in record[:-1]), record.day_first))
        return repaired._replace(repair=" and ".join(filter(None, (record.repair, "lone surrogates replaced"))))
    return record


def _published(record: Record, header: Header, day_first: bool | None) -> tuple[datetime.date | None, str]:
    order = record.day_first if day_first is None else day_first
    if record.date and (published_on := read_field_date(record.date, order)):
        return published_on, "field"
    if header.published_on:
        return header.published_on, header.published_on_source
    if published_on := date_in_file_name(record.file_name):
        return published_on, "file name"
    return None, "unreadable field" if record.date else "none"
