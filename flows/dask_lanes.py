"""Lanes of a Dask cluster: the worker processes may be on other machines, and see the warehouse at the same path as the run does.

Dask hands the work of a worker that died to another one, as often as its scheduler's `allowed-failures` says, and then gives it up.
"""

import importlib.util
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flows.lanes import Lanes, WorkerDied, closing_lanes
from flows.versions import Versions, read_versions

P = ParamSpec("P")
T = TypeVar("T")

SCHEMES = ("tcp", "tls", "ws", "wss")  # of the addresses of schedulers
CONNECT = 10  # seconds in which a scheduler answers
_LOOK = 5.0  # seconds after which a call that has not come back looks whether there is any worker
_PATIENCE = float(os.environ.get("DATELINE_DASK_PATIENCE", "60"))  # seconds without a worker after which a run gives up
_AT_LEAST = 64  # calls under way: workers that join while a run lasts find work too
_one_at_a_time = threading.Lock()


class ClusterError(Exception):
    """A cluster that cannot be used as asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, and a client of it where there is one already."""

    address: str
    client: Any = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a worker must have: the code and reference data of the run, and the folder that the run works in."""

    versions: Versions
    overlay: Path | None
    staging: Path


class DaskLane:
    """One call at a time to whichever worker is free."""

    def __init__(self, client: Any, needs: Needs) -> None:
        self._client = client
        self._needs = needs

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a worker. WorkerDied if the workers that tried it died, ClusterError if there is none."""
        from distributed import KilledWorker

        try:
            with _gone_said():
                return self._answer(self._client.submit(_in_worker, self._needs, function, *args, pure=False, **kwargs))  # type: ignore[no-any-return]
        except KilledWorker as error:
            raise WorkerDied from error
        except ModuleNotFoundError as error:
            raise ClusterError(f"a Dask worker lacks Dateline ({error}): install the version of this machine there") from error

    def close(self) -> None:
        """Nothing is held between calls."""

    def _answer(self, future: Any) -> Any:
        lonely_since: float | None = None
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                if future.done():  # it came back as the wait ended, or the work itself timed out
                    return future.result()
            lonely_since = None if self._client.nthreads() else lonely_since or time.monotonic()
            if lonely_since and time.monotonic() - lonely_since > _PATIENCE:
                raise ClusterError(f"the Dask cluster has had no worker for {_PATIENCE:.0f} s: start some with `dask worker ADDRESS --nthreads 1`")


@contextmanager
def open_dask_lanes(cluster: Cluster, needs: Needs, batches: int) -> Iterator[Lanes]:
    """Lanes for so many batches. ClusterError if no scheduler answers."""
    with _connected(cluster) as client:
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what it says of a lost connection, a ClusterError says
        with _gone_said():
            under_way = min(batches, max(_AT_LEAST, 2 * sum(client.nthreads().values())))
        with closing_lanes(Lanes([DaskLane(client, needs) for _ in range(under_way)])) as lanes:
            yield lanes


def is_installed() -> bool:
    """Whether the optional dependency is there."""
    return importlib.util.find_spec("distributed") is not None


@contextmanager
def _connected(cluster: Cluster) -> Iterator[Any]:
    if cluster.client is not None:
        yield cluster.client
        return
    from distributed import Client

    with unreachable_said(cluster.address):
        client = Client(cluster.address, timeout=CONNECT, set_as_default=False)
    with client:
        yield client


@contextmanager
def unreachable_said(address: str) -> Iterator[None]:
    """ClusterError, in one line, if connecting to the address fails."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}: start one with `dask scheduler`, or give another --dask-address") from error


@contextmanager
def _gone_said() -> Iterator[None]:
    """ClusterError, in one line, if the scheduler ends: the connection breaks, or what was asked of it is dropped."""
    from distributed import CancelledError
    from distributed.client import ClosedClientError
    from distributed.comm import CommClosedError

    try:
        yield
    except (CancelledError, ClosedClientError, CommClosedError) as error:
        raise ClusterError("the Dask scheduler is gone; the current release is whole, and the next run takes up from it") from error


def _in_worker(needs: Needs, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function where what it needs is at hand. A worker's threads take turns: Python would let only one of them run anyway."""
    with _one_at_a_time:
        if not needs.staging.is_dir():
            raise ClusterError(f"the Dask worker on {socket.gethostname()} does not see {needs.staging}: it needs the warehouse at the same path")
        if (found := _loaded_versions(needs.overlay)) != needs.versions:
            raise ClusterError(f"the Dask worker on {socket.gethostname()} has loaded {found}, the run {needs.versions}: "
                               "install the same on both, and start the worker anew")  # fmt: skip
        return function(*args, **kwargs)


@cache
def _loaded_versions(overlay: Path | None) -> Versions:
    """What this process has loaded: files that change later do not change it."""
    return read_versions(overlay)
