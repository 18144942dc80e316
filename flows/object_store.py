"""A bucket that speaks S3, or a part of it: objects are read, listed, written and deleted, and one is replaced only if nobody else has.

Credentials and the endpoint come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION,
AWS_ENDPOINT_URL), and are never told. What may pass, such as a lost connection or a busy server, is tried again by the client.
"""

import datetime
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows.warehouse import WarehouseError

if TYPE_CHECKING:
    from obstore.store import S3Store

AT_ONCE = 16  # requests under way
_RETRIES = 5
_RETRY_SECONDS = 60
_PARTS_AT_ONCE = 2  # of a large object, 5 MB each
_CHUNK = 1_000_000  # bytes
_URL = re.compile(r"s3://[a-z0-9][a-z0-9.-]+(?:/[^?#]*)?")
_STATUS = re.compile(r"status code: (\d+ [A-Z][\w ]*?)(?::|\.|$)", re.MULTILINE)
_HINTS = {"301": "AWS_REGION", "400": "AWS_REGION", "401": "the credentials", "403": "the credentials and the policy of the bucket"}
_CODE = re.compile(r"<Code>(\w+)</Code>")


class StoreError(WarehouseError):
    """A bucket that cannot be used; one line that says which, why, and what to do."""


def is_bucket(url: str) -> bool:
    """Whether a URL names a bucket, or a part of one, and nothing else."""
    return _URL.fullmatch(url) is not None


class Found(NamedTuple):
    """An object of a listing. `modified` is by the clock of the server."""

    key: str
    size: int
    modified: datetime.datetime


@dataclass(frozen=True)
class ObjectStore:
    """The objects below a URL such as s3://bucket/prefix; a key is what follows it. StoreError if the bucket cannot be used."""

    url: str

    def __post_init__(self) -> None:
        if find_spec("obstore") is None:
            raise StoreError("a warehouse in a bucket needs the package obstore: pip install 'dateline[s3]'")

    @cached_property
    def _store(self) -> "S3Store":
        from obstore.store import S3Store

        bucket, _, prefix = self.url.removeprefix("s3://").partition("/")
        asked = os.environ.get("AWS_ENDPOINT_URL", "")
        retries = {"max_retries": _RETRIES, "retry_timeout": datetime.timedelta(seconds=_RETRY_SECONDS)}
        with self._explained():
            return S3Store(
                bucket, prefix=prefix or None, client_options={"allow_http": asked.startswith("http://")},
                retry_config=retries, **({} if _region() else {"region": "us-east-1"}),  # type: ignore[arg-type]
            )  # fmt: skip

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn the client's errors, which run over many lines, into one that holds nothing secret."""
        from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

        try:
            yield
        except (AlreadyExistsError, PreconditionError):
            raise
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error):
                raise StoreError(f"{self.url}: there is no such bucket") from None
            raise
        except (BaseError, ValueError) as error:
            raise StoreError(f"{self.url}: {_reason(str(error))}") from None

    def read(self, key: str) -> tuple[bytes, str | None] | None:
        """An object and its ETag; None if there is none."""
        import obstore

        try:
            with self._explained():
                found = obstore.get(self._store, key)
                return bytes(found.bytes()), found.meta["e_tag"]
        except FileNotFoundError:
            return None

    def download(self, key: str, path: Path | None) -> str | None:
        """The SHA-256 of an object, which is written to the path if there is one; None if there is no such object."""
        import obstore

        checksum = hashlib.sha256()
        try:
            with self._explained(), open(path or os.devnull, "wb") as file:
                for chunk in obstore.get(self._store, key).stream(min_chunk_size=_CHUNK):
                    checksum.update(chunk)
                    file.write(chunk)
        except FileNotFoundError:
            return None
        return checksum.hexdigest()

    def write(self, key: str, source: Path | bytes) -> None:
        """Put an object, whatever is there."""
        import obstore

        with self._explained():
            obstore.put(self._store, key, source, max_concurrency=_PARTS_AT_ONCE)

    def replace(self, key: str, data: bytes, etag: str | None) -> bool:
        """Put an object if the one that is there has this ETag, or, with None, if there is none; whether it was put."""
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        try:
            with self._explained():
                obstore.put(self._store, key, data, mode="create" if etag is None else {"e_tag": etag}, use_multipart=False)
        except (AlreadyExistsError, PreconditionError, FileNotFoundError):
            return False
        return True

    def find(self, prefix: str) -> Iterator[Found]:
        """The objects whose key begins with the prefix, which ends in a slash."""
        import obstore

        with self._explained():
            for batch in obstore.list(self._store, prefix):
                yield from (Found(found["path"], found["size"], found["last_modified"]) for found in batch)

    def modified(self, key: str) -> datetime.datetime:
        """When an object was put, by the clock of the server."""
        import obstore

        with self._explained():
            return obstore.head(self._store, key)["last_modified"]

    def delete(self, keys: Sequence[str]) -> None:
        """Delete objects, those that are gone already among them."""
        import obstore

        with self._explained():
            if keys:
                obstore.delete(self._store, list(keys))

    def write_all(self, objects: Iterable[tuple[str, Path]]) -> None:
        """Put files as objects, several at once."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for future in [threads.submit(self.write, key, path) for key, path in objects]:
                future.result()


def _region() -> str | None:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


def _reason(message: str) -> str:
    """What a user can act on of the client's message, which also holds requests and answers whole."""
    if "169.254." in message:
        return "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    status, code = _STATUS.search(message), _CODE.search(message)
    if status is None:
        return "the server cannot be reached: look at AWS_ENDPOINT_URL, and at the network"
    said = f"the server said {status[1].strip()}" + (f" ({code[1]})" if code else "")
    return f"{said}: look at {_HINTS[status[1][:3]]}" if status[1][:3] in _HINTS else said
