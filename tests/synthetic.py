"""Small releases made by hand, valid by the contract, for tests of what reads them.

    release = write_release(tmp_path / "release", STORY)
    warehouse = write_warehouse(tmp_path / "warehouse", STORY)

Rows are dictionaries; a column left out is NULL where the contract allows it, else the contract's example.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contract import Field, Table
from transforms.schemas import arrow_table
from transforms.tables import TABLES

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
RUN, OTHER_RUN = "aa" * 8, "bb" * 8
AS_OF = "2026-11-23T08:00:00Z"


def write_release(folder: Path, rows: Rows, release_id: str = "r000001-aaaaaaaa", previous: str | None = None, sequence: int = 1) -> Path:
    """Write a release of these rows with its manifest into a new folder, and return the folder."""
    folder.mkdir(parents=True)
    files = [entry for table in TABLES.values() for entry in _write_table(folder, table, rows)]
    manifest = {
        "release_id": release_id,
        "sequence": sequence,
        "previous": previous,
        "as_of": AS_OF,
        "run_id": RUN,
        "versions": {"code": "0.1.0+test", "contract": "c0ffee", "reference": "facade"},
        "tables": {name: {"rows": len(rows.get(name, ()))} for name in TABLES},
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, sort_keys=True, indent=1))
    return folder


def write_warehouse(folder: Path, rows: Rows, records: Mapping[str, Rows] | None = None) -> Path:
    """Write a warehouse whose `current` is a release of these rows; `records` are the records of runs by run_id."""
    release = write_release(folder / "releases" / "r000001-aaaaaaaa", rows)
    (folder / "current").symlink_to(Path("releases") / release.name)
    for run_id, record in (records or {}).items():
        (folder / "runs" / run_id).mkdir(parents=True)
        for name in ("runs", "rejects", "quality_results"):
            filled = [[_value(field, row) for field in TABLES[name].fields] for row in record.get(name, ())]
            pq.write_table(arrow_table(TABLES[name], filled), folder / "runs" / run_id / f"{name}.parquet")
    return folder


def span(text: str, words: str, prefix: str = "") -> dict[str, int]:
    """Offsets of the first occurrence of `words`: {start_char, end_char}, each with a prefix."""
    start = text.index(words)
    return {f"{prefix}start_char": start, f"{prefix}end_char": start + len(words)}


def identity(*parts: str) -> str:
    """16 hexadecimal digits, the same for the same parts."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _write_table(folder: Path, table: Table, rows: Rows) -> list[dict[str, Any]]:
    """The table's Parquet files, one a month, as entries of the manifest."""
    months: dict[str, list[list[Any]]] = {}
    for row in rows.get(table.name, ()):
        months.setdefault(_month(table, row, rows), []).append([_value(field, row) for field in table.fields])
    if not months:
        months["unknown"] = []
    entries = []
    for month in sorted(months):
        path = Path(table.name) / (f"{table.partition}={month}" if table.partition else "") / "part-0.parquet"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(arrow_table(table, months[month]), folder / path, compression="zstd")
        content = (folder / path).read_bytes()
        entries.append(
            {
                "path": path.as_posix(),
                "table": table.name,
                "rows": len(months[month]),
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )
    return entries


def _month(table: Table, row: Row, rows: Rows) -> str:
    """The month that the row's file stands under; what is mined from a report goes by the report's."""
    if table.partitioned_by is None:
        return "unknown"
    if table.partitioned_by not in table.names:
        row = next(report for report in rows["reports"] if report["report_id"] == row["report_id"])
    day = row.get(table.partitioned_by)
    return day.strftime("%Y-%m") if day else "unknown"


def _value(field: Field, row: Row) -> Any:
    if field.name in row:
        return row[field.name]
    if field.nullable:
        return None
    if pa.types.is_date(field.type):
        return datetime.date.fromisoformat(str(field.example))
    if pa.types.is_timestamp(field.type):
        return datetime.datetime.fromisoformat(str(field.example))
    return field.example


def _story() -> Rows:
    """Two sources tell of one strike near a river; a third report repeats the first, and a fourth has no day."""
    first = "date 2024-03-05 Jets bombed a depot near Tal Amar on Monday. At least three soldiers were killed, the ministry said."
    second = "Warplanes of Northland struck Tal Amar yesterday; 3 to 5 people died. Envoys met in March of last year."
    undated = "Nobody knows when this was written: =1+1 \x1b[31mred\u202e «quoted»"
    bodies = {
        "a1": (first, "2024-03-05", "agency-one"),
        "a2": (second, "2024-03-05", "agency-two"),
        "a3": (first, "2024-03-06", "agency-two"),
        "a4": (undated, None, "=cmd"),
    }
    reports, sentences = [], []
    for number, (key, (text, day, source)) in enumerate(bodies.items()):
        body = 16 if text.startswith("date") else 0
        reports.append(
            {
                "report_id": identity(key),
                "source_id": f"{key}.txt",
                "source_uri": f"in/{key}.txt",
                "source_name": source,
                "text": text,
                "published_on": datetime.date.fromisoformat(day) if day else None,
                "published_on_source": "header" if day else "none",
                "body_start": body,
                "duplicate_of": identity("a1") if key == "a3" else None,
                "run_id": RUN,
                "title": None if number else "Depot bombed",
            }
        )
        start = body
        for sentence_no, piece in enumerate(text[body:].split(". ")):
            end = min(start + len(piece) + 1, len(text))
            sentences.append({"report_id": identity(key), "sentence_no": sentence_no, "paragraph_no": 0, "start_char": start, "end_char": end})
            start = end + 1
    monday, strike = datetime.date(2024, 3, 4), identity("a1", "bombed")
    place = {
        "place_id": "geonames:1",
        "place_name": "Tal Amar",
        "country_iso3": "SYR",
        "latitude": 35.25,
        "longitude": 40.5,
        "where_prec": 2,
    }
    when = {"event_date_start": monday, "event_date_end": monday, "date_prec": 1, "date_is_report_date": False}
    what = {
        "event_type": "ASSAULT",
        "event_mode": "heavy-weapons",
        "acled_event_type": "Explosions/Remote violence",
        "acled_sub_event_type": "Air/drone strike",
        "cameo_root": "19",
        "modality": "actual",
    }
    north = {"actor1_id": "actor:northland-air", "actor1_name": "Northland Air Force"}
    claims = [
        what
        | place
        | when
        | {
            "event_mention_id": strike,
            "event_id": strike,
            "report_id": identity("a1"),
            "sentence_no": 0,
            "trigger_text": "bombed",
            "trigger_lemma": "bomb",
            **span(first, "bombed", "trigger_"),
            "actor1_text": "Jets",
            **span(first, "Jets", "actor1_"),
            **span(first, "Tal Amar", "place_"),
            **span(first, "Monday", "date_"),
            "fatalities_low": 3,
            "fatalities_best": 3,
            **span(first, "three soldiers were killed", "casualties_"),
        },
        what
        | place
        | when
        | north
        | {
            "event_mention_id": identity("a2", "struck"),
            "event_id": strike,
            "report_id": identity("a2"),
            "sentence_no": 0,
            "trigger_text": "struck",
            "trigger_lemma": "strike",
            **span(second, "struck", "trigger_"),
            "actor1_text": "Warplanes of Northland",
            **span(second, "Warplanes of Northland", "actor1_"),
            **span(second, "Tal Amar", "place_"),
            **span(second, "yesterday", "date_"),
            "fatalities_low": 3,
            "fatalities_best": 3,
            "fatalities_high": 5,
            **span(second, "3 to 5", "casualties_"),
        },
        {
            "event_mention_id": identity("a2", "met"),
            "event_id": identity("a2", "met"),
            "report_id": identity("a2"),
            "sentence_no": 1,
            "trigger_text": "met",
            "trigger_lemma": "meet",
            **span(second, "met", "trigger_"),
            "event_type": "CONSULT",
            "modality": "historical",
            "actor1_text": "Envoys",
            **span(second, "Envoys", "actor1_"),
            "event_date_start": datetime.date(2023, 3, 1),
            "event_date_end": datetime.date(2023, 3, 31),
            "date_prec": 4,
            "date_is_report_date": False,
            **span(second, "March of last year", "date_"),
        },
    ]
    dates = [
        {
            "mention_id": identity("a1", "Monday"),
            "report_id": identity("a1"),
            "sentence_no": 0,
            **span(first, "Monday"),
            "text": "Monday",
            "timex_value": "2024-03-04",
            "date_start": monday,
            "date_end": monday,
            "date_prec": 1,
        },
        {
            "mention_id": identity("a2", "March"),
            "report_id": identity("a2"),
            "sentence_no": 1,
            **span(second, "March of last year"),
            "text": "March of last year",
            "timex_value": "2023-03",
            "date_start": datetime.date(2023, 3, 1),
            "date_end": datetime.date(2023, 3, 31),
            "date_prec": 4,
        },
    ]
    names: list[Row] = [
        {
            "mention_id": identity(key, "Tal"),
            "report_id": identity(key),
            "sentence_no": 0,
            **span(text, "Tal Amar"),
            "text": "Tal Amar",
            "entity_id": "geonames:1",
            "country_iso3": "SYR",
        }
        for key, text in (("a1", first), ("a2", second))
    ]
    names += [
        {
            "mention_id": identity("a2", "North"),
            "report_id": identity("a2"),
            "sentence_no": 0,
            **span(second, "Northland"),
            "text": "Northland",
            "link_status": "unresolved",
            "candidates": 0,
            "confidence": 0.2,
        }
    ]
    entities = [
        {
            "entity_id": "actor:northland-air",
            "entity_type": "organization",
            "name": "Northland Air Force",
            "aliases": [],
            "country_iso3": "NOR",
            "sector": "MIL",
        },
        {"entity_id": "country:SYR", "entity_type": "place", "name": "Syria", "aliases": [], "country_iso3": "SYR"},
        {
            "entity_id": "geonames:1",
            "entity_type": "place",
            "name": "Tal Amar",
            "aliases": ["Tall Amar"],
            "country_iso3": "SYR",
            "admin1": "Homs",
            "geonames_id": 1,
            "feature_code": "PPL",
            "latitude": 35.25,
            "longitude": 40.5,
        },
    ]
    events = [
        {
            "event_id": strike,
            **what,
            **place,
            **when,
            **north,
            "fatalities_low": 3,
            "fatalities_best": 3,
            "fatalities_high": 5,
            "mention_count": 2,
            "report_count": 2,
            "source_count": 2,
            "first_reported_on": datetime.date(2024, 3, 5),
            "last_reported_on": datetime.date(2024, 3, 5),
        },
        {
            "event_id": identity("a2", "met"),
            "event_type": "CONSULT",
            "modality": "historical",
            "event_date_start": datetime.date(2023, 3, 1),
            "event_date_end": datetime.date(2023, 3, 31),
            "date_prec": 4,
            "mention_count": 1,
            "report_count": 1,
            "source_count": 1,
            "actor1_text": "Envoys",
            "first_reported_on": datetime.date(2024, 3, 5),
            "last_reported_on": datetime.date(2024, 3, 5),
        },
    ]
    return {
        "reports": reports,
        "sentences": sentences,
        "date_mentions": dates,
        "entity_mentions": names,
        "entities": entities,
        "event_mentions": claims,
        "events": events,
        "rejects": [{"run_id": RUN, "row_key": "bad.txt"}],
        "quality_results": [{"run_id": RUN}],
        "runs": [{"run_id": RUN, "records_read": 5, "records_accepted": 4, "records_rejected": 1}],
        "inputs": [{"source_uri": f"in/{key}.txt"} for key in bodies],
    }


STORY = _story()
REFUSED = {
    "runs": [
        {
            "run_id": OTHER_RUN,
            "outcome": "refused",
            "started_at": datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC),
            "records_read": 2,
            "records_accepted": 0,
            "records_rejected": 2,
        }
    ],
    "rejects": [{"run_id": OTHER_RUN, "row_key": f"bad-{n}.txt", "reason": "the record has no text"} for n in (1, 2)],
    "quality_results": [
        {
            "run_id": OTHER_RUN,
            "table_name": "reports",
            "expectation": "share of rejects",
            "severity": "gate",
            "success": False,
            "unexpected": 2,
        }
    ],
}
