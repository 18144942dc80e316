"""The prompt of `dateline sql`, typed at and piped to."""

import io
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.prompt import Screen, answer
from flows.query import open_session
from tests.synthetic import STORY, write_warehouse

ROOT = Path(__file__).parents[2]
PROMPT = "import sys; from pathlib import Path; from flows.prompt import run_prompt; sys.exit(run_prompt(Path(sys.argv[1])))"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("prompt") / "warehouse", STORY)


def told(warehouse: Path, *lines: str | None, width: int = 80) -> tuple[str, str, int]:
    """Output, errors and number of failures for these lines; None is a Ctrl-C."""
    out, errors = io.BytesIO(), io.BytesIO()

    def typed(_: object) -> Iterator[str | None]:
        yield from lines

    with open_session(warehouse) as session:
        failed = answer(session, typed, Screen(out, errors, "table", width))
    return out.getvalue().decode(), errors.getvalue().decode(), failed


def test_a_statement_runs_when_a_semicolon_ends_it(warehouse: Path) -> None:
    out, errors, failed = told(warehouse, "SELECT count(*)", "AS n", "FROM reports;")
    assert (out.splitlines()[2], errors, failed) == ("4", "", 0)


def test_a_semicolon_in_a_string_or_comment_ends_nothing(warehouse: Path) -> None:
    out, _, failed = told(warehouse, "SELECT 'a;", "b;", "c' AS words -- done;", ";")
    assert failed == 0
    assert "a;\\nb;\\nc" in out


def test_several_statements_on_a_line_run_in_turn(warehouse: Path) -> None:
    out, _, failed = told(warehouse, "SELECT 1 AS a; SELECT 2 AS b;")
    assert failed == 0
    assert out.count("(1 row)") == 2


def test_an_error_goes_to_the_errors_and_the_next_statement_runs(warehouse: Path) -> None:
    out, errors, failed = told(warehouse, "SELEC 1;", "COPY events TO 'x.csv';", "SELECT 7 AS n;")
    assert failed == 2
    assert len(errors.splitlines()) == 2
    assert "7" in out


def test_ctrl_c_drops_the_open_statement(warehouse: Path) -> None:
    out, errors, failed = told(warehouse, "SELECT nonsense", None, "SELECT 3 AS n;")
    assert (errors, failed) == ("", 0)
    assert "3" in out


def test_the_end_of_input_runs_what_is_open(warehouse: Path) -> None:
    assert "5" in told(warehouse, "SELECT 5 AS n")[0]


def test_dot_commands_tell_what_there_is(warehouse: Path) -> None:
    tables = told(warehouse, ".tables", width=60)[0]
    assert "v_trace" in tables and "one source record" in tables
    assert max(map(len, tables.splitlines())) <= 60
    assert "First day of the interval meant" in told(warehouse, ".schema DATE_MENTIONS", width=200)[0]
    assert ".quit" in told(warehouse, ".help")[0]
    assert "no table or view x\\x1b" in told(warehouse, ".schema x\x1b")[1]
    assert ".help lists" in told(warehouse, ".nothing")[1]
    assert told(warehouse, ".quit", "SELECT 1;")[0] == ""


def test_a_piped_script_fails_if_a_statement_does(warehouse: Path) -> None:
    command = [sys.executable, "-c", PROMPT, str(warehouse)]
    good = subprocess.run(command, input="SELECT 1 AS n;\nSELECT 2 AS n", capture_output=True, text=True, cwd=ROOT, check=False)
    bad = subprocess.run(command, input="SELECT 1 AS n; SELECT x;", capture_output=True, text=True, cwd=ROOT, check=False)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("n\n─\n1\n")
    assert bad.returncode == 1
    assert "error: " in bad.stderr


def test_at_a_terminal_ctrl_c_stops_a_long_query_and_ctrl_d_leaves(warehouse: Path, tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROMPT, str(warehouse)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=ROOT,
        env=environment,
    )
    try:
        read_until(leader, "dateline> ")
        os.write(leader, b"SELECT sum(a.range * b.range % 7) FROM range(3000000) a, range(3000000) b;\n")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        read_until(leader, "stopped", "dateline> ")
        os.write(leader, b"SELECT 40 + 2 AS n;\n")
        read_until(leader, "42", "dateline> ")
        os.write(leader, b"\x04")
        assert process.wait(10) == 0
    finally:
        process.kill()
    assert "SELECT 40 + 2 AS n;" in (tmp_path / "dateline" / "sql_history").read_text()


def read_until(descriptor: int, *words: str) -> None:
    """Read from a terminal until the words have appeared one after the other; AssertionError after 20 seconds."""
    seen = ""
    deadline = time.monotonic() + 20
    for word in words:
        while word not in seen:
            assert time.monotonic() < deadline, seen
            if select.select([descriptor], [], [], 1)[0]:
                seen += os.read(descriptor, 4096).decode(errors="replace")
        seen = seen.partition(word)[2]
