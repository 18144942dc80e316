"""No run needs the network, or tries it. `tests/flows/test_prefect.py` says the same of runs under Prefect."""

import os
import subprocess
import sys
from pathlib import Path

from tests.closed_network import asked, closed_network
from tests.warehouses import SAMPLES, current


def test_a_run_needs_no_network_and_tries_none(tmp_path: Path) -> None:
    environment = {**os.environ, **closed_network(tmp_path / "closed")}
    command = [sys.executable, "-m", "flows.cli", "run", str(SAMPLES), "-w", str(tmp_path / "w"), "--plain", "--workers", "2"]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parents[2])
    assert finished.returncode == 0, finished.stderr
    assert asked(tmp_path / "closed") == []
    assert (current(tmp_path / "w") / "manifest.json").exists()


def test_the_network_is_closed_to_a_program_and_those_that_it_starts(tmp_path: Path) -> None:
    connecting = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"
    code = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {connecting!r}]).returncode)"
    environment = {**os.environ, **closed_network(tmp_path / "closed")}
    finished = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "the network is closed" in finished.stderr
    assert len(asked(tmp_path / "closed")) == 1
