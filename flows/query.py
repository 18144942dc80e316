"""`dateline sql`: read-only SQL over one release, and nothing but it.

Three walls, since each alone has a gap: only statements that read are run; DuckDB is confined to the release's folder and the
runs' records, with its configuration locked; and a statement that smuggles a COPY into a WITH clause or behind EXPLAIN, which
DuckDB takes for a SELECT, is refused.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO, TypeVar

import duckdb

from flows.results import Result, write_csv, write_json, write_parquet, write_table
from flows.snapshot import Snapshot, open_snapshot
from flows.terminal import printable
from flows.views import View, comment_statements, create_statement, record_views, snapshot_views, views_needed
from flows.warehouse import WarehouseError

T = TypeVar("T")

FORMATS = ("table", "csv", "json", "parquet")
_READING = "SELECT, DESCRIBE, SHOW, SUMMARIZE, PIVOT or EXPLAIN of these"
_EXPLAIN = re.compile(r"\s*EXPLAIN\s+(?:ANALYZE\s+)?(?:\([^()]*\)\s*)?", re.IGNORECASE)
_NO_TABLE = re.compile(r"Table with name (\S+) does not exist")
_PIVOT = re.compile(r"\s*PIVOT\b", re.IGNORECASE)


class QueryError(Exception):
    """A query that failed; the message is one line that says what to do."""

    exit_code = 1


class StatementRefused(QueryError):
    """A statement that is not run at all."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Session:
    """A confined connection to one release. Views are made when a query first names them."""

    connection: duckdb.DuckDBPyConnection
    snapshot: Snapshot
    views: dict[str, View]
    bound: set[str] = field(default_factory=set)


@contextmanager
def open_session(warehouse: Path, release: str | None = None) -> Iterator[Session]:
    """A session on the current release, or the one named. WarehouseError if there is none."""
    with (
        open_snapshot(warehouse, release) as snapshot,
        tempfile.TemporaryDirectory(prefix="dateline-sql-") as spill,
        duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as connection,
    ):
        allowed = [f"{folder}/" for folder in (snapshot.path, snapshot.runs) if folder]
        connection.execute("SET temp_directory = ?", [spill])
        connection.execute("SET allowed_directories = ?", [allowed])
        connection.execute("SET TimeZone = 'UTC'; SET python_enable_replacements = false; SET enable_progress_bar = false")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        yield Session(connection, snapshot, snapshot_views(snapshot))


def run_query(
    warehouse: Path, sql: str, out: IO[bytes], release: str | None = None, output: str = "table", *, width: int = 80, max_rows: int = 100
) -> None:
    """Run one statement over a release and write its result to `out` as UTF-8 text or Parquet.

    `width` and `max_rows` are of the table format only. QueryError if it fails, StatementRefused if it is not one that reads.
    """
    with open_session(warehouse, release) as session:
        write_result(session, sql, out, output, width=width, max_rows=max_rows)


def write_result(session: Session, sql: str, out: IO[bytes], output: str, *, width: int, max_rows: int) -> None:
    """Run one statement in a session and write its result."""
    with explained(session):
        if output == "parquet":
            if out.isatty():
                raise StatementRefused("Parquet is not for a terminal: send it to a file with > FILE")
            write_parquet(_relation(session, sql), out)
            return
        result = execute(session, sql)
        if output == "table":
            write_table(result, out, width=width, max_rows=max_rows)
        elif output == "csv":
            write_csv(result, out)
        else:
            write_json(result, out)


def execute(session: Session, sql: str) -> Result:
    """Run one statement that reads. StatementRefused, or an error of DuckDB's."""
    statement = checked(session, sql)
    cursor = _interruptible(session, lambda: session.connection.execute(statement))
    columns = [(str(name), str(kind)) for name, kind, *_ in cursor.description or []]
    return Result(columns, lambda count: _interruptible(session, lambda: cursor.fetchmany(count)))


def _interruptible(session: Session, work: Callable[[], T]) -> T:
    """Let Ctrl-C stop DuckDB at once: left alone, it looks for signals only between its tasks, which may last minutes."""
    outcome: Future[T] = Future()
    worker = Thread(target=_fulfil, args=(outcome, work), daemon=True)
    try:
        worker.start()
        return outcome.result()
    except KeyboardInterrupt:
        while worker.is_alive():  # an interruption is lost on a query that is only about to start
            session.connection.interrupt()
            worker.join(0.05)
        raise


