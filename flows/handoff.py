"""What a release's folder holds besides its tables: README.md, DATA_DICTIONARY.md, datapackage.json, views.sql.

All of it follows from the manifest, the contract and the release's rows: the same release gives the same bytes.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from flows.coverage import Coverage, read_coverage
from flows.dictionary import data_dictionary
from flows.terminal import clip, printable
from flows.views import View, comment_statements, create_statement, relative_views
from transforms.contract import Field, Table
from transforms.schemas import arrow_schema
from transforms.tables import TABLES

_REFERENCE_README = Path(__file__).resolve().parent.parent / "seeds" / "reference" / "README.md"
_LONGEST_NAME = 80

Manifest = dict[str, Any]


def release_documents(manifest: Manifest, previous: Manifest | None, folder: Path) -> dict[str, str]:
    """The documents of a release by file name. Its Parquet files lie in `folder` by now."""
    return {
        "README.md": release_readme(manifest, previous, read_coverage(folder, manifest)),
        "DATA_DICTIONARY.md": data_dictionary(),
        "datapackage.json": datapackage(manifest),
        "views.sql": views_sql(),
    }


def views_sql() -> str:
    """SQL that makes every view over paths relative to the release's folder, for DuckDB's `.read`."""
    views = relative_views({table.name: table.partition for table in TABLES.values()})
    columns = _view_columns(views)
    statements = ["-- Views over this release. Start DuckDB in this folder, then: .read views.sql\n"]
    for view in views.values():
        statements += [create_statement(view), comment_statements(view, columns[view.name])]
    return "\n".join(statements)


def _view_columns(views: Mapping[str, View]) -> dict[str, list[str]]:
    """The columns of each view, found by making it over tables without rows."""
    with duckdb.connect() as connection:
        for name, view in views.items():
            if name in TABLES:
                connection.register(name, _without_rows(TABLES[name]))
            else:
                connection.execute(create_statement(view))
        return {name: [row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()] for name in views}


def _without_rows(table: Table) -> pa.Table:
    schema = arrow_schema(table)
    return (schema.append(pa.field(table.partition, pa.string())) if table.partition else schema).empty_table()


def datapackage(manifest: Manifest) -> str:
    """A Data Package with one resource a table, whose path lists the table's files in order.

    `type` is file: frictionless 5 reads Parquet through pandas, where an integer that is NULL is a number that is none, and so
    fails valid rows; as files it checks that all are there, their size, and the hash of what is one file.
    """
    package = {
        "name": f"dateline-{manifest['release_id']}",
        "title": f"Dateline release {manifest['release_id']}",
        "created": manifest["as_of"],
        "version": str(manifest["sequence"]),
        "resources": [_resource(table, [file for file in manifest["files"] if file["table"] == table.name]) for table in TABLES.values()],
    }
    return json.dumps(package, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _resource(table: Table, files: list[dict[str, Any]]) -> dict[str, Any]:
    paths = [file["path"] for file in files]
    resource: dict[str, Any] = {
        "name": table.name,
        "title": f"One row is {table.grain}",
        "type": "file",
        "path": paths if len(paths) > 1 else paths[0],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file["bytes"] for file in files),
        "rowCount": sum(file["rows"] for file in files),
        "schema": _schema(table),
    }
    if len(files) == 1:
        resource["hash"] = f"sha256:{files[0]['sha256']}"
    return resource


def _schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table; the partition column is none of the files' own."""
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields], "primaryKey": list(table.key), "missingValues": [""]}
    keys = [
        {"fields": rule.column, "reference": {"resource": rule.target.split(".")[0], "fields": rule.target.split(".")[1]}}
        for rule in table.references
    ]
    return schema | {"foreignKeys": keys} if keys else schema


def _field(field: Field) -> dict[str, Any]:
    bounds = {"minimum": field.minimum, "maximum": field.maximum, "pattern": field.pattern, "enum": field.allowed and list(field.allowed)}
    constraints = {"required": not field.nullable} | {name: value for name, value in bounds.items() if value is not None}
    described = {"name": field.name, "type": _field_type(field), "description": field.meaning, "constraints": constraints}
    return described | ({"unit": field.unit} if field.unit else {})


def _field_type(field: Field) -> str:
    """The type of a column in the Table Schema."""
    checks = {
        "array": pa.types.is_list, "date": pa.types.is_date, "datetime": pa.types.is_timestamp, "boolean": pa.types.is_boolean,
        "integer": pa.types.is_integer, "number": pa.types.is_floating,
    }  # fmt: skip
    return next((name for name, check in checks.items() if check(field.type)), "string")


def release_readme(manifest: Manifest, previous: Manifest | None, coverage: Coverage) -> str:
    """The release's README, as Markdown."""
    parts = (
        _WHAT.format(**manifest), _coverage_text(coverage), _CAVEATS, _changes_text(manifest, previous), _OPENING,
        citing_text(manifest), credits_text(),
    )  # fmt: skip
    return "\n".join(parts)


def _coverage_text(coverage: Coverage) -> str:
    reports, events, top = coverage.reports, coverage.events, coverage.top
    lines = [
        "## Coverage\n",
        f"- {reports['reports']:,} reports of {reports['sources']:,} sources, published {_period(reports)}; {reports['undated']:,} "
        f"without a day, {reports['duplicates']:,} that repeat another, {reports['not_english']:,} not in English and so not mined.",
        f"- {events['events']:,} events, dated {_period(events)}: {events['actual']:,} told as having happened; "
        f"{events['to_the_day']:,} dated to the day, {events['report_date']:,} only by the date of their report; "
        f"{events['with_country']:,} with a country, {events['with_point']:,} with coordinates; "
        f"{events['with_toll']:,} with a number of deaths.",
        f"- Time expressions: {_counted(top['dates'])}. Names: {_counted(top['links'])}.",
        f"- Most frequent sources: {_counted(top['sources'])}.",
        f"- Most frequent countries of events: {_counted(top['countries'])}. Types: {_counted(top['types'])}.",
        f"- Refused, with the reason: {_counted(top['rejects'])}. The table `rejects` has each of them.",
        "",
    ]
    return "\n".join(lines)


