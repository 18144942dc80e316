"""The stage `publish`: a new release beside the current one, and the pointer moved to it.

Only the partitions that changed are written; the others are hard links to the previous release's files. A release is built
under a hidden name, synced, renamed, and only then pointed to, so that a reader of `current` never sees half of one.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.context import Run
from flows.handoff import release_documents
from flows.resolving import Changes
from flows.warehouse import CurrentMoved, Release, sync_folder
from flows.writing import FileEntry, Part, write_parts
from transforms.contract import Table
from transforms.schemas import arrow_schema, nullable_schema, staged_schema
from transforms.tables import TABLES

DAY_SPLIT_ROWS = 250_000  # a month of more rows is cut by day, so that an hourly run rewrites days
_GROUP_BYTES = 200_000_000  # of staged rows held in memory at a time
_UNPACKED = 3  # times as large as the staged file, at most about
_SYNCS = 16  # files that the disk is asked to make durable at a time
_UNKNOWN = "unknown"

def publish(run: Run, previous: Release | None, changes: Changes) -> Release:
    """Write the release that `previous` and the run's staged tables make, and point `current` to it."""
    warehouse = run.warehouse
    sequence = previous.manifest["sequence"] + 1 if previous else 1
    release_id = f"{sequence:06}-{run.run_id[:12]}"
    building = warehouse.releases_folder / f".{release_id}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    files = _same_or_new(previous, building, _write_tables(run, previous, changes, building))
    manifest = _manifest(run, previous, release_id, sequence, files)
    _write_documents(building, manifest, previous)
    _seal(building)
    if warehouse.current() != previous:
        raise CurrentMoved(f"another run has published release {warehouse.release(None).id} meanwhile")
    return warehouse.install(building, release_id)


def _write_tables(run: Run, previous: Release | None, changes: Changes, building: Path) -> list[FileEntry]:
    """Link what stays and write what changes; the manifest's entries, sorted by path."""
    linked: list[FileEntry] = []
    written = list(write_parts(building, _all_parts(run, previous, changes, building, linked)))
    return sorted(linked + written, key=lambda entry: str(entry["path"]))


def _all_parts(run: Run, previous: Release | None, changes: Changes, building: Path, linked: list[FileEntry]) -> Iterator[Part]:
    """The parts of all tables that change; those that stay are linked on the way, and added to `linked`."""
    for table in TABLES.values():
        if not table.partition:
            yield from _replaced(run, table)
            continue
        kept, parts = _rewritten(run, previous, changes, table)
        linked += [_link(previous, building, entry) for entry in kept if previous]
        yield from parts


def _replaced(run: Run, table: Table) -> Iterator[Part]:
    """An unpartitioned table, which an earlier stage has staged whole."""
    schema = arrow_schema(table)
    staged = [pq.read_table(path, columns=list(table.names), partitioning=None) for path in sorted(run.staged(table.name).glob("*.parquet"))]
    yield Part(f"{table.name}/part-0.parquet", table, _in_order(pa.concat_tables(staged or [schema.empty_table()]), table).cast(schema))


def _rewritten(run: Run, previous: Release | None, changes: Changes, table: Table) -> tuple[list[FileEntry], Iterator[Part]]:
    """A partitioned table: the months that gain or lose rows are written anew from old rows that stay and new rows."""
    old = previous.parts(table.name) if previous else {}
    removed, column = (changes.events, "event_id") if table.name == "events" else (changes.reports, "report_id")
    staged = _staged(run, table)
    gains = _rows_by_month(staged, table)
    touched = set(gains) | _months_with(previous, old, column, removed)
    kept = [entry for month, entries in old.items() if month not in touched for entry in entries if entry["rows"]]
    parts = _parts(previous, old, staged, gains, touched, (column, removed), table)
    return kept, parts if kept else _at_least_one(parts, table)


def _at_least_one(parts: Iterator[Part], table: Table) -> Iterator[Part]:
    """The parts; for a table without rows, one without rows."""
    first = next(parts, None)
    yield first or Part(f"{table.name}/{table.partition}={_UNKNOWN}/part-0.parquet", table, arrow_schema(table).empty_table())
    yield from parts


def _staged(run: Run, table: Table) -> ds.Dataset:
    paths = [str(path) for path in sorted(run.staged(table.name).glob("*.parquet"))]
    return ds.dataset(paths, schema=staged_schema(table), format="parquet")


