"""Compiles spellings.parquet: what transcriptions of the places' names share, for the countries of transliteration_families.csv.

Run `python seeds/reference/build_spellings.py` when places.parquet, that table or the rules of transliteration have changed.
The same inputs give the same bytes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

REFERENCE = Path(__file__).resolve().parent
sys.path.insert(0, str(REFERENCE.parent.parent))

from transforms.names.transliteration import compile_spellings, families  # noqa: E402
from transforms.reference import load_reference  # noqa: E402

SOURCE = "places.parquet, by the rules of transforms/names/transliteration.py"
SCHEMA = pa.schema(
    [
        pa.field("country_iso3", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("level", pa.string(), nullable=False),  # even, consonants
        pa.field("key", pa.string(), nullable=False),
        pa.field("geonames_id", pa.int64(), nullable=False),  # 0: several places share the key
        pa.field("source", pa.string(), nullable=False),
    ]
)

Row = tuple[str, str, str, str, int, str]


def build_rows(only: frozenset[str] | None = None) -> Iterator[Row]:
    """All rows, or those of some countries (ISO alpha-3), in the order of the table."""
    reference = load_reference()
    for country, family in sorted(families(reference).items()):
        if only is None or country in only:
            for level, keys in compile_spellings(reference.gazetteer, country, family)._asdict().items():
                yield from ((country, family, level, key, identity, SOURCE) for key, identity in sorted(keys.items()))


def write_table(rows: Iterator[Row], path: Path) -> None:
    """Writes the rows as Parquet, the same bytes for the same rows."""
    columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    pq.write_table(pa.table(columns, schema=SCHEMA), path, compression="zstd", compression_level=19, row_group_size=1_000_000)


if __name__ == "__main__":
    write_table(build_rows(), REFERENCE / "spellings.parquet")
