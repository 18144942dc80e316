"""The Prefect flow, on a real server and on Prefect's temporary one."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from tests.closed_network import asked, closed_network
from tests.warehouses import SAMPLES, checksums, current

START_LIMIT = 120  # seconds


def _environment(home: Path, **settings: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**inherited, "PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", **settings}


def _run(warehouse: Path, environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", "run", str(SAMPLES), "-w", str(warehouse), "--as-of", "2026-11-23T08:00:00Z", *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The API url of a Prefect server on loopback, and the environment that reports to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    process = subprocess.Popen(
        command, env=_environment(tmp_path / "server"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_until_healthy(url, process)
        yield url, _environment(tmp_path / "client", PREFECT_API_URL=url)
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/health", timeout=2)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError(f"the Prefect server at {url} did not start")


def _ask(url: str, question: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    request = urllib.request.Request(url, json.dumps(question or {}).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_a_run_reports_its_stages_and_its_summary_to_the_server(server: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    url, environment = server
    finished = _run(tmp_path / "w", environment, "--json")
    assert finished.returncode == 0, finished.stderr
    summary = json.loads(finished.stdout)
    (flow_run,) = _ask(f"{url}/flow_runs/filter")
    assert flow_run["state"]["type"] == "COMPLETED"
    stages = {task_run["name"].rpartition("-")[0] for task_run in _ask(f"{url}/task_runs/filter")}
    assert {"read", "normalize", "validate", "resolve", "publish"} <= stages
    (artifact,) = _ask(f"{url}/artifacts/filter")
    assert artifact["flow_run_id"] == flow_run["id"]
    assert summary["release_id"] in artifact["data"]
    assert f"| accepted | {summary['records']['accepted']} |" in artifact["data"]
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", memory_limit=0) as cluster:
        on_dask = _run(tmp_path / "dask", environment, "--runner", "dask", "--dask-address", cluster.scheduler_address)
    assert on_dask.returncode == 0, on_dask.stderr
    assert checksums(current(tmp_path / "dask")) == checksums(current(tmp_path / "w"))


def test_with_no_server_a_run_says_what_it_waits_for_asks_for_no_network_and_ends_clean(tmp_path: Path) -> None:
    finished = _run(tmp_path / "flow", _environment(tmp_path / "home", **closed_network(tmp_path / "closed")))
    assert finished.returncode == 0, finished.stderr
    assert asked(tmp_path / "closed") == []
    assert "temporary server" in finished.stderr
    assert "Traceback" not in finished.stderr + finished.stdout
    assert "rror" not in finished.stderr
    assert "leaked" not in finished.stderr
    assert len(finished.stderr.splitlines()) == 1
    plain = _run(tmp_path / "plain", _environment(tmp_path / "home"), "--plain")
    assert plain.returncode == 0, plain.stderr
    assert checksums(current(tmp_path / "flow")) == checksums(current(tmp_path / "plain"))


def test_without_the_server_that_is_named_a_run_fails_in_one_line(tmp_path: Path) -> None:
    finished = _run(tmp_path / "w", _environment(tmp_path / "home", PREFECT_API_URL="http://127.0.0.1:9/api"))
    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1
    assert "127.0.0.1 does not answer: start it, or run with --plain" in finished.stderr
    assert not (tmp_path / "w" / "current").exists()
