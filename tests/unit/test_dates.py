"""Time expressions: what is found, what it means, and why."""

import datetime

import pytest

from transforms.dates import DateMention, find_dates
from transforms.document import read_document

PUBLISHED = "2022-08-24"  # a Wednesday


def _dates(text: str, published: str | None = PUBLISHED, anchor: str = "auto") -> list[DateMention]:
    return find_dates(read_document(text, published and datetime.date.fromisoformat(published)), anchor)  # type: ignore[arg-type]


def _values(text: str, published: str | None = PUBLISHED, anchor: str = "auto") -> list[tuple[str, str | None]]:
    return [(text[mention.start_char : mention.end_char], mention.timex_value) for mention in _dates(text, published, anchor)]


def _days(mention: DateMention) -> tuple[str, str]:
    return str(mention.date_start), str(mention.date_end)


@pytest.mark.parametrize(
    "written",
    [
        "15 August 2022", "15th August 2022", "the 15th of August 2022", "August 15, 2022", "August 15th, 2022", "Aug. 15, 2022", "15 Aug 2022",
        "15-Aug-2022", "2022-08-15", "2022/08/15", "15/08/2022", "08/15/2022", "15.08.2022", "15 AUG 22", "Monday, 15 August 2022",
        "Monday, August 15, 2022", "the fifteenth of August 2022",
    ],
)  # fmt: skip
def test_a_day_comes_back_however_it_is_written(written: str) -> None:
    (mention,) = _dates(f"The depot burned down on {written} in the north.")
    assert (mention.timex_value, *_days(mention)) == ("2022-08-15", "2022-08-15", "2022-08-15")
    assert (mention.granularity, mention.date_prec, mention.status, mention.anchor) == ("day", 1, "resolved", "none")


def test_june_of_last_year_is_one_month_of_one_year() -> None:
    text = "In June of last year, the depot burned."
    (mention,) = _dates(text)
    assert text[mention.start_char : mention.end_char] == "June of last year"
    assert (mention.timex_value, *_days(mention), mention.date_prec) == ("2021-06", "2021-06-01", "2021-06-30", 4)
    assert (mention.anchor, mention.anchor_date) == ("published", datetime.date(2022, 8, 24))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rebels killed two men on Monday.", "2022-08-22"), ("The envoys will meet on Monday.", "2022-08-29"),
        ("The fair took place in October.", "2021-10"), ("The fair will take place in October.", "2022-10"),
        ("The road has been shut since Friday.", "2022-08-19"), ("The road is shut until Friday.", "2022-08-26"),
        ("Troops defend the base against raids like the one on August 15.", "2022-08-15"), ("The census is planned for next May.", "2023-05"),
        ("The ship left last Wednesday.", "2022-08-17"), ("It sails next Wednesday.", "2022-08-31"), ("He died last June.", "2022-06"),
        ("The talks collapsed on the 20th.", "2022-08-20"), ("They will resume on the 20th.", "2022-09-20"),
    ],
)  # fmt: skip
def test_the_verbs_say_which_side_of_publication_is_meant(text: str, value: str) -> None:
    assert [mention.timex_value for mention in _dates(text)] == [value]


@pytest.mark.parametrize("text", ["early October 2021", "mid-October 2021", "late October 2021", "the end of October 2021"])
def test_start_mid_and_end_point_into_the_unit_and_do_not_narrow_it(text: str) -> None:
    (mention,) = _dates(f"The plant closed in {text}.")
    assert (mention.timex_value, *_days(mention)) == ("2021-10", "2021-10-01", "2021-10-31")
    assert mention.timex_mod in ("START", "MID", "END")
    assert mention.date_likely_start and mention.date_likely_end
    assert datetime.date(2021, 10, 1) <= mention.date_likely_start <= mention.date_likely_end <= datetime.date(2021, 10, 31)
    assert (mention.date_likely_end - mention.date_likely_start).days < 15


@pytest.mark.parametrize(
    "text", ["It is recently painted.", "He is now free.", "In the past it was so.", "He left a few years ago.", "It lasted for months."]
)
def test_what_is_vague_has_a_value_and_no_interval(text: str) -> None:
    (mention,) = _dates(text)
    assert mention.timex_value and mention.date_start is None and mention.date_end is None and mention.date_prec is None


def test_a_history_is_told_from_its_own_dates() -> None:
    text = (
        "The dam was begun in 1902 by a private firm. In March 1903 it failed. In May the owners fled, and by 4 July the state had taken over. "
        "In January 1904 work resumed. The lake was full in June, and on 3 August 1904 the first lamp burned."
    )
    assert [value for _, value in _values(text)] == ["1902", "1903-03", "1903-05", "1903-07-04", "1904-01", "1904-06", "1904-08-03"]
    assert {mention.anchor for mention in _dates(text)} == {"none", "narrative"}


def test_the_kind_of_text_may_be_forced() -> None:
    text = "The mill burned in 1890. In June it was rebuilt."
    assert _values(text, anchor="narrative")[1] == ("June", "1890-06")
    assert _values(text, anchor="published")[1] == ("June", "2022-06")


def test_a_look_back_does_not_move_the_story() -> None:
    text = (
        "In March 1872 the king marched north with his guard and took the town of Fels. The walls, which his father had built in 1831, fell at once. "
        "In May 1872 he turned east. In June he was home, and the war, which would last until 1880, seemed over. In July it began again."
    )
    assert [value for _, value in _values(text)] == ["1872-03", "1831", "1872-05", "1872-06", "1880", "1872-07"]


