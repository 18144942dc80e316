"""Tables fit the terminal, and no text can break out of its cell."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from flows.terminal import clip, display_width, printable, render_table

ANY_TEXT = st.text(st.characters(codec=None))


@given(ANY_TEXT)
def test_printable_text_holds_no_control_characters(text: str) -> None:
    shown = printable(text)
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp", "Co", "Cn") for sign in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\ufeff")
    shown.encode()


def test_ordinary_words_of_any_script_are_shown_as_they_are() -> None:
    for words in ("Deir ez-Zor", "دير الزور", "Донецьк", "می‌خواهم", "爆発", "é", "🇸🇾 x"):
        assert printable(words) == words


def test_controls_are_shown_as_escapes() -> None:
    assert printable("a\x1b[31mb\n\tc\u202ed\ud800\U000e0001") == "a\\x1b[31mb\\n\\tc\\u202ed\\ud800\\U000e0001"


@given(ANY_TEXT, st.integers(1, 40))
def test_a_clipped_text_fits(text: str, width: int) -> None:
    assert display_width(clip(printable(text), width)) <= width


@given(
    st.lists(st.lists(st.one_of(st.none(), ANY_TEXT), min_size=3, max_size=3), max_size=4),
    st.lists(ANY_TEXT, min_size=3, max_size=3),
    st.integers(20, 120),
)
def test_no_line_of_a_table_is_wider_than_the_terminal(rows: list[list[str | None]], names: list[str], width: int) -> None:
    for line in render_table(names, rows, [False, True, False], width).split("\n"):
        assert display_width(line) <= width


def test_numbers_are_right_aligned_and_null_is_not_the_word() -> None:
    assert render_table(["name", "n"], [["a", "5"], [None, "10"], ["NULL", None]], [False, True], 80).splitlines() == [
        "name       n",
        "──────  ────",
        "a          5",
        "NULL      10",
        "'NULL'  NULL",
    ]


def test_wide_characters_take_two_columns() -> None:
    table = render_table(["a", "b"], [["爆発", "x"], ["ab", "y"]], [False, False], 80).splitlines()
    assert table[2:] == ["爆発  x", "ab    y"]


def test_too_many_columns_become_one_line_each() -> None:
    names = [f"column_{n}" for n in range(20)]
    lines = render_table(names, [["a long enough value"] * 20] * 2, [False] * 20, 60).splitlines()
    assert len(lines) == 2 * 21
    assert lines[0].startswith("── row 1 ─")
    assert lines[1] == "column_0   a long enough value"


def test_the_widest_columns_give_way_first() -> None:
    table = render_table(["id", "text"], [["0123456789abcdef", "x" * 500]], [False, False], 60).splitlines()
    assert table[2].startswith("0123456789abcdef  xxx")
    assert table[2].endswith("…")
    assert len(table[2]) == 60


def test_a_cell_of_megabytes_costs_no_more_than_what_is_shown() -> None:
    assert len(render_table(["text"], [["é" * 50_000_000]], [False], 80).splitlines()[2]) == 80
