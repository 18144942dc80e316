"""Fingerprints: what of a report's text is compared to find reports that repeat another.

The body's words are compared, folded: letters' case, punctuation and spacing say nothing. Beside the exact words a report has
a MinHash over its runs of three words (Broder 1997), and its figures: a text that was printed again with another toll is news,
and no duplicate, however near. Dates and clocks are no such figures, since a text printed a day later often has another.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import rensa

from transforms.identity import row_id
from transforms.reference import read_table

LEAST_WORDS: Final = 30  # shorter texts are alike too easily
PERMUTATIONS: Final = 128  # standard error of the estimated likeness: 0.04 at 0.7
_SEED: Final = 7
_RUN: Final = 3  # words
_WORD: Final = re.compile(r"\w+")
_FIGURE: Final = re.compile(r"\d+")


class Fingerprint(NamedTuple):
    """`exact` and `figures` are hashes of the folded words and of the figures among them; `minhash` holds `PERMUTATIONS` uint32."""

    exact: str
    figures: str
    minhash: bytes


def fingerprints(bodies: Sequence[str]) -> list[Fingerprint | None]:
    """The fingerprint of each body, in order; None for one too short to be told from others."""
    folded = [_fold(body) for body in bodies]
    words = [_WORD.findall(text) for text in folded]
    long = [index for index, found in enumerate(words) if len(found) >= LEAST_WORDS]
    matrix = rensa.RMinHash.digest_matrix_from_token_sets([_runs(words[index]) for index in long], PERMUTATIONS, _SEED)
    digests = np.array(matrix.to_rows(), np.uint32)
    found: list[Fingerprint | None] = [None] * len(bodies)
    for index, digest in zip(long, digests, strict=True):
        found[index] = Fingerprint(row_id(*words[index]), row_id(*_figures(folded[index])), digest.tobytes())
    return found


def _fold(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def _runs(words: list[str]) -> list[str]:
    return [" ".join(run) for run in zip(*(words[start:] for start in range(_RUN)), strict=False)]


def _figures(folded: str) -> list[str]:
    return sorted(set(_FIGURE.findall(_dates_and_clocks().sub(" ", folded))))


@cache
def _dates_and_clocks() -> re.Pattern[str]:
    month = "|".join(sorted((re.escape(row["word"]) for row in read_table("date_months")), key=len, reverse=True))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(rf"\b\d{{1,2}}[:.]\d\d\b|\b\d{{4}}-\d\d-\d\d|\b{day}(?:\s+of)?\s+(?:{month})\b|\b(?:{month})\.?\s+{day}\b")
