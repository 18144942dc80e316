"""`dateline dates TEXT`: what one text says about when, and why."""

import json

from click.testing import CliRunner

from flows.cli import main


def _dates(text: str, *options: str) -> str:
    result = CliRunner().invoke(main, ["dates", text, "--published", "2022-08-24", *options])
    assert result.exit_code == 0, result.output
    return result.output


def _values(text: str, *options: str) -> list[str | None]:
    return [row["timex_value"] for row in json.loads(_dates(text, "--json", *options))]


def test_an_explained_date_shows_parts_tense_anchor_rule_and_interval() -> None:
    said = dict(line.split(None, 1) for line in _dates("Rebels struck in June of last year.", "--explain").splitlines())
    assert said["text"] == "June of last year"
    assert (said["date_start"], said["date_end"]) == ("2021-06-01", "2021-06-30")
    assert (said["anchor"], said["anchor_date"], said["rule_id"]) == ("published", "2022-08-24", "month+this-unit")
    assert said["parts"] == "calendar month=6 of (shift unit=Y number=1 direction=-1 base=speech)"
    assert said["tense"] == "past"


def test_the_order_of_day_and_month_is_the_text_s_own_else_the_setting_s_else_open() -> None:
    assert _values("Signed on 05/06/2019.") == [None]
    assert _values("Signed on 05/06/2019.", "--day-first") == ["2019-06-05"]
    assert _values("Signed on 05/06/2019.", "--month-first") == ["2019-05-06"]
    assert _values("Signed on 05/06/2019 and 25/06/2019.", "--month-first") == ["2019-06-05", "2019-06-25"]


def test_the_kind_of_text_can_be_forced() -> None:
    text = "The mill burned in 1890. In June it was rebuilt."
    assert _values(text, "--anchor", "narrative")[1] == "1890-06"
    assert _values(text, "--anchor", "published")[1] == "2022-06"


def test_a_text_without_dates_says_so() -> None:
    assert _dates("Nothing here.") == "no dates found\n"