def _changes_text(manifest: Manifest, previous: Manifest | None) -> str:
    if previous is None:
        return "## Changes since the last release\n\nThis is the first release.\n"
    lines = [
        f"## Changes since release {previous['release_id']}\n",
        "| table | rows then | rows now | files written anew |",
        "|---|---:|---:|---:|",
    ]
    known = {file["sha256"] for file in previous["files"]}
    for name in TABLES:
        then, now = (release["tables"].get(name, {"rows": 0})["rows"] for release in (previous, manifest))
        written = sum(file["table"] == name and file["sha256"] not in known for file in manifest["files"])
        lines.append(f"| {name} | {then:,} | {now:,} | {written:,} |")
    return "\n".join([*lines, "", f"`dateline diff {previous['release_id']} {manifest['release_id']}` shows the rows.", ""])


def citing_text(manifest: Manifest) -> str:
    """How to cite the release, as Markdown."""
    return _CITING.format(**manifest, **{f"{name}_version": value for name, value in manifest["versions"].items()})


def credits_text() -> str:
    """Licence and credits of the reference data, as its own README gives them."""
    licences = _REFERENCE_README.read_text(encoding="utf-8").partition("## Licences\n")[2].partition("\n## ")[0]
    return f"{_LICENCE}\n{licences.strip()}\n"


def _period(counts: Mapping[str, Any]) -> str:
    return f"{counts['first_day']} to {counts['last_day']}" if counts["first_day"] else "on no day that is known"


def _counted(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{_plain(name)} {count:,}" for name, count in pairs) or "none"


def _plain(text: str) -> str:
    """A name out of the reports, cut, and without effect in Markdown or HTML."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#!&" else sign for sign in clip(printable(text), _LONGEST_NAME))


_WHAT = """\
# Dateline release {release_id}

Tables of who did what to whom, where and when, read from news reports by Dateline as of {as_of}. Each value leads back to the
characters of the report that it was read from. The files are Parquet; nothing but a reader of Parquet is needed.

| file | what it is |
|---|---|
| `<table>/<month>/part-*.parquet` | the tables; `reports`, `events` and what is mined from reports are cut by month |
| `DATA_DICTIONARY.md` | every table and column, and the rules that the rows fulfil |
| `views.sql` | views for DuckDB: `v_trace`, `v_events_acled`, `v_events_ucdp`, `v_daily` and others |
| `datapackage.json` | the same for tools that read Data Packages |
| `manifest.json` | every file with its rows, size and SHA-256 |
"""

_CAVEATS = """\
## How far to trust it

- A row says what a report says. Whether that is true, the tables cannot know: `modality` tells claims from plans, denials and history.
- `date_start` and `date_end` hold the whole interval that the words leave open. "In early June" is all of June; `date_prec` says how wide.
- `date_is_report_date` marks events that no word dates: the day is that of the report.
- A name that could not be told apart has no `entity_id`. `v_unresolved_top` lists the most frequent of these.
- `fatalities_*` and `injured_*` are NULL where no report gives a number. NULL is not 0.
- `confidence` orders rows; it is not a probability.
- Reports that repeat another are mined, and left out of `report_count`, `source_count` and merged tolls.
- Reports that are clearly not in English are kept, and not mined.
"""

_OPENING = """\
## Open it

Run these in this folder. DuckDB's command line:

```sql
.read views.sql
SELECT event_type, count(*) AS events FROM events GROUP BY event_type ORDER BY events DESC;
SELECT published_on, source_name, sentence_marked FROM v_trace WHERE kind = 'event' LIMIT 5;
```

Python with pandas:

```python
import pandas as pd

events = pd.read_parquet("events")
print(events.groupby("event_type").size())
```

Python with pyarrow, which reads only the months that the filter leaves:

```python
import pyarrow.dataset as ds

mentions = ds.dataset("event_mentions", format="parquet", partitioning="hive")
print(mentions.to_table(filter=ds.field("published_month") != "unknown").num_rows)
```

Python with polars:

```python
import polars as pl

print(pl.scan_parquet("events/**/*.parquet", hive_partitioning=True).select(pl.len()).collect())
```

R with arrow:

```r
events <- dplyr::collect(arrow::open_dataset("events"))
```

Excel opens Parquet by Data, Get Data, From File, From Parquet; choose a file of `events`. Check that all files are what the manifest says:

```python
import hashlib, json, pathlib

for file in json.loads(pathlib.Path("manifest.json").read_text())["files"]:
    assert hashlib.sha256(pathlib.Path(file["path"]).read_bytes()).hexdigest() == file["sha256"], file["path"]
```
"""

_CITING = """\
## How to cite

> Dateline release {release_id}, as of {as_of}. Read by Dateline {code_version}, contract {contract_version}, reference data
> {reference_version}.

Name the publishers of the reports too: `source_name` and `url` of the table `reports`.
"""

_LICENCE = """\
## Licence and credits

The texts in `reports` belong to their publishers, and nothing here grants a right to republish them. Names, coordinates and codes come from
the reference data below, under the licences named there; keep these credits with what you pass on.
"""
