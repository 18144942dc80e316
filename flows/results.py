"""Writing what a query gives: a table for people, CSV, JSON and Parquet for programs, row by row where that can be."""

import datetime
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from flows.terminal import render_table

if TYPE_CHECKING:
    import duckdb

_ROWS_AT_ONCE = 10_000
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT",
            "DOUBLE", "DECIMAL")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """The columns of a result as (name, DuckDB type), and how to fetch up to so many more rows."""

    columns: list[tuple[str, str]]
    fetch: Callable[[int], list[tuple[Any, ...]]]

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """The rows that are left."""
        while rows := self.fetch(_ROWS_AT_ONCE):
            yield rows


def write_table(result: Result, out: IO[bytes], *, width: int, max_rows: int) -> None:
    """The first `max_rows` rows, fitted to `width` columns of a terminal; the last line says how many more there are."""
    rows = result.fetch(max_rows)
    left = sum(map(len, result.batches()))
    names = [name for name, _ in result.columns]
    right = [kind.startswith(_NUMBERS) for _, kind in result.columns]
    if result.columns and result.columns[-1][0] == "explain_value":
        out.write("".join(f"{value}\n" for *_, value in rows).encode())
        return
    out.write(render_table(names, [[_readable(value) for value in row] for row in rows], right, width).encode())
    total = len(rows) + left
    more = f"; {left:,} more not shown: add LIMIT, or --format csv for all" if left else ""
    out.write(f"({total:,} row{'' if total == 1 else 's'}{more})\n".encode())


def write_csv(result: Result, out: IO[bytes]) -> None:
    """RFC 4180, UTF-8, every value exact: NULL is empty, an empty text is "", lists and structs are JSON.

    Cells that a spreadsheet takes for formulas are left as they are; `dateline export` defuses them.
    """
    out.write((",".join(_csv_cell(name) for name, _ in result.columns) + "\r\n").encode())
    for rows in result.batches():
        out.write("".join(",".join(map(_csv_cell, row)) + "\r\n" for row in rows).encode())


def write_json(result: Result, out: IO[bytes]) -> None:
    """An array of objects, one on a line. Columns of the same name get a number."""
    names = _distinct([name for name, _ in result.columns])
    separator = b"[\n"
    for rows in result.batches():
        for row in rows:
            out.write(separator + json.dumps(dict(zip(names, map(json_value, row), strict=True)), ensure_ascii=False).encode())
            separator = b",\n"
    out.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def write_parquet(relation: "duckdb.DuckDBPyRelation", out: IO[bytes]) -> None:
    """One Parquet file, zstd."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    reader = relation.to_arrow_reader(100_000)
    names = _distinct(reader.schema.names)
    schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch.rename_columns(names))


def _readable(value: Any) -> str | None:
    """A value as a person reads it in a table; None for NULL."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if len(repr(value)) <= 12 else f"{value:.6g}"
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds") + ("Z" if value.tzinfo else "")
    if isinstance(value, list | tuple | dict):
        return json.dumps(json_value(value), ensure_ascii=False)
    return str(value)


def json_value(value: Any) -> Any:
    """A value as JSON has it: instants and dates by ISO 8601, bytes in hexadecimal, what is not a number null."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    return str(value)


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, Decimal | float):
        text = str(value)
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        known = json_value(value)
        text = json.dumps(known, ensure_ascii=False) if isinstance(known, list | dict) else str(known)
    if not text or any(sign in text for sign in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def _distinct(names: list[str]) -> list[str]:
    """The names, with a number behind those that occurred before."""
    taken: set[str] = set()
    distinct = []
    for name in names:
        new, number = name, 1
        while new in taken:
            number += 1
            new = f"{name}_{number}"
        taken.add(new)
        distinct.append(new)
    return distinct
