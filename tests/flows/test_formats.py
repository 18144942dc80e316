"""Every kind of source gives the same reports, under any packing, encoding and naming of its fields."""

import csv
import datetime
import gzip
import html
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from flows.sources import InputFile, ReadingRules, find_files, read_records
from tests.warehouses import SAMPLES, current, rows, run
from transforms.reports import Record, Refused, Report, read_report

REPORTS = [
    {"id": "a", "date": "2022-08-24", "title": "Rain", "text": "Rain fell in Homs.", "source": "Desk", "url": "https://example.org/a"},
    {"id": "b", "date": "2022-08-25", "title": "Snow, \"late\"", "text": "Snow fell,\nand \"ice\"; it\tmelted.", "source": "Desk", "url": ""},
]  # fmt: skip


def read(path: Path, rules: ReadingRules | None = None) -> list[Record | Refused]:
    files = find_files([str(path)])
    return [record for file in files for record in read_records(file, rules or ReadingRules(), files)]


def good(path: Path, rules: ReadingRules | None = None) -> list[Record]:
    found = read(path, rules)
    assert not [record for record in found if isinstance(record, Refused)]
    return [record for record in found if isinstance(record, Record)]


def days(path: Path, rules: ReadingRules | None = None) -> list[str | None]:
    reports = [read_report(record) for record in good(path, rules)]
    return [report.published_on and report.published_on.isoformat() for report in reports if isinstance(report, Report)]


def as_jsonl(records: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def as_separated(records: list[dict[str, Any]], separator: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


def as_parquet(records: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), out)
    return out.getvalue()


def as_page(record: dict[str, Any]) -> str:
    told = {"article:published_time": record["date"], "og:title": record["title"], "og:site_name": record["source"], "og:url": record["url"]}
    metas = "".join(f'<meta property="{name}" content="{html.escape(value or "")}">' for name, value in told.items())
    body = "".join(f"<p>{html.escape(part)}</p>" for part in record["text"].split("\n\n"))
    return f"<html><head><meta charset=utf-8>{metas}</head><body><main><article>{body}</article></main></body></html>"


def as_warc(records: list[dict[str, Any]]) -> bytes:
    written = b""
    for record in records:
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + as_page(record).encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {record['url']}\r\nContent-Length: {len(answer)}\r\n\r\n"
        written += head.encode() + answer + b"\r\n\r\n"
    return written


FORMATS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    ".jsonl": as_jsonl,
    ".csv": lambda records: as_separated(records, ","),
    ".tsv": lambda records: as_separated(records, "\t"),
    ".parquet": as_parquet,
}


def packed(data: bytes, name: str, packing: str) -> bytes:
    if packing == ".gz":
        return gzip.compress(data)
    if packing == ".zst":
        return zstandard.compress(data)
    if packing == ".zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"inner/{name}", data)
        return out.getvalue()
    return data


@pytest.mark.parametrize("packing", ["", ".gz", ".zst", ".zip"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_and_packing_gives_the_same_fields(tmp_path: Path, suffix: str, packing: str) -> None:
    path = tmp_path / f"feed{suffix}{packing}"
    path.write_bytes(packed(FORMATS[suffix](REPORTS), f"feed{suffix}", packing))
    found = [(r.source_id, r.date, r.title, r.text, r.source_name, r.url) for r in good(path)]
    assert found == [(r["id"], r["date"], r["title"], r["text"], "Desk", r["url"] or None) for r in REPORTS]


@pytest.mark.parametrize("suffix", FORMATS)
def test_fields_are_read_under_the_names_that_the_user_gives(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(FORMATS[suffix]([{"Body": "Rain fell.", "published": "2022-08-24", "date": "unused"}]))
    (record,) = good(tmp_path / f"a{suffix}", ReadingRules({"text": "Body", "date": "published"}))
    assert (record.text, record.date) == ("Rain fell.", "2022-08-24")


def test_a_file_refused_under_one_name_is_read_anew_under_another(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_separated([{"Body": "Rain fell."}], ","))
    first = run(tmp_path / "w", tmp_path / "a.csv")
    assert (first.records.accepted, first.records.rejected) == (0, 1)
    assert "--map text=COLUMN" in rows(current(tmp_path / "w"), "rejects")[0]["reason"]
    assert run(tmp_path / "w", tmp_path / "a.csv", names={"text": "Body"}).records.accepted == 1


def test_dates_of_a_parquet_file_are_dates(tmp_path: Path) -> None:
    day = datetime.date(2022, 8, 24)
    (tmp_path / "a.parquet").write_bytes(as_parquet([{"text": "Rain.", "date": datetime.datetime.combine(day, datetime.time(9))}]))
    assert days(tmp_path / "a.parquet") == ["2022-08-24"]


def test_a_page_gives_its_main_text_and_what_it_tells_of_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        """<html><head><title>Rain falls | Desk</title><link rel="canonical" href="https://example.org/rain">
        <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Rain falls", "datePublished": "2022-08-24T09:00Z",
        "publisher": {"name": "Desk"}}]}</script></head><body><nav><a href="/">Home</a><a href="/w">World</a></nav>
        <article><h1>Rain falls</h1><p>Rain fell in Homs on Tuesday &amp; Wednesday, the office for weather said.</p>
        <p>No more is expected before the end of the month.</p></article><footer>All rights reserved</footer></body></html>"""
    )
    (record,) = good(tmp_path / "a.html")
    assert (record.title, record.date, record.url) == ("Rain falls", "2022-08-24T09:00Z", "https://example.org/rain")
    assert (record.source_id, record.source_name) == ("https://example.org/rain", "Desk")
    assert "Rain fell in Homs on Tuesday & Wednesday" in record.text
    assert "Home" not in record.text and "rights" not in record.text


def test_a_crawl_gives_its_pages_and_nothing_else(tmp_path: Path) -> None:
    image = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>This page is gone.</p>"
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    body = gzip.compress(as_page(REPORTS[0] | {"url": "https://example.org/chunked"}).encode())
    chunked += b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (20, body[:20], len(body) - 20, body[20:])
    warc = b"".join(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(a), a) for a in (image, gone, chunked))
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(as_warc(REPORTS[:1])) + gzip.compress(warc))
    found = good(tmp_path / "a.warc.gz")
    assert [(r.source_id, r.date) for r in found] == [("https://example.org/a", "2022-08-24"), ("https://example.org/chunked", "2022-08-24")]


