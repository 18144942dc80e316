"""Great Expectations suites, derived from the contract: one expectation for each thing that a field or an `Ordered` rule says.

What takes more than one row or table (keys, references, spans, conditions) is SQL, in `expectations/integrity.py`.
"""

import os
from typing import Any, NamedTuple

from transforms.contract import Severity, Table

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")


class Rule(NamedTuple):
    """One rule as `quality_results` and `rejects` name it, with what Great Expectations calls it and is told."""

    expectation: str
    column_name: str
    severity: Severity
    reason: str
    kind: str  # class in great_expectations.expectations
    settings: dict[str, Any]


def rules_of(table: Table) -> list[Rule]:
    """The rules of a table that concern one row and its columns."""
    rules: list[Rule] = []
    for field in table.fields:
        name = field.name
        column: dict[str, Any] = {"column": name}
        if not field.nullable:
            rules.append(Rule("not_null", name, "row", f"{name} is missing", "ExpectColumnValuesToNotBeNull", column))
        if field.allowed is not None:
            settings = {**column, "value_set": list(field.allowed)}
            rules.append(Rule("in_set", name, "row", f"{name} is none of {', '.join(field.allowed)}", "ExpectColumnValuesToBeInSet", settings))
        if field.minimum is not None or field.maximum is not None:
            settings = {**column, "min_value": field.minimum, "max_value": field.maximum}
            reason = f"{name} is not between {field.minimum} and {field.maximum}"
            rules.append(Rule("between", name, "row", reason, "ExpectColumnValuesToBeBetween", settings))
        if field.pattern is not None:
            settings = {**column, "regex": field.pattern}
            rules.append(Rule("matches", name, "row", f"{name} does not look like {field.pattern}", "ExpectColumnValuesToMatchRegex", settings))
    for rule in table.ordered:
        settings = {"column_A": rule.high, "column_B": rule.low, "or_equal": True, "ignore_row_if": "either_value_is_missing"}
        rules.append(Rule("ordered", f"{rule.low},{rule.high}", rule.severity, rule.reason, "ExpectColumnPairValuesAToBeGreaterThanB", settings))
    return rules


def columns_of(table: Table) -> list[str]:
    """The columns that the suite looks at, and the key."""
    named = {name for rule in rules_of(table) for name in rule.column_name.split(",")}
    return [name for name in table.names if name in named or name in table.key]


def suite(table: Table) -> Any:
    """The table's suite, in the order of `rules_of`. Importing Great Expectations takes some seconds."""
    import great_expectations as gx

    expectations = [getattr(gx.expectations, rule.kind)(**rule.settings) for rule in rules_of(table)]
    return gx.ExpectationSuite(name=table.name, expectations=expectations)
