"""How long a run takes to pass over files that it knows: `python -m tests.benchmarks.known_files [FILES]` (1,000,000 if not given).

The files are real; the release that knows them is written by hand, since taking in a million reports is another measurement.
"""

import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources import file_sha256, find_files
from flows.versions import read_versions
from tests.warehouses import current, jsonl, run
from transforms.schemas import arrow_schema
from transforms.tables import INPUTS

_IN_A_FOLDER = 1_000
_TEXT = b"Rain fell on Homs."


def main() -> None:
    """Make the files, the release, and the run."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        inbox, warehouse = Path(folder) / "in", Path(folder) / "w"
        run(warehouse, jsonl(Path(folder) / "one.jsonl", {"id": 1, "text": "Rain fell."}))
        _make_files(inbox, count)
        _make_known(warehouse, inbox)
        started, used = time.perf_counter(), time.process_time()
        summary = run(warehouse, inbox)
        seconds, used = time.perf_counter() - started, time.process_time() - used
        found = f"{summary.outcome}, {summary.records.unchanged:,} records unchanged"
        print(f"{count:,} known files: {found}, {seconds:.1f} s ({used:.1f} s of one core)")


def _make_files(inbox: Path, count: int) -> None:
    for number in range(0, count, _IN_A_FOLDER):
        folder = inbox / f"{number // _IN_A_FOLDER:04}"
        folder.mkdir(parents=True)
        for name in range(min(_IN_A_FOLDER, count - number)):
            (folder / f"{name:03}.txt").write_bytes(_TEXT)


def _make_known(warehouse: Path, inbox: Path) -> None:
    """Write into the current release that all of the files were read."""
    files = find_files([str(inbox)])
    digest, code = file_sha256(files[0]), read_versions().code
    columns = [
        [file.uri for file in files], [file.size for file in files], [file.modified_at for file in files], [digest] * len(files),
        [1] * len(files), [0] * len(files), [code] * len(files),
    ]  # fmt: skip
    rows = pa.table([pa.array(column, field.type) for column, field in zip(columns, INPUTS.fields, strict=True)], schema=arrow_schema(INPUTS))
    path = current(warehouse) / "inputs" / "part-0.parquet"
    path.unlink()
    pq.write_table(rows, path, compression="zstd")
    manifest = json.loads((current(warehouse) / "manifest.json").read_text())
    entry = next(entry for entry in manifest["files"] if entry["table"] == "inputs")
    entry |= {"rows": len(rows), "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (current(warehouse) / "manifest.json").unlink()
    (current(warehouse) / "manifest.json").write_text(json.dumps(manifest))


if __name__ == "__main__":
    main()