# The same reports in each format make the same warehouse


def sample_reports() -> list[dict[str, Any]]:
    """The sample reports as fields, of every format."""
    files = find_files([str(SAMPLES)])
    records = [record for file in files for record in read_records(file, among=files)]
    reports = [report for record in records if isinstance(record, Record) and isinstance(report := read_report(record), Report)]
    return [
        {"id": report.source_id, "date": report.published_on.isoformat(), "title": report.title or "", "text": report.text,
         "source": report.source_name, "url": f"https://example.org/{number}"}
        for number, report in enumerate(reports) if report.published_on
    ]  # fmt: skip


SOURCE_COLUMNS = ("source_uri", "source_id", "raw_sha256", "encoding", "ingested_at", "run_id")


def comparable(warehouse: Path, table: str) -> list[str]:
    return [repr({name: value for name, value in row.items() if name not in SOURCE_COLUMNS}) for row in rows(current(warehouse), table)]


def test_one_warehouse_built_from_the_same_reports_in_each_format_has_the_same_rows(tmp_path: Path) -> None:
    reports = sample_reports()
    assert len(reports) >= 40
    for suffix, write in FORMATS.items():
        source = tmp_path / f"in{suffix}" / f"feed{suffix}"
        source.parent.mkdir()
        source.write_bytes(write(reports))
        summary = run(tmp_path / suffix, source)
        assert (summary.records.accepted, summary.records.rejected) == (len(reports), 0)
    for table in ("reports", "sentences", "date_mentions", "entity_mentions", "entities", "event_mentions", "events"):
        expected = comparable(tmp_path / ".jsonl", table)
        assert expected
        for suffix in FORMATS:
            assert comparable(tmp_path / suffix, table) == expected, (suffix, table)


def test_pages_and_crawls_of_the_same_reports_have_the_same_rows(tmp_path: Path) -> None:
    reports = [report | {"text": f"{report['title']}.\n\n{' '.join(report['text'].split())}"} for report in sample_reports()[:20] if report["title"]]
    (tmp_path / "pages").mkdir()
    for number, report in enumerate(reports):
        (tmp_path / "pages" / f"{number}.html").write_text(as_page(report))
    (tmp_path / "crawl.warc").write_bytes(as_warc(reports))
    (tmp_path / "feed.jsonl").write_bytes(as_jsonl([{**r, "id": r["url"]} for r in reports]))
    for name in ("pages", "crawl.warc", "feed.jsonl"):
        run(tmp_path / f"w-{name}", tmp_path / name)
    for table in ("reports", "date_mentions", "entity_mentions", "event_mentions", "events"):
        expected = comparable(tmp_path / "w-feed.jsonl", table)
        assert expected == comparable(tmp_path / "w-pages", table) == comparable(tmp_path / "w-crawl.warc", table), table


# Encodings


