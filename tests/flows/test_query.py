"""`dateline sql` reads one release, writes every format, and can do nothing else."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.query import QueryError, StatementRefused, run_query
from flows.warehouse import WarehouseError
from tests.synthetic import OTHER_RUN, REFUSED, RUN, STORY, identity, write_release, write_warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("query") / "ware[house] *'s", STORY, {OTHER_RUN: REFUSED})


def ask(warehouse: Path, sql: str, output: str = "table", **options: int) -> str:
    out = io.BytesIO()
    run_query(warehouse, sql, out, output=output, **options)
    return out.getvalue().decode()


def rows(warehouse: Path, sql: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(ask(warehouse, sql, "json"))
    return found


def everything_below(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


def test_a_query_reads_the_current_release(warehouse: Path) -> None:
    assert rows(warehouse, "SELECT count(*) AS n, count(DISTINCT published_month) AS months FROM reports") == [{"n": 4, "months": 2}]


def test_the_month_in_the_path_is_a_text_column_and_prunes(warehouse: Path) -> None:
    assert rows(warehouse, "SELECT count(*) AS n FROM reports WHERE published_month = '2024-03'") == [{"n": 3}]
    assert rows(warehouse, "SELECT count(*) AS n FROM reports WHERE published_month = 'unknown'") == [{"n": 1}]


def test_a_release_can_be_named_or_opened_as_a_folder(warehouse: Path, tmp_path: Path) -> None:
    out = io.BytesIO()
    run_query(warehouse, "SELECT 1 AS one", out, "r000001-aaaaaaaa", "json")
    assert json.loads(out.getvalue()) == [{"one": 1}]
    bare = write_release(tmp_path / "bare", STORY)
    assert rows(bare, "SELECT run_id FROM v_runs") == [{"run_id": RUN}]


@pytest.mark.parametrize("release", ["nothing", "../releases/r000001-aaaaaaaa", ".."])
def test_a_release_that_is_not_there_is_an_error(warehouse: Path, release: str) -> None:
    with pytest.raises(WarehouseError):
        run_query(warehouse, "SELECT 1", io.BytesIO(), release)


def test_a_session_stays_with_its_release_when_current_moves(tmp_path: Path) -> None:
    from flows.query import execute, open_session

    warehouse = write_warehouse(tmp_path / "w", STORY)
    write_release(warehouse / "releases" / "r000002-bbbbbbbb", {}, "r000002-bbbbbbbb")
    with open_session(warehouse) as session:
        (warehouse / "current").unlink()
        (warehouse / "current").symlink_to("releases/r000002-bbbbbbbb")
        assert execute(session, "SELECT count(*) FROM reports").fetch(1) == [(4,)]
    assert rows(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 0}]


WRITING = [
    "COPY (SELECT 1) TO '{release}/x.csv'",
    "COPY reports TO '{release}/x.parquet'",
    "WITH x AS (COPY (SELECT 1) TO '{release}/x.csv') FROM x",
    "WITH x AS MATERIALIZED (cOpY /* c */ (SELECT 1) TO '{release}/x.csv') SELECT 1",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{release}/x.csv'",
    "EXPLAIN (ANALYZE) COPY (SELECT 1) TO '{release}/x.csv'",
    "EXPLAIN/**/ANALYZE COPY (SELECT 1) TO '{release}/x.csv'",
    "EXPLAIN ANALYZE WITH x AS (COPY (SELECT 1) TO '{release}/x.csv') FROM x",
    "COPY (PIVOT reports ON language) TO '{release}/x.csv'",
    "EXPLAIN ANALYZE COPY (PIVOT reports ON language) TO '{release}/x.csv'",
    "PIVOT (WITH x AS (COPY (SELECT 1) TO '{release}/x.csv') FROM x) ON count",
    "EXPORT DATABASE '{release}/x'",
    "IMPORT DATABASE '{release}'",
    "ATTACH '{release}/x.db'",
    "CREATE TABLE x AS SELECT 1 AS one",
    "CREATE VIEW reports AS SELECT 1 AS one",
    "DROP VIEW reports",
    "INSERT INTO reports VALUES (1)",
    "DELETE FROM reports",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 1",
    "SET VARIABLE one = 1",
    "RESET lock_configuration",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "CALL enable_logging(storage = 'file', storage_path = '{release}/log')",
    "USE memory",
    "BEGIN",
    "CHECKPOINT",
    "VACUUM",
    "PREPARE p AS SELECT 1",
    "SELECT 1; SELECT 2",
    "SELECT 1; COPY (SELECT 1) TO '{release}/x.csv'",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("sql", WRITING)
@pytest.mark.parametrize("output", ["table", "parquet"])
def test_what_does_not_only_read_is_refused_and_changes_nothing(warehouse: Path, sql: str, output: str) -> None:
    before = everything_below(warehouse)
    with pytest.raises(StatementRefused) as refused:
        run_query(warehouse, sql.format(release=str(warehouse / "current").replace("'", "''")), io.BytesIO(), output=output)
    assert refused.value.exit_code == 2
    assert everything_below(warehouse) == before


READING_ELSEWHERE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_blob('{release}/../../../secret.txt')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM parquet_metadata('{outside}')",
    "SELECT * FROM read_parquet('{outside}')",
    "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    "SELECT getenv('HOME')",
    "SELECT * FROM duckdb_secrets()",
    "FROM enable_logging(storage = 'file')",
    "SELECT * FROM query('COPY (SELECT 1) TO ''x.csv''')",
    "SELECT * FROM secret_frame",
    "DESCRIBE WITH x AS (COPY (SELECT 1) TO '{release}/x.csv') FROM x",
    "SELECT (WITH x AS (COPY (SELECT 1) TO '{release}/x.csv') SELECT 1)",
]


@pytest.mark.parametrize("sql", READING_ELSEWHERE)
def test_nothing_outside_the_warehouse_can_be_read(warehouse: Path, sql: str) -> None:
    secret_frame = pq.read_table(next(warehouse.rglob("*.parquet")))  # DuckDB would find it by its variable's name
    (warehouse.parent / "secret.txt").write_text("secret")
    outside = warehouse.parent / "outside.parquet"
    pq.write_table(secret_frame, outside)
    before = everything_below(warehouse)
    with pytest.raises(QueryError) as failed:
        ask(warehouse, sql.format(release=str(warehouse / "current").replace("'", "''"), outside=str(outside).replace("'", "''")))
    assert "secret" not in str(failed.value).replace("secret.txt", "").replace("secret_frame", "").replace("duckdb_secrets", "").replace(
        "stored_secrets", ""
    )
    assert everything_below(warehouse) == before


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS copy",
        "FROM reports",
        "TABLE reports",
        "VALUES (1)",
        "DESCRIBE reports",
        "SHOW TABLES",
        "SHOW ALL TABLES",
        "SUMMARIZE events",
        "EXPLAIN SELECT count(*) FROM events",
        "EXPLAIN ANALYZE SELECT count(*) FROM events",
        "PIVOT events ON modality USING count(*) GROUP BY event_type",
        "WITH copy AS (SELECT 1 AS copy) SELECT copy FROM copy -- copy\n;",
        "SELECT * FROM query('FROM events')",
    ],
)
def test_what_reads_is_allowed(warehouse: Path, sql: str) -> None:
    assert ask(warehouse, sql)


def test_a_failed_query_says_what_to_do_in_one_line(warehouse: Path) -> None:
    for sql, hint in [
        ("SELECT * FROM event", "did you mean events?"),
        ("SELECT * FROM qqqqqq", "SHOW TABLES"),
        ("SELECT fatalities FROM events", "fatalities_best"),
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM read_text('/etc/passwd')", "nothing else"),
        ("SELECT 'a\x1b[31m'::INTEGER", "\\x1b"),
    ]:
        with pytest.raises(QueryError) as failed:
            ask(warehouse, sql)
        assert failed.value.exit_code == 1
        assert hint in str(failed.value)
        assert "\n" not in str(failed.value) and "\x1b" not in str(failed.value)


def test_only_the_views_that_a_query_names_are_made(warehouse: Path) -> None:
    from flows.query import execute, open_session

    with open_session(warehouse) as session:
        execute(session, "SELECT 'reports of events' AS words")
        execute(session, "SELECT * FROM entities")
        assert session.bound == {"reports", "events", "entities"}
        execute(session, "SELECT count(*) FROM V_Trace")
        assert {"v_trace", "sentences", "event_mentions", "date_mentions"} <= session.bound
        assert "v_events_acled" not in session.bound


def test_csv_is_exact_and_tells_null_from_an_empty_text(warehouse: Path) -> None:
    sql = """SELECT NULL AS a, '' AS b, 'x,"y"\n' AS c, '=1+1' AS d, [1, NULL] AS e, {'k': 'v'} AS f, 0.1 AS g, 1e300::DOUBLE AS h,
             true AS i,
             TIMESTAMPTZ '2026-11-23 08:00:00.5Z' AS j, DATE '2024-03-04' AS k, 12345678901234567890::HUGEINT AS l, ' s ' AS m"""
    text = ask(warehouse, sql, "csv")
    assert text.splitlines()[1].startswith(',"",')
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row == {
        "a": "", "b": "", "c": 'x,"y"\n', "d": "=1+1", "e": "[1, null]", "f": '{"k": "v"}', "g": "0.1", "h": "1e+300", "i": "true",
        "j": "2026-11-23T08:00:00.500000Z", "k": "2024-03-04", "l": "12345678901234567890", "m": " s ",
    }  # fmt: skip


def test_json_has_types_and_keeps_columns_of_one_name_apart(warehouse: Path) -> None:
    assert rows(warehouse, "SELECT 1 AS a, 2 AS a, 'nan'::DOUBLE AS b, sum(3) AS c, 1.5 AS d, [DATE '2024-03-04'] AS e, 'é\u202e' AS f") == [
        {"a": 1, "a_2": 2, "b": None, "c": 3, "d": 1.5, "e": ["2024-03-04"], "f": "é\u202e"}
    ]
    assert rows(warehouse, "SELECT 1 WHERE false") == []


def test_parquet_comes_back_the_same(warehouse: Path) -> None:
    out = io.BytesIO()
    run_query(warehouse, "SELECT * FROM events ORDER BY event_id", out, output="parquet")
    events = pq.read_table(io.BytesIO(out.getvalue()))
    assert events.column("event_id").to_pylist() == sorted(str(event["event_id"]) for event in STORY["events"])
    assert "event_month" in events.column_names


def test_a_table_says_how_many_rows_it_left_out(warehouse: Path) -> None:
    text = ask(warehouse, "SELECT range AS n FROM range(25000)", max_rows=10)
    assert text.endswith("(25,000 rows; 24,990 more not shown: add LIMIT, or --format csv for all)\n")
    assert len(text.splitlines()) == 2 + 10 + 1
    assert ask(warehouse, "SELECT 1 AS n").endswith("(1 row)\n")


def test_hostile_text_cannot_reach_the_terminal(warehouse: Path) -> None:
    text = ask(warehouse, f"SELECT text FROM reports WHERE report_id = '{identity('a4')}'", width=200)
    assert "\\x1b[31m" in text and "\\u202e" in text
    assert "\x1b" not in text and "\u202e" not in text


def test_comments_say_what_tables_and_columns_are(warehouse: Path) -> None:
    views = {row["view_name"]: row["comment"] for row in rows(warehouse, "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal")}
    assert views["reports"] == "one source record, newest good revision"
    assert all(views.values())
    columns = rows(warehouse, "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal")
    assert [f"{row['table_name']}.{row['column_name']}" for row in columns if not row["comment"]] == []


def test_a_query_starts_without_heavy_imports(warehouse: Path) -> None:
    script = (
        "import sys, io; from pathlib import Path; from flows.query import run_query;"
        f"run_query(Path({str(warehouse)!r}), 'FROM events', io.BytesIO());"
        "print([name for name in ('pyarrow', 'pandas', 'numpy', 'prefect', 'great_expectations') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True)
    assert found.stdout.strip() == "[]"


def test_a_release_that_is_being_read_is_locked_for_sharing(warehouse: Path) -> None:
    import fcntl

    from flows.query import open_session

    with open(warehouse / "current" / "manifest.json") as manifest:
        with open_session(warehouse), pytest.raises(BlockingIOError):
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_duckdb_still_lets_a_with_clause_copy_only_at_the_top() -> None:
    """What the third wall rests on: should this change, the wall must too."""
    with duckdb.connect() as connection, pytest.raises(duckdb.BinderException, match="COPY statement must be at the top level"):
        connection.execute("EXPLAIN SELECT * FROM (WITH x AS (COPY (SELECT 1) TO 'x.csv') FROM x)")
