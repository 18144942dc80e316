"""Rows with a point: GeoJSON (RFC 7946), and GeoParquet by its specification 1.1. A row whose place is unknown has no geometry."""

import json
import struct
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.exports.selection import ExportError, Part
from flows.query import Session, execute
from flows.results import json_value

_ROWS_AT_ONCE = 100_000


def write_geojson(session: Session, parts: list[Part], out: IO[bytes]) -> None:
    """A FeatureCollection, one feature on a line; every column but the coordinates is a property."""
    (part,) = parts
    result = execute(session, part.sql)
    names = [name for name, _ in result.columns]
    latitude, longitude = _coordinates(names, part)
    out.write(b'{"type": "FeatureCollection", "features": [')
    separator = "\n"
    for rows in result.batches():
        for row in rows:
            out.write((separator + _feature(dict(zip(names, row, strict=True)), latitude, longitude)).encode())
            separator = ",\n"
    out.write(b"\n]}\n")


def write_geoparquet(session: Session, parts: list[Part], out: IO[bytes]) -> None:
    """Parquet with a column `geometry` of points in WKB, longitude first, WGS 84."""
    (part,) = parts
    latitude, longitude = _coordinates(session.connection.sql(part.sql).columns, part)
    bounds = session.connection.execute(
        f'SELECT min("{longitude}"), min("{latitude}"), max("{longitude}"), max("{latitude}") FROM ({part.sql})'
    ).fetchall()[0]
    reader = session.connection.sql(part.sql).to_arrow_reader(_ROWS_AT_ONCE)
    schema = reader.schema.append(pa.field("geometry", pa.binary())).with_metadata({b"geo": _metadata(bounds)})
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in reader:
            points = zip(batch.column(longitude).to_pylist(), batch.column(latitude).to_pylist(), strict=True)
            geometry = pa.array([_wkb(x, y) for x, y in points], pa.binary())
            writer.write_batch(pa.RecordBatch.from_arrays([*batch.columns, geometry], schema=schema))


def _coordinates(names: list[str], part: Part) -> tuple[str, str]:
    if not {"latitude", "longitude"} <= set(names):
        raise ExportError(f"{part.name} has no coordinates: choose events, event_mentions or entities")
    return "latitude", "longitude"


def _feature(row: dict[str, Any], latitude: str, longitude: str) -> str:
    y, x = row.pop(latitude), row.pop(longitude)
    geometry = None if x is None or y is None else {"type": "Point", "coordinates": [x, y]}
    return json.dumps({"type": "Feature", "geometry": geometry, "properties": json_value(row)}, ensure_ascii=False)


def _wkb(x: float | None, y: float | None) -> bytes | None:
    """A point as little-endian well-known binary; None if it is unknown."""
    return None if x is None or y is None else struct.pack("<BIdd", 1, 1, x, y)


def _metadata(bounds: tuple[float | None, ...]) -> bytes:
    """The value of the key `geo`. With no `crs`, coordinates are OGC:CRS84: longitude, latitude on WGS 84."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if bounds[0] is not None:
        column["bbox"] = list(bounds)
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}).encode()
