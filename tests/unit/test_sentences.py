import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sentences import credited_agency, split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start_char : s.end_char] for s in split_sentences(text)]


def roles(text: str) -> list[str]:
    return [s.role for s in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Col. Amina Diallo met Gen. Petrov on Jan. 3.",
        "The U.S. Navy and the U.N. mission agreed.",
        "Police in St. Louis arrested J. R. Kowalski.",
        "Shares fell 3.5 percent to No. 7 on the list.",
        "“Nobody was hurt,” he said, vs. 12 before.",
        "TROOPS UNDER LT. COL. RAMOS HELD THE U.S. EMBASSY.",
        "The group [also called the Front] fled... but returned.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("They left at 5 p.m. The road stayed shut.", "They left at 5 p.m."),
        ("He was born in the U.S. She was not.", "He was born in the U.S."),
        ("“Run!” They ran.", "“Run!”"),
        ("He walked home.At first nobody saw it.", "He walked home."),
        ("Who fired? Nobody knows.", "Who fired?"),
        ("FOUR DIED. TWO LIVE.", "FOUR DIED."),
        ("The bridge fell in 2019. 12 people drowned.", "The bridge fell in 2019."),
    ],
)
def test_two_sentences_are_told_apart(text: str, first: str) -> None:
    assert sentences(text)[0] == first
    assert len(sentences(text)) == 2


def test_a_gloss_in_brackets_belongs_to_what_it_explains() -> None:
    assert sentences("They beat the Front.” [Jabha]. Then they left.") == ["They beat the Front.” [Jabha].", "Then they left."]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    text = "THE ARMY SAID THAT THREE REBELS WERE KILLED\nIN A CLASH NEAR THE RIVER ON SUNDAY NIGHT\nAND TWO WERE HURT.\n\nNOTHING MORE IS KNOWN."
    assert [s.paragraph_no for s in split_sentences(text)] == [0, 1]


def test_a_line_break_ends_a_paragraph_where_lines_are_long() -> None:
    text = "Flood in the valley\nThe river rose over its banks on Monday night and took a bridge with it.\nNobody died."
    assert roles(text) == ["title", "body", "body"]


def test_a_related_link_is_no_part_of_the_story() -> None:
    assert roles("Three men were held.\n\nRead: Minister denies all. He said so twice.") == ["body", "link", "link"]


def test_an_agency_alone_is_a_credit() -> None:
    assert roles("Five were hurt, according to reports. Reuters.\n\nMore follows.") == ["body", "credit", "body"]
    assert credited_agency("(AFP)") == "AFP"
    assert credited_agency("Source: ITAR-TASS") == "TASS"
    assert credited_agency("Nobody was hurt.") is None


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_letter_is_lost_and_sentences_are_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(a.end_char <= b.start_char for a, b in itertools.pairwise(spans))
    covered = "".join(text[s.start_char : s.end_char] for s in spans)
    assert sum(map(str.isalnum, covered)) == sum(map(str.isalnum, text))


@pytest.mark.parametrize("unit", [".", ". ", "\n", "a.", "A. ", "“", "?!", "Read:", "x\n"])
def test_time_grows_with_the_text_alone(unit: str) -> None:
    started = time.process_time()
    split_sentences(unit * (400_000 // len(unit)))
    assert time.process_time() - started < 5


def test_a_byline_is_no_headline() -> None:
    assert [span.role for span in split_sentences("By the city desk\n\nThe bridge fell.")] == ["body", "body"]
    assert [span.role for span in split_sentences("Bridge falls\n\nThe bridge fell.")] == ["title", "body"]
