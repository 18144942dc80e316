"""A zip to send: every table as Parquet and as CSV, what the columns mean, and where all of it comes from."""

import tempfile
import zipfile
from typing import IO

from flows.dictionary import data_dictionary
from flows.exports.delimited import write_delimited
from flows.exports.selection import Part
from flows.handoff import citing_text, credits_text
from flows.query import Session
from flows.results import write_parquet
from flows.views import view_meaning

_STAMP = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the same rows give the same bytes


def write_bundle(session: Session, parts: list[Part], out: IO[bytes]) -> None:
    """Write the zip."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        _add_text(bundle, "README.md", _readme(session, parts))
        _add_text(bundle, "DATA_DICTIONARY.md", data_dictionary())
        for part in parts:
            with tempfile.TemporaryFile() as table:
                write_parquet(session.connection.sql(part.sql), table)
                table.seek(0)
                _add(bundle, f"{part.name}.parquet", table, zipfile.ZIP_STORED)
            with bundle.open(_entry(f"{part.name}.csv", zipfile.ZIP_DEFLATED), "w", force_zip64=True) as table:
                write_delimited(session, [part], table)


def _add(bundle: zipfile.ZipFile, name: str, source: IO[bytes], compression: int) -> None:
    with bundle.open(_entry(name, compression), "w", force_zip64=True) as entry:
        while block := source.read(1 << 20):
            entry.write(block)


def _add_text(bundle: zipfile.ZipFile, name: str, text: str) -> None:
    bundle.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _readme(session: Session, parts: list[Part]) -> str:
    manifest = session.snapshot.manifest
    lines = [
        f"# Rows of Dateline release {manifest['release_id']}\n",
        "| file | rows | one row is |", "|---|---:|---|",
        *(f"| `{part.name}.parquet`, `{part.name}.csv` | {part.rows:,} | {view_meaning(session.views[part.name])} |" for part in parts),
        "",
        "Parquet holds every value exactly. In CSV an empty cell is NULL, lists are JSON, and a text that a spreadsheet would take for a "
        "formula has an apostrophe before it. `DATA_DICTIONARY.md` says what the columns mean.",
        "",
        citing_text(manifest), credits_text(),
    ]  # fmt: skip
    return "\n".join(lines)

