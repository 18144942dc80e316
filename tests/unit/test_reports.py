import datetime

from transforms.reports import Record, Refused, Report, read_report

RECORD = Record("file:///a.jsonl", "7", "Desk", "a.jsonl", "The army left on Monday.")


def report(**fields: str) -> Report:
    found = read_report(RECORD._replace(**fields))
    assert isinstance(found, Report)
    return found


def test_identity_is_source_and_record_alone() -> None:
    assert report().report_id == report(text="Another text", source_uri="file:///b.jsonl").report_id
    assert report().report_id != report(source_id="8").report_id
    assert report().report_id != report(source_name="Other desk").report_id


def test_content_is_title_day_and_text() -> None:
    content = report().content_sha256
    assert report(source_uri="file:///b.jsonl", url="https://example.org").content_sha256 == content
    assert content not in {report(text="x").content_sha256, report(title="x").content_sha256, report(date="2022-08-24").content_sha256}


def test_the_field_decides_the_day_before_the_text_and_the_file_name() -> None:
    text = "date 2022-08-24 The army left."
    assert report(text=text, date="2022-08-25T23:10:00Z", file_name="2022-08-23.txt").published_on == datetime.date(2022, 8, 25)
    assert report(text=text, file_name="2022-08-23.txt").published_on_source == "header"
    assert report(file_name="2022-08-23.txt").published_on_source == "file name"


def test_an_unreadable_day_is_no_day_and_says_so() -> None:
    assert (report(date="soon").published_on, report(date="soon").published_on_source) == (None, "unreadable field")
    assert report().published_on_source == "none"


def test_a_record_without_text_is_refused_with_the_reason() -> None:
    refused = read_report(RECORD._replace(text=" \n "))
    assert isinstance(refused, Refused)
    assert (refused.column_name, refused.source_id) == ("text", "7")
    assert "no text" in refused.reason


def test_half_a_surrogate_pair_becomes_one_replacement_character() -> None:
    repaired = report(text="a\ud800b", title="\udfff")
    assert (repaired.text, repaired.title) == ("a\ufffdb", "\ufffd")
    assert repaired.repair == "lone surrogates replaced"


def test_the_text_is_never_rewritten() -> None:
    text = " date 2022-08-24 \x00\u202eThe  army\r\nleft.\t"
    assert report(text=text).text == text
