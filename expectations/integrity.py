"""Keys, references, spans and conditions as DuckDB SQL, derived from the contract.

Offsets count code points, and so do DuckDB's `substring` and `length`. NULL breaks none of these rules: whether a value may be
missing is said by its field.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import duckdb

from expectations.verdicts import Checked, Failure
from transforms.contract import Severity, Table


class Query(NamedTuple):
    """A rule as SQL that gives the key columns of every row that breaks it."""

    expectation: str
    column_name: str
    severity: Severity
    reason: str
    sql: str


def queries_of(table: Table, available: Sequence[str]) -> Iterator[Query]:
    """The rules of a table that take SQL; a rule about a table that is not at hand (`available`) cannot be checked now."""
    key = _key(table)
    joined = ", ".join(table.key)
    yield Query("unique", joined.replace(" ", ""), "gate", f"{joined} stands in more than one row",
                f"SELECT {key} FROM {table.name} t GROUP BY ALL HAVING count(*) > 1")  # fmt: skip
    for rule in table.conditions:
        sql = f"SELECT {key} FROM {table.name} t WHERE NOT coalesce(({rule.sql}), true)"
        yield Query(rule.name, ",".join(rule.columns), rule.severity, rule.reason, sql)
    yield from references_of(table, available)
    for span in table.spans:
        if "reports" in available:
            outside = f"t.{span.start} > t.{span.end} OR t.{span.end} > length(r.text) OR (t.{span.start} IS NULL) <> (t.{span.end} IS NULL)"
            differs = f" OR t.{span.text} <> substring(r.text, t.{span.start} + 1, t.{span.end} - t.{span.start})" if span.text else ""
            sql = f"SELECT {key} FROM {table.name} t JOIN reports r USING (report_id) WHERE {outside}{differs}"
            columns = ",".join(filter(None, (span.start, span.end, span.text)))
            yield Query("slices", columns, span.severity, f"{columns}: the offsets do not give the words", sql)


def references_of(table: Table, targets: Sequence[str]) -> Iterator[Query]:
    """The references of a table to any of the `targets`."""
    for reference in table.references:
        target, _, column = reference.target.partition(".")
        if target in targets:
            known = f"SELECT o.{column} FROM {target} o WHERE o.{column} IS NOT NULL"
            sql = f"SELECT {_key(table)} FROM {table.name} t WHERE t.{reference.column} IS NOT NULL AND t.{reference.column} NOT IN ({known})"
            yield Query("refers", reference.column, reference.severity, f"{reference.column} is no {reference.target}", sql)


def _key(table: Table) -> str:
    return ", ".join(f"t.{name}" for name in table.key)


def check_integrity(database: duckdb.DuckDBPyConnection, table: Table, queries: Iterable[Query]) -> tuple[list[Checked], list[Failure]]:
    """Run SQL rules of a table; its rows and those of the tables it refers to are views of `database`."""
    rows = database.sql(f"SELECT count(*) FROM {table.name}").fetchall()[0][0]
    checked, failures = [], []
    for query in queries:
        unexpected = database.sql(f"SELECT count(*) FROM ({query.sql})").fetchall()[0][0] if rows else 0
        checked.append(Checked(table.name, query.expectation, query.column_name, query.severity, query.reason, rows, unexpected))
        if unexpected and query.severity == "row":
            keys = database.sql(f"{query.sql} ORDER BY ALL").fetchall()
            failures += [Failure(table.name, tuple(key), query.expectation, query.column_name, "row", query.reason) for key in keys]
    return checked, failures
