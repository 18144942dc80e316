"""A file system that breaks when told: a change below a folder fails, or is the last that the process ever begins.

Python reports what it opens, renames, links and removes to audit hooks (PEP 578) before it does it, and a hook may raise; what
Arrow writes past Python is reported here by a wrapper. The hook is dead weight in a process until `breaking` arms it.
"""

import errno
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

_CHANGES = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "parquet.write"}
_TAKING = {"os.remove", "os.rmdir"}  # needs no room
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NUMBERS = re.compile(r"[0-9a-f]{12,64}|\d+")


class Step(NamedTuple):
    """One change: what is done to which path (numbers and hashes are #), and how often that was done before."""

    name: str
    before: int = 0


@dataclass
class Breakage:
    """What is to happen at a step below a folder, when it is come to that often before; with no step, changes are only watched.

    Threads change the order of steps from run to run, but not how often each comes.
    """

    folder: str
    at: Step | None
    act: Callable[[str], None]
    steps: list[Step] = field(default_factory=list)
    once: bool = True
    reached: bool = False

    def see(self, event: str, path: str) -> None:
        name = f"{event} {_NUMBERS.sub('#', path.removeprefix(self.folder))}"
        step = Step(name, sum(known.name == name for known in self.steps))
        self.steps.append(step)
        self.reached = self.reached or step == self.at
        if step == self.at or (self.reached and not self.once):
            self.act(event)


_armed: Breakage | None = None
_installed = False


@contextmanager
def breaking(breakage: Breakage) -> Iterator[Breakage]:
    """Watch changes for as long as the context lasts."""
    global _armed
    _install()
    _armed = breakage
    try:
        yield breakage
    finally:
        _armed = None


def kill_me(event: str) -> None:
    """kill -9, by the process itself: nothing of it is run any more."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class FailWith:
    """An act that fails as the system call would; a full disk or a quota leaves removing alone."""

    number: int

    def __call__(self, event: str) -> None:
        if event in _TAKING and self.number in (errno.ENOSPC, errno.EDQUOT):
            return
        raise OSError(self.number, os.strerror(self.number))


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _armed is None:
        return
    if event == "open":
        path, _, flags = arguments
        if not isinstance(path, str | bytes | os.PathLike) or not flags & _WRITING:
            return
    elif event not in _CHANGES:
        return
    target = _target(event, arguments)
    if target.startswith(_armed.folder):
        _armed.see(event, target)


def _target(event: str, arguments: tuple[Any, ...]) -> str:
    """The path that an event changes: of two, the second."""
    two = event in ("os.rename", "os.link", "os.symlink")
    return str(Path(os.fsdecode(arguments[1 if two else 0])).absolute())


def _install() -> None:
    global _installed
    if _installed:
        return
    _installed = True
    sys.addaudithook(_hook)
    write_table = pq.write_table

    def reported(table: Any, where: Any, *rest: Any, **options: Any) -> None:
        if isinstance(where, str | Path):
            sys.audit("parquet.write", str(where))
        write_table(table, where, *rest, **options)

    pq.write_table = reported
