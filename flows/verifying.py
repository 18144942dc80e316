"""`dateline verify`: whether a release is what its manifest and the contract say, by every byte and every row."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from expectations.integrity import queries_of
from flows.database import open_database
from flows.snapshot import Snapshot
from transforms.contract import Table
from transforms.schemas import arrow_schema, contract_version
from transforms.tables import TABLES


class Problem(NamedTuple):
    """One thing that is not as it should be; `check` is files, schema, counts, partitions, or the name of a rule."""

    check: str
    table_name: str
    message: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what is wrong. Warnings do not make a release wrong."""

    release_id: str
    files: int
    bytes: int
    rows: int
    rules: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def verify(snapshot: Snapshot) -> Verified:
    """Check files, schemas, counts, and then keys, references, spans, conditions and partitions on every row.

    Rows are looked at only where the files are sound, since nothing true can be said about a broken one.
    """
    entries = snapshot.manifest["files"]
    problems = _check_objects(snapshot)
    if not problems:
        snapshot.fetch()
        problems = [*_check_files(snapshot.path, entries), *_check_counts(snapshot.manifest)]
    if not problems:
        problems += _check_schemas(snapshot)
    rules, found = _check_rows(snapshot) if not problems else (0, [])
    faults = [problem for severity, problem in found if severity != "warn"]
    warnings = [problem for severity, problem in found if severity == "warn"]
    rows = sum(entry["rows"] for entry in entries)
    size = sum(entry["bytes"] for entry in entries)
    return Verified(snapshot.release_id, len(entries), size, rows, rules, (*problems, *faults), tuple(warnings))


def _check_objects(snapshot: Snapshot) -> list[Problem]:
    """What is wrong in the bucket, if the release is mirrored from one."""
    found = snapshot.mirror.damaged(snapshot.manifest["files"]) if snapshot.mirror else []
    return [Problem("files", entry["table"], f"{entry['path']} {fault}") for entry, fault in found]


def _check_files(folder: Path, entries: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    listed = {entry["path"] for entry in entries}
    for path in sorted(folder.rglob("*.parquet")):
        name = path.relative_to(folder).as_posix()
        if name not in listed:
            yield Problem("files", name.split("/")[0], f"{name} is not in the manifest")
    for entry in entries:
        if fault := _file_fault(folder / entry["path"], entry):
            yield Problem("files", entry["table"], f"{entry['path']} {fault}")


def _file_fault(path: Path, entry: dict[str, Any]) -> str | None:
    if not path.is_file():
        return "is missing"
    if (size := path.stat().st_size) != entry["bytes"]:
        return f"has {size} bytes, not {entry['bytes']}"
    with open(path, "rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != entry["sha256"]:
            return "has other bytes than the manifest's checksum is of"
    if (rows := pq.read_metadata(path).num_rows) != entry["rows"]:
        return f"has {rows} rows, not {entry['rows']}"
    return None


def _check_counts(manifest: dict[str, Any]) -> Iterator[Problem]:
    for name in TABLES:
        listed = [entry["rows"] for entry in manifest["files"] if entry["table"] == name]
        if not listed:
            yield Problem("counts", name, "the table has no file")
        elif sum(listed) != manifest["tables"][name]["rows"]:
            yield Problem("counts", name, f"the files have {sum(listed)} rows, the manifest says {manifest['tables'][name]['rows']}")


def _check_schemas(snapshot: Snapshot) -> Iterator[Problem]:
    said = snapshot.manifest["versions"]["contract"]
    if said != contract_version():
        yield Problem("schema", "", f"the release follows contract {said}, this is {contract_version()}: verify it with the code that wrote it")
        return
    for table in TABLES.values():
        for path in snapshot.files(table.name):
            if difference := _difference(pq.read_schema(path), arrow_schema(table)):
                yield Problem("schema", table.name, f"{Path(path).relative_to(snapshot.path)}: {difference}")


def _difference(found: pa.Schema, expected: pa.Schema) -> str | None:
    if found.names != expected.names:
        return f"columns {', '.join(sorted(set(found.names) ^ set(expected.names))) or 'in another order'}"
    other = [field.name for field, wanted in zip(found, expected, strict=True) if (field.type, field.nullable) != (wanted.type, wanted.nullable)]
    return f"other types in {', '.join(other)}" if other else None


def _check_rows(snapshot: Snapshot) -> tuple[int, list[tuple[str, Problem]]]:
    """The number of rules asked, and what breaks them with the severity of each."""
    found: list[tuple[str, Problem]] = []
    with open_database() as database:
        for name in TABLES:
            database.read_parquet(snapshot.files(name), hive_partitioning=False, filename=True).create_view(name)
        queries = [(table, query) for table in TABLES.values() for query in queries_of(table, list(TABLES))]
        for table, query in queries:
            if count := _count(database, query.sql):
                found.append((query.severity, Problem(query.expectation, table.name, f"{count} rows: {query.reason}")))
        partitioned = [table for table in TABLES.values() if table.partition]
        for table in partitioned:
            if count := _count(database, _misplaced(table)):
                found.append(("gate", Problem("partitions", table.name, f"{count} rows lie in the file of another month")))
    return len(queries) + len(partitioned), found


def _count(database: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(database.sql(f"SELECT count(*) FROM ({sql})").fetchall()[0][0])


def _misplaced(table: Table) -> str:
    """SQL for the rows whose month is not the one in the path of their file."""
    own = table.partitioned_by in table.names
    day = f"{'t' if own else 'r'}.{table.partitioned_by}"
    joined = "" if own else " JOIN reports r USING (report_id)"
    month = r"regexp_extract(t.filename, '=([^/=]+)/[^/]+$', 1)"
    return f"SELECT 1 FROM {table.name} t{joined} WHERE coalesce(strftime({day}, '%Y-%m'), 'unknown') <> {month}"
