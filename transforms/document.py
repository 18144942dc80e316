"""A document: one report's text with the tokens and sentences that every later stage shares."""

import datetime
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from transforms.sentences import SentenceSpan, split_sentences
from transforms.tokens import Tokens, tokenize


class Sentence(NamedTuple):
    """One sentence: offsets into the text, and its tokens as a half-open range of token indices."""

    start_char: int
    end_char: int
    paragraph_no: int
    role: str  # body, title, credit, link
    first_token: int
    end_token: int
    all_caps: bool  # written in capitals throughout, so that case tells nothing

    @property
    def mined(self) -> bool:
        """Whether mentions are looked for here: credits and related links are not part of the story."""
        return self.role in ("body", "title")


@dataclass(frozen=True, slots=True)
class Document:
    """One report, segmented. `body_start` is the offset behind the machine's header, which is never mined."""

    text: str
    published_on: datetime.date | None
    body_start: int
    tokens: Tokens
    sentences: tuple[Sentence, ...]


def read_document(text: str, published_on: datetime.date | None = None, body_start: int = 0) -> Document:
    """Tokenize `text[body_start:]` and split it into sentences."""
    tokens = tokenize(text, body_start)
    return Document(text, published_on, body_start, tokens, _with_tokens(text, tokens, split_sentences(text, body_start)))


def _with_tokens(text: str, tokens: Tokens, spans: list[SentenceSpan]) -> tuple[Sentence, ...]:
    starts = tokens.starts
    sentences, end = [], 0
    for start_char, end_char, paragraph_no, role in spans:
        first = bisect_left(starts, start_char, end)
        end = bisect_left(starts, end_char, first)
        all_caps = _is_all_caps(text[start_char:end_char])
        sentences.append(Sentence(start_char, end_char, paragraph_no, role, first, end, all_caps))
    return tuple(sentences)


def _is_all_caps(written: str) -> bool:
    """Whether a sentence of a dozen characters is written in capitals (`McARTHUR` keeps a small letter or two)."""
    if len(written) <= 12 or (not written[:3].isupper() and not written.isupper()):
        return False
    return written.isupper() or sum(map(str.islower, written)) * 20 < sum(map(str.isupper, written))
