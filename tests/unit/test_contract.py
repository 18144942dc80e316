"""The contract holds together, and what is derived from it changes only with it."""

import json
from pathlib import Path

import pytest

from transforms.contract import Table
from transforms.schemas import arrow_schema, contract_version
from transforms.tables import TABLES

GOLDEN = Path(__file__).parent / "golden" / "contract.json"

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())


def derived() -> dict[str, object]:
    """All that is derived from the contract, as text."""
    schemas = {
        name: [f"{field.name}: {field.type}{'' if field.nullable else ' not null'}" for field in arrow_schema(table)]
        for name, table in TABLES.items()
    }
    rules = {
        name: [repr(rule) for rules in (table.ordered, table.spans, table.references, table.conditions) for rule in rules]
        for name, table in TABLES.items()
    }
    layout = {name: [list(table.key), list(table.order), table.partition] for name, table in TABLES.items()}
    return {"version": contract_version(), "schemas": schemas, "rules": rules, "layout": layout}


def test_a_change_of_the_contract_shows_in_review(rewrite_golden: bool) -> None:
    if rewrite_golden:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(derived(), indent=1) + "\n", encoding="utf-8")
    assert derived() == json.loads(GOLDEN.read_text(encoding="utf-8"))


@every_table
def test_keys_orders_and_rules_name_columns_that_exist(table: Table) -> None:
    named = [*table.key, *table.order]
    named += [column for rule in table.ordered for column in (rule.low, rule.high)]
    named += [column for rule in table.spans for column in (rule.start, rule.end, rule.text) if column]
    named += [rule.column for rule in table.references]
    named += [column for rule in table.conditions for column in rule.columns]
    assert set(named) <= set(table.names)
    assert len(set(table.names)) == len(table.names)


@every_table
def test_references_name_tables_and_columns_that_exist(table: Table) -> None:
    for rule in table.references:
        target, _, column = rule.target.partition(".")
        assert TABLES[target].field(column).type == table.field(rule.column).type


@every_table
def test_every_column_says_what_it_means_and_its_example_fits(table: Table) -> None:
    for field in table.fields:
        assert field.meaning
        assert field.allowed is None or field.example in field.allowed


@every_table
def test_keys_are_never_null(table: Table) -> None:
    if table.name not in ("rejects", "quality_results"):
        assert not any(table.field(name).nullable for name in table.key)


@every_table
def test_a_partition_is_taken_from_a_date(table: Table) -> None:
    assert (table.partition is None) == (table.partitioned_by is None)
    assert table.partition not in table.names
