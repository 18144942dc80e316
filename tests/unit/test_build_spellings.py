"""spellings.parquet is what its script makes of the gazetteer and of the rules of transliteration."""

import importlib.util
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.reference import REFERENCE

SAMPLE = frozenset({"SYR", "TUN", "BGR", "UKR"})


def test_a_rebuilt_sample_is_what_is_committed(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_spellings", REFERENCE / "build_spellings.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    builder.write_table(builder.build_rows(SAMPLE), tmp_path / "spellings.parquet")
    rebuilt = pq.read_table(tmp_path / "spellings.parquet", partitioning=None)
    committed = pq.read_table(REFERENCE / "spellings.parquet", partitioning=None)
    assert rebuilt.num_rows > 20_000
    assert rebuilt.equals(committed.filter(pc.is_in(committed.column("country_iso3"), value_set=pa.array(sorted(SAMPLE)))))
