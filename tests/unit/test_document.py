
from transforms.document import read_document


def test_sentences_hold_their_tokens() -> None:
    document = read_document("Ten fled. Two stayed.")
    words = [document.tokens.words[s.first_token : s.end_token] for s in document.sentences]
    assert words == [["Ten", "fled", "."], ["Two", "stayed", "."]]


def test_capitals_throughout_are_noticed_sentence_by_sentence() -> None:
    document = read_document("TROOPS TOOK THE TOWN OF SAN MARTIN. The mayor fled.")
    assert [s.all_caps for s in document.sentences] == [True, False]


def test_the_header_has_no_tokens() -> None:
    document = read_document("date 2020-01-02 Rain fell.", body_start=16)
    assert document.tokens.words == ["Rain", "fell", "."]


def test_links_and_credits_are_not_mined() -> None:
    document = read_document("Rain fell, according to reports. AFP.\n\nSee also: Snow fell.")
    assert [s.mined for s in document.sentences] == [True, False, False]


