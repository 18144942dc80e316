"""What was mined before `current` moved under a run is used again: a text tells the same, whatever another run has published.

    staging/raw/<batch>.parquet      what was read          staging/mined/<table>/<part>.parquet    what was mined of it, as it was
           /earlier/raw, mined       both, of the time before          /tables/<table>/             the same parts, as the stages change them

Reading is done anew, since the new release may hold some of the records by now; duplicates, ids and events are told anew too. Mining, which
costs most, is done only for reports that are not to the letter what they were.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.quarantine import replace_part
from flows.context import Run
from flows.database import open_database, view_files
from flows.reading import BATCH_SCHEMA, Reading
from flows.warehouse import clear_folder

EARLIER = "earlier"


def set_mined_aside(staging: Path) -> None:
    """Clear the staging folder of a run that starts again, but for what it has read and mined."""
    if (staging / "mined").is_dir():
        earlier = staging / EARLIER
        shutil.rmtree(earlier, ignore_errors=True)
        earlier.mkdir()
        for name in ("raw", "mined"):
            (staging / name).rename(earlier / name)
    clear_folder(staging, EARLIER)


def keep_mined(staging: Path, part: Path, table: str, name: str) -> None:
    """Take a part over, under that name: once as it is, and once for the stages to change, which replace it and never write into it."""
    kept, staged = staging / "mined" / table / name, staged_folder(staging, table) / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    part.rename(kept)
    try:
        os.link(kept, staged)
    except OSError:  # a file system without hard links
        shutil.copy2(kept, staged)


def staged_folder(staging: Path, table: str) -> Path:
    """Where parts of a table are staged; fingerprints are no table of the contract."""
    return staging / table if table == "fingerprints" else staging / "tables" / table


def reuse_mined(run: Run, reading: Reading) -> tuple[list[Path], int]:
    """Stage what was mined earlier of reports that are still new and the same. Returns the batches that are left to mine, and the reports reused."""
    if not (run.staging / EARLIER).is_dir():
        return reading.batches, 0
    same = _same_reports(run.staging / EARLIER, reading)
    keys = pa.array(sorted(report_id for report_id, _ in same), pa.string())
    for number, path in enumerate(sorted((run.staging / EARLIER / "mined").glob("*/*.parquet"))):
        _rewrite(path, lambda part: pc.is_in(part.column("report_id"), keys))
        if path.exists():
            keep_mined(run.staging, path, path.parent.name, f"earlier-{number:05}.parquet")
    revised = pa.array(sorted(f"{report_id} {revision}" for report_id, revision in same), pa.string())
    for path in reading.batches:
        _rewrite(path, lambda part: pc.invert(pc.is_in(_revised(part), revised)))
    return [path for path in reading.batches if path.exists()], len(same)


_SAME = """
SELECT report_id, revision FROM (SELECT * FROM read INTERSECT SELECT * FROM read_before) SEMI JOIN mined USING (report_id, revision)
"""


def _same_reports(earlier: Path, reading: Reading) -> set[tuple[str, int]]:
    """The reports (id and revision) that are read as they were read before, and were mined then."""
    with open_database() as database:
        view_files(database, "read", reading.batches, BATCH_SCHEMA)
        view_files(database, "read_before", _parts(earlier / "raw"), BATCH_SCHEMA)
        view_files(database, "mined", _parts(earlier / "mined" / "reports"), BATCH_SCHEMA)
        return set(database.execute(_SAME).fetchall()) - reading.superseded


def _parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.parquet"))


def _revised(part: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(part.column("report_id"), pc.cast(part.column("revision"), pa.string()), " ")


def _rewrite(path: Path, keeps: Callable[[pa.Table], Iterable[bool]]) -> None:
    """Leave in a part the rows that are kept; no rows, no part."""
    part = pq.read_table(path, partitioning=None)
    left = part.filter(keeps(part))
    if not len(left):
        path.unlink()
    elif len(left) < len(part):
        replace_part(path, left)