TEXTS = {
    "utf-8": "Zażółć gęślą jaźń — naïve “quotes” 東京",
    "utf-16": "Rain fell in Kraków and Łódź on Monday.",
    "utf-16-le": "Rain fell in Homs on Monday, and snow on Tuesday.",
    "windows-1252": "The café’s owner, José Muñoz, paid €40 – “too much”, he said on Monday morning in Paris.",
    "windows-1251": "В понедельник в Москве прошёл сильный дождь, сообщили в управлении по погоде. Движение на улицах остановилось на два часа.",
    "windows-1256": "قال متحدث باسم الحكومة يوم الاثنين إن الأمطار الغزيرة أغلقت الطرق في شمال البلاد وإن الجيش أرسل جنودا لمساعدة السكان.",
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".csv"])
def test_an_encoding_is_detected_and_recorded(tmp_path: Path, encoding: str, suffix: str) -> None:
    text = TEXTS[encoding]
    written = {".txt": text, ".jsonl": json.dumps({"text": text}, ensure_ascii=False) + "\n", ".csv": f'text\n"{text}"\n'}[suffix]
    (tmp_path / f"a{suffix}").write_bytes(written.encode(encoding.replace("windows-", "cp")))
    (record,) = good(tmp_path / f"a{suffix}")
    assert (record.text, record.encoding, record.repair) == (text, encoding, None)


def test_the_lines_of_one_file_may_have_two_encodings(tmp_path: Path) -> None:
    lines = '{"text": "Łódź"}\n'.encode(), '{"text": "Café"}\n'.encode("cp1252"), b'{"text": "Rain"}\n'
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    assert [(r.text, r.encoding) for r in good(tmp_path / "a.jsonl")] == [("Łódź", "utf-8"), ("Café", "windows-1252"), ("Rain", "utf-8")]


@pytest.mark.parametrize("suffix", FORMATS)
def test_mojibake_is_mended_and_recorded_and_nothing_else_is(tmp_path: Path, suffix: str) -> None:
    spoilt = "José’s café — closed".encode().decode("cp1252")
    sound = ["José’s café — closed", "Ça va, São Paulo? Âge. Zürich ÄÖÜ ×2", "plain", "á†b \u202e ﬁ ½ … ‘x’"]
    (tmp_path / f"a{suffix}").write_bytes(FORMATS[suffix]([{"text": text} for text in (spoilt, *sound)]))
    found = good(tmp_path / f"a{suffix}")
    assert [(r.text, r.repair) for r in found] == [("José’s café — closed", "mojibake"), *((text, None) for text in sound)]


# Dates of fields


def feed(path: Path, *dates: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(as_jsonl([{"id": number, "text": "Rain.", "date": date} for number, date in enumerate(dates)]))
    return path


@pytest.mark.parametrize(
    "date",
    ["2022-08-24", "2022-08-24T23:30:00-05:00", "Wed, 24 Aug 2022 23:00:00 +0000", "24/08/2022", "08/24/2022", "2022/08/24", "24.08.2022",
     "20220824", 1661299200, 1661299200000, 1661299200.5, "1661299200", "August 24, 2022, 5:00 PM EST", "24-Aug-2022"],
)  # fmt: skip
def test_a_field_date_is_read_in_any_common_form(tmp_path: Path, date: object) -> None:
    assert days(feed(tmp_path / "a.jsonl", date)) == ["2022-08-24"]


@pytest.mark.parametrize("date", ["0000-01-01", "10000-01-01", "99/99/9999", "soon", "31/02/2022", "9" * 400, "-5", 0, 1e308, [1], {"a": 1}])
def test_a_field_that_is_no_day_gives_no_day(tmp_path: Path, date: object) -> None:
    assert days(feed(tmp_path / "a.jsonl", date)) == [None]


def test_the_order_of_figures_is_that_of_the_whole_file(tmp_path: Path) -> None:
    assert days(feed(tmp_path / "a.jsonl", "03/04/2022", "1/2/2022", "24/08/2022")) == ["2022-04-03", "2022-02-01", "2022-08-24"]
    assert days(feed(tmp_path / "b.jsonl", "03/04/2022", "08/24/2022")) == ["2022-03-04", "2022-08-24"]


def test_without_a_sign_in_the_file_the_folder_decides(tmp_path: Path) -> None:
    feed(tmp_path / "in" / "a.jsonl", "03/04/2022")
    feed(tmp_path / "in" / "b.jsonl", "24/08/2022")
    assert days(tmp_path / "in") == ["2022-04-03", "2022-08-24"]


@pytest.mark.parametrize("others", [(), ("24/08/2022", "08/24/2022")])
def test_an_order_that_nothing_or_everything_shows_is_none(tmp_path: Path, others: tuple[str, ...]) -> None:
    path = feed(tmp_path / "a.jsonl", "03/04/2022", *others)
    assert days(path)[0] is None
    assert [days(path, ReadingRules(day_first=order))[0] for order in (True, False)] == ["2022-04-03", "2022-03-04"]


def test_standard_input_is_read_for_its_dates_too() -> None:
    content = as_jsonl([{"text": "Rain.", "date": "03/04/2022"}, {"text": "Snow.", "date": "24/08/2022"}])
    found = list(read_records(InputFile("stdin.jsonl", "stdin.jsonl", "stdin", len(content), None, content)))
    assert [record.day_first for record in found if isinstance(record, Record)] == [True, True]
