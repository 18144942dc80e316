"""Writing the Parquet files of a release, a few at a time in threads, so that sorting the next goes on meanwhile."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contract import Table
from transforms.tables import ENTITIES, TABLES

FileEntry = dict[str, Any]  # path, table, rows, bytes, sha256, written_in: the release whose run wrote it

_WRITERS = 2
_WAITING = 3 * _WRITERS  # parts held in memory that are not written yet


@dataclass(frozen=True, slots=True)
class Part:
    """One file to write: its path in the release and its rows, sorted."""

    path: str
    table: Table
    rows: pa.Table


def write_parts(building: Path, parts: Iterable[Part]) -> Iterator[FileEntry]:
    """Write the parts; what the manifest says of each, in their order. A new part is taken only when few wait to be written."""
    waiting: deque[Future[FileEntry]] = deque()
    with ThreadPoolExecutor(_WRITERS) as writers:
        for part in parts:
            (building / part.path).parent.mkdir(parents=True, exist_ok=True)  # not in the threads: they would race for it
            waiting.append(writers.submit(_write_part, building, part))
            if len(waiting) > _WAITING:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def _write_part(building: Path, part: Part) -> FileEntry:
    path = building / part.path
    buffer = pa.BufferOutputStream()
    pq.write_table(part.rows, buffer, compression="zstd", compression_level=3, use_dictionary=_repeated(part.table.name))
    data = buffer.getvalue()
    path.write_bytes(data)
    path.chmod(0o444)
    return {"path": part.path, "table": part.table.name, "rows": len(part.rows), "bytes": data.size, "sha256": hashlib.sha256(data).hexdigest()}


@cache
def _repeated(table: str) -> list[str]:
    """The columns that are written with a dictionary: those of few values, and of names of things.

    In the others nearly every value is new, and a dictionary makes a month of some hundred rows larger, and a third slower to write.
    """
    contract = TABLES[table]
    few = [field.name for field in contract.fields if field.allowed]
    return few + [reference.column for reference in contract.references if reference.target.startswith(f"{ENTITIES.name}.")]
