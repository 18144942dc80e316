"""A progress line on a terminal; nothing where the output is piped."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flows.pipeline import Progress, silent

_REDRAW = 0.2  # seconds
_CLEAR = "\r\x1b[K"


@contextmanager
def terminal_progress() -> Iterator[Progress]:
    """A `Progress` that redraws one line of standard error, with a bar and a rate, if a person watches."""
    if not sys.stderr.isatty():
        yield silent
        return
    started, drawn = time.monotonic(), 0.0

    def draw(stage: str, done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn < _REDRAW and 0 < done < total:
            return
        drawn = now
        filled = 24 * done // total if total else 0
        bar = f"[{'#' * filled}{'.' * (24 - filled)}] {done:,}/{total:,} reports, {done / max(now - started, 0.001):,.0f}/s"
        sys.stderr.write(f"{_CLEAR}{stage:<16} {bar if total else ''}")
        sys.stderr.flush()

    try:
        yield draw
    finally:
        sys.stderr.write(_CLEAR)
