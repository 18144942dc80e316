"""Language of a report: English unless it is clearly another one.

Function words decide (`language_words`), or the script where it is not Latin. Only a clear case of at least 20 words is
called another language, since that report is left unmined.
"""

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import chain
from typing import Final

from transforms.reference import read_table

SHORTEST: Final = 20  # words
_READ: Final = 4000  # characters that are enough to tell
_CLEAR_SHARE: Final = 0.12  # of all words are function words of that language
_CLEAR_LEAD: Final = 2.0  # times as many as in English

_WORD: Final = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "DEVANAGARI": "hi", "BENGALI": "bn", "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka", "ETHIOPIC": "am", "TAMIL": "ta",
}  # fmt: skip


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for row in read_table("language_words"):
        languages[row["word"]] = (*languages.get(row["word"], ()), row["language"])
    return languages


@cache
def _words_of(which: str) -> frozenset[str]:
    """The function words of English, or those of all other languages (`foreign`)."""
    return frozenset(row["word"] for row in read_table("language_words") if (row["language"] == "en") == (which == "en"))


def _count(words: list[str], which: str) -> int:
    return sum(map(_words_of(which).__contains__, words))


def language(text: str, start: int = 0) -> str:
    """ISO 639-1 code of `text[start:]`: `en`, another where that is clear, `und` where it is too short to tell."""
    sample = text[start : start + _READ]
    if script := _foreign_script(sample):
        return script
    words = _WORD.findall(sample.lower())
    if len(words) < SHORTEST:
        return "und"
    foreign = _count(words, "foreign")
    if foreign <= _CLEAR_SHARE * len(words) or foreign <= _CLEAR_LEAD * _count(words, "en"):
        return "en"  # no language can be clear
    languages_of = _languages_of()
    counts = Counter(chain.from_iterable(languages_of[word] for word in words if word in languages_of))
    best = max(counts, key=lambda code: (counts[code], code), default="en")
    clear = counts[best] > max(_CLEAR_SHARE * len(words), _CLEAR_LEAD * counts["en"])
    return best if clear else "en"


def is_mined(code: str) -> bool:
    """Whether a report in that language is mined."""
    return code in ("en", "und")


def _foreign_script(sample: str) -> str | None:
    """Language of a text most of whose letters are not Latin; at least 20 words, or 60 letters where words are not spaced."""
    if sample.isascii():
        return None
    letters = [letter for letter in sample if letter.isalpha()]
    foreign = [letter for letter in letters if ord(letter) > 0x24F]
    if len(foreign) * 2 <= len(letters) or len(foreign) < 3 * SHORTEST:
        return None
    names = [unicodedata.name(letter, "").partition(" ")[0] for letter in foreign[:400]]
    most = max(sorted(set(names)), key=names.count)
    return "ja" if {"HIRAGANA", "KATAKANA"} & set(names) else _SCRIPTS.get(most, "und")
