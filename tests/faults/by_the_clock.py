"""The long tests of schedules: `pytest tests/faults/by_the_clock.py -n0` (some minutes), on real Prefect servers.

A served deployment fires by cron twice; a server that dies in the middle of a run costs no record.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.runs import assert_nothing_lost, assert_whole, outcomes, set_scene
from tests.warehouses import current, jsonl, rows

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
    return {**inherited, "PREFECT_HOME": str(tmp_path / "home"), "PREFECT_RUNNER_POLL_FREQUENCY": "2", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Prefect server, whose url is put into the environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    environment["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    try:
        _wait_until(lambda: _answers(environment["PREFECT_API_URL"]))
        yield process
    finally:
        _end(process, signal.SIGKILL)


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


def test_a_served_deployment_fires_by_cron_twice(server: subprocess.Popen[bytes], environment: dict[str, str], tmp_path: Path) -> None:
    inbox, warehouse, log = tmp_path / "in", tmp_path / "w", tmp_path / "log"
    inbox.mkdir()
    jsonl(inbox / "a.jsonl", {"source": "wire", "id": 1, "text": "Rain fell on Homs."})
    command = [sys.executable, "-m", "flows.cli", "serve", str(inbox), "--cron", EVERY_20_SECONDS, "--timezone", "Asia/Damascus"]
    with log.open("wb") as out:
        serving = subprocess.Popen(
            [*command, "-w", str(warehouse), "--workers", "1"], env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _wait_until(lambda: (warehouse / "current").exists())
        first = current(warehouse).name
        jsonl(inbox / "b.jsonl", {"source": "wire", "id": 2, "text": "Snow fell on Homs."})
        _wait_until(lambda: current(warehouse).name != first)
        _wait_until(lambda: len(_completed(environment["PREFECT_API_URL"])) >= 2)
    finally:
        _end(serving)
    assert_whole(warehouse)
    assert {report["source_id"] for report in rows(current(warehouse), "reports")} == {"1", "2"}
    assert all(run["auto_scheduled"] for run in _completed(environment["PREFECT_API_URL"]))
    assert list(outcomes(warehouse).values()).count("published") == 2


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


def test_a_run_without_its_server_fails_in_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    scene = set_scene(tmp_path / "scene")
    environment["PREFECT_API_URL"] = "http://127.0.0.1:9/api"
    command = [*RUN, str(scene.source), "-w", str(scene.warehouse)]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1
    assert "127.0.0.1 does not answer: start it, or run with --plain" in finished.stderr
    assert assert_whole(scene.warehouse) == scene.before
    assert_nothing_lost(scene.warehouse, scene.source)
