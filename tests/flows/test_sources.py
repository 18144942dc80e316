import gzip
import json
from pathlib import Path

import pytest

from flows.sources import InputFile, SourceError, find_files, read_records
from transforms.reports import Record, Refused


def records(path: Path) -> list[Record | Refused]:
    return [record for file in find_files([str(path)]) for record in read_records(file)]


def only(path: Path) -> Record:
    (record,) = records(path)
    assert isinstance(record, Record)
    return record


def test_a_text_file_is_one_record_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "africa" / "a.txt"
    path.parent.mkdir(parents=True)
    path.write_text("Rain fell.")
    record = only(tmp_path / "desk")
    assert (record.source_id, record.source_name, record.text) == ("africa/a.txt", "desk", "Rain fell.")


def test_a_line_of_json_is_one_record(tmp_path: Path) -> None:
    fields = {"id": 7, "date": "2020-01-02", "title": "Rain", "text": "Rain fell.", "source": "Desk", "url": "https://example.org/7"}
    path = tmp_path / "a.jsonl"
    others = {"text": "Snow."}, {"text": "Ice.", "url": "https://example.org/8"}
    path.write_text("\n" + json.dumps(fields) + "\n\n" + "\n".join(map(json.dumps, others)))
    first, second, third = records(path)
    assert (first.source_id, first.date, first.title, first.text) == ("7", "2020-01-02", "Rain", "Rain fell.")
    assert (first.source_name, first.url) == ("Desk", "https://example.org/7")
    assert (second.source_id, second.text) == ("a.jsonl:4", "Snow.")
    assert third.source_id == "https://example.org/8"


@pytest.mark.parametrize(
    ("line", "reason"),
    [("{broken", "no JSON"), ("[1]", "no object"), ('{"id": 1}', "text is missing"), ('{"text": 5}', "no string"), ("[" * 100_000, "no JSON")],
)
def test_a_bad_line_is_refused_and_costs_no_other(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "Rain."}}\n{line}\n{{"text": "Snow."}}\n')
    first, bad, last = records(path)
    assert isinstance(bad, Refused)
    assert reason in bad.reason
    assert (first.text, last.text) == ("Rain.", "Snow.")  # type: ignore[union-attr]


def test_compressed_files_read_as_they_would_plain(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Rain fell."))
    assert only(tmp_path / "a.txt.gz").text == "Rain fell."


def test_a_file_that_breaks_off_gives_what_it_holds_and_a_refusal(tmp_path: Path) -> None:
    data = gzip.compress(b"".join(json.dumps({"text": f"Rain {n} " * 50}).encode() + b"\n" for n in range(2000)))
    (tmp_path / "a.jsonl.gz").write_bytes(data[: len(data) // 2])
    found = records(tmp_path / "a.jsonl.gz")
    assert len(found) > 100
    assert isinstance(found[-1], Refused)
    assert not any(isinstance(record, Refused) and "end" in record.source_id for record in found[:-1])


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Zażółć".encode(), "Zażółć", "utf-8"),
        ("\ufeffRain".encode(), "Rain", "utf-8"),
        ("Rain".encode("utf-16"), "Rain", "utf-16"),
        ("“Café”".encode("cp1252"), "“Café”", "windows-1252"),
        (b"a\x81b", "a\x81b", "iso-8859-1"),
    ],
)
def test_an_encoding_is_found_and_said(tmp_path: Path, data: bytes, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    record = only(tmp_path / "a.txt")
    assert (record.text, record.encoding) == (text, encoding)


def test_files_come_once_and_in_order_whatever_names_them(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "notes.pdf"):
        (tmp_path / name).write_text("x")
    sources = [str(tmp_path / "*.txt"), str(tmp_path), str(tmp_path / "b.txt")]
    assert [Path(file.name).name for file in find_files(sources)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["missing.txt", "nothing-*.txt", "notes.pdf"])
def test_a_source_that_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.pdf").write_text("x")
    with pytest.raises(SourceError, match=r"no such file|no reader"):
        find_files([str(tmp_path / name)])


def test_standard_input_is_lines_of_json(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "Rain."}\n')))
    (file,) = find_files(["-"])
    (record,) = read_records(file)
    assert isinstance(file, InputFile)
    assert (record.source_uri, record.text) == ("stdin:", "Rain.")  # type: ignore[union-attr]
