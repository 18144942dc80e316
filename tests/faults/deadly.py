"""Imported by workers in a test: some texts kill the process that reads them, use up its memory, or take it long."""

import os
import resource
import signal
import time
from pathlib import Path
from typing import Any

import flows.normalizing
import flows.preload
from tests.one_by_one import one_by_one
from transforms.mining import mine

DEADLY, HUNGRY, SHAKY, SLOW = "deadly", "hungry", "shaky", "slow"


def _mine_or_die(report: Any, *rest: Any) -> Any:
    if SLOW in report.text:
        time.sleep(0.3)
    if DEADLY in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if HUNGRY in report.text:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 40, resource.getrlimit(resource.RLIMIT_AS)[1]))
        bytearray(1 << 42)
    if SHAKY in report.text and _first_time(report.title):
        os.kill(os.getpid(), signal.SIGKILL)
    return mine(report, *rest)


def _first_time(path: str) -> bool:
    """Whether no worker has been here before; the file remembers."""
    try:
        Path(path).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


flows.normalizing.mine_together = one_by_one(_mine_or_die)  # type: ignore[assignment]
