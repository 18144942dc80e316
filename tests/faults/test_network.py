"""No run needs the network, or tries it: every address but loopback is closed to it, and what it asks for is written down."""

import subprocess
import sys
from pathlib import Path

from tests.warehouses import SAMPLES, current

_CLOSED = """
import sys

ASKED = []
NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}

def closed(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        outside = isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost"))
    else:
        outside = event in NAMES and arguments[0] not in (None, "localhost", "127.0.0.1", "::1", b"localhost")
    if outside:
        ASKED.append((event, arguments[1:]))
        raise OSError("the network is closed")

sys.addaudithook(closed)
from flows.cli import main

try:
    main(sys.argv[1:], standalone_mode=False)
finally:
    print("asked for:", ASKED)
"""


def test_a_run_needs_no_network_and_tries_none(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _CLOSED, "run", str(SAMPLES), "-w", str(tmp_path / "w"), "--plain", "--workers", "1"]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parents[2])
    assert finished.returncode == 0, finished.stderr
    assert "asked for: []" in finished.stdout
    assert (current(tmp_path / "w") / "manifest.json").exists()
