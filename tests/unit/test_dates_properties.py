"""What holds for any text: dates come back exactly, intervals are ordered, spans slice, nothing raises, time is linear."""

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dates import DateMention, find_dates
from transforms.dates.recognition import HEADS
from transforms.document import read_document

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))
FORMATS = (
    "{d:%-d} {d:%B} {d:%Y}", "{d:%B} {d:%-d}, {d:%Y}", "{d:%d} {d:%b} {d:%Y}", "{d:%b}. {d:%-d}, {d:%Y}", "{d:%Y}-{d:%m}-{d:%d}",
    "{d:%A}, {d:%B} {d:%-d}, {d:%Y}", "{d:%A}, {d:%-d} {d:%B} {d:%Y}", "{d:%Y}/{d:%m}/{d:%d}", "{d:%d}-{d:%b}-{d:%Y}",
    "the {n} of {d:%B} {d:%Y}", "{d:%B} {n}, {d:%Y}", "{n} {d:%B}, {d:%Y}", "{d:%a} {d:%d} {d:%b} {d:%Y}", "{d:%B} {d:%-d} {d:%Y}",
)  # fmt: skip
SENTENCES = (
    "On {}, rebels seized the mill.", "The mill fell on {} after a siege.", "It was {}.", "({}) The mill",
    "Before {} nobody had cared, he said.",
)  # fmt: skip
BETWEEN = ["the", "of", "and", "last", "next", "-", ",", ".", "'", "\n", "Of", "to", "before"]
WORDS = st.lists(st.one_of(st.sampled_from(sorted(HEADS)), st.sampled_from(BETWEEN)), max_size=40)


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@given(day=DAYS, sign=st.sampled_from("/."), american=st.booleans())
def test_figures_come_back_where_one_of_them_is_no_month(day: datetime.date, sign: str, american: bool) -> None:
    written = (f"{day:%m}{sign}{day:%d}" if american else f"{day:%d}{sign}{day:%m}") + f"{sign}{day:%Y}"
    (mention,) = find_dates(read_document(f"The deed of {written} was lost.", None))
    told = day.day > 12 or day.day == day.month
    assert mention.date_start == mention.date_end == (day if told else None)
    assert mention.status == ("resolved" if told else "unresolved")


@given(day=DAYS, form=st.sampled_from(FORMATS), sentence=st.sampled_from(SENTENCES))
def test_a_date_in_any_form_comes_back_exactly(day: datetime.date, form: str, sentence: str) -> None:
    written = form.format(d=day, n=_ordinal(day.day)).replace("May.", "May")  # which is no abbreviation
    text = sentence.format(written)
    (mention,) = find_dates(read_document(text, datetime.date(2022, 8, 24)))
    assert (mention.timex_value, mention.date_start, mention.date_end) == (day.isoformat(), day, day)
    assert text[mention.start_char : mention.end_char] == written


@given(day=DAYS, published=DAYS)
def test_a_month_and_day_lies_within_a_year_of_publication(day: datetime.date, published: datetime.date) -> None:
    text = f"Rebels seized the mill on {day:%B} {day.day}."
    (mention,) = find_dates(read_document(text, published))
    found = mention.date_start
    assert found is not None and (found.month, found.day) == (day.month, day.day)
    assert abs((found - published).days) <= 366 * (4 if (day.month, day.day) == (2, 29) else 1)


def _check(text: str, mentions: list[DateMention]) -> None:
    end = 0
    for mention in mentions:
        assert end <= mention.start_char < mention.end_char <= len(text)
        assert text[mention.start_char : mention.end_char].strip() == text[mention.start_char : mention.end_char]
        end = mention.end_char
        assert (mention.date_start is None) == (mention.date_end is None) == (mention.date_prec is None)
        if mention.date_start and mention.date_end:
            assert mention.date_start <= mention.date_end
            if mention.date_likely_start and mention.date_likely_end:
                assert mention.date_start <= mention.date_likely_start <= mention.date_likely_end <= mention.date_end
        if mention.timex_type in ("DATE", "TIME"):
            assert (mention.date_start is not None) == (mention.status == "resolved")


@settings(max_examples=300, deadline=None)
@given(words=WORDS, published=st.one_of(st.none(), st.dates()), anchor=st.sampled_from(["auto", "published", "narrative"]))
def test_no_arrangement_of_time_words_breaks_an_invariant(words: list[str], published: datetime.date | None, anchor: str) -> None:
    for text in (" ".join(words), " ".join(words).title(), " ".join(words).upper(), "".join(words)):
        _check(text, find_dates(read_document(text, published), anchor))


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200), published=st.one_of(st.none(), st.dates()))
def test_no_text_raises(text: str, published: datetime.date | None) -> None:
    _check(text, find_dates(read_document(text, published)))


def test_hostile_characters_are_read_past() -> None:
    text = "\ud800 On \x00 5 May 2019\u0660 \u202e 12\u0661 May \u00b2\u2460 1\u00b2 May 199\u0669 a\u0300 Monday\ud83d"
    _check(text, find_dates(read_document(text, datetime.date(2019, 5, 7))))


ALONE = ["In June the mill burned.", "The year 1871 began badly. In June it was worse.", "He left on Monday.", "Seen on 03/04/2021.", "25/04/2021"]


@given(batch=st.lists(st.tuples(st.sampled_from(ALONE), DAYS), max_size=8))
def test_the_same_text_gives_the_same_dates_in_any_company(batch: list[tuple[str, datetime.date]]) -> None:
    def found(reports: list[tuple[str, datetime.date]]) -> list[list[DateMention]]:
        return [find_dates(read_document(text, day)) for text, day in reports]

    assert found(batch) == found(batch[::-1])[::-1]


PIECES = [
    "the end of ", "the first day of the last week of ", "1 and ", "May 1, ", "12:00 ", "a ", "last ", "1999-", "two and a half ", "days before ",
    "the night of ", "in ", "January ", "twenty-", "Monday, ", "the same period of ", "every ", "1/2/", "more than ", "1,000,", "Eid ", "New Year's ",
    "0800 ", "days after the election of ", "in 431 ", "2nite", "the first half ",
]  # fmt: skip


def _seconds(line: str) -> float:
    document = read_document(line, datetime.date(2022, 8, 24))
    began = time.process_time()
    find_dates(document)
    return time.process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_sixteen_times_the_line_takes_time_in_proportion(piece: str) -> None:
    small = max(0.005, min(_seconds(piece * (10_000 // len(piece)) + "2001") for _ in range(2)))
    assert _seconds(piece * (160_000 // len(piece)) + "2001") < 64 * small  # a quadratic rule takes 256 times as long


def test_a_hostile_line_of_a_megabyte_takes_time_in_proportion() -> None:
    hostile = "".join(PIECES) * 3
    small = max(0.005, _seconds(hostile * (60_000 // len(hostile))))
    assert _seconds(hostile * (1_000_000 // len(hostile))) < 64 * small
