"""DuckDB in memory over Parquet files, as the stages use it: no extensions, no network."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

_AT_ONCE = 10_000  # rows


def open_database() -> duckdb.DuckDBPyConnection:
    """A database of its own, in memory."""
    return duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})


def view_files(database: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], schema: pa.Schema) -> None:
    """A view over Parquet files; without files, one of that schema without rows."""
    if files:
        database.read_parquet([str(file) for file in files], hive_partitioning=False).create_view(name)
    else:
        database.register(name, schema.empty_table())


def fetched(result: duckdb.DuckDBPyConnection, at_once: int = _AT_ONCE) -> Iterator[tuple[Any, ...]]:
    """The rows of a result, fetched by batches."""
    while rows := result.fetchmany(at_once):
        yield from rows
