"""Making releases in tests, and reading them with pyarrow alone."""

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.context import Options
from flows.pipeline import Request, Summary, ingest

SAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "reports"
AS_OF = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)


def run(warehouse: Path, *sources: Path, workers: int = 1, as_of: datetime.datetime = AS_OF, **options: Any) -> Summary:
    """Take sources in, without Prefect."""
    return ingest(Request(tuple(map(str, sources)), warehouse, as_of, options=Options(workers=workers, **options)))


def jsonl(path: Path, *records: dict[str, Any] | str) -> Path:
    """A file of one record a line; a text stands there as it is."""
    path.write_text("".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records))
    return path


def current(warehouse: Path) -> Path:
    """The folder of the current release."""
    return (warehouse / "current").resolve()


def rows(release: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, from its files as they lie there."""
    paths = sorted((release / table).rglob("*.parquet"))
    return [row for path in paths for row in pq.read_table(path, partitioning=None).to_pylist()]


def manifest(release: Path) -> dict[str, Any]:
    return json.loads((release / "manifest.json").read_text())


def checksums(release: Path) -> dict[str, str]:
    """SHA-256 of every file of a release, by its path there."""
    files = [path for path in release.rglob("*") if path.is_file()]
    return {path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def is_whole(release: Path) -> bool:
    """Whether every file of the manifest is there, with its bytes."""
    found = checksums(release)
    return all(found.get(file["path"]) == file["sha256"] for file in manifest(release)["files"])
