"""DATA_DICTIONARY.md: every table, column, rule and view, as the contract and the views declare them."""

import json

import pyarrow as pa

from flows.layouts import ACLED, UCDP, Column
from flows.views import analysts_views
from transforms.contract import Field, Table
from transforms.tables import TABLES

_TYPES = {
    "string": "text",
    "date32[day]": "date",
    "bool": "true or false",
    "double": "number",
    "int8": "integer",
    "int32": "integer",
    "int64": "integer",
}
_SEVERITIES = {"row": "a row that breaks it is refused", "gate": "a run that breaks it is refused", "warn": "only reported"}


def data_dictionary() -> str:
    """The dictionary as Markdown."""
    parts = [
        "# Data dictionary\n",
        "Offsets count Unicode code points, and their end is exclusive: `text[start_char:end_char]` is the mention. Both ends of a date "
        "interval belong to it. An empty value (NULL) means that the text does not tell, never zero.\n",
        "## Tables\n",
        *map(_table_text, TABLES.values()),
        "## Views\n",
        "`views.sql` makes these in DuckDB; `dateline sql` has them at hand.\n",
        *(f"- `{view.name}`: {view.meaning}." for view in analysts_views()),
        "",
        _layout_text("v_events_acled", ACLED),
        _layout_text("v_events_ucdp", UCDP),
    ]
    return "\n".join(parts)


def field_type(field: Field) -> str:
    """The type of a column in plain words."""
    if pa.types.is_list(field.type):
        return "list of texts"
    if pa.types.is_timestamp(field.type):
        return "instant (UTC)"
    return _TYPES[str(field.type)]


def _table_text(table: Table) -> str:
    partition = f" Partitioned by `{table.partition}`, the month of `{table.partitioned_by}`, in the path only." if table.partition else ""
    lines = [
        f"### {table.name}\n",
        f"One row is {table.grain}. Key: {_names(table.key)}. Sorted by {_names(table.order)}.{partition}\n",
        "| column | type | empty? | meaning | values | example |",
        "|---|---|---|---|---|---|",
        *(_field_line(field) for field in table.fields),
        "",
    ]
    rules = _rules(table)
    return "\n".join([*lines, "Rules:\n", *rules, ""] if rules else lines)


def _field_line(field: Field) -> str:
    example = "" if field.example is None else f"`{json.dumps(field.example, ensure_ascii=False)}`"
    cells = (f"`{field.name}`", field_type(field), "yes" if field.nullable else "no", field.meaning, _values(field), example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(field: Field) -> str:
    """Unit, allowed values, range and pattern in one cell."""
    said = [field.unit or ""]
    if field.allowed:
        said.append(", ".join(field.allowed))
    if field.minimum is not None and field.maximum is not None:
        said.append(f"{field.minimum} to {field.maximum}")
    elif field.minimum is not None:
        said.append(f"{field.minimum} or more")
    if field.pattern:
        said.append(f"`{field.pattern}`")
    return "; ".join(filter(None, said))


def _rules(table: Table) -> list[str]:
    ordered = [(f"`{rule.low}` is not above `{rule.high}`: {rule.reason}", rule.severity) for rule in table.ordered]
    spans = [
        (f"`{rule.start}` and `{rule.end}` are the bounds of {f'`{rule.text}`' if rule.text else 'words'} in `reports.text`", rule.severity)
        for rule in table.spans
    ]
    references = [(f"`{rule.column}` is a `{rule.target}`", rule.severity) for rule in table.references]
    conditions = [(f"{rule.name}: {rule.reason}", rule.severity) for rule in table.conditions]
    return [f"- {text} ({_SEVERITIES[severity]})." for text, severity in (*ordered, *spans, *references, *conditions)]


def _layout_text(name: str, columns: tuple[Column, ...]) -> str:
    lines = [f"- `{column.name}`: {column.meaning}." for column in columns]
    return "\n".join((f"### {name}\n", *lines, ""))


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)
