"""What all tests share: a release of the sample reports, a bucket, and the option that rewrites golden files."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.s3 import Bucket


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write what is found now into the golden files, for review as a diff")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def samples_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one release of the sample reports."""
    from tests.warehouses import SAMPLES, run

    warehouse = tmp_path_factory.mktemp("samples") / "warehouse"
    run(warehouse, SAMPLES)
    return warehouse


@pytest.fixture(scope="module")
def object_server() -> Iterator[str]:
    """The URL of a server that speaks S3."""
    from tests.s3 import s3_server

    with s3_server() as url:
        yield url


@pytest.fixture
def bucket(object_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Bucket":
    """A part of the server's bucket that no other test has."""
    from tests.s3 import bucket_in

    return bucket_in(object_server, tmp_path, monkeypatch)
