"""Sentences: where one ends and the next begins, in prose, quotations, datelines and all-capitals wire text."""

import re
from typing import NamedTuple


class SentenceSpan(NamedTuple):
    """A sentence as offsets, with the number of its paragraph and its role in the report."""

    start_char: int
    end_char: int
    paragraph_no: int
    role: str


_BOUNDARY = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"\[])|\n\s*\n")


def split_sentences(text: str, start: int = 0) -> list[SentenceSpan]:
    """The sentences of `text[start:]`, in order, without the white space around them."""
    spans, position = [], start
    for match in _BOUNDARY.finditer(text, start):
        spans.append((position, match.start()))
        position = match.end()
    spans.append((position, len(text.rstrip())))
    return [SentenceSpan(a, b, 0, "body") for a, b in spans if b > a]
