"""How often Python looks for garbage in cycles: seldom, since a run makes rows by the million and hardly a cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (100_000, 50, 50)  # allocations, and collections of the younger generation, between two collections


def collect_seldom() -> None:
    """For the rest of the process; what is there already is never looked at again."""
    gc.freeze()
    gc.set_threshold(*_SELDOM)


@contextmanager
def collected_seldom() -> Iterator[None]:
    """For the time of the context."""
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
