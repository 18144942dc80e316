"""Input that is broken, or made to break the reader: each gives a refusal or a clear error, soon, and costs no other record."""

import csv
import gzip
import io
import json
import os
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import flows.reading
import flows.sources.lines
import flows.sources.unpacking
from flows.sources import FORMATS, InputFile, SourceError, find_files, read_records
from tests.warehouses import current, rows, run
from transforms.reports import Record, Refused, Report, read_report

GOOD = {"id": "good", "text": "Rain fell in Homs.", "date": "2022-08-24"}
LINE = json.dumps(GOOD).encode() + b"\n"
MOST_SECONDS = 20  # of the processor
MOST_MEGABYTES = 800  # the reference data among them


def read(path: Path) -> list[Record | Refused]:
    return [record for file in find_files([str(path)]) for record in read_records(file)]


def accepted(path: Path) -> list[Record]:
    return [record for record in read(path) if isinstance(record, Record)]


def reasons(path: Path) -> list[str]:
    return [record.reason for record in read(path) if isinstance(record, Refused)]


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """No input takes long or much memory."""
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.process_time() - started < MOST_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MOST_MEGABYTES


# Records


TEXTS = {
    "NULs": "Rain\x00 fell\x00 in Homs.",
    "lone surrogates": "Rain \ud800 fell \udfff in Homs.",
    "bidirectional controls": "\u202eRain\u202c \u2066fell\u2069 in Homs.",
    "HTML": "<script>alert('Homs')</script><img src=x onerror=alert(1)>",
    "a formula": "=HYPERLINK(\"http://example.org\",\"Homs\")+cmd|' /C calc'!A0",
    "SQL": "Homs'); DROP TABLE reports; --",
    "terminal controls": "\x1b[2J\x1b]0;Homs\x07 Rain.",
    "combining marks": "H" + "\u0301" * 5_000 + "oms",
    "one word of many letters": "a" * 200_000,
    "figures": "9" * 50_000 + " people died in " + "1" * 50_000,
    "brackets": "(" * 20_000 + "[" * 20_000,
    "quotes": "\"'“”«»" * 5_000,
    "dots": "." * 50_000 + " Mr. " * 2_000,
    "titles without a name": "Mr. " * 3_000,
    "names without an end": "Army Homs Smith " * 1_000,
    "capitals": "THE ARMY SAID IT KILLED " * 1_000,
    "tolls without an end": "killing " * 1_000,
    "dates without an end": "1 January 2020 " * 1_000,
    "non-characters": "\ufffe\uffff\U0010ffff Rain.",
    "line ends": "\r\n\r\u2028\u2029\x85\x0b\x0c Rain.",
}


def test_hostile_texts_become_reports_with_the_same_characters(tmp_path: Path) -> None:
    records = [{"id": name, "text": text, "title": text[:300], "date": "2022-08-24"} for name, text in TEXTS.items()]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    summary = run(tmp_path / "w", tmp_path / "a.jsonl")
    assert (summary.records.accepted, summary.records.rejected) == (len(TEXTS), 0)
    found = {row["source_id"]: row for row in rows(current(tmp_path / "w"), "reports")}
    for name, text in TEXTS.items():
        expected = "Rain \ufffd fell \ufffd in Homs." if name == "lone surrogates" else text
        assert found[name]["text"] == expected, name
    assert found["lone surrogates"]["repair"] == "lone surrogates replaced"


BAD_LINES = {
    "invalid JSON": b'{"id": "bad", "text": "Rai',
    "a list": b"[1, 2]",
    "a number": b"1e999",
    "deep nesting": b'{"text": ' + b"[" * 100_000,
    "no text": b'{"id": "bad"}',
    "a text that is none": b'{"text": {"a": 1}}',
    "blank text": b'{"id": "bad", "text": " \\n "}',
    "NULs": b"\x00" * 100,
    "bytes of no meaning": bytes(range(128, 256)),
    "a number of many digits": b'{"text": ' + b"9" * 5_000 + b"}",
    "a text of surrogates only as keys": b'{"\\ud800": "\\udfff"}',
    "a line that is too long": b'{"text": "' + b"a" * 10_000_000 + b'"}',
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_between_good_ones_costs_itself(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE + bad + b"\n" + LINE)
    found = [read_report(record) if isinstance(record, Record) else record for record in read(tmp_path / "a.jsonl")]
    assert [isinstance(record, Report) for record in found] == [True, False, True]
    assert all(record.reason for record in found if isinstance(record, Refused))


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "txt", "html"])
def test_fifty_megabytes_without_a_line_end_are_refused(tmp_path: Path, suffix: str) -> None:
    with open(tmp_path / f"a.{suffix}", "wb") as file:
        file.write(b"text\n" if suffix == "csv" else b"")
        file.writelines(b"a" * 1_000_000 for _ in range(50))
        file.write(b"\nRain.\n" if suffix == "csv" else b"\n" + LINE)
    assert any("longer than" in reason for reason in reasons(tmp_path / f"a.{suffix}"))
    assert len(accepted(tmp_path / f"a.{suffix}")) == (1 if suffix in ("jsonl", "csv") else 0)


