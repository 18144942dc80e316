"""`.parquet`: one record a row, in named columns."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources.fields import FIELDS, Names, record_of
from flows.sources.files import InputFile, blank_record
from flows.sources.separated import missing_text
from flows.sources.unpacking import UnpackingError
from transforms.identity import sha256
from transforms.reports import Record, Refused, refuse

_ROWS_AT_ONCE = 500
_MOST_PACKED = 1_000_000_000  # bytes of a Parquet file inside another packing, which has to be held whole


def read_parquet(file: InputFile, name: str, stream: BinaryIO, names: Names) -> Iterator[Record | Refused]:
    """The records of the rows, in order; one refusal for a file whose columns hold no text."""
    try:
        parquet = pq.ParquetFile(stream if _is_plain(stream) else io.BytesIO(_whole(stream)))
        columns = parquet.schema_arrow.names
        if names["text"] not in columns:
            yield missing_text(file, name, columns, names)
            return
        number = 0
        for batch in parquet.iter_batches(_ROWS_AT_ONCE, columns=[column for column in names.values() if column in columns]):
            for row in range(len(batch)):
                number += 1
                yield _record(file, name, number, batch, row, names)
    except pa.ArrowException as error:
        raise UnpackingError(f"the file is no readable Parquet: {error}") from error


def _is_plain(stream: BinaryIO) -> bool:
    return isinstance(stream, io.BytesIO) or (isinstance(stream, io.BufferedReader) and stream.seekable())


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(_MOST_PACKED + 1)
    if len(data) > _MOST_PACKED:
        raise UnpackingError(f"a packed Parquet file may have {_MOST_PACKED:,} bytes at most; unpack it first")
    return data


def _record(file: InputFile, name: str, number: int, batch: pa.RecordBatch, row: int, names: Names) -> Record | Refused:
    blank = blank_record(file, f"{name}:{number}", name)
    fields: dict[str, Any] = {}
    for column, values in zip(batch.schema.names, batch.columns, strict=True):
        try:
            fields[column] = values[row].as_py()
        except (UnicodeDecodeError, ValueError, OverflowError) as error:
            return refuse(blank, "value can be read", column if column in FIELDS else None, "", f"the column {column} cannot be read: {error}")
    text = fields.get(names["text"])
    raw = sha256(text.encode()) if isinstance(text, str) else ""
    return record_of(blank._replace(raw_sha256=raw, text=str({key: str(value)[:200] for key, value in fields.items()})), fields, names)
