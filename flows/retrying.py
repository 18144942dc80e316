"""Trying again what failed by a fault of storage or network that may pass. What is wrong in the data is never tried again."""

import errno
import logging
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

PASSING = frozenset({
    errno.EIO, errno.EAGAIN, errno.EINTR, errno.EBUSY, errno.ESTALE, errno.ETIMEDOUT, errno.ECONNRESET, errno.ECONNABORTED, errno.ENETDOWN,
    errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EREMOTEIO if hasattr(errno, "EREMOTEIO") else errno.EIO,
})  # fmt: skip
_PAUSE = 2.0  # seconds before the second try; twice as long before each further one

_log = logging.getLogger(__name__)


def may_pass(error: BaseException) -> bool:
    """Whether trying again can help: not with a full disk, a missing permission, or a fault in the data."""
    return isinstance(error, OSError) and error.errno in PASSING


def with_retries(function: Callable[P, T], retries: int, pause: float = _PAUSE) -> Callable[P, T]:
    """The function, tried so many times again where it raises what may pass; the last error is raised as it is."""

    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(retries):
            try:
                return function(*args, **kwargs)
            except OSError as error:
                if not may_pass(error):
                    raise
                _log.warning("%s failed (%r); trying again", getattr(function, "__name__", "stage"), error)
                time.sleep(pause * 2**attempt)
        return function(*args, **kwargs)

    return tried
