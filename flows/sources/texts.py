"""`.txt`: one report a file. `.html`: one page a file."""

from collections.abc import Iterator
from typing import BinaryIO

from flows.sources.decoding import Decoded, decode, repaired
from flows.sources.fields import Names
from flows.sources.files import InputFile, blank_record
from flows.sources.lines import MOST_RECORD_BYTES
from transforms.pages import DEEPEST, declared_encoding, is_too_deep, read_page
from transforms.reports import Record, Refused, refuse


def read_text(file: InputFile, name: str, stream: BinaryIO, names: Names) -> Iterator[Record | Refused]:  # noqa: ARG001 - the signature of a reader
    """The report in a file of plain text."""
    data = stream.read(MOST_RECORD_BYTES + 1)
    blank = blank_record(file, name, name)
    if len(data) > MOST_RECORD_BYTES:
        yield too_long(blank)
        return
    decoded = decode(data)
    text, repair = repaired(decoded.text)
    yield blank._replace(text=text, encoding=decoded.encoding, raw_sha256=decoded.raw_sha256, repair=repair)


def read_html(file: InputFile, name: str, stream: BinaryIO, names: Names) -> Iterator[Record | Refused]:  # noqa: ARG001 - the signature of a reader
    """The report in a page."""
    data = stream.read(MOST_RECORD_BYTES + 1)
    yield page_record(blank_record(file, name, name), data, declared_encoding(data))


def page_record(blank: Record, data: bytes, encoding: str | None, url: str | None = None) -> Record | Refused:
    """The record of a page, named by its address if it tells one; refused if no main text is found in it."""
    if len(data) > MOST_RECORD_BYTES:
        return too_long(blank)
    decoded: Decoded = decode(data, encoding)
    html, repair = repaired(decoded.text)
    if is_too_deep(html):
        reason = f"the page has elements within one another more than {DEEPEST:,} deep"
        return refuse(blank._replace(text=html, encoding=decoded.encoding), "page is of readable depth", "text", "", reason)
    page = read_page(html)
    blank = blank._replace(encoding=decoded.encoding, raw_sha256=decoded.raw_sha256, repair=repair, title=page.title)
    if not page.text.strip():
        return refuse(blank._replace(text=html), "page has a main text", "text", "", "no main text was found in the page")
    address = page.url or url
    return blank._replace(
        text=page.text, date=page.date, url=address, source_id=address or blank.source_id, source_name=page.source or blank.source_name
    )


def too_long(blank: Record) -> Refused:
    """The refusal of a record of more bytes than any report has."""
    return refuse(blank, "record is of readable size", "text", "", f"the record is longer than {MOST_RECORD_BYTES:,} bytes")
