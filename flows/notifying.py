"""Telling people: a webhook or a command hears of runs that failed or were refused, and of a warehouse that has gone stale.

A target is a URL, which gets a POST of one JSON object, or a command line, which gets the same object on its standard input. A
command is split into words, and no shell sees it. What cannot be told is logged in one line, and is no fault of the run.

A target may hold a secret. The environment (DATELINE_NOTIFY, one target a line) hands it to scheduled runs, and Prefect never sees it.
"""

import datetime
import json
import logging
import os
import shlex
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any

from flows.pipeline import Request, Summary
from flows.terminal import printable
from flows.warehouse import AlreadyRunning, Warehouse

TARGETS = "DATELINE_NOTIFY"  # the variable of the environment
_TIMEOUT = 20  # seconds
_log = logging.getLogger(__name__)

Notice = dict[str, Any]


def tell_of(request: Request, run: Callable[[], Summary], targets: Sequence[str], stale_after: float | None = None) -> Summary:
    """Carry a run out, and tell the targets if it fails, is refused, or leaves the newest release older than so many hours."""
    warehouse = Warehouse(request.warehouse.absolute())
    try:
        summary = run()
    except AlreadyRunning:
        tell_if_stale(warehouse, targets, stale_after)  # what holds it may hang
        raise
    except Exception as error:
        tell(targets, _notice(warehouse, "failed", f"{type(error).__name__}: {error}"))
        raise
    if summary.refused:
        tell(targets, _notice(warehouse, "refused", "; ".join(summary.refused)) | {"run_id": summary.run_id})
    else:
        tell_if_stale(warehouse, targets, stale_after)
    return summary


def tell_if_stale(warehouse: Warehouse, targets: Sequence[str], stale_after: float | None) -> bool:
    """Tell the targets if the newest release is older than so many hours; whether it is."""
    age = None if stale_after is None else hours_since_release(warehouse)
    if age is None or stale_after is None or age < stale_after:
        return False
    tell(targets, _notice(warehouse, "stale", f"nothing new for {age:.1f} hours"))
    return True


def staleness_watch(warehouse: Warehouse, targets: Sequence[str], stale_after: float | None) -> Callable[[], None]:
    """What may be called again and again, and tells of each release once that it has gone stale."""
    told: set[str] = set()

    def look() -> None:
        current = warehouse.current()
        if current and current.id not in told and tell_if_stale(warehouse, targets, stale_after):
            told.add(current.id)

    return look


def targets_of_environment() -> tuple[str, ...]:
    """The targets that the environment names, one a line."""
    return tuple(line.strip() for line in os.environ.get(TARGETS, "").splitlines() if line.strip())


def hours_since_release(warehouse: Warehouse, now: datetime.datetime | None = None) -> float | None:
    """The age of the current release by its own clock; None where there is none."""
    current = warehouse.current()
    if current is None:
        return None
    now = now or datetime.datetime.now(datetime.UTC)
    return (now - datetime.datetime.fromisoformat(current.manifest["as_of"])).total_seconds() / 3600


def tell(targets: Sequence[str], notice: Notice) -> None:
    """Tell every target; one that cannot be reached does not keep the others from it."""
    for target in targets:
        try:
            _post(target, notice) if _is_url(target) else _call(target, notice)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            _log.warning("%s could not be told of %s: %s", _name(target), notice["event"], printable(_without(str(error), target)))


def _notice(warehouse: Warehouse, event: str, message: str) -> Notice:
    current = warehouse.current()
    return {"event": event, "warehouse": warehouse.name, "release_id": current.id if current else None, "message": printable(message)[:2000]}


def _is_url(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def _post(url: str, notice: Notice) -> None:
    request = urllib.request.Request(url, json.dumps(notice).encode(), {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=_TIMEOUT):
        pass


def _call(command: str, notice: Notice) -> None:
    subprocess.run(shlex.split(command), input=json.dumps(notice).encode(), timeout=_TIMEOUT, check=True, capture_output=True)


def _name(target: str) -> str:
    """What may be logged of a target: the host of a URL and the name of a command, for what follows may be a secret."""
    if _is_url(target):
        return f"the webhook at {urllib.parse.urlsplit(target).hostname}"
    return f"the command {target.split(' ')[0]}"


def _without(message: str, target: str) -> str:
    return message.replace(target, "...") if _is_url(target) else "it failed"
