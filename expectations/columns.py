"""Great Expectations over the staged parts of a table: BASIC first, COMPLETE only for what failed."""

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from expectations.suites import columns_of, rules_of, suite
from expectations.verdicts import Checked, Failure
from transforms.contract import Table
from transforms.schemas import staged_schema

PART_ROWS = 250_000


def check_columns(table: Table, folder: Path, part_rows: int = PART_ROWS) -> tuple[list[Checked], list[Failure]]:
    """Run the table's suite over its staged parts, of at most `part_rows` rows each."""
    rules = rules_of(table)
    evaluated: Counter[int] = Counter()
    unexpected: Counter[int] = Counter()
    failures: list[Failure] = []
    batches, expected = None, None
    for part in _parts(table, folder, part_rows):
        if batches is None:  # importing Great Expectations takes seconds: only for a table with rows
            batches, expected = _batches(), suite(table)
        frame = _frame(table, part)
        for index, result in enumerate(_validate(batches, frame, expected, "BASIC", table)):
            evaluated[index] += len(frame)
            unexpected[index] += 0 if result.success else max(1, result.result.get("unexpected_count", 0))
        failures += _failures(table, batches, frame, {index for index in unexpected if unexpected[index]})
    checked = [Checked(table.name, r.expectation, r.column_name, r.severity, r.reason, evaluated[i], unexpected[i]) for i, r in enumerate(rules)]
    return checked, failures


def _parts(table: Table, folder: Path, part_rows: int) -> Iterator[pa.Table]:
    paths = [str(path) for path in sorted(folder.glob("*.parquet"))]
    if not paths:
        return
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in ds.dataset(paths, schema=staged_schema(table), format="parquet").to_batches(columns=columns_of(table), batch_size=part_rows):
        if waiting and rows + len(batch) > part_rows:
            yield pa.Table.from_batches(waiting)
            waiting, rows = [], 0
        waiting.append(batch)
        rows += len(batch)
    if rows:
        yield pa.Table.from_batches(waiting)


def _frame(table: Table, part: pa.Table) -> Any:
    """The part as a data frame, in types that are cheap to compare by the column.

    Of a list, and of a text that is only asked to be there, the length is kept, which is NULL where the value is. A text of few
    allowed values is a categorical. Numbers are of 64 bits: Great Expectations compares others one by one.
    """
    read = {name for rule in rules_of(table) if rule.expectation != "not_null" for name in rule.column_name.split(",")} | set(table.key)
    few = {field.name for field in table.fields if field.allowed is not None}
    for index, field in enumerate(part.schema):
        column = part.column(index)
        if pa.types.is_list(field.type):
            column = pc.list_value_length(column).cast(pa.int64())
        elif pa.types.is_string(field.type) and field.name not in read:
            column = pc.binary_length(column).cast(pa.int64())
        elif field.name in few:
            column = column.dictionary_encode()
        elif pa.types.is_integer(field.type) or pa.types.is_floating(field.type):
            column = column.cast(pa.int64() if pa.types.is_integer(field.type) else pa.float64())
        part = part.set_column(index, field.name, column)
    return part.to_pandas(date_as_object=False)


def _batches() -> Any:
    """An ephemeral context's batch definition for data frames: nothing is written, nothing sent."""
    import great_expectations as gx

    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)  # it tells of every temporary folder
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context.data_sources.add_pandas("staged").add_dataframe_asset("part").add_batch_definition_whole_dataframe("whole")


def _validate(batches: Any, frame: Any, expected: Any, result_format: str, table: Table) -> list[Any]:
    """Results in the order of the suite's expectations."""
    settings: Any = {"result_format": result_format}
    if result_format == "COMPLETE":
        settings["unexpected_index_column_names"] = list(table.key)
    batch = batches.get_batch({"dataframe": frame})
    found = batch.validate(expected, result_format=settings)
    by_expectation = {_identity(result.expectation_config): result for result in found.results}
    return [by_expectation[_identity(expectation.configuration)] for expectation in expected.expectations]


def _identity(configuration: Any) -> str:
    settings = {name: value for name, value in configuration.kwargs.items() if name != "batch_id"}
    return f"{configuration.type}{sorted(settings.items(), key=str)}"


def _failures(table: Table, batches: Any, frame: Any, failed: set[int]) -> list[Failure]:
    """The rows of a part that broke the failed rules."""
    if not failed:
        return []
    import great_expectations as gx

    rules = rules_of(table)
    chosen = [rules[index] for index in sorted(failed)]
    expected = gx.ExpectationSuite(name=f"{table.name} failed", expectations=[getattr(gx.expectations, r.kind)(**r.settings) for r in chosen])
    found = []
    for rule, result in zip(chosen, _validate(batches, frame, expected, "COMPLETE", table), strict=True):
        for row in result.result.get("unexpected_index_list") or []:
            key = tuple(row[name] for name in table.key)
            found.append(Failure(table.name, key, rule.expectation, rule.column_name, rule.severity, rule.reason))
    return found
