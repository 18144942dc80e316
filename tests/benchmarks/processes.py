"""Running a command as a whole process and measuring it with everything that it starts. Linux only: it reads /proc."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.1  # seconds between looks at /proc
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process and its descendants took: seconds of wall time and CPU, MB of proportional memory at the peak."""

    wall: float
    cpu: float
    peak_mb: float
    printed: str


def measure(command: Sequence[str], environment: dict[str, str] | None = None) -> Measured:
    """Run a command to its end. RuntimeError with what it said if it fails."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    watch = _Watch(process.pid)
    watch.start()
    printed, said = process.communicate()
    wall = time.monotonic() - started
    watch.stop()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said[-2000:]}")
    return Measured(wall, watch.cpu, watch.peak_kb / 1024, printed)


class _Watch(threading.Thread):
    """Adds up CPU and proportional memory (PSS) of every process of a session while it runs."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.peak_kb, self.ended = session, 0, threading.Event()
        self.ticks: dict[int, int] = {}

    @property
    def cpu(self) -> float:
        return sum(self.ticks.values()) / _TICK

    def run(self) -> None:
        while not self.ended.wait(_EVERY):
            self.look()

    def stop(self) -> None:
        self.ended.set()
        self.join()

    def look(self) -> None:
        """Take the figures of every process that is there now; one that ends meanwhile keeps its last."""
        pss = 0
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    fields = (folder / "stat").read_text().rpartition(")")[2].split()
                    if int(fields[3]) == self.session:
                        self.ticks[int(folder.name)] = int(fields[11]) + int(fields[12])
                        pss += _pss_kb(folder)
                except (OSError, ValueError, IndexError):
                    continue
        self.peak_kb = max(self.peak_kb, pss)


def _pss_kb(process: Path) -> int:
    rollup = (process / "smaps_rollup").read_text()
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def dateline(*arguments: str) -> list[str]:
    """The command line of `dateline`, from wherever PYTHONPATH leads first."""
    return [sys.executable, "-P", "-m", "flows.cli", *arguments]
