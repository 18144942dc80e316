"""What is exported reads back with the same values in the programs it is meant for, and cannot run in them."""

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import main
from flows.exports import Request, export
from flows.exports.defusing import defused
from flows.exports.selection import ExportError
from flows.exports.workbook import LONGEST_TEXT, cell_text
from tests.synthetic import STORY, identity, write_warehouse

FORMULA = '=HYPERLINK("https://example.org","x")'
LONG = "a long report. " * 3000
STRIKE = identity("a1", "bombed")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story, with a hostile actor and a title that fits no cell."""
    story = {name: [dict(row) for row in rows] for name, rows in STORY.items()}
    story["events"][1]["actor1_text"] = FORMULA
    story["reports"][1]["title"] = LONG
    return write_warehouse(tmp_path_factory.mktemp("exports") / "warehouse", story)


def written(warehouse: Path, path: Path, *tables: str, **asked: Any) -> Path:
    export(warehouse, Request(tables or ("events",), asked.pop("where", None), path.suffix[1:], path, **asked))
    return path


def sheet_rows(path: Path, name: str) -> list[dict[str, Any]]:
    header, *lines = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def queried(sql: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        result = connection.execute(sql)
        names = [name for name, *_ in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_a_sheet_has_the_values_of_the_table_with_dates_as_dates(warehouse: Path, tmp_path: Path) -> None:
    rows = sheet_rows(written(warehouse, tmp_path / "all.xlsx", "events", "reports"), "events")
    told = queried(f"SELECT * EXCLUDE (event_month) FROM '{warehouse}/current/events/*/*.parquet' ORDER BY event_date_start, event_id")
    for line, expected in zip(rows, told, strict=True):
        shown = {name: value.date() if isinstance(value, datetime.datetime) else value for name, value in line.items()}
        assert shown == expected
    assert rows[0]["event_date_end"] == datetime.datetime(2023, 3, 31)
    assert rows[1]["latitude"] == 35.25
    assert rows[1]["date_is_report_date"] is False


def test_no_cell_of_a_sheet_is_a_formula(warehouse: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(warehouse, tmp_path / "all.xlsx", "events", "reports"))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert FORMULA in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.value == FORMULA)


def test_a_text_that_fits_no_cell_is_cut_and_says_so(warehouse: Path, tmp_path: Path) -> None:
    titles = [row["title"] for row in sheet_rows(written(warehouse, tmp_path / "all.xlsx", "reports"), "reports") if row["title"]]
    (cut,) = [title for title in titles if len(title) > 100]
    assert len(cut) <= LONGEST_TEXT
    assert cut.endswith("… [cut here: 45,000 characters in all]")
    assert LONG.startswith(cut.partition("…")[0])


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(lambda text: text * (40_000 // len(text))))
def test_a_cut_text_fits_a_cell_whatever_its_letters(text: str) -> None:
    shown = cell_text(text)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert text.startswith(shown.rpartition("… [cut")[0])


def test_the_last_sheet_says_what_the_columns_mean(warehouse: Path, tmp_path: Path) -> None:
    path = written(warehouse, tmp_path / "all.xlsx", "events", "v_daily")
    meanings = {(row["table"], row["column"]): row["meaning"] for row in sheet_rows(path, "columns")}
    assert meanings["events", "event_date_end"] == "Last day on which it may have happened, inclusive"
    assert all(meanings.values())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2+3", "@SUM(A1)", "  =1", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert defused(text) == "'" + text


@pytest.mark.parametrize("text", ["", "12", "a=1", "Al-Bab", "'quoted'", "«=1»"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


def test_csv_reads_back_with_formulas_defused_and_numbers_untouched(warehouse: Path, tmp_path: Path) -> None:
    path = written(warehouse, tmp_path / "events.csv")
    back = queried(f"SELECT event_id, actor1_text, latitude, event_date_start FROM read_csv('{path}')")
    assert [tuple(row.values()) for row in back] == [
        (identity("a2", "met"), "'" + FORMULA, None, datetime.date(2023, 3, 1)),
        (STRIKE, None, 35.25, datetime.date(2024, 3, 4)),
    ]


def test_parquet_is_exact_and_keeps_types(warehouse: Path, tmp_path: Path) -> None:
    table = pq.read_table(written(warehouse, tmp_path / "reports.parquet", "reports", where="title IS NOT NULL"))
    assert sorted(table.column("title").to_pylist()) == sorted(["Depot bombed", LONG])
    assert str(table.schema.field("published_on").type) == "date32[day]"
    assert "published_month" not in table.column_names


def test_geojson_has_a_feature_for_every_row_and_no_point_where_none_is_known(warehouse: Path, tmp_path: Path) -> None:
    path = written(warehouse, tmp_path / "events.geojson")
    met, strike = json.loads(path.read_text())["features"]
    assert met["geometry"] is None
    assert strike["geometry"] == {"type": "Point", "coordinates": [40.5, 35.25]}
    assert strike["properties"]["event_date_start"] == "2024-03-04"
    assert len(geopandas.read_file(path)) == 2


def test_geoparquet_opens_in_geopandas_where_it_should_lie(warehouse: Path, tmp_path: Path) -> None:
    path = written(warehouse, tmp_path / "events.geoparquet")
    frame = geopandas.read_parquet(path).set_index("event_id")
    assert frame.crs.to_authority() == ("OGC", "CRS84")
    assert (frame.geometry[STRIKE].x, frame.geometry[STRIKE].y) == (40.5, 35.25)
    assert frame.geometry[identity("a2", "met")] is None
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": ["Point"], "bbox": [40.5, 35.25, 40.5, 35.25]}


def test_a_zip_holds_the_rows_twice_and_explains_them(warehouse: Path, tmp_path: Path) -> None:
    path = written(warehouse, tmp_path / "send.zip", "events", "event_mentions", where="modality = 'actual'")
    with zipfile.ZipFile(path) as bundle:
        assert bundle.testzip() is None
        assert {"README.md", "DATA_DICTIONARY.md", "events.parquet", "events.csv", "event_mentions.parquet"} <= set(bundle.namelist())
        readme = bundle.read("README.md").decode()
        events = pq.read_table(io.BytesIO(bundle.read("events.parquet")))
    assert events.column("event_id").to_pylist() == [STRIKE]
    assert "| `event_mentions.parquet`, `event_mentions.csv` | 2 |" in readme
    assert "## How to cite" in readme
    again = written(warehouse, tmp_path / "again.zip", "events", "event_mentions", where="modality = 'actual'")
    assert path.read_bytes() == again.read_bytes()


def test_other_tables_keep_what_belongs_to_the_chosen_rows(warehouse: Path, tmp_path: Path) -> None:
    tables = ("events", "event_mentions", "reports", "sentences", "date_mentions", "entities")
    rows = export(warehouse, Request(tables, "fatalities_best = 3", "zip", tmp_path / "send.zip"))
    assert rows == {"events": 1, "event_mentions": 2, "reports": 2, "sentences": 4, "date_mentions": 2, "entities": 2}
    rows = export(warehouse, Request(("reports", "events"), "title = 'Depot bombed'", "zip", tmp_path / "send.zip"))
    assert rows == {"reports": 1, "events": 1}


@pytest.mark.parametrize(("layout", "name", "column"), [("acled", "v_events_acled", "event_id_cnty"), ("ucdp", "v_events_ucdp", "id")])
def test_a_layout_has_the_columns_that_scripts_expect(warehouse: Path, tmp_path: Path, layout: str, name: str, column: str) -> None:
    path = tmp_path / "events.parquet"
    assert export(warehouse, Request(("events",), "country_iso3 = 'SYR'", "parquet", path, layout)) == {name: 1}
    assert pq.read_table(path).column(column).to_pylist() == [STRIKE]


@pytest.mark.parametrize(
    ("request_", "hint"),
    [
        (Request(("event",), None, "csv", Path("x.csv")), "there is no table or view event"),
        (Request(("events", "reports"), None, "csv", Path("x.csv")), "holds one table"),
        (Request(("reports",), None, "geojson", Path("x.geojson")), "has no coordinates"),
        (Request(("reports",), None, "csv", Path("x.csv"), "acled"), "layout of the table events"),
        (Request(("events", "runs"), "true", "zip", Path("x.zip")), "export runs by itself"),
    ],
)
def test_what_cannot_be_exported_says_why_and_leaves_nothing(
    warehouse: Path, tmp_path: Path, request_: Request, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExportError, match=hint):
        export(warehouse, request_)
    assert list(tmp_path.iterdir()) == []


def test_a_condition_can_only_read(warehouse: Path, tmp_path: Path) -> None:
    target = tmp_path / "stolen.csv"
    copy = f"COPY events TO '{target}'"
    for where in (f"true); {copy} --", f"event_id IN (WITH x AS ({copy}) SELECT 1)", "1 IN (FROM '/etc/passwd')"):
        result = CliRunner().invoke(main, ["export", "-w", str(warehouse), "--where", where, "-o", str(tmp_path / "out.csv")])
        assert result.exit_code in (1, 2)
        assert result.output.startswith("dateline: ")
        assert list(tmp_path.iterdir()) == []


def test_the_command_takes_the_format_from_the_ending(warehouse: Path, tmp_path: Path) -> None:
    path = tmp_path / "events.geoparquet"
    result = CliRunner().invoke(main, ["export", "-w", str(warehouse), "-o", str(path), "--json"])
    assert json.loads(result.output) == {"path": str(path), "rows": {"events": 2}}
    result = CliRunner().invoke(main, ["export", "-w", str(warehouse), "-o", str(tmp_path / "events.doc")])
    assert result.exit_code == 2
    assert "give --format" in result.output