def _fulfil(outcome: "Future[T]", work: Callable[[], T]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # it is the caller's, who waits for it
        outcome.set_exception(error)


def _relation(session: Session, sql: str) -> duckdb.DuckDBPyRelation:
    relation = session.connection.sql(checked(session, sql))
    if relation is None:
        raise StatementRefused("this statement has no rows to write as Parquet; choose another --format")
    return relation


def checked(session: Session, sql: str) -> str:
    """The one statement in `sql`, allowed, with the views it names bound. StatementRefused, or an error of DuckDB's."""
    statements = session.connection.extract_statements(sql)
    if len(statements) != 1:
        raise StatementRefused("give one statement at a time" if statements else "there is no statement in the query")
    statement = statements[0]
    text = str(statement.query)
    _bind(session, text)
    if statement.type == duckdb.StatementType.EXPLAIN:
        inner = session.connection.extract_statements(text[len(match[0]) :]) if (match := _EXPLAIN.match(text)) else []
        if len(inner) != 1:
            raise StatementRefused(f"only {_READING} is allowed here")
        _refuse_unless_reading(session, inner[0])
    else:
        _refuse_unless_reading(session, statement)
    return text


def _refuse_unless_reading(session: Session, statement: duckdb.Statement) -> None:
    """A SELECT in DuckDB's eyes may write by `WITH x AS (COPY ...)`, which it allows at the top alone: bind it one level below."""
    text = statement.query
    copies = "copy" in text.lower()
    if statement.type == duckdb.StatementType.MULTI and _PIVOT.match(text) and not copies:
        return
    if statement.type != duckdb.StatementType.SELECT:
        raise StatementRefused(f"only {_READING} is allowed here: a release is never changed by a query")
    if copies:
        try:
            session.connection.execute(f"EXPLAIN SELECT * FROM ({text.rstrip().rstrip(';')}\n)")
        except duckdb.BinderException as error:
            if "COPY statement must be at the top level" in str(error):
                raise StatementRefused("COPY is not allowed here, in a WITH clause neither: write a file by --format csv > FILE") from None
            raise


def _bind(session: Session, sql: str) -> None:
    """Make the views that a query names, with comments if it asks DuckDB's catalog."""
    needed = views_needed(sql, session.views)
    for view in _fetched(session, needed):
        if view.name not in session.bound:
            session.connection.execute(create_statement(view))
            session.bound.add(view.name)
    if "duckdb_" in sql.lower():  # only DuckDB's own catalog tables show comments
        for view in needed:
            columns = session.connection.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [view.name]).fetchall()
            session.connection.execute(comment_statements(view, [name for (name,) in columns]))


def _fetched(session: Session, needed: list[View]) -> list[View]:
    """The views over files that are at hand. Those over runs' records list what records there are."""
    snapshot, new = session.snapshot, {view.name for view in needed} - session.bound
    if tables := new & set(snapshot.manifest["tables"]):
        snapshot.fetch(*sorted(tables))
    if snapshot.mirror and new & set(record_views(snapshot)):
        snapshot.mirror.fetch_records()
        session.views.update(record_views(snapshot))
    return [session.views[view.name] for view in needed]


@contextmanager
def explained(session: Session) -> Iterator[None]:
    """Turn errors of DuckDB's, and of what a query needs, into one line with a hint."""
    try:
        yield
    except duckdb.Error as error:
        raise QueryError(_one_line(str(error), list(session.views))) from error
    except WarehouseError as error:  # a table that could not be fetched
        raise QueryError(printable(str(error))) from error


def _one_line(message: str, names: list[str]) -> str:
    said, *more = [line.strip() for line in message.split("\nLINE ")[0].splitlines() if line.strip()] or ["the query failed"]
    if missing := _NO_TABLE.search(said):
        name = missing[1].strip('"')
        from difflib import get_close_matches

        close = get_close_matches(name.lower(), names, n=1)
        hint = f"did you mean {close[0]}?" if close else "SHOW TABLES lists what there is"
        return printable(f"there is no table or view {name}; {hint}")
    if "Cannot access" in said:
        return printable(f"{said}; a query reads the tables of the release and nothing else")
    if "configuration has been locked" in said:
        return "settings cannot be changed here"
    if "Cannot open file" in said or "No files found" in said:
        return printable(f"{said}; the release may have been pruned meanwhile: run the query again")
    return printable(" ".join((said, *more)))
