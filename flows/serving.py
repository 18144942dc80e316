"""`dateline serve`: a Prefect deployment kept alive in this process, and a server for it where none is configured."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flows.notifying import TARGETS

_LOOPBACK = "127.0.0.1"
_PORT = 4200
_START_LIMIT = 180  # seconds; a first start creates the database


def serve(name: str, cron: str, timezone: str, parameters: dict[str, Any], notify: Sequence[str]) -> None:
    """Run by the clock until stopped. Missed times are caught up once; the schedule goes on when this process is started again.

    Whom to notify goes to the runs by the environment, for Prefect shows the parameters of a run to all who may look at its page.
    """
    os.environ[TARGETS] = "\n".join(notify)
    with _api():
        from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
        from prefect.schedules import Cron
        from prefect.types.entrypoint import EntrypointType

        from flows.orchestration import scheduled

        scheduled.serve(
            name=name, schedule=Cron(cron, timezone=timezone), parameters=parameters, pause_on_shutdown=False, limit=1,
            global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
            entrypoint_type=EntrypointType.MODULE_PATH, print_starting_message=False,
        )  # fmt: skip


@contextmanager
def _api() -> Iterator[None]:
    """The API that is configured, else a server on loopback for as long as the context lasts. Prefect reads this when imported."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = _free_port()
    url = f"http://{_LOOPBACK}:{port}/api"
    environment = {**os.environ, "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", _LOOPBACK, "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for(url, server)
        os.environ["PREFECT_API_URL"] = url
        sys.stderr.write(f"Prefect's page of runs is at http://{_LOOPBACK}:{port}\n")
        yield
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _free_port() -> int:
    """Prefect's own port, else any that is free."""
    for port in (_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind((_LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free on loopback")


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_LIMIT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/health", timeout=2)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise OSError("Prefect's server did not start: start one with `prefect server start`, and set PREFECT_API_URL")
