"""The words in which a table is declared: fields, rules, tables. `transforms/tables.py` declares with them."""

from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

Severity = Literal["row", "gate", "warn"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. What a value may be is said here once; suites, schemas and documents are derived from it."""

    name: str
    type: pa.DataType
    meaning: str
    example: Any = None
    nullable: bool = False
    unit: str | None = None
    allowed: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """`low` is never above `high` where both are known."""

    low: str
    high: str
    reason: str
    severity: Severity = "row"


@dataclass(frozen=True, slots=True)
class Span:
    """`reports.text[start:end]` is the value of `text`; without a `text` column the span only lies inside the report."""

    start: str
    end: str
    text: str | None = None
    severity: Severity = "gate"


@dataclass(frozen=True, slots=True)
class Reference:
    """Every known value of `column` is a value of `target` (`table.column`)."""

    column: str
    target: str
    severity: Severity = "gate"


@dataclass(frozen=True, slots=True)
class Condition:
    """A SQL condition (DuckDB) that every row fulfils; NULL counts as fulfilled."""

    name: str
    sql: str
    columns: tuple[str, ...]
    reason: str
    severity: Severity = "row"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its fields, its key, how it is partitioned and sorted, and its rules."""

    name: str
    grain: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    partition: str | None = None  # name of the month column, which stands in the path only
    partitioned_by: str | None = None  # the date column that the month is taken from
    ordered: tuple[Ordered, ...] = ()
    spans: tuple[Span, ...] = ()
    references: tuple[Reference, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if the table has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no column {name}")
