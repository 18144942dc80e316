"""The stage `deduplicate`: staged reports that repeat another, of this run or of the warehouse, get their `duplicate_of`.

Workers leave the fingerprints of what they mined; those of published reports are taken again from their texts, of the days
around the new reports alone, so that no second store can disagree with the release. DuckDB puts all of it in order of days, and
three days are held at a time.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.quarantine import replace_part
from flows.context import Run
from flows.database import fetched, open_database, view_files
from flows.warehouse import Release
from transforms.contract import Field
from transforms.duplicates import NO_DAY, Day, Printed, duplicates_of, read_day
from transforms.fingerprints import fingerprints
from transforms.tables import REPORTS

FINGERPRINTS = pa.schema(
    [("report_id", pa.string()), ("published_on", pa.date32()), ("exact", pa.string()), ("figures", pa.string()), ("minhash", pa.binary())]
)
_TEXTS_AT_ONCE = 2_000  # published reports whose texts are in memory
_STEP = datetime.timedelta(days=1)
_OLD = ("report_id", "published_on", "text", "body_start", "duplicate_of")

Dated = tuple[datetime.date | None, Day]


def deduplicate(run: Run, previous: Release | None) -> int:
    """Write `duplicate_of` into the staged reports; the number of duplicates."""
    with open_database() as database:
        database.execute(f"SET temp_directory = '{str(run.staging / 'sorting').replace(chr(39), chr(39) * 2)}'")
        _bind(database, run, previous)
        _take_published(database, run, previous)
        pointers: dict[str, str] = dict(database.execute(_POINTERS).fetchall())
        told: dict[str, str] = {}
        for day, before, after, is_dated in _windows(_days(database)):
            found = dict(duplicates_of(day, before, after, pointers, is_dated))
            told |= found
            pointers |= found
    _write(run, told)
    return len(told)


def stage_fingerprints(path: Path, reports: Sequence[tuple[str, datetime.date | None, str]]) -> None:
    """Stage the fingerprints of reports, given as (report_id, published_on, body); those too short to be told are left out."""
    found = fingerprints([body for _, _, body in reports])
    rows = [(report_id, day, *printed) for (report_id, day, _), printed in zip(reports, found, strict=True) if printed is not None]
    columns = list(zip(*rows, strict=True)) or [()] * len(FINGERPRINTS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, FINGERPRINTS, strict=True)]
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(arrays, schema=FINGERPRINTS), path, compression="none")


_POINTERS = "SELECT report_id, duplicate_of FROM old_reports ANTI JOIN new_reports USING (report_id) WHERE duplicate_of IS NOT NULL"

_TEXTS = """
SELECT report_id, published_on, substring(text, body_start + 1)
FROM old_texts ANTI JOIN new_reports USING (report_id)
WHERE list_contains($days, published_on) OR ($undated AND published_on IS NULL)
"""

_IN_ORDER = """
SELECT published_on, report_id, is_published, exact, figures, minhash
FROM (SELECT *, false AS is_published FROM new_prints SEMI JOIN new_reports USING (report_id)
      UNION ALL BY NAME SELECT *, true AS is_published FROM old_prints)
ORDER BY published_on NULLS FIRST, report_id
"""


def _bind(database: duckdb.DuckDBPyConnection, run: Run, previous: Release | None) -> None:
    view_files(database, "new_reports", sorted(run.staged("reports").glob("*.parquet")), _schema([REPORTS.field("report_id")]))
    view_files(database, "new_prints", sorted((run.staging / "fingerprints").glob("*.parquet")), FINGERPRINTS)
    view_files(database, "old_reports", previous.files("reports") if previous else [], _schema(map(REPORTS.field, _OLD)))


def _schema(fields: Iterable[Field]) -> pa.Schema:
    return pa.schema([(field.name, field.type) for field in fields])


def _take_published(database: duckdb.DuckDBPyConnection, run: Run, previous: Release | None) -> None:
    """Stage the fingerprints of the published reports of the days of new ones and of those next to them."""
    folder = run.staging / "published_fingerprints"
    new = [row[0] for row in database.execute("SELECT DISTINCT published_on FROM new_prints").fetchall()]
    days = sorted({day for known in new if known for day in _around(known)})
    months = {day.isoformat()[:7] for day in days} | ({"unknown"} if None in new else set())
    parts = previous.parts("reports") if previous else {}
    files = [previous.path / entry["path"] for month in sorted(months) for entry in parts.get(month, []) if previous]
    view_files(database, "old_texts", files, _schema(map(REPORTS.field, _OLD)))
    found = database.execute(_TEXTS, {"days": days, "undated": None in new})
    for number, rows in enumerate(iter(lambda: found.fetchmany(_TEXTS_AT_ONCE), [])):
        stage_fingerprints(folder / f"{number:05}.parquet", rows)
    view_files(database, "old_prints", sorted(folder.glob("*.parquet")), FINGERPRINTS)


def _around(day: datetime.date) -> list[datetime.date]:
    """The day and the days next to it, as far as the calendar goes."""
    return [datetime.date.fromordinal(n) for n in range(day.toordinal() - 1, day.toordinal() + 2) if 0 < n <= datetime.date.max.toordinal()]


def _days(database: duckdb.DuckDBPyConnection) -> Iterator[Dated]:
    """The fingerprints day by day, those without a day first."""
    for day, group in groupby(fetched(database.execute(_IN_ORDER)), key=itemgetter(0)):
        yield day, read_day([Printed(*row[1:]) for row in group])


def _windows(days: Iterator[Dated]) -> Iterator[tuple[Day, Day, Day, bool]]:
    """Each day with the day before and the day after it, empty where there is none; and whether it is dated."""
    before: Dated = (None, NO_DAY)
    here: Dated = (None, NO_DAY)
    for following in chain(days, [(None, NO_DAY)]):
        yield here[1], _if_adjacent(before, here), _if_adjacent(following, here), here[0] is not None
        before, here = here, following


def _if_adjacent(other: Dated, here: Dated) -> Day:
    adjacent = other[0] is not None and here[0] is not None and abs(other[0] - here[0]) == _STEP
    return other[1] if adjacent else NO_DAY


def _write(run: Run, told: dict[str, str]) -> None:
    keys, values = pa.array(told.keys(), pa.string()), pa.array(told.values(), pa.string())
    for path in sorted(run.staged("reports").glob("*.parquet")) if told else []:
        part = pq.read_table(path, partitioning=None)
        found = pc.index_in(part.column("report_id"), keys)
        if found.null_count < len(found):
            position = part.schema.get_field_index("duplicate_of")
            replace_part(path, part.set_column(position, part.schema.field(position), pc.take(values, found)))
