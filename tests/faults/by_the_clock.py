"""The long tests of schedules: `pytest tests/faults/by_the_clock.py -n0` (some minutes), on real Prefect servers.

A served deployment fires by cron twice, and so does one of a work pool; a server that dies in the middle of a run costs no record.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.runs import assert_nothing_lost, assert_whole, outcomes, set_scene
from tests.warehouses import current, jsonl, rows

ROOT = Path(__file__).resolve().parents[2]
DEPLOYMENT = ROOT / "flows" / "prefect.yaml"
SECRET = "token-of-the-webhook"
EVERY_20_SECONDS = "* * * * * */20"
PATIENCE = 600  # seconds; a run whose server has died asks it again and again before it gives up


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**inherited, "PREFECT_HOME": str(tmp_path / "home"), "PREFECT_RUNNER_POLL_FREQUENCY": "2", "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}  # fmt: skip


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Prefect server, whose url is put into the environment."""
    process = _start_server(environment)
    yield process
    _end(process, signal.SIGKILL)


def _start_server(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a Prefect server at the url in the environment, or at a free port whose url is put there, and wait for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = environment.setdefault("PREFECT_API_URL", f"http://127.0.0.1:{probe.getsockname()[1]}/api")
    port = url.removesuffix("/api").rpartition(":")[2]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_until(lambda: _answers(url))
    except BaseException:
        _end(process, signal.SIGKILL)
        raise
    return process


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2):
            return True
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> None:
    if process.poll() is None:
        os.killpg(process.pid, how)
        process.wait(60)


