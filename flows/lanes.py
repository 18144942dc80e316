"""Lanes of work: each does one call at a time in a worker process, so that a worker's death costs what it was at, and tells what that was.

Here each lane has a process of this machine; `flows/dask_lanes.py` has those of a cluster. In one pool of many workers, a death
breaks the whole pool, and nobody knows which task it was. Workers start from a fork server that has the reference data loaded, so
that they share its memory.
"""

import multiprocessing
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from flows.garbage import collect_seldom

P = ParamSpec("P")
T = TypeVar("T")

PRELOADED = ["flows.preload"]
_FIRST_TO_DIE = "500"  # of 1000: when memory ends, the kernel takes a worker before it takes the run


class WorkerDied(Exception):
    """The worker process ended before it answered."""


class Lane(Protocol):
    """Calls functions in a worker process, wherever that is."""

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function. WorkerDied if it does not come back; the lane can be used again then."""
        ...

    def close(self) -> None:
        """Give the worker up."""
        ...


class ProcessLane:
    """One worker process of this machine, started anew after it died."""

    def __init__(self) -> None:
        self._pool = _pool_of_one()

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the worker. WorkerDied if it does not come back; the next call has a new worker."""
        try:
            return self._pool.submit(function, *args, **kwargs).result()
        except BrokenProcessPool as error:
            self.close()
            self._pool = _pool_of_one()
            raise WorkerDied from error

    def close(self) -> None:
        """End the worker."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Lanes:
    """A few lanes; work goes to whichever is free."""

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self._free: queue.SimpleQueue[Lane] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(len(lanes))
        self._lanes = lanes
        for lane in lanes:
            self._free.put(lane)

    def submit(self, work: Callable[..., T], *args: object) -> Future[T]:
        """Do a piece of work, which is given the lane first, when one is free."""
        return self._threads.submit(self._in_lane, work, *args)

    def _in_lane(self, work: Callable[..., T], *args: object) -> T:
        lane = self._free.get()
        try:
            return work(lane, *args)
        finally:
            self._free.put(lane)

    def close(self) -> None:
        """End all workers; work that waits is dropped."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for lane in self._lanes:
            lane.close()


@contextmanager
def open_lanes(count: int) -> Iterator[Lanes]:
    """So many lanes of this machine, closed in the end."""
    with closing_lanes(Lanes([ProcessLane() for _ in range(count)])) as lanes:
        yield lanes


@contextmanager
def closing_lanes(lanes: Lanes) -> Iterator[Lanes]:
    """The lanes, closed in the end."""
    try:
        yield lanes
    finally:
        lanes.close()


def start_fork_server() -> None:
    """Let the reference data be loaded, in a process of its own, before there is work for a lane."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
    with _importing_alike():
        forkserver.ensure_running()


@contextmanager
def _importing_alike() -> Iterator[None]:
    """A Python that is started imports from where this one does; a fork server would look in the working folder first, whatever lies there."""
    settings = {"PYTHONPATH": os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path), "PYTHONSAFEPATH": "1"}
    usual = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in usual.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _pool_of_one() -> ProcessPoolExecutor:
    start_fork_server()
    return ProcessPoolExecutor(1, multiprocessing.get_context("forkserver"), initializer=_begin)


def _begin() -> None:
    """What a worker does before its first task."""
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    collect_seldom()
    with suppress(OSError):  # only Linux has this
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_DIE)


def _end_with_the_run() -> None:
    """A run that is killed cannot end its workers, and they would wait for work for ever."""
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)
