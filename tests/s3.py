"""A server that speaks S3 on loopback, and machines that share a warehouse in one of its buckets."""

import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from flows.mirror import mirror_folder
from flows.object_store import Found, ObjectStore
from flows.warehouse import Warehouse

SECRET = "nobody-may-see-this-secret"


@contextmanager
def s3_server() -> Iterator[str]:
    """The URL of a server with the bucket `news`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        urllib.request.urlopen(urllib.request.Request(f"http://{host}:{port}/news", method="PUT"))
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@dataclass(frozen=True)
class Bucket:
    """A part of a bucket, and what a process needs in its environment to reach it."""

    url: str
    environment: dict[str, str]
    machines: Path
    monkeypatch: pytest.MonkeyPatch

    @property
    def store(self) -> ObjectStore:
        return ObjectStore(self.url)

    def machine(self, name: str) -> Path:
        """The mirror of the warehouse, as it is now, on the machine of that name; on this, the process is from now on."""
        self.monkeypatch.setenv("DATELINE_CACHE", str(self.machines / name))
        mirror = mirror_folder(self.url)
        Warehouse(mirror).refresh()
        return mirror

    def objects(self, prefix: str = "releases/") -> dict[str, Found]:
        return {found.key: found for found in self.store.find(prefix)}


def bucket_in(server: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """A part of the server's bucket that no other test has."""
    environment = {
        "AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1", "COLUMNS": "120",
    }  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Bucket(f"s3://news/{folder.name}", environment, folder / "machines", monkeypatch)
