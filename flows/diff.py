"""`dateline diff A B`: what a reader of release B finds that was not so in release A, by table, by column, with examples."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from flows.database import open_database
from flows.results import json_value
from flows.snapshot import Snapshot
from transforms.tables import TABLES

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class TableDiff:
    """Rows of one table by key. `changed_columns` counts the changed rows in which a column differs."""

    table_name: str
    added: int
    removed: int
    changed: int
    changed_columns: dict[str, int]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    examples: tuple[dict[str, Any], ...]  # change, key, and for a change the columns with both values


def diff_releases(older: Snapshot, newer: Snapshot, examples: int = EXAMPLES) -> list[TableDiff]:
    """Compare two releases table by table. Files that both share are the same, and are not read."""
    for snapshot in (older, newer):
        snapshot.fetch()
    with open_database() as database:
        return [_diff_table(database, name, older, newer, examples) for name in TABLES]


def _own_files(snapshot: Snapshot, other: Snapshot, table: str) -> list[str]:
    """The table's files that the other release does not have in the same place with the same bytes."""
    shared = {(entry["path"], entry["sha256"]) for entry in other.manifest["files"]}
    own = [entry for entry in snapshot.manifest["files"] if entry["table"] == table and (entry["path"], entry["sha256"]) not in shared]
    return [f"{snapshot.path}/{entry['path']}" for entry in own]


def _diff_table(database: duckdb.DuckDBPyConnection, name: str, older: Snapshot, newer: Snapshot, examples: int) -> TableDiff:
    columns = []
    for side, one, other in (("a", older, newer), ("b", newer, older)):
        files = _own_files(one, other, name)
        source = database.read_parquet(files or one.files(name)[:1], hive_partitioning=False)
        (source if files else source.limit(0)).create_view(side, replace=True)
        columns.append(list(source.columns))
    then, now = columns
    key = [column for column in TABLES[name].key if column in then and column in now]
    compared = [column for column in then if column in now and column not in key]
    database.execute(_joined(key, compared))
    added, removed, changed = (_scalar(database, f"SELECT count(*) FROM joined WHERE change = '{kind}'") for kind in ("added", "removed", "changed"))
    by_column = _changed_columns(database, compared) if changed else {}
    return TableDiff(
        name, added, removed, changed, by_column, tuple(c for c in now if c not in then), tuple(c for c in then if c not in now),
        tuple(example for kind in ("added", "removed", "changed") for example in _examples(database, kind, key, compared, examples)),
    )  # fmt: skip


def _joined(key: Sequence[str], compared: Sequence[str]) -> str:
    """SQL for one row per row that was added, removed or changed; `old` and `new` hold its columns."""
    on = " AND ".join(f"a.{_name(column)} IS NOT DISTINCT FROM b.{_name(column)}" for column in key)
    fields = ", ".join(f"{_name(c)} := {{side}}.{_name(c)}" for c in (*key, *compared))
    differs = " OR ".join(f"a.{_name(c)} IS DISTINCT FROM b.{_name(c)}" for c in compared) or "false"
    old, new = (f"struct_pack({fields.format(side=side)})" for side in "ab")
    return f"""
CREATE OR REPLACE TEMP TABLE joined AS
SELECT CASE WHEN a.here IS NULL THEN 'added' WHEN b.here IS NULL THEN 'removed' ELSE 'changed' END AS change, {old} AS old, {new} AS new
FROM (SELECT *, true AS here FROM a) a FULL JOIN (SELECT *, true AS here FROM b) b ON {on}
WHERE a.here IS NULL OR b.here IS NULL OR {differs}
"""


def _changed_columns(database: duckdb.DuckDBPyConnection, compared: Sequence[str]) -> dict[str, int]:
    counts = ", ".join(f"count(*) FILTER (old.{_name(c)} IS DISTINCT FROM new.{_name(c)})" for c in compared)
    found = database.execute(f"SELECT {counts} FROM joined WHERE change = 'changed'").fetchall()[0]
    return {column: count for column, count in zip(compared, found, strict=True) if count}


def _examples(database: duckdb.DuckDBPyConnection, kind: str, key: Sequence[str], compared: Sequence[str], limit: int) -> list[dict[str, Any]]:
    """The first rows of a kind by key."""
    side = "old" if kind == "removed" else "new"
    order = ", ".join(f"{side}.{_name(column)}" for column in key)
    found = database.execute(f"SELECT old, new FROM joined WHERE change = '{kind}' ORDER BY {order} LIMIT {limit}").fetchall()
    return [_example(kind, old, new, key, compared) for old, new in found]


def _example(kind: str, old: dict[str, Any], new: dict[str, Any], key: Sequence[str], compared: Sequence[str]) -> dict[str, Any]:
    row = old if kind == "removed" else new
    example = {"change": kind, "key": {column: json_value(row[column]) for column in key}}
    if kind != "changed":
        return example
    columns = {column: [json_value(old[column]), json_value(new[column])] for column in compared if old[column] != new[column]}
    return example | {"columns": columns}


def _scalar(database: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(database.execute(sql).fetchall()[0][0])


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def example_line(example: dict[str, Any]) -> str:
    """One example as a line: `changed event_id=...: fatalities_best 2 -> 3`."""
    key = " ".join(f"{name}={value}" for name, value in example["key"].items())
    columns = "; ".join(f"{name} {_short(old)} -> {_short(new)}" for name, (old, new) in example.get("columns", {}).items())
    return f"{example['change']} {key}" + (f": {columns}" if columns else "")


def _short(value: Any) -> str:
    text = "NULL" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
