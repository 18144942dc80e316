"""A document: one report's text with the tokens and sentences that every later stage shares."""

import datetime
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
    """Sentences with their token ranges; tokens and sentences are both in order, so one pass serves."""
    sentences, first, count = [], 0, len(tokens.starts)
    for span in spans:
        while first < count and tokens.starts[first] < span.start_char:
            first += 1
        end = first
        while end < count and tokens.starts[end] < span.end_char:
            end += 1
        written = text[span.start_char : span.end_char]
        sentences.append(Sentence(*span, first, end, _is_all_caps(written)))
        first = end
    return tuple(sentences)


def _is_all_caps(written: str) -> bool:
    """Whether a sentence of several letters has next to no small ones (`McARTHUR` keeps one or two)."""
    small = sum(map(str.islower, written)) if not written.isupper() else 0
    return small * 20 < sum(map(str.isupper, written)) if small else written.isupper() and len(written) > 12