def test_a_million_empty_lines_are_no_records(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n" * 500_000 + LINE + b" \r\n" * 500_000)
    (tmp_path / "b.csv").write_bytes(b"text\n" + b"\n" * 1_000_000 + b"Rain.\n")
    assert [record.text for record in accepted(tmp_path)] == [GOOD["text"], "Rain."]
    assert reasons(tmp_path) == []


@pytest.mark.parametrize("date", ["0000-01-01", "10000-01-01", "-0044-03-15", "2022-13-45", "\x00", "9" * 10_000, "1e400"])
def test_a_day_outside_the_calendar_is_unknown(tmp_path: Path, date: str) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(GOOD | {"date": date}) + "\n")
    (record,) = accepted(tmp_path / "a.jsonl")
    report = read_report(record)
    assert isinstance(report, Report)
    assert (report.published_on, report.published_on_source) == (None, "unreadable field")


def test_duplicate_ids_are_revisions_and_every_record_is_counted(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "same", "text": f"Rain fell {number}."}) + "\n" for number in (1, 2, 1, 1)]
    (tmp_path / "a.jsonl").write_text("".join(lines))
    records = run(tmp_path / "w", tmp_path / "a.jsonl").records
    assert records.read == 4 == records.accepted + records.rejected + records.unchanged
    assert [(row["revision"], row["text"]) for row in rows(current(tmp_path / "w"), "reports")] == [(3, "Rain fell 1.")]


# Rows


BAD_ROWS = {
    "a quote that is never closed": b'"Rain\n',
    "words behind a quote": b'"Rain" fell\n',
    "too many cells": b"Rain,Snow,Ice\n",
    "no cells": b",,,\n",
}


@pytest.mark.parametrize("bad", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_between_good_ones_costs_itself(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n1,Rain fell.\n" + bad + b'2,"Snow\nfell."\n3,Ice.\n' * 1)
    assert [(record.source_id, record.text) for record in accepted(tmp_path / "a.csv")] == [("1", "Rain fell."), ("2", "Snow\nfell."), ("3", "Ice.")]
    assert len(reasons(tmp_path / "a.csv")) == 1


def test_a_head_of_nonsense_is_one_refusal(tmp_path: Path) -> None:
    for number, head in enumerate((b"\x00\x01\x02\n", b'"open\nid,text\n', b",,,,\n", b"a" * 11_000_000 + b"\n")):
        (tmp_path / f"{number}.csv").write_bytes(head + b"1,Rain.\n" * 10)
    assert len(reasons(tmp_path)) == 4
    assert accepted(tmp_path) == []


def test_a_parquet_file_of_nonsense_is_one_refusal(tmp_path: Path) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["Rain."] * 1000}), out)
    whole = out.getvalue()
    for number, data in enumerate((b"PAR1", b"PAR1" + b"\x00" * 100 + b"PAR1", whole[:-20], whole[: len(whole) // 2] + bytes(50) + whole[-200:])):
        (tmp_path / f"{number}.parquet").write_bytes(data)
    assert len(reasons(tmp_path)) == 4


def test_a_parquet_value_that_is_no_text_costs_its_row(tmp_path: Path) -> None:
    values = pa.array([b"Rain.", b"\xff\xfe", b"Snow."], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"text": values}), tmp_path / "a.parquet")
    assert [record.text for record in accepted(tmp_path / "a.parquet")] == ["Rain.", "Snow."]
    assert len(reasons(tmp_path / "a.parquet")) == 1


# Pages and crawls


BAD_PAGES = {
    "nothing": b"",
    "no text": b"<html><head><title>x</title></head></html>",
    "deep nesting": b"<div>" * 1_000_000,
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "linked data of nonsense": b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>",
}


@pytest.mark.parametrize("page", BAD_PAGES.values(), ids=BAD_PAGES.keys())
def test_a_bad_page_is_refused_or_read_and_costs_no_other(tmp_path: Path, page: bytes) -> None:
    (tmp_path / "bad.html").write_bytes(page)
    (tmp_path / "good.html").write_bytes(b"<html><body><article><p>Rain fell in Homs on Monday morning.</p></article></body></html>")
    found = read(tmp_path)
    assert len(found) == 2
    assert "Rain fell" in (found[1].text if isinstance(found[1], Record) else "")


def test_a_broken_record_of_a_crawl_costs_itself(tmp_path: Path) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<article><p>Rain fell in Homs on Monday morning.</p></article>"
    good = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(page), page)
    broken = (
        b"nonsense\r\nmore\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\n\r\n",
        good.replace(b"text/html", b"text/html\r\nContent-Encoding: gzip"),
    )
    broken = (*broken[:3], b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (
        len(page) + 24, page.replace(b"text/html", b"text/html\r\nContent-Encoding: gzip")))  # fmt: skip
    (tmp_path / "a.warc").write_bytes(good + good.join(broken) + good + good[:-30])
    assert len(accepted(tmp_path / "a.warc")) == 5
    assert len(reasons(tmp_path / "a.warc")) == 5


