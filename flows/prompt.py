"""The interactive prompt of `dateline sql`, which also takes a script from a pipe."""

import atexit
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb

from flows.query import QueryError, Session, execute, open_session, write_result
from flows.terminal import clip, printable
from flows.views import column_meanings, view_meaning

Lines = Callable[[Callable[[], bool]], Iterator[str | None]]

_PRIMARY, _SECONDARY = "dateline> ", "      ... "
_HELP = """\
End a statement with ; to run it. Only statements that read are run.
  .tables        what there is to read
  .schema NAME   the columns of a table or view, and what they mean
  .help          this
  .quit          leave (as does Ctrl-D)
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where results and errors go, in which format, and how wide it is."""

    out: IO[bytes]
    errors: IO[bytes]
    output: str
    width: int


def run_prompt(warehouse: Path, release: str | None = None, output: str = "table") -> int:
    """Read statements from standard input until it ends, and run each. 0, or 1 if one of a piped script failed."""
    interactive = sys.stdin.isatty()
    screen = Screen(sys.stdout.buffer, sys.stderr.buffer, output, shutil.get_terminal_size().columns)
    with open_session(warehouse, release) as session:
        if interactive:
            _remember_lines(session)
            _write(screen.out, f"release {session.snapshot.release_id}, as of {session.snapshot.manifest['as_of']}; .help for help\n")
        lines = _typed_lines if interactive else _piped_lines
        failed = answer(session, lines, screen)
    return 1 if failed and not interactive else 0


def answer(session: Session, lines: Lines, screen: Screen) -> int:
    """Run what the lines say; the number of statements that failed.

    `lines` is given a function that tells whether a statement is open; it yields None where the user breaks off the statement.
    """
    failed = 0
    buffer: list[str] = []
    for line in lines(lambda: bool(buffer)):
        if line is None:
            buffer.clear()
        elif not buffer and line.strip().startswith("."):
            if not _command(session, line.split(), screen):
                return failed
        elif line.strip() or buffer:
            buffer.append(line)
            if _is_complete(session, "\n".join(buffer)):
                failed += not _run(session, "\n".join(buffer), screen)
                buffer.clear()
    if "".join(buffer).strip():
        failed += not _run(session, "\n".join(buffer), screen)
    return failed


def _run(session: Session, sql: str, screen: Screen) -> bool:
    """Run the statements of a complete text one after the other; whether all went well."""
    try:
        statements = [statement.query for statement in session.connection.extract_statements(sql)]
    except duckdb.Error:
        statements = [sql]
    for statement in statements:
        try:
            write_result(session, statement, screen.out, screen.output, width=screen.width, max_rows=100)
            screen.out.flush()
        except QueryError as error:
            _write(screen.errors, f"error: {error}\n")
            return False
        except KeyboardInterrupt:
            _write(screen.errors, "stopped\n")
            return False
    return True


def _command(session: Session, words: list[str], screen: Screen) -> bool:
    """Run a dot command; False if it ends the session."""
    match words:
        case [".quit" | ".exit" | ".q"]:
            return False
        case [".tables"]:
            _write_columns(screen, [(name, view_meaning(view)) for name, view in sorted(session.views.items())])
        case [".schema", name] if view := session.views.get(name.lower()):
            meanings = column_meanings(view)
            described = execute(session, f"DESCRIBE {view.name}").fetch(1000)
            _write_columns(screen, [(str(column), str(kind), meanings.get(column, "")) for column, kind, *_ in described])
        case [".schema", *names]:
            _write(screen.errors, f"error: there is no table or view {printable(' '.join(names))}; .tables lists what there is\n")
        case [".help"]:
            _write(screen.out, _HELP)
        case _:
            _write(screen.errors, f"error: unknown command {printable(' '.join(words))}; .help lists the commands\n")
    return True


def _write_columns(screen: Screen, rows: list[tuple[str, ...]]) -> None:
    """Lines of texts in columns, cut at the width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{text:{width}}" for text, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    _write(screen.out, "".join(f"{clip(line, screen.width)}\n" for line in lines))


def _is_complete(session: Session, text: str) -> bool:
    """Whether the text ends a statement: a semicolon at its end that stands in no string or comment."""
    if not text.rstrip().endswith(";"):
        return False
    try:
        return bool(session.connection.extract_statements(text))
    except duckdb.Error as error:
        return "unterminated" not in str(error).lower()


def _typed_lines(is_open: Callable[[], bool]) -> Iterator[str | None]:
    while True:
        try:
            yield input(_SECONDARY if is_open() else _PRIMARY)
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            yield None
        except EOFError:
            sys.stderr.write("\n")
            return


def _piped_lines(_: Callable[[], bool]) -> Iterator[str | None]:
    for line in sys.stdin:
        yield line.rstrip("\n")


def _remember_lines(session: Session) -> None:
    """History in the user's state folder, and completion of the names of tables and views by the tabulator key."""
    with suppress(ImportError):  # Python built without readline
        import readline

        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "dateline"
        with suppress(OSError):
            state.mkdir(parents=True, exist_ok=True)
            readline.read_history_file(state / "sql_history")
        readline.set_history_length(1000)
        atexit.register(_save_history, state / "sql_history")
        names = sorted(session.views)
        readline.set_completer(lambda word, number: next(iter([name for name in names if name.startswith(word.lower())][number:]), None))
        readline.set_completer_delims(" \t\n,()=;")
        readline.parse_and_bind("tab: complete")


def _save_history(path: Path) -> None:
    import readline

    with suppress(OSError):  # a history that cannot be kept is no failure of the queries
        readline.write_history_file(path)


def _write(out: IO[bytes], text: str) -> None:
    out.write(text.encode())
    out.flush()
