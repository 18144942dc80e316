"""What all tests share: a release of the sample reports, and the option that rewrites golden files."""

from pathlib import Path

import pytest


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