def _completed(url: str) -> list[dict[str, Any]]:
    question = urllib.request.Request(f"{url}/flow_runs/filter", b"{}", {"Content-Type": "application/json"})
    with urllib.request.urlopen(question, timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return [run for run in found if run["state_type"] == "COMPLETED"]


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that goes on until it is stopped. What it says is shown if the test fails."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True, cwd=ROOT)
    try:
        yield process
    finally:
        _end(process)
        print(log.read_text())


def _assert_fires_twice(url: Callable[[], str], inbox: Path, warehouse: Path) -> None:
    """A run by the clock takes in what lies there, and the next what has come since."""
    jsonl(inbox / "a.jsonl", {"source": "wire", "id": 1, "text": "Rain fell on Homs."})
    _wait_until(lambda: (warehouse / "current").exists())
    first = current(warehouse).name
    jsonl(inbox / "b.jsonl", {"source": "wire", "id": 2, "text": "Snow fell on Homs."})
    _wait_until(lambda: current(warehouse).name != first)
    _wait_until(lambda: len(_completed(url())) >= 2)
    assert_whole(warehouse)
    assert {report["source_id"] for report in rows(current(warehouse), "reports")} == {"1", "2"}
    assert all(run["auto_scheduled"] for run in _completed(url()))
    assert list(outcomes(warehouse).values()).count("published") == 2


def test_a_served_deployment_fires_by_cron_twice_on_loopback_alone(environment: dict[str, str], tmp_path: Path) -> None:
    inbox, warehouse, log = tmp_path / "in", tmp_path / "w", tmp_path / "log"
    inbox.mkdir()
    command = [sys.executable, "-m", "flows.cli", "serve", str(inbox), "--cron", EVERY_20_SECONDS, "--timezone", "Asia/Damascus"]
    command += ["-w", str(warehouse), "--workers", "1", "--notify", f"http://127.0.0.1:9/{SECRET}", "--stale-after", "0"]
    with _running(command, environment, log) as serving:
        _wait_until(lambda: b"page of runs is at" in log.read_bytes())
        page = re.findall(r"http://[\w.:]+", log.read_text())[0]
        _assert_fires_twice(lambda: f"{page}/api", inbox, warehouse)
        assert {address for address, _ in _listening(serving.pid)} == {"127.0.0.1"}
    assert "could not be told of stale" in log.read_text()
    kept = [log, *(path for path in tmp_path.rglob("*") if path.is_file())]
    assert [path.name for path in kept if path.name.endswith(".db")]
    assert not [path for path in kept if SECRET.encode() in path.read_bytes()]


def _listening(pid: int) -> list[tuple[str, int]]:
    """Where the processes of a session listen."""
    said = subprocess.run(["ps", "-o", "pid=", "-s", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    sockets = {os.readlink(link) for one in _family(pid) | set(map(int, said)) for link in Path(f"/proc/{one}/fd").glob("*") if link.is_symlink()}
    lines = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    found = [line[1].split(":") for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets]
    return [(socket.inet_ntoa(bytes.fromhex(address)[::-1]) if len(address) == 8 else address, int(port, 16)) for address, port in found]


def _family(pid: int) -> set[int]:
    """A process and all below it."""
    below = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return {pid}.union(*(_family(int(child)) for child in below))


def test_a_worker_of_a_work_pool_carries_out_scheduled_runs(server: subprocess.Popen[bytes], environment: dict[str, str], tmp_path: Path) -> None:
    """The commands are those of `flows/prefect.yaml`; the schedule is made faster, and the folders are the test's."""
    inbox, warehouse, deployment = tmp_path / "in", tmp_path / "w", tmp_path / "prefect.yaml"
    inbox.mkdir()
    text = DEPLOYMENT.read_text()
    for asked, given in (("/data/inbox", inbox), ("/data/warehouse", warehouse), ("15 * * * *", EVERY_20_SECONDS)):
        assert asked in text
        text = text.replace(asked, str(given))
    deployment.write_text(text)
    documented = [line.split()[2:] for line in text.splitlines() if line.startswith("#     prefect ")]
    create, deploy, work = ([sys.executable, "-m", "prefect", *line] for line in documented[1:])
    for command in (create, [str(deployment) if word == "flows/prefect.yaml" else word for word in deploy]):
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
    with _running(work, environment, tmp_path / "log"):
        _assert_fires_twice(lambda: environment["PREFECT_API_URL"], inbox, warehouse)


def test_a_schedule_goes_on_when_its_server_was_killed_and_is_started_again(environment: dict[str, str], tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "in", tmp_path / "w"
    inbox.mkdir()
    jsonl(inbox / "a.jsonl", {"source": "wire", "id": 1, "text": "Rain fell on Homs."})
    first = _start_server(environment)
    command = [sys.executable, "-m", "flows.cli", "serve", str(inbox), "--cron", EVERY_20_SECONDS, "-w", str(warehouse), "--workers", "1"]
    with _running(command, environment, tmp_path / "log"):
        try:
            _wait_until(lambda: bool(list((warehouse / "staging").glob("*/raw"))))
        finally:
            _end(first, signal.SIGKILL)
        _wait_until(lambda: "published" in outcomes(warehouse).values())
        second = _start_server(environment)
        try:
            jsonl(inbox / "b.jsonl", {"source": "wire", "id": 2, "text": "Snow fell on Homs."})
            _wait_until(lambda: len(rows(current(warehouse), "reports")) == 2)
        finally:
            _end(second)
    assert_whole(warehouse)


RUN = [sys.executable, "-m", "flows.cli", "run", "--workers", "1"]


@pytest.mark.parametrize("stage", ["staging/*/raw", "staging/*/tables/reports", "releases/.*/manifest.json", "runs/*/runs.parquet"])
def test_a_server_that_dies_in_the_middle_of_a_run_costs_a_page_and_no_record(
    stage: str, server: subprocess.Popen[bytes], environment: dict[str, str], tmp_path: Path
) -> None:
    scene = set_scene(tmp_path / "scene")
    known = len(outcomes(scene.warehouse))
    command = [*RUN, str(scene.source), "-w", str(scene.warehouse)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    _wait_until(lambda: len(list(scene.warehouse.glob(stage))) > known * stage.startswith("runs"))
    _end(server, signal.SIGKILL)
    out, err = (said.decode() for said in running.communicate(timeout=PATIENCE))
    assert running.returncode == 0, err
    assert "published" in out
    assert [line for line in err.splitlines() if "does not answer" in line] == err.splitlines()
    assert assert_whole(scene.warehouse) != scene.before
    assert_nothing_lost(scene.warehouse, scene.source)
