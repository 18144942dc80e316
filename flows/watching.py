"""`dateline run --watch`: a run whenever something else lies in the sources than at the last look."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from flows.pipeline import Summary
from flows.sources import find_files
from flows.warehouse import AlreadyRunning


def watch(
    sources: Sequence[str], once: Callable[[], Summary], seconds: float, idle: Callable[[], None], wait: Callable[[float], None] = time.sleep
) -> Iterator[Summary]:
    """Look every so many seconds, for ever, and run `once` if there is something new; the summary of each run. `idle` is called between.

    The look is taken before the run, so that what lands while it lasts is seen at the next look. A warehouse that another run
    holds is tried again then.
    """
    seen: list[tuple[object, ...]] | None = None
    while True:
        found: list[tuple[object, ...]] = [(file.uri, file.size, file.modified_at) for file in find_files(sources)]
        if found != seen:
            with suppress(AlreadyRunning):
                summary = once()
                seen = None if summary.left else found
                yield summary
        idle()
        wait(seconds)
