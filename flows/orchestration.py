"""The Prefect flow: the same stages as `--plain`, each a task, with a run page and an artifact.

With PREFECT_API_URL set the run reports there; with none, Prefect starts a temporary server for the time of the run.
"""

import atexit
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

_SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # a first start takes over 30 s, the default is 20
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_CLIENT_MAX_RETRIES": "4",  # half a minute, in which a server that fell is up again or will not be soon
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)


def _quieten_exit() -> None:
    """Nothing is said once all has been: Prefect's threads hold DuckDB when the interpreter ends, and its binding calls that a leak."""
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


atexit.register(_quieten_exit)  # before Prefect registers its own, so that it is called after them

import httpx  # noqa: E402
from prefect import flow, task  # noqa: E402 - Prefect reads its settings when it is imported
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402
from prefect.exceptions import PrefectHTTPStatusError  # noqa: E402
from prefect.runtime import flow_run  # noqa: E402
from prefect.states import Completed, Failed  # noqa: E402

from flows.context import Options  # noqa: E402
from flows.dask_lanes import CONNECT, Cluster, unreachable_said  # noqa: E402
from flows.notifying import targets_of_environment, tell_of  # noqa: E402
from flows.pipeline import Progress, Request, Summary, ingest  # noqa: E402
from flows.recording import was_covered  # noqa: E402
from flows.summary import as_markdown  # noqa: E402
from flows.warehouse import AlreadyRunning, Warehouse, warehouse_folder  # noqa: E402

P = ParamSpec("P")
T = TypeVar("T")

ARTIFACT_KEY = "dateline-run"
_log = logging.getLogger(__name__)


def as_task(name: str, function: Callable[P, T]) -> Callable[P, T]:
    """A stage as a Prefect task. Results stay in memory: what is large lies in files already. A stage tries again by itself."""
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(function)


def run_flow(request: Request, progress: Progress) -> Summary:
    """Run the pipeline as a Prefect flow and leave its summary as an artifact."""
    with on_its_cluster(request) as connected:  # before a server is started for nothing
        return _run_flow(connected, progress)


def _run_flow(request: Request, progress: Progress) -> Summary:
    if not os.environ.get("PREFECT_API_URL"):
        sys.stderr.write("starting Prefect's temporary server (the first time takes about half a minute; --plain does without)\n")
        _quieten_shutdown()
    _quieten_terminal()
    ended: list[Summary | Exception] = []

    @flow(name="dateline", persist_result=False, validate_parameters=False)
    def dateline(sources: list[str], warehouse: str) -> Summary:  # noqa: ARG001 - shown on the run's page
        try:
            ended.append(summary := ingest(request, as_task, progress))
        except Exception as error:
            ended.append(error)
            raise
        _leave_artifact(summary)
        return summary

    try:
        return dateline(list(request.sources), Warehouse(request.warehouse).name)
    except Exception as error:
        return _outcome(ended, error)


def _outcome(ended: list[Summary | Exception], error: Exception) -> Summary:
    """What a run has come to whose flow raised: its own error, or a summary that a server has died too soon to hear of.

    ConnectionError if it could not begin, or not go on, for want of a server.
    """
    outcome = ended[0] if ended else error
    if isinstance(outcome, Summary):
        _log.warning("%s: the run is done, but its page cannot say so", _server_lost())
        return outcome
    if isinstance(outcome, httpx.TransportError | PrefectHTTPStatusError) or (not ended and isinstance(error, RuntimeError)):
        raise ConnectionError(f"{_server_lost()}: start it, or run with --plain") from error
    raise outcome


def _leave_artifact(summary: Summary) -> None:
    """Show the summary on the run's page. A server that has died costs the page, not the run."""
    try:
        create_markdown_artifact(as_markdown(summary), key=ARTIFACT_KEY, description=f"Run {summary.run_id}: {summary.outcome}")
    except (httpx.TransportError, PrefectHTTPStatusError):
        _log.warning("%s: the run leaves no artifact", _server_lost())


def _server_lost() -> str:
    return f"Prefect's server at {urlsplit(os.environ.get('PREFECT_API_URL', '')).hostname or 'loopback'} does not answer"


@flow(name="dateline", persist_result=False)
def scheduled(
    sources: list[str],
    warehouse: str,
    reference: str | None = None,
    workers: int | None = None,
    anchor: str = "auto",
    day_first: bool | None = None,
    max_reject_share: float = 0.2,
    notify: list[str] | None = None,
    stale_after: float | None = None,
    dask_address: str | None = None,
) -> State[Any] | str:
    """A run that a schedule starts: `dateline serve`, and `prefect.yaml`.

    Of runs that are late (the machine was off), the first takes in everything, and the others find that a run has started since
    their time. A run that finds the warehouse busy is skipped, for what is running reads the same sources. With no `notify`, the
    environment says whom to tell.
    """
    overlay = Path(reference) if reference else None
    options = Options(anchor, workers or os.cpu_count() or 1, overlay, max_reject_share, day_first=day_first,
                      cluster=Cluster(dask_address) if dask_address else None)  # fmt: skip
    request = Request(tuple(sources), warehouse_folder(warehouse), None, False, options)
    due = flow_run.scheduled_start_time
    if due is not None and was_covered(Warehouse(request.warehouse), due):
        return Completed(name="Skipped", message=f"a run has started since {due:%Y-%m-%d %H:%M}")
    try:
        summary = tell_of(request, lambda: _ingest(request), notify or targets_of_environment(), stale_after)
    except AlreadyRunning as error:
        return Completed(name="Skipped", message=str(error))
    _leave_artifact(summary)
    return Failed(message="; ".join(summary.refused)) if summary.refused else summary.outcome


def _ingest(request: Request) -> Summary:
    with on_its_cluster(request) as connected:
        return ingest(connected, as_task)


@contextmanager
def on_its_cluster(request: Request) -> Iterator[Request]:
    """The request with the connection that prefect-dask's task runner has to the cluster that it names, if it names one.

    Batches go through that connection as plain functions, so that workers need no Prefect and a run stays at a few task runs.
    """
    cluster = request.options.cluster
    if cluster is None:
        yield request
        return
    from prefect_dask import DaskTaskRunner

    with DaskTaskRunner(address=cluster.address, client_kwargs={"timeout": CONNECT}) as runner:
        with unreachable_said(cluster.address):
            connected = replace(cluster, client=runner.client)
        yield replace(request, options=replace(request.options, cluster=connected))


def _quieten_shutdown() -> None:
    """The temporary server is stopped under its own background loops; what they say of that is no error of the run."""
    for name in ("prefect", "prefect.server", "uvicorn", "uvicorn.error", "asyncio", "docket", "fakeredis"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _quieten_terminal() -> None:
    """What fails is said by the command, in one line. Prefect's own words, with tracebacks, go to the run's page."""
    for logger in (logging.getLogger(), logging.getLogger("prefect._internal")):
        for handler in logger.handlers:
            handler.addFilter(lambda record: not record.name.startswith("prefect"))
    logging.raiseExceptions = False  # a record that cannot reach the server is no matter for the terminal
