from hypothesis import given
from hypothesis import strategies as st

from transforms.tokens import tokenize


def test_a_token_is_a_run_of_letters_a_run_of_digits_or_a_sign() -> None:
    assert tokenize("On 15th: al-Bukamal, U.S.").words == ["On", "15", "th", ":", "al", "-", "Bukamal", ",", "U", ".", "S", "."]


def test_a_combining_mark_stays_with_its_letter() -> None:
    assert tokenize("Cafe\u0301s closed").words == ["Cafe\u0301s", "closed"]


def test_glued_tells_whether_anything_stands_between() -> None:
    tokens = tokenize("7th day")
    assert [tokens.glued(index) for index in range(3)] == [False, True, False]


@given(st.text())
def test_every_token_is_its_characters(text: str) -> None:
    tokens = tokenize(text)
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words


@given(st.text())
def test_nothing_but_white_space_lies_between_tokens_of_ordinary_text(text: str) -> None:
    tokens = tokenize(text)
    between = [text[a:b] for a, b in zip([0, *tokens.ends], [*tokens.starts, len(text)], strict=True)]
    assert not any(character.isalnum() for gap in between for character in gap)
