"""What checks find: failures of rows, counts for `quality_results`, and the verdict on all of it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

from transforms.contract import Severity


@dataclass(frozen=True, slots=True)
class Stamp:
    """The run and the code that check."""

    run_id: str
    code_version: str


class Failure(NamedTuple):
    """One row that broke one rule; `key` holds the values of the table's key columns."""

    table: str
    key: tuple[Any, ...]
    expectation: str
    column_name: str
    severity: Severity
    reason: str


class Checked(NamedTuple):
    """One rule on one table: how many rows were looked at, and how many broke it."""

    table: str
    expectation: str
    column_name: str
    severity: Severity
    reason: str
    evaluated: int
    unexpected: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation says: rows of `quality_results` and `rejects`, and a sentence for each gate that refuses the run."""

    results: pa.Table
    rejects: pa.Table
    refused: tuple[str, ...]