def test_a_text_without_publication_is_told_from_its_own_dateline() -> None:
    mentions = _dates("On 5 May 2019, gunmen burned a hut. The next day, they came back. On 7 May they left.", None)
    assert [mention.timex_value for mention in mentions] == ["2019-05-05", "2019-05-06", "2019-05-07"]
    assert mentions[2].anchor == "dateline"


def test_without_any_anchor_a_date_stays_open() -> None:
    (mention,) = _dates("The bridge fell on August 15.", None)
    assert (mention.timex_value, mention.date_start, mention.status) == ("XXXX-08-15", None, "unresolved")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from August 5 to 8", ["2022-08-05", "2022-08-08"]), ("between 10 and 12 August", ["2022-08-10", "2022-08-12"]),
        ("in March-April 1999", ["1999-03", "1999-04"]), ("on 15 and 16 August", ["2022-08-15", "2022-08-16"]),
        ("in the war of 1914-18", ["1914", "1918"]), ("from 31 October to 3 November 2021", ["2021-10-31", "2021-11-03"]),
        ("from December to January 2020", ["2019-12", "2020-01"]), ("in the 1990s", ["199"]), ("from 264-241 BC", ["BC0264", "BC0241"]),
    ],
)  # fmt: skip
def test_ranges_and_lists_give_every_end(text: str, values: list[str]) -> None:
    assert [value for _, value in _values(f"It happened {text}.")] == values


@pytest.mark.parametrize(
    ("written", "value", "first", "last"),
    [
        ("the second week of March 2021", "2021-W10", "2021-03-08", "2021-03-14"), ("the first half of 2021", "2021-H1", "2021-01-01", "2021-06-30"),
        ("the third quarter of 2020", "2020-Q3", "2020-07-01", "2020-09-30"), ("the end of 2019", "2019", "2019-01-01", "2019-12-31"),
        ("the winter of 1941", "1941-WI", "1941-12-01", "1942-02-28"), ("the 19th century", "18", "1801-01-01", "1900-12-31"),
        ("the past six months", "P6M", "2022-02-24", "2022-08-24"), ("the last 24 hours", "PT24H", "2022-08-23", "2022-08-24"),
        ("the first ten days of June 2020", "P10D", "2020-06-01", "2020-06-10"),
        ("the week of March 10, 2021", "2021-W10", "2021-03-08", "2021-03-14"),
        ("the night of August 3", "2022-08-03TNI", "2022-08-03", "2022-08-03"), ("Ramadan 2022", "2022-04-02/2022-05-01", "2022-04-02", "2022-05-01"),
        ("Easter 2016", "2016-03-27", "2016-03-27", "2016-03-27"), ("Thanksgiving 2021", "2021-11-25", "2021-11-25", "2021-11-25"),
        ("three days before the election of 5 March 2021", "2021-03-02", "2021-03-02", "2021-03-02"),
        ("last week", "2022-W33", "2022-08-15", "2022-08-21"),
    ],
)  # fmt: skip
def test_composed_expressions_have_an_interval(written: str, value: str, first: str, last: str) -> None:
    text = f"The valley saw heavy fighting in {written}."
    (mention,) = _dates(text)
    assert (text[mention.start_char : mention.end_char], mention.timex_value, *_days(mention)) == (written, value, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "May said that she may march with the others.", "The troops march on a town called March.", "Sgt. Friday wrote it down.",
        "A second man fired 2020 rounds.", "About 900 troops stayed.", "Resolution 2254 was adopted.", "Call 202-555-2010 or +44 20 7946 0958.",
        "The 9/11 commission met.", "Black September claimed it.", "Three quarters of them left.", "He came in second, not for the first time.",
        "Flight 1549 left gate 2010.", "It costs $1999 and weighs 2001 kg.", "The fall of Rome.", "It reads 10.0.2 and 192.168.10.12.",
        "April Jones sang.", "The Sunday Times and the Daily Mail said so.", "He finished in 2:01.",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert _values(text) == []


def test_a_day_that_names_an_event_keeps_the_event_s_year() -> None:
    assert _values("Few forgot the September 11 attacks.", "2005-03-02") == [("September 11", "2001-09-11")]
    assert _values("The October 7 attack shook them.", "2022-10-20") == [("October 7", "2022-10-07")]


def test_the_order_of_figures_is_decided_by_the_document_or_not_at_all() -> None:
    assert [value for _, value in _values("He wrote on 03/04/2021 and on 25/04/2021.")] == ["2021-04-03", "2021-04-25"]
    (mention,) = _dates("He wrote on 03/04/2021.")
    assert (mention.timex_value, mention.date_start, mention.status) == (None, None, "unresolved")
    assert _values("He wrote on 08/09/2022.", "2022-08-10") == [("08/09/2022", "2022-08-09")]


def test_capitals_hide_nothing() -> None:
    text = "BOGOTA, 3 JAN 90 (AFP) -- REBELS KILLED A MAYOR YESTERDAY, AND TWO LAST 15 NOVEMBER, AT 2200. THEY MAY MARCH AGAIN ON 30 DECEMBER."
    values = [value for _, value in _values(text, "1990-01-03")]
    assert values[:4] == ["1990-01-03", "1990-01-02", "1989-11-15", "1989-11-15T22:00"]


def test_credits_and_related_links_are_not_mined() -> None:
    assert _values("The mine closed on Monday.\n\nRead: What happened on Tuesday") == [("Monday", "2022-08-22")]


def test_a_leap_day_finds_its_year() -> None:
    assert _values("The alarm rang on February 29.", "2021-03-10") == [("February 29", "2020-02-29")]


def test_an_impossible_day_is_not_resolved() -> None:
    assert all(mention.date_start is None for mention in _dates("The form was signed on 31 February 2020."))
