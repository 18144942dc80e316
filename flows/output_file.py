"""A file that a command writes: whole, or not there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows.query import QueryError


class OutputError(QueryError):
    """A file that cannot be written; the message says which and why."""


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the path's place once the context ends without an error. OutputError if the disk will not have it."""
    try:
        descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w+b") as out:
                yield out
            Path(beside).chmod(0o666 & ~_umask())
            os.replace(beside, path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write to {path}: {error.strerror or error}; choose another -o") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