def _rows_by_month(staged: ds.Dataset, table: Table) -> dict[str, int]:
    months = staged.to_table(columns=[str(table.partition)]).column(0)
    return {pair["values"]: pair["counts"] for pair in pc.value_counts(months).to_pylist()}


def _months_with(previous: Release | None, old: dict[str, list[FileEntry]], column: str, ids: frozenset[str]) -> set[str]:
    """The months of the previous release that hold a row of these ids."""
    if previous is None or not ids:
        return set()
    wanted = pa.array(sorted(ids))
    return {
        month
        for month, entries in old.items()
        if any(
            pc.any(pc.is_in(pq.read_table(previous.path / entry["path"], columns=[column], partitioning=None).column(0), wanted)).as_py()
            for entry in entries
        )
    }


def _parts(
    previous: Release | None,
    old: dict[str, list[FileEntry]],
    staged: ds.Dataset,
    gains: dict[str, int],
    touched: set[str],
    removed: tuple[str, frozenset[str]],
    table: Table,
) -> Iterator[Part]:
    """The new files of every touched month."""
    partition, schema = str(table.partition), arrow_schema(table)
    groups = list(_groups(sorted(touched), gains, _row_bytes(staged, gains)))
    gathered = _gathered(staged, groups, partition)
    for group in groups:
        new = _in_order(next(gathered), table, partition).drop_columns([partition])
        start = 0
        for month in group:
            rows = new.slice(start, gains.get(month, 0))
            start += len(rows)
            if previous is not None and month in old:
                rows = _in_order(pa.concat_tables([rows, *_old_rows(previous, old[month], removed, table)]), table)
            for name, part in _month_files(month, rows, previous):
                columns = part.drop_columns(["day"]).columns
                yield Part(f"{table.name}/{partition}={month}/{name}", table, pa.Table.from_arrays(columns, schema=schema))


def _gathered(staged: ds.Dataset, groups: Sequence[Sequence[str]], partition: str) -> Iterator[pa.Table]:
    """The staged rows of each group of months. All parts are read once, and written apart by group, however many groups there are."""
    if len(groups) <= 1:
        yield from (staged.to_table() for _ in groups)
        return
    months = pa.array([month for group in groups for month in group])
    group_of = pa.array([number for number, group in enumerate(groups) for _ in group], pa.int32())
    with TemporaryDirectory(prefix="groups-", dir=Path(staged.files[0]).parent.parent) as folder:
        paths = [Path(folder) / f"{number:05}.arrow" for number in range(len(groups))]
        with ExitStack() as open_files:
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            writers = [open_files.enter_context(pa.ipc.new_file(str(path), staged.schema, options=options)) for path in paths]
            for batch in staged.to_batches():
                found = group_of.take(pc.index_in(batch.column(partition), months))
                for number in pc.unique(found).to_pylist():
                    writers[number].write_batch(batch.filter(pc.equal(found, number)))
        for path in paths:
            with pa.ipc.open_file(str(path)) as reader:
                yield reader.read_all()
            path.unlink()


def _row_bytes(staged: ds.Dataset, gains: dict[str, int]) -> float:
    """About how much memory a staged row takes."""
    return _UNPACKED * sum(Path(path).stat().st_size for path in staged.files) / max(1, sum(gains.values()))


def _groups(months: Sequence[str], gains: dict[str, int], row_bytes: float) -> Iterator[list[str]]:
    """Months in order, cut so that the staged rows of a group fit in memory."""
    group: list[str] = []
    rows = 0
    for month in months:
        if group and (rows + gains.get(month, 0)) * row_bytes > _GROUP_BYTES:
            yield group
            group, rows = [], 0
        group.append(month)
        rows += gains.get(month, 0)
    if group:
        yield group


def _old_rows(previous: Release, entries: list[FileEntry], removed: tuple[str, frozenset[str]], table: Table) -> Iterator[pa.Table]:
    """The rows of a month that stay, with the day that their file's name gives (0: the file holds the whole month)."""
    column, ids = removed
    for entry in entries:
        rows = pq.read_table(previous.path / entry["path"], partitioning=None).cast(nullable_schema(table))
        if ids:
            rows = rows.filter(pc.invert(pc.is_in(rows.column(column), pa.array(sorted(ids)))))
        day = int(Path(entry["path"]).stem.removeprefix("part-"))
        yield rows.append_column(pa.field("day", pa.int8()), pa.array([day] * len(rows), pa.int8()))


