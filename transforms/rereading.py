"""A published report back to the record that it came from, so that today's rules can read it anew."""

from transforms.identity import content_sha256
from transforms.reports import Record, Refused, Report, read_report


def read_again(report: Report) -> Report | Refused:
    """The report as `read_report` gives it today, from what its row still says of the record.

    A day that was a field of the record stays; one that was read from the text is read again. The title counts as given by the
    record only if the content hash, which is over the given one, says so.
    """
    record = Record(
        report.source_uri, report.source_id, report.source_name, report.source_uri.rpartition("/")[2], report.text, _field(report),
        _given_title(report), report.url, report.raw_sha256, report.encoding, report.repair,
    )  # fmt: skip
    return read_report(record)


def _field(report: Report) -> str | None:
    if report.published_on_source == "field" and report.published_on:
        return report.published_on.isoformat()
    return "unreadable" if report.published_on_source == "unreadable field" else None


def _given_title(report: Report) -> str | None:
    return report.title if content_sha256(report.title, report.published_on, report.text) == report.content_sha256 else None
