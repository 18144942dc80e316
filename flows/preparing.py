"""What later stages need, loaded in a thread while the worker processes are busy and the run waits for them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from transforms.reference import load_reference


@contextmanager
def prepared(overlay: Path | None) -> Iterator[None]:
    """The reference data, which `resolve` needs, and Great Expectations, are loaded when the context ends."""
    with ThreadPoolExecutor(1) as thread:
        loading = thread.submit(_load, overlay)
        yield
        loading.result()


def _load(overlay: Path | None) -> None:
    import great_expectations  # noqa: F401 - imported for `validate`

    load_reference(overlay)
