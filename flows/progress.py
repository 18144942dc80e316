"""A progress line on a terminal; nothing where the output is piped."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flows.pipeline import Progress

_REDRAW = 0.2  # seconds


@contextmanager
def terminal_progress() -> Iterator[Progress]:
    """A `Progress` that redraws one line of standard error, with a bar and a rate, if a person watches."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    started, drawn = time.monotonic(), 0.0

    def draw(stage: str, done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn < _REDRAW and done < total:
            return
        drawn = now
        filled = 24 * done // total if total else 0
        rate = done / max(now - started, 0.001)
        bar = f"[{'#' * filled}{'.' * (24 - filled)}] {done:,}/{total:,} reports, {rate:,.0f}/s" if total else ""
        print(f"\r\x1b[K{stage:<10} {bar}", end="", file=sys.stderr, flush=True)

    try:
        yield draw
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
