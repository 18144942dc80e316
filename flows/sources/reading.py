"""The records of a file, whatever its format and packing."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import zstandard

from flows.sources.fields import FIELDS, Names
from flows.sources.files import ARCHIVE, InputFile, blank_record, format_of, has_changed
from flows.sources.json_lines import read_json_lines
from flows.sources.parquet import read_parquet
from flows.sources.separated import read_separated
from flows.sources.texts import read_html, read_text
from flows.sources.unpacking import Allowance, members, open_file, open_member, unpacked
from flows.sources.web_archive import read_web_archive
from transforms.field_dates import DateOrder, order_of
from transforms.reports import Record, Refused, refuse

Reader = Callable[[InputFile, str, BinaryIO, Names], Iterator[Record | Refused]]

_READERS: Mapping[str, Reader] = {
    ".txt": read_text, ".jsonl": read_json_lines, ".csv": read_separated, ".tsv": read_separated, ".parquet": read_parquet,
    ".html": read_html, ".htm": read_html, ".warc": read_web_archive,
}  # fmt: skip
_FAULTS = (OSError, EOFError, zlib.error, zstandard.ZstdError, RuntimeError)
_ORDERED_BY_NOBODY = re.compile(r"\s*\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}")


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What a user says of the sources: the names of fields, and whether `03/04/2022` is in April, if not told by the source itself."""

    names: Mapping[str, str] = field(default_factory=dict)  # field -> its name in the source
    day_first: bool | None = None


def read_records(file: InputFile, rules: ReadingRules = ReadingRules(), among: Iterable[InputFile] = ()) -> Iterator[Record | Refused]:
    """The records of a file in order; what cannot be read as a record is refused and costs no other.

    Dates of nothing but figures are read in the order that the dates of the whole file show; if none of them shows it, in that of
    the files `among` which it was found.
    """
    order: DateOrder | None = None
    for record in _read(file, rules):
        if isinstance(record, Record) and record.date and _ORDERED_BY_NOBODY.match(record.date):
            order = order or _date_order(file, rules, among)
            record = record._replace(day_first=order.day_first)
        yield record
    if has_changed(file):
        reason = "the file changed while it was read; run again when it is complete"
        yield refuse(blank_record(file, f"{file.name}:change"), "file stays as it is while it is read", None, "", reason)


def _read(file: InputFile, rules: ReadingRules) -> Iterator[Record | Refused]:
    names = {name: rules.names.get(name, name) for name in FIELDS}
    try:
        with open_file(file) as raw:
            if format_of(file.name) == ARCHIVE:
                yield from _read_archive(file, raw, names)
            else:
                with unpacked(raw, file.name, Allowance(file.size)) as stream:
                    yield from _READERS[format_of(file.name)](file, file.name, stream, names)
    except _FAULTS as error:
        yield _broken(file, file.name, error)


def _read_archive(file: InputFile, raw: BinaryIO, names: Names) -> Iterator[Record | Refused]:
    for archive, member in members(raw, file.size):
        name = f"{file.name}/{member.name}"
        if member.fault:
            reason = f"{member.name} in the archive is not read: {member.fault}"
            yield refuse(blank_record(file, name), "file in the archive can be read", None, member.name, reason)
            continue
        try:
            with open_member(archive, member) as stream:
                yield from _READERS[format_of(member.name)](file, name, stream, names)
        except (*_FAULTS, gzip.BadGzipFile) as error:
            yield _broken(file, name, error)


def _broken(file: InputFile, name: str, error: Exception) -> Refused:
    said = str(error) or type(error).__name__
    return refuse(blank_record(file, f"{name}:end"), "file reads to its end", None, said, f"the file breaks off or cannot be read: {said}")


def _date_order(file: InputFile, rules: ReadingRules, among: Iterable[InputFile]) -> DateOrder:
    if rules.day_first is not None:
        return DateOrder(rules.day_first)
    own = order_of(_dates(file, rules))
    if own is not None:
        return own
    others = (other for other in among if other.source_name == file.source_name and other.uri != file.uri)
    return order_of(date for other in others for date in _dates(other, rules)) or DateOrder(None)


def _dates(file: InputFile, rules: ReadingRules) -> Iterator[str]:
    return (record.date for record in _read(file, rules) if isinstance(record, Record) and record.date)