def _month_files(month: str, rows: pa.Table, previous: Release | None) -> Iterator[tuple[str, pa.Table]]:
    """The names and rows of the files of a month: one, or one a day where there are many rows."""
    if len(rows) <= DAY_SPLIT_ROWS or month == _UNKNOWN:
        if len(rows):
            yield "part-0.parquet", rows
        return
    days = _days(rows, previous, month)
    for day in sorted(pc.unique(days).to_pylist()):
        yield f"part-{day:02}.parquet", rows.filter(pc.equal(days, day))


def _days(rows: pa.Table, previous: Release | None, month: str) -> pa.ChunkedArray:
    """The day of each row. Old rows of a month that was one file so far take it from their reports."""
    days = rows.column("day")
    if previous is None or not pc.any(pc.equal(days, 0)).as_py():
        return days
    if "event_date_start" in rows.column_names and "published_on" not in rows.column_names and "report_id" not in rows.column_names:
        return pc.cast(pc.day(rows.column("event_date_start")), pa.int8())
    entries = previous.parts("reports").get(month, [])
    reports = pa.concat_tables([pq.read_table(previous.path / e["path"], columns=["report_id", "published_on"], partitioning=None) for e in entries])
    found = pc.index_in(rows.column("report_id"), reports.column("report_id").combine_chunks())
    known = pc.cast(pc.day(reports.column("published_on").combine_chunks().take(found.combine_chunks())), pa.int8())
    return pc.if_else(pc.equal(days, 0), pa.chunked_array([known]), days)


def _in_order(rows: pa.Table, table: Table, *first: str) -> pa.Table:
    """The rows sorted as the contract says, by the columns `first` before that; column by column, so that they are not held twice."""
    keys = dict.fromkeys((*first, *table.order, *table.key))
    schema, columns = rows.schema, []
    order = pc.sort_indices(rows.select(list(keys)).combine_chunks(), sort_keys=[(name, "ascending") for name in keys])
    while rows.num_columns:
        columns.append(rows.column(0).combine_chunks().take(order))
        rows = rows.remove_column(0)
    return pa.Table.from_arrays(columns, schema=schema)


def _link(previous: Release, building: Path, entry: FileEntry) -> FileEntry:
    path = building / entry["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(previous.path / entry["path"], path)
    except OSError:  # a file system without hard links
        shutil.copy2(previous.path / entry["path"], path)
    return entry


def _same_or_new(previous: Release | None, building: Path, entries: list[FileEntry]) -> list[FileEntry]:
    """The entries with the release that each file was first written in. One that was written with the bytes that it had is linked after all."""
    known = {(entry["path"], entry["sha256"]): entry for entry in previous.manifest["files"]} if previous else {}
    found = []
    for entry in entries:
        same = known.get((entry["path"], entry["sha256"]))
        if previous and same and "written_in" not in entry:
            (building / entry["path"]).unlink()
            entry = _link(previous, building, same)
        found.append({"written_in": building.name.removeprefix("."), **entry})
    return found


def _manifest(run: Run, previous: Release | None, release_id: str, sequence: int, files: list[FileEntry]) -> dict[str, Any]:
    rows = {name: sum(entry["rows"] for entry in files if entry["table"] == name) for name in TABLES}
    return {
        "release_id": release_id, "sequence": sequence, "previous": previous.id if previous else None, "as_of": run.as_of.isoformat(),
        "run_id": run.run_id,
        "versions": {"code": run.versions.code, "contract": run.versions.contract, "reference": run.versions.reference},
        "tables": {name: {"rows": count} for name, count in rows.items()}, "files": files,
    }  # fmt: skip


def _write_documents(building: Path, manifest: dict[str, Any], previous: Release | None) -> None:
    documents = release_documents(manifest, previous.manifest if previous else None, building)
    documents["manifest.json"] = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    for name, text in documents.items():
        path = building / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o444)


def _seal(building: Path) -> None:
    """Make every byte and name of the release durable before anything points to it."""
    folders = [Path(folder) for folder, _, _ in os.walk(building)]
    with ThreadPoolExecutor(_SYNCS) as threads:
        for paths, sync in (([path for folder in folders for path in folder.iterdir() if path.is_file()], _sync_file), (folders, sync_folder)):
            list(threads.map(sync, paths))


def _sync_file(path: Path) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