# Packed files


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gz", "zst"])
def test_a_packed_file_that_breaks_off_gives_what_it_holds(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    data = pack(b"".join(json.dumps({"text": os.urandom(200).hex()}).encode() + b"\n" for _ in range(3_000)))
    suffix = {gzip.compress: "gz"}.get(pack, "zst")  # type: ignore[arg-type]
    (tmp_path / f"a.jsonl.{suffix}").write_bytes(data[: len(data) * 2 // 3])
    assert len(accepted(tmp_path / f"a.jsonl.{suffix}")) > 500
    assert any("breaks off" in reason or "no JSON" in reason for reason in reasons(tmp_path / f"a.jsonl.{suffix}"))


@pytest.mark.parametrize("suffix", ["gz", "zst", "zip"])
def test_a_packed_file_of_nonsense_is_one_refusal(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.jsonl.{suffix}").write_bytes(b"\x1f\x8b nonsense " * 100)
    (tmp_path / "b.jsonl").write_bytes(LINE)
    (tmp_path / f"a.jsonl.{suffix}").rename(tmp_path / ("a.zip" if suffix == "zip" else f"a.jsonl.{suffix}"))
    assert len(reasons(tmp_path)) == 1
    assert len(accepted(tmp_path)) == 1


@pytest.mark.parametrize("suffix", ["jsonl.gz", "jsonl.zst", "zip", "txt.gz", "parquet.gz"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    monkeypatch.setattr(flows.sources.unpacking, "FREE_BYTES", 1_000_000)
    monkeypatch.setattr(flows.sources.lines, "MOST_RECORD_BYTES", 1_000_000)
    bomb = (b"\n" if suffix.startswith("jsonl") else b" ") * 60_000_000
    if suffix == "zip":
        packed = zipped(("good.jsonl", LINE), ("bomb.jsonl", bomb))
    else:
        packed = zstandard.compress(bomb) if suffix.endswith("zst") else gzip.compress(bomb, 1)
    (tmp_path / f"a.{suffix}").write_bytes(packed)
    assert any("200 times" in reason or "longer than" in reason for reason in reasons(tmp_path / f"a.{suffix}"))
    assert len(accepted(tmp_path / f"a.{suffix}")) == (1 if suffix == "zip" else 0)


def _feed(lines: int) -> bytes:
    """Lines of 50 KB of which each packs to a hundredth of it."""
    return b"".join(json.dumps({"text": os.urandom(250).hex() * 100}).encode() + b"\n" for _ in range(lines))


def test_what_is_packed_twice_is_measured_by_what_lies_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.sources.unpacking, "FREE_BYTES", 1_000_000)
    (tmp_path / "a.zip").write_bytes(zipped(("bomb.jsonl.gz", gzip.compress(_feed(1)) * 400), ("good.jsonl", LINE)))
    assert len(accepted(tmp_path / "a.zip")) <= 1_000_000 // 50_000
    assert "200 times" in reasons(tmp_path / "a.zip")[0]


def test_the_files_of_an_archive_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.sources.unpacking, "FREE_BYTES", 1_000_000)
    lines = (json.dumps({"text": "a" * 49_900}).encode() + b"\n") * 10
    (tmp_path / "many.zip").write_bytes(zipped(*((f"{number}.jsonl", lines) for number in range(3))))
    assert len(accepted(tmp_path / "many.zip")) == 20  # a megabyte: what the archive may unpack to whatever its size
    assert ["200 times" in reason for reason in reasons(tmp_path / "many.zip")] == [True]


def test_files_that_climb_out_of_an_archive_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    names = ("../climb.txt", "/etc/climb.txt", "a/../../climb.txt", "..\\climb.txt", "C:\\climb.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zipped(("good.txt", b"Rain."), *((name, b"Out.") for name in names)))
    assert [record.text for record in accepted(tmp_path / "in")] == ["Rain."]
    assert sum("leads out" in reason for reason in reasons(tmp_path / "in")) == len(names)
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_an_archive_in_an_archive_and_an_encrypted_file_are_not_opened(tmp_path: Path) -> None:
    data = bytearray(zipped(("inner.zip", zipped(("a.txt", b"Rain."))), ("good.txt", b"Rain."), ("secret.txt", b"Snow.")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rfind(mark) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert [record.source_id for record in accepted(tmp_path / "a.zip")] == ["a.zip/good.txt"]
    assert len(reasons(tmp_path / "a.zip")) == 1


# The file system


def test_loops_and_names_that_deceive_cost_nothing(tmp_path: Path) -> None:
    (tmp_path / "in" / "folder.jsonl").mkdir(parents=True)
    (tmp_path / "in" / "folder.jsonl" / "a.jsonl").write_bytes(LINE)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    assert [record.source_id for record in accepted(tmp_path / "in")] == ["good"]


@pytest.mark.parametrize("name", ["self.txt", "gone.txt"])
def test_a_source_that_leads_nowhere_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    with pytest.raises(SourceError, match="no such file"):
        find_files([str(tmp_path / name)])


def test_a_file_without_leave_to_read_it_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Rain.")
    (tmp_path / "b.txt").write_text("Snow.")
    opened = open

    def refuse_a(path: Any, *args: Any, **kwargs: Any) -> Any:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **kwargs)

    monkeypatch.setattr("builtins.open", refuse_a)
    assert [record.text for record in accepted(tmp_path)] == ["Snow."]
    assert "Permission denied" in reasons(tmp_path)[0]
    records = run(tmp_path / "w", tmp_path / "a.txt", tmp_path / "b.txt").records
    assert (records.accepted, records.rejected) == (1, 1)
    monkeypatch.undo()
    assert run(tmp_path / "w", tmp_path / "a.txt", tmp_path / "b.txt").records.accepted == 1


@pytest.mark.parametrize("change", ["shrinks", "vanishes"])
def test_a_file_that_changes_while_it_is_read_is_said_and_read_again(tmp_path: Path, change: str) -> None:
    path = tmp_path / "in" / "a.jsonl"
    path.parent.mkdir()
    lines = [json.dumps({"id": number, "text": f"Rain fell {number}. " + "x" * 5_000}) + "\n" for number in range(200)]
    path.write_text("".join(lines))
    (file,) = find_files([str(path.parent)])
    records = read_records(file)
    found = [next(records)]
    os.truncate(path, 700_000) if change == "shrinks" else path.unlink()
    found += records
    assert "changed while" in found[-1].reason if isinstance(found[-1], Refused) else False
    assert sum(isinstance(record, Record) for record in found) >= 100


def test_a_file_that_changed_while_a_run_read_it_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "in" / "a.jsonl"
    path.parent.mkdir()
    path.write_bytes(LINE)

    def replace(record: Any, *rest: Any) -> Any:
        path.with_suffix(".new").write_text(json.dumps({"id": "late", "text": "Snow fell."}) + "\n" + LINE.decode())
        path.with_suffix(".new").rename(path)
        return read_report(record, *rest)

    monkeypatch.setattr(flows.reading, "read_report", replace)
    first = run(tmp_path / "w", path.parent).records
    assert (first.accepted, first.rejected) == (1, 1)
    monkeypatch.undo()
    again = run(tmp_path / "w", path.parent).records
    assert (again.accepted, again.rejected, again.unchanged) == (1, 0, 1)


# Anything at all


def written(tmp_path: Path, suffix: str, data: bytes) -> list[Record | Refused]:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    status = path.stat()
    return list(read_records(InputFile(str(path), path.name, "in", status.st_size, find_files([str(path)])[0].modified_at)))


@pytest.mark.parametrize("suffix", [*FORMATS, ".jsonl.gz", ".jsonl.zst", ".zip"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2_000) | st.text(max_size=500).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_records_or_refusals(tmp_path: Path, suffix: str, data: bytes) -> None:
    for record in written(tmp_path, suffix, data):
        found = record if isinstance(record, Refused) else read_report(record)
        pa.array([value for value in found if isinstance(value, str)], pa.string())
        assert not isinstance(found, Refused) or (found.reason and found.row_json)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=300), title=st.text(max_size=30), date=st.text(max_size=12))
def test_any_text_is_kept_to_the_character(tmp_path: Path, text: str, title: str, date: str) -> None:
    (record,) = written(tmp_path, ".jsonl", json.dumps({"text": text, "title": title, "date": date}).encode())
    assert isinstance(record, Record)
    assert record.text == text or record.repair == "mojibake"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1), min_size=1, max_size=6))
def test_any_cell_survives_a_table(tmp_path: Path, cells: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["text"], *([cell] for cell in cells)])
    found = written(tmp_path, ".csv", out.getvalue().encode())
    assert [record.text for record in found] == cells or any(isinstance(r, Record) and r.repair for r in found)  # type: ignore[union-attr]
