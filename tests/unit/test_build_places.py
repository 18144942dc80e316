"""places.parquet is what its script makes of its sources: rebuilt for some countries, the rows are those of the committed file."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from transforms.reference import REFERENCE

SAMPLE = frozenset({"SYR", "LBN", "PSE", "NLD", "BTN", "VCT"})


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_places", REFERENCE / "build_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_rebuilt_sample_is_what_is_committed(builder: ModuleType, tmp_path: Path) -> None:
    builder.write_table(builder.build_rows(SAMPLE), tmp_path / "places.parquet")
    rebuilt = pq.read_table(tmp_path / "places.parquet", partitioning=None)
    committed = pq.read_table(REFERENCE / "places.parquet", partitioning=None)
    committed = committed.filter(pc.is_in(committed.column("country_iso3"), value_set=pa.array(sorted(SAMPLE))))
    assert rebuilt.schema == committed.schema
    assert rebuilt.num_rows > 3_000
    assert rebuilt.to_pylist() == committed.to_pylist()


def test_the_same_rows_give_the_same_bytes(builder: ModuleType, tmp_path: Path) -> None:
    rows = builder.build_rows(frozenset({"BTN"}))
    for name in ("one", "two"):
        builder.write_table(rows, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
