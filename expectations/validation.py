"""The stage `validate`: every rule of the contract over the staged tables, failing rows to the quarantine, gates to the verdict.

Rules of columns count first, since they also put right what the rules between tables look at; `row` failures of both are taken
out before gates are asked, so that one bad row costs itself and not the run. DuckDB looks between the tables while Great
Expectations looks at columns, which hardly ever finds anything; if it does, DuckDB looks again.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.columns import PART_ROWS, check_columns
from expectations.drift import Figures, drift
from expectations.gate import failed_gates
from expectations.integrity import check_integrity, queries_of, references_of
from expectations.quarantine import quarantine
from expectations.verdicts import Checked, Failure, Stamp, Verdict
from transforms.schemas import arrow_table, staged_schema
from transforms.tables import QUALITY_RESULTS, REJECTS, RUNS, TABLES

__all__ = ["Stamp", "Verdict", "check_run", "quality_rows", "validate"]


def validate(staged: Path, tables: Sequence[str], stamp: Stamp, referring: Sequence[str] = (), part_rows: int = PART_ROWS) -> Verdict:
    """Check the staged tables (`<staged>/<table>/*.parquet`) and take out what fails. Nothing is rewritten where nothing fails.

    `referring` are tables checked before, of which only the references to `tables` are still open.
    """
    with ThreadPoolExecutor(1) as thread:
        between = thread.submit(_check_between, staged, tables, referring)
        checked, failures = _check_columns(staged, tables, part_rows)
    rejects = quarantine(staged, failures, stamp)
    found, failed = _check_between(staged, tables, referring) if failures else between.result()
    rejects = pa.concat_tables([rejects, quarantine(staged, failed, stamp)])
    checked += found
    return Verdict(quality_rows(stamp, checked), rejects, failed_gates(checked))


def _check_columns(staged: Path, tables: Sequence[str], part_rows: int) -> tuple[list[Checked], list[Failure]]:
    checked: list[Checked] = []
    failures: list[Failure] = []
    for name in tables:
        found, failed = check_columns(TABLES[name], staged / name, part_rows)
        checked += found
        failures += failed
    return checked, failures


def check_run(stamp: Stamp, row: pa.Table, history: Sequence[Figures], now: Figures) -> Verdict:
    """Check the run's own row of `runs`, and its figures against those of earlier runs, newest first."""
    with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as database:
        database.register("runs", row)
        checked, _ = check_integrity(database, RUNS, queries_of(RUNS, ["runs"]))
    checked += drift(history, now)
    return Verdict(quality_rows(stamp, checked), arrow_table(REJECTS, []), failed_gates(checked))


def _check_between(staged: Path, tables: Sequence[str], referring: Sequence[str]) -> tuple[list[Checked], list[Failure]]:
    checked: list[Checked] = []
    failures: list[Failure] = []
    available = [name for name in TABLES if (staged / name).is_dir()]
    with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as database:
        for name in available:
            paths = [str(path) for path in sorted((staged / name).glob("*.parquet"))]
            if paths:
                database.read_parquet(paths, hive_partitioning=False).create_view(name)
            else:
                database.register(name, staged_schema(TABLES[name]).empty_table())
        open_rules = [(name, queries_of(TABLES[name], available)) for name in tables]
        open_rules += [(name, references_of(TABLES[name], tables)) for name in referring]
        for name, queries in open_rules:
            found, failed = check_integrity(database, TABLES[name], queries)
            checked += found
            failures += failed
    return checked, failures


def quality_rows(stamp: Stamp, checked: Sequence[Checked]) -> pa.Table:
    """Rows of `quality_results` for what was checked."""
    return arrow_table(
        QUALITY_RESULTS,
        [(stamp.run_id, c.table, c.expectation, c.column_name, c.severity, c.evaluated, c.unexpected, c.unexpected == 0) for c in checked],
    )
