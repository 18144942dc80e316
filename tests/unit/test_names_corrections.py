"""Corrections override a link where they say, for as long as it is the one that they expect."""

import datetime
from pathlib import Path

import pytest

from flows.reference_check import check_reference
from transforms.mining import Stamp, mine
from transforms.reference import load_reference
from transforms.reports import Record, Report, read_report
from transforms.tables import TABLES

HEADER = "alias,source_name,near,entity_id,expect,reason,example,source\n"
NAMES = TABLES["entity_mentions"].names
STAMP = Stamp("0" * 16, datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC))


def mined(text: str, source_name: str = "feed", overlay: Path | None = None) -> dict[str, dict[str, object]]:
    """The name mentions of a text of a source, by their words."""
    report = read_report(Record("file", "1", source_name, "1", text, "2022-01-01"))
    assert isinstance(report, Report)
    rows = mine(report, 1, STAMP, load_reference(overlay)).entity_mentions
    return {row["text"]: row for row in (dict(zip(NAMES, values, strict=True)) for values in rows)}


def overlay(folder: Path, row: str) -> Path:
    (folder / "corrections.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    return folder


def test_a_correction_holds_where_the_text_says_what_it_asks_for() -> None:
    samoa = mined("The governor spoke in Pago Pago, the capital of Samoa.")["Samoa"]
    assert (samoa["entity_id"], samoa["link_method"], samoa["country_iso3"]) == ("country:ASM", "correction", "ASM")
    assert mined("The prime minister of Samoa spoke in Apia.")["Samoa"]["entity_id"] == "country:WSM"


def test_a_correction_may_be_for_one_source(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "Samoa,islander,,country:ASM,country:WSM,that paper means its own country,Samoa voted.,mine")
    assert mined("People in Samoa voted.", "islander", folder)["Samoa"]["entity_id"] == "country:ASM"
    assert mined("People in Samoa voted.", "feed", folder)["Samoa"]["entity_id"] == "country:WSM"


def test_a_correction_may_take_a_name_away(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "Samoa,,,,country:WSM,here it is a biscuit,Samoa sold well.,mine")
    assert "Samoa" not in mined("People in Samoa voted.", overlay=folder)


def test_a_correction_that_expects_another_link_is_not_applied_and_says_so(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "Samoa,,,country:ASM,country:TON,as it was,People in Samoa voted.,mine")
    samoa = mined("People in Samoa voted.", overlay=folder)["Samoa"]
    assert (samoa["entity_id"], samoa["link_method"]) == ("country:WSM", "outdated correction")
    (condition,) = [rule for rule in TABLES["entity_mentions"].conditions if rule.name == "corrections apply"]
    assert (condition.severity, "outdated correction" in condition.sql) == ("warn", True)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "Samoa,,,country:ASM,country:TON,as it was,People in Samoa voted.,mine",
            "without it the example links Samoa to country:WSM, not to country:TON",
        ),
        ("Samoa,,,country:NIX,country:WSM,why not,People in Samoa voted.,mine", "country:NIX is in no table"),
        ("Samoa,,,country:ASM,country:WSM,,People in Samoa voted.,mine", "gives no reason"),
        ("Samoa,,,country:ASM,country:WSM,why not,Nobody voted.,mine", "the example has no name Samoa"),
        ("Samoa,,Pago Pago,country:ASM,country:WSM,why not,People in Samoa voted.,mine", "the example does not say Pago Pago"),
    ],
)
def test_the_check_tries_each_correction_on_its_example(row: str, reason: str, tmp_path: Path) -> None:
    (fault,) = check_reference(overlay(tmp_path, row))
    assert (fault.at, fault.rule, fault.reason) == ("corrections.csv:2", "correction", reason)
