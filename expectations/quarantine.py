"""The quarantine: rows that broke a rule leave their table for `rejects`, and what hangs on them is mended.

A rejected report takes its sentences and mentions along; one row of `rejects` says so for all. A rejected date or place leaves
its event without one, a rejected entity its mentions unlinked, a rejected event none of its claims.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.verdicts import Failure, Stamp
from transforms.contract import Table
from transforms.schemas import arrow_table
from transforms.tables import MINED, REJECTS, TABLES

_DATE = ("event_date_start", "event_date_end", "date_prec", "date_start_char", "date_end_char")
_PLACE = ("place_id", "place_name", "country_iso3", "latitude", "longitude", "where_prec", "place_start_char", "place_end_char")
_LINKS = {"event_mentions": ("actor1_id", "actor2_id", "place_id"), "events": ("actor1_id", "actor2_id", "place_id")}


def quarantine(staged: Path, failures: Sequence[Failure], stamp: Stamp) -> pa.Table:
    """Take the failing rows out of the staged tables; the rows of `rejects` for them, one for each rule that a row broke."""
    rejects = arrow_table(REJECTS, [])
    by_table: dict[str, list[Failure]] = defaultdict(list)
    for failure in failures:
        by_table[failure.table].append(failure)
    for name, failed in by_table.items():
        removed = _remove(staged, TABLES[name], failed)
        rejects = pa.concat_tables([rejects, _rejects(TABLES[name], failed, removed, stamp)])
        _mend(staged, name, removed)
    return rejects


def _remove(staged: Path, table: Table, failed: Sequence[Failure]) -> list[dict[str, Any]]:
    """Take the rows with these keys out of a table's parts; the rows."""
    keys = {failure.key for failure in failed}
    removed: list[dict[str, Any]] = []
    for path in sorted((staged / table.name).glob("*.parquet")):
        part = pq.read_table(path, partitioning=None)
        held = list(zip(*(part.column(name).to_pylist() for name in table.key), strict=True))
        bad = pa.array([key in keys for key in held], pa.bool_())
        if pc.any(bad).as_py():
            removed += part.filter(bad).to_pylist()
            replace_part(path, part.filter(pc.invert(bad)))
    return removed


def _rejects(table: Table, failed: Sequence[Failure], removed: Sequence[Mapping[str, Any]], stamp: Stamp) -> pa.Table:
    rows = {tuple(row[name] for name in table.key): row for row in removed}
    return arrow_table(REJECTS, [_reject(table, failure, rows.get(failure.key, {}), stamp) for failure in dict.fromkeys(failed)])


def _reject(table: Table, failure: Failure, row: Mapping[str, Any], stamp: Stamp) -> tuple[Any, ...]:
    observed = {name: row.get(name) for name in failure.column_name.split(",")}
    value = next(iter(observed.values())) if len(observed) == 1 else observed
    return (
        stamp.run_id, table.name, "|".join(map(str, failure.key)), row.get("report_id"), failure.expectation, failure.column_name,
        None if value is None else str(value)[:1000], failure.reason, row.get("source_uri"), row.get("content_sha256"), stamp.code_version,
        json.dumps(row, default=str)[:65_536],
    )  # fmt: skip


def _mend(staged: Path, table: str, removed: Sequence[Mapping[str, Any]]) -> None:
    """What a table's rejected rows mean for the rows that hang on them."""
    if table == "reports":
        for name in MINED:
            _filter(staged / name, "report_id", {row["report_id"] for row in removed})
    elif table == "date_mentions":
        _blank_spans(staged / "event_mentions", "date", _DATE, removed)
    elif table == "entity_mentions":
        _blank_spans(staged / "event_mentions", "place", _PLACE, removed)
    elif table == "entities":
        _unlink(staged, {row["entity_id"] for row in removed})
    elif table == "events":
        _filter(staged / "event_mentions", "event_id", {row["event_id"] for row in removed})


def _filter(folder: Path, column: str, values: set[Any]) -> None:
    for path in sorted(folder.glob("*.parquet")):
        part = pq.read_table(path, partitioning=None)
        bad = pc.is_in(part.column(column), pa.array(sorted(values), part.schema.field(column).type))
        if pc.any(bad).as_py():
            replace_part(path, part.filter(pc.invert(bad)))


def _blank_spans(folder: Path, what: str, columns: Sequence[str], removed: Sequence[Mapping[str, Any]]) -> None:
    """Leave the events without the date or place whose words were rejected."""
    spans = {(row["report_id"], row["start_char"], row["end_char"]) for row in removed}
    names = ("report_id", f"{what}_start_char", f"{what}_end_char")
    for path in sorted(folder.glob("*.parquet")):
        part = pq.read_table(path, partitioning=None)
        hit = [held in spans for held in zip(*(part.column(name).to_pylist() for name in names), strict=True)]
        if any(hit):
            replace_part(path, _blanked(part, columns, pa.array(hit)))


def _unlink(staged: Path, ids: set[str]) -> None:
    for path in sorted((staged / "entity_mentions").glob("*.parquet")):
        part = pq.read_table(path, partitioning=None)
        hit = pc.fill_null(pc.is_in(part.column("entity_id"), pa.array(sorted(ids))), False)
        if pc.any(hit).as_py():
            part = _blanked(part, ["entity_id"], hit)
            status = pc.if_else(hit, "unresolved", part.column("link_status"))
            position = part.schema.get_field_index("link_status")
            replace_part(path, part.set_column(position, part.schema.field(position), status))
    for table, columns in _LINKS.items():
        for path in sorted((staged / table).glob("*.parquet")):
            part = pq.read_table(path, partitioning=None)
            for column in columns:
                part = _blanked(part, [column], pc.fill_null(pc.is_in(part.column(column), pa.array(sorted(ids))), False))
            replace_part(path, part)


def _blanked(part: pa.Table, columns: Iterable[str], where: Any) -> pa.Table:
    """The part with NULL in these columns where `where` holds."""
    for column in columns:
        position = part.schema.get_field_index(column)
        field = part.schema.field(position)
        part = part.set_column(position, field, pc.if_else(where, pa.scalar(None, field.type), part.column(column)))
    return part


def replace_part(path: Path, part: pa.Table) -> None:
    """Put a staged part in the place of another: what else is linked to that stays as it was."""
    pq.write_table(part, path.with_suffix(".partial"), compression="lz4")
    path.with_suffix(".partial").replace(path)
