"""The Prefect flow: the same stages as `--plain`, each a task, with a run page and an artifact.

With PREFECT_API_URL set the run reports there; with none, Prefect starts a temporary server for the time of the run.
"""

import logging
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # a first start takes over 30 s, the default is 20
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)

from prefect import flow, task  # noqa: E402 - Prefect reads its settings when it is imported
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from flows.pipeline import Progress, Request, Summary, ingest  # noqa: E402
from flows.summary import as_markdown  # noqa: E402

P = ParamSpec("P")
T = TypeVar("T")

ARTIFACT_KEY = "dateline-run"


def as_task(name: str, function: Callable[P, T]) -> Callable[P, T]:
    """A stage as a Prefect task. Results stay in memory: what is large lies in files already. A stage tries again by itself."""
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(function)


def run_flow(request: Request, progress: Progress) -> Summary:
    """Run the pipeline as a Prefect flow and leave its summary as an artifact."""
    if not os.environ.get("PREFECT_API_URL"):
        sys.stderr.write("starting Prefect's temporary server (the first time takes about half a minute; --plain does without)\n")
        _quieten_shutdown()

    @flow(name="dateline", persist_result=False, validate_parameters=False)
    def dateline(sources: list[str], warehouse: str) -> Summary:  # noqa: ARG001 - shown on the run's page
        summary = ingest(request, as_task, progress)
        create_markdown_artifact(as_markdown(summary), key=ARTIFACT_KEY, description=f"Run {summary.run_id}: {summary.outcome}")
        return summary

    return dateline(list(request.sources), str(request.warehouse))


def _quieten_shutdown() -> None:
    """The temporary server is stopped under its own background loops; what they say of that is no error of the run."""
    for name in ("prefect", "prefect.server", "uvicorn", "uvicorn.error", "asyncio", "docket", "fakeredis"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
