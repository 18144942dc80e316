"""Arrow schemas and the version of the contract, derived from `transforms/tables.py`."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from transforms.contract import Field, Table
from transforms.tables import TABLES


def arrow_field(field: Field) -> pa.Field:
    """The field with its meaning, unit and allowed values as Parquet metadata."""
    said = {"description": field.meaning, "unit": field.unit, "allowed": field.allowed and json.dumps(field.allowed)}
    return pa.field(field.name, field.type, field.nullable, {key: value for key, value in said.items() if value})


def arrow_schema(table: Table) -> pa.Schema:
    """The schema that every Parquet file of the table is written with; the partition column stands in the path only."""
    return pa.schema([arrow_field(field) for field in table.fields], {"description": table.grain})


def nullable_schema(table: Table) -> pa.Schema:
    """The table's schema with leave for every value to be missing."""
    return pa.schema([field.with_nullable(True) for field in arrow_schema(table)], {"description": table.grain})


def staged_schema(table: Table) -> pa.Schema:
    """The schema of a part that a run stages: for a partitioned table, month and day stand behind the contract's columns.

    Any value may be missing: that is for the checks to find, and to cost its row alone.
    """
    schema = nullable_schema(table)
    return schema.append(pa.field(table.partition, pa.string())).append(pa.field("day", pa.int8())) if table.partition else schema


def arrow_table(table: Table, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Rows in the order of the contract's columns, as Arrow. ArrowInvalid or ArrowTypeError if a value has another type."""
    schema = arrow_schema(table)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def contract_version() -> str:
    """12 hexadecimal digits that change with the contract."""
    text = json.dumps([asdict(table) for table in TABLES.values()], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
